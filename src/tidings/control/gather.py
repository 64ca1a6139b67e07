"""The evidence on control that one article holds: from its control statements, and from its accounts of fights and fire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Final

from msgspec.structs import replace

from tidings.control.parties import Parties
from tidings.control.voices import Voices
from tidings.control.weigh import stands_for
from tidings.model.coding import Account, Coding, ControlState, ControlStatement
from tidings.model.control import FIGHTS, LEAVES, TAKES, ControlEvidence, ControlPlace, EvidenceKind, Party
from tidings.model.ids import digest
from tidings.model.text import Evidence
from tidings.model.values import Place
from tidings.reference.actors import ActorTable
from tidings.reference.control_acts import load_control_acts
from tidings.reference.placenames import plain_key

#: Precisions of places that may be held, and of areas that inform the places in them.
POINTS: Final = frozenset({"exact", "near"})
AREAS: Final = frozenset({"admin2", "admin1"})
#: A place told by a name that no gazetteer has may be held all the same; where it lies is not known.
UNPLACED: Final = "unresolved"
#: Kinds of evidence for each state that a statement may tell; the first is that of a statement that names none of them.
_FITS: Final[dict[ControlState, tuple[EvidenceKind, ...]]] = {
    "held": ("explicit_control", "background_statement", "capture", "negotiated_transfer", "denial"),
    "contested": ("clash_inside", "clash_near"), "besieged": ("siege",), "lost": ("loss", "withdrawal"), "none": ("no_control",),
}  # fmt: skip
_HOLDS: Final[frozenset[EvidenceKind]] = frozenset({"explicit_control", "background_statement", "siege"})
_CHANGES: Final[frozenset[EvidenceKind]] = TAKES | LEAVES
_NEWS_DAYS: Final = 14  # what happened this long before publication is an article's news


def evidence_of(coding: Coding, wire_group: str, table: ActorTable) -> tuple[ControlEvidence, ...]:
    """All evidence of an article, in the order of its text. ``table``: whose names are one party.

    What no day can be given (an undated text that dates nothing) is no evidence here: it stands in the coding.
    """
    published = coding.article.published
    parties = Parties(coding, table, published)
    voices = cache(lambda country: Voices(coding, parties, table, country))
    found = []
    for piece in (*_from_statements(coding, parties), *_from_accounts(coding, parties)):
        voice = voices(piece.place.country).voice(piece.kind, piece.speaker, piece.named, piece.against)
        named, against = (
            tuple(parties.as_shown(each, piece.place.country) for each in side) for side in (piece.named, piece.against)
        )
        found.append(replace(piece, voice=voice, wire_group=wire_group, named=named, against=against))
    unique = {piece.id: piece for piece in _news_last(_fights_once(found))}
    return tuple(sorted(unique.values(), key=lambda piece: (piece.words[0].start, piece.id)))


def control_place(place: Place) -> ControlPlace | None:
    """A place of a coding as one that may be held; ``None`` for countries and regions without bounds."""
    if place.precision not in POINTS | AREAS | {UNPLACED}:
        return None
    key = place.id or "name:" + ":".join(filter(None, (plain_key(place.name), place.country, place.admin1)))
    return ControlPlace(
        key=key, name=place.name, lat=place.lat, lon=place.lon, country=place.country, admin1=place.admin1,
        admin2=place.admin2, precision=place.precision, radius_km=place.radius_km,
    )  # fmt: skip


def _from_statements(coding: Coding, parties: Parties) -> Iterator[ControlEvidence]:
    for statement in coding.control:
        place = control_place(statement.place)
        kind = _kind_of(statement)
        days = _days(coding, statement.start, statement.end)
        if place is None or kind is None or days is None:
            continue
        holder: tuple[Party, ...] = ()
        previous: tuple[Party, ...] = ()
        if statement.holder is not None:
            holder = (parties.party(statement.holder, statement.holder_id),)
        if statement.previous is not None:
            other = parties.party(statement.previous, None)
            previous = () if any(stands_for(other, each) for each in holder) else (other,)
        if kind in LEAVES:
            holder, previous = (previous, holder) if previous else (holder, ())  # who is gone, then who came
            if not holder:
                continue
        if kind == "clash_inside":
            holder = _both(holder, _told_to_fight(coding, statement, parties))
        if kind == "siege":
            previous = _besiegers(coding, statement.place, parties) or previous
        told = (statement.speaker, _extent(statement), None, statement.evidence)
        yield _piece(coding, place, kind, holder, previous, days, *told)
        if kind in _HOLDS and (still := _still(coding, statement)) is not None:  # "have held it since 2014": and now
            yield _piece(coding, place, kind, holder, previous, still, *told)
        if kind in TAKES and previous and days.first is not None:  # "took it from Z": Z held it until then
            before = _Days(None, days.first - dt.timedelta(days=1), undated=False)
            yield _piece(coding, place, "background_statement", previous, (), before, *told)


def _kind_of(statement: ControlStatement) -> EvidenceKind | None:
    """The kind the coder names where it fits the state, else what the state says. ``None``: who holds it is not known."""
    if statement.state == "unknown":
        return None
    named = statement.evidence_type
    return named if named in _FITS[statement.state] else _FITS[statement.state][0]


def _still(coding: Coding, statement: ControlStatement) -> _Days | None:
    """The day of publication where a state began before it and lasts; ``None`` where the article tells that another followed."""
    published = coding.article.published
    if published is None or statement.start is None or statement.end is None or statement.end >= published:
        return None
    if not any(load_control_acts().lasts(span.quote) for span in statement.evidence):
        return None
    followed = any(
        other.place.name == statement.place.name
        and other.evidence_type in _CHANGES
        and other.holder != statement.holder
        and (other.end is None or other.end >= statement.start)
        for other in coding.control
    )
    return None if followed else _Days(None, published, undated=True)


def _extent(statement: ControlStatement) -> str | None:
    """A part of the place, as told; that a part is held by the other side is just what makes it contested as a whole."""
    return None if statement.state == "contested" else statement.extent


def _told_to_fight(coding: Coding, statement: ControlStatement, parties: Parties) -> tuple[Party, ...]:
    """The sides of the accounts that rest on words of a statement, where they are told."""
    actors = [
        actor
        for account in coding.accounts
        if account.type == "armed_clash"
        and any(_overlap(one, other) for one in account.evidence for other in statement.evidence)
        for actor in (*account.actors, *account.recipients)
    ]
    return tuple(party for party in parties.of_actors(actors) if not _is_anybody(party))


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def _besiegers(coding: Coding, place: Place, parties: Parties) -> tuple[Party, ...]:
    types = load_control_acts().siege
    actors = [
        actor for account in coding.accounts
        if account.type in types and account.place is not None and account.place.name == place.name for actor in account.actors
    ]  # fmt: skip
    return parties.of_actors(actors)


def _from_accounts(coding: Coding, parties: Parties) -> Iterator[ControlEvidence]:
    acts = load_control_acts()
    for account in coding.accounts:
        if account.polarity != "affirmed" or account.reality not in ("actual", "ongoing"):
            continue
        days = _days(coding, account.date.start, account.date.end)
        words = " ".join(span.quote for span in account.evidence)
        speaker = next((said.speaker for said in account.attribution if not said.covers), None)
        named, against = parties.of_actors(account.actors), parties.of_actors(account.recipients)
        if days is None or (days.undated and account.background):
            continue  # a battle of some time ago is no fight of today
        for each in (account.place, *account.other_places):
            place = None if each is None else control_place(each)
            if place is None or place.precision not in POINTS:
                continue
            sides = _both(named, against)
            kind = acts.kind_of(account.type, words, sides=len(sides), is_point=place.precision == "exact")
            if kind in FIGHTS:
                known = tuple(party for party in sides if not _is_anybody(party))
                yield _piece(coding, place, kind, known, (), days, speaker, None, account, account.evidence)
            elif kind is not None and sides:
                yield _piece(coding, place, kind, named, against, days, speaker, None, account, account.evidence)


def _both(named: tuple[Party, ...], against: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple({party.key: party for party in (*named, *against)}.values())


def _is_anybody(party: Party) -> bool:
    """Whether a word for fighters leaves open on whose side they are: "forces", "fighters"."""
    return party.generic and party.kind == "unknown"


def _fights_once(pieces: list[ControlEvidence]) -> list[ControlEvidence]:
    """Pieces without a fight near a place where the same words tell of a fight inside it."""
    inside = {(piece.place.key, span) for piece in pieces if piece.kind == "clash_inside" for span in piece.words}
    return [
        piece
        for piece in pieces
        if piece.kind != "clash_near" or not any((piece.place.key, span) in inside for span in piece.words)
    ]


class _Days:
    """The days a statement is of: ``first`` (where known) to ``last``; ``undated``: the text gives none of its own."""

    def __init__(self, first: dt.date | None, last: dt.date, *, undated: bool) -> None:
        self.first, self.last, self.undated = first, last, undated


def _days(coding: Coding, start: dt.date | None, end: dt.date | None) -> _Days | None:
    """When a statement is true: to the end of its window, never past the day of publication."""
    published = coding.article.published
    last = end or start or published
    if last is None:
        return None
    if published is not None and last > published:
        last = published
    first = None if start is None or start > last else start
    return _Days(first, last, undated=first is None)


def _piece(
    coding: Coding, place: ControlPlace, kind: EvidenceKind, named: tuple[Party, ...], against: tuple[Party, ...], days: _Days,
    speaker: str | None, extent: str | None, account: Account | None, words: tuple[Evidence, ...],
) -> ControlEvidence:  # fmt: skip
    keys = [party.key for party in named]
    spans = [[span.start, span.end] for span in words]
    return ControlEvidence(
        id=digest("k1", coding.article.id, place.key, kind, keys, str(days.last), spans), place=place, kind=kind,
        named=named, against=tuple(party for party in against if party.key not in keys), first=days.first, day=days.last,
        known=coding.article.published, voice="unnamed", speaker=speaker, article=coding.article.id, file=coding.article.file,
        outlet=coding.article.outlet, wire_group="", extent=extent, undated=days.undated,
        account=None if account is None else account.id, words=words,
    )  # fmt: skip


def _is_news(piece: ControlEvidence) -> bool:
    return piece.known is not None and (piece.known - piece.day).days <= _NEWS_DAYS


def _news_last(pieces: list[ControlEvidence]) -> Iterator[ControlEvidence]:
    """Pieces with the background of an article's own news put before it.

    An article that tells that a place was taken, lost or left on a day speaks, where it dates nothing, of who held it and who
    fought there *before* that day: "liberating the last pocket held by X" does not say that X holds it now. Who is told to have
    left, with no day of its own, left by that day.
    """
    news: dict[str, tuple[dt.date, set[str]]] = {}
    for piece in pieces:
        if piece.kind in _CHANGES and not piece.undated and _is_news(piece):
            takers = {party.key for party in piece.named} if piece.kind in TAKES else set()
            known = news.get(piece.place.key)
            if known is None or piece.day > known[0]:
                news[piece.place.key] = (piece.day, takers)
    for piece in pieces:
        change = news.get(piece.place.key)
        is_old = change is not None and piece.undated and piece.day >= change[0]
        taken_by = set() if change is None else change[1]
        named = {party.key for party in piece.named}
        if change is None or not is_old or (piece.kind in _HOLDS and named & taken_by):
            yield piece
        elif piece.kind not in _CHANGES:
            yield replace(piece, day=change[0] - dt.timedelta(days=1))
        else:  # who left, left to whoever came
            yield replace(piece, day=change[0]) if piece.kind in LEAVES and taken_by - named else piece
