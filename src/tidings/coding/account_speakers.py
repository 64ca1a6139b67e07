"""Who says so, of an account's act: its attributions, who blames whom, and the speaker of a figure (RECORD §4, Attribution)."""

from __future__ import annotations

from tidings.coding.draft import Draft
from tidings.model.mentions import CueMention
from tidings.model.text import evidence
from tidings.model.values import Attribution


def said_by(text: str, drafts: tuple[Draft, ...]) -> tuple[Attribution, ...]:
    """Each speaker once for each stance, in the order of the drafts."""
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


def blamers(drafts: tuple[Draft, ...]) -> dict[str, tuple[str, ...]]:
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


def speaker_at(draft: Draft, start: int) -> str | None:
    """Who says the words at an offset; None when the article says them itself."""
    for cue in draft.cues:
        if cue.content_start <= start < cue.content_end and cue.speaker:
            return cue.speaker
    return None
