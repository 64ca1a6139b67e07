"""Points for signs: how likely something is what its signs say, by a table of weights that was fitted on training texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml
from msgspec import Struct

from tidings.reference.points import Table, odds, probability

_TABLE = Path(__file__).with_name("muc4_points.yaml")


class Points(Struct, frozen=True, kw_only=True):
    """Weights of signs (log odds) and the least probabilities that count, by what is judged."""

    accounts: Table
    harmed: Table
    peoples: Table
    types: Table
    fillers: Mapping[str, Table]
    pairs: Table
    least: Mapping[str, float]

    def account(self, signs: Iterable[str]) -> float:
        """How likely an account with these signs is an incident of the kind, in [0, 1]."""
        return probability(self.accounts, signs)

    def by_rules(self, signs: Iterable[str]) -> float:
        """How likely people are victims by the signs of the rules alone, in [0, 1]."""
        return probability(self.harmed, signs)

    def people(self, signs: Iterable[str]) -> float:
        """How likely people with these signs are victims of such an incident, in [0, 1]."""
        return probability(self.peoples, signs)

    def type(self, signs: Iterable[str]) -> float:
        """How likely a text tells an incident of the type that has these signs, in [0, 1]."""
        return probability(self.types, signs)

    def filler(self, role: str, signs: Iterable[str]) -> float:
        """How likely a string with these signs fills the role, in [0, 1]."""
        return probability(self.fillers[role], signs)

    def pair(self, signs: Iterable[str]) -> float:
        """How likely two members with these signs belong to one incident, in log odds."""
        return odds(probability(self.pairs, signs))


@cache
def load_points() -> Points:
    """The table beside this file."""
    table = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return Points(**table)
