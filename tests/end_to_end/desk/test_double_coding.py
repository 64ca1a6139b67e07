"""Two coders and a lead in Chromium, by keys (scenario A9; over HTTP and at length in ``test_two_coders.py``)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.end_to_end.desk.coded_events import judgements, read_reports
from tests.end_to_end.desk.desk_people import add_people, sign_in
from tests.end_to_end.invented import run

MANY = 4


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record with a lead and two coders."""
    db = read_reports(tmp_path, 14)
    add_people(db, {"Lea": "admin", "Cy": "coder", "Dee": "coder"})
    return db


def _nothing_kept(page: Any) -> None:
    """Wait until the desk has all that was decided."""
    page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('tidings.outbox'))")


def _write(page: Any, words: str) -> None:
    """Write a value into the field under the cursor."""
    page.keyboard.press("e")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def _make_set(lead: Any) -> str:
    """A set of shellings and the like that two code, one of them blind; its address."""
    page = lead.page
    lead.open("/sets", "form.make")
    page.get_by_label("Name", exact=True).fill("Shelling")
    page.get_by_label("Coders, with commas").fill("Cy, Dee")
    page.get_by_label("Dee").check()
    page.get_by_label("Type").select_option("shelling")
    page.get_by_label("From").fill("2021-01-01")
    page.get_by_label("At most").fill(str(MANY))
    page.keyboard.press("Enter")
    page.wait_for_url("**/adjudicate")
    return str(page.url).removeprefix(lead.address).removesuffix("/adjudicate")


def _on_to(page: Any, at: int) -> None:
    """Wait until an event of the set is shown."""
    expect(page.locator(".queue li").nth(at).locator("[aria-current]")).to_be_visible()
    expect(page.locator('.form > li[aria-current][data-field="type"]')).to_be_visible()
    expect(page.locator(".texts [data-article]").first).to_be_visible()


def _code_with_the_machine(seen: Any, path: str) -> None:
    """Take what the machine says, but for the polarity of the first event."""
    page = seen.page
    seen.open(path, ".form > li")
    expect(page.locator(".form")).to_contain_text("suggested")
    for at in range(MANY):
        _on_to(page, at)
        rows = page.locator(".form > li").count()
        for number in range(rows):
            if at == 0 and number == 1:
                page.keyboard.press("2")  # denied: the second of the list
            else:
                page.keyboard.press("a")
        page.keyboard.press("A")
    _nothing_kept(page)


def _code_blind(seen: Any, path: str) -> None:
    """Code type and place, bind the place to its words, and find that the last one is no event."""
    page = seen.page
    seen.open(path, ".form > li")
    expect(page.locator(".decided-on")).to_contain_text("Blind")
    for at in range(MANY):
        _on_to(page, at)
        expect(page.locator(".form")).not_to_contain_text("machine")
        if at == MANY - 1:
            page.keyboard.press("X")
            break
        _write(page, "air strike")
        page.keyboard.press("1")
        page.keyboard.press("1")
        page.keyboard.press("1")
        page.keyboard.press("w")
        expect(page.locator(".wordsbar")).to_be_visible()
        page.keyboard.press("p")
        expect(page.locator(".editor input")).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type("Goma")
        expect(page.locator(".editor [role=option]").first).to_contain_text("Goma")
        page.keyboard.press("Enter")
        page.keyboard.press("A")
    _nothing_kept(page)


def _compare_words(page: Any) -> None:
    """On a place that both have coded, the words of each are marked in the text by the key of the answer, and nobody else's."""
    page.locator(".queue li a", has_text="place").first.click()
    marked = page.locator(".texts mark[data-by]")
    expect(marked).not_to_have_count(0)
    expect(page.locator('.texts mark[data-by~="2"]').first).to_be_in_viewport()
    signs = {sign for each in marked.all() for sign in str(each.get_attribute("data-by")).split()}
    assert signs == {"1", "2", "m"}
    answers = page.locator(".answers button")
    for key, who in (("1", "Cy"), ("2", "Dee"), ("m", "machine")):
        shown = answers.filter(has_text=who)
        expect(shown).to_contain_text("words marked")
        expect(shown.locator(".hand")).to_have_attribute("data-by", key)
    page.locator(".queue li a").first.click()  # whether it is one at all, or its type: Dee has bound no words to it
    expect(answers.filter(has_text="Dee")).to_contain_text("no words bound")
    expect(page.locator('.texts mark[data-by~="2"]')).to_have_count(0)


def _settle(page: Any) -> int:
    """Settle all disagreements by two keys each; how many there were."""
    left = page.locator(".queue li")
    expect(left.first).to_be_visible()
    many = left.count()
    for at in range(many):
        expect(page.locator(".answers button").first).to_be_visible()
        page.keyboard.press("c" if at == 0 else "1")
        if at == 0:
            page.keyboard.type("The words are plain.")
            page.keyboard.press("Control+Enter")
            expect(page.locator("dialog[open]")).to_have_count(0)
            page.keyboard.press("1")
        expect(page.locator("dialog[open]")).to_be_visible()
        page.keyboard.press("2")
        expect(page.locator("dialog[open]")).to_have_count(0)
    _nothing_kept(page)
    return many


def test_two_coders_and_a_lead(record, window):
    """A set is made, coded with and without the machine, settled by keys with reasons, and closed into rulings; the log replays."""
    lead = window(record)
    sign_in(lead, "Lea")
    path = _make_set(lead)
    sighted, blind = window(record), window(record)
    sign_in(sighted, "Cy")
    sign_in(blind, "Dee")
    expect(blind.page).to_have_url(re.compile("/sets$"))
    _code_with_the_machine(sighted, path)
    _code_blind(blind, path)
    lead.open(f"{path}/adjudicate", ".queue li")
    page = lead.page
    for words in ("Cy – Dee", "Cy – machine", "Dee – machine", "alpha", "95% interval", "F1 of words", "Median keys"):
        expect(page.locator("main")).to_contain_text(words)
    _compare_words(page)
    settled = _settle(page)
    assert settled >= MANY
    page.get_by_role("button", name="Close the set").press("Enter")
    expect(page.locator("main")).to_contain_text("The set is closed")
    ruled = judgements(record)
    assert ruled
    assert {one["by"] for one in ruled} == {"Lea"}
    run("audit", "--replay", "--db", record)  # ends well only if the log gives what the record holds
    assert [one for one in lead.troubles + sighted.troubles if not one.startswith("console: Failed to load")] == []


def test_a_draft_outlives_the_page(record, window):
    """What was coded but not handed in is there again when the page is opened anew; `u` takes the last answer back."""
    lead = window(record)
    sign_in(lead, "Lea")
    path = _make_set(lead)
    blind = window(record)
    sign_in(blind, "Dee")
    blind.open(path, ".form > li")
    page = blind.page
    _on_to(page, 0)
    _write(page, "shelling")
    page.keyboard.press("1")
    expect(page.locator(".form > li.set")).to_have_count(2)
    page.keyboard.press("u")
    expect(page.locator(".form > li.set")).to_have_count(1)
    page.reload()
    expect(page.locator(".form > li.set")).to_have_count(1)
    expect(page.locator('.form > li[data-field="type"]')).to_contain_text("shelling")
    assert json.loads(
        page.evaluate(
            "() => JSON.stringify(Object.keys(localStorage).filter((name) => name.startsWith('tidings.draft')))"
        )
    )


def test_a_set_is_given_up(record, window):
    """A set that will never be done is closed as it is, after a question, and rules nothing."""
    lead = window(record)
    sign_in(lead, "Lea")
    path = _make_set(lead)
    lead.open(f"{path}/adjudicate")
    page = lead.page
    page.get_by_role("button", name="Give the set up…").press("Enter")
    page.get_by_role("button", name="Give it up", exact=True).press("Enter")
    expect(page.locator("main")).to_contain_text("The set is closed")
    assert judgements(record) == []
