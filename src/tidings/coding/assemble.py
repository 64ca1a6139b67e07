"""From joined drafts to accounts in the form of RECORD §5: every value with its words, every blank with its reason."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from tidings.coding.account_counts import tolls
from tidings.coding.account_dates import is_background, when_it_was, why_date
from tidings.coding.account_speakers import blamers, said_by
from tidings.coding.draft import Draft
from tidings.coding.merge import Joined
from tidings.coding.scene import Scene
from tidings.coding.score import RULES, scored
from tidings.model.article import Article
from tidings.model.coding import Account, AccountReasons, account_id
from tidings.model.mentions import ActorMention, CueMention, PlaceMention
from tidings.model.text import Evidence, evidence
from tidings.model.values import FIGHTING_KINDS, Actor, Means, Place

_MAX_EVIDENCE = 6
_CIVIL = ("civilians", "children", "women")


def assemble(
    scene: Scene,
    article: Article,
    joined: Joined,
    place: PlaceMention | None,
    others: tuple[PlaceMention, ...],
    *,
    shared: bool = False,
) -> Account:
    """The account of joined drafts at a place (an act that struck several places is one account each)."""
    told = article.text or ""
    drafts = joined.drafts
    spans = _merged_spans(told, [draft.evidence for draft in drafts])
    actors = _actors(told, tuple(map(_accused, drafts)), blamers(told, drafts))
    taken = {actor.id or actor.name for actor in actors}
    recipients = tuple(
        actor for actor in _actors(told, _those_hit(scene, drafts), {}) if (actor.id or actor.name) not in taken
    )
    lead = drafts[0]
    date = when_it_was(scene, told, drafts)
    kind = joined.type
    account = Account(
        id=account_id(article.id, kind, spans),
        type=kind,
        polarity=lead.reading.polarity,
        reality=lead.reading.reality,
        background=is_background(scene, drafts, date),
        actors=actors,
        recipients=recipients,
        place=None if place is None else with_evidence(told, place),
        other_places=tuple(with_evidence(told, other) for other in others),
        date=date,
        counts=tolls(scene, told, drafts, shared=shared, place=place),
        means=_means(drafts),
        attribution=(),
        evidence=spans,
        reasons=AccountReasons(
            place=None if place is not None else "no place is named where it is told",
            date=why_date(scene, drafts, date),
            actors=None if actors else "nobody is named as doing it",
            recipients=None if recipients else "nobody is named as the one it was done to",
        ),
        score=0.0,
        producer=RULES,
    )
    return scored(scene, replace(account, attribution=said_by(told, drafts, account)), drafts)


def _accused(draft: Draft) -> tuple[ActorMention, ...]:
    """Who acts as a clause has it, but for who denies it there: "the rebels denied that they had killed anybody" accuses nobody."""
    if draft.reading.polarity == "denied":
        return draft.actors  # of an act that is told as denied it is said who did not do it
    return tuple(each for each in draft.actors if not any(_denies_itself(cue, each) for cue in draft.cues))


def _denies_itself(cue: CueMention, actor: ActorMention) -> bool:
    """Whether an actor is named only as who denies it, or in what is denied."""
    first = cue.content_start if cue.speaker_start is None else min(cue.speaker_start, cue.content_start)
    if cue.stance != "denies" or not first <= actor.start < cue.content_end:
        return False
    return actor.id == cue.speaker_id if actor.id is not None else actor.name.lower() == cue.speaker.lower()


def _those_hit(scene: Scene, drafts: tuple[Draft, ...]) -> tuple[tuple[ActorMention, ...], ...]:
    """Recipients as the clauses have them; where none is named, the civilians who are counted as killed or hurt."""
    named = tuple(draft.recipients for draft in drafts)
    if any(named):
        return named
    counted = (
        scene.actor_of(count.noun_token)
        for draft in drafts
        for count in draft.counts
        if count.kind in ("killed", "injured", "casualties") and count.polarity == "affirmed" and count.group in _CIVIL and count.noun_token is not None
    )  # fmt: skip
    return (tuple(mention for mention in counted if mention is not None and mention.kind == "civilians"),)


def with_evidence(text: str, mention: PlaceMention) -> Place:
    """A mention's place with the mention's words as evidence."""
    return replace(mention.place, evidence=(evidence(text, mention.start, mention.end),))


def _merged_spans(text: str, spans: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Spans in text order, overlapping ones joined."""
    ordered = sorted({(span.start, span.end) for span in spans})
    joined: list[tuple[int, int]] = []
    for start, end in ordered:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(evidence(text, start, end) for start, end in joined[:_MAX_EVIDENCE])


def _actors(
    text: str, tellings: tuple[tuple[ActorMention, ...], ...], blamed: dict[str, tuple[str, ...]]
) -> tuple[Actor, ...]:
    """Actors each once, named by the first mention, with the words of up to three mentions."""
    found: dict[str, list[ActorMention]] = {}
    for mention in identified(tellings, blamed):
        found.setdefault(mention.key, []).append(mention)
    return tuple(_actor(text, key, several, blamed) for key, several in found.items())


def identified(
    tellings: tuple[tuple[ActorMention, ...], ...], blamed: dict[str, tuple[str, ...]] | None = None
) -> tuple[ActorMention, ...]:
    """Mentions without those that only say "forces" or "gunmen" where another telling of the act names who they were.

    In one telling, "police and a gang" are two. Whom one speaker names and whom another names are rivals: both stay; "forces" that speak of themselves are nobody's rivals.
    """
    by_whom = blamed or {}
    mentions = tuple(mention for telling in tellings for mention in telling)
    named = [mention for mention in mentions if _is_known_force(mention)]
    if not named:
        return mentions
    said = [set(by_whom.get(mention.id or "", ())) for mention in named]

    def is_rival(mention: ActorMention) -> bool:
        own = {speaker for speaker in by_whom.get(mention.name.lower(), ()) if speaker.lower() != mention.name.lower()}
        return mention.form == "force" and bool(own) and all(other and not own & other for other in said)

    return tuple(
        mention
        for telling in tellings
        for mention in telling
        if mention.id is not None
        or mention.form not in ("unnamed", "force")
        or is_rival(mention)
        or any(_is_known_force(other) and mention.kind not in ("unknown", other.kind) for other in telling)
    )


def _is_known_force(mention: ActorMention) -> bool:
    return mention.id is not None and mention.kind in FIGHTING_KINDS


def _actor(text: str, key: str, mentions: list[ActorMention], blamed: dict[str, tuple[str, ...]]) -> Actor:
    first = mentions[0]
    places = sorted({(mention.start, mention.end) for mention in mentions})[:3]
    return Actor(
        mention=text[first.start : first.end],
        name=first.name,
        id=first.id,
        kind=first.kind,
        attributed_by=blamed.get(key, ()),
        relations=first.relations,
        evidence=tuple(evidence(text, start, end) for start, end in places),
    )


def _means(drafts: tuple[Draft, ...]) -> tuple[Means, ...]:
    found: dict[str, Evidence] = {}
    for draft in drafts:
        for name, span in draft.means:
            found.setdefault(name, span)
    return tuple(Means(name=name, evidence=(span,)) for name, span in found.items())
