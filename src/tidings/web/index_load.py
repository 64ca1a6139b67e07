"""The index of a record made whole, or an earlier one brought up to what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct

from tidings.web.index import EventIndex
from tidings.web.index_columns import Words, columns_of, replaced
from tidings.web.index_rows import LeanEvent, Row, lean, row_of
from tidings.web.index_ruled import Ruled, Shown
from tidings.web.index_source import Source, Stamp

_WORTH_IT = 0.2  # share of events that changed, from which on making all anew costs no more


class Loaded(Struct, frozen=True, kw_only=True):
    """An index with what it was made from."""

    index: EventIndex
    stamps: Mapping[str, Stamp]
    ruled: Ruled


def load(source: Source, ruled: Ruled) -> Loaded:
    """All events of a source as an index."""
    stamps: dict[str, Stamp] = {}
    touched = ruled.shown(source, set(source.events_with(ruled.moments).values()))
    rows: list[Row] = []
    for line, stamp in source.all_lines():
        found = lean(line)
        stamps[found.id] = stamp
        if found.id not in touched:
            rows.append(row_of(found, "suggested", stamp))
    rows.extend(_ruled_rows(touched, ruled, stamps))
    words = Words()
    return Loaded(index=EventIndex(columns_of(rows, words), words), stamps=stamps, ruled=ruled)


def refreshed(before: Loaded, source: Source, ruled: Ruled, *, has_read: bool = True) -> Loaded:
    """The same index with only those events read anew that have changed, or of which people have ruled since.

    ``has_read``: whether anything was read, taken down or fused anew since. If not, most rulings leave every event as it was made, and
    nothing has to be looked for.
    """
    is_as_made = not has_read and _is_as_made(before, source, ruled)
    stamps = before.stamps if is_as_made else source.stamps()
    changed = set() if is_as_made else {key for key, stamp in stamps.items() if before.stamps.get(key) != stamp}
    gone = before.stamps.keys() - stamps.keys()
    is_other = ruled.judgements[: len(before.ruled.judgements)] != before.ruled.judgements
    if is_other or len(changed) + len(gone) > _WORTH_IT * len(stamps) + 100:
        return load(source, ruled)
    again = changed | set(source.events_with(ruled.accounts_since(before.ruled)).values())
    if not again and not gone:
        return Loaded(index=before.index, stamps=stamps, ruled=ruled)
    touched = _of(ruled.shown(source, again) if ruled.moments else {}, ruled)
    rows = [*_plain_rows(source, again, stamps, touched), *_ruled_rows(touched, ruled, stamps)]
    words = before.index.words
    made = replaced(before.index.columns, gone | {row.id for row in rows}, columns_of(rows, words))
    return Loaded(index=EventIndex(made, words), stamps=stamps, ruled=ruled)


def _is_as_made(before: Loaded, source: Source, ruled: Ruled) -> bool:
    """Whether rulings made since, on a record that nothing else has come to, have left every event as fusion had made it.

    No event has a new number then. One that is gone changes how many there are; one that is back in its stead, and was known by its
    number long ago, is of an account of which somebody has just ruled.
    """
    if ruled.rulings == before.ruled.rulings:
        return True
    if source.event_count() != len(before.stamps):
        return False
    spoken_of = source.events_with(ruled.accounts_since(before.ruled)).values()
    return all(key in before.stamps for key in spoken_of)


def _of(shown: dict[str, Shown], ruled: Ruled) -> dict[str, Shown]:
    """Those of which somebody has ruled."""
    return {key: one for key, one in shown.items() if any(ref.account in ruled.moments for ref in one.event.accounts)}


def _plain_rows(
    source: Source, keys: Iterable[str], stamps: Mapping[str, Stamp], besides: Mapping[str, Shown]
) -> Iterator[Row]:
    """Rows of events on which nobody has ruled."""
    for line in source.lines(keys):
        found = lean(line)
        if found.id not in besides and found.id in stamps:
            yield row_of(found, "suggested", stamps[found.id])


def _ruled_rows(touched: Mapping[str, Shown], ruled: Ruled, stamps: Mapping[str, Stamp]) -> Iterator[Row]:
    """Rows of events on which somebody has; what was ruled last is when they were last changed."""
    for key, shown in touched.items():
        if key in stamps:
            number, at = stamps[key]
            ruled_at = max((ruled.moments.get(ref.account, "") for ref in shown.event.accounts), default="")
            stamp = number, max(at, ruled_at)
            yield row_of(_lean(shown.event), ruled.state(shown.event).state, stamp, _lean(shown.raw))


def _lean(event: object) -> LeanEvent:
    return lean(msgspec.json.encode(event))
