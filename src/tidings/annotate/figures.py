"""Exact figures in English text, in digits, in words or in both: "1,500", "1.5m", "twenty-one", "a million and a half"."""

from __future__ import annotations

import re
from typing import NamedTuple

from tidings.reference.counting import WORD, NumberWords

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")
HYPHENS = frozenset("-‐‑")
_THIN_SPACES = frozenset("\u00a0\u2009\u202f ")
_MOST_DIGITS = 15
MOST_PEOPLE = 9_000_000_000  # more than ever lived at one time: no count of people or things in a war


class Figure(NamedTuple):
    """An exact figure: its value, the word after it, the scale it was said in, and whether that is only about right (a dozen)."""

    value: float
    next: int
    scale: int
    about: bool


class Words:
    """The words of one text and the exact figures in them. Positions are indices of words; every method looks a few words far."""

    def __init__(self, text: str, lexicon: NumberWords) -> None:
        self.text = text
        self.lexicon = lexicon
        spans = [(found.start(), found.end()) for found in WORD.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.words = [text[start:end].lower() for start, end in spans]

    def word(self, position: int) -> str:
        """The word at a position, in lower case; empty outside the text."""
        return self.words[position] if 0 <= position < len(self.words) else ""

    def glued(self, position: int) -> bool:
        """Whether nothing stands between this word and the one before."""
        return 0 < position < len(self.words) and self.starts[position] == self.ends[position - 1]

    def past_hyphen(self, position: int) -> int:
        """The next position, past a hyphen that joins two words."""
        joins = self.word(position) in HYPHENS and self.glued(position) and self.glued(position + 1)
        return position + 1 if joins else position

    # -- exact figures ---------------------------------------------------------------------------------------------

    def figure(self, position: int, joins_and: bool = True) -> Figure | None:
        """The exact figure that begins here; in "between thirty and forty" an "and" does not join."""
        word = self.word(position)
        if word[:1].isdigit():
            return self._digits(position)
        return self._half(position) or self._spelt(position, joins_and)

    def _digits(self, position: int) -> Figure | None:
        """ "1,500", "1 500", "8 million", "1.5m". Its value is not whole when a decimal stands without a scale."""
        value = self._printed(position)
        if value is None:
            return None
        at = position + 1
        while value < 1e9 and self._thousands_follow(at, position):
            value, at = value * 1000 + int(self.words[at]), at + 1
        if self.glued(at) and (suffix := self.lexicon.suffixes.get(self.word(at))) and not self.letter_glued(at + 1):
            return Figure(value * suffix, at + 1, suffix, False)
        return self._scaled(value, at)

    def _printed(self, position: int) -> float | None:
        word = self.words[position]
        if len(word) > _MOST_DIGITS or (word[0] == "0" and len(word) > 1 and word[1] not in ".,"):
            return None
        if word.isdecimal():
            return int(word)
        if _GROUPED.fullmatch(word):
            return int(re.sub("[.,]", "", word))
        parts = re.split("[.,]", word)
        return float(".".join(parts)) if len(parts) == 2 else None

    def _thousands_follow(self, at: int, first: int) -> bool:
        word, before = self.word(at), self.word(at - 1)
        return (
            len(word) == 3 and word.isdecimal() and before.isdecimal() and len(before) <= 3 and (at == first + 1 or len(before) == 3)
            and self.starts[at] == self.ends[at - 1] + 1 and self.text[self.ends[at - 1]] in _THIN_SPACES
        )  # fmt: skip

    def _scaled(self, value: float, at: int) -> Figure:
        """A figure times the scale word that follows it, with "and a half" on either side of it."""
        half, after_half = self._and_a_half(at)
        scale = self.lexicon.scales.get(self.word(self.past_hyphen(after_half)))
        if scale:
            return Figure(
                (value + half) * scale, self.past_hyphen(after_half) + 1, scale, scale == self.lexicon.scales["dozen"]
            )
        return Figure(value + half, after_half, 1, False)

    def _and_a_half(self, position: int) -> tuple[float, int]:
        """(0.5, the position after it) when "and a half" follows, hyphens or not; else (0, the same position)."""
        at = self.past_hyphen(position)
        for expected in ("and", "a", "half"):
            if self.word(at) != expected:
                return 0, position
            at = self.past_hyphen(at + 1)
        return 0.5, at if self.word(at - 1) == "half" else at - 1

    def _half(self, position: int) -> Figure | None:
        """ "half a million", "half-a-dozen", "a quarter of a million"."""
        at = position + (self.word(position) == "a" and self.word(position + 1) in self.lexicon.quarters)
        share = self.lexicon.quarters.get(self.word(at))
        if share is None:
            return None
        at = self.past_hyphen(at + 1)
        at += self.word(at) == "of"
        at = self.past_hyphen(at + 1) if self.word(at) == "a" else at
        scale = self.lexicon.scales.get(self.word(at))
        return Figure(scale * share, at + 1, scale, scale == self.lexicon.scales["dozen"]) if scale else None

    def _spelt(self, position: int, joins_and: bool) -> Figure | None:
        """A figure in words: "twenty-one", "three hundred and five", "two and a half million", "a dozen"."""
        at, total, current, last_scale = position, 0.0, 0.0, float(MOST_PEOPLE)
        if self.word(at) in {"a", "an"} and self.word(self.past_hyphen(at + 1)) in self.lexicon.scales:
            current, at = 1, self.past_hyphen(at + 1)
        while (step := self._step(at, current, total, last_scale, joins_and)) is not None:
            at, total, current, last_scale = step
        if at == position or (total == 0 and current == 0):
            return None
        half, after = self._and_a_half(at)
        if half and not total and (scale := self.lexicon.scales.get(self.word(self.past_hyphen(after)))):
            return Figure((current + half) * scale, self.past_hyphen(after) + 1, scale, False)
        if half:
            scale = int(last_scale) if total else 1
            return Figure(total + current + half * scale, after, scale, False)
        dozen = self.lexicon.scales["dozen"]
        scale = int(last_scale) if total and not current else 1
        return Figure(total + current, at, scale, scale == dozen)

    def _step(self, position: int, current: float, total: float, last_scale: float, joins_and: bool
              ) -> tuple[int, float, float, float] | None:  # fmt: skip
        """One more word of a spelt figure: (position after it, total, current group, last scale); None when it is over."""
        begun = current > 0 or total > 0
        at = self.past_hyphen(position) if begun else position
        if (
            current % 100 >= 20
            and current % 10 == 0
            and self.word(at) in HYPHENS
            and self.lexicon.units.get(self.word(at + 1), 10) < 10
        ):
            at += 1  # "twenty - five", as some texts are spaced
        word, group = self.word(at), int(current % 100)
        if (
            word == "and"
            and joins_and
            and begun
            and group == 0
            and self.small(at + 1)
            and self.word(at + 2) not in self.lexicon.scales
        ):
            at, word = at + 1, self.word(at + 1)
        if (ten := self.lexicon.tens.get(word)) and group == 0:
            return at + 1, total, current + ten, last_scale
        if (unit := self.lexicon.units.get(word)) and (group == 0 or (group % 10 == 0 and unit < 10 and group >= 20)):
            return at + 1, total, current + unit, last_scale
        scale = self.lexicon.scales.get(word)
        if scale is None or current == 0 or scale >= last_scale:
            return None
        if word == "hundred":
            return (at + 1, total, current * 100, last_scale) if current < 100 else None
        return at + 1, total + current * scale, 0, scale

    def small(self, position: int) -> bool:
        """Whether a word is a figure below one hundred."""
        return self.word(position) in self.lexicon.units or self.word(position) in self.lexicon.tens

    def letter_glued(self, position: int) -> bool:
        """Whether letters or figures follow with nothing between."""
        return self.glued(position) and self.word(position)[:1].isalnum()
