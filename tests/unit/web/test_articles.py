"""One article over HTTP: its text as it is, every value on its words, and its original as plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.tellings import telling
from tests.unit.web.record import codings, entry, quoting
from tidings.model.claim import claims
from tidings.web import records

Ask = Callable[..., Any]


def test_articles_stand_by_day_and_file(ask: Ask) -> None:
    """Each once; those without a day last, also what could not be read."""
    told = ask("/articles", limit=500)
    days = [one["published"] or "9999" for one in told["items"]]
    assert days == sorted(days)
    assert (told["total"], told["items"][-1]["file"]) == (14, "broken.pdf")
    assert {one["file"]: one["accounts"] for one in told["items"]}["market-a.txt"] == 1


def test_articles_by_outlet_day_and_words(ask: Ask) -> None:
    """Filters alone and together, and page after page."""
    assert [one["file"] for one in ask("/articles", outlet="courier")["items"]] == ["market-a.txt", "march.txt"]
    assert ask("/articles", first="2031-06-03", last="2031-06-03")["total"] == 2
    assert [one["file"] for one in ask("/articles", text="MARKET herald")["items"]] == ["market-b.txt"]
    first = ask("/articles", limit=5)
    rest = ask("/articles", limit=500, cursor=first["next"])
    assert len(first["items"]) + len(rest["items"]) == first["total"]
    assert {one["id"] for one in first["items"]}.isdisjoint(one["id"] for one in rest["items"])


def test_a_new_article_joins_the_list(client: TestClient, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only that one is read; the others are kept."""
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    before = ask("/articles")["total"]
    client.app.state.record.store.add(entry(telling("new.txt", type="riot", day="2031-08-01")))  # type: ignore[attr-defined]
    assert ask("/articles")["total"] == before + 1


def test_every_claim_stands_on_its_words(ask: Ask) -> None:
    """Each claim of each account has a span of its field, and each span is of the text."""
    for coding in codings():
        told = ask(f"/articles/{coding.article.id}")
        text = told["article"]["text"]
        assert text == coding.article.text
        spans = {(one["owner"], one["field"], one["start"], one["end"]) for one in told["spans"]}
        for account in coding.accounts:
            for claim in claims(coding.article.id, account):
                assert {(account.id, claim.field, each.start, each.end) for each in claim.evidence} <= spans
        assert all(0 <= one["start"] < one["end"] <= len(text) and one["rule"] for one in told["spans"])


def test_roles_of_words(ask: Ask) -> None:
    """Control, quotes and gaps beside the values of accounts; a suggested account's too."""
    held = ask(f"/articles/{codings()[-1].article.id}")
    assert {(one["role"], one["owner"]) for one in held["spans"]} == {
        ("control", "control.0"), ("place", "control.0"), ("control", "control.1"), ("place", "control.1"),
    }  # fmt: skip
    quoted = ask(f"/articles/{quoting().article.id}")
    roles = {one["role"] for one in quoted["spans"]}
    assert {"quote", "gap", "trigger", "place", "date"} <= roles
    assert (quoted["accounts"], len(quoted["suggested"]), quoted["events"]) == ([], 1, {})


def test_an_article_names_its_events_and_copies(ask: Ask) -> None:
    """The other print of its text, and the event that its account is of."""
    one, other = (coding.article.id for coding in codings()[:2])
    told = ask(f"/articles/{one}")
    assert [copy["id"] for copy in told["copies"]] == [other]
    (account,) = told["accounts"]
    assert ask(f"/events/{told['events'][account['id']]}")["summary"]["type"] == "explosion"


def test_the_original_is_text_and_never_runs(client: TestClient, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with a script comes as a string; its bytes as an attachment of no kind that a browser runs."""
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    page = b"<html><script>alert(1)</script><p>caf\xe9 was hit</p>"
    made = telling("page.html", type="riot", day="2031-08-01", place="Hostile")
    client.app.state.record.store.add(entry(made, page))  # type: ignore[attr-defined]
    told = ask(f"/articles/{made.article.id}")
    assert (told["original"], told["original_cut"]) == ("<html><script>alert(1)</script><p>café was hit</p>", False)
    answer = client.get(f"/api/v1/articles/{made.article.id}/original")
    assert answer.content == page
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_long_original_is_cut(client: TestClient, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """At two million letters, also in the middle of one of several bytes."""
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    made = telling("long.txt", type="riot", day="2031-08-02", place="Longtown")
    client.app.state.record.store.add(entry(made, "é".encode() * 4_500_000))  # type: ignore[attr-defined]
    told = ask(f"/articles/{made.article.id}")
    assert (len(told["original"]), told["original_cut"], set(told["original"])) == (2_000_000, True, {"é"})


def test_what_could_not_be_read_says_why(ask: Ask) -> None:
    """An article without a text has its failures."""
    told = ask("/articles/a1:00000000000000000000")
    assert (told["article"]["text"], told["spans"], told["original"]) == (None, [], None)
    assert told["failures"] == [{"step": "pdf", "reason": "the file is damaged"}]
