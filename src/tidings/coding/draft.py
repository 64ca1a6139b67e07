"""A draft: a happening with the values that its own words give it, before it meets the rest of the article."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.asides import aside_of
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.coding.standing import Reading, read_standing
from tidings.coding.toll_places import toll_places
from tidings.coding.when import choose_date
from tidings.coding.where import choose_place, is_said_there, takes_nameless_place
from tidings.model.mentions import ActorMention, CountMention, CueMention, DateMention, PlaceMention
from tidings.model.text import Evidence, evidence


class Draft(Struct, frozen=True, kw_only=True):
    """What one sentence tells of one act. ``cues`` say that it happened, ``voices`` also those that say only some of its values;
    ``blames`` are the voices that say who did what somebody else tells.
    """

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
    voices: tuple[CueMention, ...]
    blames: tuple[CueMention, ...]
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
    voices = _voices(scene, happening, counts, cues)
    date = choose_date(scene, happening, cues)
    place, others = _with_toll_places(scene, counts, *choose_place(scene, happening))
    if points_back := _points_back(scene, happening):
        place, others, date = None, (), None
    if (aside := aside_of(scene.parse, token.index)) is not None:
        inside = frozenset(scene.parse.subtree(aside))
        date = date if date is not None and date.head in inside else None
        there = place is not None and (place.head in inside or is_said_there(scene.parse, happening))
        place = place if there else None
        others = tuple(each for each in others if place is not None and each.head in inside)
    reading = read_standing(scene, happening, date)
    if _says_no_act(scene, happening, reading, place, date, counts):
        reading = replace(reading, reality="ongoing", rule="a bare plural with no day, place, toll or actor")
    denied = not reading.known and any(cue.stance == "denies" for cue in cues)
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
        voices=voices,
        blames=tuple(cue for cue in voices if _blames(scene, happening, cue)),
        means=_means(scene, happening),
        evidence=_clause_evidence(scene, happening),
        sentence=token.sentence,
        points_back=points_back,
        nameless=takes_nameless_place(scene, happening),
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


def _with_toll_places(
    scene: Scene, counts: tuple[CountMention, ...], place: PlaceMention | None, others: tuple[PlaceMention, ...]
) -> tuple[PlaceMention | None, tuple[PlaceMention, ...]]:
    """The places of an act with those that its tolls are told of ("killed nine in A, 11 in B and six in C")."""
    known = {each.place.name for each in (place, *others) if each is not None}
    told = {each.place.name: each for each in toll_places(scene, counts).values() if each.place.name not in known}
    return (place, (*others, *told.values())) if place is not None else (place, others)


def _points_back(scene: Scene, happening: Happening) -> bool:
    """ "after the attack", "following Sunday's blast": only recalls an act that is told elsewhere; not "for the February 17 car bomb"."""
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
    told = tree.children(parse, token.index, "prep", "relcl", "acl", "nummod") or parse.is_dated(token.index)
    return bool(marks & {"the", "this", "that", "these", "those"}) and not told


def _clause_evidence(scene: Scene, happening: Happening) -> Evidence:
    """The words that tell it: the clauses of its triggers, from the first word to the last, without outer punctuation."""
    parse, inside = scene.parse, set[int]()
    for trigger in happening.triggers:
        token = parse.tokens[trigger.token]
        if (
            token.dep == "amod" and trigger.verb
        ):  # "21 abducted schoolgirls freed in Nigeria": the clause tells another act
            inside.update(index for index in parse.subtree(token.head) if index <= token.head)
            continue
        inside.update(tree.clause_tokens(parse, tree.clause_of(parse, trigger.token)))
        inside.update(parse.subtree(trigger.token) if not trigger.verb else ())
    sentence = parse.tokens[happening.main.token].sentence
    kept = [index for index in sorted(inside) if parse.tokens[index].sentence == sentence]
    main = happening.main.token
    words = [index for index in kept if parse.tokens[index].pos != "PUNCT"] or [main]
    return evidence(parse.text, parse.tokens[words[0]].start, parse.tokens[words[-1]].end)


def _cues(scene: Scene, happening: Happening) -> tuple[CueMention, ...]:
    """The cues whose content holds the act's trigger, innermost last; a cue that is the trigger itself counts."""
    start = scene.parse.tokens[happening.main.token].start
    tokens = {trigger.token for trigger in happening.triggers}
    return tuple(
        cue
        for cue in scene.annotations.cues
        if cue.cue_token in tokens
        or cue.content_start <= start < cue.content_end
        and not (cue.stance == "denies" and _is_occasion(scene, happening.main.token, cue))
    )


def _is_occasion(scene: Scene, token: int, cue: CueMention) -> bool:
    """ "denied that calls were made before the blast": the blast itself is not denied."""
    for above in (token, *tree.ancestors(scene.parse, token)):
        if not cue.content_start <= scene.parse.tokens[above].start < cue.content_end:
            return False
        marks = tree.children(scene.parse, above, "mark", "advmod")
        words = {scene.parse.tokens[each].text.lower() for each in (above, *marks)}
        if words & {"before", "after", "following", "since"} and scene.parse.tokens[above].start > cue.content_start:
            return True
    return False


def _voices(
    scene: Scene, happening: Happening, counts: tuple[CountMention, ...], cues: tuple[CueMention, ...]
) -> tuple[CueMention, ...]:
    """The cues of an act and those beside it in its sentences, in text order: they may stand behind a figure or name the doer.

    "Reportedly" and "was reported" name nobody and take no distance: they are no voice, as "allegedly" and "is believed" are.
    """
    tokens, sentences = scene.parse.tokens, scene.parse.sentences
    told = {tokens[trigger.token].sentence for trigger in happening.triggers}
    told |= {scene.parse.sentence_at(count.start) for count in counts}
    spans = [(sentences[number].start, sentences[number].end) for number in sorted(told)]
    return tuple(
        cue
        for cue in scene.annotations.cues
        if (cue.speaker_start is not None or cue.stance != "asserts")
        and (cue in cues or any(cue.content_start < end and start < cue.content_end for start, end in spans))
    )


def _blames(scene: Scene, happening: Happening, cue: CueMention) -> bool:
    """Whether a cue says who did an act that is told as known: "blamed X for the blast", "claimed responsibility for it"."""
    if any(trigger.token == cue.cue_token for trigger in happening.triggers):
        return False
    begins = scene.parse.text[cue.content_start : cue.content_end].casefold().split()[:2]
    if {"responsibility", "credit"} & set(begins):
        return cue.stance == "claims"
    return scene.parse.tokens[cue.cue_token].lemma in ("blame", "hold", "attribute", "ascribe")


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
