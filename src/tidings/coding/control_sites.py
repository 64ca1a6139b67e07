"""Sites that are held by themselves, not with their town: "Tikrit Military Hospital", "the Ramousah bus garage", "their base at X".

Where no list has the site, it is named as printed, with the point of its town and precision ``near``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from tidings.coding import tree
from tidings.coding.control_spots import SETTLED, Spot, in_town, is_noun, spot_of, unresolved
from tidings.coding.scene import Scene
from tidings.model.mentions import PlaceMention
from tidings.model.text import Token
from tidings.model.values import Place
from tidings.reference.control_words import ControlWords

REACH = 4  # sentences after which "the town" may be another
_REMEMBERED = 100  # sites back to which "the hospital" may point
_BESIDE = 6  # tokens from a site to the "in" of its town
_BEFORE = ("compound", "nmod", "nummod", "poss", "case", "punct", "amod")
_ONE_IN_PLURAL = ("headquarters", "headquarter", "barracks")


class Site(Struct, frozen=True, kw_only=True):
    """A site that is named in the text: its words ``[start, end)``, the lemmas of them, and its place."""

    start: int
    end: int
    words: frozenset[str]
    place: Place


class Sites(Struct, frozen=True, dict=True):
    """The look-up of sites of one article."""

    scene: Scene
    words: ControlWords

    @cached_property
    def named(self) -> tuple[Site, ...]:
        """The sites that the article names, in text order."""
        found = []
        for token in self.scene.parse.tokens:
            if not self.is_one(token) or not is_noun(token):
                continue
            first = self._first_of_name(token)
            if first is not None:
                start, end = self.scene.parse.tokens[first].start, token.end
                words = frozenset(each.lemma for each in self.scene.parse.tokens[first : token.index + 1])
                found.append(Site(start=start, end=end, words=words, place=self._place(token, start, end)))
        return tuple(found)

    def is_one(self, token: Token) -> bool:
        """Whether a noun is a site; a centre is one by what stands before it ("a conference centre")."""
        if token.lemma in self.words.centres:
            before = tree.children(self.scene.parse, token.index, "compound", "amod")
            return any(self.scene.parse.tokens[child].lemma in self.words.centred for child in before)
        return token.lemma in self.words.sites or token.text.lower() in self.words.sites

    def at(self, token: Token) -> tuple[Spot, ...]:
        """The site that a noun names, by itself or by its town; none where it names none ("a hospital")."""
        parse = self.scene.parse
        mention = self.scene.place_at(token.index)
        if mention is not None and mention.end >= token.end and mention.start < token.start and mention.use == "plain":
            return (spot_of(self.scene, mention),)
        first = self._first_of_name(token)
        if first is not None:
            start = parse.tokens[first].start
            if token.lemma in self.words.settlements and (own := self._only_name(first, token)) is not None:
                return (spot_of(self.scene, own),)
            return (Spot(place=self._place(token, start, token.end), start=start),)
        if (named := self._named_before(token)) is not None:
            return (Spot(place=named.place, start=named.start),)
        several = token.tag in ("NNS", "NNPS") and token.lemma not in ("headquarters", "headquarter", "barracks")
        if token.lemma not in self.words.plain_sites or several:
            return ()
        return self._unnamed(token)

    def _named_before(self, token: Token) -> Site | None:
        """ "The hospital", "the hospital complex" after "the Al Salem hospital complex": the site named before that has these words."""
        parse = self.scene.parse
        before = tree.children(parse, token.index, "compound", "nmod")
        marks = {parse.tokens[child].text.lower() for child in tree.children(parse, token.index, "det")}
        if not marks & {"the", "that", "this"}:
            return None
        words = {token.lemma, *(parse.tokens[child].lemma for child in before)}
        number = bisect_left(self.named, token.start, key=lambda site: site.start)
        earlier = reversed(self.named[max(0, number - _REMEMBERED) : number])
        return next((site for site in earlier if words <= site.words), None)

    def _only_name(self, first: int, token: Token) -> PlaceMention | None:
        """ "The Jobar district": the district is called by the name of a place that lists have."""
        mention = self.scene.place_at(first)
        before = self.scene.parse.tokens[token.index - 1]
        return mention if mention is not None and mention.use != "part_of_name" and mention.end >= before.end else None

    def _unnamed(self, token: Token) -> tuple[Spot, ...]:
        """ "The police station in X", "their base at X": named by the place it is in; none where no place is printed beside it."""
        parse = self.scene.parse
        start = self._first_of_words(token)
        of_it = token.index + 1 < len(parse.tokens) and parse.tokens[token.index + 1].text.lower() == "of"
        known = (
            *SETTLED,
            "unresolved",
            *(("admin1", "admin2") if of_it else ()),
        )  # "the airport of X", a province's town
        for mention in self._beside(token):
            if mention.place.precision in known:
                return (Spot(place=in_town(parse.text, start, mention.end, mention.place), start=start),)
        return ()

    def _beside(self, token: Token) -> Iterator[PlaceMention]:
        """The places of the phrases right behind a site, as the tree has them and, failing that, as they stand."""
        parse = self.scene.parse
        for child in parse.subtree(token.index):
            preposition = parse.tokens[child]
            is_near = token.index < child <= token.index + _BESIDE and preposition.text.lower() in self.words.inside
            if is_near and not self._is_town_of(token, preposition):
                for inner in tree.children(parse, child, "pobj"):
                    if (mention := self.scene.place_at(inner)) is not None:
                        yield mention
        after = parse.tokens[token.index + 1 : token.index + 5]
        if after and after[0].text.lower() in self.words.inside - {"of", "on"} and after[0].sentence == token.sentence:
            for each in after[1:]:
                if (mention := self.scene.place_at(each.index)) is not None and self._is_whole(mention):
                    yield mention

    def _is_whole(self, mention: PlaceMention) -> bool:
        """Whether a place's name ends where it does: "Mai" is not all of "Mai-Aini"."""
        return self.scene.parse.text[mention.end : mention.end + 1] != "-"

    def _is_town_of(self, site: Token, preposition: Token) -> bool:
        """ "The port of X" is the town, "the bridge of X" is not."""
        return site.lemma in self.words.settlements and preposition.text.lower() == "of"

    def _first_of_words(self, token: Token) -> int:
        parse, first = self.scene.parse, token.index
        while first:
            before = parse.tokens[first - 1]
            is_noun = before.dep in ("compound", "nmod") and before.pos in ("NOUN", "PROPN")
            if not is_noun and not (before.dep == "amod" and before.lemma in self.words.site_adjectives):
                break
            first -= 1
        return parse.tokens[first].start

    def _first_of_name(self, token: Token) -> int | None:
        """The first token of a site's name: the words before its noun, if one of them is a name; ``None`` where none is."""
        parse, first = self.scene.parse, token.index
        while first:
            before = parse.tokens[first - 1]
            joined = before.dep in _BEFORE and (first <= before.head <= token.index)
            if not joined or before.sentence != token.sentence or not _belongs_to_name(before):
                break
            first -= 1
        while first < token.index and parse.tokens[first].pos not in ("PROPN", "NOUN", "NUM"):
            first += 1
        named = [each for each in parse.tokens[first : token.index] if each.pos == "PROPN" and not self._is_party(each)]
        while first < token.index and self._is_party(parse.tokens[first]):
            first += 1
        return first if named and first < token.index else None

    def _is_party(self, token: Token) -> bool:
        mention = self.scene.actor_at(token.index)
        return (
            mention is not None
            and mention.form == "name"
            and mention.end <= token.end
            and token.dep in ("poss", "amod", "nmod", "compound")
        )

    def last(self, token: Token) -> Site | None:
        """The site that was named last before a token, a few sentences back at most."""
        number = bisect_left(self.named, token.start, key=lambda site: site.end)
        site = self.named[number - 1] if number else None
        return site if site is not None and token.sentence - self.scene.parse.sentence_at(site.start) <= REACH else None

    def _place(self, token: Token, start: int, end: int) -> Place:
        text, town = self.scene.parse.text, self._town_of(token, start, end)
        return unresolved(text, start, end) if town is None else in_town(text, start, end, town.place)

    def _town_of(self, token: Token, start: int, end: int) -> PlaceMention | None:
        """The settlement a site is in: in its name, called so elsewhere in the text, beside it, or the last one told."""
        parse = self.scene.parse
        for each in parse.tokens_in(start, end):
            mention = self.scene.place_at(each.index) if each.pos == "PROPN" else None
            if mention is not None and _is_settled(mention):
                return mention
            if each.pos == "PROPN" and each.text.lower() in self._by_name:
                return self._by_name[each.text.lower()]
        sentence = parse.sentences[token.sentence]
        first = bisect_left(self._settled, sentence.start, key=lambda each: each.start)
        last = bisect_left(self._settled, sentence.end, lo=first, key=lambda each: each.start)
        beside = [each for each in self._settled[first:last] if each.use in ("plain", "parent")]
        if beside:
            return min(beside, key=lambda each: (each.start < start, abs(each.start - end)))
        before = self._settled[first - 1] if first else None
        near = before is not None and token.sentence - parse.sentence_at(before.start) <= REACH
        return before if near else None

    @cached_property
    def _settled(self) -> tuple[PlaceMention, ...]:
        return tuple(each for each in self.scene.annotations.places if _is_settled(each))

    @cached_property
    def _by_name(self) -> dict[str, PlaceMention]:
        text, found = self.scene.parse.text, dict[str, PlaceMention]()
        for each in self._settled:
            found.setdefault(text[each.start : each.end].lower(), each)
        return found


def _is_settled(mention: PlaceMention) -> bool:
    return mention.place.precision in SETTLED and mention.place.lat is not None


def _belongs_to_name(token: Token) -> bool:
    if token.tag in ("JJ", "JJR", "JJS", "VBN", "VBG", "DT", "PRP$"):
        return False
    return (
        token.pos in ("PROPN", "NOUN", "NUM")
        or token.text in ("-", "'", "’")
        or token.pos == "ADP"
        and token.text[:1].isupper()
    )
