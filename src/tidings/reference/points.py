"""Points for signs: how likely something is what its signs say, by a table of weights (log odds) that was fitted on examples.

A sign is a few words ("no doer named"). A number becomes a ladder of signs, one for each rung that it reaches ("heads act >= 2"),
so that a table can follow it and a reader can see what each step is worth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from tidings.errors import DataError

Table = Mapping[str, float]
CONSTANT = "always"
_RUNG = " >= "
_FAR = 7.0


@cache
def load_points(name: str) -> Table:
    """A table of the package, by the name of its file. Raises DataError where a weight is no number."""
    import yaml

    table = yaml.safe_load((files("tidings.reference") / "data" / f"{name}.yaml").read_text(encoding="utf-8"))
    if (
        not isinstance(table, dict)
        or CONSTANT not in table
        or not all(isinstance(each, int | float) for each in table.values())
    ):
        raise DataError(f"{name}.yaml is no table of points: every sign needs a number, and {CONSTANT!r} must be there")
    return table


def probability(table: Table, signs: Iterable[str]) -> float:
    """How likely something with these signs is right, in (0, 1). Signs that the table does not know count nothing."""
    points = table[CONSTANT] + sum(table.get(sign, 0.0) for sign in sorted(signs))
    return 1 / (1 + math.exp(-points))


def shares(table: Table, signs: Iterable[str]) -> list[tuple[str, float]]:
    """What each sign adds (log odds), the weightiest first; all rungs of a ladder count as one."""
    found: dict[str, float] = {}
    for sign in sorted(signs):
        name = sign.split(_RUNG)[0]
        found[name] = found.get(name, 0.0) + table.get(sign, 0.0)
    return sorted(found.items(), key=lambda share: (-abs(share[1]), share[0]))


def odds(chance: float) -> float:
    """Log odds of a chance, between -7 and 7."""
    least = 1 / (1 + math.exp(_FAR))
    bounded = min(max(chance, least), 1 - least)
    return math.log(bounded / (1 - bounded))


def ladder(name: str, value: float, low: float = -4.0, high: float = 4.0, step: float = 0.5) -> Iterator[str]:
    """All rungs that a number reaches: ``odds >= -4``, ``odds >= -3.5`` …

    >>> list(ladder("odds", -3.2))
    ['odds >= -4', 'odds >= -3.5']
    """
    rungs = round((high - low) / step)
    yield from (f"{name}{_RUNG}{low + step * rung:g}" for rung in range(rungs + 1) if value >= low + step * rung)
