"""Feasts and dates of other calendars against the days that almanacs and papers printed."""

from __future__ import annotations

import datetime as dt

import pytest

from tidings.annotate.calendar import Days
from tidings.annotate.date_feasts import (
    FIRST_ISLAMIC,
    LAST_ISLAMIC,
    OCCURRENCES,
    feast_days,
    iranian_days,
    islamic_days,
)


def day(text: str) -> dt.date:
    """A day from its ISO form."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("known", ["2019-04-21", "2016-03-27", "2000-04-23", "2038-04-25", "1818-03-22"])
def test_easter_is_where_the_tables_have_it(known: str) -> None:
    """Late, early and common Easters."""
    assert feast_days("easter", day(known).year) == [Days(day(known), day(known))]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("orthodox easter", "2023-04-16"), ("orthodox easter", "2021-05-02"), ("orthodox christmas", "2010-01-07"),
        ("palm sunday", "2017-04-09"), ("pentecost", "2022-06-05"), ("yom kippur", "1973-10-06"), ("yom kippur", "2023-09-25"),
        ("purim", "1994-02-25"), ("purim", "2024-03-24"), ("nowruz", "2018-03-21"),
    ],
)  # fmt: skip
def test_feasts_of_churches_and_synagogues_are_exact(name: str, known: str) -> None:
    """The days that papers of the time printed."""
    (days,) = feast_days(name, day(known).year)
    assert days.last == day(known)


@pytest.mark.parametrize(
    "known",
    ["2016-07-06", "2017-06-25", "2018-06-15", "2019-06-04", "2020-05-24", "2021-05-13", "2022-05-01", "2022-05-02", "2022-05-03",
     "2023-04-21", "2023-04-22", "2024-04-09", "2024-04-10", "2025-03-31"],
)  # fmt: skip
def test_the_first_day_of_eid_lies_within_its_slack(known: str) -> None:
    """Riyadh, Kabul and Karachi did not see the same moon."""
    (days,) = feast_days("eid al-fitr", day(known).year, 1)
    assert days.first <= day(known) <= days.last
    assert days.length == 3


def test_a_feast_of_the_moon_can_fall_twice_in_a_year() -> None:
    """Eid al-Fitr in January and in December of 2000."""
    assert [days.first.month for days in feast_days("eid al-fitr", 2000)] == [1, 12]


def test_ramadan_is_a_month() -> None:
    """With one day more, for lands that begin later."""
    assert feast_days("ramadan", 2016) == [Days(day("2016-06-06"), day("2016-07-06"))]


def test_passover_begins_on_its_eve() -> None:
    """The evening of 27 March 2002."""
    assert feast_days("passover", 2002, eve=True) == [Days(day("2002-03-27"), day("2002-03-27"))]
    assert feast_days("passover", 2002)[0].first == day("2002-03-27")


def test_every_feast_has_days_in_every_year_of_the_news() -> None:
    """No year from 1930 to 2070 is without any of them, but for those of the moon, which skip none either."""
    for name in OCCURRENCES:
        for year in range(1930, 2071):
            assert feast_days(name, year), (name, year)


def test_dates_of_other_calendars() -> None:
    """A month of the Islamic calendar, a day of the Iranian one, days that are none."""
    assert islamic_days(1445, 10, 15) == Days(day("2024-04-23"), day("2024-04-25"))
    assert iranian_days(1398, 8) == Days(day("2019-10-23"), day("2019-11-21"))
    with pytest.raises(OverflowError):
        islamic_days(LAST_ISLAMIC + 1, 1, 1)
    with pytest.raises(OverflowError):
        islamic_days(FIRST_ISLAMIC - 1, 1, 1)
    with pytest.raises(ValueError, match="31"):
        islamic_days(1440, 1, 31)
    with pytest.raises(ValueError, match="31"):
        iranian_days(1398, 8, 31)
