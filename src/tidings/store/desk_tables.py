"""The desk's own rows in a record: the audit log, passwords as hashes, and who is signed in.

The audit log is only ever added to. Passwords and sessions are no part of what a record says: they are written over and
deleted, and no line of the log holds one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, delete, func, select, update

from tidings.errors import StoreError, TidingsError
from tidings.model.audit import AnyAct, AuditEntry, action_of, entry_id, entry_json, read_entry, target_of, with_id
from tidings.model.ids import sha256
from tidings.store import clock
from tidings.store.postgresql import Text
from tidings.store.schema import metadata

audit = Table(
    "audit", metadata,
    Column("number", Integer, primary_key=True), Column("id", Text), Column("at", Text), Column("person", Text),
    Column("action", Text), Column("target", Text), Column("line", LargeBinary),
)  # fmt: skip
secret = Table("secret", metadata, Column("person", Text, primary_key=True), Column("hash", Text))
session = Table(
    "session", metadata,
    Column("token", Text, primary_key=True), Column("person", Text), Column("made", Text), Column("seen", Text),
    Column("expires", Text), Column("csrf", Text),
)  # fmt: skip

_AT_ONCE: Final = 500


class Numbered(Struct, frozen=True, kw_only=True):
    """An entry with its place in the log, from 1."""

    number: int
    entry: AuditEntry


# --- the audit log ----------------------------------------------------------------------------------------------------------


def add_entry(connection: Connection, by: str, act: AnyAct) -> Numbered:
    """Add to the log inside a transaction; id, time and the entry before are filled in here."""
    newest = select(audit.c.id).order_by(audit.c.number.desc()).limit(1)
    before = connection.execute(newest).scalar()
    made = with_id(AuditEntry(id="", at=clock.now(), by=by, act=act, after=before))
    row = {
        "id": made.id, "at": made.at, "person": by, "action": action_of(act), "target": target_of(act), "line": entry_json(made),
    }  # fmt: skip
    added = connection.execute(audit.insert(), row)
    assert added.inserted_primary_key is not None
    return Numbered(number=added.inserted_primary_key[0], entry=made)


def entries(connection: Connection, since: int = 0, action: str | None = None) -> Iterator[Numbered]:
    """The log in order, from after a number on, perhaps only one kind of act."""
    wanted = select(audit.c.number, audit.c.line).where(audit.c.number > since).order_by(audit.c.number)
    if action is not None:
        wanted = wanted.where(audit.c.action == action)
    for row in connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}):
        yield _numbered(row)


def newest_entries(connection: Connection, before: int | None, limit: int) -> list[Numbered]:
    """So many entries, the newest first, from before a number on."""
    wanted = select(audit.c.number, audit.c.line).order_by(audit.c.number.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(audit.c.number < before)
    return [_numbered(row) for row in connection.execute(wanted)]


def _numbered(row: Any) -> Numbered:
    """An entry from its row. StoreError for one that somebody has spoilt."""
    try:
        return Numbered(number=row.number, entry=read_entry(row.line))
    except (TidingsError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreError(f"line {row.number} of the audit log cannot be read: `tidings verify` says more") from error


def last_number(connection: Connection) -> int:
    """The number of the newest entry; 0 while there is none."""
    return int(connection.execute(select(func.coalesce(func.max(audit.c.number), 0))).scalar_one())


def id_at(connection: Connection, number: int) -> str | None:
    """The id of the entry with a number; ``None`` where there is none."""
    return connection.execute(select(audit.c.id).where(audit.c.number == number)).scalar()


def how_many(connection: Connection) -> int:
    """How many entries there are."""
    return int(connection.execute(select(func.count()).select_from(audit)).scalar_one())


def chain_faults(connection: Connection, masked: dict[str, str]) -> Iterator[str]:
    """What is wrong with the log: entries changed, lost or put in between. ``masked``: SHA-256 of lines in which a name was masked."""
    before: str | None = None
    for row in connection.execute(select(audit).order_by(audit.c.number), execution_options={"yield_per": _AT_ONCE}):
        try:
            entry = read_entry(row.line)
        except (TidingsError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            yield f"{row.id}: it cannot be read ({error})"
            before = row.id
            continue
        is_sound = sha256(row.line) == masked[row.id] if row.id in masked else entry_id(entry) == row.id
        said = (entry.id, entry.at, entry.by, action_of(entry.act), target_of(entry.act))
        if not is_sound or said != tuple(row)[1:6]:
            yield f"{row.id}: it does not say what its id was made of"
        if entry.after != before:
            yield f"{row.id}: the entry before it is not the one it was made after"
        before = row.id


def change_entries(connection: Connection, change: Callable[[AuditEntry], AuditEntry]) -> dict[str, str]:
    """Entries changed in place by a function (a name masked); the SHA-256 of each changed line by the entry's id."""
    changed: dict[str, str] = {}
    for row in connection.execute(select(audit.c.number, audit.c.id, audit.c.line).order_by(audit.c.number)).all():
        before = read_entry(row.line)
        after = change(before)
        if after != before:
            line = entry_json(after)
            changed[row.id] = sha256(line)
            values = {"line": line, "person": after.by, "target": target_of(after.act)}
            connection.execute(update(audit).where(audit.c.number == row.number).values(values))
    return changed


# --- passwords --------------------------------------------------------------------------------------------------------------


def set_secret(connection: Connection, person: str, hashed: str) -> None:
    """Give somebody a password, as its hash."""
    forget_secret(connection, person)
    connection.execute(secret.insert(), {"person": person, "hash": hashed})


def forget_secret(connection: Connection, person: str) -> None:
    """Take somebody's password away."""
    connection.execute(delete(secret).where(secret.c.person == person))


def secret_of(connection: Connection, person: str) -> str | None:
    """The hash of somebody's password."""
    return connection.execute(select(secret.c.hash).where(secret.c.person == person)).scalar()


def people_with_secrets(connection: Connection) -> tuple[str, ...]:
    """Names of those who have a password."""
    return tuple(connection.execute(select(secret.c.person).order_by(secret.c.person)).scalars())


# --- sessions ---------------------------------------------------------------------------------------------------------------


def add_session(connection: Connection, row: dict[str, Any]) -> None:
    """Note a session: ``token`` (hashed), ``person``, ``made``, ``seen``, ``expires``, ``csrf``."""
    connection.execute(session.insert(), row)


def session_of(connection: Connection, token: str) -> Any | None:
    """The row of a session by its hashed token."""
    return connection.execute(select(session).where(session.c.token == token)).first()


def touch_session(connection: Connection, token: str, seen: str) -> None:
    """Note when a session was last used."""
    connection.execute(update(session).where(session.c.token == token).values(seen=seen))


def end_session(connection: Connection, token: str) -> None:
    """Forget a session."""
    connection.execute(delete(session).where(session.c.token == token))


def end_sessions(connection: Connection, person: str | None = None, *, expired: str | None = None) -> None:
    """Forget the sessions of a person, or those whose time is over at a moment."""
    if person is not None:
        connection.execute(delete(session).where(session.c.person == person))
    if expired is not None:
        connection.execute(delete(session).where(session.c.expires <= expired))
