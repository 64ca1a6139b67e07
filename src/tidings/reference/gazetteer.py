"""The gazetteer: places by any of their names, from the shipped file, from layers that a user added, and from a user's tables.

Reads are safe from any thread; a gazetteer pickles as its file names and opens them again. Nothing is loaded at the start:
one look-up costs some 20 microseconds, and what was asked before is remembered (the last 8,192 names).
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tidings.errors import DataError
from tidings.reference.gazetteer_file import OWN, digest_of
from tidings.reference.gazetteer_place import (
    GazetteerPlace,
    Match,
    connect,
    countries_of,
    matches_between,
    matches_of,
    most_populous,
    place_numbered,
)
from tidings.reference.gazetteer_tables import OwnTables
from tidings.reference.placenames import PlaceClass, loose_key, plain_key, skeleton_key, without_generic
from tidings.reference.user_layers import layer_digest, layer_name

_MOST_FUZZY = 5
_SURE_BONES = 4  # consonants that must agree where nothing else is compared
_LIKE = 70.0  # of 100: how alike the letters must be where fewer agree
_LAST_KEY = "\U0010ffff"


class Ranked(Struct, frozen=True):
    """An answer of :meth:`Gazetteer.find` with its rank's reasons in plain words.

    ``layer``: the user's layer or table that has the name; ``None`` for the shipped file.
    """

    place: GazetteerPlace
    score: float
    reasons: tuple[str, ...]
    layer: str | None = None


class Border(Struct, frozen=True):
    """The land border of two countries: the point of it nearest its middle, and km from there to its farthest end."""

    lat: float
    lon: float
    radius_km: float


class Gazetteer:
    """Places by name. Make it with :meth:`open`."""

    def __init__(self, path: Path, extra: tuple[Path, ...], layers: tuple[Path, ...], pinned: tuple[str, ...]) -> None:
        self._path, self._extra, self._layer_paths = path, extra, layers
        self._base = connect(path.as_posix())
        self._layers = tuple((connect(layer.as_posix()), layer_name(layer)) for layer in layers)
        self._own = OwnTables(extra, self._unit_named)
        self.digest = _combined(pinned, extra)
        self._keyed = lru_cache(maxsize=8192)(self._read_key)

    @classmethod
    def open(cls, path: Path | None = None, extra: tuple[Path, ...] = (), layers: tuple[Path, ...] = ()) -> Gazetteer:
        """The shipped gazetteer (or the file at ``path``) with a user's layers and place tables on top; DataError when one is damaged."""
        found = path or Path(str(files("tidings.reference"))) / "data" / "gazetteer.sqlite"
        return cls(found, tuple(extra), tuple(layers), (_check(found), *map(layer_digest, layers)))

    def __reduce__(self) -> tuple[object, ...]:
        return (Gazetteer.open, (self._path, self._extra, self._layer_paths))

    def lookup(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Places under exactly this name (case, accents and spaces aside), else under a looser spelling; the most populous first."""
        found = self.matches(name) or self.loose_matches(name)
        return tuple(match.place for match in sorted(found, key=most_populous))

    def matches(self, name: str) -> tuple[Match, ...]:
        """Places under this name or an alternate; a user's row hides the shipped one of the same id."""
        key = plain_key(name)
        return self._all_under(key) if key else ()

    def loose_matches(self, name: str) -> tuple[Match, ...]:
        """Places whose name has the same loose key: articles, doubled letters and spellings aside."""
        key = loose_key(name)
        return self._all_under("~" + key) if len(key) >= 3 else ()

    def fuzzy_matches(self, name: str, countries: Iterable[str]) -> tuple[Match, ...]:
        """Places of these countries whose spelling is much like a name's: the same consonants, or one letter off (two in long names).

        At most five, the most alike first. Never look up anything by this that has a match of its own.
        """
        bones, asked = skeleton_key(name), plain_key(name)
        if not bones:
            return ()
        found: dict[str, tuple[float, Match]] = {}
        for code in sorted(countries):
            for key, match in self._with_bones(code, bones):
                off = _unlikeness(asked, bones, key.removeprefix("^" + code), match)
                if off is not None and off < found.get(match.place.id, (math.inf, match))[0]:
                    found[match.place.id] = (off, match)
        ranked = sorted(found.values(), key=lambda one: (one[0], -one[1].place.population, one[1].place.id))
        return tuple(match for _, match in ranked[:_MOST_FUZZY])

    def _with_bones(self, code: str, bones: str) -> Iterable[tuple[str, Match]]:
        """Names of a country that begin with the same two consonants."""
        low = f"^{code}{bones[:2]}"
        yield from self._own.between(low, low + _LAST_KEY)
        for base, layer in ((self._base, None), *self._layers):
            for key, match in matches_between(base, low, low + _LAST_KEY, layer):
                if match.place.id not in self._own.by_id:
                    yield key, match if layer is None else replace(match, place=self._as_shipped(match.place))

    def _all_under(self, key: str) -> tuple[Match, ...]:
        own = self._own.by_key.get(key, ())
        return (*own, *(match for match in self._keyed(key) if match.place.id not in self._own.by_id))

    def knows(self, name: str) -> bool:
        """Whether any place bears exactly this name."""
        return bool(self.matches(name))

    def demonym(self, word: str) -> tuple[str, ...]:
        """Countries whose people or things a word names ("Sudanese" gives SD)."""
        key = plain_key(word)
        return self._own.demonyms.get(key, ()) or self._demonyms.get(key, ())

    def place(self, identifier: str) -> GazetteerPlace | None:
        """The place with an id."""
        if identifier in self._own.by_id:
            return self._own.by_id[identifier]
        number = self._number(identifier)
        return None if number is None else self._numbered(number)

    def _numbered(self, number: int) -> GazetteerPlace | None:
        shipped = place_numbered(self._base, number)
        added = (place_numbered(base, number, layer) for base, layer in self._layers)
        return shipped or next((self._as_shipped(place) for place in added if place), None)

    def _as_shipped(self, place: GazetteerPlace) -> GazetteerPlace:
        """A layer's place as the shipped file has it, else with its units under the names they have there."""
        if shipped := place_numbered(self._base, place.geoname_id or 0):
            return shipped
        first, second = (self._unit_name(unit) for unit in (place.admin1_id, place.admin2_id))
        return replace(place, admin1=first or place.admin1, admin2=second or place.admin2)

    def _unit_name(self, identifier: str | None) -> str | None:
        unit = place_numbered(self._base, self._number(identifier) or 0) if identifier else None
        return unit.name if unit else None

    @property
    def own(self) -> tuple[GazetteerPlace, ...]:
        """The places of the user's tables, in the order of their rows."""
        return tuple(self._own.by_id.values())

    def country(self, code: str) -> GazetteerPlace | None:
        """The country of an ISO code, or of a code that a user's table defines."""
        return self._own.countries.get(code) or self._shipped_countries.get(code)

    def neighbours(self, code: str) -> frozenset[str]:
        """Countries that share a land border."""
        return self._borders.get(code, frozenset())

    def border(self, one: str, other: str) -> Border | None:
        """The land border of two countries by their codes; None where they have none."""
        first, second = sorted((one, other))
        return _border_lines().get((first, second))

    def find(self, name: str, country: str | None = None) -> tuple[Ranked, ...]:
        """Ranked answers for a name by itself, with reasons: spelling, country asked for, kind, population.

        With a country, spellings that are only much alike are looked for there when nothing else is found.
        """
        bare, hint = without_generic(name)
        found: dict[str, Ranked] = {}
        for form, classes in ((name, ()), (bare, hint)) if hint else ((name, ()),):
            for match in (*self.matches(form), *self.loose_matches(form)):
                ranked = _rank(match, country, classes, name)
                if match.place.id not in found or found[match.place.id].score < ranked.score:
                    found[match.place.id] = ranked
        if country and not any(country in one.place.countries for one in found.values()):
            for match in self.fuzzy_matches(bare, (country,)):
                found.setdefault(match.place.id, _rank(match, country, hint, name))
        return tuple(sorted(found.values(), key=lambda one: (-one.score, one.place.id)))

    def _number(self, identifier: str) -> int | None:
        prefix, _, rest = identifier.partition(":")
        if prefix == "gn" and rest.isdecimal() and int(rest) < OWN:
            return int(rest)
        return self._slugs.get(rest) if prefix == "td" else None

    def _unit_named(self, country: str, kind: str, name: str) -> GazetteerPlace | None:
        """The shipped unit of a country under a name, for a user's rows that state theirs."""
        for match in self._read_key(plain_key(without_generic(name)[0])):
            if match.place.kind == kind and match.place.country == country:
                return match.place
        return None

    def _read_key(self, key: str) -> tuple[Match, ...]:
        """What the shipped file has under a key, and what layers add; a place that both have is the shipped one."""
        found = {match.place.id: match for match in matches_of(self._base, key)}
        for base, layer in self._layers:
            for match in matches_of(base, key, layer):
                found.setdefault(match.place.id, replace(match, place=self._as_shipped(match.place)))
        return tuple(sorted(found.values(), key=most_populous))

    @cached_property
    def _demonyms(self) -> dict[str, tuple[str, ...]]:
        rows = self._base.execute(
            "SELECT key, country FROM name JOIN place ON no = place WHERE kind = 3 ORDER BY key, population DESC"
        )
        return _grouped(rows)

    @cached_property
    def _shipped_countries(self) -> dict[str, GazetteerPlace]:
        return countries_of(self._base)

    @cached_property
    def _borders(self) -> dict[str, frozenset[str]]:
        rows = self._base.execute("SELECT country, other FROM neighbour ORDER BY country, other")
        return {code: frozenset(others) for code, others in _grouped(rows).items()}

    @cached_property
    def _slugs(self) -> dict[str, int]:
        return dict(self._base.execute("SELECT slug, place FROM own").fetchall())


def _unlikeness(asked: str, bones: str, known_bones: str, match: Match) -> float | None:
    """How far a spelling is from a known name: 0 to 1 with the same consonants, else 1 and the letters off; None when too far."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    known = plain_key(match.place.name)
    if bones == known_bones:
        like = fuzz.ratio(asked, known)
        return 1 - like / 100 if len(bones) >= _SURE_BONES or like >= _LIKE else None
    allowed = 2 if len(asked) >= 9 else 1 if len(asked) >= 5 else 0
    off = OSA.distance(asked, known, score_cutoff=allowed)
    return 1.0 + off if off <= allowed else None


def _grouped(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, value in rows:
        found[key] = (*found.get(key, ()), value)
    return found


@cache
def _border_lines() -> dict[tuple[str, str], Border]:
    """Land borders from ``data/borders.tsv``, which comes with the outlines."""
    with (Path(__file__).parent / "data" / "borders.tsv").open(encoding="utf-8", newline="") as lines:
        return {
            (row["one"], row["other"]): Border(float(row["lat"]), float(row["lon"]), float(row["radius_km"]))
            for row in csv.DictReader(lines, delimiter="\t")
        }


def _check(path: Path) -> str:
    """The pinned SHA-256 of the shipped file, once size and content have been compared with it."""
    try:
        pinned = json.loads(path.with_suffix(".json").read_text("utf-8"))
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise DataError(
            f"the gazetteer {path} or its digest file cannot be read: {error}; install tidings again"
        ) from error
    if size != pinned["size"] or digest_of(path) != pinned["sha256"]:
        raise DataError(
            f"the gazetteer {path} is not the file that was built: its digest differs; install tidings again"
        )
    return str(pinned["sha256"])


def _combined(pinned: tuple[str, ...], extra: tuple[Path, ...]) -> str:
    """The digest of all data that answers: the shipped file alone, or with every layer and table in order."""
    if len(pinned) == 1 and not extra:
        return pinned[0]
    return sha256("".join([*pinned, *(sha256(path.read_bytes()).hexdigest() for path in extra)]).encode()).hexdigest()


_SPELT = {"name": 3.0, "alternate": 2.0, "loose": 0.5, "fuzzy": -2.0}
_OTHER_KIND = -9.0  # "Lake Chad" is not the country
_WHOLE = 3.0  # the whole name as asked, "Mountains" and all


def _rank(match: Match, country: str | None, hint: tuple[PlaceClass, ...], name: str) -> Ranked:
    """One answer of ``find`` with its parts added up."""
    place = match.place
    said = {
        "name": f"its name is {place.name}", "alternate": f"{name} is another name of {place.name}", "loose": f"{name} is spelt like {place.name}",
        "fuzzy": f"no place is called {name}; {place.name} is much like it",
    }  # fmt: skip
    parts = [(_SPELT[match.how], said[match.how])]
    if plain_key(name) == plain_key(place.name):
        parts.append((_WHOLE, "spelt just so"))
    if country:
        parts.append(
            (6.0, f"lies in {country}, as asked")
            if country in place.countries
            else (0.0, f"lies in {'|'.join(place.countries) or 'no one country'}, not {country}")
        )
    if place.kind in hint:
        parts.append((3.0, f"a {place.kind}, as the name says"))
    elif hint and place.source != "user":
        parts.append((_OTHER_KIND, f"a {place.kind}, which the name does not say"))
    if place.source == "user":
        parts.append((10.0, f"from your own table {place.layer}"))
    if match.layer:
        what = "from" if place.source == "layer" else "the name is from"
        parts.append((0.0, f"{what} your layer {match.layer}"))
    if place.kind == "country":
        parts.append((4.0, "a country"))
    if place.kind in ("town", "site") and not hint:
        parts.append((1.5, "a bare name is more often the town than its district"))
    if place.population:
        parts.append((math.log10(place.population), f"{place.population:,} people"))
    score, reasons = round(sum(part for part, _ in parts), 2), tuple(reason for _, reason in parts)
    return Ranked(place, score, reasons, match.layer or place.layer)
