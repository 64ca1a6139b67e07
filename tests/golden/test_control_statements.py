"""Hard sentences of our own in, who holds what out: which place, in which state, by whom, when, on what kind of evidence (``control/*.yaml``)."""

from __future__ import annotations

import pytest

from evals.hard import Case, faults, golden_cases, slug

CASES = golden_cases("control")


@pytest.mark.parametrize("case", CASES, ids=[slug(case["text"]) for case in CASES])
def test_a_report_says_who_holds_what(case: Case) -> None:
    """Every statement is there, and no other."""
    assert faults("control", case) == []


def test_the_sentences_are_many_and_a_third_say_nothing() -> None:
    """At least a hundred, of which at least thirty tempt and say that nobody holds anything."""
    assert len({case["text"] for case in CASES}) == len(CASES) >= 100
    assert sum(not case["control"] for case in CASES) >= 30
