"""``tidings export``: the record in other people's forms."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from tidings.cli.options import db_option, past_options
from tidings.export.forms import FORMS


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    required=True,
    help="; ".join(f"{form.name}: {form.about}" for form in FORMS.values()) + ".",
)
@db_option
@past_options
@click.option(
    "--out", type=click.Path(), metavar="PATH", help="Write here and not to standard output; for parquet a folder."
)
@click.option("--losses", type=click.Path(dir_okay=False), metavar="PATH", help="Write here what the form cannot say.")
@click.option(
    "--profile",
    type=click.Choice(["internal"]),
    default="internal",
    show_default=True,
    help="What may leave the house; so far everything.",
)
def command(
    form: str,
    db: str,
    as_stored: dt.date | None,
    as_known: dt.date | None,
    out: str | None,
    losses: str | None,
    profile: str,
) -> None:
    """Write the events of a record, in order of time.

    The same record gives the same bytes, in whatever order its articles were read.
    """
    from tidings.export.forms import form_named
    from tidings.export.losses import Losses, loss_report
    from tidings.review.views import record_view
    from tidings.store.store import open_store

    chosen, lost = form_named(form), Losses()
    with open_store(db, create=False) as store:
        view = record_view(store, as_stored, as_known)
    if out is None:
        sys.stdout.buffer.writelines(chosen.write(view, lost))
        sys.stdout.buffer.flush()
    elif chosen.is_folder:
        _write_folder(Path(out), chosen.files(view, lost))
    else:
        _write_whole(Path(out), chosen.write(view, lost))
    if losses is not None:
        _write_whole(Path(losses), [loss_report(chosen.name, chosen.schema_version, lost.all()).encode()])


def _write_folder(folder: Path, files: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Every file of a form in a folder, made where it is not there; other files in it are left alone."""
    from tidings.errors import StoreError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}") from error
    for name, pieces in files:
        _write_whole(folder / name, pieces)


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
