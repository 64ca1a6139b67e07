"""How many, of an account's act: its printed figures with their speaker, and one for each person named as killed (RECORD §4, Count)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.account_speakers import speaker_at
from tidings.coding.draft import Draft
from tidings.coding.scene import Scene
from tidings.coding.toll_places import toll_places
from tidings.model.mentions import ActorMention, CountMention, PlaceMention
from tidings.model.text import evidence
from tidings.model.values import DENYING, FIGHTING_KINDS, Count, CountGroup, CountScope
from tidings.reference.counting import counting

_HARMS = frozenset({"killed", "injured", "casualties", "detained", "abducted"})
_ON_TOP = frozenset({"more", "another", "further", "additional"})
_DENIER_CLIMB = 6
_DEAD = frozenset({"dead", "victim", "fatality", "casualty", "wounded", "injured"})
_TRYING = frozenset(
    {"tried", "planned", "wanted", "threatened", "failed"}
)  # what becomes of the verb below (factuality.yaml)
_ONCE = frozenset({"retired", "former", "ex", "late"})
_RANK_REACH = 40  # characters before a name
_SHORT_RANKS = frozenset(
    {
        "sgt.",
        "cpl.",
        "pfc.",
        "pvt.",
        "lt.",
        "capt.",
        "maj.",
        "col.",
        "brig.",
        "gen.",
        "sgt",
        "cpl",
        "pfc",
        "pvt",
        "lt",
        "capt",
        "maj",
        "col",
    }
)
_JOINED = frozenset({"volunteer", "recruit", "member", "supporter"})  # those of an armed group fight for it
_CALLING = frozenset({"identify", "name", "call", "know"})


def tolls(
    scene: Scene, text: str, drafts: tuple[Draft, ...], *, shared: bool, place: PlaceMention | None = None
) -> tuple[Count, ...]:
    """Printed figures, and one for each person named as killed. A figure told twice by one speaker is one value; two of one
    sentence ("one from Chad and one from Mali") are two.

    ``shared``: the act struck several places and has an account for each; ``place`` is the one of this account.
    """
    found: dict[tuple[object, ...], Count] = {}
    told = [(draft, count) for draft in drafts for count in draft.counts if count.kind is not None]
    beside = _Beside(count for _, count in told)
    own_place = _places_of(scene, drafts) if shared else toll_places(scene, (count for _, count in told))
    said = Counter[tuple[object, ...]]()
    for draft, count in told:
        where = own_place.get(count.start)
        if where is not None and place is not None and where.place.name != place.place.name:
            continue
        made = _count(scene, text, drafts, draft, count)
        scope = "subset" if _is_of_the_dead(scene, count, told) else beside.scope(count)
        if scope == "this" and shared and where is None:
            scope = "joint"
        for one in _as_told(scene, draft, count, replace(made, scope=scope)):
            if one.polarity == made.polarity or not any(_is_same_figure(one, other) for other in found.values()):
                in_sentence = (scene.parse.sentence_at(count.start), *_key(one))
                said[in_sentence] += 1
                found.setdefault((said[in_sentence], *_key(one)), one)
    for draft in drafts:
        for mention in _named_dead(scene, draft):
            if not any(_is_counted(scene, count, mention) for count in beside.single):
                found.setdefault(("killed", mention.name), _one_dead(text, draft, mention))
    return tuple(found.values())


def _key(count: Count) -> tuple[object, ...]:
    """What makes two figures one value; of things the words too, for two sorts of them may be as many."""
    on_top = not _ON_TOP.isdisjoint(count.words.lower().split())  # "two more rebels" are not the two told before
    key = (count.kind, count.group, count.low, count.best, count.high, count.polarity, count.speaker, on_top)
    return key if count.kind not in ("destroyed", "munitions") else (*key, count.words)


def _is_same_figure(one: Count, other: Count) -> bool:
    """Whether a figure that is denied here has been told before."""
    bounds = one.kind, one.low, one.best, one.high, one.polarity
    return bounds == (other.kind, other.low, other.best, other.high, other.polarity)


def _count(scene: Scene, text: str, drafts: tuple[Draft, ...], draft: Draft, count: CountMention) -> Count:
    assert count.kind is not None
    return Count(
        kind=count.kind, group=_group(scene, drafts, draft, count), low=count.low, best=count.best, high=count.high,
        words=text[count.start : count.end], scope="this", polarity=count.polarity, speaker=_teller(text, draft, count),
        evidence=(evidence(text, count.start, count.end),),
    )  # fmt: skip


def _teller(text: str, draft: Draft, count: CountMention) -> str | None:
    """Who says a figure: the article itself where it adds what an act has cost that somebody says to have done ("claiming to have
    carried out the attack, which left 20 dead").
    """
    added = [
        cue
        for cue in draft.voices
        if cue.content_start <= count.start < cue.content_end
        and text.startswith("to have ", cue.content_start)
        and ", which " in text[cue.content_start : count.start]
    ]
    told = replace(draft, voices=tuple(cue for cue in draft.voices if cue not in added)) if added else draft
    return speaker_at(told, count.start)


# --- scope ---------------------------------------------------------------------------------------------------------------


class _Beside:
    """The figures of one account next to each other: which are wholes, which running totals, which one person."""

    def __init__(self, counts: Iterable[CountMention]) -> None:
        self.by_start: dict[int, list[CountMention]] = {}
        self.running: set[tuple[object, ...]] = set()
        self.single: list[CountMention] = []
        for count in counts:
            self.by_start.setdefault(count.start, []).append(count)
            if count.tally == "running":
                self.running.add(_bounds(count))
            if count.kind == "killed" and count.best == 1 and count.noun_token is not None:
                self.single.append(count)

    def scope(self, count: CountMention) -> CountScope:
        """What a figure covers."""
        wholes = self.by_start.get(count.subset_of, ()) if count.subset_of is not None else ()
        if any(_holds(whole, count) for whole in wholes):
            return "subset"
        if count.tally == "earlier":
            return "superseded"
        return "joint" if _bounds(count) in self.running else "this"


def _is_of_the_dead(scene: Scene, count: CountMention, told: Iterable[tuple[Draft, CountMention]]) -> bool:
    """ "The dead included 11 children": a part of the larger toll told before; "other victims" are none of it."""
    tokens = scene.parse.tokens
    if count.noun_token is None or tokens[count.noun_token].dep != "dobj":
        return False
    verb = tokens[tokens[count.noun_token].head]
    subject = tree.grammatical_subject(scene.parse, verb.index) if verb.lemma == "include" else None
    if subject is None or tokens[subject].lemma not in _DEAD or tree.children(scene.parse, subject, "amod"):
        return False
    return any(
        whole.kind == count.kind and whole.start < count.start and (whole.best or whole.low or 0) > (count.best or 0)
        for _, whole in told
    )


def _bounds(count: CountMention) -> tuple[object, ...]:
    return count.kind, count.low, count.best, count.high


def _holds(whole: CountMention, part: CountMention) -> bool:
    """Whether one figure is part of the other: of the wounded, those who died are killed, and no part of a toll of wounded."""
    return whole.kind == part.kind or (whole.kind == "casualties" and part.kind in {"killed", "injured"})


# --- a figure of one of several places ----------------------------------------------------------------------------------------


def _places_of(scene: Scene, drafts: tuple[Draft, ...]) -> dict[int, PlaceMention]:
    """By the start of a figure the one place that stands between it and the next of its kind: "three in Kherson and four in Nikopol"."""
    struck = {
        place.start: place for draft in drafts for place in (draft.place, *draft.other_places) if place is not None
    }
    sentences = scene.parse.sentences
    by_sentence: dict[tuple[int, str | None], list[CountMention]] = {}
    for count in scene.annotations.counts:
        by_sentence.setdefault((scene.parse.sentence_at(count.start), count.kind), []).append(count)
    found: dict[int, PlaceMention] = {}
    for (sentence, _), counts in by_sentence.items():
        if len(counts) == 1:
            continue
        ends = [*(count.start for count in counts[1:]), sentences[sentence].end]
        for count, end in zip(counts, ends, strict=True):
            between = [place for start, place in struck.items() if count.end <= start < end]
            if len(between) == 1:
                found[count.start] = between[0]
    return found


# --- as told, and as denied ---------------------------------------------------------------------------------------------------


def _as_told(scene: Scene, draft: Draft, count: CountMention, made: Count) -> Iterator[Count]:
    """A figure that somebody denies is there twice: as told, and denied with the denier as speaker (RECORD §4)."""
    denier = _denier(scene, draft, count) if count.polarity == "denied" else None
    if denier is None:
        yield made
        return
    teller = made.speaker if made.speaker != denier else None
    if any(figure is not None for figure in (made.low, made.best, made.high)):  # "any civilians" nobody has told
        yield replace(made, polarity="affirmed", speaker=teller)
    yield replace(made, polarity="denied", speaker=denier)


def _denier(scene: Scene, draft: Draft, count: CountMention) -> str | None:
    """Who says no to a figure: the speaker of the denial, else the subject of a verb of denying above it."""
    for cue in draft.voices:
        if cue.stance in DENYING and cue.content_start <= count.start < cue.content_end and cue.speaker:
            return cue.speaker
    above = count.governor if count.governor is not None else count.head
    for _, index in zip(range(_DENIER_CLIMB), tree.ancestors(scene.parse, above), strict=False):
        if scene.parse.tokens[index].lemma in counting().cues.denials:
            subject = tree.grammatical_subject(scene.parse, index)
            mention = scene.actor_at(subject) if subject is not None else None
            return scene.parse.text[mention.start : mention.end] if mention is not None else None
    return None


# --- whose people -------------------------------------------------------------------------------------------------------------


def _group(scene: Scene, drafts: tuple[Draft, ...], draft: Draft, count: CountMention) -> CountGroup:
    """Whose people they are: fighters counted among the recipients' are theirs, among the actors' the actors'."""
    mention = None if count.noun_token is None else scene.actor_of(count.noun_token)
    joined = count.noun in _JOINED and mention is not None and mention.form == "name" and scene.is_armed(mention)
    if count.noun_token is None or (count.group != "combatants_unknown" and not joined):
        return count.group
    if count.governor is not None and scene.parse.tokens[count.governor].lemma == "lose" and draft.actors:
        return "combatants_actor"  # "had killed 40 soldiers and lost two fighters"
    in_fight = any(telling.type == "armed_clash" for telling in drafts)
    if mention is not None:
        for telling in drafts:  # the first to name them says on which side they stand
            if _is_side_of(mention, telling.actors, telling.recipients, in_fight=in_fight):
                return "combatants_actor"
            if _is_side_of(mention, telling.recipients, telling.actors, in_fight=in_fight):
                return "combatants_recipient"
    attacked = any(telling.actors or telling.recipients for telling in drafts)
    if attacked and count.noun in counting().nouns.doers:
        return "combatants_actor"
    hit = count.kind in _HARMS and any(
        _takes(scene, trigger.token, count.noun_token) for trigger in draft.happening.triggers
    )
    return "combatants_recipient" if hit and mention is None else count.group


def _takes(scene: Scene, word: int, noun: int) -> bool:
    """Whether a word of the act has this noun as the one it is done to: object, passive subject, or "the murder of"."""
    if tree.is_verb(scene.parse, word):
        return noun in tree.undergoers(scene.parse, word)
    return word in tree.ancestors(scene.parse, noun)


def _is_side_of(
    mention: ActorMention, side: tuple[ActorMention, ...], other: tuple[ActorMention, ...], *, in_fight: bool
) -> bool:
    """Whether somebody counted stands on a side: by name, or nameless soldiers beside the only soldiers told of.

    "21 rebels and three soldiers were killed" has the dead of both sides: it says of neither who hit them.
    """
    kinds = {one.kind for one in side if one.key != mention.key and one.kind in FIGHTING_KINDS}
    rivals = {one.kind for one in other if one.key != mention.key}
    if in_fight and mention.id is None and mention.kind in FIGHTING_KINDS and {mention.kind} <= kinds | rivals:
        return mention.kind in kinds and mention.kind not in rivals
    dead_of_both = in_fight and not other and len({one.kind for one in side if one.kind in FIGHTING_KINDS}) > 1
    return _is_among(mention, side) and not dead_of_both


def _is_among(mention: ActorMention, side: Iterable[ActorMention]) -> bool:
    key = mention.key
    return any(mention is other or key == other.key for other in side)


# --- named dead ---------------------------------------------------------------------------------------------------------------


def _one_dead(text: str, draft: Draft, mention: ActorMention) -> Count:
    """One killed, in the words that name who it was."""
    group: CountGroup = "unknown"
    if mention.kind in FIGHTING_KINDS or _has_rank(text, mention):
        group = "combatants_recipient"
    elif mention.kind == "civilians":
        group = "civilians"
    return Count(
        kind="killed", group=group, low=1, best=1, high=1, words=text[mention.start : mention.end], scope="this", polarity="affirmed",
        speaker=speaker_at(draft, mention.start), evidence=(evidence(text, mention.start, mention.end),),
    )  # fmt: skip


def _has_rank(text: str, mention: ActorMention) -> bool:
    """Whether a rank stands right before the name: "Lance Corporal John Roe"; no "Attorney General" and no "retired Colonel"."""
    before = text[max(0, mention.start - _RANK_REACH) : mention.start].lower().split()
    if not before or before[-1].endswith((",", ";", ":", ".")) and before[-1] not in _SHORT_RANKS:
        return False
    titles = before[-3:]
    groups = ["combatants_unknown" if word in _SHORT_RANKS else counting().nouns.groups.get(word) for word in titles]
    said_to_be = [group for group in groups[-2:] if group is not None]
    return groups[-1] == "combatants_unknown" and set(said_to_be) == {groups[-1]} and _ONCE.isdisjoint(titles)


def _named_dead(scene: Scene, draft: Draft) -> list[ActorMention]:
    """Persons named as killed: recipients by name of a killing word. A name that is a place too names nobody."""
    if draft.reading.reality != "actual" or draft.reading.polarity != "affirmed":
        return []
    lethal = [trigger.token for trigger in draft.happening.triggers if _kills(scene, trigger.token)]
    named = [
        mention
        for mention in draft.recipients
        if lethal and _is_person(mention) and not _is_place(scene, mention) and not _is_site(scene, mention)
    ]
    taken = [mention for mention in draft.recipients if _is_taken(scene, lethal, mention)]
    return [mention for mention in named if mention in taken] if taken else named


def _is_counted(scene: Scene, count: CountMention, mention: ActorMention) -> bool:
    """Whether a figure is this very person: "Juan Ruiz, a street vendor", "an officer, Luis Paz", "a man identified as Jean Kwizera"."""
    noun = count.noun_token
    if noun is None or mention.head < 0:
        return False
    if count.start < mention.end and mention.start < count.end:
        return True
    tokens = scene.parse.tokens
    if scene.parse.text[count.start : count.end].split(None, 1)[0].lower() in {"his", "her", "their"}:
        return False  # "Ruiz, his wife and two others"
    heads = {noun, count.head}  # "one of the oldest rebels" hangs by "one"
    beside = any(
        tokens[index].dep == "appos" and tokens[index].head == mention.head for index in heads if index >= 0
    ) or (tokens[mention.head].dep == "appos" and tokens[mention.head].head in heads)
    called = any(
        tokens[index].lemma in _CALLING and tokens[index].head == noun
        for index in tree.ancestors(scene.parse, mention.head)
    )
    return beside or called


def _is_place(scene: Scene, mention: ActorMention) -> bool:
    return mention.head >= 0 and scene.place_at(mention.head) is not None


def _is_site(scene: Scene, mention: ActorMention) -> bool:
    """Whether the name without a title is that of a mosque, a school or a market, which was hit and is nobody dead."""
    last = mention.name.lower().rsplit(None, 1)[-1] if mention.name else ""
    return mention.role is None and last in scene.ontology.classes["facility"]


def _is_person(mention: ActorMention) -> bool:
    return mention.form == "person" or (mention.form == "anaphor" and mention.id is None and mention.role is not None)


def _is_taken(scene: Scene, lethal: list[int], mention: ActorMention) -> bool:
    """Whether it is a killing word that takes this recipient, and not the strike or the wounding told with it."""
    parse = scene.parse
    above = {mention.head, *tree.ancestors(parse, mention.head)} if mention.head >= 0 else set()
    return any(
        not above.isdisjoint(tree.undergoers(parse, word)) or (not tree.is_verb(parse, word) and word in above)
        for word in lethal
    )


def _kills(scene: Scene, index: int) -> bool:
    """Whether a word says that somebody died: "killed", "gunned down", "the assassination of"."""
    parse, token = scene.parse, scene.parse.tokens[index]
    governors = scene.ontology.factuality.governors
    if governors.get(parse.tokens[token.head].lemma) in _TRYING and token.tag == "VB":
        return False  # "in an attempt to kill the general"
    sentence = parse.sentences[token.sentence]
    window = parse.tokens[max(sentence.first, index - 4) : min(sentence.last, index + 10)]
    near = {one.lemma for one in window} | {one.text.lower() for one in window}
    rows = counting().cues.by_lemma.get(token.lemma, ())
    return any(
        row.kind == "killed"
        and row.role != "state"
        and row.of == "people"
        and (not row.near or row.near & near)
        and not row.not_near & near
        for row in rows
    )
