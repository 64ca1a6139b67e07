"""Tables of points come out of examples as they should."""

from __future__ import annotations

from evals.fitting import fitted
from tidings.reference.points import CONSTANT, probability


def test_a_sign_of_what_is_right_gets_points() -> None:
    """Nine in ten with the sign are right, one in ten without it; a rare sign is left out."""
    samples = [(frozenset({"sign"}), number % 10 > 0) for number in range(200)]
    samples += [(frozenset({"other"}), number % 10 == 0) for number in range(200)] + [(frozenset({"rare"}), True)]
    table = fitted(samples)
    assert set(table) <= {CONSTANT, "sign", "other"}
    assert 0.8 < probability(table, {"sign"}) < 0.95
    assert 0.05 < probability(table, {"other"}) < 0.2
    assert table == fitted(samples)
