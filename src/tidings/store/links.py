"""The index of fusion in a record file: which keys find which account, how articles are tied, which account is of which event.

All of it follows from codings and rulings (``tidings.pipeline.linking`` writes it) and may be thrown away and made anew; no
promise rests on it. It lets one more article be added to a large record without looking at all that is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    Table,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
)

from tidings.store import clock
from tidings.store.portions import AT_ONCE, portions
from tidings.store.postgresql import Text
from tidings.store.schema import metadata

link_state = Table("link_state", metadata, Column("name", Text, primary_key=True), Column("value", Text))
link_article = Table(
    "link_article",
    metadata,
    Column("article", Text, primary_key=True),
    Column("coding", Text),
    Column("print", LargeBinary),
)
link_key = Table(
    "link_key", metadata,
    Column("key", Text, primary_key=True), Column("account", Text, primary_key=True), Column("article", Text),
)  # fmt: skip
wire_key = Table("wire_key", metadata, Column("key", Text, primary_key=True), Column("article", Text, primary_key=True))
wire_tie = Table(
    "wire_tie", metadata,
    Column("one", Text, primary_key=True), Column("other", Text, primary_key=True), Column("line", LargeBinary),
)  # fmt: skip
link_pair = Table(
    "link_pair", metadata,
    Column("one", Text, primary_key=True), Column("other", Text, primary_key=True), Column("chance", Float),
)  # fmt: skip
link_ruling = Table(
    "link_ruling", metadata,
    Column("kind", Text, primary_key=True), Column("one", Text, primary_key=True), Column("other", Text, primary_key=True),
)  # fmt: skip
event_account = Table(
    "event_account", metadata, Column("account", Text, primary_key=True), Column("article", Text), Column("event", Text)
)
event = Table(
    "event", metadata,
    Column("id", Text, primary_key=True), Column("first", Text), Column("last", Text), Column("line", LargeBinary),
)  # fmt: skip

event_stamp = Table(
    "event_stamp", metadata,
    Column("id", Text, primary_key=True), Column("digest", Text), Column("number", Integer), Column("at", Text),
)  # fmt: skip

#: What :func:`clear` empties. Not ``event_stamp``: that an index is made anew does not make an event a new one.
TABLES: Final = (link_state, link_article, link_key, wire_key, wire_tie, link_pair, link_ruling, event_account, event)

Row = dict[str, Any]


def clear(connection: Connection) -> None:
    """Throw the whole index away."""
    for table in TABLES:
        connection.execute(delete(table))


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, in portions."""
    for first in range(0, len(rows), AT_ONCE):
        connection.execute(table.insert(), list(rows[first : first + AT_ONCE]))


def state(connection: Connection) -> dict[str, str]:
    """What the index was made with."""
    return {row.name: row.value for row in connection.execute(select(link_state))}


def set_state(connection: Connection, name: str, value: str) -> None:
    """Note what the index was made with."""
    connection.execute(delete(link_state).where(link_state.c.name == name))
    connection.execute(link_state.insert(), {"name": name, "value": value})


def linked(connection: Connection, articles: Iterable[str] | None = None) -> dict[str, str]:
    """The coding that the index holds of each article; of all articles when none are named."""
    wanted = select(link_article.c.article, link_article.c.coding)
    if articles is None:
        return {row.article: row.coding for row in connection.execute(wanted)}
    return {
        row.article: row.coding
        for some in portions(articles)
        for row in connection.execute(wanted.where(link_article.c.article.in_(some)))
    }


def forget(connection: Connection, articles: Iterable[str]) -> set[str]:
    """Take articles out of the index; gives their accounts and those that were drawn to them."""
    touched: set[str] = set()
    for some in portions(articles):
        mine = [
            row.account for row in connection.execute(select(link_key.c.account).where(link_key.c.article.in_(some)))
        ]
        mine += [
            row.account
            for row in connection.execute(select(event_account.c.account).where(event_account.c.article.in_(some)))
        ]
        touched |= drop_events(connection, mine)
        for few in portions(mine):
            ends = or_(link_pair.c.one.in_(few), link_pair.c.other.in_(few))
            for row in connection.execute(select(link_pair.c.one, link_pair.c.other).where(ends)):
                touched |= {row.one, row.other}
            connection.execute(delete(link_pair).where(ends))
        connection.execute(delete(link_key).where(link_key.c.article.in_(some)))
        connection.execute(delete(wire_key).where(wire_key.c.article.in_(some)))
        connection.execute(delete(wire_tie).where(or_(wire_tie.c.one.in_(some), wire_tie.c.other.in_(some))))
        connection.execute(delete(event_account).where(event_account.c.article.in_(some)))
        connection.execute(delete(link_article).where(link_article.c.article.in_(some)))
    return touched


def sharing(connection: Connection, table: Table, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Key and holder of all that stands under some keys; ``table`` is ``link_key`` or ``wire_key``."""
    holder = table.c.account if table is link_key else table.c.article
    for some in portions(keys):
        for row in connection.execute(select(table.c.key, holder.label("holder")).where(table.c.key.in_(some))):
            yield row.key, row.holder


def ties_of(connection: Connection, articles: Iterable[str]) -> Iterator[Any]:
    """Rows of the ties that articles have."""
    for some in portions(articles):
        ends = or_(wire_tie.c.one.in_(some), wire_tie.c.other.in_(some))
        yield from connection.execute(select(wire_tie).where(ends)).all()


def pairs_of(connection: Connection, accounts: Iterable[str]) -> Iterator[Any]:
    """Rows of the pairs that accounts are drawn into."""
    for some in portions(accounts):
        ends = or_(link_pair.c.one.in_(some), link_pair.c.other.in_(some))
        yield from connection.execute(select(link_pair).where(ends)).all()


def articles_of(connection: Connection, accounts: Iterable[str]) -> dict[str, str]:
    """The article of each account that the index holds."""
    found: dict[str, str] = {}
    for some in portions(accounts):
        for row in connection.execute(
            select(event_account.c.account, event_account.c.article).where(event_account.c.account.in_(some))
        ):
            found[row.account] = row.article
    return found


def accounts_in(connection: Connection, articles: Iterable[str]) -> set[str]:
    """The accounts that the index holds of articles."""
    found: set[str] = set()
    for some in portions(articles):
        wanted = select(event_account.c.account).where(event_account.c.article.in_(some))
        found |= set(connection.execute(wanted).scalars())
    return found


def drop_events(connection: Connection, accounts: Iterable[str]) -> set[str]:
    """Take the events of accounts away; gives these accounts and all others of the events, which are of none now."""
    touched = set(accounts)
    for some in portions(touched):
        mine = event_account.c.account.in_(some) & event_account.c.event.is_not(None)
        events = connection.execute(select(event_account.c.event).where(mine)).scalars().all()
        for few in portions(events):
            held = event_account.c.event.in_(few)
            touched |= set(connection.execute(select(event_account.c.account).where(held)).scalars())
            connection.execute(event_account.update().where(held).values(event=None))
            connection.execute(delete(event).where(event.c.id.in_(few)))
    return touched


def put_events(connection: Connection, rows: Sequence[Row], accounts: Sequence[Row]) -> None:
    """Write events, and of which event each account is (rows of ``account`` and ``event``)."""
    put(connection, event, rows)
    _stamp(connection, {row["id"]: sha256(row["line"]).hexdigest()[:16] for row in rows})
    if accounts:
        mine = event_account.c.account == bindparam("of_account")
        placed = [{"of_account": row["account"], "of_event": row["event"]} for row in accounts]
        connection.execute(event_account.update().where(mine).values(event=bindparam("of_event")), placed)


def _stamp(connection: Connection, digests: dict[str, str]) -> None:
    """Number the events that are new or say something else than before, all of one call alike, with the moment (UTC)."""
    known: dict[str, str] = {}
    for some in portions(digests):
        wanted = select(event_stamp.c.id, event_stamp.c.digest).where(event_stamp.c.id.in_(some))
        known |= {row.id: row.digest for row in connection.execute(wanted)}
    changed = [key for key, digest in digests.items() if known.get(key) != digest]
    number, at = last_stamp(connection) + 1, clock.now()
    for some in portions(changed):
        connection.execute(delete(event_stamp).where(event_stamp.c.id.in_(some)))
    put(connection, event_stamp, [{"id": key, "digest": digests[key], "number": number, "at": at} for key in changed])


def last_stamp(connection: Connection) -> int:
    """The highest number of any event; it grows with every event that is new or changed. 0 where there is none."""
    return connection.execute(select(func.max(event_stamp.c.number))).scalar() or 0


def stamps(connection: Connection) -> dict[str, tuple[int, str]]:
    """Of each event there is now, the number it was last changed under, and when (UTC)."""
    joined = event.outerjoin(event_stamp, event_stamp.c.id == event.c.id)
    wanted = select(event.c.id, event_stamp.c.number, event_stamp.c.at).select_from(joined)
    return {key: (number or 0, at or "") for key, number, at in connection.execute(wanted)}


def stamped_lines(connection: Connection) -> Iterator[tuple[bytes, tuple[int, str]]]:
    """All events as JSON in no order, each with the number and the moment of its last change."""
    joined = event.outerjoin(event_stamp, event_stamp.c.id == event.c.id)
    wanted = select(event.c.line, event_stamp.c.number, event_stamp.c.at).select_from(joined)
    for line, number, at in connection.execute(wanted, execution_options={"yield_per": 1000}):
        yield line, (number or 0, at or "")


def lines_of(connection: Connection, events: Iterable[str]) -> Iterator[bytes]:
    """Some events as JSON, in no order."""
    for some in portions(events):
        yield from connection.execute(select(event.c.line).where(event.c.id.in_(some))).scalars()


def events_with(connection: Connection, accounts: Iterable[str]) -> dict[str, str]:
    """The event of each of some accounts, of those that are in one."""
    found: dict[str, str] = {}
    for some in portions(accounts):
        wanted = select(event_account.c.account, event_account.c.event).where(event_account.c.account.in_(some))
        found |= {row.account: row.event for row in connection.execute(wanted) if row.event is not None}
    return found


def rulings(connection: Connection) -> set[tuple[str, str, str]]:
    """The rulings that the index was made under: kind, one account, the other."""
    return {(row.kind, row.one, row.other) for row in connection.execute(select(link_ruling))}


def set_rulings(
    connection: Connection, gone: Iterable[tuple[str, str, str]], new: Iterable[tuple[str, str, str]]
) -> None:
    """Note which rulings the index is made under."""
    for kind, one, other in sorted(gone):
        same = and_(link_ruling.c.kind == kind, link_ruling.c.one == one, link_ruling.c.other == other)
        connection.execute(delete(link_ruling).where(same))
    put(connection, link_ruling, [{"kind": kind, "one": one, "other": other} for kind, one, other in sorted(new)])


def event_lines(connection: Connection) -> Iterator[bytes]:
    """The events as JSON, in order of time."""
    far = "9999-12-31"
    first = func.coalesce(event.c.first, event.c.last, far)
    order = (first, func.coalesce(event.c.last, event.c.first, far), event.c.id)
    for row in connection.execute(select(event.c.line).order_by(*order), execution_options={"yield_per": 500}):
        yield row.line
