"""Comments stay with what they were made on; the queue is that of the command line, and one person looks at an item at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.web_people.handmade import Desk, entry, report
from tidings.review.desk import desk
from tidings.review.queue import queue
from tidings.review.rulings import states
from tidings.review.views import ruled_view
from tidings.store import clock
from tidings.store.judgements import judgements
from tidings.web import looks

At = Callable[[str], Desk]
Events = dict[str, str]


def store_of(desk_: Desk) -> Any:
    return desk_.client.app.state.record.store  # type: ignore[attr-defined]


def whole(desk_: Desk, everything: bool = False) -> list[tuple[str, str, float]]:
    """The queue as it is over the whole record."""
    codings, ruled = list(store_of(desk_).codings()), judgements(store_of(desk_))
    at = desk(ruled_view(codings, ruled), codings, ruled)
    looks = queue(at.view, at.suggested, states(ruled), everything=everything)
    return [(look.id, look.state, round(look.worth, 9)) for look in looks]


def listed(desk_: Desk, query: str = "") -> list[tuple[str, str, float]]:
    items = desk_.get(f"/queue{query}").json()["items"]
    return [(one["id"], one["state"], round(one["worth"], 9)) for one in items]


def test_comments_are_found_under_any_id_of_an_event(solo: Desk, events: Events) -> None:
    """On the event, on a field, on words of an article; also after another article has joined."""
    now = solo.client.app.state.record.now  # type: ignore[attr-defined]
    refs = now.event(events["Qadra"]).accounts
    sent: list[dict[str, Any]] = [
        {"target": events["Qadra"], "text": " Which Qadra? "},
        {"target": refs[-1].account, "text": "and this one?", "field": "place"},
        {"target": events["Qadra"], "text": "these", "article": refs[0].article, "start": 0, "end": 6},
    ]
    for each in sent:
        assert solo.post("/comments", each).status_code == 200
    found = solo.get(f"/comments?target={events['Qadra']}").json()["items"]
    assert [one["text"] for one in found] == ["Which Qadra?", "and this one?", "these"]
    assert {one["by"] for one in found} == {"Solo"}
    assert solo.get("/comments?target=c1:x").json() == {"items": []}


@pytest.mark.parametrize(
    ("changes", "status"),
    (
        ({"text": "  "}, 422), ({"text": "x" * 10_001}, 422), ({"field": "colour"}, 422), ({"target": "c1:x"}, 404),
        ({"target": "a1:x"}, 404), ({"start": 1, "end": 2}, 422), ({"article": "a1:x", "start": 1, "end": 2}, 404),
    ),
)  # fmt: skip
def test_a_comment_that_hangs_in_the_air_is_refused(
    solo: Desk, events: Events, changes: dict[str, Any], status: int
) -> None:
    """An empty one, one on nothing, words of nothing."""
    assert solo.post("/comments", {"target": events["Qadra"], "text": "x", **changes}).status_code == status


@pytest.mark.parametrize("at_once", (0, 1000))
def test_the_queue_is_that_of_the_command_line(
    solo: Desk, events: Events, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """In the same order with the same worth, after rulings, after reading, page by page; of few changes and of many."""
    monkeypatch.setattr(looks, "_AT_ONCE", at_once)
    assert listed(solo) == whole(solo)
    solo.post("/judgements", {"verb": "accept", "target": events["Tolmen"]})
    solo.post("/judgements", {"verb": "accept", "target": events["Dorne"], "field": "date"})
    solo.post("/judgements", {"verb": "reject", "target": events["Peltane"]})
    assert listed(solo) == whole(solo)
    assert len(listed(solo)) == 3
    assert listed(solo, "?all=true") == whole(solo, everything=True)
    store_of(solo).add(entry(report("late.txt", "Tolmen", 20, day=20)))
    record = solo.client.app.state.record  # type: ignore[attr-defined]
    record._looked_at -= 10
    assert ("re-opened", 4) == ({one[0]: one[1] for one in listed(solo)}[events["Tolmen"]], len(listed(solo)))
    assert listed(solo) == whole(solo)
    pages, cursor = [], ""
    while cursor is not None:
        page = solo.get(f"/queue?limit=1{cursor and '&cursor='}{cursor}").json()
        pages += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert pages == [one[0] for one in whole(solo)]
    assert solo.get("/queue?cursor=x").status_code == 422


def test_an_item_is_told_and_says_what_to_check(solo: Desk, events: Events) -> None:
    """What one sees of it in the list."""
    page = solo.get("/queue").json()
    assert (page["open"], page["total"]) == (5, 5)
    item = next(one for one in page["items"] if one["id"] == events["Qadra"])
    assert "Qadra" in item["told"]
    assert item["summary"]["place"] == "Qadra"
    assert item["check"]
    assert item["taken_by"] is None


def test_one_person_looks_at_an_item_at_a_time(at: At, events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is told who does; going on frees it, ruling on it too, and so does going home."""
    one, other = at("Coe"), at("Cyd")
    taken = one.post(f"/queue/{events['Qadra']}/take").json()
    assert (taken["state"], taken["taken_by"]) == ("in review", "Coe")
    assert one.post(f"/queue/{events['Qadra']}/take").status_code == 200
    refused = other.post(f"/queue/{events['Qadra']}/take")
    assert (refused.status_code, "Coe looks at it" in refused.json()["error"]) == (409, True)
    shown = {item["id"]: item for item in other.get("/queue").json()["items"]}
    assert shown[events["Qadra"]]["taken_by"] == "Coe"
    one.post(f"/queue/{events['Tolmen']}/take")
    assert other.post(f"/queue/{events['Qadra']}/take").status_code == 200
    other.post("/judgements", {"verb": "accept", "target": events["Qadra"]})
    assert one.post(f"/queue/{events['Qadra']}/take").status_code == 200
    later = dt.datetime.strptime(clock.now(), clock.FORM) + dt.timedelta(hours=2, minutes=1)
    three = at("Lee")
    monkeypatch.setattr(clock, "now", lambda: later.strftime(clock.FORM))
    three.sign_in("Lee")
    assert three.post(f"/queue/{events['Qadra']}/take").status_code == 200
    assert three.post("/queue/c1:x/take").status_code == 404
