"""A draft: a happening with the values that its own words give it, before it meets the rest of the article."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.coding.standing import Reading, read_standing
from tidings.model.mentions import ActorMention, CountMention, CueMention, DateMention, PlaceMention
from tidings.model.text import Evidence, evidence

_FAR = 7
_WITNESSED = frozenset({"hear", "see", "witness"})  # who reports hearing fire today heard it today
_ORIGIN = frozenset({"from", "out of"})
_GOAL = frozenset({"to", "into", "in", "at"})
_WITHIN = frozenset(
    {
        "in",
        "across",
        "inside",
        "into",
        "within",
        "near",
        "from",
        "throughout",
        "around",
        "over",
        "outside",
        "at",
        "through",
    }
)
_MOVES = frozenset({"displacement", "territory_ceded"})

_COUNTS_FOR: dict[str, frozenset[str]] = {
    "displaced": frozenset({"displacement"}),
    "detained": frozenset({"detention", "abduction"}),
    "abducted": frozenset({"abduction", "human_shields"}),
    "surrendered": frozenset({"surrender"}),
    "released": frozenset({"release"}),
    "affected": frozenset({"siege", "human_shields", "displacement", "aid"}),
    "fighters": frozenset({"deployment", "armed_clash", "territory_taken", "territory_ceded"}),
    "strikes": frozenset({"air_strike", "shelling", "armed_clash", "chemical_attack"}),
    "munitions": frozenset({"air_strike", "shelling", "explosion", "suicide_bombing", "armed_clash", "interception"}),
    "destroyed": frozenset({"air_strike", "shelling", "explosion", "destruction", "armed_clash", "suicide_bombing", "interception", "attack_on_civilians"}),
    "missing": frozenset({"abduction", "attack_on_civilians", "air_strike", "shelling", "explosion"}),
}  # fmt: skip
_BLOODLESS = frozenset(
    {
        "agreement",
        "declaration",
        "threat",
        "aid",
        "deployment",
        "displacement",
        "surrender",
        "release",
        "detention",
        "territory_ceded",
        "interception",
        "siege",
    }
)


class Draft(Struct, frozen=True, kw_only=True):
    """What one sentence tells of one act."""

    happening: Happening
    type: str
    reading: Reading
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]
    place: PlaceMention | None
    other_places: tuple[PlaceMention, ...]
    date: DateMention | None
    counts: tuple[CountMention, ...]
    cues: tuple[CueMention, ...]
    means: tuple[tuple[str, Evidence], ...]
    evidence: Evidence
    sentence: int
    inherited: bool = False
    points_back: bool = False
    nameless: bool = False


def make_draft(scene: Scene, happening: Happening, counts: tuple[CountMention, ...]) -> Draft:
    """The draft of a happening: place, date, means, cues and standing from its own sentence."""
    token = scene.parse.tokens[happening.main.token]
    cues = _cues(scene, happening)
    date = choose_date(scene, happening, cues)
    place, others = choose_place(scene, happening)
    if points_back := _points_back(scene, happening):
        place, others, date = None, (), None
    reading = read_standing(scene, happening, date)
    if _says_no_act(scene, happening, reading, place, date, counts):
        reading = replace(reading, reality="ongoing", rule="a bare plural with no day, place, toll or actor")
    denied = any(cue.stance == "denies" for cue in cues)
    return Draft(
        happening=happening,
        type=happening.type,
        reading=replace(reading, polarity="denied", rule="denied by a speaker") if denied else reading,
        actors=happening.actors,
        recipients=happening.recipients,
        place=place,
        other_places=others,
        date=date,
        counts=counts,
        cues=cues,
        means=_means(scene, happening),
        evidence=_clause_evidence(scene, happening),
        sentence=token.sentence,
        points_back=points_back,
        nameless=_takes_nameless_place(scene, happening),
    )


def _says_no_act(
    scene: Scene, happening: Happening, reading: Reading, place: PlaceMention | None, date: DateMention | None, counts: tuple[CountMention, ...]
) -> bool:  # fmt: skip
    """ "cries at the sound of shelling", "there were explosions": a bare plural or mass noun and nothing that makes it one act."""
    token = scene.parse.tokens[happening.main.token]
    if (
        happening.main.verb
        or len(happening.triggers) > 1
        or reading.reality != "actual"
        or token.tag not in ("NNS", "NN")
    ):
        return False
    if place is not None or date is not None or counts or happening.actors:
        return False
    return not tree.children(scene.parse, token.index, "det", "nummod", "poss") and token.dep in (
        "pobj",
        "dobj",
        "attr",
        "conj",
    )


def _points_back(scene: Scene, happening: Happening) -> bool:
    """ "after the attack", "following Sunday's blast": only recalls an act that is told elsewhere."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if happening.main.verb or len(happening.triggers) > 1 or token.dep != "pobj":
        return False
    if parse.tokens[token.head].text.lower() not in (
        "after",
        "following",
        "since",
        "before",
        "despite",
        "of",
        "with",
        "for",
        "over",
        "behind",
    ):
        return False
    marks = {parse.tokens[child].text.lower() for child in tree.children(parse, token.index, "det")}
    return bool(marks & {"the", "this", "that", "these", "those"}) and not tree.children(
        parse, token.index, "prep", "relcl", "acl", "nummod"
    )


def _takes_nameless_place(scene: Scene, happening: Happening) -> bool:
    """ "recaptured smaller towns": what is taken has no name, and no other place is to lend it one (RECORD §4, Control)."""
    if happening.type not in ("territory_taken", "territory_ceded") or not happening.main.verb:
        return False
    parse = scene.parse
    taken = tree.undergoers(parse, happening.main.token)
    plural = [
        index
        for index in taken
        if parse.tokens[index].tag == "NNS"
        and scene.place_at(index) is None
        and (scene.has_class(index, "territory") or scene.has_class(index, "facility"))
    ]
    return bool(plural) and not any(scene.place_at(inner) for index in taken for _, inner in tree.phrases(parse, index))


def _clause_evidence(scene: Scene, happening: Happening) -> Evidence:
    """The words that tell it: the clauses of its triggers, from the first word to the last, without outer punctuation."""
    parse, inside = scene.parse, set[int]()
    for trigger in happening.triggers:
        inside.update(tree.clause_tokens(parse, tree.clause_of(parse, trigger.token)))
        inside.update(parse.subtree(trigger.token) if not trigger.verb else ())
    sentence = parse.tokens[happening.main.token].sentence
    kept = [index for index in sorted(inside) if parse.tokens[index].sentence == sentence]
    main = happening.main.token
    words = [index for index in kept if parse.tokens[index].pos != "PUNCT"] or [main]
    return evidence(parse.text, parse.tokens[words[0]].start, parse.tokens[words[-1]].end)


# ---- place ----------------------------------------------------------------------------------------------------------


def choose_place(scene: Scene, happening: Happening) -> tuple[PlaceMention | None, tuple[PlaceMention, ...]]:
    """The place of the act among the places of its sentence, and others that stand beside it ("in X and Y")."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    verbal = scene.ontology.types[happening.type].verbal
    if _takes_nameless_place(scene, happening):
        return None, ()
    ranked = []
    if (spoken_of := _spoken_of(scene, happening)) is not None:
        ranked.append(((0, 0, 0), spoken_of))
    for mention in scene.annotations.places:
        if mention.use != "plain" or parse.sentence_at(mention.start) != token.sentence or mention.head < 0:
            continue
        if (rank := _place_rank(scene, happening, mention)) is not None and (not verbal or rank[0] <= 1):
            ranked.append((rank, mention))
    if not ranked:
        return None, ()
    ranked.sort(key=lambda pair: (pair[0], pair[1].start))
    best = ranked[0][1]
    beside = [mention for _, mention in ranked[1:] if _coordinated(scene, best, mention)]
    return best, tuple(sorted(beside, key=lambda mention: mention.start))


def _spoken_of(scene: Scene, happening: Happening) -> PlaceMention | None:
    """The place that "the town" or "the camp" stands for, where the act takes, leaves or hits it: the last such place named."""
    parse, main = scene.parse, happening.main.token
    near = list(tree.undergoers(parse, main)) if happening.main.verb else []
    near += [inner for name, inner in tree.phrases(parse, main) if name in ("of", "from", "in", "on", "at", "out")]
    for index in near:
        marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det")}
        if (
            marks & {"the", "that", "this"}
            and parse.tokens[index].lemma in scene.ontology.groups["common_places"]
            and not _is_named(scene, index)
        ):
            return _last_named(scene, parse.tokens[index].start)
    return None


def _is_named(scene: Scene, index: int) -> bool:
    return scene.place_at(index) is not None or any(
        scene.place_at(each) is not None for each in scene.parse.subtree(index)
    )


def _last_named(scene: Scene, before: int) -> PlaceMention | None:
    named = [
        mention
        for mention in scene.annotations.places
        if mention.start < before and mention.use == "plain" and mention.place.precision == "exact"
    ]
    return (
        named[-1]
        if named and (mention := named[-1]).relation not in ("toward", "towards") and mention.place.lat is not None
        else None
    )


def _place_rank(scene: Scene, happening: Happening, mention: PlaceMention) -> tuple[int, int, int] | None:
    """Lower is better: (how directly the act names it, coarseness, distance in the tree); None rules it out."""
    parse, head = scene.parse, parse_head(scene, mention)
    is_actor = (actor := scene.actor_at(mention.head)) is not None and actor.form in ("country", "name", "force")
    if is_actor and parse.tokens[mention.head].dep in (
        "nsubj",
        "poss",
        "agent",
        "nsubjpass",
        "compound",
        "amod",
        "nmod",
    ):
        return None
    relation = (mention.relation or "").lower()
    if is_actor and mention.place.precision == "country" and relation not in _WITHIN:
        return None
    if actor is not None and relation in ("by", "between", "with", "among"):
        return None
    steps = min(tree.distance(parse, trigger.token, head) for trigger in happening.triggers)
    direct = 2
    for trigger in happening.triggers:
        if head in tree.undergoers(parse, trigger.token) if trigger.verb else False:
            direct = 0
        elif any(head == inner for _, inner in tree.phrases(parse, trigger.token)):
            direct = 0 if relation not in ("from", "to", "into", "against", "with", "by") else 1
    if direct == 2:
        clauses = {tree.clause_of(parse, trigger.token) for trigger in happening.triggers}
        direct = 1 if tree.clause_of(parse, head) in clauses else 2
    if relation in ("toward", "towards", "to") and happening.type in _MOVES:
        return None
    if happening.type in _MOVES and relation in _ORIGIN:
        direct = -1
    elif relation in _ORIGIN and happening.type not in ("territory_taken", "displacement", "shelling") and direct < 2:
        direct = 2
    if happening.type in ("deployment",) and relation in _GOAL:
        direct = -1
    fine = {"exact": 0, "near": 0, "admin2": 1, "admin1": 1, "region": 2, "country": 3, "unresolved": 1}
    coarse = fine[mention.place.precision]
    if steps >= 99:
        return None
    return (direct + (2 if coarse == 3 else 0), coarse, steps)


def parse_head(scene: Scene, mention: PlaceMention) -> int:
    """The noun the place stands for in the tree: "the town of X" is governed by "town"."""
    parse, token = scene.parse, scene.parse.tokens[mention.head]
    while (
        token.dep in ("appos", "compound", "nmod", "conj")
        and token.head != token.index
        and parse.tokens[token.head].pos in ("NOUN", "PROPN")
    ):
        token = parse.tokens[token.head]
    if token.dep == "pobj" and parse.tokens[token.head].text.lower() == "of":
        above = parse.tokens[parse.tokens[token.head].head]
        if scene.ontology.in_class(above.lemma, "territory") or scene.ontology.in_class(above.lemma, "facility"):
            return above.index
    return token.index


def _coordinated(scene: Scene, best: PlaceMention, other: PlaceMention) -> bool:
    """Whether two places stand side by side in one phrase: "in X and Y", "in the towns of X, Y and Z"."""
    parse = scene.parse
    left, right = sorted((best, other), key=lambda mention: mention.start)
    between = parse.text[left.end : right.start]
    if len(between) > 80 or scene.actor_at(other.head) is not None and parse.tokens[other.head].dep == "nsubj":
        return False
    if (
        _contains(left, right)
        or _contains(right, left)
        or (other.relation or "").lower() in ("to", "into", "toward", "towards")
    ):
        return False
    token = parse.tokens[right.head]
    for _ in range(6):
        if token.dep == "conj":
            return parse.tokens[token.head].pos in ("PROPN", "NOUN", "ADJ") or parse.tokens[token.head].dep == "prep"
        if token.dep not in ("pobj", "prep", "appos", "compound", "nmod") or token.head == token.index:
            return False
        token = parse.tokens[token.head]
    return False


def _contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Whether one place is the other's province or country: "in the village of X, Y district, Z region"."""
    a, b = outer.place, inner.place
    return (
        (a.precision in ("admin1", "admin2") and a.name.split()[0] in ((b.admin1 or "") + " " + (b.admin2 or "")))
        or (a.precision == "country" and a.country == b.country)
        or inner.use == "parent"
    )


# ---- date -----------------------------------------------------------------------------------------------------------


def choose_date(scene: Scene, happening: Happening, cues: tuple[CueMention, ...]) -> DateMention | None:
    """The date of the act, not of the statement: in its clause first, then in the sentence; durations are no dates."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if _measured_by_duration(scene, happening):
        return None
    ranked = []
    for mention in scene.annotations.dates:
        if mention.kind == "duration" or mention.head < 0 or parse.sentence_at(mention.start) != token.sentence:
            continue
        if (rank := _date_rank(scene, happening, mention, cues)) is not None:
            ranked.append((rank, mention.start, mention))
    return min(ranked, key=lambda each: each[:2])[2] if ranked else None


def _measured_by_duration(scene: Scene, happening: Happening) -> bool:
    """ "after months of fighting": the fighting has a length; the day beside it is another act's."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if happening.main.verb or token.dep != "pobj" or parse.tokens[token.head].text.lower() != "of":
        return False
    return parse.tokens[parse.tokens[token.head].head].lemma in ("day", "week", "month", "year", "hour")


def _date_rank(
    scene: Scene, happening: Happening, mention: DateMention, cues: tuple[CueMention, ...]
) -> tuple[int, int] | None:
    parse = scene.parse
    clause = tree.clause_of(parse, mention.head)
    clauses = {tree.clause_of(parse, trigger.token) for trigger in happening.triggers}
    cue_tokens = {cue.cue_token for cue in scene.annotations.cues}
    heard = any(parse.tokens[trigger.token].lemma in _WITNESSED for trigger in happening.triggers)
    if clause in cue_tokens and clause not in clauses and not heard:
        return None
    steps = min(tree.distance(parse, trigger.token, mention.head) for trigger in happening.triggers)
    if steps >= 99:
        return None
    under = any(trigger.token in tuple(tree.ancestors(parse, mention.head)) for trigger in happening.triggers)
    level = 0 if under and clause in clauses else 1 if clause in clauses else 2
    if level == 2:
        # A date of the clause above may be the act's; one in a clause below belongs to what that clause tells.
        below = all(clause not in tuple(tree.ancestors(parse, each)) for each in clauses)
        if below or steps > _FAR:
            return None
    if mention.first is None and mention.kind == "vague":
        level += 3
    return (level, steps)


# ---- the rest -------------------------------------------------------------------------------------------------------


def _cues(scene: Scene, happening: Happening) -> tuple[CueMention, ...]:
    """The cues whose content holds the act's trigger, innermost last; a cue that is the trigger itself counts."""
    start = scene.parse.tokens[happening.main.token].start
    tokens = {trigger.token for trigger in happening.triggers}
    return tuple(
        cue for cue in scene.annotations.cues if cue.content_start <= start < cue.content_end or cue.cue_token in tokens
    )


def _means(scene: Scene, happening: Happening) -> tuple[tuple[str, Evidence], ...]:
    """Weapons and vehicles that the act's clause names, by the means vocabulary, each once."""
    parse, ontology = scene.parse, scene.ontology
    inside: set[int] = set()
    for trigger in happening.triggers:
        inside.add(trigger.token)
        inside.update(parse.subtree(trigger.token))
        inside.update(index for index in tree.clause_tokens(parse, tree.clause_of(parse, trigger.token)))
    found: dict[str, Evidence] = {}
    for index in sorted(inside):
        token = parse.tokens[index]
        name = ontology.means.get(token.lemma) or ontology.means.get(token.text.lower())
        if name == "bomb" and index and parse.tokens[index - 1].lemma in ("car", "truck", "suicide"):
            name = "car bomb" if parse.tokens[index - 1].lemma != "suicide" else "suicide charge"
        if name is not None and name not in found and token.pos in ("NOUN", "PROPN", "VERB", "ADJ"):
            found[name] = evidence(parse.text, token.start, token.end)
    return tuple(found.items())


def allot_counts(scene: Scene, happenings: tuple[Happening, ...]) -> tuple[tuple[CountMention, ...], ...]:
    """For each happening the counts that belong to it: those of its sentence whose kind fits, nearest in the tree."""
    allotted: list[list[CountMention]] = [[] for _ in happenings]
    for count in scene.annotations.counts:
        if count.kind is None:
            continue
        sentence = scene.parse.sentence_at(count.start)
        fitting = [
            (_count_distance(scene, happening, count), position)
            for position, happening in enumerate(happenings)
            if scene.parse.tokens[happening.main.token].sentence == sentence and _count_fits(happening.type, count)
        ]
        if fitting:
            allotted[min(fitting)[1]].append(count)
    return tuple(map(tuple, allotted))


def _count_distance(scene: Scene, happening: Happening, count: CountMention) -> int:
    tokens = [count.head] if count.governor is None else [count.governor, count.head]
    if count.governor is not None and any(trigger.token == count.governor for trigger in happening.triggers):
        return -1
    return min(
        tree.distance(scene.parse, trigger.token, token)
        for trigger in happening.triggers
        for token in tokens
        if token >= 0
    )


def _count_fits(event_type: str, count: CountMention) -> bool:
    fits = _COUNTS_FOR.get(count.kind or "")
    return event_type in fits if fits is not None else event_type not in _BLOODLESS
