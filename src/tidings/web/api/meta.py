"""``/api/v1/meta``: what this desk shows and who is asking."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tidings.web.answers import answer, told
from tidings.web.audit import DeskLog, log_of
from tidings.web.guard import Asker, as_seen, asker_of
from tidings.web.records import DeskRecord, record_of
from tidings.web.shapes import Meta

router = APIRouter(tags=["meta"])


@router.get("/meta", responses=told(Meta))
def meta(
    request: Request,
    record: Annotated[DeskRecord, Depends(record_of)],
    asker: Annotated[Asker, Depends(asker_of)],
    log: Annotated[DeskLog, Depends(log_of)],
) -> Response:
    """What this desk shows and who is asking. To nobody it says only that one has to sign in."""
    return answer(request, as_seen(record.meta(), asker, people=log.state().knows_people))
