"""Which speakers of an event are one: a spokesman and whom he speaks for, a surname and the full name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tidings.model.event import Member
from tidings.model.values import Attribution

_BEFORE: Final = 48  # characters: room for "provincial police spokesman Colonel"
_AFTER: Final = 60
_BREAK: Final = re.compile(r"[.;:!?\n“”\"]|\bsaid\b")
_PLAIN: Final = re.compile(
    r"(?:the |a |an )?(?P<noun>[^\W\d_]+)(?: (?:in|at|of|from|for|who|near)\b.*)?", re.IGNORECASE
)


def speaker_names(members: Iterable[Member]) -> dict[str, str]:
    """By each speaker's name, in small letters, the one name that all names of that speaker share here.

    Names are one that stand for one table id ("the League", "Lorne Defence League"), of which one ends the other and no third
    ("Fedd", "Orin Fedd"), or of which the one is named as whom the other speaks for ("police spokesman Orin Fedd").
    """
    told = [(member, said) for member in members for said in member.account.attribution]
    found = _Names()
    for _, said in told:
        found.add(_plain(said.speaker))
        if said.id is not None:
            found.join(f"id {said.id}", _plain(said.speaker))
    names = sorted(name for name in found.parent if not name.startswith("id "))
    for member, said in told:
        beside = _beside(member, said)
        for other in names:
            if other != _plain(said.speaker) and re.search(rf"\b{re.escape(other)}\b", beside):
                found.join(_plain(said.speaker), other)
    for name in names:
        longer = {found.root(other) for other in names if other.endswith(f" {name}")}
        if len(longer) == 1:
            found.join(name, longer.pop())
    return {said.speaker.casefold(): found.root(_plain(said.speaker)) for _, said in told}


class _Names:
    """Names joined into groups; an id stands for its group (``id grey-front``), else the first by the alphabet."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def add(self, name: str) -> None:
        self.parent.setdefault(name, name)

    def root(self, name: str) -> str:
        while self.parent[name] != name:
            name = self.parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        self.add(one)
        self.add(other)
        first, second = sorted((self.root(one), self.root(other)), key=lambda name: (not name.startswith("id "), name))
        self.parent[second] = first


def _plain(speaker: str) -> str:
    """A common noun without what follows it: the parents of "Parents in the town of Dakora"; a name as it is.

    >>> _plain("Parents in the town of Dakora"), _plain("Orin Fedd")
    ('parents', 'orin fedd')
    """
    found = _PLAIN.fullmatch(speaker)
    return (found["noun"] if found else speaker).casefold()


def _beside(member: Member, said: Attribution) -> str:
    """The words around a speaker's name that can say whom he speaks for: "police spokesman …", "…, head of the parents' committee"."""
    text = member.article.text or ""
    start = text.find(said.speaker)  # where the full name is first told, with what he is
    if start < 0 or not said.speaker[:1].isupper() or " " not in said.speaker:
        return ""
    end = start + len(said.speaker)
    before = _BREAK.split(text[max(0, start - _BEFORE) : start])[-1].rpartition(",")[2]
    after = text[end : end + _AFTER]
    behind = _BREAK.split(after)[0].split(",")[1] if after.startswith(",") else ""
    return f"{before} {behind}".casefold()
