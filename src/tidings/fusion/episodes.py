"""Events that belong to one fight or campaign and are not one event: linked, never merged (RECORD §6, "episode")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tidings.model.event import Event, Link
from tidings.reference.linking import load_linking

_DAYS: Final = 7
_POINTS: Final = frozenset({"exact", "near"})


class _Key(Struct, frozen=True):
    """What decides whether an event is of an episode."""

    id: str
    type: str
    first: dt.date
    last: dt.date
    actors: frozenset[str]


def with_episodes(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events in their order, each linked to those of its episodes.

    Two events are of one episode when they happened at one named place, at most a week apart, by types that can be of one
    fight, and share somebody who acted or was hit.
    """
    found = tuple(events)
    links = _links(found)
    return tuple(replace(event, links=links.get(event.id, ())) for event in found)


def _links(events: Iterable[Event]) -> Mapping[str, tuple[Link, ...]]:
    places: dict[str, list[_Key]] = {}
    for event in events:
        place, when = event.values.place, event.values.date
        if place is None or place.precision not in _POINTS or when.start is None or when.end is None:
            continue
        if event.standing.polarity != "affirmed" or event.standing.reality != "actual":
            continue
        actors = frozenset(one.key for one in (*event.values.actors, *event.values.recipients) if one.id is not None)
        key = _Key(event.id, event.type, when.start, when.end, actors)
        places.setdefault(place.id or place.name.casefold(), []).append(key)
    links: dict[str, set[str]] = {}
    for keys in places.values():
        keys.sort(key=lambda key: (key.first, key.id))
        for number, one in enumerate(keys):
            for other in keys[number + 1 :]:
                if (other.first - one.last).days > _DAYS and (other.first - one.first).days > _DAYS:
                    break
                if _is_one_episode(one, other):
                    links.setdefault(one.id, set()).add(other.id)
                    links.setdefault(other.id, set()).add(one.id)
    return {
        key: tuple(Link(event=each, relation="episode") for each in sorted(others)) for key, others in links.items()
    }


def _is_one_episode(one: _Key, other: _Key) -> bool:
    near = (other.first - one.last).days <= _DAYS and (one.first - other.last).days <= _DAYS
    return near and bool(one.actors & other.actors) and load_linking().may_be_one_fight(one.type, other.type)
