"""Judgements and tombstones in the record: added one by one, in order, never changed."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace
from sqlalchemy import Connection, select

from tidings.model.audit import Judged
from tidings.model.judgement import Judgement, judgement_json, read_judgement, with_id
from tidings.model.tombstone import Tombstone, read_tombstone, tombstone_json
from tidings.model.tombstone import with_id as with_tombstone_id
from tidings.store import clock, schema
from tidings.store.desk_tables import add_entry
from tidings.store.store import Store


def add_judgement(store: Store, draft: Judgement) -> Judgement:
    """Store a ruling behind those there are; its id, its time and the one before it are filled in here.

    The audit log gets it too, whole, in the same transaction.
    """
    with store.transaction(writing=True) as connection:
        return put_judgement(connection, draft)


def put_judgement(connection: Connection, draft: Judgement) -> Judgement:
    """The same inside a transaction."""
    ruled = with_id(replace(draft, at=clock.now(), after=newest_judgement(connection)))
    row = {
        "id": ruled.id, "at": ruled.at, "reviewer": ruled.by, "verb": ruled.verb, "target": ruled.target,
        "line": judgement_json(ruled),
    }  # fmt: skip
    connection.execute(schema.judgement.insert(), row)
    add_entry(connection, ruled.by, Judged(judgement=ruled))
    return ruled


def newest_judgement(connection: Connection) -> str | None:
    """The id of the last ruling."""
    newest = select(schema.judgement.c.id).order_by(schema.judgement.c.number.desc()).limit(1)
    return connection.execute(newest).scalar()


def judgements(store: Store, as_stored: dt.date | None = None) -> tuple[Judgement, ...]:
    """All rulings in the order in which they were made, or those made until the end of a day (UTC).

    They speak of accounts by the ids these have now, also where a name in them was masked since.
    """
    wanted = select(schema.judgement.c.line).order_by(schema.judgement.c.number)
    if as_stored is not None:
        wanted = wanted.where(schema.judgement.c.at <= clock.end_of(as_stored))
    with store.transaction(writing=False) as connection:
        found = [read_judgement(line) for line in connection.execute(wanted).scalars()]
        renamed = renamings(connection)
    return tuple(_renamed(one, renamed) for one in found) if renamed else tuple(found)


def tombstones(store: Store) -> tuple[Tombstone, ...]:
    """All that was taken down, and let in again, in order."""
    with store.transaction(writing=False) as connection:
        return stored_tombstones(connection)


def stored_tombstones(connection: Connection) -> tuple[Tombstone, ...]:
    """The same inside a transaction."""
    wanted = select(schema.tombstone.c.line).order_by(schema.tombstone.c.number)
    return tuple(read_tombstone(line) for line in connection.execute(wanted).scalars())


def add_tombstone(connection: Connection, draft: Tombstone) -> Tombstone:
    """Store a tombstone inside a transaction; its id and its time are filled in here."""
    made = with_tombstone_id(replace(draft, at=clock.now()))
    row = {"id": made.id, "at": made.at, "kind": made.kind, "target": made.target, "line": tombstone_json(made)}
    schema.add_new(connection, schema.tombstone, [row])
    return made


def renamings(connection: Connection) -> dict[str, str]:
    """What the ids of masked accounts are now, by every id they have had."""
    found: dict[str, str] = {}
    for tombstone in stored_tombstones(connection):
        found = {old: tombstone.renamed.get(new, new) for old, new in found.items()} | tombstone.renamed
    return found


def _renamed(judgement: Judgement, renamed: dict[str, str]) -> Judgement:
    def now(accounts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(renamed.get(each, each) for each in accounts)

    return replace(
        judgement,
        target=renamed.get(judgement.target, judgement.target),
        accounts=now(judgement.accounts),
        others=now(judgement.others),
    )
