"""``tidings audit``: what was done to a record by people, line by line, and whether it all follows from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tidings.cli.options import db_option
from tidings.cli.output import plural

if TYPE_CHECKING:
    from tidings.store.store import Store


@click.command("audit")
@click.option("--replay", "again", is_flag=True, help="Play the log again: does the record hold what follows from it?")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    metavar="N",
    help="So many of the newest lines.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines, whole.")
@db_option
def command(again: bool, limit: int, as_json: bool, db: str) -> None:
    """Who did what to the record, and when: rulings, comments, people, sets, exports.

    Lines are only ever added, and each names the one before it. With --replay the exit code is 1 where the record holds something else.
    """
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        if again:
            _replay(store)
            return
        _lines(store, limit, as_json)


def _lines(store: Store, limit: int, as_json: bool) -> None:
    from tidings.model.audit import entry_json
    from tidings.store import desk_tables
    from tidings.web.audit import line_of

    with store.transaction(writing=False) as connection:
        found = desk_tables.newest_entries(connection, None, limit)
        total = desk_tables.how_many(connection)
    for numbered in reversed(found):
        if as_json:
            click.echo(entry_json(numbered.entry))
            continue
        line = line_of(numbered)
        click.echo(f"{line.number:>6}  {line.at}  {line.by}  {line.action}  {line.target}  {line.told}")
    click.echo(f"{plural(len(found), 'line')} of {total}", err=True)


def _replay(store: Store) -> None:
    from tidings.review.replay import replay

    found = replay(store)
    for fault in found.faults:
        click.echo(fault, err=True)
    state = found.state
    told = [
        plural(found.lines, "line"), plural(found.judgements, "judgement"), f"{len(state.people)} people",
        plural(sum(map(len, state.remarks.values())), "comment"), plural(len(state.sets), "set"),
    ]  # fmt: skip
    before = f"; {plural(found.before, 'judgement')} from before the log" if found.before else ""
    same = "the record holds what follows from it" if not found.faults else "the record holds something else"
    click.echo(f"{', '.join(told)}{before}: {same}")
    if found.faults:
        click.get_current_context().exit(1)
