"""Counts next to each other: parts and wholes, lists under one cue, totals told apart ("12 people, including three children")."""

from __future__ import annotations

from itertools import pairwise

from tidings.annotate.count_drafts import Draft
from tidings.annotate.counted import Reading
from tidings.annotate.numbers import Number
from tidings.model.values import CountKind

_LIST_MARKS = frozenset({",", "and", "or", ";", "&", "as", "well", "plus", "also", "a", "an", "the", "then", "with"})
_BEING = frozenset({"is", "are", "was", "were", "been", "be", "has", "have", "had", "being", "also"})
_OPENING_LIST = frozenset({",", ":", "–", "—", "-", "("})
_ANYBODY = frozenset(
    {"civilian", "resident", "villager", "citizen", "local", "relative", "non-combatant", "noncombatant"}
)
_BREAKDOWN_REACH = 12  # tokens: "nine people were killed in the raid: four workers ..."
_LONGEST_LIST = 12
_PLACING = frozenset({"in", "near", "at", "on", "outside"})
_SHARED_REACH = 14  # tokens between two figures under one verb
_SUBSET_REACH = 400  # characters: "three of them" further off than a long sentence is part of something else


def mark_wholes(drafts: list[Draft]) -> None:
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


def pass_on_animals(drafts: list[Draft]) -> None:
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


def inherit(reading: Reading, drafts: list[Draft]) -> None:
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
    hit = _of_the_hit(reading, draft) or _among_the_hit(reading, drafts, position)
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
        of_kind = hit in {None, other.kind} or (hit, other.kind) == (
            "killed",
            "casualties",
        )  # "two of the dead", of 13 who were shot
        same = (
            reading.tokens[other.found.first].sentence == sentence
            or draft.found.of_them
            or (hit is not None and of_kind)
        )
        if near and same and of_kind and other.subset_of is None and other.is_personal == draft.is_personal and _larger(other.number, draft.number) and (
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


def _among_the_hit(reading: Reading, drafts: list[Draft], position: int) -> CountKind | None:
    """What happened to the whole of "three women and a child were among the wounded": it is told of the whole list before the verb."""
    chain = [drafts[position], *drafts[position + 1 : position + 1 + _LONGEST_LIST]]
    last = next((left for left, right in pairwise(chain) if not _in_list(reading, left, right)), chain[-1]).found.last
    end = reading.bounds(drafts[position].found.first)[1]
    while last < end and reading.lower[last] in _BEING:
        last += 1
    if reading.lower[last : last + 2] not in {("among", "the"), ("among", "those")} or last + 2 >= end:
        return None
    toll_of = reading.lexicon.cues.toll_of
    return next((toll_of[form] for form in reading.forms(last + 2) if form in toll_of), None)


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


def break_down(reading: Reading, drafts: list[Draft]) -> None:
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
