"""The inputs of a run, in order, from files, folders and a manifest: what to read, under which name, with what is given of it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from tidings.errors import UsageError
from tidings.ingest.manifest import NOTHING, Given, Row, given, read_manifest
from tidings.ingest.records import Part, parts_of_lines, parts_of_list
from tidings.model.coding import Failure

Kind = Literal["text", "html", "pdf", "json", "jsonl", "other"]
KINDS: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".json": "json", ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}  # fmt: skip
_MOST_INDEXED = 2_000_000_000  # bytes of one file of records


class Source(Struct, frozen=True, kw_only=True):
    """One input. ``path`` as found on disk (empty for a manifest row that names no file), ``file`` the name shown and ordered by.

    ``part`` is where one record of a JSON file stands. ``given`` holds for this input alone (its manifest row), ``usual`` for all
    inputs of the run (options). ``faults`` were found while listing; with ``unreadable`` there is nothing to open.
    """

    path: str
    file: str
    kind: Kind
    part: Part | None = None
    given: Given = NOTHING
    usual: Given = NOTHING
    faults: tuple[Failure, ...] = ()
    unreadable: bool = False


def list_sources(
    paths: Iterable[str | os.PathLike[str]], *, manifest: str | os.PathLike[str] | None = None, published: dt.date | None = None,
    outlet: str | None = None,
) -> tuple[Source, ...]:  # fmt: skip
    """The inputs under some paths and in a manifest, each once, sorted by ``file``.

    With a manifest alone its files are the inputs; with both, the union, and the manifest's facts hold for its files however they were
    named. A path that is not there, or a file of another kind, is an input too, with its fault. Raises UsageError for no input named at
    all and for a manifest that is broken as a whole. Only JSON is read here, to find its records.
    """
    rows = read_manifest(Path(manifest)) if manifest is not None else ()
    named = [os.fspath(path) for path in paths]
    if not named and manifest is None:
        raise UsageError("no input named: give files, folders, or a manifest")
    usual = given(published, outlet)
    found: dict[str, Source] = {}
    for row in rows:
        found.setdefault(_identity(row.path) if row.path else row.file, _of_row(row, usual))
    for path, file in _walk(named):
        found.setdefault(_identity(path), _plain(path, file, usual))
    whole = sorted(found.values(), key=_order)
    return tuple(sorted((part for source in whole for part in _parts(source)), key=_order))


def _order(source: Source) -> tuple[str, str, int]:
    return source.file, source.path, source.part.number if source.part else -1


def _identity(path: str) -> str:
    return os.path.realpath(path)


def _walk(paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Files as named and files of readable kinds in folders, hidden ones left out, with the name to show."""
    for path in paths:
        if not Path(path).is_dir():
            yield path, Path(path).name
            continue
        for folder, inner, files in os.walk(path):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith(".") and kind_of(name) != "other":
                    full = str(Path(folder) / name)
                    yield full, Path(os.path.relpath(full, path)).as_posix()


def kind_of(name: str) -> Kind:
    """How a file of this name is read; ``other`` when it is not."""
    return KINDS.get(Path(name).suffix.lower(), "other")


def _of_row(row: Row, usual: Given) -> Source:
    source = (
        _plain(row.path, row.file, usual) if row.path else Source(path="", file=row.file, kind="other", unreadable=True)
    )
    return Source(
        path=source.path, file=source.file, kind=source.kind, given=row.given, usual=usual, faults=(*row.faults, *source.faults),
        unreadable=source.unreadable,
    )  # fmt: skip


def _plain(path: str, file: str, usual: Given) -> Source:
    kind = kind_of(path)
    faults: tuple[Failure, ...] = ()
    if not Path(path).exists():
        faults = (Failure(step="read", reason=f"there is no file {path!r}"),)
    elif kind == "other" and not Path(path).is_dir():
        known = " ".join(sorted(KINDS))
        faults = (
            Failure(
                step="read",
                reason=f"{Path(path).suffix or 'a file without an ending'} is no kind of file that is read here ({known})",
            ),
        )
    shown = os.fsencode(file).decode("utf-8", "replace")  # a name in no encoding must not break the output
    return Source(path=path, file=shown, kind=kind, usual=usual, faults=faults, unreadable=bool(faults))


def _parts(source: Source) -> tuple[Source, ...]:
    """The records of a JSON file as inputs of their own; any other input, and a file that cannot be taken apart, as it is."""
    if source.kind not in ("json", "jsonl") or source.unreadable:
        return (source,)
    try:
        if not Path(source.path).is_file() or Path(source.path).stat().st_size > _MOST_INDEXED:
            return (source,)
        with Path(source.path).open("rb") as file:
            parts = parts_of_lines(file) if source.kind == "jsonl" else parts_of_list(file.read())
    except OSError:
        return (source,)
    if not parts:
        return (source,)
    width = max(4, len(str(parts[-1].number + 1)))
    return tuple(
        Source(
            path=source.path,
            file=f"{source.file}#{part.number + 1:0{width}d}",
            kind=source.kind,
            part=part,
            given=source.given,
            usual=source.usual,
            faults=source.faults,
        )
        for part in parts
    )
