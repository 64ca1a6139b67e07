"""Calendar arithmetic."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.annotate import calendar
from tidings.annotate.calendar import Days, Part

DAYS = st.dates(dt.date(1000, 1, 1), dt.date(2099, 12, 31))
PARTS: tuple[Part, ...] = ("early", "mid", "late")


def span(first: str, last: str) -> Days:
    """A span from ISO dates."""
    return Days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_a_week_runs_monday_to_sunday() -> None:
    """Sunday belongs to the week that began on the Monday before."""
    assert calendar.week_of(dt.date(2019, 3, 24)) == span("2019-03-18", "2019-03-24")


def test_a_month_back_from_its_last_day_ends_in_the_shorter_month() -> None:
    """31 March less a month is the last of February, leap years too."""
    assert calendar.shift_months(dt.date(2019, 3, 31), -1) == dt.date(2019, 2, 28)
    assert calendar.shift_months(dt.date(2020, 3, 31), -1) == dt.date(2020, 2, 29)


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        (span("2018-04-01", "2018-04-30"), "early", span("2018-04-01", "2018-04-10")),
        (span("2018-04-01", "2018-04-30"), "mid", span("2018-04-11", "2018-04-20")),
        (span("2018-04-01", "2018-04-30"), "late", span("2018-04-21", "2018-04-30")),
        (span("2018-01-01", "2018-12-31"), "late", span("2018-10-01", "2018-12-31")),
        (span("2018-01-01", "2018-12-31"), "mid", span("2018-05-01", "2018-08-31")),
        (span("2019-03-18", "2019-03-24"), "early", span("2019-03-18", "2019-03-20")),
        (span("1990-01-01", "1999-12-31"), "late", span("1997-01-01", "1999-12-31")),
        (span("2019-03-18", "2019-03-18"), "late", span("2019-03-18", "2019-03-18")),
    ],
)
def test_parts_follow_the_codebook(whole: Days, part: Part, expected: Days) -> None:
    """Ten days of a month, three months of a year, three days of a week (RECORD §4 for the first two)."""
    assert calendar.part_of(whole, part) == expected


@given(DAYS, st.sampled_from(("week", "month", "year", "decade", "century")))
def test_a_day_lies_in_its_unit_and_the_parts_lie_in_the_whole(day: dt.date, unit: calendar.Unit) -> None:
    """No arithmetic leaves the unit it cuts."""
    whole = calendar.unit_around(day, unit)
    assert whole.first <= day <= whole.last
    for part in PARTS:
        piece = calendar.part_of(whole, part)
        assert whole.first <= piece.first <= piece.last <= whole.last


def test_winter_begins_in_the_december_of_its_year() -> None:
    """The winter of 2014 ends in February 2015."""
    assert calendar.season_of("winter", 2014) == span("2014-12-01", "2015-02-28")


def test_the_last_month_of_all_has_an_end() -> None:
    """December 9999 does not overflow."""
    assert calendar.month_of(dt.date(9999, 12, 5)).last == dt.date.max
