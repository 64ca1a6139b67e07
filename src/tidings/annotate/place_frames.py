"""What stands around a place name and what it does to it: "northern", "province", "near", "15 km east of", a dateline, a larger name."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tidings.annotate.toponym_spans import ARTICLES, Toponym, tokens_within
from tidings.model.text import Parse
from tidings.reference.place_context import PlaceContext
from tidings.reference.placenames import PlaceClass, generic_words

Use = Literal["plain", "dateline", "modifier", "part_of_name", "parent"]

_DATELINE = re.compile(r"[A-Z][^\n]{1,70}?(?:\((?P<agency>[A-Za-z/ .]{2,25})\)\s*)?(?:--|[—–]| - )")
_HEADED = re.compile(
    r"[A-Z][A-Z'’ .-]{2,30}(?:, [A-Z][\w'’ .-]{2,30})?(?: \([A-Za-z/ .]{2,25}\))?:\s"
)  # "MOSUL: ", "QUETTA (APP): "
_HEADED_LINES = 5  # lines of a text that may open so: further down, capitals and a colon say who speaks
_BRACKETED = re.compile(r"\([A-Z][^()\n]{2,40}\)\s*[—–-]\s")  # "(Nairobi) – "
# "Srinagar, Apr 22: ", "MAIDUGURI, Nigeria, 3 May - "
_DATED = re.compile(
    r"[A-Z][\w'’ .-]{2,40}(?:, [A-Z][\w'’ .-]{2,30})?,? \(?(?:[A-Z]+, )?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)(?:,? \d{4})?\)?\s*(?:\([A-Za-z/ .]{2,25}\)\s*)?[:—–-]+\s"
)
# A headline run into its dateline: "…in eastern province: official KABUL, Dec. 13 (Xinhua) -- "
_INLINE = re.compile(
    r"\b[A-Z][A-Z'’-]{2,20}(?: [A-Z][A-Z'’-]{1,20})?, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2} \([A-Za-z/ .]{2,25}\)\s?(?:--|[—–-])"
)
_INLINE_WITHIN = 400  # characters
_NUMBERS = {word: number for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12,
}  # fmt: skip
_SITES = frozenset({"base", "airbase", "airfield", "airport", "camp", "dam", "port", "crossing", "field", "fields"})
_FRONTS = frozenset({"front", "frontline", "axis"})  # "al-Nusra Front" is somebody
_PLURALS = frozenset(
    "provinces regions districts states governorates oblasts counties raions departments townships municipalities communes cities towns villages".split()
)
_LISTED = frozenset({",", "and", "or", "the"})
_VENUES = frozenset("hotel restaurant shrine mall resort cafe café guesthouse nightclub bar pub cinema".split())
_SITE_KINDS = frozenset({"air", "oil", "gas", "refugee", "military", "army", "displacement", "border"})


class Frame(Struct, frozen=True, kw_only=True):
    """A toponym with its surroundings. ``first``/``last`` are the tokens of the whole mention, ``opening`` the first token that places it ("near").

    ``query`` is looked up with the classes hinted at; ``step`` is the direction east and north ("northern X"), ``away_km`` a
    distance from the name. ``near``: beside it, not in it; ``offshore``: in the water before it; ``plural``: its class is told in the
    plural, so that others of a list share it; ``site``: a base, camp or dam called after it; ``tied``: bound by a hyphen to what it only
    describes ("Brussels-born"); ``the``: "the" stands before it; ``quarter``: it is called part of a town ("the X quarter").
    """

    first: int
    last: int
    opening: int
    query: str
    label: str
    hint: tuple[PlaceClass, ...] = ()
    step: tuple[int, ...] | None = None
    away_km: float | None = None
    near: bool = False
    offshore: bool = False
    plural: bool = False
    site: bool = False
    tied: bool = False
    the: bool = False
    quarter: bool = False
    use: Use = "plain"
    relation: str | None = None


def frames(
    parse: Parse, toponyms: tuple[Toponym, ...], words: PlaceContext, datelines: tuple[tuple[int, int], ...]
) -> tuple[Frame, ...]:
    """The frame of each toponym, in order; in "the A, B and C regions" and "the provinces of A and B" all are of the class told."""
    in_dateline = tokens_within(parse, datelines)
    found = [_Framer(parse, toponym, words, in_dateline).frame() for toponym in toponyms]
    for number in range(len(found) - 1, 0, -1):
        found[number - 1] = _sharing(parse, found[number - 1], found[number])
    for left in range(len(found) - 1):
        found[left + 1] = _sharing(parse, found[left + 1], found[left])
    return tuple(found)


def _sharing(parse: Parse, frame: Frame, beside: Frame) -> Frame:
    """A frame with the class of its neighbour in a list, where that one's class word is a plural."""
    left, right = sorted((frame, beside), key=lambda one: one.first)
    gap = [token.text.lower() for token in parse.tokens[left.last : right.opening]]
    if frame.hint or not beside.plural or not beside.hint or not gap or not set(gap) <= _LISTED:
        return frame
    return replace(frame, hint=beside.hint, plural=True)


def dateline_spans(text: str, agencies: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Character ranges of datelines: a line that opens with a capitalised place, an agency in brackets and a dash.

    >>> dateline_spans("BEIRUT (Reuters) - Two men died.", frozenset({"reuters"}))
    ((0, 19),)
    """
    found, start = [], 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        opening = _DATELINE.match(line[:100])
        other = _BRACKETED.match(line[:60]) or _DATED.match(line[:80])
        if number < _HEADED_LINES:
            other = other or _HEADED.match(line[:80])
        if other:
            found.append((start, start + other.end()))
        elif opening and _is_dateline(opening, agencies):
            found.append((start, start + opening.end()))
        start += len(line)
    inline = _INLINE.search(text, 0, _INLINE_WITHIN)
    if inline and not any(begin < inline.end() and inline.start() < end for begin, end in found):
        found.append(inline.span())
    return tuple(sorted(found))


def _is_dateline(opening: re.Match[str], agencies: frozenset[str]) -> bool:
    agency = opening.group("agency")
    first = re.split(r"[\s,(]", opening.group(), maxsplit=1)[0]
    return bool(agency and agency.lower().strip() in agencies) or (
        len(first) > 2 and first.isupper() and opening.end() < 50
    )


class _Framer:
    """Reads the words around one toponym."""

    def __init__(self, parse: Parse, toponym: Toponym, words: PlaceContext, in_dateline: frozenset[int]) -> None:
        self._parse, self._toponym, self._words, self._in_dateline = parse, toponym, words, in_dateline
        self._first, self._last = toponym.first, toponym.last

    def frame(self) -> Frame:
        hint, site = self._generic_after()
        step = self._direction()
        hint = hint or self._generic_before()
        opening, away, near, offset_step = self._beside()
        offshore = near and "off" in {self._word(position) for position in range(opening, self._first)}
        return Frame(
            first=self._first, last=self._last, opening=min(opening, self._first), query=self._query(), label=self._toponym.label, hint=hint,
            step=offset_step if away is not None else step, away_km=away, near=near, offshore=offshore, plural=self._plural, site=site, tied=self._is_tied(), the=self._word(self._first - 1) == "the", quarter=self._is_quarter(), use=self._use(), relation=self._relation(near or away is not None),
        )  # fmt: skip

    def _query(self) -> str:
        """The name with the generic words after it, without direction: what the gazetteer is asked for."""
        tokens = self._parse.tokens
        return (
            self._parse.text[tokens[self._toponym.first].start : tokens[max(self._last, self._toponym.last) - 1].end]
            if self._last > self._toponym.last and self._kept
            else self._toponym.name
        )

    _kept = False
    _unit = False
    _plural = False

    def _word(self, position: int) -> str:
        """A word of the toponym's sentence in lower case; empty outside it."""
        tokens = self._parse.tokens
        inside = 0 <= position < len(tokens) and tokens[position].sentence == tokens[self._toponym.first].sentence
        return tokens[position].text.lower() if inside else ""

    def _generic_after(self) -> tuple[tuple[PlaceClass, ...], bool]:
        """Classes said by the word right after ("Diyala Province"), which then belongs to the mention, and whether it is a site."""
        if (self._word(self._last), self._word(self._last + 1)) == ("local", "government"):
            self._last += 3 if self._word(self._last + 2) == "area" else 2
            self._unit = True
            return ("admin2",), False
        extra = 1 if self._word(self._last) in _SITE_KINDS and self._word(self._last + 1) in _SITES else 0
        word = self._word(self._last + extra)
        known = generic_words().get(word)
        if (
            known is None
            or known.side == "before"
            or self._word(self._last + extra + 1) == "-"
            or self._belongs_to_next(self._last)
        ):
            return self._hint_within(), False
        if word in (_SITES | _FRONTS) and self._parse.tokens[self._last + extra].text[0].isupper():
            return (), False
        self._last += extra + 1
        self._kept = True
        self._plural = word in _PLURALS
        return known.hint, word in _SITES

    def _belongs_to_next(self, position: int) -> bool:
        """Whether generic words lead on to another name ("Red Sea port town of Mokha")."""
        while self._word(position) in generic_words():
            position += 1
        if position == self._last + 1 and self._word(self._last) in self._words.unit_words | QUARTERS:
            return False  # "the Reg district of Helmand" is a unit and what holds it
        return (
            position > self._last
            and self._word(position) == "of"
            and self._parse.tokens[position + 1].text[0].isupper()
            if self._word(position + 1)
            else False
        )

    def _hint_within(self) -> tuple[PlaceClass, ...]:
        """Classes said by a generic word that is part of the toponym itself ("Diyala Province" as one tagger span)."""
        words = self._toponym.name.lower().split()
        known = generic_words().get(words[-1]) if len(words) > 1 else None
        return known.hint if known and known.side != "before" else ()

    def _generic_before(self) -> tuple[PlaceClass, ...]:
        """Classes said by "province of X", "the town of X"; the words stay outside the mention."""
        position = self._first - 1
        if self._word(position) == "of":
            position -= 1
        elif not (
            self._word(position) in ("village", "town", "city", "lake", "camp", "district", "province")
            and self._parse.tokens[self._first].text[0].isupper()
        ):
            return ()
        known = generic_words().get(self._word(position))
        self._plural = self._plural or self._word(position) in _PLURALS
        return (
            known.hint
            if known and known.side != "after" and self._word(position) not in ("state", "area", "zone")
            else ()
        )

    def _direction(self) -> tuple[int, ...] | None:
        """East and north steps of "northern X", "X's north-east", "the north of X"; the words become part of the mention."""
        for length in (3, 1):
            position = self._first - length
            if position >= 0 and (steps := self._steps(position, self._first)) is not None:
                self._first = position
                return steps
        for length in (3, 1):
            position = self._last + 1
            if (
                self._word(self._last) in ("'s", "’s")
                and (steps := self._steps(position, position + length)) is not None
                and self._noun(position + length - 1)
            ):
                self._last += 1 + length
                return steps
        if (
            self._word(self._first - 1) == "of"
            and self._word(self._first - 3) == "the"
            and (steps := self._steps(self._first - 2, self._first - 1)) is not None
            and not self._numbered(self._first - 3)
        ):
            self._first -= 2
            return steps
        return None

    def _noun(self, position: int) -> bool:
        return self._parse.tokens[position].pos in ("NOUN", "PROPN")

    def _steps(self, first: int, last: int) -> tuple[int, ...] | None:
        if not self._word(first) or last > len(self._parse.tokens) or not self._word(last - 1):
            return None
        tokens = self._parse.tokens
        return self._words.directions.get(self._parse.text[tokens[first].start : tokens[last - 1].end].lower())

    def _numbered(self, position: int) -> bool:
        return any(
            self._parse.tokens[index].text.lower() in self._words.units_km
            for index in range(max(0, position - 3), position)
        )

    def _beside(self) -> tuple[int, float | None, bool, tuple[int, ...] | None]:
        """First token of what places something beside the name, distance in km, whether it is near, and the direction of a distance."""
        position = self._before_description()
        if self._word(position) in _FROM and (found := self._distance(position)):
            return found
        if self._word(position) in ("of", "to") and self._word(position - 1) in self._words.near_words | {"close"}:
            return position - 1, None, True, None
        if (
            self._word(position) == "of"
            and self._word(position - 1) in self._words.directions
            and self._word(position - 2) != "the"
        ):
            return position - 1, None, True, None
        if (
            self._word(position) == "of"
            and self._word(position - 1) in ("coast", "shore", "coastline")
            and (off := self._off(position))
        ):
            return off, None, True, None
        if self._word(position) in self._words.near_words - {"suburbs", "suburb"}:
            return position, None, True, None
        return self._first, None, False, None

    def _before_description(self) -> int:
        """The token before the name and what describes it: "west of [the capital] Kabul", "near [the besieged town of] Madaya"."""
        position = self._first - 1
        if self._word(position) == ",":
            described = position - 1
            noun = self._word(described) == "capital"
        else:
            described = position - 1 if self._word(position) == "of" else position
            noun = self._word(described) in _TOWN_NOUNS
        if noun:
            start = described - 1
            while start > described - _DESCRIBED and self._describes(start):
                start -= 1
            if self._word(start) in ("the", "a", "an"):
                return start - 1
        while self._word(position) == "the":
            position -= 1
        return position

    def _describes(self, position: int) -> bool:
        return bool(self._word(position)) and self._parse.tokens[position].pos in (
            "ADJ",
            "NOUN",
            "PROPN",
            "ADV",
            "VERB",
            "PUNCT",
        )

    def _off(self, of: int) -> int | None:
        """Where "off the coast of" opens."""
        position = of - 2
        while self._word(position) == "the" or self._word(position) in self._words.directions:
            position -= 1
        return position if self._word(position) == "off" else None

    def _distance(self, of: int) -> tuple[int, float, bool, tuple[int, ...] | None] | None:
        """ "15 km east of", "some nine miles (14 km) from": read backwards from "of"."""
        position, steps = of - 1, None
        for length in (3, 1):
            if (found := self._steps(of - length, of)) is not None:
                position, steps = of - length - 1, found
                break
        while self._word(position) in ("the", "to", "away"):
            position -= 1
        if self._word(position) == ")":
            opening = next(
                (index for index in range(position, max(-1, position - 8), -1) if self._word(index) == "("), position
            )
            position = opening - 1
        factor = self._words.units_km.get(self._word(position))
        number = _number(self._word(position - 1)) if factor else None
        return (position - 1, number * factor, True, steps) if factor and number is not None else None

    def _use(self) -> Use:
        if self._toponym.first in self._in_dateline:
            return "dateline"
        if (self._toponym.part_of and not self._is_unit()) or self._in_longer_name():
            return "part_of_name"
        return "modifier" if self._describes_people() or self._belongs_to_next(self._last) else "plain"

    def _in_longer_name(self) -> bool:
        """Whether a capitalised "University", "Hospital", "Brigade" stands beside ("Aleppo University", "University of Aleppo")."""
        tokens, last = self._parse.tokens, self._last
        after = last < len(tokens) and self._word(last) in self._words.name_nouns and tokens[last].text[0].isupper()
        if not after and last + 1 < len(tokens) and tokens[last].pos == "PROPN" and tokens[last].text[0].isupper():
            after = self._word(last + 1) in self._words.name_nouns and tokens[last + 1].text[0].isupper()
        before = (
            self._word(self._first - 1) == "of"
            and self._word(self._first - 2) in self._words.name_nouns
            and tokens[self._first - 2].text[0].isupper()
        )
        return (after and self._word(last - 1) != "'s") or before or self._is_venue_elsewhere()

    def _is_venue_elsewhere(self) -> bool:
        """ "the Shangri La hotel in Colombo": a house's name; where it stands is said after it."""
        tokens, last = self._parse.tokens, self._last
        inside = self._word(last) in _VENUES and self._word(last + 1) in ("in", "at")
        return inside and last + 2 < len(tokens) and tokens[last + 2].text[:1].isupper()

    def _is_quarter(self) -> bool:
        """ "the neighbourhood of X", "the X quarter", "the city's X district": a part of some town that the text speaks of."""
        before = self._word(self._first - 1) == "of" and self._word(self._first - 2) in QUARTERS - {"district", "area"}
        own = self._word(self._first - 1) in ("'s", "’s") and self._word(self._first - 2) in _TOWN_OWNERS
        return before or (
            self._kept and self._word(self._last - 1) in (QUARTERS if own else QUARTERS - {"district", "area"})
        )

    def _is_unit(self) -> bool:
        """ "Bama Local Government", "Raqqa province": a unit, whatever larger name the tagger sees in it."""
        return self._unit or (self._kept and self._word(self._last - 1) in self._words.unit_words)

    def _is_tied(self) -> bool:
        """ "Moscow-backed", "Brussels-born"."""
        return self._word(self._last) in ("-", "–", "‑") and self._word(self._last + 1) in self._words.hyphen_words

    def _belongs_to_state(self) -> bool:
        """ "U.S. aircraft": initials of a state before a noun of the same phrase."""
        name = self._toponym.name.replace(".", "").lower()
        if name not in self._words.initials or self._last >= len(self._parse.tokens):
            return False
        head = self._parse.tokens[self._last - 1]
        return head.dep in ("compound", "nmod", "amod", "poss") and self._parse.tokens[head.head].index >= self._last

    def _describes_people(self) -> bool:
        """ "Moscow-backed", "Baghdad officials", "Turkey's government", "U.S. aircraft"."""
        if self._is_tied() or self._belongs_to_state():
            return True
        position = self._last + (1 if self._word(self._last) in ("'s", "’s", "'", "’") else 0)
        for index in (position, position + 1):
            if not self._word(index) or self._parse.tokens[index].pos not in ("NOUN", "PROPN", "ADJ"):
                return False
            if (
                self._parse.tokens[index].lemma.lower() in self._words.people_nouns
                and self._parse.tokens[index].pos != "ADJ"
            ):
                return True
        return False

    def _relation(self, near: bool) -> str | None:
        """The preposition that governs the mention; "near" for whatever lies beside it."""
        if near:
            return "near"
        tokens = self._parse.tokens
        head = self._parse.head_of(tokens[self._first].start, tokens[self._last - 1].end)
        for _ in range(3):
            if head < 0 or tokens[head].dep != "pobj":
                return None
            word = tokens[tokens[head].head].text.lower()
            if word != "of":
                return word
            above = tokens[tokens[tokens[head].head].head]
            if above.text.lower() == "out":
                return "out of"
            head = above.index
        return None


def _number(word: str) -> float | None:
    if word in _NUMBERS:
        return float(_NUMBERS[word])
    try:
        return float(word.replace(",", "")) if len(word) < 12 and word[:1].isdigit() else None
    except ValueError:
        return None


def parents(parse: Parse, found: tuple[Frame, ...], is_demonym: Callable[[str], bool]) -> dict[int, int]:
    """Which frame may be the stated parent of which (by index): "X, Y", "X in the Mexican state of Y", "Y's X". The gazetteer has the last word.

    "X, in Y's Z": Z holds X.
    """

    def in_gap(index: int) -> bool:
        word = parse.tokens[index].text
        return _in_gap(word.lower()) or (word[0].isupper() and is_demonym(word))

    result: dict[int, int] = {}
    for number, (left, right) in enumerate(pairwise(found)):
        if left.plural and right.plural:
            continue  # "the Sumy, Kharkiv and Donetsk regions"
        gap = [token.text.lower() for token in parse.tokens[left.last : right.first]]
        if parse.tokens[left.first].sentence != parse.tokens[right.first].sentence and not (
            left.use == "dateline" and gap == [","]
        ):
            continue
        quarter = gap == ["of"] and parse.tokens[left.last - 1].text.lower() in QUARTERS
        unit_of = gap in (["of"], ["of", "the"]) and bool(left.hint) and left.use == "plain"
        between = range(left.last + 1, right.first)
        if quarter or unit_of or (gap and gap[0] in (",", "in", "(") and len(gap) <= 8 and all(map(in_gap, between))):
            result[number] = number + 1
        elif gap and gap[0] in ("'s", "’s", "'", "’") and len(gap) <= 4 and all(map(_in_gap, gap[1:])):
            result[number + 1] = number
            if number and result.get(number - 1) == number:
                result[number - 1] = number + 1
    return result


def _in_gap(word: str) -> bool:
    return word in _GAP or word in generic_words() or word.endswith("ern") or word in ARTICLES


_TOWN_NOUNS = frozenset({"city", "town", "village", "capital", "port", "settlement", "hamlet", "suburb", "stronghold"})
_TOWN_OWNERS = frozenset({"city", "town", "capital", "center", "centre"})  # "the city center's X district"
_DESCRIBED = 6  # words between an article and the noun of a town
_FROM = frozenset({"of", "from", "outside", "beyond", "off"})
QUARTERS = frozenset({"neighborhood", "neighbourhood", "district", "quarter", "suburb", "area"})
_GAP = frozenset(
    "in the of a an , north south east west northeast northwest southeast southwest - central port capital restive volatile neighboring neighbouring oil-rich country's nearby"
    " largest second biggest main coastal border mountainous remote rural".split()
)  # fmt: skip
