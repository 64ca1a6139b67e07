"""The desk laid out for a few events only, as a judgement wants it: no other article is read."""

from __future__ import annotations

from collections.abc import Iterable

from tidings.fusion.fuse import members_of
from tidings.model.event import Event, View
from tidings.model.ids import digest
from tidings.review.desk import Desk, desk
from tidings.store import links
from tidings.store.store import Store
from tidings.web.index_ruled import Ruled
from tidings.web.records import Snapshot


def desk_of(store: Store, now: Snapshot, keys: Iterable[str]) -> Desk:
    """The desk with the events, suggested and rejected accounts that some ids (whole ones, of events or accounts) are of.

    What it says of them is what a desk over the whole record says. An id that nothing has is passed over.
    """
    wanted = set(keys)
    ids = {key for key in wanted if key in now.index.rows} | set(now.source.events_with(wanted).values())
    shown = now.ruled.shown(now.source, ids) if ids else {}
    events = tuple(shown[key].event for key in sorted(ids) if key in shown)
    with store.transaction(writing=False) as connection:
        articles = set(links.articles_of(connection, wanted).values())
    articles |= {ref.article for event in events for ref in event.accounts}
    codings = store.codings_of(articles)
    return desk(View(events=events, members=members_of(codings, now.ruled.rulings)), codings, now.ruled.judgements)


def seen_as(event: Event, ruled: Ruled) -> str:
    """What an event, and what was ruled on it, is known as: another judgement or article gives another."""
    spoken = ruled.speaking_of(event)
    accounts = [ref.account for ref in event.accounts]
    return digest("s1", event.id, accounts, spoken[-1].id if spoken else None)
