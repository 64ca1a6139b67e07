"""Which pieces of evidence count, and how far each is believed: one voice once, copies of one text once, the tenth echo less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from tidings.control.weigh import order_in_day, trust_in
from tidings.model.control import FIGHTS, ControlEvidence, EvidenceKind
from tidings.reference.control_rules import ControlRules

_HOLDS: Final[dict[EvidenceKind, str]] = {
    "explicit_control": "holds", "background_statement": "holds", "capture": "holds", "negotiated_transfer": "holds",
    "denial": "holds", "withdrawal": "gone", "loss": "gone",
}  # fmt: skip


class Counted(Struct, frozen=True, kw_only=True):
    """A piece with the trust in it. ``around``: it speaks of an area in which the place lies."""

    piece: ControlEvidence
    trust: float
    around: bool


def in_order(pieces: Iterable[ControlEvidence]) -> list[ControlEvidence]:
    """Pieces by the day they speak of; within a day fights first, then by when they were known, and in the order of their text."""
    return sorted(pieces, key=_order)


def _order(piece: ControlEvidence) -> tuple[dt.date, int, dt.date, str, int, str]:
    start = piece.words[0].start if piece.words else 0
    return piece.day, order_in_day(piece.kind), piece.known or dt.date.max, piece.article, start, piece.id


def counted(pieces: Iterable[ControlEvidence], rules: ControlRules, place: str) -> list[Counted]:
    """Those that count for a place (by its key), in order, with the trust in each.

    A fact is what is said of whom: that they hold the place (however told), that they are gone, that there is a siege. A voice
    (a named speaker, else the wire group) that says a fact again within ``again.days`` is heard once, where it is believed
    most. A further voice on a fact is believed ``again.next`` of what it is worth for each earlier voice that is believed as
    much or more: a boast does not weaken the reporter who finds it true.
    """
    found: list[Counted] = []
    worth: list[float] = []  # the trust in each by itself
    said: dict[tuple[str, str], dict[str, int]] = {}  # a fact to who said it lately, and where in what is found, by day
    for piece in in_order(pieces):
        lately = said.setdefault(_fact(piece), {})
        while lately and (piece.day - found[first := next(iter(lately.values()))].piece.day).days > rules.again.days:
            del lately[voice_of(found[first].piece)]
        around = piece.place.key != place
        trust = trust_in(piece, rules, around=around)
        voice = voice_of(piece)
        mine = lately.get(voice)
        if mine is not None and (trust <= worth[mine] or piece.day != found[mine].piece.day):
            continue
        before = sum(worth[at] >= trust for other, at in lately.items() if other != voice)
        heard = Counted(piece=piece, trust=trust * rules.again.next**before, around=around)
        if mine is None:
            lately[voice] = len(found)
            found.append(heard)
            worth.append(trust)
        else:
            found[mine], worth[mine] = heard, trust
    return found


def _fact(piece: ControlEvidence) -> tuple[str, str]:
    """What is said of whom; of a fight, whoever is named in it."""
    whom = () if piece.kind in FIGHTS else sorted(party.key for party in piece.named)
    return _HOLDS.get(piece.kind, piece.kind), "+".join(whom)


def voice_of(piece: ControlEvidence) -> str:
    """Whose voice a piece is: of a party that speaks for itself, the party's, whichever spokesman says it; else its speaker's by name.

    Without a name it is that of its wire group; "residents" of two outlets are not the same.
    """
    of_itself = piece.voice == ("admission" if _HOLDS.get(piece.kind) == "gone" else "self")
    if of_itself and piece.named and piece.kind in _HOLDS:
        return "party " + "+".join(sorted(party.key for party in piece.named))
    if piece.speaker and piece.speaker != piece.speaker.lower():
        return f"speaker {piece.speaker.casefold()}"
    return f"group {piece.wire_group} {piece.speaker or ''}".rstrip()
