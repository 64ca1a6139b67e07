"""``python -m evals.places INPUT.jsonl --out PRED.jsonl``: a coder's place strings to a point and a precision.

{id, where_coordinates, adm_1, adm_2, country} to {id, lat, lon, precision}. The units are found first, the district inside
its province, then the place nearest to them: homonyms of one country are told apart by that. A place that the gazetteer
does not know gets the point of its district (``near`` where the district is small, else ``admin2``), else of its province.
What kind of place is meant is read off the words: the unit's own string, a generic word ("… district"), a line or border.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from evals.common import Row, run
from tidings.annotate.place_extents import area_precision
from tidings.model.values import PlacePrecision
from tidings.reference.distance import distance_km
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.gazetteer_place import GazetteerPlace
from tidings.reference.placenames import PlaceClass, plain_key, without_generic

_AREA = re.compile(
    r"\b(border|highway|road|line of|loc|junction|zone|territory|range|north(ern)?|south(ern)?|east(ern)?|west(ern)?)\b",
    re.IGNORECASE,
)
_PRECISION: dict[PlaceClass, PlacePrecision] = {
    "town": "exact", "site": "exact", "admin1": "admin1", "admin2": "admin2", "region": "region", "water": "region",
    "mountain": "region", "country": "country",
}  # fmt: skip
_UNITS: tuple[tuple[str, PlaceClass], ...] = (("country", "country"), ("adm_2", "admin2"), ("adm_1", "admin1"))
# UCDP counts an event to the state that the ground belonged to: today's countries on that ground.
_GROUND = {
    "Israel": "IL PS", "Serbia (Yugoslavia)": "RS XK ME BA HR SI MK", "Russia (Soviet Union)": "RU", "Yemen (North Yemen)": "YE",
    "Sudan": "SD SS", "Indonesia": "ID TL", "Ethiopia": "ET ER",
}  # fmt: skip
_SMALL_KM = 30.0  # a district of this radius or less: its middle is "near" any place in it (RECORD §4: about 25 km)
_FAR_KM = {"admin2": 150.0, "admin1": 400.0}  # a namesake farther from the middle of its unit is another place


class Wanted(Struct, frozen=True):
    """A string taken apart: the forms of its name, the classes its generic word hints at, and the precision it asks for."""

    forms: tuple[str, ...]
    classes: tuple[PlaceClass, ...]
    precision: PlacePrecision


@cache
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, opened once."""
    return Gazetteer.open()


def blank(row: Row) -> Row:
    """No answer."""
    return {"id": row["id"], "lat": None, "lon": None, "precision": "unresolved"}


def predict(row: Row) -> Row:
    """The best place for the strings of one row."""
    country = country_of(row["country"])
    ground = frozenset(_GROUND.get(row["country"], "").split() or (country.countries if country else ()))
    first = _located(row["adm_1"], ("admin1",), ground, None)
    second = _located(row["adm_2"], ("admin2",), ground, first)
    wanted = read_name(row)
    for found, precision in _answers(wanted, ground, country, first, second):
        if found is not None and found.lat is not None:
            return {"id": row["id"], "lat": found.lat, "lon": found.lon, "precision": precision}
    return blank(row)


def _answers(
    wanted: Wanted, ground: frozenset[str], country: GazetteerPlace | None, first: GazetteerPlace | None, second: GazetteerPlace | None,
) -> Iterator[tuple[GazetteerPlace | None, PlacePrecision]]:  # fmt: skip
    """What may be answered, best first, each with its precision."""
    if wanted.precision == "admin1":
        yield first, "admin1"
    if wanted.precision == "admin2":
        yield second, "admin2"
    found = _best(wanted, ground, second if second and second.is_placed else first)
    yield found, precision_of(wanted, found)
    small = second is not None and second.radius_km <= _SMALL_KM
    vague = wanted.precision in ("admin1", "admin2", "region", "country")
    yield second, wanted.precision if vague else "near" if small else "admin2"
    yield first, "region" if wanted.precision == "region" else "admin1"
    yield country, "region" if wanted.precision == "region" else "country"


def precision_of(wanted: Wanted, found: GazetteerPlace | None) -> PlacePrecision:
    """The precision that the words ask for; a bare name has that of the place it means."""
    if found is None or wanted.classes or wanted.precision != "exact":
        return wanted.precision
    return area_precision(found.kind, found.radius_km)


def read_name(row: Row) -> Wanted:
    """What the string of a row asks for.

    >>> read_name({"where_coordinates": "Taluqan town", "adm_1": None, "adm_2": None, "country": "Afghanistan"}).forms
    ('Taluqan town', 'Taluqan')
    """
    name = str(row["where_coordinates"] or "")
    for key, kind in _UNITS:
        if name and name == row[key]:
            return Wanted(forms_of(name), (kind,), _PRECISION[kind])
    classes = without_generic(re.sub(r"\s*\(.*?\)", "", name))[1]
    precision = _PRECISION[classes[0]] if classes else "exact"
    if _AREA.search(name) and classes[:1] != ("town",):
        precision = "region"
    elif precision == "region" and row["adm_2"]:  # a valley or plain inside one district
        precision = "near"
    return Wanted(forms_of(name), classes, precision)


def forms_of(name: str) -> tuple[str, ...]:
    """The forms under which a coder's string may be known: whole, without brackets, halves of a slash, without its generic word.

    A last word in lower case is generic, whatever it is.
    """
    bare = re.sub(r"\s*\(.*?\)", "", name).strip()
    inside = re.findall(r"\((.*?)\)", name)
    pieces = [name, bare, *inside, *bare.split("/")]
    pieces += [without_generic(piece)[0] for piece in pieces]
    pieces += [re.sub(r"(\s+[a-z-]+)+$", "", piece) for piece in pieces]
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


@cache
def country_of(name: str) -> GazetteerPlace | None:
    """The country under UCDP's name for it ("DR Congo (Zaire)", "Macedonia, FYR")."""
    for form in (
        *forms_of(name),
        name.split(",")[0],
        re.sub(r"^Kingdom of ", "", forms_of(name)[1] if len(forms_of(name)) > 1 else name),
    ):
        for ranked in gazetteer().find(form):
            if ranked.place.kind == "country":
                return ranked.place
    return None


def _located(
    name: str | None, classes: tuple[PlaceClass, ...], ground: frozenset[str], unit: GazetteerPlace | None
) -> GazetteerPlace | None:
    return _best(Wanted(forms_of(name), classes, "exact"), ground, unit) if name else None


def _best(wanted: Wanted, ground: frozenset[str], unit: GazetteerPlace | None) -> GazetteerPlace | None:
    """The place of that name on the ground: of the right class, in the unit or near its middle, well named, populous."""
    found = [
        (rank, place)
        for rank, place in enumerate(_inside(wanted.forms, ground))
        if unit is None or _is_near(place, unit)
    ]
    if not found:
        return None

    def likeness(item: tuple[int, GazetteerPlace]) -> tuple[object, ...]:
        rank, place = item
        right = place.kind in wanted.classes if wanted.classes else place.kind in ("town", "site")
        return right, _is_in(place, unit), -_km(place, unit) if unit else 0.0, -rank

    return max(found, key=likeness)[1]


def _inside(forms: Iterable[str], ground: frozenset[str]) -> Iterator[GazetteerPlace]:
    """Places with a point under any of the forms, in the countries of the ground when any is known; well-spelt names first."""
    seen: set[str] = set()
    for search in (
        gazetteer().matches,
        gazetteer().loose_matches,
        lambda form: gazetteer().fuzzy_matches(form, ground),
    ):
        for form in forms:
            for match in search(form):
                place = match.place
                if place.id not in seen and place.lat is not None and (not ground or ground & set(place.countries)):
                    seen.add(place.id)
                    yield place


def _is_in(place: GazetteerPlace, unit: GazetteerPlace | None) -> bool:
    return unit is not None and unit.id in (place.id, place.admin1_id, place.admin2_id)


def _is_near(place: GazetteerPlace, unit: GazetteerPlace) -> bool:
    far = _FAR_KM.get(unit.kind, 150.0)
    return (
        _is_in(place, unit)
        or plain_key(unit.name) == plain_key(place.name)
        or _km(place, unit) <= max(far, 2 * unit.radius_km)
    )


def _km(one: GazetteerPlace, other: GazetteerPlace) -> float:
    """Great-circle distance in km; without a point, half the globe."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 20_000.0
    return distance_km(one.lat, one.lon, other.lat, other.lon)


if __name__ == "__main__":
    run(__doc__ or "", predict, blank)
