"""The small language of the date rules."""

from __future__ import annotations

import pytest

from tidings.annotate.date_patterns import CODES, compiled, kept, openers
from tidings.annotate.date_rules import RULES, SETS

SMALL = {"DAY": ("DAY_NUM", "ORDINAL")}


def coded(*kinds: str) -> str:
    """Word classes as codes."""
    return "".join(CODES[kind] for kind in kinds)


def test_a_set_stands_for_any_of_its_classes() -> None:
    """A rule reads words by class, and keeps those it names."""
    pattern = compiled("month:MONTH DOT? day:DAY", SMALL)
    match = pattern.match(coded("MONTH", "DOT", "ORDINAL"))
    assert match is not None
    assert (match.start("month"), match.start("day")) == (0, 2)


def test_a_name_may_be_kept_in_two_alternatives() -> None:
    """The second gets a number that :func:`kept` takes away again."""
    pattern = compiled("(day:DAY month:MONTH | month:MONTH day:DAY)", SMALL)
    match = pattern.match(coded("MONTH", "DAY_NUM"))
    assert match is not None
    assert {kept(name) for name, code in match.groupdict().items() if code} == {"day", "month"}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("THE? day:DAY", {"THE", "DAY_NUM", "ORDINAL"}),
        ("(THE | A)? (?! DAY) MONTH", {"THE", "A", "MONTH"}),
        ("(?<=THE) day:(NUM | DAY) DOT", {"NUM", "DAY_NUM", "ORDINAL"}),
    ],
)
def test_openers_are_the_words_a_rule_can_begin_with(pattern: str, expected: set[str]) -> None:
    """Optional beginnings and alternatives count, look-arounds do not."""
    assert openers(pattern, SMALL) == {CODES[kind] for kind in expected}


@pytest.mark.parametrize(("name", "pattern"), [(name, pattern) for name, pattern, _ in RULES])
def test_no_rule_repeats_without_bound(name: str, pattern: str) -> None:
    """Linear time: no star, no plus; and every rule says something."""
    assert "*" not in pattern
    assert "+" not in pattern
    assert openers(pattern, SETS), name
