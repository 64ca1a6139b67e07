"""One word in place of each side, for the parser's eyes only: whoever fights is read by the same tree.

The parser learnt other words than ours: it may read "Ansarul Islam attacked the VDP" otherwise than "the VDP attacked Ansarul
Islam". A name of the actor table and a state's forces with their people ("Malian soldiers", "JNIM fighters",
"the Taliban") are each handed to it as one and the same noun; the tree it finds is then hung on the words of the text. No
side is read better than another because its name is better known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from tidings.reference.actors import ActorTable, Meaning, is_abbreviation, singular_of

STAND_IN = "police"  # of seven words tried the one that reads the gold articles no worse than their own words do
BEFORE_NOUN = "army"  # "JeM bomber", "the army patrol"
AFTER_TO = "troops"  # "to police" would be a verb
_ARTICLE = "the"
_HYPHENS = frozenset({"-", "‑", "–"})
_SHORTEST_ABBREVIATION = 3
_CLEAR_ABBREVIATION = 4  # "FACT" in capitals is a name, "IS" and "WHO" may be words
_LONGEST_NOUN = 3  # words: "government security forces"
_OWNS = frozenset({"'s", "’s", "'", "’"})
_ENDS = frozenset('.!?”"\n')


class Inner(NamedTuple):
    """What a word of a side is given: part of speech, tag, its label where it hangs from the last word, entity."""

    pos: str
    tag: str
    dep: str
    entity: str = ""


_SMALL = {
    "of": ("ADP", "IN", "prep"), "for": ("ADP", "IN", "prep"), "in": ("ADP", "IN", "prep"), "and": ("CCONJ", "CC", "cc"), "the": ("DET", "DT", "det"),
}  # fmt: skip


class StandIn(Struct, frozen=True):
    """Words ``[first, last)`` that the parser reads as one, and what each of them is given."""

    first: int
    last: int
    inner: tuple[Inner, ...]
    word: str = STAND_IN


class Sides:
    """Finds the sides in the words of a text, by the names and nouns of the actor table."""

    def __init__(self, table: ActorTable) -> None:
        self._table = table

    @cached_property
    def _nouns(self) -> frozenset[str]:
        nouns = self._table.nouns
        return frozenset(nouns.army | nouns.troops | set(nouns.fighters) | nouns.attackers)

    @cached_property
    def _owned(self) -> frozenset[str]:
        """Nouns that stand after their owner: "patrol", "positions", "commander", "bomber", "lawmaker"."""
        nouns = self._table.nouns
        people = set(nouns.people) | set(nouns.fighters) | nouns.members | nouns.attackers | nouns.troops | {"suicide"}
        return frozenset(people | nouns.assets | nouns.machines) - nouns.acts

    @cached_property
    def _modifiers(self) -> frozenset[str]:
        nouns = self._table.nouns
        return nouns.state_modifiers | nouns.rebel_modifiers | nouns.peoples

    def find(self, text: str, starts: Sequence[int], words: Sequence[str]) -> tuple[StandIn, ...]:
        """The sides of a text, left to right without overlaps. ``words`` begin at ``starts``; white space is none of them."""
        names, states = self._names(text, starts, words)
        found, position = list[StandIn](), 0
        while position < len(words):
            side = self._side_at(position, words, names, states)
            if side is not None:
                found.append(side)
            position = position + 1 if side is None else side.last
        return tuple(found)

    def _names(self, text: str, starts: Sequence[int], words: Sequence[str]) -> tuple[dict[int, int], dict[int, int]]:
        """Where a name of a party, and where a state's adjective begins, with the word after it; the longest of each."""
        begins = {start: number for number, start in enumerate(starts)}
        ends = {start + len(word): number + 1 for number, (start, word) in enumerate(zip(starts, words, strict=True))}
        names, states = dict(self._peoples(words)), dict[int, int]()
        for match in self._table.matches(text):
            first, last = begins.get(match.start), ends.get(match.end)
            if first is None or last is None:
                continue
            theirs = bool(self._noun(words, last, owned=True))  # "Wagner fighters", "Zetas gunmen"
            if any(self._is_trusted(meaning, words[first:last], theirs) for meaning in match.meanings):
                names[first] = max(last, names.get(first, 0))
            if any(meaning.sort == "adjective" for meaning in match.meanings):
                states[first] = max(last, states.get(first, 0))
        return names, states

    def _peoples(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """ "the Murle", "the Lou Nuer"."""
        peoples = self._table.nouns.peoples
        for number, word in enumerate(words[1:], 1):
            if not word[:1].isupper() or words[number - 1].lower() != _ARTICLE:
                continue
            if " ".join(words[number : number + 2]).lower() in peoples:
                yield number, number + 2
            elif singular_of(word.lower()) in peoples:
                yield number, number + 1

    def _is_trusted(self, meaning: Meaning, words: Sequence[str], theirs: bool) -> bool:
        """Whether words alone name a party: its full names and longer abbreviations, no word of the language; any name before its people."""
        if meaning.actor is None or meaning.alias.use in ("loose", "listed"):
            return False
        clear = words[0].isupper() and len(words[0]) >= _CLEAR_ABBREVIATION
        if len(words) == 1 and words[0].lower() in self._table.nouns.common_word_abbreviations and not clear:
            return False
        name = meaning.alias.name
        short = is_abbreviation(name) and len(name) >= _SHORTEST_ABBREVIATION
        return theirs or short or meaning.alias.use == "plain"

    def _side_at(
        self, first: int, words: Sequence[str], names: dict[int, int], states: dict[int, int]
    ) -> StandIn | None:
        """The side that begins at a word: [the] owner's name or adjective, then a noun for its people; or either alone."""
        lead = words[first].lower() == _ARTICLE and first + 1 < len(words)
        at = first + lead
        inner = [Inner("DET", "DT", "det")] if lead else []
        if at in names:
            inner += _name(at, names[at], words, states)
            inner += self._noun(words, names[at], owned=True)
        elif at in states and (noun := self._noun(words, states[at])):
            inner += [Inner("ADJ", "JJ", "amod", "B-NORP")] * (states[at] - at) + noun
        else:
            noun = self._noun(words, at)
            inner = inner + noun if noun else []
        last = first + len(inner)
        if len(inner) - lead == 1 and inner[-1].pos == "NOUN" and not _is_counted_or_object(words, first):
            return None  # "rebels", "the army" alone are words that every parser knows
        hyphened = (last < len(words) and words[last] in _HYPHENS) or (first and words[first - 1] in _HYPHENS)
        if not inner or hyphened:
            return None  # "US-backed", "pro-Houthi"
        before = last < len(words) and words[last].islower() and singular_of(words[last]) in self._owned
        if before and last + 1 < len(words) and words[last + 1][:1].isupper():
            return None  # "Lebanese Forces lawmaker Elias Matarjian": a person's title
        owns = last < len(words) and words[last] in _OWNS
        after_to = first > 0 and words[first - 1].lower() == "to" and not owns
        return StandIn(first, last, tuple(inner), BEFORE_NOUN if before else AFTER_TO if after_to else STAND_IN)

    def _noun(self, words: Sequence[str], first: int, *, owned: bool = False) -> list[Inner]:
        """The words of a noun for fighters with what stands before it: "security forces", "rebels", "army"; none for other words."""
        found = list[Inner]()
        for at in range(first, min(first + _LONGEST_NOUN, len(words))):
            word = words[at].lower()
            if words[at] != word and at > first:
                return []
            after = words[at + 1].lower() if at + 1 < len(words) else ""
            if f"{word} {singular_of(after)}" in self._nouns and singular_of(after) != after:
                return [*found, Inner("NOUN", "NN", "compound"), Inner("NOUN", "NNS", "")]  # "gang members"
            single = singular_of(word)
            people = single in self._nouns or (owned and single in self._table.nouns.members)
            if people and (single != word or word in self._table.nouns.army):
                return [*found, Inner("NOUN", "NN" if single == word else "NNS", "")]
            if word not in self._modifiers:
                return []
            found.append(Inner("NOUN", "NN", "compound"))
        return []


def _is_counted_or_object(words: Sequence[str], first: int) -> bool:
    """ "22 insurgents killed", "besieged insurgents": after a figure or a past verb the parser goes by the noun."""
    before = words[first - 1] if first else ""
    return before.isdecimal() or (before.islower() and before.endswith("ed"))


def _name(first: int, last: int, words: Sequence[str], states: dict[int, int]) -> list[Inner]:
    """The words of a name: "Malian soldiers", "Movement for the Liberation of Congo", "al-Shabaab"."""
    found, adjective = list[Inner](), 0
    common = words[last - 1] == words[last - 1].lower()
    for at in range(first, last):
        adjective = max(adjective, states.get(at, 0))
        word, entity = words[at], "I-ORG" if found else "B-ORG"
        if word in _HYPHENS:
            found.append(Inner("PUNCT", "HYPH", "punct", entity))
        elif common and at < adjective < last:
            found.append(Inner("ADJ", "JJ", "amod", "B-NORP" if at in states else "I-NORP"))
        elif word.lower() in _SMALL:
            found.append(Inner(*_SMALL[word.lower()], entity))
        elif word == word.lower() and word.isalpha():
            found.append(Inner("NOUN", "NNS" if singular_of(word) != word else "NN", "compound"))
        else:
            found.append(Inner("PROPN", "NNP", "compound", entity))
    return found


def stood_for(words: Sequence[str], sides: Sequence[StandIn]) -> Iterator[tuple[str, int, int]]:
    """What the parser is given: (word, first, last) of the words of the text that it stands for."""
    at = 0
    for side in sides:
        yield from ((words[number], number, number + 1) for number in range(at, side.first))
        opens = side.first == 0 or words[side.first - 1][-1:] in _ENDS
        yield side.word.capitalize() if opens and words[side.first][:1].isupper() else side.word, side.first, side.last
        at = side.last
    yield from ((words[number], number, number + 1) for number in range(at, len(words)))
