"""Text and places in it: half-open ranges of code points, quotes, and the parse of an article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from msgspec import Struct

from tidings.errors import BadEvidenceError


class Evidence(Struct, frozen=True, order=True):
    """The words that support a value: ``quote`` stands at ``[start, end)`` of the article's text (code points).

    Make it with :func:`evidence`, which reads the quote off the text; whatever is put together by hand or read back
    is compared with the text when it enters a :class:`tidings.model.coding.Coding`.
    """

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            raise BadEvidenceError(f"evidence [{self.start}, {self.end}) cannot hold the quote {self.quote[:80]!r}")


def evidence(text: str, start: int, end: int) -> Evidence:
    """The evidence that stands at ``[start, end)`` of a text.

    >>> evidence("Two were killed.", 0, 3).quote
    'Two'
    """
    if not 0 <= start < end <= len(text):
        raise BadEvidenceError(f"evidence [{start}, {end}) lies outside a text of {len(text)} characters")
    return Evidence(start, end, text[start:end])


def check_evidence(text: str, found: Evidence) -> None:
    """Raise BadEvidenceError unless the quote is exactly ``text[start:end]`` (RECORD, promise 1)."""
    if text[found.start : found.end] != found.quote:
        raise BadEvidenceError(
            f"the quote {found.quote[:80]!r} is not the text at [{found.start}, {found.end}), "
            f"which reads {text[found.start : found.end][:80]!r}"
        )


class Token(Struct, frozen=True, gc=False):
    """A word: offsets in code points, Penn tag, universal part of speech, dependency to ``head`` (a token index).

    ``sentence`` is the index of its sentence; a root has itself as head and the dependency ``ROOT``. ``entity`` is the
    tagger's name type with its position (OntoNotes: ``B-GPE``, ``I-ORG`` …), empty outside names.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    entity: str


class Sentence(Struct, frozen=True):
    """A sentence: characters ``[start, end)`` and tokens ``[first, last)``."""

    start: int
    end: int
    first: int
    last: int


class Parse(Struct, frozen=True, dict=True):
    """One text with its tokens, sentences and dependency trees."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                found[token.head].append(token.index)
        return tuple(map(tuple, found))

    @cached_property
    def _dated(self) -> frozenset[int]:
        """The tokens of dates and all that stands above them."""
        found: set[int] = set()
        for token in self.tokens:
            current = token
            while token.entity.endswith(("DATE", "TIME")) and current.index not in found:
                found.add(current.index)
                current = self.tokens[current.head]
        return frozenset(found)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.tokens)

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)

    def children(self, index: int) -> tuple[int, ...]:
        """Indices of the tokens whose head is this one, left to right."""
        return self._children[index]

    def subtree(self, index: int) -> tuple[int, ...]:
        """Indices of a token and all that hang from it, in text order."""
        found, stack = [], [index]
        while stack:
            found.append(current := stack.pop())
            stack.extend(self._children[current])
        return tuple(sorted(found))

    def is_dated(self, index: int) -> bool:
        """Whether a date or a time of day hangs from a token, or is it."""
        return index in self._dated

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that overlap characters ``[start, end)``."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end, lo=first)
        return tuple(token for token in self.tokens[first:last] if token.end > start)

    def head_of(self, start: int, end: int) -> int:
        """Index of the token that governs ``[start, end)``: the first whose head lies outside. -1 when none is there."""
        inside = self.tokens_in(start, end)
        indices = {token.index for token in inside}
        for token in inside:
            if token.head not in indices or token.head == token.index:
                return token.index
        return -1

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds a character offset (the last one begun before it); -1 in an empty text."""
        return min(bisect_right(self._sentence_starts, offset) - 1, len(self.sentences) - 1)
