"""The gazetteer: places by any of their names, from the shipped file and from tables that a user brings.

Reads are safe from any thread; a gazetteer pickles as its file names and opens them again. Nothing is loaded at the start:
one look-up costs some 20 microseconds, and what was asked before is remembered (the last 8,192 names).
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache
from hashlib import file_digest, sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal

from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.place_table import PlaceRow, read_place_table
from tidings.reference.placenames import PlaceClass, loose_key, plain_key, without_generic

How = Literal["name", "alternate", "loose"]

_CLASSES: dict[str, PlaceClass] = {
    "P": "town", "1": "admin1", "2": "admin2", "C": "country", "H": "water", "T": "mountain", "R": "region", "S": "site",
}  # fmt: skip
_OWN = 1 << 33  # numbers from here on are rows of our own table
_LOOSE, _DEMONYM, _COMMON = 2, 3, 8
_SCALE = 10_000
_SELECT = """
SELECT p.no, p.name, p.lat, p.lon, p.class, coalesce(p.country, u.country), p.population, u.no, u.name, u.class, v.no, v.name, o.slug, o.accuracy, a.radius,
       a.south, a.west, a.north, a.east, {kind} FROM {table} LEFT JOIN place u ON u.no = p.parent LEFT JOIN place v ON v.no = u.parent
LEFT JOIN own o ON o.place = p.no LEFT JOIN area a ON a.place = p.no WHERE {where}
"""
_BY_KEY = _SELECT.format(kind="n.kind", table="name n JOIN place p ON p.no = n.place", where="n.key = ?")
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
_CITY_POPULATION = 50_000  # from here on the radius grows with the root of the population, to 10 km (geo.md §5)


class Box(Struct, frozen=True):
    """South, west, north and east in degrees; of a country or a first order unit, from its towns without far islands."""

    south: float
    west: float
    north: float
    east: float


class GazetteerPlace(Struct, frozen=True, kw_only=True):
    """A place of the gazetteer. ``country`` is ``None`` where it lies in several; ``accuracy_km`` how well its point is known."""

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
    source: Literal["geonames", "tidings", "user"]

    @property
    def geoname_id(self) -> int | None:
        """The GeoNames id of a place that came from there."""
        return int(self.id[3:]) if self.id.startswith("gn:") else None


class Match(Struct, frozen=True):
    """A place found under a name: ``how`` by its own name, an alternate, or a looser spelling; ``common``: the name is an English word too."""

    place: GazetteerPlace
    how: How
    common: bool


class Ranked(Struct, frozen=True):
    """An answer of :meth:`Gazetteer.find` with its rank's reasons in plain words."""

    place: GazetteerPlace
    score: float
    reasons: tuple[str, ...]


class Gazetteer:
    """Places by name. Make it with :meth:`open`."""

    def __init__(self, path: Path, extra: tuple[Path, ...], pinned: str) -> None:
        self._path, self._extra = path, extra
        self._base = _connect(path)
        self._user = _UserLayer(extra, self._unit_named)
        self.digest = _combined(pinned, extra)
        self._keyed = lru_cache(maxsize=8192)(self._read_key)

    @classmethod
    def open(cls, path: Path | None = None, extra: tuple[Path, ...] = ()) -> Gazetteer:
        """The shipped gazetteer (or the file at ``path``) with a user's place tables on top; DataError when one is damaged."""
        found = path or Path(str(files("tidings.reference"))) / "data" / "gazetteer.sqlite"
        return cls(found, tuple(extra), _check(found))

    def __reduce__(self) -> tuple[object, ...]:
        return (Gazetteer.open, (self._path, self._extra))

    def lookup(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Places under exactly this name (case, accents and spaces aside), else under a looser spelling; the most populous first."""
        found = self.matches(name) or self.loose_matches(name)
        return tuple(match.place for match in sorted(found, key=_most_populous))

    def matches(self, name: str) -> tuple[Match, ...]:
        """Places under this name or an alternate; a user's row hides the shipped one of the same id."""
        key = plain_key(name)
        return self._layered(key, self._user.by_key.get(key, ())) if key else ()

    def loose_matches(self, name: str) -> tuple[Match, ...]:
        """Places whose name has the same loose key: articles, doubled letters and spellings aside."""
        key = loose_key(name)
        return self._layered("~" + key, self._user.by_key.get("~" + key, ())) if len(key) >= 3 else ()

    def _layered(self, key: str, own: tuple[Match, ...]) -> tuple[Match, ...]:
        return (*own, *(match for match in self._keyed(key) if match.place.id not in self._user.by_id))

    def knows(self, name: str) -> bool:
        """Whether any place bears exactly this name."""
        return bool(self.matches(name))

    def demonym(self, word: str) -> tuple[str, ...]:
        """Countries whose people or things a word names ("Sudanese" gives SD)."""
        key = plain_key(word)
        return self._user.demonyms.get(key, ()) or self._demonyms.get(key, ())

    def place(self, identifier: str) -> GazetteerPlace | None:
        """The place with an id."""
        if identifier in self._user.by_id:
            return self._user.by_id[identifier]
        number = self._number(identifier)
        row = self._base.execute(_BY_NUMBER, (number,)).fetchone() if number is not None else None
        return _place(row) if row else None

    def country(self, code: str) -> GazetteerPlace | None:
        """The country of an ISO code, or of a code that a user's table defines."""
        if code in self._user.countries:
            return self._user.countries[code]
        return self._shipped_countries.get(code)

    def neighbours(self, code: str) -> frozenset[str]:
        """Countries that share a land border."""
        return self._borders.get(code, frozenset())

    def find(self, name: str, country: str | None = None) -> tuple[Ranked, ...]:
        """Ranked answers for a name by itself, with reasons: spelling, country asked for, kind, population."""
        bare, hint = without_generic(name)
        found: dict[str, Ranked] = {}
        for form, classes in ((name, ()), (bare, hint)) if hint else ((name, ()),):
            for match in (*self.matches(form), *self.loose_matches(form)):
                ranked = _rank(match, country, classes, name)
                if match.place.id not in found or found[match.place.id].score < ranked.score:
                    found[match.place.id] = ranked
        return tuple(sorted(found.values(), key=lambda one: (-one.score, one.place.id)))

    def _number(self, identifier: str) -> int | None:
        prefix, _, rest = identifier.partition(":")
        if prefix == "gn" and rest.isdecimal():
            return int(rest)
        return self._slugs.get(rest) if prefix == "td" else None

    def _unit_named(self, country: str, kind: str, name: str) -> GazetteerPlace | None:
        """The shipped unit of a country under a name, for a user's rows that state theirs."""
        for match in self._read_key(plain_key(without_generic(name)[0])):
            if match.place.kind == kind and match.place.country == country:
                return match.place
        return None

    def _read_key(self, key: str) -> tuple[Match, ...]:
        rows = self._base.execute(_BY_KEY, (key,)).fetchall()
        found = (Match(_place(row), _how(row[-1]), bool(row[-1] & _COMMON)) for row in rows if row[-1] & 7 != _DEMONYM)
        return tuple(sorted(found, key=_most_populous))

    @cached_property
    def _demonyms(self) -> dict[str, tuple[str, ...]]:
        rows = self._base.execute(
            "SELECT key, country FROM name JOIN place ON no = place WHERE kind = 3 ORDER BY key, population DESC"
        )
        return _grouped(rows)

    @cached_property
    def _shipped_countries(self) -> dict[str, GazetteerPlace]:
        rows = self._base.execute(_SELECT.format(kind="0", table="place p", where="p.class = 'C'")).fetchall()
        return {str(row[5]): _place(row) for row in rows}

    @cached_property
    def _borders(self) -> dict[str, frozenset[str]]:
        rows = self._base.execute("SELECT country, other FROM neighbour ORDER BY country, other")
        return {code: frozenset(others) for code, others in _grouped(rows).items()}

    @cached_property
    def _slugs(self) -> dict[str, int]:
        return dict(self._base.execute("SELECT slug, place FROM own").fetchall())


def _grouped(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, value in rows:
        found[key] = (*found.get(key, ()), value)
    return found


def _connect(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(f"file:{path.as_posix()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    base.execute("PRAGMA cache_size=-8000")
    return base


def _check(path: Path) -> str:
    """The pinned SHA-256 of a gazetteer file, once size and content have been compared with it."""
    try:
        pinned = json.loads(path.with_suffix(".json").read_text("utf-8"))
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise DataError(
            f"the gazetteer {path} or its digest file cannot be read: {error}; install tidings again"
        ) from error
    if size != pinned["size"] or _file_digest(path, size, path.stat().st_mtime_ns) != pinned["sha256"]:
        raise DataError(
            f"the gazetteer {path} is not the file that was built: its digest differs; install tidings again"
        )
    return str(pinned["sha256"])


@cache
def _file_digest(path: Path, size: int, changed: int) -> str:
    """SHA-256 of a file, computed once a process while size and time of change stay."""
    del size, changed
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _combined(pinned: str, extra: tuple[Path, ...]) -> str:
    """The digest of all data that answers: the shipped file alone, or with every table in order."""
    if not extra:
        return pinned
    return sha256("".join([pinned, *(sha256(path.read_bytes()).hexdigest() for path in extra)]).encode()).hexdigest()


def _how(kind: int) -> How:
    return "loose" if kind & 7 == _LOOSE else "alternate" if kind & 7 else "name"


def _most_populous(match: Match) -> tuple[int, int, str]:
    return (
        -match.place.population,
        ("country", "admin1", "town").index(match.place.kind)
        if match.place.kind in ("country", "admin1", "town")
        else 3,
        match.place.id,
    )


def _place(row: tuple[object, ...]) -> GazetteerPlace:
    """A place from a row of ``_SELECT``."""
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
        population=int(str(population)), radius_km=max(_radius(kind, radius, int(str(population))), known_to or 0.0), accuracy_km=known_to,
        box=Box(*(int(str(side)) / _SCALE for side in box)) if box[0] is not None else None, source="tidings" if slug else "geonames",
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _degrees(value: object) -> float | None:
    return None if value is None else int(str(value)) / _SCALE


def _radius(kind: PlaceClass, stated: object, population: int) -> float:
    """Radius in km: as stated, else 3 km for a village growing with a city's size to 10 (geo.md §5)."""
    if stated is not None:
        return float(str(stated))
    if kind == "town" and population > _CITY_POPULATION:
        return round(min(10.0, 3.0 * math.sqrt(population / _CITY_POPULATION)), 1)
    return _RADIUS[kind]


def _rank(match: Match, country: str | None, hint: tuple[PlaceClass, ...], name: str) -> Ranked:
    """One answer of ``find`` with its parts added up."""
    place = match.place
    parts = [({"name": 3.0, "alternate": 2.0, "loose": 0.5}[match.how],
              {"name": f"its name is {place.name}", "alternate": f"{name} is another name of {place.name}", "loose": f"{name} is spelt like {place.name}"}[match.how])]  # fmt: skip
    if country:
        parts.append(
            (6.0, f"lies in {country}, as asked")
            if country in place.countries
            else (0.0, f"lies in {'|'.join(place.countries) or 'no one country'}, not {country}")
        )
    if place.kind in hint:
        parts.append((3.0, f"a {place.kind}, as the name says"))
    if place.source == "user":
        parts.append((10.0, "from your own table"))
    if place.kind == "country":
        parts.append((4.0, "a country"))
    if place.kind in ("town", "site") and not hint:
        parts.append((1.5, "a bare name is more often the town than its district"))
    if place.population:
        parts.append((math.log10(place.population), f"{place.population:,} people"))
    return Ranked(place, round(sum(part for part, _ in parts), 2), tuple(reason for _, reason in parts))


UnitNamed = Callable[[str, str, str], GazetteerPlace | None]


class _UserLayer:
    """Rows of a user's tables by key and id; later tables win over earlier ones."""

    def __init__(self, paths: tuple[Path, ...], unit_named: UnitNamed) -> None:
        rows = {row.id: row for path in paths for row in read_place_table(path)}
        units: dict[tuple[str, PlaceClass, str], PlaceRow] = {
            (row.countries[0], row.kind, key): row
            for row in rows.values()
            if row.countries and row.kind in ("admin1", "admin2")
            for key in _plain_keys(row)
        }
        self.by_id: dict[str, GazetteerPlace] = {}
        self.by_key: dict[str, tuple[Match, ...]] = {}
        self.demonyms: dict[str, tuple[str, ...]] = {}
        self.countries: dict[str, GazetteerPlace] = {}
        for row in rows.values():
            self._add(row, _UnitFinder(units, unit_named))

    def _add(self, row: PlaceRow, finder: _UnitFinder) -> None:
        place = _user_place(row, finder)
        self.by_id[row.id] = place
        if row.kind == "country" and row.countries:
            self.countries[row.countries[0]] = place
            for demonym in row.demonyms:
                self.demonyms[plain_key(demonym)] = row.countries[:1]
        for number, name in enumerate((row.name, *row.aliases)):
            bare, hint = without_generic(name) if row.kind in ("admin1", "admin2") else (name, ())
            for form in dict.fromkeys((name, bare)) if hint else (name,):
                self._file(plain_key(form), Match(place, "alternate" if number else "name", common=False))
                self._file("~" + loose_key(form), Match(place, "loose", common=False))

    def _file(self, key: str, match: Match) -> None:
        if key.lstrip("~") and all(known.place.id != match.place.id for known in self.by_key.get(key, ())):
            self.by_key[key] = (*self.by_key.get(key, ()), match)


def _plain_keys(row: PlaceRow) -> set[str]:
    return {plain_key(without_generic(name)[0]) for name in (row.name, *row.aliases)}


class _UnitFinder:
    """Names and ids of the units that a user's row states: of the tables first, then of the shipped file."""

    def __init__(self, units: dict[tuple[str, PlaceClass, str], PlaceRow], unit_named: UnitNamed) -> None:
        self._units, self._unit_named = units, unit_named

    def named(self, countries: tuple[str, ...], kind: PlaceClass, name: str) -> tuple[str | None, str | None]:
        if not name or not countries:
            return name or None, None
        own = self._units.get((countries[0], kind, plain_key(without_generic(name)[0])))
        if own is not None:
            return own.name, own.id
        shipped = self._unit_named(countries[0], kind, name)
        return (shipped.name, shipped.id) if shipped else (name, None)


def _user_place(row: PlaceRow, finder: _UnitFinder) -> GazetteerPlace:
    first, second = finder.named(row.countries, "admin1", row.admin1), finder.named(row.countries, "admin2", row.admin2)
    return GazetteerPlace(
        id=row.id, name=row.name, kind=row.kind, lat=row.lat, lon=row.lon, country=row.countries[0] if len(row.countries) == 1 else None,
        countries=row.countries, admin1=first[0], admin1_id=first[1], admin2=second[0], admin2_id=second[1], population=row.population,
        radius_km=row.radius_km or max(_radius(row.kind, None, row.population), row.accuracy_km or 0.0), accuracy_km=row.accuracy_km, box=None, source="user",
    )  # fmt: skip
