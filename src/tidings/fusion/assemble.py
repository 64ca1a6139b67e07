"""One event out of the accounts that tell it: its id, its values with whose they are, its ledger and its voices."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from tidings.fusion.ledger import ledger
from tidings.fusion.rules import disputed, figures
from tidings.fusion.sides import of_side, turned_accounts
from tidings.fusion.voices import voices
from tidings.fusion.windows import window
from tidings.model.event import AccountRef, Event, EventValues, Member, Standing, WireGroup
from tidings.model.values import Actor, Place, When
from tidings.reference.ontology import load_ontology

_FAR: Final = dt.date.max
_ENDLESS: Final = 10**6  # days
_NARROWEST: Final = ("exact", "near", "admin2", "admin1", "region", "country", "unresolved")
_Chosen = TypeVar("_Chosen")
_Days = tuple[dt.date | None, dt.date | None]


def told_order(member: Member) -> tuple[dt.date, str]:
    """By publication, then id; what has no date comes last (RECORD §5, "Event")."""
    return member.article.published or _FAR, member.account.id


def assemble(members: Iterable[Member], groups: dict[str, str], prints: dict[str, tuple[str, ...]]) -> Event:
    """The event of accounts that tell one happening.

    ``groups``: wire group by article; ``prints``: articles by wire group. The id is that of the earliest account; those
    of the others are ``former_ids``, since any of them may have been the earliest of a smaller record.
    """
    told = sorted(members, key=told_order)
    turned = turned_accounts(told)
    entries = ledger(told, groups, turned)
    first, *others = told
    place, date = _place(told, groups), _date(told, groups)
    actors = _actors(told, "actors", turned)
    recipients = _actors(told, "recipients", turned, {actor.key for actor, _ in actors})
    told_by = {"date": date.account.id} if date.account.date.evidence else {}
    if place is not None:
        told_by["place"] = place.account.id
    for name, found in (("actors", actors), ("recipients", recipients)):
        told_by |= {f"{name}.{number}": member.account.id for number, (_, member) in enumerate(found)}
    used = sorted({groups[one.article.id] for one in told})
    return Event(
        id=first.account.id,
        former_ids=tuple(sorted(one.account.id for one in others)),
        type=_type(told, groups),
        standing=_standing(told),
        values=EventValues(
            place=place.account.place if place else None,
            date=date.account.date,
            actors=tuple(actor for actor, _ in actors),
            recipients=tuple(actor for actor, _ in recipients),
            killed=figures(entries, "killed"),
            injured=figures(entries, "injured"),
            told_by=dict(sorted(told_by.items())),
        ),
        ledger=entries,
        accounts=tuple(_reference(one) for one in told),
        wire_groups=tuple(WireGroup(id=group, articles=prints[group]) for group in used),
        voices=voices(told, groups),
        links=(),
        disputed=disputed(entries),
    )


def _reference(member: Member) -> AccountRef:
    account, article = member.account, member.article
    return AccountRef(account=account.id, article=article.id, file=article.file, evidence=account.evidence)


def _most_told(members: Sequence[Member], groups: dict[str, str], read: dict[str, _Chosen]) -> Counter[_Chosen]:
    """In how many wire groups each value stands; ``read``: value by account id."""
    told = {(groups[one.article.id], read[one.account.id]) for one in members if one.account.id in read}
    return Counter(value for _, value in told)


def _type(members: Sequence[Member], groups: dict[str, str]) -> str:
    """The type that most wire groups tell; of equals the higher row of the codebook (RECORD §3)."""
    counted = _most_told(members, groups, {one.account.id: one.account.type for one in members})
    rank = load_ontology().rank
    return min(counted, key=lambda name: (-counted[name], rank(name)))


def _standing(members: Sequence[Member]) -> Standing:
    """It happened if any account tells it as having happened; it is background where all tell it as history."""
    affirmed = [one.account for one in members if one.account.polarity == "affirmed"]
    accounts = affirmed or [one.account for one in members]
    return Standing(
        polarity=accounts[0].polarity,
        reality=accounts[0].reality,
        background=all(account.background for account in accounts),
    )


def _place(members: Sequence[Member], groups: dict[str, str]) -> Member | None:
    """The account with the place that most wire groups give; of equals the narrowest, then the earliest told."""
    placed = {one.account.id: _key(one.account.place) for one in members if one.account.place is not None}
    counted = _most_told(members, groups, placed)
    best: Member | None = None
    for one in members:
        if one.account.place is not None and (best is None or _rank(one, counted) < _rank(best, counted)):
            best = one
    return best


def _rank(member: Member, counted: Counter[str]) -> tuple[int, int, float]:
    place = member.account.place
    assert place is not None
    is_point = place.precision in ("exact", "near")
    return -counted[_key(place)] if is_point else 0, _NARROWEST.index(place.precision), place.radius_km or 0.0


def _key(place: Place | None) -> str:
    return "" if place is None else place.id or place.name.casefold()


def _date(members: Sequence[Member], groups: dict[str, str]) -> Member:
    """The account with the date that most wire groups allow; of equals the narrowest, then the earliest told.

    "In 2009" allows "on 2 October 2009", which so counts for both.
    """
    dated = {one.account.id: _days(one.account.date) for one in members if one.account.date.start is not None}
    told_in = {(groups[one.article.id], dated[one.account.id]) for one in members if one.account.id in dated}

    def rank(member: Member) -> tuple[bool, int, int]:
        days, date = window(member).days, member.account.date
        allowing = {group for group, told in told_in if _holds(told, _days(date))}
        return date.start is None, -len(allowing), days if days is not None else _ENDLESS

    return min(members, key=rank)


def _holds(wide: _Days, narrow: _Days) -> bool:
    """Whether days lie within others; a side that is open holds all."""
    starts = wide[0] is None or (narrow[0] is not None and wide[0] <= narrow[0])
    return starts and (wide[1] is None or (narrow[1] is not None and narrow[1] <= wide[1]))


def _days(when: When) -> _Days:
    return when.start, when.end


def _actors(
    members: Sequence[Member], name: str, turned: frozenset[str], others: Iterable[str] = ()
) -> list[tuple[Actor, Member]]:
    """Each actor once, as first told, but for those of the other side; one that a text asserts stands before the same one only alleged."""
    found: dict[str, tuple[Actor, Member]] = {}
    for member in members:
        for actor in of_side(member.account, name, turned):
            known = found.get(actor.key)
            if known is None or (known[0].attributed_by and not actor.attributed_by):
                found[actor.key] = actor, member
    named = [key for key, (actor, _) in found.items() if actor.kind != "unknown" and key not in others]
    return [found[key] for key in (named or [key for key in found if key not in others])]
