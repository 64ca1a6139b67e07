"""One event over HTTP: the record's own line, with all that its page wants, and only that event's articles read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from fastapi.testclient import TestClient

from tests.tellings import telling
from tests.unit.web.record import entry
from tests.unit.web.test_index import draft
from tidings.cli.dossier import _merged, _originals
from tidings.export.dossier import dossier
from tidings.export.jsonl import event_lines
from tidings.export.sentence import quotable
from tidings.fusion.fuse import Rulings, ground
from tidings.fusion.why import why_joined
from tidings.model.event import Event
from tidings.review.views import record_view
from tidings.store.judgements import add_judgement
from tidings.store.store import Store
from tidings.web import records

Ask = Callable[..., Any]


def event(store: Store, type: str = "explosion") -> Event:
    """An event of the record by its type."""
    return next(one for one in record_view(store).events if one.type == type)


@pytest.fixture
def store(client: TestClient) -> Store:
    """The record behind the desk."""
    found: Store = client.app.state.record.store  # type: ignore[attr-defined]
    return found


def test_an_event_is_the_line_of_the_export(ask: Ask, store: Store) -> None:
    """Byte for byte what `tidings export --format jsonl` writes, whatever was ruled."""
    found = event(store)
    add_judgement(
        store, draft(found, "set", "killed.civilians", {"low": 15, "best": 15, "high": 15}, reason="a list of names")
    )
    for one in record_view(store).events:
        told = ask(f"/events/{one.id}")
        (line,) = event_lines([one])
        assert msgspec.json.encode(told["event"]) == msgspec.json.encode(msgspec.json.decode(line))


def test_any_account_leads_to_its_event(ask: Ask, store: Store) -> None:
    """An id of an account that is not the event's own."""
    found = event(store)
    for ref in found.accounts:
        assert ask(f"/events/{ref.account}")["event"]["id"] == found.id
        assert ask(f"/accounts/{ref.account}")["account"]["id"] == ref.account


def test_the_sentence_is_that_of_the_command(ask: Ask, store: Store) -> None:
    """Under each rule, with its footnotes and their articles."""
    found, view = event(store), record_view(store)
    for rule in ("lowest", "low-best-high", "min-max"):
        told, wanted = ask(f"/events/{found.id}/sentence", rule=rule), quotable(found, view, rule)  # type: ignore[arg-type]
        assert told["text"] == wanted.text
        assert [note["quote"] for note in told["notes"]] == [note.quote for note in wanted.footnotes]
        assert all(note["article"].startswith("a1:") for note in told["notes"])
    assert ask(f"/events/{found.id}")["sentence"] == quotable(found, view).text


def test_why_is_what_the_command_says(ask: Ask, store: Store) -> None:
    """For the accounts of one event, and for two events."""
    found = event(store)
    on = ground(store.codings(), Rulings())
    one, two, three = (ref.account for ref in found.accounts)
    told = ask(f"/events/{found.id}")
    assert [each["why"] for each in told["tellings"]] == [
        None,
        *(why_joined(on, Rulings(), found, one, other) for other in (two, three)),
    ]
    assert ask("/why", one=two, other=three)["told"] == why_joined(on, Rulings(), found, two, three)
    assert ask("/why", one=found.id, other=event(store, "protest").id)["told"].startswith("Two events")


def test_fields_have_their_lights(ask: Ask, store: Store) -> None:
    """Accepted, set by a person with the machine's value beside it, rejected; and what to check."""
    found = event(store)
    add_judgement(store, draft(found, "accept", "date"))
    add_judgement(store, draft(found, "set", "killed.civilians", {"low": 15, "best": 15, "high": 15}))
    told = ask(f"/events/{found.id}")
    fields = {each["field"]: each for each in told["fields"]}
    assert (fields["date"]["light"], fields["date"]["by"], fields["date"]["machine"]) == ("accepted", "Ana", None)
    toll = fields["killed.civilians"]
    assert (toll["light"], toll["shown"], toll["machine"]) == ("set", "15", "14/14/17")
    assert fields["type"]["light"] is None
    assert told["state"] == "in review"
    assert [each["verb"] for each in told["history"]] == ["accept", "set"]
    other = {each["field"]: each for each in ask(f"/events/{event(store, 'agreement').id}")["fields"]}
    assert (other["place"]["shown"], other["place"]["check"], other["date"]["check"]) == (None, "no place", "no day")


def test_a_name_that_judges_stands_in_quotation_marks(
    client: TestClient, ask: Ask, store: Store, monkeypatch: Any
) -> None:
    """In lists, counts and on the page of the event; it is still found as it is printed."""
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    store.add(entry(telling("raid-2.txt", type="armed_clash", day="2031-08-01", place="Dorne", actors=["terrorists"])))
    (found,) = ask("/events", actor="terrorists")["items"]
    assert found["actors"] == [{"id": "terrorists", "name": "“terrorists”", "count": 0}]
    assert "“terrorists”" in {one["name"] for one in ask("/events/facets")["actors"]}
    told = ask(f"/events/{found['id']}")
    assert (told["names"], told["event"]["values"]["actors"][0]["name"]) == (
        {"terrorists": "“terrorists”"},
        "terrorists",
    )
    assert "“terrorists”" in told["sentence"]


def test_tellings_stand_with_their_article_and_wire_group(ask: Ask, store: Store) -> None:
    """Three articles, two of them one text."""
    told = ask(f"/events/{event(store).id}")["tellings"]
    assert len({one["wire_group"] for one in told}) == 2
    assert {one["article"]["file"] for one in told} == {"market-a.txt", "market-b.txt", "market-c.txt"}


def test_a_strike_has_its_proposals_and_nothing_else_has(ask: Ask, store: Store) -> None:
    """Status and grade with reasons, for a person to weigh."""
    strike = ask(f"/events/{event(store, 'air_strike').id}")
    assert strike["strike_status"] == "single-source-claim"
    assert strike["grade_reasons"]
    march = ask(f"/events/{event(store, 'protest').id}")
    assert (march["strike_status"], march["grade"], march["grade_reasons"]) == (None, None, [])


def test_a_place_known_to_its_province_says_so(ask: Ask, store: Store) -> None:
    """A point would be read as the place."""
    shellings = [
        one for one in record_view(store).events if one.type == "shelling" and one.standing.polarity == "affirmed"
    ]
    assert "province North Coast only" in ask(f"/events/{shellings[0].id}")["place_words"]
    assert ask(f"/events/{event(store).id}")["place_words"] is None


def test_events_of_one_fight_are_linked(ask: Ask, store: Store) -> None:
    """The raid and the bomb at Tolmen share the army."""
    raid = event(store, "air_strike")
    assert bool(raid.links) == bool(ask(f"/events/{raid.id}")["episode"])


def test_the_dossier_is_a_file(client: TestClient, store: Store) -> None:
    """The page of the command, as an attachment; nothing runs in it."""
    found, view = event(store), record_view(store)
    answer = client.get(f"/api/v1/events/{found.id}/dossier", params={"rule": "lowest"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    merged, originals = _merged(store, found), _originals(store, found)
    assert answer.text == dossier(
        found, view, rule="lowest", merged=merged, originals=originals, manifests=sorted(store.manifests())
    )
    assert "<script" not in answer.text
    assert "14 people" in answer.text


def test_claims_are_the_ledger(ask: Ask, store: Store) -> None:
    """In its order."""
    found = event(store)
    told = ask(f"/events/{found.id}/claims")
    assert [one["claim"] for one in told["items"]] == [entry.claim for entry in found.ledger]


def test_a_page_of_events_leads_on(ask: Ask) -> None:
    """By `next` alone."""
    first = ask("/events", limit=4, standing="all")
    rest = ask("/events", limit=500, standing="all", cursor=first["next"])
    assert (first["total"], len(first["items"]), len(rest["items"]), rest["next"]) == (9, 4, 5, None)
    assert ask("/events", limit=9, standing="all")["next"] is None


def test_a_comment_shows_at_once(client: TestClient, ask: Ask, store: Store) -> None:
    """Also while another program reads articles in, which show later."""
    found, csrf = event(store), ask("/meta")["csrf"]
    assert ask(f"/events/{found.id}")["comments"] == []
    store.add(entry(telling("late.txt", type="riot", day="2031-08-01")))
    sent = {"target": found.id, "text": "which market?"}
    assert client.post("/api/v1/comments", json=sent, headers={"X-CSRF-Token": csrf}).status_code == 200
    assert [one["text"] for one in ask(f"/events/{found.id}")["comments"]] == ["which market?"]
