"""Verify finds whatever was changed behind tidings' back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests import standin
from tidings.model.article import Capture
from tidings.model.ids import digest, sha256
from tidings.store.rows import Entry
from tidings.store.store import open_store
from tidings.store.verify import Checked, verify

TEXT = "Rebels attacked soldiers in Qadra, killing 7, officials said. Rebels holds Qadra."


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record of one article."""
    path, content = tmp_path / "r.db", TEXT.encode()
    capture = Capture(sha256=sha256(content), file="a.txt", part=None, media_type="text/plain", content=content)
    with open_store(path, create=True) as store:
        manifest = digest("m1", "{}")
        store.add_manifest(manifest, b"{}")
        store.add(
            Entry(coding=standin.coding(standin.article(TEXT)), capture=capture, manifest=manifest, complete=True)
        )
    return path


def checked(path: Path) -> Checked:
    """What verify says."""
    with open_store(path, create=False) as store:
        return verify(store)


def test_a_record_left_alone_is_clean(record: Path) -> None:
    """Originals, quotes and claims are counted, and none is at fault."""
    found = checked(record)
    assert (found.originals, found.codings, found.faults) == (1, 1, ())
    assert found.quotes == 8
    assert found.claims >= 6


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE original SET content = X'00'", "hash"),
        ("UPDATE article SET text = text || '!'", "id was made of"),
        ("UPDATE coding SET line = CAST(replace(line, 'Qadra', 'Qatra') AS BLOB)", "hash"),
        (
            'UPDATE coding SET line = CAST(replace(line, \'"quote":"Rebels"\', \'"quote":"Rabels"\') AS BLOB)',
            "is not the text",
        ),
        ("UPDATE coding SET line = X'7B7D'", "missing"),
        ("UPDATE coding SET file = 'other.txt'", "hash of what it was made from"),
        ("UPDATE account SET type = 'shelling'", "table of accounts"),
        ("DELETE FROM claim WHERE field = 'place'", "missing from the table of claims"),
        ("UPDATE claim SET value = '{}' WHERE field = 'counts.0'", "does not say"),
        ("UPDATE capture SET file = 'x'", "id was made of"),
        ("UPDATE run_manifest SET content = X'20'", "id was made of"),
        ("UPDATE reading SET input = 'i1:other'", "another input"),
        ("DELETE FROM article", "not there"),
    ],
)
def test_each_change_is_found(record: Path, change: str, what: str) -> None:
    """A changed, lost or exchanged row of any table is a fault, and the fault says which."""
    with sqlite3.connect(record) as connection:
        connection.execute(change)
    faults = checked(record).faults
    assert any(what in fault.what for fault in faults), faults


def test_a_damaged_file_is_a_fault_and_no_traceback(record: Path) -> None:
    """Bytes overwritten in the middle of the file are reported."""
    content = bytearray(record.read_bytes())
    content[8192:40000] = b"\xff" * (40000 - 8192)
    record.write_bytes(content)
    assert checked(record).faults
