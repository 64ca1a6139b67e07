"""Place names in a text: the tagger's spans and the gazetteer's longest matches, joined and filtered.

A span of the gazetteer alone must look like a place: after "in" or "near", before ", Syria", with "province" beside it, said to be
one elsewhere in the text, or known everywhere and no ordinary word. Names of actors and persons are not searched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from tidings.model.mentions import ActorMention, NameMention, PlaceMention
from tidings.model.text import Parse, Token
from tidings.reference.gazetteer import Gazetteer, Match
from tidings.reference.place_context import PlaceContext
from tidings.reference.placenames import generic_words

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
ARTICLES = frozenset("al el ad ar as ash at az an es ez ed er".split())
_PLACE_LEADS = frozenset({"in", "near", "at", "from", "outside", "around", "toward", "towards", "into", "inside"})
_PLACE_NOUNS = frozenset(
    "north south east west town village city outskirts port district province camp edge region area northeast northwest southeast southwest".split()
)
_LONGEST = 6  # words in a name of the gazetteer
_KNOWN_POPULATION = 200_000  # a town so large is taken for itself without any cue
_OFTEN_TOWNS = frozenset({"PERSON", "GPE", "LOC", "FAC"})  # what the tagger calls a town it does not know
_MISTAKEN = {
    "PERSON": 100_000,
    "ORG": 20_000,
    "NORP": 50_000,
    "PRODUCT": 20_000,
    "EVENT": 100_000,
    "WORK_OF_ART": 20_000,
}  # the least people for a city so called
_MOSTLY = 0.98  # share of small letters in a text without capitals
_LOWER_PEOPLE = 20_000  # people of a town that is looked for in such a text
_LOWER_WORDS = 4  # the longest name looked for in such a text
_LINKS = frozenset({"de", "del", "du", "da", "do", "dos", "das", "di", "della"})
_OF_PERSONS = frozenset(
    {"to", "with", "against", "over", "between", "from", "hit", "struck", "attacked", "targeted", "left", "on"}
)  # as well before somebody's name
_BEFORE_UNITS = frozenset({",", "in", "of", "from", "near", "(", "at", "across"})
_OF_PEOPLES = ("ish", "ian", "ese")  # "the Kurdish region": whose it is, not what it is called
_MOST_USES = 40  # uses of one word looked at; keeps hostile texts linear
_LOWER_LEADS = frozenset({"in", "near", "at", "from"})
_LOWER_UNITS = frozenset({"department", "province", "city"})
_DEEP_NOUNS = frozenset({"PROPN", "NOUN", "ADJ"})


class Toponym(Struct, frozen=True, kw_only=True):
    """A place name at tokens ``[first, last)``. ``label``: the tagger's, empty for the gazetteer's own; ``part_of`` a longer name that holds it."""

    first: int
    last: int
    name: str
    label: str
    part_of: bool = False


def find_toponyms(parse: Parse, names: tuple[NameMention, ...], actors: tuple[ActorMention, ...], gazetteer: Gazetteer, words: PlaceContext,
                  datelines: tuple[tuple[int, int], ...] = ()) -> tuple[Toponym, ...]:  # fmt: skip
    """The place names of a text, left to right, none inside another; what stands in a dateline needs no other sign."""
    search = _Search(parse, names, actors, gazetteer, words)
    search.datelines = datelines
    if is_lower_case(parse.text):
        return tuple(search.lower_case())
    tagged, known = search.tagged(), search.known()
    known = [*known, *search.spelt_otherwise(known)]
    sure = {search.key(span) for span in (*tagged, *(span for span in known if search.is_sure(span)))}
    accepted = [
        span
        for span in known
        if (span.part_of and search.is_worth_keeping(span))
        or search.is_sure(span)
        or (search.key(span) in sure and search.may_be(span))
    ]
    accepted += search.listed_with(known, accepted)
    return tuple(
        _without_overlap([*accepted, *(span for span in tagged if search.is_name(span)), *search.units()], search)
    )


def is_lower_case(text: str) -> bool:
    """Whether a text is printed without capitals, as old wire files are: at least 98 in 100 letters are small.

    >>> is_lower_case("two men died in mosul"), is_lower_case("Two died in Mosul")
    (True, False)
    """
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return small > 0 and small >= _MOSTLY * (small + capitals)


def _is_no_place(parse: Parse, actor: ActorMention) -> bool:
    """A named actor, or a person; but a bare "person" after "near" or "south of" may be a town the tagger does not know."""
    if actor.form != "person":
        return actor.form == "name"
    if actor.role is not None or actor.side is not None or actor.antecedent is not None:
        return True
    inside = parse.tokens_in(actor.start, actor.end)
    before = (
        [token.text.lower() for token in parse.tokens[max(0, inside[0].index - 2) : inside[0].index]] if inside else []
    )
    return not (before[-1:] and (before[-1] in _PLACE_LEADS or (before[-1] == "of" and before[0] in _PLACE_NOUNS)))


def without_places(actors: tuple[ActorMention, ...], places: tuple[PlaceMention, ...]) -> tuple[ActorMention, ...]:
    """The actors without those "persons" that turned out to be places of the gazetteer."""
    taken = [(place.start, place.end) for place in places if place.place.id is not None]
    return tuple(
        actor for actor in actors
        if actor.form != "person" or actor.role is not None or actor.side is not None or actor.id is not None
        or not any(start <= actor.start and actor.end <= end for start, end in taken)
    )  # fmt: skip


def _without_overlap(spans: list[Toponym], search: _Search) -> Iterator[Toponym]:
    """The best of each group of overlapping spans: known ones first, then the longer, then the tagger's."""
    taken: set[int] = set()
    kept = []
    for span in sorted(
        spans, key=lambda span: (not search.is_known(span), span.first - span.last, not span.label, span.first)
    ):
        if not taken.intersection(range(span.first, span.last)):
            taken.update(range(span.first, span.last))
            kept.append(span)
    return iter(sorted(kept, key=lambda span: span.first))


class _Search:
    """One text with what is known of its tokens."""

    def __init__(
        self,
        parse: Parse,
        names: tuple[NameMention, ...],
        actors: tuple[ActorMention, ...],
        gazetteer: Gazetteer,
        words: PlaceContext,
    ) -> None:
        self.parse, self.gazetteer, self.words, self.names = parse, gazetteer, words, names
        self.label: dict[int, str] = {
            token.index: name.label for name in names for token in parse.tokens_in(name.start, name.end)
        }
        self.blocked = frozenset(_tokens_of(parse, (actor for actor in actors if _is_no_place(parse, actor))))
        self.lower = frozenset(token.text for token in parse.tokens if token.text.islower())
        printed = [(parse.text[name.start : name.end], name.label) for name in names]
        self.counts = Counter((text, "place" if label in PLACE_LABELS else label) for text, label in printed)
        self.surnames = frozenset(
            word for text, label in printed if label == "PERSON" and " " in text for word in text.split()[1:]
        )
        self.datelines: tuple[tuple[int, int], ...] = ()
        self.in_persons = frozenset(
            word for text, label in printed if label == "PERSON" and " " in text for word in text.split()
        )
        self.titles = frozenset(
            number
            for number, sentence in enumerate(parse.sentences)
            if _is_title(parse.tokens[sentence.first : sentence.last])
        )
        self._matches: dict[str, tuple[Match, ...]] = {}

    def key(self, span: Toponym) -> str:
        return span.name.lower()

    def matches(self, name: str) -> tuple[Match, ...]:
        if name not in self._matches:
            self._matches[name] = self.gazetteer.matches(name)
        return self._matches[name]

    def is_known(self, span: Toponym) -> bool:
        return bool(self.matches(span.name))

    def text(self, first: int, last: int) -> str:
        tokens = self.parse.tokens
        return self.parse.text[tokens[first].start : tokens[last - 1].end]

    def tagged(self) -> list[Toponym]:
        """The tagger's places, without articles and possessives, cut at commas; what actors hold is left out."""
        found = []
        for name in self.names:
            if name.label in PLACE_LABELS:
                for first, last in self._pieces(name):
                    if not self.blocked.intersection(range(first, last)):
                        found.append(Toponym(first=first, last=last, name=self.text(first, last), label=name.label))
        return found

    def _pieces(self, name: NameMention) -> Iterator[tuple[int, int]]:
        """Token ranges of a name, cut at commas and "and" where both sides are known places."""
        tokens = self.parse.tokens_in(name.start, name.end)
        first = 0
        for position in range(len(tokens) + 1):
            if position == len(tokens) or tokens[position].text in (",", ";", "/"):
                if trimmed := self._trimmed(tokens[first:position]):
                    yield trimmed
                first = position + 1

    def _trimmed(self, tokens: tuple[Token, ...]) -> tuple[int, int] | None:
        """First and last token without article, possessive mark, direction words and punctuation at the ends."""
        first, last = 0, len(tokens)
        while first < last and (
            tokens[first].text.lower() in ("the", "a", "an")
            or not tokens[first].text[0].isalnum()
            or self._is_direction(tokens, first, last)
        ):
            first += 1
        while last > first and (
            tokens[last - 1].tag == "POS"
            or not tokens[last - 1].text[-1].isalnum()
            and tokens[last - 1].text[-1] != "."
        ):
            last -= 1
        return (self._with_article(tokens[first].index), tokens[last - 1].index + 1) if first < last else None

    def _with_article(self, first: int) -> int:
        """The first token moved back over "al-", which the tagger leaves out."""
        tokens = self.parse.tokens
        if (
            first >= 2
            and tokens[first - 1].text == "-"
            and tokens[first - 2].text.lower() in ARTICLES
            and tokens[first - 2].end == tokens[first].start - 1
        ):
            return first - 2
        return first

    def _is_direction(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Whether a span opens with "northern" and the rest is a name by itself ("South Sudan" and "North Kivu" are names whole)."""
        if last - first < 2 or tokens[first].text.lower() not in self.words.directions:
            return False
        return not self.matches(self.text(tokens[first].index, tokens[last - 1].index + 1))

    def is_name(self, span: Toponym) -> bool:
        """Whether a tagged span can be a place name: capitals, not an acronym that no place bears, not a people, not an ordinary word."""
        name = span.name
        if self._is_no_settlement(span):
            return False
        if not name[0].isupper() and not name.lower().startswith(
            ("al-", "el-", "ad-", "as-", "ash-", "ar-", "at-", "an-", "az-")
        ):
            return False
        if self.is_known(span):
            ordinary = all(match.common for match in self.matches(name)) or (
                self._is_ordinary(span) and not self._only_places(span)
            )
            if (span.last == span.first + 1 and name in self.in_persons) or self._in_title(span):
                ordinary = ordinary or not self._is_large(span)
            return not ordinary or self._has_cue(span, common=True)
        if name.isupper() and len(name) <= 6 and " " not in name:
            return False
        if self.counts[name, "PERSON"] > self.counts[name, "place"] or name in self.surnames:
            return False
        if self._in_title(span) and self.counts[name, "place"] < 2 or not self._stands_anywhere(span):
            return False
        return (
            not self.gazetteer.demonym(name)
            and any(character.isalpha() for character in name)
            and name.lower() not in self.words.not_names
        )

    def known(self) -> list[Toponym]:
        """The longest names of the gazetteer on capitalised words outside actors and persons' names."""
        found, position, tokens = [], 0, self.parse.tokens
        while position < len(tokens):
            last = self._longest(position) if self._may_open(position) else None
            if last is None:
                position += 1
                continue
            found.append(
                Toponym(
                    first=position,
                    last=last,
                    name=self.text(position, last),
                    label="",
                    part_of=self._inside_name(position, last),
                )
            )
            position = last
        return found

    def spelt_otherwise(self, known: list[Toponym]) -> list[Toponym]:
        """Capitalised words right after "in" or "near" that the gazetteer knows in another spelling ("Al Shadaddi")."""
        found, whole = [], {(span.first, span.last) for span in known}
        for token in self.parse.tokens[:-1]:
            if token.text.lower() in self.words.strong_prepositions and self._may_open(token.index + 1):
                last = self._capitals(token.index + 1)
                name = self.text(token.index + 1, last)
                if (
                    (token.index + 1, last) not in whole
                    and self.label.get(token.index + 1, "PERSON") in _OFTEN_TOWNS
                    and self.gazetteer.loose_matches(name)
                ):
                    found.append(Toponym(first=token.index + 1, last=last, name=name, label="GPE"))
        return found

    def _capitals(self, first: int) -> int:
        """Where the run of capitalised words, at most four, ends; "al-" and hyphens inside it count."""
        tokens, last = self.parse.tokens, first + 1
        while (
            last < len(tokens)
            and last - first < 6
            and tokens[last].sentence == tokens[first].sentence
            and last not in self.blocked
        ):
            word = tokens[last].text
            if not (word[0].isupper() or word == "-" or (word in ARTICLES and last + 1 < len(tokens))):
                break
            last += 1
        return last

    def _may_open(self, position: int) -> bool:
        token = self.parse.tokens[position]
        if position in self.blocked:
            return False
        if token.text[0].isupper():
            return len(token.text) > 1 and token.text.lower() not in self.words.not_names
        if token.text.lower() not in self.words.particles or len(token.text) > 3 or not token.text.isalpha():
            return False
        following = self.parse.tokens[position + 1 : position + 3]
        return len(following) == 2 and following[0].text == "-" and following[1].text[0].isupper()

    def _longest(self, first: int) -> int | None:
        tokens = self.parse.tokens
        ends = []
        for last in range(first + 1, min(first + _LONGEST + 4, len(tokens)) + 1):
            token = tokens[last - 1]
            if token.sentence != tokens[first].sentence or last - 1 in self.blocked:
                break
            if token.text[0].isupper() or token.text[0].isdigit():
                ends.append(last)
            elif (
                last > first + 1
                and token.text.lower() not in self.words.particles
                and token.text.lower() not in generic_words()
            ):
                break
            elif token.text.lower() in generic_words():
                ends.append(last)
                break
        for last in reversed(ends):
            if last == first + 1 and tokens[first].text.lower() in self.words.directions:
                return None
            if self.matches(self.text(first, last)) and (last == first + 1 or not self._straddles(first, last)):
                return last
        return None

    def _straddles(self, first: int, last: int) -> bool:
        """Whether a match joins two names, as "Iraq and Syria" would."""
        inner = {token.text.lower() for token in self.parse.tokens[first + 1 : last - 1]}
        return bool(inner & {",", ";", ":", "(", ")"})

    def _inside_name(self, first: int, last: int) -> bool:
        """Whether the tagger has a longer name of another kind around the span ("Aleppo University")."""
        labels = {self.label.get(index) for index in range(first, last)}
        if not labels or None in labels or labels & PLACE_LABELS:
            return False
        return self._goes_on(first - 1, first, labels) or self._goes_on(last, last, labels)

    def _goes_on(self, position: int, inside: int, labels: set[str | None]) -> bool:
        """Whether the word at ``position`` belongs to the same name as the span; "Near" and "and" join nothing."""
        if not 0 <= position < len(self.parse.tokens) or self.label.get(position) not in labels:
            return False
        word = self.parse.tokens[position]
        if word.text == "-" or word.text.lower() == "of":
            return True
        return (
            self.parse.tokens[inside].entity.startswith("I")
            and word.text[0].isupper()
            and word.text.lower() not in self.words.strong_prepositions
        )

    def is_sure(self, span: Toponym) -> bool:
        """Whether a span of the gazetteer alone is taken for a place by itself."""
        if any(begin <= self.parse.tokens[span.first].start < end for begin, end in self.datelines):
            return span.name.lower() not in self.words.agencies
        if span.part_of or self._is_fragment(span) or self._is_no_settlement(span):
            return False
        common = all(match.common for match in self.matches(span.name)) or self._is_ordinary(span)
        return self._has_cue(span, common) or (not common and self._is_famous(span))

    def _is_fragment(self, span: Toponym) -> bool:
        """Whether a capitalised word that is no kind of place goes on with the name ("Ain" of "Ain Issa")."""
        if span.last >= len(self.parse.tokens):
            return False
        if self._is_cut(span):
            return True
        word = self.parse.tokens[span.last]
        joined = (
            word.pos == "PROPN" and word.text[0].isupper() and word.sentence == self.parse.tokens[span.first].sentence
        )
        return (
            joined
            and word.text.lower() not in generic_words()
            and word.text.lower() not in self.words.name_nouns
            and self.label.get(span.last) not in PLACE_LABELS
        )

    def _is_cut(self, span: Toponym) -> bool:
        """Whether a small town is only a piece of one name of the tagger ("Abu" of "Abu Jubeiha", "Park" of "Old Park", "Calle" of "Calle del Correo")."""
        tokens, after = self.parse.tokens, span.last
        if self._is_large(span):
            return False
        if self._word_at(after) in _LINKS and after + 1 < len(tokens) and tokens[after + 1].text[0].isupper():
            return True
        goes_on = (
            tokens[after].entity.startswith("I") and tokens[after].text[0].isupper() and self._is_plain_word(after)
        )
        if goes_on and tokens[after].text.lower() not in self.words.name_nouns:
            return True
        before = span.first - 1
        return (
            before >= 0
            and tokens[span.first].entity.startswith("I")
            and tokens[before].text[0].isupper()
            and self._is_plain_word(before)
            and not self.matches(tokens[before].text)
        )

    def _is_plain_word(self, position: int) -> bool:
        """A word of a name: no kind of place, direction, article or preposition."""
        word = self._word_at(position)
        return (
            word not in generic_words()
            and word not in self.words.directions
            and word not in self.words.not_names
            and word not in self.words.strong_prepositions
        )

    def _is_no_settlement(self, span: Toponym) -> bool:
        """ "the West", "the Baggara tribe", "Calle": words that a gazetteer has as towns too."""
        word, before = self._word_at(span.first), self._word_at(span.first - 1)
        if span.last == span.first + 1:
            own = any(match.place.source != "geonames" for match in self.matches(span.name))
            if not own and (
                (before == "the" and word in self.words.the_words and self._word_at(span.last) != ",")
                or word in self.words.street_words
            ):
                return True
            if (
                before in self.words.street_words
                and self.parse.tokens[span.first - 1].text[0].isupper()
                and not self._is_large(span)
            ):
                return True
            if (
                self.gazetteer.demonym(span.name)
                and not own
                and not any(match.how == "name" or match.place.kind == "country" for match in self.matches(span.name))
            ):
                return True
        following = self._word_at(span.last)
        return following in self.words.ethnic_nouns and following.islower() and not self._is_large(span)

    def _is_large(self, span: Toponym) -> bool:
        """A country, a first-order unit, a city, or a place of our own table under this very name."""
        return any(
            match.how != "loose"
            and (
                match.place.kind in ("country", "admin1")
                or match.place.source != "geonames"
                or match.place.population >= 100_000
            )
            for match in self.matches(span.name)
        )

    def _in_title(self, span: Toponym) -> bool:
        return self.parse.tokens[span.first].sentence in self.titles

    def _stands_anywhere(self, span: Toponym) -> bool:
        """Whether a name that no gazetteer knows is ever used as a place: after a preposition, beside a kind of place, in a list, as what was seized."""
        if self.gazetteer.loose_matches(span.name):
            return True
        return any(self._used_as_place(first, first + span.last - span.first) for first in self._same_words(span))

    def _same_words(self, span: Toponym) -> list[int]:
        words = [token.text for token in self.parse.tokens[span.first : span.last]]
        return [
            first
            for first in self._starts.get(words[0], ())
            if [token.text for token in self.parse.tokens[first : first + len(words)]] == words
        ]

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for token in self.parse.tokens:
            found.setdefault(token.text, []).append(token.index)
        return {word: places[:_MOST_USES] for word, places in found.items()}

    def _used_as_place(self, first: int, last: int) -> bool:
        tokens, before, following = self.parse.tokens, self._word_before(first), self._word_at(last)
        if (
            before
            in (self.words.strong_prepositions | self.words.weak_prepositions | self.words.place_verbs) - _OF_PERSONS
            or following in generic_words()
        ):
            return True
        if before == "of" or self._is_generic(first - 1) or following == "(":
            return True
        if before in (",", "and", "or") or following in (",", "-", "–"):
            return any(self.label.get(index) in PLACE_LABELS for index in (first - 2, last + 1)) or self._is_generic(
                first - 2
            )
        if any(begin <= tokens[first].start < end for begin, end in self.datelines):
            return True
        head = tokens[self.parse.head_of(tokens[first].start, tokens[last - 1].end)]
        return (
            head.dep == "nsubjpass"
            and tokens[head.head].text.lower() in self.words.weak_prepositions | self.words.place_verbs
        )

    def units(self) -> list[Toponym]:
        """Capitalised names before "district" or "province" that neither tagger nor gazetteer knows, after a comma, "in" or "of"."""
        found, tokens = [], self.parse.tokens
        for token in tokens:
            if token.text not in self.words.unit_words or token.index == 0:
                continue
            first = token.index
            while first > 0 and token.index - first < 4 and self._is_unit_name(tokens[first - 1]):
                first -= 1
            before = self._word_at(first - 2 if self._word_at(first - 1) == "the" else first - 1)
            if first < token.index and before in _BEFORE_UNITS and tokens[first].sentence == token.sentence:
                found.append(Toponym(first=first, last=token.index, name=self.text(first, token.index), label=""))
        return found

    def _is_unit_name(self, token: Token) -> bool:
        word = token.text
        if word == "-":
            return True
        capital = word[0].isupper() and token.index not in self.blocked and word.lower() not in self.words.not_names
        return (
            capital
            and word.lower() not in self.words.directions
            and not self.gazetteer.demonym(word)
            and not word.endswith(_OF_PEOPLES)
        )

    def lower_case(self) -> list[Toponym]:
        """Places of a text without capitals: known names after "in" or before "province", of some size and no ordinary words."""
        found: list[Toponym] = []
        for token in self.parse.tokens:
            if found and token.index < found[-1].last or not token.text.isalpha() or token.index in self.blocked:
                continue
            last = self._lower_match(token.index)
            if last is not None:
                found.append(Toponym(first=token.index, last=last, name=self.text(token.index, last), label=""))
        return found

    def _lower_match(self, first: int) -> int | None:
        """Where the longest known name that may stand at a token ends."""
        tokens, lead = self.parse.tokens, self._word_before(first) in _LOWER_LEADS
        for last in range(min(len(tokens), first + _LOWER_WORDS), first, -1):
            inside = tokens[first:last]
            if inside[-1].sentence != tokens[first].sentence or not all(token.text.isalpha() for token in inside):
                continue
            if (
                inside[0].text in self.words.not_names
                or inside[-1].text in self.words.not_names
                or inside[-1].text in generic_words()
            ):
                continue
            listed = self._word_at(first - 1) in (",", "and") and last < len(tokens)
            if (lead or self._word_at(last) in _LOWER_UNITS or listed) and self._is_known_lower(
                self.text(first, last), countries=not lead and self._word_at(last) not in _LOWER_UNITS
            ):
                return last
        return None

    def _is_known_lower(self, name: str, countries: bool) -> bool:
        """Whether a name is a town of some size, a unit or a country; ``countries``: nothing but a country or first-order unit will do."""
        kinds = ("country", "admin1") if countries else ("country", "admin1", "admin2")
        return len(name) > 3 and any(
            not match.common
            and match.how == "name"
            and (
                match.place.kind in kinds
                or (not countries and (match.place.population > _LOWER_PEOPLE or match.place.source != "geonames"))
            )
            for match in self.matches(name)
        )

    def is_worth_keeping(self, span: Toponym) -> bool:
        """Whether a place inside a longer name is worth telling: a country, a unit, a town of some size, and not in a person's name."""
        if self.label.get(span.first) == "PERSON":
            return False
        matches = self.matches(span.name)
        large = any(
            (match.place.kind in ("country", "admin1") or match.place.population >= 100_000) and match.how == "name"
            for match in matches
        )
        return large and not any(match.common for match in matches)

    def listed_with(self, known: list[Toponym], accepted: list[Toponym]) -> list[Toponym]:
        """Names that "and" or a comma joins to an accepted place, if they are all of what the tagger takes for a person or organisation."""
        ends = {span.last for span in accepted if not span.part_of}
        found = []
        for span in known:
            joined = span.first - 1 in ends and self._word_at(span.first - 1) in ("and", ",", "-", "–")
            fits = self.label.get(span.first, "") in _MISTAKEN or (
                self._word_at(span.first - 1) in ("-", "–") and self._word_at(span.last) in self.words.road_words
            )
            if (
                joined
                and fits
                and self._is_whole(span)
                and not self._is_fragment(span)
                and span.name not in self.surnames
            ):
                found.append(span)
                ends.add(span.last)
        return found

    def _is_ordinary(self, span: Toponym) -> bool:
        """Whether the same word stands in lower case elsewhere in the text."""
        return (
            span.last == span.first + 1
            and span.name.lower() in self.lower
            and not any(match.place.kind == "country" for match in self.matches(span.name))
        )

    def may_be(self, span: Toponym) -> bool:
        """Whether a name that is a place elsewhere in the text can be one here: it is nobody's surname, and the tagger calls it a place at least once."""
        if span.part_of or span.name in self.surnames or self._is_fragment(span) or self._is_no_settlement(span):
            return False
        return self.label.get(span.first) not in ("PERSON", "NORP") or self.counts[span.name, "place"] > 0

    def _has_cue(self, span: Toponym, common: bool) -> bool:
        """A preposition of place right before, a generic word beside, or a known place after a comma."""
        before = self._word_before(span.first)
        label = self.label.get(span.first, "")
        if (
            before == ","
            and (self._is_generic(span.first - 2) or self._word_at(span.first - 2) == "capital")
            and not common
        ):
            return True
        if before in (self.words.strong_prepositions | self.words.place_verbs) and (
            not common or before in ("in", "near")
        ):
            return not (label == "PERSON" and before == "at" and not self._only_places(span)) and label not in (
                "DATE",
                "TIME",
                "EVENT",
                "LANGUAGE",
            )
        following = self._word_at(span.last)
        if (
            following in generic_words()
            and not self.parse.tokens[span.last].text.isupper()
            and following not in ("base", "camp", "area", "port")
            or before == "of"
            and self._is_generic(span.first - 2)
        ):
            return True
        if common or span.name in self.surnames:
            return False
        if before == "of" and self._word_at(span.first - 2) in self.words.directions:
            return True
        if label in _MISTAKEN and self._is_whole(span):
            return self._is_mistaken(span, label, before)
        return label not in ("PERSON", "NORP") and self._stands_as_place(span, before, label)

    def _stands_as_place(self, span: Toponym, before: str, label: str) -> bool:
        """Before its parent, or after a preposition where the tagger says nothing."""
        return self._before_parent(span) or (
            before in self.words.weak_prepositions and not label and self._pos(span) and self._only_places(span)
        )

    def _is_whole(self, span: Toponym) -> bool:
        """Whether the span is all of what the tagger calls a person or an organisation."""
        tokens = self.parse.tokens
        ends = (
            span.last == len(tokens)
            or not tokens[span.last].entity.startswith("I")
            or not tokens[span.last].text[0].isupper()
        )
        return ends and (tokens[span.first].entity.startswith("B") or not tokens[span.first - 1].text[0].isupper())

    def _is_mistaken(self, span: Toponym, label: str, before: str) -> bool:
        """A country or city that the tagger takes for a person or an organisation, in a list of places or after "to", "from"."""
        least = _MISTAKEN[label]
        several = span.last - span.first > 1
        own = [
            match.place
            for match in self.matches(span.name)
            if several or match.how == "name" or match.place.kind == "country"
        ]
        if any(place.kind == "country" for place in own):
            return True
        if not any(place.population >= least or place.source != "geonames" for place in own):
            return self._before_parent(span)
        return before in self.words.weak_prepositions or self._in_list(span) or self._before_parent(span)

    def _in_list(self, span: Toponym) -> bool:
        """Whether a place of the tagger stands on the other side of a comma or "and"."""
        for near, far in ((span.first - 1, span.first - 2), (span.last, span.last + 1)):
            if self._word_at(near) in (",", "and", "or", ";") and 0 <= far and self.label.get(far) in PLACE_LABELS:
                return True
        return False

    def _only_places(self, span: Toponym) -> bool:
        """A town of some size under its own name, so that "from Martin" is not one."""
        several = span.last - span.first > 1
        return any(
            (several or match.how == "name") and (match.place.population >= 5_000 or match.place.kind != "town")
            for match in self.matches(span.name)
        )

    def _pos(self, span: Toponym) -> bool:
        return all(
            token.pos in _DEEP_NOUNS for token in self.parse.tokens[span.first : span.last] if token.text[0].isalpha()
        )

    def _is_famous(self, span: Toponym) -> bool:
        label, matches = self.label.get(span.first, ""), self.matches(span.name)
        own = any(match.place.source != "geonames" for match in matches)
        if own and span.last - span.first > 1 and self.parse.tokens[span.first].text[0].isupper():
            return True
        if label in ("PERSON", "NORP", "DATE", "TIME", "LANGUAGE", "EVENT") or not self._pos(span):
            return False
        if any(match.place.kind == "country" for match in matches) or (own and len(span.name) > 4):
            return True
        large = any(
            match.place.population >= _KNOWN_POPULATION
            and match.how == "name"
            or match.place.kind == "admin1"
            and match.place.population > 500_000
            for match in matches
        )
        return (
            large
            and label in ("", "PRODUCT")
            and span.name not in self.lower
            and len(span.name) > 3
            and not self._beside_name(span)
        )

    def _beside_name(self, span: Toponym) -> bool:
        """Whether a capitalised word stands right beside, so that the span may be half of somebody's name."""
        tokens = self.parse.tokens
        before = (
            span.first > 0
            and tokens[span.first - 1].pos == "PROPN"
            and tokens[span.first - 1].sentence == tokens[span.first].sentence
        )
        after = (
            span.last < len(tokens)
            and tokens[span.last].pos == "PROPN"
            and tokens[span.last].sentence == tokens[span.first].sentence
        )
        return before or after

    def _before_parent(self, span: Toponym) -> bool:
        tokens = self.parse.tokens
        if span.last + 1 >= len(tokens) or tokens[span.last].text != "," or not self._may_open(span.last + 1):
            return False
        last = self._longest(span.last + 1)
        if last is None:
            return False
        return any(
            above.place.kind in ("country", "admin1") and set(above.place.countries) & set(match.place.countries)
            for above in self.matches(self.text(span.last + 1, last))
            for match in self.matches(span.name)
        )

    def _word_before(self, first: int) -> str:
        """The word before a span in its sentence, past "the" and a direction ("in the northern X" gives "in")."""
        tokens, position = self.parse.tokens, first - 1
        while position >= 0 and tokens[position].sentence == tokens[first].sentence:
            word = tokens[position].text.lower()
            if word != "the" and word not in self.words.directions:
                return word
            position -= 1
        return ""

    def _word_at(self, position: int) -> str:
        return self.parse.tokens[position].text.lower() if 0 <= position < len(self.parse.tokens) else ""

    def _is_generic(self, position: int) -> bool:
        return position >= 0 and self.parse.tokens[position].text.lower() in generic_words()


def _is_title(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence is a headline in title case: most of at least four words capitalised, no full stop."""
    words = [token.text for token in tokens if token.text[0].isalpha()]
    return (
        len(words) > 3
        and sum(word[0].isupper() for word in words) > 0.6 * len(words)
        and tokens[-1].text not in (".", "!", "?", '"', "”")
    )


def _tokens_of(parse: Parse, spans: Iterable[ActorMention]) -> Iterator[int]:
    for span in spans:
        for token in parse.tokens_in(span.start, span.end):
            yield token.index
