"""What happened to the counted: the cue that says so, by neighbourhood first, then by the dependency tree.

Small parsers trip over figures, so words that touch the phrase are trusted before the tree ("killed 12", "12 were feared
dead"); the tree reaches the cues that stand further off ("12 people, among them a nurse, were killed").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tidings.annotate.counted import Counted, Reading
from tidings.model.text import Token
from tidings.model.values import CountKind
from tidings.reference.counting import Cue, CueRole

_PASSIVE = frozenset({"VBN", "VBD", "JJ", "NN"})
_BACKWARD = frozenset({"the", "his", "her", "their", "its", "these", "those", "up", "down", "off", "alive", "also", "reportedly", "out", "as",
                       "away", "about", "\"", "“", ":", "initially", "another", "in", "total", "nearby", "both"})  # fmt: skip
_BY_OBJECT = frozenset({"dobj", "obj", "oprd", "attr", "dative"})
_COMPLEMENTS = frozenset({"oprd", "acomp", "xcomp", "attr"})
_JOINTS = frozenset({"and", "or", "/", "&"})
_COPULAS = frozenset({"be", "remain", "go", "become", "stay", "lie", "seem", "get"})
_BE = frozenset(
    {"is", "are", "was", "were", "been", "being", "'s", "'re"}
)  # tagged as full verbs they keep their own lemma
_REACH = 8
_CLIMB = 6


class Happening(NamedTuple):
    """What happened, and the token that says so. ``negated``: the words say that it did not. ``aside``: said only in a
    relative clause or by an adjective, so that a main clause wins over it. ``after``: the cue stands behind the phrase.
    ``also``: what else happened to the same people ("abducted and killed 12")."""

    kind: CountKind | None
    governor: int
    negated: bool = False
    aside: bool = False
    after: bool = False
    also: tuple[tuple[CountKind, int], ...] = ()


def described(reading: Reading, found: Counted) -> Happening | None:
    """What an adjective or relative clause of the phrase alone says: all that is known of a whole ("of the 20 wounded guards")."""
    return _Finder(reading, found).aside()


def happening(reading: Reading, found: Counted) -> Happening | None:
    """What happened to the counted, by the nearest word that says so; ``None`` when none does."""
    finder = _Finder(reading, found)
    strength = None
    for search in (finder.to_the_right, finder.to_the_left, finder.by_tree, finder.toll, finder.aside):
        told = search()
        if told is not None and told.kind != "fighters":
            return told
        strength = strength or told
    return strength


class _Finder:
    """The search for the cue of one count."""

    def __init__(self, reading: Reading, found: Counted) -> None:
        self.reading = reading
        self.tokens = reading.tokens
        self.found = found
        self.begin, self.end = reading.bounds(found.first)
        self.cues = reading.lexicon.cues

    # -- cues ------------------------------------------------------------------------------------------------------

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
        window = range(max(self.begin, first), min(self.end, last))
        lemmas = {self.tokens[i].lemma for i in window} | {self.reading.lower[i] for i in window}
        return (not cue.near or not cue.near.isdisjoint(lemmas)) and cue.not_near.isdisjoint(lemmas)

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
        return other > index and (self._own_subject(other) or self._has_own_object(other))

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
            if token.dep != "conj" or token.pos != "VERB" or child <= index + 2 or self._own_subject(child):
                continue
            if any(self.tokens[i].pos == "NUM" for i in range(index + 1, min(child, index + 2 * _REACH))):
                continue
            cue = self.cue(child, "subject", "object")
            if (
                cue
                and cue.kind not in {kind, "fighters"}
                and not (cue.role == "object" and (token.tag != "VBN" or self._is_active(token, cue, False)))
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

    def _has_own_object(self, index: int) -> bool:
        if index + 1 < self.end and (self.found.first <= index + 1 < self.found.last):
            return False
        follows = self.tokens[index + 1] if index + 1 < self.end else None
        if follows is not None and self._is_time(follows):
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
        for at in range(index + 1, min(index + _REACH, self.end)):
            if self.reading.lower[at] in self.cues.cause_links:
                return any(self.tokens[i].lemma in causes for i in range(at + 1, min(at + 5, self.end)))
            if self.tokens[at].text in ".;":
                return False
        return False

    # -- neighbourhood ---------------------------------------------------------------------------------------------

    def to_the_right(self) -> Happening | None:
        """ "12 dead", "12 were feared killed", "12 people, three of them children, were wounded"."""
        start = self.found.last
        direct = self._predicate(start)
        if direct and self._is_reduced(direct.governor) and (main := self.by_tree()) and self._is_finite(main):
            return main
        if direct or start >= self.end:
            return direct
        behind = self._past_aside(start)
        return self._predicate(behind, needs_auxiliary=True) if behind > start else None

    def _is_finite(self, main: Happening) -> bool:
        """Whether the cue is a verb with an auxiliary of its own, and no further participle."""
        children = self.reading.parse.children(main.governor)[:16]
        if any(self.tokens[i].pos == "NUM" for i in range(self.found.last, main.governor)):
            return False
        return main.kind not in {None, "fighters"} and any(self.tokens[i].dep in {"aux", "auxpass"} for i in children)

    def _is_reduced(self, index: int) -> bool:
        """Whether a participle only narrows down who is meant: "12 girls abducted in May have been freed"."""
        return self.tokens[index].dep in {"acl", "relcl"} and index <= self.found.last + 1

    def _predicate(self, index: int, needs_auxiliary: bool = False) -> Happening | None:
        negated = auxiliary = False
        for at in range(index, min(index + _REACH, self.end)):
            token = self.tokens[at]
            if self.reading.lower[at] in {"not", "n't", "never"}:
                negated = self.reading.lower[min(at + 1, self.end - 1)] not in {"only", "just"}
                continue
            if (cue := self._predicating(token, auxiliary or not needs_auxiliary)) is not None:
                return None if self._is_active(token, cue, auxiliary) else self.happening(cue, at, negated, after=True)
            if auxiliary and (listed := self._among(at) or self._in_state(at)) is not None:
                return listed
            if not (
                token.pos in {"AUX", "ADV", "PART"}
                or token.lemma in self.cues.bridges
                or self.reading.lower[at] in {"as", "either"}
            ):
                return None
            auxiliary = auxiliary or token.pos == "AUX" or token.lemma in self.cues.bridges
        return None

    def _among(self, index: int) -> Happening | None:
        """ "were among those killed", "were among the wounded"."""
        if (
            index + 2 >= self.end
            or self.reading.lower[index] != "among"
            or self.reading.lower[index + 1] not in {"the", "those"}
        ):
            return None
        for at in range(index + 2, min(index + 5, self.end)):
            kind = next((self.cues.toll_of[form] for form in self.reading.forms(at) if form in self.cues.toll_of), None)
            if kind is not None:
                return Happening(kind, at, after=True) if not self.found.is_thing else None
        return None

    def _in_state(self, index: int) -> Happening | None:
        """ "are in dire need", "remain in captivity"."""
        if self.reading.lower[index] != "in":
            return None
        for at in range(index + 1, min(index + 4, self.end)):
            if self.tokens[at].pos == "NOUN":
                cue = self.cue(at, "state")
                return self.happening(cue, at, after=True) if cue else None
        return None

    def _predicating(self, token: Token, allowed: bool) -> Cue | None:
        """The cue that a word after the phrase is, as its predicate; not an adjective of a later noun."""
        if (
            not allowed
            or token.dep in {"amod", "compound"}
            and token.head > token.index
            and self.tokens[token.head].pos in {"NOUN", "PROPN"}
        ):
            return None
        roles: list[CueRole] = ["state"]
        if token.pos == "VERB" or token.tag in {"VBD", "VBN", "VBG"}:
            roles.append("subject")
        if (
            token.tag in _PASSIVE
            and token.tag != "NN"
            or token.tag == "VBG"
            and self.reading.lower[token.index - 1] == "being"
        ):
            roles.append("object")
        cue = self.first_cue(token.index, *roles)
        if cue is None or cue.kind == "fighters" and cue.role == "object" and token.tag == "VBD":
            return None
        return cue

    def _is_active(self, token: Token, cue: Cue, auxiliary: bool) -> bool:
        """Whether the counted do it rather than suffer it: "two gunmen killed five"."""
        if cue.role != "object":
            return False
        children = self.reading.parse.children(token.index)
        if any(self.tokens[i].dep == "auxpass" for i in children) or self._passive_before(token.index):
            return False
        if any(
            self.tokens[i].dep in {"dobj", "obj"} and i > token.index and not self._is_time(self.tokens[i])
            for i in children
        ):
            return True
        joined = [
            i for i in children if self.tokens[i].dep == "conj" and self.tokens[i].tag == "VBD" and i <= token.index + 3
        ]
        if (
            token.tag == "VBD"
            and not auxiliary
            and any(self.tokens[k].dep == "dobj" for i in joined for k in self.reading.parse.children(i)[:8])
        ):
            return True
        return (
            token.tag == "VBD" and self._has_own_object(token.index) and not auxiliary or self._has_before(token.index)
        )

    def _is_time(self, token: Token) -> bool:
        return token.entity.endswith(("DATE", "TIME")) or token.lemma in self.reading.lexicon.numbers.measures

    def _passive_before(self, index: int) -> bool:
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

    def _past_aside(self, index: int) -> int:
        """The token after a short aside with no finite verb, between commas, dashes or brackets; else the same."""
        closing = {",": ",", "(": ")", "[": "]", "–": "–", "—": "—", "--": "--"}.get(self.tokens[index].text)
        if closing is None:
            return index
        for at in range(index + 1, min(index + 2 * _REACH, self.end)):
            if self.tokens[at].text == closing and not self._continues_list(at):
                return at + 1
            if self.tokens[at].tag in {"VBZ", "VBP", "MD"} or self.tokens[at].text in ".;":
                return index
        return index

    def _continues_list(self, index: int) -> bool:
        follows = self.tokens[index + 1] if index + 1 < self.end else None
        return follows is not None and follows.pos in {"NUM", "NOUN", "DET", "CCONJ", "PROPN"}

    def to_the_left(self) -> Happening | None:
        """ "killed 12", "shot dead 12", "the deaths of 12", "injuries to 12", "among the dead were 12"."""
        at = self.found.first - 1
        while at >= max(self.begin, self.found.first - 4) and self.reading.lower[at] in _BACKWARD:
            at -= 1
        if at < self.begin:
            return None
        return self._listed_after(at) or self._object_of(at) or self._complement_of(at)

    def _object_of(self, index: int) -> Happening | None:
        token = self.tokens[index]
        if self.reading.lower[index] == "dead" and index > self.begin and self.tokens[index - 1].pos == "VERB":
            return Happening("killed", index)
        verb = token.pos == "VERB" or token.tag in {"VBG", "VBD", "VBN", "VB"}
        if not verb or (token.tag == "VBN" and self._is_passive(index)) or token.dep == "amod" and token.head > index:
            return None
        cue = self.cue(index, "object")
        return self.happening(cue, index, self._verb_negated(index)) if cue else None

    def _is_passive(self, index: int) -> bool:
        return any(self.tokens[i].dep == "auxpass" for i in self.reading.parse.children(index)) or self._passive_before(
            index
        )

    def _verb_negated(self, index: int) -> bool:
        for child in self.reading.parse.children(index)[:12]:
            if self.tokens[child].dep == "neg" and self.reading.lower[min(child + 1, self.end - 1)] not in {
                "only",
                "just",
            }:
                return True
        return index > self.begin and self.reading.lower[index - 1] == "without"

    def _complement_of(self, index: int) -> Happening | None:
        """The event noun of "the deaths of", "injuries to"."""
        if self.reading.lower[index] not in {"of", "to", "among", "for", "on"} or index - 1 < self.begin:
            return None
        before = index - 1
        if (
            self.reading.lower[index] == "of"
            and self.tokens[before].tag == "VBG"
            and (cue := self.cue(before, "object", "event"))
        ):
            return self.happening(cue, before)
        cue = self.cue(before, "event")
        if (
            cue is None
            and self.reading.lower[before] in {"dead", "missing", "wounded", "injured"}
            and self.reading.lower[index] == "among"
        ):
            cue = self.cue(before, "state")
        return (
            self.happening(cue, before)
            if cue and (self.reading.lower[index] == "of" or cue.kind in {"injured", "destroyed"})
            else None
        )

    def _listed_after(self, index: int) -> Happening | None:
        """ "Among the dead were 12 children", "the victims included two nurses"."""
        if not self._is_be(index) and self.tokens[index].lemma != "include":
            return None
        window = range(max(self.begin, index - _REACH), index)
        listed = any(self.reading.lower[i] == "among" for i in window) or self.tokens[index].lemma == "include"
        for at in window if listed else ():
            if self.reading.lower[at] in {
                "dead",
                "killed",
                "wounded",
                "injured",
                "missing",
                "abducted",
                "arrested",
                "victims",
                "hostages",
                "detained",
            }:
                kind = self.cues.toll_of.get(self.tokens[at].lemma) or self.cues.toll_of.get(self.reading.lower[at])
                return Happening(kind, at) if kind and not self.found.is_thing else None
        return None

    def _is_be(self, index: int) -> bool:
        return self.tokens[index].lemma == "be" or self.reading.lower[index] in _BE

    # -- tree ------------------------------------------------------------------------------------------------------

    def by_tree(self) -> Happening | None:
        """The cue above the phrase in the tree, up through conjuncts, appositions and of-phrases."""
        index = self.found.top
        for _ in range(_CLIMB):
            token = self.tokens[index]
            if token.head == index:
                break
            result = self._from(token)
            if isinstance(result, Happening):
                return result
            if result is None:
                return None
            index = result
        return self._from_root(self.found.top)

    def _from(self, token: Token) -> Happening | int | None:
        """What the head of a token says; or the next token to look from; or ``None`` when the way ends."""
        head = self.tokens[token.head]
        if token.dep in {"nsubjpass", "csubjpass"}:
            return self._said_of_subject(head, passive=True)
        if token.dep in {"nsubj", "expl"}:
            return self._said_of_subject(head, passive=False)
        if token.dep in _BY_OBJECT:
            return self._said_of_object(head)
        if token.dep == "pobj":
            return self._said_by_preposition(head)
        if token.dep in {"conj", "appos"} and head.pos in {"NOUN", "PROPN", "NUM", "ADJ", "PRON"}:
            return head.index if not self._is_other_thing(head.index) else None
        if token.dep in {"nummod", "nmod", "compound", "amod", "quantmod"} and head.pos in {"NOUN", "NUM", "PROPN"}:
            return head.index
        return None

    def _is_other_thing(self, index: int) -> bool:
        """Whether an apposition or conjunct hangs from a thing while people are counted."""
        return not self.found.is_thing and self.reading.lemma(index) in self.reading.lexicon.nouns.things

    def _said_of_subject(self, head: Token, passive: bool) -> Happening | None:
        roles: tuple[CueRole, ...] = ("subject", "state", "object")
        cue = self.first_cue(head.index, *roles) if head.pos in {"VERB", "ADJ", "AUX", "NOUN"} else None
        negated = self._verb_negated(head.index)
        if cue and (cue.role != "object" or passive or not self._is_active(head, cue, auxiliary=False)):
            return self.happening(cue, head.index, negated)
        if cue is not None and not passive:
            return None
        return self._said_by_complement(head, negated)

    def _said_by_complement(self, head: Token, negated: bool) -> Happening | None:
        """ "were found dead", "are believed to have been killed", "are missing", "managed to escape", "were shot and killed"."""
        for child in self.reading.parse.children(head.index)[:16]:
            token = self.tokens[child]
            below = token.dep in _COMPLEMENTS and (head.lemma in self.cues.bridges or head.lemma in self.cues.raising)
            beside = token.dep == "conj" and token.pos in {"VERB", "ADJ"} and not self._own_subject(child)
            if not (below or beside) or child < self.found.last and token.dep != "oprd":
                continue
            cue = self.cue(child, "state", "subject", "object")
            if cue and not (
                cue.role == "object"
                and (token.tag not in {"VBN", "VBD", "JJ"} or self._is_active(token, cue, auxiliary=False))
            ):
                return self.happening(cue, child, negated)
        return None

    def _own_subject(self, index: int) -> bool:
        return any(self.tokens[i].dep.startswith("nsubj") for i in self.reading.parse.children(index))

    def _said_of_object(self, head: Token) -> Happening | None:
        cue = (
            self.cue(head.index, "object") if head.pos in {"VERB", "AUX"} and not self._is_passive(head.index) else None
        )
        if cue:
            return self.happening(cue, head.index, self._verb_negated(head.index))
        if self._is_be(head.index) and self.found.group == "combatants_unknown":
            there = any(self.tokens[i].dep == "expl" for i in self.reading.parse.children(head.index))
            return Happening("fighters", head.index) if there else None
        for child in self.reading.parse.children(head.index)[:16]:
            if self.tokens[child].dep in {"oprd", "acomp", "xcomp", "ccomp"} and child >= self.found.last:
                cue = self.cue(child, "state", "object")
                if cue and self.tokens[child].tag in {"JJ", "VBN", "VBD"} and head.lemma in self.cues.bridges:
                    return self.happening(cue, child)
        return None

    def _said_by_preposition(self, preposition: Token) -> Happening | int | None:
        """Through "of" to an event noun or a quantity; other prepositions end the way."""
        above = self.tokens[preposition.head]
        if preposition.lemma == "with" and self.reading.lower[preposition.index - 1] in {"along", "together"}:
            return self._said_of_company(preposition.index)
        if preposition.lemma == "of" or (preposition.lemma == "to" and above.pos == "NOUN"):
            cue = self.cue(above.index, "event")
            if cue:
                return self.happening(cue, above.index)
            if above.lemma in {
                "total",
                "number",
                "group",
                "dozen",
                "hundred",
                "thousand",
                "score",
                "team",
                "family",
                "crowd",
                "life",
            }:
                return above.index
        return None

    def _said_of_company(self, index: int) -> Happening | None:
        """ "the mayor was killed along with two bodyguards": the verb before holds for both."""
        for at in range(index - 1, max(self.begin, index - 3 * _REACH) - 1, -1):
            if self.tokens[at].pos == "VERB" and self._is_passive(at):
                cue = self.cue(at, "object")
                return self.happening(cue, at) if cue else None
        return None

    def _from_root(self, top: int) -> Happening | None:
        """A fragment whose root is the counted: "12 people killed in raid" with the participle below."""
        for child in self.reading.parse.children(top)[:16]:
            if (
                self.tokens[child].dep == "acl"
                and self.tokens[child].tag == "VBN"
                and child >= self.found.last
                and (cue := self.cue(child, "object"))
            ):
                return self.happening(cue, child)
        return None

    # -- tolls, asides ---------------------------------------------------------------------------------------------

    def toll(self) -> Happening | None:
        """ "the death toll rose to 46", "the number of wounded stands at 30", "bringing to 46 the number of dead"."""
        if self.found.is_thing or (self.found.noun is not None and self.found.group is None):
            return None
        return self._toll_before() or self._toll_after()

    def _toll_before(self) -> Happening | None:
        at = self.found.first - 1
        while at > self.begin and self.reading.lower[at] in {"the", "least", "about", "a"}:
            at -= 1
        if at < self.begin or (
            self.tokens[at].lemma not in self.cues.toll_links and self.reading.lower[at] not in self.cues.toll_links
        ):
            return None
        for index in range(at, max(self.begin, at - 3 * _REACH) - 1, -1):
            if self.tokens[index].text == ";":
                return None
            if (kind := self._toll_kind(index)) is not None:
                return Happening(kind, index)
        return None

    def _toll_after(self) -> Happening | None:
        at = self.found.last
        if at + 1 >= self.end or self.reading.lower[at] not in {"the", "its", "their"}:
            return None
        for index in range(at + 1, min(at + 4, self.end)):
            if (kind := self._toll_kind(index)) is not None:
                return Happening(kind, index)
        return None

    def _toll_kind(self, index: int) -> CountKind | None:
        """Whose toll a noun like "toll", "number" or "count" gives; a bare "toll" is of the dead."""
        if self.tokens[index].lemma not in self.cues.toll_nouns:
            return None
        after = (
            range(index + 2, min(index + 7, self.end))
            if index + 1 < self.end and self.reading.lower[index + 1] == "of"
            else range(0)
        )
        around: Iterable[int] = (*range(max(self.begin, index - 2), index), *after)
        for at in around:
            if self.found.first <= at < self.found.last:
                continue
            for form in self.reading.forms(at):
                if form in self.cues.toll_of:
                    return self.cues.toll_of[form]
        return "killed" if self.tokens[index].lemma == "toll" else None

    def aside(self) -> Happening | None:
        """What a relative clause or an adjective of the phrase says: "12 people who were killed", "three wounded soldiers"."""
        for index in self._aside_words():
            cue = self.cue(index, "state", "object", "subject")
            token = self.tokens[index]
            if (
                cue
                and token.tag in {"VBN", "JJ", "VBD", "VBG", "VBP", "VBZ"}
                and not (cue.role == "object" and self._is_active(token, cue, auxiliary=False))
            ):
                if cue.role == "object" and token.tag not in {"VBN", "JJ", "VBD"}:
                    continue
                return self.happening(cue, index, aside=True)
        return None

    def _aside_words(self) -> Iterator[int]:
        if self.found.last < self.end and self.reading.lower[self.found.last] in {"who", "that", "whom"}:
            at = self.found.last + 1
            while at < min(self.end, self.found.last + _REACH) and (
                self.tokens[at].pos in {"AUX", "ADV"} or self.tokens[at].lemma in self.cues.bridges
            ):
                at += 1
            if at < self.end:
                yield at
        yield from range(self.found.after, self.found.last)
        if self.found.noun is not None:
            yield from (
                i
                for i in self.reading.parse.children(self.found.noun)[:16]
                if self.tokens[i].dep in {"acl", "relcl", "amod"}
            )


def denied(reading: Reading, index: int) -> bool:
    """Whether somebody says no to what this word tells: "denied that 30 were killed", "rejected reports of 30 deaths"."""
    cues, tokens = reading.lexicon.cues, reading.tokens
    for _ in range(2 * _CLIMB):
        token = tokens[index]
        if token.head == index or token.dep in {"relcl", "advcl", "nsubj", "nsubjpass", "parataxis"}:
            return False
        index = token.head
        if tokens[index].pos == "VERB" and tokens[index].lemma in cues.denials:
            return True
        if (
            tokens[index].pos == "NOUN"
            and tokens[index].lemma not in cues.deniable
            and not cues.by_lemma.get(tokens[index].lemma)
        ):
            return False
    return False
