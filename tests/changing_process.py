"""``python -m tests.changing_process WORDS...``: tidings, while somebody writes on ``changing.txt`` whenever it is looked at."""

from __future__ import annotations

from pathlib import Path

from tidings.cli.main import main
from tidings.ingest import capture

_read = capture._read


def read_while_it_changes(path: Path, offset: int, length: int | None) -> bytes:
    """The bytes, and the file longer than before."""
    content = _read(path, offset, length)
    if path.name == "changing.txt":
        with path.open("a", encoding="utf-8") as file:
            file.write("A patrol went home.\n")
    return content


if __name__ == "__main__":
    capture._read = read_while_it_changes
    main(prog_name="tidings")
