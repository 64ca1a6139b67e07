"""The index of control in a record file: the evidence each article holds, by place, and the spells last inferred of a place.

All of it follows from codings (``tidings.pipeline.controlling`` writes it) and may be thrown away and made anew; no promise
rests on it. It lets a place be asked about, and one more report be added, without reading every coding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, LargeBinary, Table, delete, select

from tidings.store.links import put, set_state, state
from tidings.store.portions import portions
from tidings.store.postgresql import Text
from tidings.store.schema import add_new, metadata

control_article = Table("control_article", metadata, Column("article", Text, primary_key=True), Column("coding", Text))
control_evidence = Table(
    "control_evidence", metadata,
    Column("id", Text, primary_key=True), Column("article", Text), Column("place", Text), Column("line", LargeBinary),
)  # fmt: skip
control_place = Table(
    "control_place", metadata,
    Column("id", Text, primary_key=True), Column("place", Text), Column("line", LargeBinary),
)  # fmt: skip
control_spells = Table(
    "control_spells", metadata,
    Column("place", Text, primary_key=True), Column("made_of", Text), Column("line", LargeBinary),
)  # fmt: skip

TABLES: Final = (control_article, control_evidence, control_place, control_spells)
_MADE_WITH: Final = "control made with"


def clear(connection: Connection) -> None:
    """Throw the whole index away."""
    for table in TABLES:
        connection.execute(delete(table))


def made_with(connection: Connection) -> str | None:
    """What the index was made with."""
    return state(connection).get(_MADE_WITH)


def set_made_with(connection: Connection, value: str) -> None:
    """Note what the index was made with."""
    set_state(connection, _MADE_WITH, value)


def indexed(connection: Connection, articles: Iterable[str] | None = None) -> dict[str, str]:
    """The coding that the index holds of each article; of all articles when none are named."""
    wanted = select(control_article)
    if articles is None:
        return {row.article: row.coding for row in connection.execute(wanted)}
    return {
        row.article: row.coding
        for some in portions(articles)
        for row in connection.execute(wanted.where(control_article.c.article.in_(some)))
    }


def forget(connection: Connection, articles: Iterable[str]) -> None:
    """Take articles out of the index."""
    for some in portions(articles):
        for table in (control_article, control_evidence):
            connection.execute(delete(table).where(table.c.article.in_(some)))


def add(
    connection: Connection, article: str, coding: str, rows: Sequence[dict[str, Any]], places: list[dict[str, Any]]
) -> None:
    """Put an article in with its evidence, and the places it tells of as it names them (rows of ``id``, ``place``, ``line``)."""
    put(connection, control_article, [{"article": article, "coding": coding}])
    put(connection, control_evidence, [{**row, "article": article} for row in rows])
    add_new(connection, control_place, places)


def place_lines(connection: Connection) -> Iterator[bytes]:
    """The places that any evidence tells of, once for each way of naming them, as JSON, in a fixed order."""
    told = select(control_evidence.c.place).distinct()
    wanted = (
        select(control_place.c.line)
        .where(control_place.c.place.in_(told))
        .order_by(control_place.c.place, control_place.c.id)
    )
    yield from connection.execute(wanted).scalars()


def lines(connection: Connection, places: Iterable[str] | None = None) -> Iterator[bytes]:
    """The evidence on some places (by key), or on all, as JSON, in a fixed order."""
    wanted = select(control_evidence.c.line).order_by(control_evidence.c.place, control_evidence.c.id)
    if places is None:
        for row in connection.execute(wanted, execution_options={"yield_per": 500}):
            yield row.line
        return
    for some in portions(places):
        yield from connection.execute(wanted.where(control_evidence.c.place.in_(some))).scalars()


def spells(connection: Connection) -> dict[str, tuple[str, bytes]]:
    """What spells were made of, and they themselves as JSON, by place."""
    return {row.place: (row.made_of, row.line) for row in connection.execute(select(control_spells))}


def set_spells(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write the spells of places (rows of ``place``, ``made_of`` and ``line``) over those there were."""
    for some in portions(row["place"] for row in rows):
        connection.execute(delete(control_spells).where(control_spells.c.place.in_(some)))
    put(connection, control_spells, rows)
