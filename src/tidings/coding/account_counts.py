"""How many, of an account's act: its printed figures with their speaker, and one for each person named as killed (RECORD §4, Count)."""

from __future__ import annotations

from tidings.coding.account_speakers import speaker_at
from tidings.coding.draft import Draft
from tidings.coding.scene import FIGHTING_KINDS, Scene
from tidings.model.mentions import ActorMention, CountMention
from tidings.model.text import evidence
from tidings.model.values import Count, CountGroup


def tolls(scene: Scene, text: str, drafts: tuple[Draft, ...], *, shared: bool) -> tuple[Count, ...]:
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
                Count(kind="killed", group=group, low=1, best=1, high=1, words=words, scope="this", polarity="affirmed", speaker=speaker_at(draft, mention.start),
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
        speaker=speaker_at(draft, count.start),
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
