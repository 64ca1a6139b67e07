"""Acts as the trained heads read them: for each word that may tell an act its type, how sure, and how the act stands.

The heads are small matrices on the vectors of :class:`tidings.reference.encoder.Encoder`; they are written in PyTorch in
``training/heads.py`` and applied here with numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tidings.model.mentions import ActMention
from tidings.model.text import Parse, Token
from tidings.reference.encoder import Array, Encoder, Pieces

_LONGEST_GAP = 200  # characters without a word that are still read
_LEAST = 0.15  # words below are not looked at again


def find_acts(parse: Parse, encoder: Encoder) -> tuple[ActMention, ...]:
    """The words of a text that may tell an act, in text order. A word of several pieces is as sure as its surest."""
    if not parse.tokens:
        return ()
    pieces = encoder.read(_readable(parse))
    words = np.flatnonzero(np.array(pieces.begins, bool))
    chances = softmax(linear(encoder.heads, "types", pieces.vectors[words]))
    if not len(words):
        return ()
    acting = 1 - chances[:, -1]
    starts = [pieces.offsets[int(word)][0] for word in words]
    found = []
    at = 0
    for token in parse.tokens:
        while at < len(starts) and starts[at] < token.start:
            at += 1
        inside = [number for number in range(at, len(starts)) if starts[number] < token.end][:8] if at < len(starts) and starts[at] < token.end else []  # fmt: skip
        if not inside:
            continue
        best = max(inside, key=lambda number: float(acting[number]))
        if acting[best] >= _LEAST and any(map(str.isalpha, token.text)):
            found.append(_mention(encoder, token, pieces, int(words[best]), chances[best]))
    return tuple(found)


def _readable(parse: Parse) -> str:
    """The text as long as before, with blanks for stretches in which no word stands: long runs of marks, tables of figures."""
    spoken = [token for token in parse.tokens if any(map(str.isalpha, token.text))]
    parts, at = list[str](), 0
    for start, end in (*((token.start, token.end) for token in spoken), (len(parse.text), len(parse.text))):
        gap = parse.text[at:start]
        parts.append(gap if len(gap) <= _LONGEST_GAP else " " * len(gap))
        parts.append(parse.text[start:end])
        at = max(at, end)
    return "".join(parts)


def _mention(encoder: Encoder, token: Token, pieces: Pieces, piece: int, chances: Array) -> ActMention:
    types: Sequence[str] = encoder.manifest["types"]
    order = np.argsort(-chances[:-1], kind="stable")[:3]
    standing = sigmoid(linear(encoder.heads, "standing", pieces.vectors[piece]))
    return ActMention(
        start=token.start,
        end=token.end,
        token=token.index,
        chance=_rounded(1 - chances[-1]),
        types=tuple((types[number], _rounded(chances[number])) for number in order),
        standing=tuple(
            (name, _rounded(value)) for name, value in zip(encoder.manifest["standing"], standing, strict=True)
        ),
    )


def _rounded(value: float) -> float:
    """To hundredths: what is below is noise of the processor, and must not make two machines differ."""
    return round(float(value), 2)


def linear(heads: Mapping[str, Array], name: str, vectors: Array) -> Array:
    """A head of one matrix."""
    scores: Array = vectors @ heads[f"{name}.weight"].T + heads[f"{name}.bias"]
    return scores


def pairs(heads: Mapping[str, Array], name: str, left: Array, right: Array) -> Array:
    """A head of pairs: vectors [n, 384] and [m, 384] to scores [labels, n, m]."""
    one, other = (
        with_one(bent(linear(heads, f"{name}.{side}", some))) for side, some in (("left", left), ("right", right))
    )
    scores: Array = np.einsum("ik,rkl,jl->rij", one, heads[f"{name}.form"], other, optimize=True)
    return scores


def with_one(projected: Array) -> Array:
    """A constant after each row."""
    return np.concatenate([projected, np.ones_like(projected[:, :1])], -1)


def softmax(scores: Array) -> Array:
    """Chances of the labels in each row."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float32)


def sigmoid(scores: Array) -> Array:
    """The chance of each label alone."""
    return np.asarray(1 / (1 + np.exp(-scores)), np.float32)


def bent(scores: Array) -> Array:
    """GELU, with the error function of Abramowitz and Stegun 7.1.26 (off by less than 1.5e-7)."""
    scaled = np.abs(scores) / np.float32(np.sqrt(2))
    part = 1 / (1 + 0.3275911 * scaled)
    series = (
        (((1.061405429 * part - 1.453152027) * part + 1.421413741) * part - 0.284496736) * part + 0.254829592
    ) * part
    error = np.sign(scores) * (1 - series * np.exp(-scaled * scaled))
    return np.asarray(scores * 0.5 * (1 + error), np.float32)
