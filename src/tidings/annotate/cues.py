"""Attributions: who is said to say what, with which word, and which stretch of text they stand behind (RECORD §4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import structs

from tidings.annotate.cue_contents import CueContents, Stretch
from tidings.annotate.reporting import Reporting
from tidings.annotate.speakers import UNNAMED, Speaker, SpeakerReader
from tidings.model.mentions import ActorMention, CueMention, QuoteMention
from tidings.model.text import Parse, Token
from tidings.model.values import Stance

_EDGE = frozenset(",;:.–—-")
_HEADLINE = 30  # tokens
_LINE = 240  # characters
_BYLINE = 5  # tokens before or after the colon of a headline
_JOINED = 60  # tokens of joined clauses looked through for somebody else who speaks
_FIGURES = frozenset({"figure", "data", "datum", "statistic", "number", "count", "tally", "toll"})
_PHRASES = frozenset({"according", "per", "in"})
_DASHES = frozenset({"-", "–", "—", "--"})


def find_cues(
    parse: Parse,
    actors: tuple[ActorMention, ...],
    quotes: tuple[QuoteMention, ...],
    reader: SpeakerReader | None = None,
) -> tuple[CueMention, ...]:
    """All attributions in text order. One for each speaker: "A and B said" is two, "a source told C" as well.

    ``reader`` is one made for the same parse and actors. ``speaker`` is "unnamed" where nobody is named (passive, "reportedly"); then ``speaker_start`` is ``None``.
    """
    finder = _CueFinder(Reporting(reader or SpeakerReader(parse, actors)), quotes)
    found = [
        *finder.by_verbs(),
        *finder.by_nouns(),
        *finder.by_phrases(),
        *finder.by_adverbs(),
        *finder.by_headlines(),
        *finder.by_lost_verbs(),
    ]
    return _in_order(finder.with_quotes(found, quotes))


def _in_order(found: Iterable[CueMention]) -> tuple[CueMention, ...]:
    """In text order, each cue, speaker and stretch once."""
    unique = {(cue.start, cue.speaker, cue.content_start, cue.content_end): cue for cue in found}
    return tuple(unique[key] for key in sorted(unique))


class _CueFinder(CueContents):
    """Finds attributions in one parse; contents are token ranges until a mention is made of them."""

    def __init__(self, reporting: Reporting, quotes: tuple[QuoteMention, ...]) -> None:
        super().__init__(reporting)
        self.quotes = [quote for quote in quotes if not quote.scare]
        self.quote_starts = [quote.start for quote in self.quotes]

    # --- verbs -------------------------------------------------------------------------------------------------------

    def by_verbs(self) -> Iterator[CueMention]:
        """ "X said that ...", "... was reported", "X, citing Y, ...", "a source told X"."""
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
        if self.reader.bare(self.tokens[head]) in self.speech.mute and head not in self.reader.actor_at:
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
            yield from self._quoted_by(head, stance, content)
            return

    def _speakers(self, head: int) -> list[Speaker]:
        if (
            self.tokens[head].text.lower() in ("we", "i")
            and (quote := self._quotation_at(self.tokens[head].start)) is not None
        ):
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

    def _quoted_by(self, head: int, stance: Stance, content: Stretch) -> Iterator[CueMention]:
        """ "Residents quoted by the Tribune said": the Tribune passes it on."""
        for child in self.reporting.children(head, "acl"):
            agent = self.reader.agent(child) if self.tokens[child].lemma in self.speech.citing else None
            if agent is not None and self.reader.is_plausible(agent):
                yield from (self._mention(child, speaker, stance, content) for speaker in self._speakers(agent))

    def _hearers(self, verb: int, stance: Stance, content: Stretch) -> Iterator[CueMention]:
        """The outlet that was told and passes it on: "told Reuters", "said on state television"."""
        objects = self.reporting.children(verb, "dobj", "dative", "iobj", "nsubj")
        for preposition in self.reporting.children(verb, "prep", "dative"):
            if self.tokens[preposition].text in ("to", "on"):
                objects += self.reporting.children(preposition, "pobj")
        for head in objects:
            if (
                head > verb
                and not content[0] <= head <= content[1]
                and self._is_outlet(head)
                and not any(self.tokens[c].tag == "PRP$" for c in self.reader.children(head))
                and (outlet := self.reader.read(head))
            ):
                yield self._mention(verb, outlet, stance, content)

    def _is_outlet(self, head: int) -> bool:
        first, last = self.reader.core(head)
        if self.reader.outlets.find(self.reader.text(first, last)) is not None:
            return True
        state = any(self.tokens[i].lemma in ("state", "local", "public") for i in range(first, head))
        return state and self.tokens[head].lemma in ("television", "tv", "radio", "media")

    def _passive(self, verb: int) -> Iterator[CueMention]:
        """ "was reported to have ...", "claimed by X"."""
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
        """ "X, citing Y, reported": Y stands behind it too; "X quoted Y as saying": X passes it on."""
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
        content = self._said_by_citer(verb) or self._governing(verb)
        if content is not None:
            yield from (self._mention(verb, speaker, "asserts", content) for speaker in self._speakers(objects[0]))

    def _said_by_citer(self, verb: int) -> Stretch | None:
        """ "The Post, quoting the mayor, reported that ...": what the Post reports, where the phrase hangs from the Post."""
        citer = self.tokens[self.tokens[verb].head]
        if self.tokens[verb].dep != "acl" or citer.dep != "nsubj" or not self.reporting.is_cue(self.tokens[citer.head]):
            return None
        contents = (self.content(citer.head, cue, citer.index) for cue in self.reporting.cues(citer.head))
        return next((content for content in contents if content is not None), None)

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

    # --- without a verb ------------------------------------------------------------------------------------------------

    def by_phrases(self) -> Iterator[CueMention]:
        """ "According to X", "per X", "in the words of X": the clause it stands in, without itself."""
        for token in self.tokens:
            if token.text.lower() not in _PHRASES:
                continue
            last = self._phrase_end(token)
            named = self.reporting.children(last, "pobj") if last is not None else []
            content = self._modified_clause(token.index) if named else None
            head = self._behind_figures(named[0]) if content is not None else None
            if content is not None and head is not None and self.reader.is_plausible(head):
                for speaker in self._speakers(self.reader.named_for(head)):
                    yield self._mention(token.index, speaker, "asserts", content, last=last)

    def _behind_figures(self, noun: int) -> int | None:
        """ "According to UN figures", "to data from the clinic": whoever gives them out."""
        if self.tokens[noun].lemma.lower() not in _FIGURES:
            return noun
        owner = self.reader.owner(noun)
        return owner if owner is not None and self.tokens[owner].pos in ("NOUN", "PROPN") else None

    def _phrase_end(self, token: Token) -> int | None:
        """The last word of such a phrase before its speaker: "to" after "according", "of" after "in the words"."""
        word, children = token.text.lower(), self.reader.children(token.index)
        if word == "according":
            return next((c for c in children if self.tokens[c].text == "to"), None)
        if word == "per":
            sentence = self.parse.sentences[token.sentence]
            begins = token.index == sentence.first or self.tokens[token.index - 1].text in (",", "as", "As")
            return token.index if begins else None
        words = [c for c in children if self.tokens[c].text.lower() == "words" and self.tokens[c].dep == "pobj"]
        below = self.reader.children(words[0]) if words else ()
        return next((c for c in below if self.tokens[c].text == "of"), None)

    def _modified_clause(self, index: int) -> Stretch | None:
        """The clause that a phrase belongs to, up to a whole sentence, without the phrase where it stands at an edge."""
        above, hops = self.tokens[index].head, 0
        while self.tokens[above].pos not in ("VERB", "AUX") and self.tokens[above].head != above and hops < 6:
            above, hops = self.tokens[above].head, hops + 1
        if above == index:
            return self._beside(index)
        above = self._first_joined(above, index)
        stretch = self._clause(above)
        if self.tokens[above].dep == "ROOT" and not self._is_said_by_another(above):
            sentence = self.parse.sentences[self.tokens[above].sentence]
            stretch = (sentence.first, sentence.last - 1)
        return self._without(stretch, index)

    def _first_joined(self, verb: int, phrase: int) -> int:
        """ "Two died and six were hurt, according to X": the first of the clauses that "and" joins before a phrase at the end."""
        if self.tokens[phrase - 1].text != "," or self.last[phrase] < self.last[verb] - 1:
            return verb
        first = verb
        while self.tokens[first].dep == "conj" and self._is_joined_by_and(first):
            first = self.tokens[first].head
        within = (self.tokens[first].head, *range(max(self.first[first], phrase - _JOINED), phrase))
        return verb if any(self.reporting.is_cue(self.tokens[place]) for place in within) else first

    def _is_joined_by_and(self, verb: int) -> bool:
        above = self.tokens[verb].head
        between = [c for c in self.reporting.children(above, "cc") if above < c < verb]
        return (
            self.tokens[above].pos in ("VERB", "AUX")
            and bool(between)
            and self.tokens[between[-1]].text.lower() == "and"
        )

    def _is_said_by_another(self, verb: int) -> bool:
        return self.reporting.is_cue(self.tokens[verb])

    def _beside(self, index: int) -> Stretch | None:
        """A phrase that hangs from nothing: the rest of its sentence, or the sentence before."""
        sentence = self.parse.sentences[self.tokens[index].sentence]
        if self.last[index] + 1 < sentence.last - 1:
            return self.last[index] + 1, sentence.last - 1
        return (sentence.first, self.first[index] - 1) if self.first[index] > sentence.first else None

    def by_nouns(self) -> Iterator[CueMention]:
        """ "The army's claim that ...", "accusations by X that ...", "attributions of Z to Y were made by X"."""
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
            if any(
                self.tokens[c].text == "that" and self.tokens[c].dep == "mark" for c in self.reader.children(clause)
            ):
                return self._clause(clause)
        made = self.tokens[noun].dep == "nsubjpass" and self.tokens[self.tokens[noun].head].lemma in (
            "make",
            "issue",
            "repeat",
        )
        for preposition in self.reporting.children(noun, "prep"):
            if self.tokens[preposition].text == "of" and (
                made or self.tokens[noun].lemma in ("attribution", "denial", "confirmation")
            ):
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
        """ "reportedly": somebody says the clause, and nobody is named."""
        for token in self.tokens:
            stance = self.speech.adverbs.get(token.text.lower())
            if stance is not None and token.head != token.index:
                above = token.head
                if self.tokens[above].pos not in ("VERB", "AUX"):
                    above = self.tokens[above].head
                yield self._mention(token.index, None, stance, self._clause(above))

    def by_lost_verbs(self) -> Iterator[CueMention]:
        """ "..., the UN mission reports.": a verb that the parser takes for a noun, at the end of its sentence."""
        for sentence in self.parse.sentences:
            place = sentence.last - 2
            if place - sentence.first < 4 or self.tokens[place].text not in ("reports", "claims", "says"):
                continue
            if self.tokens[place].tag != "NNS" or self.tokens[sentence.last - 1].text != ".":
                continue
            comma = next(
                (i for i in range(place - 1, max(sentence.first, place - 8), -1) if self.tokens[i].text == ","), None
            )
            before = [i for i in range(comma or place, place) if self.tokens[i].pos in ("NOUN", "PROPN")]
            if comma is None or not before or any(self.tokens[i].pos in ("VERB", "ADP") for i in range(comma, place)):
                continue
            if (speaker := self.reader.read_words(comma + 1, place - 1)) is not None:
                yield self._mention(place, speaker, "asserts", (sentence.first, comma - 1))

    def by_headlines(self) -> Iterator[CueMention]:
        """ "Ten killed in strike: monitor", "Army: rebels shelled market", "Dozens dead in siege - officials"."""
        for first, last in self._lines():
            if not 2 < last - first <= _HEADLINE or self.tokens[last - 1].text in (".", "?", "!", ":"):
                continue
            inside = range(first + 1, last - 1)
            colons = [index for index in inside if self.tokens[index].text == ":"]
            dashes = [index for index in inside if self.tokens[index].text in _DASHES and self._is_spaced(index)]
            if len(colons) == 1:
                yield from self._byline(first, colons[0], last)
            elif not colons and dashes:
                yield from self._byline(first, dashes[-1], last, behind=True)

    def _lines(self) -> Iterator[tuple[int, int]]:
        """The lines of the text that could be headlines, as token ranges."""
        start = 0
        for line in self.parse.text.split("\n"):
            if line and len(line) <= _LINE:
                yield self.reader.token_from(start), self.reader.token_from(start + len(line))
            start += len(line) + 1

    def _is_spaced(self, index: int) -> bool:
        token = self.tokens[index]
        return self.parse.text[token.start - 1].isspace() and self.parse.text[token.end].isspace()

    def _byline(self, first: int, colon: int, last: int, *, behind: bool = False) -> Iterator[CueMention]:
        before, after = colon - first, last - colon - 1
        if after <= min(_BYLINE, before) and (head := self._byline_head(colon + 1, last)) is not None:
            content = (first, colon - 1)
        elif not behind and before <= min(_BYLINE, after) and (head := self._byline_head(first, colon)) is not None:
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
        if head == first and token.lemma.lower() in ("source", "report", "photo", "picture"):
            return None  # "Source: Xinhua" says where it is from
        known = (
            head in self.reader.actor_at or token.lemma in self.speech.roles or token.text.lower() in self.speech.roles
        )
        named = (
            token.entity[2:] in ("PERSON", "ORG") or self.reader.outlets.find(self.reader.text(first, head)) is not None
        )
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

    def _mention(
        self, cue: int, speaker: Speaker | None, stance: Stance, content: Stretch, last: int | None = None
    ) -> CueMention:
        token, end = self.tokens[cue], self.tokens[cue if last is None else last].end
        words = token.text
        if last is not None and last > cue:
            words = " ".join(self.tokens[index].text for index in range(cue, last + 1))
            words = words.lower() if words.istitle() or words[:1].isupper() else words
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
