"""``python -m tests.reading_process DB FOLDER [WORKERS]``: a run with the stand-in plan, to be killed or set beside another."""

from __future__ import annotations

import sys
from pathlib import Path

from tests import standin
from tidings.pipeline.manifest import Settings
from tidings.pipeline.reading import read_into
from tidings.store.store import open_store


def main(db: str, folder: str, workers: str = "1") -> None:
    """Read a folder into a record."""
    with open_store(db, create=True) as store:
        for _ in read_into(store, standin.sources(Path(folder)), Settings(), int(workers), recipe=standin.RECIPE):
            pass


if __name__ == "__main__":
    main(*sys.argv[1:])
