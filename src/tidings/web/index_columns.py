"""The events of a record as columns, in order of time: arrays of one length, made of rows and of an earlier state of themselves."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final, Generic, TypeVar

import numpy as np
from msgspec import Struct

from tidings.web.index_rows import Row, fold

Array = np.ndarray[Any, np.dtype[Any]]
Item = TypeVar("Item", str, tuple[str, str], tuple[str, str, str, str])
FAR: Final = dt.date.max.toordinal()  # where an event without any day stands
UNKNOWN: Final = -1


class Vocabulary(Generic[Item]):
    """Values by number, only ever added to, so that columns made earlier stay right. ``names``: their texts, folded, a line each."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.names: list[str] = []
        self._numbers: dict[Item, int] = {}

    def number(self, item: Item) -> int:
        """The number of a value, a new one for a new value."""
        known = self._numbers.get(item)
        if known is None:
            known = len(self.items)
            self.names.append(_folded(item))
            self.items.append(item)
            self._numbers[item] = known
        return known

    def known(self, item: Item) -> int:
        """The number of a value, -1 for one that was never there."""
        return self._numbers.get(item, UNKNOWN)


def _folded(item: str | tuple[str, ...]) -> str:
    return fold(item if isinstance(item, str) else "\n".join(item))


class Words:
    """The vocabularies of the columns."""

    def __init__(self) -> None:
        self.types: Vocabulary[str] = Vocabulary()
        self.standings: Vocabulary[str] = Vocabulary()
        self.states: Vocabulary[str] = Vocabulary()
        self.precisions: Vocabulary[str] = Vocabulary()
        self.countries: Vocabulary[str] = Vocabulary()
        self.places: Vocabulary[tuple[str, str, str, str]] = Vocabulary()  # id or name, name, admin1, country
        self.actors: Vocabulary[tuple[str, str]] = Vocabulary()  # key, name
        self.fights: Vocabulary[str] = Vocabulary()


class Columns(Struct, frozen=True, kw_only=True):
    """All events in order of time. ``first`` and ``last``: ordinals, 0 unknown; ``killed``: -1 unknown; ``lat``, ``lon``: NaN unknown.

    Vocabulary columns hold numbers of :class:`Words`, -1 for none. ``actor_event`` and ``actor``: pairs of row and actor.
    """

    id: Array
    first: Array
    last: Array
    type: Array
    standing: Array
    state: Array
    precision: Array
    country: Array
    place: Array
    lat: Array
    lon: Array
    radius_km: Array
    killed: Array
    killed_low: Array
    killed_high: Array
    voices: Array
    disputed: Array
    fight: Array
    fight_first: Array
    fight_last: Array
    number: Array
    updated: Array
    summary: Array
    actor_event: Array
    actor: Array

    def __len__(self) -> int:
        return len(self.id)

    @property
    def sort_first(self) -> Array:
        """First days with undated events at the end."""
        return np.where(self.first == 0, FAR, self.first)

    @property
    def sort_last(self) -> Array:
        """Last days in the same way."""
        return np.where(self.last == 0, FAR, self.last)


_PAIRS: Final = ("actor_event", "actor")
_SINGLE: Final = tuple(name for name in Columns.__struct_fields__ if name not in _PAIRS)


def columns_of(rows: Sequence[Row], words: Words) -> Columns:
    """Columns of some rows, in order of time."""
    pairs = [(number, words.actors.number(actor)) for number, row in enumerate(rows) for actor in row.actors]
    paired = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    made = Columns(
        id=np.array([row.id.encode() for row in rows], dtype="S25"),
        first=_ints(row.first for row in rows), last=_ints(row.last for row in rows),
        type=_ints(words.types.number(row.type) for row in rows),
        standing=_ints(words.standings.number(row.standing) for row in rows),
        state=_ints(words.states.number(row.state) for row in rows),
        precision=_ints(words.precisions.number(row.precision) if row.precision else UNKNOWN for row in rows),
        country=_ints(words.countries.number(row.place[3]) if row.place and row.place[3] else UNKNOWN for row in rows),
        place=_ints(words.places.number(row.place) if row.place else UNKNOWN for row in rows),
        lat=_floats(row.lat for row in rows), lon=_floats(row.lon for row in rows),
        radius_km=_floats(row.radius_km for row in rows),
        killed=_ints(UNKNOWN if row.killed is None else row.killed for row in rows),
        killed_low=_ints(row.killed_low for row in rows), killed_high=_ints(row.killed_high for row in rows),
        voices=_ints(row.voices for row in rows), disputed=np.array([row.disputed for row in rows], dtype=bool),
        fight=_ints(words.fights.number(row.fight[0]) if row.fight else UNKNOWN for row in rows),
        fight_first=_ints(row.fight[1] if row.fight else 0 for row in rows),
        fight_last=_ints(row.fight[2] if row.fight else 0 for row in rows),
        number=_ints(row.number for row in rows), updated=np.array([row.updated.encode() for row in rows], dtype="S20"),
        summary=_objects([row.summary for row in rows]), actor_event=paired[:, 0], actor=paired[:, 1],
    )  # fmt: skip
    return in_order(made)


def replaced(old: Columns, gone: Iterable[str], new: Columns) -> Columns:
    """Columns without some events and with others."""
    taken = np.array(sorted(key.encode() for key in gone), dtype="S25")
    kept = ~np.isin(old.id, taken)
    shown = taken_from(old, np.flatnonzero(kept))
    both: dict[str, Any] = {
        name: np.concatenate([getattr(shown, name), getattr(new, name)]) for name in (*_SINGLE, "actor")
    }
    both["actor_event"] = np.concatenate([shown.actor_event, new.actor_event + len(shown)])
    return in_order(Columns(**both))


def in_order(found: Columns) -> Columns:
    """The same in order of time: first day, last day, id."""
    return taken_from(found, np.lexsort((found.id, found.sort_last, found.sort_first)))


def taken_from(found: Columns, rows: Array) -> Columns:
    """Some rows of columns in a new order."""
    where = np.full(len(found), UNKNOWN, dtype=np.int32)
    where[rows] = np.arange(len(rows), dtype=np.int32)
    events = where[found.actor_event]
    kept = events >= 0
    single: dict[str, Any] = {name: getattr(found, name)[rows] for name in _SINGLE}
    return Columns(**single, actor_event=events[kept], actor=found.actor[kept])


def _ints(values: Iterable[int]) -> Array:
    return np.fromiter(values, dtype=np.int64)


def _floats(values: Iterable[float | None]) -> Array:
    return np.fromiter((math.nan if value is None else value for value in values), dtype=np.float64)


def _objects(values: list[bytes]) -> Array:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
