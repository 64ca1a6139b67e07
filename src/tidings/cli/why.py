"""``tidings why A B`` (and ``why-not``): what joins two accounts or events, or keeps them apart."""

from __future__ import annotations

import click

from tidings.cli.options import db_option


@click.command("why")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@db_option
def command(one: str, other: str, db: str) -> None:
    """Say in a sentence why A and B are one event, or why they are not.

    A and B are accounts or events, by id or the beginning of one.
    """
    from tidings.export.events import event_named
    from tidings.fusion.fuse import ground
    from tidings.fusion.why import why_apart, why_joined
    from tidings.review.rulings import rulings
    from tidings.review.views import record_view
    from tidings.store.judgements import judgements
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        ruled, view = rulings(judgements(store)), record_view(store)
        left, first = event_named(view, one)
        right, second = event_named(view, other)
        on = ground(store.codings_of({ref.article for event in (left, right) for ref in event.accounts}), ruled)
    if left.id == right.id:
        click.echo(why_joined(on, ruled, left, first, second))
    else:
        click.echo(why_apart(on, ruled, left, right))
