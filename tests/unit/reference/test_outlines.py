"""Outlines of first-order units: points inside them, distances, borders by class, and the file's digest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tidings.errors import DataError
from tidings.reference import outlines as module
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.outlines import Outline, outlines, outlines_at, outlines_of, read_topology

SQUARE = ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0))
HOLE = ((0.5, 0.5), (1.5, 0.5), (1.5, 1.5), (0.5, 1.5), (0.5, 0.5))


def outline(*rings: tuple[tuple[float, float], ...]) -> Outline:
    """An outline made by hand."""
    return Outline(
        id="x:1", name="X", country="XQ", disputed=None, rings=rings, west=0.0, south=0.0, east=2.0, north=2.0
    )


def test_a_point_is_inside_a_ring_and_outside_its_hole() -> None:
    """Even-odd: what lies in a hole is outside."""
    ring = outline(SQUARE, HOLE)
    assert ring.holds(0.25, 0.25)
    assert not ring.holds(1.0, 1.0)
    assert not ring.holds(3.0, 1.0)


def test_distance_is_to_the_nearest_edge() -> None:
    """A degree north of the square is about 111 km off; inside is 0."""
    assert outline(SQUARE).distance_km(1.0, 1.0) == 0.0
    assert outline(SQUARE).distance_km(3.0, 1.0) == pytest.approx(111.2, abs=0.5)


def test_distance_goes_over_the_line_of_the_date() -> None:
    """Two degrees on the equator are 222 km on either side of 180°; an edge on the far side of the globe is far."""
    east = outline(tuple((x + 177.0, y - 1.0) for x, y in SQUARE))  # 177° E to 179° E
    west = outline(tuple((x - 179.0, y - 1.0) for x, y in SQUARE))  # 179° W to 177° W
    assert east.distance_km(0.0, -179.0) == pytest.approx(222.4, abs=0.5)
    assert west.distance_km(0.0, 179.0) == pytest.approx(222.4, abs=0.5)
    assert east.distance_km(0.0, -1.0) > 19_000


@pytest.mark.parametrize(
    ("lat", "lon", "country", "name"),
    [
        (33.51, 36.29, "SY", "Damascus"),
        (47.45, 35.84, "UA", "Zaporizhzhia"),
        (13.49, 25.30, "SD", "North Darfur"),
        (44.95, 34.10, "UA", "Crimea"),
    ],
)
def test_a_point_on_land_lies_in_one_unit(lat: float, lon: float, country: str, name: str) -> None:
    """The unit has the gazetteer's name and country."""
    assert [(unit.country, unit.name) for unit in outlines_at(lat, lon)] == [(country, name)]


def test_the_sea_is_in_no_unit() -> None:
    """The middle of the Atlantic is nobody's."""
    assert outlines_at(0.0, -30.0) == ()


def test_ids_of_the_gazetteer_are_the_gazetteers() -> None:
    """A unit with a ``gn:`` id is in the gazetteer under it, in the same country."""
    gazetteer = Gazetteer.open()
    for unit in outlines()[::37]:
        if unit.id.startswith("gn:"):
            place = gazetteer.place(unit.id)
            assert place is not None
            assert place.country == unit.country


def test_what_is_disputed_is_drawn_as_disputed() -> None:
    """Units in dispute say so, and the borders have a class of their own beside countries and units."""
    disputed = {unit.disputed for unit in outlines() if unit.disputed}
    assert {"crimea", "west-bank", "western-sahara", "kosovo", "taiwan", "jammu-and-kashmir", "abkhazia"} <= disputed
    topology = read_topology()
    assert {line["properties"]["class"] for line in topology["objects"]["lines"]["geometries"]} == {
        "admin1",
        "country",
        "disputed",
    }
    assert "Natural Earth" in topology["credit"]
    assert len(outlines_of("SY")) == 15


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    """Bytes that are not the built ones are not drawn."""
    for name in ("outlines.json", "outlines.sha256"):
        shutil.copy(module.DATA / name, tmp_path / name)
    (tmp_path / "outlines.json").write_text("{}", "utf-8")
    with pytest.raises(DataError, match="digest differs"):
        read_topology(tmp_path / "outlines.json")
