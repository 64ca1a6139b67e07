"""Place names of a text printed without capitals, as old wire files are."""

from __future__ import annotations

from tidings.annotate.toponym_spans import MarkedText, Toponym
from tidings.reference.placenames import generic_words

_MOSTLY = 0.98  # share of small letters in a text without capitals
_LOWER_PEOPLE = 20_000  # people of a town that is looked for in such a text
_LOWER_WORDS = 4  # the longest name looked for in such a text
_LOWER_LEADS = frozenset({"in", "near", "at", "from"})
_LOWER_UNITS = frozenset({"department", "province", "city"})


def is_lower_case(text: str) -> bool:
    """Whether a text is printed without capitals, as old wire files are: at least 98 in 100 letters are small.

    >>> is_lower_case("two men died in mosul"), is_lower_case("Two died in Mosul")
    (True, False)
    """
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return small > 0 and small >= _MOSTLY * (small + capitals)


class LowerCaseReader:
    """Finds the places of one such text."""

    def __init__(self, text: MarkedText) -> None:
        self.text, self.parse, self.words = text, text.parse, text.words

    def lower_case(self) -> list[Toponym]:
        """Places of a text without capitals: known names after "in" or before "province", of some size and no ordinary words."""
        found: list[Toponym] = []
        for token in self.parse.tokens:
            if found and token.index < found[-1].last or not token.text.isalpha() or token.index in self.text.blocked:
                continue
            last = self._lower_match(token.index)
            if last is not None:
                found.append(Toponym(first=token.index, last=last, name=self.text.printed(token.index, last), label=""))
        return found

    def _lower_match(self, first: int) -> int | None:
        """Where the longest known name that may stand at a token ends."""
        tokens, lead = self.parse.tokens, self.text.word_before(first) in _LOWER_LEADS
        for last in range(min(len(tokens), first + _LOWER_WORDS), first, -1):
            inside = tokens[first:last]
            if inside[-1].sentence != tokens[first].sentence or not all(token.text.isalpha() for token in inside):
                continue
            if (
                inside[0].text in self.words.not_names
                or inside[-1].text in self.words.not_names
                or inside[-1].text in generic_words()
                or self._is_bare_word(first, last)
            ):
                continue
            listed = self.text.word_at(first - 1) in (",", "and") and last < len(tokens)
            if (lead or self.text.word_at(last) in _LOWER_UNITS or listed) and self._is_known_lower(
                self.text.printed(first, last), countries=not lead and self.text.word_at(last) not in _LOWER_UNITS
            ):
                return last
        return None

    def _is_bare_word(self, first: int, last: int) -> bool:
        """Whether a direction or an ordinary word stands without a kind of place: "southern lebanon", "near the capital"."""
        word, words = self.text.word_at(first), self.words
        vague = word in words.the_words or word in words.ordinary_names or word in words.directions
        return last == first + 1 and vague and self.text.word_at(last) not in _LOWER_UNITS

    def _is_known_lower(self, name: str, countries: bool) -> bool:
        """Whether a name is a town of some size, a unit or a country; ``countries``: nothing but a country or first-order unit will do."""
        kinds = ("country", "admin1") if countries else ("country", "admin1", "admin2")
        return len(name) > 3 and any(
            not match.common
            and match.how == "name"
            and (
                match.place.kind in kinds
                or (not countries and (match.place.population > _LOWER_PEOPLE or match.place.hand_picked))
            )
            for match in self.text.matches(name)
        )
