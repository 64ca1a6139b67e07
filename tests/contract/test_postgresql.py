"""What is so of PostgreSQL alone: how it is reached, what is said when it cannot be, and that it keeps what was stored."""

from __future__ import annotations

import builtins
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, make_url, select, text

from tests import postgresql as servers
from tests.contract.test_stores import MANIFEST, draft, entries, entry
from tidings.errors import StoreError
from tidings.store import postgresql as postgresql_store
from tidings.store import schema
from tidings.store.judgements import add_judgement, judgements
from tidings.store.postgresql import engine_at, shown
from tidings.store.store import open_store
from tidings.store.takedown import articles_named, compact, take_down_articles
from tidings.store.verify import verify
from tidings.web.app import make_app
from tidings.web.settings import DeskSettings

SECRET = "not-for-printing"


def tell(address: str, *statements: str) -> None:
    """Say something to a database past tidings."""
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with contextlib.closing(engine.connect()) as connection:
        for each in statements:
            connection.exec_driver_sql(each)
    engine.dispose()


def refused(address: str, *, create: bool = True) -> str:
    """What is said where a record cannot be opened."""
    with pytest.raises(StoreError) as told:
        open_store(address, create=create)
    assert SECRET not in str(told.value)
    assert "\n" not in str(told.value)
    return str(told.value)


# --- addresses ------------------------------------------------------------------------------------------------------------------


def test_psycopg_3_speaks_to_it(postgresql):
    """An address without a driver needs no psycopg2."""
    with open_store(postgresql, create=True) as store:
        assert store._engine.driver == "psycopg"
        assert not store.is_sqlite


@pytest.mark.parametrize(
    "address",
    (
        "mysql://ana:{}@localhost/x",
        "postgres://ana:{}@localhost/x",
        "postgresql+psycopg2://ana:{}@localhost/x",
        "postgresql://ana:{}@localhost:port/x",
        "sqlite:///{}",
        "://{}",
        "http://example.org/{}",
    ),
)
def test_another_address_is_refused(address):
    """Neither another database nor another driver nor what is no address: the sentence says what to give, and nothing of the rest."""
    assert "postgresql://USER@HOST/DATABASE" in refused(address.format(SECRET))


def test_a_missing_package_is_named(monkeypatch):
    """Whoever has not installed psycopg is told how."""
    found = builtins.__import__

    def without_psycopg(name: str, *rest: Any) -> Any:
        if name == "psycopg":
            raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_psycopg)
    assert 'pip install "tidings[postgresql]"' in refused(f"postgresql://ana:{SECRET}@localhost/x")


def test_a_password_is_never_shown():
    """Neither where one writes it before the host nor among the settings."""
    url = engine_at(f"postgresql://ana:{SECRET}@h/x?sslmode=require&password={SECRET}&sslpassword={SECRET}").url
    assert shown(url) == "postgresql://ana:***@h/x?password=%2A%2A%2A&sslmode=require&sslpassword=%2A%2A%2A"


# --- what cannot be opened ------------------------------------------------------------------------------------------------------


def test_what_cannot_be_reached_is_said_in_one_line(postgresql):
    """No server, no such database."""
    assert "refused" in refused(f"postgresql://ana:{SECRET}@127.0.0.1:1/x")
    gone = make_url(postgresql).set(database="nowhere", password=SECRET)
    assert 'database "nowhere" does not exist' in refused(gone.render_as_string(hide_password=False))


def test_a_database_that_holds_not_every_text_is_refused(postgresql_server):
    """Debian makes one in SQL_ASCII where the system has no language set."""
    with servers.empty_database(
        postgresql_server, "ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
    ) as ascii_only:
        assert "encoded in SQL_ASCII" in refused(ascii_only)


def test_another_program_s_database_is_refused(postgresql):
    """Its tables are left alone; a schema of its own may hold a record beside them."""
    tell(postgresql, "CREATE TABLE recipes (name TEXT)", "CREATE SCHEMA tidings")
    assert "recipes" in refused(postgresql)
    own = make_url(postgresql).update_query_dict({"options": "-csearch_path=tidings"}).render_as_string()
    with open_store(own, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        store.add(entries()[2])
    with open_store(own, create=False) as store:
        assert len(list(store.codings())) == 1
        assert verify(store).faults == ()


@pytest.fixture
def reader(postgresql: str) -> Iterator[str]:
    """The address of a record for a user who may only read it."""
    name = make_url(postgresql).database
    with open_store(postgresql, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        store.add(entries()[2])
    tell(
        postgresql,
        f"CREATE ROLE reads_{name} LOGIN",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reads_{name}",
        f"REVOKE SELECT ON secret, session FROM reads_{name}",
    )
    yield make_url(postgresql).set(username=f"reads_{name}").render_as_string(hide_password=False)
    tell(postgresql, f"DROP OWNED BY reads_{name}", f"DROP ROLE reads_{name}")


def test_who_may_only_read_reads(reader):
    """A user without the right to write, and a server set to write nothing, show the record; writing says why it fails."""
    with open_store(reader, create=False) as store:
        assert not store.may_write
        assert len(list(store.codings())) == 1
        assert verify(store).faults == ()
        with pytest.raises(StoreError, match="GRANT"):
            store.add(entries()[3])
        with pytest.raises(StoreError, match="have the owner"):
            compact(store)
    app = make_app(DeskSettings(db=reader, reviewer="Eva"))
    with contextlib.closing(app.state.record):
        client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))
        assert client.get("/api/v1/meta").json()["may_write"] is False
        assert len(client.get("/api/v1/events").json()["items"]) == 1


def test_a_reader_of_another_name_is_waited_for(postgresql, reader, monkeypatch):
    """Who owns the tables and is no superuser sees little of what others do: enough to know that one still looks at what was."""
    owner = f"owns_{make_url(postgresql).database}"
    tell(postgresql, f"CREATE ROLE {owner} LOGIN", f"GRANT ALL ON SCHEMA public TO {owner}")
    tables = ["tidings_schema", *(table.name for table in schema.metadata.sorted_tables)]
    tell(postgresql, *(f"ALTER TABLE {name} OWNER TO {owner}" for name in tables))
    monkeypatch.setattr(postgresql_store, "BUSY_SECONDS", 0)
    address = make_url(postgresql).set(username=owner).render_as_string(hide_password=False)
    with open_store(reader, create=False) as other, open_store(address, create=False) as store:
        with other.transaction(writing=False) as looking:
            looking.exec_driver_sql("SELECT 1")
            with pytest.raises(StoreError, match="in the middle of reading"):
                compact(store)
        monkeypatch.undo()
        compact(store)
    tell(postgresql, f"DROP OWNED BY {owner} CASCADE", f"DROP ROLE {owner}")


def test_a_server_set_to_write_nothing_is_read(postgresql):
    """Such as a copy that follows another server."""
    open_store(postgresql, create=True).close()
    tell(postgresql, f"ALTER DATABASE {make_url(postgresql).database} SET default_transaction_read_only = on")
    with open_store(postgresql, create=False) as store:
        assert not store.may_write
        assert list(store.codings()) == []
        with pytest.raises(StoreError, match="may only be read"):
            store.add_manifest(MANIFEST, b"{}")


def test_whoever_only_looks_writes_nothing(postgresql):
    """A transaction for reading is one for the server too."""
    with open_store(postgresql, create=True) as store, pytest.raises(StoreError, match="may only be read"):  # noqa: SIM117
        with store.transaction(writing=False) as connection:
            connection.execute(schema.run_manifest.insert(), {"id": MANIFEST, "content": b"{}"})


# --- how it is kept -------------------------------------------------------------------------------------------------------------


def test_every_text_is_compared_byte_by_byte(postgresql):
    """No column is left to the order of the database."""
    wanted = text(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
    )
    with open_store(postgresql, create=True) as store, store.transaction(writing=False) as connection:
        assert connection.execute(wanted).all() == []


def test_what_is_taken_down_is_not_in_the_files_of_the_server(postgresql):
    """The tables are written anew without it."""
    with open_store(postgresql, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        store.add(entry("Rebels attacked soldiers in Qadra, Zoryana Test said."))
        store.add(entry("Militias attacked farmers in Tolmen.", "b.txt"))
        asked = text(
            "SELECT setting || '/base/' || oid FROM pg_settings, pg_database WHERE name = 'data_directory' AND datname = current_database()"
        )
        with store.transaction(writing=False) as connection:
            folder = Path(connection.execute(asked).scalar() or "a folder that this user may not know")
        if not folder.is_dir():
            pytest.skip(f"the server runs elsewhere: {folder} cannot be looked into")
        tell(postgresql, "CHECKPOINT")
        assert b"Zoryana" in b"".join(file.read_bytes() for file in folder.iterdir())
        take_down_articles(store, articles_named(store, file="a.txt"), "Ana", "asked")
        tell(postgresql, "CHECKPOINT")
        held = b"".join(file.read_bytes() for file in folder.iterdir())
        assert b"Zoryana" not in held
        assert b"Tolmen" in held


# --- a server that goes away ----------------------------------------------------------------------------------------------------


@pytest.fixture
def mortal() -> Iterator[servers.Server]:
    """A server that may be killed."""
    try:
        with servers.started() as server:
            yield server
    except servers.NoServerError as error:
        servers.without(str(error))


def test_a_server_that_goes_away_takes_no_half_of_anything_along(mortal):
    """In the middle of a transaction: a plain sentence without the password; when it is back, what was stored is whole and the work goes on."""
    address = mortal.url.set(password=SECRET).render_as_string(hide_password=False)
    with open_store(address, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        for one in entries()[2:5]:
            store.add(one)
        add_judgement(store, draft())
        with pytest.raises(StoreError, match="broke off") as told, store.transaction(writing=True) as connection:  # noqa: PT012
            connection.execute(schema.run_manifest.insert(), {"id": "m1:half", "content": b"{}"})
            mortal.stop(hard=True)
            connection.execute(select(schema.run_manifest)).all()
        assert SECRET not in str(told.value)
        with pytest.raises(StoreError, match="No such file") as told:
            store.add(entries()[5])
        assert SECRET not in str(told.value)
        mortal.start()
        assert store.add(entries()[5])
        assert len(list(store.codings())) == 4
        assert len(judgements(store)) == 1
        assert list(store.manifests()) == [MANIFEST]
        assert verify(store).faults == ()


def test_a_desk_outlives_its_server(mortal):
    """While it is away each question is answered with a sentence; afterwards with what was asked, and nothing has to be started anew."""
    address = mortal.url.set(password=SECRET).render_as_string(hide_password=False)
    with open_store(address, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        store.add(entries()[2])
    app = make_app(DeskSettings(db=address, reviewer="Ana"))
    with contextlib.closing(app.state.record):
        client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))
        before = client.get("/api/v1/meta")
        assert (before.status_code, before.json()["record"]) == (200, store.location)
        mortal.stop(hard=True)
        for _ in range(3):
            away = client.get("/api/v1/events")
            assert away.status_code == 503
            assert away.json()["error"].startswith(store.location)
            assert SECRET not in away.text
        mortal.start()
        assert len(client.get("/api/v1/events").json()["items"]) == 1
    assert SECRET not in before.text
