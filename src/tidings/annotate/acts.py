"""Acts as the trained heads read them: for each word that may tell an act its type, how sure, and how the act stands.

The heads are small matrices on the vectors of :class:`tidings.reference.encoder.Encoder`; they are written in PyTorch in
``training/heads.py`` and applied here with numpy.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from tidings.annotate.gate import find_conflict
from tidings.model.mentions import ActMention, ActorMention
from tidings.model.text import Parse, Sentence, Token
from tidings.model.values import FIGHTING_KINDS
from tidings.reference.encoder import Array, Encoder, Pieces
from tidings.reference.gate_words import GateWords

Run = tuple[Token, ...]
_LONGEST_GAP = 200  # characters without a word that are still read
_ANY_SIDE, _NAMED = "fighters", ("name", "force", "unnamed")
_AROUND = 2  # sentences read before and after one of conflict; with one, twice as many acts come out otherwise than in whole texts
_LONGEST_STRETCH = 40_000  # characters read at once, which bounds the memory of a long text
_MOST_WORDS = 8  # of the encoder in one of the parser
_LEAST = 0.15  # words below are not looked at again


def find_acts(
    parse: Parse, actors: Sequence[ActorMention], encoder: Encoder, known: GateWords | None = None
) -> tuple[ActMention, ...]:
    """The words of a text that may tell an act, in text order. A word of several pieces is as sure as its surest.

    Named sides are read as one and the same word, so that no act is seen better for who did it. With the words ``known`` to the
    gate only sentences near one that would pass it are read: half of a text about other matters is not.
    """
    sides = sorted(_with_article(parse, each) for each in actors if each.form in _NAMED and each.kind in FIGHTING_KINDS)
    sentences = parse.sentences if known is None else tuple(_near_conflict(parse, known))
    return tuple(act for runs in _stretches(parse, sentences) for act in _acts_in(parse, runs, sides, encoder))


def _near_conflict(parse: Parse, known: GateWords) -> Iterator[Sentence]:
    """The sentences that would pass the gate, and those before and after them, which may tell of the same."""
    passing = [find_conflict(parse.text[each.start : each.end], known).passes for each in parse.sentences]
    for number, sentence in enumerate(parse.sentences):
        if any(passing[max(0, number - _AROUND) : number + _AROUND + 1]):
            yield sentence


def _stretches(parse: Parse, sentences: Iterable[Sentence]) -> Iterator[list[Run]]:
    """What is read at once, all of an ordinary article: the tokens of sentences, those side by side in one run."""
    runs, length = list[Run](), 0
    for sentence in sentences:
        if runs and length + sentence.end - sentence.start > _LONGEST_STRETCH:
            yield runs
            runs, length = [], 0
        follows = runs and runs[-1][-1].index + 1 == sentence.first
        first = runs.pop()[0].index if follows else sentence.first
        runs.append(parse.tokens[first : sentence.last])
        length += sentence.end - sentence.start + 1
    if runs:
        yield runs


def _acts_in(
    parse: Parse, runs: Sequence[Run], sides: Sequence[tuple[int, int]], encoder: Encoder
) -> Iterator[ActMention]:
    text, places = _readable(parse, runs, sides)
    pieces = encoder.read(text)
    words = np.flatnonzero(np.array(pieces.begins, bool))
    if not len(words):
        return
    chances = softmax(linear(encoder.heads, "types", pieces.vectors[words]))
    acting = 1 - chances[:, -1]
    starts = [pieces.offsets[int(word)][0] for word in words]
    for index, place in places.items():
        token = parse.tokens[index]
        first, last = bisect_left(starts, place), bisect_left(starts, place + token.end - token.start)
        inside = range(first, min(last, first + _MOST_WORDS))
        best = max(inside, key=lambda number: float(acting[number]), default=None)
        if best is not None and acting[best] >= _LEAST:
            yield _mention(encoder, token, pieces, int(words[best]), chances[best])


def _readable(parse: Parse, runs: Sequence[Run], sides: Sequence[tuple[int, int]]) -> tuple[str, dict[int, int]]:
    """A stretch of text as the encoder reads it, and where in it each word begins; a blank between runs."""
    parts, places, length = list[str](), dict[int, int](), 0
    for tokens in runs:
        words, begins = _readable_run(parse, tokens, sides)
        places.update((token, begin + length) for token, begin in begins.items())
        parts.append(words)
        length += len(words) + 1
    return " ".join(parts), places


def _readable_run(parse: Parse, tokens: Run, sides: Sequence[tuple[int, int]]) -> tuple[str, dict[int, int]]:
    """The words of a run as the encoder reads them, and where each begins.

    Sides give way to one word, and stretches in which no word stands (long runs of marks, tables of figures) to a blank.
    """
    begin, end = tokens[0].start, tokens[-1].end
    parts, places, at, length = list[str](), dict[int, int](), begin, 0
    side = bisect_left(sides, (begin, begin))

    def add(words: str) -> None:
        nonlocal length
        parts.append(words)
        length += len(words)

    for token in tokens:
        while side < len(sides) and sides[side][1] <= token.start:
            side += 1
        if token.start < at or not any(map(str.isalpha, token.text)):
            continue
        gap = parse.text[at : token.start]
        add(gap if len(gap) <= _LONGEST_GAP else " ")
        if side < len(sides) and sides[side][0] <= token.start:
            add(_ANY_SIDE)
            at = sides[side][1]
        else:
            places[token.index] = length
            add(parse.text[token.start : token.end])
            at = token.end
    gap = parse.text[at:end]
    add(gap if len(gap) <= _LONGEST_GAP else " ")
    return "".join(parts), places


def _with_article(parse: Parse, mention: ActorMention) -> tuple[int, int]:
    """The characters of a mention with the article before it."""
    first = parse.tokens_in(mention.start, mention.end)[0].index
    before = parse.tokens[max(0, first - 1)]
    return (before.start if before.text.lower() == "the" else mention.start), mention.end


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
