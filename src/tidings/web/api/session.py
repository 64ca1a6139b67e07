"""``/api/v1/session``: signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tidings.errors import UsageError
from tidings.web.answers import answer, told
from tidings.web.audit import DeskLog, log_of
from tidings.web.bodies import given, takes
from tidings.web.guard import Asker, address_of, as_seen, asker_of, signed_in
from tidings.web.limits import Limits, limits_of
from tidings.web.people import plain_name
from tidings.web.records import DeskRecord, record_of
from tidings.web.sessions import give_cookie, sign_in, sign_out, take_cookie
from tidings.web.shapes import Done, Meta, ToSignIn

router = APIRouter(tags=["session"])


@router.post("/session", responses=told(Meta), openapi_extra=takes(ToSignIn))
def begin(
    request: Request,
    sent: Annotated[ToSignIn, Depends(given(ToSignIn))],
    asker: Annotated[Asker, Depends(asker_of)],
    record: Annotated[DeskRecord, Depends(record_of)],
    log: Annotated[DeskLog, Depends(log_of)],
    limits: Annotated[Limits, Depends(limits_of)],
) -> Response:
    """Sign in with a name and a password. The token is in a cookie; the answer has what changes want as ``X-CSRF-Token``."""
    if not log.state().knows_people:
        raise UsageError("this record knows no people, so nobody has to sign in: `tidings people add` adds the first")
    name, address = plain_name(sent.name), address_of(request)
    limits.sign_in(name[:100], address)
    begun = sign_in(record.store, log, name, sent.password, asker.session)
    limits.signed_in(name[:100], address)
    response = answer(request, as_seen(record.meta(), signed_in(log.state(), begun.session), people=True))
    give_cookie(response, record.settings, begun.cookie)
    return response


@router.delete("/session", responses=told(Done))
def end(
    request: Request,
    asker: Annotated[Asker, Depends(asker_of)],
    record: Annotated[DeskRecord, Depends(record_of)],
) -> Response:
    """Sign out."""
    if asker.session is not None:
        sign_out(record.store, asker.session)
    response = answer(request, Done())
    take_cookie(response, record.settings)
    return response
