"""Is it a happening of conflict at all? Grounds for common words, and the company an article keeps (RECORD §3, Not events)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tidings.coding import tree
from tidings.coding.draft import Draft
from tidings.coding.happenings import Happening
from tidings.coding.scene import FIGHTING_KINDS, Scene
from tidings.coding.triggers import Trigger

_SCORE = re.compile(
    r"\b(?:beat|beats|won|wins|drew|draw|defeated)\b[^.!?]{0,60}?\b\d{1,2}[-–]\d{1,2}(?=[.,;]|\s(?:in|at|on|after|with|to|as|and)\b)"
)
_STAGED_WORDS = 2
_MANY_SIGNS = 3
_SIGNS_PER_WORD = 1 / 250
_SIGNS_PER_WORD_OF_A_BRIEF = 1 / 40


def is_told_as_news(scene: Scene, happening: Happening) -> bool:
    """Not inside a name, a role or a figure of speech: "Attack on Titan", "the war crimes court", "under attack from critics"."""
    token = scene.parse.tokens[happening.main.token]
    if token.entity[2:] in ("WORK_OF_ART", "PRODUCT", "LAW") and not happening.main.verb:
        return False
    if _is_definition(scene, happening) or any(
        scene.parse.tokens[above].lemma == "cessation" for above in tree.ancestors(scene.parse, token.index)
    ):
        return False
    if _is_tried(scene, token.index) or _is_asked(scene, token.index):
        return False
    if _is_staged(scene, token.sentence) or _is_by_beasts(scene, happening) or _is_scored(scene, token.sentence):
        return False
    subtree = scene.parse.subtree(happening.main.token) if len(scene.parse.children(happening.main.token)) < 12 else ()
    return not any(
        scene.parse.tokens[index].lemma in scene.ontology.groups["talk"]
        for index in subtree
        if abs(index - token.index) < 6
    )


def _is_staged(scene: Scene, sentence: int) -> bool:
    """The sentence speaks of a film, a game or a drill, and names no armed party."""
    span = scene.parse.sentences[sentence]
    lemmas = {token.lemma for token in scene.parse.tokens[span.first : span.last]}
    if not lemmas & scene.ontology.groups["no_news"]:
        return False
    return not any(
        mention.kind in FIGHTING_KINDS and mention.form == "name" and span.start <= mention.start < span.end
        for mention in scene.annotations.actors
    )


def _is_by_beasts(scene: Scene, happening: Happening) -> bool:
    """ "Two tigers killed a farmer": no act of anybody."""
    verb = happening.main.token
    return any(
        scene.parse.tokens[index].lemma.lower() in scene.ontology.groups["animals"] and scene.actor_at(index) is None
        for index in tree.doers(scene.parse, verb)
    )


def _is_scored(scene: Scene, sentence: int) -> bool:
    """ "beat Al-Ahli 2-1 in Sanaa": a sentence about a match, told by the score after the verb."""
    span = scene.parse.sentences[sentence]
    return _SCORE.search(scene.parse.text, span.start, span.end) is not None


def _is_tried(scene: Scene, index: int) -> bool:
    """ "sentenced for the massacre": the trial is not the act (RECORD §3)."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if token.dep not in ("pobj", "pcomp") or parse.tokens[token.head].text.lower() not in ("for", "of", "over", "with"):
        return False
    return parse.tokens[parse.tokens[token.head].head].lemma in scene.ontology.groups["trials"]


def _is_asked(scene: Scene, index: int) -> bool:
    """ "did not say how many of its men had died": a question, not an answer."""
    parse = scene.parse
    verb = tree.clause_of(parse, index)
    if parse.tokens[verb].dep not in ("ccomp", "pcomp", "xcomp", "csubj"):
        return False
    return any(
        parse.tokens[each].text.lower() in ("how", "whether", "why") and each < index for each in parse.subtree(verb)
    )


def _is_definition(scene: Scene, happening: Happening) -> bool:
    """ "a strike is …", "not classified as a strike": says what the word means, in the present tense."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if happening.main.verb or len(happening.triggers) > 1:
        return False
    head = parse.tokens[token.head]
    if token.dep == "pobj" and head.text.lower() == "as":
        return parse.tokens[head.head].lemma in ("classify", "define", "describe", "regard", "know", "count", "term")
    return token.dep in ("attr", "nsubj") and head.lemma == "be" and head.tag in ("VBZ", "VBP") and not happening.actors


def is_grounded(scene: Scene, draft: Draft, level: int) -> bool:
    """A common word needs an armed actor, victims, a weapon or a taken place beside it; in an article with no sign of conflict, an armed actor."""
    triggers = draft.happening.triggers
    armed = any(mention.kind in FIGHTING_KINDS for mention in draft.actors + draft.recipients)
    if level == 0:
        return False
    if not all(trigger.weak for trigger in triggers):
        return level > 1 or armed or bool(draft.counts)
    if armed:
        return True
    if level < 2:
        return False
    people = bool(draft.recipients or draft.actors)
    toll = bool(draft.counts)
    if scene.ontology.types[draft.type].family in ("territory",):
        return draft.place is not None
    return people or toll or bool(draft.means) or (draft.place is not None and not draft.happening.main.verb)


def conflict_level(scene: Scene, triggers: Iterable[Trigger]) -> int:
    """0 nothing warlike, 1 a hint, 2 an article about conflict: armed actors, weapons and strong triggers, by density.

    Police alone make no conflict, nor do the dead of a storm.
    """
    found = tuple(triggers)
    armed = {
        mention.id or mention.name
        for mention in scene.annotations.actors
        if mention.kind in FIGHTING_KINDS and mention.form in ("name", "force") and "police" not in mention.name.lower()
    }
    strong = {scene.parse.tokens[trigger.token].lemma for trigger in found if not trigger.weak}
    acts = {scene.parse.tokens[trigger.token].lemma for trigger in found if not trigger.weak and not trigger.effect}
    if not armed and (len(acts) < _different(scene, "disaster") or _different(scene, "no_news") >= _STAGED_WORDS):
        return 0
    words = len(scene.parse.tokens) or 1
    tolls = any(count.kind in ("killed", "injured", "casualties") for count in scene.annotations.counts)
    points = len(armed) + len(strong) + tolls
    if points == 0:
        return 0
    about = points >= _MANY_SIGNS and points / words > _SIGNS_PER_WORD
    return 2 if about or points / words > _SIGNS_PER_WORD_OF_A_BRIEF else 1


def _different(scene: Scene, group: str) -> int:
    """How many different nouns of a word group the article uses: of nature and accident, or of stage and sport."""
    words = scene.ontology.groups[group]
    return len({token.lemma for token in scene.parse.tokens if token.lemma in words and token.pos in ("NOUN", "PROPN")})
