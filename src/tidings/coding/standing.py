"""Did it happen: polarity, reality and background of a happening, read off the words that govern it (RECORD §3, Standing)."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from tidings.coding import tree
from tidings.coding.background import is_background
from tidings.coding.happenings import Happening
from tidings.coding.ongoing import goes_on, has_word_of, is_held, is_lifted, is_practice, looks_back
from tidings.coding.scene import Scene
from tidings.coding.threats import is_threat
from tidings.model.coding import Reality
from tidings.model.mentions import DateMention
from tidings.model.values import Polarity
from tidings.reference.conditions import Standing, standing

BACKGROUND_DAYS = 7


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
        background=not (happening.type == "agreement" and reality == "ongoing")  # a truce of long ago that holds
        and is_background(scene, index, date, reality, _oldest_news(scene)),
        rule=rule,
        known=told.by is not None and told.by.kind == "factive",
    )


def _oldest_news(scene: Scene) -> dt.date | None:
    """The first day that is still news; None where the day of publication is not known."""
    return None if scene.published is None else scene.published - dt.timedelta(days=BACKGROUND_DAYS)


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
    if is_threat(scene, index, happening.type, told):
        return "threatened", "violence that somebody says will come"
    if told.polarity == "affirmed" and happening.type == "siege" and is_lifted(scene, index):
        return "ongoing", "a siege that is to be lifted"
    if is_practice(scene, index):
        return "ongoing", "a practice, told in the plural or without an article"
    if told.by is not None and told.reality != "actual":
        word = scene.parse.tokens[told.by.token]
        if told.by.kind == "purpose" and word.lemma in scene.ontology.groups["campaigns"]:
            return "ongoing", f"what a {word.lemma} is for"
        return told.reality, f"{told.by.kind}: {word.text!r}"
    if told.by is not None and told.by.kind == "ended":
        return "ongoing", f"to be ended: {scene.parse.tokens[told.by.token].text!r}"
    if told.polarity == "denied":
        return "actual", "told as not so"
    if happening.type == "detention" and is_held(scene, index):
        return "ongoing", "prisoners held"
    if not _is_looked_back_at(scene, index, told) and goes_on(scene, index, happening.type):
        return "ongoing", "told as going on"
    return "actual", "told as done"


def _is_looked_back_at(scene: Scene, index: int, told: Standing) -> bool:
    """ "are investigating the murder", "are hunting the men behind the massacre": that goes on, the act is over."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if told.by is None or told.by.kind != "factive":
        return False
    if token.tag != "NN" and not (token.tag == "NNS" and parse.tokens[told.by.token].pos == "NOUN"):
        return False
    if tree.children(parse, index, "amod") and has_word_of(scene, index, "frequent", "amod"):
        return False
    if token.dep == "pobj" and parse.tokens[token.head].text.lower() == "behind":
        return True
    return looks_back(scene, parse.tokens[told.by.token].lemma)
