"""The hidden Markov chain of one place in continuous time: forward and backward over observations on irregular days.

States are the parties, *contested* and *no armed control*, in this order. Inside the chain a place that is fought for keeps
who held it before, who is likelier to hold it afterwards: so *contested* is as many states as there are parties, and
:func:`folded` adds them up. A gap of ``d`` days moves states by ``expm(Q d)`` (:func:`scipy.linalg.expm`), with the rates of
``control_rules.yaml``. An observation is a matrix: what is said of how things stand has one on the diagonal (the likelihood
of each state), and what is said of a change moves states. Rabiner 1989 for forward and backward; Anders 2020 for control as a hidden state.
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


def rate_matrix(weights: Floats, rates: Rates) -> Floats:
    """Q of the chain, moves a day: rows sum to 0; ``weights``: how likely each party is, one or more, to be who comes."""
    parties = len(weights)
    held, fought, none = np.arange(parties), parties + np.arange(parties), 2 * parties
    matrix = np.zeros((none + 1, none + 1))
    others = np.where(np.eye(parties, dtype=bool), 0.0, weights)
    coming = others / np.maximum(others.sum(axis=1, keepdims=True), 1e-9)
    matrix[:parties, :parties] = rates.held["taken"] * coming
    matrix[held, fought] = rates.held["contested"]
    matrix[held, none] = rates.held["none"]
    matrix[parties:none, :parties] = rates.contested["taken"] * coming
    matrix[fought, held] = rates.contested["back"]
    matrix[fought, none] = rates.contested["none"]
    matrix[none, :parties] = rates.none["held"] * weights / weights.sum()
    matrix[none, parties:none] = rates.none["contested"] * weights / weights.sum()
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return matrix


class Moves:
    """``expm(Q d)`` for whole days ``d``, worked out once for a chain."""

    def __init__(self, weights: Floats, rates: Rates) -> None:
        self.weights = weights / weights.sum()
        self._known: Floats = np.stack([np.eye(2 * len(weights) + 1), expm(rate_matrix(weights, rates))])

    def over(self, days: Days) -> Floats:
        """The matrices of gaps in days, of any shape; longer ones than ten years are as ten years."""
        short = np.minimum(days, _LONGEST)
        while len(self._known) <= short.max(initial=0):  # those of d + n days are those of d after those of n
            last = self._known[-1]
            self._known = np.concatenate([self._known, self._known[1:] @ last])
        return self._known[short]

    def spread(self, states: Floats) -> Floats:
        """Chances of the states, shape (states,), with contested as so many states, by how likely each party is to have held it."""
        parties = len(self.weights)
        return np.concatenate([states[:parties], states[parties] * self.weights, states[parties + 1 :]])

    def spread_seen(self, seen: Floats) -> Floats:
        """Observations, (observations, states, states), for contested as so many states: a place keeps who held it before."""
        parties = len(self.weights)
        held, fought, none = slice(parties), slice(parties, 2 * parties), 2 * parties
        found = np.zeros((len(seen), none + 1, none + 1))
        same = np.arange(parties)
        found[:, held, held] = seen[:, :parties, :parties]
        found[:, same, parties + same] = seen[:, :parties, parties]
        found[:, held, none] = seen[:, :parties, parties + 1]
        found[:, fought, held] = seen[:, None, parties, :parties]
        found[:, parties + same, parties + same] = seen[:, parties, parties, None]
        found[:, fought, none] = seen[:, None, parties, parties + 1]
        found[:, none, held] = seen[:, parties + 1, :parties]
        found[:, none, fought] = seen[:, parties + 1, parties, None] * self.weights
        found[:, none, none] = seen[:, parties + 1, parties + 1]
        return found


def folded(chances: Floats) -> Floats:
    """Chances of parties, contested and none, from those of the chain's states: (…, states)."""
    parties = chances.shape[-1] // 2
    contested = chances[..., parties : 2 * parties].sum(axis=-1, keepdims=True)
    return np.concatenate([chances[..., :parties], contested, chances[..., 2 * parties :]], axis=-1)


@lru_cache(maxsize=256)
def moves(
    weights: tuple[float, ...], held: tuple[float, ...], contested: tuple[float, ...], none: tuple[float, ...]
) -> Moves:
    """The moves of a chain; see :func:`moves_of`."""
    rates = Rates(
        held=dict(zip(_HELD, held, strict=True)),
        contested=dict(zip(_CONTESTED, contested, strict=True)),
        none=dict(zip(_NONE, none, strict=True)),
    )
    return Moves(np.array(weights), rates)


_HELD: Final = ("contested", "taken", "none")
_CONTESTED: Final = ("back", "taken", "none")
_NONE: Final = ("held", "contested")


def moves_of(weights: Floats, rates: Rates, pace: float = 1.0) -> Moves:
    """The moves of a chain of parties with such weights; ``pace`` makes all rates so many times faster."""
    return moves(
        tuple(map(float, weights)),
        tuple(pace * rates.held[name] for name in _HELD),
        tuple(pace * rates.contested[name] for name in _CONTESTED),
        tuple(pace * rates.none[name] for name in _NONE),
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
