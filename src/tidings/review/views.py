"""A record as events: fused from what it held and what was known on a day, with what people have ruled until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tidings.fusion.episodes import with_episodes
from tidings.fusion.fuse import fuse, members_of
from tidings.model.coding import Coding
from tidings.model.event import View
from tidings.model.judgement import Judgement, standing
from tidings.pipeline.linking import link, linked_events
from tidings.review.apply import apply
from tidings.review.rulings import rulings
from tidings.store.judgements import judgements
from tidings.store.store import Store


def record_view(store: Store, as_stored: dt.date | None = None, as_known: dt.date | None = None) -> View:
    """The events of a record, as it stood at the end of a day (``as_stored``, UTC) or from what was published by a day.

    See :meth:`tidings.store.store.Store.codings`. Judgements count by the day they were made, so under ``as_known`` alone
    today's judgements hold.
    """
    held = judgements(store, as_stored)
    if as_stored is not None or as_known is not None or not store.may_write:
        return ruled_view(store.codings(as_stored, as_known), held)
    ruled = rulings(held)
    link(store, ruled)
    members = members_of(store.codings(), ruled)
    return apply(View(events=with_episodes(linked_events(store)), members=members), standing(held))


def ruled_view(codings: Iterable[Coding], ruled: Iterable[Judgement]) -> View:
    """The events of codings under judgements."""
    held = standing(ruled)
    return apply(fuse(codings, rulings(held)), held)
