"""Who stands on which side of an event that several accounts tell, some of them from the other end.

"Rebels clashed with soldiers" and "soldiers clashed with rebels" name another side first. The earliest account that names
anybody says who acts; an account that has it the other way round is turned, and so are its fighters among the dead.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tidings.model.coding import Account
from tidings.model.event import Member
from tidings.model.values import Actor

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
        first, second = ({actor.key for actor in side} for side in (account.actors, account.recipients))
        if len(first & hit) + len(second & acting) > len(first & acting) + len(second & hit):
            turned.add(account.id)
            first, second = second, first
        acting |= first - hit
        hit |= second - acting
    return frozenset(turned)


def other_side(name: str) -> str:
    """The field or group of the other side: ``combatants_actor`` of ``combatants_recipient``; any other name as it is."""
    return _TURNED.get(name, name)


def facing(name: str, account: str, turned: frozenset[str]) -> str:
    """The name of a field or of a group of fighters, as seen from the sides of the event."""
    return other_side(name) if account in turned else name


def of_side(account: Account, name: str, turned: frozenset[str]) -> tuple[Actor, ...]:
    """Who acts (``actors``) or is acted on (``recipients``), as seen from the sides of the event."""
    return account.actors if facing(name, account.id, turned) == "actors" else account.recipients
