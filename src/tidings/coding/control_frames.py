"""Words of holding in their sentence: which frame of ``control_words.yaml`` stands there, over which place, with which parties."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.control_parties import Parties, Party
from tidings.coding.control_places import Places, each_spot
from tidings.coding.control_spots import Spot
from tidings.coding.control_steps import is_one_of, walk
from tidings.coding.scene import Scene
from tidings.model.coding import ControlState
from tidings.model.mentions import CueMention
from tidings.model.text import Token
from tidings.reference.conditions import Standing, standing
from tidings.reference.control_words import ControlWords, Frame, Path

_DONE = frozenset({"capture", "negotiated_transfer", "withdrawal", "leaving", "entry"})
_NOT_NEARLY = _DONE | {"siege"}  # what is nearly done is not told of
_AROUND = 2  # tokens to either side of a word
_NEAR = 14  # tokens between a word and what must stand beside it


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
    parties: Parties

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
            is_one_of(parse, each, frame.object) for each in tree.undergoers(parse, token.index)
        ):
            return False
        if frame.used_as and not any(
            name in ("as", "into") and is_one_of(parse, each, frame.used_as)
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

    def _filled(self, token: Token, frame: Frame) -> Saying | None:
        spots = next(
            (
                found
                for path in frame.place
                if (found := each_spot(self.places, self._walked(token.index, path, frame), named=frame.named))
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
        if frame.kind in _NOT_NEARLY and self._is_undone(token, told):
            return None
        if "denial" in frame.needs and (told.by is None or told.by.kind != "denied"):
            return None
        background = (
            frame.kind == "background_statement" or token.dep in ("acl", "relcl") and frame.kind == "explicit_control"
        )
        if frame.kind == "background_statement" and self._is_past(token, told):
            return None
        if frame.kind == "explicit_control" and holder is not None and self._is_over(token):
            return Saying(
                token=token.index, state="lost", kind="withdrawal", spots=spots, holder=None, previous=holder, told=told
            )
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

    def _is_undone(self, token: Token, told: Standing) -> bool:
        """ "Had nearly taken X", "in order to split them and capture X"."""
        parse = self.scene.parse
        beside = {parse.tokens[child].text.lower() for child in tree.children(parse, token.index, "advmod")}
        beside |= {
            parse.tokens[inner].text.lower()
            for child in tree.children(parse, token.index, "advmod")
            for inner in parse.children(child)
        }
        helpers = tree.children(parse, token.index, "aux")
        infinitive = token.tag == "VB" and token.dep == "conj" and parse.tokens[token.head].tag == "VB"
        return bool(beside & self.words.nearly) or (infinitive and told.by is None and not helpers)

    def _is_broken(self, token: Token) -> bool:
        """ "Broke the siege of X", "an end to the siege"."""
        verb = tree.governing_verb(self.scene.parse, token.index)
        return verb is not None and self.scene.parse.tokens[verb].lemma in self.words.lifting

    def _is_over(self, token: Token) -> bool:
        """ "They no longer hold X", "X is no longer in their hands"; not "no longer fully control X", "no longer hold only X"."""
        parse = self.scene.parse
        verb = tree.governing_verb(parse, token.index) if token.pos == "NOUN" else token.index
        beside = () if verb is None else tree.children(parse, verb, "advmod", "neg")
        around = parse.tokens[max(0, token.index - _AROUND) : token.index + _AROUND + 1]
        if any(each.text.lower() in self.words.in_part for each in around):
            return False
        phrases = {
            " ".join(parse.tokens[index].text.lower() for index in sorted(parse.subtree(each))) for each in beside
        }
        return bool(phrases & self.words.ended)

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
        if "conflict" in frame.needs and not self._is_of_conflict:
            return False
        unknown_doer = strange and holder is None and not (previous is not None and previous.armed)
        return not unknown_doer and not (
            others and frame.state in ("held", "besieged") and frame.weak and previous is None
        )

    @cached_property
    def _is_of_conflict(self) -> bool:
        """Whether the article names anybody armed."""
        return any(self.scene.is_armed(actor) for actor in self.scene.annotations.actors)

    def _is_nobody(self, token: Token, frame: Frame) -> bool:
        parse = self.scene.parse
        if frame.kind != "explicit_control":
            return False
        for index in (each for path in frame.holder for each in self._walked(token.index, path, frame)):
            if parse.tokens[index].text.lower() in self.words.no_one:
                return True
            marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det", "neg", "preconj")}
            if marks & self.words.nobody and parse.tokens[index].lemma in self.words.nobodies:
                return True
        return False

    def _walked(self, index: int, path: Path, frame: Frame) -> tuple[int, ...]:
        return tuple(walk(self.scene, self.words, index, path, frame.object))

    def _party(self, index: int, paths: tuple[Path, ...], frame: Frame) -> tuple[Party | None, bool]:
        """The first party that a path leads to, and whether somebody stands there who is none (a firm, a mayor)."""
        strange = False
        for path in paths:
            for each in self._walked(index, path, frame):
                party = self.parties.before(each) if path == ("itself",) else self.parties.at(each)
                if frame.kind == "background_statement" and self.parties.is_anaphor(each):
                    party = None  # "the group's stronghold": too often another group than the last one named
                if party is not None and party.armed:
                    return party, False
                if path == ("doer",) and party is None and (owner := self.parties.owner(each)) is not None:
                    return owner, False
                strange = strange or party is not None or path[-1] in ("doer", "to", "by")
        return None, strange

    # --- "rebel-held"

    def _joined(self, token: Token) -> Saying | None:
        parse, at = self.scene.parse, token.index
        if token.tag not in ("VBN", "VBD", "JJ") or at < 1:
            return None
        hyphen = at >= 2 and parse.tokens[at - 1].text in ("-", "‑", "–")
        before = parse.tokens[at - 2] if hyphen else parse.tokens[at - 1]
        if (not hyphen and token.dep != "amod") or before.sentence != token.sentence:
            return None
        party = self.parties.at(before.index)
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
