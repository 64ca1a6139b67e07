"""Where the events of a desk come from: the index of fusion in the record, or a view made in memory of a record that may only be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Protocol

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Table, func, select

from tidings.fusion.fuse import Rulings
from tidings.model.event import View
from tidings.pipeline.linking import link
from tidings.store import desk_tables, links, schema
from tidings.store.portions import portions
from tidings.store.store import Store

Stamp = tuple[int, str]
_UP_TO: Final = "linked by the desk up to"  # in link_state, which goes when the index is thrown away


class Marks(Struct, frozen=True, kw_only=True):
    """How far a record has come: the highest numbers of its journals. Two records alike in these say the same."""

    readings: int
    judgements: int
    tombstones: int
    stamps: int
    audit: int


class Source(Protocol):
    """Events by id, as JSON lines before any ruling (``ruled``: after all of them)."""

    @property
    def ruled(self) -> bool:
        """Whether the lines show what people ruled."""

    def stamps(self) -> Mapping[str, Stamp]:
        """Number and moment of the last change of every event."""

    def all_lines(self) -> Iterator[tuple[bytes, Stamp]]:
        """All events in no order, with their stamps."""

    def lines(self, keys: Iterable[str]) -> Iterator[bytes]:
        """Some events in no order."""

    def events_with(self, accounts: Iterable[str]) -> dict[str, str]:
        """The event of each account that is in one."""

    def event_count(self) -> int:
        """How many events there are."""

    def article_count(self) -> int:
        """How many articles with a text the record holds."""


class LinkedEvents:
    """The events of a record that keeps its index of fusion."""

    ruled = False

    def __init__(self, store: Store) -> None:
        self._store = store

    def stamps(self) -> Mapping[str, Stamp]:
        """See :class:`Source`."""
        with self._store.transaction(writing=False) as connection:
            return links.stamps(connection)

    def all_lines(self) -> Iterator[tuple[bytes, Stamp]]:
        """See :class:`Source`."""
        with self._store.transaction(writing=False) as connection:
            yield from links.stamped_lines(connection)

    def lines(self, keys: Iterable[str]) -> Iterator[bytes]:
        """See :class:`Source`."""
        with self._store.transaction(writing=False) as connection:
            yield from links.lines_of(connection, keys)

    def events_with(self, accounts: Iterable[str]) -> dict[str, str]:
        """See :class:`Source`."""
        with self._store.transaction(writing=False) as connection:
            return links.events_with(connection, accounts)

    def event_count(self) -> int:
        """See :class:`Source`."""
        with self._store.transaction(writing=False) as connection:
            return int(connection.execute(select(func.count()).select_from(links.event)).scalar_one())

    def article_count(self) -> int:
        """See :class:`Source`."""
        with self._store.transaction(writing=False) as connection:
            return int(connection.execute(select(func.count()).select_from(links.link_article)).scalar_one())


class HeldEvents:
    """The events of a view in memory."""

    ruled = True

    def __init__(self, view: View) -> None:
        self.view = view
        self._events = {event.id: event for event in view.events}
        self._of = {ref.account: event.id for event in view.events for ref in event.accounts}

    def stamps(self) -> Mapping[str, Stamp]:
        """See :class:`Source`: nothing changes, so no moment is known."""
        return dict.fromkeys(self._events, (0, ""))

    def all_lines(self) -> Iterator[tuple[bytes, Stamp]]:
        """See :class:`Source`."""
        for event in self._events.values():
            yield msgspec.json.encode(event), (0, "")

    def lines(self, keys: Iterable[str]) -> Iterator[bytes]:
        """See :class:`Source`."""
        for key in keys:
            if key in self._events:
                yield msgspec.json.encode(self._events[key])

    def events_with(self, accounts: Iterable[str]) -> dict[str, str]:
        """See :class:`Source`."""
        return {account: self._of[account] for account in accounts if account in self._of}

    def event_count(self) -> int:
        """See :class:`Source`."""
        return len(self._events)

    def article_count(self) -> int:
        """See :class:`Source`."""
        return len({member.article.id for member in self.view.members.values()})


def marks_of(store: Store) -> Marks:
    """How far a record has come now."""
    with store.transaction(writing=False) as connection:

        def last(table: Table) -> int:
            return int(connection.execute(select(func.max(table.c.number))).scalar() or 0)

        return Marks(
            readings=last(schema.reading), judgements=last(schema.judgement), tombstones=last(schema.tombstone),
            stamps=links.last_stamp(connection), audit=last(desk_tables.audit),
        )  # fmt: skip


def bring_up(store: Store, ruled: Rulings) -> None:
    """Bring the index of fusion up to date, looking only at what was read since a desk last did so."""
    with store.transaction(writing=False) as connection:
        upto = links.state(connection).get(_UP_TO)
        last = int(connection.execute(select(func.max(schema.reading.c.number))).scalar() or 0)
        new = None if upto is None or int(upto) > last else _read_since(connection, int(upto))
    link(store, ruled, new)
    if upto != str(last):
        with store.transaction(writing=True) as connection:
            links.set_state(connection, _UP_TO, str(last))


def _read_since(connection: Connection, number: int) -> set[str]:
    """The articles of all files of which anything was read after a reading."""
    coding, found = schema.coding, set[str]()
    read = select(coding.c.file).join(schema.reading, schema.reading.c.coding == coding.c.id)
    files = connection.execute(read.where(schema.reading.c.number > number).distinct()).scalars().all()
    for some in portions(files):
        wanted = select(coding.c.article).where(coding.c.file.in_(some)).distinct()
        found |= set(connection.execute(wanted).scalars())
    return found
