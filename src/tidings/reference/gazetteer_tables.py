"""Places of a user's own tables, by key and id (``--gazetteer FILE``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tidings.reference.gazetteer_place import GazetteerPlace, Match, radius_of
from tidings.reference.place_table import PlaceRow, read_place_table
from tidings.reference.placenames import PlaceClass, loose_key, plain_key, skeleton_key, without_generic

UnitNamed = Callable[[str, str, str], GazetteerPlace | None]


class OwnTables:
    """Rows of a user's tables by key and id; later tables win over earlier ones."""

    def __init__(self, paths: tuple[Path, ...], unit_named: UnitNamed) -> None:
        read = [(row, path.name) for path in paths for row in read_place_table(path)]
        rows, files = {row.id: row for row, _ in read}, {row.id: name for row, name in read}
        units: dict[tuple[str, PlaceClass, str], PlaceRow] = {
            (row.countries[0], row.kind, key): row
            for row in rows.values()
            if row.countries and row.kind in ("admin1", "admin2")
            for key in _plain_keys(row)
        }
        self.by_id: dict[str, GazetteerPlace] = {}
        self.by_key: dict[str, tuple[Match, ...]] = {}
        self.demonyms: dict[str, tuple[str, ...]] = {}
        self.countries: dict[str, GazetteerPlace] = {}
        for row in rows.values():
            self._add(row, _UnitFinder(units, unit_named), files[row.id])

    def _add(self, row: PlaceRow, finder: _UnitFinder, file: str) -> None:
        place = _user_place(row, finder, file)
        self.by_id[row.id] = place
        if row.kind == "country" and row.countries:
            self.countries[row.countries[0]] = place
            for demonym in row.demonyms:
                self.demonyms[plain_key(demonym)] = row.countries[:1]
        for number, name in enumerate((row.name, *row.aliases)):
            bare, hint = without_generic(name) if row.kind in ("admin1", "admin2") else (name, ())
            for form in dict.fromkeys((name, bare)) if hint else (name,):
                self._file(plain_key(form), Match(place, "alternate" if number else "name", common=False))
                self._file("~" + loose_key(form), Match(place, "loose", common=False))
                for code in row.countries if skeleton_key(form) else ():
                    self._file(f"^{code}{skeleton_key(form)}", Match(place, "fuzzy", common=False))

    def between(self, low: str, high: str) -> Iterator[tuple[str, Match]]:
        """Keys from ``low`` up to ``high`` with their matches."""
        for key, matches in self.by_key.items():
            if low <= key < high:
                yield from ((key, match) for match in matches)

    def _file(self, key: str, match: Match) -> None:
        if key.lstrip("~") and all(known.place.id != match.place.id for known in self.by_key.get(key, ())):
            self.by_key[key] = (*self.by_key.get(key, ()), match)


def _plain_keys(row: PlaceRow) -> set[str]:
    return {plain_key(without_generic(name)[0]) for name in (row.name, *row.aliases)}


class _UnitFinder:
    """Names and ids of the units that a user's row states: of the tables first, then of the shipped file."""

    def __init__(self, units: dict[tuple[str, PlaceClass, str], PlaceRow], unit_named: UnitNamed) -> None:
        self._units, self._unit_named = units, unit_named

    def named(self, countries: tuple[str, ...], kind: PlaceClass, name: str) -> tuple[str | None, str | None]:
        if not name or not countries:
            return name or None, None
        own = self._units.get((countries[0], kind, plain_key(without_generic(name)[0])))
        if own is not None:
            return own.name, own.id
        shipped = self._unit_named(countries[0], kind, name)
        return (shipped.name, shipped.id) if shipped else (name, None)


def _user_place(row: PlaceRow, finder: _UnitFinder, file: str) -> GazetteerPlace:
    first, second = finder.named(row.countries, "admin1", row.admin1), finder.named(row.countries, "admin2", row.admin2)
    return GazetteerPlace(
        id=row.id, name=row.name, kind=row.kind, lat=row.lat, lon=row.lon, country=row.countries[0] if len(row.countries) == 1 else None,
        countries=row.countries, admin1=first[0], admin1_id=first[1], admin2=second[0], admin2_id=second[1], population=row.population,
        radius_km=row.radius_km or max(radius_of(row.kind, None, row.population), row.accuracy_km or 0.0), accuracy_km=row.accuracy_km, box=None, source="user", layer=file,
    )  # fmt: skip
