"""What every store owes its reader, whatever database lies under it: one file here, or PostgreSQL."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from msgspec.structs import replace
from sqlalchemy import inspect, select, text

from tests import standin
from tests.unit.web import record
from tests.unit.web_people import handmade
from tidings.control.gather import evidence_of
from tidings.errors import StoreError
from tidings.fusion.fuse import Rulings
from tidings.ingest.decode import decode
from tidings.model.article import Capture, article_id
from tidings.model.audit import Commented, PersonSet
from tidings.model.ids import digest, sha256
from tidings.model.judgement import Judgement, standing
from tidings.pipeline.controlling import bring_up_to_date
from tidings.pipeline.linking import link
from tidings.reference.actors import ActorTable
from tidings.review.replay import replay
from tidings.store import control_index, desk_tables, links, migrations, schema
from tidings.store import postgresql as server
from tidings.store.judgements import add_judgement, judgements
from tidings.store.rows import Entry
from tidings.store.store import Store, open_store
from tidings.store.takedown import articles_named, compact, take_down_articles, take_down_person
from tidings.store.verify import verify
from tidings.web import passwords
from tidings.web.app import make_app
from tidings.web.audit import DeskLog
from tidings.web.people import set_person
from tidings.web.settings import DeskSettings

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = digest("m1", "{}")
#: Half a dictionary would set these otherwise: it passes over case and marks.
NAMES = (
    "_a",
    "a b",
    "a-b",
    "A",
    "B",
    "a",
    "b",
    "ab",
    "Z",
    "z",
    "ä",
    "Ä",
    "é",
    "e",
    "ﬁ",
    "ا",
    "日",
    "😀",
    "a\x01",
    "a\x00b",
    "a\x00",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path):
    """Where an empty store can be made."""
    if request.param == "sqlite":
        return tmp_path / "record.db"
    return request.getfixturevalue("postgresql")


@pytest.fixture
def store(location) -> Iterator[Store]:
    """An empty record."""
    with open_store(location, create=True) as opened:
        opened.add_manifest(MANIFEST, b"{}")
        yield opened


def entry(words: str, file: str = "a.txt", **more: Any) -> Entry:
    """One coded article; ``outlet`` and ``url`` may be given."""
    made = replace(standin.article(words, file), **more)
    article = replace(made, id=article_id(words, made.outlet, made.url, made.published))
    content = words.encode()
    capture = Capture(sha256=sha256(content), file=file, part=None, media_type="text/plain", content=content)
    return Entry(coding=standin.coding(article), capture=capture, manifest=MANIFEST, complete=True)


def entries() -> list[Entry]:
    """Ten articles, two of them with the same text."""
    told = "Rebels attacked soldiers in Qadra, killing {}, officials said."
    return [entry(told.format(max(number, 1)), f"{number}.txt") for number in range(10)]


def draft(**more: Any) -> Judgement:
    """A ruling before it is stored."""
    return Judgement(**{"id": "", "at": "", "by": "Ana", "verb": "accept", "target": "c1:a", **more})


# --- what is read ---------------------------------------------------------------------------------------------------------------


def test_what_goes_in_comes_out_in_any_order_once(location):
    """Any order, any repetition, closed and opened in between: the same codings by file, each article once, and a clean bill."""
    shuffled = entries() * 2
    random.Random(3).shuffle(shuffled)
    with open_store(location, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        for one in shuffled[:7]:
            store.add(one)
    with open_store(location, create=True) as store:
        for one in shuffled[7:]:
            store.add(one)
        found = list(store.codings())
        assert found == [one.coding for one in entries() if one.coding.article.file != "1.txt"]  # 0.txt tells it
        assert len(store.known(MANIFEST)) == 10
        assert verify(store).faults == ()
        assert list(store.manifests()) == [MANIFEST]


def test_a_transaction_is_whole_or_nothing(location, monkeypatch):
    """An error in the middle of an article leaves no row of it, and the article can be stored afterwards."""
    article = entries()[0]

    def pull_the_plug(coding):
        raise RuntimeError("pulled the plug")

    with open_store(location, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        with monkeypatch.context() as patch:
            patch.setattr("tidings.store.rows.claim_rows", pull_the_plug)
            with pytest.raises(RuntimeError):
                store.add(article)
        assert verify(store).originals == verify(store).codings == 0
        assert store.add(article)


def test_any_text_comes_back_as_it_was(store):
    """A NUL, the sign that stands for one elsewhere, letters of every kind; what is asked for by them is found."""
    odd = "a\x00b\x01\x01c\x01\x02\x00 ✝ 𐍈 \ufeff \\x00 %s {x}"
    made = entry(f"Rebels attacked soldiers in Qadra, killing 3, {odd} said.", odd, outlet=odd, url=odd)
    store.add(made)
    add_judgement(store, draft(by=odd, target=odd))
    assert list(store.codings()) == [made.coding]
    assert articles_named(store, url=odd) == articles_named(store, file=odd) == (made.coding.article.id,)
    assert [(one.by, one.target) for one in judgements(store)] == [(odd, odd)]
    assert verify(store).faults == ()


def test_half_a_letter_is_refused(store):
    """A lone surrogate, as a terminal makes one of bytes that are no UTF-8, is no text that a database takes; nothing of it stays."""
    for ask in (lambda: articles_named(store, file="\ud800"), lambda: add_judgement(store, draft(by="\udcff"))):
        with pytest.raises(StoreError, match="half a letter"):
            ask()
    assert judgements(store) == ()


def test_a_name_may_be_of_any_length(store):
    """Of a file, of a place in a hostile text: it is kept, and found."""
    long = "".join(random.Random(2).choices("abcdefghijklmnopqrstuvwxyz", k=20_000))
    made = entry("Rebels attacked soldiers in Qadra.", long, url=long, outlet=long)
    store.add(made)
    assert articles_named(store, file=long) == (made.coding.article.id,)
    key, at = {"key": long, "account": "c1:x", "article": "a1:x"}, {"id": "x", "place": long, "line": b"{}"}
    with store.transaction(writing=True) as connection:
        links.put(connection, links.link_key, [key])
        control_index.add(connection, "a1:x", "k1:x", [at], [at])
        control_index.set_spells(connection, [{"place": long, "made_of": "x", "line": b"{}"}])
    with store.transaction(writing=False) as connection:
        assert list(links.sharing(connection, links.link_key, [long])) == [(long, "c1:x")]
        assert list(control_index.lines(connection, [long])) == list(control_index.place_lines(connection)) == [b"{}"]
        assert list(control_index.spells(connection)) == [long]
    add_judgement(store, draft(by=long, target=long))
    assert verify(store).faults == ()


def test_an_id_is_named_in_either_case(store):
    """Its first digits are enough, also where somebody types them large."""
    made = entry("Rebels attacked soldiers in Qadra.")
    store.add(made)
    key = made.coding.article.id
    assert articles_named(store, article=key[:9]) == articles_named(store, article=key[3:9].upper()) == (key,)


def test_the_order_is_that_of_code_points(store):
    """Whatever order the database was made with, exports come in one order everywhere."""
    for number, name in enumerate(random.Random(1).sample(NAMES, len(NAMES))):
        store.add(entry(f"Rebels attacked soldiers in Qadra, killing {number + 1}.", name))
    assert [coding.article.file for coding in store.codings()] == sorted(NAMES)
    with store.transaction(writing=True) as connection:
        for name in NAMES:
            desk_tables.set_secret(connection, name, "x")
            row = {"id": f"{name}1", "article": "a", "place": name, "line": name.encode()}
            connection.execute(control_index.control_evidence.insert(), row)
    with store.transaction(writing=False) as connection:
        assert desk_tables.people_with_secrets(connection) == tuple(sorted(NAMES))
        assert list(control_index.lines(connection)) == [name.encode() for name in sorted(NAMES)]


def test_a_rehearsal_stores_nothing(store):
    """What an article would change is told, and the record is what it was."""
    first, second = entries()[2:4]
    store.add(first)
    assert store.rehearsed([second], {}) == [first.coding, second.coding]
    assert list(store.codings()) == [first.coding]


# --- many at once ---------------------------------------------------------------------------------------------------------------


def test_writers_wait_for_each_other(location):
    """Eight at once, each with connections of its own, from the making of the tables on: nothing is lost, and every chain holds."""

    def work(number: int) -> None:
        with open_store(location, create=True) as store:
            store.add_manifest(MANIFEST, b"{}")
            for one in entries():
                store.add(one)
                add_judgement(store, draft(by=f"Ana {number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    with open_store(location, create=False) as store:
        assert len(list(store.codings())) == 9
        assert len(judgements(store)) == 80
        assert verify(store).faults == ()
        with store.transaction(writing=False) as connection:
            numbers = connection.execute(select(schema.reading.c.number)).scalars().all()
            assert len(numbers) == 10
            assert desk_tables.last_number(connection) >= 80


def test_runs_that_are_killed_and_two_at_once_complete_the_record(location, tmp_path):
    """Killed at any moment, with workers or without, and then read by two programs at once: what an unbroken run stores."""
    folder = standin.write_reports(tmp_path / "reports", 40, "SLOW")

    def start(db: Any, workers: int = 1) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.reading_process", str(db), str(folder), str(workers)]
        return subprocess.Popen(
            command, cwd=ROOT, env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}
        )

    assert start(tmp_path / "whole.db").wait() == 0
    for seconds, workers in ((0.8, 1), (1.3, 2)):
        running = start(location, workers)
        time.sleep(seconds)
        running.kill()
        running.wait()
    both = [start(location), start(location, 2)]
    assert [one.wait() for one in both] == [0, 0]
    with open_store(location, create=False) as store, open_store(tmp_path / "whole.db", create=False) as whole:
        assert list(store.lines()) == list(whole.lines())
        assert verify(store).faults == ()


def test_one_who_waits_too_long_is_told(store, monkeypatch):
    """A writer that does not end stops others with a sentence, not for ever."""
    monkeypatch.setattr(server, "BUSY_SECONDS", 0.2)
    told = pytest.raises(StoreError, match="another program kept it locked")
    with open_store(_again(store), create=False) as other, store.transaction(writing=True), told:
        other.add(entries()[0])


def test_a_reader_sees_one_moment(store):
    """What somebody adds meanwhile is there for the next look."""
    first, second = entries()[2:4]
    store.add(first)
    with open_store(_again(store), create=False) as other, other.transaction(writing=False) as connection:
        ids = select(schema.coding.c.id).order_by(schema.coding.c.id)
        before = connection.execute(ids).all()
        store.add(second)
        assert connection.execute(ids).all() == before
    assert len(list(store.codings())) == 2


def test_a_number_once_given_is_never_given_again(store):
    """Neither a broken transaction nor a deletion makes a later reading look like an earlier one, and the chain of the log holds."""
    add_judgement(store, draft())
    with contextlib.suppress(RuntimeError), store.transaction(writing=True) as connection:
        desk_tables.add_entry(connection, "Eva", Commented(target="c1:x", text="Which Qadra?"))
        raise RuntimeError
    add_judgement(store, draft())
    for one in entries()[2:4]:
        store.add(one)
    with store.transaction(writing=False) as connection:
        entries_there = list(desk_tables.entries(connection))
        last = connection.execute(select(schema.reading.c.number)).scalars().all()
        assert entries_there[1].entry.after == entries_there[0].entry.id
    take_down_articles(store, articles_named(store, file="3.txt"), "Ana", "asked")
    store.add(entries()[4])
    with store.transaction(writing=False) as connection:
        assert max(connection.execute(select(schema.reading.c.number)).scalars()) > max(last)
    assert verify(store).faults == ()


# --- judgements, taking down, verifying ---------------------------------------------------------------------------------------


def test_judgements_stand_in_a_chain_and_are_taken_back(store):
    """In the order in which they were made, each tied to the one before."""
    made = [add_judgement(store, draft(target=f"c1:{name}")) for name in "cab"]
    undone = add_judgement(store, draft(verb="undo", target=made[1].id))
    assert judgements(store) == (*made, undone)
    assert [one.target for one in standing(judgements(store))] == ["c1:c", "c1:b"]
    assert [one.after for one in judgements(store)] == [None, *(one.id for one in (*made, undone)[:-1])]


def test_what_is_taken_down_is_gone(store):
    """An article from every table, a name from every text; the rest is whole."""
    for words, file in (
        ("Rebels attacked soldiers in Qadra, Zoryana Test said.", "a.txt"),
        ("Militias attacked farmers in Tolmen.", "b.txt"),
    ):
        store.add(entry(words, file))
    link(store, Rulings())
    bring_up_to_date(store)
    done = take_down_person(store, ["Zoryana Test"], "Ana", "asked", lambda content: decode(content).text)
    assert (done.articles, done.originals, done.remaining) == (1, 1, {})
    assert "Zoryana" not in _everything(store)
    assert "Qadra" in _everything(store)
    (grave,) = take_down_articles(store, articles_named(store, file="a.txt"), "Ana", "asked")
    assert "Qadra" not in _everything(store)
    assert (grave.kind, [coding.article.file for coding in store.codings()]) == ("article", ["b.txt"])
    assert verify(store).faults == ()


def test_what_somebody_still_sees_is_not_said_to_be_gone(store, monkeypatch):
    """While a reader of before is at it, the old bytes stand on the disk, and the one who takes down is told what to do."""
    monkeypatch.setattr(server, "BUSY_SECONDS", 0.3)
    for one in entries()[2:4]:
        store.add(one)
    with open_store(_again(store), create=False) as other:
        with other.transaction(writing=False) as connection:
            assert len(connection.execute(select(schema.coding.c.id)).all()) == 2
            with open_store(_again(store), create=False) as third, pytest.raises(StoreError, match="takedown compact"):
                take_down_articles(third, articles_named(store, file="2.txt"), "Ana", "asked")
        compact(other)
    assert verify(store).faults == ()


@pytest.mark.parametrize(
    "spoil, told",
    (
        ("UPDATE article SET text = text || '!'", "id was made of"),
        ("UPDATE claim SET score = 0.1 WHERE field = 'counts.0'", "in no line"),
        ("UPDATE account SET type = 'shelling'", "table of accounts"),
        ("UPDATE capture SET file = 'x'", "id was made of"),
        ("DELETE FROM claim WHERE field = 'place'", "missing from the table of claims"),
        ("UPDATE coding SET has_text = (1 = 0)", "hash of what it was made from"),
        ("UPDATE judgement SET reviewer = 'Eva' WHERE target = 'c1:a'", "id was made of"),
        ("DELETE FROM audit WHERE target = 'c1:a'", "entry before it"),
    ),
)
def test_a_change_is_found(store, spoil, told):
    """Whoever writes into the tables past tidings is found out."""
    store.add(entries()[3])
    for target in ("c1:a", "c1:b"):
        add_judgement(store, draft(target=target))
    assert verify(store).faults == ()
    with store.transaction(writing=True) as connection:
        connection.execute(text(spoil))
    assert any(told in fault.what for fault in verify(store).faults)


# --- indexes --------------------------------------------------------------------------------------------------------------------


def test_the_indexes_say_what_they_say_elsewhere(store, tmp_path):
    """Events, their keys, ties and evidence on control: row by row what a file of SQLite holds, whatever the order of reading."""
    with open_store(tmp_path / "other.db", create=True) as other:
        for each, made in ((store, list(record.entries())), (other, list(reversed(list(record.entries()))))):
            each.add_manifest(record.MANIFEST, b"{}")
            for one in made:
                each.add(one)
                link(each, Rulings(), [one.coding.article.id])
            bring_up_to_date(each)
        assert _indexes(store) == _indexes(other)
        assert list(store.lines()) == list(other.lines())


def test_the_evidence_is_read_by_place(store):
    """Of one place, of several, of all, in a fixed order."""
    actors, coding = ActorTable.load(), record.codings()[-1]
    pieces = evidence_of(coding, coding.article.id, actors)
    store.add_manifest(record.MANIFEST, b"{}")
    store.add(record.entry(coding))
    bring_up_to_date(store)
    with store.transaction(writing=False) as connection:
        assert len(list(control_index.lines(connection, [pieces[0].place.key]))) == len(pieces)
        assert list(control_index.lines(connection, ["name:nowhere"])) == []
        assert len(list(control_index.place_lines(connection))) == 1


# --- a desk -------------------------------------------------------------------------------------------------------------------


def test_people_work_at_a_desk_and_the_log_tells_it_again(store, monkeypatch):
    """They sign in, rule and comment; a wrong password is refused; the log, played again, gives what the record holds."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for number, town in enumerate(handmade.TOWNS[:2]):
        store.add(handmade.entry(handmade.report(f"herald{number}.txt", town, 7, day=number * 20)))
    app = make_app(DeskSettings(db=_again(store), reviewer="Ana"))
    with contextlib.closing(app.state.record):
        for name, role in (("Ada", "admin"), ("Coe", "coder")):
            set_person(DeskLog(store), "Ada", PersonSet(name=name, role=role, active=True), handmade.PASSWORD)
        coder, stranger = handmade.Desk(app).sign_in("Coe"), handmade.Desk(app)
        assert stranger.post("/session", {"name": "Coe", "password": "four wrong words here"}).status_code == 401
        event = coder.get("/events").json()["items"][0]["id"]
        assert coder.post("/judgements", {"verb": "accept", "target": event, "reason": "as told"}).status_code == 200
        assert coder.post("/comments", {"target": event, "text": "Which Qadra? \x00"}).status_code in (200, 422)
        assert coder.post("/comments", {"target": event, "text": "Which Qadra?"}).status_code == 200
        assert [one.by for one in judgements(store)] == ["Coe"]
        lines = handmade.Desk(app).sign_in("Ada").get("/audit").json()["items"]
        assert {line["by"] for line in lines} == {"Ada", "Coe"}
        assert replay(store).faults == ()
        assert verify(store).faults == ()
        assert coder.ask("DELETE", "/session").status_code in (200, 204)
        assert coder.get("/queue").status_code == 401


# --- versions -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", range(1, len(migrations.MIGRATIONS)))
def test_a_record_of_any_version_is_brought_up(location, monkeypatch, version):
    """From each version there has been: the tables and columns that the queries use, and what was in them."""
    with monkeypatch.context() as older:
        older.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:version])
        with open_store(location, create=True) as store, store.transaction(writing=True) as connection:
            connection.execute(schema.run_manifest.insert(), {"id": MANIFEST, "content": b"{}"})
            connection.execute(text("INSERT INTO run_log (at, manifest, what) VALUES ('2026-01-01', 'm1:x', 'read')"))
            if version >= 3:
                connection.execute(links.event.insert(), {"id": "c1:x", "line": b"{}"})
    with open_store(location, create=False) as store:
        assert store.version() == len(migrations.MIGRATIONS)
        with store.transaction(writing=False) as connection:
            there = inspect(connection)
            found = {name: {column["name"] for column in there.get_columns(name)} for name in there.get_table_names()}
            assert links.stamps(connection).keys() == ({"c1:x"} if version >= 3 else set())
        del found[migrations.VERSION_TABLE]
        assert found == {
            table.name: {column.name for column in table.columns} for table in schema.metadata.sorted_tables
        }
        for one in entries():
            store.add(one)
        add_judgement(store, draft())
        assert verify(store).faults == ()


def test_a_step_that_fails_is_no_step(location, monkeypatch):
    """A migration is one transaction; a record of a newer tidings is left alone."""
    open_store(location, create=True).close()

    def broken(connection):
        connection.execute(text("CREATE TABLE half (a TEXT)"))
        connection.execute(text("CREATE TABLE half (a TEXT)"))

    with monkeypatch.context() as newer:
        newer.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        with pytest.raises(StoreError, match="half"):
            open_store(location, create=True)
    with open_store(location, create=True) as store, store.transaction(writing=True) as connection:
        assert "half" not in inspect(connection).get_table_names()
        connection.execute(text(f"INSERT INTO {migrations.VERSION_TABLE} VALUES (99)"))
    with pytest.raises(StoreError, match=r"newer tidings.*upgrade"):
        open_store(location, create=True)


def test_looking_makes_no_record(location):
    """A record that is not there is said not to be there, with the way to make one; and it still is not there."""
    for _ in range(2):
        with pytest.raises(StoreError, match=r"there is no record at .*tidings read"):
            open_store(location, create=False)


# --- of this file ---------------------------------------------------------------------------------------------------------------


def _again(store: Store) -> str:
    """What the record is opened by."""
    return store._engine.url.render_as_string(hide_password=False) if not store.is_sqlite else store.location


def _rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.transaction(writing=False) as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table)).all()), key=repr)
            for table in schema.metadata.sorted_tables
        }


def _everything(store: Store) -> str:
    """All that stands in any table."""
    return repr(_rows(store))


def _indexes(store: Store) -> dict[str, Any]:
    """The tables of both indexes, and the events in order of time."""
    with store.transaction(writing=False) as connection:
        told = {"events": list(links.event_lines(connection)), "control": list(control_index.lines(connection))}
    held = {table.name for table in (*links.TABLES, *control_index.TABLES)}
    return told | {name: rows for name, rows in _rows(store).items() if name in held}
