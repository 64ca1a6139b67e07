"""Where something is held: the town, the area, or the site itself ("Tikrit Military Hospital"), as a noun of holding names it.

A site is not the town around it: where no list has the site, it is named as printed, with the point of its town and precision ``near``.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.assemble import with_evidence
from tidings.coding.scene import Scene
from tidings.model.mentions import PlaceMention
from tidings.model.text import Token, evidence
from tidings.model.values import Place
from tidings.reference.control_words import ControlWords

_SETTLED = ("exact", "near")
_BEFORE = ("compound", "nmod", "nummod", "poss", "case", "punct", "amod")
_DIRECTIONS = frozenset("north south east west northeast northwest southeast southwest".split())
_REACH = 4  # sentences after which "the town" may be another
_DEFAULT_KM = 10.0
_NAMES = ("GPE", "LOC", "FAC")


Named = Literal["any", "thing"] | None


class Spot(Struct, frozen=True, kw_only=True):
    """A place that is spoken of as held, and the words for the part of it, if only a part is."""

    place: Place
    start: int
    extent: str | None = None


class Site(Struct, frozen=True, kw_only=True):
    """A site that is named in the text: its words ``[start, end)``, its last noun, all its words, and its place."""

    start: int
    end: int
    noun: str
    words: frozenset[str]
    place: Place


class Places(Struct, frozen=True, dict=True):
    """The look-up of places of one article."""

    scene: Scene
    words: ControlWords

    def at(self, index: int, depth: int = 0, *, named: Named = None) -> tuple[Spot, ...]:
        """The places that a noun names, in text order; none where it names none (people, weapons, "a town").

        ``named``: where it stands no ``thing`` but a place can, or nobody either (``any``), so that any name is one.
        """
        token = self.scene.parse.tokens[index]
        if depth > 3 or not _is_noun(token):
            return ()
        if token.lemma in self.words.sites or token.text.lower() in self.words.sites:
            found = self._site(token)
            if found:
                return found
        mention = self.scene.place_at(index)
        if mention is not None and self._names(mention, token):
            return self._finer(token, depth) or (self._spot(mention),)
        if token.lemma in self.words.parts or token.lemma in self.words.settlements or token.tag == "CD":
            return self._named_by(token, depth)
        if token.pos == "PRON":
            return self._pronoun(token)
        return self._unlisted(token, named=named)

    def _finer(self, token: Token, depth: int) -> tuple[Spot, ...]:
        """ "The Damascus suburb of Daraya": Daraya."""
        if token.lemma not in self.words.settlements:
            return ()
        inner = [each for name, each in tree.phrases(self.scene.parse, token.index) if name == "of"]
        return tuple(spot for each in inner for spot in self.at(each, depth + 1))

    def _names(self, mention: PlaceMention, token: Token) -> bool:
        """Whether a place mention is the place of its noun; a modifier may be, where the noun is the name itself ("Baghdad remains …")."""
        if mention.use in ("plain", "parent"):
            return True
        settled = mention.place.precision in (*_SETTLED, "admin2", "admin1")
        return mention.use == "modifier" and settled and token.dep not in ("compound", "amod", "nmod", "poss")

    def _spot(self, mention: PlaceMention) -> Spot:
        text = self.scene.parse.text
        place = with_evidence(text, mention)
        start = mention.start
        side = _side_of(self.scene, mention)
        if side is not None and mention.place.precision in ("region", "unresolved"):
            # "east of the river": the land beside it, not the river
            printed = evidence(text, side, mention.end)
            place = replace(
                place,
                id=None,
                geoname_id=None,
                name=printed.quote,
                precision="region",
                candidates=(),
                evidence=(printed,),
            )
        return Spot(place=place, start=start)

    # --- nouns that a name stands beside

    def _named_by(self, token: Token, depth: int) -> tuple[Spot, ...]:
        parse = self.scene.parse
        several = token.tag in ("NNS", "NNPS")
        is_part = token.lemma in self.words.parts and self._is_share(token)
        nameless = several and not is_part  # "villages in the province" have no name; "the villages of A and B" have
        prepositions = ("of",) if nameless else ("of", "in", "around", "across")
        phrases = [(name, each) for name, each in tree.phrases(parse, token.index) if name in prepositions]
        inner = [each for _, each in phrases]
        if is_part and not inner:
            clauses = tree.children(parse, token.index, "relcl", "acl")
            inner = [each for clause in clauses for name, each in tree.phrases(parse, clause) if name == "in"]
        found = tuple(spot for each in inner for spot in self.at(each, depth + 1))
        if found:
            is_part = is_part and not any(
                name == "around" for name, _ in phrases
            )  # "the pocket around X" is no part of X
            return tuple(self._part(spot, token) if is_part else spot for spot in found)
        if not nameless and (beside := self._beside(token)):
            return beside
        if found := tuple(
            spot for child in tree.children(parse, token.index, "appos") for spot in self._unlisted(parse.tokens[child])
        ):
            return found
        if token.dep == "attr" and parse.tokens[token.head].lemma == "be":
            subject = tree.grammatical_subject(parse, token.head)
            return () if subject is None or subject == token.index else self.at(subject, depth + 1)
        if several or not self._is_definite(token):
            return ()
        return tuple(self._part(spot, token) if is_part else spot for spot in self._spoken_of(token))

    def _is_share(self, token: Token) -> bool:
        """Whether a word for a part says a part: "the district of X" is a place, "districts of X" and "a quarter of X" are parts."""
        if token.lemma not in self.words.settlements or token.tag in ("NNS", "NNPS"):
            return True
        parse = self.scene.parse
        if token.lemma == "quarter":
            marks = tree.children(parse, token.index, "det", "nummod")
            return any(parse.tokens[child].text.lower() in ("a", "one", "three") for child in marks)
        before = tree.children(parse, token.index, "amod")
        return token.lemma == "area" and any(parse.tokens[child].lemma in self.words.sides for child in before)

    def _beside(self, token: Token) -> tuple[Spot, ...]:
        """The name that stands beside a noun: "the Ann township", "the capital, Sanaa", "X's port"."""
        for child in tree.children(self.scene.parse, token.index, "compound", "nmod", "appos", "poss"):
            mention = self.scene.place_at(child)
            if (
                mention is not None
                and mention.use in ("plain", "parent", "modifier")
                and mention.place.precision != "country"
            ):
                return (self._spot(mention),)
        return ()

    def _part(self, spot: Spot, token: Token) -> Spot:
        parse = self.scene.parse
        left = [
            child for child in parse.children(token.index) if child < token.index and parse.tokens[child].dep != "punct"
        ]
        first = min((index for child in left for index in parse.subtree(child)), default=token.index)
        extent = parse.text[parse.tokens[first].start : token.end]
        return replace(spot, extent=spot.extent or extent)

    def _is_definite(self, token: Token) -> bool:
        parse = self.scene.parse
        marks = {parse.tokens[child].text.lower() for child in tree.children(parse, token.index, "det", "poss")}
        plain = not tree.children(parse, token.index, "compound", "nmod", "prep", "relcl", "acl")
        return plain and bool(marks & {"the", "that", "this", "its"})

    def _spoken_of(self, token: Token) -> tuple[Spot, ...]:
        """The place that "the town" stands for: the last exact one before it, a few sentences back at most."""
        sites = [site for site in self.sites if site.end <= token.start and self._is_near(site.start, token)]
        if token.lemma in ("area", "complex", "facility", "site", "compound") and sites:
            return (Spot(place=sites[-1].place, start=sites[-1].start),)
        if token.lemma not in self.words.spoken_of and token.lemma != "%":
            return ()
        if (here := self._overlooked(token)) is not None:
            return (here,)
        reach = 0 if token.lemma == "capital" else _REACH
        for mention in reversed(self.scene.annotations.places):
            if mention.start >= token.start or mention.use != "plain":
                continue
            if token.sentence - self.scene.parse.sentence_at(mention.start) > reach:
                break
            if mention.place.precision in _SETTLED and mention.relation not in ("toward", "towards"):
                return (self._spot(mention),)
        return self._last_unlisted(token)

    def _overlooked(self, token: Token) -> Spot | None:
        """A name before a token of its sentence that is a place elsewhere in the text, where nothing was found in it here."""
        parse = self.scene.parse
        for each in reversed(parse.tokens[parse.sentences[token.sentence].first : token.index]):
            if self.scene.place_at(each.index) is not None:
                return None
            if each.pos == "PROPN" and each.text.casefold() in self._listed and self.scene.actor_at(each.index) is None:
                return Spot(place=self._called(each.start, each.end), start=each.start)
        return None

    def _is_near(self, start: int, token: Token) -> bool:
        return token.sentence - self.scene.parse.sentence_at(start) <= _REACH

    def _last_unlisted(self, token: Token) -> tuple[Spot, ...]:
        """ "The town of Rashidin … the town", "seize X, then take back the town": one that no list has."""
        parse = self.scene.parse
        first = parse.sentences[max(0, token.sentence - 1)].first
        for earlier in reversed(parse.tokens[first : token.index]):
            if earlier.lemma in self.words.settlements and earlier.lemma == token.lemma:
                for name, inner in tree.phrases(parse, earlier.index):
                    if name == "of" and (found := self._unlisted(parse.tokens[inner])):
                        return found
            taken = earlier.dep == "dobj" and parse.tokens[earlier.head].lemma in self.words.takings
            if taken and earlier.sentence == token.sentence and (found := self._unlisted(earlier, named="thing")):
                return found
        return ()

    def _pronoun(self, token: Token) -> tuple[Spot, ...]:
        """ "It was recaptured": the area its sentence speaks of before it, else the place that is the subject before it, there or a sentence back."""
        parse = self.scene.parse
        if token.text.lower() not in ("it", "which", "that"):
            return ()
        verb = parse.tokens[token.head]
        if token.dep == "dobj" and verb.dep in (
            "conj",
            "advcl",
        ):  # "entered X and took it", "withdrew from X, handing it over"
            before = [
                *tree.direct_objects(parse, verb.head),
                *(inner for name, inner in tree.phrases(parse, verb.head) if name == "from"),
            ]
            if found := tuple(spot for each in before if each < token.index for spot in self.at(each, 1)):
                return found
        for earlier in reversed(parse.tokens[parse.sentences[token.sentence].first : token.index]):
            if earlier.lemma in self.words.spoken_of and earlier.dep == "pobj" and self._is_definite(earlier):
                return self._spoken_of(earlier)
        for mention in reversed(self.scene.annotations.places):
            if mention.start >= token.start or mention.use not in ("plain", "modifier") or mention.head < 0:
                continue
            if token.sentence - parse.sentence_at(mention.start) > 1:
                break
            head = parse.tokens[mention.head]
            if head.dep in ("nsubj", "nsubjpass") and mention.place.precision in (*_SETTLED, "admin2", "admin1"):
                return (self._spot(mention),)
        return ()

    # --- sites

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The sites that the article names, in text order."""
        found = []
        for token in self.scene.parse.tokens:
            if token.lemma not in self.words.sites or not _is_noun(token):
                continue
            first = self._first_of_name(token)
            if first is not None:
                start, end = self.scene.parse.tokens[first].start, token.end
                words = frozenset(each.lemma for each in self.scene.parse.tokens[first : token.index + 1])
                place = self._site_place(token, start, end)
                found.append(Site(start=start, end=end, noun=token.lemma, words=words, place=place))
        return tuple(found)

    def _site(self, token: Token) -> tuple[Spot, ...]:
        parse = self.scene.parse
        mention = self.scene.place_at(token.index)
        if mention is not None and mention.end >= token.end and mention.start < token.start and mention.use == "plain":
            return (self._spot(mention),)
        first = self._first_of_name(token)
        if first is not None:
            start = parse.tokens[first].start
            if token.lemma in self.words.settlements and (own := self._only_name(first, token)) is not None:
                return (self._spot(own),)
            return (Spot(place=self._site_place(token, start, token.end), start=start),)
        if (named := self._named_before(token)) is not None:
            return (Spot(place=named.place, start=named.start),)
        several = token.tag in ("NNS", "NNPS") and token.lemma not in ("headquarters", "headquarter", "barracks")
        if token.lemma not in self.words.plain_sites or several:
            return ()
        return self._unnamed_site(token)

    def _named_before(self, token: Token) -> Site | None:
        """ "The hospital", "the hospital complex" after "the Al Salem hospital complex": the site named before that has these words."""
        parse = self.scene.parse
        before = tree.children(parse, token.index, "compound", "nmod")
        marks = {parse.tokens[child].text.lower() for child in tree.children(parse, token.index, "det")}
        if not marks & {"the", "that", "this"}:
            return None
        words = {token.lemma, *(parse.tokens[child].lemma for child in before)}
        return next((site for site in reversed(self.sites) if site.start < token.start and words <= site.words), None)

    def _only_name(self, first: int, token: Token) -> PlaceMention | None:
        """ "The Jobar district": the district is called by the name of a place that lists have."""
        mention = self.scene.place_at(first)
        before = self.scene.parse.tokens[token.index - 1]
        return mention if mention is not None and mention.use != "part_of_name" and mention.end >= before.end else None

    def _unnamed_site(self, token: Token) -> tuple[Spot, ...]:
        """ "The police station in X", "their base at X": named by the place it is in; none where no place is printed beside it."""
        parse = self.scene.parse
        start = self._first_of_words(token)
        for child in parse.subtree(token.index):
            name = parse.tokens[child]
            if (
                child <= token.index
                or child > token.index + 6
                or name.text.lower() not in self.words.inside
                or self._is_town_of(token, name)
            ):
                continue
            for inner in tree.children(parse, child, "pobj"):
                mention = self.scene.place_at(inner)
                if mention is not None and mention.place.precision in (*_SETTLED, "unresolved"):
                    return (Spot(place=self._named_place(start, mention.end, mention), start=start),)
        after = parse.tokens[token.index + 1 : token.index + 6]
        if after and after[0].text.lower() in ("in", "at") and after[0].sentence == token.sentence:
            mention = next(
                (found for each in after[1:4] if (found := self.scene.place_at(each.index)) is not None), None
            )
            if mention is not None and mention.place.precision in (*_SETTLED, "unresolved"):
                return (Spot(place=self._named_place(start, mention.end, mention), start=start),)
        return ()

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

    def _site_place(self, token: Token, start: int, end: int) -> Place:
        text = self.scene.parse.text
        town = self._town_of(token, start, end)
        if town is None:
            return _unresolved(text, start, end)
        return self._named_place(start, end, town)

    def _named_place(self, start: int, end: int, town: PlaceMention) -> Place:
        printed = evidence(self.scene.parse.text, start, end)
        known = town.place
        near = known.lat is not None
        return Place(
            id=None, name=printed.quote, geoname_id=None, lat=known.lat, lon=known.lon, country=known.country, admin1=known.admin1,
            admin2=known.admin2, precision="near" if near else "unresolved", radius_km=(known.radius_km or _DEFAULT_KM) if near else None,
            candidates=(), evidence=(printed,),
        )  # fmt: skip

    def _town_of(self, token: Token, start: int, end: int) -> PlaceMention | None:
        """The settlement a site is in: in its name, beside it, called so elsewhere in the text, or the last one told."""
        parse = self.scene.parse
        settled = [
            each
            for each in self.scene.annotations.places
            if each.place.precision in _SETTLED and each.place.lat is not None
        ]
        within = next((each for each in settled if start <= each.start < end), None)
        if within is not None:
            return within
        words = {each.text.lower() for each in parse.tokens_in(start, end) if each.pos == "PROPN"}
        called = next((each for each in settled if parse.text[each.start : each.end].lower() in words), None)
        if called is not None:
            return called
        plain = [each for each in settled if each.use in ("plain", "parent")]
        beside = [each for each in plain if parse.sentence_at(each.start) == token.sentence]
        if beside:
            return min(beside, key=lambda each: (each.start < start, abs(each.start - end)))
        before = [each for each in plain if each.start < start and self._is_near(each.start, token)]
        return before[-1] if before else None

    def _unlisted(self, token: Token, *, named: Named = None) -> tuple[Spot, ...]:
        """A name of a place that no list has, as the tagger sees it: with no point. ``named``: whatever the tagger sees in it."""
        parse, actor = self.scene.parse, self.scene.actor_at(token.index)
        if (
            token.pos != "PROPN"
            or token.entity.endswith(("DATE", "TIME"))
            or self.scene.place_at(token.index) is not None
        ):
            return ()
        if named == "any" and actor is not None and actor.form == "person" and actor.id is None and actor.role is None:
            tokens = parse.tokens_in(actor.start, actor.end)
            beside = [each for one in tokens for each in tree.children(parse, one.index, "conj")]
            spot = Spot(place=self._called(actor.start, actor.end), start=actor.start)
            return (spot, *(other for each in beside for other in self._unlisted(parse.tokens[each], named="any")))
        if actor is not None:
            return ()
        governed = token.dep == "pobj" and parse.tokens[token.head].text.lower() == "of"
        above = parse.tokens[parse.tokens[token.head].head].lemma if governed else ""
        first = token.index
        while first and _leads(parse.tokens[first - 1], first, token.index):
            first -= 1
        start = parse.tokens[first].start
        known = (
            parse.text[start : token.end].casefold() in self._listed
            or token.entity.endswith(_NAMES)
            or above in self.words.settlements
        )
        if not known and (
            named is None or (named == "thing" and (not token.entity or token.entity.endswith("PERSON")))
        ):
            return ()
        return (Spot(place=self._called(start, token.end), start=start),)

    def _called(self, start: int, end: int) -> Place:
        """The place that is called so elsewhere in the text, with the words that stand here; else one that no list has."""
        text = self.scene.parse.text
        known = self._listed.get(text[start:end].casefold())
        return (
            _unresolved(text, start, end) if known is None else replace(known, evidence=(evidence(text, start, end),))
        )

    @cached_property
    def _listed(self) -> dict[str, Place]:
        """The places of the text that a list has, by their names as printed."""
        text, found = self.scene.parse.text, dict[str, Place]()
        for mention in self.scene.annotations.places:
            if mention.place.id is not None and mention.use in ("plain", "parent", "dateline"):
                found.setdefault(text[mention.start : mention.end].casefold(), mention.place)
        return found


def _leads(before: Token, first: int, last: int) -> bool:
    """Whether a token belongs to the name that begins behind it."""
    is_name = before.pos == "PROPN" or before.text == "-"
    return is_name and before.dep in ("compound", "punct") and first <= before.head <= last


def _unresolved(text: str, start: int, end: int) -> Place:
    printed = evidence(text, start, end)
    return Place(
        id=None, name=printed.quote, geoname_id=None, lat=None, lon=None, country=None, admin1=None, admin2=None,
        precision="unresolved", radius_km=None, candidates=(), evidence=(printed,),
    )  # fmt: skip


def _belongs_to_name(token: Token) -> bool:
    if token.tag in ("JJ", "JJR", "JJS", "VBN", "VBG", "DT", "PRP$"):
        return False
    return (
        token.pos in ("PROPN", "NOUN", "NUM")
        or token.text in ("-", "'", "’")
        or token.pos == "ADP"
        and token.text[:1].isupper()
    )


def _is_noun(token: Token) -> bool:
    return (
        token.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X")
        or token.tag.startswith("NN")
        or token.tag in ("CD", "DT", "WDT")
    )


def _side_of(scene: Scene, mention: PlaceMention) -> int | None:
    """Where "east of the" begins before a place; ``None`` where it does not stand there."""
    tokens = scene.parse.tokens
    first = scene.parse.tokens_in(mention.start, mention.end)[0].index - 1
    if first >= 0 and tokens[first].text.lower() == "the":
        first -= 1
    if first >= 1 and tokens[first].text.lower() == "of" and tokens[first - 1].text.lower() in _DIRECTIONS:
        return tokens[first - 1].start
    return None


def each_spot(places: Places, indices: tuple[int, ...], *, named: Named = None) -> tuple[Spot, ...]:
    """The places of several nouns, each once, in order."""
    found: dict[tuple[str, str | None], Spot] = {}
    for index in indices:
        for spot in places.at(index, named=named):
            found.setdefault((spot.place.id or spot.place.name, spot.extent), spot)
    return tuple(found.values())
