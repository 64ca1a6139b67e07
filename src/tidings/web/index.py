"""All events of a record in memory, at one moment: pages, points, time and counts under filters, none of them reading the record."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final, Literal

import msgspec
import numpy as np
from msgspec import Raw, Struct

from tidings.web.index_columns import FAR, Array, Columns, Vocabulary, Words
from tidings.web.index_cursor import cursor, key_of
from tidings.web.index_filters import Filters, is_placed, mask_of, masks_of, together
from tidings.web.shapes import Bin, EventSummary, Facets, MapPoints, Named, Timeline

Order = Literal["time", "killed", "voices"]
By = Literal["day", "week", "month", "year"]
_MOST_FACETS: Final = 100
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()


class RawPage(Struct, frozen=True, kw_only=True):
    """An :class:`tidings.web.shapes.EventPage` whose items are JSON already."""

    total: int
    next: str | None
    items: list[Raw]


class EventIndex:
    """The events of a record at one moment. It never changes, so any number of threads may read it."""

    def __init__(self, columns: Columns, words: Words) -> None:
        self.columns, self.words = columns, words

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each event by its id."""
        return {key.decode(): number for number, key in enumerate(self.columns.id.tolist())}

    def summary(self, key: str) -> EventSummary | None:
        """An event as lists show it."""
        row = self.rows.get(key)
        return None if row is None else msgspec.json.decode(self.columns.summary[row], type=EventSummary)

    def updated(self, key: str) -> str:
        """When an event was last changed or ruled on, UTC; empty where that is not known."""
        row = self.rows.get(key)
        return "" if row is None else self.columns.updated[row].decode()

    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day of any event."""
        dated = self.columns.first > 0
        if not dated.any():
            return None, None
        return (
            dt.date.fromordinal(int(self.columns.first[dated].min())),
            dt.date.fromordinal(int(self.columns.last[dated].max())),
        )

    def ids(self, asked: Filters) -> list[str]:
        """Ids of the events under filters, in order of time."""
        return [key.decode() for key in self.columns.id[mask_of(self.columns, self.words, asked)].tolist()]

    # --- pages ------------------------------------------------------------------------------------------------------

    def page(self, asked: Filters, after: str | None, limit: int, order: Order = "time") -> RawPage:
        """A page of events; ``after`` is the ``next`` of the page before."""
        columns = self.columns
        mask = mask_of(columns, self.words, asked)
        total, leads = int(mask.sum()), self._leads(order)
        if after is not None:
            *lead, first, last, key = key_of(after, (*(int for _ in leads), int, int, str))
            mask = mask & self._behind(leads, lead, first, last, key)
        rows = self._orders[order]
        found = rows[mask[rows]][: limit + 1]
        shown = found[:limit]
        more = None if len(found) <= limit else cursor(self._key(leads, int(shown[-1])))
        return RawPage(total=total, next=more, items=[Raw(line) for line in columns.summary[shown]])

    def _leads(self, order: Order) -> list[Array]:
        """What comes before time in an order, the smallest first."""
        return [] if order == "time" else [-getattr(self.columns, order)]

    @cached_property
    def _orders(self) -> dict[str, Array]:
        columns = self.columns
        return {
            "time": np.arange(len(columns)),
            "killed": np.argsort(-columns.killed, kind="stable"),
            "voices": np.argsort(-columns.voices, kind="stable"),
        }

    @cached_property
    def _first(self) -> Array:
        return self.columns.sort_first

    @cached_property
    def _last(self) -> Array:
        return self.columns.sort_last

    def _key(self, leads: list[Array], row: int) -> tuple[int | str, ...]:
        numbers = (int(one[row]) for one in (*leads, self._first, self._last))
        return *numbers, self.columns.id[row].decode()

    def _behind(self, leads: list[Array], lead: list[Any], first: Any, last: Any, key: Any) -> Array:
        """Which rows stand behind a place in the list."""
        parts: list[tuple[Array, Any]] = [*zip(leads, lead, strict=True), (self._first, first), (self._last, last)]
        parts.append((self.columns.id, np.bytes_(str(key).encode())))
        behind, level = np.zeros(len(self.columns), dtype=bool), np.ones(len(self.columns), dtype=bool)
        for column, value in parts:
            behind |= level & (column > value)
            level &= column == value
        return behind

    # --- the map ----------------------------------------------------------------------------------------------------

    def points(self, asked: Filters, outlined: Callable[[str], bool]) -> MapPoints:
        """Places of events for the map, in the order of their first events. ``outlined``: whether a place of that id has an outline to draw."""
        columns, words = self.columns, self.words
        mask = mask_of(columns, words, asked)
        rows = np.flatnonzero(mask & is_placed(columns, words))
        first, counts = _alike(columns, rows)
        places = _looked_up(words.places, columns.place[first])
        precisions = _looked_up(words.precisions, columns.precision[first])
        return MapPoints(
            total=int(mask.sum()), unplaced=int(mask.sum()) - len(rows), events=tuple(counts.tolist()),
            lat=tuple(columns.lat[first].tolist()), lon=tuple(columns.lon[first].tolist()), radius_km=_floats(columns.radius_km[first]),
            precision=tuple(precisions),
            area=tuple(
                place[0] if place and precision in ("admin1", "admin2") and outlined(place[0]) else None
                for place, precision in zip(places, precisions, strict=True)
            ),
            name=tuple(place[1] if place else "" for place in places), place=tuple(place[0] if place else None for place in places),
        )  # fmt: skip

    # --- time and counts --------------------------------------------------------------------------------------------

    def timeline(self, asked: Filters, by: By) -> Timeline:
        """Events by their first possible day, in stretches; a stretch without any is left out."""
        columns = self.columns
        mask = mask_of(columns, self.words, asked)
        rows = np.flatnonzero(mask & (columns.first > 0))
        starts, where = np.unique(_stretch(columns.first[rows], by), return_inverse=True)

        def summed(of: Array) -> list[int]:
            found = np.zeros(len(starts), dtype=np.int64)
            np.add.at(found, where, of)
            return [int(one) for one in found]

        each = zip(
            starts.tolist(), summed(np.ones(len(rows), dtype=np.int64)), summed(columns.killed_low[rows]),
            summed(columns.killed_high[rows]), summed(columns.killed[rows] < 0), strict=True,
        )  # fmt: skip
        bins = tuple(
            Bin(start=dt.date.fromordinal(start), end=_end(start, by), events=events, killed_low=low, killed_high=high, without_toll=without)
            for start, events, low, high, without in each
        )  # fmt: skip
        return Timeline(by=by, bins=bins, undated=int(mask.sum()) - len(rows))

    def facets(self, asked: Filters) -> Facets:
        """What each filter could be set to under the others, at most a hundred of each."""
        columns, words = self.columns, self.words

        masks = masks_of(columns, words, asked)

        def under(name: str) -> Array:
            return together(masks, len(columns), besides=name)

        return Facets(
            types=_plain(words.types, columns.type[under("type")], "_"), actors=self._actors(under("actor")),
            places=self._places(under("place")), countries=_plain(words.countries, columns.country[under("country")]),
            standings=_plain(words.standings, columns.standing[under("standing")]),
            states=_plain(words.states, columns.state[under("state")]),
        )  # fmt: skip

    def _actors(self, mask: Array) -> tuple[Named, ...]:
        pairs = self.columns.actor[mask[self.columns.actor_event]]
        return _named(((key, name), count) for (key, name), count in _counted(self.words.actors, pairs))

    def _places(self, mask: Array) -> tuple[Named, ...]:
        counted = _counted(self.words.places, self.columns.place[mask])
        return _named(((place[0], place[1]), count) for place, count in counted)

    def around(self, key: str, degrees: float, most: int) -> list[str]:
        """Ids of events at other exact places around that of one, one event a place, the nearest first."""
        columns, row = self.columns, self.rows.get(key)
        if row is None or columns.lat[row] != columns.lat[row]:  # NaN is not itself
            return []
        lat, lon = float(columns.lat[row]), float(columns.lon[row])
        points = [self.words.precisions.known(name) for name in ("exact", "near")]
        near = np.isin(columns.precision, points) & (np.abs(columns.lat - lat) <= degrees)
        rows = np.flatnonzero(near & (np.abs(columns.lon - lon) <= degrees) & (columns.place != columns.place[row]))
        far = np.hypot(columns.lat[rows] - lat, (columns.lon[rows] - lon) * math.cos(math.radians(lat)))
        found: dict[int, int] = {}
        for each in rows[np.argsort(far, kind="stable")].tolist():
            found.setdefault(int(columns.place[each]), each)
            if len(found) == most:
                break
        return [columns.id[each].decode() for each in found.values()]

    # --- fights -----------------------------------------------------------------------------------------------------

    def near_fights(self, key: str, days: int) -> list[str]:
        """Ids of the events at the place of one and within some days of it, itself among them: those that may be of its episode."""
        columns, row = self.columns, self.rows.get(key)
        if row is None or columns.fight[row] < 0:
            return [key]
        near = columns.fight == columns.fight[row]
        near &= (columns.fight_first <= columns.fight_last[row] + days) & (
            columns.fight_last >= columns.fight_first[row] - days
        )
        return [one.decode() for one in columns.id[near].tolist()]


def _alike(columns: Columns, rows: Array) -> tuple[Array, Array]:
    """Of rows whose events are known to be at the same place in the same way the first, and how many there are, in the order of the rows."""
    exact = [
        column[rows].view(np.int64) for column in (columns.lat, columns.lon, columns.radius_km)
    ]  # NaN is not itself
    keys = np.stack([columns.place[rows], columns.precision[rows], *exact])
    order = np.lexsort(keys)  # stable: of those alike the first row comes first
    ordered = keys[:, order]
    begins = np.flatnonzero(np.r_[True, (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)]) if len(rows) else np.arange(0)
    found = order[begins]
    back = np.argsort(found)
    return rows[found[back]], np.diff(np.r_[begins, len(rows)])[back]


def _stretch(days: Array, by: By) -> Array:
    """The first day of the day, week (from Monday), month or year of each ordinal."""
    if by == "day":
        return days
    if by == "week":
        mondays: Array = (days - 1) // 7 * 7 + 1
        return mondays
    unit = "M" if by == "month" else "Y"
    begun = (days - _EPOCH).astype("datetime64[D]").astype(f"datetime64[{unit}]").astype("datetime64[D]")
    found: Array = begun.astype(np.int64) + _EPOCH
    return found


def _end(start: int, by: By) -> dt.date:
    if by in ("day", "week"):
        return dt.date.fromordinal(min(start + (6 if by == "week" else 0), FAR))
    first = dt.date.fromordinal(start)
    if by == "year":
        return dt.date(first.year, 12, 31)
    if first.month == 12:
        return dt.date(first.year, 12, 31)
    return first.replace(month=first.month + 1) - dt.timedelta(1)


def _floats(values: Array) -> tuple[float | None, ...]:
    return tuple(None if one != one else one for one in values.tolist())  # noqa: PLR0124  (NaN is not itself)


def _looked_up(vocabulary: Vocabulary[Any], numbers: Array) -> list[Any]:
    items = vocabulary.items
    return [None if number < 0 else items[number] for number in numbers.tolist()]


def _counted(vocabulary: Vocabulary[Any], numbers: Array) -> Iterator[tuple[Any, int]]:
    """Values with how often they stand there, most first."""
    counts = np.bincount(numbers[numbers >= 0], minlength=1)
    for number in np.argsort(-counts, kind="stable").tolist():
        if not counts[number]:
            return
        yield vocabulary.items[number], int(counts[number])


def _plain(vocabulary: Vocabulary[str], numbers: Array, spaced: str = "") -> tuple[Named, ...]:
    return _named(
        ((word, word.replace(spaced, " ") if spaced else word), count) for word, count in _counted(vocabulary, numbers)
    )


def _named(counted: Iterator[tuple[tuple[str, str], int]] | Any) -> tuple[Named, ...]:
    """One entry for each id, under the name it has most often; most first, then by name."""
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for (key, name), count in counted:
        names.setdefault(key, name)
        counts[key] = counts.get(key, 0) + count
    ranked = sorted(counts, key=lambda key: (-counts[key], names[key], key))[:_MOST_FACETS]
    return tuple(Named(id=key, name=names[key], count=counts[key]) for key in ranked)
