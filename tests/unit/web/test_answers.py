"""Answers over HTTP: what is asked for wrongly is refused in a sentence, and what is known already is not sent again."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from tests.tellings import telling
from tests.unit.web.record import entry
from tidings.web import records
from tidings.web.answers import fresh

Ask = Callable[..., Any]


def test_an_answer_is_sent_once(client: TestClient) -> None:
    """The ETag is that of the record and the address; nothing is made for whoever has it."""
    first = client.get("/api/v1/events?type=protest")
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get("/api/v1/events?type=protest", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get("/api/v1/events?type=riot", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_a_change_of_the_record_changes_every_etag(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a question whose answer is the same: that is not looked at."""
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    first = client.get("/api/v1/events?type=protest")
    client.app.state.record.store.add(entry(telling("new.txt", type="riot", day="2031-08-01")))  # type: ignore[attr-defined]
    again = client.get("/api/v1/events?type=protest", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/events?typ=riot", 422, "there is no 'typ' to ask by"),
        ("/events?type=picnic", 422, "there is no event type 'picnic'"),
        ("/events?first=2031-01-02&last=2031-01-01", 422, "lies after the last"),
        ("/events?bbox=1,2,3", 422, "no box"),
        ("/events?limit=0", 422, "limit"),
        ("/events?limit=501", 422, "limit"),
        ("/events?cursor=no", 422, "none of this list"),
        ("/events?updated_since=yesterday", 422, "no moment"),
        ("/events?order=size", 422, "order"),
        ("/events/c1:none", 404, "no event is called"),
        ("/events/c1:none/claims", 404, "no event is called"),
        ("/events/c1:none/dossier", 404, "no event is called"),
        ("/accounts/c1:none", 404, "no event is called"),
        ("/why?one=c1:none&other=c1:none", 404, "no event is called"),
        ("/articles/a1:none", 404, "no article is called"),
        ("/articles/a1:none/original", 404, "no article is called"),
        ("/articles?first=2031-01-02&last=2031-01-01", 422, "lies after the last"),
        ("/outlines/gn:1", 404, "no outline"),
        ("/towns?bbox=", 422, "no box"),
        ("/control/series?place=Nowhere", 404, "no report"),
        ("/control/day?on=never", 422, "on"),
        ("/changes?since=2031-01-02&until=2031-01-01", 422, "lies before"),
        ("/changes?since=0001-01-01", 422, "no day before"),
        ("/exports/word", 404, "no form"),
        ("/exports/csv?profile=secret", 422, "no profile"),
        ("/nothing", 404, "nothing at"),
    ],
)
def test_refusals_are_sentences(client: TestClient, address: str, status: int, words: str) -> None:
    """What is wrong, and what there is instead."""
    answer = client.get(f"/api/v1{address}")
    assert answer.status_code == status, answer.text
    assert words in answer.json()["error"]


def test_a_wrong_method_is_refused_like_all_else(client: TestClient) -> None:
    """With a sentence."""
    answer = client.delete("/api/v1/events")
    assert (answer.status_code, answer.json()["error"]) == (405, "/api/v1/events is not asked with DELETE")


def test_a_long_answer_is_compressed_for_another_machine() -> None:
    """And for no other, nor for who does not take it."""

    def sent(host: str, **headers: str) -> Any:
        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {
            "type": "http", "method": "GET", "path": "/x", "query_string": host.encode(), "headers": named, "client": (host, 1),
            "server": ("desk", 80), "scheme": "http",
        }  # fmt: skip
        return fresh(Request(scope), "g1:test", lambda: ["many words"] * 10_000)

    plain, far = sent("127.0.0.1", accept_encoding="gzip"), sent("10.0.0.7", accept_encoding="gzip, br")
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in sent("10.0.0.8").headers
    assert far.headers["content-encoding"] == "gzip"
    assert gzip.decompress(far.body) == plain.body
    assert "Accept-Encoding" in far.headers["vary"]


def test_meta_says_what_there_is(ask: Ask) -> None:
    """Counts, days, types and forms."""
    told = ask("/meta")
    assert (told["events"], told["articles"], told["first"], told["last"]) == (9, 13, "2019-01-01", "2031-07-02")
    assert {"id": "air_strike", "name": "air strike", "count": 0} in told["types"]
    assert [one["id"] for one in told["exports"]][:2] == ["jsonl", "csv"]
    assert told["network"] == "off"
