r"""What a time expression means, and the days it names once its anchors are known (RECORD §4 Date).

An expression is read off the words alone (:mod:`tidings.annotate.date_grammar`); :func:`settle` turns it into days,
given the publication day, the dates told before it, and the tense of its clause. The choices made:

=========================================  ========================================================================
words                                      first and last possible day
=========================================  ========================================================================
yesterday, today, this morning, tonight    the day
overnight, last night                      the day before publication and the day itself; on Friday: Friday, Saturday
on Friday, after it fell overnight         Thursday and Friday (:mod:`tidings.annotate.date_nights`), and so if it is said on Friday
Saturday night, the night of 13 May        that day and the next; evening, morning, "late on": the day alone
Saturday                                   the last one on or before publication; in a future clause the next
last Saturday; next Saturday               the last one before, the first one after publication
last week; this week; next week            Monday to Sunday; this week ends at publication (future: begins there)
last month, last year, last April          the whole one before, never the running one
this month, this year; earlier this month  from its first day to publication (future: from there to its end)
in the past few hours                      the day before publication and the day itself
in recent days; a few days ago             six days ending at publication; the six days before it
in the past 24 hours, the last three days  so many days before publication, and publication itself
three days ago                             the day
two weeks, months, years, decades ago      ±3 days, ±15 days, ±6 months, ±5 years, never past publication
hours ago                                  the day before publication and the day itself
March last year, last year in March        the month of the year before, the printed day of it
a day earlier, the next morning, that day  counted from the last single day told before it
hours earlier, hours later                 that same day: the text does not say that midnight lay between
a week later, two years earlier            as "ago", from that day; from a month or year: whole months or years
that month, the following year             from the last date told before it that is no longer than a year
two days before Christmas, after 9 March   from that date; "on Friday, a day after rebels seized it": Thursday, for the seizing
two days after the attack                  unresolved: it counts from an event
early, mid, late April                     the first, second, last ten days
early, mid, late 2018                      January to March, May to August, October to December
the start, middle, end of …                as early, mid, late
the first quarter, half, week of 2018      that stretch; "the last days of January" as late January
in around 2010                             the year before to the year after
on Orthodox Easter, the eve of Passover    by almanac (:mod:`tidings.annotate.date_feasts`), the latest on or before publication
Eid al-Fitr, Ramadan, 15 Shawwal 1445      a day more on both sides for a day, on one for a month: the moon is seen elsewhere
27 Mehr 1398                               the day of the Iranian calendar
spring 2014, winter 2014                   northern meteorological; winter begins in the December of the year
December 6, April (no year)                the latest that begins on or before publication, with a day of grace
\                                          for time zones; in a future clause the next; a date printed with its
\                                          year earlier in the sentence goes before
Friday, December 6                         the printed date; a contradicting weekday is reported; with no year, the
\                                          nearest date, before or after publication, whose weekday agrees
04/05/2019                                 unresolved unless one part is above 12; with dots the day is first
since 2014                                 from the first day of it to publication; ``kind`` since
from March 3 to 7, 2014-15                 first day of the one to last day of the other
five years, for weeks, 48 hours            ``duration``, never a date
recent months, weeks ago, now              ``vague``, unresolved: no rule gives it bounds
=========================================  ========================================================================

Without a publication day "yesterday" counts from the page's own date or that of the dateline, where one is printed whole.
A date in the running month that is printed without its year ends at publication: a past act cannot lie after it.
"""

from __future__ import annotations

import datetime as dt

from tidings.annotate.calendar import Days, Unit, around, one_day, part_of, shift, shift_days, unit_around, weekend_of
from tidings.annotate.date_context import (
    FROM_EVENT,
    NO_ANCHOR,
    NO_NUMBER,
    NO_PUBLICATION,
    OFF_CALENDAR,
    Context,
    Meaning,
    ended,
)
from tidings.annotate.date_expressions import (
    Calendar,
    Counted,
    Duration,
    Expression,
    Feast,
    Night,
    Offset,
    OtherDate,
    Range,
    Relative,
    Season,
    Since,
    Stretch,
    Tense,
    Trailing,
    Unclear,
    Vague,
    Weekday,
)
from tidings.annotate.date_printed import in_year, settle_other, settle_printed

_RECENT_DAYS = 6
_SLACK_DAYS: dict[Unit, int] = {"week": 3, "month": 15, "season": 45, "year": 182, "decade": 1826, "century": 18262}
_LONGEST_ANCHOR = 366


def settle(expression: Expression, context: Context) -> Meaning:
    """First and last possible day of an expression, by the table above."""
    try:
        return _settle(expression, context)
    except (OverflowError, ValueError):
        return Meaning(None, OFF_CALENDAR)


def _settle(expression: Expression, context: Context) -> Meaning:
    match expression:
        case Calendar() | Season() | Feast():
            return settle_printed(expression, context)
        case OtherDate():
            return settle_other(expression, context)
        case Weekday():
            return _weekday(expression, context)
        case Relative():
            return _relative(expression, context)
        case Offset():
            return _offset(expression, context)
        case Counted():
            return _counted_from(expression, context)
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
    if date.night:
        return Days(whole.first, shift_days(whole.last, 1))
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
    if unit == "decade":
        return Days(shift(day, 10 * amount - 5, "year"), shift(day, 10 * amount + 5, "year"))
    return around(shift(day, amount, unit), _SLACK_DAYS.get(unit, 0))


def _from_text(date: Offset, context: Context) -> Meaning:
    """Counted from a date of the text."""
    if date.amount is None and date.unit != "hour":
        return Meaning(None, NO_NUMBER)
    anchor = _anchor(date.unit, context)
    return Meaning(None, NO_ANCHOR) if anchor is None else _counted_off(date, anchor)


def _counted_from(date: Counted, context: Context) -> Meaning:
    """ "Two days before Christmas": from the date printed with it."""
    anchor = _settle(date.of, context)
    if anchor.days is None or (date.offset.amount is None and date.offset.unit != "hour"):
        return Meaning(None, anchor.reason or NO_NUMBER)
    return _counted_off(date.offset, anchor.days)


def _counted_off(date: Offset, anchor: Days) -> Meaning:
    """So many units before or after a date; from a whole month or year in whole ones."""
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
    if date.amount is None and date.unit not in ("hour", "day"):
        return Meaning(None, NO_NUMBER)
    if published is None:
        return Meaning(None, NO_PUBLICATION)
    if date.amount is None and date.unit == "hour":
        edge = shift_days(published, date.sign)
    elif date.amount is None:
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
        a_year = 360 < days.length <= 366
        second = shift(days.first, 6, "month") if a_year else shift_days(days.first, days.length // 2)
        middle = shift_days(second, -1)
        return Meaning(Days(days.first, middle) if date.which == 1 else Days(shift_days(middle, 1), days.last))
    if date.which < 0:
        first = shift_days(shift(shift_days(days.last, 1), -date.amount, date.unit), 0)
        return Meaning(Days(max(first, days.first), days.last))
    first = shift(days.first, (date.which - 1) * date.amount, date.unit)
    last = shift_days(shift(first, date.amount, date.unit), -1)
    return Meaning(
        Days(first, min(last, days.last)) if first <= days.last else None, None if first <= days.last else NO_NUMBER
    )


def _night(date: Night, context: Context) -> Meaning:
    inner = _settle(date.of, context)
    if inner.days is None:
        return inner
    if date.ends:
        return Meaning(Days(shift_days(inner.days.first, -1), inner.days.last), inner.reason)
    night = Meaning(Days(inner.days.first, shift_days(inner.days.last, 1)), inner.reason)
    return ended(night, context.published) if context.published and context.tense == "past" else night


def _range(date: Range, context: Context) -> Meaning:
    """From the first day of one to the last day of the other; a start without a year takes the year of its end."""
    end = _settle(date.end, context)
    if end.days is None:
        return end
    start = _settle(date.start, context)
    if isinstance(date.start, Calendar) and date.start.year is None and date.start.month is not None:
        start = in_year(date.start, end.days.last.year)
        if start.days and start.days.first > end.days.last:
            start = in_year(date.start, end.days.last.year - 1)
    if start.days is not None and start.days.first > end.days.last and isinstance(date.start, Weekday):
        start = Meaning(one_day(shift_days(start.days.first, -7)))
    if start.days is not None and start.days.first > end.days.last and isinstance(date.end, Weekday):
        end = Meaning(one_day(shift_days(end.days.last, 7)))
    if end.days is None:
        return end
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
        return Meaning(None, NO_PUBLICATION, start.days.first)
    if start.days.first > context.published:
        return Meaning(None, "it begins after publication")
    return Meaning(Days(start.days.first, context.published), start.reason)


def is_anchor(days: Days | None) -> bool:
    """Whether a resolved date can be counted from: nothing longer than a year can."""
    return days is not None and days.length <= _LONGEST_ANCHOR
