"""``/api/v1/changes`` and ``why``: what the record says now and did not say then, and why two accounts are one event."""

from __future__ import annotations

import datetime as dt
from threading import Lock
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from tidings.errors import UsageError
from tidings.web.answers import ConflictError, fresh, told
from tidings.web.api.asked import Day, only_known
from tidings.web.records import DeskRecord, Snapshot, record_of, snapshot_of
from tidings.web.shapes import ChangesTold, WhyTold
from tidings.web.told_changes import told_changes
from tidings.web.told_event import why_one

router = APIRouter(tags=["changes"])
Now = Annotated[Snapshot, Depends(snapshot_of)]
Record = Annotated[DeskRecord, Depends(record_of)]
Id = Annotated[str, Query(min_length=1, max_length=100)]
_ONE_AT_A_TIME: Final = Lock()  # the whole record may be fused twice; two such questions at once would only be slower
_PATIENCE: Final = 20.0  # seconds


@router.get("/changes", responses=told(ChangesTold), dependencies=[Depends(only_known("since", "until"))])
def changes(request: Request, now: Now, record: Record, since: dt.date, until: Day = None) -> Response:
    """Events that are new, changed or gone since a day began, and why each; in a record of up to a thousand articles field by field."""
    if since == dt.date.min:
        raise UsageError(f"there is no day before {since}")
    if until is not None and until < since:
        raise UsageError(f"until={until} lies before since={since}")

    def make() -> ChangesTold:
        if not _ONE_AT_A_TIME.acquire(timeout=_PATIENCE):
            raise ConflictError("somebody else asks what has changed, and that takes a while: ask again in a minute")
        try:
            return told_changes(record.store, now, since, until)
        finally:
            _ONE_AT_A_TIME.release()

    return fresh(request, now.generation, make)


@router.get("/why", responses=told(WhyTold), dependencies=[Depends(only_known("one", "other"))])
def why(request: Request, now: Now, record: Record, one: Id, other: Id) -> Response:
    """Why two accounts or events are one event, or why they are not, in a sentence."""
    return fresh(request, now.generation, lambda: WhyTold(told=why_one(record.store, now, one, other)))
