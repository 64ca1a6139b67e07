"""The JSON Schema of a line of ``tidings code --json``, made from the model, so the two cannot drift apart."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from tidings.model.coding import Coding

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PATTERNS: Final = {("Article", "id"): "^a1:[0-9a-f]{20}$", ("Account", "id"): "^c1:[0-9a-f]{20}$"}
_MAY_BE_WITHOUT_WORDS: Final = "When"  # a date that the text does not print


def coding_schema() -> dict[str, Any]:
    """The schema: all keys required, every value with at least one piece of evidence, ids of their form."""
    (found,), definitions = msgspec.json.schema_components([Coding], ref_template="#/$defs/{name}")
    for name, definition in definitions.items():
        evidence = definition.get("properties", {}).get("evidence")
        if evidence is not None and name != _MAY_BE_WITHOUT_WORDS:
            evidence["minItems"] = 1
    for (name, field), pattern in _PATTERNS.items():
        definitions[name]["properties"][field]["pattern"] = pattern
    return {
        "$schema": _DIALECT,
        "title": "A line of tidings code --json",
        **found,
        "$defs": dict(sorted(definitions.items())),
    }
