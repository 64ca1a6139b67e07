"""The days of dates that are printed as such: days, months, years, seasons and feasts, with their year or without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tidings.annotate.calendar import Days, century_of, decade_of, month_of, part_of, season_of, shift, year_of
from tidings.annotate.date_context import (
    NO_ALMANAC,
    NO_ANCHOR,
    NO_PUBLICATION,
    NO_YEAR,
    OFF_CALENDAR,
    Context,
    Meaning,
    ended,
    not_after,
)
from tidings.annotate.date_expressions import Calendar, Feast, OtherDate, Season, Tense, Which
from tidings.annotate.date_feasts import feast_days, iranian_days, iranian_years, islamic_days, islamic_years

_HALF_YEAR = 183
_GREGORIAN = 1600  # a year of the Islamic or the Iranian calendar is below it
_TWICE = "it fell twice in that year"
_NO_SUCH_DAY = "the calendar has no such day"


def settle_printed(date: Calendar | Season | Feast, context: Context) -> Meaning:
    """The days of a printed date, the missing year filled in from sentence, story or publication."""
    if not isinstance(date, Feast) and date.before_christ:
        return Meaning(None, OFF_CALENDAR)
    if date.years is not None:
        if context.published is None:
            return Meaning(None, NO_PUBLICATION)
        found = in_year(date, context.published.year + date.years)
        return ended(found, context.published) if context.tense == "past" else found
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
        case Feast():
            times = feast_days(date.name, year, date.nth, eve=date.eve)
            if len(times) == 1:
                return Meaning(times[0])
            return Meaning(None, _TWICE if times else NO_ALMANAC)
        case Calendar(month=None, about=True):
            return Meaning(Days(year_of(year - 1).first, year_of(year + 1).last))
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
        return Meaning(None, _NO_SUCH_DAY)
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
    meanings = list(_in_years(date, years))
    if isinstance(date, Calendar) and date.weekday is not None:
        agreeing = [m for m in meanings if m.days and not m.reason and abs((m.days.first - published).days) < 330]
        if agreeing:
            return min(agreeing, key=lambda m: abs((m.days.first - published).days) if m.days else 0)
    fitting = (m for m in meanings if m.days and _fits(m.days, published, which, tense))
    found = next(fitting, Meaning(None, next((m.reason for m in meanings if m.reason), _NO_SUCH_DAY)))
    return ended(found, published) if tense == "past" and which is None else found


def _in_years(date: Calendar | Season | Feast, years: range) -> Iterable[Meaning]:
    """The date in each of some years; a feast of the moon can fall twice in one."""
    for year in years:
        if isinstance(date, Feast):
            times = feast_days(date.name, year, date.nth, eve=date.eve)
            yield from (Meaning(days) for days in (times if years.step > 0 else reversed(times)))
        else:
            yield in_year(date, year)


def settle_other(date: OtherDate, context: Context) -> Meaning:
    """The days of a date of another calendar; the latest one on or before publication where it has no year."""
    read, years_in = (islamic_days, islamic_years) if date.calendar == "islamic" else (iranian_days, iranian_years)
    published = context.published
    try:
        if date.year is not None and date.year < _GREGORIAN:
            return Meaning(read(date.year, date.month, date.day))
        if date.year is None and published is None:
            return Meaning(None, NO_YEAR)
        around = date.year or (published.year if published else 0)
        spans = [read(year, date.month, date.day) for year in years_in(around)]
    except OverflowError:
        return Meaning(None, NO_ALMANAC)
    except ValueError:
        return Meaning(None, _NO_SUCH_DAY)
    if date.year is not None:
        within = [days for days in spans if days.first.year == date.year]
        return Meaning(within[0]) if len(within) == 1 else Meaning(None, _TWICE if within else NO_ALMANAC)
    fitting = [days for days in spans if published and _fits(days, published, None, context.tense)]
    if not fitting:
        return Meaning(None, NO_ALMANAC)
    found = Meaning(fitting[0] if context.tense == "future" else fitting[-1])
    return ended(found, published) if published and context.tense == "past" else found


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
