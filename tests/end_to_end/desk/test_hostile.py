"""Forty hostile articles do nothing: no script of theirs runs, nothing leaves for elsewhere, and what they say is only text."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.end_to_end.desk.hostile import HOSTILE, poisoned
from tests.end_to_end.invented import run

#: What the page itself says of what stands in it.
LOOK = """() => {
  const strange = "script, iframe, object, embed, img, link, style, base, meta, audio, video, form[action], [onclick], [onerror], [onload], [style]";
  const plain = new Set(["div", "span", "mark", "bdi", "q", "s", "br"]);
  const words = [...document.querySelectorAll(".passage, bdi")];
  const elsewhere = [...document.querySelectorAll("main a[href]")].filter((each) => each.origin !== location.origin);
  return {
    ran: window.pwned !== undefined,
    strange: words.flatMap((each) => [...each.querySelectorAll(strange)]).map((each) => each.outerHTML.slice(0, 90)),
    notPlain: words.flatMap((each) => [...each.querySelectorAll("*")]).filter((each) => !plain.has(each.localName)).map((each) => each.outerHTML.slice(0, 90)),
    elsewhere: elsewhere.map((each) => each.href.slice(0, 90)),
    wider: document.documentElement.scrollWidth - innerWidth,
    turning: /[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f]/.test(document.querySelector("main").textContent),
    title: /[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.title),
  };
}"""
WELL = {"ran": False, "strange": [], "notPlain": [], "elsewhere": [], "turning": False, "title": False}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of all of them."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "news").mkdir()
    for name, content in HOSTILE.items():
        (folder / "news" / name).write_bytes(content)
    run("read", folder / "news", "--db", folder / "record.db")
    return folder / "record.db"


def ask(address: str, path: str) -> Any:
    """What the API of a desk says."""
    with urllib.request.urlopen(f"{address}/api/v1{path}") as answer:
        return json.load(answer)


def well(window: Any) -> None:
    """The page that is open has done nothing it should not."""
    found = window.page.evaluate(LOOK)
    assert found.pop("wider") <= 1, window.page.url
    assert found == WELL
    assert window.troubles == []


def test_there_are_forty() -> None:
    """As many as were promised, and each is told to be read."""
    assert len(HOSTILE) >= 40


def test_articles_are_only_text(record: Path, window: Callable[..., Any]) -> None:
    """Each article with its original beside it: nothing runs, nothing is asked of elsewhere, the page keeps its width."""
    desk = window(record)
    articles = ask(desk.address, "/articles?limit=500")["items"]
    assert len(articles) >= 40
    for article in articles:
        desk.open(f"/articles/{article['id']}?original=1", ".original")
        well(desk)


def test_events_are_only_text(record: Path, window: Callable[..., Any]) -> None:
    """The events that they tell, with the words of every kind of value shown, wide and narrow."""
    desk = window(record)
    for event in ask(desk.address, "/events?standing=all")["items"]:
        desk.open(f"/events/{event['id']}", "main h2")
        well(desk)
        desk.page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
        for value in (".short .value", ".tolls .value", ".ledger .value"):
            if not desk.page.locator(value).count():  # the page has been drawn: what is not there does not come
                continue
            desk.page.locator(value).first.click()
            desk.page.locator(".words mark, .words .quote").first.wait_for()
            well(desk)
        desk.page.set_viewport_size({"width": 800, "height": 900})
        well(desk)


def test_markup_in_any_answer_is_only_text(record: Path, window: Callable[..., Any]) -> None:
    """The pages trust no answer: with markup behind every free text of an event and its articles, it is all printed."""
    desk = window(record)

    def poison(route: Any) -> None:
        route.fulfill(json=poisoned(route.fetch().json()))

    for pattern in (
        "**/api/v1/events/c1*",
        "**/api/v1/articles/a1*",
        "**/api/v1/control?*",
        "**/api/v1/events?*",
        "**/api/v1/changes*",
    ):
        desk.page.route(pattern, poison)
    event = ask(desk.address, "/events?standing=all")["items"][0]["id"]
    article = ask(desk.address, "/articles?limit=1")["items"][0]["id"]
    for path, found in (
        (f"/events/{event}", "main .group"),
        (f"/articles/{article}?original=1", ".original"),
        ("/changes?since=2000-01-01", "main table"),
    ):
        desk.open(path, found)
        desk.page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
        desk.page.wait_for_load_state("networkidle")
        well(desk)
        expect(desk.page.locator("main")).to_contain_text("<script>")


def test_lists_are_only_text(record: Path, window: Callable[..., Any]) -> None:
    """The overview and the changes, where titles, names and outlets of theirs stand."""
    desk = window(record)
    for path in ("/", "/changes?since=2000-01-01"):
        desk.open(path)
        assert desk.page.evaluate("window.pwned") is None
        assert desk.troubles == []


def test_what_would_not_be_seen_is_printed(record: Path, window: Callable[..., Any]) -> None:
    """Signs that turn the direction of writing or show nothing stand there as their codes; a tower of marks is counted."""
    desk = window(record)
    by_file = {article["file"]: article["id"] for article in ask(desk.address, "/articles?limit=500")["items"]}
    for name, shown in (
        ("turned-text", "⟨U+202E⟩"),
        ("marks", "more marks⟩"),
        ("turned-title", "⟨U+202E⟩"),
    ):
        desk.open(f"/articles/{by_file[f'{name}.json']}", ".beside")
        expect(desk.page.locator("main")).to_contain_text(shown)
    desk.open(f"/articles/{by_file['accept.json']}", ".beside")
    expect(desk.page.get_by_role("button", name="Accept", exact=True)).to_have_count(0)
