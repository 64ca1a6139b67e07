"""Passages of an article around the words that bear an account, each word with its roles, and never the whole article."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from tidings.model.coding import Account
from tidings.model.text import Evidence

#: The roles in the order in which their words matter when not all can be shown.
ROLES: Final = ("act", "count", "place", "date", "actor", "recipient", "attribution", "means")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9\u0600-\u06ff\u0400-\u042f])|\n+")
_LEAST: Final = 200  # code points: a brief is not cut below this, since its one sentence may be all of it
_AROUND: Final = 60  # code points kept before and behind a word in a sentence that is too long to show


class Segment(Struct, frozen=True):
    """A stretch of text in which the same roles hold; ``roles`` is empty for the words between."""

    text: str
    roles: tuple[str, ...]


class Passage(Struct, frozen=True):
    """A stretch of an article without a gap, in segments. ``start``, ``end``: where it stands, in code points."""

    start: int
    end: int
    segments: tuple[Segment, ...]


class Excerpt(Struct, frozen=True):
    """The passages of one account, and how many of its words had no room."""

    passages: tuple[Passage, ...]
    left_out: int


def role_spans(account: Account) -> Iterator[tuple[str, Evidence]]:
    """The evidence of an account by role, the most telling first."""
    places = [account.place, *account.other_places] if account.place else list(account.other_places)
    yield from (("act", span) for span in account.evidence)
    yield from (("count", span) for count in account.counts for span in count.evidence)
    yield from (("place", span) for place in places for span in place.evidence)
    yield from (("date", span) for span in account.date.evidence)
    yield from (("actor", span) for actor in account.actors for span in actor.evidence)
    yield from (("recipient", span) for actor in account.recipients for span in actor.evidence)
    yield from (("attribution", span) for said in account.attribution for span in said.evidence)
    yield from (("means", span) for means in account.means for span in means.evidence)


def room(text: str, most: int, accounts: int) -> int:
    """How many code points of an article each of its accounts may show: two thirds of the text or ``most`` for all together."""
    return max(_LEAST, min(most, len(text) * 2 // 3)) // max(1, accounts)


def excerpt(text: str, account: Account, budget: int) -> Excerpt:
    """The sentences that hold the account's words, the most telling first until the budget is used; then their neighbours."""
    marks = list(role_spans(account))
    sentences = _sentences(text)
    windows: dict[int, tuple[int, int]] = {}
    left = budget
    for _, span in marks:
        number = _sentence_of(sentences, span.start)
        if number in windows:
            continue
        window = _fitted(text, sentences[number], [each for _, each in marks], span, left)
        if window is not None:
            windows[number] = window
            left -= window[1] - window[0]
    for number in [near for each in sorted(windows) for near in (each - 1, each + 1)]:
        if (
            0 <= number < len(sentences)
            and number not in windows
            and sentences[number][1] - sentences[number][0] <= left
        ):
            windows[number] = sentences[number]
            left -= sentences[number][1] - sentences[number][0]
    found = tuple(_passage(text, start, end, marks) for start, end in _joined(sorted(windows.values()), text))
    shown = sum(any(one.start <= span.start and span.end <= one.end for one in found) for _, span in marks)
    return Excerpt(passages=found, left_out=len(marks) - shown)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of a text that holds ``[start, end)``, or more where the words run over its end."""
    first, last = _sentences(text)[_sentence_of(_sentences(text), start)]
    return text[first : max(last, end)]


def _sentences(text: str) -> list[tuple[int, int]]:
    """First and last offset of each sentence, as far as full stops and line breaks tell."""
    starts = [0, *(found.end() for found in _SENTENCE_END.finditer(text))]
    ends = [*(found.start() for found in _SENTENCE_END.finditer(text)), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start] or [(0, len(text))]


def _sentence_of(sentences: list[tuple[int, int]], offset: int) -> int:
    return max((number for number, (start, _) in enumerate(sentences) if start <= offset), default=0)


def _fitted(
    text: str, sentence: tuple[int, int], marks: list[Evidence], span: Evidence, left: int
) -> tuple[int, int] | None:
    """The sentence, or where it is too long the stretch around the words; ``None`` when there is no room for those."""
    start, end = sentence
    if end - start <= left:
        return sentence
    first, last = max(start, span.start - _AROUND), min(end, span.end + _AROUND)
    if last - first > left:
        first, last = span.start, min(span.end, span.start + left)
    for mark in marks:
        if first <= mark.start < last < mark.end and mark.end - first <= left:
            last = mark.end
    first, last = _at_words(text, first, last, span)
    return (first, last) if span.start < last and last - first >= min(left, _AROUND) > 0 else None


def _at_words(text: str, first: int, last: int, span: Evidence) -> tuple[int, int]:
    """The stretch without the half words at its ends, but with the span where it holds it whole."""
    if first > 0 and not text[first - 1].isspace():
        first = min(text.find(" ", first, span.start) + 1 or first, span.start)
    if last < len(text) and not text[last].isspace():
        last = (
            max(text.rfind(" ", first, last), min(span.end, last))
            if span.end <= last
            else max(text.rfind(" ", first, last), first)
        )
    return first, last


def _joined(windows: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Windows with nothing but blanks between them are one."""
    found: list[tuple[int, int]] = []
    for start, end in windows:
        if found and not text[found[-1][1] : start].strip():
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _passage(text: str, start: int, end: int, marks: list[tuple[str, Evidence]]) -> Passage:
    inside = [
        (role, max(span.start, start), min(span.end, end))
        for role, span in marks
        if span.start < end and span.end > start
    ]
    edges = sorted({start, end, *(edge for _, first, last in inside for edge in (first, last))})
    segments = []
    for first, last in itertools.pairwise(edges):
        roles = {role for role, low, high in inside if low <= first and last <= high}
        segments.append(Segment(text[first:last], tuple(role for role in ROLES if role in roles)))
    return Passage(start, end, tuple(segments))
