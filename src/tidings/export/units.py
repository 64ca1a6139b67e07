"""An event as day-atomic rows: one a day of an act that went on, one a place of an act in several, and the toll divided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from tidings.model.event import Event, Member, View
from tidings.model.values import Place
from tidings.reference.export_rules import DayAtomic, Spans


class Days(Struct, frozen=True, kw_only=True):
    """The days of an event's rows with their time precision (1-3), and the rule by which they were found, if any was needed."""

    days: tuple[dt.date, ...]
    precision: int
    rule: str | None = None


class Unit(Struct, frozen=True, kw_only=True):
    """One row: a day, a place, and its share of the toll (``None`` where there is no toll)."""

    day: dt.date
    place: Place
    number: int
    share: int | None


def days_of(view: View, event: Event, rules: DayAtomic, spans: Spans) -> Days | str:
    """The days of an event, or in a sentence why it has none.

    A span that the words call lasting ("three days of fighting") has all its days; one act on an unknown day of a span
    ("overnight") has the middle day, of two the first.
    """
    when = event.values.date
    if when.start is None or when.end is None:
        return "no day is told: a publication date is no date of the event"
    precision = rules.time_precision.get(when.precision)
    if precision is None:
        return f"known to a {when.precision} only ({when.start} to {when.end}): less than a month is asked for"
    length = (when.end - when.start).days + 1
    told = tuple(
        span.quote for member in view.told(event) for span in member.account.evidence if _same_days(member, event)
    )
    if (
        1 < length <= spans.longest_split_days
        and event.type not in spans.moments
        and spans.is_lasting(when.words, told)
    ):
        days = tuple(when.start + dt.timedelta(number) for number in range(length))
        return Days(days=days, precision=1, rule=f"went on over {length} days: one row a day")
    if length == 1:
        return Days(days=(when.start,), precision=precision)
    middle = when.start + dt.timedelta((length - 1) // 2)
    return Days(days=(middle,), precision=precision, rule="one act on a day not known: the middle of the span")


def _same_days(member: Member, event: Event) -> bool:
    """Whether an account dates the event as the event is dated: its words tell of that span."""
    account = member.account
    when = event.values.date
    return (account.date.start, account.date.end) == (when.start, when.end)


def places_of(view: View, event: Event) -> tuple[Place, ...]:
    """The place of an event, then the other places of the account that gave it, each once."""
    place = event.values.place
    if place is None:
        return ()
    teller = view.members[event.values.told_by["place"]].account if "place" in event.values.told_by else None
    found: dict[str, Place] = {}
    for one in (place, *(teller.other_places if teller else ())):
        found.setdefault(one.id or one.name.casefold(), one)
    return tuple(found.values())


def units(days: Sequence[dt.date], places: Sequence[Place], toll: int | None) -> list[Unit]:
    """The rows, by day, then place; a toll is divided evenly, with the remainder on the first row.

    >>> [unit.share for unit in units([dt.date(2024, 5, day) for day in (1, 2, 3)], [_ANYWHERE], 14)]
    [6, 4, 4]
    """
    rows = [(day, place) for day in days for place in places]
    if toll is None:
        shares: list[int | None] = [None] * len(rows)
    else:
        each, rest = divmod(toll, len(rows))
        shares = [each + (rest if number == 0 else 0) for number in range(len(rows))]
    return [
        Unit(day=day, place=place, number=number, share=share)
        for number, ((day, place), share) in enumerate(zip(rows, shares, strict=True))
    ]


_ANYWHERE = Place(
    id=None, name="anywhere", geoname_id=None, lat=None, lon=None, country=None, admin1=None, admin2=None,
    precision="unresolved", radius_km=None, candidates=(), evidence=(),
)  # fmt: skip
