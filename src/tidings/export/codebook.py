"""The codebook of a release, as a page: event types with definitions and other codebooks' names, and the columns of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from tidings import __version__
from tidings.export.forms import FORMS
from tidings.reference.ontology import load_ontology


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
    """The columns of a form, where its module lists them with what they hold."""
    columns: Any = getattr(import_module(FORMS[form].module), "COLUMNS", None)
    if not isinstance(columns, Mapping):
        return
    yield from (
        f"## Columns of `{form}` (schema {FORMS[form].schema_version})",
        "",
        "| column | holds |",
        "| --- | --- |",
    )
    for name, about in columns.items():
        yield f"| `{name}` | {about[0] if isinstance(about, tuple) else about if isinstance(about, str) else ''} |"
    yield ""
