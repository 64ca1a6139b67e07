"""The incident heads of the trained encoder: spans that may fill a role of MUC-4, and the types of a text.

The heads are trained with the encoder (``training/heads.py``, ``training/incidents.py``) and kept here in
``muc4_heads.npz``: nothing but this adapter asks in MUC-4's terms.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct

from tidings.annotate.acts import bent, linear, sigmoid, softmax, with_one
from tidings.reference.encoder import Array, Encoder, Pieces

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon", "VictimDescription")
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
EFFECTS = ("DEATH", "INJURY", "REGAINED FREEDOM", "NO INJURY OR DEATH")
_LONGEST, _LEAST = 18, 0.02
_FILE = Path(__file__).with_name("muc4_heads.npz")


class Filler(Struct, frozen=True, kw_only=True):
    """Words that may fill a role: how likely, for incidents of which types, and what became of them."""

    role: str
    start: int
    end: int
    chance: float
    types: tuple[float, ...]
    effects: tuple[float, ...]


class Reading(Struct, frozen=True, kw_only=True):
    """What the heads say of a text: the chance of each type, and all fillers that are at all likely."""

    types: tuple[float, ...]
    fillers: tuple[Filler, ...]
    is_read: bool = True


UNREAD = Reading(types=(0.0,) * len(TYPES), fillers=(), is_read=False)


class IncidentReader:
    """Encoder and incident heads together."""

    def __init__(self, encoder: Encoder, heads: Path) -> None:
        self.encoder = encoder
        with np.load(heads) as arrays:
            self.heads: Mapping[str, Array] = {name: arrays[name].astype(np.float32) for name in arrays.files}

    @classmethod
    def shipped(cls) -> IncidentReader:
        """The encoder of the package with the heads beside this file."""
        return _shipped()

    def read(self, text: str) -> Reading:
        """The reading of a text."""
        pieces = self.encoder.read(text)
        if not len(pieces.vectors):
            return Reading(types=(0.0,) * len(TYPES), fillers=())
        types = self._types(pieces.vectors)
        return Reading(types=tuple(map(float, sigmoid(types))), fillers=tuple(self._fillers(pieces, types)))

    def _types(self, vectors: Array) -> Array:
        known = self.heads
        weights = softmax(linear(known, "look", vectors).T)
        gist = weights @ vectors
        scores = linear(known, "peak", vectors)
        top = scores.max(0)
        peak = top + np.log(np.exp(scores - top).sum(0)) - math.log(50)
        types: Array = (gist * known["kind"]).sum(-1) + known["kind_bias"] + peak
        return types

    def _fillers(self, pieces: Pieces, types: Array) -> list[Filler]:
        known, vectors = self.heads, pieces.vectors
        left, right = (with_one(bent(linear(known, f"spans.{side}", vectors))) for side in ("left", "right"))
        formed = np.einsum("ik,rkl->ril", left, known["spans.form"])
        sums = np.concatenate(
            [np.zeros((1, vectors.shape[1]), np.float32), vectors.cumsum(0, dtype=np.float64).astype(np.float32)]
        )
        found: list[Filler] = []
        for more in range(min(_LONGEST, len(vectors))):
            chances = sigmoid((formed[:, : len(vectors) - more] * right[None, more:]).sum(-1))
            roles, firsts = np.nonzero(chances > _LEAST)
            if not len(firsts):
                continue
            lasts = firsts + more
            mean = (sums[lasts + 1] - sums[firsts]) / (more + 1)
            wide = np.concatenate([vectors[firsts], vectors[lasts], mean, np.repeat(types[None], len(firsts), 0)], -1)
            said = linear(known, "typed.3", bent(linear(known, "typed.0", wide)))
            for role, first, row in zip(roles.tolist(), firsts.tolist(), said, strict=True):
                found.append(
                    Filler(
                        role=ROLES[role],
                        start=pieces.offsets[first][0],
                        end=pieces.offsets[first + more][1],
                        chance=float(chances[role, first]),
                        types=tuple(map(float, sigmoid(row[: len(TYPES)]))),
                        effects=tuple(map(float, softmax(row[len(TYPES) :]))),
                    )
                )
        return sorted(found, key=lambda filler: (filler.start, filler.end, filler.role))


@cache
def _shipped() -> IncidentReader:
    return IncidentReader(Encoder.shipped(), _FILE)
