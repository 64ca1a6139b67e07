"""``tidings coverage``: what a record rests on, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tidings.cli.options import db_option
from tidings.cli.output import plural

if TYPE_CHECKING:
    from tidings.review.coverage import Coverage, Row

_DAYS = 40
_LISTED = 20


@click.command("coverage")
@db_option
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
def command(db: str, as_json: bool) -> None:
    """Inputs read, passed over, in other languages, failed and taken down: by outlet, language and day published.

    Counts of a record are no counts of a war: where a source was added, or a language not read, this says so.
    """
    from tidings.review.coverage import coverage
    from tidings.store.judgements import tombstones
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        found = coverage(store.codings(), tombstones(store))
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found))
        return
    _print(found)


def _print(found: Coverage) -> None:
    for heading, rows in (("outlet", found.outlets), ("language", found.languages), ("day", found.days)):
        _table(heading, rows)
    totals = ", ".join(f"{number} {fate}" for fate, number in found.totals.items())
    click.echo(f"{totals}; published {found.first or '?'} to {found.last or '?'}")
    if found.silent is not None:
        first, last = found.silent
        click.echo(f"nothing was read of {first} to {last} ({plural((last - first).days + 1, 'day')})")
    for spike in found.spikes:
        before, after = spike.others
        click.echo(
            f"{spike.outlet} was added on {spike.since}: it gives {spike.share:.0%} of the articles of the 30 days from then on "
            f"({spike.articles}); the others went from {before:.1f} to {after:.1f} a day. Counts before and after do not compare."
        )
    for one in found.unread[:_LISTED]:
        click.echo(f"{one.fate}: {one.file}: {one.reason}")
    if len(found.unread) > _LISTED:
        click.echo(f"and {len(found.unread) - _LISTED} more that were not read: --json")


def _table(heading: str, rows: tuple[Row, ...]) -> None:
    from tidings.cli.tables import print_table
    from tidings.review.coverage import FATES

    shown = rows[-_DAYS:]
    cells = [((row.name, *(str(row.fates[fate] or "") for fate in FATES), str(row.accounts)), "") for row in shown]
    if cells:
        print_table((heading, *FATES, "accounts"), cells)
    if len(shown) < len(rows):
        click.echo(f"the last {len(shown)} of {len(rows)} {heading}s; all: --json")
    click.echo()
