"""What is asked for in the query of an address, read into values: the same for every route."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Final

from fastapi import Query, Request

from tidings.errors import UsageError
from tidings.web.index_filters import NEWS, SAID_STANDINGS, STATES, Filters, box_of, checked

_MOST: Final = 2**31
Words = Annotated[str | None, Query(max_length=300)]
Day = Annotated[dt.date | None, Query()]
Cursor = Annotated[str | None, Query(max_length=400, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=500)]


def filters(
    type: Annotated[str | None, Query(description="an event type")] = None,
    actor: Annotated[str | None, Query(max_length=300, description="an id, or a part of a name")] = None,
    place: Annotated[
        str | None, Query(max_length=300, description="an id, or a part of a name: place, province or country")
    ] = None,
    country: Annotated[str | None, Query(max_length=300, description="ISO 3166-1 alpha-2")] = None,
    first: Annotated[dt.date | None, Query(description="only what may have been on this day or later")] = None,
    last: Annotated[dt.date | None, Query(description="only what may have been on this day or earlier")] = None,
    standing: Annotated[str, Query(description=", ".join(SAID_STANDINGS))] = NEWS,
    voices: Annotated[int | None, Query(ge=0, le=_MOST, description="at least so many independent ones")] = None,
    state: Annotated[str | None, Query(description=", ".join(STATES))] = None,
    killed: Annotated[int | None, Query(ge=0, le=_MOST, description="at least so many")] = None,
    disputed: Annotated[bool, Query(description="only where those who speak cannot all be right")] = False,
    text: Annotated[
        str | None, Query(max_length=300, description="words of names, places and types; each must be there")
    ] = None,
    bbox: Annotated[str | None, Query(max_length=200, description="west,south,east,north in degrees")] = None,
    updated_since: Annotated[
        str | None, Query(max_length=40, description="a moment, UTC: new or changed since")
    ] = None,
) -> Filters:
    """The filters of the lists of events."""
    return checked(
        Filters(
            type=type or None, actor=actor or None, place=place or None, country=country or None, first=first, last=last,
            standing=standing, voices=voices, state=state or None, killed=killed, disputed=disputed, text=text or None,
            box=box_of(bbox or None), since=updated_since or None,
        )
    )  # fmt: skip


#: Names of the filters, for routes that take others beside them.
FILTERS: Final = (
    "type", "actor", "place", "country", "first", "last", "standing", "voices", "state", "killed", "disputed", "text", "bbox", "updated_since",
)  # fmt: skip


def only_known(*names: str) -> Callable[[Request], None]:
    """A dependency of routes: UsageError for a word in the query that means nothing. A filter that is misspelt would let everything through."""

    def check(request: Request) -> None:
        unknown = [name for name in request.query_params if name not in names]
        if unknown:
            raise UsageError(f"there is no {unknown[0][:40]!r} to ask by: there are {', '.join(names) or 'none'}")

    return check
