"""A record as events: fused from what it held and what was known on a day, with what people have ruled until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec.structs import replace

from tidings.fusion.fuse import fuse
from tidings.model.coding import Coding
from tidings.model.event import View
from tidings.model.judgement import Judgement, standing
from tidings.review.apply import apply
from tidings.review.rulings import rulings
from tidings.store.judgements import judgements
from tidings.store.store import Store


def record_view(store: Store, as_stored: dt.date | None = None, as_known: dt.date | None = None) -> View:
    """The events of a record, as it stood at the end of a day (``as_stored``, UTC) or from what was published by a day.

    See :meth:`tidings.store.store.Store.codings`. Judgements count by the day they were made, so under ``as_known`` alone
    today's judgements hold.
    """
    return ruled_view(store.codings(as_stored, as_known), judgements(store, as_stored))


def ruled_view(codings: Iterable[Coding], ruled: Iterable[Judgement]) -> View:
    """The events of codings under judgements."""
    held = standing(ruled)
    return apply(fuse(with_accepted(codings, held), rulings(held)), held)


def with_accepted(codings: Iterable[Coding], ruled: Iterable[Judgement]) -> list[Coding]:
    """The codings, with the suggested accounts that a reviewer has accepted among their accounts."""
    wanted = {each for one in ruled if one.verb == "accept" and one.field is None for each in one.accounts}
    return [_promoted(coding, wanted) for coding in codings]


def _promoted(coding: Coding, wanted: set[str]) -> Coding:
    taken = tuple(account for account in coding.suggested if account.id in wanted)
    if not taken:
        return coding
    left = tuple(account for account in coding.suggested if account.id not in wanted)
    return replace(coding, accounts=(*coding.accounts, *taken), suggested=left)
