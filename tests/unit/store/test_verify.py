"""Verify finds whatever was changed behind tidings' back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import standin
from tidings.errors import StoreError
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
        ("UPDATE coding SET line = X'7B2261727469636C65223A7B226964223A22EE227D7D'", "no text"),
        ("UPDATE coding SET has_text = 0", "hash of what it was made from"),
        ("UPDATE coding SET file = 'other.txt'", "hash of what it was made from"),
        ("UPDATE account SET type = 'shelling'", "table of accounts"),
        ("DELETE FROM claim WHERE field = 'place'", "missing from the table of claims"),
        ("UPDATE claim SET value = '{}' WHERE field = 'counts.0'", "does not say"),
        ("UPDATE claim SET polarity = 'denied' WHERE field = 'type'", "in no line"),
        ("UPDATE claim SET score = 0.1 WHERE field = 'counts.0'", "in no line"),
        ("UPDATE claim SET field = 'recipients.0' WHERE field = 'actors.0'", "in no line"),
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


def test_a_claim_made_by_two_runs_is_sound(record: Path) -> None:
    """Two runs that make one claim with other scores are both right, and the table keeps the first."""
    content = TEXT.encode()
    capture = Capture(sha256=sha256(content), file="a.txt", part=None, media_type="text/plain", content=content)
    coding = standin.coding(standin.article(TEXT))
    surer = replace(coding, accounts=tuple(replace(account, score=0.5) for account in coding.accounts))
    with open_store(record, create=True) as store:
        store.add_manifest(digest("m1", "{ }"), b"{ }")
        store.add(Entry(coding=surer, capture=capture, manifest=digest("m1", "{ }"), complete=True))
    found = checked(record)
    assert (found.codings, found.faults) == (2, ())


@pytest.mark.parametrize(
    "line",
    [
        "X'7B2261727469636C65223A7B226964223A22EE227D7D'",
        "X'7B7D'",
        'CAST(replace(line, \'"quote":"Rebels"\', \'"quote":"Rabels"\') AS BLOB)',
    ],
)
def test_a_damaged_line_stops_an_export_in_plain_words(record: Path, line: str) -> None:
    """Nothing that is not borne out by its text leaves the record; the way to find out more is named."""
    with sqlite3.connect(record) as connection:
        connection.execute(f"UPDATE coding SET line = {line}")
    with open_store(record, create=False) as store, pytest.raises(StoreError, match="tidings verify"):
        list(store.codings())


def test_a_damaged_file_is_a_fault_and_no_traceback(record: Path) -> None:
    """Bytes overwritten in the middle of the file are reported."""
    content = bytearray(record.read_bytes())
    content[8192:40000] = b"\xff" * (40000 - 8192)
    record.write_bytes(content)
    assert checked(record).faults
