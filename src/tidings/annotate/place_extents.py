"""How large a place is and where its point lies, by what it is and the words around it (RECORD §4 Place: precision, radius)."""

from __future__ import annotations

import math

from msgspec.structs import replace

from tidings.annotate.border_places import Span
from tidings.annotate.place_frames import Frame
from tidings.model.text import Parse, evidence
from tidings.model.values import Candidate, Place, PlacePrecision
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.gazetteer_place import GazetteerPlace
from tidings.reference.placenames import PlaceClass

NEAR_KM = 25.0  # RECORD §4: near is within about 25 km of a named point
FAR_KM = 60.0  # a distance beyond this from the named point says a region, not a neighbourhood
FRONT_KM = 40.0  # how far a front called after a town reaches
ISLET_KM = 5.0  # a range or island as small as this is a point
_GUESSED_BORDER = 0.5  # belief in a border of which one side is told
_KM_PER_DEGREE = 111.2


def extent(frame: Frame, place: GazetteerPlace) -> tuple[PlacePrecision, float, float | None, float | None]:
    """Precision, radius in km and point of a framed place (RECORD §4: exact, near, admin2, admin1, region, country)."""
    if frame.away_km is not None:
        return _away(frame, place)
    if frame.offshore and place.kind in ("country", "admin1", "region"):
        return "region", place.radius_km, place.lat, place.lon
    if frame.near and place.kind in ("town", "site", "mountain", "admin2"):
        return "near", max(NEAR_KM, place.radius_km), place.lat, place.lon
    if place.kind == "country":
        return (
            _part_of_country(frame, place)
            if frame.step is not None and frame.step != ()
            else ("country", place.radius_km, place.lat, place.lon)
        )
    if place.kind == "admin1" and frame.step:
        lat, lon, radius = _part(place, frame.step)
        return "admin1", radius, lat, lon
    if place.kind == "town":
        return _town(frame, place)
    return area_precision(place.kind, place.radius_km), place.radius_km, place.lat, place.lon


def area_precision(kind: PlaceClass, radius_km: float) -> PlacePrecision:
    """The precision of a place taken as it is: a range, lake or oasis that lies within about 25 km of its point is near it (RECORD §4)."""
    if kind in ("admin1", "admin2", "country"):
        return kind
    if kind in ("town", "site"):
        return "exact"
    if kind == "mountain" and radius_km <= ISLET_KM:
        return "exact"
    return "near" if radius_km <= NEAR_KM else "region"


def _town(frame: Frame, place: GazetteerPlace) -> tuple[PlacePrecision, float, float | None, float | None]:
    """A town, or what is called after it: its district where the text says so, a base beside it."""
    if frame.site:
        return "near", 15.0, place.lat, place.lon
    if frame.hint == ("region",):
        return "region", FRONT_KM, place.lat, place.lon
    if frame.hint and "town" not in frame.hint and frame.hint[0] == "admin1":
        return "admin1", 100.0, place.lat, place.lon
    if frame.hint and "town" not in frame.hint and set(frame.hint) & {"admin2", "region"}:
        return "admin2", 30.0, place.lat, place.lon
    return "exact", place.radius_km, place.lat, place.lon


def _away(frame: Frame, place: GazetteerPlace) -> tuple[PlacePrecision, float, float | None, float | None]:
    """A point so many km off the named one in the direction told; without a direction, all around it."""
    away = frame.away_km or 0.0
    precision: PlacePrecision = (
        "near" if away <= FAR_KM and place.kind not in ("country", "admin1", "region", "water") else "region"
    )
    if not frame.step or place.lat is None or place.lon is None:
        return precision, max(5.0, round(away, 1)), place.lat, place.lon
    lat, lon = _moved(place.lat, place.lon, frame.step, away)
    return precision, max(5.0, round(0.3 * away, 1)), lat, lon


def _moved(lat: float, lon: float, step: tuple[int, ...], km: float) -> tuple[float, float]:
    """The point ``km`` off in a direction (east and north steps), rounded to 1e-4 degrees."""
    length = math.hypot(*step) or 1.0
    north, east = km * step[1] / length, km * step[0] / length
    moved_lat = max(-90.0, min(90.0, lat + north / _KM_PER_DEGREE))
    moved_lon = lon + east / (_KM_PER_DEGREE * max(0.05, math.cos(math.radians(lat))))
    return round(moved_lat, 4), round((moved_lon + 180) % 360 - 180, 4)


def _part_of_country(frame: Frame, place: GazetteerPlace) -> tuple[PlacePrecision, float, float | None, float | None]:
    lat, lon, radius = _part(place, frame.step or ())
    return "region", radius, lat, lon


def _part(place: GazetteerPlace, step: tuple[int, ...]) -> tuple[float | None, float | None, float]:
    """Middle and radius of a third of a box ("northern Syria": its northern third); half the radius where no box is known."""
    box = place.box
    if box is None:
        return place.lat, place.lon, round(place.radius_km / 2, 1)
    tall, wide = box.north - box.south, box.east - box.west
    lat, lon = (box.south + box.north) / 2 + step[1] * tall / 3, (box.west + box.east) / 2 + step[0] * wide / 3
    high_km = tall * _KM_PER_DEGREE / (3 if step[1] else 1) / (3 if step == (0, 0) else 1)
    wide_km = wide * _KM_PER_DEGREE * math.cos(math.radians(lat)) / (3 if step[0] else 1) / (3 if step == (0, 0) else 1)
    return round(lat, 4), round(lon, 4), round(math.hypot(high_km, wide_km) / 2, 1)


def between(
    parse: Parse, span: Span, ends: list[Place], beside: tuple[str, ...], spoken: tuple[str, ...], gazetteer: Gazetteer
) -> Place:
    """A region without a name of its own: a road has the middle of its two ends, a border the point nearest its middle.

    ``beside`` are the countries of the places in its sentence, ``spoken`` those of the whole text, the most spoken of first.
    """
    codes = sorted({*span.countries, *(end.country for end in ends if end.country)})
    if span.kind == "border":
        return _border(parse, span, codes, beside, spoken, gazetteer)
    points = [(end.lat, end.lon) for end in ends if end.lat is not None and end.lon is not None]
    lat = lon = radius = None
    if len(points) == 2:
        lat, lon = round((points[0][0] + points[1][0]) / 2, 4), round((points[0][1] + points[1][1]) / 2, 4)
        radius = round(
            max(
                5.0,
                math.hypot((points[0][0] - points[1][0]), (points[0][1] - points[1][1]) * math.cos(math.radians(lat)))
                * _KM_PER_DEGREE
                / 2,
            ),
            1,
        )
    return _stretch(parse, span, codes, lat, lon, radius)


def _border(
    parse: Parse, span: Span, codes: list[str], beside: tuple[str, ...], spoken: tuple[str, ...], gazetteer: Gazetteer
) -> Place:
    """The line where both sides are told in the sentence; else the country told, with the likeliest border as a candidate.

    "Troops massed at the Turkish border" says nothing of which, whatever else the text speaks of.
    """
    neighbours = gazetteer.neighbours(codes[0]) if len(codes) == 1 else frozenset()
    others = [code for code in beside if code in neighbours]
    sides = sorted([*codes, *others]) if len(others) == 1 else codes
    line = gazetteer.border(*sides) if len(sides) == 2 else None
    if line is not None:
        return _stretch(parse, span, sides, line.lat, line.lon, line.radius_km)
    likely = next((code for code in spoken if code in neighbours), None)
    guess = _border_candidate(codes[0], likely, gazetteer) if likely else None
    return replace(_stretch(parse, span, codes, None, None, None), candidates=(guess,) if guess else ())


def _border_candidate(told: str, likely: str, gazetteer: Gazetteer) -> Candidate | None:
    """The border of the country told with one that the text speaks of elsewhere."""
    line, places = gazetteer.border(told, likely), [gazetteer.country(code) for code in (told, likely)]
    if line is None:
        return None
    one, other = (place.name if place else code for place, code in zip(places, (told, likely), strict=True))
    reason = f"the text speaks of {other} elsewhere; it does not say which border of {one} is meant"
    return Candidate(
        id=f"border:{told}-{likely}", name=f"border of {one} and {other}", country=None, admin1=None, lat=line.lat, lon=line.lon, score=_GUESSED_BORDER, reasons=(reason,)
    )  # fmt: skip


def _stretch(
    parse: Parse, span: Span, codes: list[str], lat: float | None, lon: float | None, radius: float | None
) -> Place:
    return Place(id=None, name=parse.text[span.start : span.end], geoname_id=None, lat=lat, lon=lon, country=codes[0] if len(codes) == 1 else None, admin1=None, admin2=None,
                 precision="region", radius_km=radius, candidates=(), evidence=(evidence(parse.text, span.start, span.end),))  # fmt: skip
