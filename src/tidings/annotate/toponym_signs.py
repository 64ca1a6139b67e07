"""Signs that a span is a place or is none: the words beside it, how the tagger takes it, and what the gazetteer knows of the name."""

from __future__ import annotations

from functools import cached_property

from tidings.annotate.toponym_spans import PLACE_LABELS, MarkedText, Toponym
from tidings.reference.placenames import generic_words

_KNOWN_POPULATION = 200_000  # a town so large is taken for itself without any cue
MISTAKEN = {
    "PERSON": 100_000,
    "ORG": 20_000,
    "NORP": 50_000,
    "PRODUCT": 20_000,
    "EVENT": 100_000,
    "WORK_OF_ART": 20_000,
}  # the least people for a city so called
_LINKS = frozenset({"de", "del", "du", "da", "do", "dos", "das", "di", "della"})
_TITLES = frozenset(
    "mr mrs ms dr gen col maj lt capt sgt general colonel major captain sheikh president minister professor prof judge king prince".split()
)
_SPEAKING = frozenset("said says told added who whose".split())
_TAKING = frozenset(
    "captured capturing seized seizing took taking retook recaptured reached controls controlled left fled lost from to of".split()
)
_OF_PERSONS = frozenset(
    {"to", "with", "against", "over", "between", "from", "hit", "struck", "attacked", "targeted", "left", "on"}
)  # as well before somebody's name
_CITIES = frozenset({"capital", "city", "town", "village", "port"})
_MANY = frozenset("dozens hundreds thousands scores tens many several few some number majority group".split())
_MOST_USES = 40  # uses of one word looked at; keeps hostile texts linear
_DEEP_NOUNS = frozenset({"PROPN", "NOUN", "ADJ"})


class Signs:
    """What speaks for and against a span of one text being a place."""

    def __init__(self, text: MarkedText) -> None:
        self.text, self.parse, self.words, self.gazetteer = text, text.parse, text.words, text.gazetteer

    def has_cue(self, span: Toponym, common: bool) -> bool:
        """A preposition of place right before, a generic word beside, or a known place after a comma."""
        before = self.text.word_before(span.first)
        label = self.text.label.get(span.first, "")
        if (
            before == ","
            and (self.text.is_generic(span.first - 2) or self.text.word_at(span.first - 2) == "capital")
            and not common
        ):
            return True
        if before in (self.words.strong_prepositions | self.words.place_verbs) and (
            not common or before in ("in", "near")
        ):
            return not (label == "PERSON" and before == "at" and not self.only_places(span)) and label not in (
                "TIME",
                "EVENT",
                "LANGUAGE",
            )
        following = self.text.word_at(span.last)
        if (
            following in generic_words()
            and not self.parse.tokens[span.last].text.isupper()
            and following not in ("base", "camp", "area", "port")
            or before == "of"
            and self.text.is_generic(span.first - 2)
        ):
            return True
        if common or span.name in self.text.surnames:
            return False
        if before == "of" and self.text.word_at(span.first - 2) in self.words.directions:
            return True
        if label in MISTAKEN and self.is_whole(span):
            return self._is_mistaken(span, label, before)
        return label not in ("PERSON", "NORP") and self._stands_as_place(span, before, label)

    def _stands_as_place(self, span: Toponym, before: str, label: str) -> bool:
        """Before its parent, or after a preposition where the tagger says nothing."""
        return self._before_parent(span) or (
            before in self.words.weak_prepositions and not label and self._pos(span) and self.only_places(span)
        )

    def _is_mistaken(self, span: Toponym, label: str, before: str) -> bool:
        """A country or city that the tagger takes for a person or an organisation, in a list of places or after "to", "from"."""
        least = MISTAKEN[label]
        several = span.last - span.first > 1
        own = [
            match.place
            for match in self.text.matches(span.name)
            if several or match.how == "name" or match.place.kind == "country"
        ]
        if any(place.kind == "country" for place in own):
            return True
        if not any(place.population >= least or place.hand_picked for place in own):
            return self._before_parent(span)
        return before in self.words.weak_prepositions or self._in_list(span) or self._before_parent(span)

    def _in_list(self, span: Toponym) -> bool:
        """Whether a place of the tagger stands on the other side of a comma or "and"."""
        for near, far in ((span.first - 1, span.first - 2), (span.last, span.last + 1)):
            if (
                self.text.word_at(near) in (",", "and", "or", ";")
                and 0 <= far
                and self.text.label.get(far) in PLACE_LABELS
            ):
                return True
        return False

    def _before_parent(self, span: Toponym) -> bool:
        tokens = self.parse.tokens
        if span.last + 1 >= len(tokens) or tokens[span.last].text != "," or not self.text.may_open(span.last + 1):
            return False
        last = self.text.longest(span.last + 1)
        if last is None:
            return False
        return any(
            above.place.kind in ("country", "admin1") and set(above.place.countries) & set(match.place.countries)
            for above in self.text.matches(self.text.printed(span.last + 1, last))
            for match in self.text.matches(span.name)
        )

    def may_be_town(self, span: Toponym) -> bool:
        """Whether nothing makes a known name somebody's or something's: no title before it, no name beside it that it is half of."""
        label, before = self.text.label.get(span.first, ""), self.text.word_at(span.first - 1).strip(".")
        if label in ("TIME", "LANGUAGE", "EVENT", "WORK_OF_ART", "LAW") or before in _TITLES or not self._pos(span):
            return False
        if label in MISTAKEN and not self.is_whole(span):
            return False
        if label == "PERSON" and self.text.word_at(span.last) in _SPEAKING:
            return False
        return not self._beside_name(span) and len(span.name) > 3

    def is_governed(self, span: Toponym) -> bool:
        """Whether a name that is an ordinary word too stands, capitalised in mid-sentence, where a place would: "captured Hit from"."""
        first = self.parse.tokens[span.first]
        opens = self.parse.sentences[first.sentence].first == span.first
        before = self.text.word_at(span.first - 1)
        governed = before in self.words.strong_prepositions | self.words.place_verbs | _TAKING
        return (
            not opens
            and governed
            and first.text[0].isupper()
            and not first.text.isupper()
            and not self._beside_name(span)
        )

    def is_famous(self, span: Toponym) -> bool:
        """Whether a name is known well enough to need no cue: a country, a place of our own table, a large town that is nobody's name."""
        label, matches = self.text.label.get(span.first, ""), self.text.matches(span.name)
        own = any(match.place.hand_picked for match in matches)
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
        return large and label in ("", "PRODUCT") and len(span.name) > 3 and not self._beside_name(span)

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

    def _pos(self, span: Toponym) -> bool:
        return all(
            token.pos in _DEEP_NOUNS for token in self.parse.tokens[span.first : span.last] if token.text[0].isalpha()
        )

    def stands_anywhere(self, span: Toponym) -> bool:
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
        tokens, before, following = self.parse.tokens, self.text.word_before(first), self.text.word_at(last)
        if (
            before
            in (self.words.strong_prepositions | self.words.weak_prepositions | self.words.place_verbs) - _OF_PERSONS
            or following in generic_words()
        ):
            return True
        if before == "of" or self.text.is_generic(first - 1) or following == "(":
            return True
        if before in (",", "and", "or") or following in (",", "-", "–"):
            return any(
                self.text.label.get(index) in PLACE_LABELS for index in (first - 2, last + 1)
            ) or self.text.is_generic(first - 2)
        if first in self.text.in_dateline:
            return True
        head = tokens[self.parse.head_of(tokens[first].start, tokens[last - 1].end)]
        return (
            head.dep == "nsubjpass"
            and tokens[head.head].text.lower() in self.words.weak_prepositions | self.words.place_verbs
        )

    def is_no_settlement(self, span: Toponym) -> bool:
        """ "the West", "the Baggara tribe", "Calle": words that a gazetteer has as towns too."""
        word, before = self.text.word_at(span.first), self.text.word_at(span.first - 1)
        if before in self.words.vessel_words or self._is_ordinary_name(span) or self._is_people(span):
            return True
        if span.last == span.first + 1:
            own = any(match.place.hand_picked for match in self.text.matches(span.name))
            if not own and (
                (before == "the" and word in self.words.the_words and self.text.word_at(span.last) != ",")
                or word in self.words.street_words
            ):
                return True
            if (
                before in self.words.street_words
                and self.parse.tokens[span.first - 1].text[0].isupper()
                and not self.is_large(span)
            ):
                return True
            if (
                self.gazetteer.demonym(span.name)
                and not own
                and not any(
                    match.how == "name" or match.place.kind == "country" for match in self.text.matches(span.name)
                )
            ):
                return True
        following = self.text.word_at(span.last)
        return following in self.words.ethnic_nouns and following.islower() and not self.is_large(span)

    def _is_ordinary_name(self, span: Toponym) -> bool:
        """ "Congress", "the Gulf", "the Valley": words of news and kinds of places that some town bears too, without a kind of place or a parent after them."""
        bare = span.name.lower() in self.words.ordinary_names or span.name.lower() in generic_words()
        return bare and not self.text.is_generic(span.last) and not self._before_parent(span)

    def _is_people(self, span: Toponym) -> bool:
        """ "dozens of Alawites", "three Berom", "the Somali capital": an unknown name that is counted, a word for a people before its city."""
        before, leads = self.text.word_at(span.first - 1), self.text.word_at(span.first - 2)
        if self.text.is_known(span):
            return self.text.word_at(span.last) in _CITIES and bool(self.gazetteer.demonym(span.name))
        if span.first == 0 or span.last > span.first + 1:
            return False
        counted = self.parse.tokens[span.first - 1].tag == "CD" or before in _MANY
        return counted or (before == "of" and leads in _MANY)

    def is_fragment(self, span: Toponym) -> bool:
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
            and self.text.label.get(span.last) not in PLACE_LABELS
        )

    def _is_cut(self, span: Toponym) -> bool:
        """Whether a small town is only a piece of one name of the tagger ("Abu" of "Abu Jubeiha", "Park" of "Old Park", "Calle" of "Calle del Correo")."""
        tokens, after = self.parse.tokens, span.last
        if self.is_large(span):
            return False
        if self.text.word_at(after) in _LINKS and after + 1 < len(tokens) and tokens[after + 1].text[0].isupper():
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
            and not self.text.matches(tokens[before].text)
        )

    def _is_plain_word(self, position: int) -> bool:
        """A word of a name: no kind of place, direction, article or preposition."""
        word = self.text.word_at(position)
        return (
            word not in generic_words()
            and word not in self.words.directions
            and word not in self.words.not_names
            and word not in self.words.strong_prepositions
        )

    def is_whole(self, span: Toponym) -> bool:
        """Whether the span is all of what the tagger calls a person or an organisation."""
        tokens = self.parse.tokens
        ends = (
            span.last == len(tokens)
            or not tokens[span.last].entity.startswith("I")
            or not tokens[span.last].text[0].isupper()
        )
        return ends and (tokens[span.first].entity.startswith("B") or not tokens[span.first - 1].text[0].isupper())

    def is_large(self, span: Toponym) -> bool:
        """A country, a first-order unit, a city, or a place of our own table under this very name."""
        return any(
            match.how != "loose"
            and (
                match.place.kind in ("country", "admin1")
                or match.place.hand_picked
                or match.place.population >= 100_000
            )
            for match in self.text.matches(span.name)
        )

    def only_places(self, span: Toponym) -> bool:
        """A town of some size under its own name, so that "from Martin" is not one."""
        several = span.last - span.first > 1
        return any(
            (several or match.how == "name") and (match.place.weight >= 5_000 or match.place.kind != "town")
            for match in self.text.matches(span.name)
        )

    def is_ordinary(self, span: Toponym) -> bool:
        """Whether the same word stands in lower case elsewhere in the text."""
        return (
            span.last == span.first + 1
            and span.name.lower() in self.text.lower
            and not any(match.place.kind == "country" for match in self.text.matches(span.name))
        )

    def in_title(self, span: Toponym) -> bool:
        """Whether a span stands in a headline in title case, where capitals tell nothing."""
        return self.parse.tokens[span.first].sentence in self.text.titles
