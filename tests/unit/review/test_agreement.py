"""Krippendorff's alpha against figures worked out by hand and printed elsewhere, its interval, and F1 of spans."""

from __future__ import annotations

import random

import pytest

from tidings.model.audit import CodedField
from tidings.review.agreement import agreed, number_of, span_f1


def alpha_by_hand(one: list[float], other: list[float], nominal: bool) -> float:
    """Alpha by its definition: every pair of values, one by one."""

    def apart(a: float, b: float) -> float:
        return float(a != b) if nominal else (a - b) ** 2

    observed = sum(apart(a, b) for a, b in zip(one, other, strict=True)) / len(one)
    everything = [*one, *other]
    n = len(everything)
    expected = sum(apart(a, b) for at, a in enumerate(everything) for by, b in enumerate(everything) if at != by)
    return 1 - observed / (expected / (n * (n - 1)))


def test_two_coders_of_a_textbook() -> None:
    """Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011): binary data of section A, 0.095, and nominal data of section B, 0.692."""
    one, other = "0 1 0 0 0 0 0 0 1 0".split(), "1 1 1 0 0 1 0 0 0 0".split()
    assert agreed("place", one, other).alpha == pytest.approx(0.095, abs=0.001)
    one, other = "a a b b d c c c e d d a".split(), "b a b b b c c c e d d d".split()
    assert agreed("type", one, other).alpha == pytest.approx(0.692, abs=0.001)


@pytest.mark.parametrize("seed", range(5))
def test_the_closed_form_is_the_definition(seed: int) -> None:
    """Sums of squares give what every pair of values gives, also for days, whose ordinals are large."""
    draw = random.Random(seed)
    one = [draw.randrange(60) for _ in range(40)]
    other = [value if draw.random() < 0.7 else draw.randrange(60) for value in one]
    found = agreed("killed.civilians", [str(value) for value in one], [str(value) for value in other]).alpha
    assert found == pytest.approx(alpha_by_hand(list(one), list(other), nominal=False))
    days = [f"2026-03-{value % 28 + 1:02}" for value in one], [f"2026-03-{value % 28 + 1:02}" for value in other]
    wanted = alpha_by_hand([value % 28 for value in one], [value % 28 for value in other], nominal=False)
    assert agreed("date", *days).alpha == pytest.approx(wanted)
    kinds = [str(value % 4) for value in one], [str(value % 4) for value in other]
    wanted = alpha_by_hand([value % 4 for value in one], [value % 4 for value in other], nominal=True)
    assert agreed("type", *kinds).alpha == pytest.approx(wanted)


def test_the_interval_holds_the_figure_and_narrows() -> None:
    """The same codings print the same interval; ten times as many events a narrower one."""
    one = ["a", "b", "a", "b", "c", "a", "b", "c", "a", "b"]
    other = ["a", "b", "a", "c", "c", "a", "b", "c", "b", "b"]
    few, many = agreed("type", one, other), agreed("type", one * 10, other * 10)
    assert few == agreed("type", one, other)
    assert few.low is not None
    assert few.high is not None
    assert few.alpha is not None
    assert few.low <= few.alpha <= few.high
    assert many.high is not None
    assert many.low is not None
    assert many.high - many.low < few.high - few.low
    assert (few.equal, few.n, few.of) == (0.8, 10, 10)


def test_where_there_is_no_alpha() -> None:
    """One value throughout, one event, figures that one of the two does not know: no figure, and the share that is equal all the same."""
    assert agreed("type", ["a"] * 5, ["a"] * 5) == agreed("type", ["b"] * 5, ["b"] * 5)
    assert (agreed("type", ["a"] * 5, ["a"] * 5).alpha, agreed("type", ["a"] * 5, ["a"] * 5).equal) == (None, 1.0)
    assert agreed("type", ["a"], ["b"]).alpha is None
    found = agreed("killed.women", ["3", None, None], [None, "4", None])
    assert (found.alpha, found.n, found.of, round(found.equal, 3)) == (None, 0, 3, 0.333)
    assert agreed("type", [], []).alpha is None


def test_unknown_is_an_answer_about_kinds() -> None:
    """Two who both say that nobody knows the place agree."""
    found = agreed("place", [None, "x", "y", None], [None, "x", "y", None])
    assert (found.alpha, found.n) == (1.0, 4)


@pytest.mark.parametrize(
    ("field", "value", "number"),
    (
        ("killed.civilians", "12", 12), ("killed.civilians", "12+", 12), ("killed.civilians", "<=50", 50),
        ("killed.civilians", "9-14", 11.5), ("killed.civilians", "9/12/14", 12), ("injured.unknown", None, None),
        ("date", "0001-01-03", 3), ("date", "0001-01-01/0001-01-03", 2), ("date", "../0001-01-03", 3), ("date", None, None),
    ),
)  # fmt: skip
def test_values_as_numbers(field: str, value: str | None, number: float | None) -> None:
    """The best guess, else the middle of the bounds, else the bound there is."""
    assert number_of(field, value) == number


def test_spans_by_their_letters() -> None:
    """Half of the letters shared is one half; other articles share none; where nobody marks words there is no figure."""

    def coded(start: int, end: int, article: str = "a1:x") -> CodedField:
        return CodedField(field="date", value="x", article=article, start=start, end=end)

    assert span_f1([(coded(0, 10), coded(5, 15))]) == 0.5
    assert span_f1([(coded(0, 10), coded(0, 10)), (None, None)]) == 1.0
    assert span_f1([(coded(0, 10), coded(0, 10, "a1:y"))]) == 0.0
    assert span_f1([(coded(0, 10), None)]) == 0.0
    assert span_f1([(None, CodedField(field="date", value="x"))]) is None
