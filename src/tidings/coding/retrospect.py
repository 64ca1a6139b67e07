"""What a text looks back on: acts with no day of their own that go on from one told as old (RECORD §3, Standing)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.draft import Draft
from tidings.coding.running_day import is_told_in_past
from tidings.coding.scene import Scene
from tidings.coding.standing import BACKGROUND_DAYS
from tidings.model.mentions import DateMention

_LOOK_BACK = 40  # earlier drafts looked at; keeps long texts linear
_REACH = 2  # sentences after an old act
_TOLD_REACH = 4  # sentences after an act to which "that bombing" points
_PRONOUNS = frozenset({"they", "it", "he", "she", "them", "him", "her"})
_THEN = frozenset({"subsequently", "later", "then", "afterwards", "afterward", "eventually", "initially", "originally"})
_BESIDE = frozenset({"relcl", "acl", "conj"})


def set_back(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts in their order; background are also undated ones that only old days or old acts stand around."""
    if scene.published is None:
        return list(drafts)
    done: list[Draft] = []
    for draft in drafts:
        rule = (
            None
            if draft.reading.background or draft.reading.reality != "actual"
            else _why_old(scene, draft, done[-_LOOK_BACK:])
        )
        old = draft if rule is None else replace(draft, reading=replace(draft.reading, background=True, rule=rule))
        done.append(old)
    return done


def _why_old(scene: Scene, draft: Draft, before: list[Draft]) -> str | None:
    """The words that make an undated act an old one; none where it is news."""
    if draft.date is None and _is_among_old_days(scene, draft) and not _is_told_news(scene, draft, before):
        return "its paragraph tells of older days"
    if _goes_on_from_old(scene, draft, before):
        return "goes on from an act told as old"
    return None


def _is_among_old_days(scene: Scene, draft: Draft) -> bool:
    """Whether all days of its paragraph are old, and one of them leads up to it: "At its height in 2014, … It beheaded …".

    A day that only tells more of somebody does not: "The gunmen, who raided Bama in 2014, shot nine people".
    """
    start, end = paragraph(scene.parse.text, draft.evidence.start)
    dates = _dates(scene, start, end)
    if any(day >= _oldest_news(scene) for day, _ in dates):
        return False
    told = scene.parse.sentences[draft.sentence].end
    return any(date.start < told and not _is_aside(scene, date.head, draft) for _, date in dates)


def _goes_on_from_old(scene: Scene, draft: Draft, before: list[Draft]) -> bool:
    """ "In 2014 the town fell to X. They shot hundreds of men": in the simple past, with no news in between."""
    if draft.date is not None and draft.date.last is not None and draft.date.kind != "anaphoric":
        return False
    if _is_told_news(scene, draft, before):
        return False
    acts = [one for one in before if one.reading.polarity == "affirmed" and one.reading.reality == "actual"]
    if is_told_in_past(scene, draft) and _is_told_act(scene, draft, acts):
        return True
    main = scene.parse.tokens[draft.happening.main.token]
    for sentence in range(draft.sentence, max(-1, draft.sentence - _REACH - 1), -1):
        told = [one for one in acts if one.sentence == sentence and not _is_past_of_somebody(scene, one, draft)]
        if not told and not _is_dated_old(scene, sentence, draft.sentence):
            continue
        if any(not one.reading.background for one in told) or _has_news(scene, sentence, main.start):
            return False
        if sentence == draft.sentence and _is_beside(scene, draft, told):
            return True
        return is_told_in_past(scene, draft) and (draft.date is not None or _is_linked(scene, draft))
    return False


def _is_told_news(scene: Scene, draft: Draft, before: list[Draft]) -> bool:
    """Whether it is, or is told by the way of, an act that is news, whatever days stand around it.

    "The explosion was the third", after one of this week; "have entered the town, where they shot 20".
    """
    if any(
        not one.reading.background
        for one in before
        if one.sentence == draft.sentence and _is_beside(scene, draft, [one])
    ):
        return True
    same = [one for one in before if one.type == draft.type and draft.sentence - one.sentence <= _TOLD_REACH]
    return _is_definite(scene, draft) and bool(same) and not any(one.reading.background for one in same)


def _is_definite(scene: Scene, draft: Draft) -> bool:
    """Whether a definite noun in the singular tells it."""
    main = scene.parse.tokens[draft.happening.main.token]
    marks = {scene.parse.tokens[each].text.lower() for each in tree.children(scene.parse, main.index, "det")}
    return not draft.happening.main.verb and main.tag != "NNS" and bool(marks & {"the", "that", "this"})


def _is_told_act(scene: Scene, draft: Draft, acts: list[Draft]) -> bool:
    """ "The abduction shocked the country": a definite noun for the one act of its type told shortly before, an old one."""
    if not _is_definite(scene, draft):
        return False
    same = [one for one in acts if one.type == draft.type]
    return all(one.reading.background for one in same) and any(draft.sentence - one.sentence <= _REACH for one in same)


def _is_past_of_somebody(scene: Scene, old: Draft, draft: Draft) -> bool:
    """ "Troops fight the sect, which took Gwoza in 2014. The group shot six soldiers": an old act told by the way leads up to nothing."""
    return old.reading.background and _is_aside(scene, old.happening.main.token, draft)


def _is_aside(scene: Scene, index: int, draft: Draft) -> bool:
    """Whether a word stands in a clause that tells more of a noun, and the act does not."""
    parse, act = scene.parse, draft.happening.main.token
    above = () if index < 0 else (index, *tree.ancestors(parse, index))
    clause = next((each for each in above if parse.tokens[each].dep in ("relcl", "acl")), None)
    return clause is not None and clause not in (act, *tree.ancestors(parse, act))


def _is_dated_old(scene: Scene, sentence: int, told: int) -> bool:
    """Whether a sentence before it gives an old day to its main clause: "In 2019 a militia held the town."."""
    span, parse = scene.parse.sentences[sentence], scene.parse
    return sentence < told and any(
        day < _oldest_news(scene) and parse.tokens[tree.clause_of(parse, date.head)].dep == "ROOT"
        for day, date in _dates(scene, span.start, span.end)
        if date.head >= 0
    )


def _is_beside(scene: Scene, draft: Draft, told: list[Draft]) -> bool:
    """ "It captured 30 soldiers, who had laid down their arms", "they rounded up the men and shot them": with or by the way of an old act."""
    parse = scene.parse
    verb = tree.clause_of(parse, draft.happening.main.token)
    above = set(tree.ancestors(parse, verb))
    return parse.tokens[verb].dep in _BESIDE and any(
        tree.clause_of(parse, one.happening.main.token) in above for one in told
    )


def _is_linked(scene: Scene, draft: Draft) -> bool:
    """Whether it says "they", "the group", "subsequently", "of those seized"."""
    parse = scene.parse
    verb = tree.clause_of(parse, draft.happening.main.token)
    if any(parse.tokens[each].text.lower() in _THEN for each in tree.children(parse, verb, "advmod")):
        return True
    subject = tree.grammatical_subject(parse, verb)
    counted = subject is not None and all(trigger.token != subject for trigger in draft.happening.triggers)
    whole = [*tree.phrases(parse, verb), *(tree.phrases(parse, subject) if subject is not None and counted else ())]
    if any(name == "of" and inner < verb and _is_known(scene, inner) for name, inner in whole):
        return True
    if subject is None:
        return False
    mention = scene.actor_at(subject)
    return parse.tokens[subject].text.lower() in _PRONOUNS or (mention is not None and mention.form == "anaphor")


def _is_known(scene: Scene, noun: int) -> bool:
    """ "Of the 276 girls", "dozens of them"."""
    parse = scene.parse
    marks = {parse.tokens[each].text.lower() for each in tree.children(parse, noun, "det")}
    return parse.tokens[noun].pos == "PRON" or bool(marks & {"the", "those", "these"})


def _has_news(scene: Scene, first: int, end: int) -> bool:
    """Whether a day of the news is printed from the start of a sentence to an offset."""
    return any(day >= _oldest_news(scene) for day, _ in _dates(scene, scene.parse.sentences[first].start, end))


def _dates(scene: Scene, start: int, end: int) -> list[tuple[dt.date, DateMention]]:
    """The dates that begin between two offsets and have a last day, with it; a stretch that goes on since a day is no old date.

    Found by bisection: they stand in the order of the text.
    """
    dates = scene.annotations.dates
    first = bisect_left(dates, start, key=lambda date: date.start)
    between = dates[first : bisect_left(dates, end, lo=first, key=lambda date: date.start)]
    return [(date.last, date) for date in between if date.last is not None and date.kind != "since"]


def _oldest_news(scene: Scene) -> dt.date:
    assert scene.published is not None
    return scene.published - dt.timedelta(days=BACKGROUND_DAYS)


def paragraph(text: str, offset: int) -> tuple[int, int]:
    """The line of text that holds an offset."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end
