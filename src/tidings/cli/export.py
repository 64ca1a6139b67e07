"""``tidings export``: the record in other people's forms."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from tidings.cli.options import db_option, past_options
from tidings.cli.output import write_whole
from tidings.cli.safety import PROFILES, pcodes_option, reviewed_view, safety_of, safety_options
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
    type=click.Choice(PROFILES),
    default="internal",
    show_default=True,
    help="What may leave the house: partner and public withhold names; public also sites, children, and the last seven days.",
)
@safety_options
@pcodes_option
def command(
    form: str, db: str, as_stored: dt.date | None, as_known: dt.date | None, out: str | None, losses: str | None,
    profile: str, today: dt.date | None, names: Path | None, keep: Path | None, protected: Path | None,
    released: Path | None, pcodes: Path | None,
) -> None:  # fmt: skip
    """Write the events of a record, in order of time.

    The same record gives the same bytes, in whatever order its articles were read. Nothing is written when it would hold
    what its profile withholds.
    """
    from tidings.errors import StoreError, UsageError
    from tidings.export.forms import form_named
    from tidings.export.losses import Losses, loss_report
    from tidings.export.pcodes import read_pcodes
    from tidings.export.profiles import profile_named, release

    chosen, lost = form_named(form), Losses()
    if chosen.is_folder and out is None:
        raise UsageError(f"{form} is a folder of files: say where with --out FOLDER")
    codes = None if pcodes is None else read_pcodes(pcodes)
    view, safety = reviewed_view(db, safety_of(today, names, keep, protected, released), as_stored, as_known)
    shown = release(profile_named(profile), view, safety)
    told = {"full": view, "pcodes": codes, "persons": profile == "internal"}
    files = {name: b"".join(pieces) for name, pieces in chosen.files(shown.view, lost, **told)}
    for name, content in files.items():
        shown.check(name, content)
    if out is None:
        sys.stdout.buffer.write(b"".join(files.values()))
        sys.stdout.buffer.flush()
    elif chosen.is_folder:
        try:
            Path(out).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{out}: {error.strerror or error}") from error
        for name, content in files.items():
            write_whole(Path(out) / name, content)
    else:
        write_whole(Path(out), *files.values())
    if losses is not None:
        write_whole(Path(losses), loss_report(chosen.name, chosen.schema_version, lost.all()).encode())
