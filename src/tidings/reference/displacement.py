"""The words of counts of displaced people (``data/export/idmc.yaml``): flow or stock, term, quantifier, household size, from and to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.actors import fold
from tidings.reference.counting import counting

_FILE = files("tidings.reference") / "data" / "export" / "idmc.yaml"


class DisplacementWords(Struct, frozen=True, kw_only=True):
    """The words, ready for use; all patterns read folded text (:func:`tidings.reference.actors.fold`)."""

    stock: re.Pattern[str]
    returns: re.Pattern[str]
    borders: re.Pattern[str]
    terms: tuple[tuple[str, re.Pattern[str]], ...]
    stock_terms: frozenset[str]
    households: re.Pattern[str]
    quantifiers: tuple[tuple[str, re.Pattern[str]], ...]
    sizes: tuple[re.Pattern[str], ...]
    numbers: dict[str, int]
    origin: re.Pattern[str]
    destination: re.Pattern[str]
    place_accuracy: dict[str, str]
    date_accuracy: dict[str, str]

    def household_sizes(self, text: str) -> list[tuple[float, str]]:
        """Every size of a household that a text states, with the words that state it.

        >>> load_displacement().household_sizes("A household there has five members on average.")
        [(5.0, 'household there has five')]
        """
        folded = fold(text)
        found = {
            match.span(): (self._number(match["n"]), text[slice(*match.span())])
            for pattern in self.sizes
            for match in pattern.finditer(folded)
        }
        return [found[span] for span in sorted(found)]

    def _number(self, words: str) -> float:
        return float(self.numbers[words]) if words in self.numbers else float(words)

    def term(self, clause: str, *, stock: bool) -> str:
        """IDMC's word for what happened; a figure of flow is called by the flight and only else by the camp."""
        folded = fold(clause)
        found = [term for term, pattern in self.terms if pattern.search(folded)]
        if not stock:
            found.sort(key=lambda term: term in self.stock_terms)
        return found[0] if found else "DISPLACED"


@cache
def load_displacement() -> DisplacementWords:
    """The shipped words; DataError where a pattern is none."""
    import yaml

    raw: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    units = {word: number for word, number in counting().numbers.units.items() if 1 <= number <= 20}
    number = rf"(?P<n>\d{{1,2}}(?:\.\d+)?|{'|'.join(sorted(units, key=len, reverse=True))})"
    try:
        return DisplacementWords(
            stock=_pattern(raw["stock"]),
            returns=_pattern(raw["returns"]),
            borders=_pattern(raw["borders"]),
            terms=tuple((row["term"], _pattern(row["words"])) for row in raw["terms"]),
            stock_terms=frozenset(raw["stock_terms"]),
            households=_pattern(raw["households"]),
            quantifiers=tuple((name, _pattern(words)) for name, words in raw["quantifiers"].items()),
            sizes=tuple(re.compile(rf"\b(?:{pattern.replace('{n}', number)})\b") for pattern in raw["sizes"]),
            numbers=units,
            origin=_pattern(raw["origin"]),
            destination=_pattern(raw["destination"]),
            place_accuracy=raw["place_accuracy"],
            date_accuracy=raw["date_accuracy"],
        )
    except (KeyError, re.error) as error:
        raise DataError(f"export/idmc.yaml cannot be read: {type(error).__name__}: {error}") from error


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b")
