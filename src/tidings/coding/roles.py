"""Who did what to whom: actors and recipients of an act, read off the trees of its triggers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.scene import Scene
from tidings.coding.triggers import Trigger
from tidings.model.mentions import ActorMention, CountMention
from tidings.model.text import Token

_TARGET_PREPOSITIONS = frozenset({"on", "against", "at", "of", "upon", "towards", "toward"})
_BY_ARMED_ONLY = frozenset(
    {
        "air_strike",
        "shelling",
        "explosion",
        "chemical_attack",
        "territory_taken",
        "territory_ceded",
        "siege",
        "interception",
    }
)


# Acts "of" whom they hit: "the shelling of rebels", "an air strike of"; of others it says who does it: "an attack of the rebels".
_HIT_OF = frozenset({"air_strike", "shelling", "chemical_attack", "destruction", "interception"})
# Acts whose "people" are those who were held or moved, without more; dead "people" are a toll and say nothing of whom it was.
_PEOPLE_COUNT = frozenset({"displacement", "release", "detention", "abduction", "human_shields", "siege"})
# Acts that two sides do to each other.
_MUTUAL = frozenset({"clash", "exchange", "trade", "fight", "battle", "skirmish", "duel", "spar"})
_LAID_TO = {"attribute": "to", "blame": "on", "pin": "on"}  # "blamed the attack on X"
_WEAPONS = ("aircraft", "arms", "explosive")
_SENDING = frozenset("fire launch drop lay plant sow throw lob hurl fly send set operate carry".split())
_HARMED = frozenset({"killed", "injured", "casualties", "abducted", "detained"})
_DONE_TO_PEOPLE = frozenset(
    "kill murder assassinate execute behead hang lynch wound injure shoot rape torture kidnap abduct arrest detain gun".split()
)
# Types of acts upon people: whatever verb the heads take for one has people for object.
_TO_PEOPLE = frozenset("attack_on_civilians killing abduction detention release sexual_violence".split())
# What an act as a subject does to whom it hits, beside the verbs of the ontology.
_HARMING = frozenset(
    "rip tear rock devastate cripple injure maim decimate wipe engulf catch rake spray trap affect involve pierce batter".split()
)
_THINGS = ("thing", "facility", "territory", "vehicle", "event")
_NO_PEOPLE = frozenset(
    "people person other one dozen score hundred thousand dead body victim casualty life number toll total most some many cattle cow goat sheep camel horse "
    "donkey mule pig chicken animal livestock herd head time hope chance bill deal talk film video picture photo shot round bullet rifle way day hour "
    "lot part half third quarter rest group hostage prisoner captive".split()
)
_SHARED = (
    "armed_clash",
    "agreement",
)  # an act in which the subject of the sentence takes part: "took the town after a week of fighting"
_NO_PART = frozenset(
    "say report deny speak tell claim blame condemn announce warn fear expect die lose surrender give flee escape call want see".split()
)  # whose subject only speaks, suffers or looks on, where an act is named in the sentence
_ALLIED = frozenset({"part_of", "led_by", "ally_of", "supported_by"})


def fights(scene: Scene, mention: ActorMention) -> bool:
    """Whether somebody bears arms: by kind, unnamed as an attacker, or by the noun."""
    head = scene.parse.tokens[mention.head].lemma if mention.head >= 0 else ""
    return (
        scene.is_armed(mention)
        or mention.form == "unnamed"
        or (
            mention.form in ("group", "name", "force")
            and mention.kind == "unknown"
            and scene.ontology.in_class(head, "fighters")
        )
    )


def find_roles(scene: Scene, triggers: list[Trigger]) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """Who acts and on whom, over all triggers of the act; one who acts is not also hit, unless the act is mutual."""
    actors: list[ActorMention] = []
    recipients: list[ActorMention] = []
    for trigger in sorted(triggers, key=lambda trigger: trigger.effect):
        doing, hit = _by_convention(trigger, *(_verb_roles if trigger.verb else _noun_roles)(scene, trigger))
        if not (trigger.effect and actors):  # what the act did ("killing four") has the act's doer
            armed = [each for index in doing for each in (*_wielders(scene, index), index)]
            _add(scene, actors, armed, verbal=scene.ontology.types[trigger.type].verbal)
            _join(actors, (each for index in doing for each in _by_own_weapons(scene, index)))
        _add(scene, recipients, hit)
        met = trigger.effect and any(fights(scene, mention) for mention in recipients)
        _join(recipients, (each for each in _victims(scene, trigger) if not (met and fights(scene, each))))
    if any(trigger.type in _BY_ARMED_ONLY for trigger in triggers):
        actors = [
            mention for mention in actors if mention.kind not in ("civilians", "protesters") or mention.form == "person"
        ]
    if any(trigger.type == "suicide_bombing" for trigger in triggers):  # "a woman blew herself up" is no civilian's act
        actors = [
            replace(mention, kind="unknown") if mention.kind == "civilians" and mention.form == "group" else mention
            for mention in actors
        ]
    if any(trigger.type == "surrender" for trigger in triggers):
        actors = [mention for mention in actors if not _is_anybody(scene, mention)]
    if _tell_of_victims(scene, triggers) and {one.key for one in recipients} <= {one.key for one in actors}:
        recipients = [mention for mention in actors if mention.kind == "civilians"]  # "Girls dragged from dormitory"
        actors = [mention for mention in actors if mention.kind != "civilians"]
    mutual = [trigger.token for trigger in triggers if scene.parse.tokens[trigger.token].lemma in _MUTUAL]
    if not recipients and mutual and not any(_has_goal(scene, token) for token in mutual):
        actors, recipients = _two_sides(scene, actors)
    taken = {mention.key for mention in actors}
    named = [mention for mention in recipients if mention.key not in taken]
    if not _anybody_counts(scene, triggers, actors):
        named = [mention for mention in named if not _is_anybody(scene, mention)]
    return _with_antecedents(scene, actors), _with_antecedents(scene, named)


def _tell_of_victims(scene: Scene, triggers: list[Trigger]) -> bool:
    """Acts on people told with no object: their civilian subject is whom it was done to, in headlines and where the parser errs."""
    verbs = [trigger.token for trigger in triggers if trigger.verb]
    done_to = any(
        trigger.type == "abduction" or scene.parse.tokens[trigger.token].lemma in _DONE_TO_PEOPLE
        for trigger in triggers
    )
    return done_to and not any(tree.direct_objects(scene.parse, verb) for verb in verbs)


def _by_convention(trigger: Trigger, doing: list[int], hit: list[int]) -> tuple[list[int], list[int]]:
    """Who surrenders, moves or leaves acts, though a passive or "of" makes an object of them; what they take along is nobody's target."""
    if trigger.type == "surrender":
        return [*doing, *hit], []
    if trigger.type in ("deployment", "territory_ceded"):
        return doing or hit, []
    return doing, hit


def _anybody_counts(scene: Scene, triggers: list[Trigger], actors: list[ActorMention]) -> bool:
    """Whether bare "people" are kept as those who were hit: who are held or moved, and where they tell an attack on civilians from a fight."""
    if any(trigger.type in _PEOPLE_COUNT for trigger in triggers):
        return True
    acts = [trigger for trigger in triggers if not trigger.effect]
    if not acts:
        return any(fights(scene, mention) for mention in actors)
    return any(trigger.pattern.by_target for trigger in acts)


def _with_antecedents(scene: Scene, mentions: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    """Mentions, each with the words that it stands for, which name the actor; before it where it is a mere pronoun."""
    found: list[ActorMention] = []
    for mention in mentions:
        named = [other for other in _beginning_at(scene, mention.antecedent) if other.key == mention.key]
        pronoun = mention.head >= 0 and scene.parse.tokens[mention.head].pos == "PRON"
        found += [*named, mention] if pronoun else [mention, *named]
    return tuple(found)


def _beginning_at(scene: Scene, start: int | None) -> tuple[ActorMention, ...]:
    """The actors that begin at an offset, found by bisection: they stand in the order of the text."""
    if start is None:
        return ()
    actors = scene.annotations.actors
    first = bisect_left(actors, start, key=lambda mention: mention.start)
    return actors[first : bisect_right(actors, start, lo=first, key=lambda mention: mention.start)]


def _counts_beside(scene: Scene, token: int) -> tuple[CountMention, ...]:
    """The counts of a token's sentence, found by bisection."""
    sentence = scene.parse.sentences[scene.parse.tokens[token].sentence]
    counts = scene.annotations.counts
    first = bisect_left(counts, sentence.start, key=lambda count: count.start)
    return counts[first : bisect_left(counts, sentence.end, lo=first, key=lambda count: count.start)]


def _victims(scene: Scene, trigger: Trigger) -> tuple[ActorMention, ...]:
    """Those whom a count says were hit, and whoever is killed, shot or taken, by a noun that no list of actors has: "two roof menders"."""
    counted = [
        count.noun_token
        for count in _counts_beside(scene, trigger.token)
        if count.noun_token is not None and _is_of(scene, count, trigger.token) and _is_told_of(scene, count)
    ]
    named = list(_suffering(scene, trigger)) if trigger.verb else []
    found = (scene.actor_of(index) or _by_noun(scene, index) for index in dict.fromkeys((*counted, *named)))
    return tuple(mention for mention in found if mention is not None)


def _is_of(scene: Scene, count: CountMention, token: int) -> bool:
    """Whether a count is of people harmed by what a token tells: by the word itself, or by "dead" that hangs from it."""
    if count.governor is None or count.kind not in _HARMED or count.group == "things" or count.polarity != "affirmed":
        return False
    above = scene.parse.tokens[count.governor].head
    return count.tally == "own" and (
        count.governor == token or (above == token and not tree.is_verb(scene.parse, count.governor))
    )


def _is_told_of(scene: Scene, count: CountMention) -> bool:
    """Whether a count names people of its own: not "Karen Whitfold, a nurse", "a senator said", "four prisoner"; nor soldiers among others."""
    if count.noun_token is None:
        return False
    token = scene.parse.tokens[count.noun_token]
    above = scene.parse.tokens[token.head]
    if token.dep == "appos" and above.tag in ("NNP", "NN") and not tree.children(scene.parse, token.index, "conj"):
        return False
    if token.dep == "nsubj" and above.index != count.governor and tree.is_verb(scene.parse, above.index):
        return False
    if token.tag == "NN" and (count.best or 0) > 1:
        return False
    return count.subset_of is None or count.group in ("civilians", "children", "women")


def _suffering(scene: Scene, trigger: Trigger) -> Iterator[int]:
    """The nouns without an actor that a verb of killing, shooting or taking has for object, in the passive for subject."""
    parse, verb = scene.parse, trigger.token
    if parse.tokens[verb].lemma not in _DONE_TO_PEOPLE and not (trigger.by == "heads" and trigger.type in _TO_PEOPLE):
        return
    for index in tree.undergoers(parse, verb):
        first = index
        while parse.tokens[first].dep == "conj":
            first = parse.tokens[first].head
        own = parse.tokens[first].head == verb and parse.tokens[first].dep in ("dobj", "nsubjpass")
        token = parse.tokens[verb]  # "a miller abducted in August"
        own = own or (
            token.dep == "acl"
            and token.tag == "VBN"
            and token.head == first
            and not tree.children(parse, verb, "auxpass")
        )
        none = any(parse.tokens[child].text.lower() in ("no", "any") for child in tree.children(parse, index, "det"))
        if own and not none and scene.actor_of(index) is None and not _is_event_noun(scene, index):
            yield index


def _by_noun(scene: Scene, noun: int) -> ActorMention | None:
    """A mention of people by a common noun and what stands before it; none of beasts, things and places."""
    parse, token = scene.parse, scene.parse.tokens[noun]
    no_people = token.lemma in _NO_PEOPLE or token.lemma in scene.ontology.groups["victim_nouns"]
    if token.pos != "NOUN" or no_people or scene.place_at(noun) is not None or _is_weapon(scene, noun):
        return None
    if token.lemma in scene.ontology.groups["animals"] or any(
        scene.ontology.in_class(token.lemma, name) for name in _THINGS
    ):
        return None
    first = noun
    while first and parse.tokens[first - 1].head == noun and _qualifies(parse.tokens[first - 1]):
        first -= 1
    words = parse.text[parse.tokens[first].start : token.end]
    untold = scene.ontology.in_class(token.lemma, "fighters") or token.lemma in scene.ontology.groups["sideless"]
    return ActorMention(
        start=parse.tokens[first].start, end=token.end, head=noun, name=words[:1].lower() + words[1:] if words[1:2].islower() else words,
        id=None, kind="unknown" if untold else "civilians", form="group",
    )  # fmt: skip


def _qualifies(token: Token) -> bool:
    return token.dep in ("compound", "amod", "nmod") or token.tag == "HYPH"


def _wielders(scene: Scene, noun: int) -> tuple[int, ...]:
    """Whose weapon it is that hits: "Ukrainian rockets landed", "a missile fired by the Houthis", "its guns shelled the town"."""
    parse = scene.parse
    if scene.actor_at(noun) is not None or not _is_weapon(scene, noun):
        return ()
    owners = [
        child
        for child in tree.children(parse, noun, "poss", "compound", "amod", "nmod")
        if scene.actor_at(child) is not None
    ]
    owners += [
        inner for name, inner in tree.phrases(parse, noun) if name in ("of", "from", "by") and _is_armed(scene, inner)
    ]
    for verb in tree.children(parse, noun, "acl", "relcl"):
        if parse.tokens[verb].lemma in _SENDING:
            owners += [each for each in tree.doers(parse, verb) if each != noun]
    return tuple(owners)


def _by_own_weapons(scene: Scene, noun: int) -> tuple[ActorMention, ...]:
    """The party of a clause above whose weapons act: "NATO denied that its mortars had hit a wedding"."""
    parse = scene.parse
    own = [
        child for child in tree.children(parse, noun, "poss") if parse.tokens[child].text.lower() in ("its", "their")
    ]
    if not own or scene.actor_at(noun) is not None or not _is_weapon(scene, noun):
        return ()
    for above in tree.ancestors(parse, noun):
        subject = tree.grammatical_subject(parse, above) if tree.is_verb(parse, above) else None
        party = None if subject is None or subject == noun else scene.actor_of(subject)
        if party is not None and scene.is_armed(party):
            words = parse.tokens[own[0]].start, parse.tokens[noun].end
            return (replace(party, start=words[0], end=words[1], head=noun, form="anaphor", antecedent=party.start),)
    return ()


def _is_weapon(scene: Scene, noun: int) -> bool:
    lemma = scene.parse.tokens[noun].lemma
    return lemma in scene.ontology.means or any(scene.ontology.in_class(lemma, name) for name in _WEAPONS)


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


def _join(found: list[ActorMention], more: Iterable[ActorMention]) -> None:
    known = {mention.key for mention in found}
    found.extend(mention for mention in more if mention.key not in known)


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


def _subject_adrift(scene: Scene, verb: int) -> list[int]:
    """ "Fighters of the League took control of the town, residents said": the armed right before an active verb, whom the parser lost."""
    parse = scene.parse
    if tree.is_passive(parse, verb) or not verb or parse.tokens[verb].tag not in ("VBD", "VBZ", "VBP"):
        return []
    before = scene.actor_at(verb - 1)
    lost = before is not None and before.head >= 0 and parse.tokens[before.head].dep == "dep"
    return [before.head] if before is not None and lost and scene.is_armed(before) else []


def _verb_roles(scene: Scene, trigger: Trigger) -> tuple[list[int], list[int]]:
    parse, verb = scene.parse, trigger.token
    doing = list(tree.doers(parse, verb)) or _agents_beside(scene, verb) or _subject_adrift(scene, verb)
    hit = list(tree.undergoers(parse, verb))
    if (
        trigger.pattern.subject
        and not tree.is_passive(parse, verb)
        and trigger.type in ("displacement", "surrender", "release")
    ):
        return [], doing
    moved = [index for index in hit if trigger.type != "displacement" or scene.place_at(index) is None]
    if trigger.type in ("displacement", "surrender", "release") and not tree.is_passive(parse, verb) and not moved:
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
    if trigger.type in ("territory_taken", "territory_ceded", "destruction", "shelling", "air_strike", "interception"):
        hit += _holders(scene, tree.undergoers(parse, verb))
    elif trigger.pattern.by_target or trigger.type == "armed_clash":
        hit += _holders(scene, (index for index in tree.undergoers(parse, verb) if scene.actor_of(index) is None))
    doing = [index for index in doing if not _is_event_noun(scene, index)]
    return doing, hit


def _agents_beside(scene: Scene, verb: int) -> list[int]:
    """Who did one of two things told in the passive did the other: "were pulled from their cars by gunmen and shot"."""
    parse = scene.parse
    if not tree.is_passive(parse, verb):
        return []
    first = verb
    while parse.tokens[first].dep == "conj" and tree.is_verb(parse, parse.tokens[first].head):
        first = parse.tokens[first].head
    others = [each for each in tree.conjuncts(parse, first) if each != verb and tree.is_verb(parse, each)]
    subject = tree.grammatical_subject(parse, verb)
    for other in others:
        if tree.is_passive(parse, other) and tree.grammatical_subject(parse, other) == subject:
            if agents := tree.agents(parse, other):
                return [each for agent in agents for each in tree.conjuncts(parse, agent)]
    return []


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
    """Who held what is taken or hit: "the last pocket held by the militants", "ISIL's positions", "an ISIL-held tank",
    "camps belonging to the group".
    """
    parse, found = scene.parse, []
    for index in objects:
        for child in parse.children(index):
            token = parse.tokens[child]
            if token.dep in ("poss", "compound", "nmod", "amod") and scene.actor_at(child) is not None:
                found.append(child)
            if token.dep == "acl" and token.lemma in ("hold", "control", "occupy", "run", "use"):
                found.extend(tree.agents(parse, child))
            if token.dep in ("acl", "relcl") and token.lemma == "belong":
                found.extend(inner for name, inner in tree.phrases(parse, child) if name == "to")
        found.extend(
            inner
            for name, inner in tree.phrases(parse, index)
            if name in ("of", "by", "from") and _is_armed(scene, inner)
        )
    return found


def _does_harm(scene: Scene, verb: int) -> bool:
    """ "The blast tore through a cafe", "the attack hit a patrol"; not "the attack angered the government"."""
    lemma = scene.parse.tokens[verb].lemma
    return lemma in _HARMING or lemma in scene.ontology.by_lemma


def _is_armed(scene: Scene, index: int) -> bool:
    mention = scene.actor_of(index)
    return mention is not None and scene.is_armed(mention)


def _is_post(scene: Scene, index: int) -> bool:
    """Whether somebody is named by what he holds: "rebel positions", "the Israeli base"."""
    lemma = scene.parse.tokens[index].lemma
    return any(scene.ontology.in_class(lemma, name) for name in ("territory", "facility", "vehicle"))


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
    owning = {"poss", "compound", "amod", "nmod"}
    if parse.tokens[noun].tag.startswith("VB"):
        owning.add("nsubj")  # "Coalition airstrikes targeted …", the noun taken for a verb; not "40 soldiers dead"
    owners = [
        child
        for head in heads
        for child in parse.children(head)
        if parse.tokens[child].dep in owning and scene.actor_at(child) is not None
    ]
    takes = trigger.type == "territory_taken" and any(name == "of" for name, _ in tree.phrases(parse, noun))
    (hit if lemma in scene.ontology.groups["victim_nouns"] and not takes else doing).extend(owners)
    doing.extend(_claimed_or_blamed(scene, noun))
    sides = [inner for name, inner in tree.phrases(parse, noun) if name in ("between", "among")]
    if trigger.type in _SHARED and not sides and not doing:
        shared, met = _taking_part(scene, noun)
        doing.extend(shared)
        hit.extend(met)
    if (verb := tree.light_verb(parse, noun)) is not None:
        doing.extend(index for index in tree.doers(parse, verb) if not _is_event_noun(scene, index))
        hit.extend(
            inner
            for name, inner in tree.phrases(parse, verb)
            if name in ("on", "against", "at", "with") and scene.actor_of(inner) is not None
        )
    if (above := tree.governing_verb(parse, noun)) is not None and above != verb and noun in tree.doers(parse, above):
        objects = tree.undergoers(parse, above) if _does_harm(scene, above) else ()
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
                and trigger.type not in _HIT_OF
                and not _is_post(scene, inner)
            ):
                doing.append(inner)
            else:
                hit.append(inner)
        elif name in ("from", "by") and _is_armed(scene, inner):
            if name == "by":  # "an ambush by rebels on troops", the second phrase hung from the rebels
                hit.extend(
                    each
                    for on, each in tree.phrases(parse, inner)
                    if on in ("on", "against") and _is_armed(scene, each)
                )
            freed = name == "from" and trigger.type == "territory_taken"  # "the liberation of Mosul from IS"
            (hit if freed else doing).append(inner)
    return doing, hit


def _taking_part(scene: Scene, noun: int) -> tuple[list[int], list[int]]:
    """The party whose deed the sentence tells, and from whom: "X took the hill from Y in a night assault", "X consented to a truce"."""
    parse = scene.parse
    verb = tree.governing_verb(parse, noun)
    if verb is None or noun in tree.doers(parse, verb) or tree.is_passive(parse, verb) or _is_recalled(scene, noun):
        return [], []
    if parse.tokens[verb].lemma in ("fall", "perish"):  # "six policemen fell in an ambush"
        return [], [index for index in tree.doers(parse, verb) if scene.actor_of(index) is not None]
    if parse.tokens[verb].lemma in _NO_PART:
        return [], []
    parties = [index for index in tree.doers(parse, verb) if _is_party(scene, index)]
    if not parties:
        return [], []
    met = [
        inner for name, inner in tree.phrases(parse, verb) if name in ("from", "against") and _is_armed(scene, inner)
    ]
    return parties, met


def _is_recalled(scene: Scene, noun: int) -> bool:
    """ "Since the truce of March", "under the truce": an act that only dates or explains what the sentence tells."""
    parse = scene.parse
    above = parse.tokens[noun]
    while above.dep not in ("prep", "dobj", "nsubj", "nsubjpass") and above.head != above.index:
        above = parse.tokens[above.head]
    definite = any(
        parse.tokens[child].text.lower() in ("the", "this", "that") for child in tree.children(parse, noun, "det")
    )
    return above.dep == "prep" and (
        definite
        and above.text.lower() not in ("in", "with", "on")
        or above.text.lower() in ("since", "despite", "before", "until", "during", "amid")
    )


def _is_party(scene: Scene, index: int) -> bool:
    mention = scene.actor_of(index)
    return mention is not None and mention.form != "person" and fights(scene, mention)


def _claimed_or_blamed(scene: Scene, noun: int) -> list[int]:
    """ "X claimed responsibility for the attack", "blamed X for it", "X was behind it", "attributed it to X": RECORD §4 makes X an actor, with who says so."""
    parse = scene.parse
    preposition = parse.tokens[parse.tokens[noun].head]
    if parse.tokens[noun].dep == "pobj" and preposition.text.lower() == "behind":
        return list(tree.doers(parse, preposition.head)) if parse.tokens[preposition.head].lemma == "be" else []
    verb = tree.governing_verb(parse, noun)
    if verb is not None and (to := _LAID_TO.get(parse.tokens[verb].lemma)) and noun in tree.undergoers(parse, verb):
        over = (verb, noun, *(inner for _, inner in tree.phrases(parse, noun)))  # "the attack in Karachi to X"
        return [inner for above in over for name, inner in tree.phrases(parse, above) if name == to]
    if parse.tokens[noun].dep != "pobj" or preposition.text.lower() not in ("for", "of"):
        return []
    accused = parse.tokens[preposition.head].lemma == "accuse"  # "the M23, accused of the massacre"
    if preposition.text.lower() == "of":
        return (
            list(tree.undergoers(parse, preposition.head)) if accused and tree.is_verb(parse, preposition.head) else []
        )
    above = parse.tokens[preposition.head]
    if above.dep == "dobj" and parse.tokens[above.head].lemma == "blame":
        return [above.index]  # "blamed the Houthis for the attack", the phrase hung from the Houthis
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
