"""Points for signs: how likely something is what its signs say, by a table of weights that was fitted on training texts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml
from msgspec import Struct

_TABLE = Path(__file__).with_name("muc4_points.yaml")


class Points(Struct, frozen=True, kw_only=True):
    """Weights of signs (log odds) for accounts and for people, and the least probabilities that count."""

    accounts: Mapping[str, float]
    peoples: Mapping[str, float]
    least_account: float
    least_people: float
    least_alone: float

    def account(self, signs: Iterable[str]) -> float:
        """How likely an account with these signs is an incident of the kind, in [0, 1]."""
        return _probability(self.accounts, signs)

    def people(self, signs: Iterable[str]) -> float:
        """How likely people with these signs are victims of such an incident, in [0, 1]."""
        return _probability(self.peoples, signs)


def _probability(weights: Mapping[str, float], signs: Iterable[str]) -> float:
    odds = weights["always"] + sum(weights.get(sign, 0.0) for sign in sorted(signs))
    return 1 / (1 + math.exp(-odds))


@cache
def load_points() -> Points:
    """The table beside this file."""
    table = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return Points(**table["least"], accounts=table["accounts"], peoples=table["people"])
