"""What to look at first, kept in step with the record: only what has changed is weighed anew, in the order of ``review/queue.py``."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from tidings.review.queue import Look, Scored, WeighedEvent, is_open, look_at, look_at_suggestion, look_order
from tidings.review.rulings import State
from tidings.store import links, schema
from tidings.store.portions import portions
from tidings.store.store import Store
from tidings.web.index_source import LinkedEvents
from tidings.web.records import Snapshot

_AT_ONCE: Final = 1000  # more changes than this, and all is put in order anew
Place = tuple[float, str]  # of a look in the order: minus its worth, and its id


class Kept(Struct, frozen=True, kw_only=True, gc=False):
    """A look without the event it is at. ``place``: where it stands in the order."""

    id: str
    state: State
    doubt: float
    weight: float
    check: tuple[str, ...]
    suggested: bool
    place: Place

    @property
    def worth(self) -> float:
        """What a look is worth."""
        return self.doubt * self.weight


class Order(Struct, frozen=True, kw_only=True):
    """All looks at one moment by id; ``places``: of each, the most worth first; ``waiting``: how many are open."""

    looks: dict[str, Kept]
    places: list[Place]
    waiting: int

    def behind(self, place: Place | None) -> Iterator[Kept]:
        """The looks that stand behind a place."""
        first = 0 if place is None else bisect.bisect_right(self.places, place)
        for number in range(first, len(self.places)):
            yield self.looks[self.places[number][1]]

    def changed(self, gone: Iterable[str], new: dict[str, Kept]) -> Order:
        """The order without some looks, and with others new or in another place."""
        looks, places, waiting = dict(self.looks), self.places, self.waiting
        away = [looks.pop(key) for key in {*gone, *new} if key in looks]
        waiting += sum(is_open(look.state) for look in new.values()) - sum(is_open(look.state) for look in away)
        looks |= new
        if len(away) + len(new) > _AT_ONCE:
            return Order(looks=looks, places=sorted(look.place for look in looks.values()), waiting=waiting)
        places = list(places)
        for look in away:
            del places[bisect.bisect_left(places, look.place)]
        for look in new.values():
            bisect.insort(places, look.place)
        return Order(looks=looks, places=places, waiting=waiting)


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
_event: Final = msgspec.json.Decoder(WeighedEvent)


class Looks:
    """The looks of a record, kept from one request to the next."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._read = _Read({}, {}, {}, {})
        self._before: Snapshot | None = None
        self._order = Order(looks={}, places=[], waiting=0)

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
            accounts |= self._read.suggested.keys() ^ read.suggested.keys()
        changes = _changes(now, before, accounts)
        new = {
            event.id: _kept(look_at(event, told, now.states), suggested=False)
            for event in _weighed(now, changes.events)
            if (told := [read.scored[ref.account] for ref in event.accounts if ref.account in read.scored])
        }
        maybe = [key for key in changes.accounts if key in read.suggested]
        placed = now.source.events_with(maybe) if maybe else {}
        for key in maybe:
            if key not in placed:
                new[key] = _kept(look_at_suggestion(key, read.suggested[key], now.states), suggested=True)
        gone = [key for key in changes.accounts | changes.gone if key not in now.loaded.stamps]
        self._order = self._order.changed(gone, new)
        self._read, self._before = read, now


def _kept(look: Look, *, suggested: bool) -> Kept:
    return Kept(
        id=look.id, state=look.state, doubt=look.doubt, weight=look.weight, check=look.check, suggested=suggested,
        place=look_order(look),
    )  # fmt: skip


def _has_read(now: Snapshot) -> tuple[int, int]:
    return now.marks.readings, now.marks.tombstones


class _Changes(Struct, frozen=True):
    """Events to be weighed anew, accounts to be looked at, and ids that are no events any more."""

    events: set[str]
    accounts: set[str]
    gone: set[str]


def _changes(now: Snapshot, before: Snapshot | None, accounts: set[str]) -> _Changes:
    """What has changed: everything at first, later what says something else and that of which somebody has ruled."""
    stamps = now.loaded.stamps
    known = before.loaded.stamps if before is not None else {}
    if before is not None:
        accounts = accounts | now.ruled.accounts_since(before.ruled)
    same = stamps is known or stamps == known
    changed = set() if same else {key for key, stamp in stamps.items() if known.get(key) != stamp}
    if before is not None and now.ruled.judgements[: len(before.ruled.judgements)] != before.ruled.judgements:
        changed = set(stamps)
    gone = set() if same else known.keys() - stamps.keys()
    held = set(now.source.events_with(accounts).values()) if before is not None and accounts else set()
    return _Changes(changed | held, accounts | gone, gone)


def _weighed(now: Snapshot, keys: set[str]) -> Iterator[WeighedEvent]:
    """Events as far as a look wants them, with what people ruled; most of many are only read."""
    ruled = keys
    if len(keys) > _AT_ONCE:
        ruled = set() if now.source.ruled else set(now.source.events_with(now.ruled.moments).values())
        for line, _ in now.source.all_lines():
            event = _event.decode(line)
            if event.id in keys and event.id not in ruled:
                yield event
    for some in portions(ruled & keys):
        shown = now.ruled.shown(now.source, some)
        for key in some:
            if key in shown:
                yield _event.decode(msgspec.json.encode(shown[key].event))


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
