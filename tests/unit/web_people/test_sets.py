"""Double coding over HTTP: sets, answers apart from each other, agreement, settling, closing; blind coders see no machine value anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.unit.web_people.handmade import TOWNS, Desk
from tidings.reference.desk_rules import load_desk_rules, load_settling_reasons, route_name
from tidings.review.views import record_view
from tidings.store.judgements import judgements
from tidings.web.app import openapi

At = Callable[[str], Desk]
Events = dict[str, str]
BLIND = "Coe"


@pytest.fixture
def pilot(at: At, events: Events) -> str:
    """The id of a set of all events: Coe codes blind, Cyd sees the machine's values."""
    sent = {"name": "pilot", "coders": ["Coe", "Cyd"], "blind": [BLIND], "events": list(events.values())}
    answer = at("Lee").post("/sets", sent)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def fields_for(town: str, number: int, **changes: str | None) -> list[dict[str, Any]]:
    """What the article says, as a coder types it."""
    day = {
        "Qadra": "2026-03-10",
        "Tolmen": "2026-03-30",
        "Peltane": "2026-04-19",
        "Dakora": "2026-05-09",
        "Dorne": "2026-05-29",
    }
    values: dict[str, str | None] = {
        "type": "armed_clash", "polarity": "affirmed", "reality": "actual", "background": "false", "date": day[town],
        "place": f"td:{town.lower()}", "actors": "Rebels: unknown", "recipients": "soldiers: unknown",
        "killed.unknown": "7/7/9" if town == "Qadra" else str(7 + number), **changes,
    }  # fmt: skip
    return [{"field": field, "value": value} for field, value in values.items()]


def code_all(desk: Desk, key: str, events: Events, changes: dict[str, dict[str, str | None]] | None = None) -> None:
    for number, town in enumerate(TOWNS):
        fields = fields_for(town, number, **(changes or {}).get(town, {}))
        sent = {"event": events[town], "fields": fields, "keys": 10 + number, "seconds": 30}
        answer = desk.post(f"/sets/{key}/answers", sent)
        assert answer.status_code == 200, answer.text


# --- who sees what ----------------------------------------------------------------------------------------------------------


def routes() -> list[tuple[str, str]]:
    return [
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in openapi()["paths"].items()
        for method in methods
    ]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif value is not None:
        yield str(value)


@pytest.mark.parametrize(("method", "path"), routes())
def test_who_codes_blind_sees_no_machine_value_by_any_route(
    app: Any, at: At, events: Events, method: str, path: str
) -> None:
    """Refused, or nothing in the answer that the machine has made: no account, value, span, count or other's comment."""
    sent = {"name": "pilot", "coders": ["Ada", "Cyd"], "blind": ["Ada"], "events": list(events.values())}
    pilot = at("Lee").post("/sets", sent).json()["id"]
    coder = at("Ada")  # whose role would open every route
    at("Cyd").post("/comments", {"target": events["Qadra"], "text": "I say armed_clash"})
    event = app.state.record.now.event(events["Qadra"])
    article = event.accounts[0].article
    named = {
        "key": pilot,
        "article": article,
        "event": event.id,
        "account": event.id,
        "item": event.id,
        "form": "jsonl",
        "judgement": "j1:x",
    }
    asked = re.sub(r"{(\w+)[^}]*}", lambda found: named.get(found[1], event.id), path)
    query = {
        "/comments": f"?target={event.id}",
        "/places": "?name=Qadra",
        "/actors": "?name=Rebels",
        "/towns": "?bbox=0,0,1,1&zoom=5",
    }
    answer = coder.ask(
        method, asked + (query.get(path, "") if method == "GET" else ""), None if method in ("GET", "DELETE") else {}
    )
    if route_name(method, path) not in load_desk_rules().open_to_the_blind:
        assert answer.status_code == 403
        assert "blind" in answer.json()["error"]
        return
    assert answer.status_code != 403
    if answer.headers["content-type"] != "application/json" or path in (
        "/places",
        "/actors",
        "/towns",
        "/outlines/{}",
        "/meta",
    ):
        return  # the article's own bytes, the gazetteer, the table of actors
    said = set(strings(answer.json()))
    machine = {"armed_clash", "td:qadra", "Rebels: unknown", "7/7/9", "Rebels", "I say armed_clash", "standin/1"}
    assert not said & machine


def test_who_codes_blind_reads_the_text_alone(app: Any, at: At, pilot: str, events: Events) -> None:
    """The article is there whole, and nothing of what was read in it; once the set is closed all of it is."""
    coder, other = at(BLIND), at("Cyd")
    key = app.state.record.now.event(events["Qadra"]).accounts[0].article
    shown, whole = coder.get(f"/articles/{key}"), other.get(f"/articles/{key}")
    assert shown.json()["article"] == whole.json()["article"]
    assert whole.json()["spans"]
    assert {name for name, value in shown.json().items() if value != whole.json()[name]} == {
        "spans",
        "accounts",
        "events",
        "copies",
    }
    again = coder.get(f"/articles/{key}", **{"If-None-Match": whole.headers["etag"]})
    assert again.status_code == 200
    code_all(coder, pilot, events)
    code_all(other, pilot, events)
    assert at("Lee").post(f"/sets/{pilot}/close").status_code == 200
    assert coder.get(f"/articles/{key}").json()["spans"]
    assert coder.get("/queue").status_code == 200


def test_a_set_is_seen_by_its_coders_and_leads(at: At, pilot: str, events: Events) -> None:
    """Each with their own answers only; the machine's for who is not blind."""
    blind, sighted, lead = at(BLIND), at("Cyd"), at("Lee")
    code_all(sighted, pilot, events)
    mine = blind.get(f"/sets/{pilot}").json()
    assert all(item["machine"] is None and item["mine"] is None and not item["done"] for item in mine["items"])
    assert mine["items"][0]["articles"][0]["outlet"] == "Herald0"
    seen = sighted.get(f"/sets/{pilot}").json()
    assert all(item["machine"] and item["mine"] and item["done"] for item in seen["items"])
    killed = next(field for field in seen["items"][0]["machine"] if field["field"] == "killed.unknown")
    assert (killed["value"], killed["end"] - killed["start"]) == ("7/7/9", 1)
    assert seen["summary"]["done"] == {"Coe": 0, "Cyd": 5}
    assert all(item["mine"] is None for item in lead.get(f"/sets/{pilot}").json()["items"])
    assert at("Rea").get("/sets").status_code == 403
    assert (
        lead.post("/people", {"name": "Eva", "role": "coder", "password": "four plain words here"}).status_code == 403
    )
    at("Ada").post("/people", {"name": "Eva", "role": "coder", "password": "four plain words here"})
    eva = at("Eva")
    assert eva.get("/sets").json() == {"items": []}
    assert eva.get(f"/sets/{pilot}").status_code == 403
    assert eva.post(f"/sets/{pilot}/answers", {"event": events["Qadra"], "fields": []}).status_code == 403


def test_a_coder_sees_others_answers_only_after_their_own(at: At, pilot: str, events: Events) -> None:
    """Agreement is closed until one has coded all; to a blind coder until the set is closed."""
    sighted = at("Cyd")
    assert sighted.get(f"/sets/{pilot}/agreement").status_code == 403
    code_all(sighted, pilot, events)
    assert sighted.get(f"/sets/{pilot}/agreement").status_code == 200
    blind = at(BLIND)
    code_all(blind, pilot, events)
    assert blind.get(f"/sets/{pilot}/agreement").status_code == 403


# --- from answers to judgements ---------------------------------------------------------------------------------------------


def test_two_coders_and_a_lead(app: Any, at: At, pilot: str, events: Events) -> None:
    """They differ in three things; settled with reasons, the set closes and what holds becomes rulings of the lead."""
    blind, sighted, lead = at(BLIND), at("Cyd"), at("Lee")
    code_all(blind, pilot, events, {"Tolmen": {"killed.unknown": "12"}, "Dorne": {"killed.women": "2"}})
    code_all(sighted, pilot, events, {"Tolmen": {"killed.unknown": "8"}, "Dakora": {"place": "td:dorne"}})
    sighted.post(f"/sets/{pilot}/answers", {"event": events["Peltane"], "fields": [], "is_event": False, "keys": 2})
    told = lead.get(f"/sets/{pilot}/agreement").json()
    assert [(one["one"], one["other"]) for one in told["pairings"]] == [
        ("Coe", "Cyd"),
        ("Coe", "machine"),
        ("Cyd", "machine"),
    ]
    fields = {one["field"]: one for one in told["pairings"][0]["fields"]}
    assert (fields["event"]["n"], fields["event"]["equal"]) == (5, 0.8)
    assert (fields["place"]["n"], fields["place"]["equal"]) == (4, 0.75)
    assert (fields["killed.unknown"]["equal"], fields["killed.women"]["equal"]) == (0.75, 0.0)
    differing = {(one["event"], one["field"]): one for one in told["disagreements"]}
    wanted = {("Peltane", "event"), ("Tolmen", "killed.unknown"), ("Dakora", "place"), ("Dorne", "killed.women")}
    assert set(differing) == {(events[town], field) for town, field in wanted}
    assert differing[events["Dakora"], "place"]["answers"] == {
        "Coe": "td:dakora",
        "Cyd": "td:dorne",
        "machine": "td:dakora",
    }
    assert [one["id"] for one in told["reasons"]] == list(load_settling_reasons())
    assert told["median_keys"] == {"Coe": 12.0, "Cyd": 11.0}
    unsettled = lead.post(f"/sets/{pilot}/close")
    assert (unsettled.status_code, "4 disagreements" in unsettled.json()["error"]) == (409, True)

    def settle(town: str, field: str, value: str | None, reason: str) -> int:
        sent = {"event": events[town], "field": field, "value": value, "reason": reason}
        return int(lead.post(f"/sets/{pilot}/settle", sent).status_code)

    assert settle("Peltane", "event", "maybe", "misread") == 422
    assert settle("Peltane", "event", "no", "no_such_code") == 422
    assert settle("Peltane", "place", "td:dorne", "misread") == 409
    assert settle("Peltane", "event", "no", "codebook") == 200
    assert settle("Tolmen", "killed.unknown", "12", "misread") == 200
    assert settle("Dakora", "place", "td:dakora", "place_name") == 200
    assert settle("Dorne", "killed.women", None, "not_told") == 200
    assert blind.post(f"/sets/{pilot}/answers", {"event": events["Tolmen"], "fields": []}).status_code == 409
    closed = lead.post(f"/sets/{pilot}/close")
    assert closed.status_code == 200, closed.text
    assert (closed.json()["closed"], closed.json()["adjudicated"]) == (True, 4)
    assert lead.post(f"/sets/{pilot}/close").status_code == 409
    assert blind.post(f"/sets/{pilot}/answers", {"event": events["Dorne"], "fields": []}).status_code == 409

    store = app.state.record.store
    ruled = judgements(store)
    assert {one.by for one in ruled} == {"Lee"}
    said = sorted((one.verb, one.field or "", one.reason or "") for one in ruled)
    assert said == sorted([
        ("accept", "", "set pilot"), ("accept", "", "set pilot"), ("accept", "", "set pilot"), ("accept", "", "set pilot"),
        ("reject", "", "set pilot: the codebook decides it"), ("set", "killed.unknown", "set pilot: a coder misread the words"),
    ])  # fmt: skip
    shown = {event.values.place.name: event for event in record_view(store).events if event.values.place}
    assert set(shown) == {"Qadra", "Tolmen", "Dakora", "Dorne"}
    assert shown["Tolmen"].values.killed["unknown"].best == 12


def test_the_words_of_a_coder_become_the_evidence(app: Any, at: At, pilot: str, events: Events) -> None:
    """A span that was bound to an answer goes with the value into the ruling."""
    blind, sighted, lead = at(BLIND), at("Cyd"), at("Lee")
    article = app.state.record.now.event(events["Dorne"]).accounts[0].article
    text = app.state.record.store.codings_of([article])[0].article.text
    start = text.index("11")
    fields = [one for one in fields_for("Dorne", 4) if one["field"] != "killed.unknown"]
    fields.append(
        {"field": "killed.combatants_unknown", "value": "11", "article": article, "start": start, "end": start + 2}
    )
    for coder in (blind, sighted):
        code_all(coder, pilot, events)
        assert coder.post(f"/sets/{pilot}/answers", {"event": events["Dorne"], "fields": fields}).status_code == 200
    told = lead.get(f"/sets/{pilot}/agreement").json()["pairings"][0]["fields"]
    assert next(one for one in told if one["field"] == "killed.combatants_unknown")["span_f1"] == 1.0
    assert lead.post(f"/sets/{pilot}/close").status_code == 200
    ruled = {one.field: one for one in judgements(app.state.record.store) if one.field}
    assert set(ruled) == {"killed.combatants_unknown", "killed.unknown"}
    assert (ruled["killed.combatants_unknown"].article, ruled["killed.combatants_unknown"].evidence[0].quote) == (
        article,
        "11",
    )
    assert ruled["killed.unknown"].verb == "reject"


def test_a_disagreement_has_the_words_of_each(app: Any, at: At, pilot: str, events: Events) -> None:
    """Those that a coder has bound to the answer, and those of the machine; nothing for who has bound none."""
    article = app.state.record.now.event(events["Dorne"]).accounts[0].article
    bound = {"article": article, "start": 3, "end": 9}
    for coder, place in ((BLIND, "td:tolmen"), ("Cyd", "td:dorne")):
        code_all(at(coder), pilot, events)
        fields = [one for one in fields_for("Dorne", 4) if one["field"] != "place"]
        fields.append({"field": "place", "value": place, **(bound if coder == BLIND else {})})
        assert at(coder).post(f"/sets/{pilot}/answers", {"event": events["Dorne"], "fields": fields}).status_code == 200
    (told,) = at("Lee").get(f"/sets/{pilot}/agreement").json()["disagreements"]
    assert (told["field"], set(told["answers"]), set(told["words"])) == (
        "place",
        {BLIND, "Cyd", "machine"},
        {BLIND, "machine"},
    )
    assert told["words"][BLIND] == {"field": "place", "value": "td:tolmen", **bound}
    assert told["words"]["machine"]["article"] == article


def test_what_one_codes_in_a_set_one_rules_on_nowhere_else(at: At, pilot: str, events: Events) -> None:
    """Else the other coder would see it; others may."""
    refused = at("Cyd").post("/judgements", {"verb": "accept", "target": events["Qadra"]})
    assert (refused.status_code, "in the set 'pilot'" in refused.json()["error"]) == (409, True)
    assert at("Lee").post("/judgements", {"verb": "accept", "target": events["Qadra"]}).status_code == 200


def test_a_set_is_given_up(app: Any, at: At, pilot: str, events: Events) -> None:
    """Somebody has left: closed without rulings, and who was blind sees again."""
    lead, blind = at("Lee"), at(BLIND)
    code_all(blind, pilot, events)
    waiting = lead.post(f"/sets/{pilot}/close")
    assert (waiting.status_code, "Cyd has not coded all" in waiting.json()["error"]) == (409, True)
    assert lead.post(f"/sets/{pilot}/close?give_up=true").json()["closed"]
    assert lead.post(f"/sets/{pilot}/close?give_up=true").status_code == 409
    assert judgements(app.state.record.store) == ()
    assert blind.get("/queue").status_code == 200


@pytest.mark.parametrize(
    ("changes", "status"),
    (
        ({"coders": []}, 422), ({"coders": ["Coe", "Noe"]}, 422), ({"coders": ["Rea"]}, 422), ({"blind": ["Cyd"]}, 422),
        ({"events": []}, 422), ({"events": ["c1:x"]}, 404), ({"name": " "}, 422), ({"name": "pilot"}, 409),
        ({"coders": ["Lee", "Coe"], "blind": ["Lee"]}, 422), ({"events": ["c1:x"] * 1001}, 422),
    ),
)  # fmt: skip
def test_a_set_that_cannot_be(at: At, pilot: str, events: Events, changes: dict[str, Any], status: int) -> None:
    """Nobody to code it, strangers, readers; no events; a name that is taken; a lead who could not settle it."""
    sent = {"name": "second", "coders": ["Coe"], "blind": [], "events": [events["Qadra"]], **changes}
    assert at("Lee").post("/sets", sent).status_code == status


@pytest.mark.parametrize(
    ("sent", "status"),
    (
        ({"event": "c1:x", "fields": []}, 404), ({"fields": [{"field": "colour", "value": "x"}]}, 422),
        ({"fields": [{"field": "date", "value": "soon"}]}, 422), ({"fields": [{"field": "place", "value": "gn:1"}]}, 422),
        ({"fields": [{"field": "date", "value": None}] * 2}, 422), ({"fields": [], "keys": -1}, 422),
        ({"fields": [{"field": "date", "value": None, "article": "a1:x", "start": 0, "end": 1}]}, 422),
        ({"fields": [{"field": "date", "value": None, "start": 0, "end": 1}]}, 422), ({"fields": [{"field": "place", "value": "#1"}]}, 422),
    ),
)  # fmt: skip
def test_an_answer_that_says_nothing(at: At, pilot: str, events: Events, sent: dict[str, Any], status: int) -> None:
    """Fields and values that there are not, words of nothing; told, and not taken."""
    coder = at(BLIND)
    assert coder.post(f"/sets/{pilot}/answers", {"event": events["Qadra"], **sent}).status_code == status
    assert coder.get("/sets").json()["items"][0]["done"][BLIND] == 0
