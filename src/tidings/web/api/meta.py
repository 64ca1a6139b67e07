"""``/api/v1/meta``: what this desk shows and who is asking."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct

from tidings import __version__
from tidings.web.answers import answer, told
from tidings.web.records import DeskRecord, record_of

router = APIRouter(tags=["meta"])


class Meta(Struct, frozen=True, kw_only=True):
    """``version`` of tidings; ``record``: the file's name."""

    version: str
    record: str


@router.get("/meta", responses=told(Meta))
def meta(request: Request, record: Annotated[DeskRecord, Depends(record_of)]) -> Response:
    """What this desk shows and who is asking."""
    return answer(request, Meta(version=__version__, record=record.settings.db))
