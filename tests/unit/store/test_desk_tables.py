"""The audit log in a record: each entry tied to the one before it, judgements in it whole, names and quotes out of it on request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from tests import standin
from tidings.ingest.decode import decode
from tidings.model.article import Capture
from tidings.model.audit import Commented, Judged, PersonSet, read_entry
from tidings.model.ids import digest, sha256
from tidings.model.judgement import Judgement
from tidings.store import desk_tables
from tidings.store.judgements import add_judgement, judgements
from tidings.store.rows import Entry
from tidings.store.store import Store, open_store
from tidings.store.takedown import take_down_articles, take_down_person
from tidings.store.verify import verify

MANIFEST = digest("m1", "{}")
TEXT = "Rebels attacked soldiers in Qadra, killing 7, Zoryana Test said."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A record of one article."""
    opened = open_store(tmp_path / "r.db", create=True)
    opened.add_manifest(MANIFEST, b"{}")
    article = standin.article(TEXT, "a.txt")
    capture = Capture(
        sha256=sha256(TEXT.encode()), file="a.txt", part=None, media_type="text/plain", content=TEXT.encode()
    )
    opened.add(Entry(coding=standin.coding(article), capture=capture, manifest=MANIFEST, complete=True))
    return opened


def draft(**changes: object) -> Judgement:
    made = Judgement(id="", at="", by="Ana", verb="accept", target="c1:x")
    return replace(made, **changes)


def log(store: Store) -> list[desk_tables.Numbered]:
    with store.transaction(writing=False) as connection:
        return list(desk_tables.entries(connection))


def test_a_judgement_stands_in_its_table_and_whole_in_the_log(store: Store) -> None:
    """One transaction writes both."""
    ruled = add_judgement(store, draft())
    (line,) = log(store)
    assert line.entry.act == Judged(judgement=ruled)
    assert (line.number, line.entry.by, line.entry.after) == (1, "Ana", None)
    with store.transaction(writing=True) as connection:
        second = desk_tables.add_entry(connection, "Eva", Commented(target="c1:x", text="Which Qadra?"))
    assert second.entry.after == line.entry.id
    assert verify(store).faults == ()


@pytest.mark.parametrize(
    "spoil",
    (
        lambda table: update(table).where(table.c.number == 2).values(person="Eva"),
        lambda table: update(table).where(table.c.number == 2).values(line=b"{}"),
        lambda table: table.delete().where(table.c.number == 2),
    ),
)
def test_an_entry_changed_or_lost_is_found(store: Store, spoil: Callable[..., object]) -> None:
    """A column that says otherwise than the line, a line that cannot be read, one that is gone."""
    for _ in range(3):
        add_judgement(store, draft())
    with store.transaction(writing=True) as connection:
        connection.execute(spoil(desk_tables.audit))  # type: ignore[call-overload]
    assert "audit log" in {fault.where for fault in verify(store).faults}


def test_a_name_taken_down_goes_out_of_the_log_too(store: Store) -> None:
    """Comments, reasons and the names of those who worked here are masked, and the log is sound all the same."""
    add_judgement(store, draft(reason="Zoryana Test says so"))
    with store.transaction(writing=True) as connection:
        desk_tables.add_entry(connection, "Zoryana Test", Commented(target="c1:x", text="I, Zoryana Test, was there"))
        desk_tables.add_entry(connection, "Ana", PersonSet(name="Zoryana Test", role="coder", active=False))
    take_down_person(store, ["Zoryana Test"], "Ana", "asked", lambda content: decode(content, html=True).text)
    told = [line.entry for line in log(store)]
    assert "Zoryana" not in str(told)
    assert [one.act.judgement for one in told if isinstance(one.act, Judged)] == list(judgements(store))
    assert verify(store).faults == ()


def test_comments_on_an_article_go_with_it(store: Store) -> None:
    """What was said of its words may hold them."""
    article = next(store.codings()).article.id
    with store.transaction(writing=True) as connection:
        desk_tables.add_entry(
            connection, "Ana", Commented(target="c1:x", text="killing 7?", article=article, start=36, end=45)
        )
    take_down_articles(store, [article], "Ana", "asked")
    (line,) = log(store)
    assert isinstance(line.entry.act, Commented)
    assert line.entry.act.text == "█" * 10
    assert verify(store).faults == ()


def test_an_entry_reads_back_as_it_was(store: Store) -> None:
    """The line is JSON that says which act it is."""
    with store.transaction(writing=True) as connection:
        made = desk_tables.add_entry(connection, "Ana", PersonSet(name="Eva", role="lead", active=True)).entry
        line = connection.execute(desk_tables.audit.select()).one().line
    assert b'"action":"person"' in line
    assert read_entry(line) == made
