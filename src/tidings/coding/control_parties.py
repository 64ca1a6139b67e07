"""Who is said to hold a place: an actor of the text, or a word that stands for a party ("rebel-held")."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from tidings.coding import tree
from tidings.coding.scene import Scene
from tidings.model.mentions import ActorMention, CueMention
from tidings.model.text import Token
from tidings.model.values import FIGHTING_KINDS
from tidings.reference.control_words import ControlWords


class Party(Struct, frozen=True, kw_only=True):
    """Who holds or held: the name across articles, the table's id, whether it is a state's, and whether it bears arms."""

    name: str
    id: str | None
    state: bool
    armed: bool

    @property
    def key(self) -> str:
        """What tells one party from another."""
        return self.id or self.name.lower()


class Parties(Struct, frozen=True, dict=True):
    """The look-up of parties of one article."""

    scene: Scene
    words: ControlWords

    def is_anaphor(self, index: int) -> bool:
        """Whether a noun only points back to a party ("the group")."""
        mention = self.scene.actor_of(index)
        return mention is not None and mention.form == "anaphor"

    def before(self, index: int) -> Party | None:
        """ "A rebel stronghold": where the actor's words take in the noun, who is named before it."""
        party, lemma = self.at(index), self.scene.parse.tokens[index].lemma
        return None if party is not None and lemma in party.name.lower() else party

    def at(self, index: int) -> Party | None:
        """The party a noun names; ``None`` where it names nobody."""
        scene, token = self.scene, self.scene.parse.tokens[index]
        if (speaker := self._who_speaks_of_himself(token)) is not None:
            return speaker
        mention = scene.side_of(scene.actor_of(index))
        if mention is not None and mention.end > mention.start:
            armed = scene.is_armed(mention) or mention.form == "country" or self._fights(mention)
            if armed or token.lemma not in self.words.parties:
                return Party(
                    name=mention.name,
                    id=mention.id,
                    state=mention.kind == "state_forces" or mention.form == "country",
                    armed=armed,
                )
        word = self.words.parties.get(token.text.lower()) or self.words.parties.get(token.lemma)
        if word is not None:
            return self._called(index) or self._worded(word)
        return self._adjective(token)

    def _fights(self, mention: ActorMention) -> bool:
        head = self.scene.parse.tokens[mention.head].lemma if mention.head >= 0 else ""
        return (
            mention.kind == "unknown"
            and mention.form in ("unnamed", "force", "anaphor")
            and self.scene.ontology.in_class(head, "fighters")
        )

    def of_speaker(self, cue: CueMention) -> Party | None:
        """The armed party that a cue's speaker is or speaks for."""
        if cue.speaker_start is None or cue.speaker_end is None:
            return None
        tokens = self.scene.parse.tokens_in(cue.speaker_start, cue.speaker_end)
        found = (self.at(token.index) for token in reversed(tokens))
        return next((party for party in found if party is not None and party.armed), None)

    def _who_speaks_of_himself(self, token: Token) -> Party | None:
        """ "The army said it was in control", "our forces": the speaker, where no other party is named before in what is said."""
        parse, own = self.scene.parse, self.words.own
        owners = {parse.tokens[child].text.lower() for child in tree.children(parse, token.index, "poss")}
        itself = token.text.lower() in own.subjects and self.scene.actor_at(token.index) is None
        if not itself and not owners & own.owners:
            return None
        cues = [cue for cue in self.scene.annotations.cues if cue.content_start <= token.start < cue.content_end]
        if not cues or (itself and self._others_between(cues[-1].content_start, token)):
            return None
        return self.of_speaker(cues[-1])

    def _others_between(self, start: int, token: Token) -> bool:
        """Whether a party is named from a point of the text up to a token."""
        mentions = (self.scene.actor_at(each.index) for each in self.scene.parse.tokens_in(start, token.start))
        return any(mention is not None and self.scene.is_armed(mention) for mention in mentions)

    def owner(self, index: int) -> Party | None:
        """ "A Soviet offensive", "the rebels' advance": whose act a noun is."""
        if self.scene.parse.tokens[index].lemma not in self.words.doings:
            return None
        before = tree.children(self.scene.parse, index, "amod", "poss", "compound", "nmod")
        found = (self.at(each) for each in before if each < index)
        return next((party for party in found if party is not None and party.armed), None)

    def _called(self, index: int) -> Party | None:
        """ "The Nanjing government": one that a name tells from others, as printed."""
        parse, token = self.scene.parse, self.scene.parse.tokens[index]
        before = [child for child in tree.children(parse, index, "compound", "amod", "nmod", "poss") if child < index]
        named = [child for child in before if parse.tokens[child].text[:1].isupper() and parse.tokens[child].index]
        if token.pos != "NOUN" or not named:
            return None
        words = parse.text[parse.tokens[min(named)].start : token.end]
        return Party(name=words, id=None, state=self.words.parties[token.lemma] in self.words.states, armed=True)

    def _worded(self, word: str) -> Party:
        """ "Rebel-held": a party that is only a word, or the actor of the text that is called so."""
        mention = self._by_name.get(word.lower())
        if mention is not None:
            return _party(mention)
        return Party(name=word, id=None, state=word in self.words.states, armed=True)

    def _adjective(self, token: Token) -> Party | None:
        """ "Under Ukrainian control": a state by its adjective, as an actor of the text has it."""
        before = token.tag in ("JJ", "NNP") and token.dep in ("amod", "compound", "poss", "npadvmod", "nmod")
        if not before or not token.text[:1].isupper():
            return None
        mention = self._by_first_word.get(token.text)
        if mention is not None:
            return _party(mention)
        of_people = token.entity.endswith("NORP") or (token.tag == "JJ" and token.entity.endswith("GPE"))
        if of_people and self.scene.place_at(token.index) is None:
            return Party(name=f"{token.text} forces", id=None, state=True, armed=True)
        return None

    def state_of(self, party: Party | None, country: str | None) -> Party | None:
        """ "Government-held": the state that the place is in, where the text names its forces or its government."""
        if party is None or party.id is not None or party.name not in self.words.states or country is None:
            return party
        mention = self._states.get(country)
        return party if mention is None else _party(mention)

    @cached_property
    def _by_name(self) -> dict[str, ActorMention]:
        known = (each for each in self.scene.annotations.actors if each.id is not None and each.kind in FIGHTING_KINDS)
        return {each.name.lower(): each for each in reversed(tuple(known))}

    @cached_property
    def _by_first_word(self) -> dict[str, ActorMention]:
        tokens, found = self.scene.parse, dict[str, ActorMention]()
        for each in self.scene.annotations.actors:
            if each.kind in FIGHTING_KINDS and each.form in ("force", "name"):
                found.setdefault(tokens.tokens_in(each.start, each.end)[0].text, each)
        return found

    @cached_property
    def _states(self) -> dict[str, ActorMention]:
        """The first mention of each state or its forces, by country; no coalition, no militia beside them."""
        found = dict[str, ActorMention]()
        for each in self.scene.annotations.actors:
            of_state = each.form == "country" or _is_forces_of_state(each)
            if each.kind == "state_forces" and each.id is not None and of_state and each.areas:
                found.setdefault(each.areas[0], each)
        return found


def _is_forces_of_state(mention: ActorMention) -> bool:
    """Whether an actor is all of a state's forces; "Popular Mobilization Forces" is the name of a militia."""
    return any(each.relation == "part_of" and mention.id == f"{each.to}-forces" for each in mention.relations)


def _party(mention: ActorMention) -> Party:
    """The party of a mention that bears arms."""
    return Party(name=mention.name, id=mention.id, state=mention.kind == "state_forces", armed=True)
