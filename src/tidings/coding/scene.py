"""Everything the coder knows about one article, with the look-ups it needs: who, where, what class of thing stands at a token."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from tidings.coding import tree
from tidings.model.mentions import ActMention, ActorMention, Annotations, PlaceMention
from tidings.model.text import Parse
from tidings.model.values import FIGHTING_KINDS
from tidings.reference.ontology import Ontology

_PARTITIVE = frozenset({"group", "number", "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "score", "scores", "ten", "tens", "majority", "handful", "total",
                        "wave", "series", "string", "member", "members", "fighter", "fighters", "supporter", "unit", "units", "element", "elements", "militant", "militants",
                        "remnant", "body", "bodies", "force", "forces", "life", "one", "some", "many", "two", "three", "four", "five", "none", "most", "death", "deaths", "leader", "commander"})  # fmt: skip
_MEASURES = frozenset(
    "pound ton tonne kilogram kilogramme kilo kg gram gallon litre liter load truckload lorryload amount quantity couple pair lot barrage volley salvo hail "
    "shower flurry spate bag sack stick cache stock shipment consignment convoy".split()
)  # "1,200 pounds of explosives": what is measured, not the measure


_CARRYING = frozenset(
    "convoy column busload truckload lorryload bus truck lorry boat".split()
)  # "a convoy of policemen": who travels in it, if the words say so


class Scene(Struct, frozen=True, dict=True):
    """One article's annotations, its publication day and the ontology."""

    annotations: Annotations
    ontology: Ontology
    published: dt.date | None

    @property
    def parse(self) -> Parse:
        """The parse of the article's text."""
        return self.annotations.parse

    @cached_property
    def _actor_by_token(self) -> dict[int, ActorMention]:
        found: dict[int, ActorMention] = {}
        for mention in self.annotations.actors:
            for token in self.parse.tokens_in(mention.start, mention.end):
                found.setdefault(token.index, mention)
        for mention in self.annotations.actors:
            if mention.head >= 0:
                found[mention.head] = mention
        return found

    @cached_property
    def _place_by_token(self) -> dict[int, PlaceMention]:
        found: dict[int, PlaceMention] = {}
        for mention in self.annotations.places:
            for token in self.parse.tokens_in(mention.start, mention.end):
                found.setdefault(token.index, mention)
        return found

    @cached_property
    def _act_by_token(self) -> dict[int, ActMention]:
        return {mention.token: mention for mention in self.annotations.acts}

    @cached_property
    def article_means(self) -> frozenset[str]:
        """The means that the article names anywhere, by the means vocabulary; drones and helicopters are aircraft too."""
        tokens, means = self.parse.tokens, self.ontology.means
        found = {means.get(token.lemma, "") for token in tokens if token.pos in ("NOUN", "PROPN")}
        raids = any(one.lemma == "air" and two.lemma in ("strike", "raid", "attack") for one, two in pairwise(tokens))
        return frozenset(found | ({"aircraft"} if raids or found & {"drone", "helicopter"} else set()))

    def actor_at(self, index: int) -> ActorMention | None:
        """The actor mention that covers a token."""
        return self._actor_by_token.get(index)

    def place_at(self, index: int) -> PlaceMention | None:
        """The place mention that covers a token."""
        return self._place_by_token.get(index)

    def act_at(self, index: int) -> ActMention | None:
        """What the trained heads say of a token; None where they see no act."""
        return self._act_by_token.get(index)

    def actor_of(self, index: int, depth: int = 0) -> ActorMention | None:
        """The actor that an argument names: itself, or what its "of" phrase names ("dozens of civilians", "members of the group")."""
        mention = self.actor_at(index)
        lemma = self.parse.tokens[index].lemma
        partitive = lemma in _PARTITIVE
        if (
            (mention is None or mention.form in ("group", "unnamed"))
            and depth < 3
            and (partitive or lemma in _CARRYING or self.ontology.in_class(lemma, "fighters"))
        ):
            for preposition, inner in tree.phrases(self.parse, index):
                found = self.actor_of(inner, depth + 1) if preposition in ("of", "from", "among") else None
                if found is not None and (partitive or lemma in _CARRYING or self.is_armed(found)):
                    return found
        return mention

    def side_of(self, mention: ActorMention | None) -> ActorMention | None:
        """The party a person speaks for, as first named in the article; else the mention itself."""
        if mention is None or mention.side is None or mention.id is not None:
            return mention
        return next((other for other in self.annotations.actors if other.id == mention.side), mention)

    def is_armed(self, mention: ActorMention) -> bool:
        """Whether an actor is of a kind that bears arms, or a mission that does."""
        return mention.kind in FIGHTING_KINDS or mention.id in self.ontology.groups["missions"]

    def has_class(self, index: int, name: str) -> bool:
        """Whether the token's thing belongs to a class of the ontology, by its lemma or by the mention it heads."""
        token = self.parse.tokens[index]
        if name.startswith("=") and self._matches_lemma(index, name[1:]):
            return True
        if self.actor_at(index) is None and token.lemma in _PARTITIVE | _MEASURES:
            inner = [each for preposition, each in tree.phrases(self.parse, index) if preposition == "of"]
            if inner:
                return any(self.has_class(each, name) for each in inner)
        if name.startswith("="):
            return False
        if name in ("fighters", "civilians", "people"):
            return self._is_people(index, name)
        if name in ("place", "territory", "facility"):
            place = self.place_at(index)
            if place is not None and place.use in ("plain", "parent") and self.actor_at(index) is None:
                return name != "facility"
            if name == "place":
                return place is not None and place.use in ("plain", "parent")
        if self.ontology.in_class(token.lemma, name):
            return True
        return token.pos in ("PROPN", "NUM") and self.ontology.in_class(token.text.lower(), name)

    def _matches_lemma(self, index: int, lemma: str) -> bool:
        token = self.parse.tokens[index]
        if token.lemma == lemma or token.text.lower() == lemma:
            return True
        return "-" in lemma and token.text.lower() == lemma.rsplit("-", 1)[-1]

    def _is_people(self, index: int, name: str) -> bool:
        token = self.parse.tokens[index]
        actor = self.actor_of(index)
        if actor is not None:
            armed = self.is_armed(actor) or actor.form == "unnamed" or self.ontology.in_class(token.lemma, "fighters")
            wanted = {"fighters": armed, "civilians": not armed, "people": True}
            return wanted[name]
        if token.pos == "PRON":
            return name == "people" and token.text.lower() in (
                "they",
                "them",
                "he",
                "she",
                "him",
                "her",
                "who",
                "others",
                "everyone",
            )
        if token.tag in ("CD",) or token.lemma in ("dozen", "hundred", "thousand", "score", "other"):
            return name == "people" and not tree.children(self.parse, index, "compound")
        return self.ontology.in_class(token.lemma, name)

    def words(self, first: int, last: int) -> str:
        """The text from one token to another, both included."""
        return self.parse.text[self.parse.tokens[first].start : self.parse.tokens[last].end]
