"""Reporting verbs in the parse: which word is one, who its speaker is, and whether it says anything at all."""

from __future__ import annotations

from functools import cached_property

from tidings.annotate.speakers import Speaker, SpeakerReader
from tidings.model.text import Token
from tidings.reference.speech import Cue

_MODALS = frozenset({"will", "shall", "would", "could", "may", "might", "should", "wo", "'ll", "’ll", "ca", "can"})
_GO_ON = frozenset({"go", "continue", "seem", "appear", "keep", "begin", "rush"})
_UPWARD = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp", "parataxis", "dep"})
_INVERTED = frozenset({"dobj", "attr", "npadvmod", "oprd", "appos", "nsubj", "dep"})
_BREAKS = frozenset(",;:.?!…—–-”’\"'")
_CLOSING = frozenset({"”", "’", '"', "''"})
_SLUGS = frozenset({"adds", "updates", "recasts", "corrects", "repeats", "refiles", "rewrites", "changes", "clarifies"})
_SLUG = 24  # tokens
_BESIDE = 12  # tokens
_CHAIN = 5  # verbs looked up through for a shared subject
_CONJUNCTS = 4


class Reporting:
    """Reads reporting verbs off one parse, with the speakers that its reader finds."""

    def __init__(self, reader: SpeakerReader) -> None:
        self.reader = reader
        self.parse = reader.parse
        self.tokens = reader.tokens
        self.speech = reader.speech

    @cached_property
    def verbs(self) -> tuple[int, ...]:
        """Indices of all words that can report, in text order."""
        return tuple(token.index for token in self.tokens if self.is_cue(token))

    def is_cue(self, token: Token) -> bool:
        """Whether a word is a reporting verb in use: no adjective, no "that said"."""
        if token.lemma not in self.speech.cues or not (token.tag.startswith("VB") or token.pos == "VERB"):
            return False
        if token.dep in ("amod", "compound", "nmod") or not self._has_beside(token) or self._is_in_slug(token):
            return False
        before = self.tokens[token.index - 1] if token.index else None
        return not (
            token.text == "said" and before is not None and before.text.lower() == "that" and self._stands_alone(token)
        )

    def _is_in_slug(self, token: Token) -> bool:
        """ "(Adds details, quotes)" at the head of a line: what an agency says of its own text."""
        if token.tag != "VBZ":
            return False
        for place in range(token.index - 1, max(-1, token.index - _SLUG), -1):
            if self.tokens[place].text == ")":
                return False
            if self.tokens[place].text == "(":
                line = self.parse.text.rfind("\n", 0, self.tokens[place].start) + 1
                opens = not self.parse.text[line : self.tokens[place].start].strip()
                return opens and self.tokens[place + 1].text.lower() in _SLUGS
        return False

    def _has_beside(self, token: Token) -> bool:
        """Whether the word that a cue cannot do without follows: "responsible" after "held"."""
        needed = [cue.beside for cue in self.cues(token.index)]
        if not all(needed):
            return True
        following = self.tokens[token.index + 1 : token.index + 1 + _BESIDE]
        return any(word.lemma in each for word in following if word.sentence == token.sentence for each in needed)

    def _stands_alone(self, token: Token) -> bool:
        """ "That said, ...": nothing is said by anybody."""
        following = self.tokens[token.index + 1] if token.index + 1 < len(self.tokens) else None
        return following is not None and following.text == ","

    def cues(self, verb: int) -> tuple[Cue, ...]:
        """The entries of the cue table for a verb."""
        return self.speech.cues[self.tokens[verb].lemma]

    def children(self, index: int, *deps: str) -> list[int]:
        """Children with one of these dependencies, in text order."""
        return [child for child in self.reader.children(index) if self.tokens[child].dep in deps]

    # --- standing of the verb ----------------------------------------------------------------------------------------

    def is_passive(self, verb: int) -> bool:
        """Whether the verb is a passive participle: "was reported", "an attack claimed by"."""
        token = self.tokens[verb]
        if token.tag not in ("VBN", "VBD"):
            return False
        if self.children(verb, "auxpass", "nsubjpass"):
            return True
        return (
            token.tag == "VBN"
            and token.dep in ("acl", "advcl", "ROOT", "conj", "relcl")
            and not self.children(verb, "aux", "nsubj", "dobj")
        )

    def is_negated(self, verb: int) -> bool:
        """Whether the saying itself is denied: "did not say", "no one claimed"."""
        if self.children(verb, "neg"):
            return True
        return any(self._is_nobody(subject) for subject in self.children(verb, "nsubj"))

    def is_empty(self, head: int) -> bool:
        """ "no claims": nothing."""
        return self._is_nobody(head)

    def _is_nobody(self, subject: int) -> bool:
        if self.tokens[subject].text.lower() in ("nobody", "none", "neither"):
            return True
        return any(
            self.tokens[child].text.lower() in ("no", "neither")
            for child in self.children(subject, "det", "neg", "preconj")
        )

    def is_yet_to_be_said(self, verb: int) -> bool:
        """Whether the saying is future, conditional, expected or bidden: "will announce", "declined to say"."""
        auxiliaries = [self.tokens[child] for child in self.children(verb, "aux")]
        if any(aux.text.lower() in _MODALS for aux in auxiliaries):
            return True
        if any(aux.tag == "TO" for aux in auxiliaries):
            return self.tokens[self.tokens[verb].head].lemma not in _GO_ON
        bare = self.tokens[verb].tag == "VB" and not auxiliaries
        return bare and not self.children(verb, "nsubj") and self.tokens[verb].dep == "ROOT"

    # --- speakers ----------------------------------------------------------------------------------------------------

    def speakers(self, verb: int) -> tuple[Speaker, ...]:
        """Those who say it in the active voice; more than one when they are joined by "and"."""
        found = [self.reader.read(head) for head in self.joined(self.subject(verb))]
        return tuple(speaker for speaker in found if speaker is not None)

    def subject(self, verb: int, depth: int = 0) -> int | None:
        """Head of whoever says it: own subject, that of the verb it hangs from, the noun of its relative clause."""
        token = self.tokens[verb]
        if depth == 0 and (governing := self._over_participle(verb)) is not None:
            return self.subject(governing)
        if (after := self.parenthesis(verb)) is not None:
            return after
        if self.tokens[verb - 1].text in _CLOSING and (after := self.inverted(verb)) is not None:
            return after
        own = self.reader.own_subject(verb, passive=depth > 0)
        if own is not None:
            return self.reader.named_for(self._behind_relative(self._past_counted(own), verb))
        if depth and (agent := self.reader.agent(verb)) is not None and self.is_passive(verb):
            return agent
        if (after := self.inverted(verb)) is not None:
            return after
        if token.head == verb or depth == _CHAIN:
            return None
        if token.dep in ("acl", "relcl"):
            return self._off_platform(token.head)
        if token.dep == "pcomp":
            return self._of_quoted(verb, depth)
        return self.subject(token.head, depth + 1) if token.dep in _UPWARD and self._is_verb(token.head) else None

    def _past_counted(self, subject: int) -> int:
        """ "Blasts killed 62 people, the Observatory said": the people are counted, and the apposition speaks."""
        beside = self.reader.beside(subject)
        if (
            beside is None
            or not self.children(subject, "nummod")
            or self.tokens[self.reader.first[beside] - 1].text != ","
        ):
            return subject
        return beside if self.reader.is_plausible(beside) else subject

    def parenthesis(self, verb: int) -> int | None:
        """The speaker of an inserted ", said the judge,", which the parser takes for an object."""
        token = self.tokens[verb]
        if verb == 0 or token.tag not in ("VBD", "VBZ", "VBP") or self.tokens[verb - 1].text != ",":
            return None
        for child in self.children(verb, "dobj", "nsubj", "attr"):
            after = self.reader.last[child] + 1
            if self.reader.first[child] == verb + 1 and after < len(self.tokens) and self.tokens[after].text == ",":
                return child if self.reader.is_plausible(child) else None
        return None

    def _off_platform(self, noun: int) -> int | None:
        """ "posted a message on Twitter blaming Y": who posted it, not Twitter."""
        if self.tokens[noun].text.lower() not in self.speech.platforms:
            return noun
        above, hops = self.tokens[noun].head, 0
        while not self._is_verb(above) and self.tokens[above].head != above and hops < _CHAIN:
            above, hops = self.tokens[above].head, hops + 1
        return self.subject(above, 1) if self._is_verb(above) else noun

    def _over_participle(self, verb: int) -> int | None:
        """ "X denied that Y fled, saying ...": X says it, wherever in between the parser hangs the participle."""
        token = self.tokens[verb]
        above, hops, found = token, 0, None
        if token.tag != "VBG" or token.dep != "advcl":
            return None
        while above.head != above.index and hops < _CHAIN:
            above, hops = self.tokens[above.head], hops + 1
            if self.is_cue(above) and above.tag != "VBG" and self.reader.own_subject(above.index) is not None:
                found = above.index
        return found

    def _is_verb(self, index: int) -> bool:
        return self.tokens[index].pos in ("VERB", "AUX")

    def _behind_relative(self, subject: int, verb: int) -> int:
        """ "who said": the noun that the relative clause hangs from."""
        pronoun = self.tokens[subject]
        relative = pronoun.tag in ("WP", "WDT") or pronoun.text.lower() == "that" and pronoun.pos == "PRON"
        above = self.tokens[verb]
        hops = 0
        while relative and above.dep in ("conj", "xcomp", "ccomp") and hops < _CHAIN:
            above, hops = self.tokens[above.head], hops + 1
        return above.head if relative and above.dep in ("relcl", "acl") else subject

    def _of_quoted(self, verb: int, depth: int) -> int | None:
        """ "quoted X as saying": X says it; "by saying": the subject above does."""
        preposition = self.tokens[verb].head
        above = self.tokens[preposition].head
        if self.tokens[preposition].text == "as" and self.tokens[above].lemma in ("quote", "cite"):
            if self.is_passive(above):
                return next(iter(self.children(above, "nsubjpass")), None) or self._noun_above(above)
            return next(iter(self.children(above, "dobj")), None)
        return self.subject(above, depth + 1) if self._is_verb(above) else None

    def _noun_above(self, verb: int) -> int | None:
        return self.tokens[verb].head if self.tokens[verb].dep in ("acl", "relcl") else None

    def inverted(self, verb: int) -> int | None:
        """The speaker after the verb: "..., said a doctor". Only a finite verb with something said before it."""
        token = self.tokens[verb]
        sentence = self.parse.sentences[token.sentence]
        if token.tag in ("VBG", "VB") and token.text != "read" or token.dep in ("advcl", "acl", "xcomp", "pcomp"):
            return None
        if verb == sentence.first or verb + 1 >= sentence.last or self.tokens[verb - 1].text[-1] not in _BREAKS:
            return None
        for child in self.reader.children(verb):
            if child > verb and self.tokens[child].dep in _INVERTED and self.reader.first[child] == verb + 1:
                speaks = self.tokens[child].text.lower() not in ("it", "them", "him", "her", "us", "me")
                return child if speaks and self.reader.is_plausible(child) else None
        return None

    def joined(self, head: int | None) -> list[int]:
        """A subject and those joined to it: "police and two hospitals"."""
        if head is None:
            return []
        found = [head]
        while len(found) < _CONJUNCTS:
            last = self.reader.beside(found[-1])
            hangs = [*self.children(found[-1], "conj"), *(self.children(last, "conj") if last is not None else ())]
            more = [c for c in hangs if self.tokens[c].pos in ("NOUN", "PROPN") and c not in found]
            if not more:
                break
            found.append(more[0])
        return found
