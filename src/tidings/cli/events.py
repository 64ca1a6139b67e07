"""``tidings events``: the happenings of a record, each once, and one of them with its ledger."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from tidings.cli.options import db_option, past_options
from tidings.cli.output import plural

if TYPE_CHECKING:
    from tidings.model.event import Event, LedgerEntry, View


@click.command("events")
@click.argument("event", required=False, metavar="[EVENT]")
@db_option
@past_options
@click.option("--all", "everything", is_flag=True, help="Also background, and what is denied or did not (yet) happen.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, as `tidings export --format jsonl`.")
def command(
    event: str | None, db: str, as_stored: dt.date | None, as_known: dt.date | None, everything: bool, as_json: bool
) -> None:
    """List the happenings of a record, each once, or show EVENT with all that is claimed of it.

    EVENT is a number in the list, an id, or the beginning of one; the ids of its accounts lead to it too.
    """
    from tidings.export.events import event_named
    from tidings.review.views import record_view
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        view = record_view(store, as_stored, as_known)
    if event is not None:
        found, _ = event_named(view, event)
        _print_json([found]) if as_json else _print_event(view, found)
        return
    shown = [one for one in view.events if everything or _is_news(one)]
    if as_json:
        _print_json(shown)
        return
    _print_list(view, shown)


def _is_news(event: Event) -> bool:
    standing = event.standing
    return standing.polarity == "affirmed" and standing.reality == "actual" and not standing.background


def _print_json(events: list[Event]) -> None:
    from tidings.export.jsonl import event_lines

    for line in event_lines(events):
        click.echo(line, nl=False)


def _print_list(view: View, shown: list[Event]) -> None:
    from tidings.cli.tables import print_table
    from tidings.export.events import HEADINGS, cells

    numbers = {event.id: number for number, event in enumerate(view.events, 1)}
    if shown:
        print_table(HEADINGS, [(cells(numbers[event.id], event), "") for event in shown])
    articles = {member.article.id for member in view.members.values()}
    hidden = len(view.events) - len(shown)
    said = [
        f"{plural(len(shown), 'event')}; {plural(len(view.members), 'account')} in {plural(len(articles), 'article')}"
    ]
    said += [f"{hidden} more that are background, denied or did not (yet) happen: --all"] * bool(hidden)
    click.echo("; ".join(said), err=True)


def _print_event(view: View, event: Event) -> None:
    from tidings.cli.tables import print_table
    from tidings.export.events import HEADINGS, cells

    number = next(number for number, one in enumerate(view.events, 1) if one.id == event.id)
    for heading, cell in zip(HEADINGS, cells(number, event), strict=True):
        click.echo(f"{heading:11} {cell or '?'}")
    if event.disputed:
        click.echo(f"{'disputed':11} {', '.join(event.disputed)}")
    click.echo("\nwho says what")
    headings = ("field", "value", "words", "said by", "side", "day", "wire group", "gave way to")
    print_table(headings, [(_ledger_cells(entry), "dim" if entry.superseded_by else "") for entry in event.ledger])
    click.echo("\ntold in")
    for member in view.told(event):
        words = " [...] ".join(span.quote for span in member.account.evidence)
        click.echo(f"  {member.account.id}  {member.article.file}  {member.article.published or '?'}  “{words}”")


def _ledger_cells(entry: LedgerEntry) -> tuple[str, ...]:
    from tidings.model.event import Bounds

    value = entry.value
    printed = (
        " / ".join("?" if one is None else str(one) for one in (value.low, value.best, value.high))
        if isinstance(value, Bounds)
        else value or "?"
    )
    return (
        entry.field, printed, entry.words, entry.speaker or "", entry.interest or "", str(entry.asserted_on or "?"),
        entry.wire_group.removeprefix("w1:")[:6], (entry.superseded_by or "").removeprefix("v1:")[:6],
    )  # fmt: skip
