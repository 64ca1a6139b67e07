"""Who held what over time, for spreadsheets and maps: spells of places as CSV and GeoJSON (``schemas/territorial_control.json``).

Points of places, never fronts between them. For the public, clinics, camps and shelters are left out, points are rounded, and
nothing of the last seven days is told (``limits`` of ``safety.yaml``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from tidings.export.csv import table
from tidings.export.geojson import CREDIT, DIGITS
from tidings.model.control import PlaceSpells
from tidings.reference.actors import fold
from tidings.reference.safety import load_safety

METHOD: Final = "tidings control@1"
COLUMNS: Final = (
    "place_id", "place_name", "admin2", "admin1", "country", "latitude", "longitude", "unit", "date_from", "date_to", "state",
    "controller", "controller_name", "p", "evidence", "as_of", "method",
)  # fmt: skip


def last_public_day(today: dt.date) -> dt.date:
    """The last day of which the public is told, and until which what was published may be used: no live tracking."""
    return today - dt.timedelta(days=load_safety().delay_days)


def control_rows(told: Iterable[PlaceSpells], as_of: str, *, public: bool = False) -> Iterator[dict[str, Any]]:
    """One row a spell. ``as_of``: the day until which what was published is used."""
    words = load_safety()
    for each in told:
        place = each.place
        if public and words.sites.search(fold(place.name)):
            continue
        digits = min(DIGITS[place.precision], words.digits) if public else DIGITS[place.precision]
        for spell in each.spells:
            yield {
                "place_id": place.key, "place_name": place.name, "admin2": place.admin2, "admin1": place.admin1,
                "country": place.country, "latitude": _rounded(place.lat, digits), "longitude": _rounded(place.lon, digits),
                "unit": place.precision if place.precision in ("admin1", "admin2") else "place",
                "date_from": spell.start.isoformat(), "date_to": spell.end.isoformat(),
                "state": "controlled" if spell.state == "held" else "no_armed_control" if spell.state == "none" else spell.state,
                "controller": spell.holder, "controller_name": each.names.get(spell.holder or ""),
                "p": round(spell.probability, 3), "evidence": each.evidence, "as_of": as_of, "method": METHOD,
            }  # fmt: skip


def _rounded(degrees: float | None, digits: int) -> float | None:
    return None if degrees is None else round(degrees, digits)


def control_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """The rows as CSV; what is not known is an empty cell (:mod:`tidings.export.csv`)."""
    return b"".join(table(COLUMNS, rows))


def control_geojson(rows: Iterable[dict[str, Any]], as_of: str, profile: str) -> bytes:
    """The rows as a FeatureCollection (RFC 7946), one point a spell with ``start`` and ``end``; places without a point are counted."""
    features, undrawn = [], 0
    for row in rows:
        if row["latitude"] is None:
            undrawn += 1
            continue
        kept = {
            name: value for name, value in row.items() if name not in ("latitude", "longitude", "date_from", "date_to")
        }
        features.append(
            {
                "type": "Feature",
                "id": f"{row['place_id']}/{row['date_from']}",
                "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
                "properties": {"start": row["date_from"], "end": row["date_to"], **kept},
            }
        )
    whole = {
        "type": "FeatureCollection", "as_of": as_of, "method": METHOD, "licence": "CC BY 4.0", "attribution": CREDIT,
        "sensitivity_profile": profile, "spells_without_point": undrawn, "features": features,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
