"""An event by what people call it: its id, the id of any of its accounts, a former id, or the beginning of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tidings.errors import UsageError
from tidings.model.event import Event, View

_SHOWN: Final = 4


def one_event(view: View, key: str) -> Event:
    """The event that a key names; UsageError says what it might have meant.

    A whole id wins over the same letters at the beginning of another. ``c1:`` may be left out.
    """
    wanted = key.strip().removeprefix("c1:")
    if not wanted:
        raise UsageError(
            "the id of an event is empty: `tidings show` lists accounts, and any account's id names its event"
        )
    found: dict[str, Event] = {}
    for event in view.events:
        names = [name.removeprefix("c1:") for name in _names(event)]
        if wanted in names:
            return event
        if any(name.startswith(wanted) for name in names):
            found[event.id] = event
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        listed = ", ".join(sorted(found)[:_SHOWN])
        raise UsageError(f"{key} begins the ids of {len(found)} events: {listed}; give more of it")
    raise UsageError(
        f"no event is called {key}: give its id, or the id of one of its accounts (`tidings show --json` prints them)"
    )


def _names(event: Event) -> Iterator[str]:
    yield event.id
    yield from event.former_ids
    yield from (ref.account for ref in event.accounts)
