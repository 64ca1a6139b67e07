"""Who did what to whom: actors and recipients of an act, read off the trees of its triggers."""

from __future__ import annotations

from collections.abc import Iterable

from tidings.coding import tree
from tidings.coding.scene import FIGHTING_KINDS, Scene
from tidings.coding.triggers import Trigger
from tidings.model.mentions import ActorMention

_TARGET_PREPOSITIONS = frozenset({"on", "against", "at", "of", "upon", "towards", "toward"})
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


# Acts whose "people" are those who were hit or moved, without more; in a fight they may be anybody.
_PEOPLE_COUNT = frozenset(
    {
        "displacement", "surrender", "release", "detention", "abduction", "human_shields", "siege",
        "explosion", "suicide_bombing", "attack_on_civilians", "killing",
    }
)  # fmt: skip
# Acts that two sides do to each other.
_MUTUAL = frozenset({"clash", "exchange", "trade", "fight", "battle", "skirmish", "duel", "spar"})
_LAID_TO = {"attribute": "to", "blame": "on", "pin": "on"}  # "blamed the attack on X"
_ALLIED = frozenset({"part_of", "led_by", "ally_of", "supported_by"})


def fights(scene: Scene, mention: ActorMention) -> bool:
    """Whether somebody bears arms: by kind, unnamed as an attacker, or by the noun."""
    head = scene.parse.tokens[mention.head].lemma if mention.head >= 0 else ""
    return (
        mention.kind in FIGHTING_KINDS
        or mention.form == "unnamed"
        or (mention.form == "group" and mention.kind == "unknown" and scene.ontology.in_class(head, "fighters"))
    )


def find_roles(scene: Scene, triggers: list[Trigger]) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
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
    mutual = [trigger.token for trigger in triggers if scene.parse.tokens[trigger.token].lemma in _MUTUAL]
    if not recipients and mutual and not any(_has_goal(scene, token) for token in mutual):
        actors, recipients = _two_sides(scene, actors)
    taken = {mention.key for mention in actors}
    named = [mention for mention in recipients if mention.key not in taken]
    moved = any(trigger.type in _PEOPLE_COUNT for trigger in triggers)
    return tuple(actors), tuple(mention for mention in named if moved or not _is_anybody(scene, mention))


def _has_goal(scene: Scene, token: int) -> bool:
    """ "X and Y fought to retake the town", "battled for the town": they may have done so side by side."""
    clauses = tree.children(scene.parse, token, "xcomp", "advcl", "acl", "relcl")
    return any(scene.parse.tokens[index].tag == "VB" for index in clauses) or any(
        name in ("for", "alongside") for name, _ in tree.phrases(scene.parse, token)
    )


def _two_sides(scene: Scene, actors: list[ActorMention]) -> tuple[list[ActorMention], list[ActorMention]]:
    """ "X and Y exchanged fire": who is named first acts, the other is acted on (RECORD §4, Actor); allies are one side."""
    sides = [mention for mention in actors if fights(scene, mention)]
    allied = any(_are_allies(scene, sides[0], other) for other in sides[1:])
    return (actors, []) if allied or len(sides) < 2 or len(sides) != len(actors) else (sides[:1], sides[1:])


def _are_allies(scene: Scene, one: ActorMention, other: ActorMention) -> bool:
    """Whether two are of one side by a tie that holds, by their state, or by the word "allied"."""
    tied = any(
        tie.relation in _ALLIED and tie.to in (right.id, _state_of(right))
        for left, right in ((one, other), (other, one))
        for tie in left.relations
    )
    words = scene.parse.text[other.start : other.end].lower().split()
    return tied or {"allied", "allies", "loyal"} & set(words) != set()


def _state_of(mention: ActorMention) -> str | None:
    """The state whose forces a mention is, by the tie of its row."""
    return next((tie.to for tie in mention.relations if tie.relation == "part_of"), None)


def _is_anybody(scene: Scene, mention: ActorMention) -> bool:
    """ "people", "others", "bodies": a word that says nothing of who was hit."""
    return (
        mention.form == "group"
        and mention.head >= 0
        and scene.parse.text[mention.start : mention.end].lower()
        in ("people", "persons", "person", "others", "bodies", "victims", "lives", "dead", "body")
    )


def _add(scene: Scene, found: list[ActorMention], indices: Iterable[int], *, verbal: bool = False) -> None:
    known = {mention.key for mention in found}
    for index in (each for one in indices for each in (*_partners(scene, one), one)):
        mention = scene.side_of(scene.actor_of(index)) if verbal else scene.actor_of(index)
        if mention is not None and mention.key not in known:
            found.append(mention)
            known.add(mention.key)


def _partners(scene: Scene, noun: int) -> tuple[int, ...]:
    """ "Indian and Pakistani soldiers": the state named before the "and" has its soldiers there too."""
    parse = scene.parse
    return tuple(
        child
        for child in tree.children(parse, noun, "amod", "nmod", "compound")
        if (mention := scene.actor_at(child)) is not None
        and mention is not scene.actor_at(noun)
        and mention.head == child
        and mention.form == "force"
    )


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
        near = name == "near" and trigger.type in ("shelling", "air_strike")
        if (near or name in ("against", "on", "at", "with", "from")) and (
            name != "from" or trigger.type == "territory_taken"
        ):
            if name == "with" and parse.tokens[verb].lemma not in (
                *_MUTUAL,
                "agree",
                "sign",
                "reach",
                "enter",
            ):
                continue
            if scene.actor_of(inner) is not None:
                hit.append(inner)
    if parse.tokens[verb].lemma in _MUTUAL:  # "exchanged fire with Y": "with Y" may hang from the fire
        fire = [index for index in tree.undergoers(parse, verb) if scene.actor_at(index) is None]
        hit += [
            inner
            for index in fire
            for name, inner in tree.phrases(parse, index)
            if name == "with" and scene.actor_of(inner) is not None
        ]
    if trigger.type == "territory_ceded":  # "left Iraq": what is left is a place
        hit = [index for index in hit if (left := scene.actor_at(index)) is None or left.form != "country"]
    if trigger.type == "declaration":  # "declared victory over Y"
        hit += [
            inner
            for index in tree.undergoers(parse, verb)
            for name, inner in tree.phrases(parse, index)
            if name == "over" and scene.actor_of(inner) is not None
        ]
    if trigger.type == "abduction":  # "took a priest hostage": the parser makes "priest hostage" one noun
        hit += [
            child for index in hit for child in tree.children(parse, index, "compound") if scene.actor_at(index) is None
        ]
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
    heads = [noun]
    if parse.tokens[noun].dep == "compound" and parse.tokens[parse.tokens[noun].head].lemma in (
        "toll",
        "count",
        "figure",
        "number",
    ):
        heads.append(parse.tokens[noun].head)  # "the protester death count"
    owners = [
        child
        for head in heads
        for child in parse.children(head)
        if parse.tokens[child].dep in ("poss", "compound", "amod", "nmod") and scene.actor_at(child) is not None
    ]
    takes = trigger.type == "territory_taken" and any(name == "of" for name, _ in tree.phrases(parse, noun))
    (hit if lemma in scene.ontology.groups["victim_nouns"] and not takes else doing).extend(owners)
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
            or (name == "with" and lemma in scene.ontology.groups["mutual"])
            or (name == "against" and lemma in scene.ontology.groups["mutual"])
        ):
            (doing if not doing else hit).append(inner)
        elif name in _TARGET_PREPOSITIONS and scene.actor_of(inner) is not None:
            if (
                name == "of"
                and lemma not in scene.ontology.groups["victim_nouns"]
                and _is_armed(scene, inner)
                and trigger.type != "air_strike"
            ):
                doing.append(inner)
            else:
                hit.append(inner)
        elif name in ("from", "by") and _is_armed(scene, inner):
            freed = name == "from" and trigger.type == "territory_taken"  # "the liberation of Mosul from IS"
            (hit if freed else doing).append(inner)
    return doing, hit


def _claimed_or_blamed(scene: Scene, noun: int) -> list[int]:
    """ "X claimed responsibility for the attack", "blamed X for it", "X was behind it", "attributed it to X": RECORD §4 makes X an actor, with who says so."""
    parse = scene.parse
    preposition = parse.tokens[parse.tokens[noun].head]
    if parse.tokens[noun].dep == "pobj" and preposition.text.lower() == "behind":
        return list(tree.doers(parse, preposition.head)) if parse.tokens[preposition.head].lemma == "be" else []
    verb = tree.governing_verb(parse, noun)
    if verb is not None and (to := _LAID_TO.get(parse.tokens[verb].lemma)) and noun in tree.undergoers(parse, verb):
        return [inner for above in (verb, noun) for name, inner in tree.phrases(parse, above) if name == to]
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
