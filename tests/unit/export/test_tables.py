"""The flat forms: a CSV no spreadsheet runs, a map with no invented point, frames with the same columns."""

from __future__ import annotations

import csv
import io
import json

import msgspec
import pytest

from tests import standin
from tidings.api import Record
from tidings.export.csv import cell_text, event_table
from tidings.export.flat import COLUMNS, flat_row
from tidings.export.geojson import event_map
from tidings.fusion.fuse import fuse


def test_a_csv_row_is_an_event(events):
    """Header and rows have the documented columns; unknown is empty and never zero."""
    content = b"".join(event_table(events)).decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == len(events)
    assert {row["killed_unknown_best"] for row in rows} == {"7", "2"}
    assert {row["injured_unknown_best"] for row in rows} == {""}
    assert {row["lat"] for row in rows} == {"-12.345678"}
    assert all(len(name) <= 32 for name in COLUMNS)  # Stata's limit
    assert all(meaning for meaning, _ in COLUMNS.values())


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_never_runs_as_a_formula(sign):
    """Text that begins with a formula sign gets an apostrophe in front; a number does not."""
    assert cell_text(f"{sign}cmd|' /C calc'!A0").startswith(f"'{sign}")
    assert cell_text(-12.5) == "-12.5"


def test_a_map_has_the_points_there_are(events):
    """Valid GeoJSON, longitude first, four digits for a settlement; an event with no point is counted, not drawn."""
    found = json.loads(b"".join(event_map(events)))
    assert found["type"] == "FeatureCollection"
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [45.6789, -12.3457]}
    assert found["features"][0]["properties"]["place_precision"] == "exact"
    assert found["features"][0]["properties"]["radius_km"] == 2.0
    assert "GeoNames" in found["attribution"]
    assert found["events_without_point"] == 0
    nowhere = msgspec.structs.replace(events[0], values=msgspec.structs.replace(events[0].values, place=None))
    bare = json.loads(b"".join(event_map([nowhere])))
    assert (bare["features"], bare["events_without_point"]) == ([], 1)


def test_digits_follow_precision(events):
    """A province is not drawn to the metre."""
    place = msgspec.structs.replace(events[0].values.place, precision="admin1")
    event = msgspec.structs.replace(events[0], values=msgspec.structs.replace(events[0].values, place=place))
    assert json.loads(b"".join(event_map([event])))["features"][0]["geometry"]["coordinates"] == [45.7, -12.3]


def test_empty_records_export(tmp_path):
    """No events: a header, an empty collection."""
    assert len(list(event_table([]))) == 1
    assert json.loads(b"".join(event_map([])))["features"] == []
    assert fuse([]).events == ()


def test_frames_have_the_columns_of_the_table(codings, events):
    """Both pandas and polars, one row an event; anything else is wrong usage."""
    record = Record(codings)
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    assert isinstance(record.frame(), pandas.DataFrame)
    assert isinstance(record.frame("polars"), polars.DataFrame)
    assert list(record.frame().columns) == list(record.frame("polars").columns) == list(COLUMNS)
    assert record.frame()["event_id"].tolist() == [flat_row(event)["event_id"] for event in events]
    with pytest.raises(Exception, match="say 'pandas' or 'polars'"):
        record.frame("excel")


def test_a_record_is_looked_up_by_number_id_and_file(codings):
    """Numbers and ids give accounts, files give codings, nothing else gives a KeyError that says why."""
    record = Record(codings)
    first = record.accounts()[0]
    assert record[1] == record[first.id] == record[first.id[:10]] == first
    assert record["b.txt"].article.file == "b.txt"
    with pytest.raises(KeyError, match="no account"):
        record["nonsense"]
    assert len(record) == 2
    assert "2 accounts" in repr(record)


def test_a_notebook_shows_text_as_text():
    """Whatever stands in an article is escaped."""
    record = Record(
        [
            standin.coding(
                standin.article("Rebels attacked soldiers in Qadra, killing 7, officials said.", "<script>.txt")
            )
        ]
    )
    shown = record._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;.txt" in shown
    assert "Rebels → soldiers" in shown
