"""The file of places: its tables, the keys of a name, and how it is written. The shipped gazetteer and a user's layers have this form.

Numbers of places are GeoNames ids; rows of our own table are numbered from ``OWN`` on. Coordinates are whole ten-thousandths of a
degree (11 m). A key's first letter says its level: ``~`` loose, ``^`` and the country's code skeleton, none plain.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import cache
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from tidings.reference.placenames import PlaceClass, loose_key, plain_key, skeleton_key, without_generic

DATA = Path(__file__).parent / "data"
SCALE = 10_000
OWN = 1 << 33  # past every GeoNames id
MAIN, ALTERNATE, LOOSE, DEMONYM, SKELETON, COMMON = 0, 1, 2, 3, 4, 8
LETTERS: dict[PlaceClass, str] = {
    "town": "P", "admin1": "1", "admin2": "2", "country": "C", "water": "H", "mountain": "T", "region": "R", "site": "S",
}  # fmt: skip
SURE_POPULATION = 100_000  # above it a name that is also an English word is not marked as one
FORM = "2"  # of the tables and keys; raise it when older files can no longer be read
CREDIT = "GeoNames, CC BY 4.0, https://www.geonames.org"
SCHEMA = """
CREATE TABLE place (no INTEGER PRIMARY KEY, name TEXT NOT NULL, lat INTEGER, lon INTEGER, class TEXT NOT NULL, country TEXT, parent INTEGER,
                    population INTEGER NOT NULL) STRICT;
CREATE TABLE own (place INTEGER PRIMARY KEY, slug TEXT NOT NULL, accuracy REAL) STRICT;
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (key, place)) STRICT, WITHOUT ROWID;
CREATE TABLE area (place INTEGER PRIMARY KEY, south INTEGER, west INTEGER, north INTEGER, east INTEGER, radius INTEGER NOT NULL) STRICT;
CREATE TABLE neighbour (country TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (country, other)) STRICT, WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


Area = tuple[int, int | None, int | None, int | None, int | None, int]  # place, south, west, north, east, radius in km


class Entry(NamedTuple):
    """A place on its way into the file; ``parent`` is the number of the unit it lies in."""

    no: int
    name: str
    lat: float | None
    lon: float | None
    kind: PlaceClass
    country: str | None
    parent: int | None
    population: int
    accuracy: float | None
    slug: str | None
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...] = ()
    radius: float | None = None


@cache
def common_words() -> frozenset[str]:
    """English words that are towns too, as plain keys."""
    return frozenset((DATA / "common_words.txt").read_text("utf-8").split())


def names_of(entry: Entry, *, loose: bool) -> dict[str, int]:
    """The keys of a place with the kind of each; the plain key of the name itself wins.

    Keys of the looser levels are marked by their first letter; skeletons stand behind the country, for they are only looked up there.
    """
    common, keys = common_words(), dict[str, int]()
    for number, name in enumerate((entry.name, *entry.aliases)):
        bare, hint = without_generic(name) if entry.kind.startswith("admin") else (name, ())
        for form in dict.fromkeys((name, bare)) if hint and plain_key(bare) not in common else (name,):
            if len(key := plain_key(form)) >= (2 if entry.kind in ("country", "admin1") else 3):
                keys.setdefault(key, (ALTERNATE if number else MAIN) | (COMMON if form.endswith(".") else 0))
    for demonym in entry.demonyms:
        keys.setdefault(plain_key(demonym), DEMONYM)
    if loose and entry.kind != "admin2":
        _add_loose(entry, keys)
    if entry.kind in ("country", "admin1") or entry.population >= SURE_POPULATION:
        return keys
    return {key: kind | COMMON if key in common else kind for key, kind in keys.items()}


def _add_loose(entry: Entry, keys: dict[str, int]) -> None:
    for name in (entry.name, *entry.aliases):
        if len(key := loose_key(without_generic(name)[0] if entry.kind.startswith("admin") else name)) >= 3:
            keys.setdefault("~" + key, LOOSE)
        if entry.country and len(entry.country) == 2 and (bones := skeleton_key(name)):
            keys.setdefault(f"^{entry.country}{bones}", SKELETON)


def write_file(
    path: Path, entries: Iterable[Entry], areas: Iterable[Area], pairs: Iterable[tuple[str, str]],
    loose_in: frozenset[str] | None, meta: Mapping[str, str],
) -> tuple[int, int]:  # fmt: skip
    """Write the SQLite file; gives places and names written. Its bytes depend on the rows alone, not on their order.

    ``loose_in``: countries whose towns get the looser keys (None: all). Entries are taken one by one: a dump of millions fits.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + SCHEMA)
        places = names = 0
        for entry in entries:
            loose = loose_in is None or entry.slug is not None or (entry.country or "")[:2] in loose_in
            keys = names_of(entry, loose=loose)
            base.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?)", _columns(entry))
            if entry.slug:
                base.execute("INSERT INTO own VALUES (?,?,?)", (entry.no, entry.slug, entry.accuracy))
            base.executemany("INSERT INTO name VALUES (?,?,?)", [(key, entry.no, kind) for key, kind in keys.items()])
            places, names = places + 1, names + len(keys)
        base.executemany("INSERT INTO area VALUES (?,?,?,?,?,?)", sorted(areas))
        base.executemany("INSERT INTO neighbour VALUES (?,?)", pairs)
        base.executemany("INSERT INTO meta VALUES (?,?)", sorted({"form": FORM, **meta}.items()))
        base.execute("COMMIT")
        base.execute("VACUUM")
    return places, names


def note(path: Path, facts: Mapping[str, object]) -> None:
    """Add facts to a finished file that were known only at its end."""
    with closing(sqlite3.connect(path)) as base, base:
        base.executemany("INSERT INTO meta VALUES (?,?)", [(key, str(value)) for key, value in sorted(facts.items())])


def _columns(entry: Entry) -> tuple[object, ...]:
    lat = None if entry.lat is None else round(entry.lat * SCALE)
    lon = None if entry.lon is None else round(entry.lon * SCALE)
    country = None if entry.kind == "town" and entry.parent else entry.country
    return (entry.no, entry.name, lat, lon, LETTERS[entry.kind], country, entry.parent, entry.population)


def pin(path: Path, facts: Mapping[str, object]) -> None:
    """Write the sidecar of a file of places: its size and SHA-256, with facts about where it comes from."""
    pinned = {"sha256": digest_of(path), "size": path.stat().st_size, "credit": CREDIT, **facts}
    path.with_suffix(".json").write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n", "utf-8")


def digest_of(path: Path) -> str:
    """SHA-256 of a file, computed once a process while its size and time of change stay."""
    told = path.stat()
    return _digest_while(path, told.st_size, told.st_mtime_ns)


@cache
def _digest_while(path: Path, size: int, changed: int) -> str:
    del size, changed
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
