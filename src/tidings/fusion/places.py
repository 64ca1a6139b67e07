"""Two places held against each other, within their precisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from tidings.model.event import Member
from tidings.model.values import Place
from tidings.reference.distance import distance_km

_POINTS: Final = frozenset({"exact", "near"})
_SLACK_KM: Final = 15.0
_RADIUS_KM: Final = 5.0
_WIDE: Final = frozenset({"region", "unresolved"})
_VAGUE: Final = frozenset({"region", "unresolved", "country"})


class PlaceSign(Struct, frozen=True):
    """A sign, or a bar: two places that cannot be one."""

    text: str
    is_bar: bool = False


def place_signs(left: Place | None, right: Place | None) -> Iterator[PlaceSign]:
    """What two places say of one event: one sign, or one bar."""
    if left is None or right is None:
        yield PlaceSign("no place in either" if left is right else "one has no place")
    elif _same(left, right):
        yield PlaceSign(f"same place ({'point' if left.precision in _POINTS else left.precision})")
    elif (
        left.country
        and right.country
        and left.country != right.country
        and not _WIDE & {left.precision, right.precision}
    ):
        yield PlaceSign(f"{left.name} and {right.name} lie in two countries", is_bar=True)
    elif left.precision in _POINTS and right.precision in _POINTS:
        yield from _points_apart(left, right)
    elif _holds(left, right) or _holds(right, left):
        yield PlaceSign("one place holds the other")
    elif left.admin1 and right.admin1 and left.admin1 != right.admin1:
        yield PlaceSign(f"{left.name} and {right.name} lie in two provinces", is_bar=True)
    else:
        yield PlaceSign("places not comparable")


def names_place(left: Member, right: Member) -> bool:
    """Whether the one account has no place, or no more than a country, and its article names the point that the other has."""
    own, other = left.account.place, right.account.place
    if other is None or other.precision not in _POINTS or (own is not None and own.precision not in _VAGUE):
        return False
    text = left.article.text or ""
    return other.name in text and re.search(rf"\b{re.escape(other.name)}\b", text) is not None


def _same(left: Place, right: Place) -> bool:
    if left.id is not None and right.id is not None:
        return left.id == right.id
    return left.name.casefold() == right.name.casefold()


def _points_apart(left: Place, right: Place) -> Iterator[PlaceSign]:
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        yield PlaceSign("places not comparable")
        return
    distance = distance_km(left.lat, left.lon, right.lat, right.lon)
    allowed = (left.radius_km or _RADIUS_KM) + (right.radius_km or _RADIUS_KM) + _SLACK_KM
    yield PlaceSign("places close by" if distance <= allowed else "places far apart")


def _holds(wide: Place, narrow: Place) -> bool:
    """Whether a division or country holds a place, by the names of the gazetteer."""
    if wide.precision == "country":
        return wide.country is not None and wide.country == narrow.country
    if wide.precision == "admin1":
        return wide.country == narrow.country and wide.admin1 is not None and wide.admin1 == narrow.admin1
    if wide.precision == "admin2":
        return (wide.country, wide.admin1) == (narrow.country, narrow.admin1) and (
            narrow.admin2 is None or narrow.admin2 == wide.admin2
        )
    return False
