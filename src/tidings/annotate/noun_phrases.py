"""Noun phrases in the parse: their core, their tail, what stands beside them, and the subjects and agents of verbs.

The parser cuts sentences in two at commas and reads names as clauses now and then; subjects are found there as well.
"""

from __future__ import annotations

from bisect import bisect_left

from tidings.annotate.trees import subtree_edges
from tidings.model.mentions import ActorMention
from tidings.model.text import Parse, Token
from tidings.reference.outlets import Outlets
from tidings.reference.speech import Speech

NOUNS = frozenset({"NOUN", "PROPN"})
LONG_TAIL = 8  # tokens: what follows a noun and still says who it is ("for the northern military region")
_MOST_CHILDREN = 64
_LONGEST_NAME = 20  # tokens
# "at least 24 people": the people speak, not "least 24 people".
_AMOUNTS = frozenset(
    {"least", "most", "more", "fewer", "less", "number", "dozen", "dozens", "hundred", "hundreds", "than"}
)
_LEADING = frozenset({"DT", "PDT", "PRP$", "CD", "WP$", ",", "``", "-LRB-", ":", "HYPH", "RB", "WRB", "IN", "CC"})
_BEFORE_NOUN = frozenset({"amod", "compound", "nmod"})
_VAGUE = frozenset({"several", "many", "some", "other", "most"})
_BINDING = frozenset({"of", "for", "in", "at", "from", "with", "to", "on"})
_TRADES = ("er", "or", "ist", "man", "woman", "ian")
_LONG_WORD = 6  # letters: "number", "order" and "power" are no trades
_OF_NAME = frozenset({"of", "for"})
_WHEN = frozenset({"DATE", "TIME"})


class NounPhrases:
    """Reads noun phrases off one parse, with the words of speech and the outlets at hand. Made once an article."""

    def __init__(self, parse: Parse, actors: tuple[ActorMention, ...], speech: Speech, outlets: Outlets) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.speech = speech
        self.outlets = outlets
        self.first, self.last = subtree_edges(parse)
        self.starts = [token.start for token in parse.tokens]
        self.actor_at = self._actors_by_token(actors)

    def children(self, index: int) -> tuple[int, ...]:
        """The children of a token, as far as a sentence of any language has them: hostile text stays linear."""
        return self.parse.children(index)[:_MOST_CHILDREN]

    def token_from(self, offset: int) -> int:
        """Index of the first token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def text(self, first: int, last: int) -> str:
        """The printed words from one token to another, both included, on one line."""
        return " ".join(self.parse.text[self.tokens[first].start : self.tokens[last].end].split())

    def _actors_by_token(self, actors: tuple[ActorMention, ...]) -> dict[int, ActorMention]:
        found: dict[int, ActorMention] = {}
        for actor in actors:
            for index in range(self.token_from(actor.start), self.token_from(actor.end)):
                found.setdefault(index, actor)
        return found

    def core(self, head: int) -> tuple[int, int]:
        """First and last token of a noun phrase without determiners, numbers, appositions and clauses."""
        first = max(self.first[head], head - 12)
        for index in range(head - 1, first - 1, -1):
            if (
                self.tokens[index].tag in (",", "``", "''", ":", "-LRB-", "-RRB-")
                or self.tokens[index].pos == "VERB"
                and self.tokens[index].dep not in _BEFORE_NOUN
                and (self.tokens[index].head != head)
            ):
                first = index + 1
                break
        return self.skip_leading(first, head), self._tail(head)

    def skip_leading(self, first: int, head: int) -> int:
        """Past determiners, numbers, "several", and "London-based"."""
        for index in range(first + 1, min(head, first + 6)):
            if self.tokens[index].text.lower() == "based" or self.tokens[index].text.lower().endswith("-based"):
                first = index + 1
        if first < head and self.tokens[first].text.lower().endswith("-based"):
            first += 1
        while first < head and self._leads(self.tokens[first]):
            first += 1
        return first

    def _leads(self, token: Token) -> bool:
        """Whether a word before a noun only says how many or which: no part of a name, but for "Most Rev"."""
        if token.tag in _LEADING or token.lemma in _VAGUE:
            return True
        return token.text.lower() in _AMOUNTS and (token.pos != "PROPN" or token.text.islower())

    def _tail(self, head: int) -> int:
        """Last token of the short phrases after a noun that say which one it is ("journalists in Baghouz")."""
        end = head
        for child in self.children(head):
            token = self.tokens[child]
            if child <= end:
                continue
            binding = _BINDING if self.tokens[head].pos == "NOUN" or self.is_title(self.tokens[head]) else _OF_NAME
            if token.dep not in ("prep", "agent") or token.text not in binding or child != end + 1:
                break
            stop = self._phrase_end(child)
            if stop is None:
                break
            end = stop
        return end

    def _phrase_end(self, preposition: int) -> int | None:
        """Last token of a short phrase that names somebody or some place; ``None`` for a time, a clause, a long one."""
        for index in range(preposition + 1, self.last[preposition] + 1):
            token = self.tokens[index]
            if token.tag in ("``", "''", ",", ":", "-LRB-", "WDT", "WP", "CC") and not (
                token.tag == "CC" and token.entity
            ):
                return index - 1 if index > preposition + 1 else None
            if token.entity[2:] in _WHEN or token.pos in ("VERB", "AUX") or index - preposition > LONG_TAIL:
                return None
        return self.last[preposition]

    def entity(self, index: int) -> tuple[int, int]:
        """First and last token of the tagger's name around a token, within its sentence."""
        first = last = index
        while (
            first > index - _LONGEST_NAME
            and first
            and self.tokens[first].entity.startswith("I-")
            and self.tokens[first].sentence == self.tokens[index].sentence
        ):
            first -= 1
        end = min(len(self.tokens), index + _LONGEST_NAME) - 1
        while last < end and self.tokens[last + 1].entity.startswith("I-"):
            last += 1
            if self.tokens[last].sentence != self.tokens[index].sentence:
                return first, last - 1
        return first, last

    def name_run(self, head: int) -> tuple[int, int]:
        """The unbroken run of proper nouns that ends in a head."""
        first, floor = head, max(self.first[head], head - _LONGEST_NAME)
        while first > floor and (self.tokens[first - 1].pos == "PROPN" or self._is_hyphen(first - 1)):
            first -= 1
        return first, head

    def _is_hyphen(self, index: int) -> bool:
        """The hyphen of "Al-Abadi", which stands between two names without a space."""
        if not 0 < index < len(self.tokens) - 1 or self.tokens[index].text != "-":
            return False
        before, after = self.tokens[index - 1], self.tokens[index + 1]
        joined = before.end == self.tokens[index].start and self.tokens[index].end == after.start
        return joined and before.pos == "PROPN" and before.text[:1].isupper()

    def beside(self, head: int) -> int | None:
        """The apposition of a noun."""
        return next(
            (child for child in self.children(head) if self.tokens[child].dep == "appos" and child > head), None
        )

    def named_for(self, head: int) -> int:
        """ "One of these groups, the Harbour Front": the head of the name that a bare number stands before."""
        if self.tokens[head].tag not in ("CD", "DT"):
            return head
        within = [
            place for child in self.children(head) if self.tokens[child].text == "of" for place in self.children(child)
        ]
        beside = [self.beside(place) for place in (head, *within)]
        return next((place for place in beside if place is not None), head)

    def own_subject(self, verb: int, *, passive: bool = False) -> int | None:
        """Head of a verb's own subject, also where the parser cut the sentence between the two."""
        deps = ("nsubj", "nsubjpass") if passive else ("nsubj",)
        own = [child for child in self.children(verb) if self.tokens[child].dep in deps]
        if len(own) > 1 and self.tokens[own[1]].pos == "PROPN" and self.first[own[1]] == own[0] + 1:
            # "The news agency AFP said": the parser makes two subjects of it; of "Jund al-Islam" four, all of one name
            return own[0] if self.entity(own[0]) == self.entity(own[1]) and self.tokens[own[0]].entity else own[1]
        if len(own) > 1 and self.tokens[self.first[own[-1]] - 1].text == ":":
            return own[-1]  # "Daraa province: activists have reported": a heading is no speaker
        if own:
            return own[0]
        if (clausal := self._name_with_verb(verb)) is not None:
            return clausal
        finite = self.tokens[verb].tag in ("VBD", "VBZ", "VBP") or any(
            self.tokens[c].dep == "aux" for c in self.children(verb)
        )
        return self._lost_noun(verb) if self.tokens[verb].dep == "ROOT" and finite else None

    def _name_with_verb(self, verb: int) -> int | None:
        """ "The Committee to Protect Journalists says": a name that the parser reads as a clause."""
        for child in self.children(verb):
            if self.tokens[child].dep == "csubj" and self.tokens[child].entity.endswith("ORG"):
                first, last = self.entity(child)
                return next((i for i in range(first, last + 1) if self.tokens[i].pos == "PROPN"), None)
        return None

    def _lost_noun(self, verb: int) -> int | None:
        """The noun that is the root of the fragment before a verb without subject, where the parser cut a sentence in two."""
        end = self.first[verb]
        for place in range(end - 1, max(-1, end - 3 * LONG_TAIL), -1):
            token = self.tokens[place]
            if (
                token.text in (".", "?", "!", ":", "”", '"')
                or "\n" in self.parse.text[token.end : self.tokens[place + 1].start]
            ):
                return None
            if token.head == place and token.pos != "PUNCT":
                return place if token.pos in NOUNS else None
        return None

    def agent(self, verb: int) -> int | None:
        """Head of the by-phrase of a passive."""
        for child in self.children(verb):
            if (
                self.tokens[child].dep == "agent"
                or self.tokens[child].text == "by"
                and self.tokens[child].dep == "prep"
            ):
                return self.object(child)
        return None

    def object(self, preposition: int) -> int | None:
        """What a preposition governs."""
        return next((c for c in self.children(preposition) if self.tokens[c].dep in ("pobj", "pcomp")), None)

    def modifiers(self, head: int) -> list[int]:
        """The adjectives and nouns right before a noun."""
        return [c for c in self.children(head) if self.tokens[c].dep in ("compound", "amod", "nmod") and c < head]

    def is_plausible(self, head: int) -> bool:
        """Whether the noun with this head can speak at all: a person, a body, a group, not "the attack"."""
        token = self.tokens[head]
        word = self.bare(token)
        if word in self.speech.mute and not (head in self.actor_at and token.text.isupper()):
            return False  # "FACT denied it" is a group's name
        if (
            head in self.actor_at
            or token.pos in ("PRON", "PROPN")
            or token.entity[2:] in ("PERSON", "ORG", "GPE", "NORP")
        ):
            return token.entity[2:] not in ("DATE", "TIME", "MONEY", "PERCENT")
        known = word in self.speech.kinds or word in self.speech.speaks_for or word in self.speech.documents
        return known or self.is_trade(token)

    def is_trade(self, token: Token) -> bool:
        """Whether a noun that no table knows says what somebody does: "a gravedigger", "a beekeeper"."""
        return token.pos == "NOUN" and token.lemma.endswith(_TRADES) and len(token.lemma) > _LONG_WORD

    def bare(self, token: Token) -> str:
        """The word our tables know: as printed ("media"), else its lemma; joined to the word before a hyphen."""
        word = token.text.lower().rstrip(".")
        if (
            token.index > 1
            and self.tokens[token.index - 1].text == "-"
            and self.tokens[token.index - 1].end == token.start
        ):
            joined = f"{self.tokens[token.index - 2].text.lower()}-{word}"
            if joined in self.speech.kinds:
                return joined
        if token.pos == "PROPN" and word.endswith("s") and word[:-1] in self.speech.kinds:
            return word[:-1]  # "Medics said": a noun at the head of a sentence, taken for a name
        if word in self.speech.roles or token.pos != "NOUN":
            return word
        return token.lemma

    def is_role(self, token: Token) -> bool:
        """Whether the word says what a person is: "spokesman", "doctor"."""
        word = self.bare(token)
        return token.pos in NOUNS and word in self.speech.roles and word not in self.speech.bodies

    def is_title(self, token: Token) -> bool:
        """Whether the word can stand before a name as a title."""
        word = token.text.lower().rstrip(".")
        known = word in self.speech.titles or token.text.lower() in self.speech.titles
        return known or token.pos == "NOUN" and token.lemma in self.speech.roles and token.text[:1].islower()

    def is_body(self, token: Token) -> bool:
        """Whether the noun is a body's: "ministry", "army"."""
        return self.bare(token) in self.speech.bodies

    def is_known_body(self, head: int) -> bool:
        """A table's actor, an outlet or a body's noun that the tagger took for a person."""
        actor = self.actor_at.get(head)
        if actor is not None:
            return actor.form != "person"
        return self.is_body(self.tokens[head]) or self.outlets.find(self.text(*self.name_run(head))) is not None
