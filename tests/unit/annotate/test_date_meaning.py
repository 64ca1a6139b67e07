"""From expressions to days. The golden tables hold the breadth; here are the rules that need a context made by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from tidings.annotate.calendar import Days
from tidings.annotate.date_context import NO_ANCHOR, NO_PUBLICATION, OFF_CALENDAR, Context
from tidings.annotate.date_expressions import Calendar, Expression, Offset, Relative, Since, Trailing, Weekday
from tidings.annotate.date_meaning import settle

SUNDAY = dt.date(2019, 3, 24)


def days(expression: Expression, **context: object) -> Days | None:
    """The days of an expression, published on Sunday 24 March 2019 unless told otherwise."""
    return settle(expression, Context(**{"published": SUNDAY, **context})).days  # type: ignore[arg-type]


@pytest.mark.parametrize(("tense", "expected"), [("past", dt.date(2019, 3, 22)), ("future", dt.date(2019, 3, 29))])
def test_tense_turns_a_weekday(tense: str, expected: dt.date) -> None:
    """Friday is the last one, or the next in a future clause."""
    assert days(Weekday(day=4), tense=tense) == Days(expected, expected)


def test_the_weekday_of_publication_is_publication() -> None:
    """ "On Sunday" in Sunday's paper is today, "last Sunday" a week before."""
    assert days(Weekday(day=6)) == Days(SUNDAY, SUNDAY)
    assert days(Weekday(day=6, which="last")) == Days(dt.date(2019, 3, 17), dt.date(2019, 3, 17))


def test_a_date_one_day_ahead_is_this_year() -> None:
    """Time zones: the 25th on a page of the 24th; two days ahead is last year."""
    assert days(Calendar(month=3, day=25)) == Days(dt.date(2019, 3, 25), dt.date(2019, 3, 25))
    assert days(Calendar(month=3, day=26)) == Days(dt.date(2018, 3, 26), dt.date(2018, 3, 26))


def test_29_february_is_found_in_a_leap_year() -> None:
    """Three years back if need be."""
    assert days(Calendar(month=2, day=29)) == Days(dt.date(2016, 2, 29), dt.date(2016, 2, 29))


def test_a_year_printed_in_the_sentence_goes_before_publication() -> None:
    """ "On Jan. 3, 2015 …, after a raid in June": of 2015; but never after publication."""
    printed = Days(dt.date(2015, 1, 3), dt.date(2015, 1, 3))
    assert days(Calendar(month=6), printed=printed) == Days(dt.date(2015, 6, 1), dt.date(2015, 6, 30))
    printed = Days(dt.date(2019, 1, 3), dt.date(2019, 1, 3))
    assert days(Calendar(month=12, day=27), printed=printed) == Days(dt.date(2018, 12, 27), dt.date(2018, 12, 27))


def test_a_story_goes_on_from_its_last_date() -> None:
    """In a history "in January" after December 1941 is that of 1942."""
    period = Days(dt.date(1941, 12, 7), dt.date(1941, 12, 7))
    assert days(Calendar(month=1), period=period, narrative=True) == Days(dt.date(1942, 1, 1), dt.date(1942, 1, 31))


def test_whole_years_are_counted_in_whole_years() -> None:
    """Three years after a year is a year; after a day it is that day with half a year of slack."""
    later = Offset(amount=3, unit="year", sign=1, anaphoric=True)
    assert days(later, period=Days(dt.date(2011, 1, 1), dt.date(2011, 12, 31))) == Days(
        dt.date(2014, 1, 1), dt.date(2014, 12, 31)
    )
    around = days(later, period=Days(dt.date(2011, 3, 5), dt.date(2011, 3, 5)))
    assert around is not None
    assert around.first < dt.date(2014, 3, 5) < around.last


def test_nothing_past_happens_after_publication() -> None:
    """The slack of "a week ago" and the running week end at publication."""
    for expression in (Offset(amount=0, unit="week", sign=-1), Relative(unit="week"), Relative(unit="month")):
        found = days(expression)
        assert found is not None
        assert found.last <= SUNDAY


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        (Weekday(day=4), NO_PUBLICATION),
        (Trailing(amount=24, unit="hour"), NO_PUBLICATION),
        (Relative(unit="day", amount=-1, anaphoric=True), NO_ANCHOR),
        (Calendar(year=480, before_christ=True), OFF_CALENDAR),
    ],
)
def test_what_cannot_be_known_says_why(expression: Expression, reason: str) -> None:
    """No clock, no guess: a reason instead."""
    meaning = settle(expression, Context(published=None))
    assert (meaning.days, meaning.reason) == (None, reason)


def test_since_keeps_its_beginning_without_a_publication_day() -> None:
    """The first day is printed; only the last is unknown."""
    meaning = settle(Since(Calendar(year=2014)), Context(published=None))
    assert (meaning.first, meaning.last, meaning.reason) == (dt.date(2014, 1, 1), None, NO_PUBLICATION)


def test_a_million_years_ago_is_off_the_calendar() -> None:
    """Overflow becomes a reason, not a crash."""
    assert settle(Offset(amount=9000, unit="year", sign=-1), Context(published=SUNDAY)).reason == OFF_CALENDAR
