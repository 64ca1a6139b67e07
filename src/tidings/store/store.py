"""A record file, opened: one transaction an article, and views of what is known now.

Whatever goes wrong below (no room, no right to write, no database) comes up as a StoreError in plain words; what was
stored before stays whole.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import time
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import filterfalse
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from tidings.errors import StoreError, TidingsError
from tidings.model.coding import Coding, read_coding
from tidings.store import clock, migrations, postgresql, rows, schema
from tidings.store.portions import portions
from tidings.store.rows import Entry

_WAL_TRIES: Final = 200
_LINES_AT_ONCE: Final = 50  # some have 100 kB
_NO_RECORD: Final = "there is no record at {0}: make one with `tidings read PATH --db {0}`"
_KNOWN_TROUBLE: Final = (
    ("full", "there is no room left on the disk"),
    ("readonly", "the file or its folder may only be read"),
    ("not a database", "it is not a tidings record but some other file"),
    ("malformed", "the file is damaged"),
    ("disk i/o error", "the disk could not be read or written"),
    ("unable to open", "it cannot be opened: look at the folder and the rights on it"),
    ("locked", f"another program kept it locked for more than {postgresql.BUSY_SECONDS} seconds"),
)


@contextlib.contextmanager
def plain_errors(location: str) -> Iterator[None]:
    """Turn what the database says into a StoreError that names the file and the reason."""
    try:
        yield
    except StoreError as error:
        raise StoreError(f"{location}: {error}") from None
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreError(f"{location}: {_reason(error)}") from error
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        raise StoreError(f"{location}: a text with half a letter in it ({half!r}) is never kept, nor found") from error


def _reason(error: Exception) -> str:
    if isinstance(error, DBAPIError) and not isinstance(error.orig, sqlite3.Error):
        return postgresql.reason(error)
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return next((words for sign, words in _KNOWN_TROUBLE if sign in said.lower()), said)


class Store:
    """One record. Make it with :func:`open_store`; use it in a ``with`` block."""

    def __init__(self, engine: Engine, location: str, *, may_write: bool = True) -> None:
        self._engine, self.location, self._may_write = engine, location, may_write

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was written is on it."""
        with contextlib.suppress(SQLAlchemyError, sqlite3.Error):
            self._engine.dispose()

    @contextlib.contextmanager
    def transaction(self, *, writing: bool) -> Iterator[Connection]:
        """One transaction: all of it is stored or nothing. Writers wait for each other."""
        with plain_errors(self.location), self._engine.connect() as connection:
            connection.execution_options(tidings_writing=writing)
            with connection.begin():
                yield connection

    def bring_up(self, *, create: bool) -> None:
        """Make the tables, or migrate those of an older tidings; a newer one's are refused before anything is touched.

        With ``create`` false a database without tables is an error.
        """
        with self.transaction(writing=False) as connection:
            if not self.is_sqlite:
                self._may_write = postgresql.may_write(connection)
            version = migrations.version_of(connection)
            migrations.check_version(version)
        if version == 0 and not create and not self.is_sqlite:
            raise StoreError(_NO_RECORD.format(self.location))
        if version < len(migrations.MIGRATIONS):
            if version and not self._may_write:
                raise StoreError(
                    f"{self.location}: the record was written by an older tidings (its tables are of version {version}) and "
                    "may only be read here: copy it to where it may be written, and open the copy"
                )
            self._use_wal()
            with self.transaction(writing=True) as connection:
                migrations.migrate(connection)

    def _use_wal(self) -> None:
        """Switch an SQLite file to WAL, for good. SQLite does not wait when two processes switch at once, so we do."""
        if not self.is_sqlite:
            return
        with plain_errors(self.location), contextlib.closing(self._engine.raw_connection()) as connection:
            for attempt in range(_WAL_TRIES):
                try:
                    connection.cursor().execute("PRAGMA journal_mode = WAL")
                except sqlite3.OperationalError as error:
                    if "locked" not in str(error) or attempt == _WAL_TRIES - 1:
                        raise
                    time.sleep(0.02)
                else:
                    return

    @property
    def is_sqlite(self) -> bool:
        """Whether the record is one file here."""
        return self._engine.dialect.name == "sqlite"

    def raw_connection(self) -> PoolProxiedConnection:
        """The driver's own connection, for what no transaction may hold (VACUUM). The caller closes it."""
        return self._engine.raw_connection()

    def connection_alone(self) -> Connection:
        """A connection to a server on which each statement stands for itself, for the same. The caller closes it."""
        return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def version(self) -> int:
        """The schema version on the file."""
        with self.transaction(writing=False) as connection:
            return migrations.version_of(connection)

    def add_manifest(self, key: str, content: bytes) -> None:
        """Keep a run manifest; codings refer to it."""
        with self.transaction(writing=True) as connection:
            schema.add_new(connection, schema.run_manifest, [{"id": key, "content": content}])

    def log_run(self, manifest: str, what: str, inputs: int | None = None, added: int | None = None) -> None:
        """Note in the log that a run started or ended, with the time; exports never read it."""
        row = {"at": clock.now(), "manifest": manifest, "what": what, "inputs": inputs, "added": added}
        with self.transaction(writing=True) as connection:
            connection.execute(schema.run_log.insert(), row)

    def known(self, manifest: str) -> frozenset[str]:
        """Ids of the complete codings that a run manifest has made and that speak for their inputs now."""
        wanted = current(schema.coding.c.id).where(schema.coding.c.manifest == manifest, schema.coding.c.complete)
        with self.transaction(writing=False) as connection:
            return frozenset(connection.execute(wanted).scalars())

    def add(self, entry: Entry) -> bool:
        """Store one coded input whole; false when the record says just that already."""
        with self.transaction(writing=True) as connection:
            return _add(connection, entry)

    def codings(self, as_stored: dt.date | None = None, as_known: dt.date | None = None) -> Iterator[Coding]:
        """What each input says now, by file path; an article that stands in several files comes once.

        ``as_stored``: as the record said it at the end of that day (UTC), from the readings it held then; a reading of a
        record made before times were noted counts as always there. ``as_known``: only articles published on that day or
        before it; an article with no publication day is left out, for nobody can say when it was known.
        """
        for line in self.lines(as_stored, as_known):
            yield self._decoded(line)

    def _decoded(self, line: bytes) -> Coding:
        try:
            return read_coding(line)
        except (TidingsError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise StoreError(
                f"{self.location}: the record is damaged, `tidings verify` says where ({error})"
            ) from error

    def lines(self, as_stored: dt.date | None = None, as_known: dt.date | None = None) -> Iterator[bytes]:
        """The JSON lines behind :meth:`codings`."""
        with self.transaction(writing=False) as connection:
            yield from _lines(connection, None if as_stored is None else clock.end_of(as_stored), as_known)

    def codings_of(self, articles: Iterable[str]) -> list[Coding]:
        """What some articles say now, by article id."""
        wanted = set(articles)
        with self.transaction(writing=False) as connection:
            told = {article: key for article, key in speaking(connection, wanted).items() if article in wanted}
            lines = list(_lines_of(connection, [told[each] for each in sorted(told)]))
        return [self._decoded(line) for line in lines]

    @property
    def may_write(self) -> bool:
        """Whether anything can be written here; a record that may only be read is shown all the same."""
        return self._may_write

    def rehearsed(self, entries: Iterable[Entry], manifests: dict[str, bytes]) -> list[Coding]:
        """What :meth:`codings` would say if these were added, with the run manifests they name. Nothing is stored."""
        with plain_errors(self.location), self._engine.connect() as connection:
            connection.execution_options(tidings_writing=True)
            with connection.begin() as transaction:
                rows_of = [{"id": key, "content": content} for key, content in manifests.items()]
                schema.add_new(connection, schema.run_manifest, rows_of)
                for entry in entries:
                    _add(connection, entry)
                found = [self._decoded(line) for line in _lines(connection, None, None)]
                transaction.rollback()
        return found

    def captured(self, articles: Container[str] | None = None) -> Iterator[tuple[Row[Any], Coding]]:
        """The captures behind what is said now (file, part, media type, hash and size of the bytes), each with its coding.

        Here an article that stands in several files comes with each of them. ``articles``: only of these, by id.
        """
        columns = (schema.capture, schema.original.c.size, schema.coding.c.line)
        joined = schema.coding.join(schema.capture, schema.capture.c.id == schema.coding.c.capture)
        joined = joined.join(schema.original, schema.original.c.sha256 == schema.capture.c.sha256)
        with self.transaction(writing=False) as connection:
            for shown in _shown(connection.execute(current(*_VIEW_COLUMNS)).all()):
                if articles is not None and shown.article not in articles:
                    continue
                wanted = select(*columns).select_from(joined).where(schema.coding.c.id == shown.id)
                row = connection.execute(wanted).first()
                if row is not None:
                    yield row, self._decoded(row.line)

    def manifests(self) -> dict[str, bytes]:
        """The run manifests, by id."""
        with self.transaction(writing=False) as connection:
            found = connection.execute(select(schema.run_manifest.c.id, schema.run_manifest.c.content)).all()
        return dict(sorted(found))


_VIEW_COLUMNS: Final = (
    schema.coding.c.id, schema.coding.c.file, schema.coding.c.part, schema.coding.c.capture, schema.coding.c.article,
    schema.coding.c.has_text, schema.reading.c.number, schema.article.c.outlet, schema.article.c.url,
    schema.article.c.published,
)  # fmt: skip


def current(*columns: Any, until: str | None = None, files: Sequence[str] | None = None) -> Any:
    """The codings that speak for their inputs: those of the last reading of each, or of the last until a moment; of some files."""
    newest = select(func.max(schema.reading.c.number).label("number")).group_by(schema.reading.c.input)
    if until is not None:
        newest = newest.where(or_(schema.reading.c.at.is_(None), schema.reading.c.at <= until))
    if files is not None:
        newest = newest.where(
            schema.reading.c.input.in_(select(schema.coding.c.input).where(schema.coding.c.file.in_(files)))
        )
    last = newest.subquery()
    joined = schema.reading.join(last, last.c.number == schema.reading.c.number)
    joined = joined.join(schema.coding, schema.coding.c.id == schema.reading.c.coding)
    return select(*columns).select_from(joined.join(schema.article, schema.article.c.id == schema.coding.c.article))


def speaking(connection: Connection, articles: Iterable[str] | None = None) -> dict[str, str]:
    """The coding that tells each article with a text now. Given articles, those that stand in one file with them are told of too."""
    wanted = current(*_VIEW_COLUMNS)
    if articles is None:
        return _told_by(connection.execute(wanted).all())
    coding, files = schema.coding, set[str]()
    for some in portions(articles):
        files |= set(connection.execute(select(coding.c.file).where(coding.c.article.in_(some))).scalars())
    found: list[Row[Any]] = []
    for some in portions(files):
        found += connection.execute(current(*_VIEW_COLUMNS, files=some)).all()
    return _told_by(found)


def _told_by(found: Sequence[Row[Any]]) -> dict[str, str]:
    articles: dict[str, str] = {}
    for row in _shown(found):
        if row.has_text:
            articles.setdefault(row.article, row.id)
    return articles


def _lines(connection: Connection, until: str | None, as_known: dt.date | None) -> Iterator[bytes]:
    """The JSON lines that speak at a moment, of articles published until a day."""
    found = connection.execute(current(*_VIEW_COLUMNS, until=until)).all()
    published = {row.id: row.published for row in found}
    yield from _lines_of(connection, [
        key
        for key in _chosen(found)
        if as_known is None or (published[key] is not None and published[key] <= as_known.isoformat())
    ])  # fmt: skip


def _lines_of(connection: Connection, codings: Sequence[str]) -> Iterator[bytes]:
    """The JSON lines of codings in their order, several a question: a server may be far away."""
    for first in range(0, len(codings), _LINES_AT_ONCE):
        some = codings[first : first + _LINES_AT_ONCE]
        wanted = select(schema.coding.c.id, schema.coding.c.line).where(schema.coding.c.id.in_(some))
        found = {row.id: row.line for row in connection.execute(wanted)}
        yield from (found[key] for key in some)


def _chosen(found: Sequence[Row[Any]]) -> list[str]:
    """Ids of the codings to show, by file and part. An article in several files is told by the first."""
    articles: dict[str, str] = {}
    for row in _shown(found):
        articles.setdefault(row.article, row.id)
    return list(articles.values())


def _shown(found: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The codings that speak, by file and part.

    What could not be read shows its last failure until it has been read. Of several readings of the same bytes under the
    same name (with a date at first forgotten, say) the last is shown.
    """
    latest_first = sorted(found, key=lambda row: -row.number)
    shown: dict[tuple[str, int], list[Row[Any]]] = {}
    for row in (*filter(_has_text, latest_first), *filterfalse(_has_text, latest_first)):
        readings = shown.setdefault((row.file, -1 if row.part is None else row.part), [])
        if not any(_speaks_for(later, row) for later in readings):
            readings.append(row)
    return [row for key in sorted(shown) for row in sorted(shown[key], key=lambda row: str(row.id))]


def _has_text(row: Row[Any]) -> bool:
    return bool(row.has_text)


def _speaks_for(later: Row[Any], earlier: Row[Any]) -> bool:
    """Whether a reading makes an earlier one of the same name needless: it had no text, or the same bytes and no other source."""
    if not earlier.has_text:
        return True
    same_source = all(
        a is None or b is None or a == b for a, b in ((later.outlet, earlier.outlet), (later.url, earlier.url))
    )
    return later.capture == earlier.capture and same_source


def _add(connection: Connection, entry: Entry) -> bool:
    """Store one coded input; false when the record says just that already."""
    coding = rows.coding_row(entry)
    if not _is_there(connection, coding["id"]):
        add_coding(connection, entry, coding)
    return _speak_for(connection, coding)


def _is_there(connection: Connection, coding: str) -> bool:
    return connection.execute(select(schema.coding.c.id).where(schema.coding.c.id == coding)).first() is not None


def add_coding(connection: Connection, entry: Entry, coding: rows.Row) -> None:
    """All rows of a coding, in an order that the references allow."""
    if entry.capture is not None:
        schema.add_new(connection, schema.original, [rows.original_row(entry.capture)])
        schema.add_new(connection, schema.capture, [rows.capture_row(entry.capture)])
    schema.add_new(connection, schema.article, [rows.article_row(entry.coding.article)])
    schema.add_new(connection, schema.coding, [coding])
    schema.add_new(connection, schema.account, rows.account_rows(coding["id"], entry.coding.accounts))
    schema.add_new(connection, schema.claim, rows.claim_rows(entry.coding))
    schema.add_new(connection, schema.failure, rows.failure_rows(coding["id"], entry.coding))


def _speak_for(connection: Connection, coding: rows.Row) -> bool:
    """Append to the journal that this coding now speaks for its input; false when nothing changes.

    A coding that did not get through never takes the word from one that did.
    """
    last = (
        select(schema.coding.c.id, schema.coding.c.complete)
        .join(schema.reading, schema.reading.c.coding == schema.coding.c.id)
        .where(schema.reading.c.input == coding["input"]).order_by(schema.reading.c.number.desc()).limit(1)
    )  # fmt: skip
    before = connection.execute(last).first()
    if before is not None and (before.id == coding["id"] or (before.complete and not coding["complete"])):
        return False
    connection.execute(schema.reading.insert(), {"input": coding["input"], "coding": coding["id"], "at": clock.now()})
    return True


def open_store(location: str | Path, *, create: bool) -> Store:
    """The record at a path (or a database URL), its tables up to date; StoreError says why it cannot be had.

    With ``create`` false a missing record is an error, and one that may only be read is opened for reading.
    """
    name, may_write = str(location), True
    if "://" in name:
        engine = postgresql.engine_at(name)
    else:
        path = Path(location)
        if not create and not path.is_file():
            raise StoreError(_NO_RECORD.format(name))
        may_write = create or _may_write(path)
        engine = _sqlite_engine(path, may_write=may_write)
    shown = postgresql.shown(engine.url) if "://" in name else name
    store = Store(engine, shown, may_write=may_write)
    try:
        store.bring_up(create=create)
    except StoreError:
        store.close()
        raise
    return store


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _sqlite_engine(path: Path, *, may_write: bool) -> Engine:
    """An engine on one file: WAL, a long wait for other writers, transactions begun by us and not by the driver."""

    def connect() -> sqlite3.Connection:
        if may_write:
            return sqlite3.connect(path, timeout=postgresql.BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        # We may not write here. Where somebody else does, what they wrote stands in the side files of WAL; where nobody does, these
        # are not needed, nor could they be made.
        is_live = all(path.with_name(path.name + ending).is_file() for ending in ("-wal", "-shm"))
        how = "mode=ro" if is_live else "immutable=1"
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {postgresql.BUSY_SECONDS * 1000}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(
            "PRAGMA secure_delete = ON"
        )  # what is taken down is overwritten; nothing else is ever deleted
        connection.execute(
            "PRAGMA synchronous = NORMAL"
        )  # in WAL: a power cut may cost the last articles, never half of one

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("tidings_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
