"""Who stands on which side of an event that several accounts tell, some of them from the other end.

"Rebels clashed with soldiers" and "soldiers clashed with rebels" name another side first. Here the earliest account that
names anybody says who acts; an account that has it the other way round is turned, and so are its ``combatants_actor``
and ``combatants_recipient``.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tidings.model.coding import Account
from tidings.model.event import Event, View
from tidings.model.values import Actor

_TURNED: Final = {"combatants_actor": "combatants_recipient", "combatants_recipient": "combatants_actor"}


class Sides(Struct, frozen=True, kw_only=True):
    """Who acts, on whom, and the accounts that name them the other way round."""

    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    turned: frozenset[str]

    def group(self, account: str, group: str) -> str:
        """The group of a count, as seen from these sides."""
        return _TURNED.get(group, group) if account in self.turned else group

    def are_rivals(self) -> bool:
        """Whether all actors are only alleged, and by speakers who do not name the same."""
        named = [set(actor.attributed_by) for actor in self.actors]
        return len(named) > 1 and all(named) and not set.intersection(*named)


def sides_of(view: View, event: Event) -> Sides:
    """The two sides of an event, each actor on one of them. Actors that a reviewer has set stand where they were set."""
    values = event.values
    ruled = _set_by_hand(event)
    acting = {actor.key for actor in values.actors} if ruled else set()
    hit = {actor.key for actor in values.recipients} - acting if ruled else set()
    turned = set()
    for member in view.told(event):
        account = member.account
        first, second = ({actor.key for actor in side} for side in (account.actors, account.recipients))
        if _is_turned(first, second, acting, hit):
            turned.add(account.id)
            first, second = second, first
        acting |= first - hit
        hit |= second - acting
    everybody = values.actors + values.recipients
    return Sides(
        actors=_once((*values.actors, *(one for one in everybody if one.key in acting)), hit),
        recipients=_once((*values.recipients, *(one for one in everybody if one.key in hit)), acting),
        turned=frozenset(turned),
    )


def _set_by_hand(event: Event) -> bool:
    """Whether a reviewer has set who acts or on whom: then no account tells it."""
    values, told_by = event.values, event.values.told_by
    return bool((values.actors and "actors.0" not in told_by) or (values.recipients and "recipients.0" not in told_by))


def _is_turned(first: set[str], second: set[str], acting: set[str], hit: set[str]) -> bool:
    crosses = len(first & hit) + len(second & acting)
    return crosses > len(first & acting) + len(second & hit)


def _once(actors: tuple[Actor, ...], others: set[str]) -> tuple[Actor, ...]:
    """Each actor once, those of the other side left out."""
    found: dict[str, Actor] = {}
    for actor in actors:
        if actor.key not in others:
            found.setdefault(actor.key, actor)
    return tuple(found.values())


def speaks_for(account: Account, speaker: str | None, actors: tuple[Actor, ...]) -> bool:
    """Whether a speaker of an account is one of these actors, by id or by name."""
    if speaker is None:
        return False
    ids = {said.id for said in account.attribution if said.id is not None and said.speaker in speaker.split("; ")}
    names = {name.casefold() for actor in actors for name in (actor.name, actor.mention)}
    return bool(ids & {actor.id for actor in actors if actor.id is not None}) or any(
        one.casefold().removeprefix("the ") in names for one in speaker.split("; ")
    )
