"""Texts to word pieces of BERT's uncased vocabulary, with the characters each piece stands for.

The rules are those of BERT (Devlin et al. 2019, uncased): control characters go, accents go, letters become small,
punctuation and Chinese characters stand alone, and each word is cut into the longest known pieces from its left. A test
compares with the ``tokenizers`` library, which training uses; why it is not used here: docs/decisions/0014.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

_LONGEST_WORD = 100  # characters; longer words are unknown
_SYMBOLS = ((33, 47), (58, 64), (91, 96), (123, 126))
_CHINESE = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip
_LEFT_OUT, _BLANK, _ALONE, _PART = range(4)


class CutText(Struct, frozen=True, kw_only=True):
    """A text in pieces: ids, half-open character offsets into the text, and which pieces begin a word."""

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]
    begins: Sequence[bool]


class WordPieces:
    """Cuts texts by a vocabulary of pieces, one a line; those that go on a word begin with ``##``."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").split("\n")
        self.ids = {piece: number for number, piece in enumerate(lines) if piece}
        self.unknown = self.ids["[UNK]"]
        self._cut = lru_cache(maxsize=65_536)(self._cut_word)

    def cut(self, text: str) -> CutText:
        """The pieces of a text, without marks at its ends.

        Offsets rise; pieces of one word touch but for characters that go (accents that stand alone).
        """
        ids: list[int] = []
        offsets: list[tuple[int, int]] = []
        begins: list[bool] = []
        word: list[str] = []
        places: list[int] = []

        def close() -> None:
            first = True
            for number, start, end in self._cut("".join(word)):
                ids.append(number)
                offsets.append((places[start], places[end - 1] + 1))
                begins.append(first)
                first = False
            word.clear()
            places.clear()

        for place, character in enumerate(text):
            kind, letters = _read(character)
            if kind in (_BLANK, _ALONE) and word:
                close()
            if kind in (_PART, _ALONE):
                word.extend(letters)
                places.extend([place] * len(letters))
            if kind == _ALONE and word:
                close()
        if word:
            close()
        return CutText(ids=ids, offsets=offsets, begins=begins)

    def _cut_word(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """Pieces of a word as (id, start, end)."""
        if len(word) > _LONGEST_WORD:
            return ((self.unknown, 0, len(word)),)
        found: list[tuple[int, int, int]] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self.ids.get(("##" if start else "") + word[start:end])
                if number is not None:
                    found.append((number, start, end))
                    start = end
                    break
            else:
                return ((self.unknown, 0, len(word)),)
        return tuple(found)


@lru_cache(maxsize=65_536)
def _read(character: str) -> tuple[int, str]:
    """What a character is, and the small letters without accents that it gives."""
    code = ord(character)
    category = unicodedata.category(character)
    if code == 0xFFFD or (category in ("Cc", "Cf", "Co") and character not in "\t\n\r"):
        return _LEFT_OUT, ""
    if character.isspace():
        return _BLANK, ""
    letters = "".join(
        each for each in unicodedata.normalize("NFD", character) if unicodedata.category(each) != "Mn"
    ).lower()
    if any(first <= code <= last for first, last in _CHINESE) or _is_punctuation(code, category):
        return _ALONE, letters
    return (_PART, letters) if letters else (_LEFT_OUT, "")


def _is_punctuation(code: int, category: str) -> bool:
    return category.startswith("P") or any(first <= code <= last for first, last in _SYMBOLS)
