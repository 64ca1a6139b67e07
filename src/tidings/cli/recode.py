"""``tidings recode``: the stored originals coded anew, and what that changes."""

from __future__ import annotations

import click

from tidings.cli.options import (
    actors_option,
    added_option,
    db_option,
    gate_option,
    gazetteer_option,
    settings_of,
    workers_option,
)
from tidings.cli.output import Tally, plural, with_progress


@click.command("recode")
@db_option
@click.option("--dry-run", is_flag=True, help="Only say what would change; nothing is stored.")
@workers_option
@gazetteer_option
@added_option
@actors_option
@gate_option
@click.option("--json", "as_json", is_flag=True, help="The changes as JSON lines.")
@click.pass_context
def command(
    ctx: click.Context, db: str, dry_run: bool, workers: int, gazetteer: str | None, added_places: bool, actors: str | None,
    gate: bool, as_json: bool,
) -> None:  # fmt: skip
    """Code all stored originals anew, with this version and these settings, and say what changed and why.

    The earlier codings stay in the record, and any past day still shows them. A run that was broken off goes on where it stopped.
    """
    from tidings.cli.changes import print_impact
    from tidings.pipeline.reading import Rehearsal, read_into
    from tidings.review.changes import changes_by
    from tidings.review.recoding import RECIPE, stored_sources
    from tidings.store.store import open_store

    settings, tally, accounts = settings_of(gazetteer, actors, added_places, gate), Tally(), 0
    with open_store(db, create=False) as store:
        sources, before = stored_sources(store, db), list(store.codings())
        rehearsal = Rehearsal(store, sources, settings, workers, RECIPE)
        run = rehearsal if dry_run else read_into(store, sources, settings, workers, RECIPE)
        for done in with_progress(run, len(sources), tally):
            accounts += done.accounts
        found = changes_by(store, before, rehearsal.codings() if dry_run else store.codings())
    print_impact(found, as_json=as_json)
    tally.report(
        f"{plural(accounts, 'account')} coded anew" + (", nothing stored" if dry_run else f" into {store.location}")
    )
    ctx.exit(tally.exit_code() if sources else 0)
