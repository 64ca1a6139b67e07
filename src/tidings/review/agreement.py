"""How far two codings agree, field by field: Krippendorff's alpha with its interval, the share that is equal, F1 of spans.

Alpha is 1 - observed / expected disagreement (Krippendorff, *Content Analysis*, 4th ed., ch. 12): 1 is agreement, 0 what chance
would give. For names and kinds any difference counts alike (nominal); days and figures count the more the further they lie
apart (interval, the squared distance). The interval is a percentile bootstrap over events, always with the same seed, so
that the same codings print the same figures. (The library `krippendorff` is under the GPL, which Apache-2.0 cannot take in.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from tidings.model.audit import CodedField

Array = np.ndarray[Any, np.dtype[Any]]
Values = Sequence[str | None]
_DRAWS: Final = 2000
_SEED: Final = 20_261_128
_ENDS: Final = (2.5, 97.5)  # percent: a 95% interval
_FEW: Final = 2  # with fewer pairs there is no alpha


class Agreed(Struct, frozen=True, kw_only=True):
    """Agreement of two codings on one field. ``n``: the events on which alpha rests; of figures and days those that both know.

    ``alpha`` is ``None`` where it is not defined: fewer than two pairs, or one value throughout. ``equal``: share of ``of``
    events on which both say the same, unknown included.
    """

    n: int
    of: int
    alpha: float | None
    low: float | None
    high: float | None
    equal: float


def agreed(field: str, one: Values, other: Values) -> Agreed:
    """How far two codings agree on a field, event by event. Values as typed; ``None``: unknown."""
    same = [mine == theirs for mine, theirs in zip(one, other, strict=True)]
    equal = sum(same) / len(same) if same else 0.0
    if is_interval(field):
        pairs = [(number_of(field, a), number_of(field, b)) for a, b in zip(one, other, strict=True)]
        numbers = np.array([(a, b) for a, b in pairs if a is not None and b is not None], dtype=float).reshape(-1, 2)
        alpha, draws = _interval(numbers[:, 0], numbers[:, 1])
    else:
        kinds = {
            value: at for at, value in enumerate(sorted({*one, *other}, key=lambda value: (value is not None, value)))
        }
        numbers = np.array([(kinds[a], kinds[b]) for a, b in zip(one, other, strict=True)], dtype=int).reshape(-1, 2)
        alpha, draws = _nominal(numbers[:, 0], numbers[:, 1], len(kinds))
    low, high = _ends(draws) if alpha is not None else (None, None)
    return Agreed(n=len(numbers), of=len(same), alpha=alpha, low=low, high=high, equal=equal)


def is_interval(field: str) -> bool:
    """Whether the distance between two values of a field means something: days and figures."""
    return field == "date" or "." in field


def number_of(field: str, value: str | None) -> float | None:
    """A day as ordinal (the middle of several), a figure as its best guess (else the middle of its bounds, else the bound there is).

    >>> number_of("killed.civilians", "9-14"), number_of("killed.civilians", "12+"), number_of("date", "1970-01-02")
    (11.5, 12.0, 719164.0)
    """
    if value is None:
        return None
    if field == "date":
        days = [dt.date.fromisoformat(part).toordinal() for part in value.split("/") if part != ".."]
        return sum(days) / len(days) if days else None
    parts = value.replace("<=", "../").replace("+", "/..").replace("-", "/../" if "/" not in value else "-").split("/")
    known = [float(part) for part in parts if part != ".."]
    return known[1] if len(known) == 3 else sum(known) / len(known) if known else None


# --- alpha ------------------------------------------------------------------------------------------------------------------


def _nominal(one: Array, other: Array, kinds: int) -> tuple[float | None, Array]:
    """Alpha of kinds by number, and that of each draw of the bootstrap."""

    def alphas(rows: Array) -> Array:
        observed = (one[rows] != other[rows]).mean(axis=-1)
        total = 2 * rows.shape[-1]
        alike = np.zeros(rows.shape[:-1])
        for kind in range(kinds):
            count = (one[rows] == kind).sum(axis=-1) + (other[rows] == kind).sum(axis=-1)
            alike += count * (count - 1.0)
        return _ratio(observed, 1 - alike / (total * (total - 1)))

    return _drawn(alphas, len(one))


def _interval(one: Array, other: Array) -> tuple[float | None, Array]:
    """Alpha of numbers, and that of each draw of the bootstrap. All pairs of values at once: their squared distances have a closed form."""

    def alphas(rows: Array) -> Array:
        a, b = one[rows], other[rows]
        observed = ((a - b) ** 2).mean(axis=-1)
        total = 2 * rows.shape[-1]
        squares = (a**2).sum(axis=-1) + (b**2).sum(axis=-1)
        sums = a.sum(axis=-1) + b.sum(axis=-1)
        expected = 2 * (total * squares - sums**2) / (total * (total - 1))
        return _ratio(observed, expected)

    middle = float(np.concatenate([one, other]).mean()) if len(one) else 0.0
    one, other = one - middle, other - middle  # ordinals of days are large: their squares would lose digits
    return _drawn(alphas, len(one))


def _ratio(observed: Array, expected: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Array = np.where(expected > 1e-12, 1 - observed / expected, np.nan)
    return found


def _drawn(alphas: Any, n: int) -> tuple[float | None, Array]:
    if n < _FEW:
        return None, np.array([])
    whole = float(alphas(np.arange(n)[np.newaxis, :])[0])
    if np.isnan(whole):
        return None, np.array([])
    rows = np.random.default_rng(_SEED).integers(0, n, size=(_DRAWS, n))
    return whole, alphas(rows)


def _ends(draws: Array) -> tuple[float | None, float | None]:
    """The interval; a draw of one value throughout has no alpha and is left out."""
    known = draws[~np.isnan(draws)]
    if not len(known):
        return None, None
    low, high = np.percentile(known, _ENDS)
    return float(low), float(high)


# --- spans ------------------------------------------------------------------------------------------------------------------


def span_f1(pairs: Iterable[tuple[CodedField | None, CodedField | None]]) -> float | None:
    """How far the words that two codings give for a field are the same: F1 over letters, all events together.

    Events in which neither gives any are left out; ``None`` when there is no other.
    """
    shared = total = 0
    for one, other in pairs:
        mine, theirs = _span(one), _span(other)
        total += sum(end - start for span in (mine, theirs) if span for _, start, end in (span,))
        if mine and theirs and mine[0] == theirs[0]:
            shared += max(0, min(mine[2], theirs[2]) - max(mine[1], theirs[1]))
    return 2 * shared / total if total else None


def _span(coded: CodedField | None) -> tuple[str, int, int] | None:
    if coded is None or coded.article is None or coded.start is None or coded.end is None:
        return None
    return coded.article, coded.start, coded.end
