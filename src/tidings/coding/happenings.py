"""Happenings: triggers of one sentence that tell one act, joined, with who did it to whom.

An *effect* ("killed 12", "destroyed two bridges") joins the act its clause tells ("an air strike", "gunmen opened fire");
it stands alone when none is told. Two acts of one clause are one happening when one is only the other's name
("hit the town with mortar fire"). RECORD §3 decides the type: material beats verbal, the higher row beats the lower.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tidings.coding import tree
from tidings.coding.asides import aside_of
from tidings.coding.roles import fights, find_roles
from tidings.coding.scene import Scene
from tidings.coding.triggers import Trigger
from tidings.model.mentions import ActorMention
from tidings.model.text import Parse
from tidings.reference.clauses import is_loose_gerund

_JOINING = frozenset({"advcl", "relcl", "acl", "conj", "xcomp", "pcomp", "ccomp"})


_DOING = frozenset({"carry", "commit", "conduct", "launch", "stage", "perpetrate", "cause"})
_CAPTORS = frozenset({"captivity", "captor", "abductor", "kidnapper", "detention", "custody", "prison"})
_MILITARY = frozenset(
    {"base", "airbase", "barracks", "checkpoint", "outpost", "post", "position", "headquarters", "patrol", "convoy"}
)


class Happening(Struct, frozen=True, kw_only=True):
    """Triggers that tell one act: ``main`` names the type; the others add words, means and effects."""

    main: Trigger
    triggers: tuple[Trigger, ...]
    type: str
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]

    @property
    def is_ruled(self) -> bool:
        """Whether a pattern found it, not the heads alone."""
        return any(trigger.by == "pattern" for trigger in self.triggers)


def find_happenings(scene: Scene, triggers: Iterable[Trigger]) -> tuple[Happening, ...]:
    """The happenings of an article in text order of their main trigger."""
    by_sentence: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        by_sentence.setdefault(scene.parse.tokens[trigger.token].sentence, []).append(trigger)
    return tuple(
        _happening(scene, group)
        for sentence in sorted(by_sentence)
        for group in _groups(scene.parse, by_sentence[sentence])
    )


def _groups(parse: Parse, triggers: list[Trigger]) -> list[list[Trigger]]:
    """Triggers of a sentence joined into acts: each effect joins its nearest act, acts join when one names the other."""
    owner = list(range(len(triggers)))
    asides = [aside_of(parse, trigger.token) for trigger in triggers]

    def root(index: int) -> int:
        while owner[index] != index:
            index = owner[index]
        return index

    acts = [index for index, trigger in enumerate(triggers) if not trigger.effect]
    apart = {index for index in acts if _is_another(parse, triggers[index])}
    for left in acts:
        for right in acts:
            together = left < right and asides[left] == asides[right] and not {left, right} & apart
            if together and _same_act(parse, triggers[left], triggers[right]):
                owner[root(right)] = root(left)
    for index, trigger in enumerate(triggers):
        if not trigger.effect:
            continue
        near = [
            (tree.distance(parse, trigger.token, triggers[act].token), act)
            for act in acts
            if asides[act] == asides[index] and _does(parse, triggers[act], trigger)
        ]
        if near:
            owner[index] = root(min(near)[1])
    effects = [index for index, trigger in enumerate(triggers) if trigger.effect]
    for right in effects:
        for left in effects:
            if left < right and asides[left] == asides[right] and _side_by_side(parse, triggers[left], triggers[right]):
                alone, other = (right, left) if root(right) == right else (left, right)
                if root(alone) == alone and root(other) != alone:
                    owner[alone] = root(other)
    groups: dict[int, list[Trigger]] = {}
    for index, trigger in enumerate(triggers):
        groups.setdefault(root(index), []).append(trigger)
    return [groups[index] for index in sorted(groups)]


def _is_another(parse: Parse, trigger: Trigger) -> bool:
    """ "less than a month after another bombing": the noun tells an act of its own."""
    marks = {parse.tokens[child].lemma for child in tree.children(parse, trigger.token, "det", "amod")}
    if parse.tokens[trigger.token].dep == "attr":
        return False  # "the attack was the second such bombing"
    return not trigger.verb and bool(marks & {"another", "previous", "earlier", "second", "similar"})


def _same_act(parse: Parse, left: Trigger, right: Trigger) -> bool:
    """One names the other: a noun and the verb it is subject, object or instrument of, of kin types."""
    a, b = parse.tokens[left.token], parse.tokens[right.token]
    kin = left.type == right.type or _kin(left, right)
    if not kin:
        return False
    if not left.verb and not right.verb:
        if b.dep == "pobj" and parse.tokens[b.head].lemma in ("include", "including"):
            return parse.tokens[b.head].head == a.index or a.index in tuple(tree.ancestors(parse, b.index))
        named = _stands_beside(parse, a.index, b.index) or _is_said_to_be(parse, a.index, b.index)
        return named or _is_done_by(parse, a.index, b.index)
    if left.verb and right.verb:
        if b.dep == "conj" and b.head == a.index and {left.by, right.by} == {"heads", "pattern"}:
            return not tree.children(parse, b.index, "nsubj", "nsubjpass")  # "arrived on motorcycles and opened fire"
        return left.type == right.type and b.dep == "xcomp" and b.head == a.index
    if left.type in ("territory_taken", "territory_ceded"):
        return False  # "the town fell after the capture of the city" is two
    noun, verb = (b, a) if left.verb else (a, b)
    return tree.governing_verb(parse, noun.index) == verb.index or (
        verb.dep in ("relcl", "acl") and verb.head == noun.index
    )


def _stands_beside(parse: Parse, left: int, right: int) -> bool:
    """ "The blast, an attack on …"; past the verb of the first it is said of another: "The attack came after a bombing, an attack …"."""
    token, verb = parse.tokens[right], tree.governing_verb(parse, left)
    return token.head == left and token.dep == "appos" and not (verb is not None and left < verb < right)


def _is_done_by(parse: Parse, left: int, right: int) -> bool:
    """ "The attack was carried out by a suicide bomber", "the attack which media said was carried out by one"."""
    token = parse.tokens[right]
    verb = parse.tokens[parse.tokens[token.head].head]
    if token.dep != "pobj" or parse.tokens[token.head].dep != "agent" or verb.lemma not in _DOING:
        return False
    return left in tree.children(parse, verb.index, "nsubjpass") or left in tree.ancestors(parse, verb.index)


def _is_said_to_be(parse: Parse, left: int, right: int) -> bool:
    """ "The attack was the second such bombing", "their release was part of a swap": the second noun says what the first is."""
    token, subject = parse.tokens[right], parse.tokens[left]
    if token.dep == "pobj" and parse.tokens[parse.tokens[token.head].head].lemma in ("part", "result"):
        token = parse.tokens[parse.tokens[token.head].head]
    verb = parse.tokens[token.head]
    return token.dep == "attr" and verb.lemma == "be" and subject.dep == "nsubj" and subject.head == verb.index


def _kin(left: Trigger, right: Trigger) -> bool:
    lethal = {
        "air_strike",
        "shelling",
        "explosion",
        "suicide_bombing",
        "attack_on_civilians",
        "armed_clash",
        "killing",
        "chemical_attack",
        "destruction",
    }
    return left.type in lethal and right.type in lethal


def _does(parse: Parse, act: Trigger, effect: Trigger) -> bool:
    """Whether the sentence tells the effect as what this act did."""
    if act.pattern.type in (
        "interception",
        "agreement",
        "declaration",
        "threat",
        "protest",
        "displacement",
        "aid",
        "deployment",
        "surrender",
        "release",
        "detention",
        "territory_ceded",
    ):
        return False
    act_clause, effect_clause = tree.clause_of(parse, act.token), tree.clause_of(parse, effect.token)
    if effect_clause in tree.ancestors(parse, act_clause) and _tells_past(parse, act_clause):
        return False
    if _came_first(parse, act_clause, effect_clause):
        return False
    told_of = parse.tokens[parse.tokens[effect.token].head]
    if act_clause == effect_clause or (parse.tokens[effect.token].dep == "acl" and told_of.lemma in ("those", "that")):
        return True
    for inner, outer, top in ((effect_clause, act_clause, act.token), (act_clause, effect_clause, effect.token)):
        token = parse.tokens[inner]
        above = (
            parse.tokens[token.head].head if token.dep == "pcomp" else token.head
        )  # "killed by shelling": past the "by"
        if token.dep in _JOINING and above in (outer, top):
            return (
                token.dep != "conj"
                or not tree.children(parse, inner, "nsubj", "nsubjpass")
                or _names_act(parse, inner, act)
            )
        if token.dep in _JOINING and token.head in parse.subtree(top) and parse.tokens[token.head].pos == "NOUN":
            return token.dep in ("relcl", "acl")
    if is_loose_gerund(parse, effect.token):  # "a blast hit a convoy waiting to enter the city on Saturday killing 100"
        return act_clause in tree.ancestors(parse, effect.token)
    return _goal_and_outcome(parse, act_clause, effect_clause) or _seen_by(parse, act.token, effect_clause)


def _came_first(parse: Parse, act_clause: int, effect_clause: int) -> bool:
    """ "Jets bombed the camp after militants killed two soldiers": what it came after is none of its effects."""
    effect = parse.tokens[effect_clause]
    marks = {parse.tokens[each].text.lower() for each in tree.children(parse, effect_clause, "mark")}
    subject = tree.children(parse, effect_clause, "nsubj", "nsubjpass")
    return (
        effect.dep == "advcl"
        and effect.head == act_clause
        and bool(subject)
        and bool(marks & {"after", "since", "once"})
    )


def _tells_past(parse: Parse, clause: int) -> bool:
    """ "The militants, who bombed the capital in 2015, killed six": set off by a comma and dated, it tells of another time of theirs."""
    inner = parse.subtree(clause)
    first = parse.tokens[min(inner)]
    set_off = first.text.lower() == "who" and first.index > 0 and parse.tokens[first.index - 1].text == ","
    return (
        set_off
        and parse.tokens[clause].dep == "relcl"
        and any(parse.tokens[each].entity.endswith("DATE") for each in inner)
    )


def _goal_and_outcome(parse: Parse, act_clause: int, effect_clause: int) -> bool:
    """ "used drones to bomb the camp, killing 56": what was meant and what came of it hang from one verb."""
    goal, outcome = parse.tokens[act_clause], parse.tokens[effect_clause]
    return goal.dep == "xcomp" and outcome.dep == "advcl" and outcome.tag == "VBG" and goal.head == outcome.head


def _seen_by(parse: Parse, act: int, effect_clause: int) -> bool:
    """ "fighting that saw hundreds killed", "an attack that left 12 dead": the act is the subject of the verb above the effect."""
    token = parse.tokens[effect_clause]
    above = parse.tokens[token.head]
    if above.lemma not in ("see", "leave", "cause", "result", "lead", "mean"):
        return False
    subject = tree.grammatical_subject(parse, above.index)
    return subject == act


def _names_act(parse: Parse, verb: int, act: Trigger) -> bool:
    subject = tree.grammatical_subject(parse, verb)
    return subject is not None and parse.tokens[subject].lemma == parse.tokens[act.token].lemma


def _side_by_side(parse: Parse, left: Trigger, right: Trigger) -> bool:
    """Two effects told in one breath: "killed 12 and wounded 30", "12 dead, dozens wounded"."""
    a, b = tree.clause_of(parse, left.token), tree.clause_of(parse, right.token)
    if a == b:
        return True
    inner, outer = parse.tokens[b], a
    return inner.head == outer and inner.dep in ("conj", "advcl", "dep") and left.type == right.type


def _happening(scene: Scene, triggers: list[Trigger]) -> Happening:
    acts = [trigger for trigger in triggers if not trigger.effect] or triggers
    main = min(acts, key=lambda trigger: (trigger.rank, trigger.weak, trigger.token))
    actors, recipients = find_roles(scene, triggers)
    return Happening(
        main=main,
        triggers=tuple(triggers),
        type=_settle_type(scene, main, triggers, actors, recipients),
        actors=actors,
        recipients=recipients,
    )


def _is_sideless(scene: Scene, mention: ActorMention) -> bool:
    """ "Two collaborators": the noun does not say whether they fought."""
    sideless = scene.ontology.groups["sideless"]
    return mention.id is None and mention.head >= 0 and scene.parse.tokens[mention.head].lemma in sideless


def _laid_down(mention: ActorMention) -> bool:
    """ "former fighters" who are hit had laid down their arms."""
    return mention.id is None and mention.name.lower().startswith(("former ", "ex-"))


def _settle_type(
    scene: Scene,
    main: Trigger,
    triggers: list[Trigger],
    actors: tuple[ActorMention, ...],
    recipients: tuple[ActorMention, ...],
) -> str:
    """The type by whom it hits, where the word alone does not say (RECORD §3: killing of fighters by fighters is a clash)."""
    targets = {
        "fighters" if (fights(scene, mention) or _is_base(scene, mention)) and not _laid_down(mention) else "civilians"
        for mention in recipients
        if not _is_sideless(scene, mention)
    }
    if main.pattern.by_target:
        chosen = dict(main.pattern.by_target)
        if targets == {"fighters"} or (not targets and _hits_base(scene, triggers)):
            return chosen["fighters"]
        return chosen.get("civilians" if "civilians" in targets else "else", chosen["else"])
    if main.type == "territory_ceded" and _is_of_a_country(scene, main):
        return "deployment"
    if main.type == "displacement" and _is_from_captors(scene, main):
        return "release"
    if main.type == "killing" and any(fights(scene, mention) for mention in actors):
        if targets == {"fighters"}:
            return "armed_clash"
        return "attack_on_civilians" if "civilians" in targets else "killing"
    if main.type == "abduction" and targets == {"fighters"} and main.pattern.object == ("civilians",):
        return "detention"
    return main.type


def _is_of_a_country(scene: Scene, trigger: Trigger) -> bool:
    """ "Troops left Iraq in 2011": who leaves a whole country is pulled out, no place is given up."""
    inner = [index for _, index in tree.phrases(scene.parse, trigger.token)]
    places = [scene.place_at(index) for index in (*inner, *tree.undergoers(scene.parse, trigger.token))]
    left = [mention.place.precision for mention in places if mention is not None]
    return bool(left) and set(left) == {"country"}


def _is_from_captors(scene: Scene, trigger: Trigger) -> bool:
    """ "Escaped from captivity to the town", "from their captors": who escapes from there was held."""
    inner = [index for name, index in tree.phrases(scene.parse, trigger.token) if name == "from"]
    return scene.parse.tokens[trigger.token].lemma == "escape" and any(
        scene.parse.tokens[index].lemma in _CAPTORS for index in inner
    )


def _is_base(scene: Scene, mention: ActorMention) -> bool:
    """ "Attacks on coalition bases": whose the posts are, named by them."""
    return mention.head >= 0 and scene.parse.tokens[mention.head].lemma in _MILITARY


def _hits_base(scene: Scene, triggers: list[Trigger]) -> bool:
    for trigger in triggers:
        inner = [index for _, index in tree.phrases(scene.parse, trigger.token)] + list(
            tree.undergoers(scene.parse, trigger.token)
        )
        if any(scene.parse.tokens[index].lemma in _MILITARY for index in inner):
            return True
    return False
