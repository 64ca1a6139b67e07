"""What happened to the counted: the cue that says so, by neighbourhood first, then by the dependency tree.

Small parsers trip over figures, so words that touch the phrase are trusted before the tree ("killed 12", "12 were feared
dead"); the tree reaches the cues that stand further off ("12 people, among them a nurse, were killed").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tidings.annotate.counted import Counted, Reading
from tidings.annotate.cue_rows import REACH, CueRows, Happening
from tidings.model.text import Token
from tidings.model.values import CountKind
from tidings.reference.conditions import is_denied
from tidings.reference.counting import Cue, CueRole
from tidings.reference.factuality import load_factuality

_PASSIVE = frozenset({"VBN", "VBD", "JJ", "NN"})
_BACKWARD = frozenset({"the", "his", "her", "their", "its", "these", "those", "up", "down", "off", "alive", "also", "reportedly", "out", "as",
                       "away", "about", '"', "“", ":", "initially", "another", "in", "total", "nearby", "both"})  # fmt: skip
_BY_OBJECT = frozenset({"dobj", "obj", "oprd", "attr", "dative"})
_COMPLEMENTS = frozenset({"oprd", "acomp", "xcomp", "attr"})
_BE = frozenset(
    {"is", "are", "was", "were", "been", "being", "'s", "'re"}
)  # tagged as full verbs they keep their own lemma
_OF_NOUNS = frozenset({"no", "nor", "neither"})
_CLIMB = 6


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


class _Finder(CueRows):
    """The search for the cue of one count: beside the phrase, in the tree, in a toll, in an aside."""

    # -- neighbourhood ---------------------------------------------------------------------------------------------

    def to_the_right(self) -> Happening | None:
        """ "12 dead", "12 were feared killed", "12 people, three of them children, were wounded"."""
        start = self.found.last
        direct = self._predicate(start)
        if direct and self._is_reduced(direct.governor) and (main := self.by_tree()) and self._tells(main):
            return main
        if direct or start >= self.end:
            return direct
        behind = self._past_aside(start)
        return self._predicate(behind, needs_auxiliary=True) if behind > start else None

    def _tells(self, main: Happening) -> bool:
        """Whether the cue is the verb that tells, with an auxiliary of its own or these people for object, and no further participle."""
        children = self.reading.parse.children(main.governor)[:16]
        if any(self.tokens[i].pos == "NUM" for i in range(self.found.last, main.governor)):
            return False
        verb, top = self.tokens[main.governor], self.tokens[self.found.top]
        done_to = verb.tag in {"VBD", "VBZ", "VBP"} and top.dep == "dobj" and top.head == verb.index
        return main.kind not in {None, "fighters"} and (
            done_to or any(self.tokens[i].dep in {"aux", "auxpass"} for i in children)
        )

    def _is_reduced(self, index: int) -> bool:
        """Whether a participle only narrows down who is meant: "12 girls abducted in May have been freed"."""
        return self.tokens[index].dep in {"acl", "relcl"} and index <= self.found.last + 1

    def _predicate(self, index: int, needs_auxiliary: bool = False) -> Happening | None:
        negated = auxiliary = False
        for at in range(index, min(index + REACH, self.end)):
            token = self.tokens[at]
            if self.reading.lower[at] in load_factuality().negators - _OF_NOUNS:
                negated = self.reading.lower[min(at + 1, self.end - 1)] not in {"only", "just"}
                continue
            if (cue := self._predicating(token, auxiliary or not needs_auxiliary)) is not None:
                return None if self.is_active(token, cue, auxiliary) else self.happening(cue, at, negated, after=True)
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

    def _past_aside(self, index: int) -> int:
        """The token after a short aside with no finite verb, between commas, dashes or brackets; else the same."""
        closing = {",": ",", "(": ")", "[": "]", "–": "–", "—": "—", "--": "--"}.get(self.tokens[index].text)
        if closing is None:
            return index
        for at in range(index + 1, min(index + 2 * REACH, self.end)):
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
        if not verb or (token.tag == "VBN" and self.is_passive(index)) or token.dep == "amod" and token.head > index:
            return None
        cue = self.cue(index, "object")
        return self.happening(cue, index, self.is_negated(index)) if cue else None

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
        if not self.is_be(index) and self.tokens[index].lemma != "include":
            return None
        window = range(max(self.begin, index - REACH), index)
        listed = any(self.reading.lower[i] == "among" for i in window) or self.tokens[index].lemma == "include"
        listed = listed or self._are_the_victims(index)
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

    def _are_the_victims(self, index: int) -> bool:
        """ "The dead were an officer and a sergeant"."""
        names_them = index - 2 >= self.begin and self.reading.lower[index - 2] in {"the", "those", "both"}
        return names_them and self.reading.lower[index - 1] in {"dead", "killed", "wounded", "injured", "victims"}

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
        if token.dep == "poss" and (cue := self.cue(head.index, "event")):
            return self.happening(cue, head.index)
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
        negated = self.is_negated(head.index)
        if cue and (cue.role != "object" or passive or not self.is_active(head, cue, auxiliary=False)):
            return self.happening(cue, head.index, negated)
        if cue is not None and not passive:
            return None
        return self._said_by_complement(head, negated)

    def _said_by_complement(self, head: Token, negated: bool) -> Happening | None:
        """ "were found dead", "are believed to have been killed", "are missing", "managed to escape", "were shot and killed"."""
        for child in self.reading.parse.children(head.index)[:16]:
            token = self.tokens[child]
            below = token.dep in _COMPLEMENTS and (head.lemma in self.cues.bridges or head.lemma in self.cues.raising)
            beside = token.dep == "conj" and token.pos in {"VERB", "ADJ"} and not self.has_own_subject(child)
            if not (below or beside) or child < self.found.last and token.dep != "oprd":
                continue
            cue = self.cue(child, "state", "subject", "object")
            if cue and not (
                cue.role == "object"
                and (token.tag not in {"VBN", "VBD", "JJ"} or self.is_active(token, cue, auxiliary=False))
            ):
                return self.happening(cue, child, negated)
        return None

    def _said_of_object(self, head: Token) -> Happening | None:
        cue = (
            self.cue(head.index, "object") if head.pos in {"VERB", "AUX"} and not self.is_passive(head.index) else None
        )
        if cue:
            return self.happening(cue, head.index, self.is_negated(head.index))
        if self.is_be(head.index) and self.found.group == "combatants_unknown":
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
        for at in range(index - 1, max(self.begin, index - 3 * REACH) - 1, -1):
            if self.tokens[at].pos == "VERB" and self.is_passive(at):
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
        for index in range(at, max(self.begin, at - 3 * REACH) - 1, -1):
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
                and not (cue.role == "object" and self.is_active(token, cue, auxiliary=False))
            ):
                if cue.role == "object" and token.tag not in {"VBN", "JJ", "VBD"}:
                    continue
                return self.happening(cue, index, aside=True)
        return None

    def _aside_words(self) -> Iterator[int]:
        if self.found.last < self.end and self.reading.lower[self.found.last] in {"who", "that", "whom"}:
            at = self.found.last + 1
            while at < min(self.end, self.found.last + REACH) and (
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
    return is_denied(reading.parse, index, load_factuality(), through=reading.lexicon.cues.by_lemma)
