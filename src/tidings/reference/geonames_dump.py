"""A GeoNames country dump as a layer of the user's own: all villages, camps, wadis and hills of a country, under the shipped gazetteer.

The dump is the zip that GeoNames publishes a country (``SY.zip`` with ``SY.txt``) or that text file itself: UTF-8, tab-separated, the 19
columns of the GeoNames main table, no header (https://download.geonames.org/export/dump/readme.txt; CC BY 4.0). A layer is a file of
places like the shipped one. Malformed rows are left out and told.
"""

from __future__ import annotations

import re
import sqlite3
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.gazetteer_file import OWN, Area, Entry, digest_of, note, write_file
from tidings.reference.name_keeping import SMALL, keeps
from tidings.reference.placenames import PlaceClass, plain_key
from tidings.reference.user_layers import install_layer

COLUMNS = 19
_SHOWN = 10
_CLIPPED = 40  # letters of a bad value that are told
_DAY_SECONDS = 86_400
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ENCRYPTED = 1  # the bit of a member's flags
_PART = ".part"
# What a damaged zip makes Python raise: bad offsets are ValueErrors, bad streams are zlib's.
_UNREADABLE = (OSError, EOFError, ValueError, NotImplementedError, zipfile.BadZipFile, zlib.error)
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
    "PCL PCLD PCLF PCLH PCLI PCLIX PCLS TERR ZN ZNB ZNF HTL RSRT SPA GHSE REST MALL SHPC STRT ADM1H ADM2H ADM3H ADM4H ADMDH PPLH".split()
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
        except _UNREADABLE as error:
            raise DataError(f"{self._path} cannot be read to its end: {error}; fetch it again") from error

    def _rows(self, tell: Callable[[int, str], None]) -> Iterator[tuple[list[str], PlaceClass | None]]:
        """The well-formed rows in the order of the dump, each number once, with our class of each."""
        seen: set[int] = set()
        for number, line in self._lines():
            cells = line.split("\t")
            if (fault := _fault(cells)) is not None:
                tell(number, fault)
            elif int(cells[0]) in seen:
                tell(number, f"the id {cells[0]} stands there twice")
            else:
                if (kind := _class_of(cells)) is not None:
                    seen.add(int(cells[0]))
                yield cells, kind

    def read_units(self) -> None:
        """Numbers of the first and second order units by country and codes."""
        for cells, _ in self._rows(lambda *_: None):
            if cells[7] in ("ADM1", "ADM2"):
                key = (cells[8], cells[10]) if cells[7] == "ADM1" else (cells[8], cells[10], cells[11])
                self.units.setdefault(key, int(cells[0]))

    def entries(self) -> Iterator[Entry]:
        """The places in the order of the dump; bad rows are told."""
        for cells, kind in self._rows(self._tell):
            if kind is None:
                self.left_out += 1
            else:
                if _DAY.fullmatch(cells[18]):
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
    for number, read in enumerate(content, 1):
        progress(len(read))
        line = read.decode("utf-8-sig" if number == 1 else "utf-8")
        if line.strip():
            yield number, line.rstrip("\r\n")


def _fault(cells: list[str]) -> str | None:
    """What is wrong with a row, in words; None when it is well formed."""
    if len(cells) != COLUMNS:
        return f"{len(cells)} columns, not {COLUMNS}"
    if not _is_number(cells[0]):
        return f"the id {_clipped(cells[0])} is no number below {OWN:,}"
    if not plain_key(cells[1]):
        return f"the name {_clipped(cells[1])} has no letter"
    for position, limit, what in ((4, 90, "latitude"), (5, 180, "longitude")):
        try:
            right = abs(float(cells[position])) <= limit
        except ValueError:
            right = False
        if not right:
            return f"the {what} {_clipped(cells[position])} is no number from -{limit} to {limit}"
    if cells[14] and not _is_number(cells[14]):
        return f"the population {_clipped(cells[14])} is no whole number below {OWN:,}"
    return None


def _is_number(cell: str) -> bool:
    """Whether a cell is a whole number that the file can hold; ids from ``OWN`` on are those of our own rows."""
    return cell.isdecimal() and len(cell) <= len(str(OWN)) and int(cell) < OWN


def _clipped(cell: str) -> str:
    return repr(cell if len(cell) <= _CLIPPED else f"{cell[:_CLIPPED]}…")


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
    texts = _texts_in(path)
    if len(texts) != 1:
        told = ", ".join(info.filename for info in texts) or "no text"
        raise DataError(f"{path} holds {told} where a country dump holds one text such as SY.txt")
    (text,) = texts
    if text.flag_bits & _ENCRYPTED or text.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DataError(
            f"{text.filename} in {path} is encrypted or packed in an unusual way; take the zip from GeoNames as it is"
        )
    return text.filename, Path(text.filename).stem, text.file_size


def _texts_in(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except _UNREADABLE as error:
        raise DataError(f"the zip {path} is damaged: {error}; fetch it again") from error
    named = [(info.filename.lower(), info) for info in members]
    return [info for name, info in named if name.endswith(".txt") and "readme" not in name]


def add_dump(path: Path, folder: Path, progress: Callable[[int], None] = lambda _: None) -> Added:
    """Make a layer of a dump in a folder of layers; one of the same name is replaced when the new one is whole.

    ``progress`` is given the bytes read, twice over the whole text. Raises DataError when the file is no dump, has no good row or the
    folder cannot be written.
    """
    member, name, _ = dump_member(path)
    dump = _Dump(path, member, progress)
    dump.read_units()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear_away(folder)
        with NamedTemporaryFile(dir=folder, suffix=_PART, delete=False) as part:
            made = Path(part.name)
        try:
            places, names = _write(dump, path, made)
            final = install_layer(made, name)
        finally:
            made.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise DataError(f"the layer {name} cannot be written in {folder}: {error}") from error
    return Added(
        name=name, path=final, places=places, names=names, left_out=dump.left_out, bad=tuple(dump.bad), bad_rows=dump.bad_rows, newest=dump.newest,
    )  # fmt: skip


def _write(dump: _Dump, path: Path, made: Path) -> tuple[int, int]:
    """Write the whole file; gives places and names."""
    areas: list[Area] = []
    places, names = write_file(made, _with_areas(dump.entries(), areas), areas, (), None, {"dump": path.name})
    if not places:
        reason = dump.bad[0].reason if dump.bad else "it has none that a layer takes"
        raise DataError(f"{path} has no row of the GeoNames main table: {reason}")
    note(made, {"dump_sha256": digest_of(path), "newest": dump.newest, "places": places})
    return places, names


def _clear_away(folder: Path) -> None:
    """Remove what an ``add`` that was killed has left behind, once nobody can be at work on it."""
    for part in folder.glob(f"*{_PART}"):
        with suppress(FileNotFoundError):  # who was at work on it has just finished
            if time.time() - part.stat().st_mtime > _DAY_SECONDS:
                part.unlink()


def _with_areas(entries: Iterator[Entry], areas: list[Area]) -> Iterator[Entry]:
    """The entries as they come, and beside them the area row of each that has a radius."""
    for entry in entries:
        if entry.radius is not None:
            areas.append((entry.no, None, None, None, None, round(entry.radius)))
        yield entry
