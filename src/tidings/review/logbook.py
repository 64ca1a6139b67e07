"""What the desk is now: people, comments, who looks at what, sets and answers, as a fold over the audit log.

Nothing of this is stored otherwise, so the log is enough to have it again. The fold is a pure function: the same entries
give the same state, in one go or bit by bit. An entry that speaks of nothing known (of a set never made) changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from tidings.model.audit import (
    Answered,
    AnyAct,
    AuditEntry,
    Commented,
    ItemTaken,
    Judged,
    PersonSet,
    Role,
    SetClosed,
    SetItemMade,
    SetMade,
    Settled,
)
from tidings.model.judgement import Judgement


class PersonNow(Struct, frozen=True, kw_only=True):
    """Somebody who may sign in, or once might. ``since``: when they were first added."""

    name: str
    role: Role
    active: bool
    since: str


class Remark(Struct, frozen=True, kw_only=True):
    """A comment with who made it and when; ``id`` is that of its entry, ``number`` its place among all comments."""

    number: int
    id: str
    at: str
    by: str
    said: Commented


class Hold(Struct, frozen=True, kw_only=True):
    """Who looks at an item of the queue, and since when."""

    item: str
    by: str
    at: str


class CodingSet(Struct, frozen=True, kw_only=True):
    """A set of events that several coders code apart. ``answers``: by coder, then event, the last of each; ``settled``: by
    event, then field.
    """

    id: str
    name: str
    by: str
    at: str
    coders: tuple[str, ...]
    blind: tuple[str, ...]
    items: tuple[SetItemMade, ...]
    answers: dict[str, dict[str, Answered]]
    settled: dict[str, dict[str, Settled]]
    closed: bool
    left_out: tuple[str, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """Ids of its events, in the order of the set."""
        return tuple(item.event for item in self.items)

    def is_answered_by(self, coder: str) -> bool:
        """Whether a coder has answered all of it."""
        return set(self.events) <= set(self.answers.get(coder, {}))


class DeskState(Struct, frozen=True, kw_only=True):
    """All of it. ``remarks``: by target; ``holds``: by person, for one looks at one item at a time; ``judged``: how many rulings."""

    people: dict[str, PersonNow]
    remarks: dict[str, tuple[Remark, ...]]
    holds: dict[str, Hold]
    sets: dict[str, CodingSet]
    judged: int

    @property
    def knows_people(self) -> bool:
        """Whether anybody was ever added: then one must sign in."""
        return bool(self.people)


EMPTY = DeskState(people={}, remarks={}, holds={}, sets={}, judged=0)


def fold(state: DeskState, entries: Iterable[AuditEntry]) -> DeskState:
    """The state after some more entries."""
    draft = _Draft(state)
    for entry in entries:
        draft.take_up(entry, entry.act)
    return draft.done()


def judged(entries: Iterable[AuditEntry]) -> tuple[Judgement, ...]:
    """The rulings of a log, in order."""
    return tuple(entry.act.judgement for entry in entries if isinstance(entry.act, Judged))


class _Draft:
    """A state being changed: its dictionaries are copied once, however many entries come."""

    def __init__(self, state: DeskState) -> None:
        self._people, self._remarks = dict(state.people), dict(state.remarks)
        self._holds, self._sets, self._judged = dict(state.holds), dict(state.sets), state.judged
        self._remarked = sum(map(len, self._remarks.values()))
        self._heads = {hold.item: name for name, hold in state.holds.items()}

    def done(self) -> DeskState:
        return DeskState(
            people=self._people, remarks=self._remarks, holds=self._holds, sets=self._sets, judged=self._judged
        )

    def take_up(self, entry: AuditEntry, act: AnyAct) -> None:
        match act:
            case PersonSet():
                known = self._people.get(act.name)
                since = known.since if known else entry.at
                self._people[act.name] = PersonNow(name=act.name, role=act.role, active=act.active, since=since)
                if not act.active:
                    self._let_go(act.name)
            case Commented():
                self._remarked += 1
                remark = Remark(number=self._remarked, id=entry.id, at=entry.at, by=entry.by, said=act)
                self._remarks[act.target] = (*self._remarks.get(act.target, ()), remark)
            case ItemTaken():
                self._let_go(entry.by)
                self._let_go(self._heads.get(act.item))
                self._holds[entry.by] = Hold(item=act.item, by=entry.by, at=entry.at)
                self._heads[act.item] = entry.by
            case Judged():
                self._judged += 1
                if act.judgement.field is None:
                    for each in (act.judgement.target, *act.judgement.accounts):
                        self._let_go(self._heads.get(each))
            case SetMade():
                self._sets[entry.id] = CodingSet(
                    id=entry.id, name=act.name, by=entry.by, at=entry.at, coders=act.coders, blind=act.blind, items=act.items,
                    answers={}, settled={}, closed=False, left_out=(),
                )  # fmt: skip
            case Answered() if act.set in self._sets:
                one = self._sets[act.set]
                mine = {**one.answers.get(entry.by, {}), act.event: act}
                self._sets[act.set] = replace(one, answers={**one.answers, entry.by: mine})
            case Settled() if act.set in self._sets:
                one = self._sets[act.set]
                settled = {**one.settled.get(act.event, {}), act.field: act}
                self._sets[act.set] = replace(one, settled={**one.settled, act.event: settled})
            case SetClosed() if act.set in self._sets:
                self._sets[act.set] = replace(self._sets[act.set], closed=True, left_out=act.left_out)
            case _:
                pass

    def _let_go(self, person: str | None) -> None:
        if person in self._holds:
            self._heads.pop(self._holds.pop(person).item, None)
