"""Did it happen: polarity, reality and background of a happening, read off the words that govern it (RECORD §3, Standing)."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from msgspec import Struct

from tidings.coding import tree
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.model.coding import Reality
from tidings.model.mentions import DateMention
from tidings.model.values import Polarity
from tidings.reference.conditions import Standing, standing

BACKGROUND_DAYS = 7
_REACH = 24  # heads looked up through
_LONG = frozenset({"year", "month", "decade", "generation", "century"})
_ALONG = frozenset({"through", "over", "throughout", "across"})
_PARTS = frozenset({"some", "many", "most", "several", "much"})
_WARS = frozenset({"war", "conflict", "insurgency"})
_OFTEN = frozenset({"daily", "weekly", "nightly", "always", "usually", "repeatedly"})


class Reading(Struct, frozen=True, kw_only=True):
    """How the text presents an act, and the rule that decided.

    ``known``: it is spoken of as a fact, so that who denies it denies his part in it ("denied responsibility for the raid").
    """

    polarity: Polarity
    reality: Reality
    background: bool
    rule: str
    known: bool = False


def read_standing(scene: Scene, happening: Happening, date: DateMention | None) -> Reading:
    """The standing of a happening. Background needs words for it: an old date, the past perfect, "earlier", "previous"."""
    index = _told_by(scene, happening)
    told = standing(scene.parse, index, scene.ontology.factuality)
    if told.reality != "actual":
        told = _by_its_harm(scene, happening) or told
    reality, rule = _reality(scene, index, happening, told)
    return Reading(
        polarity=told.polarity,
        reality=reality,
        background=_background(scene, index, date),
        rule=rule,
        known=told.by is not None and told.by.kind == "factive",
    )


def _told_by(scene: Scene, happening: Happening) -> int:
    """The word whose conditions count: of a bomb that does harm the verb of harm ("the bomb could have killed many")."""
    main = happening.main
    verb = tree.governing_verb(scene.parse, main.token) if main.pattern.does else None
    return main.token if verb is None else verb


def _by_its_harm(scene: Scene, happening: Happening) -> Standing | None:
    """ "Troops foiled an attack, killing 12": the dead are dead, whatever the attack was to be."""
    parse, main = scene.parse, happening.main.token
    for trigger in happening.triggers:
        beneath = main in tree.ancestors(parse, trigger.token) and parse.tokens[trigger.token].dep != "acl"
        if not trigger.effect or beneath or not _counts_harm(scene, trigger.token):
            continue
        told = standing(parse, trigger.token, scene.ontology.factuality)
        if told.reality == "actual" and told.polarity == "affirmed":
            return told
    return None


def _counts_harm(scene: Scene, index: int) -> bool:
    """Whether dead or injured are counted in the clause of a word of harm."""
    clause = tree.clause_of(scene.parse, index)
    inside = set(tree.clause_tokens(scene.parse, clause))
    if scene.parse.tokens[clause].dep in ("acl", "relcl"):  # "buried 16 people killed by raiders"
        inside.add(scene.parse.tokens[clause].head)
    return any(
        count.kind in ("killed", "injured", "casualties")
        and not inside.isdisjoint(token.index for token in scene.parse.tokens_in(count.start, count.end))
        for count in scene.annotations.counts
    )


def _reality(scene: Scene, index: int, happening: Happening, told: Standing) -> tuple[Reality, str]:
    """What its conditions make of the act; a practice and what goes on are told as done, but are no one act."""
    if happening.type == "threat":
        return "actual", "a threat that was uttered"
    if happening.type == "aid" and told.by is not None and told.by.kind == "prevented":
        return "actual", "aid that was kept back"
    if _is_practice(scene, index):
        return "ongoing", "a practice, told in the plural or without an article"
    if told.by is not None and told.reality != "actual":
        word = scene.parse.tokens[told.by.token]
        if told.by.kind == "purpose" and word.lemma in scene.ontology.groups["campaigns"]:
            return "ongoing", f"what a {word.lemma} is for"
        return told.reality, f"{told.by.kind}: {word.text!r}"
    if told.by is not None and told.by.kind == "ended":
        return "ongoing", f"to be ended: {scene.parse.tokens[told.by.token].text!r}"
    if happening.type == "detention" and _is_held(scene, index):
        return "ongoing", "prisoners held"
    if not _is_looked_back_at(scene, index, told) and _ongoing(scene, index):
        return "ongoing", "told as going on"
    return "actual", "told as done"


def _is_practice(scene: Scene, index: int) -> bool:
    """ "end its attacks", "condemned cross-border shelling", "rebels fighting the government": no act with its own day."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if token.tag == "VBG" and token.dep == "acl":
        above = parse.tokens[tree.clause_of(parse, token.head)]
        return above.tag in ("VBZ", "VBP") and not any(
            parse.tokens[child].entity.endswith("DATE") for child in parse.subtree(index)
        )
    if tree.is_verb(parse, index) or token.tag not in ("NNS", "NN"):
        return False
    marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det", "nummod")}
    if token.tag == "NNS" and _is_of_a_war(scene, index):
        return True
    if marks - {"the"}:
        return False
    near = (*parse.subtree(index), *range(index + 1, min(index + 3, len(parse.tokens))))
    if any(parse.tokens[each].entity.endswith(("DATE", "TIME")) for each in near):
        return False
    for steps, governor in enumerate(tree.ancestors(parse, index)):
        if steps > 2:
            return False
        lemma = parse.tokens[governor].lemma
        if parse.tokens[governor].pos == "NOUN" and _looks_back(scene, lemma):
            return False  # "faces five counts of murders"
        if lemma in scene.ontology.groups["practice"]:
            return not marks or lemma in scene.ontology.groups["endings"]
    return False


def _is_of_a_war(scene: Scene, index: int) -> bool:
    """ "some of the worst atrocities of the civil war": a sum over a war, no act with its own day."""
    parse = scene.parse
    if tree.children(parse, index, "nummod"):
        return False
    above = parse.tokens[parse.tokens[index].head]
    part = parse.tokens[above.head] if above.text.lower() == "of" else above
    if part.text.lower() not in _PARTS:
        return False
    return any(
        name in ("of", "in", "during") and parse.tokens[inner].lemma in _WARS
        for name, inner in tree.phrases(parse, index)
    )


def _is_looked_back_at(scene: Scene, index: int, told: Standing) -> bool:
    """ "are investigating the murder", "are hunting the men behind the massacre": that goes on, the act is over."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if told.by is None or told.by.kind != "factive":
        return False
    if token.tag != "NN" and not (token.tag == "NNS" and parse.tokens[told.by.token].pos == "NOUN"):
        return False
    if tree.children(parse, index, "amod") and _has_word_of(scene, index, "frequent", "amod"):
        return False
    if token.dep == "pobj" and parse.tokens[token.head].text.lower() == "behind":
        return True
    return _looks_back(scene, parse.tokens[told.by.token].lemma)


def _looks_back(scene: Scene, lemma: str) -> bool:
    """Whether what a word governs has been: "investigate", "count"; no word whose object may be a practice."""
    known = scene.ontology.factuality.governors.get(lemma) == "factive"
    return known and lemma not in scene.ontology.groups["practice"]


def _ongoing(scene: Scene, index: int) -> bool:
    """Present progressive, "continue to", "remain", or the plain present of a practice."""
    parse, token = scene.parse, scene.parse.tokens[index]
    verb = index if tree.is_verb(parse, index) else tree.governing_verb(parse, index)
    if any(
        parse.tokens[child].lemma in scene.ontology.groups["frequent"] for child in tree.children(parse, index, "amod")
    ):
        return True
    if token.lemma == "siege" and token.dep == "pobj" and parse.tokens[token.head].lemma == "under":
        return True
    if verb is None:
        return False
    if (verb != index and _told_as_habit(scene, index, verb)) or _is_habitual(scene, verb):
        return True
    while (
        parse.tokens[verb].dep == "conj"
        and parse.tokens[verb].tag == "VB"
        and not tree.children(parse, verb, "aux", "nsubj")
    ):
        verb = parse.tokens[verb].head  # "continue to join them and fight"
    head = parse.tokens[verb]
    helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, verb, "aux", "auxpass")}
    if head.lemma in scene.ontology.groups["ongoing"] and head.tag in ("VBP", "VBZ", "VBG"):
        return True
    subject = tree.grammatical_subject(parse, verb)
    if (
        subject is not None
        and parse.tokens[subject].lemma in ("campaign", "war", "insurgency", "conflict")
        and "has" in _helpers_of_clause(scene, verb)
    ):
        return True
    if head.dep == "xcomp" and head.tag == "VBG" and parse.tokens[head.head].lemma in scene.ontology.groups["endings"]:
        return True
    if (
        head.dep == "xcomp"
        and parse.tokens[head.head].lemma in ("continue", "keep")
        and parse.tokens[head.head].tag != "VBD"
    ):
        return True
    if head.tag == "VBG" and helpers & {"is", "are", "'re", "’re"}:
        return True
    return (
        verb == index
        and head.tag == "VBN"
        and "being" in helpers
        and bool(helpers & {"is", "are"})
        and token.dep != "xcomp"
    )


def _is_held(scene: Scene, index: int) -> bool:
    """ "hostages held by bandits": a state, unless a day says when it began."""
    parse, token = scene.parse, scene.parse.tokens[index]
    dated = any(parse.tokens[each].entity.endswith(("DATE", "TIME")) for each in parse.subtree(index))
    return token.lemma in ("hold", "keep") and token.dep == "acl" and not dated


def _is_habitual(scene: Scene, verb: int) -> bool:
    """ "bomb the suburbs almost daily", "routinely beat traders", "for years have kidnapped pupils", "have been going on since 2011"."""
    parse, token = scene.parse, scene.parse.tokens[verb]
    helpers = _helpers_of_clause(scene, verb)
    perfect, past = bool(helpers & {"has", "have", "’ve", "'ve"}), token.tag in ("VBD", "VBN") and not helpers
    if perfect and (
        ("been" in helpers and token.tag == "VBG")
        or any(
            parse.tokens[inner].lemma in _LONG
            and parse.tokens[inner].tag == "NNS"
            and (name == "for" or name in _ALONG and _is_bare_stretch(scene, inner))
            for name, inner in tree.phrases(parse, verb)
        )
    ):
        return True
    adverbs = [parse.tokens[child] for child in tree.children(parse, verb, "advmod", "npadvmod")]
    return not past and any(
        each.lemma in scene.ontology.groups["frequent"] or each.text.lower() in _OFTEN for each in adverbs
    )


def _is_bare_stretch(scene: Scene, noun: int) -> bool:
    """ "over the years", against "over the last two years", which is a stretch with bounds."""
    return bool(tree.children(scene.parse, noun, "det")) and not tree.children(
        scene.parse, noun, "amod", "nummod", "prep"
    )


def _told_as_habit(scene: Scene, noun: int, verb: int) -> bool:
    """Bare plurals with a verb of the present or the perfect: "have conducted strikes in", "most bombs are directed at"."""
    parse, token = scene.parse, scene.parse.tokens[noun]
    counted = [
        child for child in tree.children(parse, noun, "det", "nummod", "poss") if parse.tokens[child].dep != "poss"
    ]
    if (
        token.tag != "NNS"
        or counted
        or any(parse.tokens[each].entity.endswith(("DATE", "TIME")) for each in parse.subtree(verb))
    ):
        return False
    helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, verb, "aux", "auxpass")}
    return bool(helpers & {"has", "have", "is", "are", "’ve", "'ve"}) and parse.tokens[verb].tag == "VBN"


def _helpers_of_clause(scene: Scene, verb: int) -> set[str]:
    """Auxiliaries of a verb, or of the verb it shares them with ("has spanned … and killed")."""
    parse, current = scene.parse, verb
    while not (found := tree.children(parse, current, "aux", "auxpass")) and parse.tokens[current].dep == "conj":
        current = parse.tokens[current].head
    return {parse.tokens[child].text.lower() for child in found}


def _background(scene: Scene, index: int, date: DateMention | None) -> bool:
    """Told as old: by its own date, by a word for it, in the past perfect, or years before something else."""
    parse = scene.parse
    if _is_remembered(scene, index) and not (date is not None and _hangs_from(scene, index, date)):
        return True
    if date is not None and date.last is not None:
        return scene.published is not None and date.last < _oldest_news(scene.published)
    verb = index if tree.is_verb(parse, index) else tree.governing_verb(parse, index)
    if _has_word_of(scene, index, "background", "amod", "advmod"):
        return True
    if verb is None:
        return False
    if any(
        parse.tokens[child].lemma in ("previously", "formerly", "historically")
        for child in tree.children(parse, verb, "advmod")
    ):
        return True
    if _is_years_away(scene, verb):
        return True
    helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, verb, "aux", "auxpass")}
    first = verb
    while parse.tokens[first].dep == "conj":
        first = parse.tokens[first].head
    return "had" in helpers and parse.tokens[first].dep == "ROOT" and not _is_dated_news(scene, verb)


def _hangs_from(scene: Scene, index: int, date: DateMention) -> bool:
    """Whether the day stands in the act's own phrase: "remembered those killed in Sunday's blast"."""
    inside = scene.parse.subtree(index)
    return any(
        scene.parse.tokens[each].start >= date.start and scene.parse.tokens[each].end <= date.end for each in inside
    )


def _oldest_news(published: dt.date) -> dt.date:
    return published - dt.timedelta(days=BACKGROUND_DAYS)


def _has_word_of(scene: Scene, index: int, group: str, *labels: str) -> bool:
    return any(
        scene.parse.tokens[child].lemma in scene.ontology.groups[group]
        for child in tree.children(scene.parse, index, *labels)
    )


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


def _is_years_away(scene: Scene, verb: int) -> bool:
    """ "came five years after a truck bomb killed 580"."""
    parse = scene.parse
    for mark in tree.children(parse, verb, "mark"):
        if parse.tokens[mark].lemma in ("after", "since") and mark and parse.tokens[mark - 1].lemma in _LONG:
            return True
    return False


def _is_dated_news(scene: Scene, verb: int) -> bool:
    """Whether the sentence gives a day of the news: "by the time troops arrived on Saturday, the raiders had killed 23"."""
    if scene.published is None:
        return False
    span = scene.parse.sentences[scene.parse.tokens[verb].sentence]
    oldest = _oldest_news(scene.published)
    return any(
        span.start <= date.start < span.end and date.kind != "since" and date.last is not None and date.last >= oldest
        for date in scene.annotations.dates
    )
