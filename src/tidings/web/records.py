"""The record that a desk shows: opened once, read by many."""

from __future__ import annotations

from fastapi import Request

from tidings import __version__
from tidings.reference.ontology import load_ontology
from tidings.store.store import Store, open_store
from tidings.web.settings import DeskSettings
from tidings.web.shapes import Meta, Named


class DeskRecord:
    """The open record of a desk."""

    def __init__(self, settings: DeskSettings) -> None:
        self.settings = settings
        self.store: Store = open_store(settings.db, create=False).__enter__()

    def meta(self) -> Meta:
        """What this desk shows and who is asking."""
        types = tuple(Named(id=name, name=name.replace("_", " ")) for name in load_ontology().types)
        return Meta(
            version=__version__, record=self.settings.db, generation="", who=self.settings.reviewer, role="admin", people=False,
            csrf=None, may_write=self.store.may_write, events=0, articles=0, first=None, last=None, types=types, exports=(),
        )  # fmt: skip


def record_of(request: Request) -> DeskRecord:
    """The record of the desk that a request came to, as a dependency of routes."""
    found = request.app.state.record
    assert isinstance(found, DeskRecord)
    return found
