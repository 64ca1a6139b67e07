"""``tidings export``: the record in other people's forms."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tidings.cli.options import db_option

if TYPE_CHECKING:
    from tidings.model.event import Event

    Writer = Callable[[Iterable[Event]], Iterator[bytes]]


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "geojson"]),
    required=True,
    help="jsonl: RECORD §6; csv: a flat table; geojson: points.",
)
@db_option
@click.option("--out", type=click.Path(dir_okay=False), metavar="PATH", help="Write here and not to standard output.")
@click.option(
    "--profile",
    type=click.Choice(["internal"]),
    default="internal",
    show_default=True,
    help="What may leave the house; so far everything.",
)
def command(form: str, db: str, out: str | None, profile: str) -> None:
    """Write the events of a record, in order of time.

    The same record gives the same bytes, in whatever order its articles were read.
    """
    from tidings.export.derive import derive_events
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        pieces = _writer(form)(derive_events(store.codings()))
    if out is None:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
    else:
        _write_whole(Path(out), pieces)


def _writer(form: str) -> Writer:
    if form == "jsonl":
        from tidings.export.jsonl import event_lines

        return event_lines
    if form == "csv":
        from tidings.export.csv import event_table

        return event_table
    from tidings.export.geojson import event_map

    return event_map


def _write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """The file appears when it is complete; a failed export leaves what was there before."""
    from tidings.errors import StoreError

    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.writelines(pieces)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(f"{path}: {error.strerror or error}") from error
    print(f"wrote {path}", file=sys.stderr)
