"""``tidings dossier``: all that is known of one event in one HTML file."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tidings.cli.options import db_option
from tidings.cli.output import write_whole

if TYPE_CHECKING:
    from tidings.model.event import Event
    from tidings.store.store import Store

_RULES = ("lowest", "low-best-high", "min-max")


@click.command("dossier")
@click.argument("event", metavar="EVENT")
@click.option("--out", type=click.Path(dir_okay=False), metavar="PATH", help="Write here and not to standard output.")
@click.option(
    "--rule",
    type=click.Choice(_RULES),
    default="low-best-high",
    show_default=True,
    help="Which figures the sentence prints.",
)
@db_option
def command(event: str, out: str | None, rule: Any, db: str) -> None:
    """Write all that is known of EVENT into one HTML file that opens without a server and without a network.

    EVENT is a number in `tidings events`, the id of an event or of any of its accounts, or the beginning of one. The file
    quotes only sentences around the words that bear the record, at most 600 characters of an article. It holds no script.
    """
    from tidings.export.dossier import dossier
    from tidings.export.events import event_named
    from tidings.review.views import record_view
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        view = record_view(store)
        found, _ = event_named(view, event)
        page = dossier(
            found,
            view,
            rule=rule,
            merged=_merged(store, found),
            originals=_originals(store, found),
            manifests=sorted(store.manifests()),
        )
    content = page.encode("utf-8")
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    write_whole(Path(out), content)


def _merged(store: Store, event: Event) -> dict[tuple[str, str], str]:
    """Why each account of an event and the next are one event."""
    from tidings.fusion.fuse import ground
    from tidings.fusion.why import why_joined
    from tidings.review.rulings import rulings
    from tidings.store.judgements import judgements

    told = [ref.account for ref in event.accounts]
    if len(told) == 1:
        return {}
    ruled = rulings(judgements(store))
    on = ground(store.codings_of({ref.article for ref in event.accounts}), ruled)
    return {(one, other): why_joined(on, ruled, event, one, other) for one, other in pairwise(told)}


def _originals(store: Store, event: Event) -> dict[str, tuple[str, ...]]:
    """SHA-256 of the bytes behind each article of an event, by its id."""
    wanted = {ref.article for ref in event.accounts}
    found: dict[str, set[str]] = {}
    for row, coding in store.captured(wanted):
        found.setdefault(coding.article.id, set()).add(row.sha256)
    return {article: tuple(sorted(hashes)) for article, hashes in sorted(found.items())}
