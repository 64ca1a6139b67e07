"""The hidden Markov chain of one place in continuous time: forward and backward over observations on irregular days.

States are the parties, *contested* and *no armed control*, in this order. A gap of ``d`` days moves them by
``expm(Q d)`` (:func:`scipy.linalg.expm`), with the rates of ``control_rules.yaml``. An observation is a matrix: what is said
of how things stand has one on the diagonal (the likelihood of each state), and what is said of a change moves states.
Rabiner 1989 for forward and backward; Anders 2020 for control as a hidden state.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm

from tidings.reference.control_rules import Rates

Floats = NDArray[np.float64]
Days = NDArray[np.int64]

_LONGEST: Final = 3_700  # days; after ten years a place is as unknown as it will be


def rate_matrix(parties: int, rates: Rates) -> Floats:
    """Q of the chain, moves a day: rows sum to 0. ``parties`` >= 1."""
    size = parties + 2
    contested, none = parties, parties + 1
    matrix = np.zeros((size, size))
    if parties > 1:
        matrix[:parties, :parties] = rates.held["taken"] / (parties - 1)
    matrix[:parties, contested] = rates.held["contested"]
    matrix[:parties, none] = rates.held["none"]
    matrix[contested, :parties] = rates.contested["held"] / parties
    matrix[contested, none] = rates.contested["none"]
    matrix[none, :parties] = rates.none["held"] / parties
    matrix[none, contested] = rates.none["contested"]
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return matrix


class Moves:
    """``expm(Q d)`` for whole days ``d``, worked out once for each number of parties and rates."""

    def __init__(self, parties: int, rates: Rates) -> None:
        self._rate = rate_matrix(parties, rates)
        self._known: Floats = np.eye(parties + 2)[None]

    def over(self, days: Days) -> Floats:
        """The matrices of gaps in days, of any shape; longer ones than ten years are as ten years."""
        short = np.minimum(days, _LONGEST)
        needed = int(short.max(initial=0)) + 1
        if needed > len(self._known):
            more = np.arange(len(self._known), max(needed, 2 * len(self._known)))
            self._known = np.concatenate([self._known, expm(self._rate[None] * more[:, None, None])])
        return self._known[short]


@lru_cache(maxsize=64)
def moves(parties: int, held: tuple[float, ...], contested: tuple[float, ...], none: tuple[float, ...]) -> Moves:
    """The moves of a chain; see :func:`moves_of`."""
    rates = Rates(
        held=dict(zip(("contested", "taken", "none"), held, strict=True)),
        contested=dict(zip(("held", "none"), contested, strict=True)),
        none=dict(zip(("held", "contested"), none, strict=True)),
    )
    return Moves(parties, rates)


def moves_of(parties: int, rates: Rates, pace: float = 1.0) -> Moves:
    """The moves of a chain with so many parties; ``pace`` makes all rates so many times faster."""
    return moves(
        parties,
        tuple(pace * rates.held[name] for name in ("contested", "taken", "none")),
        tuple(pace * rates.contested[name] for name in ("held", "none")),
        tuple(pace * rates.none[name] for name in ("held", "contested")),
    )


def forward(start: Floats, days: Days, seen: Floats, over: Moves) -> Floats:
    """Chances of the states after each observation, from those up to it: shape (observations, states), rows sum to 1.

    ``days``: ordinal, ascending; ``seen``: the observations' matrices; ``start``: the chances just before the first.
    """
    found = np.empty((len(days), len(start)))
    gaps = over.over(np.diff(days, prepend=days[:1]))
    now = start
    for number in range(len(days)):
        now = now @ gaps[number] @ seen[number]
        now = now / now.sum()
        found[number] = now
    return found


def backward(days: Days, seen: Floats, over: Moves) -> Floats:
    """How well each state just before an observation fits it and all later ones, up to a factor: (observations, states)."""
    found = np.empty((len(days), seen.shape[1]))
    gaps = over.over(np.diff(days, append=days[-1:]))
    later = np.ones(seen.shape[1])
    for number in range(len(days) - 1, -1, -1):
        later = seen[number] @ (gaps[number] @ later)
        later = later / later.max()
        found[number] = later
    return found


def on_days(asked: Days, start: Floats, days: Days, ahead: Floats, behind: Floats | None, over: Moves) -> Floats:
    """Chances of the states at the end of each day asked for: (asked, states).

    From :func:`forward` alone they are filtered; with :func:`backward` they are smoothed.
    """
    last = np.searchsorted(days, asked, side="right") - 1
    told = last >= 0
    since = np.where(told, asked - days[np.maximum(last, 0)], 0)
    before = np.where(told[:, None], ahead[np.maximum(last, 0)], start)
    found = np.einsum("qk,qkl->ql", before, over.over(since))
    if behind is not None:
        coming = last + 1 < len(days)
        next_one = np.minimum(last + 1, len(days) - 1)
        until = np.where(coming, days[next_one] - asked, 0)
        fits = np.einsum("qkl,ql->qk", over.over(until), behind[next_one])
        found = found * np.where(coming[:, None], fits, 1.0)
    return np.asarray(found / found.sum(axis=1, keepdims=True))
