"""Actors of hard sentences: who is one and who is none, and who did what to whom.

A case: ``text``, ``country``, ``published``, ``who`` (words and any of name, id, kind, form, role, side), ``nobody`` (words that are
no actor), ``acts`` (type, actors, recipients: every account that the text gives), ``not_actors`` (ids or names that no account may
have).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tidings.model.coding import Account, Coding
from tidings.model.mentions import ActorMention, Annotations
from tidings.model.values import Actor

Case = dict[str, Any]


def faults(case: Case, annotations: Annotations, coding: Coding) -> Iterator[str]:
    """What is wrong with the actors of a case, in words."""
    yield from actor_faults(case, annotations.actors)
    yield from act_faults(case, coding.accounts)


def actor_faults(case: Case, found: Iterable[ActorMention]) -> Iterator[str]:
    """Actors missed or wrongly read, and words taken for one that are none."""
    text, mentions = case["text"], list(found)
    for wanted in case.get("who", ()):
        candidates = [one for one in mentions if _stands_for(text, one, wanted["words"])]
        if not candidates:
            yield f"missed {wanted['words']!r}"
        elif differences := min(([*_actor_differences(wanted, one)] for one in candidates), key=len):
            yield f"{wanted['words']!r}: {'; '.join(differences)}"
    for words in case.get("nobody", ()):
        for one in mentions:
            if text[one.start : one.end] == words:
                yield f"{words!r} is nobody, not {one.name} ({one.form})"


def _stands_for(text: str, mention: ActorMention, words: str) -> bool:
    printed = text[mention.start : mention.end]
    return printed == words or (len(words) > 4 and (words in printed or (len(printed) > 4 and printed in words)))


def _actor_differences(wanted: Case, mention: ActorMention) -> Iterator[str]:
    for key in ("name", "id", "kind", "form", "role", "side"):
        if key in wanted and (told := getattr(mention, key)) != wanted[key] and not _same(told, wanted[key]):
            yield f"{key} is {told}, not {wanted[key]}"


def _same(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one.lower() == other.lower()


def act_faults(case: Case, accounts: Iterable[Account]) -> Iterator[str]:
    """Accounts that the case does not have, or lacks; and actors that no account may have."""
    told = list(accounts)
    for one in told:
        for actor in (*one.actors, *one.recipients):
            if {actor.id, actor.name} & set(case.get("not_actors", ())):
                yield f"{one.type} has {actor.id or actor.name}"
    if "acts" not in case:
        return
    left = [(one.type, _parties(one.actors), _parties(one.recipients)) for one in told]
    for act in case["acts"]:
        wanted = (
            act["type"],
            frozenset(map(_low, act.get("actors", ()))),
            frozenset(map(_low, act.get("recipients", ()))),
        )
        match = next((one for one in left if _agrees(one, wanted)), None)
        if match is None:
            yield f"no account {act['type']} of {act.get('actors', [])} on {act.get('recipients', [])}; told: {_shown(told)}"
        else:
            left.remove(match)
    for kind, actors, recipients in left:
        yield f"an account too many: {kind} of {_named(actors)} on {_named(recipients)}"


def _parties(actors: Iterable[Actor]) -> tuple[frozenset[str], ...]:
    """Each party under all that it may be called in a case: id, name, printed words."""
    return tuple(frozenset(_low(name) for name in (actor.id, actor.name, actor.mention) if name) for actor in actors)


def _agrees(told: tuple[str, Any, Any], wanted: tuple[str, frozenset[str], frozenset[str]]) -> bool:
    return told[0] == wanted[0] and all(_covers(told[side], wanted[side]) for side in (1, 2))  # type: ignore[arg-type]


def _covers(told: tuple[frozenset[str], ...], wanted: frozenset[str]) -> bool:
    return len(told) == len(wanted) and all(any(name in one for one in told) for name in wanted)


def _named(parties: tuple[frozenset[str], ...]) -> list[str]:
    return sorted("/".join(sorted(names)) for names in parties)


def _low(name: str) -> str:
    return name.lower()


def _shown(accounts: Iterable[Account]) -> str:
    return (
        ", ".join(
            f"{one.type} of {[x.id or x.name for x in one.actors]} on {[x.id or x.name for x in one.recipients]}"
            for one in accounts
        )
        or "none"
    )
