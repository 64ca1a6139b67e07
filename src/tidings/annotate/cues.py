"""Attributions: who is said to say what, with which word, and which stretch of text they stand behind (RECORD §4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import structs

from tidings.annotate.reporting import Reporting
from tidings.annotate.speakers import UNNAMED, Speaker, SpeakerReader
from tidings.model.mentions import ActorMention, CueMention, QuoteMention
from tidings.model.text import Parse, Token
from tidings.model.values import Stance
from tidings.reference.outlets import Outlets, load_outlets
from tidings.reference.speech import Cue, Speech, load_speech

_EDGE = frozenset(",;:.–—-")
_CLAUSAL = frozenset({"ccomp"})
_ADJUNCTS = frozenset({"prep", "advcl", "npadvmod", "advmod", "oprd", "agent", "dative"})
_TOLLS = frozenset({"toll", "count", "number", "figure", "total", "tally", "casualty", "estimate", "dead"})
_BLAMING = frozenset({"for", "of", "on", "to", "in", "over"})
_PRONOUNS = frozenset({"PRP", "WP", "WDT", "EX"})
_HEADLINE = 30  # tokens
_BYLINE = 5  # tokens before or after the colon of a headline

Stretch = tuple[int, int]


def find_cues(
    parse: Parse,
    actors: tuple[ActorMention, ...],
    quotes: tuple[QuoteMention, ...],
    speech: Speech | None = None,
    outlets: Outlets | None = None,
) -> tuple[CueMention, ...]:
    """All attributions in text order. One for each speaker: "A and B said" is two, "a source told C" as well.

    ``speaker`` is "unnamed" where nobody is named (passive, "reportedly"); then ``speaker_start`` is ``None``.
    """
    reader = SpeakerReader(parse, actors, speech or load_speech(), outlets or load_outlets())
    finder = _CueFinder(Reporting(reader), quotes)
    found = [*finder.by_verbs(), *finder.by_nouns(), *finder.by_according(), *finder.by_adverbs(), *finder.by_headline_colons()]
    return _in_order(finder.with_quotes(found, quotes))


def _in_order(found: Iterable[CueMention]) -> tuple[CueMention, ...]:
    """In text order, each cue, speaker and stretch once."""
    unique = {(cue.start, cue.speaker, cue.content_start, cue.content_end): cue for cue in found}
    return tuple(unique[key] for key in sorted(unique))


class _CueFinder:
    """Finds attributions in one parse; contents are token ranges until a mention is made of them."""

    def __init__(self, reporting: Reporting, quotes: tuple[QuoteMention, ...]) -> None:
        self.reporting = reporting
        self.quotes = [quote for quote in quotes if not quote.scare]
        self.quote_starts = [quote.start for quote in self.quotes]
        self.reader = reporting.reader
        self.parse = reporting.parse
        self.tokens = reporting.tokens
        self.speech = reporting.speech
        self.first, self.last = reporting.reader.first, reporting.reader.last

    # --- verbs -------------------------------------------------------------------------------------------------------

    def by_verbs(self) -> Iterator[CueMention]:
        """"X said that ...", "... was reported", "X, citing Y, ...", "a source told X"."""
        for verb in self.reporting.verbs:
            if self.tokens[verb].lemma in self.speech.citing:
                yield from self._citing(verb)
            if self.reporting.is_yet_to_be_said(verb):
                continue
            yield from self._passive(verb) if self.reporting.is_passive(verb) else self._active(verb)

    def _active(self, verb: int) -> Iterator[CueMention]:
        head = self.reporting.subject(verb)
        if head is None or not self.reader.is_plausible(head) and not self._is_plain_saying(verb):
            return
        negated = self.reporting.is_negated(verb)
        for cue in self.reporting.cues(verb):
            stance = cue.negated if negated else cue.stance
            content = self.content(verb, cue, head)
            if stance is None or content is None:
                continue
            for speaker in self._speakers(head):
                yield self._mention(verb, speaker, stance, content)
            yield from self._hearers(verb, stance, content)
            return

    def _is_plain_saying(self, verb: int) -> bool:
        return self.tokens[verb].lemma in ("say", "tell", "add")

    def _speakers(self, head: int) -> list[Speaker]:
        if self.tokens[head].text.lower() in ("we", "i") and (quote := self._quotation_at(self.tokens[head].start)) is not None:
            return [quoted] if (quoted := self._quoted_speaker(quote)) is not None else []
        found = (self.reader.read(one) for one in self.reporting.joined(head))
        return [speaker for speaker in found if speaker is not None]

    def _quotation_at(self, offset: int) -> QuoteMention | None:
        place = bisect_right(self.quote_starts, offset) - 1
        return self.quotes[place] if place >= 0 and self.quotes[place].end > offset else None

    def _quoted_speaker(self, quote: QuoteMention) -> Speaker | None:
        if quote.speaker_start is None or quote.speaker_end is None:
            return None
        return self.reader.read_span(quote.speaker_start, quote.speaker_end)

    def _hearers(self, verb: int, stance: Stance, content: Stretch) -> Iterator[CueMention]:
        """The outlet that was told and passes it on: "told Reuters", "said on state television"."""
        objects = self.reporting.children(verb, "dobj", "dative", "iobj", "nsubj")
        for preposition in self.reporting.children(verb, "prep", "dative"):
            if self.tokens[preposition].text in ("to", "on"):
                objects += self.reporting.children(preposition, "pobj")
        for head in objects:
            if head > verb and not content[0] <= head <= content[1] and self._is_outlet(head) and (outlet := self.reader.read(head)):
                yield self._mention(verb, outlet, stance, content)

    def _is_outlet(self, head: int) -> bool:
        first, last = self.reader.core(head)
        if self.reader.outlets.find(self.reader.text(first, last)) is not None:
            return True
        state = any(self.tokens[i].lemma in ("state", "local", "public") for i in range(first, head))
        return state and self.tokens[head].lemma in ("television", "tv", "radio", "media")

    def _passive(self, verb: int) -> Iterator[CueMention]:
        """"was reported to have ...", "claimed by X"."""
        agent = self.reader.agent(verb)
        for cue in self.reporting.cues(verb):
            stance = cue.stance if agent is not None else cue.passive
            reports = cue.passive is not None or cue.takes & {"object", "blame"}
            if stance is None or not reports or self.reporting.children(verb, "neg") or cue.takes == {"toll"}:
                continue
            content = self.passive_content(verb, agent)
            if content is None:
                continue
            if agent is None:
                yield self._mention(verb, None, stance, content)
            else:
                for speaker in self._speakers(agent):
                    yield self._mention(verb, speaker, stance, content)
            return

    def _citing(self, verb: int) -> Iterator[CueMention]:
        """"X, citing Y, reported": Y stands behind it too; "X quoted Y as saying": X passes it on."""
        told = self._quoted_saying(verb)
        if told is not None:
            content = self._clause_after(told)
            passing_on = self.reader.agent(verb) if self.reporting.is_passive(verb) else self.reporting.subject(verb)
            if content is not None and passing_on is not None:
                yield from (self._mention(verb, speaker, "asserts", content) for speaker in self._speakers(passing_on))
            return
        objects = self.reporting.children(verb, "dobj")
        if not objects or self.tokens[verb].tag != "VBG" or not self._can_be_cited(objects[0]):
            return
        content = self._governing(verb)
        if content is not None:
            yield from (self._mention(verb, speaker, "asserts", content) for speaker in self._speakers(objects[0]))

    def _quoted_saying(self, verb: int) -> int | None:
        for preposition in self.reporting.children(verb, "prep"):
            if self.tokens[preposition].text == "as":
                for complement in self.reporting.children(preposition, "pcomp"):
                    return complement
        return None

    def _can_be_cited(self, head: int) -> bool:
        token = self.tokens[head]
        known = token.entity[2:] in ("PERSON", "ORG", "GPE", "NORP") or head in self.reader.actor_at
        return self.reader.is_plausible(head) and (known or token.pos == "NOUN")

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

    # --- contents ----------------------------------------------------------------------------------------------------

    def content(self, verb: int, cue: Cue, speaker: int | None) -> Stretch | None:
        """The stretch the speaker stands behind, by what the cue takes; ``None`` when the verb reports nothing here."""
        found: Stretch | None = None
        if "clause" in cue.takes:
            found = self._clausal(verb, speaker)
        if found is None and "object" in cue.takes:
            found = self._rest_after_name(verb, cue) or self._object(verb, cue)
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
            found = self._adrift(verb, speaker)
        return found

    def _clausal(self, verb: int, speaker: int | None) -> Stretch | None:
        clauses = [c for c in self.parse.children(verb) if self.tokens[c].dep in _CLAUSAL and not self._asks(c, verb)]
        if any(cue.finite for cue in self.reporting.cues(verb)):
            clauses = [c for c in clauses if self._is_finite(c)]
        if clauses:
            after = [c for c in clauses if c > verb]
            return self._after(verb, after[0]) if after else self._before(verb, clauses[-1], speaker)
        if self.tokens[verb].dep in ("parataxis", "ccomp") and (above := self.tokens[verb].head) != verb:
            return self._around(verb, above)
        return None

    def _is_finite(self, clause: int) -> bool:
        """"found that he lied", not "found him dead"."""
        return self.tokens[clause].tag in ("VBD", "VBZ", "VBP") or bool(self.reporting.children(clause, "aux", "auxpass", "mark"))

    def _asks(self, clause: int, verb: int) -> bool:
        """"did not say whether": nothing is said."""
        return any(self.tokens[c].text.lower() in ("whether", "if") for c in self.reporting.children(clause, "mark")) and clause > verb

    def _after(self, verb: int, clause: int) -> Stretch:
        """The clause, and what the parser hung from the verb but belongs to the clause ("..., killing ten")."""
        end = self.last[clause]
        for child in self.parse.children(verb):
            token = self.tokens[child]
            if child <= end or token.dep == "punct":
                continue
            if token.dep not in _ADJUNCTS or self.reporting.is_cue(token) or self.reporting.children(child, "mark", "advmod"):
                break
            end = self.last[child]
        return self._begin(verb, clause), end

    def _begin(self, verb: int, clause: int) -> int:
        """Where the clause begins: with the object that the parser split off it ("said hundreds of (...) fighters fled")."""
        split = [c for c in self.parse.children(verb) if verb < c < clause and self.tokens[c].dep in ("dobj", "attr")]
        if split and not any(cue.hearer for cue in self.reporting.cues(verb)):
            return min(self.first[split[0]], self.first[clause])
        return self.first[clause]

    def _before(self, verb: int, clause: int, speaker: int | None) -> Stretch:
        """All that stands before the speaker, when the reporting verb governs the sentence; else the clause."""
        end = min(verb, self.first[speaker] if speaker is not None and speaker > self.first[clause] else verb) - 1
        if self.last[clause] > end or self.tokens[verb].dep != "ROOT":
            return self.first[clause], min(end, self.last[clause]) if self.last[clause] < verb else self.last[clause]
        return self.parse.sentences[self.tokens[verb].sentence].first, end

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

    def _object(self, verb: int, cue: Cue) -> Stretch | None:
        """"announced the end of the raid": the object with the phrases after it."""
        for head in self.reporting.children(verb, "dobj"):
            token = self.tokens[head]
            if cue.hearer or token.tag in _PRONOUNS or head < verb and token.tag in ("WDT", "WP"):
                continue
            if token.lemma in cue.unless or cue.only and token.lemma not in cue.only:
                continue
            first = self.first[head]
            if self.tokens[verb].dep == "relcl":  # "the raid, for which X claimed responsibility": the raid is claimed
                first = min(first, self.first[self.tokens[verb].head])
            return first, max(self.last[head], self._adjuncts_end(verb, head))
        return None

    def _adjuncts_end(self, verb: int, after: int) -> int:
        end = self.last[after]
        for child in self.parse.children(verb):
            token = self.tokens[child]
            if child <= end or token.dep in ("punct", "cc"):
                continue
            if token.dep not in ("prep", "npadvmod", "dobj") and not (token.dep == "conj" and token.pos in ("NOUN", "PROPN")):
                break
            end = self.last[child]
        return end

    def _verbal(self, verb: int, cue: Cue) -> Stretch | None:
        """"claimed to have ...", "denied shelling ..."."""
        for child in self.reporting.children(verb, "xcomp"):
            infinitive = any(self.tokens[c].tag == "TO" for c in self.parse.children(child))
            if child > verb and ("infinitive" if infinitive else "gerund") in cue.takes:
                return self._clause(child)
        return None

    def _blame(self, verb: int) -> Stretch | None:
        """"blamed Y for Z": both Y and Z."""
        objects = [head for head in self.reporting.children(verb, "dobj") if head > verb]
        if not objects:
            return None
        end = self.last[objects[0]]
        phrases = [c for c in self.parse.children(verb) if c > objects[0] and self.tokens[c].dep in ("prep", "dative", "pcomp", "npadvmod")]
        inner = [c for c in self.parse.children(objects[0]) if c > objects[0] and self.tokens[c].dep == "prep"]
        if not any(self.tokens[c].text in _BLAMING for c in phrases + inner):
            return None
        return self.first[objects[0]], max([end, *(self.last[c] for c in phrases)])

    def _about(self, verb: int, cue: Cue) -> Stretch | None:
        """"warned of an attack", "called for an end to the shelling"."""
        for preposition in self.reporting.children(verb, "prep"):
            objects = self.reporting.children(preposition, "pobj", "pcomp")
            if preposition > verb and self.tokens[preposition].text in cue.of and objects and objects[0] > preposition:
                return self.first[objects[0]], max(self.last[objects[0]], self._adjuncts_end(verb, preposition))
        return None

    def _plea(self, verb: int) -> Stretch | None:
        """"urged him to stop the shelling"."""
        for child in self.reporting.children(verb, "xcomp", "ccomp", "advcl"):
            if child > verb and any(self.tokens[c].tag == "TO" for c in self.parse.children(child)):
                return self._clause(child)
        return None

    def _toll(self, verb: int) -> Stretch | None:
        """"put the toll at 14"."""
        for head in self.reporting.children(verb, "dobj"):
            words = {self.tokens[i].lemma for i in range(max(self.first[head], head - 4), head + 1)}
            placed = [c for c in self.reporting.children(verb, "prep") if self.tokens[c].text in ("at", "in")]
            if words & _TOLLS and placed:
                return self.first[head], self.last[placed[-1]]
        return None

    def _rest_after_name(self, verb: int, cue: Cue) -> Stretch | None:
        """"claimed Iran, among others, is meddling": a bare name is no object; the parser lost the clause it begins."""
        named = [head for head in self.reporting.children(verb, "dobj") if self.tokens[head].entity[2:] in ("GPE", "PERSON", "NORP")]
        last = self.parse.sentences[self.tokens[verb].sentence].last - 1
        if "clause" not in cue.takes or not named or self.first[named[0]] != verb + 1:
            return None
        following = range(self.last[named[0]] + 1, last)
        finite = any(self.tokens[i].tag in ("VBZ", "VBD", "VBP", "MD") for i in following)
        return (verb + 1, last) if finite else None

    def _adrift(self, verb: int, speaker: int | None) -> Stretch | None:
        """What is said where the parser lost the clause: all before ", X said", or all after "X said", if it holds a verb."""
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
            if side[1] - side[0] >= 2 and any(self.tokens[i].pos in ("VERB", "AUX") for i in range(side[0], side[1] + 1)):
                return side
        return None

    def passive_content(self, verb: int, agent: int | None) -> Stretch | None:
        """What is reported in the passive: subject and complements, or the noun that "claimed by X" describes."""
        token = self.tokens[verb]
        if token.dep in ("acl", "relcl") and token.tag == "VBN" and not self.reporting.children(verb, "nsubjpass"):
            if agent is None and not self.reporting.children(verb, "xcomp"):
                return None
            return self.first[token.head], max(token.head, self.last[verb])
        if token.dep == "advcl" and any(self.tokens[c].text.lower() == "as" for c in self.parse.children(verb)):
            return self._governing(verb)
        subjects = self.reporting.children(verb, "nsubjpass")
        if subjects and self.tokens[subjects[0]].text.lower() in ("this", "that", "which"):
            return None
        complements = [c for c in self.parse.children(verb) if self.tokens[c].dep in ("xcomp", "ccomp", "prep", "oprd", "advcl") and c > verb]
        if not complements:
            bare = not subjects or agent is None and self.reporting.is_empty(subjects[0])
            return None if bare or self.tokens[subjects[0]].tag in _PRONOUNS else (self.first[subjects[0]], self.last[subjects[0]])
        first = self.first[subjects[0]] if subjects and self.tokens[subjects[0]].text.lower() != "it" else verb + 1
        last = max((self.last[c] for c in complements), default=verb - 1)
        return (first, last) if first <= last else None

    # --- without a verb ------------------------------------------------------------------------------------------------

    def by_according(self) -> Iterator[CueMention]:
        """"According to X": the clause it stands in, without itself."""
        for token in self.tokens:
            if token.text.lower() != "according":
                continue
            to = next((c for c in self.parse.children(token.index) if self.tokens[c].text == "to"), None)
            named = self.reporting.children(to, "pobj") if to is not None else []
            content = self._modified_clause(token.index) if named else None
            if content is not None:
                for speaker in self._speakers(self.reader.named_for(named[0])):
                    yield self._mention(token.index, speaker, "asserts", content, last=to)

    def _modified_clause(self, index: int) -> Stretch | None:
        """The clause that a phrase belongs to, up to a whole sentence, without the phrase where it stands at an edge."""
        above, hops = self.tokens[index].head, 0
        while self.tokens[above].pos not in ("VERB", "AUX") and self.tokens[above].head != above and hops < 6:
            above, hops = self.tokens[above].head, hops + 1
        if above == index:
            return self._beside(index)
        stretch = self._clause(above)
        if self.tokens[above].dep == "ROOT" and not self._is_said_by_another(above):
            sentence = self.parse.sentences[self.tokens[above].sentence]
            stretch = (sentence.first, sentence.last - 1)
        return self._without(stretch, index)

    def _is_said_by_another(self, verb: int) -> bool:
        return self.reporting.is_cue(self.tokens[verb])

    def _beside(self, index: int) -> Stretch | None:
        """A phrase that hangs from nothing: the rest of its sentence, or the sentence before."""
        sentence = self.parse.sentences[self.tokens[index].sentence]
        if self.last[index] + 1 < sentence.last - 1:
            return self.last[index] + 1, sentence.last - 1
        return (sentence.first, self.first[index] - 1) if self.first[index] > sentence.first else None

    def by_nouns(self) -> Iterator[CueMention]:
        """"The army's claim that ...", "accusations by X that ...", "attributions of Z to Y were made by X"."""
        for token in self.tokens:
            stance = self.speech.nouns.get(token.lemma) if token.pos == "NOUN" else None
            if stance is None or self.reporting.is_empty(token.index):
                continue
            content, speaker = self._noun_content(token.index), self._noun_speaker(token.index)
            if content is not None and speaker is not None:
                yield from (self._mention(token.index, one, stance, content) for one in self._speakers(speaker))

    def _noun_content(self, noun: int) -> Stretch | None:
        clauses = [c for c in self.reporting.children(noun, "acl", "ccomp", "relcl") if c > noun]
        for clause in clauses:
            if any(self.tokens[c].text == "that" and self.tokens[c].dep == "mark" for c in self.parse.children(clause)):
                return self._clause(clause)
        made = self.tokens[noun].dep == "nsubjpass" and self.tokens[self.tokens[noun].head].lemma in ("make", "issue", "repeat")
        for preposition in self.reporting.children(noun, "prep"):
            if self.tokens[preposition].text == "of" and (made or self.tokens[noun].lemma in ("attribution", "denial", "confirmation")):
                return self.first[noun], self.last[preposition]
        return None

    def _noun_speaker(self, noun: int) -> int | None:
        owners = [c for c in self.reporting.children(noun, "poss") if self.reader.is_plausible(c)]
        if owners:
            return owners[0]
        for preposition in self.reporting.children(noun, "prep"):
            if self.tokens[preposition].text in ("by", "from"):
                named = self.reporting.children(preposition, "pobj")
                return named[0] if named and self.reader.is_plausible(named[0]) else None
        above = self.tokens[noun].head
        return self.reader.agent(above) if self.tokens[noun].dep == "nsubjpass" else None

    def by_adverbs(self) -> Iterator[CueMention]:
        """"reportedly": somebody says the clause, and nobody is named."""
        for token in self.tokens:
            stance = self.speech.adverbs.get(token.text.lower())
            if stance is not None and token.head != token.index:
                above = token.head
                if self.tokens[above].pos not in ("VERB", "AUX"):
                    above = self.tokens[above].head
                yield self._mention(token.index, None, stance, self._clause(above))

    def by_headline_colons(self) -> Iterator[CueMention]:
        """"Ten killed in strike: monitor", "Army: rebels shelled market"."""
        for sentence in self.parse.sentences:
            if sentence.last - sentence.first > _HEADLINE or self.tokens[sentence.last - 1].text in (".", "?", "!", ":"):
                continue
            colons = [i for i in range(sentence.first + 1, sentence.last - 1) if self.tokens[i].text == ":"]
            if len(colons) == 1 and self._is_line(sentence.start, sentence.end):
                yield from self._byline(sentence.first, colons[0], sentence.last)

    def _is_line(self, start: int, end: int) -> bool:
        text = self.parse.text
        return "\n" in text[max(0, start - 1) : start] + text[end : end + 2] or start == 0 or end == len(text)

    def _byline(self, first: int, colon: int, last: int) -> Iterator[CueMention]:
        if last - colon - 1 <= _BYLINE < colon - first and (head := self._byline_head(colon + 1, last)) is not None:
            content = (first, colon - 1)
        elif colon - first <= _BYLINE < last - colon - 1 and (head := self._byline_head(first, colon)) is not None:
            content = (colon + 1, last - 1)
        else:
            return
        yield from (self._mention(colon, speaker, "asserts", content) for speaker in self._speakers(head))

    def _byline_head(self, first: int, last: int) -> int | None:
        """The noun of a few words that name somebody: its last one, and one that we know to speak."""
        inside = range(first, last)
        if any(self.tokens[i].pos in ("VERB", "AUX", "NUM") for i in inside):
            return None
        head = next((i for i in reversed(inside) if self.tokens[i].pos in ("NOUN", "PROPN")), None)
        if head is None:
            return None
        token = self.tokens[head]
        known = head in self.reader.actor_at or token.lemma in self.speech.roles or token.text.lower() in self.speech.roles
        named = token.entity[2:] in ("PERSON", "ORG") or self.reader.outlets.find(self.reader.text(first, head)) is not None
        return head if (known or named) and self.reader.is_plausible(head) else None

    # --- quotations --------------------------------------------------------------------------------------------------

    def with_quotes(self, found: list[CueMention], quotes: tuple[QuoteMention, ...]) -> Iterator[CueMention]:
        """The attributions, widened over the quotations they introduce, and one for each quotation that none covers."""
        by_start: dict[int, list[CueMention]] = {}
        for cue in found:
            by_start.setdefault(cue.start, []).append(cue)
        for quote in quotes:
            if quote.speaker is None or quote.cue_start is None or quote.scare:
                continue
            same = by_start.setdefault(quote.cue_start, [])
            if not any(cue.content_start <= quote.start + 1 and cue.content_end >= quote.end - 2 for cue in same):
                self._cover(same, quote)
        for cues in by_start.values():
            yield from cues

    def _cover(self, same: list[CueMention], quote: QuoteMention) -> None:
        """Widen a stretch that the quotation overlaps; else the quotation is a stretch of its own."""
        for place, cue in enumerate(same):
            if cue.content_start < quote.end and quote.start < cue.content_end:
                start, end = min(cue.content_start, quote.start), max(cue.content_end, quote.end)
                same[place] = structs.replace(cue, content_start=start, content_end=end)
                return
        made = self._of_quote(quote)
        if made is not None:
            same.append(made)

    def _of_quote(self, quote: QuoteMention) -> CueMention | None:
        if quote.cue_start is None:
            return None
        speaker = self._quoted_speaker(quote)
        verb = self.reader.token_from(quote.cue_start)
        if speaker is None or verb >= len(self.tokens):
            return None
        token = self.tokens[verb]
        stance = self.speech.cues[token.lemma][0].stance if token.lemma in self.speech.cues else "asserts"
        return CueMention(
            start=token.start, end=token.end, cue_token=verb, cue=quote.cue or token.text, stance=stance, speaker=speaker.name,
            speaker_kind=speaker.kind, speaker_id=speaker.id, speaker_start=speaker.start, speaker_end=speaker.end,
            content_start=quote.start, content_end=quote.end,
        )  # fmt: skip

    # --- making ------------------------------------------------------------------------------------------------------

    def _mention(self, cue: int, speaker: Speaker | None, stance: Stance, content: Stretch, last: int | None = None) -> CueMention:
        token, end = self.tokens[cue], self.tokens[cue if last is None else last].end
        words = "according to" if last is not None else token.text
        start, stop = self._offsets(content)
        return CueMention(
            start=token.start, end=end, cue_token=cue, cue=words, stance=stance,
            speaker=speaker.name if speaker else UNNAMED, speaker_kind=speaker.kind if speaker else "unnamed",
            speaker_id=speaker.id if speaker else None, speaker_start=speaker.start if speaker else None,
            speaker_end=speaker.end if speaker else None, content_start=start, content_end=stop,
        )  # fmt: skip

    def _offsets(self, content: Stretch) -> tuple[int, int]:
        """Characters of a token range without the punctuation at its edges."""
        first, last = content
        while first < last and self._is_edge(self.tokens[first]):
            first += 1
        while last > first and self._is_edge(self.tokens[last]):
            last -= 1
        return self.tokens[first].start, self.tokens[last].end

    def _is_edge(self, token: Token) -> bool:
        return token.text in _EDGE
