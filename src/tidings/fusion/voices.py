"""How many independent voices tell an event: different wire groups *and* different original speakers (RECORD §6)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tidings.fusion.speakers import speaker_names
from tidings.model.event import Member
from tidings.model.values import DENYING


def _named(member: Member, names: dict[str, str]) -> set[str]:
    """The speakers of the event whose names stand in an article."""
    text = (member.article.text or "").casefold()
    return {one for name, one in names.items() if re.search(rf"\b{re.escape(name)}\b", text)}


def _only_denies(member: Member) -> bool:
    said = member.account.attribution
    return bool(said) and all(one.stance in DENYING and not one.covers for one in said)


def voices(members: Iterable[Member], groups: dict[str, str]) -> int:
    """The most voices that can be told apart so that no two share a wire group or a speaker.

    Three papers that all have it from the police are one voice, and so are three prints of one text that cite three
    speakers. An account that names nobody has it from those of the event's speakers that its article names elsewhere; where it
    names none, it speaks for its wire group. Who denies an act is no voice for it. (The largest matching of groups to speakers.)
    """
    told = tuple(one for one in members if not _only_denies(one))
    names = speaker_names(told)
    cited: dict[str, set[str]] = {}
    for member in told:
        group = groups[member.article.id]
        bearing = [said for said in member.account.attribution if said.stance not in DENYING]
        speakers = {names[said.speaker.casefold()] for said in bearing} or _named(member, names)
        cited.setdefault(group, set()).update(speakers or {group})
    taken: dict[str, str] = {}

    def place(group: str, seen: set[str]) -> bool:
        for speaker in sorted(cited[group] - seen):
            seen.add(speaker)
            if speaker not in taken or place(taken[speaker], seen):
                taken[speaker] = group
                return True
        return False

    return sum(place(group, set()) for group in sorted(cited))
