"""What holds of the time expressions of any text: days in order, words inside the text, no crash, linear time."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.annotate.date_words import VOCABULARY
from tidings.annotate.dates import find_dates, print_date_line, resolve_date
from tidings.model.text import Parse
from tidings.model.values import date_precision

MEGABYTE = 1_000_000
WORDS = sorted(
    {
        *VOCABULARY,
        *(word.title() for word in VOCABULARY),
        *"1 3 12 31 99 2014 1445 9999 5th 2019-03-24 03/04/2019 1990s ,".split(),
        ".",
        "-",
    }
)
OPENERS = (
    "the first half of", "the second half of", "the last quarter of", "the third quarter of", "the first ten days of", "the last week of", "the end of",
    "early", "mid-", "late", "between", "from", "since", "by", "two days before", "a week after", "the eve of", "the second day of", "the night of",
    "overnight", "in around", "last", "next", "this", "the Tuesday before",
)  # fmt: skip
PIECES = (
    "November", "May", "2018", "1445", "12 May", "May 12, 2016", "Saturday", "Saturday night", "last month", "last year", "the 1990s", "Ramadan",
    "Eid al-Adha", "15 Shawwal", "27 Mehr 1398", "winter", "Christmas Eve", "the week", "two weeks", "yesterday", "the 5th", "and", "to", ",", "ago", "later",
)  # fmt: skip
DAYS = st.none() | st.dates()
LONG_LINES = (
    "1", "12 ", "5 march ", "monday ", "the first day of ", "the night of ", "Eid al-Fitr ", "15 Shawwal ", "a few days ", "two days before ",
    "2014-", "2014 to ", "from 5 to ", "last year ", "12/", "Monday, Tuesday and ", "early ", "a\n\n", "San Salvador, ",
)  # fmt: skip


def check(text: str, published: dt.date | None) -> None:
    """Mentions in order without overlap and inside the text, first day before last, the class that holds the span, a reason for a blank."""
    end = 0
    for one in find_dates(Parse(text, (), ()), published):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip()
        end = one.end
        if one.first and one.last:
            assert one.first <= one.last
        assert one.precision == date_precision(one.first, one.last)
        assert one.reason or (one.first and one.last)
        if published is None and one.kind == "deictic":
            assert one.first is None or print_date_line(text)


@given(st.text(max_size=200), DAYS)
@settings(max_examples=300, deadline=None)
def test_any_text(text: str, published: dt.date | None) -> None:
    """No text breaks the grammar."""
    check(text, published)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), DAYS)
@settings(max_examples=600, deadline=None)
def test_any_words_of_time(text: str, published: dt.date | None) -> None:
    """No order of date words, and no publication day from the first to the last of the calendar, breaks the grammar."""
    check(text, published)


@given(st.lists(st.sampled_from(OPENERS) | st.sampled_from(PIECES), min_size=2, max_size=8).map(" ".join), DAYS)
@settings(max_examples=1500, deadline=None)
def test_any_phrases_of_time(text: str, published: dt.date | None) -> None:
    """Whole phrases, in any order: halves, quarters, eves, nights and spans of everything."""
    check(text, published)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), st.dates(), st.dates())
@settings(max_examples=200, deadline=None)
def test_the_same_words_mean_the_same_days(words: str, published: dt.date, anchor: dt.date) -> None:
    """Resolving has no memory."""
    assert resolve_date(words, published, anchor) == resolve_date(words, published, anchor)


@pytest.mark.parametrize("piece", LONG_LINES)
def test_date_words_take_linear_time(piece: str) -> None:
    """Twice the text takes about twice as long, never four times."""

    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        begun = time.process_time()
        find_dates(Parse(text, (), ()), dt.date(2019, 3, 24))
        return time.process_time() - begun

    assert seconds(MEGABYTE // 8) < 3 * seconds(MEGABYTE // 16) + 1


@pytest.mark.parametrize("line", ["7" * MEGABYTE, "the first day of " * (MEGABYTE // 17)], ids=["digits", "words"])
def test_a_megabyte_in_one_line_is_read(line: str) -> None:
    """Digits are one word; words that begin expressions and never end them are tried once each."""
    begun = time.process_time()
    assert find_dates(Parse(line, (), ()), None) == ()
    assert time.process_time() - begun < 60
