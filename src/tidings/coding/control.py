"""Control statements: who is said to hold, contest, besiege or lose a place, and when (RECORD §4, Control)."""

from __future__ import annotations

import datetime as dt

from tidings.coding import tree
from tidings.coding.assemble import identified, with_evidence
from tidings.coding.draft import Draft
from tidings.coding.merge import Joined
from tidings.coding.scene import Scene
from tidings.model.coding import ControlReasons, ControlState, ControlStatement
from tidings.model.mentions import ActorMention, DateMention, PlaceMention
from tidings.model.text import Evidence, evidence

_HOLDING_VERBS = frozenset({"control", "hold", "rule", "occupy", "govern", "dominate"})
_EXTENT = frozenset(
    {
        "third",
        "half",
        "quarter",
        "part",
        "parts",
        "most",
        "much",
        "majority",
        "swath",
        "swathe",
        "swaths",
        "swathes",
        "percent",
        "all",
    }
)


def find_control(scene: Scene, joined: tuple[Joined, ...]) -> tuple[ControlStatement, ...]:
    """Statements of control in text order: from places taken or ceded, and from clauses that say who holds."""
    found = [statement for each in joined for statement in _from_account(scene, each)]
    found += _from_clauses(scene)
    kept: dict[tuple[object, ...], ControlStatement] = {}
    for statement in sorted(found, key=lambda row: (row.evidence[0].start, row.place.name)):
        kept.setdefault((statement.place.id or statement.place.name, statement.holder, statement.state), statement)
    return tuple(kept.values())


def _from_account(scene: Scene, joined: Joined) -> list[ControlStatement]:
    drafts = [
        draft for draft in joined.drafts if draft.reading.reality == "actual" and draft.reading.polarity == "affirmed"
    ]
    if not drafts or joined.type not in ("territory_taken", "territory_ceded", "siege"):
        return []
    lead = next(
        (
            draft
            for draft in drafts
            if draft.place is not None
            and not draft.inherited
            and draft.place.place.precision not in ("country", "unresolved")
        ),
        None,
    )
    if lead is None or lead.place is None:
        return []
    spans = tuple(sorted({draft.evidence for draft in drafts}))[:3]
    places = (lead.place, *lead.other_places)
    days = _window(
        next((draft.date for draft in drafts if draft.date is not None and draft.date.first is not None), None)
    )
    actors = identified(tuple(draft.actors for draft in drafts))
    recipients = identified(tuple(draft.recipients for draft in drafts))
    speaker = next((cue.speaker for draft in drafts for cue in draft.cues if cue.speaker), None)
    state, holder, previous = _outcome(scene, joined.type, actors, recipients)
    return [
        _statement(scene, place, state, holder, previous, days, speaker, None, _kind(scene, joined.type, lead), spans)
        for place in places
    ]


def _outcome(
    scene: Scene, event_type: str, actors: tuple[ActorMention, ...], recipients: tuple[ActorMention, ...]
) -> tuple[ControlState, ActorMention | None, ActorMention | None]:
    actor = actors[0] if actors else None
    other = next((mention for mention in recipients if scene.is_armed(mention)), None)
    if event_type == "territory_taken":
        return ("held", actor, other) if actor is not None else ("lost", None, other)
    if event_type == "siege":
        return "besieged", other, None
    return "lost", None, actor


def _kind(scene: Scene, event_type: str, lead: Draft) -> str:
    """The kind of evidence for control (``schemas/territorial_control.json`` names them)."""
    if event_type == "territory_ceded":
        lemmas = {scene.parse.tokens[trigger.token].lemma for trigger in lead.happening.triggers}
        return "negotiated_transfer" if lemmas & {"hand", "handover", "cede"} else "withdrawal"
    return {"territory_taken": "capture", "siege": "siege"}[event_type]


def _window(date: DateMention | None) -> tuple[dt.date | None, dt.date | None]:
    """The window in which the state began: "since 2014" is the year it began (RECORD §4)."""
    if date is None or date.first is None:
        return None, None
    if date.kind == "since":
        return date.first, date.first.replace(month=12, day=31) if (date.first.month, date.first.day) == (
            1,
            1,
        ) else date.first
    return date.first, date.last


def _statement(
    scene: Scene, place: PlaceMention, state: ControlState, holder: ActorMention | None, previous: ActorMention | None,
    days: tuple[dt.date | None, dt.date | None], speaker: str | None, extent: str | None, kind: str, spans: tuple[Evidence, ...],
) -> ControlStatement:  # fmt: skip
    return ControlStatement(
        place=with_evidence(scene.parse.text, place),
        holder=None if holder is None else holder.name,
        holder_id=None if holder is None else holder.id,
        previous=None if previous is None else previous.name,
        state=state,
        start=days[0],
        end=days[1],
        speaker=speaker,
        extent=extent,
        evidence_type=kind,
        evidence=spans,
        reasons=ControlReasons(holder=None if holder is not None else "the text does not say who holds it"),
    )


def _from_clauses(scene: Scene) -> list[ControlStatement]:
    """ "X controls Y", "Y, held by X", "under X's control", "the X-held town", "X's stronghold"."""
    parse, found = scene.parse, []
    for token in parse.tokens:
        if token.lemma in _HOLDING_VERBS and tree.is_verb(parse, token.index):
            holders = [scene.actor_of(index) for index in tree.doers(parse, token.index)]
            held = [place for index in tree.undergoers(parse, token.index) for place in _places_under(scene, index)]
            found += _held(
                scene, token.index, [holder for holder in holders if holder is not None], held, "explicit_control"
            )
        elif token.lemma in ("control", "hand") and token.pos == "NOUN":
            found += _under_control(scene, token.index)
    return found


def _places_under(scene: Scene, index: int) -> list[PlaceMention]:
    """The place a noun phrase names: itself, "a third of both Syria and Iraq", "the town of X"."""
    place = scene.place_at(index)
    if place is not None:
        return [place] if place.use == "plain" else []
    found = []
    for name, inner in tree.phrases(scene.parse, index):
        if name in ("of", "in") and (inner_place := scene.place_at(inner)) is not None and inner_place.use == "plain":
            found.append(inner_place)
    return found


def _under_control(scene: Scene, noun: int) -> list[ControlStatement]:
    parse = scene.parse
    preposition = parse.tokens[parse.tokens[noun].head]
    if preposition.text.lower() != "under" and not (preposition.text.lower() == "in" and _says_whose(scene, noun)):
        return []
    owners = [scene.actor_of(child) for child in tree.children(parse, noun, "poss", "amod", "compound", "nmod")]
    owners += [scene.actor_of(inner) for name, inner in tree.phrases(parse, noun) if name in ("of", "by")]
    governor = preposition.head
    if tree.is_verb(parse, governor) or parse.tokens[governor].pos == "AUX":
        subject = tree.grammatical_subject(parse, governor)
        places = (
            []
            if subject is None
            else [place for each in tree.conjuncts(parse, subject) for place in _places_under(scene, each)]
        )
    else:
        places = _places_under(scene, governor)
    return _held(scene, noun, [owner for owner in owners if owner is not None], places, "explicit_control")


def _held(
    scene: Scene, index: int, holders: list[ActorMention], places: list[PlaceMention], kind: str
) -> list[ControlStatement]:
    armed = [holder for holder in holders if scene.is_armed(holder) or holder.form == "country"]
    if not armed or not places:
        return []
    parse = scene.parse
    sentence = parse.sentences[parse.tokens[index].sentence]
    span = evidence(parse.text, sentence.start, sentence.end)
    dates = [
        date
        for date in scene.annotations.dates
        if sentence.start <= date.start < sentence.end and date.first is not None
    ]
    extent = _extent(scene, index)
    speaker = next(
        (
            cue.speaker
            for cue in scene.annotations.cues
            if cue.speaker and cue.content_start <= parse.tokens[index].start < cue.content_end
        ),
        None,
    )
    days = _window(dates[0]) if dates else (None, scene.published)
    return [_statement(scene, place, "held", armed[0], None, days, speaker, extent, kind, (span,)) for place in places]


def _extent(scene: Scene, verb: int) -> str | None:
    for index in tree.undergoers(scene.parse, verb):
        token = scene.parse.tokens[index]
        if token.lemma in _EXTENT or token.text.lower() in _EXTENT:
            first = min(scene.parse.subtree(index))
            return scene.parse.text[scene.parse.tokens[first].start : token.end]
    return None


def _says_whose(scene: Scene, noun: int) -> bool:
    """ "in the hands of X", "in government control": somebody's."""
    owners = [*tree.children(scene.parse, noun, "poss", "amod", "compound", "nmod")]
    owners += [inner for name, inner in tree.phrases(scene.parse, noun) if name == "of"]
    return any((mention := scene.actor_of(index)) is not None and scene.is_armed(mention) for index in owners)
