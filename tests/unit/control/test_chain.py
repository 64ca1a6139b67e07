"""The chain of one place: its moves are those of its rates, and forward and backward say what adding up all paths says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.control.handmade import ARMY, FRONT, RULES, piece
from tidings.control import chain
from tidings.control.weigh import OTHER, matrix, prior

PARTIES = (FRONT, ARMY, OTHER)
WEIGHTS = np.array([1.0, 2.0, 0.7])
MOVES = chain.moves_of(WEIGHTS, RULES.rates)
SIZE = 2 * len(PARTIES) + 1


def observations(chance, number):
    kinds = chance.choice([*RULES.changes, *RULES.statements], number)
    pieces = [piece(kind, FRONT, on=1, against=(ARMY,)) for kind in kinds]
    return MOVES.spread_seen(np.stack([matrix(each, PARTIES, chance.uniform(0.2, 0.95), RULES) for each in pieces]))


def by_all_paths(start, days, seen, asked):
    """Chances of the states at the end of a day, all ways from before the first report to after the last added up."""
    before = [number for number, day in enumerate(days) if day <= asked]
    found = np.zeros(SIZE)
    steps, at = [], days[0]
    for number, day in enumerate(days):
        steps += [("gap", day - at), ("seen", number)]
        at = day
    steps.insert(2 * len(before), ("here", 0))
    if before and len(before) < len(days):  # a day between two reports cuts their gap in two
        cut = 2 * len(before) + 1
        steps[cut] = ("gap", days[len(before)] - asked)
        steps.insert(2 * len(before), ("gap", asked - days[len(before) - 1]))
    elif before:
        steps.insert(2 * len(before), ("gap", asked - days[-1]))
    weights = {(state, None): start[state] for state in range(SIZE)}
    for what, number in steps:
        following: dict = {}
        for (state, here), weight in weights.items():
            if what == "here":
                following[state, state] = weight
                continue
            table = MOVES.over(np.array([number]))[0] if what == "gap" else seen[number]
            for goal in range(SIZE):
                key = (goal, here)
                following[key] = following.get(key, 0.0) + weight * table[state, goal]
        weights = following
    for (_, here), weight in weights.items():
        found[here] += weight
    return found / found.sum()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 40), min_size=1, max_size=5), st.integers(0, 80))
def test_smoothing_is_adding_up_all_paths(seed, gaps, later):
    """On the days of reports, between them and after them."""
    chance = np.random.default_rng(seed)
    days = np.cumsum(gaps) + 100
    seen = observations(chance, len(days))
    start = MOVES.spread(prior(PARTIES, RULES))
    ahead, behind = chain.forward(start, days, seen, MOVES), chain.backward(days, seen, MOVES)
    asked = np.array([days[0] + later])
    found = chain.on_days(asked, start, days, ahead, behind, MOVES)[0]
    assert found == pytest.approx(by_all_paths(start, days, seen, int(asked[0])), abs=1e-9)


def test_on_the_last_day_filtered_and_smoothed_are_one():
    days = np.array([100, 107, 130])
    seen = observations(np.random.default_rng(3), 3)
    start = MOVES.spread(prior(PARTIES, RULES))
    ahead, behind = chain.forward(start, days, seen, MOVES), chain.backward(days, seen, MOVES)
    asked = np.array([130, 150, 400])
    one, other = (chain.on_days(asked, start, days, ahead, back, MOVES) for back in (None, behind))
    assert np.allclose(one, other)


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations([0, 1, 6, 40, 365], 2)))
def test_moves_of_two_gaps_are_those_of_both(first, second):
    """Chapman and Kolmogorov; rows are chances."""
    one, other, both = MOVES.over(np.array([first, second, first + second]))
    assert np.allclose(one @ other, both)
    assert np.allclose(both.sum(axis=1), 1)
    assert np.all(both >= 0)


def test_rates_are_moves_a_day():
    """Rows of the rate matrix sum to nothing; twice the pace is twice the days."""
    assert np.allclose(chain.rate_matrix(WEIGHTS, RULES.rates).sum(axis=1), 0)
    fast = chain.moves_of(WEIGHTS, RULES.rates, 2.0)
    assert np.allclose(fast.over(np.array([10])), MOVES.over(np.array([20])))


def test_after_long_silence_the_reports_are_forgotten():
    """Ten years on, it hardly matters who held it."""
    late = MOVES.over(np.array([3_700, 9_000]))
    assert np.allclose(late[0], late[1])
    assert np.ptp(late[0], axis=0).max() < 0.2


def test_folding_adds_up_what_is_fought_for():
    states = MOVES.spread(np.array([0.3, 0.2, 0.1, 0.3, 0.1]))
    assert chain.folded(states) == pytest.approx([0.3, 0.2, 0.1, 0.3, 0.1])
