"""May this text tell of conflict at all? Decided by the words of its sentences, before anything is parsed.

A text passes when one of its sentences does, and a sentence by two words, its strongest word of war and the strongest of the others:
a short item in a long digest counts as much as an article of its own, and nothing that stands beside it can hold it back.
Time grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from tidings.model.text import Evidence, evidence
from tidings.reference.gate_words import GateWords

LONGEST: Final = 60  # words; a longer sentence, a table or a text without stops is read in stretches of as many
_WORD: Final = re.compile(r"[^\W\d_]+")
_END: Final = re.compile(r"[.!?][\"'”’)\]]{0,3}\s+|\n+")
# A point after one of these ends no sentence: "Lt. Gen. Aziz", "on Dec. 3", "U.S. troops".
_SHORTENED: Final = re.compile(
    r"(?:^|[^\w])(?:\w|Mr|Mrs|Ms|Dr|St|Lt|Gen|Col|Maj|Sgt|Capt|Cpl|Brig|Adm|Cmdr|Gov|Sen|Rep|Rev|Prof|No|vs|Inc|Ltd|Corp|Co"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 6  # characters: the longest of them with what stands before it

Word = re.Match[str]


class Telling(Struct, frozen=True, order=True):
    """A word or two that the gate knows, where they stand, and how much they speak for conflict, in log-odds."""

    weight: float
    evidence: Evidence


class Gate(Struct, frozen=True, kw_only=True):
    """Whether a text may tell of conflict, and by what: the ``score`` of its strongest sentence, the ``least`` that is asked for,
    and the words that made it, strongest first. Scores order sentences; they are no probabilities.
    """

    score: float
    least: float
    words: tuple[Telling, ...]

    @property
    def passes(self) -> bool:
        """Whether the text is to be coded."""
        return self.score >= self.least


class Found(NamedTuple):
    """An entry of the table in a sentence, with the numbers of its first and last word. ``beside``: it counts only beside another."""

    weight: float
    first: int
    last: int
    entry: str
    beside: bool


def find_conflict(text: str, known: GateWords) -> Gate:
    """The strongest sentence of a text, the first one when several are equally strong."""
    score = 0.0
    strongest: list[Word] = []
    for sentence in stretches(text):
        told = sum(found.weight for found in deciding([word.group() for word in sentence], known))
        if told > score:
            score, strongest = told, sentence
    words = tuple(
        Telling(found.weight, evidence(text, strongest[found.first].start(), strongest[found.last].end()))
        for found in deciding([word.group() for word in strongest], known)
    )
    return Gate(score=round(score, 2), least=known.least, words=words)


def stretches(text: str) -> Iterator[list[Word]]:
    """The words of each sentence, as far as stops and line ends tell sentences; long ones in several parts."""
    start = 0
    for end in (*_ends(text), len(text)):
        words = list(_WORD.finditer(text, start, end))
        yield from (words[first : first + LONGEST] for first in range(0, len(words), LONGEST))
        start = end


def _ends(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        at = found.start()
        if "\n" in found.group() or text[at] != "." or not _SHORTENED.search(text[max(0, at - _LOOK_BACK) : at]):
            yield found.end()


def deciding(printed: Sequence[str], known: GateWords) -> tuple[Found, ...]:
    """The strongest word of war among the words of a sentence, and the strongest of all others; nothing without the first."""
    told = [found for found in weighed(printed, known) if found.weight > 0]
    war = max((found for found in told if not found.beside), key=_strength, default=None)
    if war is None:
        return ()
    other = max((found for found in told if found.entry != war.entry), key=_strength, default=None)
    return (war,) if other is None else (war, other)


def _strength(found: Found) -> tuple[float, int]:
    """The heavier word, the earlier one of two."""
    return found.weight, -found.first


def weighed(printed: Sequence[str], known: GateWords) -> Iterator[Found]:
    """What the table knows of the words of a sentence. A pair takes the place of its two words, a name as printed that of the word.

    >>> known = GateWords(
    ...     words={"attack": 2.5}, beside={"men": 2.3}, names={}, pairs={"heart": {"attack": 0.0}}, least=4
    ... )
    >>> [(found.entry, found.weight) for found in weighed("A heart attack after the attack by men".split(), known)]
    [('heart attack', 0.0), ('attack', 2.5), ('men', 2.3)]
    """
    small = [word.lower() for word in printed]
    taken = -1
    for number, word in enumerate(small):
        if number == taken:
            continue
        after = small[number + 1] if number + 1 < len(small) else ""
        if after in (pairs := known.pairs.get(word, {})):
            taken = number + 1
            yield Found(pairs[after], number, taken, f"{word} {after}", beside=False)
        elif printed[number] in known.names:
            yield Found(known.names[printed[number]], number, number, printed[number], beside=False)
        elif word in known.words:
            yield Found(known.words[word], number, number, word, beside=False)
        elif word in known.beside:
            yield Found(known.beside[word], number, number, word, beside=True)
