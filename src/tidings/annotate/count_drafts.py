"""One count in the making: what is counted, what happened to them, and whether the words count anybody at all."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from msgspec.structs import replace

from tidings.annotate.counted import Counted, Reading
from tidings.annotate.cue_rows import Happening
from tidings.annotate.happened import denied, described, happening
from tidings.annotate.numbers import hedged
from tidings.model.mentions import CountMention
from tidings.model.values import PEOPLE, CountGroup, CountKind

PERSONAL = frozenset({*PEOPLE, "affected"})
_LEAST_STRENGTH = 10  # "two gunmen attacked" tells of two gunmen, not of the strength of a force
_GROUP_NOUNS = frozenset(
    {
        "police",
        "militia",
        "staff",
        "family",
        "household",
        "army",
        "infantry",
        "crew",
        "force",
        "personnel",
        "people",
        "couple",
        "victim",
        "enemy",
    }
)


_UNITS = frozenset({"hour", "day", "night", "week", "month", "year"})
_EACH = frozenset({"every", "each"})
_BY_THE_UNIT = frozenset({"daily", "weekly", "monthly", "yearly", "annually"})
# "killed three people a day earlier": a time, no rate.
_DATES_IT = frozenset(
    {"earlier", "later", "ago", "after", "before", "previously", "long", "old", "-", "into", "prior", "from"}
)
_NO_PARTICIPLE = frozenset({"took", "drove", "threw", "gave", "slew", "fell", "rose", "went"})
_RATE_REACH = 6
_OLDEST = 110
_DONE_BY_THEM = frozenset({"surrendered", "displaced", "released"})
_COUNTERFACTUAL = frozenset({"would", "could", "'d"})
_REMAINS = frozenset({"body", "corpse"})
_FINDING = frozenset({"find", "discover", "recover", "dump", "unearth", "exhume", "retrieve", "leave"})
_CAN_BE_PEOPLE = frozenset({"figure", "charge"})


def is_rate(reading: Reading, found: Counted, governor: int | None) -> bool:
    """Whether so many are counted by the day or per head: "54 deaths per day", "each month 30 die", "an average of 12"."""
    begin, end = reading.bounds(found.first)
    lower = reading.lower
    if "average" in lower[max(begin, found.first - 3) : found.first]:
        return True
    if any(lower[i] in _EACH and lower[i + 1] in _UNITS for i in (begin, begin + 1) if i + 1 < found.first <= i + 6):
        return True
    behind = [found.last, *([governor + 1] if governor is not None and governor >= found.last else [])]
    return any(_rate_at(lower[at : min(at + _RATE_REACH, end)]) for at in behind)


def _rate_at(words: tuple[str, ...]) -> bool:
    """ "per day", "a week", "daily" right here; "every night" a few words on."""
    if not words:
        return False
    if words[0] == "per" or words[0] in _BY_THE_UNIT:
        return True
    if len(words) > 1 and words[0] in {"a", "an"} and words[1] in _UNITS:
        return len(words) == 2 or words[2] not in _DATES_IT
    for word, unit in pairwise(words):
        if word in ",;:.":
            return False
        if word in _EACH and unit in _UNITS:
            return True
    return False


def _hedged_behind(reading: Reading, found: Counted) -> tuple[int | None, int | None, int | None, int]:
    """Bounds and the token after the words, a hedge behind the noun with them: "10 soldiers or more", "21 people at least were hurt"."""
    number, last = found.number, found.last
    exact = (0, 0, 0) if number.form == "any" else (number.low, number.best, number.high)
    plain = number.form == "figure" and number.low == number.best == number.high and found.noun is not None
    behind = last + 2
    if not plain or behind > reading.bounds(found.first)[1]:
        return *exact, last
    hedge = reading.lexicon.numbers.after.get(reading.lower[last:behind])
    follows = reading.tokens[behind].pos if behind < len(reading.tokens) else ""
    if hedge is not None and follows not in {"NUM", "DET"}:  # "12 people, at least three of them children"
        return *hedged(exact, hedge), behind
    return *exact, last


class Draft:
    """A count in the making: what is counted and, once judged, what happened to them."""

    def __init__(self, reading: Reading, found: Counted) -> None:
        self.reading = reading
        self.found = found
        self.number = found.number
        self.told: Happening | None = None
        self.kind: CountKind | None = None
        self.governor: int | None = None
        self.subset_of: Draft | None = None
        self.is_whole = False
        self.by_noun = False
        self.bracketed = False
        self.is_void = False
        self.is_rate = False
        self.tally: Literal["own", "earlier", "running"] = "own"
        self.sentence = reading.tokens[found.first].sentence
        self.is_animal = found.noun is not None and reading.lemma(found.noun) in reading.lexicon.nouns.animals

    def judge(self) -> None:
        """Settles kind and governor from the words around and from the noun itself."""
        if self.number.earlier:
            return
        self.told = (described if self.is_whole else happening)(self.reading, self.found)
        if self.told is not None:
            self.kind, self.governor = self.told.kind, self.told.governor
        self._let_noun_speak()
        self._drop_what_cannot_be()
        self.is_rate = is_rate(self.reading, self.found, self.governor)
        if self.is_rate:
            self.kind = self.governor = None

    def _let_noun_speak(self) -> None:
        """ "12 deaths", "15 strikes", "200 refugees": the noun says it, unless a verb says more."""
        noun = self.found.noun
        if noun is None:
            return
        nouns, lemma = self.reading.lexicon.nouns, self.reading.lemma(noun)
        strong = nouns.strong.get(lemma) or self._aerial(noun, lemma) or self._of_life(noun, lemma)
        if strong == "strikes" and self._modified_by(noun, nouns.not_aerial):
            strong = None
        if self.number.form == "zero" and lemma == "victim":
            strong = "casualties"  # "there were no victims"
        if strong is not None and (self.kind not in {"killed", "died"} or lemma in {"death", "fatality"}):
            self._say(self._died(noun, strong), noun)
        weak = nouns.weak.get(lemma) or self._rounds(noun, lemma)
        if weak == "munitions" and self.kind is None and self._unused():
            return
        if weak is not None and (
            self.kind is None or self.kind == "fighters" or self.told is not None and self.told.aside
        ):
            self._say(weak, noun)
            self.by_noun = True

    def _say(self, kind: CountKind, noun: int) -> None:
        self.kind, self.governor = kind, noun

    def _died(self, noun: int, kind: CountKind) -> CountKind:
        """ "12 cholera deaths" are died."""
        causes = self.reading.lexicon.cues.causes
        words = range(self.found.after, min(noun + 4, self.reading.bounds(noun)[1]))
        return "died" if kind == "killed" and any(self.reading.tokens[i].lemma in causes for i in words) else kind

    def _aerial(self, noun: int, lemma: str) -> CountKind | None:
        nouns = self.reading.lexicon.nouns
        return "strikes" if lemma in nouns.aerial_nouns and self._modified_by(noun, nouns.aerial) else None

    def _of_life(self, noun: int, lemma: str) -> CountKind | None:
        """ "no loss of life"."""
        return (
            "killed"
            if lemma == "loss" and self.reading.lower[noun + 1 : noun + 3] in {("of", "life"), ("of", "lives")}
            else None
        )

    def _rounds(self, noun: int, lemma: str) -> CountKind | None:
        """ "30 mortar rounds"."""
        nouns = self.reading.lexicon.nouns
        return "munitions" if lemma in nouns.rounds and self._modified_by(noun, nouns.guns) else None

    def _modified_by(self, noun: int, words: frozenset[str]) -> bool:
        return any(self.reading.lower[i] in words for i in range(self.found.after, noun))

    def _unused(self) -> bool:
        """Whether the munitions were found or seized rather than used."""
        top = self.reading.tokens[self.found.top]
        head = self.reading.tokens[top.head]
        return top.dep in {"dobj", "nsubjpass", "conj"} and head.lemma in self.reading.lexicon.cues.unused

    def _drop_what_cannot_be(self) -> None:
        """Things are not killed, people not destroyed, two gunmen no force."""
        personal = self.kind in PERSONAL
        if personal and (
            self.found.is_thing
            or self.is_animal
            or self._only_leaves()
            or self._is_active_past()
            or self._is_averted()
            or self._is_unhurt()
            or self._never_was()
        ):
            self.kind = self.governor = None
        if self.kind == "injured" and self._is_burnt_thing():
            self.kind = "destroyed"
        if (
            self.kind == "fighters"
            and (self.number.best or self.number.low or self.number.high or _LEAST_STRENGTH) < _LEAST_STRENGTH
        ):
            self.kind = self.governor = None

    def _only_leaves(self) -> bool:
        """ "Two suspects fled the scene", "the fighters fled": no displaced people."""
        nouns, noun = self.reading.lexicon.nouns, self.found.noun
        doer = noun is not None and self.reading.lemma(noun) in nouns.doers | nouns.runaways
        return self.kind == "displaced" and (doer or self.found.group == "combatants_unknown")

    def _is_active_past(self) -> bool:
        """ "two men dropped it and took off": a form that is no participle is active, and its subject no victim."""
        verb = self.reading.tokens[self.governor] if self.governor is not None else None
        told = self.told is not None and self.told.after and self.kind not in _DONE_BY_THEM
        return told and verb is not None and verb.text.lower() in _NO_PARTICIPLE

    def _is_averted(self) -> bool:
        """ "prevented many deaths"."""
        if self.governor is None:
            return False
        above = self.reading.tokens[self.reading.tokens[self.governor].head]
        return above.lemma in self.reading.lexicon.cues.averting and self.governor == self.found.noun

    def _never_was(self) -> bool:
        """ "It would have killed scores"."""
        if self.governor is None:
            return False
        before = [self.reading.lower[i] for i in self.reading.parse.children(self.governor)[:8] if i < self.governor]
        return "have" in before and not _COUNTERFACTUAL.isdisjoint(before)

    def _is_unhurt(self) -> bool:
        """ "The three suffered no wounds"."""
        verb = self.governor
        if (
            verb is None
            or self.kind != "injured"
            or self.reading.tokens[verb].lemma not in {"suffer", "sustain", "receive"}
        ):
            return False
        return any(word in {"no", "any", "not", "n't"} for word in self.reading.lower[verb - 1 : verb + 4])

    def _is_burnt_thing(self) -> bool:
        """ "burnt seven patches of crops": what is on no list of people and burns is a thing."""
        verb = self.reading.tokens[self.governor] if self.governor is not None else None
        return verb is not None and verb.lemma == "burn" and self.found.noun is not None and self.found.group is None

    # -- what becomes of it ----------------------------------------------------------------------------------------

    @property
    def is_personal(self) -> bool:
        """Whether people are counted, or nothing is said against it."""
        return not self.found.is_thing and self.kind not in {"strikes", "munitions", "destroyed"}

    @property
    def negated(self) -> bool:
        """Whether the verb says that it did not happen."""
        return self.told is not None and self.told.negated

    def mentions(self) -> list[CountMention]:
        """The mention, one more for each further thing that happened to the same people; none for what counts nothing."""
        if self.is_void or not self._counts():
            return []
        mention = self._mention()
        also = self.told.also if self.told is not None and self.kind in PERSONAL else ()
        return [mention, *(replace(mention, kind=kind, governor=governor) for kind, governor in also)]

    def _mention(self) -> CountMention:
        noun, number = self.found.noun, self.number
        low, best, high, last = _hedged_behind(self.reading, self.found)
        told_no = self.governor is not None and denied(self.reading, self.governor)
        zero = number.form in {"any", "zero"}
        return CountMention(
            start=number.start, end=self.reading.tokens[last - 1].end, head=self.found.top, low=low, best=best, high=high,
            noun=self.reading.lemma(noun) if noun is not None else None, noun_token=noun if noun is not None or not self.found.of_them or self.subset_of is None else self.subset_of.found.noun,
            kind=self.kind, governor=self.governor,
            group=self._group(), polarity="denied" if not zero and (told_no or self.negated) else "affirmed",
            subset_of=self.subset_of.number.start if self.subset_of is not None else None, approximate=number.approximate,
            tally=self.tally,
        )  # fmt: skip

    def _group(self) -> CountGroup:
        if self.kind in {"strikes", "munitions", "destroyed"}:
            return "things"
        if self.found.of_them and self.found.group is None and self._whole_group is not None:
            return self._whole_group
        return self.found.group or ("unknown" if self.kind is not None or self.found.noun is None else "things")

    @property
    def _whole_group(self) -> CountGroup | None:
        """Of "276 girls … 57 of them": girls."""
        group = self.subset_of.found.group if self.subset_of is not None else None
        return group if group in {"children", "women", "civilians", "combatants_unknown"} else None

    def _counts(self) -> bool:
        """Whether the words count somebody or something."""
        noun, form = self.found.noun, self.number.form
        if (noun is not None and (self._is_measure(noun) or self._is_hurt(noun))) or self._is_age():
            return False
        if form == "any":
            return self.kind is not None and self.negated
        if form == "article":
            return self._article_counts()
        if noun is not None and self._is_a_report(noun):
            return False
        if form == "both" and self.reading.tokens[self.found.first].dep == "preconj":
            return False  # "both soldiers and civilians"
        if form in {"zero", "both"}:
            return self.kind in PERSONAL and not self._unreported()
        if form == "unknown":
            return self.kind is not None and (
                noun is None or self.reading.tokens[noun].tag in {"NNS", "NNPS"} or self._plural(noun)
            )
        if self._is_one():
            return self._one_counts()
        return self.kind is not None or noun is not None

    def _is_one(self) -> bool:
        return (
            self.number.best == 1
            and self.number.form == "figure"
            and not self.reading.lower[self.found.after - 1][:1].isdigit()
        )

    def _one_counts(self) -> bool:
        """ "one soldier", "one was killed"; not "one of the reasons", "one can see"."""
        noun = self.found.noun
        if noun is None or self.found.partitive:
            return self.kind is not None
        return self.reading.is_listed(noun)

    def _article_counts(self) -> bool:
        """ "a child" where something happens to it, "a bulldozer" where it is destroyed; not "a group", "a raid", "a man said"."""
        noun, first = self.found.noun, self.found.first
        if first and self.reading.lower[first - 1] == "not":
            return False  # "killed a herder, not a soldier"
        if noun is None and self.reading.lower[first] == "another":
            return self.kind in PERSONAL and self.told is not None and not self.told.aside
        if (
            noun is None
            or self.found.partitive
            or self.reading.tokens[noun].tag not in {"NN", "NNP"}
            or not self._direct(noun)
        ):
            return False
        if self.kind in PERSONAL:
            lemma = self.reading.lemma(noun)
            if lemma in _REMAINS and self.kind == "killed":
                return self._is_found(noun)
            person = self.reading.is_person(noun) and lemma not in _GROUP_NOUNS
            return (
                person
                and self.told is not None
                and lemma not in self.reading.lexicon.nouns.strong
                and (not self.told.aside or self.kind == "killed")
            )
        listed = (
            self.reading.lemma(noun) in self.reading.lexicon.nouns.things or self.reading.tokens[noun].text.isupper()
        )
        return self.kind == "destroyed" and listed and not self._goes_off()

    def _is_found(self, noun: int) -> bool:
        """ "A body was found", "dumped a corpse": somebody is dead; "a body lay" tells nothing new."""
        verb = self.reading.tokens[self.reading.tokens[noun].head]
        whose = noun + 1 < len(self.reading.tokens) and self.reading.lower[noun + 1] == "of"
        return not whose and verb.lemma in _FINDING and self.reading.tokens[noun].dep in {"nsubjpass", "dobj"}

    def _goes_off(self) -> bool:
        """ "A truck blew up": it was the bomb."""
        verb = self.reading.tokens[self.governor] if self.governor is not None else None
        active = verb is not None and verb.lemma == "blow" and verb.tag in {"VBD", "VBZ", "VBP"}
        return active and self.reading.tokens[self.found.top].dep == "nsubj"

    def _direct(self, noun: int) -> bool:
        return self.reading.lower[self.found.after] != "of" and noun - self.found.after < 8

    def _plural(self, noun: int) -> bool:
        return self.reading.lemma(noun) in {"people", "police", "troop", "personnel", "cattle", "livestock", "military"}

    def _is_measure(self, noun: int) -> bool:
        numbers, lower = self.reading.lexicon.numbers, self.reading.lower[noun]
        return (
            self.reading.tokens[noun].lemma in numbers.measures
            and not self.reading.is_person(noun)
            or lower in numbers.percent
        )

    def _is_age(self) -> bool:
        """ "his father, 45, was": a bare figure between commas behind one person."""
        first, last, tokens = self.found.first, self.found.last, self.reading.tokens
        alone = (
            self.found.noun is None
            and last - first == 1
            and tokens[first].text.isdecimal()
            and (self.number.best or 0) < _OLDEST
        )
        if (
            not alone
            or first < 2
            or last >= len(tokens)
            or tokens[first - 1].text != ","
            or tokens[last].text not in {",", "."}
        ):
            return False
        named = tokens[first - 2]
        return named.tag == "NNP" or (named.tag == "NN" and self.reading.is_person(named.index))

    def _is_a_report(self, noun: int) -> bool:
        """ "some estimates put the toll at": what is told counts nobody."""
        cues, lemma = self.reading.lexicon.cues, self.reading.lemma(noun)
        return (
            lemma in (cues.deniable | cues.not_reported | cues.toll_nouns) - _CAN_BE_PEOPLE
            and self.number.form != "zero"
        )

    def _is_hurt(self, noun: int) -> bool:
        """ "None of the injuries was serious", "three wounds": what is counted is the hurts, not the hurt."""
        lower = self.reading.lower[noun]
        return lower in {"wound", "wounds"} or (lower in {"injury", "injuries"} and self.found.partitive)

    def _unreported(self) -> bool:
        """ "no reports of casualties" says nothing about casualties."""
        noun = self.found.noun
        return noun is not None and self.reading.lemma(noun) in self.reading.lexicon.cues.not_reported
