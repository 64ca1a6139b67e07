"""What one piece of evidence says of each state of a place: a matrix, made from the rules of its kind and the trust in its voice.

A report is believed with its trust ``t``: the matrix is ``t`` times what it says and ``1 - t`` times nothing said. A claim
that is believed little can thus never move more than its trust, however little the states before it fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from tidings.control.chain import Floats
from tidings.model.control import FIGHTS, ControlEvidence, EvidenceKind, Party
from tidings.model.values import ActorKind
from tidings.reference.control_rules import ROLES, Change, ControlRules

#: The party that no report names: somebody else.
OTHER: Final = Party(key="other", name="other", kind="unknown")
_STATE_SIDE: Final = frozenset({"state_forces", "international"})
_ORDER: Final[dict[EvidenceKind, int]] = {
    "clash_near": 0, "clash_inside": 0, "remote_fire_on": 0, "siege": 0, "withdrawal": 1, "loss": 1, "denial": 3,
}  # fmt: skip


def order_in_day(kind: EvidenceKind) -> int:
    """Of what is told of one day, fights come first, then who left, then who came and holds it; denials of these last."""
    return _ORDER.get(kind, 2)


def stands_for(named: Party, party: Party) -> bool:
    """Whether a party named by a piece of evidence is this party, or may be: "rebels" is any that is no state's."""
    if named.key == party.key:
        return True
    return named.generic and not party.generic and party is not OTHER and same_side(named.kind, party.kind)


def same_side(one: ActorKind, other: ActorKind) -> bool:
    """Whether two kinds are both of states or both not."""
    return (one in _STATE_SIDE) == (other in _STATE_SIDE)


def roles(piece: ControlEvidence, parties: Sequence[Party]) -> tuple[str, ...]:
    """The role of each state for one piece of evidence: named, against or others for parties, then contested and none.

    Fighting of which no side is named may be of any party that counts; who is besieged, where it is not told, of any but the besieger.
    """
    fought = not piece.named and not piece.against and piece.kind in FIGHTS
    besieged = not piece.named and piece.kind == "siege"
    found = []
    for party in parties:
        if fought or any(stands_for(named, party) for named in piece.named):
            found.append("named")
        elif any(stands_for(named, party) for named in piece.against):
            found.append("against")
        else:
            found.append("named" if besieged else "others")
    return (*found, "contested", "none")


def trust_in(piece: ControlEvidence, rules: ControlRules, *, around: bool) -> float:
    """How far a piece is believed, in [0, 1): by kind and voice, and less where it is vague. ``around``: it speaks of an area."""
    trust = rules.trust[piece.kind][piece.voice]
    trust *= rules.weaker.area if around else 1.0
    trust *= rules.weaker.extent if piece.extent is not None else 1.0
    return trust * (rules.weaker.undated if piece.undated else 1.0)


def matrix(piece: ControlEvidence, parties: Sequence[Party], trust: float, rules: ControlRules) -> Floats:
    """The observation of the chain that a piece makes, shape (states, states), for :mod:`tidings.control.chain`."""
    seen = roles(piece, parties)
    size = len(seen)
    change = rules.changes.get(piece.kind)
    if change is None:
        row = rules.statements[piece.kind]
        said = np.array([row[role] for role in seen])
        believed = trust * said + (1 - trust) * said.mean()
        return np.asarray(np.diag((believed / believed.max()) ** rules.temper))
    return trust * _moved(change, seen) + (1 - trust) * np.eye(size)


def _moved(change: Change, seen: tuple[str, ...]) -> Floats:
    """The states before a change led to those after it."""
    goal = np.zeros(len(seen))
    for role in ROLES:
        holders = [number for number, each in enumerate(seen) if each == role]
        if holders:
            goal[holders] = change.to.get(role, 0.0) / len(holders)
    if not goal.any():  # it speaks of nobody who is here
        return np.eye(len(seen))
    goal /= goal.sum()
    ends = np.array([role in change.moves for role in seen])
    fits = np.array([change.was[role] for role in seen])
    moved = np.where(ends[:, None], goal[None, :], np.eye(len(seen)))
    return np.asarray(fits[:, None] * moved)


def prior(parties: Sequence[Party], rules: ControlRules) -> Floats:
    """Chances of the states before anything is told: (states,)."""
    weights = [
        rules.prior["other"]
        if party is OTHER
        else rules.prior["state_forces" if party.kind == "state_forces" else "party"]
        for party in parties
    ]
    found = np.array([*weights, rules.prior["contested"], rules.prior["none"]])
    return np.asarray(found / found.sum())
