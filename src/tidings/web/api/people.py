"""``/api/v1/people``: who may work here, and as what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tidings.model.audit import PersonSet
from tidings.web.answers import answer, told
from tidings.web.audit import DeskLog, log_of
from tidings.web.bodies import given, takes
from tidings.web.guard import Asker, asker_of
from tidings.web.people import people, set_person
from tidings.web.shapes import People, Person, ToAddPerson

router = APIRouter(tags=["people"])


@router.get("/people", responses=told(People))
def everybody(request: Request, log: Annotated[DeskLog, Depends(log_of)]) -> Response:
    """Everybody who works here or once did, by name."""
    return answer(request, people(log.state()))


@router.post("/people", responses=told(Person), openapi_extra=takes(ToAddPerson))
def put(
    request: Request,
    sent: Annotated[ToAddPerson, Depends(given(ToAddPerson))],
    asker: Annotated[Asker, Depends(asker_of)],
    log: Annotated[DeskLog, Depends(log_of)],
) -> Response:
    """Add somebody, or change their role, password or leave. The first one is an admin; from then on one signs in."""
    person = PersonSet(name=sent.name, role=sent.role, active=sent.active)
    return answer(request, set_person(log, asker.who, person, sent.password))
