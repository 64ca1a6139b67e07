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
            version=__version__, record=self.store.location, generation=now.generation, who=self.settings.reviewer, role="admin",
            people=False, csrf=None, may_write=self.store.may_write, events=len(now.index), articles=now.articles,
            first=first, last=last, types=types, exports=exports,
        )  # fmt: skip

    def _look(self, version: int) -> None:
        """See what has changed, and read that."""
        marks, before = marks_of(self.store), self._now.marks
        is_ruling = _rulings(marks) != _rulings(before)
        if not is_ruling and _read_in(marks) != _read_in(before) and time.monotonic() - self._looked_at < _PATIENCE:
            if marks.audit != before.audit:
                self._take_up_log(marks.audit)
            return
        if not self._lock.acquire(blocking=is_ruling):
            return  # somebody else is at it, and what is known until then is as good as it was a moment ago
        try:
            marks, before = marks_of(self.store), self._now.marks
            if marks != before:
                is_log = _rulings(marks) == _rulings(before) and _read_in(marks) == _read_in(before)
                self._now = self._only_log(marks) if is_log else self._next(marks)
                self._looked_at = time.monotonic()
            self._seen = version
        finally:
            self._lock.release()

    def _take_up_log(self, number: int) -> None:
        """A comment shows at once, also while another program is reading in."""
        with self._lock:
            if number > self._now.marks.audit:
                self._now = self._only_log(replace(self._now.marks, audit=number))

    def _first(self) -> Snapshot:
        marks = marks_of(self.store)
        ruled = Ruled(judgements=judgements(self.store))
        if not self.store.may_write:
            source: Source = HeldEvents(ruled_view(self.store.codings(), ruled.judgements))
        else:
            bring_up(self.store, ruled.rulings)
            source = LinkedEvents(self.store)
        marks = self._fused(marks)
        with _no_collection():
            loaded = load(source, ruled)
        return self._snapshot(marks, loaded, source)

    def _next(self, marks: Marks) -> Snapshot:
        """The record as it is now. What comes while it is read is behind the marks, and so is looked for again."""
        now, ruled = self._now, Ruled(judgements=judgements(self.store))
        bring_up(self.store, ruled.rulings)
        marks = self._fused(marks)
        has_read = _read_in(marks) != _read_in(now.marks) or marks.tombstones != now.marks.tombstones
        return self._snapshot(marks, refreshed(now.loaded, now.source, ruled, has_read=has_read), now.source)

    def _fused(self, marks: Marks) -> Marks:
        """Marks from before the judgements were read, with the number that the events have reached since."""
        return replace(marks, stamps=marks_of(self.store).stamps)

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


def _rulings(marks: Marks) -> tuple[int, int]:
    """What people have done: it shows at once."""
    return marks.judgements, marks.tombstones


def _read_in(marks: Marks) -> tuple[int, int]:
    """What programs have read in: it shows in a while."""
    return marks.readings, marks.stamps


class _Watch:
    """Tells whether anybody has written to a record, for a few microseconds."""

    def __init__(self, store: Store) -> None:
        self._lock = threading.Lock()
        self._connection = store.raw_connection() if store.is_sqlite else None
        self._number, self._is_closed = 0, False

    def version(self) -> int:
        """A number that changes whenever anything was written; where a database does not tell, every time it is asked."""
        with self._lock:
            if self._connection is None:
                self._number += not self._is_closed
                return self._number
            (version,) = self._connection.cursor().execute("PRAGMA data_version").fetchone()
            self._number = int(version)
            return self._number

    def close(self) -> None:
        """Let go of the record; whoever asks now is told that nothing has changed."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection, self._is_closed = None, True


def record_of(request: Request) -> DeskRecord:
    """The record of the desk that a request came to, as a dependency of routes."""
    found = request.app.state.record
    assert isinstance(found, DeskRecord)
    return found


def snapshot_of(request: Request) -> Snapshot:
    """The record as it is when a request comes, as a dependency of routes."""
    return record_of(request).now
