"""Where a user's own layers of places are kept, and which there are.

The folder is ``places`` under ``$TIDINGS_HOME``, else under ``tidings`` in ``$XDG_DATA_HOME``, else in ``~/.local/share``. A layer is one
file whose name carries its seal, the first 16 digits of its SHA-256: ``SY.3f2a9c0d1e2b4a5f.sqlite``. So a path means the same bytes for
ever, a layer is installed by one renaming, and a run whose layer has been replaced notices. What a crash leaves behind is an older
file of the same name, which the newest hides and the next ``add`` clears away.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from tidings.errors import DataError, UsageError
from tidings.reference.gazetteer_file import FORM, digest_of
from tidings.reference.gazetteer_place import connect

_SEALED = re.compile(r"(.+)\.([0-9a-f]{16})")


class Layer(Struct, frozen=True):
    """An added layer: its file, how many places it has, and the day of its newest row."""

    name: str
    path: Path
    places: int
    newest: str


def layers_folder() -> Path:
    """Where added layers live; it need not be there. UsageError when the user has no home."""
    if (folder := _folder()) is None:
        raise UsageError("there is no home folder to keep places in; set TIDINGS_HOME to a folder of your own")
    return folder


def _folder() -> Path | None:
    if home := os.environ.get("TIDINGS_HOME"):
        return Path(home) / "places"
    if data := os.environ.get("XDG_DATA_HOME"):
        return Path(data) / "tidings" / "places"
    try:
        return Path.home() / ".local" / "share" / "tidings" / "places"
    except RuntimeError:  # a user without an entry in passwd, as in many containers
        return None


def layer_files() -> dict[str, Path]:
    """The file of each added layer by name, sound or not."""
    folder = _folder()
    found = sorted(folder.glob("*.sqlite"), key=lambda path: (_changed(path), path.name)) if folder else []
    return dict(sorted((layer_name(path), path) for path in {layer_name(path): path for path in found}.values()))


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # taken away in this moment
        return 0


def layer_name(path: Path) -> str:
    """The name of the layer that a file holds: ``SY`` of ``SY.3f2a9c0d1e2b4a5f.sqlite``."""
    sealed = _SEALED.fullmatch(path.stem)
    return sealed[1] if sealed else path.stem


def installed_layers() -> tuple[Layer, ...]:
    """The added layers by name; DataError when one cannot be read."""
    return tuple(map(read_layer, layer_files().values()))


def read_layer(path: Path) -> Layer:
    """What a layer says of itself; DataError when it is none, or one of another form than this version reads."""
    name = layer_name(path)
    if not path.is_file():
        raise DataError(f"the layer {name} has been replaced or removed, {path} is gone; run the command again")
    try:
        with closing(connect(path.as_posix())) as base:
            told = dict(base.execute("SELECT key, value FROM meta").fetchall())
        if told["form"] != FORM:
            raise DataError(
                f"the layer {path} has the form {told['form']}, this version reads {FORM}; {_way_out(name)}"
            )
        return Layer(name, path, int(told["places"]), told["newest"])
    except (sqlite3.Error, KeyError, ValueError) as error:
        raise DataError(f"the layer {path} is damaged ({error}); {_way_out(name)}") from error


def layer_digest(path: Path) -> str:
    """The SHA-256 of a layer, compared with the seal in its name; DataError when it differs."""
    read_layer(path)
    try:
        digest = digest_of(path)
    except OSError as error:
        raise DataError(f"the layer {path} cannot be read: {error.strerror or error}") from error
    if path.name != _sealed_name(layer_name(path), digest):
        raise DataError(f"the layer {path} is damaged (its digest differs); {_way_out(layer_name(path))}")
    return digest


def _way_out(name: str) -> str:
    return f"add it again, or remove it with 'tidings gazetteer remove {name}'"


def _sealed_name(name: str, digest: str) -> str:
    return f"{name}.{digest[:16]}.sqlite"


def install_layer(made: Path, name: str) -> Path:
    """Make a finished file of the folder a layer, in place of any of that name; returns where it is now.

    Only files that were there before the renaming are cleared away, so of two that install at once one always stays.
    """
    final = made.with_name(_sealed_name(name, digest_of(made)))
    before = _files_of(name, made.parent)
    made.replace(final)
    for old in before:
        if old != final:
            old.unlink(missing_ok=True)
    return final


def remove_layer(name: str) -> None:
    """Take a layer away, sound or not; DataError when there is none of that name."""
    files = _files_of(name, layers_folder())
    if not files:
        raise DataError(
            f"there is no layer {name!r} in {layers_folder()}; there are: {', '.join(layer_files()) or 'none'}"
        )
    try:
        for path in files:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(f"the layer {name} cannot be removed: {error.filename}: {error.strerror}") from error


def _files_of(name: str, folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in folder.glob("*.sqlite") if layer_name(path) == name)
