"""``/api/v1/judgements``: rulings on events, each of which can be taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tidings.web.answers import answer, told
from tidings.web.audit import DeskLog, log_of
from tidings.web.bodies import given, takes
from tidings.web.guard import Asker, asker_of
from tidings.web.judging import rule
from tidings.web.known import known_of
from tidings.web.records import DeskRecord, record_of
from tidings.web.shapes import Ruled, ToRule

router = APIRouter(tags=["judgements"])


@router.post("/judgements", responses=told(Ruled), openapi_extra=takes(ToRule))
def make(
    request: Request,
    sent: Annotated[ToRule, Depends(given(ToRule))],
    asker: Annotated[Asker, Depends(asker_of)],
    record: Annotated[DeskRecord, Depends(record_of)],
    log: Annotated[DeskLog, Depends(log_of)],
) -> Response:
    """Rule on an event or on one of its fields, as ``tidings review`` does. 409 when it has changed since it was looked at."""
    return answer(request, rule(record, log.state(), asker, sent, known_of(request)))


@router.post("/judgements/{judgement}/undo", responses=told(Ruled))
def undo(
    request: Request,
    judgement: str,
    asker: Annotated[Asker, Depends(asker_of)],
    record: Annotated[DeskRecord, Depends(record_of)],
    log: Annotated[DeskLog, Depends(log_of)],
) -> Response:
    """Take a ruling back; exports are then, byte for byte, what they were without it."""
    return answer(request, rule(record, log.state(), asker, ToRule(verb="undo", target=judgement), known_of(request)))
