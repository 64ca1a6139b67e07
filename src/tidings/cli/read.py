"""``tidings read``: ingest, code, store; reading twice adds nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from tidings.cli.options import db_option, gate_option, reading_options, settings_of, sources_of
from tidings.cli.output import Tally, plural, with_progress

if TYPE_CHECKING:
    from tidings.pipeline.manifest import Settings


@click.command("read")
@reading_options
@gate_option
@db_option
@click.option("--dry-run", is_flag=True, help="Only say what these articles would change; nothing is stored.")
@click.option("--restore", is_flag=True, help="Read again what was taken down.")
@click.option("--json", "as_json", is_flag=True, help="Also print each newly read input (or change) as a JSON line.")
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[str, ...], published: dt.date | None, outlet: str | None, manifest: str | None,
    workers: int, gazetteer: str | None, added_places: bool, actors: str | None, gate: bool, db: str, dry_run: bool,
    restore: bool, as_json: bool,
) -> None:  # fmt: skip
    """Read articles into a record file.

    Originals are kept byte for byte. Reading the same again adds nothing; a run that was broken off goes on where it
    stopped. What was taken down is refused, with the reason.
    """
    from tidings.errors import StoreError
    from tidings.pipeline.reading import read_into
    from tidings.store.store import open_store

    sources = sources_of(paths, published, outlet, manifest)
    settings = settings_of(gazetteer, actors, added_places, gate)
    if dry_run:
        ctx.exit(_rehearse(db, sources, settings, workers, as_json=as_json))
    tally, accounts = Tally(), 0
    with open_store(db, create=True) as store:
        try:
            reading = read_into(store, sources, settings, workers, again=restore)
            for done in with_progress(reading, len(sources), tally):
                accounts += done.accounts
                if as_json and done.line is not None:
                    click.echo(done.line)
        except StoreError:
            told = f"{plural(accounts, 'account')} coded into {store.location} before it broke off; run it again to go on from there"
            tally.report(told)
            raise
    tally.report(f"{plural(accounts, 'account')} coded into {store.location}")
    ctx.exit(tally.exit_code())


def _rehearse(db: str, sources: tuple[Any, ...], settings: Settings, workers: int, *, as_json: bool) -> int:
    """Say what the sources would change in the record; the exit code."""
    from tidings.cli.changes import print_impact
    from tidings.pipeline.reading import Rehearsal
    from tidings.review.changes import changes_by
    from tidings.store.store import open_store

    tally, accounts = Tally(), 0
    with open_store(db, create=False) as store:
        rehearsal, before = Rehearsal(store, sources, settings, workers), list(store.codings())
        for done in with_progress(rehearsal, len(sources), tally):
            accounts += done.accounts
        found = changes_by(store, before, rehearsal.codings())
    print_impact(found, as_json=as_json)
    tally.report(f"{plural(accounts, 'account')} coded, nothing stored")
    return tally.exit_code()
