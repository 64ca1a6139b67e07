"""Long texts parsed piece by piece, so that no text, however long or odd, takes more than its share of memory and time.

spaCy wants some 10 kB a token until a text is done, refuses a million characters, and takes quadratic time over marks
without a space (100,000 quotation marks: many minutes). Texts of ordinary length go through whole and parse as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tidings.model.text import Parse, Sentence, Token

if TYPE_CHECKING:
    from tidings.annotate.sentences import Parser

LONGEST: Final = 40_000  # characters parsed at once; fewer than one article in a thousand is longer
LONGEST_RUN: Final = 500  # characters without a space between them; the longest web addresses in news have about 300
_RUN: Final = re.compile(rf"\S{{1,{LONGEST_RUN}}}")
_SENTENCE_END: Final = re.compile(r"[.!?]['\"’”)\]]*\s")


class PiecewiseParser:
    """A parser that hands another one pieces it can take, and joins what it says."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    def parse(self, text: str) -> Parse:
        """The parse of a text of any length."""
        cut = list(pieces(text))
        if len(cut) < 2:
            return self._parser.parse(text)
        return _joined(text, ((start, self._parser.parse(text[start:end])) for start, end in cut))


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where a text is cut: at line ends, else ends of sentences, else spaces; a long run without a space is cut anywhere."""
    start = 0
    while start < len(text):
        end = _end_of_piece(text, start)
        yield start, end
        start = end


def _end_of_piece(text: str, start: int) -> int:
    limit = min(start + LONGEST, len(text))
    for run in _RUN.finditer(text, start, limit):
        if run.end() - run.start() == LONGEST_RUN:
            return run.start() if run.start() > start else run.end()
    if limit == len(text):
        return limit
    line = text.rfind("\n", start, limit) + 1
    if line > start:
        return line
    ends = [found.end() for found in _SENTENCE_END.finditer(text, start, limit)]
    return ends[-1] if ends else _after_space(text, start, limit)


def _after_space(text: str, start: int, limit: int) -> int:
    space = text.rfind(" ", start, limit) + 1
    return space if space > start else limit


def _joined(text: str, parts: Iterator[tuple[int, Parse]]) -> Parse:
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
