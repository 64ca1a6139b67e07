"""Which accounts are worth holding against each other: those that share a key.

Keys are strings and depend on one account alone, so an index of them serves a record of any size, and a new account is
compared only with those it shares a key with. Two accounts of one event share a day and a country or an actor; or a month
and a place; or, told as history with no day, a place and a figure or a place and a type.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from tidings.fusion.tolls import large_figures
from tidings.fusion.windows import Window, window
from tidings.model.event import Member
from tidings.model.values import Place

_DAYS: Final = 14  # longer windows go by month
_MONTHS: Final = 14  # longer ones by year


def keys(member: Member) -> frozenset[str]:
    """The keys under which an account is found and finds others."""
    return frozenset(_keys(member))


def _keys(member: Member) -> Iterator[str]:
    account, days = member.account, window(member)
    doers = sorted({actor.key for actor in (*account.actors, *account.recipients) if actor.kind != "unknown"})
    countries = sorted({place.country for place in _places(member) if place.country})
    places = sorted({place.id or place.name.casefold() for place in _places(member)})
    figures = [f"{kind} {figure}" for kind, figure in sorted(large_figures(account.counts))]
    for stretch in _stretches(days):
        narrow = len(stretch) == 10
        yield from (f"{stretch}|{where}" for where in (countries if narrow else places))
        yield from (f"{stretch}|by {doer}" for doer in doers)
        yield from (f"{stretch}|{figure}" for figure in figures)
    for place in places:
        yield from (f"{place}|{figure}" for figure in figures)
        if account.background:
            yield f"{place}|{account.type}"
    for doer in doers:
        yield from (f"by {doer}|{figure}" for figure in figures)


def _places(member: Member) -> tuple[Place, ...]:
    return (*filter(None, [member.account.place]), *member.account.other_places)


def _stretches(days: Window) -> Iterator[str]:
    """Days (and the one after, for those a day apart), months or years that a window touches, as ISO prefixes."""
    if days.first is None or days.last is None:
        return
    if (days.last - days.first).days < _DAYS:
        for ahead in range((days.last - days.first).days + 2):
            yield (days.first + dt.timedelta(days=ahead)).isoformat()
    first, last = days.first, days.last
    months = (last.year - first.year) * 12 + last.month - first.month
    if months <= _MONTHS:
        for month in range(first.month - 1, first.month + months):
            yield f"{first.year + month // 12:04}-{month % 12 + 1:02}"
    else:
        yield from (f"{year:04}" for year in range(first.year, last.year + 1))
