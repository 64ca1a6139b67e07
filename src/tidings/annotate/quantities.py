"""Counts of people and things with bounds, what happened to them, and what they are part of (RECORD §4 Count).

The number grammar is :mod:`tidings.annotate.numbers`; the nouns :mod:`tidings.annotate.counted`; the cues
:mod:`tidings.annotate.happened`. Here they meet: "12 people, including three children, were killed" becomes two counts,
killed both, the second a part of the first. Nothing is added up, and nothing is counted that no word counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from tidings.annotate.counted import Counted, Reading, counted, group_of
from tidings.annotate.happened import Happening, denied, described, happening
from tidings.annotate.numbers import Number, find_numbers
from tidings.model.mentions import CountMention, DateMention, NameMention
from tidings.model.text import Parse
from tidings.model.values import CountGroup, CountKind
from tidings.reference.counting import CountLexicon, counting

PRODUCER = "quantities/1"

_NAME_LABELS = frozenset({"ORG", "FAC", "PRODUCT", "LAW", "WORK_OF_ART", "EVENT"})
_LIST_MARKS = frozenset({",", "and", "or", ";", "&", "as", "well", "plus", "also", "a", "an", "the", "then", "with"})
_PERSONAL = frozenset(
    {
        "killed",
        "injured",
        "casualties",
        "died",
        "missing",
        "abducted",
        "detained",
        "displaced",
        "surrendered",
        "released",
        "affected",
    }
)
_LEAST_STRENGTH = 10  # "two gunmen attacked" tells of two gunmen, not of the strength of a force
_SUBSET_REACH = 400  # characters: "three of them" further off than a long sentence is part of something else


def find_counts(
    parse: Parse,
    dates: tuple[DateMention, ...] = (),
    names: tuple[NameMention, ...] = (),
    lexicon: CountLexicon | None = None,
) -> tuple[CountMention, ...]:
    """The counts of a text in text order.

    ``dates`` and ``names`` keep their figures: "7 December" and "17 November Group" count nobody. A figure with no noun and
    no cue is left out; a counted thing with no cue has ``kind`` ``None``.
    """
    reading = Reading(parse, lexicon or counting())
    taken = _taken(dates, names)
    numbers = [number for number in find_numbers(parse.text, reading.lexicon) if not _overlaps(taken, number)]
    pairs = zip(numbers, [*numbers[1:], None], strict=False)
    phrases = [found for number, following in pairs if (found := counted(reading, number, following)) is not None]
    drafts = [_Draft(reading, found) for found in phrases]
    _mark_wholes(drafts)
    _pass_on_animals(drafts)
    for draft in drafts:
        draft.judge()
    _inherit(reading, drafts)
    mentions = [mention for draft in drafts for mention in draft.mentions()]
    mentions += _bare_casualties(reading, mentions)
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))


def _taken(dates: Sequence[DateMention], names: Sequence[NameMention]) -> list[tuple[int, int, bool]]:
    """Stretches whose figures are no counts, in order: dates, and names that hold a figure behind their first word."""
    stretches = [(date.start, date.end, True) for date in dates]
    stretches += [
        (name.start, name.end, False) for name in names if name.label in _NAME_LABELS and name.layer == "tagger"
    ]
    return sorted(stretches)


def _overlaps(taken: list[tuple[int, int, bool]], number: Number) -> bool:
    """Whether the figure belongs to a date, or to a name that began before it. ``taken`` shrinks as the text goes by."""
    while taken and taken[0][1] <= number.first:
        taken.pop(0)
    for start, end, is_date in taken:
        if start >= number.last:
            return False
        if end > number.first and (is_date or (start < number.start and number.form == "figure")):
            return True
    return False


class _Draft:
    """A count in the making: what is counted and, once judged, what happened to them."""

    def __init__(self, reading: Reading, found: Counted) -> None:
        self.reading = reading
        self.found = found
        self.number = found.number
        self.told: Happening | None = None
        self.kind: CountKind | None = None
        self.governor: int | None = None
        self.subset_of: _Draft | None = None
        self.is_whole = False
        self.by_noun = False
        self.bracketed = False
        self.is_void = False
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

    def _let_noun_speak(self) -> None:
        """ "12 deaths", "15 strikes", "200 refugees": the noun says it, unless a verb says more."""
        noun = self.found.noun
        if noun is None:
            return
        nouns, lemma = self.reading.lexicon.nouns, self.reading.lemma(noun)
        strong = nouns.strong.get(lemma) or self._aerial(noun, lemma) or self._of_life(noun, lemma)
        if strong == "strikes" and self._modified_by(noun, nouns.not_aerial):
            strong = None
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
        personal = self.kind in _PERSONAL
        if personal and (self.found.is_thing or self.is_animal):
            self.kind = self.governor = None
        if (
            self.kind == "fighters"
            and (self.number.best or self.number.low or self.number.high or _LEAST_STRENGTH) < _LEAST_STRENGTH
        ):
            self.kind = self.governor = None

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
        also = self.told.also if self.told is not None and self.kind in _PERSONAL else ()
        return [mention, *(replace(mention, kind=kind, governor=governor) for kind, governor in also)]

    def _mention(self) -> CountMention:
        noun, number = self.found.noun, self.number
        low, best, high = (0, 0, 0) if number.form == "any" else (number.low, number.best, number.high)
        told_no = self.governor is not None and denied(self.reading, self.governor)
        zero = number.form in {"any", "zero"}
        return CountMention(
            start=number.start, end=self.reading.tokens[self.found.last - 1].end, head=self.found.top, low=low, best=best, high=high,
            noun=self.reading.lemma(noun) if noun is not None else None, noun_token=noun, kind=self.kind, governor=self.governor,
            group=self._group(), polarity="denied" if not zero and (told_no or self.negated) else "affirmed",
            subset_of=self.subset_of.number.start if self.subset_of is not None else None, approximate=number.approximate,
        )  # fmt: skip

    def _group(self) -> CountGroup:
        if self.kind in {"strikes", "munitions", "destroyed"}:
            return "things"
        return self.found.group or ("unknown" if self.kind is not None or self.found.noun is None else "things")

    def _counts(self) -> bool:
        """Whether the words count somebody or something."""
        noun, form = self.found.noun, self.number.form
        if noun is not None and self._is_measure(noun):
            return False
        if form == "any":
            return self.kind is not None and self.negated
        if form == "article":
            return self._article_counts()
        if form in {"zero", "both"}:
            return self.kind in _PERSONAL and not self._unreported()
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
        noun = self.found.noun
        if noun is None and self.reading.lower[self.found.first] == "another":
            return self.kind in _PERSONAL and self.told is not None and not self.told.aside
        if (
            noun is None
            or self.found.partitive
            or self.reading.tokens[noun].tag not in {"NN", "NNP"}
            or not self._direct(noun)
        ):
            return False
        if self.kind in _PERSONAL:
            lemma = self.reading.lemma(noun)
            person = self.reading.is_person(noun) and not self._is_group_noun(lemma)
            return (
                person
                and self.told is not None
                and lemma not in self.reading.lexicon.nouns.strong
                and not self.told.aside
            )
        listed = (
            self.reading.lemma(noun) in self.reading.lexicon.nouns.things or self.reading.tokens[noun].text.isupper()
        )
        return self.kind == "destroyed" and listed

    def _is_group_noun(self, lemma: str) -> bool:
        return lemma in {
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

    def _unreported(self) -> bool:
        """ "no reports of casualties" says nothing about casualties."""
        noun = self.found.noun
        return noun is not None and self.reading.lemma(noun) in self.reading.lexicon.cues.not_reported


# -- parts, lists, wholes ----------------------------------------------------------------------------------------------


def _mark_wholes(drafts: list[_Draft]) -> None:
    """ "12 of the 20 hostages": the 20 are a whole, of whom the verb says nothing; the 12 are part of them.

    "A group of six" is no two counts.
    """
    for draft in drafts:
        draft.is_whole = _of_a_share(draft.reading, draft.found.first)
    for left, right in pairwise(drafts):
        if left.found.first < right.found.first < left.found.last:
            if left.number.form == "unknown" and not left.found.partitive:
                left.is_void = True
                continue
            right.is_whole = True
            if left.number.form != "zero":
                left.subset_of = right


def _pass_on_animals(drafts: list[_Draft]) -> None:
    """ "killed a dog and injured three others": the others are dogs too."""
    for left, right in pairwise(drafts):
        near = right.found.first - left.found.last < 6
        right.is_animal = right.is_animal or (left.is_animal and near and right.found.noun is None)


def _of_a_share(reading: Reading, first: int) -> bool:
    """Whether the figure is the whole of a share: "half of the 1,200", "most of the 40"."""
    at = first - 1
    while at > 0 and reading.lower[at] in {"the", "its", "their", "those", "these", "some", "his"}:
        at -= 1
    return at > 0 and reading.lower[at] == "of" and (
        reading.lower[at - 1] in reading.lexicon.numbers.fractions or reading.lower[at - 1] in reading.lexicon.numbers.percent
        or reading.lower[at - 1] in reading.lexicon.cues.shares
    )  # fmt: skip


def _inherit(reading: Reading, drafts: list[_Draft]) -> None:
    """Parts take the kind of their whole, members of a list that of their neighbour, left to right, then right to left."""
    for position, draft in enumerate(drafts):
        before = drafts[position - 1] if position else None
        if before is None or draft.is_whole:
            continue
        whole = _whole_of(reading, drafts, position)
        if whole is not None:
            draft.subset_of = draft.subset_of or whole
            if not _does_something_else(reading, draft):
                _take_kind(draft, whole)
        elif _in_list(reading, before, draft) and (before.told is None or not before.told.after):
            _take_kind(draft, before)
            draft.subset_of = draft.subset_of or before.subset_of
    for left, right in zip(reversed(drafts[:-1]), reversed(drafts), strict=False):
        if right.told is not None and right.told.after and _in_list(reading, left, right) and not right.is_whole:
            _take_kind(left, right)


def _does_something_else(reading: Reading, draft: _Draft) -> bool:
    """ "one of them was carrying a baby": a verb of its own, of which we know nothing."""
    top = reading.tokens[draft.found.top]
    verb = reading.tokens[top.head]
    return draft.found.of_them and top.dep.startswith("nsubj") and verb.pos == "VERB" and verb.lemma != "be"


def _take_kind(draft: _Draft, other: _Draft) -> None:
    """The other's kind, if this one has none of its own and can have it."""
    own = (
        draft.kind is not None
        and not (draft.told is not None and draft.told.aside)
        and draft.kind != "fighters"
        and not draft.by_noun
    )
    if own or other.kind is None or draft.number.earlier or draft.is_whole:
        return
    if (
        draft.number.form == "zero"
        or (other.is_personal and draft.found.is_thing)
        or (not other.is_personal and not draft.found.is_thing and draft.found.group)
    ):
        return
    if other.kind in {"strikes", "munitions", "fighters"}:
        return
    draft.kind, draft.governor, draft.told = other.kind, other.governor, other.told


def _whole_of(reading: Reading, drafts: list[_Draft], position: int) -> _Draft | None:
    """The count that this one is a part of by its words: "including three", "three of them", "(three children)"."""
    draft, before = drafts[position], drafts[position - 1]
    draft.bracketed = _bracketed(reading, draft) or (before.bracketed and _in_list(reading, before, draft))
    if not (_is_included(reading, draft) or draft.found.of_them or draft.bracketed or _by_degree(reading, draft)):
        chained = (
            before.subset_of is not None
            and not before.found.partitive
            and _in_list(reading, before, draft)
            and draft.told is None
        )
        return before.subset_of if chained else None
    sentence = reading.tokens[draft.found.first].sentence
    for other in reversed(drafts[max(0, position - 8) : position]):
        near = draft.number.start - other.number.start < _SUBSET_REACH
        same = reading.tokens[other.found.first].sentence == sentence or draft.found.of_them
        if near and same and other.subset_of is None and other.is_personal == draft.is_personal and _larger(other.number, draft.number) and (
            other.kind is not None or other.found.noun is not None
        ):  # fmt: skip
            return other if other.number.form != "article" or other.kind else None
    return None


def _larger(whole: Number, part: Number) -> bool:
    """Whether a number can hold another; open and vague ones can hold any."""
    top = whole.high or whole.best
    bottom = part.best or part.low
    return top is None or bottom is None or top >= bottom or whole.high is None


def _is_included(reading: Reading, draft: _Draft) -> bool:
    first, begin = draft.found.first, reading.bounds(draft.found.first)[0]
    for index in range(first - 1, max(begin, first - 4) - 1, -1):
        word = reading.lower[index]
        if word in reading.lexicon.cues.inclusions or (word in {"whom", "which"} and reading.lower[index - 1] == "of"):
            return True
        if word not in {"them", "whom", "these", "those", "the", "at", "least", ":", "were", "dead", "victims", ","}:
            return False
    return False


def _bracketed(reading: Reading, draft: _Draft) -> bool:
    """Whether the count opens an aside: "(three children)", "– nine women, five men –"."""
    first = draft.found.first
    return first > reading.bounds(first)[0] + 1 and reading.tokens[first - 1].text in {"(", "–", "—"}


def _by_degree(reading: Reading, draft: _Draft) -> bool:
    """ "two people, one seriously"."""
    last, end = draft.found.last, reading.bounds(draft.found.first)[1]
    return draft.found.noun is None and last < end and reading.lower[last] in reading.lexicon.cues.degrees


def _in_list(reading: Reading, left: _Draft, right: _Draft) -> bool:
    """Whether nothing but commas and "and" stands between two counts of one sentence."""
    if not left.found.last <= right.found.first <= left.found.last + 4:
        return False
    if reading.tokens[left.found.first].sentence != reading.tokens[right.found.first].sentence:
        return False
    between = reading.lower[left.found.last : right.found.first]
    return bool(between) and set(between) <= _LIST_MARKS


# -- casualties with no figure -----------------------------------------------------------------------------------------


def _bare_casualties(reading: Reading, known: list[CountMention]) -> list[CountMention]:
    """ "suffered heavy casualties": the one plural that counts with no number, where it is suffered, caused or reported."""
    covered = {token for mention in known for token in _noun_and_governor(mention)}
    found = []
    for token in reading.tokens:
        if (
            token.lemma != "casualty"
            or token.tag != "NNS"
            or token.index in covered
            or not _is_suffered(reading, token.index)
        ):
            continue
        start = _adjectives_start(reading, token.index)
        found.append(_BARE | {"start": reading.tokens[start].start, "end": token.end, "head": token.index, "noun_token": token.index,
                              "governor": token.index, "group": group_of(reading, (token.index,), start) or "unknown"})  # fmt: skip
    return [CountMention(**fields) for fields in found]  # type: ignore[arg-type]


_BARE: dict[str, object] = {"low": None, "best": None, "high": None, "noun": "casualty", "kind": "casualties"}


def _noun_and_governor(mention: CountMention) -> tuple[int | None, int | None]:
    return mention.noun_token, mention.governor


def _adjectives_start(reading: Reading, noun: int) -> int:
    begin, index = reading.bounds(noun)[0], noun
    while (
        index > begin
        and reading.tokens[index - 1].pos in {"ADJ", "NOUN", "PROPN"}
        and reading.tokens[index - 1].head >= noun
    ):
        index -= 1
    return index


def _is_suffered(reading: Reading, noun: int) -> bool:
    """Whether a verb says, without a no, that there were casualties."""
    cues, tokens = reading.lexicon.cues, reading.tokens
    index = noun
    for _ in range(3):
        if any(reading.lower[i] in {"no", "any", "not", "without"} for i in reading.parse.children(index)[:8]):
            return False
        token = tokens[index]
        if token.dep not in {"dobj", "nsubj", "nsubjpass", "pobj", "conj", "prep", "attr"} or tokens[token.head].lemma in cues.not_reported and (
            tokens[token.head].pos == "NOUN"
        ):  # fmt: skip
            return False
        index = token.head
        if tokens[index].pos == "VERB" and tokens[index].lemma in cues.suffered:
            if any(
                reading.lower[i] in {"neither", "none", "no", "nobody"}
                for child in reading.parse.children(index)[:12]
                for i in (child, child - 1)
            ):
                return False
            negated = any(
                tokens[i].dep in {"neg", "aux"} and tokens[i].tag != "VBD" and tokens[i].lemma not in {"have", "be"}
                for i in reading.parse.children(index)[:12]
            )
            return not negated
        if tokens[index].pos not in {"ADP", "NOUN"}:
            return False
    return False
