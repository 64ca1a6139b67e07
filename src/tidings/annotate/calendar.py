"""Calendar arithmetic on spans of days: months, weeks, seasons, decades, and the early, middle and late part of each.

All days are local calendar days; a week runs Monday to Sunday (RECORD §4). Whatever leaves the years 1-9999 raises
OverflowError or ValueError, as ``datetime`` does.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

Part = Literal["early", "mid", "late"]
Unit = Literal["hour", "day", "weekend", "week", "month", "season", "year", "decade", "century"]

# First month and length in months of a season, northern and meteorological: the winter of 2014 ends in February 2015.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


class Days(Struct, frozen=True):
    """First and last day of a span."""

    first: dt.date
    last: dt.date

    @property
    def length(self) -> int:
        """How many days it holds."""
        return (self.last - self.first).days + 1


def one_day(day: dt.date) -> Days:
    """The span of a single day."""
    return Days(day, day)


def shift_days(day: dt.date, days: int) -> dt.date:
    """The day so many days later (earlier if negative)."""
    return day + dt.timedelta(days=days)


def shift_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of the month where that day is missing.

    >>> shift_months(dt.date(2019, 3, 31), -1)
    datetime.date(2019, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_of(dt.date(year, month + 1, 1)).last
    return dt.date(year, month + 1, min(day.day, last.day))


def shift(day: dt.date, amount: int, unit: Unit) -> dt.date:
    """The day so many units later (earlier if negative)."""
    months = {"month": 1, "season": 3, "year": 12, "decade": 120, "century": 1200}
    if unit in months:
        return shift_months(day, amount * months[unit])
    return shift_days(day, amount * {"hour": 0, "day": 1}.get(unit, 7))


def around(day: dt.date, days: int) -> Days:
    """The span of so many days before and after a day."""
    return Days(shift_days(day, -days), shift_days(day, days))


def week_of(day: dt.date) -> Days:
    """Monday to Sunday around a day."""
    monday = shift_days(day, -day.weekday())
    return Days(monday, shift_days(monday, 6))


def weekend_of(day: dt.date) -> Days:
    """Saturday and Sunday of the week a day lies in."""
    return Days(shift_days(week_of(day).first, 5), week_of(day).last)


def month_of(day: dt.date) -> Days:
    """The month a day lies in."""
    after = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1) if (day.year, day.month) < (9999, 12) else None
    return Days(day.replace(day=1), shift_days(after, -1) if after else dt.date.max)


def year_of(year: int) -> Days:
    """A calendar year."""
    return Days(dt.date(year, 1, 1), dt.date(year, 12, 31))


def season_of(season: str, year: int) -> Days:
    """A northern meteorological season; winter begins in the December of ``year``."""
    first = dt.date(year, SEASONS[season], 1)
    return Days(first, month_of(shift_months(first, 2)).last)


def decade_of(year: int) -> Days:
    """The decade a year lies in: 1990 to 1999."""
    return Days(dt.date(max(year // 10 * 10, 1), 1, 1), dt.date(year // 10 * 10 + 9, 12, 31))


def century_of(number: int) -> Days:
    """The 19th century, 1801 to 1900, by its number."""
    return Days(dt.date(number * 100 - 99, 1, 1), dt.date(number * 100, 12, 31))


def unit_around(day: dt.date, unit: Unit) -> Days:
    """The calendar week, month, year … a day lies in."""
    match unit:
        case "weekend":
            return weekend_of(day)
        case "week":
            return week_of(day)
        case "month":
            return month_of(day)
        case "year":
            return year_of(day.year)
        case "decade":
            return decade_of(day.year)
        case "century":
            return century_of((day.year + 99) // 100)
        case _:
            return one_day(day)


def part_of(days: Days, part: Part | None) -> Days:
    """The early, middle or late part of a span.

    Month: the first, second, last ten days (RECORD §4). Year: January to March, May to August, October to December.
    Week: its first three, middle three, last three days. Anything else: a third, in whole days.
    """
    if part is None or days.length < 3:
        return days
    if days.length <= 7:
        return _stretch(days, part, 3)
    if days.length <= 31:
        return _stretch(days, part, 10)
    if 365 <= days.length <= 366:
        first, last = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}[part]
        year = days.first.year
        return Days(dt.date(year, first, 1), month_of(dt.date(year, last, 1)).last)
    if 3652 <= days.length <= 3653:
        begin, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
        return Days(dt.date(days.first.year + begin, 1, 1), dt.date(days.first.year + end, 12, 31))
    return _stretch(days, part, days.length // 3)


def _stretch(days: Days, part: Part, length: int) -> Days:
    """So many days at the beginning, in the middle or at the end; the middle one follows on the early one in a
    month.
    """
    if part == "early":
        return Days(days.first, shift_days(days.first, length - 1))
    if part == "late":
        return Days(shift_days(days.last, 1 - length), days.last)
    skip = length if days.length > 7 else 2
    return Days(shift_days(days.first, skip), shift_days(days.first, skip + length - 1))
