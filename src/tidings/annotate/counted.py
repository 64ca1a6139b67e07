"""What a number counts: the noun phrase after it, whose they are (RECORD §4 groups), and how far the words go.

"hundreds of American and coalition service members" counts members; "five others" nobody named; "12 of the 20 hostages"
is a part of a whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from msgspec import Struct

from tidings.annotate.numbers import Number
from tidings.model.text import Parse, Token
from tidings.model.values import CountGroup
from tidings.reference.counting import CountLexicon

_FILLERS = frozenset(
    {"more", "other", "additional", "further", "fellow", "such", "different", "separate", "new", "another"}
)
_PRONOUNS = frozenset({"them", "whom", "us", "those", "these", "which"})
# "took 12 workers hostage": said of the workers, no part of their name.
_PREDICATIVE = frozenset({"hostage", "captive", "prisoner"})
_COLLECTIVE = frozenset(
    {"people", "police", "personnel", "staff", "cattle", "livestock", "aircraft", "infantry", "dead"}
)
_BEING = frozenset({"were", "was", "are", "is", "being"})
_DETERMINERS = frozenset({"the", "those", "these", "his", "their", "its", "our", "her", "my", "whose", "all"})
_MODIFIER_DEPS = frozenset(
    {"compound", "amod", "nmod", "poss", "nummod", "npadvmod", "quantmod", "punct", "conj", "det", "advmod", "case"}
)
# Participles that close a compound whose hyphen is missing: "rocket propelled grenade".
_PARTICIPLES = frozenset(
    {
        "propelled",
        "guided",
        "held",
        "led",
        "backed",
        "based",
        "launched",
        "controlled",
        "made",
        "driven",
        "powered",
        "fired",
        "supplied",
    }
)
_INSIDE = frozenset({"ADJ", "NUM", "ADV"})
_LONGEST_PHRASE = 14
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


class Counted(Struct, frozen=True, kw_only=True):
    """A number with what it counts. Token ranges are half-open: the number ``[first, after)``, the whole ``[first, last)``.

    ``top`` is the token by which the whole hangs in the tree. ``partitive``: part of a definite whole ("of the", "of them");
    ``whole`` is the token range of a number inside it ("12 of the 20 hostages").
    """

    number: Number
    first: int
    after: int
    last: int
    top: int
    nouns: tuple[int, ...]
    group: CountGroup | None
    partitive: bool = False
    of_them: bool = False

    @property
    def noun(self) -> int | None:
        """Index of the noun that is counted; ``None`` when none stands there."""
        return self.nouns[0] if self.nouns else None

    @property
    def is_thing(self) -> bool:
        """Whether what is counted is known to be no person."""
        return self.group == "things"


class Reading:
    """One parse with the lexicon, and the look-ups that every step of counting shares."""

    def __init__(self, parse: Parse, lexicon: CountLexicon) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.lexicon = lexicon

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.tokens)

    @cached_property
    def lower(self) -> tuple[str, ...]:
        """Each token in lower case."""
        return tuple(token.text.lower() for token in self.tokens)

    def token_at(self, offset: int) -> int:
        """Index of the token that holds an offset, else of the next one."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and self.tokens[index].end > offset else index + 1

    def token_from(self, offset: int) -> int:
        """Index of the first token that begins at an offset or after it."""
        return bisect_left(self._starts, offset)

    def bounds(self, index: int) -> tuple[int, int]:
        """The tokens ``[first, last)`` of the sentence of a token."""
        sentence = self.parse.sentences[self.tokens[index].sentence]
        return sentence.first, sentence.last

    def lemma(self, index: int) -> str:
        """The lemma as the noun lists have it: plural names ("Americans") and odd plurals brought to the singular."""
        token = self.tokens[index]
        known = self.lexicon.nouns
        for form in (token.lemma, self.lower[index], self.lower[index].removesuffix("s"), token.lemma.removesuffix("s"),
                     self.lower[index].replace("men", "man") if self.lower[index].endswith("men") else token.lemma):  # fmt: skip
            if form in known.groups or form in known.things or form in known.strong or form in known.weak:
                return form
        return token.lemma

    def forms(self, index: int) -> tuple[str, ...]:
        """The lemmas a cue may be listed under: participles read as adjectives are traced to their verb."""
        token, lower = self.tokens[index], self.lower[index]
        if token.pos == "VERB":
            return token.lemma, lower
        if not lower.endswith("ed"):
            return token.lemma, lower.removesuffix("s")
        return token.lemma, lower, lower[:-2], lower[:-1], lower[:-3]

    def is_person(self, index: int) -> bool:
        """Whether a noun is on the list of people, or is the plural of a nationality."""
        token = self.tokens[index]
        return self.lemma(index) in self.lexicon.nouns.groups or (token.entity.endswith("NORP") and token.tag == "NNPS")

    def is_listed(self, index: int) -> bool:
        """Whether a noun is on any list of what can be counted."""
        lemma, nouns = self.lemma(index), self.lexicon.nouns
        return self.is_person(index) or lemma in nouns.things or lemma in nouns.strong or lemma in nouns.weak


def counted(reading: Reading, number: Number, following: Number | None = None) -> Counted | None:
    """What a number counts; ``None`` when it runs over the end of a sentence or nothing can be counted by it.

    ``following`` is the next number of the text, which may be the whole: "12 of the more than 20 hostages".
    """
    first, after = reading.token_at(number.start), reading.token_from(number.end)
    if (
        first >= after
        or after > len(reading.tokens)
        or reading.tokens[first].sentence != reading.tokens[after - 1].sentence
    ):
        return None
    inner = (reading.token_at(following.start), reading.token_from(following.end)) if following is not None else None
    phrase = _Phrase(reading, first, after, inner)
    nouns, last = phrase.read()
    if (
        number.year
        and nouns
        and reading.tokens[nouns[0]].tag in {"NN", "NNP"}
        and reading.lemma(nouns[0]) not in _COLLECTIVE
    ):
        return None
    if number.suspect and not (nouns and reading.is_listed(nouns[0]) and phrase.direct):
        return None
    every_one = _every_one(reading, first)
    return Counted(
        number=number, first=first, after=after, last=last, top=every_one if every_one is not None else _top(reading, first, last, nouns if phrase.stands else ()), nouns=nouns,
        group=group_of(reading, phrase.said_to_be or nouns, after), partitive=phrase.partitive, of_them=phrase.of_them,
    )  # fmt: skip


def group_of(reading: Reading, nouns: tuple[int, ...], start: int) -> CountGroup | None:
    """The RECORD group of what is counted; mixed ones are civilians if all are, else unknown; ``None`` for no known noun."""
    groups = {_group(reading, noun, start) for noun in nouns}
    if len(groups) == 1:
        return groups.pop()
    if groups and groups <= {"civilians", "children", "women"}:
        return "civilians"
    return "unknown" if groups - {None} else None


def _group(reading: Reading, noun: int, start: int) -> CountGroup | None:
    lemma, nouns = reading.lemma(noun), reading.lexicon.nouns
    group = nouns.groups.get(lemma)
    told = lemma in nouns.strong or lemma in nouns.weak
    if (
        group is None
        and lemma in nouns.things
        and not (told and nouns.strong.get(lemma) in {"killed", "injured", "casualties"})
    ):
        return "things"
    if group in {None, "unknown"}:
        return (
            _group_by_modifier(reading, noun, start, told)
            or group
            or ("unknown" if told or reading.is_person(noun) else None)
        )
    if group == "civilians":
        return (
            "combatants_unknown"
            if _group_by_modifier(reading, noun, start, told) == "combatants_unknown" and lemma == "couple"
            else group
        )
    return group


def _group_by_modifier(reading: Reading, noun: int, start: int, told: bool) -> CountGroup | None:
    """The group that a word before the noun gives it ("service members"), or its of-phrase ("members of the militia")."""
    nouns = reading.lexicon.nouns
    for index in range(noun - 1, max(start, noun - 6) - 1, -1):
        named = nouns.groups.get(reading.lemma(index)) if told and reading.tokens[index].pos != "ADJ" else None
        group = nouns.modifiers.get(reading.lower[index]) or named
        if group not in {None, "unknown"}:
            return group
    if noun + 1 < len(reading.tokens) and reading.lower[noun + 1] == "of":
        for index in range(noun + 2, min(noun + 7, reading.bounds(noun)[1])):
            adjective = reading.tokens[index].pos == "ADJ"  # "a local faction" is no civilian
            group = nouns.modifiers.get(reading.lower[index]) or (
                None if adjective else nouns.groups.get(reading.lemma(index))
            )
            if group not in {None, "unknown"}:
                return group
            if reading.tokens[index].pos in {"VERB", "AUX", "PUNCT"}:
                break
    return None


def _every_one(reading: Reading, first: int) -> int | None:
    """The "one" of "every single one of the 98": what happens to it happens to all of them, so the figure hangs by it."""
    begin, at = reading.bounds(first)[0], first - 1
    while at > begin and reading.lower[at] in _DETERMINERS:
        at -= 1
    if at - 2 < begin or reading.lower[at - 1 : at + 1] != ("one", "of"):
        return None
    before = at - 2 - (reading.lower[at - 2] in {"single", "last"})
    return at - 1 if before >= begin and reading.lower[before] in {"every", "each"} else None


def _top(reading: Reading, first: int, last: int, nouns: tuple[int, ...]) -> int:
    """The token whose head lies outside; the noun where a muddled parse leaves several."""
    outside = [
        i for i in range(first, last) if not first <= reading.tokens[i].head < last or reading.tokens[i].head == i
    ]
    if not outside:
        return nouns[0] if nouns else first
    return next((noun for noun in nouns if noun in outside), outside[0])


class _Phrase:
    """Reads a noun phrase from left to right, by tags, with the tree to say where it ends."""

    def __init__(self, reading: Reading, first: int, after: int, inner: tuple[int, int] | None) -> None:
        self.reading = reading
        self.inner = inner
        self.after = after
        self.limit = min(after + _LONGEST_PHRASE, reading.bounds(first)[1])
        self.partitive = self.of_them = False
        self.direct = True
        self.stands = False
        self.said_to_be: tuple[int, ...] = ()

    def read(self) -> tuple[tuple[int, ...], int]:
        """(nouns, token after the phrase). Without a noun the phrase is the number with "more" or "others"."""
        at = self._past_fillers(self.after)
        if self._is(at, "others"):
            return (), at + 1
        if self._is(at, ",") and self._is(at + 1, "of"):
            at += 1  # "hundreds, if not thousands, of people"
        begin = self._past_of(at)
        if self.of_them:
            return self._called(begin), begin
        noun = self._noun(self._past_fillers(begin))
        if noun is None:
            named = (
                self.partitive
                and begin < self.limit
                and any(form in self.reading.lexicon.cues.toll_of for form in self.reading.forms(begin))
            )
            if named:
                self.said_to_be = self._called(begin + 1)
            return self._called(at), begin + 1 if named else at
        self.stands = True
        nouns = (noun, *self._joined(noun))
        if self.partitive and self._is_hit(noun):
            self.said_to_be = self._called(noun + 1)
        return nouns, nouns[-1] + 1

    def _called(self, begin: int) -> tuple[int, ...]:
        """The noun that a bare number is said to be: "three of them children", "of whom 12 were policemen"."""
        tokens, at = self.reading.tokens, begin
        while at < self.limit and (self.reading.lower[at] in _BEING or tokens[at].pos in {"ADV", "ADJ"}):
            at += 1
        if at == begin and not self.of_them or at >= self.limit or tokens[at].tag not in {"NNS", "NNPS", "NN"}:
            return ()
        plural = tokens[at].tag != "NN" or self.reading.lemma(at) in {"police", "people"}
        return (
            (at,)
            if plural and self.reading.is_person(at) and self.reading.lemma(at) not in self.reading.lexicon.nouns.strong
            else ()
        )

    def _is_hit(self, index: int) -> bool:
        """ "the dead", "the wounded", "the victims": of whom the verb may say who they were."""
        return any(form in self.reading.lexicon.cues.toll_of for form in self.reading.forms(index))

    def _is(self, index: int, *words: str) -> bool:
        return index < self.limit and self.reading.lower[index] in words

    def _past_fillers(self, index: int) -> int:
        while index < self.limit and self.reading.lower[index] in _FILLERS:
            index += 1
        return index

    def _past_of(self, index: int) -> int:
        if not self._is(index, "of"):
            return index
        self.direct = False
        index += 1
        if self._is(index, "them", "whom") or (self._is(index, *_PRONOUNS) and not self._noun_follows(index)):
            self.of_them = self.partitive = True
            return index + 1
        while index < self.limit and self.reading.lower[index] in _DETERMINERS:
            self.partitive = True
            index += 1
        if self.inner is not None and index == self.inner[0] and self.inner[1] < self.limit:
            index = self.inner[1]
        return index

    def _noun_follows(self, index: int) -> bool:
        return index + 1 < self.limit and self.reading.tokens[index + 1].pos in {"NOUN", "PROPN", "ADJ", "NUM"}

    def _noun(self, begin: int) -> int | None:
        """The head noun of the phrase that begins here."""
        found, index = None, begin
        while index < self.limit:
            token = self.reading.tokens[index]
            if token.text.lower() == "hurt":
                return found  # "five hurt": what happened, and nobody's name
            if token.pos in {"NOUN", "PROPN"} and not self._is_time(token):
                found = index
                if not self._modifies(index):
                    return found
            elif token.text in _OPENING and found is not None:
                index = self._past_bracket(index)
                if (
                    index < 0
                    or index + 1 >= self.limit
                    or self.reading.tokens[index + 1].pos not in {"NOUN", "PROPN", "ADJ"}
                ):
                    return found
            elif not self._goes_on(index):
                return found
            index += 1
        return found

    def _is_time(self, token: Token) -> bool:
        return (
            token.entity.endswith(("DATE", "TIME"))
            and self.reading.lemma(token.index) not in self.reading.lexicon.nouns.groups
        )

    def _past_bracket(self, index: int) -> int:
        return next((i for i in range(index, self.limit) if self.reading.tokens[i].text in _CLOSING), -1)

    def _modifies(self, index: int) -> bool:
        """Whether a noun only describes a later one of the phrase. A known plural of people is the head, whatever the parse."""
        token = self.reading.tokens[index]
        plural = token.tag in {"NNS", "NNPS"} and self.reading.is_person(index)
        follows = index + 1 < self.limit and self.reading.tokens[index + 1].pos in {"NOUN", "PROPN"}
        if plural and self._is(index + 1, *_PREDICATIVE):
            return False
        if plural:
            return follows and token.dep in _MODIFIER_DEPS and self.reading.is_person(index + 1)
        if index + 1 < self.limit and self.reading.tokens[index + 1].tag == "POS":
            return True
        if index + 1 < self.limit and self.reading.tokens[index + 1].text in "-–/" and token.head > index:
            return True
        if index + 1 < self.limit and self.reading.tokens[index + 1].text in _OPENING:
            return self._noun_behind_bracket(index + 1)
        if (
            self._is(index + 1, *_PARTICIPLES)
            and index + 2 < self.limit
            and self.reading.tokens[index + 2].pos in {"NOUN", "PROPN"}
        ):
            return True
        if self._is(index + 1, "and", "or") and self._shares_noun(index):
            return True
        joins = self._is(index + 1, "and", "or", ",") and token.dep in {"amod", "compound", "nmod"}
        if token.dep == "conj" and follows and (self._shares_noun(index) or self._shares_head(index)):
            return True
        return (
            token.dep in _MODIFIER_DEPS
            and index < token.head < self.limit
            and (follows or joins or self._adjective_follows(index))
        )

    def _noun_behind_bracket(self, index: int) -> bool:
        """ "ISIS (Islamic State) fighters": the noun stands behind the bracket."""
        behind = self._past_bracket(index) + 1
        return 0 < behind < self.limit and self.reading.tokens[behind].pos in {"NOUN", "PROPN"}

    def _shares_noun(self, index: int) -> bool:
        """ "American and coalition members": both adjectives lean on one noun."""
        tokens = self.reading.tokens
        head = tokens[tokens[index].head] if tokens[index].dep == "conj" else tokens[index]
        return head.pos == "ADJ" and head.dep == "amod" and index < head.head < self.limit

    def _shares_head(self, index: int) -> bool:
        """ "a command and control node": both nouns describe a third."""
        tokens = self.reading.tokens
        first = tokens[tokens[index].head]
        return (
            first.dep in {"compound", "nmod", "amod"} and first.index >= self.after and index < first.head < self.limit
        )

    def _adjective_follows(self, index: int) -> bool:
        return (
            index + 2 < self.limit
            and self.reading.tokens[index + 1].pos in {"ADJ", "VERB"}
            and self.reading.tokens[index + 2].pos in {"NOUN", "PROPN"}
        )

    def _goes_on(self, index: int) -> bool:
        """Whether a token that is no noun can stand inside the phrase: adjectives, participles before a noun, joints."""
        token = self.reading.tokens[index]
        if token.pos in _INSIDE:
            return (
                token.head > index
                or index + 1 < self.limit
                and self.reading.tokens[index + 1].pos in {"NOUN", "PROPN", "ADJ", "PUNCT"}
            )
        if token.pos == "VERB":
            if self.reading.lower[index] in _PARTICIPLES and index > self.after and self._noun_follows(index):
                return True
            return token.tag in {"VBN", "VBG"} and token.dep in {"amod", "compound"} and token.head > index
        if token.tag in {"HYPH", "POS"} or token.text in "-–/'‘’\"“”":
            return True
        if token.pos == "CCONJ" or token.text == ",":
            head = self.reading.tokens[index - 1].head
            return index > self.after and head > index and self._modifier_before(index)
        return False

    def _modifier_before(self, index: int) -> bool:
        before = self.reading.tokens[index - 1]
        return before.dep in {"amod", "compound", "nmod", "nummod"} or before.pos == "ADJ"

    def _joined(self, noun: int) -> tuple[int, ...]:
        """Further nouns under the same number: "women and girls", not "women and a girl", not "women, police said"."""
        link = noun + 1
        if not self._is(link, "and", "or", "&") or link + 1 >= self.limit:
            return ()
        tokens = self.reading.tokens
        other = next(
            (
                i
                for i in range(link + 1, min(link + 4, self.limit))
                if tokens[i].pos in {"NOUN", "PROPN"} and not self._modifies(i)
            ),
            None,
        )
        between = range(link + 1, other or 0)
        if other is None or any(
            tokens[i].pos not in {"ADJ", "NOUN", "PROPN"} or self.reading.lower[i] in self.reading.lexicon.numbers.few
            for i in between
        ):
            return ()  # "two schools and several houses"
        joined = (
            tokens[other].head == noun and tokens[other].dep == "conj" and tokens[other].tag in {"NNS", "NNPS", "NN"}
        )
        alike = (
            self.reading.is_person(other) == self.reading.is_person(noun)
            and self.reading.lemma(other) not in self.reading.lexicon.nouns.strong
        )
        plural = tokens[other].tag in {"NNS", "NNPS"} and tokens[noun].tag in {"NNS", "NNPS"}
        return (other,) if joined and alike and plural else ()
