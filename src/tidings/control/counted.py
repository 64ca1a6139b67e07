"""Which pieces of evidence count, and how far each is believed: one voice once, copies of one text once, the tenth echo less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from tidings.control.weigh import order_in_day, trust_in
from tidings.model.control import ControlEvidence, EvidenceKind
from tidings.reference.control_rules import ControlRules

_HOLDS: Final[dict[EvidenceKind, str]] = {
    "explicit_control": "holds", "background_statement": "holds", "capture": "holds", "negotiated_transfer": "holds",
    "withdrawal": "gone", "loss": "gone",
}  # fmt: skip


class Counted(Struct, frozen=True, kw_only=True):
    """A piece with the trust in it. ``around``: it speaks of an area in which the place lies."""

    piece: ControlEvidence
    trust: float
    around: bool


def in_order(pieces: Iterable[ControlEvidence]) -> list[ControlEvidence]:
    """Pieces by the day they speak of; within a day fights first, then by when it was known."""
    return sorted(pieces, key=lambda piece: (piece.day, order_in_day(piece.kind), piece.known or dt.date.max, piece.id))


def counted(pieces: Iterable[ControlEvidence], rules: ControlRules, place: str) -> list[Counted]:
    """Those that count for a place (by its key), in order, with the trust in each.

    A fact is what is said of whom: that they hold the place (however told), that they are gone, that there is a siege. A voice
    (a named speaker, else the wire group) that says a fact again within ``again.days`` is heard once, where it is believed
    most; each further voice on a fact is believed ``again.next`` of the one before.
    """
    found: list[Counted] = []
    said: dict[tuple[str, str], dict[str, list[int]]] = {}
    for piece in in_order(pieces):
        fact = (_HOLDS.get(piece.kind, piece.kind), "+".join(sorted(party.key for party in piece.named)))
        voices = said.setdefault(fact, {})
        around = piece.place.key != place
        trust = trust_in(piece, rules, around=around)
        mine = voices.setdefault(voice_of(piece), [])
        if mine and (piece.day - found[mine[-1]].piece.day).days <= rules.again.days:
            if trust > found[mine[-1]].trust and piece.day == found[mine[-1]].piece.day:
                found[mine[-1]] = Counted(piece=piece, trust=trust, around=around)
            continue
        before = sum(
            (piece.day - found[numbers[-1]].piece.day).days <= rules.again.days
            for voice, numbers in voices.items()
            if numbers and voice != voice_of(piece)
        )
        mine.append(len(found))
        found.append(Counted(piece=piece, trust=trust * rules.again.next**before, around=around))
    return found


def voice_of(piece: ControlEvidence) -> str:
    """Whose voice a piece is: its speaker's by name, else that of its wire group."""
    return f"speaker {piece.speaker.casefold()}" if piece.speaker else f"group {piece.wire_group}"
