"""Who stands on which side of an event, as far as its values and its accounts say."""

from __future__ import annotations

from msgspec import Struct

from tidings.fusion.sides import of_side, other_side, turned_accounts
from tidings.model.coding import Account
from tidings.model.event import Event, View
from tidings.model.values import Actor


class Sides(Struct, frozen=True, kw_only=True):
    """Who acts, and on whom. ``swapped``: a reviewer has set them the other way round than the accounts tell it."""

    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    swapped: bool

    def group(self, group: str) -> str:
        """The group of a count of the ledger, as seen from these sides."""
        return other_side(group) if self.swapped else group

    def are_rivals(self) -> bool:
        """Whether all actors are only alleged, and by speakers who do not name the same."""
        named = [set(actor.attributed_by) for actor in self.actors]
        return len(named) > 1 and all(named) and not set.intersection(*named)


def sides_of(view: View, event: Event) -> Sides:
    """The two sides of an event."""
    values, told = event.values, view.told(event)
    turned = turned_accounts(told)
    acting, hit = (
        {actor.key for one in told for actor in of_side(one.account, name, turned)} for name in ("actors", "recipients")
    )
    first, second = {actor.key for actor in values.actors}, {actor.key for actor in values.recipients}
    swapped = len(first & hit) + len(second & acting) > len(first & acting) + len(second & hit)
    return Sides(actors=values.actors, recipients=values.recipients, swapped=swapped)


def speaks_for(account: Account, speaker: str | None, actors: tuple[Actor, ...]) -> bool:
    """Whether a speaker of an account is one of these actors, by id or by name."""
    if speaker is None:
        return False
    ids = {said.id for said in account.attribution if said.id is not None and said.speaker in speaker.split("; ")}
    names = {name.casefold() for actor in actors for name in (actor.name, actor.mention)}
    return bool(ids & {actor.id for actor in actors if actor.id is not None}) or any(
        one.casefold().removeprefix("the ") in names for one in speaker.split("; ")
    )
