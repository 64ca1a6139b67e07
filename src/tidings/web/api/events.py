"""``/api/v1/events``: the events of a record as pages, points, time and counts, and one of them in full."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from tidings.fusion.rules import DEFAULT_RULE, Rule
from tidings.web.answers import answer_bytes, fresh, told, told_bytes
from tidings.web.api.asked import FILTERS, Cursor, Limit, filters, only_known
from tidings.web.audit import comments_on, log_of
from tidings.web.index import By
from tidings.web.index_filters import Filters
from tidings.web.outlined import outline_ids
from tidings.web.records import DeskRecord, Snapshot, record_of, snapshot_of
from tidings.web.shapes import Claims, EventPage, EventTold, Facets, MapPoints, SentenceTold, Telling, Timeline
from tidings.web.told_event import dossier_of, notes_of, sentence_of, telling_of, told_event

router = APIRouter(tags=["events"])
Asked = Annotated[Filters, Depends(filters)]
Now = Annotated[Snapshot, Depends(snapshot_of)]
Record = Annotated[DeskRecord, Depends(record_of)]
Rules = Annotated[Rule, Query(description="which figures are printed")]


@router.get(
    "/events", responses=told(EventPage), dependencies=[Depends(only_known(*FILTERS, "cursor", "limit", "order"))]
)
def page(
    request: Request, now: Now, asked: Asked, cursor: Cursor = None, limit: Limit = 100,
    order: Annotated[Literal["time", "killed", "voices"], Query(description="by day, or most first")] = "time",
) -> Response:  # fmt: skip
    """A page of events. `next` leads to the following one, whatever comes or goes in between."""
    return fresh(request, now.generation, lambda: now.index.page(asked, cursor or None, limit, order))


@router.get("/events/map", responses=told(MapPoints), dependencies=[Depends(only_known(*FILTERS))])
def points(request: Request, now: Now, asked: Asked) -> Response:
    """All events that have a point or an outline, as columns; the others are counted."""
    return fresh(request, now.generation, lambda: now.index.points(asked, _has_outline))


def _has_outline(place: str) -> bool:
    return place in outline_ids()


@router.get("/events/timeline", responses=told(Timeline), dependencies=[Depends(only_known(*FILTERS, "by"))])
def timeline(request: Request, now: Now, asked: Asked, by: By = "month") -> Response:
    """Events and tolls over time, by the first possible day; stretches without any are left out."""
    return fresh(request, now.generation, lambda: now.index.timeline(asked, by))


@router.get("/events/facets", responses=told(Facets), dependencies=[Depends(only_known(*FILTERS))])
def facets(request: Request, now: Now, asked: Asked) -> Response:
    """What each filter could be set to under the others, with counts; at most a hundred of each."""
    return fresh(request, now.generation, lambda: now.index.facets(asked))


@router.get("/events/{event}", responses=told(EventTold), dependencies=[Depends(only_known())])
def one(request: Request, now: Now, record: Record, event: str) -> Response:
    """One event, by its id or that of any of its accounts: the record's line and all that its page shows."""

    def make() -> EventTold:
        state = log_of(request).state()
        return told_event(record.store, now, event, lambda accounts: comments_on(state, accounts))

    return fresh(request, now.generation, make)


@router.get("/events/{event}/claims", responses=told(Claims), dependencies=[Depends(only_known())])
def claims(request: Request, now: Now, event: str) -> Response:
    """The ledger of an event: every claim, who makes it, when, in which words."""

    def make() -> Claims:
        found = now.event(event)
        return Claims(event=found.id, items=found.ledger)

    return fresh(request, now.generation, make)


@router.get("/events/{event}/sentence", responses=told(SentenceTold), dependencies=[Depends(only_known("rule"))])
def sentence(request: Request, now: Now, record: Record, event: str, rule: Rules = DEFAULT_RULE) -> Response:
    """The event in one line that can be quoted, under a rule of figures, with footnotes."""

    def make() -> SentenceTold:
        said, members = sentence_of(record.store, now, event, rule)
        return SentenceTold(rule=rule, text=said.text, notes=tuple(notes_of(said, members)))

    return fresh(request, now.generation, make)


@router.get(
    "/events/{event}/dossier",
    responses=told_bytes("text/html", "an HTML file"),
    dependencies=[Depends(only_known("rule"))],
)  # fmt: skip
def as_file(request: Request, now: Now, record: Record, event: str, rule: Rules = DEFAULT_RULE) -> Response:
    """All that is known of an event in one HTML file without scripts, to be saved."""
    found, page = dossier_of(record.store, now, event, rule)
    name = f"event-{found.id.removeprefix('c1:')[:12]}.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return answer_bytes(request, page.encode(), "text/html; charset=utf-8", headers=headers)


@router.get("/accounts/{account}", responses=told(Telling), dependencies=[Depends(only_known())])
def account(request: Request, now: Now, record: Record, account: str) -> Response:
    """One article's telling of one event."""
    return fresh(request, now.generation, lambda: telling_of(record.store, now, account))
