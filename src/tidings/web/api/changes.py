"""``/api/v1/changes`` and ``why``: what the record says now and did not say then, and why two accounts are one event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from threading import Lock
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from tidings.cli.changes import told_event
from tidings.errors import UsageError
from tidings.review.changes import Impact, changes_between
from tidings.review.diff import Changed, New
from tidings.web.answers import fresh, told
from tidings.web.api.asked import Day, only_known
from tidings.web.records import DeskRecord, Snapshot, record_of, snapshot_of
from tidings.web.shapes import ChangesTold, ChangeTold, WhyTold
from tidings.web.told_event import why_one

router = APIRouter(tags=["changes"])
Now = Annotated[Snapshot, Depends(snapshot_of)]
Record = Annotated[DeskRecord, Depends(record_of)]
Id = Annotated[str, Query(min_length=1, max_length=100)]
_ONE_AT_A_TIME: Final = Lock()  # the whole record is read twice; two such questions at once would only be slower


@router.get("/changes", responses=told(ChangesTold), dependencies=[Depends(only_known("since", "until"))])
def changes(request: Request, now: Now, record: Record, since: dt.date, until: Day = None) -> Response:
    """Events that are new, changed or gone since a day began, field by field, and why each (all of the record is read twice)."""
    if since == dt.date.min:
        raise UsageError(f"there is no day before {since}")
    if until is not None and until < since:
        raise UsageError(f"until={until} lies before since={since}")

    def make() -> ChangesTold:
        with _ONE_AT_A_TIME:
            found = changes_between(record.store, since, until)
        return ChangesTold(since=since, told=found.told(), items=tuple(_items(found)))

    return fresh(request, now.generation, make)


def _items(found: Impact) -> Iterator[ChangeTold]:
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


@router.get("/why", responses=told(WhyTold), dependencies=[Depends(only_known("one", "other"))])
def why(request: Request, now: Now, record: Record, one: Id, other: Id) -> Response:
    """Why two accounts or events are one event, or why they are not, in a sentence."""
    return fresh(request, now.generation, lambda: WhyTold(told=why_one(record.store, now, one, other)))
