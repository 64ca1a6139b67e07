"""What an article itself says nobody knows, of whom, and which property (RECORD §4, Gap).

What somebody hides or does not say is no gap, and neither is a missing claim of responsibility.
"""

from __future__ import annotations

from collections.abc import Iterator

from tidings.annotate.reporting import Reporting
from tidings.annotate.speakers import SpeakerReader
from tidings.model.mentions import ActorMention, GapMention
from tidings.model.text import Parse, Token
from tidings.reference.speech import AskRule

_STATES = frozenset({"be", "remain", "become", "stay", "seem"})
_NEAR = 6  # tokens from "not clear" to the question, past "yet to officials"
_CLAUSE = 45  # tokens of a dependent question at most
_HE = frozenset({"he", "she", "him", "her", "his", "they", "it", "its", "their"})
_OF = frozenset({"of", "for", "behind", "in", "about", "on", "at", "from"})

Stretch = tuple[int, int]


def find_gaps(
    parse: Parse, actors: tuple[ActorMention, ...], reader: SpeakerReader | None = None
) -> tuple[GapMention, ...]:
    """All gaps in text order; one for each question that is open ("whether he is alive or where he hides" is two).

    ``property`` is a plain word (``alive``, ``whereabouts``, ``perpetrator``, ``toll`` …) or, failing that, the question.
    """
    finder = _GapFinder(reader or SpeakerReader(parse, actors))
    found = {(gap.start, gap.entity, gap.property): gap for gap in finder.gaps()}
    return tuple(found[key] for key in sorted(found))


class _GapFinder:
    """Looks at each word that can say "unknown" and reads what is."""

    def __init__(self, reader: SpeakerReader) -> None:
        self.reader = reader
        self.reporting = Reporting(reader)
        self.tokens = reader.tokens
        self.parse = reader.parse
        self.words = reader.speech.unknowns

    def gaps(self) -> Iterator[GapMention]:
        for token in self.tokens:
            if not self._says_unknown(token):
                continue
            questions = list(self._questions(token.index)) or list(self._question_before(token.index))
            for first, last, antecedent in questions:
                yield self._of_question(token, first, last, antecedent)
            if not questions:
                yield from self._of_subject(token)

    # --- is it said that something is unknown? --------------------------------------------------------------------------

    def _says_unknown(self, token: Token) -> bool:
        word = token.text.lower()
        if word in self.words.adjectives:
            return self._is_predicate(token) and not self._is_negated(token)
        if word in self.words.negated_adjectives and token.lemma not in self.words.negated_participles:
            return self._is_predicate(token) and self._is_negated(token) and self._is_nobodys_doubt(token)
        if token.lemma in self.words.negated_participles and token.tag.startswith("VB"):
            return self._is_unlearned(token)
        if token.lemma in self.words.nouns:
            return any(
                self.tokens[c].text.lower() == "no" for c in self.reader.children(token.index)
            ) and self._asks_soon(token.index)
        if token.lemma in self.words.mysteries and token.pos == "NOUN":
            return self._remains(token)
        return False

    def _is_predicate(self, token: Token) -> bool:
        """ "is unclear", "remains unknown"; not "unknown gunmen"."""
        above = self.tokens[token.head]
        if token.dep == "amod":  # "an unknown number of civilians" is a count that nobody knows
            return self.words.subjects.get(above.lemma) == "toll" and above.lemma == "number"
        stands = above.pos == "AUX" or above.lemma in _STATES
        return token.dep in ("ROOT", "conj", "ccomp") or stands and token.dep in ("acomp", "oprd", "attr")

    def _is_nobodys_doubt(self, token: Token) -> bool:
        """ "It was not certain", "police are not sure"; but "he was not sure" is his own affair."""
        if token.text.lower() not in ("sure", "certain"):
            return True
        subjects = self.reporting.children(token.head, "nsubj")
        words = {word for i in subjects for word in (self.tokens[i].lemma, self.tokens[i].text.lower())}
        return bool(words & (self.words.knowers | {"it"}))

    def _is_negated(self, token: Token) -> bool:
        """ "not", "never" or "far from" on the word or on its verb, no matter how often "immediately" stands between."""
        near = [*self.reader.children(token.index), *self.reader.children(token.head)]
        return any(self.tokens[c].dep == "neg" and c < token.index for c in near)

    def _is_unlearned(self, token: Token) -> bool:
        """ "is not known", "could not be determined", "nobody knows", "have yet to be identified"."""
        if token.dep == "amod" or any(self.tokens[c].dep == "xcomp" for c in self.reader.children(token.index)):
            return False  # "is not known to have ..." says what is known
        passive = self.reporting.children(token.index, "auxpass", "nsubjpass")
        negated = bool(self.reporting.children(token.index, "neg")) or self._has_yet_to(token)
        if passive:
            return negated and (token.lemma != "identify" or self._is_plain_subject(token.index))
        subject = self.reader.own_subject(token.index)
        if subject is None or token.lemma not in ("know", "determine", "establish", "ascertain"):
            return False
        if self.tokens[subject].text.lower() == "they" and (said := self.reporting.subject(token.head)) is not None:
            subject = said  # "police said they did not know"
        nobody = self.tokens[subject].text.lower() in ("nobody", "none") or self.reporting.is_empty(subject)
        ignorant = negated and {self.tokens[subject].lemma, self.tokens[subject].text.lower()} & self.words.knowers
        return (nobody or bool(ignorant)) and self._asks_soon(token.index)

    def _is_plain_subject(self, verb: int) -> bool:
        """ "The attackers have not been identified": somebody's identity; but "was not identified by police" hides a name."""
        return self.reader.agent(verb) is None

    def _has_yet_to(self, token: Token) -> bool:
        first = max(self.parse.sentences[token.sentence].first, token.index - 4)
        words = [self.tokens[i].text.lower() for i in range(first, token.index)]
        return "yet" in words and "to" in words and words.index("yet") < len(words) - 1 - words[::-1].index("to") + 1

    def _remains(self, token: Token) -> bool:
        """ "questions remain over ...", "mystery surrounds ..."."""
        above = self.tokens[token.head]
        return token.dep == "nsubj" and above.lemma in ("remain", "surround", "linger", "persist", "swirl", "abound")

    def _asks_soon(self, index: int) -> bool:
        return next(self._questions(index), None) is not None or any(
            self.tokens[c].text in ("on", "about", "of", "as") for c in self.reader.children(index)
        )

    # --- the open questions -----------------------------------------------------------------------------------------------

    def _questions(self, index: int) -> Iterator[tuple[int, int, int | None]]:
        """First and last token of each dependent question after the word, and the first question's subject."""
        sentence = self.parse.sentences[self.tokens[index].sentence]
        starts: list[int] = []
        for place in range(index + 1, min(sentence.last, index + _CLAUSE)):
            if self._begins_question(place, starts[-1] if starts else index, bool(starts)):
                starts.append(place)
            elif self.tokens[place].text in (";", "—", "–") or self._turns(place) and starts:
                break
        subject: int | None = None
        for number, first in enumerate(starts):
            last = starts[number + 1] - 1 if number + 1 < len(starts) else self._question_end(first, sentence.last)
            yield first, last, subject
            subject = subject or self._subject_in(first, last)

    def _question_before(self, index: int) -> Iterator[tuple[int, int, int | None]]:
        """ "What caused the blast is not known": the question is the subject."""
        first = self.parse.sentences[self.tokens[index].sentence].first
        if self.tokens[first].text.lower() not in self.words.asking or index - first > _CLAUSE:
            return
        last = index - 1
        while last > first and (self.tokens[last].pos in ("AUX", "ADV", "PART") or self.tokens[last].lemma in _STATES):
            last -= 1
        if last > first:
            yield first, last, None

    def _begins_question(self, place: int, after: int, further: bool) -> bool:
        """A question word near "not clear", or joined to the question before by "or", "and" or a comma."""
        token = self.tokens[place]
        if token.text.lower() not in self.words.asking:
            return False
        before = self.tokens[place - 1].text.lower()
        if not further:
            return (
                place - after <= _NEAR
                and self.tokens[place - 1].pos not in ("NOUN", "PROPN")
                or place == after + 1
                or (self.tokens[after].lemma in self.words.mysteries and place - after <= _NEAR)
            )
        return before in ("or", "and", ",", "nor") and place - after > 1

    def _turns(self, place: int) -> bool:
        """ ", but ...": the sentence goes on with something else."""
        token = self.tokens[place]
        return token.text.lower() in ("but", "although", "though", "as", "while") and self.tokens[place - 1].text == ","

    def _question_end(self, first: int, stop: int) -> int:
        for place in range(first + 1, min(stop, first + _CLAUSE)):
            if self._turns(place):
                return place - 2
            if self.tokens[place].text in (".", ";", "?", "—", "–"):
                return place - 1
        return min(stop, first + _CLAUSE) - 1

    def _subject_in(self, first: int, last: int) -> int | None:
        """Head of the question's subject."""
        for place in range(first, last + 1):
            if self.tokens[place].dep in ("nsubj", "nsubjpass") and self.tokens[place].tag not in (
                "WP",
                "WDT",
                "WRB",
                "EX",
            ):
                return place
        return None

    # --- entity and property ------------------------------------------------------------------------------------------------

    def _of_question(self, token: Token, first: int, last: int, antecedent: int | None) -> GapMention:
        asked = self.tokens[first].text.lower()
        subject = self._subject_in(first, last)
        if subject is not None and antecedent is not None and self.tokens[subject].text.lower() in _HE:
            subject = antecedent
        rule = self._rule(asked, first, last, subject)
        what = self._entity_token(asked, first, last, subject, rule)
        start, end = self._extent(token, last) if last > token.index else (self.tokens[first].start, token.end)
        return GapMention(
            start=start, end=end, entity=self._name(what, first, last), property=self._property(rule, first, last)
        )

    def _rule(self, asked: str, first: int, last: int, subject: int | None) -> AskRule | None:
        lemmas = {self.tokens[i].lemma for i in range(first, last + 1)} | {
            self.tokens[i].text.lower() for i in range(first, last + 1)
        }
        person = subject is not None and (
            self.reader.person_name(subject) is not None or self.tokens[subject].text.lower() in ("he", "she")
        )
        for rule in self.words.rules:
            if asked in rule.ask and (not rule.words or rule.words & lemmas) and (person or not rule.ask_person):
                return rule
        return None

    def _property(self, rule: AskRule | None, first: int, last: int) -> str:
        if rule is not None:
            return rule.property
        if self.tokens[first].text.lower() == "how" and first < last and self.tokens[first + 1].text.lower() == "much":
            noun = next(
                (
                    i
                    for i in range(first + 2, last + 1)
                    if self.tokens[i].pos in ("NOUN", "PROPN") and self.tokens[i].dep != "compound"
                ),
                None,
            )
            return f"extent of {self.reader.text(first + 2, noun)}" if noun is not None else "extent"
        return self.reader.text(first, last)

    def _entity_token(self, asked: str, first: int, last: int, subject: int | None, rule: AskRule | None) -> int | None:
        """ "who was behind the attack": the attack; "whether X is alive": X; "how much aid Y gets": Y."""
        if asked in ("who", "what", "which", "whose") and (
            subject is None or rule is not None and rule.property == "perpetrator"
        ):
            objects = [i for i in range(first, last + 1) if self.tokens[i].dep in ("dobj", "pobj", "nsubjpass", "attr")]
            named = [
                i
                for i in objects
                if self.tokens[i].tag not in ("WP", "WDT") and self.tokens[i].entity[2:] not in ("DATE", "TIME")
            ]
            return named[0] if named else subject
        if asked == "how" and first < last and self.tokens[first + 1].text.lower() == "much":
            agents = [
                a
                for i in range(first, last + 1)
                if self.tokens[i].pos == "VERB" and (a := self.reader.agent(i)) is not None
            ]
            return agents[0] if agents else subject
        if subject is None:
            return next((i for i in range(first, last + 1) if self.tokens[i].dep in ("attr", "dobj")), None)
        return subject

    def _name(self, head: int | None, first: int, last: int) -> str:
        """The entity's name: the person or body it leads back to, else its noun phrase."""
        if head is None:
            return self.reader.text(first, last)
        speaker = self.reader.read(head) if self._may_be_named(head) else None
        if speaker is not None:
            return speaker.name
        begin, end = self.reader.core(head)
        return self.reader.text(begin, end)

    def _may_be_named(self, head: int) -> bool:
        token = self.tokens[head]
        named = (
            head in self.reader.actor_at or token.pos in ("PROPN", "PRON") or self.reader.person_name(head) is not None
        )
        return named and self.reader.is_plausible(head)

    # --- "the motive is unknown" ----------------------------------------------------------------------------------------------

    def _of_subject(self, token: Token) -> Iterator[GapMention]:
        """A noun that is unknown itself: "the whereabouts of X are unknown", "the attackers have not been identified"."""
        subject = self._unknown_subject(token)
        if subject is None:
            return
        noun = self.tokens[subject]
        named = self.words.subjects.get(noun.lemma) or self.words.subjects.get(noun.text.lower())
        if named is None and token.lemma == "identify":
            named = "identity"
        if named is None or token.dep == "amod" and self._whose(subject) is None:
            return
        start, end = self._extent(token, token.index)
        whose = self._whose(subject)
        yield GapMention(
            start=start,
            end=end,
            entity=self._name(subject if whose is None else whose, subject, subject),
            property=named,
        )

    def _unknown_subject(self, token: Token) -> int | None:
        if token.lemma in self.words.nouns:
            return self._complement(token.index)
        if token.lemma in self.words.mysteries:
            return self._complement(token.index) or next(
                iter(self.reporting.children(token.head, "dobj", "pobj")), None
            )
        if token.dep == "amod":
            return token.head
        verb = token.index if self.reporting.children(token.index, "nsubj", "nsubjpass") else token.head
        subjects = self.reporting.children(verb, "nsubj", "nsubjpass")
        return subjects[0] if subjects and self.tokens[subjects[0]].pos != "PRON" else None

    def _complement(self, noun: int) -> int | None:
        for where in (noun, self.tokens[noun].head):
            for preposition in self.reporting.children(where, "prep"):
                if preposition > noun and self.tokens[preposition].text in _OF:
                    return next(iter(self.reporting.children(preposition, "pobj")), None)
        return None

    def _whose(self, noun: int) -> int | None:
        """Possessor or "of X": whose fate, cause or number it is."""
        for child in self.reader.children(noun):
            if self.tokens[child].dep == "poss":
                return child
        for preposition in self.reporting.children(noun, "prep"):
            if self.tokens[preposition].text in _OF:
                return next(iter(self.reporting.children(preposition, "pobj")), None)
        return None

    def _extent(self, token: Token, last: int) -> Stretch:
        """Characters from the clause that says "unknown" to the end of the question."""
        above, hops = token.index, 0
        while self.tokens[above].dep in ("acomp", "oprd", "attr", "nsubj", "xcomp", "amod") and hops < 4:
            above, hops = self.tokens[above].head, hops + 1
        first = min(self.reader.first[above], token.index)
        last = max(last, min(self.reader.last[above], token.index + _CLAUSE)) if last == token.index else last
        while last > first and (self.tokens[last].text in (".", ",", ";", ":") or self.tokens[last].tag == "CC"):
            last -= 1
        return self.tokens[first].start, self.tokens[last].end
