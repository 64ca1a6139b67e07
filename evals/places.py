"""``python -m evals.places INPUT.jsonl --out PRED.jsonl``: a coder's place strings to a point and a precision.

{id, where_coordinates, adm_1, adm_2, country} to {id, lat, lon, precision}: the named place inside its country and
province; when it is not known, the district, else the province, with that precision (a stated fallback).
"""

from __future__ import annotations

import re

from evals.common import Row, run
from tidings.reference.gazetteer import Gazetteer

_GENERIC = re.compile(r"\b(town|city|village|district|province|state|region|governorate|municipality|county|area|oblast|department)\b", re.IGNORECASE)
_FALLBACKS = (("where_coordinates", "exact"), ("adm_2", "admin2"), ("adm_1", "admin1"), ("country", "country"))


def predict(row: Row) -> Row:
    """The best place for the strings of one row."""
    gazetteer = Gazetteer.open()
    for key, precision in _FALLBACKS:
        if not row.get(key):
            continue
        for name in dict.fromkeys((row[key], _GENERIC.sub(" ", row[key]).strip())):
            found = [place for place in gazetteer.lookup(name) if place.lat is not None and _inside(gazetteer, place.countries, row["country"])]
            if found:
                best = max(found, key=lambda place: (place.admin1 in str(row.get("adm_1")) if place.admin1 else False, place.population or 0))
                return {"id": row["id"], "lat": best.lat, "lon": best.lon, "precision": precision}
    return {"id": row["id"], "lat": None, "lon": None, "precision": "unresolved"}


def _inside(gazetteer: Gazetteer, countries: tuple[str, ...], country: str) -> bool:
    codes = {code for place in gazetteer.lookup(country) for code in place.countries}
    return not codes or bool(codes & set(countries))


if __name__ == "__main__":
    run(__doc__ or "", predict)
