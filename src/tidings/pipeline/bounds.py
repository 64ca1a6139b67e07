"""A parser that no text can choke: long texts go through it in pieces, runs without a space are passed over, endless
sentences are cut. Time grows with the length of a text and memory does not, whatever stands there.

Unbounded, spaCy wants some 10 kB a token until a text is done, refuses a million characters, and takes quadratic time over
marks without a space (100,000 quotation marks: many minutes). An ordinary article goes through whole and parses as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tidings.model.coding import Failure
from tidings.model.text import Parse, Sentence, Token

if TYPE_CHECKING:
    from tidings.annotate.sentences import Parser

LONGEST_PIECE: Final = 40_000  # characters; fewer than one article in a thousand is longer
LONGEST_RUN: Final = 500  # characters without a space; the longest web addresses in news have about 300
LONGEST_SENTENCE: Final = 400  # words; what is longer is a table without its lines
_WORD: Final = re.compile(r"\S+")
_SENTENCE_END: Final = re.compile(r"[.!?]['\"’”)\]]*\s")


class BoundedParser:
    """Another parser, given only what it can take."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    def parse(self, text: str) -> Parse:
        """The parse of a text of any length; offsets are those of the whole."""
        cut = list(pieces(text))
        if cut == [(0, len(text))]:
            return with_short_sentences(self._parser.parse(text))
        parts = ((start, self._parser.parse(text[start:end])) for start, end in cut)
        return with_short_sentences(_joined(text, parts))


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """What of a text is parsed at once: all but the runs without a space, cut at line ends, else sentences, else spaces."""
    start = 0
    for run_start, run_end in [*_runs(text), (len(text), len(text))]:
        while start < run_start:
            end = _end_of_piece(text, start, run_start)
            yield start, end
            start = end
        start = run_end


def passed_over(text: str) -> tuple[Failure, ...]:
    """A note in plain words when a part of a text is not parsed."""
    lengths = [end - start for start, end in _runs(text)]
    if not lengths:
        return ()
    what = f"{sum(lengths):,} characters that stand without a space between them hold no sentence and were passed over"
    return (Failure(step="parse", reason=what),)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    if len(text) >= LONGEST_RUN:
        yield from (word.span() for word in _WORD.finditer(text) if word.end() - word.start() >= LONGEST_RUN)


def _end_of_piece(text: str, start: int, last: int) -> int:
    limit = start + LONGEST_PIECE
    if limit >= last:
        return last
    line = text.rfind("\n", start, limit) + 1
    if line > start:
        return line
    ends = [found.end() for found in _SENTENCE_END.finditer(text, start, limit)]
    return ends[-1] if ends else text.rfind(" ", start, limit) + 1 or limit


def _joined(text: str, parts: Iterable[tuple[int, Parse]]) -> Parse:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for start, part in parts:
        first, number = len(tokens), len(sentences)
        tokens.extend(
            replace(
                token, index=token.index + first, start=token.start + start, end=token.end + start,
                head=token.head + first, sentence=token.sentence + number,
            )
            for token in part.tokens
        )  # fmt: skip
        sentences.extend(
            Sentence(one.start + start, one.end + start, one.first + first, one.last + first) for one in part.sentences
        )
    return Parse(text, tuple(tokens), tuple(sentences))


def with_short_sentences(parse: Parse) -> Parse:
    """The parse with each sentence of too many words cut into several, each a tree of its own."""
    if all(one.last - one.first <= LONGEST_SENTENCE for one in parse.sentences):
        return parse
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for sentence in parse.sentences:
        for first in range(sentence.first, sentence.last, LONGEST_SENTENCE):
            part = parse.tokens[first : min(first + LONGEST_SENTENCE, sentence.last)]
            tokens.extend(_one_tree(part, len(sentences)))
            sentences.append(Sentence(part[0].start, part[-1].end, first, part[-1].index + 1))
    return Parse(parse.text, tuple(tokens), tuple(sentences))


def _one_tree(part: tuple[Token, ...], sentence: int) -> Iterator[Token]:
    """The words of a sentence; those whose head stands outside hang from the first of them."""
    first, last = part[0].index, part[-1].index
    tops = {token.index for token in part if token.head == token.index or not first <= token.head <= last}
    root = min(tops)
    for token in part:
        if token.index not in tops:
            yield replace(token, sentence=sentence)
        else:
            yield replace(token, sentence=sentence, head=root, dep="ROOT" if token.index == root else "dep")
