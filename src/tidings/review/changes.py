"""What has changed in a record between two days, and what new articles or another version would change in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from tidings import __version__
from tidings.model.coding import Coding
from tidings.model.event import View
from tidings.review.diff import Changes, Occasion, diff, period_totals
from tidings.review.views import ruled_view
from tidings.store.judgements import judgements, tombstones
from tidings.store.store import Store


class Impact(Struct, frozen=True, kw_only=True):
    """Changes in figures. ``conflicts`` are events of which a field is newly disputed; ``period_totals`` the accounts that
    give a total for a period and fit several events, so that they are attributed to none and are no new event either.
    """

    changes: Changes
    changed: int
    new: int
    deleted: int
    conflicts: int
    period_totals: tuple[str, ...]

    def told(self) -> str:
        """In one line: ``12 change, 5 new, 2 conflicts, 1 period total not attributed``."""
        parts = [f"{self.changed} change{'s' * (self.changed == 1)}", f"{self.new} new"]
        parts += [f"{self.deleted} deleted"] * bool(self.deleted)
        parts += [f"{self.conflicts} conflict{'s' * (self.conflicts != 1)}"]
        totals = len(self.period_totals)
        parts += [f"{totals} period total{'s' * (totals != 1)} not attributed"] * bool(totals)
        return ", ".join(parts)


def changes_between(store: Store, since: dt.date, until: dt.date | None = None) -> Impact:
    """What the record says at the end of ``until`` (now) and did not say when the day ``since`` began (UTC)."""
    eve = since - dt.timedelta(1)
    earlier = judgements(store, eve)
    ruled = judgements(store, until)
    graves = tuple(
        grave
        for grave in tombstones(store)
        if grave.at[:10] >= since.isoformat() and (until is None or grave.at[:10] <= until.isoformat())
    )
    old = list(store.codings(as_stored=eve))
    before, after = ruled_view(old, earlier), ruled_view(store.codings(as_stored=until), ruled)
    occasion = Occasion(
        judgements=tuple(one for one in ruled if one not in earlier),
        earlier=earlier,
        tombstones=graves,
        known=frozenset(coding.article.id for coding in old),
        version=__version__,
    )
    return impact(before, after, occasion)


def changes_by(store: Store, before: Iterable[Coding], after: Iterable[Coding]) -> Impact:
    """What other codings change, under the judgements that the record holds."""
    old, ruled = list(before), judgements(store)
    occasion = Occasion(earlier=ruled, known=frozenset(coding.article.id for coding in old), version=__version__)
    return impact(ruled_view(old, ruled), ruled_view(after, ruled), occasion)


def impact(before: View, after: View, occasion: Occasion) -> Impact:
    """The changes between two views, counted."""
    found = diff(before, after, occasion)
    totals = period_totals(after, set(after.members) - set(before.members))
    of_totals = {one.event.id for one in found.new if all(ref.account in totals for ref in one.event.accounts)}
    return Impact(
        changes=found,
        changed=len(found.changed),
        new=sum(one.event.id not in of_totals for one in found.new),
        deleted=len(found.deleted),
        conflicts=sum(bool(one.newly_disputed) for one in found.changed),
        period_totals=totals,
    )
