"""Review by keys alone, in Chromium: values accepted, set, rejected, bound to words; merge, split and undo without a trace; lost connections."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from tests.end_to_end.desk.coded_events import events, exported, judgements, read_reports
from tests.end_to_end.invented import run

IS_SAVED = re.compile("^Saved")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record of its own for each test: review changes it."""
    return read_reports(tmp_path)


class Reviewer:
    """Somebody who reviews with a keyboard. The mouse is taken away: a click of it fails the test."""

    def __init__(self, seen: Any) -> None:
        self.seen, self.page = seen, seen.page
        self.page.add_init_script("addEventListener('mousedown', () => { throw Error('no mouse here') }, true)")

    def open(self, event: str = "") -> None:
        """The queue, or an event of it."""
        self.seen.open(f"/queue/{event}" if event else "/queue", ".form > li, .facts")
        self.there()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Write into what has the focus, once it is a field."""
        expect(self.page.locator("input:focus, textarea:focus")).to_be_visible()
        self.page.keyboard.type(words)

    def at(self) -> str:
        """The event that is looked at."""
        return str(self.page.url).split("/queue/")[1].split("?")[0].replace("%3A", ":")

    def row(self, field: str) -> Any:
        """A row of the form."""
        return self.page.locator(f'.form > li[data-field="{field}"]')

    def go_to(self, field: str) -> None:
        """Move the cursor to a field, down and then up; a press that moves nothing is at the end."""
        cursor = "document.querySelector('.form > li[aria-current]')?.dataset.field"
        for key in ("ArrowDown", "ArrowUp"):
            for _ in range(20):
                at = self.page.evaluate(cursor)
                if at == field:
                    return
                self.press(key)
                try:
                    self.page.wait_for_function(f"at => {cursor} !== at", arg=at, timeout=3000)
                except Error:
                    break
        pytest.fail(f"no way to {field}")

    def saved(self) -> None:
        """Wait until the desk has all that was decided: the browser keeps none of it any more."""
        kept = "() => !Object.keys(localStorage).some((name) => name.startsWith('tidings.outbox'))"
        self.page.wait_for_function(kept)
        expect(self.page.locator(".saved")).to_have_text(IS_SAVED)
        self.page.wait_for_load_state("networkidle")

    def next_after(self, key: str) -> None:
        """Decide an event, and wait until the next one is there."""
        before = self.at()
        self.press(key)
        self.page.wait_for_function("id => !decodeURIComponent(location.pathname).endsWith(id)", arg=before)
        self.there()

    def there(self) -> None:
        """Wait until the event of the address is shown: keys pressed before that are for nothing."""
        expect(self.page.locator(f'[data-event="{self.at()}"]')).to_be_visible()


def found(db: Path, kind: str, place: str) -> dict[str, Any]:
    """The event of a type and place."""
    return next(
        one for one in events(db) if one["type"] == kind and (one["values"]["place"] or {}).get("name") == place
    )


def test_twenty_events_are_reviewed_without_a_mouse(record, window):
    """Events accepted with one key, headlines put aside with two, and one each set by number and in writing; the median is told."""
    coder = Reviewer(window(record))
    coder.open()
    for at in range(20):
        kind = coder.row("type").locator(".said").inner_text()
        if kind == "killing":
            coder.press("X")
            expect(coder.page.locator("dialog[open]")).to_be_visible()
            coder.next_after("5")
            continue
        if at == 1:
            coder.go_to("reality")
            coder.press("2")  # the second of the listed values
            expect(coder.row("reality")).to_contain_text("ongoing")
        if at == 2:
            coder.go_to("date")
            coder.press("e")
            coder.type("2021-01-01/2021-01-03")
            coder.press("Enter")
            expect(coder.row("date")).to_contain_text("2021-01-01 – 2021-01-03")
            expect(coder.row("date")).to_contain_text("machine:")
        coder.next_after("A")
    coder.saved()
    few = re.compile("20 events decided, median (1|1.5|2) keys? each")
    expect(coder.page.locator(".session").first).to_contain_text(few)
    ruled = judgements(record)
    whole = [one for one in ruled if one["field"] is None]
    assert len(whole) == 20
    assert {one["by"] for one in ruled} == {"a reviewer"}
    assert [one["field"] for one in ruled if one["verb"] == "set"] == ["reality", "date"]
    assert all(one["reason"] for one in whole if one["verb"] == "reject")
    assert coder.seen.troubles == []


def test_fields_are_accepted_and_rejected_one_by_one(record, window):
    """Each field has its own light; what is rejected is unknown, with the reason kept; a type cannot be unknown."""
    coder = Reviewer(window(record))
    coder.open(found(record, "armed_clash", "Bunia")["id"])
    coder.press("a", "a")
    coder.go_to("actors")
    coder.press("x")
    coder.press("1")
    expect(coder.row("actors")).to_contain_text("rejected")
    coder.go_to("type")
    coder.press("x")  # asks for another value instead
    expect(coder.page.locator(".editor input")).to_be_focused()
    coder.press("Escape")
    coder.saved()
    expect(coder.row("type")).to_contain_text("accepted by a reviewer")
    expect(coder.row("actors").locator(".said")).to_have_text("unknown")
    assert [(one["verb"], one["field"]) for one in judgements(record)] == [
        ("accept", "type"),
        ("accept", "polarity"),
        ("reject", "actors"),
    ]
    assert judgements(record)[-1]["reason"] == "the words do not say so"
    assert coder.seen.troubles == []


def test_words_chosen_by_key_are_bound_to_a_field(record, window):
    """`w` begins at the field's words, arrows choose, the field's key binds; the judgement keeps the span, code point for code point."""
    coder = Reviewer(window(record))
    coder.open(found(record, "air_strike", "Mopti")["id"])
    coder.go_to("place")
    expect(coder.page.locator("mark.now").first).to_be_visible()
    coder.press("w", "ArrowRight", "ArrowLeft")
    expect(coder.page.locator(".wordsbar")).to_contain_text("Mopti")
    coder.press("p")
    expect(coder.page.locator(".editor [role=option]").first).to_contain_text("Mopti")
    coder.press("1")
    coder.saved()
    (ruled,) = judgements(record)
    assert (ruled["verb"], ruled["field"]) == ("set", "place")
    (span,) = ruled["evidence"]
    assert span["quote"] == "Mopti"
    place = found(record, "air_strike", "Mopti")["values"]["place"]
    assert place["id"].startswith("gn:")
    assert place["evidence"][0]["quote"] == "Mopti"
    assert coder.seen.troubles == []


def test_the_right_one_of_two_places_is_picked_with_one_key(record, window):
    """Two places of one name stand in order with their reasons; a number picks one, and the export follows (A4)."""
    told = found(record, "attack_on_civilians", "Beni")
    candidates = told["values"]["place"]["candidates"]
    wanted = next(at for at, one in enumerate(candidates, 1) if one["country"] != told["values"]["place"]["country"])
    coder = Reviewer(window(record))
    coder.open(told["id"])
    coder.go_to("place")
    listed = coder.row("place").locator("ol li")
    expect(listed).to_have_count(min(9, len(candidates)))
    expect(listed.nth(wanted - 1)).to_contain_text(candidates[wanted - 1]["reasons"][0])
    coder.press(str(wanted))
    coder.saved()
    place = next(one for one in events(record) if one["id"] == told["id"])["values"]["place"]
    assert place["id"] == candidates[wanted - 1]["id"]
    expect(coder.row("place")).to_contain_text("machine: Beni")
    assert coder.seen.troubles == []


def test_merge_split_and_undo_leave_no_trace(record, window):
    """After each undo the export is, byte for byte, what it was before."""
    untouched = exported(record)
    coder = Reviewer(window(record))
    first = found(record, "shelling", "Goma")
    coder.open(first["id"])
    coder.press("m")
    expect(coder.page.locator("dialog[open] li").first).to_be_visible()
    coder.press("1")
    coder.saved()
    expect(coder.page.locator(".saved")).to_contain_text("merged")
    assert len(events(record)) == len(untouched.splitlines()) - 1
    coder.press("u")
    coder.saved()
    expect(coder.page.locator(".saved")).to_contain_text("taken back")
    assert exported(record) == untouched
    coder.open(first["id"])
    coder.press("s", "2", "Enter")
    coder.saved()
    expect(coder.page.locator(".saved")).to_contain_text("1 of 2 accounts split off")
    assert exported(record) != untouched
    coder.press("u")
    coder.saved()
    assert exported(record) == untouched
    assert coder.seen.troubles == []


AT_ONCE = "keys => keys.forEach((key) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})))"
#: Presses Enter in a question while it is given the first of the keys that were pressed before it was drawn.
BETWEEN = """() => {
    const later = window.setTimeout;
    window.setTimeout = (run, ms, ...more) => {
        const question = ms === undefined && document.querySelector("dialog[open]");
        if (question) {
            window.setTimeout = later;
            question.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}));
        }
        return later(run, ms, ...more);
    };
}"""


def test_keys_pressed_before_a_question_is_drawn_answer_it(record, window):
    """All of a row of keys in one moment: what follows the first answer is for the same question as long as it stands, then for the page."""
    coder = Reviewer(window(record))
    coder.open(found(record, "shelling", "Goma")["id"])
    coder.page.evaluate(AT_ONCE, ["s", "1", "2", "1", "Enter", "a"])
    expect(coder.page.locator("dialog[open]")).to_have_count(0)
    coder.saved()
    assert [one["verb"] for one in judgements(record)] == ["split", "accept"]
    coder.page.evaluate(AT_ONCE, ["s", "Escape", "a"])
    expect(coder.page.locator("dialog[open]")).to_have_count(0)
    assert coder.seen.troubles == []


def test_keys_behind_an_answer_are_for_the_field_that_it_calls_for(record, window):
    """The group of a toll and its figure, pressed in one moment before the question for the group is drawn."""
    coder = Reviewer(window(record))
    coder.open(found(record, "shelling", "Goma")["id"])
    coder.page.evaluate(AT_ONCE, ["+", "5", "3", "Enter"])
    expect(coder.row("killed.children")).to_contain_text("3")
    coder.saved()
    (ruled,) = judgements(record)
    assert (ruled["verb"], ruled["field"]) == ("set", "killed.children")
    assert coder.seen.troubles == []


def test_a_key_pressed_while_earlier_ones_are_given_waits_in_line(record, window):
    """The first account is marked, the second too, the first not any more; only then is it split."""
    coder = Reviewer(window(record))
    key = found(record, "shelling", "Goma")["id"]
    coder.open(key)
    told = coder.page.evaluate("key => fetch(`/api/v1/events/${key}`).then((answer) => answer.json())", key)
    coder.page.evaluate(BETWEEN)
    coder.page.evaluate(AT_ONCE, ["s", "1", "2", "1"])
    expect(coder.page.locator("dialog[open]")).to_have_count(0)
    coder.saved()
    (ruled,) = judgements(record)
    assert ruled["others"] == [told["tellings"][0]["account"]["id"]]  # those that stay
    assert coder.seen.troubles == []


def test_undo_goes_back_to_the_event(record, window):
    """The last decision is taken back wherever the reviewer is by then, and its event is shown again, undecided."""
    untouched = exported(record)
    coder = Reviewer(window(record))
    coder.open()
    first = coder.at()
    coder.next_after("A")
    coder.saved()
    coder.press("u")
    coder.page.wait_for_function("id => decodeURIComponent(location.pathname).endsWith(id)", arg=first)
    coder.saved()
    assert [one["verb"] for one in judgements(record)] == ["accept", "undo"]
    assert exported(record) == untouched
    expect(coder.page.locator(".decided-on")).to_contain_text("suggested")


def test_a_lost_connection_loses_no_decision(record, window):
    """While the desk cannot be reached decisions are kept in the browser, in order, even when the page is loaded anew."""
    seen = window(record)
    coder = Reviewer(seen)
    coder.open()
    seen.page.route("**/api/v1/judgements", lambda route: route.abort())
    coder.press("a", "a")
    expect(coder.page.locator(".saved")).to_contain_text("2 decisions are kept in this browser")
    expect(coder.page.locator(".form > li.pending")).to_have_count(2)
    assert judgements(record) == []
    coder.page.reload()
    expect(coder.page.locator(".saved")).to_contain_text("kept in this browser")
    seen.page.unroute_all(behavior="wait")  # a request that is being broken off just now would stay open for ever
    coder.saved()
    assert [one["field"] for one in judgements(record)] == ["type", "polarity"]


def test_two_windows_send_nothing_twice(record, window):
    """What one window keeps is not the other's to send; when it is closed, the next one takes it over."""
    seen = window(record)
    coder = Reviewer(seen)
    coder.open()
    seen.page.context.route("**/api/v1/judgements", lambda route: route.abort())
    coder.press("a")
    expect(coder.page.locator(".saved")).to_contain_text("1 decision is kept")
    other = seen.page.context.new_page()
    other.goto(seen.page.url)
    expect(other.locator(".form > li").first).to_be_visible()
    other.wait_for_timeout(1000)
    expect(other.locator(".form > li.pending")).to_have_count(0)
    seen.page.close()
    other.reload()
    expect(other.locator(".form > li.pending")).to_have_count(1)
    seen.page.context.unroute("**/api/v1/judgements")
    expect(other.locator(".form > li.accepted:not(.pending)")).to_have_count(1)
    assert [one["field"] for one in judgements(record)] == ["type"]


def test_who_was_there_meanwhile_is_told(record, window):
    """When somebody else has ruled since, the decision is not taken, what changed is said, and one key insists."""
    coder = Reviewer(window(record))
    target = found(record, "shelling", "Gao")
    coder.open(target["id"])
    run("review", "set", target["id"], "date", "2021-05-02", "--by", "somebody else", "--db", record)
    coder.go_to("place")
    coder.press("a")
    refusal = coder.page.locator(".refusal")
    expect(refusal).to_contain_text("Not taken")
    expect(refusal).to_contain_text("date: 2021-05-03")
    assert len(judgements(record)) == 1
    coder.press("Enter")
    coder.saved()
    expect(refusal).to_have_count(0)
    assert [(one["by"], one["field"]) for one in judgements(record)] == [
        ("somebody else", "date"),
        ("a reviewer", "place"),
    ]


def test_comments_and_keys_of_ones_own(record, window):
    """A comment is kept on the field under the cursor; an action may be given another key."""
    seen = window(record)
    seen.page.add_init_script("localStorage.setItem('tidings.keys', JSON.stringify({'review.comment': 'o'}))")
    coder = Reviewer(seen)
    coder.open()
    coder.go_to("date")
    coder.press("o")
    coder.type("Is Monday the day of the statement?")
    coder.press("Control+Enter")
    coder.saved()
    expect(coder.page.locator(".comments")).to_contain_text("Is Monday the day of the statement?")
    expect(coder.page.locator(".comments")).to_contain_text("on date")
    assert seen.troubles == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 800])
def test_nothing_is_cut(record, window, width, dark):
    """No part of the page is wider than the window, by day and by night, and at twice the size of letters."""
    seen = window(record, width=width, dark=dark)
    coder = Reviewer(seen)
    coder.open()
    for size in ("100%", "200%"):
        coder.page.evaluate("size => document.documentElement.style.setProperty('font-size', size)", size)
        assert coder.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), size
    assert seen.troubles == []
