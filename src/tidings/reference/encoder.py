"""The trained encoder that ships with tidings: int8 ONNX, its heads and its vocabulary, checked by sha256 when loaded.

Made by ``python -m training.export``; what the weights saw and under which licence is in docs/method/encoder.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tidings.errors import DataError
from tidings.reference.word_pieces import WordPieces

if TYPE_CHECKING:
    import onnxruntime

Array = NDArray[np.float32]
WINDOW, STEP = 320, 272  # pieces a window, pieces between the starts of two windows
_CLS, _SEP = 101, 102
_MANIFEST = "encoder.json"


class Pieces(Struct, frozen=True, kw_only=True):
    """A text in word pieces: character offsets, which of them begin a word, and a vector for each [pieces, 384]."""

    offsets: Sequence[tuple[int, int]]
    begins: Sequence[bool]
    vectors: Array


class Encoder:
    """Turns texts into vectors of word pieces. One thread a worker; the same text gives the same vectors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Mapping[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        for name, digest in self.manifest["files"].items():
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != digest:
                raise DataError(f"{folder / name} has sha256 {found}, {_MANIFEST} says {digest}: install tidings again")

    @classmethod
    def shipped(cls) -> Encoder:
        """The encoder of the installed package."""
        with as_file(files("tidings.reference") / "data" / "encoder") as folder:
            return cls(folder)

    @cached_property
    def cutter(self) -> WordPieces:
        """What cuts texts into the pieces that the network knows."""
        return WordPieces(self.folder / "vocab.txt")

    @cached_property
    def session(self) -> onnxruntime.InferenceSession:
        """The network, on one thread."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(
            str(self.folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def heads(self) -> Mapping[str, Array]:
        """The matrices of the heads by name."""
        with np.load(self.folder / "heads.npz") as arrays:
            return {name: arrays[name] for name in arrays.files}

    def read(self, text: str) -> Pieces:
        """The pieces of a text with their vectors; a piece in two windows takes the one in which it has more around it."""
        cut = self.cutter.cut(text)
        ids = cut.ids
        vectors = np.zeros((len(ids), 384), np.float32)
        depth = np.full(len(ids), -1)
        for start in starts_of_windows(len(ids)) if ids else ():
            end = min(len(ids), start + WINDOW)
            found = self._pass(ids[start:end])
            place = np.arange(start, end)
            inside = np.minimum(place - start + (len(ids) if start == 0 else 0), end - 1 - place + (len(ids) if end == len(ids) else 0))  # fmt: skip
            better = inside > depth[start:end]
            vectors[start:end][better] = found[better]
            depth[start:end][better] = inside[better]
        return Pieces(offsets=cut.offsets, begins=cut.begins, vectors=vectors)

    def _pass(self, ids: Sequence[int]) -> Array:
        """The vectors of one window. Windows go alone: int8 scales by all that is in a pass, so a neighbour would be felt."""
        vectors: Array = self.session.run(None, {"pieces": np.array([[_CLS, *ids, _SEP]], np.int64)})[0]
        return vectors[0, 1:-1]


def starts_of_windows(length: int) -> list[int]:
    """Where the windows of a text begin: as few as hold it, evenly laid."""
    if length <= WINDOW:
        return [0]
    several = -(-(length - WINDOW) // STEP) + 1
    return [round(number * (length - WINDOW) / (several - 1)) for number in range(several)]
