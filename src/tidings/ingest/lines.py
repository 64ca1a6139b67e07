"""The lines of a text with their offsets, hard-wrapped paragraphs joined again.

Everything that cleaning does is a choice of stretches of the original: a line says where it stands there and how it is set off from
the line before. What a line reads once white space is evened out is :func:`reading`; nothing else is ever changed.
"""

from __future__ import annotations

import itertools
import re

from msgspec import Struct

from tidings.model.article import Removed

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_UNSEEN = (
    "\xad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"  # no width, no letter
)
_CONTROLS = "".join(map(chr, (*range(9), *range(14, 28), *range(127, 133), *range(134, 160))))
_DROPPED = {ord(letter): None for letter in _UNSEEN + _CONTROLS} | dict.fromkeys(range(55296, 57344), "�")
_DIRTY = re.compile(f"[{re.escape(_UNSEEN + _CONTROLS)}\ud800-\udfff]")
_MARGIN = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2028\u2029"
_EDGE = _MARGIN + _UNSEEN + _CONTROLS
_SPACES = re.compile(r"\s+")
_SPLIT_WORD = re.compile(r"(?<=[a-z]{2})-[^\S\n]*\n\s*(?=[a-z]{2})")
_ENDS = re.compile(r"[.!?…:][\"'”’)\]]*$")
_LIST_ITEM = re.compile(r"[-–—•·*▪●>.]\s|\(?\d{1,3}[.)]\s|[-–—•·*▪●]\S")
# the second half of compounds that are written with a hyphen within a line too
_COMPOUND = re.compile(
    r"(?:backed|led|based|held|run|wide|controlled|made|born|old|old|style|general|in-law|fire|trained|funded|linked|level|range|affiliated|"
    r"allied|aligned|language|speaking|related|armed|known|called|proclaimed|declared|defence|defense|government|regime|aircraft|tank|up|off|out)\b"
)


class Line(Struct, frozen=True):
    """A stretch ``[start, end)`` of the original. ``gap``: breaks before it, 2 after a blank line, 0 if the line goes on."""

    start: int
    end: int
    gap: int


def split_lines(text: str) -> list[Line]:
    """The lines that hold anything to see, in order, without the white space at their ends."""
    found: list[Line] = []
    start, gap = 0, 0
    for stop, after in [*((brk.start(), brk.end()) for brk in _BREAK.finditer(text)), (len(text), len(text))]:
        line = trimmed(text, start, stop, min(gap, 2))
        if line:
            found.append(line)
            gap = 0
        gap, start = gap + 1, after
    return found


def trimmed(text: str, start: int, end: int, gap: int) -> Line | None:
    """The line between two offsets without the white space at its ends; None when nothing is left."""
    raw = text[start:end]
    kept = raw.strip(_EDGE)
    if not kept:
        return None
    first = start + len(raw) - len(raw.lstrip(_EDGE))
    return Line(first, first + len(kept), gap)


def removal(text: str, start: int, end: int, why: str) -> Removed:
    """What was taken out between two offsets, without the white space at its ends."""
    line = trimmed(text, start, end, 0) or Line(start, end, 0)
    return Removed(line.start, line.end, text[line.start : line.end], why)


def reading(raw: str) -> str:
    r"""What a stretch of the original reads: one space for any white space, no unseen characters, words split at a line's end whole.

    >>> reading("the  govern-\nment said")
    'the government said'
    """
    if "-" in raw and "\n" in raw:
        raw = _SPLIT_WORD.sub(lambda found: "-" if _COMPOUND.match(raw, found.end()) else "", raw)
    return evened(raw).strip()


def evened(raw: str) -> str:
    """A stretch of the original with one space for any white space and no unseen characters."""
    if _DIRTY.search(raw):
        raw = raw.translate(_DROPPED)
    return _SPACES.sub(" ", raw)


def squeezed(raw: str, offset: int) -> tuple[str, list[int]]:
    """A line evened out, and for each character left its offset in the original."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(raw, offset):
        if letter.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(place)
        elif ord(letter) not in _DROPPED or letter > "\ud7ff":
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def is_list_item(line: str) -> bool:
    """Whether a line begins with a bullet, a dash or a number, as the items of a list do."""
    return bool(_LIST_ITEM.match(line))


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_ENDS.search(line[-12:]))


def unwrapped(text: str, lines: list[Line]) -> list[Line]:
    """The lines with paragraphs joined that were broken at a fixed width (mail, old wires, PDF); others come back as they are.

    A break is a wrap when the next word had not fitted on the line. Texts are taken as wrapped only when most line ends
    are unfinished sentences that go on in lower case: a list of places, a menu or one paragraph a line is left alone.
    """
    width = _wrap_width(text, lines)
    if not width:
        return lines
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before and line.gap == 1 and _goes_on(text, before, line, width):
            joined[-1] = Line(before.start, line.end, before.gap)
        else:
            joined.append(line)
    return joined


def _wrap_width(text: str, lines: list[Line]) -> int:
    """The width at which a text is wrapped, in characters; 0 when it is not."""
    pairs = [(one, two) for one, two in itertools.pairwise(lines) if two.gap == 1]
    lengths = sorted(line.end - line.start for line in lines)
    width = lengths[len(lengths) * 19 // 20] if lengths else 0
    if len(pairs) < 4 or not 30 <= width <= 130:
        return 0
    goes_on = sum(not ends_sentence(text[one.start : one.end]) and text[two.start].islower() for one, two in pairs)
    return width if goes_on >= 0.4 * len(pairs) else 0


def _goes_on(text: str, before: Line, line: Line, width: int) -> bool:
    last = text.rfind("\n", before.start, before.end) + 1 or before.start
    here = text[line.start : min(line.end, line.start + 40)]
    if is_list_item(here):
        return False
    if here[0].islower() and not ends_sentence(text[max(last, before.end - 12) : before.end]):
        return True
    word = here.split(maxsplit=1)[0]
    return before.end - last + 1 + len(word) > 0.9 * width
