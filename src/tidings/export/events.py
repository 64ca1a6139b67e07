"""Events in one line each, and one event by any of its names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tidings.errors import UsageError
from tidings.export.summary import UNKNOWN, counted, day, people, where
from tidings.model.event import Event, Figures, View

HEADINGS: Final = ("#", "day", "type", "who → whom", "where", "killed", "injured", "voices", "articles", "id")


def cells(number: int, event: Event) -> tuple[str, ...]:
    """The cells under :data:`HEADINGS`; ``number`` counts from 1 in order of time."""
    values = event.values
    doers = people(values.actors)
    return (
        str(number), day(values.date), kind(event), f"{doers} → {people(values.recipients)}" if values.recipients else doers,
        where(values.place), tolls(values.killed), tolls(values.injured), str(event.voices),
        str(len({ref.article for ref in event.accounts})), event.id,
    )  # fmt: skip


def kind(event: Event) -> str:
    """The type, and its standing when it is no plain happening: ``shelling (planned)``."""
    standing = event.standing
    named = event.type.replace("_", " ")
    if standing.polarity == "denied":
        return f"{named} (denied)"
    if standing.reality != "actual":
        return f"{named} ({standing.reality})"
    return f"{named} (background)" if standing.background else named


def tolls(groups: dict[str, Figures]) -> str:
    """Figures by group: ``12–19 civilians, 3``."""
    named = ((figures, "" if group == "unknown" else f" {counted(group)}") for group, figures in groups.items())
    return ", ".join(f"{figure(figures)}{whose}" for figures, whose in named)


def figure(figures: Figures) -> str:
    """Bounds as one figure: ``12``, ``12+``, ``≤50``, ``12–19``, ``~18``."""
    low, best, high = figures.low, figures.best, figures.high
    if low is not None:
        return str(low) if low == high else f"{low}+" if high is None else f"{low}–{high}"
    return f"~{best}" if best is not None else f"≤{high}" if high is not None else UNKNOWN


def event_named(view: View, key: str) -> tuple[Event, str]:
    """The event of an id, a former id, the beginning of one, or a number in order of time; and the account that was named.

    UsageError says what is wrong.
    """
    is_number = key.isdecimal() and len(key) < 7
    if is_number and 1 <= int(key) <= len(view.events):
        event = view.events[int(key) - 1]
        return event, event.accounts[0].account
    wanted = key.removeprefix("c1:")
    found = [
        (event, ref.account)
        for event in view.events
        for ref in event.accounts
        if wanted and ref.account.removeprefix("c1:").startswith(wanted)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{key} begins {len(found)} ids: {_few(account for _, account in found)}; give more of it")
    if not view.events:
        raise UsageError(f"no event or account is called {key}: the record holds none")
    if is_number:
        raise UsageError(
            f"there is no event number {key}: the record has {len(view.events)}, `tidings events --all` lists them"
        )
    raise UsageError(f"no event or account is called {key}: `tidings events --all` lists those of the record")


def _few(ids: Iterable[str]) -> str:
    return ", ".join(sorted(ids)[:4])
