"""The 300 texts that speed is measured on, by name: ``evals/bench_texts.txt``. The texts stay in ../shared.

A line is ``FILE`` below ../shared for an article in a file of its own, ``FILE.jsonl#ID`` for a row of a set.

How they were chosen (``python -m evals.bench_texts`` writes the list anew): texts of 100 to 1,500 words. All the reports, all
of ``data/news`` that is not among them (ten of these tell of no event), all of UCDP-AEC and re3d; 20 each of MUC-4 (lower
case) and of the web pages of TUD-Loc; WikiEvents, conflict news again, fills up to 300. Where a set gives only some, they are
those whose names have the smallest SHA-256: any of them is as likely, and everybody picks the same.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from msgspec import Struct

from evals.common import ROOT, SHARED, Row, day_of, read_rows
from tidings.errors import DataError

LIST = ROOT / "evals" / "bench_texts.txt"
WANTED = 300
_SHORTEST, _LONGEST = 100, 1500  # words
_FEW = 20
_WHOLE = ("data/ucdp_aec/dev.jsonl", "data/re3d/train.jsonl", "data/re3d/dev.jsonl")
_SOME = ("data/muc4/train.jsonl", "data/tudloc2013/dev.jsonl")
_FILLING = ("data/wikievents/train.jsonl", "data/wikievents/dev.jsonl")


class Text(Struct, frozen=True):
    """A text of the list, with its day of publication where the set gives one."""

    name: str
    text: str
    published: dt.date | None


def names(path: Path = LIST) -> tuple[str, ...]:
    """The names in a list; empty lines and those that begin with ``#`` are not names."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def text_of(name: str, shared: Path = SHARED) -> Text:
    """The text under a name. One that is not there raises DataError."""
    file, _, row_id = name.partition("#")
    try:
        if row_id:
            row = _rows(shared / file)[row_id]
            return Text(name, row["text"], day_of(row.get("source_date")))
        return _article(shared / file, name)
    except (OSError, KeyError) as error:
        raise DataError(f"{name} of the list of texts is not in {shared}: {error}") from error


def _article(path: Path, name: str) -> Text:
    if path.suffix == ".json":
        row = json.loads(path.read_text(encoding="utf-8"))
        return Text(name, row["text"], day_of(row.get("published")))
    with path.open(encoding="utf-8", newline="") as file:
        return Text(name, file.read(), _days(path.parent / "manifest.csv").get(path.name))


@cache
def _rows(path: Path) -> dict[str, Row]:
    return {str(row.get("id", row.get("docid"))): row for row in read_rows(path)}


@cache
def _days(path: Path) -> dict[str, dt.date | None]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: day_of(row["published"]) for row in csv.DictReader(file)}


def chosen(shared: Path = SHARED) -> tuple[str, ...]:
    """The names that belong in the list, in order."""
    reports = [f"reports/{path.name}" for path in sorted((shared / "reports").glob("*.txt"))]
    known = {Path(name).stem for name in reports}
    news = [
        f"data/news/{path.name}" for path in sorted((shared / "data/news").glob("*.json")) if path.stem not in known
    ]
    whole = [name for file in _WHOLE for name in _named(file, shared)]
    some = chain.from_iterable(smallest(_named(file, shared), _FEW) for file in _SOME)
    first = [*filter(_is_fit(shared), [*reports, *news]), *whole, *some]
    filling = smallest([name for file in _FILLING for name in _named(file, shared)], WANTED - len(first))
    return tuple(sorted([*first, *filling]))


def _named(file: str, shared: Path) -> Iterator[str]:
    """Names of the rows of a set whose texts have the right length."""
    return filter(_is_fit(shared), (f"{file}#{row_id}" for row_id in _rows(shared / file)))


def _is_fit(shared: Path) -> Callable[[str], bool]:
    return lambda name: is_fit_length(text_of(name, shared).text)


def is_fit_length(text: str) -> bool:
    """Whether a text has 100 to 1,500 words."""
    return _SHORTEST <= len(text.split()) <= _LONGEST


def smallest(given: Iterator[str] | Sequence[str], number: int) -> list[str]:
    """The names with the smallest SHA-256."""
    return sorted(given, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:number]


if __name__ == "__main__":
    head = "# The texts of `make bench`, below ../shared. How they were chosen: evals/bench_texts.py\n"
    LIST.write_text(head + "".join(f"{name}\n" for name in chosen()), encoding="utf-8")
