"""The audit log as the desk keeps it: read on from where it was last read, folded into the desk's state, and added to."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import msgspec
from fastapi import Request
from sqlalchemy import Connection, func, select

from tidings.model.audit import (
    Answered,
    AnyAct,
    AuditEntry,
    Commented,
    Exported,
    ItemTaken,
    Judged,
    PasswordSet,
    PersonSet,
    SetClosed,
    SetMade,
    Settled,
    SignedIn,
    SignedOut,
    action_of,
    entry_id,
    entry_json,
    target_of,
)
from tidings.model.ids import sha256
from tidings.review.diff import in_words
from tidings.review.logbook import EMPTY, DeskState, Remark, fold
from tidings.store import desk_tables, schema
from tidings.store.desk_tables import Numbered
from tidings.store.judgements import renamings, stored_tombstones
from tidings.store.store import Store
from tidings.web.records import record_of
from tidings.web.shapes import AuditLine, Comment

Check = Callable[[DeskState], None]


class DeskLog:
    """The audit log of one record and the state that follows from it. Any number of threads may use it."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._graves = 0
        self._begin()

    def _begin(self) -> None:
        self._state, self._number, self._is_whole = EMPTY, 0, True
        self._id: str | None = None

    def state(self) -> DeskState:
        """What the desk is now, whatever other programs have added since."""
        with self._store.transaction(writing=False) as connection:
            return self._read_on(connection)

    @property
    def is_whole(self) -> bool:
        """Whether every entry read so far says what its id was made of, and names the one before it."""
        return self._is_whole

    def check(self) -> bool:
        """Whether the log as it stands in the record now is whole, looked at anew from its first line: some 15 microseconds a line.

        Also that what was read last is still there: a log without its newest lines names each one before it all the same.
        """
        self.state()
        with self._lock:
            number, last, is_whole = self._number, self._id, self._is_whole
        with self._store.transaction(writing=False) as connection:
            masked, _ = _after_takedowns(connection)
            is_there = desk_tables.id_at(connection, number) == last
            return is_whole and is_there and next(desk_tables.chain_faults(connection, masked), None) is None

    def add(self, by: str, act: AnyAct, check: Check = lambda _: None) -> AuditEntry:
        """Add an entry; ``check`` sees the state it comes to and may refuse by raising."""

        def make(_: Connection, state: DeskState) -> AnyAct:
            check(state)
            return act

        return self.within(by, make)

    def within(self, by: str, make: Callable[[Connection, DeskState], AnyAct]) -> AuditEntry:
        """Add the entry that a function makes, which may do more in the same transaction."""
        with self._store.transaction(writing=True) as connection:
            act = make(connection, self._read_on(connection))
            return desk_tables.add_entry(connection, by, act).entry

    def _read_on(self, connection: Connection) -> DeskState:
        """The state with the entries that have come. When a name was masked since, all are read again."""
        with self._lock:
            graves = int(connection.execute(select(func.count()).select_from(schema.tombstone)).scalar_one())
            if graves != self._graves:
                self._begin()
            if graves == self._graves and desk_tables.last_number(connection) == self._number:
                return self._state
            self._graves = graves
            new = list(desk_tables.entries(connection, self._number))
            masked, renamed = _after_takedowns(connection) if graves else ({}, {})
            for line in new:
                self._is_whole = self._is_whole and line.entry.after == self._id and _is_sound(line.entry, masked)
                self._number, self._id = line.number, line.entry.id
            self._state = fold(self._state, (_renamed(line.entry, renamed) for line in new))
            return self._state


def _is_sound(entry: AuditEntry, masked: dict[str, str]) -> bool:
    return sha256(entry_json(entry)) == masked[entry.id] if entry.id in masked else entry_id(entry) == entry.id


def _after_takedowns(connection: Connection) -> tuple[dict[str, str], dict[str, str]]:
    """Hashes of masked lines by id, and what the ids of masked accounts are now."""
    masked = {key: line for grave in stored_tombstones(connection) for key, line in grave.judgements.items()}
    return masked, renamings(connection)


def _renamed(entry: AuditEntry, renamed: dict[str, str]) -> AuditEntry:
    """An entry that speaks of accounts by the ids they have now."""
    if not renamed or isinstance(entry.act, Judged):
        return entry

    def now(value: Any) -> Any:
        if isinstance(value, str):
            return renamed.get(value, value)
        if isinstance(value, list | tuple):
            return [now(each) for each in value]
        if isinstance(value, dict):
            return {name: now(each) for name, each in value.items()}
        return value

    return msgspec.convert({**msgspec.to_builtins(entry), "act": now(msgspec.to_builtins(entry.act))}, AuditEntry)


def log_of(request: Request) -> DeskLog:
    """The audit log of the desk that a request came to, as a dependency of routes."""
    app = request.app.state
    if getattr(app, "log", None) is None:
        app.log = DeskLog(record_of(request).store)
    found = app.log
    assert isinstance(found, DeskLog)
    return found


# --- as it is shown ---------------------------------------------------------------------------------------------------------


def comment_of(remark: Remark) -> Comment:
    """A comment as the API has it."""
    said = remark.said
    return Comment(
        id=remark.id, at=remark.at, by=remark.by, target=said.target, field=said.field, article=said.article, start=said.start,
        end=said.end, text=said.text,
    )  # fmt: skip


def comments_on(state: DeskState, targets: tuple[str, ...], by: str | None = None) -> tuple[Comment, ...]:
    """Comments on any of some ids, the oldest first; ``by``: only this person's."""
    found = [remark for target in dict.fromkeys(targets) for remark in state.remarks.get(target, ())]
    ordered = sorted(found, key=lambda one: one.number)
    return tuple(comment_of(one) for one in ordered if by is None or one.by == by)


def line_of(line: Numbered) -> AuditLine:
    """An entry as the API has it."""
    entry = line.entry
    return AuditLine(
        number=line.number, id=entry.id, at=entry.at, by=entry.by, action=action_of(entry.act),
        target=target_of(entry.act), told=told_act(entry.act),
    )  # fmt: skip


def told_act(act: AnyAct) -> str:
    """What was done, in words; the log says by whom."""
    match act:
        case PersonSet():
            return f"{act.name} works here as {act.role}" if act.active else f"{act.name} works here no more"
        case PasswordSet():
            return f"another password for {act.name}"
        case SignedIn():
            return "signed in"
        case SignedOut():
            return "signed out"
        case Judged():
            value = f" = {act.judgement.value}" if act.judgement.value is not None else ""
            return f"{in_words(act.judgement)}{value}"
        case Commented():
            where = f" on {act.field}" if act.field else " on words of an article" if act.article else ""
            return f"commented{where}: {act.text}"
        case ItemTaken():
            return "looks at it"
        case SetMade():
            blind = f", blind: {', '.join(act.blind)}" if act.blind else ""
            return f"made the set {act.name!r} of {len(act.items)} events for {', '.join(act.coders)}{blind}"
        case Answered():
            said = f"{len(act.fields)} fields" if act.is_event else "no event"
            return f"coded it: {said}, {act.keys} keys"
        case Settled():
            return f"settled {act.field} as {act.value or 'unknown'}: {act.reason}"
        case SetClosed():
            return "closed the set" + (f"; {len(act.left_out)} are no events any more" if act.left_out else "")
        case Exported():
            return f"took out {act.form}{f' under {act.profile}' if act.profile else ''}{f' by {act.asked}' if act.asked else ''}, sha256 {act.sha256}"
