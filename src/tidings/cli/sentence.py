"""``tidings sentence``: an event in one line that can be quoted, with footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tidings.cli.options import db_option

if TYPE_CHECKING:
    from tidings.export.sentence import Footnote

_RULES = ("lowest", "low-best-high", "min-max")


@click.command("sentence")
@click.argument("event", metavar="EVENT")
@click.option(
    "--rule", type=click.Choice(_RULES), default="low-best-high", show_default=True, help="Which figures are printed."
)
@db_option
@click.option("--json", "as_json", is_flag=True, help="The sentence and its footnotes as JSON.")
def command(event: str, rule: Any, db: str, as_json: bool) -> None:
    """Say in one line what is known of EVENT, who says so and as of which day; then where each part of it stands.

    EVENT is a number in `tidings events`, the id of an event or of any of its accounts, or the beginning of one. Under lowest the lowest figure of
    whoever is no party; under low-best-high the range, a party's figure raising only its top; under min-max the range
    of whoever is no party. No rule prints a number that no article printed.
    """
    from tidings.export.events import event_named
    from tidings.export.sentence import quotable
    from tidings.review.views import record_view
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        view = record_view(store)
    found, _ = event_named(view, event)
    said = quotable(found, view, rule)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode({"event": found.id, "rule": rule, **msgspec.to_builtins(said)}))
        return
    click.echo(said.text)
    for number, note in enumerate(said.footnotes, 1):
        click.echo(f"{'' if number > 1 else chr(10)}[{number}] {_note(note)}")


def _note(note: Footnote) -> str:
    where = (note.title or note.file, note.outlet, str(note.published) if note.published else "no date")
    said = f"{note.says}: " if note.says else ""
    return f"{said}“{note.quote}” ({', '.join(filter(None, where))})"
