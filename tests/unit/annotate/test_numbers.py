"""The number grammar: words to bounds, hedges, and what is a number but no count. No model, no parse."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.annotate.numbers import Number, find_numbers
from tidings.reference.counting import counting

Bounds = tuple[int | None, int | None, int | None]


def numbers(text: str) -> list[tuple[str, Bounds]]:
    """Each number of a text with its words and bounds."""
    return [(text[one.start : one.end], (one.low, one.best, one.high)) for one in find_numbers(text, counting())]


def exact(value: int) -> Bounds:
    """The bounds of a figure without hedge."""
    return value, value, value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("68", 68), ("1,500", 1500), ("1.500", 1500), ("12 300", 12300), ("8 million", 8_000_000), ("1.5m", 1_500_000), ("20k", 20_000),
        ("1,50,000", 150_000), ("twenty-one", 21), ("seventeen", 17), ("three hundred", 300), ("three hundred and five", 305),
        ("two thousand five hundred", 2500), ("a hundred", 100), ("a million", 1_000_000), ("half a million", 500_000),
        ("a million and a half", 1_500_000), ("one and a half million", 1_500_000), ("three-and-a-half million", 3_500_000),
        ("a quarter of a million", 250_000), ("one hundred and twenty-three thousand four hundred and five", 123_405), ("2.5 million", 2_500_000),
    ],
)  # fmt: skip
def test_figures(words: str, value: int) -> None:
    """Digits, words and both together give one exact figure with all its words."""
    assert numbers(f"killed {words} people") == [(words, exact(value))]


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("at least 12", (12, 12, None)), ("no fewer than 12", (12, 12, None)), ("a minimum of 12", (12, 12, None)), ("more than 130", (130, 130, None)),
        ("upwards of 40", (40, 40, None)), ("over 40", (40, 40, None)), ("12 or more", (12, 12, None)), ("100-plus", (100, 100, None)),
        ("up to 50", (None, None, 50)), ("as many as 50", (None, None, 50)), ("at most 50", (None, None, 50)), ("fewer than 50", (None, None, 50)),
        ("no more than 50", (None, None, 50)), ("about 18", (None, 18, None)), ("some 18", (None, 18, None)), ("an estimated 200", (None, 200, None)),
        ("a dozen", (None, 12, None)), ("two dozen", (None, 24, None)), ("30-odd", (None, 30, None)), ("20 or so", (None, 20, None)),
        ("more than a dozen", (12, 12, None)), ("nearly 1,500", (None, 1500, 1500)), ("almost 40", (None, 40, 40)), ("just under 40", (None, 40, 40)),
        ("12 or 13", (12, 12, 13)), ("12 to 15", (12, 12, 15)), ("12-15", (12, 12, 15)), ("12–15", (12, 12, 15)), ("between 30 and 40", (30, 30, 40)),
        ("two to three million", (2_000_000, 2_000_000, 3_000_000)), ("some 12 to 15", (12, 12, 15)), ("at least 12 and as many as 19", (12, 12, 19)),
        ("dozens", (24, None, None)), ("scores", (40, None, None)), ("hundreds", (200, None, None)), ("thousands", (2000, None, None)),
        ("tens of thousands", (20_000, None, None)), ("hundreds of thousands", (200_000, None, None)), ("several hundred", (200, None, None)),
        ("a few dozen", (24, None, None)), ("hundreds, if not thousands", (200, None, None)), ("several", (None, None, None)),
        ("untold numbers", (None, None, None)), ("a handful", (None, None, None)), ("a couple", (None, 2, None)), ("another five", (5, 5, 5)),
        ("a total of 30", (30, 30, 30)), ("not a single", (0, 0, 0)), ("none", (0, 0, 0)),
    ],
)  # fmt: skip
def test_hedges_become_bounds(words: str, bounds: Bounds) -> None:
    """Hedges and vague words give the bounds of RECORD §4, and stand inside the span."""
    assert numbers(f"killed {words} people") == [(words, bounds)]


@pytest.mark.parametrize(
    "text",
    [
        "the 12-year-old", "aged 12", "ages 12 to 15", "Amina Yusuf, 34, was", "an F-16 and T-72s", "the 3rd Brigade", "on Dec. 7", "7 December",
        "in 2014", "since 1990", "9 June 89", "five years", "three more days", "12 km", "12 square miles", "$5 million", "5 million dollars", "30 percent",
        "30%", "two-thirds", "one in five", "four out of five", "12:30", "9/11", "10 a.m.", "a two-storey house", "the 1980s", "007", "no longer",
        "1. Item", "(3) Item", "1.75", "50,000,000,000 grains", "20mm rounds",
    ],
)  # fmt: skip
def test_no_counts(text: str) -> None:
    """Dates, ages, money, measures, shares, ordinals, names, times and scores are no numbers of people."""
    found = [one for one in find_numbers(text, counting()) if one.form == "figure"]
    assert found == []


@pytest.mark.parametrize("text", ["Resolution 2254", "Route 66", "sector 12", "No. 5", "1950 people"])
def test_suspects_need_a_noun(text: str) -> None:
    """A figure after a naming word, or in the form of a year, is left to be settled by a noun."""
    assert [one.suspect for one in find_numbers(text, counting())] == [True]


def test_corrections_are_no_ranges() -> None:
    """ "rose from 9 to 14" is a figure and an earlier one; "from 9 to 14 people" a range."""
    rose = find_numbers("the toll rose from 9 to 14", counting())
    assert [(one.best, one.earlier) for one in rose] == [(9, True), (14, False)]
    assert numbers("killed from 9 to 14 people") == [("9 to 14", (9, 9, 14))]


def test_scores_of_games_are_refused_whole() -> None:
    """A falling pair of figures is a score, not a range and not two counts."""
    assert numbers("they won 3-1 at home") == []


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    """No text breaks the grammar: spans in order without overlap, the words inside the span, bounds in order."""
    end = 0
    for number in find_numbers(text, counting()):
        assert end <= number.start <= number.first < number.last <= number.end <= len(text)
        end = number.end
        figures = [figure for figure in (number.low, number.best, number.high) if figure is not None]
        assert figures == sorted(figures)
        assert isinstance(number, Number)
