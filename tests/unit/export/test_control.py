"""Spells as rows, CSV and a map: points of places with their sources, safe for spreadsheets and for the public."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import warnings

import pytest
from msgspec.structs import replace

from tests.unit.control.handmade import ARMY, DISTRICT, FRONT, QADRA, RULES, TOLMEN, day, piece
from tidings.control.history import history
from tidings.control.sourced import spells_until
from tidings.export.control import COLUMNS, control_csv, control_geojson, control_rows, last_public_day
from tidings.model.text import Evidence
from tidings.reference.safety import load_safety

UNTIL = day(60)
WORDS = "The Front; took the town."
WAR = [
    piece("explicit_control", ARMY, on=1, outlet="Courier", article="a"),
    piece("siege", ARMY, on=5, against=(FRONT,), article="s"),
    piece("clash_inside", ARMY, FRONT, on=20, article="b"),
    piece(
        "capture",
        FRONT,
        on=25,
        known=27,
        against=(ARMY,),
        outlet="The Herald",
        article="c",
        words=(Evidence(0, len(WORDS), WORDS),),
    ),
    piece("explicit_control", FRONT, on=26, speaker="residents", article="d"),
]


def told(place=QADRA, pieces=None, until=UNTIL):
    moved = [replace(each, place=place) for each in (WAR if pieces is None else pieces)]
    return spells_until(place, history(place.key, moved, RULES), until)


def rows(*spells, **how):
    return list(control_rows(spells or [told()], str(UNTIL), **how))


def mapped(*spells, profile="internal", **how):
    return json.loads(control_geojson(rows(*spells, **how), str(UNTIL), profile))


def test_a_row_a_spell_that_names_state_holder_and_grounds():
    """Held, contested by whom, held by the other: each on somebody's words."""
    found = rows()
    assert [(row["state"], row["controller"]) for row in found] == [
        ("controlled", "merrow"), ("contested", None), ("controlled", "front"),
    ]  # fmt: skip
    first, second, third = found
    assert (first["basis"], second["basis"], third["basis"]) == ("explicit", "explicit", "explicit")
    assert first["besieged_by"] == "Northern Front"
    assert set(second["parties"].split("; ")) == {"Merrowese Army", "Northern Front"}
    assert third["besieged_by"] is None
    assert third["words"] == WORDS
    assert "The Herald 2031-03-27 (c.txt)" in third["sources"]
    assert "k1:c" in third["claim_ids"].split("; ")
    assert (third["n_claims"], third["n_independent_sources"], third["last_evidence_date"]) == (2, 2, str(day(26)))
    assert third["staleness_days"] == 60 - 26


def test_what_is_only_carried_forward_says_so_and_points_back():
    """No report in the spell: the last one before is named."""
    pieces = [
        piece("explicit_control", ARMY, on=1, article="a"),
        piece("clash_inside", ARMY, FRONT, on=40, article="b"),
    ]
    found = rows(told(pieces=pieces, until=day(170)))
    later = [row for row in found if row["date_from"] > str(day(40))]
    assert later
    assert {row["basis"] for row in later} <= {"carried_forward", None}
    assert all(row["n_claims"] == 0 for row in later)


def test_unknown_has_neither_chance_nor_grounds():
    found = rows(told(pieces=[piece("remote_fire_on", ARMY, on=1, against=(FRONT,)), piece("clash_near", FRONT, on=1)]))
    assert [(row["state"], row["p"], row["basis"], row["sources"]) for row in found] == [("unknown", None, None, None)]


def test_lists_within_a_cell_are_joined_with_semicolons_that_no_name_has():
    """A name with a semicolon does not make two of itself."""
    odd = replace(FRONT, name="Front; of the North")
    found = rows(told(pieces=[piece("explicit_control", ARMY, on=1), piece("clash_inside", ARMY, odd, on=2)]))
    assert found[-1]["parties"] is None or "Front, of the North" in found[-1]["parties"]


# --- files ------------------------------------------------------------------------------------------------------------------


def test_csv_has_a_header_in_the_order_of_the_columns_and_empty_cells_for_unknown():
    text = control_csv(rows()).decode()
    assert text.split("\r\n")[0] == ",".join(COLUMNS)
    read = list(csv.DictReader(io.StringIO(text)))
    assert len(read) == 3
    assert read[0]["words"] == ""
    assert control_csv([]).decode().strip() == ",".join(COLUMNS)


def test_csv_runs_no_formula():
    """A group or place with a name that a spreadsheet would run is text."""
    evil = replace(QADRA, name="=HYPERLINK(1)")
    read = list(csv.DictReader(io.StringIO(control_csv(rows(told(evil))).decode())))
    assert {row["place_name"] for row in read} == {"'=HYPERLINK(1)"}


def test_the_map_is_geojson_as_rfc_7946_has_it():
    """Longitude first, WGS84 with no crs member, ids of place and day, flat properties, days as ISO 8601."""
    found = mapped()
    assert "crs" not in found
    assert {"as_of", "method", "licence", "attribution", "sensitivity_profile"} <= set(found)
    assert found["attribution"].startswith("Places: GeoNames")
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"] == {"type": "Point", "coordinates": [45.7, -12.3]}
        assert feature["id"] == f"td:qadra/{feature['properties']['start']}"
        assert not any(isinstance(value, dict | list) for value in feature["properties"].values())
        assert dt.date.fromisoformat(feature["properties"]["start"]) <= dt.date.fromisoformat(
            feature["properties"]["end"]
        )
    assert len({feature["id"] for feature in found["features"]}) == len(found["features"])


def test_coordinates_have_no_more_digits_than_are_known():
    fine = replace(QADRA, lat=-12.345678, lon=45.765432)
    area = replace(DISTRICT, lat=-12.345678, lon=45.765432)
    assert mapped(told(fine))["features"][0]["geometry"]["coordinates"] == [45.7654, -12.3457]
    assert mapped(told(area))["features"][0]["geometry"]["coordinates"] == [45.77, -12.35]
    assert mapped(told(area))["features"][0]["properties"]["unit"] == "admin2"


def test_what_has_no_point_is_counted_and_never_given_one():
    nowhere = replace(QADRA, key="name:x", lat=None, lon=None)
    found = mapped(told(nowhere), told(TOLMEN))
    assert found["spells_without_point"] == 3
    assert {feature["properties"]["place_id"] for feature in found["features"]} == {"td:tolmen"}


def test_gdal_opens_the_map_without_a_warning(tmp_path):
    """QGIS reads by GDAL: points in WGS84, start and end as days for the time slider."""
    raw = pytest.importorskip("pyogrio.raw", reason="pyogrio (GDAL) is not installed")
    path = tmp_path / "control.geojson"
    path.write_bytes(control_geojson(rows(told(), told(TOLMEN)), str(UNTIL), "internal"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        info, _, geometry, values = raw.read(path)
    assert (info["geometry_type"], info["crs"], len(geometry)) == ("Point", "EPSG:4326", 6)
    fields = dict(zip(info["fields"].tolist(), values, strict=True))
    assert str(fields["start"].dtype).startswith("datetime64")
    assert {"state", "controller_name", "p", "sources", "words"} <= set(fields)


# --- for the public ---------------------------------------------------------------------------------------------------------


def test_the_public_is_told_no_site_no_words_no_file_and_rounded_points():
    """Clinics, camps and shelters are left out altogether: their point is their name's."""
    clinic = replace(TOLMEN, key="td:clinic", name="Tolmen field hospital")
    fine = replace(QADRA, lat=-12.345678, lon=45.765432)
    found = rows(told(fine), told(clinic), public=True)
    assert {row["place_name"] for row in found} == {"Qadra"}
    assert all(row["words"] is None and ".txt" not in (row["sources"] or "") for row in found)
    assert {round(row["latitude"], load_safety().digits) for row in found} == {row["latitude"] for row in found}
    assert any("The Herald 2031-03-27" in (row["sources"] or "") for row in found)
    assert mapped(told(fine), profile="public", public=True)["sensitivity_profile"] == "public"


def test_the_public_is_told_nothing_of_the_last_days():
    assert last_public_day(dt.date(2031, 3, 10)) == dt.date(2031, 3, 10) - dt.timedelta(days=load_safety().delay_days)
