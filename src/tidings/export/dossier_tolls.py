"""The toll timeline as a drawing: one row a figure, by day, with who says so; lengths in units of the SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from tidings.export.sentence_tolls import bounds_of, figure, is_ruling, is_vague, noun_of
from tidings.export.sentence_words import words
from tidings.model.event import Bounds, Event, LedgerEntry

Shape = Literal["party", "independent", "unknown"]
WIDTH: Final = 800
LEFT: Final = 290  # where the scale begins
RIGHT: Final = 560  # where it ends; behind it stand the figures in words
_ROW: Final = 28
_HEAD: Final = 34
_FOOT: Final = 10


class Row(Struct, frozen=True, kw_only=True):
    """One figure: day and speaker, its bar from ``x1`` to ``x2``, its mark at ``x``; ``None`` where nothing is known.

    ``open_end``: more is possible ("at least"); ``open_start``: fewer are ("up to").
    """

    y: int
    day: str
    speaker: str
    said: str
    shape: Shape
    x: float | None
    x1: float | None
    x2: float | None
    open_start: bool
    open_end: bool
    superseded: bool
    denied: bool


class Tick(Struct, frozen=True):
    """A line of the scale with its number."""

    x: float
    number: str


class Chart(Struct, frozen=True, kw_only=True):
    """The figures of one kind of count; ``told`` says in words what the drawing shows."""

    kind: str
    height: int
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    told: str


def charts(event: Event) -> tuple[Chart, ...]:
    """A chart for each kind of count in the ledger, killed and injured first."""
    kinds: dict[str, list[LedgerEntry]] = {}
    for entry in event.ledger:
        if entry.field.startswith("counts.") and isinstance(entry.value, Bounds):
            kinds.setdefault(entry.field.split(".")[1], []).append(entry)
    order = list(words().kinds)
    return tuple(_chart(kind, kinds[kind]) for kind in sorted(kinds, key=order.index))


def _chart(kind: str, entries: list[LedgerEntry]) -> Chart:
    entries = sorted(entries, key=_by_day)
    top = max((figure for entry in entries for figure in _known(entry)), default=0)
    step, last = _scale(top)
    rows = tuple(_row(entry, number, last) for number, entry in enumerate(entries))
    ticks = tuple(Tick(_x(at, last), f"{at:,}") for at in range(0, last + 1, step)) if top else ()
    return Chart(
        kind=kind, height=_HEAD + _ROW * len(rows) + _FOOT, rows=rows, ticks=ticks,
        told="; ".join(_told(row) for row in rows),
    )  # fmt: skip


def _by_day(entry: LedgerEntry) -> tuple[dt.date, bool, str, str, str]:
    """By day; within one, whole figures before parts of them."""
    part = entry.field.endswith(".subset")
    return entry.asserted_on or dt.date.max, part, entry.field, (entry.speaker or "").casefold(), entry.claim


def _known(entry: LedgerEntry) -> list[int]:
    bounds = bounds_of(entry)
    return [] if is_vague(entry) else [each for each in (bounds.low, bounds.best, bounds.high) if each is not None]


def _scale(top: int) -> tuple[int, int]:
    """The step between lines (1, 2 or 5 times a power of ten, at most six of them) and the end of the scale.

    >>> _scale(14), _scale(1200)
    ((5, 15), (500, 1500))
    """
    step = next(unit * 10**power for power in range(10) for unit in (1, 2, 5) if unit * 10**power * 5 >= top)
    return step, max(step, -(-top // step) * step)


def _x(number: int, last: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * number / last, 1)


def _row(entry: LedgerEntry, number: int, last: int) -> Row:
    bounds, vague = bounds_of(entry), is_vague(entry)
    low, high = bounds.low, bounds.high
    marks = entry.field.split(".")[3:]
    at = bounds.best if bounds.best is not None else low if low is not None else high
    return Row(
        y=_HEAD + _ROW * number, day=str(entry.asserted_on or "no date"), speaker=f"{entry.speaker}, reviewer" if is_ruling(entry) else entry.speaker or "the article itself",
        said=_said(entry, vague=vague, marks=marks), shape=entry.interest or "unknown",
        x=None if vague or at is None else _x(at, last),
        x1=None if vague else _x(low, last) if low is not None else _x(0, last) if bounds.best is None else None,
        x2=None if vague else _x(high, last) if high is not None else _x(last, last) if low is not None else None,
        open_start=not vague and low is None and bounds.best is None, open_end=not vague and high is None and low is not None,
        superseded=entry.superseded_by is not None or "superseded" in marks, denied="denied" in marks,
    )  # fmt: skip


def _said(entry: LedgerEntry, *, vague: bool, marks: Iterable[str]) -> str:
    group = entry.field.split(".")[2]
    noun = noun_of(entry) or ("" if group == "unknown" else words().groups[group][1])
    told = f"“{entry.words}”" if vague else f"{figure(bounds_of(entry), entry.words)} {noun}".strip()
    extra = [_MARKS[mark] for mark in marks if mark in _MARKS]
    return f"{told} ({', '.join(extra)})" if extra else told


_MARKS: Final = {"denied": "denied", "subset": "a part", "joint": "with other events"}


def _told(row: Row) -> str:
    state = ", since superseded" if row.superseded else ""
    side = {"party": ", a party", "independent": ", independent", "unknown": ""}[row.shape]
    return f"{row.day}: {row.speaker}{side}: {row.said}{state}"
