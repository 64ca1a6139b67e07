"""The record that a desk shows: opened once, read by many."""

from __future__ import annotations

from fastapi import Request

from tidings.store.store import Store, open_store
from tidings.web.settings import DeskSettings


class DeskRecord:
    """The open record of a desk."""

    def __init__(self, settings: DeskSettings) -> None:
        self.settings = settings
        self.store: Store = open_store(settings.db, create=False).__enter__()


def record_of(request: Request) -> DeskRecord:
    """The record of the desk that a request came to, as a dependency of routes."""
    found = request.app.state.record
    assert isinstance(found, DeskRecord)
    return found
