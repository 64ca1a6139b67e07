"""The small language the date rules are written in, compiled to regular expressions over one code point per word.

``name:CLASS`` keeps a word, ``CLASS`` or a set of classes stands for one word, ``( | )?`` and look-arounds are those of
``re``, white space is for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from tidings.annotate.date_words import CLASSES

CODES = {kind: chr(0xE000 + number) for number, kind in enumerate(CLASSES)}
Sets = Mapping[str, tuple[str, ...]]

_WORD = r"(?:(?P<keep>[a-z_]+):)?(?P<names>[A-Z][A-Z_]*|(?<=:)\([A-Z_| ]+\))"
_TERM = re.compile(_WORD + r"|(?P<space>\s+)")
_ATOM = re.compile(
    r"\s*(?:" + _WORD + r"|(?P<open>\((?P<look>\?<?[=!])?)|(?P<close>\))|(?P<or>\|)|(?P<end>\$))(?P<maybe>\?(?![=!<]))?"
)


def codes(names: Iterable[str], sets: Sets) -> str:
    """The codes of classes and of sets of classes."""
    return "".join(codes(sets[name], sets) if name in sets else CODES[name] for name in names)


def compiled(pattern: str, sets: Sets) -> re.Pattern[str]:
    """The pattern over codes. A name kept in several alternatives is numbered from the second on, as groups are
    unique.
    """
    seen: dict[str, int] = {}

    def coded(term: re.Match[str]) -> str:
        if term["space"]:
            return ""
        letters = f"[{codes(_names(term['names']), sets)}]"
        if not (keep := term["keep"]):
            return letters
        seen[keep] = seen.get(keep, 0) + 1
        return f"(?P<{keep}{seen[keep] if seen[keep] > 1 else ''}>{letters})"

    return re.compile(_TERM.sub(coded, pattern))


def kept(name: str) -> str:
    """The name a group was written with, without the number that made it unique."""
    return name.rstrip("0123456789")


def openers(pattern: str, sets: Sets) -> frozenset[str]:
    """The codes a match of the pattern can begin with."""
    return _choice(list(_ATOM.finditer(pattern))[::-1], sets).codes


class _Begins(Struct, frozen=True):
    """The codes something can begin with, and whether it can be empty."""

    codes: frozenset[str]
    empty: bool


def _names(printed: str) -> list[str]:
    return re.findall(r"[A-Z_]+", printed)


def _choice(atoms: list[re.Match[str]], sets: Sets) -> _Begins:
    """What one of several alternatives can begin with; ``atoms`` is a stack that is read up to the closing bracket."""
    ways = [_sequence(atoms, sets)]
    while atoms and atoms[-1]["or"]:
        atoms.pop()
        ways.append(_sequence(atoms, sets))
    return _Begins(frozenset().union(*(way.codes for way in ways)), any(way.empty for way in ways))


def _sequence(atoms: list[re.Match[str]], sets: Sets) -> _Begins:
    begins: frozenset[str] = frozenset()
    empty = True
    while atoms and not (atoms[-1]["or"] or atoms[-1]["close"]):
        here = _item(atoms, sets)
        begins = begins | here.codes if empty else begins
        empty = empty and here.empty
    return _Begins(begins, empty)


def _item(atoms: list[re.Match[str]], sets: Sets) -> _Begins:
    atom = atoms.pop()
    if atom["open"]:
        inner = _choice(atoms, sets)
        closing = atoms.pop()
        return (
            _Begins(frozenset(), True) if atom["look"] else _Begins(inner.codes, inner.empty or bool(closing["maybe"]))
        )
    if atom["end"]:
        return _Begins(frozenset(), True)
    return _Begins(frozenset(codes(_names(atom["names"]), sets)), bool(atom["maybe"]))
