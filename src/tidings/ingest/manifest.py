"""What a manifest says of files: a CSV with the header ``file,published,outlet,url,title`` in any order (RECORD §8)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from msgspec import Struct

from tidings.errors import InputError, UsageError
from tidings.ingest.decode import decode
from tidings.ingest.metadata import iso_day
from tidings.model.coding import Failure

FIELDS = ("published", "outlet", "url", "title")


class Given(Struct, frozen=True, kw_only=True):
    """What the user says of an article. ``gave`` names the fields stated; an empty cell states nothing."""

    published: dt.date | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    gave: tuple[str, ...] = ()


class Row(Struct, frozen=True, kw_only=True):
    """One row: the file as written, where it lies, what is given, and what is wrong with the row."""

    file: str
    path: str
    given: Given
    faults: tuple[Failure, ...]


NOTHING = Given()


def given(
    published: dt.date | None = None, outlet: str | None = None, url: str | None = None, title: str | None = None
) -> Given:
    """Facts with the names of those that are there."""
    facts = {"published": published, "outlet": outlet, "url": url, "title": title}
    return Given(
        published=published, outlet=outlet, url=url, title=title, gave=tuple(name for name in FIELDS if facts[name])
    )


def read_manifest(path: Path) -> tuple[Row, ...]:
    """The rows of a manifest in its order; a file named twice keeps its first row. Raises UsageError when it is broken as a whole."""
    rows: list[Row] = []
    known: dict[str, int] = {}
    for number, cells in _cells(path):
        row = _row(path, number, cells)
        if row.path in known:
            first = rows[known[row.path]]
            if row.given != first.given:
                note = Failure(
                    step="manifest",
                    reason=f"row {number} of {path.name} names {row.file!r} again with other facts; the first row is used",
                )
                rows[known[row.path]] = Row(
                    file=first.file, path=first.path, given=first.given, faults=(*first.faults, note)
                )
            continue
        known[row.path] = len(rows)
        rows.append(row)
    return tuple(rows)


def _cells(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The cells of each row by column, with the number of its last line in the file."""
    try:
        text = decode(path.read_bytes()).text
    except (OSError, InputError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"the manifest {str(path)!r} cannot be read: {reason}") from error
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        if "file" not in columns:
            raise UsageError(
                f"the manifest {str(path)!r} has no column 'file'; its first line must be a header such as file,published,outlet,url,title"
            )
        return [
            (reader.line_num, dict(zip(columns, map(str.strip, cells), strict=False)))
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise UsageError(f"the manifest {str(path)!r} is no CSV (line {reader.line_num}): {error}") from error


def _row(path: Path, number: int, cells: dict[str, str]) -> Row:
    faults = []
    words = cells.get("published", "")
    day = iso_day(words) if words else None
    if words and not day:
        faults.append(
            _fault(
                f"row {number} of {path.name} gives the date {words[:40]!r}, which is no day; write it as YYYY-MM-DD"
            )
        )
    name = cells.get("file", "")
    if not name:
        faults.append(_fault(f"row {number} of {path.name} names no file"))
    file = Path(name).as_posix() if name else f"{path.name}#{number:04d}"
    facts = given(day, cells.get("outlet") or None, cells.get("url") or None, cells.get("title") or None)
    return Row(file=file, path=str(path.parent / name) if name else "", given=facts, faults=tuple(faults))


def _fault(reason: str) -> Failure:
    return Failure(step="manifest", reason=reason)
