"""The days of dates that are printed as such: days, months, years, seasons and feasts, with their year or without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from tidings.annotate.calendar import (
    Days,
    century_of,
    decade_of,
    easter,
    month_of,
    one_day,
    part_of,
    season_of,
    shift,
    shift_days,
    year_of,
)
from tidings.annotate.date_context import (
    NO_ANCHOR,
    NO_PUBLICATION,
    NO_YEAR,
    OFF_CALENDAR,
    Context,
    Meaning,
    ended,
    not_after,
)
from tidings.annotate.date_expressions import Calendar, Feast, Season, Tense, Which

_HALF_YEAR = 183
FEASTS: dict[str, Callable[[int], dt.date]] = {
    "christmas": lambda year: dt.date(year, 12, 25),
    "christmas eve": lambda year: dt.date(year, 12, 24),
    "new year": lambda year: dt.date(year, 1, 1),
    "new year eve": lambda year: dt.date(year, 12, 31),
    "good friday": lambda year: shift_days(easter(year), -2),
    "palm sunday": lambda year: shift_days(easter(year), -7),
    "easter": easter,
    "easter monday": lambda year: shift_days(easter(year), 1),
}


def settle_printed(date: Calendar | Season | Feast, context: Context) -> Meaning:
    """The days of a printed date, the missing year filled in from sentence, story or publication."""
    if not isinstance(date, Feast) and date.before_christ:
        return Meaning(None, OFF_CALENDAR)
    if isinstance(date, Calendar):
        if date.grain != "date" and date.year is not None:
            whole = decade_of(date.year) if date.grain == "decade" else century_of(date.year)
            return Meaning(part_of(whole, date.part))
        if date.month is None and date.year is None:
            return _day_of_month(date, context)
    if date.year is not None:
        return in_year(date, date.year)
    return _without_year(date, context)


def in_year(date: Calendar | Season | Feast, year: int) -> Meaning:
    """The date in a given year, with the weekday compared if one is printed."""
    match date:
        case Feast(name=name):
            return Meaning(one_day(FEASTS[name](year)))
        case Season(name=name, part=part):
            return Meaning(part_of(season_of(name, year), part))
        case Calendar(month=None, part=part):
            return Meaning(part_of(year_of(year), part))
        case Calendar(month=int(month), day=None, part=part):
            return Meaning(part_of(month_of(dt.date(year, month, 1)), part))
    return _calendar_days(date, year)


def _calendar_days(date: Calendar, year: int) -> Meaning:
    try:
        first = dt.date(year, date.month or 1, date.day or 1)
        last = dt.date(year, date.month or 1, date.last_day or first.day)
    except ValueError:
        return Meaning(None, "the calendar has no such day")
    if last < first:
        return Meaning(None, "it ends before it starts")
    clash = date.weekday is not None and date.weekday != first.weekday()
    return Meaning(
        Days(first, last), f"the weekday printed with it is not that of {first.isoformat()}" if clash else None
    )


def _without_year(date: Calendar | Season | Feast, context: Context) -> Meaning:
    """The year from the sentence, from the story, or by going back from publication (RECORD §4)."""
    which = None if isinstance(date, Feast) else date.which
    same_year = not isinstance(date, Feast) and date.same_year
    if same_year:
        return in_year(date, context.period.first.year) if context.period else Meaning(None, NO_ANCHOR)
    if context.printed is not None and which is None:
        found = _onward(date, context.printed)
        if not (found.days and context.published and not not_after(found.days, context.published)):
            return found
    if context.narrative and which is None:
        return _onward(date, context.period) if context.period else Meaning(None, NO_ANCHOR)
    if context.published is None:
        return Meaning(None, NO_YEAR)
    return _near(date, context.published, which, context.tense)


def _onward(date: Calendar | Season | Feast, period: Days) -> Meaning:
    """The same year as the date before it, or the next where that would leap back by more than half a year."""
    same = in_year(date, period.first.year)
    if same.days is not None and (period.first - same.days.last).days > _HALF_YEAR:
        return in_year(date, period.first.year + 1)
    return same


def _near(date: Calendar | Season | Feast, published: dt.date, which: Which | None, tense: Tense) -> Meaning:
    """The nearest year: back from publication, or forward in a future clause."""
    if which == "this":
        return in_year(date, published.year)
    years = (
        range(published.year + 1, published.year - 9, -1)
        if which != "next" and tense == "past"
        else range(published.year - 1, published.year + 9)
    )
    meanings = [in_year(date, year) for year in years]
    if isinstance(date, Calendar) and date.weekday is not None:
        agreeing = [m for m in meanings if m.days and not m.reason and abs((m.days.first - published).days) < 330]
        if agreeing:
            return min(agreeing, key=lambda m: abs((m.days.first - published).days) if m.days else 0)
    fitting = (m for m in meanings if m.days and _fits(m.days, published, which, tense))
    found = next(fitting, Meaning(None, next((m.reason for m in meanings if m.reason), "the calendar has no such day")))
    return ended(found, published) if tense == "past" and which is None else found


def _fits(days: Days, published: dt.date, which: Which | None, tense: Tense) -> bool:
    if which == "last":
        return days.last < published
    if which == "next":
        return days.first > published
    if tense == "future":
        return days.last >= published
    return not_after(days, published)


def _day_of_month(date: Calendar, context: Context) -> Meaning:
    """ "The 5th": of the month told before it in a story, else the latest one on or before publication."""
    start = context.period.first if context.narrative and context.period else context.published
    if start is None:
        return Meaning(None, NO_PUBLICATION)
    step = 1 if context.narrative or context.tense == "future" else -1
    for months in range(4):
        month = shift(start.replace(day=1), step * months, "month")
        if (date.day or 1) > month_of(month).length:
            continue
        found = month.replace(day=date.day or 1)
        if context.narrative or (found >= start if step > 0 else found <= start):
            return _calendar_days(Calendar(month=found.month, day=found.day, weekday=date.weekday), found.year)
    return Meaning(None, "the calendar has no such day")
