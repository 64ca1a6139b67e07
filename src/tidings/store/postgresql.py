"""A record in a PostgreSQL database: how it is reached, and what makes its transactions like those of a file.

Text is compared byte by byte (``COLLATE "C"``, see ``migrations``), as SQLite does it, so that every view comes in one order.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.types import Text as AnyText
from sqlalchemy.types import TypeDecorator

from tidings.errors import StoreError

#: Seconds that a writer waits for another.
BUSY_SECONDS: Final = 120
#: One lock a record: tidings' number, and that of the schema its tables are in.
_ONE_WRITER: Final = "SELECT pg_advisory_xact_lock(1953064037, quote_ident(current_schema())::regnamespace::oid::int)"
#: What libpq is told where the address does not say it: a server that is not there is given up, not waited for.
_CONNECT: Final[dict[str, Any]] = {
    "connect_timeout": 15,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "fallback_application_name": "tidings",
}
_SECRETS: Final = ("password", "sslpassword")
#: By SQLSTATE, which no server translates (PostgreSQL manual, appendix A).
_KNOWN_TROUBLE: Final = {
    "25006": "the record may only be read: the server or the user is set to write nothing",
    "42501": "the user of the database may not do this: look at its rights (GRANT)",
    "53100": "there is no room left on the server's disk",
    "53300": "the server takes no more connections",
    "55P03": f"another program kept it locked for more than {BUSY_SECONDS} seconds",
}
#: How many transactions of the database began before one that has just been; autovacuum, which has no user, does not count. (Of what other
#: users do one sees these columns, and not `backend_type`.)
_LOOKING_BACK: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND usesysid IS NOT NULL "
    "AND greatest(age(backend_xmin), age(backend_xid)) >= age(CAST(CAST(:now AS TEXT) AS XID))"
)
_OF_OTHERS: Final = text(
    "SELECT count(*) FROM unnest(CAST(:tables AS TEXT[])) AS name JOIN pg_class ON pg_class.oid = to_regclass(name) "
    "WHERE NOT pg_has_role(relowner, 'USAGE')"
)
_GONE: Final = (
    "the connection to the server broke off: what was stored before is whole; do it again when the server is back"
)


class _WithoutNul(TypeDecorator[str]):
    r"""Text in which a NUL may stand, which PostgreSQL does not take: NUL is kept as ``\x01\x01`` and ``\x01`` as ``\x01\x02``.

    The order of texts stays what it was.
    """

    impl = AnyText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """The text as it is kept."""
        return None if value is None else value.replace("\x01", "\x01\x02").replace("\x00", "\x01\x01")

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """The text as it was."""
        return None if value is None else value.replace("\x01\x01", "\x00").replace("\x01\x02", "\x01")


#: The type of every column of text.
Text: Final = AnyText().with_variant(_WithoutNul(), "postgresql")


def engine_at(address: str) -> Engine:
    """An engine on a database by its address, which may hold a password and is never printed whole."""
    kind = address.partition("://")[0]
    wrong = f"{kind}://...: this is no address of a record: give a file, or postgresql://USER@HOST/DATABASE"
    try:
        url = make_url(address)
    except (SQLAlchemyError, ValueError) as error:
        raise StoreError(wrong) from error
    if url.drivername not in ("postgresql", "postgresql+psycopg"):
        raise StoreError(wrong)
    told = {name: value for name, value in _CONNECT.items() if name not in url.query}
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            # Nothing prepared: it saves no time here, and breaks where a pooler stands between or another program has migrated the tables.
            connect_args=told | {"client_encoding": "utf8", "prepare_threshold": None},
            pool_pre_ping=True,  # a server that was started anew is spoken to anew
        )
    except ImportError as error:
        raise StoreError(
            f'{kind}://...: a record in PostgreSQL needs the package psycopg: pip install "tidings[postgresql]"'
        ) from error
    event.listen(engine, "begin", _begin)
    return engine


def shown(url: URL) -> str:
    """An address without its passwords."""
    hidden = {name: "***" for name in _SECRETS if name in url.query}
    return url.set(drivername="postgresql").update_query_dict(hidden).render_as_string(hide_password=True)


def _begin(connection: Connection) -> None:
    """One writer at a time, as SQLite has it, who sees all that was written before; a reader sees one moment, and writes nothing."""
    match connection.get_execution_options().get("tidings_writing"):
        case True:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
            connection.exec_driver_sql(_ONE_WRITER)
        case False:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def may_write(connection: Connection) -> bool:
    """Whether the user may add to the record. StoreError for a database that cannot hold every text."""
    asked = text(
        "SELECT current_setting('server_encoding') AS encoding, NOT pg_is_in_recovery() "
        "AND current_setting('default_transaction_read_only') = 'off' "
        "AND coalesce(has_table_privilege(to_regclass('reading'), 'INSERT'), true) AS may_write"
    )
    row = connection.execute(asked).one()
    if row.encoding != "UTF8":
        raise StoreError(
            f"the database is encoded in {row.encoding} and cannot hold every text: make one with "
            "`createdb --encoding UTF8 --template template0`"
        )
    return bool(row.may_write)


def reason(error: DBAPIError) -> str:
    """What the server says, in plain words or in one line of its own."""
    code = getattr(error.orig, "sqlstate", None)
    if code in _KNOWN_TROUBLE:
        return _KNOWN_TROUBLE[code]
    return _GONE if error.connection_invalidated else " ".join(str(error.orig).split())


def compact(connection: Connection, tables: Iterable[str]) -> None:
    """Write tables anew without what was deleted, on a connection without transaction.

    A transaction of before still sees what was deleted, and so PostgreSQL keeps it: StoreError when one does not end, and for a user who
    does not own the tables, of whom PostgreSQL would pass over each with a mere warning.
    """
    tables = list(tables)
    if connection.execute(_OF_OTHERS, {"tables": tables}).scalar_one():
        raise StoreError(
            "what was taken down still stands on the server's disk: have the owner of the tables run `tidings takedown compact`"
        )
    now = connection.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar_one()
    until = time.monotonic() + BUSY_SECONDS
    while connection.execute(_LOOKING_BACK, {"now": now}).scalar_one():
        if time.monotonic() > until:
            raise StoreError(
                "another program is in the middle of reading, so what was taken down still stands on the server's disk: "
                "end that program and run `tidings takedown compact`"
            )
        time.sleep(0.05)
    try:
        connection.exec_driver_sql(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(tables)}")
    finally:
        connection.exec_driver_sql("RESET lock_timeout")
