"""Triggers: the words that evoke an event, found by the ontology's patterns on the dependency tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from tidings.coding import tree
from tidings.coding.scene import Scene
from tidings.model.mentions import ActMention
from tidings.model.text import Token
from tidings.reference.ontology import Pattern

_VIOLENCE = frozenset({
    "attack", "kill", "strike", "bomb", "destroy", "retaliate", "hit", "execute", "behead", "shoot", "invade", "revenge", "retaliation",
    "war", "violence", "blood", "death", "avenge", "offensive", "shell", "crush", "eliminate", "capture", "punish", "storm", "massacre", "burn",
})  # fmt: skip
# Chance from which a word that no pattern knows is looked at; chosen on gold and the test part of our own sentences.
LEAST_ACT = 0.9
LEAST_TYPE = 0.7  # a word whose type is less sure gives no type to the effects beside it
BEHIND = 100  # of an act that both tell, what a pattern found gives the type
_SPOKEN_OF = frozenset("claim condemn denounce deplore mourn investigate probe discuss describe blame".split())
_ASPECT = frozenset(
    "continue persist last begin start resume end rage".split()
)  # how an act goes on that another word tells
_NOMINAL = ("nsubj", "nsubjpass", "dobj", "pobj")
_BESIDE = ("nsubj", "nsubjpass", "dobj")


class Trigger(Struct, frozen=True, kw_only=True):
    """A word that evokes an event of a type. ``effect``: it tells what an act did; ``weak``: it needs grounds beside it.

    ``by``: what found it.
    """

    token: int
    type: str
    rank: int
    effect: bool
    weak: bool
    verb: bool
    pattern: Pattern
    by: Literal["pattern", "heads"] = "pattern"


def find_triggers(scene: Scene) -> tuple[Trigger, ...]:
    """All triggers in text order, one a token: those of the patterns, and words that the heads are sure of and no pattern knows."""
    ruled = _by_pattern(scene)
    return tuple(sorted((*ruled, *_by_heads(scene, ruled)), key=lambda trigger: trigger.token))


def _by_heads(scene: Scene, ruled: Sequence[Trigger]) -> Iterator[Trigger]:
    """Words that the trained heads take for an act, where no pattern fits one in the same phrase.

    Of a run of words ("opened fire") the verb stands for all, else the last.
    """
    taken = {trigger.token for trigger in ruled}
    sure_acts = [act for act in scene.annotations.acts if act.chance >= LEAST_ACT]
    told = {scene.parse.tokens[token].sentence for token in taken}
    all_acts = taken | {act.token for act in sure_acts}
    for run in _runs(scene, sure_acts):
        tokens = [scene.parse.tokens[act.token] for act in run]
        if any(token.index in taken for token in tokens):
            continue
        chosen = next((token for token in tokens if token.pos == "VERB"), tokens[-1])
        if chosen.pos not in ("VERB", "NOUN", "PROPN", "ADJ") or scene.actor_at(chosen.index) is not None:
            continue
        if chosen.pos in ("NOUN", "PROPN") and not _is_noun(scene, chosen):
            continue  # "the bombing toll"
        kind, sure = max(run, key=lambda act: act.chance).types[0]
        if sure < LEAST_TYPE and (chosen.sentence in told or _has_beside(scene, chosen, all_acts)):
            continue  # "planted the bomb": the bomb tells it, and better
        if chosen.sentence in told and chosen.lemma in _ASPECT or _is_remembrance(scene, chosen):
            continue  # "clashes broke out on Sunday and continued", "marked the anniversary of the siege"
        if chosen.dep == "dobj" and scene.parse.tokens[chosen.head].lemma in _SPOKEN_OF:
            continue  # "claimed the raid", "condemned the massacre": an act that is told elsewhere
        effect = sure < LEAST_TYPE or _joins(scene, chosen, kind, ruled)
        yield Trigger(
            token=chosen.index, type=kind, rank=scene.ontology.rank(kind) + BEHIND, effect=effect, weak=True,
            verb=chosen.tag.startswith("VB"), pattern=Pattern(type=kind, rank=scene.ontology.rank(kind)), by="heads",
        )  # fmt: skip


def _is_remembrance(scene: Scene, token: Token) -> bool:
    remembered = scene.ontology.groups["remembered"]
    beside = (child for child in scene.parse.children(token.index) if scene.parse.tokens[child].dep in _BESIDE)
    return any(scene.parse.tokens[index].lemma in remembered for index in (token.index, *beside))


def _has_beside(scene: Scene, token: Token, acts: set[int]) -> bool:
    """Whether an act is subject or object of a word: that act tells it, and better."""
    return any(
        child in acts and scene.parse.tokens[child].dep in _BESIDE for child in scene.parse.children(token.index)
    )


def _runs(scene: Scene, acts: Sequence[ActMention]) -> list[list[ActMention]]:
    """Acts that stand side by side and are of one type, together."""
    runs: list[list[ActMention]] = []
    for act in acts:
        beside = runs and runs[-1][-1].token == act.token - 1 and runs[-1][-1].types[0][0] == act.types[0][0]
        if beside and scene.parse.tokens[act.token].sentence == scene.parse.tokens[act.token - 1].sentence:
            runs[-1].append(act)
        else:
            runs.append([act])
    return runs


def _joins(scene: Scene, token: Token, kind: str, ruled: Sequence[Trigger]) -> bool:
    """Whether a word only adds to an act that a pattern found: one of its type in the same sentence, or "the blast hit a cafe"."""
    beside = {child for child in scene.parse.children(token.index) if scene.parse.tokens[child].dep in _BESIDE}
    return any(
        trigger.token in beside
        and _family(scene, trigger.type) == _family(scene, kind)
        or trigger.type == kind
        and scene.parse.tokens[trigger.token].sentence == token.sentence
        for trigger in ruled
    )


def _family(scene: Scene, kind: str) -> str:
    return scene.ontology.types[kind].family


def _by_pattern(scene: Scene) -> tuple[Trigger, ...]:
    """The triggers of the patterns: the most specific pattern wins, then the order of precedence."""
    found = []
    for token in scene.parse.tokens:
        patterns = next(filter(None, map(scene.ontology.by_lemma.get, _forms(token))), ())
        fitting = [pattern for pattern in patterns if _fits(scene, token, pattern)]
        if fitting:
            best = min(
                fitting, key=lambda pattern: (-pattern.constraints, scene.ontology.rank(pattern.type), pattern.weak)
            )
            found.append(_trigger(scene, token, best))
    return tuple(found)


def _trigger(scene: Scene, token: Token, pattern: Pattern) -> Trigger:
    return Trigger(
        token=token.index, type=pattern.type, rank=scene.ontology.rank(pattern.type), effect=pattern.effect, weak=pattern.weak,
        verb=token.lemma in pattern.verb and token.tag.startswith("VB"), pattern=pattern,
    )  # fmt: skip


def _fits(scene: Scene, token: Token, pattern: Pattern) -> bool:
    if token.lemma in pattern.verb and tree.is_verb(scene.parse, token.index):
        return _verb_fits(scene, token, pattern)
    if not pattern.noun.isdisjoint(_forms(token)) and _is_noun(scene, token):
        return _noun_fits(scene, token, pattern)
    if token.lemma in pattern.adj and token.pos in ("ADJ", "NOUN", "ADV"):
        return token.dep in ("acomp", "oprd", "attr", "ROOT", "conj", "amod", "advcl", "ccomp")
    return False


def _forms(token: Token) -> tuple[str, ...]:
    """The forms under which a pattern may know a word; the lemma of a capitalised plural keeps its s ("Coalition Airstrikes")."""
    word = token.text.lower()
    return token.lemma, word, word.removesuffix("s")


def _is_noun(scene: Scene, token: Token) -> bool:
    """A noun that names the event itself, not one that only modifies another noun ("attack helicopter", "protest leader")."""
    mistaken = (
        token.tag in ("VBZ", "VBP") and token.dep in _NOMINAL
    )  # "Coalition airstrikes targeted", taken for a verb
    if token.pos not in ("NOUN", "PROPN") and not token.tag.startswith("NN") and not mistaken:
        return False
    if any(scene.has_class(each, "aircraft") for each in tree.conjuncts(scene.parse, token.index)[1:]):
        return False  # "attack, bomber and fighter aircraft"
    if token.dep not in ("compound", "nmod", "amod", "poss"):
        return True
    return scene.ontology.by_lemma.get(scene.parse.tokens[token.head].lemma) is None and token.dep in ("nmod",)


def _verb_fits(scene: Scene, token: Token, pattern: Pattern) -> bool:
    parse, verb = scene.parse, token.index
    if pattern.particle and not _has_particle(scene, verb, pattern.particle):
        return False
    if pattern.past and token.tag not in ("VBD", "VBN"):
        return False
    if pattern.passive and not tree.is_passive(parse, verb):
        return False
    objects = tree.undergoers(parse, verb)
    if pattern.object and not _any_class(scene, objects, pattern.object):
        return False
    if pattern.subject and not _any_class(scene, _subjects(scene, verb, pattern), pattern.subject):
        return False
    if pattern.prep and not _has_phrase(scene, verb, pattern):
        return False
    if pattern.companion and not _has_companion(scene, verb, pattern.companion):
        return False
    return not pattern.means or _has_means(scene, verb, pattern.means)


def _does_harm(scene: Scene, noun: int) -> bool:
    """Subject or agent of a verb that some pattern names: "a bomb killed", "wounded by a mine", "the bomb that killed"."""
    parse = scene.parse
    verbs = [*tree.children(parse, noun, "relcl", "acl"), tree.governing_verb(parse, noun)]
    return any(
        verb is not None and noun in tree.doers(parse, verb) and parse.tokens[verb].lemma in scene.ontology.by_lemma
        for verb in verbs
    )


def _subjects(scene: Scene, verb: int, pattern: Pattern) -> tuple[int, ...]:
    """The doers; for verbs that happen to their subject (explode, fall, land) the grammatical subject."""
    found = tree.doers(scene.parse, verb)
    if not found and not pattern.object and (subject := tree.grammatical_subject(scene.parse, verb)) is not None:
        return tree.conjuncts(scene.parse, subject)
    return found


def _noun_fits(scene: Scene, token: Token, pattern: Pattern) -> bool:
    parse = scene.parse
    if pattern.mod and not _has_modifier(scene, token.index, pattern.mod):
        return False
    if pattern.subject:
        makers = [
            child
            for child in parse.children(token.index)
            if parse.tokens[child].dep in ("compound", "poss", "amod", "nmod")
        ]
        makers += [inner for preposition, inner in tree.phrases(parse, token.index) if preposition in ("by", "from")]
        if (verb := tree.light_verb(parse, token.index)) is not None:
            makers += tree.doers(parse, verb)
        if not _any_class(scene, tuple(makers), pattern.subject):
            return False
    if pattern.does and not _does_harm(scene, token.index):
        return False
    if pattern.article_means and pattern.article_means not in scene.article_means:
        return False
    return not pattern.prep or _has_phrase(scene, token.index, pattern)


def _any_class(scene: Scene, indices: tuple[int, ...], classes: tuple[str, ...]) -> bool:
    return any(scene.has_class(index, name) for index in indices for name in classes)


def _has_particle(scene: Scene, verb: int, particles: frozenset[str]) -> bool:
    parse = scene.parse
    return any(
        parse.tokens[child].text.lower() in particles
        and parse.tokens[child].dep in ("prt", "advmod", "prep", "npadvmod")
        for child in parse.children(verb)
    )


def _has_phrase(scene: Scene, index: int, pattern: Pattern) -> bool:
    found = tuple(tree.phrases(scene.parse, index))
    if any(
        name == preposition and scene.has_class(inner, wanted)
        for name, inner in found
        for preposition, wanted in pattern.prep
    ):
        return True
    objects = tree.undergoers(scene.parse, index) if pattern.verb else ()
    within = [
        inner for _, inner in found
    ]  # "forced them at gunpoint into trucks": the parser hangs the trucks from the gunpoint
    inner_phrases = [pair for each in (*objects, *within) for pair in tree.phrases(scene.parse, each)]
    return any(
        name == preposition and scene.has_class(inner, wanted)
        for name, inner in inner_phrases
        for preposition, wanted in pattern.prep
    )


def _has_modifier(scene: Scene, noun: int, modifiers: frozenset[str]) -> bool:
    for child in scene.parse.children(noun):
        token = scene.parse.tokens[child]
        if token.dep in ("amod", "compound", "nmod", "poss", "npadvmod", "punct", "advmod") and (
            token.lemma in modifiers or token.text.lower() in modifiers or token.lemma.removesuffix("s") in modifiers
        ):
            return True
        if token.dep in ("compound", "amod", "nmod") and _has_modifier(scene, child, modifiers):
            return True
    before = scene.parse.tokens[noun - 1] if noun else None
    return before is not None and before.lemma in modifiers and before.sentence == scene.parse.tokens[noun].sentence


def _has_companion(scene: Scene, verb: int, word: str) -> bool:
    """A word near the verb: below it in the tree and within its clause ("take … hostage"), or any word of violence."""
    parse = scene.parse
    for index in parse.subtree(verb):
        token = parse.tokens[index]
        if index == verb or abs(index - verb) > 14:
            continue
        if (word == "violence" and token.lemma in _VIOLENCE) or token.lemma == word or token.text.lower() == word:
            return True
    return False


def _has_means(scene: Scene, verb: int, means: str) -> bool:
    parse = scene.parse
    return any(
        scene.ontology.means.get(parse.tokens[index].lemma) in (means, "helicopter", "drone")
        for index in tree.clause_tokens(parse, verb)
    )
