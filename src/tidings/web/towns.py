"""Names of towns for a map: the largest of a view, spread over it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from msgspec import Struct

from tidings.reference.gazetteer_file import LETTERS, SCALE
from tidings.reference.gazetteer_place import connect
from tidings.web.index_filters import Box
from tidings.web.shapes import Town, Towns

_MOST: Final = 60
_CELLS: Final = 8  # a view is so many cells wide and high, and each prints at most three names
_IN_CELL: Final = 3
#: People that a town must have to be printed, by zoom level from 0 on; further in, every town is.
_LEAST: Final = (5_000_000, 3_000_000, 2_000_000, 1_000_000, 500_000, 200_000, 100_000, 40_000, 15_000, 5_000, 1_000)

Array = np.ndarray[Any, np.dtype[Any]]


class _All(Struct, frozen=True):
    """All towns of the gazetteer that have a point, the most populous first."""

    number: Array
    lat: Array
    lon: Array
    population: Array
    names: list[str]


def towns_in(box: Box, zoom: float) -> Towns:
    """The largest towns of a view, at most sixty and few in any one part of it; ``zoom`` as in slippy maps."""
    found = _all()
    west, south, east, north = box
    least = _LEAST[int(zoom)] if zoom < len(_LEAST) else 0
    beside = (found.lon >= west) & (found.lon <= east) if west <= east else (found.lon >= west) | (found.lon <= east)
    inside = np.flatnonzero(beside & (found.lat >= south) & (found.lat <= north) & (found.population >= least))
    wide, high = max((east - west) % 360 or 360, 1e-9), max(north - south, 1e-9)
    kept: list[int] = []
    count: dict[tuple[int, int], int] = {}
    for row in inside.tolist():
        across, up = (found.lon[row] - west) % 360 / wide, (found.lat[row] - south) / high
        cell = min(int(across * _CELLS), _CELLS - 1), min(int(up * _CELLS), _CELLS - 1)
        if count.get(cell, 0) < _IN_CELL:
            count[cell] = count.get(cell, 0) + 1
            kept.append(row)
            if len(kept) == _MOST:
                break
    return Towns(
        items=tuple(
            Town(
                id=f"gn:{found.number[row]}", name=found.names[row], lat=float(found.lat[row]), lon=float(found.lon[row]),
                population=int(found.population[row]) or None,
            )
            for row in kept
        )
    )  # fmt: skip


@cache
def _all() -> _All:
    base = connect((files("tidings.reference") / "data" / "gazetteer.sqlite").__str__())
    wanted = (
        "SELECT no, lat, lon, population, name FROM place LEFT JOIN own ON own.place = no WHERE class = ? AND lat IS NOT NULL "
        "AND own.place IS NULL ORDER BY population DESC, no"
    )
    rows = base.execute(wanted, (LETTERS["town"],)).fetchall()
    base.close()
    number, lat, lon, population, names = zip(*rows, strict=True)
    return _All(np.array(number), np.array(lat) / SCALE, np.array(lon) / SCALE, np.array(population), list(names))
