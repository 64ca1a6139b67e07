"""Hard sentences of our own in, places out: namesakes, datelines, directions, quarters, governments, old names (``places/*.yaml``)."""

from __future__ import annotations

import pytest

from evals.hard import Case, faults, golden_cases, slug

CASES = golden_cases("places")


@pytest.mark.parametrize("case", CASES, ids=[slug(case["text"]) for case in CASES])
def test_a_sentence_has_these_places(case: Case) -> None:
    """Every place is there, read and put where an expert would put it, nothing else is, and the act is where it was."""
    assert faults("places", case) == []


def test_the_sentences_are_many_and_from_many_countries() -> None:
    """At least eighty, from at least twenty-five countries."""
    assert len({case["text"] for case in CASES}) == len(CASES) >= 80
    assert len({case["country"] for case in CASES} - {None}) >= 25
