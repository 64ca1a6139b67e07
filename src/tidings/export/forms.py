"""The forms a record can be written in: one table that the command line, the API and the documentation read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final

from msgspec import Struct

from tidings.errors import UsageError
from tidings.export.losses import Losses
from tidings.model.event import View

Writer = Callable[[View, Losses], Iterator[bytes]]


class Form(Struct, frozen=True, kw_only=True):
    """A form: what it is, the file ending it has, the version of its columns, and where its writer stands.

    The writer is a function ``write(view, losses)`` in ``module``, imported when it is asked for.
    """

    name: str
    about: str
    ending: str
    schema_version: str
    module: str

    def write(self, view: View, losses: Losses) -> Iterator[bytes]:
        """The bytes of the form; what it cannot hold is noted in ``losses``."""
        writer: Writer = import_module(self.module).write
        return writer(view, losses)


def _form(name: str, about: str, ending: str, module: str | None = None, version: str = "1") -> Form:
    where = f"tidings.export.{module or name.replace('-', '_')}"
    return Form(name=name, about=about, ending=ending, schema_version=version, module=where)


FORMS: Final[dict[str, Form]] = {
    form.name: form
    for form in (
        _form("jsonl", "the whole record, one event a line (RECORD §6)", "jsonl"),
        _form("csv", "a flat table, one event a row", "csv"),
        _form("geojson", "points for a map (RFC 7946)", "geojson"),
    )
}


def form_named(name: str) -> Form:
    """The form of a name; UsageError lists those there are."""
    if name not in FORMS:
        raise UsageError(f"there is no form {name!r}: there are {', '.join(FORMS)}")
    return FORMS[name]
