"""Values of an event as a person types them, at the command line and at the desk: read into canonical JSON, and written back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tidings.errors import UsageError
from tidings.model.event import Event
from tidings.model.values import Actor, Place
from tidings.reference.actors import ActorTable
from tidings.reference.gazetteer_place import GazetteerPlace
from tidings.review.fields import PLAIN, RADIUS, TOLLS, check_field, figure, named_actors, place_of, written

UNKNOWN: Final = "unknown"
_ID: Final = re.compile(r"[a-z]{2,8}:\S+")  # of the gazetteer, or of a user's own table


class Known(Struct, frozen=True):
    """What typed names are looked up in; neither is asked before it is needed. ``place``: a place of the gazetteer by its id."""

    place: Callable[[str], GazetteerPlace | None]
    actors: Callable[[], ActorTable]


def read_typed(field: str, typed: str, known: Known, event: Event | None = None) -> str:
    """A value as typed, as canonical JSON. UsageError says how it is written.

    A place is also an id of the gazetteer, or ``#2``: the event's second candidate. What the event itself shows or has as candidate
    need not be in the gazetteer (it may be a row of somebody's own table). An actor is also an id or a name of the table.
    """
    check_field(field)
    if field == "place":
        return _place(typed, known, event)
    if field in ("actors", "recipients") and typed != UNKNOWN:
        return named_actors(typed, known.actors())
    return written(field, typed)


def _place(typed: str, known: Known, event: Event | None) -> str:
    if typed.startswith("#"):
        typed = _candidate(typed, event)
    if not _ID.fullmatch(typed):
        return written("place", typed)
    found = known.place(typed)
    if found is None and (own := _of_event(typed, event)) is not None:
        return msgspec.json.encode(own).decode()
    if found is None:
        raise UsageError(f"the gazetteer has no place {typed}: `tidings gazetteer find NAME` prints ids")
    return msgspec.json.encode(place_of(found)).decode()


def _candidate(typed: str, event: Event | None) -> str:
    place = event.values.place if event else None
    candidates = place.candidates if place else ()
    number = int(typed[1:]) if typed[1:].isdecimal() else 0
    if not 1 <= number <= len(candidates):
        named = "; ".join(f"#{at} {one.name}, {one.admin1 or one.country}" for at, one in enumerate(candidates, 1))
        raise UsageError(f"{event.id if event else 'it'} has no candidate {typed}: it has {named or 'none'}")
    return candidates[number - 1].id


def _of_event(key: str, event: Event | None) -> Place | None:
    """A place by its id where an event shows it or has it as candidate."""
    shown = event.values.place if event else None
    if shown is None or shown.id == key:
        return None if shown is None else replace(shown, candidates=(), evidence=())
    found = next((one for one in shown.candidates if one.id == key), None)
    if found is None:
        return None
    return Place(
        id=key, name=found.name, geoname_id=None, lat=found.lat, lon=found.lon, country=found.country, admin1=found.admin1,
        admin2=None, precision="exact", radius_km=RADIUS["exact"], candidates=(), evidence=(),
    )  # fmt: skip


# --- written back -----------------------------------------------------------------------------------------------------------


def as_typed(field: str, value: str | None) -> str | None:
    """Canonical JSON as one would type it, in one form for one value; ``None`` is unknown.

    >>> as_typed("killed.civilians", '{"low":9,"best":null,"high":14}')
    '9-14'
    >>> as_typed("date", '{"start":"2019-03-22","end":"2019-03-22","precision":"day","words":null,"evidence":[]}')
    '2019-03-22'
    """
    found = None if value is None else msgspec.json.decode(value)
    if found is None:
        return None
    name = field.partition(".")[0]
    if name in TOLLS:
        return figure(found["low"], found["best"], found["high"])
    if field == "date":
        return _days(found["start"], found["end"])
    if field == "place":
        return _place_typed(msgspec.convert(found, Place))
    if field in ("actors", "recipients"):
        return _actors_typed(msgspec.convert(found, tuple[Actor, ...]))
    return str(found).lower() if field == "background" else str(found)


def typed_of(event: Event, field: str) -> str | None:
    """The value that an event shows for a field, as one would type it; ``None`` is unknown."""
    name, _, group = field.partition(".")
    values = event.values
    if field == "type":
        return event.type
    if field in PLAIN:
        return str(getattr(event.standing, field)).lower()
    if name in TOLLS:
        found = getattr(values, name).get(group)
        return None if found is None else figure(found.low, found.best, found.high)
    if field == "date":
        start, end = values.date.start, values.date.end
        return _days(start.isoformat() if start else None, end.isoformat() if end else None)
    if field == "place":
        return None if values.place is None else _place_typed(values.place)
    return _actors_typed(getattr(values, field))


def _days(start: Any, end: Any) -> str | None:
    if start is None and end is None:
        return None
    return str(start) if start == end else f"{start or '..'}/{end or '..'}"


def _place_typed(place: Place) -> str:
    if place.id is not None:
        return place.id
    if place.lat is None or place.lon is None:
        return place.name
    return f"{place.name}, {place.lat:g}, {place.lon:g}, {place.precision}"


def _actors_typed(actors: tuple[Actor, ...]) -> str | None:
    return "; ".join(sorted(one.id or f"{one.name}: {one.kind}" for one in actors)) or None
