"""What a time expression means, and the days it names once its anchors are known (RECORD §4 Date).

An expression is read off the words alone (:mod:`tidings.annotate.date_grammar`); :func:`settle` turns it into days, given
the publication day, the dates told before it, and the tense of its clause. The choices made:

=========================================  =========================================================================
words                                      first and last possible day
=========================================  =========================================================================
yesterday, today, this morning, tonight    the day
overnight, last night                      the day before publication and the day itself; "overnight on Friday": Friday, Saturday
Saturday                                   the last one on or before publication; in a future clause the next one
last Saturday; next Saturday               the last one before, the first one after publication
last week; this week; next week            Monday to Sunday; this week ends at publication, in a future clause it starts there
last month, last year, last April          the whole one before, never the running one
this month, this year; earlier this month  from its first day to publication (in a future clause to its end)
in recent days, a few days ago             six days ending at publication; the six days before publication
in the past 24 hours, the last three days  so many days before publication, and publication itself
three days ago                             the day
two weeks, months, years, decades ago      ±3 days, ±15 days, ±6 months, ±5 years, never past publication
hours ago                                  the day before publication and the day itself
a day earlier, the next morning, that day  from the last single day told before it
hours earlier, hours later                 the same span as that day: the text does not say that midnight lay between
a week later, two years earlier            as "ago" from that day; from a date told as month or year: the whole month or year
that month, the following year             from the last date told before it that is no longer than a year
two days after the attack                  unresolved: it counts from an event
early, mid, late April                     the first, second, last ten days
early, mid, late 2018                      January to March, May to August, October to December
the start, middle, end of …                as early, mid, late
spring, winter 2014                        northern meteorological seasons; winter begins in the December of the year
December 6, April (no year)                the latest that begins on or before publication (one day of grace for time zones);
                                           in a future clause the next; a year printed earlier in the sentence decides first
Friday, December 6                         the printed date; a weekday that contradicts it is reported; without a year, of the
                                           years before and after publication the one whose weekday agrees
04/05/2019                                 unresolved unless one part is above 12
since 2014                                 from the first day of it to publication; ``kind`` since
from March 3 to 7, 2014-15                 first day of the one to last day of the other
five years, for weeks, 48 hours            ``duration``, never a date
recent months, weeks ago, now, the final   ``vague``, unresolved: no rule gives it bounds
weeks
=========================================  =========================================================================

A date that is printed without its year and lies in the running month ends at publication: a past act cannot lie after it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from msgspec import Struct

from tidings.annotate.calendar import (
    Days, Unit, around, century_of, decade_of, easter, month_of, one_day, part_of, season_of, shift, shift_days, unit_around,
    weekend_of, year_of,
)  # fmt: skip
from tidings.annotate.date_expressions import (
    Calendar, Duration, Expression, Feast, Night, Offset, Range, Relative, Season, Since, Stretch, Tense, Trailing, Unclear, Vague,
    Weekday, Which,
)  # fmt: skip

NO_PUBLICATION = "no publication date is known"
NO_YEAR = "no year is printed and no publication date is known"
NO_ANCHOR = "no earlier date in the text for it to count from"
NO_NUMBER = "the words give no bounds"
FROM_EVENT = "it counts from an event, not from a date"
OFF_CALENDAR = "it lies outside the years 1 to 9999"
_GRACE_DAYS = 1  # time zones: an act of the 24th in the reporter's town, on a page of the 23rd
_RECENT_DAYS = 6
_SLACK_DAYS: dict[Unit, int] = {"week": 3, "month": 15, "season": 45, "year": 182, "decade": 1826, "century": 18262}
_LONGEST_ANCHOR = 366
_HALF_YEAR = 183


class Context(Struct, frozen=True, kw_only=True):
    """What an expression is resolved against.

    ``day``: the last single day told before it; ``period``: the last date told before it of at most a year; ``year``: one
    printed earlier in the sentence. In a ``narrative`` the story itself is the clock: a date without its year goes on from
    ``period`` instead of going back from the publication day.
    """

    published: dt.date | None
    tense: Tense = "past"
    day: dt.date | None = None
    period: Days | None = None
    year: int | None = None
    narrative: bool = False


class Meaning(Struct, frozen=True):
    """The days an expression names, or why it names none; a reason beside days is a contradiction found."""

    days: Days | None
    reason: str | None = None


def settle(expression: Expression, context: Context) -> Meaning:
    """First and last possible day of an expression, by the table above."""
    try:
        return _settle(expression, context)
    except (OverflowError, ValueError):
        return Meaning(None, OFF_CALENDAR)


def _settle(expression: Expression, context: Context) -> Meaning:
    match expression:
        case Calendar() | Season() | Feast():
            return _printed(expression, context)
        case Weekday():
            return _weekday(expression, context)
        case Relative():
            return _relative(expression, context)
        case Offset():
            return _offset(expression, context)
        case Trailing():
            return _trailing(expression, context)
        case Stretch():
            return _stretch(expression, context)
        case Night():
            return _night(expression, context)
        case Range():
            return _range(expression, context)
        case Since():
            return _since(expression, context)
        case Unclear(reason=reason):
            return Meaning(None, reason)
        case Duration():
            return Meaning(None, "a duration, not a date")
        case Vague():
            return Meaning(None, NO_NUMBER)


# Printed dates: calendar, seasons, feasts


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


def _printed(date: Calendar | Season | Feast, context: Context) -> Meaning:
    if not isinstance(date, Feast) and date.before_christ:
        return Meaning(None, OFF_CALENDAR)
    if isinstance(date, Calendar):
        if date.grain != "date" and date.year is not None:
            whole = decade_of(date.year) if date.grain == "decade" else century_of(date.year)
            return Meaning(part_of(whole, date.part))
        if date.month is None and date.year is None:
            return _day_of_month(date, context)
    if date.year is not None:
        return _in_year(date, date.year)
    return _without_year(date, context)


def _in_year(date: Calendar | Season | Feast, year: int) -> Meaning:
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
    return Meaning(Days(first, last), f"the weekday printed with it is not that of {first.isoformat()}" if clash else None)


def _without_year(date: Calendar | Season | Feast, context: Context) -> Meaning:
    """The year from the sentence, from the story, or by going back from publication (RECORD §4)."""
    which = None if isinstance(date, Feast) else date.which
    same_year = not isinstance(date, Feast) and date.same_year
    if same_year:
        return _in_year(date, context.period.first.year) if context.period else Meaning(None, NO_ANCHOR)
    if context.year is not None and which is None:
        return _in_year(date, context.year)
    if context.narrative and which is None:
        return _onward(date, context.period) if context.period else Meaning(None, NO_ANCHOR)
    if context.published is None:
        return Meaning(None, NO_YEAR)
    return _near(date, context.published, which, context.tense)


def _onward(date: Calendar | Season | Feast, period: Days) -> Meaning:
    """In a story: the same year as the date before it, or the next where that would leap back by more than half a year."""
    same = _in_year(date, period.first.year)
    if same.days is not None and (period.first - same.days.last).days > _HALF_YEAR:
        return _in_year(date, period.first.year + 1)
    return same


def _near(date: Calendar | Season | Feast, published: dt.date, which: Which | None, tense: Tense) -> Meaning:
    """The nearest year: back from publication, or forward in a future clause."""
    if which == "this":
        return _in_year(date, published.year)
    years = range(published.year + 1, published.year - 9, -1) if which != "next" and tense == "past" else range(published.year - 1, published.year + 9)
    meanings = [_in_year(date, year) for year in years]
    if isinstance(date, Calendar) and date.weekday is not None:
        agreeing = [m for m in meanings if m.days and not m.reason and abs((m.days.first - published).days) < 330]
        if agreeing:
            return min(agreeing, key=lambda m: abs((m.days.first - published).days) if m.days else 0)
    fitting = (m for m in meanings if m.days and _fits(m.days, published, which, tense))
    found = next(fitting, Meaning(None, next((m.reason for m in meanings if m.reason), "the calendar has no such day")))
    return _ended(found, published) if tense == "past" and which is None else found


def _fits(days: Days, published: dt.date, which: Which | None, tense: Tense) -> bool:
    if which == "last":
        return days.last < published
    if which == "next":
        return days.first > published
    if tense == "future":
        return days.last >= published
    return days.first <= shift_days(published, _GRACE_DAYS)


def _ended(meaning: Meaning, published: dt.date) -> Meaning:
    """Cut off at publication: what has happened lies before it."""
    if meaning.days and meaning.days.first <= published < meaning.days.last:
        return Meaning(Days(meaning.days.first, published), meaning.reason)
    return meaning


def _day_of_month(date: Calendar, context: Context) -> Meaning:
    """ "The 5th": of the month told before it in a story, else the latest one on or before publication."""
    start = context.period.first if context.narrative and context.period else context.published
    if start is None:
        return Meaning(None, NO_PUBLICATION)
    step = 1 if context.narrative or context.tense == "future" else -1
    for months in range(0, 4):
        month = shift(start.replace(day=1), step * months, "month")
        if (date.day or 1) > month_of(month).length:
            continue
        found = month.replace(day=date.day or 1)
        if context.narrative or (found >= start if step > 0 else found <= start):
            return _calendar_days(Calendar(month=found.month, day=found.day, weekday=date.weekday), found.year)
    return Meaning(None, "the calendar has no such day")


# Dates counted from publication or from the text


def _weekday(date: Weekday, context: Context) -> Meaning:
    anchor = context.day if date.anaphoric or (context.narrative and context.day) else context.published
    if anchor is None:
        return Meaning(None, NO_ANCHOR if date.anaphoric else NO_PUBLICATION)
    if date.weeks is not None:
        return Meaning(one_day(shift_days(anchor, 7 * date.weeks - anchor.weekday() + date.day)))
    ahead = (date.day - anchor.weekday()) % 7
    if date.which == "next" or (context.narrative and date.which is None):
        day = shift_days(anchor, ahead or 7)
    elif date.which == "last":
        day = shift_days(anchor, ahead - 7)
    else:
        day = shift_days(anchor, ahead if context.tense == "future" or not ahead else ahead - 7)
    return Meaning(one_day(day))


def _relative(date: Relative, context: Context) -> Meaning:
    if not date.anaphoric:
        if context.published is None:
            return Meaning(None, NO_PUBLICATION)
        return Meaning(_running(date, context.published, context.tense))
    anchor = _anchor(date.unit, context)
    if anchor is None and date.fallback and context.published is not None and not context.narrative:
        return Meaning(_running(date, context.published, context.tense))
    return Meaning(_counted(date, anchor)) if anchor else Meaning(None, NO_ANCHOR)


def _anchor(unit: Unit, context: Context) -> Days | None:
    if unit in ("hour", "day"):
        return one_day(context.day) if context.day else None
    return context.period


def _running(date: Relative, published: dt.date, tense: Tense) -> Days:
    """The unit so many away from the running one; the running one itself ends at publication."""
    if date.unit == "weekend":
        return _weekend(date.amount, published, tense)
    whole = unit_around(shift(published, date.amount, date.unit), date.unit)
    if date.night:
        return Days(shift_days(whole.first, -1), whole.last)
    if date.amount or date.part:
        return part_of(whole, date.part)
    future = date.stretch == "later" or (tense == "future" and date.stretch is None)
    return Days(published, whole.last) if future else Days(whole.first, published)


def _weekend(amount: int, published: dt.date, tense: Tense) -> Days:
    """ "The weekend" is the one going on, else the last; "last weekend" never the one going on."""
    running = weekend_of(published)
    if published.weekday() < 5 and amount <= 0 and tense == "past":
        running = weekend_of(shift_days(published, -7))
        amount = 0
    whole = weekend_of(shift_days(running.first, 7 * amount))
    return Days(whole.first, min(whole.last, published)) if tense == "past" and whole.first <= published else whole


def _counted(date: Relative, anchor: Days) -> Days:
    """The unit so many away from the one the anchor lies in."""
    start = anchor.last if date.amount > 0 else anchor.first
    whole = unit_around(shift(start, date.amount, date.unit), date.unit)
    if date.stretch == "later" and whole.first <= anchor.last <= whole.last and anchor.length < whole.length:
        return Days(anchor.first, whole.last)
    if date.stretch == "earlier" and whole.first <= anchor.first <= whole.last and anchor.length < whole.length:
        return Days(whole.first, anchor.last)
    return part_of(whole, date.part)


def _offset(date: Offset, context: Context) -> Meaning:
    if date.from_event:
        return Meaning(None, FROM_EVENT)
    if date.anaphoric:
        return _from_text(date, context)
    published = context.published
    if date.amount is None and date.unit not in ("hour", "day"):
        return Meaning(None, NO_NUMBER)
    if published is None:
        return Meaning(None, NO_PUBLICATION)
    if date.unit == "hour":
        return Meaning(Days(shift_days(published, -max(1, (date.amount or 1) // 24)), published))
    if date.amount is None:
        return Meaning(Days(shift_days(published, -_RECENT_DAYS), shift_days(published, -1)))
    days = _about(published, date.sign * date.amount, date.unit)
    return Meaning(Days(days.first, min(days.last, published)) if date.sign < 0 else days)


def _about(day: dt.date, amount: int, unit: Unit) -> Days:
    """A day so many units away, with the slack that the unit leaves."""
    return around(shift(day, amount, unit), _SLACK_DAYS.get(unit, 0))


def _from_text(date: Offset, context: Context) -> Meaning:
    """Counted from a date of the text; from a whole month or year in whole ones."""
    if date.amount is None and date.unit != "hour":
        return Meaning(None, NO_NUMBER)
    anchor = _anchor(date.unit, context)
    if anchor is None:
        return Meaning(None, NO_ANCHOR)
    if date.unit == "hour":
        return Meaning(anchor)
    amount = date.sign * (date.amount or 1)
    if anchor.length > 10 and date.unit in ("month", "year", "decade"):
        whole: Unit = "month" if date.unit == "month" and anchor.length <= 31 else "year"
        return Meaning(unit_around(shift(anchor.first, amount, date.unit), whole))
    if anchor.length > 10:
        return Meaning(None, NO_ANCHOR)
    slack = _SLACK_DAYS.get(date.unit, 0)
    near, far = shift(anchor.first, amount, date.unit), shift(anchor.last, amount, date.unit)
    return Meaning(Days(shift_days(near, -slack), shift_days(far, slack)))


def _trailing(date: Trailing, context: Context) -> Meaning:
    published = context.published
    if date.amount is None and date.unit != "day":
        return Meaning(None, NO_NUMBER)
    if published is None:
        return Meaning(None, NO_PUBLICATION)
    if date.amount is None:
        edge = shift_days(published, date.sign * (_RECENT_DAYS - 1))
    elif date.unit == "hour":
        edge = shift_days(published, date.sign * max(1, -(-date.amount // 24)))
    else:
        edge = shift(published, date.sign * date.amount, date.unit)
        if date.unit not in ("day", "week", "weekend"):
            edge = shift_days(edge, -date.sign)  # a year has 366 days at most
    return Meaning(Days(min(edge, published), max(edge, published)))


# Dates made of other dates


def _stretch(date: Stretch, context: Context) -> Meaning:
    whole = _settle(date.of, context)
    days = whole.days
    if days is None:
        return whole
    if date.unit is None:
        middle = shift_days(shift(days.first, 1, "month") if days.length < 62 else shift(days.first, 6, "month"), -1)
        return Meaning(Days(days.first, middle) if date.which == 1 else Days(shift_days(middle, 1), days.last))
    if date.which < 0:
        first = shift_days(shift(shift_days(days.last, 1), -date.amount, date.unit), 0)
        return Meaning(Days(max(first, days.first), days.last))
    first = shift(days.first, (date.which - 1) * date.amount, date.unit)
    last = shift_days(shift(first, date.amount, date.unit), -1)
    return Meaning(Days(first, min(last, days.last)) if first <= days.last else None, None if first <= days.last else NO_NUMBER)


def _night(date: Night, context: Context) -> Meaning:
    inner = _settle(date.of, context)
    if inner.days is None:
        return inner
    if date.ends:
        return Meaning(Days(shift_days(inner.days.first, -1), inner.days.last), inner.reason)
    night = Meaning(Days(inner.days.first, shift_days(inner.days.last, 1)), inner.reason)
    return _ended(night, context.published) if context.published and context.tense == "past" else night


def _range(date: Range, context: Context) -> Meaning:
    """From the first day of one to the last day of the other; a start without a year takes the year of its end."""
    end = _settle(date.end, context)
    if end.days is None:
        return end
    start = _settle(date.start, context)
    if isinstance(date.start, Calendar) and date.start.year is None and date.start.month is not None:
        start = _in_year(date.start, end.days.last.year)
        if start.days and start.days.first > end.days.last:
            start = _in_year(date.start, end.days.last.year - 1)
    if start.days is not None and start.days.first > end.days.last and isinstance(date.start, Weekday):
        start = Meaning(one_day(shift_days(start.days.first, -7)))
    if start.days is None:
        return start
    if start.days.first > end.days.last:
        return Meaning(None, "it ends before it starts")
    return Meaning(Days(start.days.first, end.days.last), start.reason or end.reason)


def _since(date: Since, context: Context) -> Meaning:
    start = _settle(date.of, context)
    if start.days is None:
        return start
    if context.published is None:
        return Meaning(None, NO_PUBLICATION)
    if start.days.first > context.published:
        return Meaning(None, "it begins after publication")
    return Meaning(Days(start.days.first, context.published), start.reason)


def is_anchor(days: Days | None) -> bool:
    """Whether a resolved date can be counted from: nothing longer than a year can."""
    return days is not None and days.length <= _LONGEST_ANCHOR
