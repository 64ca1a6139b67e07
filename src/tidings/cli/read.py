"""``tidings read``: ingest, code, store; reading twice adds nothing."""

from __future__ import annotations

import datetime as dt

import click

from tidings.cli.options import db_option, gate_option, reading_options, settings_of, sources_of
from tidings.cli.output import Tally, plural, with_progress


@click.command("read")
@reading_options
@gate_option
@db_option
@click.option("--json", "as_json", is_flag=True, help="Also print each newly read input as a JSON line.")
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[str, ...], published: dt.date | None, outlet: str | None, manifest: str | None,
    workers: int, gazetteer: str | None, added_places: bool, actors: str | None, gate: bool, db: str, as_json: bool,
) -> None:  # fmt: skip
    """Read articles into a record file.

    Originals are kept byte for byte. Reading the same again adds nothing; a run that was broken off goes on where it
    stopped.
    """
    from tidings.errors import StoreError
    from tidings.pipeline.reading import read_into
    from tidings.store.store import open_store

    sources = sources_of(paths, published, outlet, manifest)
    settings = settings_of(gazetteer, actors, added_places, gate)
    tally, accounts = Tally(), 0
    with open_store(db, create=True) as store:
        try:
            for done in with_progress(read_into(store, sources, settings, workers), len(sources), tally):
                accounts += done.accounts
                if as_json and done.line is not None:
                    click.echo(done.line)
        except StoreError:
            told = f"{plural(accounts, 'account')} coded into {store.location} before it broke off; run it again to go on from there"
            tally.report(told)
            raise
    tally.report(f"{plural(accounts, 'account')} coded into {store.location}")
    ctx.exit(tally.exit_code())
