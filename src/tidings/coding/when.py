"""When it happened: the date of the act, not of the statement (RECORD §4, Date).

Of the dates of the act's sentence that one is taken which stands nearest to it: in its clause and below its words, in its clause, in the
clause above or in a "when" clause below. What belongs to something else is left out first: the day of the saying, of a clause that only
mentions the act, of the act that came after it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from itertools import takewhile

from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.asides import is_stretch
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.model.mentions import CueMention, DateMention
from tidings.model.text import Parse
from tidings.model.values import date_precision
from tidings.reference.counting import counting

_FAR = 7
_WITNESSED = frozenset({"hear", "see", "witness"})  # who reports hearing fire today heard it today
_BRINGS = frozenset({"let", "make", "cause", "watch", "ensure", "mean"})
_REPORTED = frozenset(
    {"report", "say", "allege", "believe", "think", "rumour", "rumor", "know", "confirm", "presume", "suspect"}
)
_AT_ONCE = frozenset({"when", "as", "while"})
_UP_TO = frozenset({"by", "before", "until", "till"})
_INSIDE = frozenset(
    {"in", "during", "by", "from", "amid", "through", "under", "with", "into", "as"}
)  # "twelve died in an attack on Monday"
# "The murder that took place this morning", "an attack carried out on Monday": verbs that only say that an act was.
_OCCURS = frozenset({
    "take", "occur", "happen", "come", "carry", "commit", "perpetrate", "conduct", "launch", "stage", "mount", "begin", "start", "unfold",
})  # fmt: skip
_LASTS = frozenset({"continue", "last", "rage", "go", "drag", "run", "extend", "persist", "spill", "stretch"})
_CARRIED = frozenset({"conj", "appos", "compound", "nmod", "amod"})
_PUTTING = frozenset("put revise raise lower update correct set give place cut rise climb grow reach".split())
_STATES = frozenset({"belong", "contain", "house", "include", "comprise", "hold", "know", "call"})
_TIMES = frozenset({"day", "date", "morning", "afternoon", "evening", "night", "hour", "weekend"})
_LENGTHS = frozenset({"day", "week", "month", "year", "hour"})


def choose_date(scene: Scene, happening: Happening, cues: tuple[CueMention, ...]) -> DateMention | None:
    """The date of the act, not of the statement: in its clause first, then in the sentence; durations are no dates."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if _measured_by_duration(scene, happening):
        return None
    ranked = []
    for mention in _in_sentence(scene, token.sentence):
        if mention.kind == "duration" or mention.head < 0 or is_stamp(scene, mention):
            continue
        if (rank := _date_rank(scene, happening, mention)) is not None:
            ranked.append((rank, mention.start, mention))
    if not ranked:
        return None
    best = _lasting(scene, _exacter(ranked))
    dates_clause = any(best.head in tuple(tree.ancestors(parse, trigger.token)) for trigger in happening.triggers)
    return (
        best if dates_clause else _bounded(scene, best)
    )  # "held it until March, when soldiers retook it": it is March


def is_stamp(scene: Scene, date: DateMention) -> bool:
    """ "Sun Apr 16 2017 Death toll rises": the day of publication at the head of a line, with its year and no comma, is that of the report."""
    text = scene.parse.text
    heads = not text[text.rfind("\n", 0, date.start) + 1 : date.start].strip()
    today = date.last is not None and scene.published is not None and abs((date.last - scene.published).days) <= 1
    return (
        heads and today and text[date.end - 4 : date.end].isdigit() and text[date.end :].lstrip(" -–—|")[:1].isupper()
    )


def _in_sentence(scene: Scene, sentence: int) -> tuple[DateMention, ...]:
    """The dates that begin in a sentence, found by bisection: they stand in the order of the text."""
    parse, dates = scene.parse, scene.annotations.dates
    first = bisect_left(dates, sentence, key=lambda mention: parse.sentence_at(mention.start))
    last = bisect_right(dates, sentence, lo=first, key=lambda mention: parse.sentence_at(mention.start))
    return dates[first:last]


def _exacter(ranked: list[tuple[tuple[int, int, int], int, DateMention]]) -> DateMention:
    """The nearest date, or one as near that lies within it: "two weeks after 6 April they returned on Thursday"."""
    rank, _, best = min(ranked, key=lambda each: each[:2])
    for other, _, date in sorted(ranked, key=lambda each: each[:2]):
        if other[0] != rank[0] or not (date.first and date.last and best.first and best.last):
            continue
        if best.first <= date.first and date.last <= best.last and "since" not in (date.kind, best.kind):
            best = date
    return best


def _lasting(scene: Scene, began: DateMention) -> DateMention:
    """ "Shelling began late on Thursday and lasted into Friday morning": from the one day to the other, the words between included."""
    parse, clause = scene.parse, tree.clause_of(scene.parse, began.head)
    for other in _in_sentence(scene, parse.sentence_at(began.start)):
        if other.start <= began.end or other.head < 0:
            continue
        verb = parse.tokens[tree.clause_of(parse, other.head)]
        if (
            verb.lemma in _LASTS
            and verb.dep == "conj"
            and verb.head == clause
            and began.first
            and other.last
            and began.first < other.last
        ):
            return replace(began, end=other.end, last=other.last, precision=date_precision(began.first, other.last))
    return began


def _measured_by_duration(scene: Scene, happening: Happening) -> bool:
    """ "after months of fighting": the fighting has a length; the day beside it is another act's."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if len(happening.triggers) > 1 or happening.main.verb or token.dep != "pobj":
        return False
    return (
        parse.tokens[token.head].text.lower() == "of" and parse.tokens[parse.tokens[token.head].head].lemma in _LENGTHS
    )


def _bounded(scene: Scene, mention: DateMention) -> DateMention:
    """ "By Friday", "before 6 May", "until March": the last day it can have been, and what is to come begins now; "after 6 May"."""
    parse, head = scene.parse, scene.parse.tokens[mention.head]
    above = parse.tokens[head.head]
    word = above.text.lower()
    if word == "of" and above.index and parse.tokens[above.index - 1].text.lower() == "as":
        word = "by"  # "as of Tuesday"
    if mention.last is None or mention.first is None or head.dep != "pobj" or word not in (*_UP_TO, "after"):
        return mention
    now, day = scene.published, dt.timedelta(days=1)
    if word == "after":
        first, last = (mention.last + day if now is not None and mention.last < now else None), now
    else:
        last = mention.first - day if word == "before" else mention.last
        first = now if now is not None and now <= last else None
    return replace(mention, first=first, last=last, precision=date_precision(first, last))


def _date_rank(scene: Scene, happening: Happening, mention: DateMention) -> tuple[int, int, int] | None:
    """How near a date stands to an act, the nearest lowest; None when it is another's."""
    parse = scene.parse
    head = _root(parse, mention.head) if _set_off(parse, mention) else _past_state(parse, mention)
    clause = tree.clause_of(parse, head)
    clauses = {tree.clause_of(parse, trigger.token) for trigger in happening.triggers}
    steps = min(tree.distance(parse, trigger.token, head) for trigger in happening.triggers)
    if steps >= 99 or (
        _dates_a_saying(scene, happening, mention, clause, clauses) and not _is_saying(scene, happening)
    ):
        return None
    under = any(trigger.token in (head, *tree.ancestors(parse, head)) for trigger in happening.triggers)
    level = (
        0
        if under and clause in clauses
        else 1
        if clause in clauses or _says_it_was(scene.parse, happening, clause)
        else 2
    )
    if mention.kind == "since" and _ranks(parse, clause, mention):
        return None
    if level == 1 and not under and clause in clauses and not _governed(parse, happening, clause):
        return None
    if level == 2 and not _is_saying(scene, happening) and all(_reported(parse, each, clause) for each in clauses):
        return None
    if level == 2 and not _reaches(parse, mention, clause, clauses, steps):
        return None
    if mention.first is None and mention.kind == "vague":
        level += 3
    return (level, mention.kind == "anaphoric", steps)


def _set_off(parse: Parse, mention: DateMention) -> bool:
    """ "The army announced a push to take the town, Dec. 10.": after a comma at the very end, it dates the sentence."""
    tokens = parse.tokens_in(mention.start, mention.end)
    first, last = tokens[0], tokens[-1]
    after = parse.tokens[last.index + 1] if last.index + 1 < len(parse.tokens) else None
    ends = after is None or after.sentence != last.sentence or after.text in (".", ";")
    return ends and first.index > 0 and parse.tokens[first.index - 1].text == "," and first.tag != "CD"


def _past_state(parse: Parse, mention: DateMention) -> int:
    """ "Bombed camps belonging to X on Monday": a day that the parser hangs from what only says whose a thing is goes with the thing.

    So does a month with an attack "claimed by X last month"; a day may be that of the claim.
    """
    clause = parse.tokens[tree.clause_of(parse, mention.head)]
    only = clause.lemma in _STATES or (clause.lemma == "claim" and mention.precision not in ("day", "few_days"))
    return clause.head if clause.dep == "acl" and only else mention.head


def _root(parse: Parse, index: int) -> int:
    return (index, *tree.ancestors(parse, index))[-1]


def _is_saying(scene: Scene, happening: Happening) -> bool:
    """A declaration, a threat: the act is the saying."""
    return scene.ontology.types[happening.type].verbal


def _dates_a_saying(scene: Scene, happening: Happening, mention: DateMention, clause: int, clauses: set[int]) -> bool:
    """ "Police said Monday …", "The army said on Tuesday it would …", "A bombing was yesterday reported to have …": the day of the words."""
    parse = scene.parse
    cues = {cue.cue_token for cue in scene.annotations.cues}
    if any(parse.tokens[trigger.token].lemma in _WITNESSED for trigger in happening.triggers):
        return False
    if all(_is_a_figure_put(parse, trigger.token, clause, mention.head) for trigger in happening.triggers):
        return True
    helpers = tree.children(parse, clause, "auxpass")
    raised = parse.tokens[clause].lemma in _REPORTED and bool(helpers and tree.children(parse, clause, "xcomp"))
    if raised:  # "On Wednesday they were believed to have …" dates the act
        return any(one < mention.head for one in helpers)
    if clause in cues and clause not in clauses:
        return True
    first = parse.tokens_in(mention.start, mention.end)[0].index
    before = first - 1 if first and parse.tokens[first - 1].tag != "IN" else first - 2
    subjects = tree.children(parse, clause, *tree.SUBJECTS, *tree.PASSIVE_SUBJECTS)
    return before >= 0 and before in cues and before != clause and any(subject > mention.head for subject in subjects)


def _is_a_figure_put(parse: Parse, index: int, clause: int, date: int) -> bool:
    """ "Police revised the toll to 13 on Tuesday", "on Tuesday raised the toll of the blast": the day of the count; not "the toll of Monday's blast"."""
    put = parse.tokens[clause].lemma in _PUTTING
    tolls = [child for child in parse.children(clause) if parse.tokens[child].lemma in counting().cues.toll_nouns]
    if not put or not tolls or index == clause:
        return False
    return index in tolls or (clause in tree.ancestors(parse, index) and index not in tree.ancestors(parse, date))


def _says_it_was(parse: Parse, happening: Happening, clause: int) -> bool:
    """ "The murder that took place early this morning", "blasts that hit the city on Sunday", "an attack carried out on Monday by …"."""
    token = parse.tokens[clause]
    nouns = {trigger.token for trigger in happening.triggers if not trigger.verb}
    above = parse.tokens[token.head]
    if above.dep == "pobj" and parse.tokens[above.head].text.lower() == "of" and token.lemma in _OCCURS:
        above = parse.tokens[parse.tokens[above.head].head]  # "the murder of the judge, which took place …"
    if token.dep not in ("relcl", "acl"):
        return False
    holder = parse.tokens[parse.tokens[above.head].head] if above.dep == "pobj" else above
    if above.index not in nouns:  # "in a raid launched on Tuesday, commandos freed …"
        inside = above.dep == "pobj" and parse.tokens[above.head].text.lower() in ("in", "during")
        return (
            inside
            and token.lemma in _OCCURS
            and any(holder.index in (one.token, tree.clause_of(parse, one.token)) for one in happening.triggers)
        )
    itself = any(parse.tokens[one].tag == "WDT" for one in tree.children(parse, clause, *tree.SUBJECTS))
    return token.lemma in _OCCURS or (itself and token.tag == "VBD")


def _ranks(parse: Parse, clause: int, mention: DateMention) -> bool:
    """ "The deadliest attack since 2001", "the first since May": the date bounds the comparison, not the act."""
    sentence = parse.tokens[clause].sentence
    before = takewhile(
        lambda one: one.sentence == sentence, (parse.tokens[at] for at in range(mention.head - 1, -1, -1))
    )
    return any(
        (one.tag in ("JJS", "RBS") and one.lemma not in ("least", "most"))
        or one.lemma in ("first", "deadliest", "worst")
        for one in before
    )


def _governed(parse: Parse, happening: Happening, clause: int) -> bool:
    """Whether a date beside a verb is that of the act: of the verb's own act, or of an event noun that it tells to have been.

    "The attack on Monday killed …", "carried out an attack on Monday", "died in an attack on Monday"; not "was arrested on Monday over
    the attack".
    """
    for trigger in happening.triggers:
        if tree.clause_of(parse, trigger.token) != clause:
            continue
        token = parse.tokens[trigger.token]
        while token.index != token.head and (
            token.dep in _CARRIED or (token.dep == "pobj" and parse.tokens[token.head].text.lower() == "of")
        ):
            token = parse.tokens[parse.tokens[token.head].head if token.dep == "pobj" else token.head]
        if token.index == clause or token.dep != "pobj" or parse.tokens[token.head].text.lower() in _INSIDE:
            return True
    return False


def _reaches(parse: Parse, mention: DateMention, clause: int, clauses: set[int], steps: int) -> bool:
    """Whether the date of another clause is that of the act: of the clause above, unless the act is only told aside; of a "when" clause."""
    if all(clause not in tuple(tree.ancestors(parse, each)) for each in clauses):
        return _simultaneous(parse, clause, clauses)
    if any(_of_the_antecedent(parse, each, mention.head) for each in clauses):
        return True
    if steps > _FAR or all(_aside(parse, each, clause) for each in clauses):
        return False
    if all(_on_its_own(parse, each, clause, mention) for each in clauses):
        return False
    return not all(_comes_before(parse, each, clause, counted=mention.kind == "anaphoric") for each in clauses)


def _reported(parse: Parse, clause: int, above: int) -> bool:
    """ "On Tuesday he admitted that he had killed …": what a verb says, finds or decides has a day of its own; what it sees has not."""
    return above in tree.ancestors(parse, clause) and any(
        parse.tokens[index].dep == "ccomp"
        and parse.tokens[index].head < index
        and parse.tokens[parse.tokens[index].head].lemma not in _WITNESSED | _BRINGS
        for index in _path(parse, clause, above)
    )


def _simultaneous(parse: Parse, clause: int, clauses: set[int]) -> bool:
    """ "It killed two commanders when it stormed their camp on 17 September"."""
    token = parse.tokens[clause]
    if token.dep != "advcl" or token.head not in clauses:
        return False
    below = [parse.tokens[child] for child in parse.children(clause)]
    return any(one.text.lower() in _AT_ONCE and one.dep in ("mark", "advmod") for one in below) and not any(
        one.text.lower() == "had" for one in below
    )


def _path(parse: Parse, start: int, end: int) -> list[int]:
    """A clause and what stands over it, up to another clause."""
    found = [start]
    for index in tree.ancestors(parse, start):
        if index == end:
            break
        found.append(index)
    return found


def _aside(parse: Parse, clause: int, above: int) -> bool:
    """ "A guard killed in the raid was buried on Monday": what is said of a person or thing by the way has a day of its own."""
    return any(
        parse.tokens[index].dep in ("relcl", "acl")
        and parse.tokens[parse.tokens[index].head].pos in ("NOUN", "PROPN")
        and not _is_time_of(parse, parse.tokens[index].head)
        for index in _path(parse, clause, above)
    )


def _is_time_of(parse: Parse, noun: int) -> bool:
    """ "He fled on Thursday, the day the town fell": a clause said of the time of another is of that time; not "recalled the day it fell"."""
    token = parse.tokens[noun]
    on_it = token.dep == "pobj" and parse.tokens[token.head].text.lower() == "on"
    return token.lemma in _TIMES and (on_it or token.dep in ("npadvmod", "appos"))


def _of_the_antecedent(parse: Parse, clause: int, date: int) -> bool:
    """ "The riot of 2 May, when a mob burned …", "the attacks on Sunday, which killed …": the date of what the clause is said of."""
    token = parse.tokens[clause]
    return token.dep in ("relcl", "acl") and token.head in (date, *tree.ancestors(parse, date))


def _on_its_own(parse: Parse, clause: int, above: int, date: DateMention) -> bool:
    """ "Nothing was heard yesterday, but he blamed the rebels for …": a date behind the verb is not that of the next subject's verb."""
    return date.head > above and any(
        parse.tokens[index].dep == "conj" and tree.children(parse, index, *tree.SUBJECTS, *tree.PASSIVE_SUBJECTS)
        for index in _path(parse, clause, above)
    )


def _comes_before(parse: Parse, clause: int, above: int, *, counted: bool) -> bool:
    """ "The embassy closed last month, after rebels took the city": set off by a comma, what came before has a day of its own.

    So it has where the date is ``counted`` from it ("After seizing the area they fought off attacks the following day"), or it from the
    date: "Nine days after being kidnapped, they were freed on Tuesday".
    """
    for index in _path(parse, clause, above):
        token = parse.tokens[index]
        marks = tree.children(parse, index, "mark") if token.dep != "pcomp" else (token.head,)
        for mark in marks:
            before = parse.tokens[mark - 1] if mark else None
            set_off = before is not None and ((before.text == "," and mark > above) or is_stretch(parse, mark - 1))
            if parse.tokens[mark].text.lower() in ("after", "following", "since") and (counted or set_off):
                return True
    return False
