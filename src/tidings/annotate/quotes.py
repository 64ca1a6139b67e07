"""Quotations and whose words they are (RECORD §5, quotes)."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct, structs

from tidings.annotate.noun_phrases import NOUNS
from tidings.annotate.quotation_marks import Quoted, find_quoted, outermost
from tidings.annotate.reporting import Reporting
from tidings.annotate.speakers import Speaker, SpeakerReader
from tidings.model.mentions import ActorMention, QuoteMention
from tidings.model.text import Parse

_SCARE_WORDS = 3  # a quotation of so few words with nobody saying it is a word held at arm's length
_TERMINAL = (".", "?", "!", "…")
_PAUSE = (",", "—", "–", "-", ";")
_INTERRUPTION = 80  # characters between the halves of a broken quotation
_TITLE_WORDS = 5
_REACH = 60  # tokens between a quotation and its reporting verb


def find_quotes(
    parse: Parse, actors: tuple[ActorMention, ...], reader: SpeakerReader | None = None
) -> tuple[QuoteMention, ...]:
    """All quotations in text order, each with its speaker, or none; a broken quotation is several with one speaker.

    ``reader`` is one made for the same parse and actors, to be shared with cues and gaps. ``scare`` marks words quoted without anybody saying them. A pronoun's speaker is the person it stands for.
    """
    found = find_quoted(parse.text)
    if not found or not parse.tokens:
        return ()
    return _Attributor(Reporting(reader or SpeakerReader(parse, actors)), found).mentions()


class _Said(Struct, frozen=True):
    """Who says a quotation, and the reporting word (token index) with its printed form."""

    speaker: Speaker
    cue: str | None
    cue_start: int | None


class _Attributor:
    """Goes through the quotations of one text from first to last; each may go on with what the one before began."""

    def __init__(self, reporting: Reporting, found: tuple[Quoted, ...]) -> None:
        self.reporting = reporting
        self.reader = reporting.reader
        self.tokens = reporting.tokens
        self.parse = reporting.parse
        self.text = reporting.parse.text
        self.found = found
        self.top = list(outermost(found))
        self.top_starts = [one.start for one in self.top]

    def mentions(self) -> tuple[QuoteMention, ...]:
        said: dict[int, _Said | None] = {}
        scare: set[int] = set()
        waiting: list[Quoted] = []
        before: Quoted | None = None
        for one in self.top:
            who = self.direct(one)
            if who is None and self.is_scare(one) and not self._goes_on(one, before):
                scare.add(one.start)
                continue
            who = who or self.resumed(one, before, said)
            said[one.start] = who
            if who is not None:
                said.update((earlier.start, who) for earlier in waiting)
                waiting = []
            elif not one.closed:
                waiting.append(one)
            else:
                waiting = []
            before = one
        return tuple(self._mention(one, said, scare) for one in self.found)

    def _mention(self, one: Quoted, said: dict[int, _Said | None], scare: set[int]) -> QuoteMention:
        who = said.get(one.start)
        arms_length = one.start in scare
        if one.depth:
            outer = self.top[bisect_right(self.top_starts, one.start) - 1]
            arms_length = self._words(one) <= _SCARE_WORDS
            who = None if arms_length else said.get(outer.start)
        made = QuoteMention(
            start=one.start, end=one.end, content=self.text[one.inner_start : one.inner_end], speaker=None, role=None,
            side=None, cue=None, cue_start=None, speaker_start=None, speaker_end=None, scare=arms_length,
        )  # fmt: skip
        if who is None:
            return made
        return structs.replace(
            made, speaker=who.speaker.name, role=who.speaker.role, side=who.speaker.side or who.speaker.id, cue=who.cue,
            cue_start=who.cue_start, speaker_start=who.speaker.start, speaker_end=who.speaker.end,
        )  # fmt: skip

    # --- in the same sentence ------------------------------------------------------------------------------------------

    def direct(self, one: Quoted) -> _Said | None:
        """The speaker that the quotation's own sentence names, after it or before it."""
        if self._is_distanced(one):
            return None
        inner_end = self.text[one.inner_start : one.inner_end].rstrip()[-1:]
        pauses = (
            inner_end in _PAUSE or inner_end in ("?", "!") or self.text[one.end : one.end + 2].lstrip()[:1] in _PAUSE
        )
        after = self.cue_after(one, pauses=pauses) if inner_end not in (".", "…") else None
        if after is not None and pauses:
            return after
        return self.cue_before(one) or after

    def cue_after(self, one: Quoted, *, pauses: bool) -> _Said | None:
        """ "...," said X; "...," X, a Y, said; "...", according to X."""
        first, end = self._region_after(one)
        while first < end and self.tokens[first].text in (*_PAUSE, "’", "”", '"'):
            first += 1
        for index in range(first, end):
            token = self.tokens[index]
            if token.text.lower() == "according" and (index == first or pauses):
                return self._according(index)
            aside = index > first and token.dep in ("relcl", "acl")  # "an officer, who asked not to be named, said"
            if aside or not self.reporting.is_cue(token) or self._in_quotation(token.start, one):
                continue
            head = self.reporting.subject(index)
            if index == first and (head is None or head < first):
                head = self._noun_from(index + 1, end)
            if head is not None and (
                index == first or self.reader.first[head] == first or pauses and first <= head < end
            ):
                return self._said_by(head, index)
            if not pauses:
                return None
        return None

    def _region_after(self, one: Quoted) -> tuple[int, int]:
        """Tokens after a quotation up to the end of its sentence; none when its line ends with it."""
        first = self.reader.token_from(one.end)
        if first >= len(self.tokens) or "\n" in self.text[one.end : self.tokens[first].start]:
            return first, first
        return first, min(self.parse.sentences[self.tokens[first].sentence].last, first + _REACH)

    def _noun_from(self, first: int, end: int) -> int | None:
        """The first noun phrase at a point, when the parser lost the subject: "said a doctor"."""
        for index in range(first, min(end, first + 8)):
            token = self.tokens[index]
            if token.tag in (",", ".", "IN", ":"):
                return None
            if token.pos in ("NOUN", "PROPN", "PRON") and not first <= token.head < end:
                return index if self.reader.is_plausible(index) else None
        return None

    def cue_before(self, one: Quoted) -> _Said | None:
        """X said: "..."; X said the raid was "..."; According to X, "..."."""
        first, end = self._region_before(one)
        if first == end:
            return None
        led_in = self.tokens[end - 1].text in (":", ",") or self.reporting.is_cue(self.tokens[end - 1])
        inside = self.reader.token_from(one.inner_start)
        for index in range(end - 1, first - 1, -1):
            token = self.tokens[index]
            if self._in_quotation(token.start, one):
                continue
            if token.text.lower() == "according":
                return self._according(index)
            if self.reporting.is_cue(token) and (led_in or self._holds(index, inside, one)):
                if (head := self.reporting.subject(index)) is not None and (said := self._said_by(head, index)):
                    return said
        return self._by_colon(first, end) if self.tokens[end - 1].text == ":" else None

    def _region_before(self, one: Quoted) -> tuple[int, int]:
        """Tokens of the sentence before a quotation; none when the quotation begins its sentence or its line."""
        end = self.reader.token_from(one.start)
        if end == 0:
            return 0, 0
        last = self.tokens[end - 1]
        new_line = "\n" in self.text[last.end : one.start]
        if last.text[-1:] in _TERMINAL and last.tag in (".", ":") or new_line and last.text != ":":
            return end, end
        return max(self.parse.sentences[last.sentence].first, end - _REACH), end

    def _holds(self, verb: int, inside: int, one: Quoted) -> bool:
        """Whether the quotation hangs from the verb; a few quoted words must stand in what is said, not just near it."""
        if not verb < inside <= self.reader.last[verb]:
            return (
                self._words(one) > _SCARE_WORDS
                and self.tokens[verb].sentence == self.tokens[min(inside, len(self.tokens) - 1)].sentence
            )
        if self._words(one) > _SCARE_WORDS:
            return True
        said = ("ccomp", "oprd", "acomp", "attr")
        calls = any("words" in cue.takes for cue in self.reporting.cues(verb))
        clauses = self.reporting.children(verb, *said, *(("dobj",) if calls else ()))
        of = {word for cue in self.reporting.cues(verb) for word in cue.of}
        clauses += [c for c in self.reporting.children(verb, "prep") if self.tokens[c].text in of]
        return any(self.reader.first[c] <= inside <= self.reader.last[c] for c in clauses)

    def _by_colon(self, first: int, end: int) -> _Said | None:
        """X went before the cameras: "..." : the subject of the sentence that a colon ends."""
        for index in range(first, end):
            token = self.tokens[index]
            if token.pos in ("VERB", "AUX") and token.dep in ("ROOT", "conj", "ccomp"):
                subjects = self.reporting.children(index, "nsubj")
                cue = end - 2 if end - 2 > index and self.reporting.is_cue(self.tokens[end - 2]) else index
                if subjects and self.reader.is_plausible(subjects[0]):
                    return self._said_by(subjects[0], cue)
        return self._named_alone(first, end)

    def _named_alone(self, first: int, end: int) -> _Said | None:
        """ "The mayor, Sami Halabi: '...'": nothing but a person before the colon."""
        inside = range(first, end - 1)
        if len(inside) > _REACH // 4 or any(self.tokens[i].pos in ("VERB", "AUX") for i in inside):
            return None
        head = next((i for i in inside if self.tokens[i].head not in inside and self.tokens[i].pos in NOUNS), None)
        speaker = self.reader.read(head) if head is not None and self.reader.is_plausible(head) else None
        return _Said(speaker, ":", self.tokens[end - 1].start) if speaker is not None and speaker.person else None

    def _said_by(self, head: int, cue: int) -> _Said | None:
        if not self.reader.is_plausible(head):
            return None
        speaker = self.reader.read(head)
        return _Said(speaker, self.tokens[cue].text, self.tokens[cue].start) if speaker is not None else None

    def _according(self, index: int) -> _Said | None:
        to = next((c for c in self.reader.children(index) if self.tokens[c].text == "to"), None)
        named = self.reporting.children(to, "pobj") if to is not None else []
        speaker = self.reader.read(named[0]) if named else None
        return _Said(speaker, "according to", self.tokens[index].start) if speaker is not None else None

    # --- from the sentence or quotation before -----------------------------------------------------------------------------

    def resumed(self, one: Quoted, before: Quoted | None, said: dict[int, _Said | None]) -> _Said | None:
        """The speaker of the sentence before, or of the quotation before that goes on here."""
        known = said.get(before.start) if before is not None else None
        if before is not None and not before.closed and not self.text[before.end : one.start].strip():
            return known
        if (introduced := self._sentence_before(one)) is not None:
            return introduced
        if before is not None and known is not None and "\n" not in self.text[before.end : one.start]:
            return known
        return self._told_of_before(one) if before is None or before.end <= self._sentence_start(one) else None

    def _sentence_start(self, one: Quoted) -> int:
        index = self.reader.token_from(one.start) - 1
        return self.parse.sentences[self.tokens[index].sentence].start if index >= 0 else 0

    def _told_of_before(self, one: Quoted) -> _Said | None:
        """ "Olena Petrenko was in the cellar. '...'": the person that the sentence before is about, when whole sentences are quoted."""
        index = self.reader.token_from(one.start) - 1
        content = self.text[one.inner_start : one.inner_end].strip()
        whole = content[:1].isupper() and content[-1:] in _TERMINAL and self._words(one) > _SCARE_WORDS
        if index < 0 or not whole or "\n" in self.text[self.tokens[index].end : one.start]:
            return None
        if self.tokens[index].text[-1:] not in _TERMINAL:
            return None
        sentence = self.parse.sentences[self.tokens[index].sentence]
        for place in range(sentence.first, sentence.last):
            token = self.tokens[place]
            if token.dep in ("nsubj", "nsubjpass") and self.tokens[token.head].dep == "ROOT":
                speaker = self.reader.read(place)
                return _Said(speaker, None, None) if speaker is not None and speaker.person else None
        return None

    def _sentence_before(self, one: Quoted) -> _Said | None:
        """ "He spoke to reporters. '...'": who speaks in the sentence that ends where the quotation begins."""
        index = self.reader.token_from(one.start) - 1
        if index < 0 or self.text[self.tokens[index].end : one.start].count("\n") > 2:
            return None
        sentence = self.parse.sentences[self.tokens[index].sentence]
        for place in range(index, max(sentence.first, index - _REACH) - 1, -1):
            token = self.tokens[place]
            if self.reporting.is_cue(token) and not self._in_quotation(token.start, one):
                if (head := self.reporting.subject(place)) is not None and (who := self._said_by(head, place)):
                    return who
        return None

    def _goes_on(self, one: Quoted, before: Quoted | None) -> bool:
        """The second half of a broken quotation: "The road," he said, "is closed."."""
        if before is None or one.start - before.end > _INTERRUPTION or "\n" in self.text[before.end : one.start]:
            return False
        led_in = self.text[max(0, one.start - 2) : one.start].rstrip()[-1:] == ","
        return led_in and self.text[before.inner_start : before.inner_end].rstrip()[-1:] == ","

    # --- words held at arm's length ------------------------------------------------------------------------------------

    def is_scare(self, one: Quoted) -> bool:
        """Whether so few words are quoted, and by nobody, that they only mark distance, a name or a title."""
        if self._is_distanced(one):
            return True
        content = self.text[one.inner_start : one.inner_end].strip()
        sentence_like = content[-1:] in (".", "?", "!", ",") and content[:1].isupper()
        return self._words(one) <= _SCARE_WORDS and not sentence_like

    def _is_distanced(self, one: Quoted) -> bool:
        end = self.reader.token_from(one.start)
        near = self.text[max(0, one.start - 24) : one.start].lower().split()
        if self._words(one) > 2 * _SCARE_WORDS or not near:
            return False
        if near[-1] in self.reporting.speech.distancing or len(near) > 1 and near[-2:] == ["known", "as"]:
            return True
        if self._is_title(one):
            return True
        after = self.reader.token_from(one.end)
        named = 0 < end and after < len(self.tokens) and self.tokens[end - 1].pos == self.tokens[after].pos == "PROPN"
        return named and self._words(one) <= 2 and self.text[one.start - 1 : one.start] == " "

    def _is_title(self, one: Quoted) -> bool:
        """A name or title in quotation marks: each word of weight begins with a capital, and nothing leads in to speech."""
        words = self.text[one.inner_start : one.inner_end][:60].split()
        leads_in = self.text[max(0, one.start - 2) : one.start].rstrip()[-1:] in (",", ":", "")
        if leads_in or len(words) > _TITLE_WORDS or words[-1][-1:] in (",", "?", "!"):
            return False
        return (
            all(not word[:1].islower() or word in ("of", "the", "and", "for", "in", "al") for word in words)
            and len(words) > 1
        )

    def _words(self, one: Quoted) -> int:
        return len(self.text[one.inner_start : one.inner_end][:200].split())

    def _in_quotation(self, offset: int, but: Quoted) -> bool:
        place = bisect_right(self.top_starts, offset) - 1
        return (
            place >= 0
            and self.top[place] is not but
            and self.top[place].end > offset
            and self.top[place].start != but.start
        )
