"""Time expressions of an article: what holds for any text. The golden tables (tests/golden/dates) hold the breadth."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.annotate.dates import find_dates, resolve_date, resolved_dates
from tidings.annotate.sentences import SpacyParser
from tidings.model.text import Parse
from tidings.model.values import date_precision

SUNDAY = dt.date(2019, 3, 24)
WORDS = (
    "on in of the a last next this past since from to between and until early late mid - , . ( ) ' 's two 12 31 5th first 2015 "
    "1850 2254 480 BC Monday Sun. May march December Dec. day days week weeks months year years hours decade century ago later "
    "earlier before after yesterday overnight morning night weekend spring winter Christmas Easter end start half same following "
    "previous recent few now 03/04/2019 2016-12-06 1990s 9/11 4:00 p.m. old that for \n \n\n é 😀"
).split(" ")
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))


@given(TEXTS, st.one_of(st.none(), st.dates()))
def test_any_text_gives_well_formed_mentions(text: str, published: dt.date | None) -> None:
    """In order, apart, inside the text; the first day not after the last; the precision that of the span."""
    end = 0
    for mention in find_dates(Parse(text, (), ()), published):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert mention.precision == date_precision(mention.first, mention.last)
        assert mention.first is None or mention.last is None or mention.first <= mention.last
        assert mention.reason or mention.precision != "unresolved"


@given(TEXTS, st.dates(), st.one_of(st.none(), st.dates()), st.sampled_from(("past", "future")))
def test_resolving_words_never_fails(words: str, published: dt.date, anchor: dt.date | None, tense: str) -> None:
    """Any words, any days: an answer or ``None``."""
    found = resolve_date(words, published, anchor, tense)  # type: ignore[arg-type]
    assert found is None or found[2] == date_precision(found[0], found[1])


@pytest.mark.parametrize(
    "text",
    ["1" * 1_000_000, "May 1 " * 20_000, "the " * 200_000, "1-" * 200_000, "2015 and " * 20_000, "Dec. " * 50_000, '"' * 100_000,
     "1,111" * 40_000, "the last two " * 20_000, "\n" * 500_000],
    ids=["digits", "dates", "articles", "dashes", "years", "months", "quotes", "figures", "openers", "lines"],
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    """A megabyte of one thing does not hang. The bound is loose: a quadratic reading would take minutes."""
    begun = time.process_time()
    find_dates(Parse(text, (), ()), SUNDAY)
    assert time.process_time() - begun < 20


def test_words_give_days_for_other_rooms() -> None:
    """``resolve_date`` reads bare words, with or without a preposition."""
    assert resolve_date("Saturday", SUNDAY) == (dt.date(2019, 3, 23), dt.date(2019, 3, 23), "day", None)
    assert resolve_date("2015", SUNDAY) == resolve_date("in 2015", SUNDAY)
    assert resolve_date("a day earlier", SUNDAY, anchor=dt.date(2019, 3, 20)) == (
        dt.date(2019, 3, 19), dt.date(2019, 3, 19), "day", None,
    )  # fmt: skip
    assert resolve_date("Friday", SUNDAY, tense="future") == (dt.date(2019, 3, 29), dt.date(2019, 3, 29), "day", None)
    assert resolve_date("the hill", SUNDAY) is None


def test_a_mention_is_governed_by_its_head(parser: SpacyParser) -> None:
    """The head is the token by which the words hang in the sentence, as ``Parse.head_of`` gives it."""
    parse = parser.parse("The army took the town late on Saturday.")
    (mention,) = find_dates(parse, SUNDAY)
    assert mention.head == parse.head_of(mention.start, mention.end)
    assert parse.text[mention.start : mention.end] == "late on Saturday"


def test_an_empty_text_has_no_dates() -> None:
    """Neither tokens nor mentions."""
    assert find_dates(Parse("", (), ()), SUNDAY) == ()


def test_histories_can_be_read_by_their_own_clock() -> None:
    """The publication day says nothing about "in June" in a history; the date before it does."""
    text = "On 1 May 1940 the corps landed. In June it was evacuated."
    told = [one.meaning.first for one in resolved_dates(Parse(text, (), ()), SUNDAY, narrative=True)]
    assert told == [dt.date(1940, 5, 1), dt.date(1940, 6, 1)]
