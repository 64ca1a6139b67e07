"""The stretch of text that a speaker stands behind, read off the parse around the reporting word (RECORD §4, Attribution).

Where the parser loses a clause, the punctuation tells: all before ", X said", all after "X said".
"""

from __future__ import annotations

from tidings.annotate.reporting import Reporting
from tidings.reference.speech import Cue

_ADJUNCTS = frozenset({"prep", "advcl", "npadvmod", "advmod", "oprd", "agent", "dative"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "prep", "oprd", "advcl"})
_TOLLS = frozenset({"toll", "count", "number", "figure", "total", "tally", "casualty", "estimate", "dead"})
_BLAMING = frozenset({"for", "of", "on", "to", "in", "over"})
_CLAUSE = 60  # tokens looked through for a second reporting verb
_WEEKDAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"}
)
_LOST = 12  # tokens of a phrase that the parser cut off from its clause
_JOINS = frozenset({"while", "and", "but", "whereas", "though", "although"})
_PRONOUNS = frozenset({"PRP", "WP", "WDT", "EX"})

# Whoever vows, warns or threatens stands behind what is to come, not behind what it comes after.
_AHEAD = frozenset({"vow", "pledge", "threaten", "promise", "swear", "warn", "declare"})
_COMES_AFTER = frozenset({"after", "following"})

Stretch = tuple[int, int]


class CueContents:
    """Finds what reporting words report in one parse; stretches are first and last token, both included."""

    def __init__(self, reporting: Reporting) -> None:
        self.reporting = reporting
        self.reader = reporting.reader
        self.parse = reporting.parse
        self.tokens = reporting.tokens
        self.speech = reporting.speech
        self.first, self.last = reporting.reader.first, reporting.reader.last

    def content(self, verb: int, cue: Cue, speaker: int | None) -> Stretch | None:
        """The stretch the speaker stands behind, by what the cue takes; ``None`` when the verb reports nothing here."""
        found = self._taken(verb, cue, speaker)
        told_in_full = self.tokens[verb].dep == "relcl" or bool(self.reporting.children(verb, "ccomp"))
        if found is not None and cue.stance == "claims" and not told_in_full:
            found = self._without_aside(verb, found)
        if found is None or self.tokens[verb].lemma not in _AHEAD:
            return found
        return self._up_to_occasion(verb, found)

    def _without_aside(self, verb: int, stretch: Stretch) -> Stretch:
        """ "Claimed to have carried out the attack, which left 20 dead": what the attack did is the article's own telling."""
        first, last = stretch
        for place in range(max(first, verb) + 2, min(last, verb + _CLAUSE)):
            token = self.tokens[place]
            if token.tag == "WDT" and token.text.lower() == "which" and self.tokens[place - 1].text == ",":
                clause = self.tokens[token.head]
                if clause.dep == "relcl" and clause.head < place and self.last[clause.index] >= last - 1:
                    return first, place - 2
        return stretch

    def _up_to_occasion(self, verb: int, stretch: Stretch) -> Stretch:
        """ "Vowed to retaliate after a bomb killed 34": up to "after"; an occasion told first is left out too."""
        first, last = stretch
        for place in range(max(first, verb) + 1, last + 1):
            token = self.tokens[place]
            if token.text.lower() in _COMES_AFTER and token.dep in ("mark", "prep", "pcomp", "advmod"):
                return first, place - 1
            if (
                token.text.lower() in ("response", "retaliation", "revenge")
                and self.tokens[place - 1].text.lower() == "in"
            ):
                return (first, place - 2) if place - 2 >= first else stretch
        return stretch

    def _taken(self, verb: int, cue: Cue, speaker: int | None) -> Stretch | None:
        found: Stretch | None = None
        if "clause" in cue.takes:
            found = self._clausal(verb, speaker)
        if found is None and "object" in cue.takes:
            found = self._rest_after_name(verb, cue) or self._object(verb, cue, speaker)
        if found is None and cue.takes & {"infinitive", "gerund"}:
            found = self._verbal(verb, cue)
        if found is None and "blame" in cue.takes:
            found = self._blame(verb)
        if found is None and "toll" in cue.takes:
            found = self._toll(verb)
        if found is None and "about" in cue.takes:
            found = self._about(verb, cue)
        if found is None and "plea" in cue.takes:
            found = self._plea(verb)
        if found is None and "clause" in cue.takes:
            found = self._bare_figure(verb) or self._adrift(verb, speaker)
        return found

    def _clausal(self, verb: int, speaker: int | None) -> Stretch | None:
        clauses = [c for c in self.reader.children(verb) if self.tokens[c].dep == "ccomp" and not self._asks(c, verb)]
        if any(cue.finite for cue in self.reporting.cues(verb)):
            clauses = [c for c in clauses if self._is_finite(c)]
        if clauses:
            if (figure := self._own_figure(verb, clauses[-1])) is not None:
                return figure
            after = [c for c in clauses if c > verb]
            return self._after(verb, after[0]) if after else self._before(verb, clauses[-1], speaker)
        if self.tokens[verb].dep in ("parataxis", "ccomp") and (above := self.tokens[verb].head) != verb:
            if (parted := self._parted(verb)) is not None:
                return self.first[parted], self.last[above]
            return self._up_to_speaker(self._around(verb, above), verb, speaker)
        if self.tokens[verb].dep == "advcl" and self._is_as(verb):
            return self._governing(verb)
        return None

    def _own_figure(self, verb: int, clause: int) -> Stretch | None:
        """ "1,200 families fled; the army says 300": what stands before the semicolon is not the army's."""
        parted = any(self.tokens[place].text == ";" for place in range(clause, verb))
        return self._bare_figure(verb) if parted else None

    def _bare_figure(self, verb: int) -> Stretch | None:
        """ "The army says 300": a figure of what was told before."""
        figures = [c for c in self.reporting.children(verb, "dobj", "attr") if c > verb and self.tokens[c].tag == "CD"]
        return (self.first[figures[0]], self.last[figures[-1]]) if figures else None

    def _up_to_speaker(self, stretch: Stretch | None, verb: int, speaker: int | None) -> Stretch | None:
        """ "killed at least 62 people, X said": all before the comma, where the parser gives the people to the saying."""
        if stretch is None or speaker is None or not stretch[1] < self.first[speaker] < verb:
            return stretch
        comma = self.first[speaker] - 1
        lost = range(stretch[1] + 1, comma)
        if self.tokens[comma].text != "," or len(lost) > _LOST or any(self.tokens[i].pos == "VERB" for i in lost):
            return stretch
        return stretch[0], comma - 1

    def _parted(self, verb: int) -> int | None:
        """ "The fighters, said the judge, fled": what the parser takes for the subject of "said" belongs to what is said."""
        inverted = self.reporting.parenthesis(verb)
        own = [c for c in self.reporting.children(verb, "nsubj") if c < verb]
        return own[0] if inverted is not None and own else None

    def _is_as(self, verb: int) -> bool:
        """ "as the government alleged"."""
        return any(self.tokens[c].text.lower() in ("as", "so") for c in self.reporting.children(verb, "mark", "advmod"))

    def _is_finite(self, clause: int) -> bool:
        """ "found that he lied", "described how he fled", not "found him dead", "found the raid justified"."""
        asks = any(self.tokens[c].tag == "WRB" for c in self.reporting.children(clause, "advmod"))
        helped = bool(self.reporting.children(clause, "aux", "auxpass", "mark"))
        return asks or helped or self.tokens[clause].tag in ("VBZ", "VBP")

    def _asks(self, clause: int, verb: int) -> bool:
        """ "did not say whether": nothing is said."""
        return (
            any(self.tokens[c].text.lower() in ("whether", "if") for c in self.reporting.children(clause, "mark"))
            and clause > verb
        )

    def _after(self, verb: int, clause: int) -> Stretch:
        """The clause, and what the parser hung from the verb but belongs to the clause ("..., killing ten")."""
        end = self.last[clause]
        for child in self.reader.children(verb):
            token = self.tokens[child]
            if child <= end or token.dep == "punct":
                continue
            if (
                token.dep not in _ADJUNCTS
                or self.reporting.is_cue(token)
                or self.reporting.children(child, "mark", "advmod")
            ):
                break
            end = self.last[child]
        end = min(self._before_participle(clause, end), self._before_but(clause, end))
        return self._past_day(verb, self._begin(verb, clause)), end

    def _past_day(self, verb: int, first: int) -> int:
        """ "said on Saturday he was ready": the day right after the verb is when it was said."""
        place = first + 1 if self.tokens[first].text.lower() == "on" and first == verb + 1 else first
        if place >= len(self.tokens) or not (first == verb + 1 and self.tokens[place].lemma.lower() in _WEEKDAYS):
            return first
        after = place + 1
        follows = after < len(self.tokens) and self.tokens[after].sentence == self.tokens[verb].sentence
        return after if follows and self.tokens[after].text not in (",", "'s", "’s", "night", "morning") else first

    def _before_but(self, clause: int, end: int) -> int:
        """Up to ", but shelling went on": a full clause after "but" is the article's own, unless "that" goes on with what is said."""
        for joined in self.reporting.children(clause, "conj"):
            first = self.first[joined]
            but = next((c for c in self.reporting.children(clause, "cc") if clause < c < joined), None)
            if but is None or self.tokens[but].text.lower() != "but" or joined > end:
                continue
            comma = any(self.tokens[place].text == "," for place in range(max(clause, but - 3), but))
            if comma and self.reporting.children(joined, "nsubj", "nsubjpass") and not self._is_that(joined):
                return min(end, min(first, but) - 1)
        return end

    def _is_that(self, clause: int) -> bool:
        return any(self.tokens[c].text.lower() == "that" for c in self.reporting.children(clause, "mark"))

    def _before_participle(self, clause: int, end: int) -> int:
        """Up to ", adding that ...": what comes then has an attribution of its own."""
        for place in range(clause + 2, min(end, clause + _CLAUSE)):
            token = self.tokens[place]
            if (
                token.tag == "VBG"
                and token.dep == "advcl"
                and self.tokens[place - 1].text == ","
                and self.reporting.is_cue(token)
            ):
                return place - 2
        return end

    def _begin(self, verb: int, clause: int) -> int:
        """Where the clause begins: with the object that the parser split off it ("said hundreds of (...) fighters fled")."""
        split = [c for c in self.reader.children(verb) if verb < c < clause and self.tokens[c].dep in ("dobj", "attr")]
        if split and not any(cue.hearer for cue in self.reporting.cues(verb)):
            return min(self.first[split[0]], self.first[clause])
        return self.first[clause]

    def _before(self, verb: int, clause: int, speaker: int | None) -> Stretch:
        """All that stands before the speaker, when the reporting verb governs the sentence; else the clause."""
        end = min(verb, self.first[speaker] if speaker is not None and speaker > self.first[clause] else verb) - 1
        if self.last[clause] > end or self.tokens[verb].dep != "ROOT":
            if self.last[clause] >= verb:
                return self.first[clause], self.last[clause]
            return self.first[clause], end if self._runs_on(self.last[clause], end) else min(end, self.last[clause])
        sentence = self.parse.sentences[self.tokens[verb].sentence]
        return self._after_other_saying(sentence.first, end), end

    def _runs_on(self, last: int, end: int) -> bool:
        """ "killed at least 62 people, X said": no comma stands between the clause and what the parser hung elsewhere."""
        between = range(last + 1, end)
        return 0 < len(between) <= _LOST and not any(
            self.tokens[i].tag in (",", ":", "CC") or self.tokens[i].pos in ("VERB", "AUX") for i in between
        )

    def _after_other_saying(self, first: int, end: int) -> int:
        """ "..., X said, while ..., Y said": what Y says begins after what X says."""
        for index in range(end - 1, max(first, end - _CLAUSE), -1):
            token, following = self.tokens[index], self.tokens[min(index + 2, end)]
            if (
                token.tag == "VBD"
                and self._is_plain_saying(index)
                and self.tokens[index + 1].text == ","
                and following.text.lower() in _JOINS
                and any(self.tokens[i].text == "," for i in range(max(first, index - _CLAUSE), index))
            ):
                return index + 2
        return first

    def _around(self, verb: int, above: int) -> Stretch | None:
        """The clause that an inserted "police said" interrupts or follows."""
        if self.tokens[above].pos not in ("VERB", "AUX") or self.reporting.is_cue(self.tokens[above]) and above < verb:
            return None
        return self._without(self._clause(above), verb)

    def _clause(self, verb: int) -> Stretch:
        return self.first[verb], self.last[verb]

    def _without(self, stretch: Stretch, inserted: int) -> Stretch:
        """A stretch without a part at its edge; a part in its middle stays in it."""
        first, last = stretch
        if self.first[inserted] <= first:
            first = self.last[inserted] + 1
        elif self.last[inserted] >= last - 1:
            last = self.first[inserted] - 1
        return (first, last) if first <= last else stretch

    def _clause_after(self, verb: int) -> Stretch | None:
        clauses = self.reporting.children(verb, "ccomp")
        return self._clause(clauses[0]) if clauses else None

    def _object(self, verb: int, cue: Cue, speaker: int | None) -> Stretch | None:
        """ "announced the end of the raid": the object with the phrases after it."""
        if cue.stance == "denies" and self.reporting.children(verb, "dative"):
            return None  # "denied the rebels a sanctuary"
        for head in self.reporting.children(verb, "dobj"):
            token = self.tokens[head]
            if head == speaker:
                continue  # "..., reported the agency"
            refuses = (
                cue.stance in ("denies", "confirms") and token.text.lower() in ("it", "this", "that") and head > verb
            )
            if cue.hearer or token.tag in _PRONOUNS and not refuses or head < verb and token.tag in ("WDT", "WP"):
                continue
            if ({token.lemma} | self._for_what(head)) & cue.unless or cue.only and not cue.only & self._lemmas_of(head):
                continue
            first = self.first[head]
            if self.tokens[verb].dep == "relcl":  # "the raid, for which X claimed responsibility": the raid is claimed
                first = min(first, self.first[self.tokens[verb].head])
            after = head + 1 if cue.only and token.pos == "NUM" and self.tokens[head + 1].head == verb else head
            return first, max(self.last[head], after, self._adjuncts_end(verb, after))
        return None

    def _for_what(self, head: int) -> set[str]:
        """ "responsibility for the failure": what stands behind the "for" of a noun or of its verb."""
        holders = (head, self.tokens[head].head)
        phrases = [
            c for holder in holders for c in self.reporting.children(holder, "prep") if self.tokens[c].text == "for"
        ]
        return {self.tokens[noun].lemma for phrase in phrases for noun in self.reporting.children(phrase, "pobj")}

    def _lemmas_of(self, head: int) -> set[str]:
        """The noun, and the "dead" of "22 dead"."""
        following = self.tokens[head + 1] if head + 1 < len(self.tokens) else None
        counted = self.tokens[head].pos == "NUM" and following is not None
        return {self.tokens[head].lemma, *({following.lemma} if counted and following else ())}

    def _adjuncts_end(self, verb: int, after: int) -> int:
        end = self.last[after]
        for child in self.reader.children(verb):
            token = self.tokens[child]
            if child <= end or token.dep in ("punct", "cc"):
                continue
            if token.dep not in ("prep", "npadvmod", "dobj") and not (
                token.dep == "conj" and token.pos in ("NOUN", "PROPN")
            ):
                break
            end = self.last[child]
        return end

    def _verbal(self, verb: int, cue: Cue) -> Stretch | None:
        """ "claimed to have ...", "denied shelling ..."."""
        for child in self.reporting.children(verb, "xcomp"):
            infinitive = any(self.tokens[c].tag == "TO" for c in self.reader.children(child))
            if child > verb and ("infinitive" if infinitive else "gerund") in cue.takes:
                return self._clause(child)
        return None

    def _blame(self, verb: int) -> Stretch | None:
        """ "blamed Y for Z": both Y and Z."""
        if self.tokens[verb].lemma == "hold":
            if verb + 1 > self.last[verb]:
                return None
            last = self.last[verb] - (self.tokens[self.last[verb]].tag == ".")
            return verb + 1, last
        objects = [head for head in self.reporting.children(verb, "dobj") if head > verb]
        if not objects:
            return None
        end = self.last[objects[0]]
        phrases = [
            c
            for c in self.reader.children(verb)
            if c > objects[0] and self.tokens[c].dep in ("prep", "dative", "pcomp", "npadvmod")
        ]
        inner = [c for c in self.reader.children(objects[0]) if c > objects[0] and self.tokens[c].dep == "prep"]
        if not any(self.tokens[c].text in _BLAMING for c in phrases + inner):
            return (self.first[objects[0]], end) if self._is_party(objects[0]) else None
        return self.first[objects[0]], max([end, *(self.last[c] for c in phrases)])

    def _is_party(self, head: int) -> bool:
        """ "blamed the Taliban": a party needs no "for"."""
        actor = self.reader.actor_at.get(head)
        return actor is not None and self.reader.kind_of_actor(actor) in ("party", "official")

    def _about(self, verb: int, cue: Cue) -> Stretch | None:
        """ "warned of an attack", "called for an end to the shelling"."""
        for preposition in self.reporting.children(verb, "prep"):
            objects = self.reporting.children(preposition, "pobj", "pcomp")
            if preposition > verb and self.tokens[preposition].text in cue.of and objects and objects[0] > preposition:
                return self.first[objects[0]], max(self.last[objects[0]], self._adjuncts_end(verb, preposition))
        return None

    def _plea(self, verb: int) -> Stretch | None:
        """ "urged him to stop the shelling"."""
        for child in self.reporting.children(verb, "xcomp", "ccomp", "advcl"):
            if child > verb and any(self.tokens[c].tag == "TO" for c in self.reader.children(child)):
                return self._clause(child)
        return None

    def _toll(self, verb: int) -> Stretch | None:
        """ "put the toll at 14", "revised it to 14"."""
        for head in self.reporting.children(verb, "dobj"):
            words = {self.tokens[i].lemma for i in range(max(self.first[head], head - 4), head + 1)}
            placed = [c for c in self.reporting.children(verb, "prep") if self.tokens[c].text in ("at", "in", "to")]
            if words & _TOLLS and not placed and self._is_told_within(head):
                return self.first[head], self.last[head]
            if words & _TOLLS and placed:
                return min(self.first[head], self.first[placed[0]]), max(self.last[head], self.last[placed[-1]])
        return None

    def _is_told_within(self, head: int) -> bool:
        """ "the number of rebels killed in Nihm at 45": the figure hangs from what is counted."""
        inside = range(head, min(self.last[head], head + _CLAUSE))
        return any(self.tokens[i].text == "at" and self.tokens[i + 1].pos == "NUM" for i in inside)

    def _rest_after_name(self, verb: int, cue: Cue) -> Stretch | None:
        """ "claimed Iran, among others, is meddling": a bare name is no object; the parser lost the clause it begins."""
        named = [
            head
            for head in self.reporting.children(verb, "dobj")
            if self.tokens[head].entity[2:] in ("GPE", "PERSON", "NORP")
        ]
        last = self.parse.sentences[self.tokens[verb].sentence].last - 1
        if "clause" not in cue.takes or not named or self.first[named[0]] != verb + 1:
            return None
        following = range(self.last[named[0]] + 1, last)
        finite = any(self.tokens[i].tag in ("VBZ", "VBD", "VBP", "MD") for i in following)
        return (verb + 1, last) if finite else None

    def _adrift(self, verb: int, speaker: int | None) -> Stretch | None:
        """What is said where the parser lost the clause: all before ", X said", or all after "X said", if it holds a verb."""
        if self._says_none(verb):
            return None
        sentence = self.parse.sentences[self.tokens[verb].sentence]
        here = speaker is not None and self.tokens[speaker].sentence == self.tokens[verb].sentence
        begin = min(verb, self.first[speaker]) if here and speaker is not None else verb
        before, after = (sentence.first, begin - 1), (verb + 1, sentence.last - 1)
        if speaker is not None and here and speaker > verb:
            after = (self.last[speaker] + 1, sentence.last - 1)
        comma = begin > sentence.first and self.tokens[begin - 1].text in (",", "”", '"', "''", "?", "!")
        ends = max(verb, speaker if here and speaker is not None else verb) >= sentence.last - 3
        inverted = here and speaker is not None and speaker > verb
        sides = [before] if comma and (ends or inverted or self._is_plain_saying(verb)) else []
        for side in sides + ([after] if self._is_plain_saying(verb) else []):
            if side[1] - side[0] >= 2 and any(
                self.tokens[i].pos in ("VERB", "AUX") for i in range(side[0], side[1] + 1)
            ):
                return side
        return None

    def _says_none(self, verb: int) -> bool:
        """ "said nothing about the raid", "told them to get out": nothing is told to be so."""
        bidden = any(
            any(self.tokens[i].tag == "TO" for i in self.reader.children(child))
            for child in self.reporting.children(verb, "xcomp")
            if child > verb
        )
        following = self.tokens[verb + 1].text.lower() if verb + 1 < len(self.tokens) else ""
        return following in ("nothing", "little") or bidden and any(cue.hearer for cue in self.reporting.cues(verb))

    def passive_content(self, verb: int, agent: int | None) -> Stretch | None:
        """What is reported in the passive: subject and complements, or the noun that "claimed by X" describes."""
        token = self.tokens[verb]
        if token.dep in ("acl", "relcl") and token.tag == "VBN" and not self.reporting.children(verb, "nsubjpass"):
            if agent is None and not self.reporting.children(verb, "xcomp"):
                return None
            return self.first[token.head], max(token.head, self.last[verb])
        if token.dep == "advcl" and any(self.tokens[c].text.lower() == "as" for c in self.reader.children(verb)):
            return self._governing(verb)
        subjects = self.reporting.children(verb, "nsubjpass")
        if subjects and self.tokens[subjects[0]].text.lower() in ("this", "that", "which"):
            return None
        if agent is not None and subjects and self.tokens[subjects[0]].text.lower() == "it":
            for clause in self.reporting.children(agent, "relcl", "acl"):
                if self.tokens[self.first[clause]].text == "that" and self.reporting.children(
                    clause, "nsubj", "nsubjpass"
                ):
                    return self.first[clause], self.last[clause]  # "it is alleged by lawyers that ..."
        complements = [c for c in self.reader.children(verb) if self.tokens[c].dep in _COMPLEMENTS and c > verb]
        if not complements:
            bare = not subjects or agent is None and self.reporting.is_empty(subjects[0])
            return (
                None
                if bare or self.tokens[subjects[0]].tag in _PRONOUNS
                else (self.first[subjects[0]], self.last[subjects[0]])
            )
        first = self.first[subjects[0]] if subjects and self.tokens[subjects[0]].text.lower() != "it" else verb + 1
        last = max((self.last[c] for c in complements), default=verb - 1)
        return (first, last) if first <= last else None

    def _governing(self, verb: int) -> Stretch | None:
        """What the clause says that "citing Y" or "as reported by Y" hangs from."""
        above = self.tokens[verb].head
        if above == verb:
            return None
        if self.reporting.is_cue(self.tokens[above]):
            for cue in self.reporting.cues(above):
                if (content := self.content(above, cue, self.reporting.subject(above))) is not None:
                    return content
        return self._without(self._clause(above), verb)

    def _is_plain_saying(self, verb: int) -> bool:
        return self.tokens[verb].lemma in ("say", "tell", "add")
