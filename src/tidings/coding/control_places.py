"""Where something is held, as the noun of a clause names it: a town, the town spoken of, a part of it, or a site.

A site is not the town around it (:mod:`tidings.coding.control_sites`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.control_sites import REACH, Sites
from tidings.coding.control_spots import SETTLED, Named, Spot, is_noun, spot_of, unresolved
from tidings.coding.scene import Scene
from tidings.model.mentions import PlaceMention
from tidings.model.text import Token, evidence
from tidings.model.values import Place
from tidings.reference.control_words import ControlWords

_LEFT = ("from", "out", "of", "to", "into")  # "pulled out of X and … seized it"
_NAMES = ("GPE", "LOC", "FAC")
_DEEPEST = 3  # "parts of the centre of the town of X"


class Places(Struct, frozen=True, dict=True):
    """The look-up of places of one article."""

    scene: Scene
    words: ControlWords

    @cached_property
    def sites(self) -> Sites:
        """The look-up of sites."""
        return Sites(scene=self.scene, words=self.words)

    def at(self, index: int, depth: int = 0, *, named: Named = None) -> tuple[Spot, ...]:
        """The places that a noun names, in text order; none where it names none (people, weapons, "a town").

        ``named``: where it stands no ``thing`` but a place can, or nobody either (``any``), so that any name is one.
        """
        token = self.scene.parse.tokens[index]
        if depth > _DEEPEST or not is_noun(token):
            return ()
        if self.sites.is_one(token):
            found = self.sites.at(token)
            if found:
                return found
        if found := self._several_before(token):
            return found
        mention = self.scene.place_at(index) or self._begins_name(token)
        if mention is not None and self._names(mention, token):
            return self._finer(token, depth) or (spot_of(self.scene, mention),)
        if token.lemma in self.words.parts or token.lemma in self.words.settlements or token.tag == "CD":
            return self._named_by(token, depth) or self._unlisted(token, named=named)  # "Masisi-Centre"
        if token.pos == "PRON":
            return self._pronoun(token)
        return self._unlisted(token, named=named)

    def _several_before(self, token: Token) -> tuple[Spot, ...]:
        """ "Madaya and Zabadani towns": each of the names before a noun for several."""
        parse = self.scene.parse
        if token.lemma not in self.words.settlements or token.tag != "NNS":
            return ()
        first = tree.children(parse, token.index, "nmod", "compound")
        names = [each for child in first for each in tree.conjuncts(parse, child) if parse.tokens[each].pos == "PROPN"]
        if len(names) < 2:
            return ()
        mentions = [(each, self.scene.place_at(each)) for each in names]
        return tuple(
            spot
            for each, mention in mentions
            for spot in (
                self._unlisted(parse.tokens[each], named="any") if mention is None else (spot_of(self.scene, mention),)
            )
        )

    def _begins_name(self, token: Token) -> PlaceMention | None:
        """ "Mazar-i-Sharif" of which a list has "Mazar": the place that the name begins with."""
        first, tokens = token.index, self.scene.parse.tokens
        while (
            token.pos == "PROPN"
            and first
            and _leads(tokens[first - 1], first, token.index)
            and "-" in (tokens[first - 1].text, tokens[first].text)
        ):
            first -= 1
        return self.scene.place_at(first) if first < token.index else None

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
        settled = mention.place.precision in (*SETTLED, "admin2", "admin1")
        return mention.use == "modifier" and settled and token.dep not in ("compound", "amod", "nmod", "poss")

    # --- nouns that a name stands beside

    def _named_by(self, token: Token, depth: int) -> tuple[Spot, ...]:
        parse = self.scene.parse
        several = token.tag in ("NNS", "NNPS")
        is_part = token.lemma in self.words.parts and self._is_share(token)
        nameless = several and not is_part  # "villages in the province" have no name; "the villages of A and B" have
        bounded = token.lemma in self.words.settlements - self.words.parts  # "a village in X" is not X
        prepositions = ("of",) if nameless or bounded else ("of", "in", "around", "across")
        phrases = [(name, each) for name, each in tree.phrases(parse, token.index) if name in prepositions]
        inner = [each for _, each in phrases]
        if is_part and not inner:
            clauses = tree.children(parse, token.index, "relcl", "acl")
            inner = [each for clause in clauses for name, each in tree.phrases(parse, clause) if name == "in"]
        named: Named = "any" if is_part else None
        found = tuple(spot for each in inner for spot in self.at(each, depth + 1, named=named))
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
                return (spot_of(self.scene, mention),)
        return self._called_so(token)

    def _called_so(self, token: Token) -> tuple[Spot, ...]:
        """ "The Andarab valley", "the Bihac pocket": a name that no list has, with the noun that makes it a place's."""
        parse = self.scene.parse
        before = parse.tokens[token.index - 1] if token.index else token
        joined = before.dep == "compound" and before.head == token.index and before.pos == "PROPN"
        if token.lemma not in self.words.called or not joined or self.scene.actor_at(before.index) is not None:
            return ()
        first = before.index
        while first and _leads(parse.tokens[first - 1], first, token.index):
            first -= 1
        start = parse.tokens[first].start
        return (Spot(place=unresolved(parse.text, start, token.end), start=start),)

    def _part(self, spot: Spot, token: Token) -> Spot:
        parse = self.scene.parse
        left = [
            child for child in parse.children(token.index) if child < token.index and parse.tokens[child].dep != "punct"
        ]
        if token.lemma in self.words.wholes and not any(parse.tokens[child].dep == "advmod" for child in left):
            return spot  # "all of X" is no part of X; "nearly all of X" is
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
        site = self.sites.last(token) if token.lemma in ("area", "complex", "facility", "site", "compound") else None
        if site is not None:
            return (Spot(place=site.place, start=site.start),)
        if token.lemma not in self.words.spoken_of and token.lemma != "%":
            return ()
        if (here := self._overlooked(token)) is not None:
            return (here,)
        reach = 0 if token.lemma == "capital" else REACH
        for mention in self._before(token, reach):
            if (
                mention.use == "plain"
                and mention.place.precision in SETTLED
                and mention.relation not in ("toward", "towards")
            ):
                return (spot_of(self.scene, mention),)
        return self._last_unlisted(token)

    def _before(self, token: Token, reach: int) -> Iterator[PlaceMention]:
        """The places before a token, the last first, up to so many sentences back."""
        places = self.scene.annotations.places
        for number in range(bisect_left(places, token.start, key=lambda mention: mention.start) - 1, -1, -1):
            if token.sentence - self.scene.parse.sentence_at(places[number].start) > reach:
                return
            yield places[number]

    def _overlooked(self, token: Token) -> Spot | None:
        """A name before a token of its sentence that is a place elsewhere in the text, where nothing was found in it here."""
        parse = self.scene.parse
        for each in reversed(parse.tokens[parse.sentences[token.sentence].first : token.index]):
            if self.scene.place_at(each.index) is not None:
                return None
            if each.pos == "PROPN" and each.text.casefold() in self._listed and self.scene.actor_at(each.index) is None:
                return Spot(place=self._called(each.start, each.end), start=each.start)
        return None

    def _last_unlisted(self, token: Token) -> tuple[Spot, ...]:
        """ "The town of Rashidin … the town", "seize X, then take back the town": one that no list has."""
        parse = self.scene.parse
        first = parse.sentences[max(0, token.sentence - 1)].first
        for earlier in reversed(parse.tokens[first : token.index]):
            if earlier.lemma in self.words.settlements and earlier.lemma == token.lemma:
                for name, inner in tree.phrases(parse, earlier.index):
                    if name == "of" and (found := self._unlisted(parse.tokens[inner])):
                        return found
            taken = self.words.takings.get(parse.tokens[earlier.head].lemma) if earlier.dep == "dobj" else None
            if taken and earlier.sentence == token.sentence and (found := self._unlisted(earlier, named=taken)):
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
                *(inner for name, inner in tree.phrases(parse, verb.head) if name in _LEFT),
            ]
            if found := tuple(spot for each in before if each < token.index for spot in self.at(each, 1)):
                return found
        if (main := self._named_behind(token)) is not None:
            return (spot_of(self.scene, main),)
        for earlier in reversed(parse.tokens[parse.sentences[token.sentence].first : token.index]):
            if earlier.lemma in self.words.spoken_of and earlier.dep == "pobj" and self._is_definite(earlier):
                return self._spoken_of(earlier)
        for mention in self._before(token, 1):
            if mention.use not in ("plain", "modifier") or mention.head < 0:
                continue
            head = self._noun_of(mention)
            here = head.sentence == token.sentence and token.dep == "dobj"  # "reached X, where rebels surrounded it"
            spoken_of = head.dep in ("nsubj", "nsubjpass") or (
                head.dep == "dobj" and (here or parse.tokens[head.head].lemma in self.words.by_word)
            )
            if spoken_of and mention.place.precision in (*SETTLED, "admin2", "admin1"):
                return (spot_of(self.scene, mention),)
        return ()

    def _named_behind(self, token: Token) -> PlaceMention | None:
        """ "Two months after it fell, X lies in ruins": the subject that a clause before its sentence's own speaks of."""
        parse = self.scene.parse
        clause = parse.tokens[token.head]
        if clause.dep != "advcl" or clause.head < clause.index:
            return None
        subjects = tree.children(parse, clause.head, *tree.SUBJECTS, *tree.PASSIVE_SUBJECTS)
        mentions = (self.scene.place_at(each) for each in subjects if each > token.index)
        return next((each for each in mentions if each is not None and each.use == "plain"), None)

    def _unlisted(self, token: Token, *, named: Named = None) -> tuple[Spot, ...]:
        """A name of a place that no list has, as the tagger sees it: with no point. ``named``: whatever the tagger sees in it."""
        parse, actor = self.scene.parse, self.scene.actor_at(token.index)
        if (
            not _is_name(token)
            or token.entity.endswith(("DATE", "TIME"))
            or self._is_people(token)
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

    def _is_people(self, token: Token) -> bool:
        """ "Occupied A, and the Japanese B": the Japanese are no place."""
        return token.entity.endswith("NORP") and bool(tree.children(self.scene.parse, token.index, "det"))

    def _called(self, start: int, end: int) -> Place:
        """The place that is called so elsewhere in the text, with the words that stand here; else one that no list has."""
        text = self.scene.parse.text
        known = self._listed.get(text[start:end].casefold())
        return unresolved(text, start, end) if known is None else replace(known, evidence=(evidence(text, start, end),))

    def _noun_of(self, mention: PlaceMention) -> Token:
        """The noun a name stands for in the tree: "the town of X" is the town."""
        tokens = self.scene.parse.tokens
        head = tokens[mention.head]
        if head.dep == "pobj" and tokens[head.head].text.lower() == "of":
            above = tokens[tokens[head.head].head]
            return above if above.lemma in self.words.settlements else head
        return head

    @cached_property
    def _listed(self) -> dict[str, Place]:
        """The places of the text that a list has, by their names as printed."""
        text, found = self.scene.parse.text, dict[str, Place]()
        for mention in self.scene.annotations.places:
            if mention.place.id is not None and mention.use in ("plain", "parent", "dateline"):
                found.setdefault(text[mention.start : mention.end].casefold(), mention.place)
        return found


def _is_name(token: Token) -> bool:
    """Whether a token is a name, as its part of speech has it or, of an unknown word at the head of a sentence, its entity."""
    return token.pos == "PROPN" or (token.tag == "NN" and token.text[:1].isupper() and bool(token.entity))


def _leads(before: Token, first: int, last: int) -> bool:
    """Whether a token belongs to the name that begins behind it."""
    is_name = before.pos == "PROPN" or before.text == "-"
    return is_name and before.dep in ("compound", "punct") and first <= before.head <= last


def each_spot(places: Places, indices: tuple[int, ...], *, named: Named = None) -> tuple[Spot, ...]:
    """The places of several nouns, each once, in order."""
    found: dict[tuple[str, str | None], Spot] = {}
    for index in indices:
        for spot in places.at(index, named=named):
            found.setdefault((spot.place.id or spot.place.name, spot.extent), spot)
    return tuple(found.values())
