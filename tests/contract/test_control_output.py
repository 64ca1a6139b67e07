"""What ``tidings control`` prints keeps its form: answers and rows of random evidence against their schemas."""

from __future__ import annotations

import json

import jsonschema
import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.control.handmade import DISTRICT, QADRA, RULES, day
from tests.unit.control.test_history import evidence
from tidings.control.answer import answer
from tidings.control.history import history
from tidings.control.sourced import cut, kept_spells, spells_until
from tidings.export.control import COLUMNS, control_rows
from tidings.export.control_schema import answer_schema, row_schema

ANSWERS, ROWS = jsonschema.Draft202012Validator(answer_schema()), jsonschema.Draft202012Validator(row_schema())
PROMISED = ["place", "on", "as_known", "reading", "holder", "state", "probability", "shares", "evidence", "why"]


def test_the_schemas_are_schemas_and_hold_what_is_promised():
    """RECORD §8 names the keys of an answer; they come first, in its order, and none is optional."""
    for schema in (answer_schema(), row_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)
    told = answer_schema()["$defs"]["Answer"]
    assert list(told["properties"])[: len(PROMISED)] == PROMISED
    assert set(PROMISED) <= set(told["required"]) == set(told["properties"])
    assert row_schema()["required"] == list(COLUMNS)
    assert all(cell["description"] for cell in row_schema()["properties"].values())


@settings(max_examples=60, deadline=None)
@given(evidence(), st.integers(1, 420), st.none() | st.integers(1, 420))
def test_any_answer_is_of_its_form(pieces, on, known):
    found = answer(QADRA, pieces, day(on), None if known is None else day(known), RULES)
    ANSWERS.validate(json.loads(msgspec.json.encode(found)))


@settings(max_examples=60, deadline=None)
@given(evidence(), st.integers(1, 700), st.booleans(), st.sampled_from([QADRA, DISTRICT]))
def test_any_row_is_of_its_form(pieces, until, public, place):
    """Kept or made anew, for the public or not."""
    told = history(place.key, pieces, RULES)
    found = [spells_until(place, told, day(until)), *filter(None, [cut(kept_spells(place, told), day(until))])]
    for row in control_rows(found, str(day(until)), public=public):
        ROWS.validate(json.loads(msgspec.json.encode(row)))
        assert list(row) == list(COLUMNS)
        assert row["date_from"] <= row["date_to"]
        assert (row["p"] is None) == (row["state"] == "unknown") == (row["basis"] is None)
        assert (row["controller"] is None) == (row["state"] != "controlled")


@settings(max_examples=40, deadline=None)
@given(evidence(), st.integers(1, 700))
def test_kept_spells_cut_at_a_day_are_those_made_for_it(pieces, until):
    """Same spells and grounds; the same posterior of every state that is reported."""
    told = history(QADRA.key, pieces, RULES)
    kept, anew = cut(kept_spells(QADRA, told), day(until)), spells_until(QADRA, told, day(until))
    if kept is None:
        return
    rows = [list(control_rows([each], "2031-01-01")) for each in (kept, anew)]
    for one, other in zip(*rows, strict=True):
        assert one["p"] is None or abs(one["p"] - other["p"]) <= 0.001
        assert {**one, "p": 0} == {**other, "p": 0}
