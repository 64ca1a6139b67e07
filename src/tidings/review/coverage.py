"""What a record rests on: inputs read, passed over, in other languages, failed and taken down, by outlet, language and day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Final, Literal

from msgspec import Struct

from tidings.model.coding import Coding, is_passed_over
from tidings.model.tombstone import Tombstone
from tidings.pipeline.local import NOT_ENGLISH

Fate = Literal["read", "passed over", "other language", "failed", "taken down"]
FATES: Final[tuple[Fate, ...]] = ("read", "passed over", "other language", "failed", "taken down")
UNKNOWN: Final = "unknown"
_WINDOW: Final = 30  # days on each side of a new source
_SPIKE: Final = 0.2  # share of what was read after it began from which a new source is told


class Row(Struct, frozen=True, kw_only=True):
    """How many inputs of one outlet, language or day came to what, and how many accounts they gave."""

    name: str
    fates: dict[Fate, int]
    accounts: int


class Spike(Struct, frozen=True, kw_only=True):
    """A source that came in later than others: counts before and after that day do not compare.

    ``share``: how much of all that was read of the 30 days from ``since`` on is its; ``others`` how many articles a day
    the other sources gave in the 30 days before and after.
    """

    outlet: str
    since: dt.date
    articles: int
    share: float
    others: tuple[float, float]


class Unread(Struct, frozen=True, kw_only=True):
    """An input that gave nothing, with the reason."""

    file: str
    fate: Fate
    reason: str


class Coverage(Struct, frozen=True, kw_only=True):
    """The whole of it; ``silent``: the longest stretch of days without an article read, from first to last."""

    totals: dict[Fate, int]
    outlets: tuple[Row, ...]
    languages: tuple[Row, ...]
    days: tuple[Row, ...]
    first: dt.date | None
    last: dt.date | None
    silent: tuple[dt.date, dt.date] | None
    spikes: tuple[Spike, ...]
    unread: tuple[Unread, ...]


class _Input(Struct, frozen=True, kw_only=True):
    outlet: str
    language: str
    day: dt.date | None
    fate: Fate
    accounts: int


def coverage(codings: Iterable[Coding], tombstones: Iterable[Tombstone] = ()) -> Coverage:
    """What codings rest on, and what was taken down since."""
    inputs: list[_Input] = []
    unread: list[Unread] = []
    for coding in codings:
        fate, reason = _fate(coding)
        article = coding.article
        inputs.append(
            _Input(
                outlet=article.outlet or UNKNOWN, language=article.language or UNKNOWN, day=article.published, fate=fate,
                accounts=len(coding.accounts),
            )
        )  # fmt: skip
        if fate != "read":
            unread.append(Unread(file=article.file, fate=fate, reason=reason))
    inputs += map(_of_grave, _standing_graves(tombstones))
    read_days = sorted({one.day for one in inputs if one.fate == "read" and one.day is not None})
    return Coverage(
        totals=_counted(inputs), outlets=_rows(inputs, lambda one: one.outlet), languages=_rows(inputs, lambda one: one.language),
        days=_rows(inputs, lambda one: one.day.isoformat() if one.day else UNKNOWN), first=read_days[0] if read_days else None,
        last=read_days[-1] if read_days else None, silent=_silence(read_days), spikes=tuple(_spikes(inputs)),
        unread=tuple(sorted(unread, key=lambda one: (FATES.index(one.fate), one.file))),
    )  # fmt: skip


def _fate(coding: Coding) -> tuple[Fate, str]:
    reasons = {failure.step: failure.reason for failure in coding.failures}
    if coding.article.text is None:
        return "failed", coding.article.reasons.text or "; ".join(reasons.values()) or "nothing could be read"
    if NOT_ENGLISH in reasons:
        return "other language", reasons[NOT_ENGLISH]
    if is_passed_over(coding):
        return "passed over", "; ".join(reasons.values())
    broken = [reason for step, reason in reasons.items() if step in _STEPS_THAT_END]
    return ("failed", "; ".join(broken)) if broken and not coding.accounts else ("read", "")


_STEPS_THAT_END: Final = frozenset(
    {"worker", "coding", "parse", "dates", "places", "actors", "counts", "quotes", "cues", "acts"}
)


def _standing_graves(tombstones: Iterable[Tombstone]) -> list[Tombstone]:
    """The articles that are down now."""
    down: dict[str, Tombstone] = {}
    for grave in tombstones:
        if grave.kind == "article":
            down[grave.target] = grave
        elif grave.kind == "restored":
            down.pop(grave.target, None)
    return list(down.values())


def _of_grave(grave: Tombstone) -> _Input:
    day = dt.date.fromisoformat(grave.published) if grave.published else None
    return _Input(
        outlet=grave.outlet or UNKNOWN, language=grave.language or UNKNOWN, day=day, fate="taken down", accounts=0
    )


def _counted(inputs: Iterable[_Input]) -> dict[Fate, int]:
    counted = Counter(one.fate for one in inputs)
    return {fate: counted[fate] for fate in FATES}


def _rows(inputs: list[_Input], key: Callable[[_Input], str]) -> tuple[Row, ...]:
    groups: dict[str, list[_Input]] = {}
    for one in inputs:
        groups.setdefault(key(one), []).append(one)
    return tuple(
        Row(name=name, fates=_counted(found), accounts=sum(one.accounts for one in found))
        for name, found in sorted(groups.items())
    )


def _silence(days: list[dt.date]) -> tuple[dt.date, dt.date] | None:
    """The longest run of days between the first and the last on which nothing was read; the first of equals."""
    gaps = [
        (before + dt.timedelta(1), after - dt.timedelta(1))
        for before, after in pairwise(days)
        if (after - before).days > 1
    ]
    return max(gaps, key=lambda gap: (gap[1] - gap[0], -gap[0].toordinal()), default=None)


def _spikes(inputs: list[_Input]) -> Iterator[Spike]:
    """Sources whose first article is later than the record's by a window or more, and that are a fifth of what follows."""
    read = [one for one in inputs if one.fate == "read" and one.day is not None]
    if not read:
        return
    began = min(one.day for one in read if one.day)
    for outlet in sorted({one.outlet for one in read if one.outlet != UNKNOWN}):
        own = [one.day for one in read if one.outlet == outlet and one.day]
        since = min(own)
        if (since - began).days < _WINDOW:
            continue
        end, eve = since + dt.timedelta(_WINDOW), since - dt.timedelta(_WINDOW)
        after = [one for one in read if one.day and since <= one.day < end]
        mine = sum(one.outlet == outlet for one in after)
        before = sum(one.day is not None and eve <= one.day < since for one in read)
        if mine >= _SPIKE * len(after):
            others = (before / _WINDOW, (len(after) - mine) / _WINDOW)
            yield Spike(outlet=outlet, since=since, articles=mine, share=mine / len(after), others=others)
