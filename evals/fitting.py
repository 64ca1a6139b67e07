"""Tables of points from examples: a logistic regression with a penalty, fitted by Newton's method, with no chance in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tidings.reference.points import CONSTANT

_LEAST_SEEN, _PENALTY, _STEPS = 8, 8.0, 25
Sample = tuple[frozenset[str], bool]


def fitted(samples: Sequence[Sample]) -> dict[str, float]:
    """The weights of signs seen often enough, rounded to hundredths; ``always`` is the constant."""
    seen = Counter(sign for signs, _ in samples for sign in signs)
    names = [name for name in sorted(seen) if seen[name] >= _LEAST_SEEN]
    place = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(samples), len(names) + 1))
    matrix[:, -1] = 1
    for row, (signs, _) in enumerate(samples):
        matrix[row, [place[sign] for sign in signs if sign in place]] = 1
    right = np.array([float(label) for _, label in samples])
    penalty = np.eye(len(names) + 1) * _PENALTY
    penalty[-1, -1] = 0.01
    weights = np.zeros(len(names) + 1)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (chance - right) + penalty @ weights
        weights -= np.linalg.solve((matrix.T * (chance * (1 - chance))) @ matrix + penalty, slope)
    rounded = [round(float(weight), 2) for weight in weights]
    return {CONSTANT: rounded[-1], **{name: weight for name, weight in zip(names, rounded, strict=False) if weight}}
