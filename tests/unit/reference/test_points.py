"""Points: a table of signs, read and added up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.reference.points import CONSTANT, ladder, odds, probability, shares

TABLE = {CONSTANT: -1.0, "a toll": 2.0, "chance >= 0": 0.5, "chance >= 1": 0.25}


def test_signs_add_up_and_unknown_ones_count_nothing() -> None:
    assert probability(TABLE, ()) == pytest.approx(0.2689, abs=1e-4)
    assert probability(TABLE, ("a toll", "never seen")) == pytest.approx(0.7311, abs=1e-4)


def test_the_rungs_of_a_ladder_are_one_share() -> None:
    assert shares(TABLE, ("chance >= 0", "chance >= 1", "a toll")) == [("a toll", 2.0), ("chance", 0.75)]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_surer_chance_reaches_every_rung_of_a_less_sure_one(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert set(ladder("chance", odds(low))) <= set(ladder("chance", odds(high)))
    assert -7.01 <= odds(low) <= odds(high) <= 7.01
