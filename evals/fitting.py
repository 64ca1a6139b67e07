"""Tables of points from examples: a logistic regression with a penalty, fitted by Newton's method, with no chance in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tidings.reference.points import CONSTANT, Table

_LEAST_SEEN, _PENALTY, _STEPS = 8, 8.0, 25
_FIXED = 1e9  # a penalty that leaves a weight where it is
Sample = tuple[frozenset[str], bool]


def fitted(
    samples: Sequence[Sample],
    prior: Table | None = None,
    penalty: float = _PENALTY,
    held: frozenset[str] = frozenset(),
) -> dict[str, float]:
    """The weights of signs seen often enough, rounded to hundredths; ``always`` is the constant.

    With a ``prior`` weights are drawn to those of the table and not to nought, the constant too; signs that are seldom seen keep
    theirs, and so do those ``held``; the constant may be one of them.
    """
    seen = Counter(sign for signs, _ in samples for sign in signs if sign not in held)
    names = [name for name in sorted(seen) if seen[name] >= _LEAST_SEEN]
    place = {name: index for index, name in enumerate(names)}
    known = prior or {}
    centre = np.array([known.get(name, 0.0) for name in (*names, CONSTANT)])
    matrix = np.zeros((len(samples), len(names) + 1))
    matrix[:, -1] = 1
    given = np.zeros(len(samples))
    for row, (signs, _) in enumerate(samples):
        matrix[row, [place[sign] for sign in signs if sign in place]] = 1
        given[row] = sum(known.get(sign, 0.0) for sign in sorted(signs) if sign not in place)
    right = np.array([float(label) for _, label in samples])
    drawn = np.eye(len(names) + 1) * penalty
    if CONSTANT in held:
        drawn[-1, -1] = _FIXED
    elif prior is None:
        drawn[-1, -1] = 0.01
    weights = centre.copy()
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(matrix @ weights + given)))
        slope = matrix.T @ (chance - right) + drawn @ (weights - centre)
        weights -= np.linalg.solve((matrix.T * (chance * (1 - chance))) @ matrix + drawn, slope)
    rounded = [round(float(weight), 2) for weight in weights]
    told = {name: weight for name, weight in zip(names, rounded, strict=False) if weight}
    kept = {name: weight for name, weight in known.items() if name not in place and name != CONSTANT}
    return {CONSTANT: rounded[-1], **dict(sorted({**kept, **told}.items()))}
