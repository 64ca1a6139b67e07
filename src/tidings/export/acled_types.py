"""The sub-event of an event in the day-atomic table: the mapping is data, and each of its conditions asks one thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from tidings.export.means import means_used
from tidings.export.sides import Sides
from tidings.export.tolls import Ledger
from tidings.model.event import Event, LedgerEntry, View
from tidings.model.values import FIGHTING_KINDS, Actor
from tidings.reference.actors import ActorTable
from tidings.reference.export_rules import DayAtomic, SubEventRule

_FIGHTERS: Final = frozenset({"combatants_actor", "combatants_recipient", "combatants_unknown"})
_CIVILIANS: Final = frozenset({"civilians", "women", "children"})
_UNARMED: Final = frozenset({"civilians", "protesters", "rioters"})


class Case(Struct, frozen=True, kw_only=True):
    """What the conditions look at."""

    view: View
    event: Event
    sides: Sides
    dead: Ledger
    rules: DayAtomic

    def groups(self) -> set[str]:
        """Groups that somebody counts as killed."""
        return {one.group for one in self.dead.heard if (one.bounds.best or one.bounds.low or one.bounds.high) != 0}

    def means(self) -> set[str]:
        """Names of what it was done with, over all accounts."""
        return set(means_used(self.view.told(self.event)))


def sub_event(case: Case) -> SubEventRule | None:
    """The first rule of the event's type that holds; ``None`` for a type that the table does not code."""
    for rule in case.rules.types.get(case.event.type, ()):
        if rule.when is None or CONDITIONS[rule.when](case):
            return rule
    return None


def is_abroad(actor: Actor, country: str | None) -> bool:
    """Whether an actor of the table belongs to another country than the one where it acts."""
    if actor.id is None or country is None:
        return False
    row = _table().by_id.get(actor.id) or _table().state_rows.get(actor.id)
    return row is not None and row.country is not None and row.country != country


def _table() -> ActorTable:
    return ActorTable.load()


def _grenade(case: Case) -> bool:
    return case.means() & {"grenade", "bomb", "mine", "car bomb"} == {"grenade"}


def _on_protesters(case: Case) -> bool:
    return any(actor.kind == "protesters" for actor in case.sides.recipients)


def _taken_by_home_state(case: Case) -> bool:
    place = case.event.values.place
    country = place.country if place else None
    takers = [actor for actor in case.sides.actors if actor.kind == "state_forces"]
    return any(not is_abroad(actor, country) for actor in takers)


def _taken_by_somebody(case: Case) -> bool:
    return any(actor.kind in FIGHTING_KINDS or actor.kind == "international" for actor in case.sides.actors)


def _somebody_takes_over(case: Case) -> bool:
    return any(actor.kind not in _UNARMED for actor in case.sides.recipients)


def _fighters_killed(case: Case) -> bool:
    groups = case.groups()
    if groups & _CIVILIANS:
        return False
    return bool(groups & _FIGHTERS) or any(actor.kind in FIGHTING_KINDS for actor in case.sides.recipients)


def _civilians_killed(case: Case) -> bool:
    return bool(case.groups() & _CIVILIANS) or any(actor.kind in _UNARMED for actor in case.sides.recipients)


def _on_people(case: Case) -> bool:
    return any(actor.kind in {"civilians", "rioters"} for actor in case.sides.recipients)


def _by_non_state(case: Case) -> bool:
    return bool(case.sides.actors) and not any(
        actor.kind in {"state_forces", "international"} for actor in case.sides.actors
    )


def _base(case: Case) -> bool:
    told = " ".join(span.quote for ref in case.event.accounts for span in ref.evidence).casefold()
    return bool(case.rules.base_words & set(re.findall(r"\w+", told)))


def _protesters_hit(case: Case) -> bool:
    return any(map(_counts_people, _entries(case, "killed"))) or any(map(_counts_people, _entries(case, "injured")))


def _protesters_held(case: Case) -> bool:
    return any(map(_counts_people, _entries(case, "detained")))


def _entries(case: Case, kind: str) -> list[LedgerEntry]:
    return [
        entry
        for entry in case.event.ledger
        if entry.field.startswith(f"counts.{kind}.") and not entry.field.endswith(".denied")
    ]


def _counts_people(entry: LedgerEntry) -> bool:
    """Whether a count is of somebody: not of nobody ("no casualties")."""
    return getattr(entry.value, "high", None) != 0


CONDITIONS: Final[dict[str, Callable[[Case], bool]]] = {
    "grenade": _grenade,
    "on_protesters": _on_protesters,
    "taken_by_home_state": _taken_by_home_state,
    "taken_by_somebody": _taken_by_somebody,
    "somebody_takes_over": _somebody_takes_over,
    "fighters_killed": _fighters_killed,
    "civilians_killed": _civilians_killed,
    "on_people": _on_people,
    "by_non_state": _by_non_state,
    "base": _base,
    "protesters_hit": _protesters_hit,
    "protesters_held": _protesters_held,
}
