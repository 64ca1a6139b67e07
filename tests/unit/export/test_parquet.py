"""Parquet: a folder of typed tables that join by id, each column with its note."""

from __future__ import annotations

import datetime as dt
import io
import warnings

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.export.handmade import actor, exactly, place, report, said, view
from tests.unit.export.random_views import views
from tidings.errors import UsageError
from tidings.export.flat import COLUMNS
from tidings.export.forms import form_named
from tidings.export.losses import Losses
from tidings.export.tables import TABLES, schema

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install 'tidings[tables]'")


def told():
    """Two events, one of them told twice."""
    front, soldiers = actor("Northern Front"), actor("soldiers", "state_forces")
    clash = {"actors": [front], "recipients": [soldiers], "where": place()}
    police = said("police")
    return view(
        [report(counts=[exactly(9, by="police")], said_by=[police], number=1, **clash),
         report(counts=[exactly(12, by="police")], said_by=[police], number=2, published=dt.date(2024, 5, 7), **clash)],
        [report("air_strike", start=None, number=3)],
    )  # fmt: skip


def folder(given_view):
    return {name: b"".join(pieces) for name, pieces in form_named("parquet").files(given_view, Losses())}


def test_a_folder_has_one_file_a_table():
    """Named after the tables; the form says that it is a folder, and cannot be printed to a screen."""
    assert list(folder(told())) == [f"{table.name}.parquet" for table in TABLES]
    with pytest.raises(UsageError, match="--out FOLDER"):
        form_named("parquet").write(told(), Losses())
    assert [name for name, _ in form_named("csv").files(told(), Losses())] == ["events.csv"]


def test_types_and_notes_travel_with_the_columns():
    """Days are days, whole numbers whole, unknown is null, and each column says what it holds."""
    events = pq.read_table(io.BytesIO(folder(told())["events.parquet"]))
    assert events.column_names[: len(COLUMNS)] == list(COLUMNS)
    assert {name: str(events.schema.field(name).type) for name in ("date_start", "voices", "lat", "background")} == {
        "date_start": "date32[day]", "voices": "int64", "lat": "double", "background": "bool",
    }  # fmt: skip
    assert events.column("date_start").to_pylist() == [dt.date(2024, 5, 5), None]
    assert events.column("killed_unknown_best").to_pylist() == [12, None]
    assert events.schema.field("lat").metadata == {b"about": b"degrees north, WGS84"}
    assert events.schema.metadata[b"schema_version"] == b"1"


def test_tables_join_by_id():
    """The ledger leads to accounts, articles and wire groups; what was replaced says by which claim."""
    tables = {
        name.removesuffix(".parquet"): pq.read_table(io.BytesIO(data)).to_pylist()
        for name, data in folder(told()).items()
    }
    ids = {
        name: {row[key] for row in tables[name]}
        for name, key in (("events", "event_id"), ("accounts", "account_id"), ("articles", "article_id"))
    }
    for row in tables["ledger"]:
        assert (row["event_id"], row["account_id"], row["article_id"]) in {
            (account["event_id"], account["account_id"], account["article_id"]) for account in tables["accounts"]
        }
    tolls = [row for row in tables["ledger"] if row["count_kind"] == "killed"]
    assert [(row["best"], row["speaker"], row["count_group"]) for row in tolls] == [
        (9, "police", "unknown"),
        (12, "police", "unknown"),
    ]
    assert tolls[0]["superseded_by"] == tolls[1]["claim_id"]
    assert len(ids["articles"]) == len(ids["accounts"]) == 3
    assert {row["article_id"] for row in tables["wire_groups"]} == ids["articles"]
    assert len(ids["events"]) == 2


def test_pandas_reads_it_without_a_warning():
    """As it stands, with no argument."""
    pandas = pytest.importorskip("pandas")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = pandas.read_parquet(io.BytesIO(folder(told())["ledger.parquet"]))
    assert frame["low"].dropna().tolist() == [9, 12]


def test_the_texts_stay_at_home():
    """No table holds an article's text, and the losses say so."""
    losses, members = Losses(), told().members.values()
    content = b"".join(b"".join(pieces) for _, pieces in form_named("parquet").files(told(), losses))
    assert all((member.article.text or "").encode() not in content for member in members)
    assert {loss.field for loss in losses.all()} == {"article.text"}


def test_same_record_same_bytes():
    """Twice the same folder; an empty record has empty tables of the same columns."""
    assert folder(told()) == folder(told())
    empty = {name: pq.read_table(io.BytesIO(data)) for name, data in folder(view()).items()}
    assert {table.num_rows for table in empty.values()} == {0}
    assert len(empty["events.parquet"].column_names) == len(TABLES[0].columns)


def test_column_names_fit_stata_and_say_what_they_hold():
    """32 characters at most."""
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert all(len(name) <= 32 and column.about for name, column in zip(names, table.columns, strict=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(views())
def test_every_row_is_valid(drawn):
    """Whatever the record holds, and each key stands once."""
    for table in TABLES:
        validator = jsonschema.Draft202012Validator(schema()["$defs"][table.name])
        names = [column.name for column in table.columns]
        found = [dict(zip(names, row, strict=True)) for row in table.rows(drawn)]
        for row in found:
            validator.validate(row)
        keys = [tuple(row[name] for name in table.key) for row in found]
        assert len(set(keys)) == len(keys)
