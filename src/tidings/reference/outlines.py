"""Outlines of first-order units: for drawing the map, and for asking which unit a point lies in.

From Natural Earth (public domain), built by ``scripts/build_outlines.py`` and simplified to about a kilometre: a point within
that distance of a border may come out on the other side. Units follow Natural Earth's edition: some are older than the
gazetteer's (the eleven provinces of DR Congo before 2015). What states dispute is marked, not decided (``disputed.yaml``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct

from tidings.errors import DataError

DATA = Path(__file__).parent / "data"
_KM_PER_DEGREE = 111.2

Ring = tuple[tuple[float, float], ...]


class Outline(Struct, frozen=True, kw_only=True):
    """A unit's outline: rings of (longitude, latitude) in degrees WGS84; ``disputed`` names the area in dispute that it belongs to.

    ``id`` is the gazetteer's where it has the unit (``gn:…``), else Natural Earth's (``ne:…``).
    """

    id: str
    name: str
    country: str | None
    disputed: str | None
    rings: tuple[Ring, ...]
    west: float
    south: float
    east: float
    north: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point lies inside (even-odd rule, so that holes count as outside)."""
        if not (self.south <= lat <= self.north and self.west <= lon <= self.east):
            return False
        return sum(_crossings(ring, lat, lon) for ring in self.rings) % 2 == 1

    def distance_km(self, lat: float, lon: float) -> float:
        """Distance of a point from the outline in km; 0 inside."""
        if self.holds(lat, lon):
            return 0.0
        return min(_distance_to_ring(ring, lat, lon) for ring in self.rings)


def _crossings(ring: Ring, lat: float, lon: float) -> int:
    """How many edges of a ring a ray to the east crosses."""
    count = 0
    for (x0, y0), (x1, y1) in pairwise(ring):
        if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) * (x1 - x0) / (y1 - y0):
            count += 1
    return count


def _distance_to_ring(ring: Ring, lat: float, lon: float) -> float:
    """Distance in km to the nearest edge, on a plane that touches the globe at the point.

    Each edge is measured from the side of the globe where it begins: Fiji's at 179° E is two degrees from a point at 179° W.
    """
    wide = math.cos(math.radians(lat))
    return _KM_PER_DEGREE * min(
        _from_origin(_turned(x0 - lon) * wide, y0 - lat, (_turned(x0 - lon) + x1 - x0) * wide, y1 - lat)
        for (x0, y0), (x1, y1) in pairwise(ring)
    )


def _turned(degrees: float) -> float:
    """A difference of longitudes, from -180 up to 180."""
    return (degrees + 180) % 360 - 180


def _from_origin(x0: float, y0: float, x1: float, y1: float) -> float:
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(x0 * (x1 - x0) + y0 * (y1 - y0)) / length))
    return math.hypot(x0 + along * (x1 - x0), y0 + along * (y1 - y0))


@cache
def outlines() -> tuple[Outline, ...]:
    """All outlines, ordered by country and id; DataError when the file is not the one that was built."""
    topology = read_topology()
    arcs = _arcs(topology)
    return tuple(_outline(shape, arcs) for shape in topology["objects"]["units"]["geometries"])


def read_topology(path: Path = DATA / "outlines.json") -> dict[str, Any]:
    """The TopoJSON as shipped, for a map: objects ``units`` and ``lines`` (classes ``country``, ``admin1``, ``disputed``)."""
    try:
        content, pinned = path.read_bytes(), path.with_suffix(".sha256").read_text("utf-8").strip()
    except OSError as error:
        raise DataError(f"the outlines {path} cannot be read: {error}; install tidings again") from error
    if sha256(content).hexdigest() != pinned:
        raise DataError(
            f"the outlines {path} are not the file that was built: the digest differs; install tidings again"
        )
    found: dict[str, Any] = json.loads(content)
    return found


def outlines_at(lat: float, lon: float) -> tuple[Outline, ...]:
    """The units a point lies in: one on land, none at sea."""
    return tuple(outline for outline in outlines() if outline.holds(lat, lon))


def outlines_of(country: str) -> tuple[Outline, ...]:
    """The units of a country by its ISO code."""
    return tuple(outline for outline in outlines() if outline.country == country)


def _arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The arcs in degrees: TopoJSON keeps whole numbers, each the step from the one before."""
    (wide, high), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * wide + left, y * high + low))
        found.append(points)
    return found


def _outline(shape: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> Outline:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = tuple(_ring(numbers, arcs) for polygon in polygons for numbers in polygon)
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    return Outline(**shape["properties"], rings=rings, west=min(xs), south=min(ys), east=max(xs), north=max(ys))


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> Ring:
    return tuple(_joined(numbers, arcs))


def _joined(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> Iterator[tuple[float, float]]:
    """The points of a ring's arcs in order; a negative number is an arc read backwards."""
    for position, number in enumerate(numbers):
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        yield from points if position == 0 else points[1:]
