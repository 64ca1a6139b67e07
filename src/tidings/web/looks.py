"""What to look at first, kept in step with the record: only what has changed is weighed anew, in the order of ``review/queue.py``."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from threading import Lock
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from tidings.review.queue import Look, Scored, look_at, look_at_suggestion
from tidings.review.rulings import State
from tidings.store import links, schema
from tidings.store.portions import portions
from tidings.store.store import Store
from tidings.web.index_ruled import Shown
from tidings.web.index_source import LinkedEvents
from tidings.web.records import Snapshot

Place = tuple[float, str]  # of a look in the order: minus its worth, and its id


class Kept(Struct, frozen=True, kw_only=True, gc=False):
    """A look without the event it is at."""

    id: str
    state: State
    doubt: float
    weight: float
    check: tuple[str, ...]
    suggested: bool

    @property
    def worth(self) -> float:
        """What a look is worth."""
        return self.doubt * self.weight

    @property
    def place(self) -> Place:
        """Where it stands in the order."""
        return -round(self.worth, 6), self.id


class Order(Struct, frozen=True, kw_only=True):
    """All looks at one moment, the most worth first; ``places``: of each, to find the way in."""

    looks: tuple[Kept, ...]
    places: tuple[Place, ...]

    def behind(self, place: Place | None) -> Iterator[Kept]:
        """The looks that stand behind a place."""
        first = 0 if place is None else bisect.bisect_right(self.places, place)
        yield from self.looks[first:]


class _Said(Struct, frozen=True, gc=False):
    """An account of a coding, as far as looks want it."""

    id: str
    type: str
    score: float


class _Line(Struct, frozen=True, gc=False):
    """A coding, as far as looks want it."""

    accounts: tuple[_Said, ...]
    suggested: tuple[_Said, ...]


class _Read(Struct, frozen=True):
    """What the codings say: which one speaks for each article, scores of accounts, and those that are only suggested."""

    speaking: dict[str, str]
    lines: dict[str, _Line]
    scored: dict[str, Scored]
    suggested: dict[str, float]


_decoder: Final = msgspec.json.Decoder(_Line)


class Looks:
    """The looks of a record, kept from one request to the next."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._read = _Read({}, {}, {}, {})
        self._kept: dict[str, Kept] = {}
        self._before: Snapshot | None = None
        self._order = Order(looks=(), places=())

    def order(self, now: Snapshot) -> Order:
        """All looks, also at what has been reviewed."""
        with self._lock:
            if self._before is None or self._before.generation != now.generation:
                self._bring_up(now, self._before)
            return self._order

    def _bring_up(self, now: Snapshot, before: Snapshot | None) -> None:
        if before is not None and before.loaded is now.loaded:
            self._before = now  # only the audit log has grown
            return
        read, accounts = self._read, set[str]()
        if before is None or _has_read(before) != _has_read(now):
            read = _read_on(self._store, now, read)
            accounts = {key for key, scored in read.scored.items() if self._read.scored.get(key) != scored}
        kept = {key: look for key, look in self._kept.items() if key in now.index.rows or key in read.suggested}
        for key, shown in _shown(now, before, accounts).items():
            told = [read.scored[ref.account] for ref in shown.event.accounts if ref.account in read.scored]
            if told and key in now.index.rows:
                kept[key] = _kept(look_at(shown.event, told, now.states))
        placed = now.source.events_with(read.suggested) if read.suggested else {}
        for key, score in read.suggested.items():
            if key not in placed:
                kept[key] = _kept(look_at_suggestion(key, score, now.states))
            elif placed[key] != key:
                kept.pop(key, None)
        ordered = sorted(kept.values(), key=lambda one: one.place)
        self._order = Order(looks=tuple(ordered), places=tuple(one.place for one in ordered))
        self._read, self._kept, self._before = read, kept, now


def _kept(look: Look) -> Kept:
    return Kept(
        id=look.id,
        state=look.state,
        doubt=look.doubt,
        weight=look.weight,
        check=look.check,
        suggested=look.event is None,
    )


def _has_read(now: Snapshot) -> tuple[int, int]:
    return now.marks.readings, now.marks.tombstones


def _shown(now: Snapshot, before: Snapshot | None, accounts: set[str]) -> dict[str, Shown]:
    """The events to be weighed anew: all at first, later those that say something else or of which somebody has ruled."""
    stamps = now.loaded.stamps
    if before is None:
        return now.ruled.shown(now.source, stamps)
    changed = {key for key, stamp in stamps.items() if before.loaded.stamps.get(key) != stamp}
    accounts = accounts | now.ruled.accounts_since(before.ruled)
    if now.ruled.judgements[: len(before.ruled.judgements)] != before.ruled.judgements:
        changed = set(stamps)
    changed |= set(now.source.events_with(accounts).values()) if accounts else set()
    return now.ruled.shown(now.source, changed) if changed else {}


# --- codings ----------------------------------------------------------------------------------------------------------------


def _read_on(store: Store, now: Snapshot, before: _Read) -> _Read:
    """What the codings say now; those that said so before are not read again."""
    if not isinstance(now.source, LinkedEvents):
        return _read_of({}, {str(number): _decoder.decode(line) for number, line in enumerate(store.lines())})
    with store.transaction(writing=False) as connection:
        speaking = links.linked(connection)
        new = {article: coding for article, coding in speaking.items() if before.speaking.get(article) != coding}
        found = dict(_lines(connection, new))
    return _read_of(speaking, {key: line for key, line in before.lines.items() if key in speaking} | found)


def _lines(connection: Connection, wanted: dict[str, str]) -> Iterator[tuple[str, _Line]]:
    """The codings of articles, as far as looks want them, by article."""
    articles = {coding: article for article, coding in wanted.items()}
    for some in portions(articles):
        rows = select(schema.coding.c.id, schema.coding.c.line).where(schema.coding.c.id.in_(some))
        for row in connection.execute(rows):
            yield articles[row.id], _decoder.decode(row.line)


def _read_of(speaking: dict[str, str], lines: dict[str, _Line]) -> _Read:
    scored: dict[str, Scored] = {}
    suggested: dict[str, float] = {}
    for line in lines.values():
        scored |= {said.id: Scored(type=said.type, score=said.score) for said in (*line.accounts, *line.suggested)}
        suggested |= {said.id: said.score for said in line.suggested}
    return _Read(speaking, lines, scored, suggested)
