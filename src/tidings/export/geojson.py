"""Events on a map: GeoJSON (RFC 7946), one point an event whose place has coordinates, flat properties, no points made up.

Coordinates carry no more digits than the place is known to: four for a settlement (about 10 m), fewer for areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from tidings.export.flat import flat_row
from tidings.export.losses import Losses
from tidings.model.event import Event, View
from tidings.model.values import PlacePrecision

CREDIT: Final = "Places: GeoNames (https://www.geonames.org), CC BY 4.0, and tidings' own rows"
DIGITS: Final[dict[PlacePrecision, int]] = {
    "exact": 4, "near": 2, "admin2": 2, "admin1": 1, "region": 1, "country": 0, "unresolved": 0,
}  # fmt: skip
_LEFT_OUT: Final = frozenset({"event_id", "lat", "lon"})


def write(view: View, losses: Losses) -> Iterator[bytes]:
    """The map of all events; those whose place has no coordinates are left out and noted."""
    for event in view.events:
        if _feature(event) is None:
            place = event.values.place
            losses.note(event.id, "place", "left out", "a map needs coordinates", place.name if place else None)
    return event_map(view.events)


def event_map(events: Iterable[Event]) -> Iterator[bytes]:
    """A FeatureCollection in pieces, one feature a line, in the order given; its last member counts what has no point."""
    head = {
        "type": "FeatureCollection",
        "attribution": CREDIT,
        "coordinates": "WGS84; digits follow the precision of the place",
    }
    yield msgspec.json.encode(head)[:-1] + b',"features":['
    drawn = undrawn = 0
    for event in events:
        if (feature := _feature(event)) is None:
            undrawn += 1
            continue
        yield (b",\n" if drawn else b"\n") + msgspec.json.encode(feature)
        drawn += 1
    yield b'\n],"events_without_point":' + str(undrawn).encode() + b"}\n"


def _feature(event: Event) -> dict[str, Any] | None:
    place = event.values.place
    if place is None or place.lat is None or place.lon is None:
        return None
    digits = DIGITS[place.precision]
    point = [round(place.lon, digits), round(place.lat, digits)]
    properties = {name: cell for name, cell in flat_row(event).items() if name not in _LEFT_OUT}
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": point},
        "properties": properties,
    }
