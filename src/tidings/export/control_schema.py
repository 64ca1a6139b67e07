"""JSON Schemas of what ``tidings control`` prints: the answer of RECORD §8, made from its type, and the rows of a series."""

from __future__ import annotations

from typing import Any, Final, get_args

import msgspec

from tidings.control.answer import Answer
from tidings.control.sourced import Basis
from tidings.export.control import COLUMNS, STATES

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_CHANCE: Final = {"type": "number", "minimum": 0, "maximum": 1}
_DAY: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_TEXT: Final = {"type": "string", "minLength": 1}
_COUNT: Final = {"type": "integer", "minimum": 0}

#: What each column of a series holds; those of :data:`_ALWAYS` are never empty.
_CELLS: Final[dict[str, dict[str, Any]]] = {
    "place_id": {**_TEXT, "description": "The gazetteer's id of the place, else its name and where it lies."},
    "place_name": {**_TEXT, "description": "The place under the shortest name that reports print."},
    "admin2": {**_TEXT, "description": "District."},
    "admin1": {**_TEXT, "description": "Province."},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166-1 alpha-2."},
    "latitude": {"type": "number", "minimum": -90, "maximum": 90, "description": "Of the place, WGS84; never of a front."},
    "longitude": {"type": "number", "minimum": -180, "maximum": 180, "description": "Of the place, WGS84."},
    "uncertainty_km": {"type": "number", "minimum": 0, "description": "Radius around the point, in km."},
    "unit": {"enum": ["place", "admin1", "admin2"], "description": "What kind of place the row is of."},
    "date_from": {**_DAY, "description": "First day of the spell."},
    "date_to": {**_DAY, "description": "Last day of the spell; of the last one, the last day asked for."},
    "state": {"enum": list(STATES.values()), "description": "What is reported."},
    "controller": {**_TEXT, "description": "Actor id of the holder, when controlled."},
    "controller_name": {**_TEXT, "description": "The holder as reports name it most often."},
    "parties": {**_TEXT, "description": 'Who contests it, joined with ";", when contested.'},
    "besieged_by": {**_TEXT, "description": "Who is said to besiege the holder's place: an overlay, no state."},
    "p": {**_CHANCE, "description": "Mean posterior of the state over the spell; empty where the state is unknown."},
    "basis": {"enum": list(get_args(Basis)), "description": "Told outright, inferred, or carried forward; empty where unknown."},
    "n_claims": {**_COUNT, "description": "Pieces of evidence on days of the spell, a voice that repeats itself once."},
    "n_independent_sources": {**_COUNT, "description": "Voices among them: speakers, else wire groups."},
    "last_evidence_date": {**_DAY, "description": "The last day until the spell's end of which anything is told."},
    "staleness_days": {**_COUNT, "description": "Days from then to the spell's end."},
    "sources": {**_TEXT, "description": 'Outlet, day of publication and file of up to five reports, joined with ";".'},
    "words": {**_TEXT, "description": "The words that are believed most; empty for the public."},
    "claim_ids": {**_TEXT, "description": 'Ids of those pieces of evidence, joined with ";".'},
    "as_of": {**_DAY, "description": "The day until which what was published is used."},
    "method": {**_TEXT, "description": "Name and version of the method."},
}  # fmt: skip
_ALWAYS: Final = frozenset(
    ("place_id", "place_name", "unit", "date_from", "date_to", "state", "n_claims", "n_independent_sources", "as_of", "method")
)  # fmt: skip


def answer_schema() -> dict[str, Any]:
    """The schema of ``tidings control --place P --on DAY --json``: all keys required, chances in [0, 1]."""
    (found,), definitions = msgspec.json.schema_components([Answer], ref_template="#/$defs/{name}")
    fields = definitions["Answer"]["properties"]
    fields["probability"] |= {"minimum": 0, "maximum": 1}
    fields["shares"] |= {"additionalProperties": _CHANCE, "required": ["contested", "none", "other"]}
    definitions["Deciding"]["properties"]["moves"] |= {"minimum": -1, "maximum": 1}
    definitions["Deciding"]["properties"]["trust"] |= {"minimum": 0, "exclusiveMaximum": 1}
    return {
        "$schema": _DIALECT,
        "title": "The answer of tidings control --json",
        **found,
        "$defs": dict(sorted(definitions.items())),
    }


def row_schema() -> dict[str, Any]:
    """The schema of a row of ``tidings control --series --format json``: every column is there, unknown is null."""
    return {
        "$schema": _DIALECT, "title": "A row of tidings control --series", "type": "object", "additionalProperties": False,
        "required": list(COLUMNS), "properties": {column: _cell(column) for column in COLUMNS},
    }  # fmt: skip


def _cell(column: str) -> dict[str, Any]:
    cell = _CELLS[column]
    if column in _ALWAYS:
        return cell
    rest = {key: value for key, value in cell.items() if key != "description"}
    return {"description": cell["description"], "anyOf": [rest, {"type": "null"}]}
