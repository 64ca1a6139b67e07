"""The distance between two points of the globe."""

from __future__ import annotations

import math

_DIAMETER_KM = 12742.0


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in km between two points in degrees (haversine, on a sphere)."""
    first, second = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return _DIAMETER_KM * math.asin(min(1.0, math.sqrt(half)))
