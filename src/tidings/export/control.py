"""Who held what over time, for spreadsheets and maps: spells of places as CSV and GeoJSON (``schemas/territorial_control.json``).

Points of places, never fronts between them, and behind each colour the words it rests on. For the public, clinics, camps and
shelters are left out, points are rounded, no words are quoted, and nothing of the last seven days is told (``data/safety``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from tidings.control.gather import AREAS
from tidings.control.sourced import Cited, SourcedSpells, Sources
from tidings.export.csv import table
from tidings.export.geojson import CREDIT, DIGITS
from tidings.model.control import Spell
from tidings.reference.actors import fold
from tidings.reference.safety import load_safety

METHOD: Final = "tidings control@1"
COLUMNS: Final = (
    "place_id", "place_name", "admin2", "admin1", "country", "latitude", "longitude", "uncertainty_km", "unit", "date_from",
    "date_to", "state", "controller", "controller_name", "parties", "besieged_by", "p", "basis", "n_claims", "n_independent_sources",
    "last_evidence_date", "staleness_days", "sources", "words", "claim_ids", "as_of", "method",
)  # fmt: skip
STATES: Final = {"held": "controlled", "none": "no_armed_control", "contested": "contested", "unknown": "unknown"}
Row = dict[str, str | int | float | None]


def last_public_day(today: dt.date) -> dt.date:
    """The last day of which the public is told, and until which what was published may be used: no live tracking."""
    return today - dt.timedelta(days=load_safety().delay_days)


def control_rows(told: Iterable[SourcedSpells], as_of: str, *, public: bool = False) -> Iterator[Row]:
    """One row a spell. ``as_of``: the day until which what was published is used."""
    words = load_safety()
    for each in told:
        place = each.place
        if public and words.sites.search(fold(place.name)):
            continue
        digits = min(DIGITS[place.precision], words.digits) if public else DIGITS[place.precision]
        where: Row = {
            "place_id": place.key, "place_name": place.name, "admin2": place.admin2, "admin1": place.admin1,
            "country": place.country, "latitude": _rounded(place.lat, digits), "longitude": _rounded(place.lon, digits),
            "uncertainty_km": place.radius_km, "unit": place.precision if place.precision in AREAS else "place",
        }  # fmt: skip
        for spell, sources in zip(each.told.spells, each.sources, strict=True):
            state = _state(spell, each.told.names) | _basis(spell, sources, public=public)
            row = where | state | {"as_of": as_of, "method": METHOD}
            yield {column: row[column] for column in COLUMNS}


def _state(spell: Spell, names: dict[str, str]) -> Row:
    """What is reported, with its posterior; of what is unknown there is none."""
    is_known = spell.state != "unknown"
    return {
        "date_from": spell.start.isoformat(), "date_to": spell.end.isoformat(), "state": STATES[spell.state],
        "controller": spell.holder, "controller_name": names.get(spell.holder or ""),
        "p": round(spell.probability, 3) if is_known else None,
    }  # fmt: skip


def _basis(spell: Spell, sources: Sources, *, public: bool) -> Row:
    """What it rests on; lists are joined with ";" (``schemas/territorial_control.json``: GIS tools drop nested values)."""
    last = sources.last_evidence
    return {
        "parties": _joined(sources.sides), "besieged_by": _joined(sources.besieged_by), "basis": sources.basis,
        "n_claims": sources.pieces, "n_independent_sources": sources.voices,
        "last_evidence_date": last.isoformat() if last else None, "staleness_days": (spell.end - last).days if last else None,
        "sources": _joined(dict.fromkeys(_source(each, public=public) for each in sources.cited)),
        "words": None if public else next((each.quote for each in sources.cited if each.quote), None),
        "claim_ids": _joined(each.id for each in sources.cited),
    }  # fmt: skip


def _source(cited: Cited, *, public: bool) -> str:
    """Whose report of which day a piece is: "CNN 2015-03-12 (report.txt)"; for the public without the file."""
    told = " ".join(filter(None, (cited.outlet, str(cited.known) if cited.known else None)))
    if public:
        return told or "undated report"
    return f"{told} ({cited.file})" if told else cited.file


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(value.replace(";", ",") for value in values) or None


def _rounded(degrees: float | None, digits: int) -> float | None:
    return None if degrees is None else round(degrees, digits)


def control_csv(rows: Iterable[Row]) -> bytes:
    """The rows as CSV; what is not known is an empty cell (:mod:`tidings.export.csv`)."""
    return b"".join(table(COLUMNS, rows))


def control_geojson(rows: Iterable[Row], as_of: str, profile: str) -> bytes:
    """The rows as a FeatureCollection (RFC 7946), one point a spell with ``start`` and ``end``; places without a point are counted.

    The same record gives the same bytes: ``as_of`` is the day of what is known, and no member says when the file was made.
    """
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
    whole: dict[str, Any] = {
        "type": "FeatureCollection", "as_of": as_of, "method": METHOD, "licence": "CC BY 4.0", "attribution": CREDIT,
        "sensitivity_profile": profile, "spells_without_point": undrawn, "features": features,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
