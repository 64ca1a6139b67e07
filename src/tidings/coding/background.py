"""Is it news: what a text tells as old, by its own date or by words for it (RECORD §3, Standing)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from tidings.coding import tree
from tidings.coding.ongoing import has_word_of
from tidings.coding.scene import Scene
from tidings.model.coding import Reality
from tidings.model.mentions import DateMention

_REACH = 24  # heads looked up through
_NEAR = 2  # sentences before, whose day is that of "had"
_WELL_OVER_A_WEEK = 10  # days; counted from an act that is itself some days old
_LONG = frozenset({"year", "month", "decade", "generation", "century", "fortnight"})
_MANY = frozenset({"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "many", "some", "few"})  # fmt: skip
_FEW = frozenset({"a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "couple", "few", "several", "some"})  # fmt: skip
_BOUNDS = frozenset({"until", "till", "by", "through", "before"})
_AFTER = frozenset({"after", "since", "following"})
_KEPT = frozenset({"hold", "keep", "detain", "imprison", "jail"})


def is_background(
    scene: Scene, index: int, date: DateMention | None, reality: Reality, oldest_news: dt.date | None
) -> bool:
    """Told as old: by its own date, by a word for it, in the past perfect, or by the time that has gone by since.

    What is still to come is not old, whatever year a month without one was given.
    """
    parse = scene.parse
    if reality in ("planned", "threatened"):
        return False
    if _is_remembered(scene, index) and not (date is not None and _hangs_from(scene, index, date)):
        return True
    if date is not None and date.last is not None and not _is_bound(scene, date):
        return oldest_news is not None and date.last < oldest_news
    if has_word_of(scene, index, "background", "amod", "advmod"):
        return True
    verb = index if tree.is_verb(parse, index) else tree.governing_verb(parse, index)
    if _is_long_before(scene, index, verb, oldest_news) or _is_long_held(scene, index):
        return True
    if verb is None or reality == "hypothetical":
        return False
    if any(
        parse.tokens[child].lemma in ("previously", "formerly", "historically")
        for child in tree.children(parse, verb, "advmod")
    ):
        return True
    if _is_in_years_since(scene, verb):
        return True
    helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, verb, "aux", "auxpass")}
    first = verb
    while parse.tokens[first].dep == "conj":
        first = parse.tokens[first].head
    return "had" in helpers and parse.tokens[first].dep == "ROOT" and not _is_dated_news(scene, verb, oldest_news)


def _is_in_years_since(scene: Scene, verb: int) -> bool:
    """ "Nine of them escaped in the years that followed": over a time that began long ago."""
    parse = scene.parse
    return any(
        name in ("in", "over", "during")
        and parse.tokens[inner].lemma in _LONG
        and any(parse.tokens[each].lemma in ("follow", "since", "afterwards") for each in parse.subtree(inner))
        for name, inner in tree.phrases(parse, verb)
    )


def _hangs_from(scene: Scene, index: int, date: DateMention) -> bool:
    """Whether the day stands in the act's own phrase: "remembered those killed in Sunday's blast"."""
    inside = scene.parse.subtree(index)
    return any(
        scene.parse.tokens[each].start >= date.start and scene.parse.tokens[each].end <= date.end for each in inside
    )


def _is_bound(scene: Scene, date: DateMention) -> bool:
    """ "a ceasefire until mid-April": how long it is to last, no day of the act."""
    first = next(iter(scene.parse.tokens_in(date.start, date.end)), None)
    return first is not None and first.index > 0 and scene.parse.tokens[first.index - 1].text.lower() in _BOUNDS


def _is_remembered(scene: Scene, index: int) -> bool:
    """ "marked the anniversary of the massacre", "candles were lit for those killed in the bombing"."""
    parse, words, below = scene.parse, scene.ontology.groups["remembered"], index
    for current in islice(tree.ancestors(parse, index), _REACH):
        if parse.tokens[below].dep in ("advcl", "conj", "ccomp", "parataxis") and tree.is_verb(parse, below):
            return False
        subject = tree.children(parse, current, "nsubjpass")
        if parse.tokens[current].lemma in words or any(parse.tokens[each].lemma in words for each in subject):
            return parse.tokens[below].dep not in ("nsubj", "nsubjpass")
        below = current
    return False


def _is_long_before(scene: Scene, index: int, verb: int | None, oldest_news: dt.date | None) -> bool:
    """ "five years after a truck bomb killed 580", "ten days after the blast"; "fell in June 2014, after the capture of Mosul"."""
    parse = scene.parse
    for marker, clause in _markers(scene, index, verb):
        if marker and _is_long(scene, marker - 1):
            return True
        if oldest_news is not None and _is_dated_old(scene, clause, marker, oldest_news):
            return True
    if verb is None or parse.tokens[verb].tag not in ("VBD", "VBN"):
        return False
    return any(
        parse.tokens[child].lemma == "ago" and any(_is_long(scene, each) for each in parse.children(child))
        for child in tree.children(parse, verb, "advmod")
    )


def _markers(scene: Scene, index: int, verb: int | None) -> Iterator[tuple[int, int]]:
    """ "after", "since" over an act, with the verb of the clause that comes later."""
    parse = scene.parse
    if verb is not None:
        for mark in tree.children(parse, verb, "mark"):
            if parse.tokens[mark].lemma in _AFTER:
                yield mark, parse.tokens[verb].head
    current = parse.tokens[index]
    while current.dep in ("conj", "compound", "nmod"):
        current = parse.tokens[current.head]
    above = parse.tokens[current.head]
    if current.dep in ("pobj", "pcomp") and above.text.lower() in _AFTER:
        yield above.index, tree.clause_of(parse, above.head)


def _is_long(scene: Scene, unit: int) -> bool:
    """Whether a stretch of time is longer than a week: "ten days", "a fortnight", "three weeks", "five years"."""
    token = scene.parse.tokens[unit]
    if token.lemma in _LONG:
        return True
    counts = {
        scene.parse.tokens[child].text.lower() for child in tree.children(scene.parse, unit, "nummod", "det", "amod")
    }
    if token.lemma == "week":
        return bool(counts & _MANY) or any(each.isdigit() and int(each) > 1 for each in counts)
    if token.lemma == "day":
        return (
            bool(counts)
            and not counts & _FEW
            and not any(
                each.isdigit() and int(each) < _WELL_OVER_A_WEEK or each in ("the", "same", "next", "that")
                for each in counts
            )
        )
    return False


def _is_dated_old(scene: Scene, clause: int, marker: int, oldest_news: dt.date) -> bool:
    """Whether the clause that an act came before is itself dated, and old."""
    beneath = set(scene.parse.subtree(marker))
    told = set(tree.clause_tokens(scene.parse, clause)) - beneath
    days = [
        date.last for date in scene.annotations.dates if date.head in told and date.last is not None and date.kind != "since"
    ]  # fmt: skip
    return bool(days) and max(days) < oldest_news


def _is_long_held(scene: Scene, index: int) -> bool:
    """ "two priests held for 14 months walked free": taken long ago."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if token.lemma not in _KEPT or token.tag != "VBN" or token.dep != "acl":
        return False
    return any(name == "for" and _is_long(scene, inner) for name, inner in tree.phrases(parse, index))


def _is_dated_news(scene: Scene, verb: int, oldest_news: dt.date | None) -> bool:
    """Whether the sentence, or one right before it, gives a day of the news: "troops arrived on Saturday. The raiders had killed 23"."""
    if oldest_news is None:
        return False
    sentence = scene.parse.tokens[verb].sentence
    last = scene.parse.sentences[sentence]
    first = scene.parse.sentences[max(0, sentence - _NEAR)]
    start = max(first.start, scene.parse.text.rfind("\n", 0, last.start) + 1)
    return any(
        start <= date.start < last.end and date.kind != "since" and date.last is not None and date.last >= oldest_news
        for date in scene.annotations.dates
    )
