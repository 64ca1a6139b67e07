"""A place of the gazetteer, how well a name matched it, and how both are read from a file of places."""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import quote

from msgspec import Struct

from tidings.reference.gazetteer_file import COMMON, DEMONYM, LETTERS, LOOSE, SCALE, SKELETON
from tidings.reference.placenames import PlaceClass

How = Literal["name", "alternate", "loose", "fuzzy"]
Layer = Literal["geonames", "tidings", "layer", "user"]

_CLASSES: dict[str, PlaceClass] = {letter: kind for kind, letter in LETTERS.items()}
_SELECT = """
SELECT p.no, p.name, p.lat, p.lon, p.class, coalesce(p.country, u.country), p.population, u.no, u.name, u.class, v.no, v.name, o.slug, o.accuracy, a.radius,
       a.south, a.west, a.north, a.east, {kind} FROM {table} LEFT JOIN place u ON u.no = p.parent LEFT JOIN place v ON v.no = u.parent
LEFT JOIN own o ON o.place = p.no LEFT JOIN area a ON a.place = p.no WHERE {where}
"""
_BY_KEY = _SELECT.format(kind="n.kind", table="name n JOIN place p ON p.no = n.place", where="n.key = ?")
_BY_RANGE = _SELECT.format(
    kind="n.kind, n.key", table="name n JOIN place p ON p.no = n.place", where="n.key >= ? AND n.key < ?"
)
_BY_NUMBER = _SELECT.format(kind="0", table="place p", where="p.no = ?")
_RADIUS: dict[PlaceClass, float] = {
    "town": 3.0,
    "site": 3.0,
    "admin2": 30.0,
    "admin1": 100.0,
    "region": 100.0,
    "water": 100.0,
    "mountain": 30.0,
    "country": 400.0,
}
_UNTOLD = 5_000
_CITY_POPULATION = 50_000  # from here on the radius grows with the root of the population, to 10 km (geo.md §5)


class Box(Struct, frozen=True):
    """South, west, north and east in degrees; of a country or a first order unit, from its towns without far islands."""

    south: float
    west: float
    north: float
    east: float


class GazetteerPlace(Struct, frozen=True, kw_only=True):
    """A place of the gazetteer. ``country`` is ``None`` where it lies in several; ``accuracy_km`` how well its point is known.

    ``source``: GeoNames or our own rows, both shipped; a layer that the user added; or a user's table. ``layer`` names the latter two.
    """

    id: str
    name: str
    kind: PlaceClass
    lat: float | None
    lon: float | None
    country: str | None
    countries: tuple[str, ...]
    admin1: str | None
    admin1_id: str | None
    admin2: str | None
    admin2_id: str | None
    population: int
    radius_km: float
    accuracy_km: float | None
    box: Box | None
    source: Layer
    layer: str | None = None

    @property
    def hand_picked(self) -> bool:
        """Whether somebody chose the place as one that news names by itself: a user's row, or a region, river or site of our table.

        The villages of our table are many; they count as the small towns they are.
        """
        return self.source == "user" or (self.source == "tidings" and self.kind != "town")

    @property
    def weight(self) -> int:
        """People for weighing names: of a town of our table, whose number nobody has told, as many as of a small known one."""
        return self.population or (_UNTOLD if self.source == "tidings" and self.kind == "town" else 0)

    @property
    def is_placed(self) -> bool:
        """Whether the point is the place's own; a district without a known town stands at the middle of the unit above it."""
        return self.lat is not None and not (
            self.source == "geonames" and self.kind == "admin2" and self.population == 0
        )

    @property
    def geoname_id(self) -> int | None:
        """The GeoNames id of a place that came from there."""
        return int(self.id[3:]) if self.id.startswith("gn:") else None


class Match(Struct, frozen=True):
    """A place found under a name: ``how`` by its own name, an alternate, a looser spelling or one that is only much alike (fuzzy).

    ``common``: the name is an English word too. ``layer``: the user's layer that has the name, of a place that may be a shipped one.
    """

    place: GazetteerPlace
    how: How
    common: bool
    layer: str | None = None


def connect(path: str) -> sqlite3.Connection:
    """A file of places, open for reading from any thread."""
    base = sqlite3.connect(f"file:{quote(os.fsencode(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    base.execute("PRAGMA cache_size=-8000")
    return base


def matches_of(base: sqlite3.Connection, key: str, layer: str | None = None) -> tuple[Match, ...]:
    """What a file has under a key, the most populous first; names of peoples are left out."""
    rows = base.execute(_BY_KEY, (key,)).fetchall()
    return tuple(sorted(map(_match(layer), (row for row in rows if row[-1] & 7 != DEMONYM)), key=most_populous))


def matches_between(
    base: sqlite3.Connection, low: str, high: str, layer: str | None = None
) -> tuple[tuple[str, Match], ...]:
    """What a file has under the keys from ``low`` up to, without, ``high``, each with its key."""
    made = _match(layer)
    return tuple((str(row[-1]), made(row[:-1])) for row in base.execute(_BY_RANGE, (low, high)).fetchall())


def place_numbered(base: sqlite3.Connection, number: int, layer: str | None = None) -> GazetteerPlace | None:
    """The place with a number."""
    row = base.execute(_BY_NUMBER, (number,)).fetchone()
    return _place(row, layer) if row else None


def countries_of(base: sqlite3.Connection) -> dict[str, GazetteerPlace]:
    """The countries of a file by code."""
    rows = base.execute(_SELECT.format(kind="0", table="place p", where="p.class = 'C'")).fetchall()
    return {str(row[5]): _place(row, None) for row in rows}


def _match(layer: str | None) -> Callable[[tuple[Any, ...]], Match]:
    return lambda row: Match(_place(row, layer), how_of(row[-1]), bool(row[-1] & COMMON), layer)


def how_of(kind: int) -> How:
    """How a key of that kind matches."""
    return {LOOSE: "loose", SKELETON: "fuzzy"}.get(kind & 7) or ("alternate" if kind & 7 else "name")  # type: ignore[return-value]


def most_populous(match: Match) -> tuple[int, int, str]:
    """Sort key: the most populous first, then countries, units and towns."""
    return (
        -match.place.population,
        ("country", "admin1", "town").index(match.place.kind)
        if match.place.kind in ("country", "admin1", "town")
        else 3,
        match.place.id,
    )


def _place(row: tuple[object, ...], layer: str | None) -> GazetteerPlace:
    """A place from a row of ``_SELECT``, of a user's layer when one is named."""
    (
        no,
        name,
        lat,
        lon,
        letter,
        country,
        population,
        unit,
        unit_name,
        unit_class,
        above,
        above_name,
        slug,
        accuracy,
        radius,
        *box,
    ) = row[:-1]
    kind, known_to = _CLASSES[str(letter)], float(str(accuracy)) if accuracy is not None else None
    countries = tuple(str(country).split("|")) if country else ()
    first, second = ((unit, unit_name), (None, None)) if unit_class == "1" else ((above, above_name), (unit, unit_name))
    return GazetteerPlace(
        id=f"td:{slug}" if slug else f"gn:{no}", name=str(name), kind=kind, lat=_degrees(lat), lon=_degrees(lon),
        country=countries[0] if len(countries) == 1 else None, countries=countries,
        admin1=_text(first[1]), admin1_id=f"gn:{first[0]}" if first[0] else None, admin2=_text(second[1]), admin2_id=f"gn:{second[0]}" if second[0] else None,
        population=int(str(population)), radius_km=max(radius_of(kind, radius, int(str(population))), known_to or 0.0), accuracy_km=known_to,
        box=Box(*(int(str(side)) / SCALE for side in box)) if box[0] is not None else None, source="layer" if layer else "tidings" if slug else "geonames", layer=layer,
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _degrees(value: object) -> float | None:
    return None if value is None else int(str(value)) / SCALE


def radius_of(kind: PlaceClass, stated: object, population: int) -> float:
    """Radius in km: as stated, else 3 km for a village growing with a city's size to 10 (geo.md §5)."""
    if stated is not None:
        return float(str(stated))
    if kind == "town" and population > _CITY_POPULATION:
        return round(min(10.0, 3.0 * math.sqrt(population / _CITY_POPULATION)), 1)
    return _RADIUS[kind]
