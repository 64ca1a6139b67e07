"""``/api/v1/audit``: what was done at the desk, by whom and when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tidings.errors import UsageError
from tidings.store import desk_tables
from tidings.web.answers import answer, told
from tidings.web.audit import DeskLog, line_of, log_of
from tidings.web.records import DeskRecord, record_of
from tidings.web.shapes import AuditPage

router = APIRouter(tags=["audit"])


@router.get("/audit", responses=told(AuditPage))
def lines(
    request: Request,
    record: Annotated[DeskRecord, Depends(record_of)],
    log: Annotated[DeskLog, Depends(log_of)],
    cursor: Annotated[str | None, Query(max_length=20)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """Lines of the audit log, the newest first, and whether the chain of their ids is unbroken."""
    whole = log.check()
    with record.store.transaction(writing=False) as connection:
        found = desk_tables.newest_entries(connection, _before(cursor), limit + 1)
        total = desk_tables.how_many(connection)
    shown = found[:limit]
    page = AuditPage(
        total=total, next=str(shown[-1].number) if len(found) > limit else None, whole=whole,
        items=tuple(map(line_of, shown)),
    )  # fmt: skip
    return answer(request, page)


def _before(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not cursor.isdecimal() or not cursor.isascii() or len(cursor) > 18:
        raise UsageError(f"cursor={cursor!r} is none that a page has given")
    return int(cursor)
