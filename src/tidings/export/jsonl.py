"""Events as JSON lines: the full form of RECORD §6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from tidings.model.event import Event


def event_lines(events: Iterable[Event]) -> Iterator[bytes]:
    """One line of JSON an event, with its line feed, in the order given."""
    for event in events:
        yield msgspec.json.encode(event) + b"\n"
