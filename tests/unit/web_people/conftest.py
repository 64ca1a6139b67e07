"""A desk over a small record of an island of our own, with people of every role."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from tests.unit.web_people.handmade import MANIFEST, PASSWORD, PEOPLE, TOWNS, Desk, entry, place_of, report
from tidings.model.audit import PersonSet
from tidings.reference.actors import ActorTable
from tidings.review.typed import Known
from tidings.store.store import open_store
from tidings.web import passwords
from tidings.web.app import make_app
from tidings.web.audit import DeskLog
from tidings.web.people import set_person
from tidings.web.settings import DeskSettings


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed in a millisecond: what they cost is not looked at here."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of five events in five towns, fused."""
    path = tmp_path_factory.mktemp("record") / "r.db"
    with open_store(path, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        for number, town in enumerate(TOWNS):
            store.add(entry(report(f"herald{number}.txt", town, 7 + number, day=number * 20)))
        store.add(entry(report("courier0.txt", TOWNS[0], 9)))
    made = make_app(DeskSettings(db=str(path), reviewer="Solo"))
    made.state.record.close()
    return path


@pytest.fixture
def db(linked: Path, tmp_path: Path) -> str:
    """A copy of it."""
    return str(shutil.copy(linked, tmp_path / "r.db"))


@pytest.fixture
def app(db: str) -> Iterator[Any]:
    """The application over it."""
    made = make_app(DeskSettings(db=db, reviewer="Solo"))
    made.state.names.known = Known(place_of, ActorTable.load)
    yield made
    made.state.record.close()


@pytest.fixture
def solo(app: Any) -> Desk:
    """Whoever sits at the machine, while the record knows no people."""
    return Desk(app).begin()


@pytest.fixture
def people(app: Any) -> None:
    """One of each role, and a second coder."""
    log = DeskLog(app.state.record.store)
    for name in sorted(PEOPLE, key=lambda name: name != "Ada"):
        role: Any = PEOPLE[name]
        set_person(log, "Ada", PersonSet(name=name, role=role, active=True), PASSWORD)


@pytest.fixture
def at(app: Any, people: None) -> Callable[[str], Desk]:
    """``at("Lee")``: somebody signed in."""
    return lambda name: Desk(app).sign_in(name)


@pytest.fixture
def nobody(app: Any, people: None) -> Desk:
    """Somebody who has not signed in."""
    return Desk(app)


@pytest.fixture
def events(app: Any) -> dict[str, str]:
    """Ids of the events by town."""
    now = app.state.record.now
    return {summary.place: key for key in now.index.rows if (summary := now.index.summary(key)) and summary.place}
