"""PLOVER, Airwars, IDMC, FollowTheMoney and annotations hold to their schema files whatever the record, and under every profile."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.export.random_views import views
from tests.unit.export.test_annotations import shelled
from tests.unit.export.test_idmc_style import camp
from tests.unit.export.test_profiles import clinic, shelling
from tests.unit.export.told import view
from tidings.export.forms import FORMS, form_named
from tidings.export.losses import Losses
from tidings.export.profiles import PROFILES, Safety, release
from tidings.reference.export_rules import load_schema

LINES = ("plover", "airwars-style", "ftm")
NUMBERS = {
    "reported_figure",
    "total_figure",
    "household_size",
    "origin_lat",
    "origin_lon",
    "destination_lat",
    "destination_lon",
}
OFTEN = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SAFETY = Safety(today=dt.date(2025, 1, 1))


def written(form, shown, full):
    return b"".join(form_named(form).write(shown, Losses(), full=full)).decode()


def check(shown, full):
    """Every form of a view against its schema."""
    for form in LINES:
        for line in written(form, shown, full).splitlines():
            jsonschema.validate(json.loads(line), load_schema(form))
    jsonschema.validate(json.loads(written("web-annotations", shown, full)), load_schema("web-annotations"))
    for row in csv.DictReader(io.StringIO(written("idmc-style", shown, full))):
        jsonschema.validate({name: cell(name, text) for name, text in row.items()}, load_schema("idmc-style"))


def cell(name, text):
    if text == "":
        return None
    return json.loads(text) if name in NUMBERS else text


@given(views(), st.sampled_from(list(PROFILES)))
@OFTEN
def test_any_record_holds_to_the_schemas(full, profile):
    """Types, sides, places, days and figures drawn by chance."""
    check(release(profile, full, SAFETY).view, full)


@pytest.mark.parametrize("profile", list(PROFILES))
def test_told_records_hold_to_the_schemas(profile):
    """Displacement, victims, clinics and annotations."""
    for full in (view([camp()]), view([shelling()]), clinic(), shelled()):
        check(release(profile, full, SAFETY).view, full)


@given(views())
@OFTEN
def test_no_loss_report_and_no_form_depends_on_the_order_of_events(full):
    """The same view gives the same bytes and the same losses twice."""
    for form in (*LINES, "idmc-style", "idmc-hxl", "web-annotations"):
        one, other = Losses(), Losses()
        first = b"".join(FORMS[form].write(full, one))
        assert b"".join(FORMS[form].write(full, other)) == first
        assert one.all() == other.all()


@given(views())
@OFTEN
def test_a_record_released_twice_is_released_once(full):
    """What has been through a profile goes through it again unchanged."""
    shown = release("public", full, SAFETY).view
    assert release("public", shown, SAFETY).view == shown
