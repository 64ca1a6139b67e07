"""Where a user's own layers of places are kept, and which there are.

The folder is ``places`` under ``$TIDINGS_HOME``, else under ``tidings`` in ``$XDG_DATA_HOME``, else in ``~/.local/share``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from msgspec import Struct

from tidings.errors import DataError


class Layer(Struct, frozen=True):
    """An added layer: its file, how many places it has, and the day of its newest row."""

    name: str
    path: Path
    places: int
    newest: str


def layers_folder() -> Path:
    """Where added layers live; it need not be there."""
    if home := os.environ.get("TIDINGS_HOME"):
        return Path(home) / "places"
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "tidings" / "places"


def installed_layers() -> tuple[Layer, ...]:
    """The added layers by name; DataError when one has lost its sidecar."""
    return tuple(_layer(path) for path in sorted(layers_folder().glob("*.sqlite")) if not path.stem.endswith(".part"))


def _layer(path: Path) -> Layer:
    try:
        told = json.loads(path.with_suffix(".json").read_text("utf-8"))
        return Layer(path.stem, path, int(told["places"]), str(told["newest"]))
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"the layer {path} has no readable sidecar: {error}; add it again or remove it") from error


def remove_layer(name: str) -> Layer:
    """Take a layer away; DataError when there is none of that name."""
    found = next((layer for layer in installed_layers() if layer.name == name), None)
    if found is None:
        names = ", ".join(layer.name for layer in installed_layers()) or "none"
        raise DataError(f"there is no layer {name!r} in {layers_folder()}; there are: {names}")
    found.path.unlink()
    found.path.with_suffix(".json").unlink(missing_ok=True)
    return found
