"""Events carry a number and a moment: of when they last became something else, whatever index is thrown away in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.store import links
from tidings.store.store import open_store

ROWS = [
    {"id": "c1:a", "line": b"{}", "first": None, "last": None},
    {"id": "c1:b", "line": b"[]", "first": None, "last": None},
]


def test_only_what_says_something_else_gets_a_new_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index made anew leaves the numbers as they were; a changed line raises its own and no other."""
    with open_store(tmp_path / "x.db", create=True) as store, store.transaction(writing=True) as connection:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
        links.put_events(connection, ROWS, [])
        first = links.stamps(connection)
        assert first == {"c1:a": (1, "1970-01-01T00:00:00Z"), "c1:b": (1, "1970-01-01T00:00:00Z")}
        links.clear(connection)
        assert links.stamps(connection) == {}
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "60")
        links.put_events(connection, [ROWS[0], {**ROWS[1], "line": b"[1]"}], [])
        assert links.stamps(connection) == {"c1:a": first["c1:a"], "c1:b": (2, "1970-01-01T00:01:00Z")}
        assert links.last_stamp(connection) == 2
        assert min(links.stamped_lines(connection)) == (b"[1]", (2, "1970-01-01T00:01:00Z"))
        assert list(links.lines_of(connection, ["c1:a", "c1:z"])) == [b"{}"]
