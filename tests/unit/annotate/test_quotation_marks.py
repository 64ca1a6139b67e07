"""Which quotation marks belong together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.annotate.quotation_marks import find_quoted, outermost


def inner(text: str) -> list[str]:
    """The quoted words without their marks."""
    return [text[one.inner_start : one.inner_end] for one in find_quoted(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" and left.', ["no"]),
        ("He said “no” and left.", ["no"]),
        ("He said ‘no’ and left.", ["no"]),
        ("He said 'no' and left.", ["no"]),
        ("``No,'' he said.", ["No,"]),
        ("Il a dit « non » hier.", [" non "]),
        ("the rebels’ camp, the army’s trucks, it’s, ’94", []),
        ("the rebels' camp, the army's trucks, it's, '94", []),
        ("‘The rebels’ camp fell,’ he said.", ["The rebels’ camp fell,"]),
        ("“He said ‘run’ twice,” she said.", ["He said ‘run’ twice,", "run"]),
        ('She said: "The "guests" left." Then', ['The "guests" left.', "guests"]),
        ('"One," he said. "Two."', ["One,", "Two."]),
        ("He said “one\ntwo” and left.", ["one\ntwo"]),
    ],
)
def test_marks_pair_and_apostrophes_do_not(text: str, expected: list[str]) -> None:
    """Straight and curly, double and single marks pair; apostrophes and plural possessors are none."""
    assert inner(text) == expected


def test_a_paragraph_may_leave_its_quotation_open() -> None:
    """Paragraphs that each begin with a mark are one speech; only the last one is closed."""
    text = "“First.\n“Second.\n“Third,” he said."
    assert [(text[one.inner_start : one.inner_end], one.closed) for one in find_quoted(text)] == [
        ("First.", False),
        ("Second.", False),
        ("Third,", True),
    ]


def test_nested_quotations_know_their_depth() -> None:
    """A quotation inside another one is one deeper, and only the outer one is outermost."""
    found = find_quoted("“He said ‘run’ twice,” she said.")
    assert [one.depth for one in found] == [0, 1]
    assert list(outermost(found)) == [found[0]]


@given(st.text(alphabet="ab .,\n\"'“”‘’«»`", max_size=80))
def test_every_span_lies_inside_the_text(text: str) -> None:
    """Whatever marks a text holds, spans are ordered, inside it, and nested or apart, never crossing."""
    found = find_quoted(text)
    for one in found:
        assert 0 <= one.start < one.inner_start <= one.inner_end <= one.end <= len(text)
    for one in found:
        for other in found:
            assert not one.start < other.start < one.end < other.end


@pytest.mark.parametrize("unit", ['"', "“", "’", '"a ', ' "a', "“a ‘b ", "s' a", "“a\n", '"a" ', "1" * 10])
def test_hostile_marks_take_linear_time(unit: str) -> None:
    """100,000 marks are read in a few seconds at most."""
    before = time.process_time()
    find_quoted(unit * 100_000)
    assert time.process_time() - before < 5
