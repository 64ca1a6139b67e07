"""The cue table applied: which row of ``count_cues.yaml`` a word is for one count, and what it then says."""

from __future__ import annotations

from typing import NamedTuple

from tidings.annotate.counted import Counted, Reading
from tidings.model.text import Token
from tidings.model.values import CountKind
from tidings.reference.counting import Cue, CueRole

_SICKBEDS = frozenset({"hospital", "clinic", "infirmary"})
_JOINTS = frozenset({"and", "or", "/", "&"})
_BE = frozenset(
    {"is", "are", "was", "were", "been", "being", "'s", "'re"}
)  # tagged as full verbs they keep their own lemma
REACH = 8


class Happening(NamedTuple):
    """What happened, and the token that says so. ``negated``: the words say that it did not. ``aside``: said only in a
    relative clause or by an adjective, so that a main clause wins over it. ``after``: the cue stands behind the phrase.
    ``also``: what else happened to the same people ("abducted and killed 12").
    """

    kind: CountKind | None
    governor: int
    negated: bool = False
    aside: bool = False
    after: bool = False
    also: tuple[tuple[CountKind, int], ...] = ()


class CueRows:
    """The cue table as it applies to one count: which row a word is, and what it says of these people or things."""

    def __init__(self, reading: Reading, found: Counted) -> None:
        self.reading = reading
        self.tokens = reading.tokens
        self.found = found
        self.begin, self.end = reading.bounds(found.first)
        self.cues = reading.lexicon.cues

    def cue(self, index: int, *roles: CueRole) -> Cue | None:
        """The row of the cue table that fits this word in one of these roles, given what is counted."""
        for form in self.reading.forms(index):
            for cue in self.cues.by_lemma.get(form, ()):
                if cue.role in roles and self._can_be(cue) and self._nearby(cue, index):
                    return cue
        return None

    def first_cue(self, index: int, *roles: CueRole) -> Cue | None:
        """As `cue`, but the first role that fits wins over the order of the table."""
        return next((cue for role in roles if (cue := self.cue(index, role)) is not None), None)

    def _can_be(self, cue: Cue) -> bool:
        noun, group = self.found.noun, self.found.group
        if cue.of == "people":
            return not self.found.is_thing
        if cue.of == "fighters":
            return group == "combatants_unknown"
        return noun is not None and group in {"things", None}

    def _nearby(self, cue: Cue, index: int) -> bool:
        if not cue.near and not cue.not_near:
            return True
        first, last = min(index, self.found.first) - 4, max(index, self.found.last) + 10
        window = [at for at in range(max(self.begin, first), min(self.end, last)) if not self._is_left(at)]
        lemmas = {self.tokens[i].lemma for i in window} | {self.reading.lower[i] for i in window}
        return (not cue.near or not cue.near.isdisjoint(lemmas)) and cue.not_near.isdisjoint(lemmas)

    def _is_left(self, index: int) -> bool:
        """ "Took 14 nurses from a clinic": a house for the sick that somebody is taken out of."""
        token = self.tokens[index]
        return token.lemma in _SICKBEDS and self.reading.lower[token.head] == "from"

    def happening(
        self, cue: Cue, index: int, negated: bool = False, aside: bool = False, after: bool = False
    ) -> Happening:
        """The happening of a cue, joined with a second one beside it, or with a cause that makes it `died`."""
        kind, also = self._with_partner(cue.kind, index)
        if kind == "killed" and self._by_illness(index):
            kind = "died"
        if (
            kind == "abducted"
            and self.found.group == "combatants_unknown"
            and self.reading.forms(index)[0] in {"capture", "seize"}
        ):
            kind = "detained"
        if cue.role != "event" and (after or self._subject_of(index)):
            also += self._further_verbs(index, kind)
        return Happening(kind, index, negated, aside, after, also)

    def _with_partner(self, kind: CountKind, index: int) -> tuple[CountKind | None, tuple[tuple[CountKind, int], ...]]:
        """ "killed or injured" is casualties; "killed or captured" is neither; "abducted and killed" is both."""
        for joint, other in ((index + 1, self._past_adverbs(index + 2)), (index - 1, index - 2)):
            if (
                not (self.begin <= joint < self.end and self.begin <= other < self.end)
                or self.reading.lower[joint] not in _JOINTS
            ):
                continue
            partner = self._kind_of(other)
            if partner is None or partner == kind or self._tells_of_others(index, other):
                continue
            if (combined := self.cues.combined.get(frozenset((kind, partner)))) is not None:
                return combined, ()
            if self.reading.lower[joint] == "or":
                return (None if "killed" in {kind, partner} else kind), ()
            return kind, ((partner, other),)
        return kind, ()

    def _tells_of_others(self, index: int, other: int) -> bool:
        """Whether a second verb has people of its own: "were killed and wounded 12", "fled and killed five"."""
        return other > index and (self.has_own_subject(other) or self.has_own_object(other))

    def _subject_of(self, index: int) -> bool:
        return any(
            self.found.first <= i < self.found.last and self.tokens[i].dep.startswith("nsubj")
            for i in self.reading.parse.children(index)[:16]
        )

    def _further_verbs(self, index: int, kind: CountKind | None) -> tuple[tuple[CountKind, int], ...]:
        """What a verb joined further off says of the same subject: "fled the town and surrendered"."""
        found: list[tuple[CountKind, int]] = []
        for child in self.reading.parse.children(index)[:16]:
            token = self.tokens[child]
            if token.dep != "conj" or token.pos != "VERB" or child <= index + 2 or self.has_own_subject(child):
                continue
            if any(self.tokens[i].pos == "NUM" for i in range(index + 1, min(child, index + 2 * REACH))):
                continue
            cue = self.cue(child, "subject", "object")
            if (
                cue
                and cue.kind not in {kind, "fighters"}
                and not (cue.role == "object" and (token.tag != "VBN" or self.is_active(token, cue, False)))
            ):
                found.append((cue.kind, child))
        return tuple(found)

    def _past_adverbs(self, index: int) -> int:
        while index < self.end - 1 and (
            self.tokens[index].pos in {"ADV", "AUX"} or self.reading.lower[index] in {"or", "/"}
        ):
            index += 1
        return index

    def _kind_of(self, index: int) -> CountKind | None:
        rows = (
            row for form in self.reading.forms(index) for row in self.cues.by_lemma.get(form, ()) if row.of == "people"
        )
        return next((row.kind for row in rows if self._nearby(row, index)), None)

    def has_own_object(self, index: int) -> bool:
        """Whether people of its own follow a verb: "wounded 12"; a time after it is none ("killed Monday")."""
        if index + 1 < self.end and (self.found.first <= index + 1 < self.found.last):
            return False
        follows = self.tokens[index + 1] if index + 1 < self.end else None
        if follows is not None and self.is_time(follows):
            return False
        return follows is not None and (
            follows.pos in {"NUM", "DET", "NOUN", "PROPN"}
            or follows.lemma in {"several", "many", "at", "more", "dozen"}
        )

    def _by_illness(self, index: int) -> bool:
        """ "died of hunger", "cholera has killed 12", "12 cholera deaths"."""
        causes = self.cues.causes
        if any(self.tokens[child].lemma in causes for child in self.reading.parse.children(index)[:12]):
            return True
        for at in range(index + 1, min(index + REACH, self.end)):
            if self.reading.lower[at] in self.cues.cause_links:
                return any(self.tokens[i].lemma in causes for i in range(at + 1, min(at + 5, self.end)))
            if self.tokens[at].text in ".;":
                return False
        return False

    def is_active(self, token: Token, cue: Cue, auxiliary: bool) -> bool:
        """Whether the counted do it rather than suffer it: "two gunmen killed five"."""
        if cue.role != "object":
            return False
        children = self.reading.parse.children(token.index)
        if any(self.tokens[i].dep == "auxpass" for i in children) or self.passive_before(token.index):
            return False
        if self._has_before(token.index):
            return True
        behind = self.reading.lower[token.index + 1] if token.index + 1 < self.end else "."
        if behind in {",", ";", "."}:
            return False
        if any(self._is_object(i, token.index) for i in children):
            return True
        return (
            token.tag == "VBD"
            and not auxiliary
            and (self.has_own_object(token.index) or self._partner_has_object(token))
        )

    def _is_object(self, index: int, verb: int) -> bool:
        return self.tokens[index].dep in {"dobj", "obj"} and index > verb and not self.is_time(self.tokens[index])

    def _partner_has_object(self, token: Token) -> bool:
        """ "three men shot and killed the minister"."""
        for child in self.reading.parse.children(token.index)[:16]:
            if self.tokens[child].dep == "conj" and self.tokens[child].tag == "VBD" and child <= token.index + 3:
                return any(self._is_object(i, child) for i in self.reading.parse.children(child)[:8])
        return False

    def is_time(self, token: Token) -> bool:
        """Whether a word names a time or a measure."""
        return token.entity.endswith(("DATE", "TIME")) or token.lemma in self.reading.lexicon.numbers.measures

    def passive_before(self, index: int) -> bool:
        """Whether a form of "be" or "get" stands before the participle, adverbs aside."""
        at = index - 1
        while at >= self.begin and self.tokens[at].pos == "ADV":
            at -= 1
        return at >= self.begin and self.tokens[at].lemma in {"be", "get"}

    def _has_before(self, index: int) -> bool:
        at = index - 1
        while at >= self.begin and self.tokens[at].pos == "ADV":
            at -= 1
        return at >= self.found.last and self.tokens[at].lemma == "have"

    def is_passive(self, index: int) -> bool:
        """Whether a participle is passive by the tree or by the word before it."""
        return any(self.tokens[i].dep == "auxpass" for i in self.reading.parse.children(index)) or self.passive_before(
            index
        )

    def is_negated(self, index: int) -> bool:
        """Whether "not", "never" or "without" denies the verb; "not only" does not."""
        for child in self.reading.parse.children(index)[:12]:
            if self.tokens[child].dep == "neg" and self.reading.lower[min(child + 1, self.end - 1)] not in {
                "only",
                "just",
            }:
                return True
        return index > self.begin and self.reading.lower[index - 1] == "without"

    def is_be(self, index: int) -> bool:
        """Whether a word is a form of "be"."""
        return self.tokens[index].lemma == "be" or self.reading.lower[index] in _BE

    def has_own_subject(self, index: int) -> bool:
        """Whether a verb has a subject of its own."""
        return any(self.tokens[i].dep.startswith("nsubj") for i in self.reading.parse.children(index))
