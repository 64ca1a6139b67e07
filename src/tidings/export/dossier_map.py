"""The map of an event as a drawing: its place no more exactly than it is known, with the outlines around it.

Plate carrée about the middle of the picture (degrees of longitude narrowed by the cosine of the latitude): true enough
for a few hundred kilometres. Outlines are those of :mod:`tidings.reference.outlines`; nothing is fetched.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from msgspec import Struct

from tidings.export.sentence_words import country_name
from tidings.model.event import Event, Member
from tidings.model.values import Place
from tidings.reference.outlines import Outline, outlines

WIDTH: Final = 640
HEIGHT: Final = 420
_KM_PER_DEGREE: Final = 111.2
_LEAST_KM: Final = 60.0  # half the width of the smallest map
_LARGEST_KM: Final = 6000.0
_GRID: Final = 14  # points a side tried for a label
_LABELS: Final = 12
_STEP: Final = 1.2  # units of the picture: nearer points of an outline are not drawn
_SIZES: Final = {
    "exact": 4.0,
    "near": 4.0,
    "admin2": 3.0,
    "admin1": 2.0,
    "region": 2.5,
    "country": 1.4,
    "unresolved": 3.0,
}
_SAID: Final = {
    "exact": "The point is the named place itself, within the radius given.",
    "near": "The event was near this point, not at it: somewhere inside the circle.",
    "admin2": "The place is known only to the district: the circle stands for the district, and its middle for no spot.",
    "admin1": "The place is known only to the province: the area is drawn, and no point in it is meant.",
    "region": "The place is a wider area without exact bounds: the circle stands for it.",
    "country": "The place is known only to the country: the area is drawn, and no point in it is meant.",
    "unresolved": "The place could not be settled: the point is one candidate among others.",
}  # fmt: skip

How = Literal["point", "circle", "area"]


class Shape(Struct, frozen=True, kw_only=True):
    """An outlined unit: its path, whether it is the event's own area, in another country, or in dispute."""

    path: str
    name: str
    own: bool
    foreign: bool
    disputed: bool


class Label(Struct, frozen=True):
    """A name on the map."""

    x: float
    y: float
    name: str
    own: bool = False


class Map(Struct, frozen=True, kw_only=True):
    """The drawing: areas, the event's own mark, other places named, a scale, and in words what it shows."""

    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]
    others: tuple[Label, ...]
    how: How
    x: float
    y: float
    radius: float | None
    name: str
    scale_km: int
    scale_width: float
    said: str
    told: str
    natural_earth: bool


class _View(Struct, frozen=True):
    """The window on the world: its middle in degrees and units of the picture for a degree of latitude."""

    lat: float
    lon: float
    scale: float

    def x(self, lon: float) -> float:
        turned = (lon - self.lon + 180) % 360 - 180
        return round(WIDTH / 2 + turned * math.cos(math.radians(self.lat)) * self.scale, 1)

    def y(self, lat: float) -> float:
        return round(HEIGHT / 2 - (lat - self.lat) * self.scale, 1)

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        return margin <= x <= WIDTH - margin and margin <= y <= HEIGHT - margin

    def units(self, km: float) -> float:
        return round(km / _KM_PER_DEGREE * self.scale, 1)


def event_map(event: Event, members: Iterable[Member]) -> Map | None:
    """The map of an event; ``None`` when its place has no coordinates."""
    place = event.values.place
    if place is None or place.lat is None or place.lon is None:
        return None
    own = _own_area(place)
    view = _view(place, own)
    seen = [outline for outline in outlines() if _meets(outline, view)]
    ids = {outline.id for outline in own}
    how: How = "area" if own else "point" if place.precision == "exact" else "circle"
    shapes = tuple(_shape(outline, view, place, ids) for outline in seen)
    scale_km = _round_km(WIDTH / 4 / view.scale * _KM_PER_DEGREE)
    radius = None if how == "area" or not place.radius_km else view.units(place.radius_km)
    labels = tuple(_labels(_named(seen, place, ids), view, place))
    return Map(
        shapes=tuple(sorted((shape for shape in shapes if shape.path), key=lambda shape: shape.own)), labels=labels, others=tuple(_others(place, members, view)),
        how=how, x=view.x(place.lon), y=view.y(place.lat), radius=radius, name=place.name, scale_km=scale_km,
        scale_width=view.units(scale_km), said=_SAID[place.precision], told=_told(place, how, labels), natural_earth=bool(seen),
    )  # fmt: skip


def _own_area(place: Place) -> list[Outline]:
    """The outlines of a division or country, by the gazetteer's id, else by name or where its point lies."""
    if place.precision == "country":
        return [outline for outline in outlines() if place.country and outline.country == place.country]
    if place.precision != "admin1" or place.lat is None or place.lon is None:
        return []
    near = [outline for outline in outlines() if outline.id == place.id]
    named = [
        each
        for each in outlines()
        if place.country and each.country == place.country and each.name.casefold() == place.name.casefold()
    ]
    return near or named


def _view(place: Place, own: list[Outline]) -> _View:
    assert place.lat is not None
    assert place.lon is not None
    if own and max(each.east for each in own) - min(each.west for each in own) < 180:
        south, north = min(each.south for each in own), max(each.north for each in own)
        west, east = min(each.west for each in own), max(each.east for each in own)
        lat, lon = (south + north) / 2, (west + east) / 2
        tall, wide = (north - south) * 1.5, (east - west) * 1.5 * math.cos(math.radians(lat))
        return _View(lat, lon, min(HEIGHT / max(tall, 0.5), WIDTH / max(wide, 0.5)))
    half = (place.radius_km or 5.0) * _SIZES[place.precision]
    half_km = min(max(half, _LEAST_KM), _LARGEST_KM)
    return _View(place.lat, place.lon, HEIGHT / 2 / (half_km / _KM_PER_DEGREE))


def _meets(outline: Outline, view: _View) -> bool:
    """Whether the box of an outline meets the window; one that runs over the date line is left out."""
    if outline.east - outline.west > 180:
        return False
    left, right = view.x(outline.west), view.x(outline.east)
    return (
        left <= right
        and right >= 0
        and left <= WIDTH
        and view.y(outline.south) >= 0
        and view.y(outline.north) <= HEIGHT
    )


def _shape(outline: Outline, view: _View, place: Place, own: set[str]) -> Shape:
    return Shape(
        path=_path(outline, view), name=outline.name, own=outline.id in own,
        foreign=place.country is not None and outline.country != place.country, disputed=outline.disputed is not None,
    )  # fmt: skip


def _path(outline: Outline, view: _View) -> str:
    """The rings as an SVG path, without points that would fall on the one before and rings outside the window."""
    parts = []
    for ring in outline.rings:
        points = [(view.x(lon), view.y(lat)) for lon, lat in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if (
            max(xs) < 0
            or min(xs) > WIDTH
            or max(ys) < 0
            or min(ys) > HEIGHT
            or max(xs) - min(xs) + max(ys) - min(ys) < 2
        ):
            continue
        kept = list(_thinned(_clamped(points)))
        parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z")
    return "".join(parts)


def _clamped(points: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Points far outside are drawn not so far outside, so that numbers stay small."""
    for x, y in points:
        yield min(max(x, -WIDTH), 2 * WIDTH), min(max(y, -HEIGHT), 2 * HEIGHT)


def _thinned(points: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    last: tuple[float, float] | None = None
    for point in points:
        if last is None or abs(point[0] - last[0]) + abs(point[1] - last[1]) >= _STEP:
            yield point
            last = point


def _named(seen: list[Outline], place: Place, own: set[str]) -> dict[tuple[str, bool], list[Outline]]:
    """Outlines under the name they are called by, and whether it is the event's own: countries where only that is known."""
    found: dict[tuple[str, bool], list[Outline]] = {}
    for outline in seen:
        country = (country_name(outline.country) or "").removeprefix("the ") if outline.country else None
        if place.precision == "country":
            name = country or outline.name
        else:
            foreign = country and outline.country != place.country and country != outline.name
            name = f"{outline.name} ({country})" if foreign else outline.name
        found.setdefault((name, outline.id in own), []).append(outline)
    return found


def _labels(named: dict[tuple[str, bool], list[Outline]], view: _View, place: Place) -> Iterator[Label]:
    """Names where they have room in their own part of the window: the event's own first, then the largest parts."""
    is_point = not any(own for _, own in named)
    taken = [(view.x(place.lon or 0.0), view.y(place.lat or 0.0))] if is_point else []
    spots = {key: _spots(outlines, view) for key, outlines in named.items()}
    for key in sorted(spots, key=lambda key: (not key[1], -len(spots[key]), key))[:_LABELS]:
        name, own = key
        wide = 4.0 * min(len(name), 40)
        room = ((min(max(x, wide), WIDTH - wide), y) for x, y in spots[key])
        free = (at for at in room if all(abs(at[0] - x) > wide + 60 or abs(at[1] - y) > 20 for x, y in taken))
        if (at := next(free, None)) is not None:
            taken.append(at)
            yield Label(*at, name, own=own)


def _spots(parts: list[Outline], view: _View) -> list[tuple[float, float]]:
    """Points of a grid over the window that lie in one of the outlines, those in the middle of the widest rows first."""
    cosine = math.cos(math.radians(view.lat))
    found: list[tuple[int, float, float, float]] = []
    for row in range(1, _GRID):
        y = HEIGHT * row / _GRID
        lat = view.lat + (HEIGHT / 2 - y) / view.scale
        inside = []
        for step in range(1, _GRID):
            x = WIDTH * step / _GRID
            lon = view.lon + (x - WIDTH / 2) / view.scale / cosine
            if any(part.holds(lat, lon) for part in parts):
                inside.append(x)
        middle = sum(inside) / len(inside) if inside else 0.0
        found += [(-len(inside), abs(x - middle), x, y) for x in inside]
    return [(round(x, 1), round(min(max(y, 24.0), HEIGHT - 40.0), 1)) for _, _, x, y in sorted(found)]


def _others(place: Place, members: Iterable[Member], view: _View) -> Iterator[Label]:
    """Other places that the record names, as far as they lie in the window and have room, the nearest first."""
    found: dict[str, Label] = {}
    for member in members:
        for other in (member.account.place, *member.account.other_places):
            if other is None or other.lat is None or other.lon is None or other.precision not in ("exact", "near"):
                continue
            x, y = view.x(other.lon), view.y(other.lat)
            if (other.id or other.name) != (place.id or place.name) and view.holds(x, y, 12):
                found.setdefault(other.id or other.name, Label(x, y, other.name))
    middle = view.x(place.lon or 0.0), view.y(place.lat or 0.0)
    taken = [middle]
    for label in sorted(found.values(), key=lambda one: (math.dist((one.x, one.y), middle), one.name)):
        if len(taken) <= _LABELS and all(abs(label.x - x) > 90 or abs(label.y - y) > 16 for x, y in taken):
            taken.append((label.x, label.y))
            yield label


def _round_km(km: float) -> int:
    """A round length no longer than the one given.

    >>> _round_km(37.0), _round_km(240.0)
    (20, 200)
    """
    power = int(10 ** math.floor(math.log10(max(km, 1))))
    return max(unit * power for unit in (1, 2, 5) if unit * power <= max(km, 1))


def _told(place: Place, how: How, labels: Iterable[Label]) -> str:
    shown = {"point": "a point", "circle": "a circle", "area": "an area"}[how]
    radius = f" of {place.radius_km:g} km radius" if how == "circle" and place.radius_km else ""
    around = ", ".join(dict.fromkeys(label.name for label in labels))
    return f"{place.name}, drawn as {shown}{radius}" + (
        f"; around it {around}" if around else "; no outlines are known around it"
    )
