"""``python -m evals.record INPUT.jsonl --out PRED.jsonl``: {id, text, published} to a line of RECORD §5 with the input's id.

The texts take the way of any user's: through ingest as records of a JSONL file, then through the plan. Other fields of
the input are not looked at.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evals.common import Row, arguments, read_rows, write_rows

_GIVEN = ("text", "published")


def coded(rows: Iterable[Row], workers: int = 1) -> Iterator[Row]:
    """The coding of each row as plain JSON, in order."""
    from tidings.ingest.inputs import list_sources

    with tempfile.TemporaryDirectory() as folder:
        path, known = Path(folder) / "input.jsonl", list(rows)
        write_rows(path, ({key: row[key] for key in _GIVEN if row.get(key) is not None} for row in known))
        yield from map(with_id, known, lines(list_sources([path]), workers))


def lines(sources: Iterable[Any], workers: int = 1) -> Iterator[Row]:
    """The coding of each source as plain JSON, by file and part."""
    from tidings.pipeline.local import Job, run

    return (json.loads(done.line or b"null") for done in run(sources, Job(), workers))


def with_id(row: Row, printed: Row) -> Row:
    """A coding under the id of its input."""
    return {**printed, "article": {**printed["article"], "id": row["id"]}}


if __name__ == "__main__":
    options = arguments(__doc__ or "")
    write_rows(options.out, coded(read_rows(options.input)))
