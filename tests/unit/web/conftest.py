"""A desk over a small record of an island of our own, fused once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.web.record import MANIFEST, entries
from tidings.store.store import open_store
from tidings.web.app import make_app
from tidings.web.records import DeskRecord
from tidings.web.settings import DeskSettings


@pytest.fixture(scope="session")
def fused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record, with its index of fusion."""
    path = tmp_path_factory.mktemp("record") / "r.db"
    with open_store(path, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        for entry in entries():
            store.add(entry)
    DeskRecord(DeskSettings(db=str(path), reviewer="Ana")).close()
    return path


@pytest.fixture
def db(fused: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(fused, tmp_path / "r.db"))


@pytest.fixture
def record(db: Path) -> Iterator[DeskRecord]:
    """The record, opened by a desk."""
    found = DeskRecord(DeskSettings(db=str(db), reviewer="Ana"))
    yield found
    found.close()


@pytest.fixture
def client(db: Path) -> Iterator[TestClient]:
    """Whoever sits at the machine, over HTTP."""
    app = make_app(DeskSettings(db=str(db), reviewer="Ana"))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as made:
        yield made
    app.state.record.close()


@pytest.fixture
def ask(client: TestClient) -> Callable[..., Any]:
    """``ask("/events", type="explosion")``: the answer as plain values; anything but 200 fails."""

    def asked(path: str, **values: Any) -> Any:
        answer = client.get(f"/api/v1{path}", params=values)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return asked
