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


def test_with_a_prior_weights_begin_there() -> None:
    """A few examples move a weight a little, many to where they say; what is seldom seen keeps its own."""
    prior = {CONSTANT: -1.0, "sign": 1.0, "rare": 3.0}

    def of(times: int) -> dict[str, float]:
        return fitted([(frozenset({"sign"}), False)] * times + [(frozenset({"rare"}), True)], prior)

    assert (of(1)["sign"], of(1)["rare"]) == (1.0, 3.0)
    assert 1.0 > of(10)["sign"] > of(1000)["sign"]
    assert of(1000)["rare"] == 3.0
    assert fitted([(frozenset({"sign"}), False)] * 99, prior, held=frozenset({"sign"}))["sign"] == 1.0
    assert fitted([(frozenset({"sign"}), False)] * 99, prior, held=frozenset({CONSTANT}))[CONSTANT] == -1.0
