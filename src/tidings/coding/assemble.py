"""From joined drafts to accounts in the form of RECORD §5: every value with its words, every blank with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec.structs import replace

from tidings.coding.draft import Draft
from tidings.coding.merge import Joined
from tidings.coding.scene import FIGHTING_KINDS, Scene
from tidings.model.article import Article
from tidings.model.coding import Account, AccountReasons, account_id
from tidings.model.mentions import ActorMention, CountMention, CueMention, PlaceMention
from tidings.model.text import Evidence, evidence
from tidings.model.values import Actor, Attribution, Count, CountGroup, Means, Place, When

PRODUCER = "rules/1"
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
    actors = _actors(told, (mention for draft in drafts for mention in draft.actors), _blamers(scene, drafts))
    taken = {actor.id or actor.name for actor in actors}
    recipients = tuple(
        actor for actor in _actors(told, _those_hit(scene, drafts), {}) if (actor.id or actor.name) not in taken
    )
    lead = drafts[0]
    date = _when(scene, told, drafts)
    kind = joined.type
    return Account(
        id=account_id(article.id, kind, spans),
        type=kind,
        polarity=lead.reading.polarity,
        reality=lead.reading.reality,
        background=_background(scene, drafts, date),
        actors=actors,
        recipients=recipients,
        place=None if place is None else with_evidence(told, place),
        other_places=tuple(with_evidence(told, other) for other in others),
        date=date,
        counts=_counts(scene, told, drafts, shared=shared),
        means=_means(drafts),
        attribution=_attribution(told, drafts),
        evidence=spans,
        reasons=AccountReasons(
            place=None if place is not None else "no place is named where it is told",
            date=None if date.start is not None else _date_reason(scene, drafts),
            actors=None if actors else "nobody is named as doing it",
            recipients=None if recipients else "nobody is named as the one it was done to",
        ),
        score=_score(drafts, place, date, actors, recipients),
        producer=PRODUCER,
    )


def _those_hit(scene: Scene, drafts: tuple[Draft, ...]) -> tuple[ActorMention, ...]:
    """Recipients as the clauses have them; where none is named, the civilians who are counted as killed or hurt."""
    named = tuple(mention for draft in drafts for mention in draft.recipients)
    if named:
        return named
    counted = (
        scene.actor_of(count.noun_token)
        for draft in drafts
        for count in draft.counts
        if count.kind in ("killed", "injured", "casualties") and count.polarity == "affirmed" and count.group in _CIVIL and count.noun_token is not None
    )  # fmt: skip
    return tuple(mention for mention in counted if mention is not None and mention.kind == "civilians")


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


def _actors(text: str, mentions: Iterable[ActorMention], blamed: dict[str, tuple[str, ...]]) -> tuple[Actor, ...]:
    """Actors each once, named by the first mention, with the words of up to three mentions."""
    found: dict[str, list[ActorMention]] = {}
    for mention in identified(tuple(mentions)):
        found.setdefault(mention.id or mention.name.lower(), []).append(mention)
    return tuple(_actor(text, key, several, blamed) for key, several in found.items())


def identified(mentions: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """Mentions without those that only say "forces" or "gunmen" where another telling of the act names who they were."""
    if not any(mention.id is not None and mention.kind in FIGHTING_KINDS for mention in mentions):
        return mentions
    return tuple(mention for mention in mentions if mention.id is not None or mention.form not in ("unnamed", "force"))


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


def _blamers(scene: Scene, drafts: tuple[Draft, ...]) -> dict[str, tuple[str, ...]]:
    """Who names the perpetrator, for actors that stand only inside attributed words of somebody else."""
    blamed: dict[str, tuple[str, ...]] = {}
    for draft in drafts:
        for mention in draft.actors:
            speakers = [
                cue.speaker
                for cue in draft.cues
                if cue.speaker and cue.content_start <= mention.start < cue.content_end and cue.speaker_id != mention.id
            ]
            key = mention.id or mention.name.lower()
            if speakers and key not in blamed:
                blamed[key] = tuple(dict.fromkeys(speakers))
    return blamed


# ---- date -----------------------------------------------------------------------------------------------------------


def _when(scene: Scene, text: str, drafts: tuple[Draft, ...]) -> When:
    """The most exact date told; none printed in the news period: some day up to publication, which the clause itself bears out (RECORD §4)."""
    dated = [draft.date for draft in drafts if draft.date is not None]
    known = [date for date in dated if date.first is not None and date.last is not None]
    if known:
        best = min(
            known, key=lambda date: ((date.last - date.first).days if date.first and date.last else 0, date.start)
        )
        return When(
            start=best.first,
            end=best.last,
            precision=best.precision,
            words=text[best.start : best.end],
            evidence=(evidence(text, best.start, best.end),),
        )
    latest = None if any(draft.reading.background for draft in drafts[:1]) else scene.published
    if dated:
        said = dated[0]
        return When(
            start=None,
            end=said.last or latest,
            precision="unresolved",
            words=text[said.start : said.end],
            evidence=(evidence(text, said.start, said.end),),
        )
    told = (drafts[0].evidence,) if latest is not None else ()
    return When(start=None, end=latest, precision="unresolved", words=None, evidence=told)


def _date_reason(scene: Scene, drafts: tuple[Draft, ...]) -> str:
    for draft in drafts:
        if draft.date is not None and draft.date.reason:
            return draft.date.reason
    if scene.published is None:
        return "no date is printed, and no publication date is known"
    return "no date is printed where it is told"


def _background(scene: Scene, drafts: tuple[Draft, ...], date: When) -> bool:
    if date.end is not None and date.start is not None and scene.published is not None:
        return date.end < scene.published - dt.timedelta(days=7)
    return drafts[0].reading.background


# ---- counts ---------------------------------------------------------------------------------------------------------


def _counts(scene: Scene, text: str, drafts: tuple[Draft, ...], *, shared: bool) -> tuple[Count, ...]:
    """Printed figures, and one for each person named as killed. A figure told twice by one speaker is one value."""
    found: dict[tuple[object, ...], Count] = {}
    for draft in drafts:
        subset_starts = {count.start for count in draft.counts}
        for count in draft.counts:
            made = _count(scene, text, draft, count, subset_starts, shared=shared)
            if made is not None:
                key = (made.kind, made.group, made.low, made.best, made.high, made.polarity, made.speaker)
                found.setdefault(key if made.kind not in ("destroyed", "munitions") else (*key, made.words), made)
        for mention in _named_dead(scene, draft):
            words = text[mention.start : mention.end]
            group: CountGroup = (
                "combatants_recipient"
                if mention.kind in FIGHTING_KINDS
                else "civilians"
                if mention.kind == "civilians"
                else "unknown"
            )
            found.setdefault(
                ("killed", mention.name),
                Count(kind="killed", group=group, low=1, best=1, high=1, words=words, scope="this", polarity="affirmed", speaker=_speaker(draft, mention.start),
                      evidence=(evidence(text, mention.start, mention.end),)),
            )  # fmt: skip
    return tuple(found.values())


def _count(
    scene: Scene, text: str, draft: Draft, count: CountMention, starts: set[int], *, shared: bool
) -> Count | None:
    if count.kind is None:
        return None
    return Count(
        kind=count.kind,
        group=_group(scene, draft, count),
        low=count.low,
        best=count.best,
        high=count.high,
        words=text[count.start : count.end],
        scope="subset" if count.subset_of is not None and count.subset_of in starts else "joint" if shared else "this",
        polarity=count.polarity,
        speaker=_speaker(draft, count.start),
        evidence=(evidence(text, count.start, count.end),),
    )


def _group(scene: Scene, draft: Draft, count: CountMention) -> CountGroup:
    """Whose people they are: fighters counted among the recipients' are theirs, among the actors' the actors'."""
    if count.group != "combatants_unknown" or count.noun_token is None:
        return count.group
    mention = scene.actor_of(count.noun_token)
    for side, name in ((draft.recipients, "combatants_recipient"), (draft.actors, "combatants_actor")):
        if mention is not None and any(
            mention is other or (mention.id is not None and mention.id == other.id) for other in side
        ):
            return name  # type: ignore[return-value]
    return "combatants_unknown"


def _named_dead(scene: Scene, draft: Draft) -> list[ActorMention]:
    """Persons named as killed: recipients by name of a killing word, when the draft's triggers kill."""
    lethal = {
        "kill",
        "slay",
        "murder",
        "assassinate",
        "behead",
        "execute",
        "killing",
        "assassination",
        "beheading",
        "execution",
        "die",
    }
    kills = any(scene.parse.tokens[trigger.token].lemma in lethal for trigger in draft.happening.triggers)
    if not kills or draft.reading.reality != "actual" or draft.reading.polarity != "affirmed":
        return []
    return [
        mention
        for mention in draft.recipients
        if mention.form == "person" or (mention.form == "anaphor" and mention.id is None and mention.role is not None)
    ]


def _speaker(draft: Draft, start: int) -> str | None:
    for cue in draft.cues:
        if cue.content_start <= start < cue.content_end and cue.speaker:
            return cue.speaker
    return None


# ---- attribution ----------------------------------------------------------------------------------------------------


def _attribution(text: str, drafts: tuple[Draft, ...]) -> tuple[Attribution, ...]:
    found: dict[tuple[str, str], Attribution] = {}
    for draft in drafts:
        for cue in draft.cues:
            if cue.speaker and cue.speaker_start is not None:
                found.setdefault((cue.speaker.lower(), cue.stance), _said(text, cue))
    return tuple(found.values())


def _said(text: str, cue: CueMention) -> Attribution:
    spans = sorted(
        {(cue.start, cue.end)}
        | (
            {(cue.speaker_start, cue.speaker_end)}
            if cue.speaker_start is not None and cue.speaker_end is not None
            else set()
        )
    )
    return Attribution(
        speaker=cue.speaker, id=cue.speaker_id, kind=cue.speaker_kind, cue=cue.cue, stance=cue.stance, covers=(),
        evidence=tuple(evidence(text, start, end) for start, end in spans if end > start),
    )  # fmt: skip


def _means(drafts: tuple[Draft, ...]) -> tuple[Means, ...]:
    found: dict[str, Evidence] = {}
    for draft in drafts:
        for name, span in draft.means:
            found.setdefault(name, span)
    return tuple(Means(name=name, evidence=(span,)) for name, span in found.items())


def _score(
    drafts: tuple[Draft, ...],
    place: PlaceMention | None,
    date: When,
    actors: tuple[Actor, ...],
    recipients: tuple[Actor, ...],
) -> float:
    """How complete and how often told: a rule's score, not yet a calibrated probability (docs/method/quality.md)."""
    score = 0.45 if all(trigger.weak for draft in drafts for trigger in draft.happening.triggers) else 0.6
    score += (
        0.08 * bool(actors) + 0.06 * bool(recipients) + 0.08 * (place is not None) + 0.08 * (date.start is not None)
    )
    return round(min(0.95, score + 0.04 * min(3, len(drafts) - 1)), 2)
