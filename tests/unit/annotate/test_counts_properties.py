"""What holds of the counts of any text: bounds in order, words inside the text, no crash, linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.annotate.test_quantities import flat_parse
from tidings.annotate.numbers import find_numbers, hedged
from tidings.annotate.quantities import find_counts
from tidings.annotate.sentences import SpacyParser
from tidings.model.mentions import CountMention
from tidings.reference.counting import counting

MEGABYTE = 1_000_000
MEGABYTES = {"1", ", ", "hundred ", "and "}
WORDS = st.sampled_from(
    ["The", "toll", "rose", "from", "9", "to", "14", "an", "earlier", "figure", "of", "37", "without", "casualties", "killed", "the", "mayor",
     "and", "his", "driver", "bringing", "death", "not", "12", "as", "first", "reported", "among", "them", "Soldier", "revised", "at", "least",
     "or", "more", ",", ".", "seven", "dead", "were", "children", "barrel", "bombs", "there", "in", "Gao", "loss", "life", "any", "—", "’"]
)  # fmt: skip


def in_order(mention: CountMention) -> bool:
    """Whether the bounds are ordered and none is below zero."""
    figures = [figure for figure in (mention.low, mention.best, mention.high) if figure is not None]
    return figures == sorted(figures) and all(figure >= 0 for figure in figures)


@given(st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_corrections_and_single_victims_in_any_order(parser: SpacyParser, text: str) -> None:
    """Bounds ordered, each count's words inside the text, what it is part of another count, its tokens tokens of the text."""
    parse = parser.parse(text)
    found = find_counts(parse)
    starts = {mention.start for mention in found}
    for mention in found:
        assert in_order(mention)
        assert text[mention.start : mention.end].strip()
        assert mention.subset_of is None or mention.subset_of in starts
        assert all(token is None or 0 <= token < len(parse.tokens) for token in (mention.noun_token, mention.governor))


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_unicode_is_read(parser: SpacyParser, text: str) -> None:
    """Whatever the characters, the same text gives the same counts, and all stand inside it."""
    parse = parser.parse(text)
    found = find_counts(parse)
    assert found == find_counts(parse)
    assert all(0 <= mention.start < mention.end <= len(text) and in_order(mention) for mention in found)


@given(st.integers(0, 10**9), st.sampled_from(["at_least", "at_most", "about", "nearly"]))
def test_a_hedge_keeps_the_figure(value: int, hedge: str) -> None:
    """Each hedge opens one side or both and never moves the figure."""
    assert {bound for bound in hedged((value, value, value), hedge) if bound is not None} == {value}


@pytest.mark.parametrize(
    "unit", ["1", ", ", "hundred ", "and ", "twenty-one ", "12,", "from 9 to ", "the ", "no ", "half a ", "at least "],
    ids=["digits", "commas", "scales", "ands", "figures in words", "figures and commas", "corrections", "articles", "noes", "halves", "hedges"],
)  # fmt: skip
def test_a_megabyte_of_one_thing_takes_linear_time(unit: str) -> None:
    """A megabyte of digits, commas, number words or "and" is read in seconds, and twice as much of anything in about twice the time."""
    text = unit * ((MEGABYTE if unit in MEGABYTES else MEGABYTE // 8) // len(unit))
    half, whole = (_seconds(text[: len(text) // 2]), _seconds(text))
    assert whole < 20
    assert whole < 4 * half + 1


def _seconds(text: str) -> float:
    begun = time.process_time()
    find_numbers(text, counting())
    return time.process_time() - begun


@pytest.mark.parametrize(
    "unit", ["The toll rose from 9 to 14 . ", "killed the mayor and ", "without casualties ", "an earlier toll of 37 , ", "12 dead , bringing the toll to 30 "],
)  # fmt: skip
def test_thousands_of_corrections_take_linear_time(unit: str) -> None:
    """Corrections, single victims and zeros look a few words far: twice the text, about twice the time."""
    short, long = flat_parse(unit * 2_500), flat_parse(unit * 5_000)
    begun = time.process_time()
    find_counts(short)
    half = time.process_time() - begun
    find_counts(long)
    whole = time.process_time() - begun - half
    assert whole < 4 * half + 1
