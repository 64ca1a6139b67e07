"""Judgements as fusion and a release want them: pairs ruled together or apart, accounts ruled out, and the state of each event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Literal

from msgspec import Struct

from tidings.fusion.cluster import Pair, pair
from tidings.fusion.fuse import Rulings
from tidings.model.event import Event
from tidings.model.judgement import Judgement, standing

State = Literal["suggested", "in review", "reviewed", "re-opened", "released", "retracted", "rejected"]
Light = Literal["accepted", "set", "rejected"]


def rulings(judgements: Iterable[Judgement]) -> Rulings:
    """What the judgements that hold say of accounts; where two speak of one pair or account, the later."""
    together: set[Pair] = set()
    apart: set[Pair] = set()
    out: set[str] = set()
    taken: set[str] = set()
    for judgement in standing(judgements):
        pairs = {pair(one, other) for one, other in product(judgement.accounts, judgement.others) if one != other}
        if judgement.verb == "merge":
            together, apart = together | pairs, apart - pairs
        elif judgement.verb == "split":
            together, apart = together - pairs, apart | pairs
        elif judgement.field is None and judgement.verb in ("reject", "retract"):
            out |= set(judgement.accounts)
        elif judgement.field is None and judgement.verb in ("accept", "release"):
            out -= set(judgement.accounts)
            taken |= set(judgement.accounts)
    return Rulings(together=frozenset(together), apart=frozenset(apart), out=frozenset(out), taken=frozenset(taken))


class EventState(Struct, frozen=True, kw_only=True):
    """How far the review of an event is: its state, a light for each field looked at, and by whom and when it last was.

    ``accounts`` are those the event had when it was last looked at as a whole.
    """

    state: State
    fields: dict[str, Light]
    by: str
    at: str
    accounts: tuple[str, ...] = ()


UNSEEN = EventState(state="suggested", fields={}, by="", at="")
_LIGHTS: dict[str, Light] = {"accept": "accepted", "set": "set", "reject": "rejected"}
_STATES: dict[str, State] = {
    "accept": "reviewed", "reject": "rejected", "release": "released", "retract": "retracted",
}  # fmt: skip


def states(judgements: Iterable[Judgement]) -> dict[str, EventState]:
    """The state of every event that somebody has ruled on, by the id it was then known under.

    suggested → in review (some fields looked at) → reviewed → released → retracted. A value set after the release, or
    an event of a merge or split that was reviewed before it, is re-opened.
    """
    found: dict[str, EventState] = {}
    for judgement in standing(judgements):
        before = found.get(judgement.target, UNSEEN)
        found[judgement.target] = _next(before, judgement)
    return found


def _next(before: EventState, judgement: Judgement) -> EventState:
    state, fields, accounts = before.state, before.fields, before.accounts
    if judgement.field is not None:
        fields = {**fields, judgement.field: _LIGHTS[judgement.verb]}
        if state == "suggested":
            state = "in review"
        elif judgement.verb != "accept" and state == "released":
            state = "re-opened"
    elif judgement.verb in _STATES:
        state, accounts = _STATES[judgement.verb], judgement.accounts
    elif state in ("reviewed", "released"):
        state = "re-opened"
    return EventState(state=state, fields=fields, by=judgement.by, at=judgement.at, accounts=accounts)


def state_of(event: Event, known: dict[str, EventState]) -> EventState:
    """The state of an event under any of its ids; one that has got new accounts since it was reviewed is re-opened."""
    return state_under([ref.account for ref in event.accounts], known)


def state_under(own: Sequence[str], known: dict[str, EventState]) -> EventState:
    """The same for an event by the ids of its accounts."""
    if not known:
        return UNSEEN
    found = [known[each] for each in own if each in known]
    latest = max(found, key=lambda one: one.at, default=UNSEEN)
    if latest.state in ("reviewed", "released") and not set(own) <= set(latest.accounts):
        return EventState(state="re-opened", fields=latest.fields, by=latest.by, at=latest.at, accounts=latest.accounts)
    return latest
