"""The forms a record can be written in: one table that the command line, the API and the documentation read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final

from msgspec import Struct

from tidings.errors import UsageError
from tidings.export.losses import Losses
from tidings.model.event import View

Writer = Callable[..., Iterator[bytes]]
FolderWriter = Callable[[View, Losses], Iterator[tuple[str, Iterator[bytes]]]]


class Form(Struct, frozen=True, kw_only=True):
    """A form: what it is, the file ending it has, the version of its columns, and where its writer stands.

    The writer is a function ``write(view, losses)`` in ``module``, imported when it is asked for. A form that is a folder
    of files has ``write_files(view, losses)`` in its place, and :meth:`files` in place of :meth:`write`. ``takes``: what else
    its writer can be told: ``full``, the view before a profile; ``pcodes``, a table of p-codes; ``persons``, named ones too.
    """

    name: str
    about: str
    ending: str
    schema_version: str
    module: str
    is_folder: bool = False
    takes: tuple[str, ...] = ()

    def write(self, view: View, losses: Losses, **told: Any) -> Iterator[bytes]:
        """The bytes of the form; what it cannot hold is noted in ``losses``. UsageError where the form is a folder.

        Of what it is ``told`` a form hears what it takes.
        """
        if self.is_folder:
            raise UsageError(f"{self.name} is a folder of files: say where with --out FOLDER")
        writer: Writer = import_module(self.module).write
        return writer(view, losses, **{name: value for name, value in told.items() if name in self.takes})

    def files(self, view: View, losses: Losses, **told: Any) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Every file of the form by name with its bytes: those of a folder, else the one file, ``events`` and its ending."""
        if not self.is_folder:
            return iter([(f"events.{self.ending}", self.write(view, losses, **told))])
        writer: FolderWriter = import_module(self.module).write_files
        return writer(view, losses)


def _form(
    name: str, about: str, ending: str, module: str | None = None, version: str = "1", *, is_folder: bool = False,
    takes: tuple[str, ...] = (),
) -> Form:  # fmt: skip
    where = f"tidings.export.{module or name.replace('-', '_')}"
    return Form(
        name=name, about=about, ending=ending, schema_version=version, module=where, is_folder=is_folder, takes=takes
    )


FORMS: Final[dict[str, Form]] = {
    form.name: form
    for form in (
        _form("jsonl", "the whole record, one event a line (RECORD §6)", "jsonl"),
        _form("csv", "a flat table, one event a row", "csv"),
        _form("geojson", "points for a map (RFC 7946)", "geojson"),
        _form("acled-style", "a day-atomic table, one row a day and place, in ACLED's 31 columns", "csv"),
        _form("ucdp-style", "a table of events with low, best and high, in UCDP GED's 49 columns", "csv"),
        _form("plover", "records of the PLOVER ontology, one a line", "jsonl"),
        _form("airwars-style", "strikes as incidents with a proposed grade, one a line", "jsonl"),
        _form("idmc-style", "figures of displacement in IDMC's manner", "csv", takes=("full", "pcodes")),
        _form("idmc-hxl", "the same with a row of HXL tags", "csv", takes=("full", "pcodes")),
        _form("ftm", "FollowTheMoney statements, one a line", "jsonl", "followthemoney", takes=("persons",)),
        _form("web-annotations", "each value on its words (W3C Web Annotation)", "jsonld", "annotations"),
        _form("parquet", "typed tables that join by id, a folder with one file a table", "parquet", is_folder=True),
        _form("sqlite", "the same tables as one SQLite file for Datasette and QGIS", "sqlite"),
    )
}


def form_named(name: str) -> Form:
    """The form of a name; UsageError lists those there are."""
    if name not in FORMS:
        raise UsageError(f"there is no form {name!r}: there are {', '.join(FORMS)}")
    return FORMS[name]
