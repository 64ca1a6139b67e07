"""Tables by numbered steps: what is old is brought up, what is newer is refused. (In PostgreSQL too: ``tests/contract``.)"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from tidings.errors import StoreError
from tidings.store import control_index, desk_tables, links, migrations, schema
from tidings.store.store import open_store


def test_the_tables_are_what_the_schema_says(tmp_path: Path) -> None:
    """A new record has just the tables and columns that the queries use."""
    with open_store(tmp_path / "r.db", create=True) as store, store.transaction(writing=False) as connection:
        there = inspect(connection)
        found = {name: {column["name"] for column in there.get_columns(name)} for name in there.get_table_names()}
    found.pop(migrations.VERSION_TABLE)
    used = {*schema.metadata.sorted_tables, *links.TABLES, *control_index.TABLES, desk_tables.audit}
    assert found == {table.name: {column.name for column in table.columns} for table in used}


def test_an_older_record_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a record with a tidings that knows one step more takes that step, once."""
    open_store(tmp_path / "r.db", create=True).close()

    def add_note(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE run_log ADD COLUMN note TEXT"))

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, add_note))
    for _ in range(2):
        with open_store(tmp_path / "r.db", create=False) as store:
            assert store.version() == len(migrations.MIGRATIONS)


def test_a_step_that_fails_leaves_the_old_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration is one transaction: half of it is none of it."""
    open_store(tmp_path / "r.db", create=True).close()

    def broken(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (a TEXT)"))
        connection.execute(text("CREATE TABLE half (a TEXT)"))

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        with pytest.raises(StoreError):
            open_store(tmp_path / "r.db", create=True)
    with open_store(tmp_path / "r.db", create=True) as store, store.transaction(writing=False) as connection:
        assert migrations.version_of(connection) == len(migrations.MIGRATIONS)
        assert "half" not in inspect(connection).get_table_names()


def test_a_newer_record_is_refused(tmp_path: Path) -> None:
    """A record from a newer tidings is not touched, and the message says what to do."""
    open_store(tmp_path / "r.db", create=True).close()
    with sqlite3.connect(tmp_path / "r.db") as connection:
        connection.execute(f"INSERT INTO {migrations.VERSION_TABLE} VALUES (99)")
    with pytest.raises(StoreError, match=r"newer tidings.*upgrade"):
        open_store(tmp_path / "r.db", create=True)
