"""Who held what on a day, for all places of a record at once: each place is inferred once for each state of what was known of it."""

from __future__ import annotations

import datetime as dt
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any, Final

import numpy as np
from msgspec import Struct

from tidings.control.answer import reading_for
from tidings.control.gather import POINTS
from tidings.control.history import history
from tidings.fusion.fuse import Rulings
from tidings.model.control import ControlEvidence, ControlPlace, Reading, ReportedState
from tidings.pipeline.controlling import ControlRecord
from tidings.reference.control_rules import ControlRules, load_control_rules
from tidings.store.store import Store
from tidings.web.answers import ConflictError
from tidings.web.records import Snapshot
from tidings.web.shapes import ControlDay, ControlSeries, HeldPlace, Named

_STATES: Final[tuple[ReportedState, ...]] = ("unknown", "contested", "none", "held")
_MOST_MOMENTS: Final = 24  # days "as known" of which all places are kept together
_PATIENCE: Final = 15.0  # seconds that a request waits for the map
_LAST_DAY: Final = dt.date.max.toordinal()

Array = np.ndarray[Any, np.dtype[Any]]


class _Place(Struct, frozen=True):
    """A place with its evidence, in the order in which it became known (of unknown days at the end)."""

    place: ControlPlace
    pieces: tuple[ControlEvidence, ...]
    known: Array  # ordinals of publication of those that have one


class _Told(Struct, frozen=True):
    """A place under what was known: spells as columns, and the days of its evidence. ``holder``: number of a party, -1 none."""

    start: Array
    end: Array
    state: Array
    holder: Array
    probability: Array
    days: Array


class _All(Struct, frozen=True):
    """All places under what was known, one under the other. ``of``: which place a spell is of, ``day_of`` an evidence day."""

    places: tuple[ControlPlace, ...]
    of: Array
    start: Array
    end: Array
    state: Array
    holder: Array
    probability: Array
    day_of: Array
    days: Array


class ControlMap:
    """The places of a record with what is told of who holds them."""

    def __init__(self, record: ControlRecord, rules: ControlRules) -> None:
        self.record, self.rules = record, rules
        self._places = [
            _place(place, pieces) for place, pieces in record.everywhere() if place.precision in POINTS and pieces
        ]
        self._told: dict[tuple[int, int, Reading], _Told] = {}
        self._all: OrderedDict[tuple[dt.date | None, Reading], _All] = OrderedDict()
        self._parties: dict[str, int] = {}
        self._names: list[tuple[str, str]] = []
        self._lock = Lock()
        days = [piece.day for one in self._places for piece in one.pieces]
        self.first, self.last = min(days, default=None), max(days, default=None)

    def day(self, on: dt.date, as_known: dt.date | None) -> ControlDay:
        """Who is reported to hold each town and site on a day.

        ConflictError where so many places have to be inferred that it takes too long; asked again, it goes on from there.
        """
        if not self._lock.acquire(timeout=_PATIENCE):
            raise ConflictError("another day is being worked out: ask again in a moment")
        try:
            found = self._under(as_known, reading_for(on, as_known))
        finally:
            self._lock.release()
        rows, stale = _on(found, on.toordinal())
        places = [_held(found, self._names, one, int(row), stale[one]) for one, row in enumerate(rows)]
        counts: dict[str, int] = {}
        for each in places:
            if each.holder is not None:
                counts[each.holder] = counts.get(each.holder, 0) + 1
        names = dict(self._names)
        ranked = sorted(counts, key=lambda key: (-counts[key], names[key], key))
        told = sum(each.state != "unknown" for each in places)
        contested = sum(each.state == "contested" for each in places)
        return ControlDay(
            on=on, as_known=as_known, parties=tuple(Named(id=key, name=names[key], count=counts[key]) for key in ranked),
            places=tuple(places), contested_share=contested / told if told else 0.0, first=self.first, last=self.last,
        )  # fmt: skip

    def series(self, place: ControlPlace) -> ControlSeries:
        """The spells of one place in both readings, and its evidence by day."""
        pieces = sorted(self.record.on(place), key=lambda piece: (piece.day, piece.id))
        told = history(place.key, pieces, self.rules)
        first, last = told.first_day, max((piece.known or piece.day for piece in pieces), default=None)
        if first is None or last is None:
            return ControlSeries(
                id=place.key, name=place.name, parties=(), spells=(), evidence=tuple(pieces), place=place
            )
        last = max(first, last)
        smoothed, filtered = told.spells(first, last, "smoothed"), told.spells(first, last, "filtered")
        held = {spell.holder for spell in (*smoothed, *filtered)}
        days: dict[str, int] = {}
        for spell in smoothed:
            if spell.holder is not None:
                days[spell.holder] = days.get(spell.holder, 0) + (spell.end - spell.start).days + 1
        parties = tuple(
            Named(id=one.key, name=one.name, count=days.get(one.key, 0)) for one in told.parties if one.key in held
        )
        return ControlSeries(
            id=place.key,
            name=place.name,
            parties=parties,
            spells=smoothed,
            filtered=filtered,
            evidence=tuple(pieces),
            place=place,
        )

    # --- all places at a moment -------------------------------------------------------------------------------------

    def _under(self, as_known: dt.date | None, reading: Reading) -> _All:
        key = (as_known, reading)
        if key not in self._all:
            self._all[key] = self._together(as_known, reading)
            while len(self._all) > _MOST_MOMENTS:
                self._all.popitem(last=False)
        self._all.move_to_end(key)
        return self._all[key]

    def _together(self, as_known: dt.date | None, reading: Reading) -> _All:
        told: list[tuple[ControlPlace, _Told]] = []
        until = time.monotonic() + _PATIENCE
        for number, one in enumerate(self._places):
            heard = (
                len(one.pieces) if as_known is None else int(np.searchsorted(one.known, as_known.toordinal(), "right"))
            )
            if heard:
                if time.monotonic() > until:
                    raise ConflictError(
                        f"{len(told)} of {len(self._places)} places are inferred: ask again in a moment"
                    )
                told.append((one.place, self._inferred(number, heard, reading)))
        each = [found for _, found in told]

        def column(name: str) -> Array:
            parts = [getattr(found, name) for found in each]
            return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

        numbers = np.arange(len(each))
        return _All(
            tuple(place for place, _ in told), np.repeat(numbers, [len(found.start) for found in each]), column("start"), column("end"),
            column("state"), column("holder"), column("probability"), np.repeat(numbers, [len(found.days) for found in each]), column("days"),
        )  # fmt: skip

    def _inferred(self, number: int, heard: int, reading: Reading) -> _Told:
        """A place from what was heard of it first, so many pieces; made once."""
        key = (number, heard, reading)
        if key not in self._told:
            self._told[key] = self._infer(self._places[number], heard, reading)
        return self._told[key]

    def _infer(self, one: _Place, heard: int, reading: Reading) -> _Told:
        told = history(one.place.key, one.pieces[:heard], self.rules)
        days = np.array([each.piece.day.toordinal() for each in told.evidence], dtype=np.int64)
        if not len(days):
            return _Told(*(np.empty(0, dtype=np.int64) for _ in range(6)))
        far = self.rules.report.stale_days + 1
        first, last = max(1, int(days.min()) - far), min(_LAST_DAY, int(days.max()) + far)
        spells = told.spells(dt.date.fromordinal(first), dt.date.fromordinal(last), reading)
        names = {party.key: party.name for party in told.parties}
        return _Told(
            np.array([spell.start.toordinal() for spell in spells]), np.array([spell.end.toordinal() for spell in spells]),
            np.array([_STATES.index(spell.state) for spell in spells]),
            np.array([-1 if spell.holder is None else self._party(spell.holder, names) for spell in spells]),
            np.array([spell.probability for spell in spells]), days,
        )  # fmt: skip

    def _party(self, key: str, names: dict[str, str]) -> int:
        if key not in self._parties:
            self._parties[key] = len(self._names)
            self._names.append((key, names.get(key, key)))
        return self._parties[key]


def _place(place: ControlPlace, pieces: Sequence[ControlEvidence]) -> _Place:
    ordered = sorted(pieces, key=lambda piece: (piece.known or dt.date.max, piece.id))
    known = [piece.known.toordinal() for piece in ordered if piece.known is not None]
    return _Place(place, tuple(ordered), np.array(known, dtype=np.int64))


def _on(found: _All, day: int) -> tuple[Array, list[int | None]]:
    """For each place the spell that a day lies in (-1: none), and the days since the last evidence until it."""
    rows = np.full(len(found.places), -1, dtype=np.int64)
    hit = np.flatnonzero((found.start <= day) & (found.end >= day))
    rows[found.of[hit]] = hit
    before = found.days <= day
    latest = np.full(len(found.places), -1, dtype=np.int64)
    np.maximum.at(latest, found.day_of[before], found.days[before])
    return rows, [None if one < 0 else day - one for one in latest.tolist()]


def _held(found: _All, names: list[tuple[str, str]], number: int, row: int, stale: int | None) -> HeldPlace:
    place = found.places[number]
    holder = int(found.holder[row]) if row >= 0 else -1
    return HeldPlace(
        id=place.key, name=place.name, lat=place.lat, lon=place.lon, precision=place.precision,
        state=_STATES[int(found.state[row])] if row >= 0 else "unknown", holder=None if holder < 0 else names[holder][0],
        probability=round(float(found.probability[row]), 4) if row >= 0 else 0.0, stale_days=stale,
    )  # fmt: skip


class ControlDesk:
    """The control map of a desk's record, made anew when articles have come or accounts were ruled out.

    Gathering the evidence of a large record for the first time takes minutes. That is done beside the requests, which do not wait for
    it longer than a reader would.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._made_of: object = None
        self._map: Future[ControlMap] = Future()

    def at(self, now: Snapshot) -> ControlMap:
        """The map of the record as it is. Of rulings, only those change it that leave accounts out.

        ConflictError where it is not ready within some seconds.
        """
        made_of = (now.marks.readings, now.marks.tombstones, now.ruled.rulings.out)
        with self._lock:
            if self._made_of != made_of:
                self._made_of, self._map = made_of, Future()
                Thread(target=self._make, args=(self._map, now.ruled.rulings), daemon=True).start()
            ahead = self._map
        try:
            return ahead.result(_PATIENCE)
        except TimeoutError:
            words = "the evidence on who holds what is being gathered from the articles: ask again in a minute"
            raise ConflictError(words) from None

    def _make(self, ahead: Future[ControlMap], ruled: Rulings) -> None:
        try:
            ahead.set_result(ControlMap(ControlRecord(self._store, ruled), load_control_rules()))
        except BaseException as error:  # noqa: BLE001  (whoever waits for it is told)
            with self._lock:
                self._made_of = None  # the next one tries again
            ahead.set_exception(error)
