"""What people ruled, laid over the events it touches and no others: the same values as :func:`tidings.review.views.record_view` gives."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec
from msgspec import Struct

from tidings.fusion.fuse import Rulings
from tidings.model.event import Event, View
from tidings.model.judgement import Judgement, standing
from tidings.review.apply import apply
from tidings.review.rulings import UNSEEN, EventState, rulings, state_of, states
from tidings.web.index_source import Source


class Shown(Struct, frozen=True, kw_only=True):
    """An event as the machine made it, and as it is shown."""

    raw: Event
    event: Event


class Ruled(Struct, frozen=True, kw_only=True, dict=True):
    """All judgements of a record, found by the accounts they speak of."""

    judgements: tuple[Judgement, ...]

    @cached_property
    def held(self) -> tuple[Judgement, ...]:
        """Those that hold, in order."""
        return standing(self.judgements)

    @cached_property
    def rulings(self) -> Rulings:
        """As fusion wants them."""
        return rulings(self.judgements)

    @cached_property
    def states(self) -> dict[str, EventState]:
        """States by the id that an event was ruled on under."""
        return states(self.judgements)

    @cached_property
    def _by_account(self) -> dict[str, list[int]]:
        """Numbers of the judgements that hold and change a value, by the accounts they speak of."""
        found: dict[str, list[int]] = {}
        for number, one in enumerate(self.held):
            if one.field is not None and one.verb in ("set", "reject"):
                for account in {one.target, *one.accounts}:
                    found.setdefault(account, []).append(number)
        return found

    @cached_property
    def moments(self) -> dict[str, str]:
        """When anything was last ruled, or taken back, that speaks of an account."""
        found: dict[str, str] = {}
        by_id = {one.id: one for one in self.judgements}
        for one in self.judgements:
            for account in _spoken_of(one, by_id):
                found[account] = max(one.at, found.get(account, ""))
        return found

    def accounts_since(self, earlier: Ruled) -> set[str]:
        """Accounts of which judgements speak that were made since."""
        by_id = {one.id: one for one in self.judgements}
        new = self.judgements[len(earlier.judgements) :]
        return {account for one in new for account in _spoken_of(one, by_id)}

    def speaking_of(self, event: Event) -> tuple[Judgement, ...]:
        """All judgements on an event in order, also those taken back and the undoings."""
        accounts = {ref.account for ref in event.accounts}
        by_id = {one.id: one for one in self.judgements}
        return tuple(one for one in self.judgements if accounts & _spoken_of(one, by_id))

    def state(self, event: Event) -> EventState:
        """How far the review of an event is."""
        return state_of(event, self.states) if self.states else UNSEEN

    def shown(self, source: Source, keys: Iterable[str]) -> dict[str, Shown]:
        """Events as they are shown, by id, and with them all that the same judgements touch. Without links to episodes."""
        raw: dict[str, Event] = {}
        numbers: set[int] = set()
        ahead = set(keys)
        while ahead:
            new = [msgspec.json.decode(line, type=Event) for line in source.lines(sorted(ahead))]
            raw |= {event.id: event for event in new}
            if source.ruled:
                return {key: Shown(raw=event, event=event) for key, event in raw.items()}
            found = {
                number for event in new for ref in event.accounts for number in self._by_account.get(ref.account, ())
            }
            numbers |= found
            accounts = {each for number in found for each in (self.held[number].target, *self.held[number].accounts)}
            ahead = set(source.events_with(accounts).values()) - set(raw) if accounts else set()
        view = apply(View(events=tuple(raw.values()), members={}), [self.held[number] for number in sorted(numbers)])
        return {event.id: Shown(raw=raw[event.id], event=event) for event in view.events}


def _spoken_of(judgement: Judgement, by_id: dict[str, Judgement]) -> set[str]:
    """The accounts that a judgement speaks of; an undoing speaks of those of what it takes back."""
    one = judgement
    while one.verb == "undo" and one.target in by_id and by_id[one.target] is not one:
        one = by_id[one.target]
    return {one.target, *one.accounts, *one.others}
