"""Counts of people and things with bounds, what happened to them, and what they are part of (RECORD §4 Count).

The number grammar is :mod:`tidings.annotate.numbers`; the nouns :mod:`tidings.annotate.counted`; the cues
:mod:`tidings.annotate.happened`. Here they meet: "12 people, including three children, were killed" becomes two counts,
killed both, the second a part of the first. Nothing is added up, and nothing is counted that no word counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from tidings.annotate.count_drafts import Draft
from tidings.annotate.count_revisions import mark_revisions
from tidings.annotate.count_unnumbered import none_at_all, single_victims
from tidings.annotate.counted import Reading, counted, group_of
from tidings.annotate.dates import print_date_line
from tidings.annotate.numbers import Number, find_numbers
from tidings.model.mentions import CountMention, DateMention, NameMention
from tidings.model.text import Parse
from tidings.model.values import CountKind
from tidings.reference.counting import CountLexicon, counting

PRODUCER = "quantities/1"

_NAME_LABELS = frozenset({"ORG", "FAC", "PRODUCT", "LAW", "WORK_OF_ART", "EVENT"})
_LIST_MARKS = frozenset({",", "and", "or", ";", "&", "as", "well", "plus", "also", "a", "an", "the", "then", "with"})
_BEING = frozenset({"is", "are", "was", "were", "been", "be", "has", "have", "had", "being", "also"})
_OPENING_LIST = frozenset({",", ":", "–", "—", "-", "("})
_ANYBODY = frozenset(
    {"civilian", "resident", "villager", "citizen", "local", "relative", "non-combatant", "noncombatant"}
)
_BREAKDOWN_REACH = 12  # tokens: "nine people were killed in the raid: four workers ..."
_LONGEST_LIST = 12
_PLACING = frozenset({"in", "near", "at", "on", "outside"})
_PLACING = frozenset({"in", "near", "at", "on", "outside"})
_HEADLINE_VERBS: dict[str, CountKind] = {
    "wounds": "injured",
    "injures": "injured",
    "hurts": "injured",
    "kills": "killed",
}
_TAKEN_UP_REACH = 5  # tokens from "figure" to the figure
_SHARED_REACH = 14  # tokens between two figures under one verb
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
    taken = _taken(dates, names, print_date_line(parse.text))
    numbers = [number for number in find_numbers(parse.text, reading.lexicon) if not _overlaps(taken, number)]
    pairs = zip(numbers, [*numbers[1:], None], strict=False)
    phrases = [found for number, following in pairs if (found := counted(reading, number, following)) is not None]
    drafts = [Draft(reading, found) for found in phrases]
    _mark_wholes(drafts)
    _pass_on_animals(drafts)
    for draft in drafts:
        draft.judge()
    _read_headlines(reading, drafts)
    _take_prisoners(reading, drafts)
    _inherit(reading, drafts)
    _break_down(reading, drafts)
    _take_up(reading, drafts)
    mark_revisions(reading, drafts)
    mentions = _with_wholes([mention for draft in drafts for mention in draft.mentions()])
    mentions += none_at_all(reading, mentions)
    mentions += _bare_casualties(reading, mentions)
    mentions += single_victims(reading, mentions, dates)
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))


def _with_wholes(mentions: list[CountMention]) -> list[CountMention]:
    """The counts, none of them part of one that turned out to count nobody."""
    starts = {mention.start for mention in mentions}
    return [
        mention if mention.subset_of is None or mention.subset_of in starts else replace(mention, subset_of=None)
        for mention in mentions
    ]


def _taken(
    dates: Sequence[DateMention], names: Sequence[NameMention], printed: tuple[int, int] | None
) -> list[tuple[int, int, bool]]:
    """Stretches whose figures are no counts, in order: dates, the page's own date line, and names that hold a figure
    behind their first word.
    """
    stretches = [(date.start, date.end, True) for date in dates]
    stretches += [(*printed, True)] if printed is not None else []
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


# -- parts, lists, wholes ----------------------------------------------------------------------------------------------


def _mark_wholes(drafts: list[Draft]) -> None:
    """ "12 of the 20 hostages": the 20 are a whole, of whom the verb says nothing; the 12 are part of them.

    "A group of six" is no two counts.
    """
    for draft in drafts:
        draft.is_whole = _of_a_share(draft.reading, draft.found.first)
    for left, right in pairwise(drafts):
        if left.found.first < right.found.first < left.found.last:
            if (left.number.form == "unknown" or left.number.year) and not left.found.partitive:
                left.is_void = True
                continue
            right.is_whole = True
            if left.number.form != "zero":
                left.subset_of = right


def _pass_on_animals(drafts: list[Draft]) -> None:
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


def _inherit(reading: Reading, drafts: list[Draft]) -> None:
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
        elif draft.kind is None and _shares_verb(reading, before, draft):
            _take_kind(draft, before)
    for left, right in zip(reversed(drafts[:-1]), reversed(drafts), strict=False):
        listed = (
            _in_list(reading, left, right)
            and not _has_clause_of_its_own(reading, left, right)
            and ";" not in reading.lower[left.found.last : right.found.first]
        )
        if right.told is not None and right.told.after and listed and not right.is_whole:
            _take_kind(left, right)


def _read_headlines(reading: Reading, drafts: list[Draft]) -> None:
    """ "kills 12, wounds 30": the second verb is taken for a noun; "two dead, five hurt"; "taking to 11 the number killed"."""
    cues = reading.lexicon.cues
    for draft in drafts:
        first, last = draft.found.first, draft.found.last
        if draft.kind is not None or draft.found.noun is not None or draft.number.earlier:
            continue
        if first and reading.lower[first - 1] in _HEADLINE_VERBS:
            draft.kind, draft.governor = _HEADLINE_VERBS[reading.lower[first - 1]], first - 1
        elif reading.lower[last : last + 2] == ("the", "number") and last + 2 < len(reading.tokens):
            kind = next((cues.toll_of[form] for form in reading.forms(last + 2) if form in cues.toll_of), None)
            if kind is not None:
                draft.kind, draft.governor = kind, last + 1


def _take_prisoners(reading: Reading, drafts: list[Draft]) -> None:
    """ "killed 30 soldiers and captured 12": soldiers too, who are prisoners and no abducted people."""
    for before, draft in pairwise(drafts):
        seized = (
            draft.kind == "abducted"
            and draft.governor is not None
            and reading.tokens[draft.governor].lemma in {"capture", "seize"}
        )
        if (
            seized
            and draft.found.noun is None
            and before.sentence == draft.sentence
            and before.found.group == "combatants_unknown"
        ):
            draft.kind = "detained"


def _has_clause_of_its_own(reading: Reading, left: Draft, right: Draft) -> bool:
    """ "Death came to six people and scores were injured": an object before it is no subject of the second verb."""
    if right.told is None or reading.tokens[left.found.top].dep not in {"dobj", "pobj"}:
        return False
    helpers = reading.parse.children(right.told.governor)[:12]
    return any(reading.tokens[child].dep in {"aux", "auxpass"} and child >= right.found.last for child in helpers)


def _shares_verb(reading: Reading, left: Draft, right: Draft) -> bool:
    """ "killed nine in Arbinda on Monday and seven more there on Tuesday": the verb is not said again."""
    if right.found.noun is not None or left.sentence != right.sentence or left.told is None or left.told.after:
        return False
    first, last = left.found.last, right.found.first
    between = reading.tokens[first:last]
    follows = reading.tokens[right.found.last] if right.found.last < reading.bounds(right.found.first)[1] else None
    apart = any(token.pos in {"VERB", "AUX", "SCONJ"} for token in between) or not 0 < len(between) <= _SHARED_REACH
    if apart or follows is None:
        return False
    if between[-1].text.lower() == "and":
        return follows.pos in {"ADP", "ADV"}
    return between[-1].text == "," and follows.text.lower() in _PLACING


def _does_something_else(reading: Reading, draft: Draft) -> bool:
    """ "one of them was carrying a baby": a verb of its own, of which we know nothing."""
    top = reading.tokens[draft.found.top]
    verb = reading.tokens[top.head]
    return draft.found.of_them and top.dep.startswith("nsubj") and verb.pos == "VERB" and verb.lemma != "be"


def _take_kind(draft: Draft, other: Draft) -> None:
    """The other's kind, if this one has none of its own and can have it."""
    own = (
        draft.kind is not None
        and not (draft.told is not None and draft.told.aside)
        and draft.kind != "fighters"
        and not draft.by_noun
    )
    if own or other.kind is None or draft.number.earlier or draft.is_whole or draft.is_rate:
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


def _whole_of(reading: Reading, drafts: list[Draft], position: int) -> Draft | None:
    """The count that this one is a part of by its words: "including three", "three of them", "(three children)"."""
    draft, before = drafts[position], drafts[position - 1]
    draft.bracketed = _bracketed(reading, draft) or (before.bracketed and _in_list(reading, before, draft))
    hit = _of_the_hit(reading, draft)
    included = _is_included(reading, draft) or _included_behind(reading, drafts, position)
    if not (included or draft.found.of_them or draft.bracketed or hit or _by_degree(reading, draft)):
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
        same = reading.tokens[other.found.first].sentence == sentence or draft.found.of_them or hit == other.kind
        if near and same and hit in {None, other.kind} and other.subset_of is None and other.is_personal == draft.is_personal and _larger(other.number, draft.number) and (
            other.kind is not None or other.found.noun is not None
        ):  # fmt: skip
            return other if other.number.form != "article" or other.kind else None
    return None


def _larger(whole: Number, part: Number) -> bool:
    """Whether a number can hold another; open and vague ones can hold any."""
    top = whole.high or whole.best
    bottom = part.best or part.low
    return top is None or bottom is None or top >= bottom or whole.high is None


def _is_included(reading: Reading, draft: Draft) -> bool:
    first, begin = draft.found.first, reading.bounds(draft.found.first)[0]
    for index in range(first - 1, max(begin, first - 4) - 1, -1):
        word = reading.lower[index]
        if word in reading.lexicon.cues.inclusions or (word in {"whom", "which"} and reading.lower[index - 1] == "of"):
            return True
        if word not in {"them", "whom", "these", "those", "the", "at", "least", ":", "were", "dead", "victims", ","}:
            return False
    return False


def _included_behind(reading: Reading, drafts: list[Draft], position: int) -> bool:
    """ "a woman among them", "two women and four children among them"."""
    chain = [drafts[position]]
    for draft in drafts[position + 1 : position + 1 + _LONGEST_LIST]:
        if not _in_list(reading, chain[-1], draft):
            break
        chain.append(draft)
    last = chain[-1].found.last
    if reading.lower[last : last + 2] not in {("among", "them"), ("among", "those"), ("among", "whom")}:
        return False
    return len(chain) == 1 or (chain[0].number.best or 0) <= sum(draft.number.best or 0 for draft in chain[1:])


def _of_the_hit(reading: Reading, draft: Draft) -> CountKind | None:
    """What happened to the whole of "three of the wounded", "eight of the dead"."""
    found = draft.found
    if (
        not found.partitive
        or found.of_them
        or reading.lower[found.last - 2 : found.last - 1] not in {("the",), ("those",)}
    ):
        return None
    toll_of = reading.lexicon.cues.toll_of
    return next((toll_of[form] for form in reading.forms(found.last - 1) if form in toll_of), None)


def _bracketed(reading: Reading, draft: Draft) -> bool:
    """Whether the count opens an aside: "(three children)", "– nine women, five men –"."""
    first = draft.found.first
    return first > reading.bounds(first)[0] + 1 and reading.tokens[first - 1].text in {"(", "–", "—"}


def _by_degree(reading: Reading, draft: Draft) -> bool:
    """ "two people, one seriously"."""
    last, end = draft.found.last, reading.bounds(draft.found.first)[1]
    return draft.found.noun is None and last < end and reading.lower[last] in reading.lexicon.cues.degrees


def _in_list(reading: Reading, left: Draft, right: Draft) -> bool:
    """Whether nothing but commas and "and" stands between two counts of one sentence."""
    if not left.found.last <= right.found.first <= left.found.last + 4:
        return False
    if reading.tokens[left.found.first].sentence != reading.tokens[right.found.first].sentence:
        return False
    between = reading.lower[left.found.last : right.found.first]
    return bool(between) and set(between) <= _LIST_MARKS


def _break_down(reading: Reading, drafts: list[Draft]) -> None:
    """What a total is made of: "12 people, seven women and five men"; and what is among it: "four were among nine"."""
    for left, right in pairwise(drafts):
        if left.subset_of is None and _is_among(reading, left, right):
            left.subset_of = right
            _take_kind(left, right)
    for position, whole in enumerate(drafts[:-2]):
        parts = _list_after(reading, drafts, position)
        if whole.subset_of is None and _adds_up(reading, whole, parts):
            for part in parts:
                part.subset_of = whole
                _take_kind(part, whole)


def _is_among(reading: Reading, part: Draft, whole: Draft) -> bool:
    """ "Four workers were among the nine": the smaller number stands first."""
    if not 0 < whole.found.first - part.found.last <= 4 or not _larger(whole.number, part.number):
        return False
    between = [word for word in reading.lower[part.found.last : whole.found.first] if word not in _BEING]
    return between in (["among"], ["among", "the"], [",", "among"], [",", "among", "the"])


def _list_after(reading: Reading, drafts: list[Draft], position: int) -> list[Draft]:
    """The list of counts that a comma, colon or dash opens behind a total in the same sentence."""
    whole, first = drafts[position], drafts[position + 1]
    gap = first.found.first - whole.found.last
    same = reading.tokens[whole.found.first].sentence == reading.tokens[first.found.first].sentence
    if not same or not 0 < gap <= _BREAKDOWN_REACH or reading.lower[first.found.first - 1] not in _OPENING_LIST:
        return []
    parts = [first]
    for draft in drafts[position + 2 : position + 2 + _LONGEST_LIST]:
        if not _in_list(reading, parts[-1], draft):
            break
        parts.append(draft)
    return parts


def _adds_up(reading: Reading, whole: Draft, parts: list[Draft]) -> bool:
    """Whether a list is the total told apart: after a colon it may hold less, else its sum is the total."""
    if (
        len(parts) < 2
        or whole.kind is None
        and whole.found.noun is None
        or any(part.number.best is None for part in parts)
    ):
        return False
    total, held = whole.number.best or whole.number.low or 0, sum(part.number.best or 0 for part in parts)
    colon = reading.lower[parts[0].found.first - 1] == ":"
    if not colon and not _is_any_people(reading, whole):
        return False
    return (held <= total if colon else held == total) and all(_can_hold(whole, part) for part in parts)


def _is_any_people(reading: Reading, whole: Draft) -> bool:
    """Whether all sorts of people can be meant: no "three journalists, two aid workers and a priest"."""
    noun = whole.found.noun
    if not whole.is_personal or noun is None:
        return whole.is_personal
    return whole.found.group == "unknown" or reading.lemma(noun) in _ANYBODY


def _can_hold(whole: Draft, part: Draft) -> bool:
    """Whether the counted of a part can be some of the whole: no rebels among soldiers, no wounded among the killed."""
    mine, theirs = whole.found.group, part.found.group
    kin = mine in {None, "unknown"} or theirs in {None, "unknown", mine}
    kin = kin or mine == "civilians" and theirs in {"women", "children"}
    told = part.kind in {None, whole.kind} or whole.kind == "casualties"
    return kin and told and whole.is_personal == part.is_personal and not whole.is_rate


def _take_up(reading: Reading, drafts: list[Draft]) -> None:
    """ "Two hospitals put the figure at 19": a bare figure of what the last toll before it counted."""
    nouns = reading.lexicon.cues.toll_nouns
    for position, draft in enumerate(drafts):
        if draft.kind is not None or draft.found.noun is not None or draft.number.form not in {"figure", "vague"}:
            continue
        first, begin = draft.found.first, reading.bounds(draft.found.first)[0]
        before = range(first - 1, max(begin, first - _TAKEN_UP_REACH) - 1, -1)
        if reading.lower[first - 1] not in reading.lexicon.cues.toll_links or not any(
            reading.tokens[at].lemma in nouns for at in before
        ):
            continue
        tolls = (
            one
            for one in reversed(drafts[:position])
            if one.kind in {"killed", "injured", "casualties"} and draft.sentence - one.sentence <= 2
        )
        if (told := next(tolls, None)) is not None:
            draft.kind, draft.governor = told.kind, next(at for at in before if reading.tokens[at].lemma in nouns)


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
