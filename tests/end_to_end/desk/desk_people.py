"""People of a desk, added to its record, and signing in with a keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tidings.model.audit import PersonSet, Role
from tidings.store.store import open_store
from tidings.web.audit import DeskLog
from tidings.web.people import set_person

PASSWORD = "four plain words here"


def add_people(db: Path, people: dict[str, Role]) -> None:
    """Add people with their roles, the first of them an admin."""
    with open_store(str(db), create=False) as store:
        log = DeskLog(store)
        first = next(iter(people))
        for name, role in people.items():
            set_person(log, first, PersonSet(name=name, role=role, active=True), PASSWORD)


def type_in(page: Any, name: str, password: str = PASSWORD) -> None:
    """Fill in the form of signing in, without a mouse."""
    expect(page.locator("input[name=name]")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def sign_in(seen: Any, name: str) -> None:
    """Sign in, and wait until one is."""
    seen.open("/sign-in")
    type_in(seen.page, name)
    expect(seen.page.locator(".who")).to_contain_text(name)
    expect(seen.page.locator("main h1")).not_to_have_text("Sign in")
