"""``/api/v1/control``: who held a place on a day, all places on a day, and the spells of one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tidings.control.answer import Answer, answer
from tidings.model.control import ControlPlace
from tidings.web.answers import NotFoundError, fresh, told
from tidings.web.api.asked import Day, only_known
from tidings.web.control_held import ControlDesk, ControlMap
from tidings.web.records import Snapshot, record_of, snapshot_of
from tidings.web.shapes import ControlDay, ControlSeries

router = APIRouter(tags=["control"])
Now = Annotated[Snapshot, Depends(snapshot_of)]
Name = Annotated[str, Query(min_length=1, max_length=300, description="a name, or an id (gn:90150)")]


def control_of(request: Request) -> ControlDesk:
    """The map of control of the desk's record, as a dependency of routes."""
    state = request.app.state
    if getattr(state, "control", None) is None:
        state.control = ControlDesk(record_of(request).store)
    found = state.control
    assert isinstance(found, ControlDesk)
    return found


Control = Annotated[ControlDesk, Depends(control_of)]


@router.get("/control/day", responses=told(ControlDay), dependencies=[Depends(only_known("on", "as_known"))])
def day(request: Request, now: Now, control: Control, on: dt.date, as_known: Day = None) -> Response:
    """Who is reported to hold each town and site on a day; `as_known`: from what was published until then."""
    return fresh(request, now.generation, lambda: control.at(now).day(on, as_known))


@router.get("/control/series", responses=told(ControlSeries), dependencies=[Depends(only_known("place"))])
def series(request: Request, now: Now, control: Control, place: Name) -> Response:
    """How one place changed hands, with the evidence by day."""

    def make() -> ControlSeries:
        found = control.at(now)
        return found.series(_told_of(found, place))

    return fresh(request, now.generation, make)


@router.get("/control", responses=told(Answer), dependencies=[Depends(only_known("place", "on", "as_known"))])
def one(request: Request, now: Now, control: Control, place: Name, on: dt.date, as_known: Day = None) -> Response:
    """Who held a place on a day, with the evidence that decided it and what would change it (RECORD §8).

    Of a place that no report tells of, the answer is unknown.
    """

    def make() -> Answer:
        found = control.at(now)
        named = found.record.named(place)
        meant = named[0] if named else found.record.unheard_of(place)
        return answer(meant, found.record.on(meant), on, as_known, found.rules)

    return fresh(request, now.generation, make)


def _told_of(found: ControlMap, name: str) -> ControlPlace:
    named = found.record.named(name)
    if not named:
        raise NotFoundError(f"no report of this record tells who holds a place called {name[:100]}")
    return named[0]
