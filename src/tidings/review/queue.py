"""What to look at first: events in the order of what a look is worth, uncertain and consequential ones before others."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from tidings.model.event import Event, Figures, Member, Standing, View
from tidings.model.values import PlacePrecision
from tidings.review.fields import TOLLS
from tidings.review.rulings import EventState, State, state_under

_OPEN: Final = ("suggested", "in review", "re-opened")
# What each doubt adds to the chance that the event is not right as it stands. Set by hand until reviews of our own can teach better.
_DOUBTS: Final = {"disputed": 0.3, "one voice": 0.15, "place": 0.2, "date": 0.1, "type": 0.2}


class Scored(Struct, frozen=True, kw_only=True, gc=False):
    """What a look wants to know of an account: its type, and how sure it is."""

    type: str
    score: float


class WeighedCandidate(Struct, frozen=True, kw_only=True, gc=False):
    """A place that a name may mean, as far as a look wants it."""

    name: str
    country: str | None
    admin1: str | None
    score: float


class WeighedPlace(Struct, frozen=True, kw_only=True, gc=False):
    """A place, as far as a look wants it."""

    precision: PlacePrecision
    candidates: tuple[WeighedCandidate, ...]


class WeighedDate(Struct, frozen=True, kw_only=True, gc=False):
    """A date, as far as a look wants it."""

    start: dt.date | None


class WeighedValues(Struct, frozen=True, kw_only=True):
    """Values, as far as a look wants them."""

    place: WeighedPlace | None
    date: WeighedDate
    killed: dict[str, Figures]
    injured: dict[str, Figures]


class WeighedRef(Struct, frozen=True, kw_only=True, gc=False):
    """An account of an event."""

    account: str


class WeighedEvent(Struct, frozen=True, kw_only=True):
    """What a look wants to know of an event: the line of an :class:`tidings.model.event.Event`, read without the rest of it."""

    id: str
    standing: Standing
    values: WeighedValues
    accounts: tuple[WeighedRef, ...]
    voices: int
    disputed: tuple[str, ...]


class Look(Struct, frozen=True, kw_only=True):
    """One thing to look at. ``worth`` is doubt times weight; ``check`` says what to check, in plain words."""

    id: str
    event: Event | None
    member: Member | None
    state: State
    doubt: float
    weight: float
    check: tuple[str, ...]

    @property
    def worth(self) -> float:
        """What a look is worth."""
        return self.doubt * self.weight


def queue(
    view: View, suggested: dict[str, Member], states: dict[str, EventState], *, everything: bool = False
) -> list[Look]:
    """Events that nobody has reviewed as they stand, and suggested accounts, the most worth a look first.

    ``everything``: the reviewed ones too.
    """
    looks = [look_at(event, [_scored(member) for member in view.told(event)], states) for event in view.events]
    looks += [look_at_suggestion(key, member.account.score, states, member) for key, member in suggested.items()]
    wanted = [look for look in looks if everything or is_open(look.state)]
    return sorted(wanted, key=look_order)


def look_order(look: Look) -> tuple[float, str]:
    """Sorts looks: the most worth first."""
    return -round(look.worth, 6), look.id


def is_open(state: State) -> bool:
    """Whether an event of a state still waits for a look."""
    return state in _OPEN


def _scored(member: Member) -> Scored:
    return Scored(type=member.account.type, score=member.account.score)


def look_at(event: Event | WeighedEvent, told: Sequence[Scored], states: dict[str, EventState]) -> Look:
    """What a look at an event is worth. ``told``: its accounts."""
    state = state_under([ref.account for ref in event.accounts], states)
    seen = state.fields
    doubts = [each for each in doubts_of(told, event) if seen.get(each[0]) is None]
    unsure = 1 - max(account.score for account in told)
    right = 1 - unsure
    for _, _, chance in doubts:
        right *= 1 - chance
    check = [told for _, told, _ in doubts]
    if unsure >= 0.2:
        check.insert(0, f"did it happen? score {1 - unsure:.2f}")
    return Look(
        id=event.id, event=event if isinstance(event, Event) else None, member=None, state=state.state, doubt=1 - right,
        weight=_weight(event), check=tuple(check) or ("as a whole",),
    )  # fmt: skip


def doubts_of(told: Sequence[Scored], event: Event | WeighedEvent) -> Iterator[tuple[str, str, float]]:
    """Field, what to check, and how much it adds to the doubt."""
    for field in event.disputed:
        yield field.removeprefix("counts."), f"{field}: those who speak cannot all be right", _DOUBTS["disputed"]
    place, date = event.values.place, event.values.date
    if place is None:
        yield "place", "no place", _DOUBTS["place"]
    elif place.precision not in ("exact", "near"):
        yield "place", f"place known only to {place.precision}", _DOUBTS["place"]
    elif len(place.candidates) > 1 and place.candidates[1].score >= 0.5 * place.candidates[0].score:
        named = " or ".join(f"{one.name}, {one.admin1 or one.country or '?'}" for one in place.candidates[:2])
        yield "place", f"which one: {named}", _DOUBTS["place"]
    if date.start is None:
        yield "date", "no day", _DOUBTS["date"]
    types = sorted({account.type for account in told})
    if len(types) > 1:
        yield "type", f"type: {', '.join(types)}", _DOUBTS["type"]
    if event.voices == 1:
        yield "voices", "one voice", _DOUBTS["one voice"]


def _weight(event: Event | WeighedEvent) -> float:
    """1 without a toll, 2 with 9 killed or hurt, 3 with 99; what did not happen weighs half."""
    figures = [found for name in TOLLS for found in getattr(event.values, name).values()]
    told = [max(filter(None, (one.low, one.best, one.high)), default=0) for one in figures]
    weight = 1 + math.log10(1 + max(told, default=0))
    standing = event.standing
    is_news = standing.polarity == "affirmed" and standing.reality == "actual" and not standing.background
    return weight if is_news else weight / 2


def look_at_suggestion(key: str, score: float, states: dict[str, EventState], member: Member | None = None) -> Look:
    """What a look at an account is worth that was too unsure to stand among the events."""
    return Look(
        id=key, event=None, member=member, state=states[key].state if key in states else "suggested", doubt=1 - score,
        weight=0.5, check=(f"suggested only, score {score:.2f}: is it an event?",),
    )  # fmt: skip


def kept_open(looks: Iterable[Look]) -> int:
    """How many of these still wait for a look."""
    return sum(is_open(look.state) for look in looks)
