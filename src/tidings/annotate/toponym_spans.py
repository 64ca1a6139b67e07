"""Where place names may stand in a text: the tagger's places, the gazetteer's longest names, and names before "province".

Names of actors and persons are not searched. Which of the spans are taken for places is told in ``toponyms``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from tidings.model.mentions import ActorMention, NameMention
from tidings.model.text import Parse, Token
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.gazetteer_place import Match
from tidings.reference.place_context import PlaceContext
from tidings.reference.placenames import generic_words

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
ARTICLES = frozenset("al el ad ar as ash at az an es ez ed er".split())
_PLACE_LEADS = frozenset({"in", "near", "at", "from", "outside", "around", "toward", "towards", "into", "inside"})
_PLACE_NOUNS = frozenset(
    "north south east west town village city outskirts port district province camp edge region area northeast northwest southeast southwest".split()
)
_TOWNS_PEOPLE = 5_000  # a "person" called like a town of this size may be the town
_SITE_KINDS = frozenset({"oil", "gas", "air", "refugee", "army", "military", "border"})  # "the al-Omar oil field"
_INNER = frozenset({"'s", "’s"})  # "Cox's Bazar"
_SITE_WORDS = frozenset({"field", "fields", "base", "camp", "port", "crossing", "refinery", "depot"})
_LONGEST = 6  # words in a name of the gazetteer
_OFTEN_TOWNS = frozenset({"PERSON", "GPE", "LOC", "FAC"})  # what the tagger calls a town it does not know
_TO_HOLDERS = frozenset(
    "in the a an of village town city state province region north northern south southern east eastern west western central".split()
)
_BEFORE_UNITS = frozenset({",", "in", "of", "from", "near", "(", "at", "across"})
_OF_PEOPLES = ("ish", "ian", "ese")  # "the Kurdish region": whose it is, not what it is called


class Toponym(Struct, frozen=True, kw_only=True):
    """A place name at tokens ``[first, last)``. ``label``: the tagger's, empty for the gazetteer's own; ``part_of`` a longer name that holds it."""

    first: int
    last: int
    name: str
    label: str
    part_of: bool = False


class MarkedText:
    """One text with what is known of its tokens, and the gazetteer to look its words up in."""

    def __init__(
        self,
        parse: Parse,
        names: tuple[NameMention, ...],
        actors: tuple[ActorMention, ...],
        gazetteer: Gazetteer,
        words: PlaceContext,
        datelines: tuple[tuple[int, int], ...] = (),
    ) -> None:
        self.parse, self.gazetteer, self.words, self.names = parse, gazetteer, words, names
        self.in_dateline = tokens_within(parse, datelines)
        self.label: dict[int, str] = {
            token.index: name.label for name in names for token in parse.tokens_in(name.start, name.end)
        }
        self.blocked = frozenset(
            _tokens_of(parse, (actor for actor in actors if _is_no_place(parse, actor, gazetteer)))
        )
        self.lower = frozenset(token.text for token in parse.tokens if token.text.islower())
        printed = [(parse.text[name.start : name.end], name.label) for name in names]
        self.counts = Counter((text, "place" if label in PLACE_LABELS else label) for text, label in printed)
        self.surnames = frozenset(
            word for text, label in printed if label == "PERSON" and " " in text for word in text.split()[1:]
        )
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
        """The name without regard to capitals, the same for every use of it in the text."""
        return span.name.lower()

    def matches(self, name: str) -> tuple[Match, ...]:
        """What the gazetteer has under a name; each name is looked up once a text."""
        if name not in self._matches:
            self._matches[name] = self.gazetteer.matches(name)
        return self._matches[name]

    def is_known(self, span: Toponym) -> bool:
        """Whether the gazetteer has the name of a span."""
        return bool(self.matches(span.name))

    def printed(self, first: int, last: int) -> str:
        """The text of tokens ``[first, last)`` as it is printed."""
        tokens = self.parse.tokens
        return self.parse.text[tokens[first].start : tokens[last - 1].end]

    def word_before(self, first: int) -> str:
        """The word before a span in its sentence, past "the" and a direction ("in the northern X" gives "in")."""
        tokens, position = self.parse.tokens, first - 1
        while position >= 0 and tokens[position].sentence == tokens[first].sentence:
            word = tokens[position].text.lower()
            if word != "the" and word not in self.words.directions:
                return word
            position -= 1
        return ""

    def word_at(self, position: int) -> str:
        """The word at a token in lower case, empty outside the text."""
        return self.parse.tokens[position].text.lower() if 0 <= position < len(self.parse.tokens) else ""

    def is_generic(self, position: int) -> bool:
        """Whether the word at a token is a kind of place, as "province" is; false before the text and behind it."""
        return 0 <= position < len(self.parse.tokens) and self.parse.tokens[position].text.lower() in generic_words()

    def may_open(self, position: int) -> bool:
        """Whether a name may begin at a token: a capital, or "al-" before one, and no actor's word."""
        token = self.parse.tokens[position]
        if position in self.blocked:
            return False
        if token.text == "In" and self.word_at(position - 1) in self.words.strong_prepositions:
            return True  # "at In Amenas"
        if token.text[0].isupper():
            return len(token.text) > 1 and token.text.lower() not in self.words.not_names
        if token.text.lower() not in self.words.particles or len(token.text) > 3 or not token.text.isalpha():
            return False
        following = self.parse.tokens[position + 1 : position + 3]
        return len(following) == 2 and following[0].text == "-" and following[1].text[0].isupper()

    def longest(self, first: int) -> int | None:
        """Where the longest name of the gazetteer that begins at a token ends."""
        tokens = self.parse.tokens
        ends = []
        for last in range(first + 1, min(first + _LONGEST + 4, len(tokens)) + 1):
            token = tokens[last - 1]
            if token.sentence != tokens[first].sentence or last - 1 in self.blocked:
                break
            if token.text[0].isupper() or token.text[0].isdigit():
                ends.append(last)
            elif token.text.lower() in generic_words() or token.text.lower() in _SITE_WORDS:
                ends.append(last)
                break
            elif last > first + 1 and token.text.lower() not in self.words.particles | _SITE_KINDS | _INNER:
                break
        for last in reversed(ends):
            if last == first + 1 and tokens[first].text.lower() in self.words.directions:
                return None
            if self.matches(self.printed(first, last)) and (last == first + 1 or not self._straddles(first, last)):
                return last
        return None

    def _straddles(self, first: int, last: int) -> bool:
        """Whether a match joins two names, as "Iraq and Syria" would."""
        inner = {token.text.lower() for token in self.parse.tokens[first + 1 : last - 1]}
        return bool(inner & {",", ";", ":", "(", ")"})


def tokens_within(parse: Parse, ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The indices of the tokens that begin in one of some ranges of characters, made once a text."""
    return frozenset(
        token.index for begin, end in ranges for token in parse.tokens_in(begin, end) if begin <= token.start
    )


class Candidates:
    """The spans of one text that may be place names."""

    def __init__(self, text: MarkedText) -> None:
        self.text, self.parse, self.words, self.gazetteer = text, text.parse, text.words, text.gazetteer

    def tagged(self) -> list[Toponym]:
        """The tagger's places, without articles and possessives, cut at commas; what actors hold is left out."""
        found = []
        for name in self.text.names:
            if name.label in PLACE_LABELS:
                for first, last in self._pieces(name):
                    if not self.text.blocked.intersection(range(first, last)):
                        found.append(
                            Toponym(first=first, last=last, name=self.text.printed(first, last), label=name.label)
                        )
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
            tokens[last - 1].tag in ("POS", "IN")
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
        return not self.text.matches(self.text.printed(tokens[first].index, tokens[last - 1].index + 1))

    def known(self) -> list[Toponym]:
        """The longest names of the gazetteer on capitalised words outside actors and persons' names."""
        found, position, tokens = [], 0, self.parse.tokens
        while position < len(tokens):
            last = self.text.longest(position) if self.text.may_open(position) else None
            if last is None:
                position += 1
                continue
            found.append(
                Toponym(
                    first=position,
                    last=last,
                    name=self.text.printed(position, last),
                    label="",
                    part_of=self._inside_name(position, last),
                )
            )
            position = last
        return found

    def _inside_name(self, first: int, last: int) -> bool:
        """Whether the tagger has a longer name of another kind around the span ("Aleppo University")."""
        labels = {self.text.label.get(index) for index in range(first, last)}
        if not labels or None in labels or labels & PLACE_LABELS:
            return False
        return self._goes_on(first - 1, first, labels) or self._goes_on(last, last, labels)

    def _goes_on(self, position: int, inside: int, labels: set[str | None]) -> bool:
        """Whether the word at ``position`` belongs to the same name as the span; "Near" and "and" join nothing."""
        if not 0 <= position < len(self.parse.tokens) or self.text.label.get(position) not in labels:
            return False
        word = self.parse.tokens[position]
        if word.text == "-" or word.text.lower() == "of":
            return True
        return (
            self.parse.tokens[inside].entity.startswith("I")
            and word.text[0].isupper()
            and word.text.lower() not in self.words.strong_prepositions
        )

    def spelt_otherwise(self, known: list[Toponym]) -> list[Toponym]:
        """Capitalised words right after "in" or "near" that the gazetteer knows in another spelling ("Al Shadaddi")."""
        found, whole = [], {(span.first, span.last) for span in known}
        for token in self.parse.tokens[:-1]:
            if token.text.lower() in self.words.strong_prepositions and self.text.may_open(token.index + 1):
                last = self._capitals(token.index + 1)
                name = self.text.printed(token.index + 1, last)
                if (
                    (token.index + 1, last) not in whole
                    and self.text.label.get(token.index + 1, "PERSON") in _OFTEN_TOWNS
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
            and last not in self.text.blocked
        ):
            word = tokens[last].text
            if not (word[0].isupper() or word == "-" or (word in ARTICLES and last + 1 < len(tokens))):
                break
            last += 1
        return last

    def units(self) -> list[Toponym]:
        """Capitalised names before "district" or "province" that neither tagger nor gazetteer knows, after a comma, "in" or "of"."""
        found, tokens = [], self.parse.tokens
        for token in tokens:
            if token.text not in self.words.unit_words or token.index == 0:
                continue
            first = token.index
            while first > 0 and token.index - first < 4 and self._is_unit_name(tokens[first - 1]):
                first -= 1
            before = self.text.word_at(first - 2 if self.text.word_at(first - 1) == "the" else first - 1)
            if first < token.index and before in _BEFORE_UNITS and tokens[first].sentence == token.sentence:
                found.append(
                    Toponym(first=first, last=token.index, name=self.text.printed(first, token.index), label="")
                )
        return found

    def told_inside(self) -> list[Toponym]:
        """Names that nothing knows, after "in" or "near": before the unit or country that holds them, or where "near" opens the sentence.

        "At Bulo Marer, in the Lower Shabelle region", "Near Qalat Umzar, two strikes …".
        """
        found, tokens = [], self.parse.tokens
        for token in tokens[:-1]:
            first = token.index + 1
            if token.text.lower() not in self.words.strong_prepositions or not self.text.may_open(first):
                continue
            last = self._capitals(first)
            name = self.text.printed(first, last)
            if (
                last >= len(tokens)
                or tokens[last].text != ","
                or self.text.matches(name)
                or self.text.label.get(first) in PLACE_LABELS
            ):
                continue
            if self._opens_near(token) or self._holder_after(last + 1):
                found.append(Toponym(first=first, last=last, name=name, label=""))
        return found

    def _opens_near(self, token: Token) -> bool:
        """Whether a sentence opens with "Near" or "Outside", after which only places stand without an article."""
        opens = all(
            not each.text[0].isalnum()
            for each in self.parse.tokens[self.parse.sentences[token.sentence].first : token.index]
        )
        return opens and token.text in ("Near", "Outside")

    def _holder_after(self, position: int) -> bool:
        """Whether a unit or country of the gazetteer begins within a few small words."""
        tokens = self.parse.tokens
        for index in range(position, min(position + 5, len(tokens))):
            if tokens[index].sentence != tokens[position].sentence:
                return False
            if tokens[index].text[0].isupper() and self.text.may_open(index) and (last := self.text.longest(index)):
                kinds = {match.place.kind for match in self.text.matches(self.text.printed(index, last))}
                return bool(kinds & {"country", "admin1"})
            if tokens[index].text.lower() in ("village", "town", "hamlet", "settlement"):
                return True  # "Przewodów, a Polish village"
            if tokens[index].text.lower() not in _TO_HOLDERS and not self.gazetteer.demonym(tokens[index].text):
                return False
        return False

    def _is_unit_name(self, token: Token) -> bool:
        word = token.text
        if word == "-":
            return True
        capital = (
            word[0].isupper() and token.index not in self.text.blocked and word.lower() not in self.words.not_names
        )
        return (
            capital
            and word.lower() not in self.words.directions
            and not self.gazetteer.demonym(word)
            and not word.endswith(_OF_PEOPLES)
        )


def _is_no_place(parse: Parse, actor: ActorMention, gazetteer: Gazetteer) -> bool:
    """A named actor, or a person; but a bare "person" after "near" or "south of", or one called like a town, may be a town."""
    if actor.form != "person":
        return actor.form == "name"
    if actor.role is not None or actor.side is not None or actor.antecedent is not None:
        return True
    if any(match.place.weight >= _TOWNS_PEOPLE or match.place.hand_picked for match in gazetteer.matches(actor.name)):
        return False
    inside = parse.tokens_in(actor.start, actor.end)
    before = (
        [token.text.lower() for token in parse.tokens[max(0, inside[0].index - 2) : inside[0].index]] if inside else []
    )
    return not (before[-1:] and (before[-1] in _PLACE_LEADS or (before[-1] == "of" and before[0] in _PLACE_NOUNS)))


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
