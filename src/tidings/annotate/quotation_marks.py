"""Which quotation marks belong together: stretches of quoted text, in one pass over the text.

Straight and curly, double and single, nested, running over a line break, and a paragraph that opens a quotation and
leaves it open because the next paragraph goes on with it. Apostrophes are no quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, structs

_MARK = re.compile(r"""``|''|["“”„‟«»‘’‚‛'\n]""")
_OPENERS = {"“": "”", "„": "”", "‟": "”", "«": "»", "``": "''", "‘": "’", "‚": "’", "‛": "’"}
_CLOSERS = frozenset({"”", "»", "''", "’"})
_ELISION = re.compile(r"(?:\d\ds?|em|til|till|twas|tis|cause|bout|n|round)\b", re.IGNORECASE)
_DEEPEST = 3  # quotations inside quotations; a fourth opening mark means that an earlier one was never closed
_LONGEST = 20_000  # characters: a quotation is not a chapter
_LEADS_IN = frozenset(":,")


class Quoted(Struct, frozen=True):
    """Quoted text: ``[start, end)`` with its marks, ``[inner_start, inner_end)`` without; ``depth`` 0 is outermost.

    ``closed`` is false when the paragraph ends before the quotation does.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    single: bool
    closed: bool = True


class _Open(Struct):
    start: int
    inner: int
    closer: str
    line: int
    inside: int = 0  # full quotations found within it so far


def find_quoted(text: str) -> tuple[Quoted, ...]:
    """All quoted stretches, in order of their start. Linear in the text, whatever marks it holds."""
    scanner = _Scanner(text)
    scanner.run()
    return tuple(_with_depth(sorted(scanner.found, key=lambda quoted: (quoted.start, -quoted.end))))


def _with_depth(found: list[Quoted]) -> Iterator[Quoted]:
    """Each quotation with the number of those around it."""
    around: list[int] = []
    for one in found:
        while around and around[-1] <= one.start:
            around.pop()
        yield structs.replace(one, depth=len(around))
        around.append(one.end)


class _Scanner:
    """A stack of open marks, the innermost last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = [(match.start(), match.group()) for match in _MARK.finditer(text)]
        self.open: list[_Open] = []
        self.found: list[Quoted] = []
        self.line_start = 0

    def run(self) -> None:
        for number, (at, mark) in enumerate(self.marks):
            if mark == "\n":
                self.line_ends(number, at)
            elif self.opens(at, mark):
                self.push(at, mark)
            elif self.closes(number, at, mark):
                self.pop(at, mark)
        self.leave_open(len(self.text.rstrip()), 0)

    def push(self, at: int, mark: str) -> None:
        if len(self.open) == _DEEPEST:
            del self.open[0]
        closer = _OPENERS.get(mark, mark)
        self.open.append(_Open(at, at + len(mark), closer, self.line_start))

    def opens(self, at: int, mark: str) -> bool:
        """A directed mark says so itself; a straight one opens before a word and after white space or a bracket."""
        before, after = self._around(at, mark)
        if mark in ("‘", "‚", "‛", "'"):
            wordlike = after.isalnum() or after in tuple('[(“"$…')
            return (
                wordlike
                and not before.isalnum()
                and before not in tuple(".,!?")
                and not _ELISION.match(self.text, at + 1)
            )
        if mark == '"':
            if after.isspace() or after == "":
                return False
            return (
                before == ""
                or before.isspace()
                or before in "([{—–-/‘'“:"
                or (before in ",." and not self._is_open('"'))
            )
        return mark in _OPENERS

    def closes(self, number: int, at: int, mark: str) -> bool:
        before, after = self._around(at, mark)
        if mark in ("’", "'"):
            return (
                self._is_open(mark)
                and before != ""
                and not after.isalnum()
                and not self._is_possessive(number, at, mark)
            )
        if mark == '"':
            return self._is_open('"')
        return mark in _CLOSERS and self._is_open(mark)

    def pop(self, at: int, mark: str) -> None:
        """Close the innermost open mark of this kind; those opened inside it were never closed."""
        while self.open:
            last = self.open.pop()
            if last.closer == mark:
                self._add(last, at, at + len(mark), closed=True)
                return

    def line_ends(self, number: int, at: int) -> None:
        """A new paragraph that begins with an opening mark closes what is open; else a quotation may run on."""
        rest = at + 1
        while rest < len(self.text) and rest - at < 8 and self.text[rest].isspace():
            rest += 1
        following = self.text[rest : rest + 1]
        self.open = [mark for mark in self.open if at - mark.start < _LONGEST and mark.closer not in ("’", "'")]
        if following in ("“", '"', "«", "„") or self._closing_comes_late(number):
            self.leave_open(at, rest if following in ("“", '"', "«", "„") else 0)
        self.line_start = rest

    def leave_open(self, end: int, goes_on: int) -> None:
        """What is still open ends here if it looks like a quotation at all: it leads a paragraph or a colon leads to it."""
        for mark in self.open[:1]:
            before = self.text[max(0, mark.start - 2) : mark.start].rstrip()
            leads = mark.start == mark.line or before[-1:] in _LEADS_IN or goes_on
            if leads and not mark.inside and mark.closer not in ("’", "'"):
                self._add(mark, end, end, closed=False)
        self.open.clear()

    def _closing_comes_late(self, number: int) -> bool:
        """Whether the next mark but line breaks is no closing one: then the open quotation is broken or ends here."""
        for at, mark in self.marks[number + 1 : number + 4]:
            if mark in ("\n", "’", "'"):
                continue
            return mark in _OPENERS or mark == '"' and self.opens(at, mark)
        return True

    def _add(self, opened: _Open, inner_end: int, end: int, *, closed: bool) -> None:
        inner = self.text[opened.inner : inner_end]
        if not inner.strip() or end - opened.start > _LONGEST:
            return
        for outer in self.open:
            outer.inside += 1
        single = opened.closer in ("’", "'")
        self.found.append(Quoted(opened.start, end, opened.inner, inner_end, 0, single, closed))

    def _is_open(self, mark: str) -> bool:
        return any(opened.closer == mark for opened in self.open)

    def _is_possessive(self, number: int, at: int, mark: str) -> bool:
        """``the rebels’ camp`` inside a single quotation, when a better closing mark follows on the line."""
        if self.text[at - 1] not in "sSzx" or not self.text[at + 1 : at + 3].lstrip().isalpha():
            return False
        for later, other in self.marks[number + 1 : number + 6]:
            if other == "\n" or other in ("‘", "“", '"'):
                return False
            if other == mark and not self._around(later, other)[1].isalnum():
                return True
        return False

    def _around(self, at: int, mark: str) -> tuple[str, str]:
        return self.text[at - 1 : at] if at else "", self.text[at + len(mark) : at + len(mark) + 1]


def outermost(quoted: tuple[Quoted, ...]) -> Iterator[Quoted]:
    """The quotations that stand in no other, in text order."""
    end = -1
    for one in quoted:
        if one.start >= end:
            yield one
            end = one.end
