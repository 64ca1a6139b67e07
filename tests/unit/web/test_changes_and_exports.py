"""Changes and exports over HTTP: the same as the commands, and every export leaves a line in the log."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import msgspec
from fastapi.testclient import TestClient
from msgspec.structs import replace

from tests.tellings import telling
from tests.unit.web.record import entry
from tests.unit.web.test_index import draft
from tidings.export.forms import FORMS
from tidings.export.losses import Losses
from tidings.review.views import record_view
from tidings.store.judgements import add_judgement
from tidings.web import records, told_changes
from tidings.web.api import exports

Ask = Callable[..., Any]


def test_exports_are_those_of_the_command(client: TestClient) -> None:
    """Byte for byte, in each form that is one file."""
    view = record_view(client.app.state.record.store)  # type: ignore[attr-defined]
    for form in FORMS.values():
        answer = client.get(f"/api/v1/exports/{form.name}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-disposition"].startswith(f'attachment; filename="{form.name}.')
        if form.is_folder:
            assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        else:
            told = {"full": view, "pcodes": None, "persons": True}
            assert answer.content == b"".join(form.write(view, Losses(), **told))


def test_an_export_under_filters_is_of_what_they_let_through(client: TestClient) -> None:
    """One filter is enough to leave out what is no news."""
    lines = client.get("/api/v1/exports/jsonl", params={"type": "protest"}).content.splitlines()
    assert len(lines) == 1
    assert len(client.get("/api/v1/exports/jsonl").content.splitlines()) == 9


def test_one_event_in_each_form(client: TestClient, ask: Ask, monkeypatch: Any) -> None:
    """The same bytes as its cut of the record, by its id and that of any account, without the record being decoded."""
    now = client.app.state.record.now  # type: ignore[attr-defined]
    view = record_view(client.app.state.record.store)  # type: ignore[attr-defined]
    event = next(one for one in view.events if len(one.accounts) > 1)
    cut = replace(view, events=(event,))
    wanted = {form: exports.export_bytes(now, cut, form, "internal") for form in FORMS}
    monkeypatch.setattr(exports, "record_view", None)
    for form, content in wanted.items():
        for name in (event.id, event.accounts[-1].account):
            answer = client.get(f"/api/v1/exports/{form}", params={"event": name})
            assert answer.status_code == 200, answer.text
            assert answer.content == content
        assert f'filename="event-{event.id[3:15]}-{form}.' in answer.headers["content-disposition"]
    assert f"by event={event.accounts[-1].account}".replace(":", "%3A") in ask("/audit")["items"][0]["told"]


def test_one_event_leaves_the_house_as_the_record_does(client: TestClient, monkeypatch: Any) -> None:
    """Under a profile for others it is the line of the whole record, by its id or under filters; a young one is held back."""
    store = client.app.state.record.store  # type: ignore[attr-defined]
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    passing = "Gunmen who came from Camp Orla."
    for coding in (
        telling("camp.txt", type="shelling", day="2019-05-09", place="Camp Orla", published="2019-05-10"),
        telling("riot.txt", type="riot", day="2019-05-09", place="Tolmen", point=(-14.3, 46.9), published="2019-05-10", more=passing),
    ):  # fmt: skip
        store.add(entry(coding))
    assert b"Camp Orla" in client.get("/api/v1/exports/jsonl", params={"type": "riot"}).content
    for profile, many in (("partner", 11), ("public", 3)):
        whole = client.get("/api/v1/exports/jsonl", params={"profile": profile}).content.splitlines(keepends=True)
        assert len(whole) == many
        lines = {msgspec.json.decode(line)["id"]: line for line in whole}
        for event in record_view(store).events:
            asked = {"event": event.id, "profile": profile}
            assert client.get("/api/v1/exports/jsonl", params=asked).content == lines.get(event.id, b"")
    public = client.get("/api/v1/exports/jsonl", params={"type": "riot", "profile": "public"}).content
    assert public
    assert b"Camp Orla" not in public


def test_no_such_event_and_no_filters_beside_it(client: TestClient) -> None:
    """404 and 422, and neither leaves a line in the log."""
    before = client.get("/api/v1/audit").json()["total"]
    assert client.get("/api/v1/exports/csv", params={"event": "c1:none"}).status_code == 404
    event = record_view(client.app.state.record.store).events[0].id  # type: ignore[attr-defined]
    assert client.get("/api/v1/exports/csv", params={"event": event, "type": "protest"}).status_code == 422
    assert client.get("/api/v1/exports/csv", params={"event": event, "profile": "mine"}).status_code == 422
    assert client.get("/api/v1/exports/csv", params={"event": ""}).status_code == 422
    assert client.get("/api/v1/audit").json()["total"] == before


def test_an_export_is_logged(client: TestClient, ask: Ask) -> None:
    """Who, which form, under which profile, with the hash of the bytes."""
    before = ask("/audit")["total"]
    answer = client.get("/api/v1/exports/csv", params={"profile": "public"})
    assert answer.status_code == 200, answer.text
    lines = ask("/audit")
    assert lines["total"] == before + 1
    assert (lines["items"][0]["by"], lines["items"][0]["action"]) == ("Ana", "export")
    assert "csv under public" in lines["items"][0]["told"]


def test_a_public_export_holds_back(client: TestClient) -> None:
    """But for one long ago, the events of the record lie in the future of the clock, so they may not be published yet."""
    answer = client.get("/api/v1/exports/jsonl", params={"profile": "public"})
    assert answer.status_code == 200
    assert [msgspec.json.decode(line)["type"] for line in answer.content.splitlines()] == ["armed_clash"]


def test_changes_since_a_day(client: TestClient, ask: Ask) -> None:
    """All events are new; a ruling of today is a cause."""
    store = client.app.state.record.store  # type: ignore[attr-defined]
    event = record_view(store).events[0]
    add_judgement(store, draft(event, "set", "background", value=True))
    told = ask("/changes", since="2020-01-01")
    assert {one["what"] for one in told["items"]} == {"new"}
    assert len(told["items"]) == 9
    assert ask("/changes", since="2999-01-01")["items"] == []


def test_a_large_record_tells_which_events_changed(client: TestClient, ask: Ask, monkeypatch: Any) -> None:
    """It is not fused twice for a page: new articles and rulings stand by their events."""
    monkeypatch.setattr(told_changes, "MOST_FUSED", 3)
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    store = client.app.state.record.store  # type: ignore[attr-defined]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) + 3 * 86400))
    day = str(dt.datetime.fromtimestamp(time.time() + 2 * 86400, dt.UTC).date())
    event = next(one for one in record_view(store).events if one.type == "explosion")
    add_judgement(store, draft(event, "set", "background", value=True))
    store.add(entry(telling("riot.txt", type="riot", day="2031-08-03", place="Tolmen", point=(-14.3, 46.9))))
    told = ask("/changes", since=day)
    found = {one["what"]: one for one in told["items"]}
    assert found["changed"]["event"] == event.id
    assert "Ana" in found["changed"]["causes"][0]
    assert found["new"]["causes"] == ["new article riot.txt"]
    assert told["told"].startswith("2 events")
    assert ask("/changes", since=day, until=day)["items"] == []
