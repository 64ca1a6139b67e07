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
from tidings.annotate.count_parts import break_down, inherit, mark_wholes, pass_on_animals
from tidings.annotate.count_revisions import mark_revisions
from tidings.annotate.count_unnumbered import bare_casualties, none_at_all, none_of_any, single_victims
from tidings.annotate.counted import Reading, counted
from tidings.annotate.dates import print_date_line
from tidings.annotate.numbers import Number, find_numbers
from tidings.model.mentions import CountMention, DateMention, NameMention
from tidings.model.text import Parse
from tidings.model.values import CountKind
from tidings.reference.counting import CountLexicon, counting

PRODUCER = "quantities/1"

_NAME_LABELS = frozenset({"ORG", "FAC", "PRODUCT", "LAW", "WORK_OF_ART", "EVENT"})
_HEADLINE_VERBS: dict[str, CountKind] = {
    "wounds": "injured",
    "injures": "injured",
    "hurts": "injured",
    "kills": "killed",
}
_MERELY = frozenset({"only", "just", "it", "was", "were", "there"})
_SAYS = frozenset({"say", "claim", "insist", "maintain"})
_TAKEN_UP_REACH = 5  # tokens from "figure" to the figure


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
    mark_wholes(drafts)
    pass_on_animals(drafts)
    for draft in drafts:
        draft.judge()
    _read_headlines(reading, drafts)
    _take_prisoners(reading, drafts)
    _read_burials(reading, drafts)
    inherit(reading, drafts)
    break_down(reading, drafts)
    _take_up(reading, drafts)
    mark_revisions(reading, drafts)
    mentions = _with_wholes([mention for draft in drafts for mention in draft.mentions()])
    mentions += none_at_all(reading, mentions)
    mentions += bare_casualties(reading, mentions)
    mentions += single_victims(reading, mentions)
    mentions += none_of_any(reading, mentions)
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


# -- kinds that other figures or headlines lend -----------------------------------------------------------------------------


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


def _read_burials(reading: Reading, drafts: list[Draft]) -> None:
    """ "Buried 13 people who were shot": who is buried is dead, whatever "shot" leaves open."""
    for draft in drafts:
        if draft.kind == "casualties" and reading.tokens[reading.tokens[draft.found.top].head].lemma == "bury":
            draft.kind = "killed"


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


def _take_up(reading: Reading, drafts: list[Draft]) -> None:
    """ "Two hospitals put the figure at 19", "the army says 300": a bare figure of what the last toll before it counted."""
    for position, draft in enumerate(drafts):
        if draft.kind is not None or draft.found.noun is not None or draft.number.form not in {"figure", "vague"}:
            continue
        figure, saying = _figure_noun(reading, draft), _bare_saying(reading, draft)
        put, reach = (figure, 2) if figure is not None else (saying, 1)
        tolls = (
            one
            for one in reversed(drafts[:position])
            if one.kind in {"killed", "injured", "casualties"} and draft.sentence - one.sentence <= reach
        )
        if put is not None and (told := next(tolls, None)) is not None:
            draft.kind, draft.governor = told.kind, put
            if put is saying:  # of the same people
                draft.found = replace(draft.found, nouns=told.found.nouns, group=told.found.group)


def _figure_noun(reading: Reading, draft: Draft) -> int | None:
    """The "figure" of "put the figure at 19"."""
    nouns = reading.lexicon.cues.toll_nouns
    first, begin = draft.found.first, reading.bounds(draft.found.first)[0]
    before = range(first - 1, max(begin, first - _TAKEN_UP_REACH) - 1, -1)
    if reading.lower[first - 1] not in reading.lexicon.cues.toll_links:
        return None
    return next((at for at in before if reading.tokens[at].lemma in nouns), None)


def _bare_saying(reading: Reading, draft: Draft) -> int | None:
    """The "says" of "the army says 300.", the "spoke" of "state television spoke of 11": nothing stands behind the figure."""
    begin, end = reading.bounds(draft.found.first)
    at, last = draft.found.first - 1, draft.found.last
    if last < end and reading.lower[last] not in {".", ";", ",", "!"}:
        return None
    while at > begin and reading.lower[at] in _MERELY:
        at -= 1
    if at > begin and reading.lower[at] == "of" and reading.tokens[at - 1].lemma == "speak":
        return at - 1
    verb = reading.tokens[at]
    return at if at > begin and verb.lemma in _SAYS and verb.tag in {"VBD", "VBZ", "VBP"} else None
