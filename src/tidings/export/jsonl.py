"""Events as JSON lines: the full form of RECORD §6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from tidings.export.losses import Losses
from tidings.model.event import Event, View


def write(view: View, losses: Losses) -> Iterator[bytes]:
    """All events; nothing is lost."""
    return event_lines(view.events)


def event_lines(events: Iterable[Event]) -> Iterator[bytes]:
    """One line of JSON an event, with its line feed, in the order given."""
    for event in events:
        yield msgspec.json.encode(event) + b"\n"
