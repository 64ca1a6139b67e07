"""What has changed in a record since a day: field by field, or in a large record by event, with what has come to each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from sqlalchemy import func, select

from tidings.cli.changes import told_event
from tidings.model.event import Event
from tidings.review.changes import Impact, changes_between
from tidings.review.diff import Changed, New, in_words
from tidings.store import schema
from tidings.store.portions import portions
from tidings.store.store import Store
from tidings.web.index_filters import Filters
from tidings.web.records import Snapshot
from tidings.web.shapes import ChangesTold, ChangeTold

#: Articles up to which the record is fused as it was and as it is, which tells everything and takes up to a minute.
MOST_FUSED: Final = 1000
_MOST_TOLD: Final = 500


def told_changes(store: Store, now: Snapshot, since: dt.date, until: dt.date | None) -> ChangesTold:
    """Events that are new, changed or gone since a day began; of a large record only those that are new or changed by today."""
    if now.articles <= MOST_FUSED:
        found = changes_between(store, since, until)
        return ChangesTold(since=since, told=found.told(), items=tuple(_fused(found)))
    last = str(until or dt.date.max)
    keys = [
        key for key in now.index.ids(Filters(standing="all", since=str(since))) if now.index.updated(key)[:10] <= last
    ]
    events = [shown.event for key, shown in now.ruled.shown(now.source, keys[:_MOST_TOLD]).items() if key in set(keys)]
    first = _first_read(store, {ref.article for event in events for ref in event.accounts})
    more = f", of which {_MOST_TOLD} are shown" if len(keys) > _MOST_TOLD else ""
    told = (
        f"{len(keys)} events are new or changed{more}. What each of them was before, and what is gone, is told by "
        f"`tidings changes --since {since}`: the record has {now.articles:,} articles, too many to fuse them twice for a page"
    )
    return ChangesTold(since=since, told=told, items=tuple(_by_event(now, event, first, since) for event in events))


def _by_event(now: Snapshot, event: Event, first: dict[str, str], since: dt.date) -> ChangeTold:
    """An event with the articles and rulings that have come to it."""
    articles = {ref.article: ref.file for ref in event.accounts}
    new = [article for article in articles if first.get(article, "") >= str(since)]
    by_id = {one.id: one for one in now.ruled.judgements}
    causes = [f"new article {articles[article]}" for article in new]
    causes += [
        f"{one.by}: {in_words(one, by_id.get(one.target))}"
        for one in now.ruled.speaking_of(event)
        if one.at >= str(since)
    ]
    is_new = len(new) == len(articles)
    return ChangeTold(
        event=event.id, what="new" if is_new else "changed", told=told_event(event), causes=tuple(causes), fields=()
    )


def _first_read(store: Store, articles: set[str]) -> dict[str, str]:
    """When each article was first read; of a record made before times were noted, not known."""
    coding, reading = schema.coding, schema.reading
    found: dict[str, str] = {}
    with store.transaction(writing=False) as connection:
        for some in portions(articles):
            wanted = select(coding.c.article, func.min(reading.c.at)).join(reading, reading.c.coding == coding.c.id)
            for article, at in connection.execute(wanted.where(coding.c.article.in_(some)).group_by(coding.c.article)):
                found[article] = at or ""
    return found


# --- field by field ---------------------------------------------------------------------------------------------------------


def _fused(found: Impact) -> Iterator[ChangeTold]:
    yield from map(_new, found.changes.new)
    yield from map(_changed, found.changes.changed)
    for gone in found.changes.deleted:
        into = f"; now {gone.into}" if gone.into else ""
        yield ChangeTold(event=gone.id, what="deleted", told=f"{gone.reason}{into}", causes=(gone.reason,), fields=())


def _new(one: New) -> ChangeTold:
    causes = tuple(cause.told for cause in one.causes)
    return ChangeTold(event=one.event.id, what="new", told=told_event(one.event), causes=causes, fields=())


def _changed(one: Changed) -> ChangeTold:
    fields = tuple(f"{each.field}: {each.before or '?'} → {each.after or '?'}" for each in one.fields)
    causes = tuple(cause.told for cause in one.causes)
    return ChangeTold(event=one.event.id, what="changed", told=told_event(one.event), causes=causes, fields=fields)
