"""SQLite: one file that Datasette, DB Browser and QGIS open, with views and what each column holds."""

from __future__ import annotations

import datetime as dt
import sqlite3
import warnings
from contextlib import closing

import pytest

from tests.unit.export.handmade import actor, exactly, place, report, said, view
from tidings.export.forms import form_named
from tidings.export.losses import Losses
from tidings.export.tables import TABLES


def told(*, turned=False):
    """Two events, one of them told twice; ``turned``: their reports in another order."""
    clash = {"actors": [actor("Northern Front")], "recipients": [actor("soldiers", "state_forces")], "where": place()}
    police = said("police")
    twice = [
        report(counts=[exactly(9, by="police")], said_by=[police], number=1, **clash),
        report(counts=[exactly(12, by="police")], said_by=[police], number=2, published=dt.date(2024, 5, 7), **clash),
    ]
    return view(twice[::-1] if turned else twice, [report("air_strike", start=None, number=3)])


def content(given_view):
    return b"".join(form_named("sqlite").write(given_view, Losses()))


@pytest.fixture
def made(tmp_path):
    """The file on disk."""
    path = tmp_path / "events.sqlite"
    path.write_bytes(content(told()))
    return path


@pytest.fixture
def opened(made):
    with closing(sqlite3.connect(made)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_the_file_is_whole(opened):
    """SQLite finds nothing wrong with it, and every reference leads somewhere."""
    assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    rows = {table.name: opened.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0] for table in TABLES}
    assert rows == {"events": 2, "ledger": rows["ledger"], "accounts": 3, "articles": 3, "wire_groups": 3, "links": 0}
    assert dict(opened.execute("SELECT name, value FROM about").fetchall())["schema_version"] == "1"


def test_same_record_same_bytes():
    """In whatever order the reports came."""
    assert content(told()) == content(told()) == content(told(turned=True))


def test_every_column_says_what_it_holds(opened):
    """A note for each column of each table, and for each table and view."""
    for table in TABLES:
        columns = [row["name"] for row in opened.execute(f"PRAGMA table_info({table.name})")]
        noted = opened.execute(
            "SELECT column_name FROM column_notes WHERE table_name = ? AND number > 0", (table.name,)
        )
        assert [row["column_name"] for row in noted] == columns
    views = [row["name"] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")]
    titled = {row[0] for row in opened.execute("SELECT table_name FROM column_notes WHERE number = 0")}
    assert views == ["event_sources", "speakers", "tolls"]
    assert titled == {table.name for table in TABLES} | set(views)


def test_views_answer_what_people_ask(opened):
    """How a toll moved and who moved it; which articles an event has; who is heard how often."""
    tolls = opened.execute("SELECT best, speaker, superseded, asserted_on FROM tolls").fetchall()
    assert [tuple(row) for row in tolls] == [(9, "police", 1, "2024-05-06"), (12, "police", 0, "2024-05-07")]
    assert len(opened.execute("SELECT * FROM event_sources").fetchall()) == 3
    assert opened.execute("SELECT events FROM speakers WHERE speaker = 'police'").fetchone()[0] == 1


def test_no_text_of_an_article_is_in_it(made):
    """Quotes yes, texts no."""
    whole = made.read_bytes()
    assert all((member.article.text or "").encode() not in whole for member in told().members.values())


def test_unknown_is_null_and_points_have_their_digits(opened):
    """An event without place and day has neither."""
    rows = opened.execute(
        "SELECT date_start, geometry, killed_unknown_best FROM events ORDER BY voices DESC"
    ).fetchall()
    assert [tuple(row) for row in rows] == [("2024-05-05", "POINT (-19.9877 64.1235)", 12), (None, None, None)]


def test_gdal_opens_it_as_a_map_without_a_warning(made):
    """QGIS reads by GDAL: the events are points in WGS84, and one without a place has no geometry."""
    raw = pytest.importorskip("pyogrio.raw", reason="pyogrio (GDAL) is not installed")
    pyogrio = pytest.importorskip("pyogrio", reason="pyogrio (GDAL) is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        layers = dict(pyogrio.list_layers(made).tolist())
        info, _, geometry, _ = raw.read(made, layer="events")
    assert layers["events"] == "Point"
    assert {name for name, kind in layers.items() if kind is None} >= {"ledger", "accounts", "tolls"}
    assert info["crs"] == "EPSG:4326"
    assert sum(point is not None for point in geometry) == 1
    assert "date_start" in info["fields"].tolist()


def test_gdal_opens_the_map_without_a_warning(tmp_path):
    """GeoJSON, likewise: one point, with its properties."""
    raw = pytest.importorskip("pyogrio.raw", reason="pyogrio (GDAL) is not installed")
    path = tmp_path / "events.geojson"
    path.write_bytes(b"".join(form_named("geojson").write(told(), Losses())))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        info, _, geometry, values = raw.read(path)
    assert (info["geometry_type"], info["crs"], len(geometry)) == ("Point", "EPSG:4326", 1)
    fields = dict(zip(info["fields"].tolist(), values, strict=True))
    assert fields["killed_unknown_best"].tolist() == [12]
