"""Names of towns for a map: the largest of a view, spread over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from typing import Final

import numpy as np

from tidings.reference.gazetteer_file import LETTERS, SCALE
from tidings.reference.gazetteer_place import GazetteerPlace, connect
from tidings.web.index_filters import Box
from tidings.web.shapes import Town, Towns

_MOST: Final = 60
_CELLS: Final = 8  # a view is so many cells wide and high, and each prints at most three names
_IN_CELL: Final = 3
#: People that a town must have to be printed, by zoom level from 0 on; further in, every town is.
_LEAST: Final = (5_000_000, 3_000_000, 2_000_000, 1_000_000, 500_000, 200_000, 100_000, 40_000, 15_000, 5_000, 1_000)

Row = tuple[str, float, float, int, str]  # id, latitude, longitude, people, name


class MapTowns:
    """Towns to be printed on a map: the shipped ones and those among places of a user's tables, which hide the shipped ones of their ids."""

    def __init__(self, own: tuple[GazetteerPlace, ...] = ()) -> None:
        hidden = {place.id for place in own}
        rows = [row for row in _shipped() if row[0] not in hidden]
        for place in own:
            if place.kind == "town" and place.lat is not None and place.lon is not None:
                rows.append((place.id, place.lat, place.lon, place.population, place.name))
        rows.sort(key=lambda row: (-row[3], row[0]))
        self._id, lat, lon, population, self._name = zip(*rows, strict=True)
        self._lat, self._lon, self._population = np.array(lat), np.array(lon), np.array(population)

    def within(self, box: Box, zoom: float) -> Towns:
        """The largest towns of a view, at most sixty and few in any one part of it; ``zoom`` as in slippy maps."""
        west, south, east, north = box
        least = _LEAST[int(zoom)] if zoom < len(_LEAST) else 0
        beside = (
            (self._lon >= west) & (self._lon <= east) if west <= east else (self._lon >= west) | (self._lon <= east)
        )
        inside = np.flatnonzero(beside & (self._lat >= south) & (self._lat <= north) & (self._population >= least))
        wide, high = max((east - west) % 360 or 360, 1e-9), max(north - south, 1e-9)
        kept: list[int] = []
        count: dict[tuple[int, int], int] = {}
        for row in inside.tolist():
            across, up = (self._lon[row] - west) % 360 / wide, (self._lat[row] - south) / high
            cell = min(int(across * _CELLS), _CELLS - 1), min(int(up * _CELLS), _CELLS - 1)
            if count.get(cell, 0) < _IN_CELL:
                count[cell] = count.get(cell, 0) + 1
                kept.append(row)
                if len(kept) == _MOST:
                    break
        return Towns(
            items=tuple(
                Town(
                    id=self._id[row], name=self._name[row], lat=float(self._lat[row]), lon=float(self._lon[row]),
                    population=int(self._population[row]) or None,
                )
                for row in kept
            )
        )  # fmt: skip


def _shipped() -> Iterator[Row]:
    base = connect((files("tidings.reference") / "data" / "gazetteer.sqlite").__str__())
    wanted = (
        "SELECT no, lat, lon, population, name FROM place LEFT JOIN own ON own.place = no WHERE class = ? AND lat IS NOT NULL "
        "AND own.place IS NULL"
    )
    with closing(base):
        for number, lat, lon, population, name in base.execute(wanted, (LETTERS["town"],)):
            yield f"gn:{number}", lat / SCALE, lon / SCALE, population, name
