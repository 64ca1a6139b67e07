"""Captions and lines that a page or a scraper printed two or three times, glued together or apart: once is enough.

A repeat is taken out only where no reporting can go with it: copies side by side, copies that carry a picture credit, whole
paragraphs said twice. List items are left alone, since two strikes on one day may read the same.
"""

from __future__ import annotations

import re

from tidings.ingest.lines import Line, ends_sentence, evened, is_list_item, reading, removal, squeezed, trimmed
from tidings.model.article import Removed

_KEY = 40  # characters that two copies must share before they are compared
_LONGEST = 1500  # characters: no caption is longer; bounds the work on hostile text
_PARAGRAPH = 150  # characters: a paragraph this long does not come twice by chance
_SHORT = 12
_WHY = "printed again"
_START = re.compile(r"(?<=\s)\S|(?<=[a-z0-9.)”’\"])[A-Z“\"‘]")
_SENTENCE_BEFORE = re.compile(r"[.!?…][\"'”’)\]]*\s?$")
CREDIT = re.compile(
    r"\b(?:Picture|Photo|Photograph|Photographer|Image|Credit|Pic)s?\s?(?:credit)?\s?[:/]|\bAP Photo\b|\bGetty\b|\bvia (?:AP|AFP|Reuters)\b|"
    r"/\s?(?:AP|AFP|Reuters|REUTERS|EPA|Getty|Anadolu|Xinhua|Shutterstock)\b|\((?:AP|AFP|Reuters|EPA)[^()]{0,40}\)",
)
_CREDIT_ONLY = re.compile(
    r"[\s.(\[–—-]{0,4}(?:Picture|Photo|Photograph|Photographer|Image|Credit|Pic|AP Photo|AFP|Reuters|Getty|EPA|\w+ \w+\s?/).{0,70}"
)


def without_repeats(text: str, lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """The lines with every repeat taken out, each caption on a line of its own, and what was taken."""
    taken: list[Removed] = []
    single: list[Line] = []
    for line in lines:
        single.extend(_once_within(text, line, taken))
    return _once_across(text, single, taken), taken


def _once_within(text: str, line: Line, taken: list[Removed]) -> list[Line]:
    """A line cut up so that a stretch said twice or more in a row stands there once, as a line of its own."""
    if line.end - line.start < 2 * _KEY:
        return [line]
    raw = text[line.start : line.end]
    found = _rows_of_copies(evened(raw))
    if not found:
        return [line]
    places = squeezed(raw, line.start)[1]
    parts: list[Line] = []
    here, gap = line.start, line.gap
    for first, after, last in found:
        start, once, end = places[first], places[after - 1] + 1, places[last - 1] + 1
        alone = ends_sentence(text[start:once]) or bool(CREDIT.search(text[start:once]))
        before = trimmed(text, here, start, gap)
        copy = trimmed(text, start, once, gap if before is None else int(alone))
        parts.extend(part for part in (before, copy) if part)
        taken.append(removal(text, once, end, _WHY))
        here, gap = end, int(alone)
    rest = trimmed(text, here, line.end, gap)
    parts.extend([rest] if rest else [])
    return parts


def _rows_of_copies(line: str) -> list[tuple[int, int, int]]:
    """Where a line says a stretch again at once: offsets of its start, of the end of the first copy and of the last."""
    seen: dict[str, int] = {}
    rows = []
    starts = [0, *(found.start() for found in _START.finditer(line))]
    done = 0
    for here in starts:
        if here < done or here + _KEY > len(line):
            continue
        key = line[here : here + _KEY]
        first = seen.get(key)
        seen[key] = here
        if first is None or first < done or not _KEY <= here - first <= _LONGEST:
            continue
        row = _row(line, first, here)
        if row:
            rows.append(row)
            done = row[2]
    return rows


def _row(line: str, first: int, again: int) -> tuple[int, int, int] | None:
    """The copies that begin at two offsets: start, end of the first, end of the last. None when they are no whole stretch.

    The same words before both ("… on Saturday. [X on Saturday.] [X on Saturday.]") let the row begin too early; it is
    moved on to where a sentence begins.
    """
    length = again - first
    if line[first : first + length].rstrip() != line[again : again + length].rstrip():
        return None
    while not _begins(line, first):
        first += 1
        if first >= again or first + 2 * length > len(line) + 1:
            return None
    unit = line[first : first + length].rstrip()
    end = first + length + len(unit)
    if not line.startswith(unit, first + length):
        return None
    while line.startswith(unit, after := end + (line[end : end + 1] == " ")):
        end = after + len(unit)
    if line[end:].lstrip()[:1].islower():  # "X X speaks": the second copy begins a sentence
        return None
    return first, first + len(unit), end


def _begins(line: str, start: int) -> bool:
    """Whether a sentence, or a caption glued to the end of another, begins here."""
    if start == 0:
        return True
    if line[start - 1].isspace():
        return bool(_SENTENCE_BEFORE.search(line, max(0, start - 4), start)) and not line[start].islower()
    return line[start].isupper() or line[start] in '“"‘'


def _once_across(text: str, lines: list[Line], taken: list[Removed]) -> list[Line]:
    """The lines without those that repeat an earlier one, whole or glued to the front of something else."""
    kept = _Kept(text, taken)
    for line in lines:
        here = reading(text[line.start : line.end])
        first = kept.known.get(here[:_KEY])
        if first is None:
            kept.known[here[:_KEY]] = len(kept.lines)
        if first is None or is_list_item(here) or not kept.takes(first, line, here):
            kept.lines.append(line)
            kept.words.append(here)
    return kept.lines


class _Kept:
    """The lines kept so far, what they read, and the first line that begins with some forty characters."""

    def __init__(self, text: str, taken: list[Removed]) -> None:
        self.text = text
        self.taken = taken
        self.lines: list[Line] = []
        self.words: list[str] = []
        self.known: dict[str, int] = {}

    def takes(self, first: int, line: Line, here: str) -> bool:
        """Whether a line that begins as line ``first`` does is dealt with: taken out, or cut down and kept."""
        earlier, beside = self.words[first], first == len(self.lines) - 1
        if here == earlier:
            return self._take_again(line, here, beside)
        if min(len(here), len(earlier)) < _KEY:
            return False
        if earlier.startswith(here):
            return self._take_shorter(first, line, here, earlier[len(here) :], beside)
        if here.startswith(earlier):
            return self._take_longer(first, line, here[len(earlier) :], beside)
        return False

    def _take_again(self, line: Line, here: str, beside: bool) -> bool:
        long = _KEY if ends_sentence(here) else _SHORT
        if CREDIT.search(here) or len(here) >= _PARAGRAPH or (beside and len(here) >= long):
            self._take(line.start, line.end)
            return True
        return False

    def _take_shorter(self, first: int, line: Line, here: str, rest: str, beside: bool) -> bool:
        """The earlier line says this and more: a credit, or the paragraph that the caption was glued to."""
        glued = bool(CREDIT.search(here)) and not rest[0].isspace() and beside
        if not glued and not _CREDIT_ONLY.fullmatch(rest):
            return False
        if glued:
            self._split_off(first, len(here))
        self._take(line.start, line.end)
        return True

    def _take_longer(self, first: int, line: Line, rest: str, beside: bool) -> bool:
        """This line says the earlier one and more: the fuller caption stays, a paragraph glued to the copy stays."""
        earlier = self.lines[first]
        if beside and _CREDIT_ONLY.fullmatch(rest):
            self._take(earlier.start, earlier.end)
            self.lines[first], self.words[first] = Line(line.start, line.end, earlier.gap), self.words[first] + rest
            return True
        if not CREDIT.search(self.words[first]):
            return False
        cut = self._offset(line, len(self.words[first]))
        left = trimmed(self.text, cut, line.end, line.gap)
        self._take(line.start, cut)
        if left:
            self.lines.append(left)
            self.words.append(reading(self.text[left.start : left.end]))
        return True

    def _split_off(self, first: int, length: int) -> None:
        """Give a caption that was glued to the paragraph after it a line of its own."""
        line = self.lines[first]
        cut = self._offset(line, length)
        rest = trimmed(self.text, cut, line.end, 1)
        if rest:
            self.lines[first], self.words[first] = Line(line.start, cut, line.gap), self.words[first][:length]
            self.lines.append(rest)
            self.words.append(reading(self.text[rest.start : rest.end]))

    def _offset(self, line: Line, length: int) -> int:
        """The offset in the original after so many characters of what a line reads."""
        return squeezed(self.text[line.start : line.end], line.start)[1][length - 1] + 1

    def _take(self, start: int, end: int) -> None:
        self.taken.append(removal(self.text, start, end, _WHY))
