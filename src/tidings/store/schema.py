"""The tables of a record as they are today. Rows are only ever added; ids are hashes of what a row says. (What is taken
down on request is the one exception, and leaves a tombstone.)

``original``: bytes as found, once each. ``capture``: these bytes under this name. ``article``: what its id is made of.
``coding``: what one run manifest made of one input, the JSON line of RECORD §5. ``reading``: a journal; the last row of
an input says which coding speaks for it, ``at`` (UTC) since when. ``account``, ``claim``, ``failure``: the same facts laid out for SQL.
``judgement``: what people ruled, in order. ``tombstone``: what was taken down. ``run_log``: when who ran, no part of the
record's content.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Connection, Float, Integer, LargeBinary, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite

from tidings.store.postgresql import Text

metadata = MetaData()

original = Table(
    "original", metadata,
    Column("sha256", Text, primary_key=True), Column("size", Integer), Column("content", LargeBinary),
)  # fmt: skip
capture = Table(
    "capture", metadata,
    Column("id", Text, primary_key=True), Column("sha256", Text), Column("file", Text), Column("part", Integer),
    Column("media_type", Text),
)  # fmt: skip
article = Table(
    "article", metadata,
    Column("id", Text, primary_key=True), Column("outlet", Text), Column("url", Text), Column("published", Text),
    Column("text", Text),
)  # fmt: skip
run_manifest = Table("run_manifest", metadata, Column("id", Text, primary_key=True), Column("content", LargeBinary))
coding = Table(
    "coding", metadata,
    Column("id", Text, primary_key=True), Column("input", Text), Column("file", Text), Column("part", Integer),
    Column("capture", Text), Column("article", Text), Column("manifest", Text), Column("complete", Boolean),
    Column("has_text", Boolean), Column("line", LargeBinary), Column("line_sha256", Text),
)  # fmt: skip
reading = Table(
    "reading", metadata,
    Column("number", Integer, primary_key=True), Column("input", Text), Column("coding", Text),
    Column("at", Text),
)  # fmt: skip
account = Table(
    "account", metadata,
    Column("coding", Text, primary_key=True), Column("id", Text, primary_key=True), Column("type", Text),
    Column("polarity", Text), Column("reality", Text), Column("background", Boolean), Column("date_start", Text),
    Column("date_end", Text), Column("place_id", Text), Column("place_name", Text),
)  # fmt: skip
claim = Table(
    "claim", metadata,
    Column("id", Text, primary_key=True), Column("article", Text), Column("account", Text), Column("field", Text),
    Column("value", Text), Column("polarity", Text), Column("speakers", Text), Column("producer", Text),
    Column("score", Float), Column("evidence", Text),
)  # fmt: skip
failure = Table(
    "failure", metadata,
    Column("coding", Text, primary_key=True), Column("number", Integer, primary_key=True), Column("step", Text),
    Column("reason", Text),
)  # fmt: skip
judgement = Table(
    "judgement", metadata,
    Column("number", Integer, primary_key=True), Column("id", Text), Column("at", Text), Column("reviewer", Text),
    Column("verb", Text), Column("target", Text), Column("line", LargeBinary),
)  # fmt: skip
tombstone = Table(
    "tombstone", metadata,
    Column("number", Integer, primary_key=True), Column("id", Text), Column("at", Text), Column("kind", Text),
    Column("target", Text), Column("line", LargeBinary),
)  # fmt: skip
run_log = Table(
    "run_log", metadata,
    Column("number", Integer, primary_key=True), Column("at", Text), Column("manifest", Text), Column("what", Text),
    Column("inputs", Integer), Column("added", Integer),
)  # fmt: skip


def add_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Insert the rows whose keys are not there yet; what is there stays untouched. Returns how many were new."""
    if not rows:
        return 0
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return max(0, connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows).rowcount)
