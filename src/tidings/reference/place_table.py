"""Tables of places as people write them: tab-separated, one place a row. Our supplement and a user's own gazetteer share the form.

Columns ``id name aliases lat lon country admin1 admin2 class population accuracy_km``, then at will ``radius_km demonyms note``.
``aliases``, ``demonyms`` and ``country`` take several values with ``|`` between them. ``class`` is one of the words of
``CLASS_WORDS``; ``country`` is ISO 3166-1 alpha-2, for an invented country a user-assigned code such as ``XQ``.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.placenames import PlaceClass, plain_key

REQUIRED = ("id", "name", "aliases", "lat", "lon", "country", "admin1", "admin2", "class", "population", "accuracy_km")
OPTIONAL = ("radius_km", "demonyms", "note")
CLASS_WORDS: dict[str, PlaceClass] = {
    "country": "country", "admin1": "admin1", "province": "admin1", "admin2": "admin2", "district": "admin2",
    "town": "town", "city": "town", "village": "town", "settlement": "town", "suburb": "town",
    "region": "region", "area": "region", "desert": "region", "forest": "region", "coast": "region",
    "water": "water", "river": "water", "lake": "water", "sea": "water", "gulf": "water",
    "mountain": "mountain", "mountains": "mountain", "hill": "mountain", "island": "mountain", "valley": "region",
    "site": "site", "camp": "site", "base": "site", "airport": "site", "facility": "site", "dam": "site", "crossing": "site",
}  # fmt: skip
_COUNTRY = re.compile(r"[A-Z]{2}(\|[A-Z]{2})*|")
_ID = re.compile(r"[a-z]{2,8}:[a-z0-9][a-z0-9_.-]*")


class PlaceRow(Struct, frozen=True, kw_only=True):
    """One row of a place table, checked. Blank cells are ``None`` (numbers) or empty."""

    id: str
    name: str
    aliases: tuple[str, ...]
    lat: float | None
    lon: float | None
    countries: tuple[str, ...]
    admin1: str
    admin2: str
    kind: PlaceClass
    population: int
    accuracy_km: float | None
    radius_km: float | None
    demonyms: tuple[str, ...]
    note: str


def read_place_table(path: Path) -> tuple[PlaceRow, ...]:
    """The rows of a place table; DataError names file, line and column of the first that breaks the form."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the place table {path} cannot be read as UTF-8 text: {error}") from error
    columns = _columns(path, lines[0].split("\t") if lines else [])
    rows: dict[str, PlaceRow] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        row = _Cells(path, number, columns, line).row()
        if row.id in rows:
            raise DataError(
                f"{path}, line {number}, column id: {row.id!r} stands there twice; give each place its own id"
            )
        rows[row.id] = row
    return tuple(rows.values())


def _columns(path: Path, header: list[str]) -> tuple[str, ...]:
    for wanted in REQUIRED:
        if wanted not in header:
            raise DataError(
                f"{path}, line 1: the column {wanted!r} is missing; the header needs {' '.join(REQUIRED)}, with tabs between"
            )
    for name in header:
        if name not in REQUIRED + OPTIONAL:
            raise DataError(
                f"{path}, line 1: {name!r} is no column of a place table; known are {' '.join(REQUIRED + OPTIONAL)}"
            )
    return tuple(header)


class _Cells:
    """The cells of one line, read with errors that say where."""

    def __init__(self, path: Path, number: int, columns: tuple[str, ...], line: str) -> None:
        self._where = f"{path}, line {number}"
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise DataError(f"{self._where}: {len(cells)} cells for {len(columns)} columns; is there a stray tab?")
        self._cells = dict(zip(columns, [cell.strip() for cell in cells] + [""] * len(columns), strict=False))

    def row(self) -> PlaceRow:
        lat, lon = self._number("lat", -90, 90), self._number("lon", -180, 180)
        if (lat is None) != (lon is None):
            raise DataError(
                f"{self._where}, column {'lat' if lat is None else 'lon'}: give both lat and lon, or neither"
            )
        return PlaceRow(
            id=self._matching("id", _ID, "a prefix and a slug such as 'my:old-mill'"), name=self._name(), aliases=self._several("aliases"),
            lat=lat, lon=lon, countries=tuple(filter(None, self._matching("country", _COUNTRY, "two capitals such as 'SY'").split("|"))),
            admin1=self._cells["admin1"], admin2=self._cells["admin2"], kind=self._kind(), population=int(self._number("population", 0, 1e10) or 0),
            accuracy_km=self._number("accuracy_km", 0, 5000), radius_km=self._number("radius_km", 0, 10000),
            demonyms=self._several("demonyms"), note=self._cells.get("note", ""),
        )  # fmt: skip

    def _name(self) -> str:
        name = self._cells["name"]
        if not plain_key(name):
            raise DataError(f"{self._where}, column name: {name!r} has no letter to look it up by")
        return name

    def _several(self, column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self._cells.get(column, "").split("|") if part.strip())

    def _kind(self) -> PlaceClass:
        word = self._cells["class"].lower()
        if word not in CLASS_WORDS:
            raise DataError(f"{self._where}, column class: {word!r} is none of {', '.join(CLASS_WORDS)}")
        return CLASS_WORDS[word]

    def _matching(self, column: str, form: re.Pattern[str], wanted: str) -> str:
        value = self._cells[column]
        if not form.fullmatch(value):
            raise DataError(f"{self._where}, column {column}: {value!r} should be {wanted}")
        return value

    def _number(self, column: str, low: float, high: float) -> float | None:
        value = self._cells.get(column, "")
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            raise DataError(f"{self._where}, column {column}: {value!r} should be a number from {low:g} to {high:g}")
        return number
