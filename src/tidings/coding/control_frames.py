"""Words of holding in their sentence: which frame of ``control_words.yaml`` stands there, over which place, with which parties."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.control_places import Places, Spot, each_spot
from tidings.coding.scene import Scene
from tidings.model.coding import ControlState
from tidings.model.mentions import ActorMention, CueMention
from tidings.model.text import Token
from tidings.model.values import FIGHTING_KINDS
from tidings.reference.conditions import Standing, standing
from tidings.reference.control_words import ControlWords, Frame, Path

_NEAR = 14  # tokens between a word and what must stand beside it
_COPULAR = frozenset({"be", "remain", "stay", "become"})


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


class Saying(Struct, frozen=True, kw_only=True):
    """A word of holding with what it says: of ``spots``, the state, by which kind of evidence.

    ``told`` is how the text presents it; ``background``: said by the way, of a state that is taken as known.
    """

    token: int
    state: ControlState
    kind: str
    spots: tuple[Spot, ...]
    holder: Party | None
    previous: Party | None
    told: Standing
    background: bool = False
    bare: bool = False


class Reader(Struct, frozen=True, dict=True):
    """What is read of one article, and the words to read it by."""

    scene: Scene
    words: ControlWords
    places: Places

    def sayings(self) -> Iterator[Saying]:
        """Every word of holding that says something of a place, in text order."""
        for token in self.scene.parse.tokens:
            frames = self.words.by_word.get(token.lemma)
            if frames is not None and (saying := self._by_frames(token, frames)) is not None:
                yield saying
            elif token.lemma in self.words.joined and (joined := self._joined(token)) is not None:
                yield joined

    # --- frames

    def _by_frames(self, token: Token, frames: tuple[Frame, ...]) -> Saying | None:
        if token.dep in ("amod", "aux", "auxpass") and token.tag.startswith("VB"):
            return self._joined(token) if token.lemma in self.words.joined else None
        as_verb = tree.is_verb(self.scene.parse, token.index) or bool(
            tree.children(self.scene.parse, token.index, "nsubjpass")
        )
        as_noun = token.pos in ("NOUN", "PROPN") and not as_verb
        for frame in frames:
            if (as_verb if frame.verb else as_noun) and self._stands(token, frame):
                if (saying := self._filled(token, frame)) is not None:
                    return saying
        return None

    def _stands(self, token: Token, frame: Frame) -> bool:
        parse = self.scene.parse
        if frame.particle and not any(
            parse.tokens[child].text.lower() in frame.particle
            and parse.tokens[child].dep in ("prt", "advmod", "prep", "npadvmod")
            for child in parse.children(token.index)
        ):
            return False
        if frame.object and not any(
            self._is_one_of(each, frame.object) for each in tree.undergoers(parse, token.index)
        ):
            return False
        if frame.used_as and not any(
            name in ("as", "into") and self._is_one_of(each, frame.used_as)
            for index in (token.index, *tree.undergoers(parse, token.index))
            for name, inner in tree.phrases(parse, index)
            for each in (inner, *tree.children(parse, inner, "compound", "nmod", "conj"))
        ):
            return False
        if frame.after:
            above = parse.tokens[token.head]
            if token.dep != "pobj" or above.text.lower() not in frame.after:
                return False
        if frame.beside or frame.unless:
            below = {
                word
                for index in parse.subtree(token.index)
                if abs(index - token.index) <= _NEAR
                for word in (parse.tokens[index].lemma, parse.tokens[index].text.lower())
            }
            return (not frame.beside or bool(below & frame.beside)) and not below & frame.unless
        return True

    def _is_one_of(self, index: int, words: frozenset[str]) -> bool:
        token = self.scene.parse.tokens[index]
        return token.lemma in words or token.text.lower() in words

    def _filled(self, token: Token, frame: Frame) -> Saying | None:
        spots = next(
            (
                found
                for path in frame.place
                if (found := each_spot(self.places, tuple(self._walk(token.index, path, frame)), named=frame.named))
            ),
            (),
        )
        if not spots:
            return None
        holder, strange = self._party(token.index, frame.holder, frame)
        previous, others = self._party(token.index, frame.previous, frame)
        if self._is_nobody(token, frame):
            return Saying(
                token=token.index,
                state="none",
                kind=frame.kind,
                spots=spots,
                holder=None,
                previous=None,
                told=_affirmed(standing(self.scene.parse, token.index, self.scene.ontology.factuality)),
            )
        if not self._enough(frame, holder, previous, strange=strange, others=others):
            return None
        told = self._told(token, frame)
        if "denial" in frame.needs and (told.by is None or told.by.kind != "denied"):
            return None
        background = (
            frame.kind == "background_statement" or token.dep in ("acl", "relcl") and frame.kind == "explicit_control"
        )
        if frame.kind == "background_statement" and self._is_past(token, told):
            return None
        if frame.kind == "siege" and not frame.verb and self._is_broken(token):
            return None

        return Saying(
            token=token.index, state=frame.state, kind=frame.kind, spots=spots, holder=holder, previous=previous, told=told,
            background=background, bare=holder is None and frame.state == "held",
        )  # fmt: skip

    def _told(self, token: Token, frame: Frame) -> Standing:
        """How the word of holding is told; a noun that is said of a place, by the verb that says so; what is said by the way is taken as known."""
        parse = self.scene.parse
        above = parse.tokens[token.head]
        governor = parse.tokens[above.head] if token.dep == "pobj" else above
        if frame.kind == "background_statement":
            return standing(parse, governor.index, self.scene.ontology.factuality) if token.dep == "attr" else _PLAIN
        if token.dep == "pobj" and governor.pos in ("VERB", "AUX"):
            return standing(parse, governor.index, self.scene.ontology.factuality)
        helpers = {
            parse.tokens[child].tag
            for child in parse.children(token.index)
            if parse.tokens[child].dep in ("aux", "neg")
        }
        if token.dep in ("acl", "relcl") and frame.kind == "explicit_control" and not helpers & {"MD", "RB", "TO"}:
            return _PLAIN
        return standing(parse, token.index, self.scene.ontology.factuality)

    def _is_broken(self, token: Token) -> bool:
        """ "Broke the siege of X", "an end to the siege"."""
        verb = tree.governing_verb(self.scene.parse, token.index)
        return verb is not None and self.scene.parse.tokens[verb].lemma in self.words.lifting

    def _is_past(self, token: Token, told: Standing) -> bool:
        parse = self.scene.parse
        before = [parse.tokens[child] for child in parse.children(token.index) if child < token.index]
        if any(each.lemma in self.words.past or each.text.lower() in self.words.past for each in before):
            return True
        sentence = parse.sentences[token.sentence]
        words = parse.text[max(sentence.start, token.start - 40) : token.end].lower()
        if any(f" {word} " in f" {words}" for word in self.words.no_more):
            return True
        ends = {name for name, _ in tree.phrases(parse, token.index)}
        negated = token.dep == "attr" and told.polarity == "denied"
        return "until" in ends or negated

    def _enough(
        self, frame: Frame, holder: Party | None, previous: Party | None, *, strange: bool, others: bool
    ) -> bool:
        if "holder" in frame.needs and (holder is None or not holder.armed):
            return False
        if "rebels" in frame.needs and (holder is None or not holder.armed or holder.state):
            return False
        if "previous" in frame.needs and (previous is None or not previous.armed):
            return False
        unknown_doer = strange and holder is None and not (previous is not None and previous.armed)
        return not unknown_doer and not (
            others and frame.state in ("held", "besieged") and frame.weak and previous is None
        )

    def _is_nobody(self, token: Token, frame: Frame) -> bool:
        parse = self.scene.parse
        if frame.kind != "explicit_control":
            return False
        for index in (each for path in frame.holder for each in self._walk(token.index, path, frame)):
            if parse.tokens[index].text.lower() in self.words.no_one:
                return True
            marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det", "neg")}
            if marks & self.words.nobody and parse.tokens[index].lemma in self.words.nobodies:
                return True
        return False

    # --- steps

    def _walk(self, index: int, path: Path, frame: Frame) -> Iterator[int]:
        """The tokens at the end of a path of steps from a word."""
        step, rest = path[0], path[1:]
        for each in self._step(index, step, frame):
            if rest:
                yield from self._walk(each, rest, frame)
            else:
                yield each

    def _step(self, index: int, step: str, frame: Frame) -> tuple[int, ...]:
        parse = self.scene.parse
        if step == "itself":
            return (index,)
        if step == "object":
            found = tree.undergoers(parse, index)
            return tuple(each for each in found if self._is_one_of(each, frame.object)) if frame.object else found
        if step == "doer":
            return tree.doers(parse, index)
        if step == "subject":
            subject = tree.grammatical_subject(parse, index)
            return () if subject is None else tree.conjuncts(parse, subject)
        if step in ("owner", "owned"):
            return tree.children(parse, index, "poss", "amod", "compound", "nmod", "npadvmod")
        if step == "told":
            return self._told_of(index)
        if step == "governed":
            return self._governed(index)
        if step == "announcer":
            return self._announcer(index)
        if step == "complement":
            return tuple(
                each
                for clause in tree.children(parse, index, "ccomp", "xcomp", "oprd")
                for each in tree.children(parse, clause, "nsubj")
            )
        found = tuple(inner for name, inner in tree.phrases(parse, index) if name == step)
        if found or step not in ("free", "liberated"):
            return found
        return tuple(
            each
            for each in parse.subtree(index)
            if parse.tokens[each].lemma == step or parse.tokens[each].text.lower() == step
        )

    def _announcer(self, index: int) -> tuple[int, ...]:
        """ "The army announced the liberation of X": who says that it is done, where nobody else is said to have done it."""
        parse, verb = self.scene.parse, tree.governing_verb(self.scene.parse, index)
        return tree.doers(parse, verb) if verb is not None and parse.tokens[verb].lemma in self.words.announcing else ()

    def _told_of(self, index: int) -> tuple[int, ...]:
        """What a noun is said of: "Kobani, a stronghold of X", "Kobani is a stronghold", "the stronghold, Kobani", "the stronghold Kobani"."""
        parse, token = self.scene.parse, self.scene.parse.tokens[index]
        if token.dep in ("appos", "compound", "nmod"):
            return (token.head,)
        found = tree.children(parse, index, "appos") or self._before_comma(index)
        if not found and token.dep == "attr" and parse.tokens[token.head].lemma in _COPULAR:
            subject = tree.grammatical_subject(parse, token.head)
            found = () if subject is None else tree.conjuncts(parse, subject)
        return found

    def _before_comma(self, index: int) -> tuple[int, ...]:
        """ "Sirte, the stronghold of X, …": the place before the comma, whatever the parser makes of the two."""
        parse = self.scene.parse
        first = min(parse.subtree(index))
        if (
            first < 2
            or parse.tokens[first - 1].text != ","
            or parse.tokens[first - 2].sentence != parse.tokens[index].sentence
        ):
            return ()
        mention = self.scene.place_at(first - 2)
        return (mention.head,) if mention is not None and mention.use == "plain" and mention.head >= 0 else ()

    def _governed(self, index: int) -> tuple[int, ...]:
        """What the phrase of a noun is said of: the subject or object of its verb, or the noun before it."""
        parse = self.scene.parse
        preposition = parse.tokens[parse.tokens[index].head]
        governor = parse.tokens[preposition.head]
        if preposition.dep == "conj":
            governor = parse.tokens[governor.head]
        if governor.pos not in ("VERB", "AUX"):
            return (governor.index,)
        objects = tree.undergoers(parse, governor.index)
        if objects:
            return objects
        if governor.dep in ("dep", "parataxis") and not tree.children(
            parse, governor.index, *tree.SUBJECTS, *tree.PASSIVE_SUBJECTS
        ):
            return ()
        subject = tree.grammatical_subject(parse, governor.index)
        return () if subject is None else tree.conjuncts(parse, subject)

    # --- parties

    def _party(self, index: int, paths: tuple[Path, ...], frame: Frame) -> tuple[Party | None, bool]:
        """The first party that a path leads to, and whether somebody stands there who is none (a firm, a mayor)."""
        strange = False
        for path in paths:
            for each in self._walk(index, path, frame):
                party = self.party_at(each) if path != ("itself",) else self._party_before(each)
                if frame.kind == "background_statement" and self._is_anaphor(each):
                    party = None  # "the group's stronghold": too often another group than the last one named
                if party is not None and party.armed:
                    return party, False
                strange = strange or party is not None or path[-1] in ("doer", "to", "by")
        return None, strange

    def _is_anaphor(self, index: int) -> bool:
        mention = self.scene.actor_of(index)
        return mention is not None and mention.form == "anaphor"

    def _party_before(self, index: int) -> Party | None:
        """ "A rebel stronghold": where the actor's words take in the noun, who is named before it."""
        party, lemma = self.party_at(index), self.scene.parse.tokens[index].lemma
        return None if party is not None and lemma in party.name.lower() else party

    def party_at(self, index: int) -> Party | None:
        """The party a noun names; ``None`` where it names nobody."""
        scene, token = self.scene, self.scene.parse.tokens[index]
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
            return self._worded(word)
        return self._adjective(token)

    def _fights(self, mention: ActorMention) -> bool:
        head = self.scene.parse.tokens[mention.head].lemma if mention.head >= 0 else ""
        return (
            mention.kind == "unknown"
            and mention.form in ("unnamed", "force", "anaphor")
            and self.scene.ontology.in_class(head, "fighters")
        )

    def _worded(self, word: str) -> Party:
        """ "Rebel-held": a party that is only a word, or the actor of the text that is called so."""
        for mention in self.scene.annotations.actors:
            if mention.id is not None and mention.kind in FIGHTING_KINDS and mention.name.lower() == word.lower():
                return Party(name=mention.name, id=mention.id, state=mention.kind == "state_forces", armed=True)
        return Party(name=word, id=None, state=word in ("government", "army", "junta"), armed=True)

    def _adjective(self, token: Token) -> Party | None:
        """ "Under Ukrainian control": a state by its adjective, as an actor of the text has it."""
        if (
            not token.text[:1].isupper()
            or token.tag not in ("JJ", "NNP")
            or token.dep not in ("amod", "compound", "poss", "npadvmod", "nmod")
        ):
            return None
        text = self.scene.parse.text
        for mention in self.scene.annotations.actors:
            if (
                mention.kind in FIGHTING_KINDS
                and mention.form in ("force", "name")
                and text.startswith(token.text, mention.start)
            ):
                return Party(name=mention.name, id=mention.id, state=mention.kind == "state_forces", armed=True)
        if token.entity.endswith("NORP") and self.scene.place_at(token.index) is None:
            return Party(name=f"{token.text} forces", id=None, state=True, armed=True)
        return None

    def state_of(self, party: Party | None, spot: Spot) -> Party | None:
        """ "Government-held": the state that the place is in, where the text names its forces or its government."""
        if party is None or party.id is not None or party.name not in self.words.states:
            return party
        country = spot.place.country
        for mention in self.scene.annotations.actors:
            if (
                country is not None
                and mention.kind == "state_forces"
                and mention.id is not None
                and mention.areas[:1] == (country,)
                and _is_of_state(mention)
            ):
                return Party(name=mention.name, id=mention.id, state=True, armed=True)
        return party

    # --- "rebel-held"

    def _joined(self, token: Token) -> Saying | None:
        parse, at = self.scene.parse, token.index
        if token.tag not in ("VBN", "VBD", "JJ") or at < 1:
            return None
        hyphen = at >= 2 and parse.tokens[at - 1].text in ("-", "‑", "–")
        before = parse.tokens[at - 2] if hyphen else parse.tokens[at - 1]
        if (not hyphen and token.dep != "amod") or before.sentence != token.sentence:
            return None
        party = self.party_at(before.index)
        state = self.words.joined[token.lemma]
        head = token.head if token.dep in ("amod", "acl", "compound", "nmod") else at + 1
        if party is None or not party.armed or head <= at or self._is_past(token, _PLAIN):
            return None
        spots = self._headed(head)
        if not spots:
            return None
        holder, previous = (party, None) if state == "held" else (None, party)
        kind = "background_statement" if state == "held" else "siege"
        return Saying(
            token=at,
            state=state,
            kind=kind,
            spots=spots,
            holder=holder,
            previous=previous,
            told=_PLAIN,
            background=True,
        )

    def _headed(self, head: int) -> tuple[Spot, ...]:
        """The place before which an adjective stands; in "held Ramousah bus garage" the parser may stop at the name."""
        parse = self.scene.parse
        while (
            parse.tokens[head].dep in ("compound", "nmod")
            and parse.tokens[head].head > head
            and self.places.at(parse.tokens[head].head)
        ):
            head = parse.tokens[head].head
        return self.places.at(head)


def _is_of_state(mention: ActorMention) -> bool:
    """Whether an actor is a state or its forces, not a coalition or a militia beside them."""
    return mention.form == "country" or str(mention.id).endswith("-forces")


_PLAIN = Standing("affirmed", "actual", None)


def _affirmed(told: Standing) -> Standing:
    """ "No group holds X": the "no" is the state itself."""
    return replace(told, polarity="affirmed", reality="actual") if told.polarity == "denied" else told


def denier(scene: Scene, token: Token) -> CueMention | None:
    """The cue of who denies what a word says."""
    return next(
        (
            cue
            for cue in scene.annotations.cues
            if cue.stance == "denies" and cue.content_start <= token.start < cue.content_end
        ),
        None,
    )
