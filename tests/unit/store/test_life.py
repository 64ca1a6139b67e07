"""An old record opens and goes on; any past day can be asked; what is ruled stands in a chain."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import standin
from tidings.errors import BadValueError, StoreError, UsageError
from tidings.model.article import Capture, article_id
from tidings.model.ids import digest, sha256
from tidings.model.judgement import Judgement, standing
from tidings.store import clock, migrations, rows
from tidings.store.judgements import add_judgement, judgements
from tidings.store.rows import Entry
from tidings.store.store import Store, open_store
from tidings.store.verify import verify

TEXT = "Rebels attacked soldiers in Qadra, killing {}, officials said."
MANIFEST = digest("m1", "{}")
DAY = dt.date(2026, 11, 20)


def entry(toll: int, file: str = "a.txt", published: dt.date | None = None, manifest: str = MANIFEST) -> Entry:
    """One coded article."""
    text = TEXT.format(toll)
    article = replace(standin.article(text, file), published=published, id=article_id(text, None, None, published))
    content = text.encode()
    capture = Capture(sha256=sha256(content), file=file, part=None, media_type="text/plain", content=content)
    return Entry(coding=standin.coding(article), capture=capture, manifest=manifest, complete=True)


def draft(verb: str = "accept", target: str = "c1:a", **more: object) -> Judgement:
    """A ruling before it is stored."""
    return Judgement(id="", at="", by="Ana", verb=verb, target=target, **more)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty record."""
    opened = open_store(tmp_path / "r.db", create=True)
    opened.add_manifest(MANIFEST, b"{}")
    return opened


def at(monkeypatch: pytest.MonkeyPatch, day: dt.date) -> None:
    """Let it be noon of a day."""
    noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))


def version_1(path: Path, made: Entry) -> None:
    """A record file as the first version of the tables left it, written with the SQL of step 1 alone."""
    coding = rows.coding_row(made)
    assert made.capture is not None
    with sqlite3.connect(path) as connection:
        for line in migrations.statements(migrations._FIRST, "sqlite"):
            connection.execute(line)
        connection.execute(f"CREATE TABLE {migrations.VERSION_TABLE} (version INTEGER PRIMARY KEY)")
        connection.execute(f"INSERT INTO {migrations.VERSION_TABLE} VALUES (1)")
        connection.execute("INSERT INTO run_manifest VALUES (?, ?)", (MANIFEST, b"{}"))
        tables = {
            "original": [rows.original_row(made.capture)], "capture": [rows.capture_row(made.capture)],
            "article": [rows.article_row(made.coding.article)], "coding": [coding],
            "reading": [{"input": coding["input"], "coding": coding["id"]}],
            "account": rows.account_rows(coding["id"], made.coding.accounts), "claim": rows.claim_rows(made.coding),
        }  # fmt: skip
        for table, found in tables.items():
            for row in found:
                marks = ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def test_a_record_of_version_1_opens_and_says_what_it_said(tmp_path: Path) -> None:
    """It gets the new tables, keeps its codings, verifies, and can be added to and ruled on."""
    version_1(tmp_path / "old.db", entry(7))
    with open_store(tmp_path / "old.db", create=False) as store:
        assert store.version() == len(migrations.MIGRATIONS)
        assert list(store.codings()) == [entry(7).coding]
        assert verify(store).faults == ()
        assert store.add(entry(8, "b.txt"))
        add_judgement(store, draft())
        assert verify(store).judgements == 1
        assert verify(store).faults == ()


def test_an_old_record_that_may_only_be_read_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be brought up where it lies, and is left as it was."""
    version_1(tmp_path / "old.db", entry(7))
    before = (tmp_path / "old.db").read_bytes()
    monkeypatch.setattr("tidings.store.store._may_write", lambda path: False)
    with pytest.raises(StoreError, match=r"older tidings.*version 1.*copy it"):
        open_store(tmp_path / "old.db", create=False)
    assert (tmp_path / "old.db").read_bytes() == before


def test_an_old_reading_was_always_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a reading whose time was never noted, every past day is told the same."""
    version_1(tmp_path / "old.db", entry(7))
    at(monkeypatch, DAY)
    with open_store(tmp_path / "old.db", create=False) as store:
        store.add(entry(8, "b.txt"))
        before = list(store.codings(as_stored=DAY - dt.timedelta(1)))
        assert [coding.article.file for coding in before] == ["a.txt"]
        assert len(list(store.codings(as_stored=DAY))) == 2


def test_any_past_day_can_be_asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later coding of an input speaks from its day on, and the earlier one until then."""
    at(monkeypatch, DAY)
    store.add(entry(7))
    at(monkeypatch, DAY + dt.timedelta(3))
    store.add_manifest(digest("m1", "{ }"), b"{ }")
    later = replace(entry(7, manifest=digest("m1", "{ }")), coding=replace(entry(7).coding, accounts=()))
    store.add(later)
    told = [len(next(iter(store.codings(as_stored=DAY + dt.timedelta(days)))).accounts) for days in range(5)]
    assert told == [1, 1, 1, 0, 0]
    assert list(store.codings(as_stored=DAY - dt.timedelta(1))) == []
    assert len(list(store.codings())) == 1


def test_as_known_goes_by_publication(store: Store) -> None:
    """Only what was published by that day; of an article with no day nobody can say, so it is left out."""
    for number, published in enumerate((DAY, DAY + dt.timedelta(1), None), 1):
        store.add(entry(number, f"{number}.txt", published))
    assert [coding.article.file for coding in store.codings(as_known=DAY)] == ["1.txt"]
    assert [coding.article.file for coding in store.codings(as_known=DAY + dt.timedelta(1))] == ["1.txt", "2.txt"]
    assert len(list(store.codings())) == 3


def test_a_rehearsal_stores_nothing(store: Store) -> None:
    """It says what the record would say, and the record goes on saying what it says."""
    store.add(entry(7))
    other = digest("m1", "{ }")
    would = store.rehearsed([entry(8, "b.txt", manifest=other), entry(7)], {other: b"{ }"})
    assert [coding.article.file for coding in would] == ["a.txt", "b.txt"]
    assert [coding.article.file for coding in store.codings()] == ["a.txt"]
    assert list(store.manifests()) == [MANIFEST]
    assert verify(store).faults == ()


def test_judgements_stand_in_a_chain(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each names the one before it; the day counts; two alike in one second are two."""
    at(monkeypatch, DAY)
    first, second = add_judgement(store, draft()), add_judgement(store, draft())
    at(monkeypatch, DAY + dt.timedelta(1))
    third = add_judgement(store, draft("undo", second.id))
    assert judgements(store) == (first, second, third)
    assert judgements(store, DAY) == (first, second)
    assert [one.after for one in judgements(store)] == [None, first.id, second.id]
    assert first.at == "2026-11-20T12:00:00Z"
    assert standing(judgements(store)) == (first,)


def test_a_log_replays_to_the_same_bytes(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was ruled, ruled again in the same order at the same times, has the same ids."""
    for days, verb in enumerate(("accept", "reject", "release")):
        at(monkeypatch, DAY + dt.timedelta(days))
        add_judgement(store, draft(verb))
    with open_store(tmp_path / "replay.db", create=True) as other:
        for one in judgements(store):
            at(monkeypatch, dt.date.fromisoformat(one.at[:10]))
            add_judgement(other, one)
        assert judgements(other) == judgements(store)


def test_an_undo_can_be_undone() -> None:
    """What the first undo took back holds again."""
    ruled, undone, again = draft(), draft("undo", "j1:1"), draft("undo", "j1:2")
    chain = [replace(one, id=f"j1:{number}") for number, one in enumerate((ruled, undone, again), 1)]
    assert [one.id for one in standing(chain[:2])] == []
    assert [one.id for one in standing(chain)] == ["j1:1"]


def test_nobody_rules_without_a_name() -> None:
    """A judgement by nobody is refused."""
    with pytest.raises(BadValueError, match="who"):
        Judgement(id="", at="", by=" ", verb="accept", target="c1:a")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE judgement SET line = CAST(replace(line, 'Ana', 'Eva') AS BLOB) WHERE number = 2", "id was made of"),
        ("UPDATE judgement SET reviewer = 'Eva' WHERE number = 2", "id was made of"),
        ("UPDATE judgement SET line = X'7B7D' WHERE number = 2", "cannot be read"),
        ("DELETE FROM judgement WHERE number = 2", "judgement before it"),
    ],
)
def test_verify_sees_what_happened_to_a_judgement(store: Store, change: str, what: str) -> None:
    """A ruling changed, moved or lost is a fault."""
    for _ in range(3):
        add_judgement(store, draft())
    assert verify(store).faults == ()
    with sqlite3.connect(store.location) as connection:
        connection.execute(change)
    assert any(what in fault.what for fault in verify(store).faults)


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH stands for now, and nonsense in it is told."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert clock.now() == "1970-01-01T00:00:00Z"
    assert clock.today() == dt.date(1970, 1, 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "noon")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        clock.now()
