"""Happenings: triggers of one sentence that tell one act, joined, with who did it to whom.

An *effect* ("killed 12", "destroyed two bridges") joins the act its clause tells ("an air strike", "gunmen opened fire");
it stands alone when none is told. Two acts of one clause are one happening when one is only the other's name
("hit the town with mortar fire"). RECORD §3 decides the type: material beats verbal, the higher row beats the lower.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tidings.coding import tree
from tidings.coding.scene import FIGHTING_KINDS, Scene
from tidings.coding.triggers import Trigger
from tidings.model.mentions import ActorMention
from tidings.model.text import Parse

_TARGET_PREPOSITIONS = frozenset({"on", "against", "at", "of", "upon", "towards", "toward"})
_VICTIM_NOUNS = frozenset({"killing", "murder", "massacre", "abduction", "kidnapping", "beheading", "execution", "assassination", "rape", "torture", "arrest", "detention", "death",
                           "slaughter", "release", "rescue", "displacement", "wounding", "slaying", "capture", "siege", "besiegement", "defeat", "slavery", "repatriation", "elimination", "liberation", "seizure", "fall", "recapture", "ouster"})  # fmt: skip
_BY_ARMED_ONLY = frozenset(
    {
        "air_strike",
        "shelling",
        "explosion",
        "chemical_attack",
        "suicide_bombing",
        "territory_taken",
        "territory_ceded",
        "siege",
        "interception",
    }
)
_JOINING = frozenset({"advcl", "relcl", "acl", "conj", "xcomp", "pcomp", "ccomp"})
_MUTUAL = frozenset(
    {
        "clash",
        "fighting",
        "battle",
        "firefight",
        "gunbattle",
        "gunfight",
        "skirmish",
        "exchange",
        "truce",
        "ceasefire",
        "cease-fire",
        "agreement",
        "deal",
        "war",
        "hostilities",
        "combat",
        "shootout",
    }
)


class Happening(Struct, frozen=True, kw_only=True):
    """Triggers that tell one act: ``main`` names the type; the others add words, means and effects."""

    main: Trigger
    triggers: tuple[Trigger, ...]
    type: str
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]

    @property
    def sentence_tokens(self) -> tuple[int, ...]:
        """The trigger tokens in text order."""
        return tuple(sorted(trigger.token for trigger in self.triggers))


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

    def root(index: int) -> int:
        while owner[index] != index:
            index = owner[index]
        return index

    acts = [index for index, trigger in enumerate(triggers) if not trigger.effect]
    apart = {index for index in acts if _is_another(parse, triggers[index])}
    for left in acts:
        for right in acts:
            if left < right and not {left, right} & apart and _same_act(parse, triggers[left], triggers[right]):
                owner[root(right)] = root(left)
    for index, trigger in enumerate(triggers):
        if not trigger.effect:
            continue
        near = [
            (tree.distance(parse, trigger.token, triggers[act].token), act)
            for act in acts
            if _does(parse, triggers[act], trigger)
        ]
        if near:
            owner[index] = root(min(near)[1])
    effects = [index for index, trigger in enumerate(triggers) if trigger.effect]
    for right in effects:
        for left in effects:
            if left < right and _side_by_side(parse, triggers[left], triggers[right]):
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
        return b.head == a.index and b.dep == "appos"
    if left.verb and right.verb:
        return left.type == right.type and b.dep == "xcomp" and b.head == a.index
    if left.type in ("territory_taken", "territory_ceded"):
        return False  # "the town fell after the capture of the city" is two
    noun, verb = (b, a) if left.verb else (a, b)
    return tree.governing_verb(parse, noun.index) == verb.index or (
        verb.dep in ("relcl", "acl") and verb.head == noun.index
    )


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
    told_of = parse.tokens[parse.tokens[effect.token].head]
    if act_clause == effect_clause or (parse.tokens[effect.token].dep == "acl" and told_of.lemma in ("those", "that")):
        return True
    for inner, outer, top in ((effect_clause, act_clause, act.token), (act_clause, effect_clause, effect.token)):
        token = parse.tokens[inner]
        if token.dep in _JOINING and token.head in (outer, top):
            return (
                token.dep != "conj"
                or not tree.children(parse, inner, "nsubj", "nsubjpass")
                or _names_act(parse, inner, act)
            )
        if token.dep in _JOINING and token.head in parse.subtree(top) and parse.tokens[token.head].pos == "NOUN":
            return token.dep in ("relcl", "acl")
    return _seen_by(parse, act.token, effect_clause)


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
    actors, recipients = _roles(scene, triggers)
    return Happening(
        main=main,
        triggers=tuple(triggers),
        type=_settle_type(scene, main, triggers, actors, recipients),
        actors=actors,
        recipients=recipients,
    )


def _settle_type(
    scene: Scene,
    main: Trigger,
    triggers: list[Trigger],
    actors: tuple[ActorMention, ...],
    recipients: tuple[ActorMention, ...],
) -> str:
    """The type by whom it hits, where the word alone does not say (RECORD §3: killing of fighters by fighters is a clash)."""
    targets = {"fighters" if _fights(scene, mention) else "civilians" for mention in recipients}
    if main.pattern.by_target:
        chosen = dict(main.pattern.by_target)
        if targets == {"fighters"} or (not targets and _hits_base(scene, triggers)):
            return chosen["fighters"]
        return chosen.get("civilians" if "civilians" in targets else "else", chosen["else"])
    if main.type == "killing" and any(_fights(scene, mention) for mention in actors):
        if targets == {"fighters"}:
            return "armed_clash"
        return "attack_on_civilians" if "civilians" in targets else "killing"
    if main.type == "abduction" and targets == {"fighters"} and main.pattern.object == ("civilians",):
        return "detention"
    return main.type


def _hits_base(scene: Scene, triggers: list[Trigger]) -> bool:
    military = {
        "base",
        "airbase",
        "barracks",
        "checkpoint",
        "outpost",
        "post",
        "position",
        "headquarters",
        "patrol",
        "convoy",
    }
    for trigger in triggers:
        inner = [index for _, index in tree.phrases(scene.parse, trigger.token)] + list(
            tree.undergoers(scene.parse, trigger.token)
        )
        if any(scene.parse.tokens[index].lemma in military for index in inner):
            return True
    return False


def _fights(scene: Scene, mention: ActorMention) -> bool:
    head = scene.parse.tokens[mention.head].lemma if mention.head >= 0 else ""
    return (
        mention.kind in FIGHTING_KINDS
        or mention.form == "unnamed"
        or (mention.form == "group" and mention.kind == "unknown" and scene.ontology.in_class(head, "fighters"))
    )


def _roles(scene: Scene, triggers: list[Trigger]) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """Who acts and on whom, over all triggers of the act; one who acts is not also hit, unless the act is mutual."""
    actors: list[ActorMention] = []
    recipients: list[ActorMention] = []
    for trigger in sorted(triggers, key=lambda trigger: trigger.effect):
        doing, hit = (_verb_roles if trigger.verb else _noun_roles)(scene, trigger)
        if not (trigger.effect and actors):  # what the act did ("killing four") has the act's doer
            _add(scene, actors, doing, verbal=scene.ontology.types[trigger.type].verbal)
        _add(scene, recipients, hit)
    if any(trigger.type in _BY_ARMED_ONLY for trigger in triggers):
        actors = [
            mention for mention in actors if mention.kind not in ("civilians", "protesters") or mention.form == "person"
        ]
    taken = {_key(mention) for mention in actors}
    named = [mention for mention in recipients if _key(mention) not in taken]
    moved = any(
        trigger.type in ("displacement", "surrender", "release", "detention", "abduction", "human_shields", "siege")
        for trigger in triggers
    )
    return tuple(actors), tuple(mention for mention in named if moved or not _is_anybody(scene, mention))


def _is_anybody(scene: Scene, mention: ActorMention) -> bool:
    """ "people", "others", "bodies": a word that says nothing of who was hit."""
    return (
        mention.form == "group"
        and mention.head >= 0
        and scene.parse.text[mention.start : mention.end].lower()
        in ("people", "persons", "person", "others", "bodies", "victims", "lives", "dead", "body")
    )


def _key(mention: ActorMention) -> str:
    return mention.id or mention.name.lower()


def _add(scene: Scene, found: list[ActorMention], indices: Iterable[int], *, verbal: bool = False) -> None:
    known = {_key(mention) for mention in found}
    for index in indices:
        mention = scene.side_of(scene.actor_of(index)) if verbal else scene.actor_of(index)
        if mention is not None and _key(mention) not in known:
            found.append(mention)
            known.add(_key(mention))


def _verb_roles(scene: Scene, trigger: Trigger) -> tuple[list[int], list[int]]:
    parse, verb = scene.parse, trigger.token
    doing, hit = list(tree.doers(parse, verb)), list(tree.undergoers(parse, verb))
    if (
        trigger.pattern.subject
        and not tree.is_passive(parse, verb)
        and trigger.type in ("displacement", "surrender", "release")
    ):
        return [], doing
    if trigger.type in ("displacement", "surrender", "release") and not tree.is_passive(parse, verb) and not hit:
        return [], doing
    if trigger.type == "killing" and parse.tokens[verb].lemma in ("die", "perish"):
        return [], doing
    if parse.tokens[verb].lemma in ("hear", "see"):
        return [], []
    if parse.tokens[verb].lemma in ("come", "lose", "suffer", "sustain"):
        return [
            inner for name, inner in tree.phrases(parse, verb) if name in ("by", "from") and _is_armed(scene, inner)
        ], doing
    if trigger.type == "territory_taken" and parse.tokens[verb].lemma == "fall":
        return [
            owner
            for name, inner in tree.phrases(parse, verb)
            if name in ("to", "under")
            for owner in _owners(scene, inner)
        ], []
    for name, inner in tree.phrases(parse, verb):
        if name in ("against", "on", "at", "with", "from") and (name != "from" or trigger.type == "territory_taken"):
            if name == "with" and parse.tokens[verb].lemma not in (
                "clash",
                "fight",
                "battle",
                "agree",
                "sign",
                "reach",
                "enter",
            ):
                continue
            if _can_be_hit(scene, inner):
                hit.append(inner)
    if trigger.type in ("territory_taken", "territory_ceded", "destruction", "shelling", "air_strike"):
        hit += _holders(scene, tree.undergoers(parse, verb))
    doing = [index for index in doing if not _is_event_noun(scene, index)]
    return doing, hit


def _owners(scene: Scene, noun: int) -> list[int]:
    """Whose control it is: "under Houthi control", "under the control of rebels"; else the noun itself."""
    parse = scene.parse
    if parse.tokens[noun].lemma != "control":
        return [noun]
    owners = [
        child
        for child in tree.children(parse, noun, "poss", "amod", "compound", "nmod")
        if scene.actor_at(child) is not None
    ]
    return owners + [inner for name, inner in tree.phrases(parse, noun) if name == "of"]


def _holders(scene: Scene, objects: Iterable[int]) -> list[int]:
    """Who held what is taken or hit: "the last pocket held by the militants", "ISIL's positions", "an ISIL-held tank"."""
    parse, found = scene.parse, []
    for index in objects:
        for child in parse.children(index):
            token = parse.tokens[child]
            if token.dep in ("poss", "compound", "nmod", "amod") and scene.actor_at(child) is not None:
                found.append(child)
            if token.dep == "acl" and token.lemma in ("hold", "control", "occupy", "run", "use"):
                found.extend(tree.agents(parse, child))
        found.extend(
            inner
            for name, inner in tree.phrases(parse, index)
            if name in ("of", "by", "from") and _is_armed(scene, inner)
        )
    return found


def _is_armed(scene: Scene, index: int) -> bool:
    mention = scene.actor_of(index)
    return mention is not None and mention.kind in FIGHTING_KINDS


def _can_be_hit(scene: Scene, index: int) -> bool:
    mention = scene.actor_of(index)
    return mention is not None and (mention.form != "country" or scene.place_at(index) is None or True)


def _is_event_noun(scene: Scene, index: int) -> bool:
    return any(
        scene.parse.tokens[index].lemma in pattern.noun
        for pattern in scene.ontology.by_lemma.get(scene.parse.tokens[index].lemma, ())
    )


def _noun_roles(scene: Scene, trigger: Trigger) -> tuple[list[int], list[int]]:
    parse, noun = scene.parse, trigger.token
    doing = list(tree.agents(parse, noun))
    hit: list[int] = []
    lemma = parse.tokens[noun].lemma
    owners = [
        child
        for child in parse.children(noun)
        if parse.tokens[child].dep in ("poss", "compound", "amod", "nmod") and scene.actor_at(child) is not None
    ]
    takes = trigger.type == "territory_taken" and any(name == "of" for name, _ in tree.phrases(parse, noun))
    (hit if lemma in _VICTIM_NOUNS and not takes else doing).extend(owners)
    doing.extend(_claimed_or_blamed(scene, noun))
    if (verb := tree.light_verb(parse, noun)) is not None:
        doing.extend(index for index in tree.doers(parse, verb) if not _is_event_noun(scene, index))
        hit.extend(
            inner
            for name, inner in tree.phrases(parse, verb)
            if name in ("on", "against", "at", "with") and scene.actor_of(inner) is not None
        )
    if (above := tree.governing_verb(parse, noun)) is not None and above != verb and noun in tree.doers(parse, above):
        objects = tree.undergoers(parse, above)
        hit.extend(index for index in objects if scene.actor_of(index) is not None)
        hit.extend(_holders(scene, objects))
    if trigger.type == "siege" or lemma in ("shield", "slavery", "slave"):
        if (governor := tree.governing_verb(parse, noun)) is not None:
            doing.extend(tree.doers(parse, governor))
            hit.extend(tree.undergoers(parse, governor))
    for name, inner in tree.phrases(parse, noun):
        if (
            name in ("between", "among")
            or (name == "with" and lemma in _MUTUAL)
            or (name == "against" and lemma in _MUTUAL)
        ):
            (doing if not doing else hit).append(inner)
        elif name in _TARGET_PREPOSITIONS and scene.actor_of(inner) is not None:
            if name == "of" and lemma not in _VICTIM_NOUNS and _is_armed(scene, inner) and trigger.type != "air_strike":
                doing.append(inner)
            else:
                hit.append(inner)
        elif name in ("from", "by") and _is_armed(scene, inner):
            doing.append(inner)
    return doing, hit


def _claimed_or_blamed(scene: Scene, noun: int) -> list[int]:
    """ "X claimed responsibility for the attack", "blamed X for the attack": RECORD §4 makes X an actor, with who says so."""
    parse = scene.parse
    preposition = parse.tokens[parse.tokens[noun].head]
    if parse.tokens[noun].dep != "pobj" or preposition.text.lower() != "for":
        return []
    above = parse.tokens[preposition.head]
    if above.lemma in ("responsibility", "credit"):
        verb = tree.governing_verb(parse, above.index)
        return (
            []
            if verb is None or parse.tokens[verb].lemma not in ("claim", "accept", "admit", "take")
            else list(tree.doers(parse, verb))
        )
    return (
        list(tree.undergoers(parse, above.index)) if above.lemma == "blame" and tree.is_verb(parse, above.index) else []
    )
