"""What each spell of a place rests on: who fights for it, who lies before it, on whose words, how many voices, how old.

A colour on a map without a sentence behind it is nobody's statement; one that is only carried forward says so
(``schemas/territorial_control.json``, ``basis``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tidings.control.counted import Counted, voice_of
from tidings.control.history import History
from tidings.control.weigh import OTHER, stands_for
from tidings.model.control import LEAVES, PASSES_BY, ControlPlace, EvidenceKind, Party, PlaceSpells, Spell

Basis = Literal["explicit", "inferred", "carried_forward"]

_MOST: Final = 5  # pieces named for a spell; all stand in the record
_QUOTE: Final = 240  # characters of a quote
_HOLDS: Final[frozenset[EvidenceKind]] = frozenset(
    {"explicit_control", "background_statement", "capture", "negotiated_transfer", "siege", "denial"}
)
_SIDES_DAYS: Final = 30
_SIEGE_DAYS: Final = 90


class Cited(Struct, frozen=True, kw_only=True):
    """A piece that a spell rests on: its id, article and file, outlet, days, who says it, and the words."""

    id: str
    kind: EvidenceKind
    day: dt.date
    known: dt.date | None
    article: str
    file: str
    outlet: str | None
    speaker: str | None
    quote: str


class Sources(Struct, frozen=True, kw_only=True):
    """What a spell rests on. ``sides``: who contests it, by name; ``pieces`` and ``voices``: told of its days, copies once.

    ``last_evidence``: the last day until the spell's end of which anything is told. ``basis``: told outright, inferred from
    fights, fire and the like, or carried forward from what was told before; ``None`` where nothing is reported.
    """

    sides: tuple[str, ...]
    besieged_by: tuple[str, ...]
    basis: Basis | None
    pieces: int
    voices: int
    last_evidence: dt.date | None
    cited: tuple[Cited, ...]


class SourcedSpells(Struct, frozen=True, kw_only=True):
    """The spells of a place, each with what it rests on (in the same order)."""

    place: ControlPlace
    told: PlaceSpells
    sources: tuple[Sources, ...]


class KeptSpells(Struct, frozen=True, kw_only=True):
    """Spells for every last day asked for: until nothing is reported any more after ``last``, the last day that is told of.

    ``after``: the posterior of the likeliest state on each day after ``last``, so that the spells can be cut at any of them.
    """

    spells: SourcedSpells
    last: dt.date | None
    after: tuple[float, ...]


# --- made -----------------------------------------------------------------------------------------------------------------------


def kept_spells(place: ControlPlace, told: History) -> KeptSpells:
    """The smoothed spells of a place, from its first evidence to the day from which on silence makes it unknown."""
    first = told.first_day
    if first is None:
        return KeptSpells(spells=_sourced(place, told, ()), last=None, after=())
    last = told.evidence[-1].piece.day
    silent = last + dt.timedelta(days=told.rules.report.stale_days + 1)
    shares = told.shares(last + dt.timedelta(days=1), silent, "smoothed").max(axis=1)
    return KeptSpells(
        spells=_sourced(place, told, told.spells(first, silent, "smoothed")), last=last,
        after=tuple(round(float(share), 6) for share in shares),
    )  # fmt: skip


def spells_until(place: ControlPlace, told: History, until: dt.date) -> SourcedSpells:
    """The smoothed spells of a place from its first evidence to a day."""
    first = told.first_day
    return _sourced(place, told, () if first is None or first > until else told.spells(first, until, "smoothed"))


def _sourced(place: ControlPlace, told: History, spells: tuple[Spell, ...]) -> SourcedSpells:
    names = {party.key: party.name for party in told.parties}
    found = PlaceSpells(place=place, spells=spells, names=names, evidence=len(told.evidence))
    return SourcedSpells(place=place, told=found, sources=tuple(sources(told, spell) for spell in spells))


# --- cut ------------------------------------------------------------------------------------------------------------------------


def cut(kept: KeptSpells, until: dt.date) -> SourcedSpells | None:
    """Kept spells ending with a day; ``None`` where the day lies before the last that is told of, and they must be made anew."""
    whole = kept.spells
    if kept.last is None:
        return whole
    if until < kept.last:
        return None
    spells = [spell for spell in whole.told.spells if spell.start <= until]
    final = spells[-1]
    if final.end <= until:
        spells[-1] = replace(final, end=until)
    else:
        spells[-1] = replace(final, end=until, probability=_mean_until(final, kept.last, kept.after, until))
    told = replace(whole.told, spells=tuple(spells))
    return replace(whole, told=told, sources=whole.sources[: len(spells)])


def _mean_until(spell: Spell, last: dt.date, after: Sequence[float], until: dt.date) -> float:
    """The mean of a spell that goes on after the last evidence, cut at a day."""
    dropped = sum(after[(until - last).days : (spell.end - last).days])
    return (spell.probability * _days(spell.start, spell.end) - dropped) / _days(spell.start, until)


def _days(start: dt.date, end: dt.date) -> int:
    return (end - start).days + 1


# --- what it rests on -----------------------------------------------------------------------------------------------------------


def sources(told: History, spell: Spell) -> Sources:
    """What a spell of a history rests on."""
    inside = [each for each in told.evidence if spell.start <= each.piece.day <= spell.end]
    before = [each for each in told.evidence if each.piece.day < spell.start]
    holder = next((party for party in told.parties if party.key == spell.holder), None)
    supporting = [each for each in inside if _supports(each, spell, holder)]
    carried = [each for each in before if _supports(each, spell, holder)]
    last = (inside or before)[-1].piece.day if inside or before else None
    basis: Basis | None = "explicit" if supporting else "inferred" if inside else "carried_forward"
    cited = sorted(supporting or inside, key=lambda each: -each.trust)[:_MOST] or carried[-1:]
    is_known = spell.state != "unknown"
    return Sources(
        sides=sides(told, spell.start, spell.end) if spell.state == "contested" else (),
        besieged_by=besiegers(told, holder, spell.start, spell.end), basis=basis if is_known else None, pieces=len(inside),
        voices=len({voice_of(each.piece) for each in inside}), last_evidence=last,
        cited=tuple(map(_cited, cited)) if is_known else (),
    )  # fmt: skip


def _supports(counted: Counted, spell: Spell, holder: Party | None) -> bool:
    piece = counted.piece
    if counted.around:
        return False
    if holder is not None:
        return piece.kind in _HOLDS and any(stands_for(named, holder) for named in piece.named)
    if spell.state == "contested":
        return piece.kind == "clash_inside"
    return spell.state == "none" and piece.kind in LEAVES | {"no_control"}


def _cited(counted: Counted) -> Cited:
    piece = counted.piece
    quote = " [...] ".join(span.quote for span in piece.words)
    return Cited(
        id=piece.id, kind=piece.kind, day=piece.day, known=piece.known, article=piece.article, file=piece.file, outlet=piece.outlet,
        speaker=piece.speaker, quote=quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE].rsplit(' ', 1)[0]} [...]",
    )  # fmt: skip


def sides(told: History, first: dt.date, last: dt.date) -> tuple[str, ...]:
    """Names of those whom the evidence of some days, or else of the thirty days before, sets against each other there."""
    begins = first - dt.timedelta(days=_SIDES_DAYS)
    named = [
        party for each in told.evidence
        if begins <= each.piece.day <= last and each.piece.kind not in PASSES_BY and (each.piece.kind not in LEAVES or each.piece.day >= first)
        for party in (*each.piece.named, *each.piece.against)
    ]  # fmt: skip
    return tuple(
        party.name for party in told.parties if party is not OTHER and any(stands_for(each, party) for each in named)
    )


def besiegers(told: History, holder: Party | None, first: dt.date, last: dt.date) -> tuple[str, ...]:
    """Names of those said to besiege the holder's place on some days or in the ninety days before: an overlay, no state of its own.

    A siege of which the text does not say whom it is laid to is laid to the holder, unless he is who lays it.
    """
    if holder is None:
        return ()
    begins = first - dt.timedelta(days=_SIEGE_DAYS)
    names: dict[str, None] = {}
    for each in told.evidence:
        piece = each.piece
        is_siege = piece.kind == "siege" and begins <= piece.day <= last
        lays_it = any(stands_for(named, holder) for named in piece.against)
        if is_siege and (any(stands_for(named, holder) for named in piece.named) or not (piece.named or lays_it)):
            names |= dict.fromkeys(party.name for party in piece.against)
    return tuple(names)
