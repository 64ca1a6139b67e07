"""The codebook of a release, as a page: event types with definitions and other codebooks' names, and the columns of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from tidings import __version__
from tidings.export.forms import FORMS
from tidings.reference.export_rules import load_schema
from tidings.reference.ontology import load_ontology

#: Forms that share another's schema.
SCHEMAS: Final = {"idmc-hxl": "idmc-style", "parquet": "tables", "sqlite": "tables"}


def codebook(forms: Iterable[str]) -> str:
    """Types in order of precedence, then the columns of each form that is a table."""
    known = load_ontology()
    lines = [
        "# Codebook",
        "",
        f"tidings {__version__}, event types of version {known.version}. One type an event: when two fit, the higher row wins.",
        "",
    ]
    lines += ["| type | what | ACLED-style sub-event | PLOVER |", "| --- | --- | --- | --- |"]
    lines += [f"| `{row.name}` | {row.definition} | {row.acled} | {row.plover} |" for row in known.types.values()]
    lines += [
        "",
        "An empty cell and `null` are *unknown*, never zero. Days are local days as printed. Coordinates are degrees WGS84.",
        "",
    ]
    for form in forms:
        lines += _columns(form)
    return "\n".join(lines).rstrip() + "\n"


def _columns(form: str) -> Iterator[str]:
    """The columns of a form whose rows are flat, with what they hold."""
    held = _held(form)
    if not all(held.values()):
        return
    yield from (
        f"## Columns of `{form}` (schema {FORMS[form].schema_version})",
        "",
        "| column | holds |",
        "| --- | --- |",
    )
    yield from (f"| `{name}` | {about} |" for name, about in held.items())
    yield ""


def _held(form: str) -> dict[str, str | None]:
    """What each property of a form's schema holds, where the schema says it."""
    properties: dict[str, Any] = load_schema(SCHEMAS.get(form, form)).get("properties", {})
    return {name: row.get("description") for name, row in properties.items()}
