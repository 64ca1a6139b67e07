"""Rulings over HTTP: the same as on the command line, each taken back without a trace in the exports."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.web_people.handmade import TOWNS, Desk
from tidings.export.jsonl import event_lines
from tidings.review.views import record_view
from tidings.store.judgements import judgements
from tidings.store.store import Store
from tidings.store.verify import verify

At = Callable[[str], Desk]
Events = dict[str, str]


def store_of(desk: Desk) -> Store:
    found = desk.client.app.state.record.store  # type: ignore[attr-defined]
    assert isinstance(found, Store)
    return found


def exported(desk: Desk) -> list[bytes]:
    return list(event_lines(record_view(store_of(desk)).events))


def made(desk: Desk, **asked: Any) -> Any:
    answer = desk.post("/judgements", asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refusal(desk: Desk, **asked: Any) -> tuple[int, str]:
    answer = desk.post("/judgements", asked)
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize(
    "asked",
    (
        {"verb": "accept"},
        {"verb": "accept", "field": "date"},
        {"verb": "reject"},
        {"verb": "reject", "field": "place"},
        {"verb": "set", "field": "killed.civilians", "value": "3-5"},
        {"verb": "set", "field": "place", "value": "td:dorne"},
        {"verb": "set", "field": "actors", "value": "Grey Column: rebel_group"},
        {"verb": "set", "field": "date", "value": "2026-03-09/2026-03-11"},
        {"verb": "set", "field": "background", "value": "true"},
        {"verb": "merge", "others": ["Tolmen"]},
        {"verb": "split", "others": ["courier0.txt"]},
        {"verb": "release"},
        {"verb": "retract"},
    ),
)
def test_each_ruling_is_taken_back_without_a_trace(solo: Desk, events: Events, asked: dict[str, Any]) -> None:
    """Exports are byte for byte what they were, and the log has both."""
    before = exported(solo)
    asked = {**asked, "others": [events.get(one, one) for one in asked.get("others", ())]}
    ruled = made(solo, target=events["Qadra"], reason="looked at", **asked)
    assert (ruled["judgement"]["verb"], ruled["judgement"]["by"]) == (asked["verb"], "Solo")
    if asked["verb"] != "accept" and asked["verb"] != "release":
        assert exported(solo) != before
    undone = solo.post(f"/judgements/{ruled['judgement']['id']}/undo")
    assert undone.status_code == 200, undone.text
    assert undone.json()["event"] == events["Qadra"]
    assert exported(solo) == before
    assert len(judgements(store_of(solo))) == 2
    assert verify(store_of(solo)).faults == ()


def test_a_value_shows_at_once_with_the_words_bound_to_it(solo: Desk, events: Events) -> None:
    """A span of an article of the event becomes the evidence."""
    now = solo.client.app.state.record.now  # type: ignore[attr-defined]
    article = now.event(events["Qadra"]).accounts[0].article
    text = store_of(solo).codings_of([article])[0].article.text or ""
    start = text.index("killing")
    words = {"article": article, "start": start, "end": start + 9}
    made(solo, verb="set", target=events["Qadra"], field="killed.combatants_unknown", value="7", **words)
    (ruled,) = judgements(store_of(solo))
    assert (ruled.article, ruled.evidence[0].quote) == (article, "killing 7")
    shown = solo.client.app.state.record.now.event(events["Qadra"])  # type: ignore[attr-defined]
    assert shown.values.killed["combatants_unknown"].best == 7


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    (
        ({"verb": "accept", "target": "c1:" + "0" * 20}, 404, "no event is called"),
        ({"verb": "accept", "target": "Qadra"}, 422, "no id"),
        ({"verb": "undo", "target": "j1:" + "0" * 20}, 404, "no judgement"),
        ({"verb": "set", "field": "killed.civilians"}, 422, "set wants"),
        ({"verb": "set", "field": "killed.civilians", "value": "many"}, 422, "no figure"),
        ({"verb": "set", "field": "killed.dogs", "value": "1"}, 422, "no group"),
        ({"verb": "set", "field": "place", "value": "gn:1"}, 422, "no place gn:1"),
        ({"verb": "set", "field": "place", "value": "#3"}, 422, "no candidate"),
        ({"verb": "set", "field": "type", "value": "war"}, 422, "not known"),
        ({"verb": "reject", "field": "type"}, 422, "cannot be unknown"),
        ({"verb": "accept", "value": "x"}, 422, "takes no value"),
        ({"verb": "merge"}, 422, "one other event"),
        ({"verb": "merge", "others": ["c1:" + "0" * 20]}, 404, "no event"),
        ({"verb": "split"}, 422, "split wants"),
        ({"verb": "split", "others": ["a1:" + "0" * 20]}, 422, "no account or article"),
        ({"verb": "release", "field": "date"}, 422, "not of a field"),
        ({"verb": "accept", "field": "date", "start": 1}, 422, "bound to a field"),
        ({"verb": "accept", "field": "date", "article": "a1:" + "0" * 20, "start": 1, "end": 2}, 422, "no article of"),
        ({"verb": "accept", "reason": "x" * 3000}, 422, "at most"),
        ({"verb": "burn"}, 422, "no ToRule"),
    ),
)
def test_what_is_wrong_is_told(solo: Desk, events: Events, asked: dict[str, Any], status: int, told: str) -> None:
    """In a sentence, and nothing is written."""
    found = refusal(solo, **{"target": events["Qadra"], **asked})
    assert (found[0], told in found[1]) == (status, True), found
    assert judgements(store_of(solo)) == ()


def test_what_has_changed_since_it_was_looked_at_is_not_ruled_on(at: At, events: Events) -> None:
    """The second of two coders who have the same event before them is told; looking again helps. Other events are nobody's matter."""
    one, other = at("Coe"), at("Cyd")
    first = made(one, verb="accept", target=events["Qadra"], field="date")
    made(other, verb="accept", target=events["Tolmen"], field="date")
    second = made(other, verb="accept", target=events["Qadra"], field="place", seen=first["seen"])
    assert second["seen"] != first["seen"]
    status, told = refusal(one, verb="set", target=events["Qadra"], field="place", value="td:dorne", seen=first["seen"])
    assert (status, "has changed" in told) == (409, True)
    made(one, verb="set", target=events["Qadra"], field="place", value="td:dorne", seen=second["seen"])


def test_a_lead_publishes_and_takes_back_what_others_ruled(at: At, events: Events) -> None:
    """A coder does neither, but takes back their own."""
    coder, other, lead = at("Coe"), at("Cyd"), at("Lee")
    mine = made(coder, verb="accept", target=events["Qadra"])["judgement"]["id"]
    assert refusal(coder, verb="release", target=events["Qadra"])[0] == 403
    assert refusal(other, verb="undo", target=mine)[0] == 403
    assert other.post(f"/judgements/{mine}/undo").status_code == 403
    made(lead, verb="release", target=events["Qadra"])
    assert lead.post(f"/judgements/{mine}/undo").status_code == 200
    again = made(coder, verb="accept", target=events["Tolmen"])["judgement"]["id"]
    assert coder.post(f"/judgements/{again}/undo").status_code == 200
    assert coder.post(f"/judgements/{again}/undo").status_code == 422


def test_a_rejected_event_is_none_and_comes_back(solo: Desk, events: Events) -> None:
    """Null where nothing is left; accepted again it is there."""
    gone = made(solo, verb="reject", target=events["Dorne"])
    assert gone["event"] is None
    assert len(exported(solo)) == len(TOWNS) - 1
    back = made(solo, verb="accept", target=events["Dorne"])
    assert back["event"] == events["Dorne"]


def test_after_a_split_what_was_ruled_stays_with_its_event(solo: Desk, events: Events) -> None:
    """A value set before an account left is not that account's; as the whole record has it."""
    made(solo, verb="set", target=events["Qadra"], field="killed.civilians", value="3")
    now = solo.client.app.state.record.now  # type: ignore[attr-defined]
    leaving = next(ref.account for ref in now.event(events["Qadra"]).accounts if ref.account != events["Qadra"])
    made(solo, verb="split", target=events["Qadra"], others=[leaving])
    made(solo, verb="set", target=leaving, field="killed.women", value="1")
    shown = {event.id: event for event in record_view(store_of(solo)).events}
    assert set(shown[leaving].values.killed) == {"unknown", "women"}
    assert "women" not in shown[events["Qadra"]].values.killed


def test_many_at_once(app: Any, at: At, events: Events) -> None:
    """Four people rule at the same moment, again and again: nothing is lost, nobody is turned away, and it verifies."""
    people = [at(name) for name in ("Coe", "Cyd", "Lee", "Ada")]
    answers: list[int] = []

    def work(desk: Desk, field: str) -> None:
        for number in range(5):
            asked = {"verb": "set", "target": events["Qadra"], "field": field, "value": str(number)}
            answers.append(desk.post("/judgements", asked).status_code)

    fields = ("killed.women", "killed.children", "injured.women", "injured.children")
    threads = [threading.Thread(target=work, args=pair) for pair in zip(people, fields, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 20
    assert len(judgements(app.state.record.store)) == 20
    assert verify(app.state.record.store).faults == ()
    shown = app.state.record.now.event(events["Qadra"]).values
    assert {shown.killed["women"].best, shown.killed["children"].best, shown.injured["women"].best} == {4}
