"""The inputs of a run, in order, from files, folders and a manifest: what to read, under which name, with what is given of it."""

from __future__ import annotations

import codecs
import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tidings.errors import InputError, UsageError
from tidings.ingest.decode import decode, is_noise, is_wide
from tidings.ingest.manifest import NOTHING, Given, Row, given, read_manifest
from tidings.ingest.records import Part, parts_in, parts_of_lines, parts_of_list
from tidings.model.coding import Failure

Kind = Literal["text", "html", "pdf", "json", "jsonl", "other"]
KINDS: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".json": "json", ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}  # fmt: skip
_HEAD = 65_536
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
    if "" in named:
        raise UsageError("an input has an empty name: write . for this folder")
    usual = given(published, outlet)
    found: dict[str, Source] = {}
    for row in rows:
        found.setdefault(_identity(row.path) if row.path else row.file, _of_row(row, usual))
    for met in sorted(_met(named), key=_Met.rank):
        found.setdefault(_identity(met.path), _plain(met, usual))
    whole = sorted(found.values(), key=_order)
    return tuple(sorted((part for source in whole for part in _parts(source)), key=_order))


def _order(source: Source) -> tuple[str, str, int]:
    return source.file, source.path, source.part.number if source.part else -1


def _identity(path: str) -> str:
    return os.path.realpath(path)


class _Met(Struct, frozen=True):
    """Something found under a path: how to open it, the name to show, and why it cannot be read, if that shows already."""

    path: str
    file: str
    trouble: str | None = None

    def rank(self) -> tuple[bool, int, str, str]:
        """Which of several names of one file is used, whatever their order: its own before a link's, then the fullest."""
        return os.path.islink(self.path), -len(Path(self.file).parts), self.file, self.path  # noqa: PTH114  as below


def _met(paths: Sequence[str]) -> Iterator[_Met]:
    """Files as named, and files of readable kinds in folders, hidden ones left out."""
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112  Path.is_dir raises where a folder above may not be entered
            yield _Met(path, Path(path).name)
            continue
        inside = list(_walk(path))
        yield from inside
        if not inside:
            known = " ".join(sorted(KINDS))
            yield _Met(
                path, _shown_folder(path), f"the folder {path!r} holds no file of a kind that is read here ({known})"
            )


def _walk(top: str) -> Iterator[_Met]:
    """Links to folders are not followed, for they may lead anywhere; what is left out for that, or may not be listed, is told."""
    shut: list[OSError] = []
    root = _identity(top)
    for folder, inner, files in os.walk(top, onerror=shut.append):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and kind_of(name) != "other":
                full = str(Path(folder) / name)
                yield _Met(full, _below(top, full))
        for full in (str(Path(folder) / name) for name in inner):
            if os.path.islink(full) and not Path(_identity(full)).is_relative_to(root):  # noqa: PTH114  as above
                told = "is a link to a folder elsewhere, and is not followed; name that folder itself"
                yield _Met(full, _below(top, full), f"{full!r} {told}")
    for error in shut:
        name = str(error.filename)
        yield _Met(name, _below(top, name), f"the folder {name!r} cannot be listed: {_why(error)}")


def _below(top: str, path: str) -> str:
    return _shown_folder(top) if path == top else Path(os.path.relpath(path, top)).as_posix()


def _shown_folder(path: str) -> str:
    return Path(path).name or Path(path).as_posix()


def _why(error: OSError) -> str:
    return "no permission" if isinstance(error, PermissionError) else str(error.strerror or error)


def kind_of(name: str) -> Kind:
    """How a file of this name is read; ``other`` when it is not."""
    return KINDS.get(Path(name).suffix.lower(), "other")


def _of_row(row: Row, usual: Given) -> Source:
    if not row.path:
        return Source(
            path="", file=row.file, kind="other", given=row.given, usual=usual, faults=row.faults, unreadable=True
        )
    source = _plain(_Met(row.path, row.file), usual)
    return replace(source, given=row.given, faults=(*row.faults, *source.faults))


def _plain(met: _Met, usual: Given) -> Source:
    trouble = met.trouble or _trouble(met.path)
    faults = (Failure(step="read", reason=trouble),) if trouble else ()
    shown = os.fsencode(met.file).decode("utf-8", "replace")  # a name in no encoding must not break the output
    return Source(
        path=met.path, file=shown, kind=kind_of(met.path), usual=usual, faults=faults, unreadable=bool(faults)
    )


def _trouble(path: str) -> str | None:
    """Why there is nothing to open, in plain words; None when one may try."""
    if not os.path.exists(path):  # noqa: PTH110  as above: False where Path.exists raises
        return _missing(path)
    if kind_of(path) == "other" and not os.path.isdir(path):  # noqa: PTH112
        known = " ".join(sorted(KINDS))
        return f"{Path(path).suffix or 'a file without an ending'} is no kind of file that is read here ({known})"
    return None


def _missing(path: str) -> str:
    try:
        os.lstat(path)
    except PermissionError:
        return f"no permission to enter the folder of {path!r}"
    except OSError:
        return f"there is no file {path!r}"
    return f"{path!r} is a link that leads nowhere"


def _parts_of_file(path: Path, kind: Kind) -> tuple[Part, ...] | None:
    """Where the records of a file stand. Only a file in another encoding, or with a list, is taken into memory whole."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if is_noise(head):
            return None
        file.seek(0)
        if kind == "jsonl" and not is_wide(head):
            return parts_of_lines(file)
        content = file.read()
    decoded = decode(content)
    exact = decoded.encoding != "utf-8" and content.endswith(decoded.text.encode(decoded.encoding, "replace"))
    text = decoded.text.encode() if exact else content.removeprefix(codecs.BOM_UTF8)
    parts = parts_of_list(text) if kind == "json" else parts_of_lines(text.splitlines(keepends=True))
    encoding = decoded.encoding if exact else "utf-8"
    before = len(content) - len(decoded.text.encode(encoding) if exact else text)
    return None if parts is None else parts_in(parts, text, encoding, before)


def _parts(source: Source) -> tuple[Source, ...]:
    """The records of a JSON file as inputs of their own; any other input, and a file that cannot be taken apart, as it is."""
    if source.kind not in ("json", "jsonl") or source.unreadable:
        return (source,)
    try:
        if not Path(source.path).is_file() or Path(source.path).stat().st_size > _MOST_INDEXED:
            return (source,)
        parts = _parts_of_file(Path(source.path), source.kind)
    except (OSError, InputError):
        return (source,)  # reading it will tell what is wrong
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
