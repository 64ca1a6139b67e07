"""The record file: what goes in once, stays whole, and speaks for its input."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from tests import standin
from tidings.errors import StoreError
from tidings.model.article import Capture, article_id
from tidings.model.coding import Failure
from tidings.model.ids import sha256
from tidings.pipeline.local import bare_coding
from tidings.store import schema
from tidings.store.rows import Entry, coding_id
from tidings.store.store import Store, open_store

TEXT = "Rebels attacked soldiers in Qadra, killing 7, officials said."


def entry(text: str | None = TEXT, file: str = "a.txt", manifest: str = "m1:x", *, complete: bool = True) -> Entry:
    """A coded article on its way into the record."""
    article = standin.article(text, file)
    content = (text or "").encode()
    capture = Capture(sha256=sha256(content), file=file, part=None, media_type="text/plain", content=content)
    failures = () if complete and text is not None else (Failure(step="coding", reason="it broke"),)
    coding = bare_coding(article, failures) if failures else standin.coding(article)
    return Entry(coding=coding, capture=capture, manifest=manifest, complete=complete)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty record that knows three run manifests."""
    opened = open_store(tmp_path / "record.db", create=True)
    for key in ("m1:x", "m1:y"):
        opened.add_manifest(key, b"{}")
    return opened


def rows_in(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    with store.transaction(writing=False) as connection:
        tables = schema.metadata.sorted_tables
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
        }


def test_reading_twice_adds_nothing(store: Store) -> None:
    """The same coding of the same bytes leaves every table as it was."""
    assert store.add(entry())
    before = rows_in(store)
    assert not store.add(entry())
    assert rows_in(store) == before
    assert before["account"] == 1
    assert before["claim"] > 4


def test_what_comes_out_is_what_went_in(store: Store) -> None:
    """A coding is read back equal, and its original byte for byte."""
    store.add(entry())
    assert list(store.codings()) == [entry().coding]
    with store.transaction(writing=False) as connection:
        assert connection.execute(select(schema.original.c.content)).scalar_one() == TEXT.encode()


def test_a_later_manifest_stands_beside_the_earlier_and_speaks(store: Store) -> None:
    """A new version adds a coding; going back to the old one lets the old one speak again, without a new coding."""
    store.add(entry())
    store.add(entry(manifest="m1:y"))
    assert rows_in(store)["coding"] == 2
    assert store.known("m1:x") == frozenset()
    assert len(store.known("m1:y")) == 1
    assert store.add(entry())
    assert rows_in(store)["coding"] == 2
    assert len(store.known("m1:x")) == 1
    assert len(list(store.codings())) == 1


def test_a_broken_coding_never_takes_the_word_from_a_whole_one(store: Store) -> None:
    """What failed is kept, but the earlier reading that got through still speaks."""
    store.add(entry())
    store.add(entry(manifest="m1:y", complete=False))
    assert [len(coding.accounts) for coding in store.codings()] == [1]


def test_a_whole_coding_takes_over_from_a_broken_one(store: Store) -> None:
    """An article whose worker died is coded again by the next run, and that coding speaks."""
    store.add(entry(complete=False))
    assert store.known("m1:x") == frozenset()
    store.add(entry())
    assert [len(coding.accounts) for coding in store.codings()] == [1]
    wanted = coding_id("m1:x", entry().coding.article, entry().capture, complete=True)
    assert store.known("m1:x") == {wanted}


def test_an_input_that_failed_shows_until_it_is_read(store: Store) -> None:
    """A failed input is in the record, and gone from the view once its name has been read."""
    store.add(entry(None))
    assert [coding.failures[0].reason for coding in store.codings()] == ["it broke"]
    store.add(entry())
    assert [coding.article.text for coding in store.codings()] == [TEXT]


def test_a_date_given_later_replaces_the_reading_without_it(store):
    """The same bytes under the same name, read again with a date or an outlet, are one article in the views."""
    undated, dated = entry(), entry()
    source = msgspec.structs.replace(dated.coding.article, id=article_id(TEXT, "Herald", None, None), outlet="Herald")
    store.add(undated)
    store.add(msgspec.structs.replace(dated, coding=standin.coding(source)))
    assert [coding.article.outlet for coding in store.codings()] == ["Herald"]
    assert rows_in(store)["article"] == 2


def test_the_same_text_in_two_outlets_is_two_articles(store):
    """Neither outlet's copy hides the other's, even under one file name (RECORD §5)."""
    for outlet in ("Herald", "Courier"):
        source = standin.article(TEXT, outlet=outlet)
        store.add(msgspec.structs.replace(entry(), coding=standin.coding(source)))
    assert sorted(coding.article.outlet for coding in store.codings()) == ["Courier", "Herald"]


def test_one_article_in_two_files_is_told_once(store: Store) -> None:
    """The first file by name tells it, whichever was read first."""
    store.add(entry(file="b.txt"))
    store.add(entry(file="a.txt"))
    assert [coding.article.file for coding in store.codings()] == ["a.txt"]


def test_order_of_reading_does_not_show(store: Store, tmp_path: Path) -> None:
    """The lines come by file path."""
    other = open_store(tmp_path / "other.db", create=True)
    other.add_manifest("m1:x", b"{}")
    made = [entry(f"{TEXT} {name}", f"{name}.txt") for name in "cab"]
    for one in made:
        store.add(one)
    for one in reversed(made):
        other.add(one)
    assert list(store.lines()) == list(other.lines())


def test_no_room_on_the_disk_is_said_plainly_and_what_is_there_stays(store: Store) -> None:
    """A full disk (here: a file that may not grow) is a StoreError; the article before it is whole."""
    store.add(entry())
    with store.transaction(writing=False) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    small = open_store(store.location, create=True)
    from sqlalchemy import event

    event.listen(small._engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages + 2}"))
    small._engine.dispose()
    with pytest.raises(StoreError, match="no room left on the disk"):
        small.add(entry(TEXT + " filler" * 20000, "big.txt"))
    assert [coding.article.file for coding in small.codings()] == ["a.txt"]


def test_another_program_s_file_is_refused(tmp_path: Path) -> None:
    """Neither a text file nor another program's database is taken for a record, and neither is changed."""
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("no database, just words\n" * 100)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    before = other.read_bytes()
    with pytest.raises(StoreError, match="not a tidings record"):
        open_store(text, create=True)
    with pytest.raises(StoreError, match="recipes"):
        open_store(other, create=True)
    assert other.read_bytes() == before


def test_a_record_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    """Looking at a missing record says how to make one, and makes none."""
    with pytest.raises(StoreError, match="tidings read"):
        open_store(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(tmp_path / "no" / "folder.db", create=True)


def test_a_record_that_may_only_be_read_can_be_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the right to write, the views work and writing says so."""
    store.add(entry())
    store.close()
    monkeypatch.setattr("tidings.store.store._may_write", lambda path: False)
    with open_store(store.location, create=False) as readonly:
        assert len(list(readonly.codings())) == 1
        with pytest.raises(StoreError, match="may only be read"):
            readonly.add(entry(file="b.txt"))


def test_who_may_only_read_sees_what_another_has_just_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody else works on a record, what they wrote stands beside the file; a reader without rights sees it all the same."""
    store.add(entry())
    monkeypatch.setattr("tidings.store.store._may_write", lambda path: False)
    with open_store(store.location, create=False) as readonly:
        assert len(list(readonly.codings())) == 1
        store.add(entry("Other words.", file="b.txt"))
        assert len(list(readonly.codings())) == 2
