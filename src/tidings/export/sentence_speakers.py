"""Who says what the sentence says: speakers by name, parties as parties, reviewers as reviewers, outlets where nobody is named."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.export.sentence_tolls import Toll, bounds_of, is_ruling
from tidings.export.sentence_words import is_many, is_person, listed, named, several
from tidings.model.event import LedgerEntry, Member, View
from tidings.model.values import DENYING, Attribution


def is_mixed(group: Sequence[Toll]) -> bool:
    """Whether the figures of one verb come from several sets of speakers, so that each needs its own named."""
    return len({frozenset((entry.speaker or entry.account) for entry in toll.heard) for toll in group}) > 1


def speakers_of(found: Sequence[Toll], view: View) -> list[str]:
    """Who gives the figures, the lowest first, each once whatever its capitals."""
    said: dict[str, str] = {}
    for toll in found:
        for entry in toll.heard:
            name = speaker_of(entry, view)
            said.setdefault(name.casefold(), name)
    return list(said.values())


def speaker_of(entry: LedgerEntry, view: View) -> str:
    """Who says it: the speaker, a reviewer who has set it, else whoever published it."""
    if is_ruling(entry):
        return f"set by {entry.speaker} on review"
    return entry.speaker or outlet_of(view.members[entry.account])


def outlet_of(member: Member) -> str:
    """Who published it, or that one report says so."""
    return member.article.outlet or "one report"


def bounds_key(entry: LedgerEntry) -> tuple[int | None, ...]:
    """What tells two figures apart."""
    bounds = bounds_of(entry)
    return bounds.low, bounds.best, bounds.high


def says(speakers: list[str]) -> str:
    """Speakers with their verb: "the army says", "rebels say"."""
    alone = list(dict.fromkeys(one for speaker in speakers for one in several(speaker)))
    verb = "say" if len(alone) > 1 or is_many(alone[0]) else "says"
    return f"{listed([named(one) for one in alone])} {verb}"


def against(speakers: list[str], one: str, several: str, what: str) -> list[str]:
    """Speakers with what they do against it, "the army denies it"; nothing where there are none."""
    if not speakers:
        return []
    verb = several if len(speakers) > 1 or is_many(speakers[0]) else one
    return [f"{listed([named(speaker) for speaker in speakers])} {verb} {what}"]


def as_party(speaker: str) -> str:
    """What is said behind a speaker who takes part in the fighting and stands among others who do not."""
    if is_person(speaker):
        return ", of a party"
    return ", themselves a party" if is_many(speaker) else ", itself a party"


def is_against(said: Attribution, *stances: str) -> bool:
    """Whether a speaker denies or doubts that it happened, or who did it."""
    return said.stance in (stances or DENYING) and (
        not said.covers or bool({"type", "actors"} & {cover.split(".")[0] for cover in said.covers})
    )
