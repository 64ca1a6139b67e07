"""A GeoNames country dump as a layer of the user's own: all villages, camps, wadis and hills of a country, under the shipped gazetteer.

The dump is the zip that GeoNames publishes a country (``SY.zip`` with ``SY.txt``) or that text file itself: UTF-8, tab-separated, the 19
columns of the GeoNames main table, no header (https://download.geonames.org/export/dump/readme.txt; CC BY 4.0). A layer is a file of
places like the shipped one. Malformed rows are left out and told.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from hashlib import file_digest
from pathlib import Path
from typing import IO

from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.gazetteer_file import Area, Entry, pin, write_file
from tidings.reference.name_keeping import SMALL, keeps
from tidings.reference.placenames import PlaceClass, plain_key

COLUMNS = 19
_SHOWN = 10
_CLASSES: dict[str, PlaceClass] = {
    "P": "town",
    "A": "admin2",
    "H": "water",
    "T": "mountain",
    "L": "region",
    "V": "region",
    "S": "site",
}
_CODES: dict[str, PlaceClass] = {
    "ADM1": "admin1", "MILB": "site", "AIRB": "site", "NVB": "site", "OILF": "site", "GASF": "site", "CMPRF": "site", "CMP": "site", "CMPO": "site",
    "ISL": "mountain", "ISLT": "mountain", "VAL": "region", "PLN": "region", "DSRT": "region", "CST": "region",
}  # fmt: skip
# Countries themselves are shipped; zones, hotels, shops and streets are nothing that news of war is placed by.
_LEFT_OUT = frozenset(
    "PCL PCLD PCLF PCLI PCLIX PCLS TERR ZN ZNB ZNF HTL RSRT SPA GHSE REST MALL SHPC STRT ADM1H ADM2H ADM3H ADM4H ADMDH PPLH".split()
)
_RADIUS_KM: dict[PlaceClass, float] = {"admin1": 100.0, "admin2": 30.0, "water": 10.0, "mountain": 5.0, "region": 15.0}


class BadRow(Struct, frozen=True):
    """A row that is no row of the main table: its line number and what is wrong."""

    line: int
    reason: str


class Added(Struct, frozen=True, kw_only=True):
    """A layer as it was made: where it is, what is in it, what was left out, and the day of its newest row."""

    name: str
    path: Path
    places: int
    names: int
    left_out: int
    bad: tuple[BadRow, ...]
    bad_rows: int
    newest: str


class _Dump:
    """The rows of a dump, read twice: once for its units, once for all."""

    def __init__(self, path: Path, member: str | None, progress: Callable[[int], None]) -> None:
        self._path, self._member, self._progress = path, member, progress
        self.units: dict[tuple[str, ...], int] = {}
        self.left_out, self.bad_rows, self.newest = 0, 0, ""
        self.bad: list[BadRow] = []

    def _lines(self) -> Iterator[tuple[int, str]]:
        try:
            if self._member is None:
                with self._path.open("rb") as content:
                    yield from _numbered(content, self._progress)
            else:
                with zipfile.ZipFile(self._path) as archive, archive.open(self._member) as content:
                    yield from _numbered(content, self._progress)
        except UnicodeDecodeError as error:
            raise DataError(
                f"{self._path} is not UTF-8 text ({error.reason}); take the dump from GeoNames as it is"
            ) from error
        except (OSError, zipfile.BadZipFile) as error:
            raise DataError(f"{self._path} cannot be read to its end: {error}; fetch it again") from error

    def read_units(self) -> None:
        """Numbers of the first and second order units by country and codes."""
        for _, line in self._lines():
            cells = line.split("\t")
            if len(cells) == COLUMNS and cells[7] in ("ADM1", "ADM2") and cells[0].isdecimal():
                key = (cells[8], cells[10]) if cells[7] == "ADM1" else (cells[8], cells[10], cells[11])
                self.units.setdefault(key, int(cells[0]))

    def entries(self) -> Iterator[Entry]:
        """The places in the order of the dump; each number once."""
        seen: set[int] = set()
        for number, line in self._lines():
            cells = line.split("\t")
            if (fault := _fault(cells)) is not None:
                self._tell(number, fault)
            elif int(cells[0]) in seen:
                self._tell(number, f"the id {cells[0]} stands there twice")
            elif (kind := _class_of(cells)) is None:
                self.left_out += 1
            else:
                seen.add(int(cells[0]))
                self.newest = max(self.newest, cells[18])
                yield self._entry(cells, kind)

    def _tell(self, line: int, reason: str) -> None:
        self.bad_rows += 1
        if len(self.bad) < _SHOWN:
            self.bad.append(BadRow(line, reason))

    def _entry(self, cells: list[str], kind: PlaceClass) -> Entry:
        country, first, second = cells[8], cells[10], cells[11]
        above = None if kind == "admin1" else self.units.get((country, first))
        within = self.units.get((country, first, second), above) if second and cells[7] != "ADM2" else above
        population = int(cells[14] or 0)
        others = [name for name in dict.fromkeys((cells[2], *cells[3].split(","))) if name and name != cells[1]]
        return Entry(
            int(cells[0]), cells[1], float(cells[4]), float(cells[5]), kind, country or None, within if within != int(cells[0]) else None, population, None, None,
            tuple(name for name in others if keeps(name, country, max(population, SMALL))), radius=_RADIUS_KM.get(kind),
        )  # fmt: skip


def _numbered(content: IO[bytes], progress: Callable[[int], None]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(io.TextIOWrapper(content, encoding="utf-8-sig", newline="\n"), 1):
        progress(len(line))
        if line.strip():
            yield number, line.rstrip("\r\n")


def _fault(cells: list[str]) -> str | None:
    """What is wrong with a row, in words; None when it is well formed."""
    if len(cells) != COLUMNS:
        return f"{len(cells)} columns, not {COLUMNS}"
    if not cells[0].isdecimal():
        return f"the id {cells[0]!r} is no number"
    if not plain_key(cells[1]):
        return f"the name {cells[1]!r} has no letter"
    for position, limit, what in ((4, 90, "latitude"), (5, 180, "longitude")):
        try:
            right = abs(float(cells[position])) <= limit
        except ValueError:
            right = False
        if not right:
            return f"the {what} {cells[position]!r} is no number from -{limit} to {limit}"
    return f"the population {cells[14]!r} is no whole number" if cells[14] and not cells[14].isdecimal() else None


def _class_of(cells: list[str]) -> PlaceClass | None:
    """Our class of a feature; None for what a layer does not take."""
    return None if cells[7] in _LEFT_OUT else _CODES.get(cells[7]) or _CLASSES.get(cells[6])


def dump_member(path: Path) -> tuple[str | None, str, int]:
    """The text inside a dump (None: the file is the text), the layer's name and the size of the text in bytes.

    DataError for anything that is no dump.
    """
    if not path.is_file():
        raise DataError(
            f"there is no file {path}; take a country's zip from https://download.geonames.org/export/dump/"
        )
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".txt":
            return None, path.stem, path.stat().st_size
        raise DataError(f"{path} is neither a zip nor a .txt file; take a country's zip from GeoNames as it is")
    with zipfile.ZipFile(path) as archive:
        texts = [
            info
            for info in archive.infolist()
            if info.filename.lower().endswith(".txt") and "readme" not in info.filename.lower()
        ]
    if len(texts) != 1:
        told = ", ".join(info.filename for info in texts) or "no text"
        raise DataError(f"{path} holds {told} where a country dump holds one text such as SY.txt")
    return texts[0].filename, Path(texts[0].filename).stem, texts[0].file_size


def add_dump(path: Path, folder: Path, progress: Callable[[int], None] = lambda _: None) -> Added:
    """Make a layer of a dump in a folder of layers; one of the same name is replaced when the new one is whole.

    ``progress`` is given the characters read, twice over the whole text. Raises DataError when the file is no dump or has no good row.
    """
    member, name, _ = dump_member(path)
    folder.mkdir(parents=True, exist_ok=True)
    made, final = folder / f"{name}.part.sqlite", folder / f"{name}.sqlite"
    dump = _Dump(path, member, progress)
    try:
        dump.read_units()
        areas: list[Area] = []
        places, names = write_file(made, _with_areas(dump.entries(), areas), areas, (), None, {"dump": path.name})
        if not places:
            raise DataError(
                f"{path} has no row of the GeoNames main table: {dump.bad[0].reason if dump.bad else 'it is empty'}"
            )
        with path.open("rb") as content:
            digest = file_digest(content, "sha256").hexdigest()
        pin(
            made,
            {
                "dump": path.name,
                "dump_sha256": digest,
                "newest": dump.newest,
                "places": places,
                "names": names,
                "bad_rows": dump.bad_rows,
            },
        )
        made.with_suffix(".json").replace(final.with_suffix(".json"))
        made.replace(final)
    except OSError as error:
        raise DataError(f"the layer {final} cannot be written: {error.strerror or error}") from error
    finally:
        for part in (made, made.with_suffix(".json")):
            part.unlink(missing_ok=True)
    return Added(
        name=name, path=final, places=places, names=names, left_out=dump.left_out, bad=tuple(dump.bad), bad_rows=dump.bad_rows, newest=dump.newest,
    )  # fmt: skip


def _with_areas(entries: Iterator[Entry], areas: list[Area]) -> Iterator[Entry]:
    """The entries as they come, and beside them the area row of each that has a radius."""
    for entry in entries:
        if entry.radius is not None:
            areas.append((entry.no, None, None, None, None, round(entry.radius)))
        yield entry
