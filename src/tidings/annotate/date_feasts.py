"""Feasts and months of other calendars, by almanac (docs/decisions/0013).

Islamic days are those of Umm al-Qura, the civil calendar of Saudi Arabia. Lands that wait for the moon to be seen begin a
month a day later, rarely a day earlier: a single day is good to a day before or after, a whole month to a day after.
Jewish days begin at sunset: the eve is the day before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from convertdate import hebrew, holidays, persian
from hijridate import Hijri

from tidings.annotate.calendar import Days, one_day, shift_days

FIRST_ISLAMIC, LAST_ISLAMIC = 1343, 1500  # years of the Umm al-Qura almanac
_SLACK_DAYS = 1


def islamic_days(year: int, month: int, day: int | None = None) -> Days:
    """A day of the Islamic calendar, or a whole month, with the slack that seeing the moon leaves.

    OverflowError outside the almanac, ValueError for a day that its month does not have.

    >>> islamic_days(1440, 1, 3).first
    datetime.date(2018, 9, 12)
    """
    if not FIRST_ISLAMIC <= year <= LAST_ISLAMIC:
        raise OverflowError(year)
    start = Hijri(year, month, 1)
    first = start.to_gregorian()
    if day is None:
        return Days(_plain(first), shift_days(_plain(first), start.month_length() - 1 + _SLACK_DAYS))
    if not 1 <= day <= 30:
        raise ValueError(day)
    on = shift_days(_plain(first), day - 1)
    return Days(shift_days(on, -_SLACK_DAYS), shift_days(on, _SLACK_DAYS))


def islamic_years(year: int) -> list[int]:
    """The Islamic years of the almanac that a Gregorian one can touch, and those beside them, in order."""
    middle = (year - 622) * 33 // 32 + 1
    return [one for one in range(middle - 2, middle + 2) if FIRST_ISLAMIC <= one <= LAST_ISLAMIC]


def iranian_years(year: int) -> list[int]:
    """The Iranian years that a Gregorian one touches, and the one before, in order."""
    return [year - 623, year - 622, year - 621]


def iranian_days(year: int, month: int, day: int | None = None) -> Days:
    """A day or a whole month of the Iranian calendar.

    >>> iranian_days(1398, 7, 27).first
    datetime.date(2019, 10, 19)
    """
    length = persian.month_length(year, month)
    if day is not None and not 1 <= day <= length:
        raise ValueError(day)
    first = dt.date(*map(int, persian.to_gregorian(year, month, day or 1)))
    return one_day(first) if day else Days(first, shift_days(first, length - 1))


def _plain(day: dt.date) -> dt.date:
    return dt.date(day.year, day.month, day.day)


def _fixed(month: int, day: int, last: int | None = None) -> Callable[[int], list[Days]]:
    return lambda year: [Days(dt.date(year, month, day), dt.date(year, month, last or day))]


def _from_easter(days: int, church: Literal["western", "orthodox"] = "western") -> Callable[[int], list[Days]]:
    return lambda year: [one_day(shift_days(dt.date(*map(int, holidays.easter(year, church))), days))]


def _islamic(month: int, day: int, length: int = 1) -> Callable[[int], list[Days]]:
    """The times, none to two, that a feast of the moon begins in a Gregorian year, without slack."""

    def occurrences(year: int) -> list[Days]:
        starts = [shift_days(_plain(Hijri(one, month, 1).to_gregorian()), day - 1) for one in islamic_years(year)]
        return [Days(start, shift_days(start, length - 1)) for start in starts if start.year == year]

    return occurrences


def _ramadan(year: int) -> list[Days]:
    months = [(_plain(Hijri(one, 9, 1).to_gregorian()), Hijri(one, 9, 1).month_length()) for one in islamic_years(year)]
    return [Days(first, shift_days(first, length - 1)) for first, length in months if first.year == year]


def _hebrew(month: int, day: int, length: int = 1) -> Callable[[int], list[Days]]:
    def occurrences(year: int) -> list[Days]:
        leap = month == hebrew.ADAR and hebrew.leap(year + 3760)
        first = dt.date(
            *map(int, hebrew.to_gregorian(year + (3760 if month < 7 or month >= 12 else 3761), month + leap, day))
        )
        return [Days(first, shift_days(first, length - 1))]

    return occurrences


OCCURRENCES: dict[str, Callable[[int], list[Days]]] = {
    "christmas": _fixed(12, 25), "new year": _fixed(1, 1), "epiphany": _fixed(1, 6), "orthodox christmas": _fixed(1, 7),
    "palm sunday": _from_easter(-7), "good friday": _from_easter(-2), "easter": _from_easter(0), "easter monday": _from_easter(1),
    "pentecost": _from_easter(49), "orthodox palm sunday": _from_easter(-7, "orthodox"),
    "orthodox good friday": _from_easter(-2, "orthodox"), "orthodox easter": _from_easter(0, "orthodox"),
    "orthodox easter monday": _from_easter(1, "orthodox"), "christmas eve": _fixed(12, 24), "new year eve": _fixed(12, 31),
    "ramadan": _ramadan, "eid al-fitr": _islamic(10, 1, 3), "eid al-adha": _islamic(12, 10, 4), "ashura": _islamic(1, 10),
    "arbaeen": _islamic(2, 20), "mawlid": _islamic(3, 12), "nowruz": _fixed(3, 20, 21),  # the equinox, or the first of Farvardin
    "passover": _hebrew(hebrew.NISAN, 15, 8), "yom kippur": _hebrew(hebrew.TISHRI, 10),
    "rosh hashanah": _hebrew(hebrew.TISHRI, 1, 2), "sukkot": _hebrew(hebrew.TISHRI, 15, 7), "purim": _hebrew(hebrew.ADAR, 14),
    "shavuot": _hebrew(hebrew.SIVAN, 6, 2),
}  # fmt: skip
OF_THE_MOON = frozenset(("ramadan", "eid al-fitr", "eid al-adha", "ashura", "arbaeen", "mawlid"))
_BEGINS_AT_SUNSET = frozenset(("passover", "rosh hashanah", "sukkot", "shavuot"))


def feast_days(name: str, year: int, nth: int | None = None, *, eve: bool = False) -> list[Days]:
    """The times a feast, its nth day (-1: the last) or its eve falls in a Gregorian year, in order, with their slack.

    >>> feast_days("eid al-fitr", 2015, eve=True)
    [Days(first=datetime.date(2015, 7, 15), last=datetime.date(2015, 7, 17))]
    """
    return [_told(name, days, nth, eve=eve) for days in _occurrences(name, year)]


@lru_cache(maxsize=4096)
def _occurrences(name: str, year: int) -> tuple[Days, ...]:
    return tuple(OCCURRENCES[name](year))


def _told(name: str, days: Days, nth: int | None, *, eve: bool) -> Days:
    slack = _SLACK_DAYS if name in OF_THE_MOON else 0
    if eve:
        day = one_day(shift_days(days.first, -1))
    elif nth is not None:
        day = one_day(shift_days(days.first, nth - 1) if nth > 0 else days.last)
    elif name == "ramadan":
        return Days(days.first, shift_days(days.last, slack))
    elif name in _BEGINS_AT_SUNSET:
        return Days(shift_days(days.first, -1), days.last)
    else:
        day = days
    return Days(shift_days(day.first, -slack), shift_days(day.last, slack))
