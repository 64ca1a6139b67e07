"""What decides whether two drafts tell one act, read off each draft once: a long text has many pairs."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from tidings.coding import tree
from tidings.coding.asides import aside_of
from tidings.coding.draft import Draft
from tidings.coding.scene import Scene
from tidings.model.mentions import ActorMention
from tidings.reference.placenames import loose_key

LETHAL = frozenset(
    {"chemical_attack", "suicide_bombing", "air_strike", "shelling", "explosion", "attack_on_civilians", "armed_clash"}
)
GENERIC = frozenset({"killing", "attack_on_civilians", "destruction"})
VAGUE = frozenset({"country", "region", "admin1", "unresolved"})
_TOLL = frozenset({"killed", "casualties", "injured"})
_WOUNDED = frozenset({"wounded", "injured", "wound", "injury", "burn"})
_SUM_DAYS = 31  # a toll since a day that long ago is a sum over many acts
_IT = frozenset({"it", "this", "that"})
_ONE_PERSON = frozenset({"he", "she", "him", "her"})
_PLURAL = frozenset({"they", "them"})
_SPOKEN_REACH = 120  # words
_SAYING = frozenset({"say", "claim", "insist", "maintain", "speak"})
_ESCAPES = frozenset({"escape", "flee", "abscond"})
_WEAPONS = ("aircraft", "explosive", "arms")
_SELF = frozenset({"be", "cause", "carry", "blame"})  # "it was an attack", "it was caused by a bomb"

Days = tuple[dt.date, dt.date]


class Telling(Struct, frozen=True, kw_only=True):
    """A draft and what is asked of it again and again. ``own_place``: its words name one, no place is lent.

    ``apart``: told as another act; ``back``: a definite noun points to an act told before; ``told_whole``: "the bombing of the cell in July 2012"; ``by_known``: "the missile struck", "the planes came";
    ``spoken_of``: the sentence that last spoke of "the bombs"; ``too``: "three soldiers also died"; ``before_that``: "said it had struck …"; ``itself``: "it was …" says more of the act
    told last; ``same_doers``: "they", "the attackers"; ``one_victim``: "he was shot"; ``things`` are definite nouns that it was done to, ``nouns`` all that its words name;
    ``rival``: "the army says 300", of the toll told last; ``of_wounded``: those who died later of wounds; ``detail``: "… when gunmen opened fire";
    ``summed``: a toll over months; ``out``: those who came free, as counted; ``escaped``: by themselves.
    """

    draft: Draft
    aside: int | None
    days: Days | None
    place_key: str | None
    own_place: bool
    acting: frozenset[str]
    hit: frozenset[str]
    doers: frozenset[str]
    victims: frozenset[str]
    dead: tuple[tuple[str, int], ...]
    strikes: frozenset[int]
    figures: frozenset[tuple[object, ...]]
    harms: frozenset[str]
    generic: bool
    coarse: bool
    things: frozenset[str]
    nouns: frozenset[str]
    effect: bool
    claims: bool
    apart: bool
    back: bool
    told_whole: bool
    by_known: bool
    spoken_of: int | None
    too: bool
    before_that: bool
    goes_on: bool
    victim_noun: bool
    itself: bool
    same_doers: bool
    one_victim: bool
    rival: bool
    of_wounded: bool
    detail: bool
    summed: bool
    out: frozenset[tuple[str, int | None, int | None]]
    escaped: bool

    @property
    def is_undated(self) -> bool:
        """Whether no first day is told: "by Monday nine had died" leaves it open."""
        return self.days is None or self.days[0] == dt.date.min


def read_telling(scene: Scene, draft: Draft) -> Telling:
    """The telling of a draft."""
    main = draft.happening.main
    of_wounded = _is_of_wounded(scene, draft)
    counts_victims = scene.parse.tokens[main.token].lemma in ("victim", "casualty", "fatality")
    back = _points_back(scene, draft)
    itself = _is_it(scene, draft)
    return Telling(
        draft=draft,
        aside=aside_of(scene.parse, main.token),
        days=None if of_wounded else _days(draft),
        place_key=None if draft.place is None else loose_key(draft.place.place.name) or draft.place.place.name.lower(),
        own_place=draft.place is not None and not draft.inherited,
        acting=_parties(draft.actors),
        hit=_parties(draft.recipients),
        doers=frozenset(mention.key for mention in draft.actors),
        victims=frozenset(mention.key for mention in draft.recipients if not _is_anybody(mention)),
        dead=tuple(sorted(_dead(draft).items())),
        strikes=frozenset(
            count.best for count in draft.counts if count.kind in ("strikes", "munitions") and count.best is not None
        ),
        figures=frozenset(
            (count.kind, count.low, count.best, count.high)
            for count in draft.counts
            if count.best is not None and count.best > 1
        ),
        harms=frozenset(count.kind for count in draft.counts if count.kind in _TOLL),
        generic=is_generic(draft),
        coarse=_is_coarse(scene, draft),
        things=_things(scene, draft),
        nouns=_nouns(scene, draft),
        effect=all(trigger.effect for trigger in draft.happening.triggers),
        claims="=responsibility" in main.pattern.object and main.pattern.companion == "responsibility",
        apart=not (counts_victims or itself or _die_too(scene, draft)) and _says_apart(scene, draft, back=back),
        back=back,
        told_whole=_is_told_whole(scene, draft),
        by_known=_is_by_known(scene, draft),
        spoken_of=_last_spoken_of(scene, draft),
        too=_die_too(scene, draft),
        before_that=_is_before_that(scene, draft),
        goes_on=_goes_on(scene, draft),
        victim_noun=counts_victims,
        itself=itself,
        same_doers=_are_same_doers(scene, draft),
        one_victim=_is_one_victim(scene, draft),
        rival=_is_rival(scene, draft),
        of_wounded=of_wounded,
        detail=_is_detail(scene, draft),
        summed=_is_summed(draft),
        out=frozenset((count.group, count.low, count.best) for count in draft.counts if count.kind == "released"),
        escaped=scene.parse.tokens[main.token].lemma in _ESCAPES,
    )


def is_generic(draft: Draft) -> bool:
    """Told by a word that fits many acts ("the attack", "killed"), or by one of unsure type: another draft may name the act better."""
    main, pattern = draft.happening.main, draft.happening.main.pattern
    return (
        (main.by == "heads" and main.effect)
        or draft.type in GENERIC
        or bool(pattern.by_target or pattern.article_means)
    )


def _is_coarse(scene: Scene, draft: Draft) -> bool:
    """Told with no place, or only a country or a region: the way leads and headlines tell what the body tells again.

    Several acts in a region ("two attacks in Cabo Delgado") are none of those that the body tells.
    """
    if draft.place is None or draft.inherited or draft.place.place.precision == "country":
        return True
    return draft.place.place.precision in VAGUE and scene.parse.tokens[draft.happening.main.token].tag != "NNS"


def _days(draft: Draft) -> Days | None:
    if draft.date is None or draft.date.last is None:
        return None
    return draft.date.first or dt.date.min, draft.date.last


def _parties(mentions: tuple[ActorMention, ...]) -> frozenset[str]:
    """Known parties, and those that they are part of or led by: a force and its state or alliance are one party here."""
    known = [mention for mention in mentions if mention.id is not None]
    above = {
        tie.to
        for mention in known
        for tie in mention.relations
        if tie.relation in ("part_of", "forces_of", "led_by", "branch_of")
    }
    return frozenset({mention.id for mention in known if mention.id is not None} | above)


def _is_anybody(mention: ActorMention) -> bool:
    """ "People": says nothing of whom it was."""
    return mention.id is None and mention.name == "civilians"


def _dead(draft: Draft) -> dict[str, int]:
    """The largest figure of the dead by group; parts of other figures aside."""
    found: dict[str, int] = {}
    for count in draft.counts:
        if count.kind == "killed" and count.subset_of is None:
            found[count.group] = max(found.get(count.group, 0), count.best or count.low or 0)
    return found


def _goes_on(scene: Scene, draft: Draft) -> bool:
    """ "fighting", "the battle": one long act told by a mass noun, with no place or day of its own."""
    lemma = scene.parse.tokens[draft.happening.main.token].lemma
    return (
        lemma in scene.ontology.groups["long_acts"] and (draft.place is None or draft.inherited) and draft.date is None
    )


def _says_apart(scene: Scene, draft: Draft, *, back: bool) -> bool:
    """ "another attack", "the previous bombing": told as one of its own, whatever else points back."""
    if _is_next(scene, draft):
        return True
    marks = _marks(scene, draft)
    return bool(marks & scene.ontology.groups["apart"]) or (bool(marks & scene.ontology.groups["beside"]) and not back)


def _is_next(scene: Scene, draft: Draft) -> bool:
    """ "Two hours later they burned a village", "that night gunmen attacked": counted from the act before, it is another."""
    date = draft.date
    if date is None or date.kind != "anaphoric" or not any(trigger.verb for trigger in draft.happening.triggers):
        return False
    words = scene.parse.text[date.start : date.end].lower().split()
    return ("later" in words or "night" in words) and not _is_of_wounded(scene, draft)


def _marks(scene: Scene, draft: Draft) -> set[str]:
    """Adjectives, determiners and adverbs that hang from the triggers, as lemmas; not from what an act is only said to be.

    "The attack was the second such bombing" is no second one.
    """
    parse, triggers = scene.parse, draft.happening.triggers
    names = [trigger for trigger in triggers if trigger.verb or parse.tokens[trigger.token].dep != "attr"]
    return {
        parse.tokens[child].lemma
        for trigger in names or triggers
        for child in tree.children(parse, trigger.token, "amod", "det", "advmod")
    }


def _points_back(scene: Scene, draft: Draft) -> bool:
    """A definite noun: "the attack", "the blasts", "last night's attack"."""
    words, parse = scene.ontology.groups["points_back"], scene.parse
    marks = [
        parse.tokens[child]
        for trigger in draft.happening.triggers
        if not trigger.verb
        for child in tree.children(parse, trigger.token, "det", "amod", "poss", "nummod")
    ]
    return any(
        mark.text.lower() in words or (mark.dep == "poss" and mark.entity.endswith(("DATE", "TIME"))) for mark in marks
    )


def _is_told_whole(scene: Scene, draft: Draft) -> bool:
    """ "The bombing of the security cell in July 2012": the noun says by itself of what and when, and points to nothing told before."""
    parse, date = scene.parse, draft.date
    return any(
        date is not None
        and not trigger.verb
        and date.head in parse.subtree(trigger.token)
        and any(name == "of" for name, _ in tree.phrases(parse, trigger.token))
        for trigger in draft.happening.triggers
    )


def _is_by_known(scene: Scene, draft: Draft) -> bool:
    """ "The missile struck a courtyard", "the bomb went off", "the planes came at noon": what did it was told of before."""
    parse = scene.parse
    for trigger in draft.happening.triggers:
        verb = trigger.token if trigger.verb else tree.governing_verb(parse, trigger.token)
        if verb is None or tree.is_passive(parse, verb):
            continue
        for index in (*tree.doers(parse, verb), *tree.undergoers(parse, verb)):
            token = parse.tokens[index]
            marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det")}
            if (
                token.dep == "nsubj"
                and "the" in marks
                and any(scene.ontology.in_class(token.lemma, one) for one in _WEAPONS)
            ):
                return True
    return False


def _last_spoken_of(scene: Scene, draft: Draft) -> int | None:
    """ "The bombs killed 15": the sentence where bombs were last spoken of before; none where no weapons in the plural are pointed to."""
    parse = scene.parse
    for trigger in draft.happening.triggers:
        verb = trigger.token if trigger.verb else tree.governing_verb(parse, trigger.token)
        for index in () if verb is None else tree.doers(parse, verb):
            token = parse.tokens[index]
            marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det")}
            if (
                token.tag == "NNS"
                and marks & {"the", "these", "those"}
                and scene.ontology.in_class(token.lemma, "explosive")
            ):
                start = max(0, parse.sentences[token.sentence].first - _SPOKEN_REACH)
                before = parse.tokens[start : parse.sentences[token.sentence].first]
                return next((one.sentence for one in reversed(before) if one.lemma == token.lemma), None)
    return None


def _die_too(scene: Scene, draft: Draft) -> bool:
    """ "Three soldiers also died": more dead of the act told last, no other act."""
    parse = scene.parse
    bare = draft.date is None and (draft.place is None or draft.inherited)
    return bare and all(
        trigger.effect
        and trigger.verb
        and any(parse.tokens[child].lemma == "also" for child in tree.children(parse, trigger.token, "advmod"))
        for trigger in draft.happening.triggers
    )


def _is_before_that(scene: Scene, draft: Draft) -> bool:
    """ "Nine died in the raid. The air force said it had struck a store": what somebody says of an act that has been told."""
    parse, main = scene.parse, draft.happening.main
    had = any(parse.tokens[child].text.lower() == "had" for child in tree.children(parse, main.token, "aux"))
    return main.verb and had and parse.tokens[main.token].dep == "ccomp"


def _is_it(scene: Scene, draft: Draft) -> bool:
    """ "It was the deadliest attack since May", "it was caused by a car bomb": the noun says more of what was told last."""
    parse = scene.parse
    for trigger in draft.happening.triggers:
        token = parse.tokens[trigger.token]
        agent = token.dep == "pobj" and parse.tokens[token.head].dep == "agent"
        if trigger.verb or not (agent or token.dep == "attr"):
            continue
        verb = parse.tokens[token.head].head if agent else token.head
        subject = tree.grammatical_subject(parse, verb)
        if (
            parse.tokens[verb].lemma in _SELF
            and subject is not None
            and subject < trigger.token
            and parse.tokens[subject].text.lower() in _IT
        ):
            return True
    return False


def _are_same_doers(scene: Scene, draft: Draft) -> bool:
    """ "They", "the attackers": whoever acts was told of before."""
    parse = scene.parse
    for trigger in draft.happening.triggers:
        if not trigger.verb or tree.is_passive(parse, trigger.token):
            continue
        for index in tree.doers(parse, trigger.token):
            token = parse.tokens[index]
            marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det")}
            if token.text.lower() in _PLURAL or ("the" in marks and scene.ontology.in_class(token.lemma, "fighters")):
                return True
    return False


def _things(scene: Scene, draft: Draft) -> frozenset[str]:
    """The definite nouns that an act is done to or at: "fired on the depot"."""
    parse = scene.parse
    at = [
        index
        for trigger in draft.happening.triggers
        if trigger.verb
        for index in (
            *tree.undergoers(parse, trigger.token),
            *(inner for _, inner in tree.phrases(parse, trigger.token)),
        )
    ]
    return frozenset(
        parse.tokens[index].lemma
        for index in at
        if parse.tokens[index].pos == "NOUN"
        and scene.actor_at(index) is None
        and any(parse.tokens[child].text.lower() in ("the", "that") for child in tree.children(parse, index, "det"))
    )


def _nouns(scene: Scene, draft: Draft) -> frozenset[str]:
    """The common nouns of the words that tell an act."""
    return frozenset(
        token.lemma
        for token in scene.parse.tokens_in(draft.evidence.start, draft.evidence.end)
        if token.pos == "NOUN" and not token.entity.endswith(("DATE", "TIME"))
    )


def _is_one_victim(scene: Scene, draft: Draft) -> bool:
    """ "He was shot in a camp": one person told of before, who dies once."""
    parse = scene.parse
    return any(
        parse.tokens[index].text.lower() in _ONE_PERSON
        for trigger in draft.happening.triggers
        if trigger.verb
        for index in tree.undergoers(parse, trigger.token)
    )


def _is_rival(scene: Scene, draft: Draft) -> bool:
    """ "The army says 300", "a monitor counted 24 dead": a figure and who says so, and nothing else."""
    if draft.actors or draft.recipients or draft.date is not None:
        return False
    if draft.type == "killing" and scene.parse.tokens[draft.happening.main.token].lemma in _SAYING:
        return True
    harms = {count.governor for count in draft.counts}
    counts = all(trigger.effect or trigger.token in harms for trigger in draft.happening.triggers)
    return counts and bool(draft.voices) and (draft.place is None or draft.inherited)


def _is_of_wounded(scene: Scene, draft: Draft) -> bool:
    """ "Three of the wounded died a day later": of the act that wounded them, whenever they died (RECORD §4, Count)."""
    parse = scene.parse
    return any(
        not _WOUNDED.isdisjoint((parse.tokens[inner].text.lower(), parse.tokens[inner].lemma))
        for trigger in draft.happening.triggers
        if trigger.verb and parse.tokens[trigger.token].lemma in ("die", "succumb")
        for index in tree.children(parse, trigger.token, "nsubj", "prep")
        for inner in (index, *parse.subtree(index))
    )


def _is_detail(scene: Scene, draft: Draft) -> bool:
    """ "The soldiers were returning when gunmen opened fire": how an act came, with no day, place, toll or victims of its own."""
    parse, token = scene.parse, scene.parse.tokens[draft.happening.main.token]
    when = any(
        parse.tokens[child].text.lower() == "when" for child in tree.children(parse, token.index, "advmod", "mark")
    )
    own = (draft.place is not None and not draft.inherited) or draft.date is not None
    return token.dep == "advcl" and when and not (own or draft.counts or draft.recipients)


def _is_summed(draft: Draft) -> bool:
    """ "Has killed 20,000 people since 2015": no toll of one act."""
    date = draft.date
    if date is None or date.kind != "since" or date.first is None or date.last is None:
        return False
    return (date.last - date.first).days > _SUM_DAYS
