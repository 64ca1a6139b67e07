"""The schemas of forms whose columns are told by code: tables, the flat table, the map, the full form.

``python -m tidings.export.form_schemas`` writes them under ``reference/data/export/schemas``, beside those that are written
by hand and that code reads (``acled_style``, ``ucdp_style``); a test holds the files against what is made here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from tidings.export import tables
from tidings.export.flat import COLUMNS
from tidings.export.forms import FORMS
from tidings.model.event import Event

FOLDER: Final = Path(__file__).parents[1] / "reference" / "data" / "export" / "schemas"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def made_schemas() -> dict[str, dict[str, Any]]:
    """Schemas by the name of their file."""
    return {"tables": tables.schema(), "csv": flat_schema(), "geojson": map_schema(), "jsonl": event_schema()}


def flat_schema() -> dict[str, Any]:
    """A row of ``csv`` by column, an empty cell read as null."""
    events = tables.TABLES[0].schema()
    columns = {name: events["properties"][name] for name in COLUMNS}
    return {
        "$schema": _DIALECT,
        **events,
        "title": "A row of csv",
        "description": "One row an event. In CSV an empty cell is null.",
        "version": FORMS["csv"].schema_version,
        "required": list(columns),
        "properties": columns,
    }


def map_schema() -> dict[str, Any]:
    """The whole of ``geojson``: a FeatureCollection (RFC 7946) of points with flat properties."""
    columns = {
        name: kind for name, kind in flat_schema()["properties"].items() if name not in {"event_id", "lat", "lon"}
    }
    feature = {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": {
                "type": "object",
                "required": ["type", "coordinates"],
                "properties": {
                    "type": {"const": "Point"},
                    "coordinates": {
                        "type": "array",
                        "description": "degrees east, degrees north, WGS84",
                        "minItems": 2,
                        "maxItems": 2,
                        "prefixItems": [
                            {"type": "number", "minimum": -180, "maximum": 180},
                            {"type": "number", "minimum": -90, "maximum": 90},
                        ],
                    },
                },
            },
            "properties": {
                "type": "object",
                "additionalProperties": False,
                "required": list(columns),
                "properties": columns,
            },
        },
    }
    return {
        "$schema": _DIALECT,
        "title": "The whole of geojson",
        "description": "Events whose place has coordinates, as points; the others are counted.",
        "version": FORMS["geojson"].schema_version,
        "type": "object",
        "required": ["type", "attribution", "coordinates", "features", "events_without_point"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "attribution": {"type": "string"},
            "coordinates": {"type": "string"},
            "features": {"type": "array", "items": feature},
            "events_without_point": {"type": "integer", "minimum": 0},
        },
    }


def event_schema() -> dict[str, Any]:
    """A line of ``jsonl``, from the model itself (RECORD §6)."""
    (found,), definitions = msgspec.json.schema_components([Event], ref_template="#/$defs/{name}")
    return {
        "$schema": _DIALECT,
        "title": "A line of jsonl",
        "description": "One event with its ledger, accounts, wire groups and links.",
        "version": FORMS["jsonl"].schema_version,
        **found,
        "$defs": dict(sorted(definitions.items())),
    }


def printed(schema: dict[str, Any]) -> str:
    """A schema as its file has it."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, schema in made_schemas().items():
        (FOLDER / f"{name}.json").write_text(printed(schema), encoding="utf-8")
