"""Every form has its schema in a file, and what it writes is what the file says."""

from __future__ import annotations

import datetime as dt
import json
import re
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.export.random_views import views
from tidings.errors import DataError
from tidings.export.flat import flat_row
from tidings.export.form_schemas import made_schemas, printed
from tidings.export.forms import form_named
from tidings.export.losses import Losses
from tidings.export.profiles import Safety, release
from tidings.export.tables import TABLES
from tidings.reference.export_rules import columns, load_schema

PAGES = Path(__file__).resolve().parents[3] / "docs" / "reference" / "exports"
SHIPPED = files("tidings.reference") / "data" / "export" / "schemas"


@pytest.mark.parametrize("name", sorted(made_schemas()))
def test_the_shipped_schema_is_the_one_that_is_made(name):
    """Else: python -m tidings.export.form_schemas."""
    assert (SHIPPED / f"{name}.json").read_text(encoding="utf-8") == printed(made_schemas()[name])


@pytest.mark.parametrize("path", sorted(SHIPPED.iterdir(), key=str), ids=lambda path: path.name)
def test_a_schema_is_a_schema(path):
    """Valid itself, with a version and a description."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["version"]
    assert schema["description"]


@pytest.mark.parametrize("name", ["acled-style", "ucdp-style"])
def test_every_column_says_what_it_holds(name):
    """In words of its own, 32 characters a name at most."""
    properties = load_schema(name)["properties"]
    assert all(len(column) <= 32 and properties[column]["description"] for column in columns(name))


def documented(page):
    """The columns that a page lists, in its order."""
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(
        r"^\| `([a-z0-9_]+)` \|",
        text[text.index("## Columns" if "## Columns" in text else "## Tables") :],
        re.MULTILINE,
    )


@pytest.mark.parametrize("name", ["acled-style", "ucdp-style"])
def test_the_page_of_a_form_lists_its_columns(name):
    """In their order, and no others."""
    assert documented(name) == list(columns(name))


def test_the_page_of_the_tables_lists_their_columns():
    """Of all tables, in their order."""
    assert documented("parquet") == [column.name for table in TABLES for column in table.columns]


def test_an_unknown_schema_names_those_there_are():
    """The way out stands in the error."""
    with pytest.raises(DataError, match=r"acled_style, .*csv"):
        load_schema("excel")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(views())
def test_what_is_written_fits_the_schema(drawn):
    """Lines, rows and the map of any record."""
    made = {name: jsonschema.Draft202012Validator(schema) for name, schema in made_schemas().items()}
    for event in drawn.events:
        made["csv"].validate(flat_row(event))
    for line in form_named("jsonl").write(drawn, Losses()):
        made["jsonl"].validate(json.loads(line))
    made["geojson"].validate(json.loads(b"".join(form_named("geojson").write(drawn, Losses()))))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(views(), st.sampled_from(["internal", "partner", "public"]))
def test_every_profile_can_be_written(drawn, profile):
    """What a profile takes out of a record, no form here needs."""
    safe = release(profile, drawn, Safety(today=dt.date(2024, 6, 1), protected=("police",))).view
    for name in ("acled-style", "ucdp-style", "sqlite"):
        assert b"".join(form_named(name).write(safe, Losses()))
    for name in ("acled-style", "ucdp-style"):
        validator = jsonschema.Draft202012Validator(load_schema(name))
        for row in import_module(form_named(name).module).rows(safe, Losses()):
            validator.validate(row)
