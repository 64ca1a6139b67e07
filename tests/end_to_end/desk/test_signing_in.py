"""Signing in and out in Chromium: one person by default, then named people; what a role may not is neither offered nor done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.end_to_end.desk.coded_events import read_reports
from tests.end_to_end.desk.desk_people import PASSWORD, add_people, sign_in, type_in


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that knows no people."""
    return read_reports(tmp_path_factory.mktemp("alone"), 3)


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with one person of each role."""
    db = read_reports(tmp_path_factory.mktemp("staffed"), 3)
    add_people(db, {"Ada": "admin", "Lou": "lead", "Cy": "coder", "Rea": "reader"})
    return db


def _as(seen: Any, name: str, path: str, found: str = "main h1") -> Any:
    sign_in(seen, name)
    seen.troubles.clear()
    seen.open(path, found)
    return seen.page


def test_whoever_sits_here_works_under_their_name(alone, window):
    """While the record knows no people nobody signs in, and everything is offered."""
    seen = window(alone)
    seen.open("/sign-in")
    expect(seen.page.locator("main")).to_contain_text("works as a reviewer")
    seen.open("/queue", ".form > li")
    expect(seen.page.locator(".who")).to_contain_text("a reviewer, admin")
    expect(seen.page.get_by_role("button", name="Sign out")).to_have_count(0)
    assert seen.troubles == []


def test_the_first_person_is_added_in_the_browser(tmp_path, window):
    """From the first person on all sign in; the page of people leads there by itself or says so."""
    seen = window(read_reports(tmp_path, 1))
    seen.open("/people", "form.entry")
    page = seen.page
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    sign_in(seen, "Ada")
    seen.open("/audit", "table.audit td")
    expect(page.locator("main")).to_contain_text("The chain is whole")
    expect(page.locator("table.audit")).to_contain_text("Ada works here as admin")


def test_a_wrong_password_says_so_and_nothing_more(staffed, window):
    """The same sentence for a wrong password and for a name that nobody has."""
    seen = window(staffed)
    said = []
    for name in ("Ada", "Nobody At All"):
        seen.open("/sign-in")
        type_in(seen.page, name, "not the password")
        alert = seen.page.get_by_role("alert")
        expect(alert).to_be_visible()
        said.append(alert.inner_text().replace(name, "…"))
    assert said[0] == said[1]
    assert seen.page.context.cookies() == []


def test_one_comes_to_the_page_one_wanted_but_never_elsewhere(staffed, window):
    """`next` leads to a page of this desk only."""
    seen = window(staffed)
    seen.open("/sign-in?next=/audit")
    type_in(seen.page, "Ada")
    seen.page.wait_for_url("**/audit")
    seen.open("/sign-in?next=//example.org/audit")
    type_in(seen.page, "Ada")
    expect(seen.page.locator("main h1")).not_to_have_text("Sign in")
    assert seen.page.url.startswith(seen.address)
    assert not [one for one in seen.troubles if one.startswith("request:")]


def test_signing_out_ends_it(staffed, window):
    """After signing out the record is closed again, on another page too."""
    seen = window(staffed)
    page = _as(seen, "Cy", "/queue", ".form > li")
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_url("**/sign-in")
    assert page.evaluate("() => fetch('/api/v1/events').then((told) => told.status)") == 401


def test_a_reader_is_offered_no_ruling(staffed, window):
    """The queue is closed to readers, and no key of theirs rules."""
    seen = window(staffed)
    page = _as(seen, "Rea", "/queue")
    expect(page.locator("main")).to_contain_text("coder")
    expect(page.locator(".form")).to_have_count(0)
    expect(page.get_by_role("link", name="People")).to_have_count(0)


def test_a_coder_makes_no_sets_and_a_lead_sees_no_people(staffed, window):
    """Making sets is offered to leads, people and the audit log to admins."""
    seen = window(staffed)
    page = _as(seen, "Cy", "/sets")
    expect(page.locator("form.make")).to_have_count(0)
    seen = window(staffed)
    page = _as(seen, "Lou", "/sets", "form.make")
    seen.open("/people")
    expect(page.get_by_role("alert")).to_contain_text("admin")
    expect(page.locator("form.entry")).to_have_count(0)


def test_who_was_signed_out_meanwhile_loses_nothing(staffed, window):
    """A decision after the session has ended waits in the browser, and is sent once one is signed in again."""
    seen = window(staffed)
    page = _as(seen, "Cy", "/queue", ".form > li")
    page.context.clear_cookies()
    page.keyboard.press("a")
    expect(page.locator(".refusal")).to_contain_text("You are signed out")
    page.get_by_role("button", name="Sign in").press("Enter")
    type_in(page, "Cy")
    page.wait_for_url("**/queue/**")
    expect(page.locator(".form > li.accepted").first).to_be_visible()
