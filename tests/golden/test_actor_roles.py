"""Hard sentences of our own in, actors out: who acts, on whom, who only speaks, backs, or is a place (``actor_roles/*.yaml``)."""

from __future__ import annotations

import pytest

from evals.hard import Case, faults, golden_cases, slug

CASES = golden_cases("actors")


@pytest.mark.parametrize("case", CASES, ids=[slug(case["text"]) for case in CASES])
def test_a_sentence_has_these_actors_and_acts(case: Case) -> None:
    """Every actor is there and no other word is one, and the accounts say who did what to whom."""
    assert faults("actors", case) == []


def test_the_sentences_are_many_and_from_many_countries() -> None:
    """At least eighty, from at least twenty-five countries."""
    assert len({case["text"] for case in CASES}) == len(CASES) >= 80
    assert len({case["country"] for case in CASES} - {None}) >= 25
