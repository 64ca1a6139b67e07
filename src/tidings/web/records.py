"""The record that a desk shows: opened once, read by many, and kept in step with whoever else writes to it.

What is read is a :class:`Snapshot`, which never changes; when the record has changed, the next one takes its place whole.
"""

from __future__ import annotations

import contextlib
import gc
import threading
import time
from collections.abc import Iterator
from typing import Final

from fastapi import Request
from msgspec import Struct
from msgspec.structs import replace

from tidings import __version__
from tidings.export.forms import FORMS
from tidings.fusion.episodes import with_episodes
from tidings.model.event import Event
from tidings.model.ids import digest
from tidings.reference.ontology import load_ontology
from tidings.review.rulings import EventState
from tidings.review.views import ruled_view
from tidings.store.judgements import judgements
from tidings.store.store import Store, open_store
from tidings.web.answers import NotFoundError
from tidings.web.index import EventIndex
from tidings.web.index_load import Loaded, load, refreshed
from tidings.web.index_ruled import Ruled, Shown
from tidings.web.index_source import HeldEvents, LinkedEvents, Marks, Source, bring_up, marks_of
from tidings.web.settings import DeskSettings
from tidings.web.shapes import Meta, Named

_PATIENCE: Final = 2.0  # seconds between two looks at what another program is reading in
_EPISODE_DAYS: Final = 7  # as tidings.fusion.episodes has it


class Snapshot(Struct, frozen=True, kw_only=True, dict=True):
    """A record at one moment. ``generation`` names it: two alike in it say the same."""

    generation: str
    marks: Marks
    loaded: Loaded
    source: Source
    articles: int

    @property
    def index(self) -> EventIndex:
        """All events."""
        return self.loaded.index

    @property
    def ruled(self) -> Ruled:
        """All judgements."""
        return self.loaded.ruled

    @property
    def states(self) -> dict[str, EventState]:
        """States of review, by the ids they were ruled under."""
        return self.ruled.states

    def key(self, name: str) -> str:
        """The id of the event that an id names: its own, or that of any of its accounts. NotFoundError when there is none."""
        if name in self.index.rows:
            return name
        found = self.source.events_with([name]).get(name)
        if found is None or found not in self.index.rows:
            raise NotFoundError(f"no event is called {name}")
        return found

    def event(self, name: str) -> Event:
        """An event as :func:`tidings.review.views.record_view` has it: what people ruled laid over it, linked to its episode."""
        return self.shown(name).event

    def shown(self, name: str) -> Shown:
        """The same, with the event as it was before any ruling."""
        key = self.key(name)
        near = [] if self.source.ruled else self.index.near_fights(key, _EPISODE_DAYS)
        shown = self.ruled.shown(self.source, [key, *near])
        if key not in shown:
            raise NotFoundError(f"the event {key} has just changed: ask again")
        if self.source.ruled:
            return shown[key]
        linked = next(one for one in with_episodes(each.raw for each in shown.values()) if one.id == key)
        return Shown(raw=linked, event=replace(shown[key].event, links=linked.links))


class DeskRecord:
    """The open record of a desk."""

    def __init__(self, settings: DeskSettings) -> None:
        self.settings = settings
        self.store: Store = open_store(settings.db, create=False).__enter__()
        self._lock = threading.Lock()
        self._watch = _Watch(self.store)
        self._looked_at = time.monotonic()
        self._seen = self._watch.version()
        self._now = self._first()

    def close(self) -> None:
        """Let go of the record."""
        self._watch.close()
        self.store.close()

    @property
    def now(self) -> Snapshot:
        """The record as it is: what was ruled a moment ago is in it; what another program reads in, within two seconds."""
        version = self._watch.version()
        if version != self._seen:
            self._look(version)
        return self._now

    def meta(self) -> Meta:
        """What this desk shows, and who is asking while the record knows no people."""
        now = self.now
        first, last = now.index.days()
        types = tuple(Named(id=name, name=name.replace("_", " ")) for name in load_ontology().types)
        exports = tuple(Named(id=form.name, name=form.about) for form in FORMS.values())
        return Meta(
            version=__version__, record=self.settings.db, generation=now.generation, who=self.settings.reviewer, role="admin",
            people=False, csrf=None, may_write=self.store.may_write, events=len(now.index), articles=now.articles,
            first=first, last=last, types=types, exports=exports,
        )  # fmt: skip

    def _look(self, version: int) -> None:
        """See what has changed, and read that."""
        marks, before = marks_of(self.store), self._now.marks
        is_ruling = (marks.judgements, marks.tombstones) != (before.judgements, before.tombstones)
        is_same = (marks.readings, marks.stamps) == (before.readings, before.stamps) and not is_ruling
        if not is_same and not is_ruling and time.monotonic() - self._looked_at < _PATIENCE:
            return
        if not self._lock.acquire(blocking=is_ruling):
            return  # somebody else is at it, and what is known until then is as good as it was a moment ago
        try:
            if self._now.marks != marks_of(self.store):
                self._now = self._only_log(marks) if is_same else self._next()
                self._looked_at = time.monotonic()
            self._seen = version
        finally:
            self._lock.release()

    def _first(self) -> Snapshot:
        held = judgements(self.store)
        if not self.store.may_write:
            source: Source = HeldEvents(ruled_view(self.store.codings(), held))
        else:
            bring_up(self.store, Ruled(judgements=held).rulings)
            source = LinkedEvents(self.store)
        marks = marks_of(self.store)
        with _no_collection():
            loaded = load(source, Ruled(judgements=held))
        return self._snapshot(marks, loaded, source)

    def _next(self) -> Snapshot:
        now, ruled = self._now, Ruled(judgements=judgements(self.store))
        bring_up(self.store, ruled.rulings)
        marks = marks_of(self.store)
        before = now.marks
        has_read = (marks.readings, marks.tombstones, marks.stamps) != (before.readings, before.tombstones, before.stamps)
        return self._snapshot(marks, refreshed(now.loaded, now.source, ruled, has_read=has_read), now.source)

    def _only_log(self, marks: Marks) -> Snapshot:
        return self._snapshot(marks, self._now.loaded, self._now.source)

    def _snapshot(self, marks: Marks, loaded: Loaded, source: Source) -> Snapshot:
        numbers = [getattr(marks, name) for name in marks.__struct_fields__]
        newest = loaded.ruled.judgements[-1].id if loaded.ruled.judgements else ""
        named = digest("g1", __version__, self.store.location, newest, len(loaded.index), *numbers)
        return Snapshot(generation=named, marks=marks, loaded=loaded, source=source, articles=source.article_count())


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """No look-out for cycles while a million values are made that have none; afterwards they are never looked through again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


class _Watch:
    """Tells whether anybody has written to a record, for a few microseconds."""

    def __init__(self, store: Store) -> None:
        self._lock = threading.Lock()
        self._connection = store.raw_connection() if store.is_sqlite else None
        self._number = 0

    def version(self) -> int:
        """A number that changes whenever anything was written; where a database does not tell, every time it is asked."""
        with self._lock:
            if self._connection is None:
                self._number += 1
                return self._number
            (version,) = self._connection.cursor().execute("PRAGMA data_version").fetchone()
            return int(version)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


def record_of(request: Request) -> DeskRecord:
    """The record of the desk that a request came to, as a dependency of routes."""
    found = request.app.state.record
    assert isinstance(found, DeskRecord)
    return found


def snapshot_of(request: Request) -> Snapshot:
    """The record as it is when a request comes, as a dependency of routes."""
    return record_of(request).now
