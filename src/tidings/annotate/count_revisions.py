"""Figures that the text itself calls old, and running totals: "rose from 9 to 14", "an earlier figure of 37", "taking the toll to four".

A figure told earlier stays a figure: the record keeps it, as superseded (RECORD §4). A total that a new death is added to covers more than
that death.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tidings.annotate.count_drafts import PERSONAL, Draft
from tidings.annotate.counted import Reading

_BEFORE = frozenset({"earlier", "previous", "initial", "preliminary", "original", "prior", "former", "provisional"})
_BEFOREHAND = frozenset({"earlier", "initially", "previously", "originally", "first"})
_REVISING = frozenset(
    {"revise", "correct", "lower", "adjust", "amend", "reduce", "downgrade", "raise", "update", "increase", "cut"}
)
_TELLING = frozenset(
    {
        "put",
        "say",
        "report",
        "announce",
        "state",
        "estimate",
        "claim",
        "count",
        "give",
        "speak",
        "list",
        "tell",
        "confirm",
        "think",
        "believe",
        "fear",
    }
)
_PUTTING = frozenset({"put", "give", "place", "set", "estimate"})
_ADDING = frozenset({"bring", "take", "push", "raise", "lift", "drive"})
_OF_WOUNDS = frozenset({"wound", "injury", "burn", "hospital"})
_WOUNDED = frozenset({"wounded", "injured"})
_RISING = frozenset({"rise", "climb", "grow", "jump", "increase", "mount"})
_NO_REVISION = 4  # times the older figure: the toll of more than one act
_NOT_MORE = frozenset({"another", "more", "further", "additional", "other", "others"})
_TOLL_REACH = 6
_REVISED_REACH = 3  # sentences between a figure and its correction
_CLIMB = 6
_FIGURES_BACK = 30
_TOLD_TOGETHER = 4  # figures to either side of one that was told beforehand


def mark_revisions(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Sets ``tally`` of the figures that are old or running totals, and gives old ones the kind of the figure that took their place."""
    for position, draft in enumerate(drafts):
        newer = _newer(drafts, position) if draft.number.earlier else _named_instead(reading, drafts, position)
        if newer is not None:
            _set_back(draft, newer)
        elif draft.kind in PERSONAL and _is_told_beforehand(reading, draft) and _has_rival(reading, drafts, position):
            draft.tally = "earlier"
            for beside in _told_with(reading, drafts, position):
                beside.tally = "earlier"
        elif draft.kind in PERSONAL and _is_revised(reading, draft):
            for old in _corrected(reading, drafts, position):
                old.tally = "earlier"
        elif draft.kind in PERSONAL and _has_risen(reading, draft):
            for old in _corrected(reading, drafts, position):
                if _is_no_more_than(draft, old):
                    old.tally = "earlier"
        elif draft.kind in PERSONAL and _is_added_to(reading, draft):
            _add(reading, drafts, position)
        elif draft.kind == "killed" and _dies_of_wounds(reading, draft):
            draft.subset_of = draft.subset_of or _raised(reading, drafts, position)


def _dies_of_wounds(reading: Reading, draft: Draft) -> bool:
    """ "a woman died of her wounds", "two succumbed to their injuries"."""
    last, end = draft.found.last, reading.bounds(draft.found.first)[1]
    return bool({reading.tokens[at].lemma for at in range(last, min(end, last + _TOLL_REACH))} & _OF_WOUNDS)


def _raised(reading: Reading, drafts: Sequence[Draft], position: int) -> Draft | None:
    """The 12 of "the toll rose to 12 after a woman died of her wounds", or of the sentence before."""
    draft = drafts[position]
    for other in reversed(drafts[max(0, position - _TOLD_TOGETHER) : position]):
        toll = other.governor is not None and reading.tokens[other.governor].lemma in reading.lexicon.cues.toll_nouns
        near = draft.sentence - other.sentence <= 1 and (other.number.best or 0) > (draft.number.best or 0)
        if toll and near and other.kind == draft.kind and other.subset_of is None:
            return other
    return None


def _set_back(old: Draft, newer: Draft) -> None:
    if newer.kind in PERSONAL and not newer.is_rate:
        old.kind, old.governor, old.told, old.tally = newer.kind, newer.governor, newer.told, "earlier"


def _newer(drafts: Sequence[Draft], position: int) -> Draft | None:
    """The 14 of "from 9 to 14", the 292 of "292, up from 215"."""
    draft = drafts[position]
    after = drafts[position + 1] if position + 1 < len(drafts) else None
    if (
        after is not None
        and 0 <= after.found.first - draft.found.last <= 2
        and draft.reading.lower[after.found.first - 1] == "to"
    ):
        return after
    before = drafts[position - 1] if position else None
    same = before is not None and draft.sentence == before.sentence
    return before if same else None


def _named_instead(reading: Reading, drafts: Sequence[Draft], position: int) -> Draft | None:
    """The 10 of "killed 10 people, not 12 as first reported"."""
    draft = drafts[position]
    before, first, last = drafts[position - 1] if position else None, draft.found.first, draft.found.last
    if before is None or before.sentence != draft.sentence or reading.lower[first - 1] != "not":
        return None
    behind = reading.lower[last : last + 4]
    told = behind[:1] == ("as",) and not _BEFOREHAND.isdisjoint(behind)
    return before if told and before.is_personal == draft.is_personal else None


def _is_told_beforehand(reading: Reading, draft: Draft) -> bool:
    """ "an earlier figure of 37", "it had initially put the toll at 40"."""
    at_first = any(reading.lower[at : at + 2] == ("at", "first") for at in _words_before(reading, draft.found.first))
    return at_first or _has_old_toll(reading, draft) or _was_said_before(reading, draft)


def _told_with(reading: Reading, drafts: Sequence[Draft], position: int) -> Iterator[Draft]:
    """The other figures of what was said beforehand: the 30 of "had initially said 12 were killed and 30 wounded"."""
    draft = drafts[position]
    for other in drafts[max(0, position - _TOLD_TOGETHER) : position + 1 + _TOLD_TOGETHER]:
        if other is not draft and other.sentence == draft.sentence and other.kind in PERSONAL:
            if _was_said_before(reading, draft) and _was_said_before(reading, other):
                yield other


def _has_old_toll(reading: Reading, draft: Draft) -> bool:
    """Whether "earlier" or its like stands before the noun that gives the figure."""
    cues, first = reading.lexicon.cues, draft.found.first
    nouns = cues.toll_nouns | cues.deniable
    for at in _words_before(reading, first):
        if reading.tokens[at].pos in {"VERB", "NUM", "CCONJ"}:
            return False
        if reading.tokens[at].lemma in nouns:
            begin = reading.bounds(first)[0]
            return not _BEFORE.isdisjoint(reading.lower[max(begin, at - 3) : at])
    return False


def _was_said_before(reading: Reading, draft: Draft) -> bool:
    """Whether a verb of telling above the figure is one of "had put the toll at", or has "earlier", "initially" or "previously" and not "earlier on Friday"."""
    index = draft.found.top
    for _ in range(_CLIMB):
        token = reading.tokens[index]
        if token.head == index:
            return False
        index = token.head
        if reading.tokens[index].lemma not in _TELLING or reading.tokens[index].pos != "VERB":
            continue
        for child in reading.parse.children(index)[:12]:
            in_perfect = reading.lower[child] == "had" and reading.tokens[child].dep == "aux"
            if in_perfect and reading.tokens[index].lemma in _PUTTING:
                return True
            if reading.lower[child] in _BEFOREHAND and reading.tokens[child].dep == "advmod":
                return not _dates_it(reading, child)
    return False


def _dates_it(reading: Reading, index: int) -> bool:
    """ "earlier on Friday", "a day earlier"."""
    follows = reading.tokens[index + 1] if index + 1 < len(reading.tokens) else None
    before = reading.tokens[index - 1] if index else None
    return (follows is not None and follows.text.lower() in {"on", "this", "in", "that"}) or (
        before is not None and before.entity.endswith(("DATE", "TIME"))
    )


def _is_revised(reading: Reading, draft: Draft) -> bool:
    """ "revised the toll down to 12", "the count was corrected to 12"."""
    cues = reading.lexicon.cues
    seen = {reading.tokens[at].lemma for at in _words_before(reading, draft.found.first, 2 * _TOLL_REACH)}
    return (
        bool(seen & _REVISING) and bool(seen & cues.toll_nouns) and reading.lower[draft.found.first - 1] in {"to", "at"}
    )


def _has_risen(reading: Reading, draft: Draft) -> bool:
    """ "The death toll later rose to 14", "the toll had climbed to 14"."""
    first = draft.found.first
    if reading.lower[first - 1] != "to":
        return False
    seen = {reading.tokens[at].lemma for at in _words_before(reading, first)}
    return bool(seen & _RISING) and bool(seen & reading.lexicon.cues.toll_nouns)


def _is_no_more_than(draft: Draft, old: Draft) -> bool:
    """Whether a toll can have risen from an older figure: one far above it is that of more acts."""
    new, before = (each.number.best or each.number.low or 0 for each in (draft, old))
    return before <= new < _NO_REVISION * before


def _corrected(reading: Reading, drafts: Sequence[Draft], position: int) -> Iterator[Draft]:
    """The figures that a corrected toll takes the place of: those of the nearest sentence before that has one of the kind."""
    draft, sentence = drafts[position], None
    for old in reversed(drafts[max(0, position - _FIGURES_BACK) : position]):
        if draft.sentence - old.sentence > _REVISED_REACH or sentence not in {None, old.sentence}:
            return
        if old.kind == draft.kind and old.subset_of is None and _can_be_of_one(old, draft) and _differs(old, draft):
            sentence = old.sentence
            if old.sentence != draft.sentence and _NOT_MORE.isdisjoint(reading.lower[old.found.first : old.found.last]):
                yield old


def _has_rival(reading: Reading, drafts: Sequence[Draft], position: int) -> bool:
    """Whether another figure of the kind stands near, which has taken the place of one told beforehand."""
    draft = drafts[position]
    near = (*drafts[max(0, position - _FIGURES_BACK) : position], *drafts[position + 1 : position + _FIGURES_BACK])
    return any(
        other.kind == draft.kind
        and other.subset_of is None
        and abs(other.sentence - draft.sentence) <= _REVISED_REACH
        and _can_be_of_one(other, draft)
        and _differs(other, draft)
        and _NOT_MORE.isdisjoint(reading.lower[other.found.first : other.found.last])
        for other in near
    )


def _can_be_of_one(old: Draft, new: Draft) -> bool:
    return old.found.group in {None, "unknown", new.found.group} or new.found.group in {None, "unknown"}


def _differs(old: Draft, new: Draft) -> bool:
    return (old.number.low, old.number.best, old.number.high) != (new.number.low, new.number.best, new.number.high)


def _is_added_to(reading: Reading, draft: Draft) -> bool:
    """ "bringing the death toll to 73", "takes to 12 the number of dead"."""
    first, begin = draft.found.first, reading.bounds(draft.found.first)[0]
    window = range(max(begin, first - 3 * _TOLL_REACH), first)
    toll = draft.governor is not None and reading.tokens[draft.governor].lemma in reading.lexicon.cues.toll_nouns
    return toll and any(
        reading.tokens[at].lemma in _ADDING
        and reading.tokens[at].pos == "VERB"
        and reading.tokens[at].tag in {"VBG", "VBZ", "VBD"}
        for at in window
    )


def _add(reading: Reading, drafts: Sequence[Draft], position: int) -> None:
    """Those who die of their wounds are part of the toll they raise; a new act's toll is not that of the acts before it."""
    draft = drafts[position]
    before = [
        one
        for one in drafts[:position]
        if one.sentence == draft.sentence and one.kind == draft.kind and one.subset_of is None and one.tally == "own"
    ]
    if not before:
        return
    between = range(before[-1].found.first, draft.found.first)
    words = {reading.tokens[at].lemma for at in between} & _OF_WOUNDS
    if words or not _WOUNDED.isdisjoint(reading.lower[at] for at in between):
        before[-1].subset_of = draft
        for old in _corrected(reading, drafts, position):
            if _is_no_more_than(draft, old):
                old.tally = "earlier"
    else:
        draft.tally = "running"


def _words_before(reading: Reading, first: int, reach: int = _TOLL_REACH) -> Iterator[int]:
    """The tokens before a figure, nearest first, within its sentence."""
    begin = reading.bounds(first)[0]
    yield from range(first - 1, max(begin, first - reach) - 1, -1)
