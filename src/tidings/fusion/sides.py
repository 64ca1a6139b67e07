"""Who stands on which side of an event that several accounts tell, some of them from the other end.

"Rebels clashed with soldiers" and "soldiers clashed with rebels" name another side first. The earliest account that names
anybody says who acts; an account that has it the other way round is turned, and so are its fighters among the dead.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tidings.model.coding import Account
from tidings.model.event import Member
from tidings.model.values import FIGHTING_KINDS, Actor

_TURNED: Final = {
    "combatants_actor": "combatants_recipient", "combatants_recipient": "combatants_actor", "actors": "recipients",
    "recipients": "actors",
}  # fmt: skip


def turned_accounts(members: Iterable[Member]) -> frozenset[str]:
    """Ids of the accounts that name the sides the other way round than those before them."""
    acting: set[str] = set()
    hit: set[str] = set()
    turned = set()
    for member in members:
        account = member.account
        first, second = (
            _keys(account, account.actors, account.recipients),
            _keys(account, account.recipients, account.actors),
        )
        if len(first & hit) + len(second & acting) > len(first & acting) + len(second & hit):
            turned.add(account.id)
            first, second = second, first
        acting |= first - hit
        hit |= second - acting
    return frozenset(turned)


def _keys(account: Account, side: tuple[Actor, ...], other: tuple[Actor, ...]) -> set[str]:
    """Who they are; in a fight by what they alone are too: "rebels" and "the Front", "soldiers" and "the army" stand on one side.

    Soldiers without a name who stand on both sides, as those who fight and those who fell, say nothing.
    """
    if account.type != "armed_clash":
        return {actor.key for actor in side}
    rivals = {actor.kind for actor in other}
    kinds = {actor.kind for actor in side if actor.kind in FIGHTING_KINDS} - rivals
    return {actor.key for actor in side if actor.id is not None or actor.kind not in rivals} | kinds


def other_side(name: str) -> str:
    """The field or group of the other side: ``combatants_actor`` of ``combatants_recipient``; any other name as it is."""
    return _TURNED.get(name, name)


def facing(name: str, account: str, turned: frozenset[str]) -> str:
    """The name of a field or of a group of fighters, as seen from the sides of the event."""
    return other_side(name) if account in turned else name


def of_side(account: Account, name: str, turned: frozenset[str]) -> tuple[Actor, ...]:
    """Who acts (``actors``) or is acted on (``recipients``), as seen from the sides of the event."""
    return account.actors if facing(name, account.id, turned) == "actors" else account.recipients
