"""Where it happened: the place of the act among the places that its sentence names (RECORD §4, Place)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tidings.coding import tree
from tidings.coding.asides import aside_of
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.model.mentions import PlaceMention
from tidings.model.text import Parse, Token
from tidings.reference.distance import distance_km

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
_LAST = (9, 0, 0)  # the rank of a place that is the act's only where no other is named
_PART_AND_WHOLE = 2  # a quarter and its town; three are a list
_TOWN_KM = 40  # between the middles of a town and of what belongs to it
_SPOKEN_OF_REACH = 4  # sentences after which "the town" may be another
_DRIVING = frozenset({"drive", "displace", "expel", "evict", "uproot", "chase"})
_MOVES = frozenset({"displacement", "territory_ceded"})
_STRIKING = frozenset({"bomb", "strike", "hit", "shell", "bombard", "pound"})  # the state struck is a place as well
_DECLARED = frozenset({"declaration", "threat"})  # what is declared or threatened is elsewhere
_ABOUT = frozenset({"about", "for", "concerning", "regarding"})
_SPEAKING = frozenset("say tell add announce declare warn write speak state insist argue testify".split())
_REPORTING = frozenset(
    {"report", "confirm"}
)  # "two deaths were reported in X" says where, "it was reported in X that" does not
_LIVING = frozenset(
    "bear live base reside study visit educate sentence convict hospitalize bury headquarter".split()
)  # what somebody does at another time than the act
_ORIGINS = frozenset("resident native inhabitant villager citizen local".split())  # "the dead were residents of X"
_ROADS = frozenset("road highway motorway path track trail route approach".split())  # "on the road to X" is near X
_VOICES = _SPEAKING | frozenset(
    "deny maintain dismiss reject claim accuse blame promise vow swear admit acknowledge".split()
)
_BEFALLING = frozenset(
    "fall see suffer witness face experience come undergo lose endure mourn bury count wake".split()
)  # what a place does that is attacked
_TAKING = frozenset(
    "seize take abduct kidnap carry snatch hijack arrest".split()
)  # who was taken there may be hit elsewhere
_ANSWERING = frozenset(
    "answer respond launch begin order conduct carry impose declare announce mount stage resume".split()
)
_UNMET = frozenset({"if", "unless", "until", "till"})
_FLEEING = frozenset("flee flight displacement exodus evacuation evacuate escape return relocate relocation".split())
_LEAVING = frozenset({"leave", "flee", "depart"})
_OF_WORDS = frozenset(
    "statement interview report speech communique press talk conference meeting summit negotiation trial hearing correspondent".split()
)  # where words are said and people meet, not where the act was


def choose_place(scene: Scene, happening: Happening) -> tuple[PlaceMention | None, tuple[PlaceMention, ...]]:
    """The place of the act among the places of its sentence, and others that stand beside it ("in X and Y")."""
    token = scene.parse.tokens[happening.main.token]
    verbal = scene.ontology.types[happening.type].verbal
    if takes_nameless_place(scene, happening):
        return None, ()
    ranked = []
    if (spoken_of := _spoken_of(scene, happening)) is not None:
        ranked.append(((0, 0, 0), spoken_of))
    for mention in _in_sentence(scene, token.sentence):
        if mention.head < 0:
            continue
        if mention.use != "plain" and not _has_the_worst(scene, happening, mention):
            continue
        if (rank := _place_rank(scene, happening, mention)) is not None and (not verbal or rank[0] <= 1):
            ranked.append((rank, mention))
    if not ranked:
        return None, ()
    ranked.sort(key=lambda pair: (pair[0], pair[1].start))
    best = ranked[0][1]
    beside = [mention for _, mention in ranked[1:] if _coordinated(scene, best, mention)]
    return best, tuple(sorted(beside, key=lambda mention: mention.start))


def _in_sentence(scene: Scene, sentence: int) -> tuple[PlaceMention, ...]:
    """The places that begin in a sentence, found by bisection: they stand in the order of the text."""
    parse, places = scene.parse, scene.annotations.places
    first = bisect_left(places, sentence, key=lambda mention: parse.sentence_at(mention.start))
    last = bisect_right(places, sentence, lo=first, key=lambda mention: parse.sentence_at(mention.start))
    return places[first:last]


def _spoken_of(scene: Scene, happening: Happening) -> PlaceMention | None:
    """The place that "the town" or "the camp" stands for, where the act takes, leaves or hits it: the last such place named."""
    parse, main = scene.parse, happening.main.token
    if is_said_there(parse, happening):
        named = _last_named(scene, "there", parse.tokens[main].start)
        return None if named is None or _is_where_words_are(parse, parse_head(scene, named)) else named
    near = list(tree.undergoers(parse, main)) if happening.main.verb else []
    near += [inner for name, inner in tree.phrases(parse, main) if name in ("of", "from", "in", "on", "at", "out")]
    near += _owners_of_what_is_hit(parse, main)
    for index in near:
        marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det")}
        if (
            marks & {"the", "that", "this"}
            and parse.tokens[index].lemma in scene.ontology.groups["common_places"]
            and not _is_named(scene, index)
        ):
            named = _last_named(scene, parse.tokens[index].lemma, parse.tokens[index].start)
            return None if named is None or _is_where_words_are(parse, parse_head(scene, named)) else named
    return None


def _owners_of_what_is_hit(parse: Parse, act: int) -> list[int]:
    """The "city" of "hit the city's main station"."""
    verb = act if tree.is_verb(parse, act) else tree.governing_verb(parse, act)
    verbs = [] if verb is None else [verb, *([parse.tokens[verb].head] if parse.tokens[verb].dep == "advcl" else [])]
    return [
        owner for each in verbs for hit in tree.undergoers(parse, each) for owner in tree.children(parse, hit, "poss")
    ]


def is_said_there(parse: Parse, happening: Happening) -> bool:
    """ "Killed 31 people there", "took girls from the school there": at the place last named."""
    verbs = [trigger.token for trigger in happening.triggers if trigger.verb]
    beside = [inner for verb in verbs for _, inner in tree.phrases(parse, verb)]
    heads = {*verbs, *beside, *(index for verb in verbs for index in tree.undergoers(parse, verb))}
    return any(
        parse.tokens[child].text.lower() == "there" for head in heads for child in tree.children(parse, head, "advmod")
    )


def _is_named(scene: Scene, index: int) -> bool:
    return scene.place_at(index) is not None or any(
        scene.place_at(each) is not None for each in scene.parse.subtree(index)
    )


def _last_named(scene: Scene, noun: str, before: int) -> PlaceMention | None:
    """The last exact place before an offset, or one that is called by the noun, at most a few sentences back; none where somebody only
    goes towards it.
    """
    sentence = scene.parse.sentence_at(before)
    for back in range(_SPOKEN_OF_REACH + 1):
        for mention in reversed(_in_sentence(scene, sentence - back)):
            if mention.start >= before or mention.use != "plain":
                continue
            if mention.place.precision != "exact" and _is_called(scene, mention, noun):
                return mention
            if mention.place.precision == "exact" or (noun == "area" and mention.place.precision == "near"):
                toward = mention.relation in ("toward", "towards")
                return None if toward or mention.place.lat is None else mention
    return None


def _is_called(scene: Scene, mention: PlaceMention, noun: str) -> bool:
    """ "The village" after "the Fa'am village", "the same district" after "the Zahra district": the one called so, by the same noun."""
    tokens = scene.parse.tokens_in(mention.start, mention.end)
    return len(tokens) > 1 and tokens[-1].lemma == noun


def _place_rank(scene: Scene, happening: Happening, mention: PlaceMention) -> tuple[int, int, int] | None:
    """Lower is better: (how directly the act names it, coarseness, distance in the tree); None rules it out."""
    parse, head = scene.parse, parse_head(scene, mention)
    if _names_the_act(scene, happening, mention):
        return (0, 0, 0)
    if _has_the_worst(scene, happening, mention):
        return (3, 0, 0) if mention.place.precision == "country" else (1, 0, 0)
    if _heads_line(scene.parse, mention):
        return _LAST
    if not scene.ontology.types[happening.type].verbal and _belongs_elsewhere(scene, happening, mention, head):
        return None
    if _is_told_aside(parse, happening, mention.head) or _wages_it(parse, happening, mention):
        return None
    if (
        _acts_itself(scene, happening, mention)
        or _is_of_another_act(scene, happening, head)
        or _names_a_voice(scene, happening, mention)
        or _is_another_noun_s(scene, happening, mention)
    ):
        return None
    if happening.type in _DECLARED and not _hangs_from_act(scene, happening, mention, head):
        return None
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
    struck = any(
        parse.tokens[trigger.token].lemma in _STRIKING and head in tree.undergoers(parse, trigger.token)
        for trigger in happening.triggers
        if trigger.verb
    )
    if is_actor and mention.place.precision == "country" and relation not in _WITHIN and not struck:
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
    moves = happening.type in _MOVES or _is_driven(parse, head)
    on_the_way = not moves and (governor := _governor(parse, head)) is not None and governor.lemma in _ROADS
    taken_there = happening.type == "abduction"  # "abducted them to the forest"
    if relation in ("toward", "towards", "to") and (moves or taken_there or direct == 2) and not on_the_way:
        return None  # "fled to Nigeria when the gunmen attacked": where somebody went is not where it was
    if relation in ("", "to") and not moves and not on_the_way and _is_goal_of_flight(parse, happening, head):
        return None
    if _is_people_of(scene, mention):
        if happening.type == "release":
            return None  # "freed 21 Chibok girls": where they were taken, if anything
        direct += direct > 0  # "three Embera traders near Bagado"
    if moves and relation in _ORIGIN:
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


def _wages_it(parse: Parse, happening: Happening, mention: PlaceMention) -> bool:
    """ "The fight of Iran against ISIS": a state whose fight it is."""
    token = parse.tokens[mention.head]
    above = parse.tokens[token.head]
    if token.dep != "pobj" or above.text.lower() != "of":
        return False
    return any(
        trigger.token == above.head and any(name == "against" for name, _ in tree.phrases(parse, trigger.token))
        for trigger in happening.triggers
    )


def _is_told_aside(parse: Parse, happening: Happening, head: int) -> bool:
    """ "Held a man over a bombing in Istanbul", "came two weeks after a shooting in Bukavu": the place of what is told aside."""
    aside = aside_of(parse, head)
    return aside is not None and all(aside_of(parse, trigger.token) != aside for trigger in happening.triggers)


def _heads_line(parse: Parse, mention: PlaceMention) -> bool:
    """ "Sanaa: Coalition jets struck Marib": before a colon at the head of a line a place says where the report is from."""
    line = parse.text.rfind("\n", 0, mention.start) + 1
    return parse.text.startswith(":", mention.end) and not parse.text[line : mention.start].strip()


def _acts_itself(scene: Scene, happening: Happening, mention: PlaceMention) -> bool:
    """ "Port Vila answered with a blockade", "Washington, London and Paris fired missiles": a place that does the act stands for its state."""
    parse, first = scene.parse, mention.head
    if mention.relation:  # "Near X, one strike destroyed a tank", whatever the parser makes of X
        return False
    while parse.tokens[first].dep == "conj":
        first = parse.tokens[first].head
    verb = parse.tokens[first].head
    if parse.tokens[first].dep != "nsubj" or tree.is_passive(parse, verb) or parse.tokens[verb].lemma in _BEFALLING:
        return False
    own = {trigger.token for trigger in happening.triggers}
    done = any(
        tree.governing_verb(parse, trigger) == verb and trigger not in tree.doers(parse, verb) for trigger in own
    )
    state = mention.place.precision == "country"  # "Niger and Chad launched operations, leading to the capture of …"
    return verb in own or ((done or state) and parse.tokens[verb].lemma in _ANSWERING)


def _is_of_another_act(scene: Scene, happening: Happening, head: int) -> bool:
    """ "If police charge at X, they will blow up the bridge", "threatened to kill the man they seized in X": what another clause tells."""
    parse = scene.parse
    over_act = _over_act(scene, happening)
    for index in (head, *tree.ancestors(parse, head)):
        if not tree.is_verb(parse, index):
            continue
        if index in over_act:
            return False
        marks = {parse.tokens[each].text.lower() for each in tree.children(parse, index, "mark", "advmod")}
        token = parse.tokens[index]
        taken = token.dep in ("relcl", "acl") and token.lemma in _TAKING and parse.tokens[head].dep == "pobj"
        if taken or (token.dep == "advcl" and marks & _UNMET):
            return True
    return False


def _names_a_voice(scene: Scene, happening: Happening, mention: PlaceMention) -> bool:
    """ "A Bamako newspaper reported", "the speaker of the Kasai assembly said": a place in the name of who says so."""
    parse = scene.parse
    if mention.head < 0 or parse.tokens[mention.head].dep not in ("compound", "amod", "nmod"):
        return False
    for index in tree.ancestors(parse, mention.head):
        token = parse.tokens[index]
        if token.dep == "nsubj" and parse.tokens[token.head].lemma in (*_VOICES, *_REPORTING):
            return index not in _over_act(scene, happening)
    return False


def _is_another_noun_s(scene: Scene, happening: Happening, mention: PlaceMention) -> bool:
    """ "Syria talks followed the raid", "Switzerland contacts on the release": a bare country before a noun that is no act and nobody hit."""
    parse, token = scene.parse, scene.parse.tokens[mention.head]
    if mention.place.precision != "country" or mention.relation or token.dep not in ("compound", "nmod"):
        return False
    noun = parse.tokens[token.head]
    if noun.pos != "NOUN" or any(trigger.token == noun.index for trigger in happening.triggers):
        return False
    if any(scene.ontology.in_class(noun.lemma, name) for name in ("territory", "facility")) or noun.lemma == "capital":
        return False
    hit = {each for trigger in happening.triggers if trigger.verb for each in tree.undergoers(parse, trigger.token)}
    return noun.index not in hit and not _is_somebody(scene, noun.index)


def _over_act(scene: Scene, happening: Happening) -> set[int]:
    """The words that tell an act, and all words that they hang from."""
    tokens = [trigger.token for trigger in happening.triggers]
    return {index for token in tokens for index in (token, *tree.ancestors(scene.parse, token))}


def _hangs_from_act(scene: Scene, happening: Happening, mention: PlaceMention, head: int) -> bool:
    """Whether a place's phrase hangs from the words of the act themselves, not from what is declared or threatened."""
    governor = _governor(scene.parse, head)
    if governor is None:
        return False
    at = (mention.relation or "").lower() in ("in", "at", "over")
    declared = happening.type == "declaration" and governor.dep == "dobj" and at  # "declared victory in X"
    return any(trigger.token in (governor.index, governor.head if declared else -1) for trigger in happening.triggers)


def _is_people_of(scene: Scene, mention: PlaceMention) -> bool:
    """Whether a place stands before people: "Embera traders"."""
    token = scene.parse.tokens[mention.head]
    return token.dep in ("compound", "amod", "nmod") and token.head > token.index and _is_somebody(scene, token.head)


def _names_the_act(scene: Scene, happening: Happening, mention: PlaceMention) -> bool:
    """ "The Madrid train bombings": a town before the noun of the act is where it was, though a capital may speak for its state elsewhere."""
    parse, token = scene.parse, scene.parse.tokens[mention.head]
    if mention.place.precision not in ("exact", "near") or token.dep not in ("compound", "nmod"):
        return False
    while token.dep in ("compound", "nmod") and token.head != token.index:
        token = parse.tokens[token.head]
    return any(trigger.token == token.index and not trigger.verb for trigger in happening.triggers)


def _has_the_worst(scene: Scene, happening: Happening, mention: PlaceMention) -> bool:
    """ "Kabul's deadliest attack this year": what is ranked among a place's acts was there; "Moscow's attack" is that of a state."""
    token = scene.parse.tokens[mention.head]
    acts = {trigger.token for trigger in happening.triggers if not trigger.verb}
    return (
        token.dep == "poss"
        and token.head in acts
        and any(scene.parse.tokens[child].tag == "JJS" for child in tree.children(scene.parse, token.head, "amod"))
    )


def _belongs_elsewhere(scene: Scene, happening: Happening, mention: PlaceMention, head: int) -> bool:
    """Whether a place only says where somebody is from, lives or speaks, what they left, or what words are about.

    "A man from Homs", "born in Kabul", "said in Cairo", "talks about Syria".
    """
    parse, relation = scene.parse, (mention.relation or "").lower()
    governor = _governor(parse, head)
    long_acts = scene.ontology.groups["long_acts"]
    fought_for = governor is not None and (
        governor.lemma in long_acts  # "fought militants for the town of X", the phrase hung from the militants
        or (relation == "for" and any(parse.tokens[trigger.token].lemma in long_acts for trigger in happening.triggers))
    )
    if governor is None or fought_for or any(trigger.token == governor.index for trigger in happening.triggers):
        return False
    if relation in _ABOUT or _is_where_words_are(parse, head) or _is_felt_there(parse, happening, head):
        return True
    if governor.lemma in _ORIGINS and governor.dep in ("attr", "appos"):
        return True
    if tree.is_verb(parse, governor.index):
        left = governor.lemma in _LEAVING and parse.tokens[head].dep == "dobj" and happening.type not in _MOVES
        told = governor.lemma in _REPORTING and bool(tree.children(parse, governor.index, "ccomp"))
        return governor.lemma in _LIVING or told or left
    from_there = relation == "from" or _follows_from(parse, head)
    if from_there and happening.type not in _MOVES and _is_somebody(scene, governor.index):
        return True
    return relation != "of" and _speaks_or_is_told(parse, governor)


def _follows_from(parse: Parse, head: int) -> bool:
    """ "Evacuees from the northern towns of X and Y": the noun that stands for the place comes after "from"."""
    return parse.tokens[head].dep == "pobj" and parse.tokens[parse.tokens[head].head].text.lower() == "from"


def _is_felt_there(parse: Parse, happening: Happening, head: int) -> bool:
    """ "Met the girls in X and voiced joy over their release": what people feel or say over an act is not where the act was."""
    for trigger in happening.triggers:
        path = [trigger.token, *tree.ancestors(parse, trigger.token)]
        over = next((at for at in path if parse.tokens[at].text.lower() in ("over", "about")), None)
        if trigger.verb or over is None or any(tree.is_verb(parse, at) for at in path[: path.index(over)]):
            return False
        if over in tree.ancestors(parse, head):
            return False
    return True


def _is_where_words_are(parse: Parse, head: int) -> bool:
    """ "Said in Cairo", "in an interview in Doha"."""
    governor = _governor(parse, head)
    if governor is None:
        return False
    return governor.lemma in (_SPEAKING if tree.is_verb(parse, governor.index) else _OF_WORDS)


def _speaks_or_is_told(parse: Parse, noun: Token) -> bool:
    """ "Police in Srinagar said", "told reporters in Cairo"; a mayor "of" a town speaks of it. Not where the parser gives the verb another subject as well."""
    above = parse.tokens[noun.head]
    if not tree.is_verb(parse, above.index) or above.lemma not in _SPEAKING:
        return False
    if noun.dep == "nsubj":
        return tree.children(parse, above.index, "nsubj") == (noun.index,)
    return noun.dep in ("dobj", "dative")


def _is_goal_of_flight(parse: Parse, happening: Happening, head: int) -> bool:
    """ "The attack led to the displacement of people from X to Y and Z": between the act and Y or Z somebody flees to it."""
    between = parse.tokens[happening.main.token + 1 : head]
    flight = next((token.index for token in between if token.lemma in _FLEEING), head)
    return any(token.lemma == "to" and token.pos == "ADP" for token in between if token.index > flight)


def _is_driven(parse: Parse, head: int) -> bool:
    """ "Attacks have driven 5,000 people out of X to Y": the phrase of a place hangs from a verb that moves people."""
    governor = _governor(parse, head)
    return governor is not None and governor.lemma in _DRIVING


def _is_somebody(scene: Scene, index: int) -> bool:
    return scene.has_class(index, "people") or scene.actor_at(index) is not None


def _governor(parse: Parse, head: int) -> Token | None:
    """The word that the phrase of a place hangs from, past its prepositions; None at the root."""
    token = parse.tokens[head]
    while token.head != token.index:
        token = parse.tokens[token.head]
        if token.dep not in ("prep", "agent", "conj", "appos") or token.pos not in ("ADP", "PROPN"):
            return token
    return None


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
        or _is_part_of(scene, left, right)
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


def _is_part_of(scene: Scene, part: PlaceMention, whole: PlaceMention) -> bool:
    """Whether a quarter and its town stand side by side with a comma alone, and no "and" makes them a list: "in Jabal Mohsen, Tripoli"."""
    parse = scene.parse
    if parse.text[part.end : whole.start].strip() != "," or not _is_within(part, whole):
        return False
    first = whole.head
    while parse.tokens[first].dep == "conj":
        first = parse.tokens[first].head
    members = tree.conjuncts(parse, first)
    return len(members) <= _PART_AND_WHOLE and not any(tree.children(parse, member, "cc") for member in members)


def _is_within(part: PlaceMention, whole: PlaceMention) -> bool:
    """Whether one place is near enough to be a part of the other."""
    a, b = part.place, whole.place
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= _TOWN_KM


def _contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Whether one place is the other's province or country: "in the village of X, Y district, Z region"."""
    a, b = outer.place, inner.place
    return (
        (a.precision in ("admin1", "admin2") and a.name.split()[0] in ((b.admin1 or "") + " " + (b.admin2 or "")))
        or (a.precision == "country" and a.country == b.country)
        or inner.use == "parent"
    )


def takes_nameless_place(scene: Scene, happening: Happening) -> bool:
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
    within = [inner for index in (*taken, happening.main.token) for _, inner in tree.phrases(parse, index)]
    return bool(plural) and not any(scene.place_at(inner) for inner in within)
