"""Which areas a place lies in, by the divisions of the gazetteer, and which of several names for one place to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tidings.control.gather import AREAS, POINTS
from tidings.model.control import ControlPlace

_PRECISE = ("exact", "near", "admin2", "admin1", "unresolved")


def lies_in(place: ControlPlace, area: ControlPlace) -> bool:
    """Whether a point lies in a district or province: they have the same country and divisions by name."""
    if place.precision not in POINTS or area.precision not in AREAS or place.key == area.key:
        return False
    if place.country is None or place.country != area.country or place.admin1 is None:
        return False
    if area.precision == "admin1":
        return place.admin1 == area.admin1
    return place.admin1 == area.admin1 and place.admin2 is not None and place.admin2 == area.admin2


def by_key(places: Iterable[ControlPlace]) -> dict[str, ControlPlace]:
    """One place for each key: the most precise telling, with the most of its divisions known, under the shortest name.

    It rests on the ways of telling alone, not on how often or in which order they come.
    """
    found: dict[str, list[ControlPlace]] = {}
    for place in places:
        found.setdefault(place.key, []).append(place)
    return {key: _shown(told) for key, told in sorted(found.items())}


def _shown(told: Iterable[ControlPlace]) -> ControlPlace:
    return min(told, key=_rank)


def _rank(place: ControlPlace) -> tuple[int, int, int, str, str]:
    unknown = sum(value is None for value in (place.lat, place.country, place.admin1, place.admin2))
    return _PRECISE.index(place.precision), unknown, len(place.name), place.name, repr(place)


def areas_of(place: ControlPlace, areas: Iterable[ControlPlace]) -> tuple[str, ...]:
    """Keys of the areas that a place lies in."""
    return tuple(area.key for area in areas if lies_in(place, area))


class Areas:
    """The areas of a record, found by country and province, so that many places can be asked about."""

    def __init__(self, places: Mapping[str, ControlPlace]) -> None:
        self._by_province: dict[tuple[str | None, str | None], list[ControlPlace]] = {}
        for place in places.values():
            if place.precision in AREAS:
                self._by_province.setdefault((place.country, place.admin1), []).append(place)

    def around(self, place: ControlPlace) -> tuple[str, ...]:
        """Keys of the areas that a place lies in."""
        return areas_of(place, self._by_province.get((place.country, place.admin1), ()))
