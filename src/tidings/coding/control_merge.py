"""One statement for one fact of an article: repeats fold into the fullest, what was before a capture goes with the capture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from tidings.model.coding import ControlStatement

_WEIGHT = {
    "capture": 0,
    "negotiated_transfer": 0,
    "withdrawal": 0,
    "denial": 1,
    "siege": 1,
    "clash_inside": 1,
    "explicit_control": 2,
    "background_statement": 3,
}
_STATES = frozenset({"background_statement", "explicit_control"})
_NEWS_DAYS = 7  # a state of now and a capture of these days are one fact


def fold_statements(found: Iterable[ControlStatement], published: dt.date | None) -> tuple[ControlStatement, ...]:
    """Statements in text order, each fact once. Different days, states or holders of a place stay apart."""
    ordered = sorted(found, key=lambda row: (row.evidence[0].start, row.place.name))
    kept: list[ControlStatement] = []
    of_place: dict[str, list[int]] = {}
    for row in ordered:
        known = of_place.setdefault(place_key(row), [])
        twin = next((number for number in known if _is_repeat(row, kept[number], published)), None)
        if twin is None:
            known.append(len(kept))
            kept.append(row)
        else:
            kept[twin] = _fuller(kept[twin], row)
    return tuple(_without_before(kept, published))


def with_takers(found: Iterable[ControlStatement], sentence_at: Callable[[int], int]) -> tuple[ControlStatement, ...]:
    """Statements in text order, in which a place that nobody is said to have taken is taken by whom the next words tell to be there.

    "X was recaptured from A. Troops of B entered the town at dawn": B took it from A. Of the same sentence or the next; not of another day.
    """
    rows = sorted(found, key=lambda row: row.evidence[0].start)
    for number, row in enumerate(rows):
        if row.state != "lost" or row.evidence_type != "capture":
            continue
        here = sentence_at(row.evidence[0].start)
        taker = next(
            (
                each
                for each in rows[number + 1 :]
                if _may_have_taken(each, row) and sentence_at(each.evidence[0].start) - here <= 1
            ),
            None,
        )
        if taker is not None:
            rows[number] = replace(
                row,
                state="held",
                holder=taker.holder,
                holder_id=taker.holder_id,
                evidence=(*row.evidence, *taker.evidence),
                reasons=replace(row.reasons, holder=None),
            )
            rows.remove(taker)
    return tuple(rows)


def _may_have_taken(row: ControlStatement, lost: ControlStatement) -> bool:
    if row.state != "held" or row.holder is None or place_key(row) != place_key(lost) or row.extent is not None:
        return False
    same_day = row.start is None or (row.start, row.end) == (lost.start, lost.end)
    return same_day and row.holder != lost.previous and row.evidence_type not in ("background_statement", "denial")


def place_key(row: ControlStatement) -> str:
    """What tells one place from another: the gazetteer's id, else the name as printed."""
    return row.place.id or row.place.name.casefold().removeprefix("the ")


def _holder_key(row: ControlStatement) -> str:
    return row.holder_id or (row.holder or "").casefold()


def _is_repeat(row: ControlStatement, other: ControlStatement, published: dt.date | None) -> bool:
    if place_key(row) != place_key(other) or row.state != other.state or (row.extent is None) != (other.extent is None):
        return False
    if _holder_key(row) != _holder_key(other):
        return False
    if row.state == "lost" and row.previous and other.previous and row.previous != other.previous:
        return False
    if (row.evidence_type == "denial") != (other.evidence_type == "denial"):
        return False  # to deny the fall is one thing, to say that one holds it another
    return _meet(row, other, published)


def _meet(row: ControlStatement, other: ControlStatement, published: dt.date | None) -> bool:
    """Whether two windows may be of one fact: they overlap, or one is open and the other is news."""
    if row.start is None and other.start is None:
        return True
    if row.start is None or other.start is None:
        opened, dated = (row, other) if row.start is None else (other, row)
        assert dated.start is not None
        is_news = published is None or dated.end is None or (published - dated.end).days <= _NEWS_DAYS
        return is_news or opened.end == dated.end
    return row.start <= (other.end or other.start) and other.start <= (row.end or row.start)


def _fuller(one: ControlStatement, other: ControlStatement) -> ControlStatement:
    """The statement that says more, with what only the other has; the first where both say as much."""
    best, rest = sorted(
        (one, other),
        key=lambda row: (row.start is None, _days(row), _WEIGHT.get(row.evidence_type, 4), row.evidence[0].start),
    )
    spans = tuple(sorted({*best.evidence, *rest.evidence}))[:3]
    return replace(
        best,
        previous=best.previous or rest.previous,
        speaker=_speaker(best, rest),
        extent=best.extent or rest.extent,
        evidence=spans,
    )


def _speaker(best: ControlStatement, rest: ControlStatement) -> str | None:
    """Who says so. A state that the article itself tells as well is nobody's claim; a capture is still told by who first told of it."""
    if best.evidence_type in _STATES and (best.speaker is None or rest.speaker is None):
        return None
    return best.speaker or rest.speaker


def _days(row: ControlStatement) -> int:
    return (row.end - row.start).days if row.start is not None and row.end is not None else 0


def _without_before(rows: list[ControlStatement], published: dt.date | None) -> list[ControlStatement]:
    """What was before a capture of these days goes with it.

    "Raised flags in X, the last stronghold of Y": that Y held X is its ``previous``. "Y was using X as a base": Y held it up to that day.
    """
    taken: dict[str, ControlStatement] = {}
    for row in rows:
        if _is_news_capture(row, published):
            taken.setdefault(place_key(row), row)
    kept: list[ControlStatement] = []
    before: dict[str, str | None] = {}
    for row in rows:
        capture = taken.get(place_key(row))
        if capture is None or not _was_before(row, capture):
            kept.append(row)
            continue
        before.setdefault(place_key(row), row.holder)
        if row.evidence_type == "explicit_control" or row.start is not None:
            kept.append(replace(row, start=None, end=capture.end or row.end))
    return [_with_previous(row, before) if taken.get(place_key(row)) is row else row for row in kept]


def _was_before(row: ControlStatement, capture: ControlStatement) -> bool:
    """Whether a state of another holder can only have been before a capture: undated, or of the day of the capture itself."""
    if row.state != "held" or row.evidence_type not in _STATES or _holder_key(row) == _holder_key(capture):
        return False
    return row.start is None or (row.start, row.end) == (capture.start, capture.end)


def _with_previous(row: ControlStatement, before: dict[str, str | None]) -> ControlStatement:
    return replace(row, previous=row.previous or before.get(place_key(row)))


def _is_news_capture(row: ControlStatement, published: dt.date | None) -> bool:
    if row.state != "held" or row.evidence_type not in ("capture", "negotiated_transfer"):
        return False
    return row.start is None or (
        published is not None and row.end is not None and (published - row.end).days <= _NEWS_DAYS
    )
