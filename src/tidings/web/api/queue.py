"""``/api/v1/queue``: what to look at first, and who looks at what."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from tidings.cli.changes import told_event
from tidings.errors import UsageError
from tidings.export.summary import day, where
from tidings.model.audit import ItemTaken
from tidings.review.desk import Desk
from tidings.review.logbook import DeskState, Hold
from tidings.review.queue import is_open
from tidings.store import clock
from tidings.web.answers import ConflictError, NotFoundError, answer, told
from tidings.web.audit import DeskLog, log_of
from tidings.web.guard import Asker, asker_of
from tidings.web.looks import Kept, Looks, Place
from tidings.web.one_desk import desk_of
from tidings.web.records import DeskRecord, Snapshot, record_of
from tidings.web.shapes import Queue, QueueItem

router = APIRouter(tags=["queue"])
_HELD: Final = dt.timedelta(hours=2)  # who has not moved on by then has gone home
_CURSOR: Final = re.compile(r"(\d{1,6}\.\d{6}):(c1:[0-9a-f]{20})")


def looks_of(request: Request) -> Looks:
    """The looks of the desk that a request came to."""
    state = request.app.state
    if getattr(state, "looks", None) is None:
        state.looks = Looks(record_of(request).store)
    found = state.looks
    assert isinstance(found, Looks)
    return found


@router.get("/queue", responses=told(Queue))
def queue(
    request: Request,
    record: Annotated[DeskRecord, Depends(record_of)],
    log: Annotated[DeskLog, Depends(log_of)],
    looks: Annotated[Looks, Depends(looks_of)],
    everything: Annotated[bool, Query(alias="all")] = False,
    cursor: Annotated[str | None, Query(max_length=50)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Uncertain and consequential events before others, and suggested accounts; ``all``: also what has been reviewed."""
    now, state = record.now, log.state()
    order = looks.order(now)
    wanted = (look for look in order.behind(_place(cursor)) if everything or is_open(look.state))
    found = list(islice(wanted, limit + 1))
    shown, heads = found[:limit], _heads(state)
    at = desk_of(record.store, now, [look.id for look in shown])
    page = Queue(
        open=order.waiting, total=len(order.looks) if everything else order.waiting, next=_cursor(shown[-1]) if len(found) > limit else None,
        items=tuple(_item(look, now, at, heads.get(look.id)) for look in shown),
    )  # fmt: skip
    return answer(request, page)


@router.post("/queue/{item}/take", responses=told(QueueItem))
def take(
    request: Request,
    item: str,
    asker: Annotated[Asker, Depends(asker_of)],
    record: Annotated[DeskRecord, Depends(record_of)],
    log: Annotated[DeskLog, Depends(log_of)],
    looks: Annotated[Looks, Depends(looks_of)],
) -> Response:
    """Say that one looks at it now; what one looked at before is free again. 409 when somebody else does."""
    now = record.now
    placed = now.source.events_with([item]).get(item, item)
    look = looks.order(now).looks.get(placed)
    if look is None:
        raise NotFoundError(f"nothing to look at is called {item[:100]}")

    def check(state: DeskState) -> None:
        head = _heads(state).get(look.id)
        if head is not None and head.by != asker.who:
            raise ConflictError(f"{head.by} looks at it since {head.at}")

    entry = log.add(asker.who, ItemTaken(item=look.id), check)
    hold = Hold(item=look.id, by=entry.by, at=entry.at)
    return answer(request, _item(look, now, desk_of(record.store, now, [look.id]), hold))


def _heads(state: DeskState) -> dict[str, Hold]:
    """Who looks at what; what was taken too long ago is free."""
    since = dt.datetime.strptime(clock.now(), clock.FORM) - _HELD
    return {hold.item: hold for hold in state.holds.values() if hold.at >= since.strftime(clock.FORM)}


def _item(look: Kept, now: Snapshot, at: Desk, head: Hold | None) -> QueueItem:
    state = "in review" if head is not None and look.state == "suggested" else look.state
    return QueueItem(
        id=look.id, told=_told(look.id, at), state=state, worth=look.worth, doubt=look.doubt, weight=look.weight,
        check=look.check, suggested=look.suggested, summary=now.index.summary(look.id), taken_by=head.by if head else None,
    )  # fmt: skip


def _told(key: str, at: Desk) -> str:
    """An event or an account in a few words."""
    event = next((one for one in at.view.events if one.id == key), None)
    if event is not None:
        return told_event(event)
    member = at.suggested.get(key)
    if member is None:
        return ""
    account = member.account
    return (
        f"{day(account.date)} {account.type.replace('_', ' ')}, {where(account.place)}: “{account.evidence[0].quote}”"
    )


# --- pages ------------------------------------------------------------------------------------------------------------------


def _cursor(look: Kept) -> str:
    return f"{-look.place[0]:.6f}:{look.id}"


def _place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise UsageError(f"cursor={cursor!r} is none that a page has given")
    return -float(found[1]), found[2]
