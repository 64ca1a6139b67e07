"""How a record file came to have its tables: numbered steps, only ever appended, never edited.

A step is a function from a connection to nothing. Its SQL is written out, so that what version 1 was stays true when
``schema.py`` has moved on. A record of an older version is brought up when it is opened for writing; one of a newer
version is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, inspect, text

from tidings.errors import StoreError
from tidings.store import clock

Migration = Callable[[Connection], None]

VERSION_TABLE: Final = "tidings_schema"

_TYPES: Final = {
    "sqlite": {"bytes": "BLOB", "serial": "INTEGER PRIMARY KEY AUTOINCREMENT", "float": "REAL"},
    "postgresql": {
        "bytes": "BYTEA",
        "serial": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "float": "DOUBLE PRECISION",
    },
}
_TEXT: Final = re.compile(r"\bTEXT\b")

_FIRST: Final = (
    """CREATE TABLE original (
        sha256 TEXT PRIMARY KEY,
        size BIGINT NOT NULL,
        content {bytes} NOT NULL)""",
    """CREATE TABLE capture (
        id TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL REFERENCES original (sha256),
        file TEXT NOT NULL,
        part INTEGER,
        media_type TEXT NOT NULL)""",
    """CREATE TABLE article (
        id TEXT PRIMARY KEY,
        outlet TEXT,
        url TEXT,
        published TEXT,
        text TEXT)""",
    """CREATE TABLE run_manifest (
        id TEXT PRIMARY KEY,
        content {bytes} NOT NULL)""",
    """CREATE TABLE coding (
        id TEXT PRIMARY KEY,
        input TEXT NOT NULL,
        file TEXT NOT NULL,
        part INTEGER,
        capture TEXT REFERENCES capture (id),
        article TEXT NOT NULL REFERENCES article (id),
        manifest TEXT NOT NULL REFERENCES run_manifest (id),
        complete BOOLEAN NOT NULL,
        has_text BOOLEAN NOT NULL,
        line {bytes} NOT NULL,
        line_sha256 TEXT NOT NULL)""",
    "CREATE INDEX coding_by_manifest ON coding (manifest)",
    """CREATE TABLE reading (
        number {serial},
        input TEXT NOT NULL,
        coding TEXT NOT NULL REFERENCES coding (id))""",
    "CREATE INDEX reading_by_input ON reading (input, number)",
    """CREATE TABLE account (
        coding TEXT NOT NULL REFERENCES coding (id),
        id TEXT NOT NULL,
        type TEXT NOT NULL,
        polarity TEXT NOT NULL,
        reality TEXT NOT NULL,
        background BOOLEAN NOT NULL,
        date_start TEXT,
        date_end TEXT,
        place_id TEXT,
        place_name TEXT,
        PRIMARY KEY (coding, id))""",
    "CREATE INDEX account_by_id ON account (id)",
    """CREATE TABLE claim (
        id TEXT PRIMARY KEY,
        article TEXT NOT NULL REFERENCES article (id),
        account TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        polarity TEXT NOT NULL,
        speakers TEXT NOT NULL,
        producer TEXT NOT NULL,
        score {float} NOT NULL,
        evidence TEXT NOT NULL)""",
    "CREATE INDEX claim_by_account ON claim (account)",
    """CREATE TABLE failure (
        coding TEXT NOT NULL REFERENCES coding (id),
        number INTEGER NOT NULL,
        step TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (coding, number))""",
    """CREATE TABLE run_log (
        number {serial},
        at TEXT NOT NULL,
        manifest TEXT NOT NULL,
        what TEXT NOT NULL,
        inputs INTEGER,
        added INTEGER)""",
)

_SECOND: Final = (
    "ALTER TABLE reading ADD COLUMN at TEXT",
    """CREATE TABLE judgement (
        number {serial},
        id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        verb TEXT NOT NULL,
        target TEXT NOT NULL,
        line {bytes} NOT NULL)""",
    "CREATE INDEX judgement_by_target ON judgement (target)",
    """CREATE TABLE tombstone (
        number {serial},
        id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        target TEXT NOT NULL,
        line {bytes} NOT NULL)""",
)

_THIRD: Final = (
    "CREATE INDEX coding_by_file ON coding (file)",
    "CREATE INDEX coding_by_article ON coding (article)",
    "CREATE TABLE link_state (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE link_article (article TEXT PRIMARY KEY, coding TEXT NOT NULL, print {bytes} NOT NULL)",
    """CREATE TABLE link_key (
        key TEXT NOT NULL,
        account TEXT NOT NULL,
        article TEXT NOT NULL,
        PRIMARY KEY (key, account))""",
    "CREATE INDEX link_key_by_article ON link_key (article)",
    "CREATE TABLE wire_key (key TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (key, article))",
    "CREATE INDEX wire_key_by_article ON wire_key (article)",
    "CREATE TABLE wire_tie (one TEXT NOT NULL, other TEXT NOT NULL, line {bytes} NOT NULL, PRIMARY KEY (one, other))",
    "CREATE INDEX wire_tie_by_other ON wire_tie (other)",
    "CREATE TABLE link_pair (one TEXT NOT NULL, other TEXT NOT NULL, chance {float} NOT NULL, PRIMARY KEY (one, other))",
    "CREATE INDEX link_pair_by_other ON link_pair (other)",
    "CREATE TABLE link_ruling (kind TEXT NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (kind, one, other))",
    "CREATE TABLE event_account (account TEXT PRIMARY KEY, article TEXT NOT NULL, event TEXT)",
    "CREATE INDEX event_account_by_article ON event_account (article)",
    "CREATE INDEX event_account_by_event ON event_account (event)",
    "CREATE TABLE event (id TEXT PRIMARY KEY, first TEXT, last TEXT, line {bytes} NOT NULL)",
)

_FOURTH: Final = (
    "CREATE TABLE control_article (article TEXT PRIMARY KEY, coding TEXT NOT NULL)",
    "CREATE TABLE control_evidence (id TEXT PRIMARY KEY, article TEXT NOT NULL, place TEXT NOT NULL, line {bytes} NOT NULL)",
    "CREATE INDEX control_evidence_by_place ON control_evidence (place)",
    "CREATE INDEX control_evidence_by_article ON control_evidence (article)",
    "CREATE TABLE control_place (id TEXT PRIMARY KEY, place TEXT NOT NULL, line {bytes} NOT NULL)",
    "CREATE INDEX control_place_by_place ON control_place (place)",
    "CREATE TABLE control_spells (place TEXT PRIMARY KEY, made_of TEXT NOT NULL, line {bytes} NOT NULL)",
)

_FIFTH: Final = (
    "CREATE TABLE event_stamp (id TEXT PRIMARY KEY, digest TEXT NOT NULL, number BIGINT NOT NULL, at TEXT NOT NULL)",
    "CREATE INDEX event_stamp_by_number ON event_stamp (number)",
)

_SIXTH: Final = (
    """CREATE TABLE audit (
        number {serial},
        id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        person TEXT NOT NULL,
        action TEXT NOT NULL,
        target TEXT NOT NULL,
        line {bytes} NOT NULL)""",
    "CREATE INDEX audit_by_action ON audit (action)",
    "CREATE TABLE secret (person TEXT PRIMARY KEY, hash TEXT NOT NULL)",
    """CREATE TABLE session (
        token TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        made TEXT NOT NULL,
        seen TEXT NOT NULL,
        expires TEXT NOT NULL,
        csrf TEXT NOT NULL)""",
    "CREATE INDEX session_by_person ON session (person)",
)

#: An ordinary index of PostgreSQL takes no value of more than some 2,700 bytes; the name of a file, or a name that a hostile text makes
#: up, may be longer. These are only ever looked up whole.
_OF_ANY_LENGTH: Final = {
    2: (
        "DROP INDEX judgement_by_target",
        "CREATE INDEX judgement_by_target ON judgement USING hash (target)",
    ),
    3: (
        "DROP INDEX coding_by_file",
        "CREATE INDEX coding_by_file ON coding USING hash (file)",
        "ALTER TABLE link_key DROP CONSTRAINT link_key_pkey",
        "CREATE INDEX link_key_by_key ON link_key USING hash (key)",
    ),
    4: (
        "DROP INDEX control_evidence_by_place",
        "CREATE INDEX control_evidence_by_place ON control_evidence USING hash (place)",
        "DROP INDEX control_place_by_place",
        "CREATE INDEX control_place_by_place ON control_place USING hash (place)",
        "ALTER TABLE control_spells DROP CONSTRAINT control_spells_pkey",
        "CREATE INDEX control_spells_by_place ON control_spells USING hash (place)",
    ),
}


def statements(lines: tuple[str, ...], dialect: str) -> tuple[str, ...]:
    """The SQL of a step as one kind of database wants it: four types differ, nothing else does.

    Text is compared byte by byte, whatever order PostgreSQL's own database was made with: SQLite knows no other.
    """
    typed = (line.format(**_TYPES[dialect]) for line in lines)
    return tuple(typed) if dialect == "sqlite" else tuple(_TEXT.sub('TEXT COLLATE "C"', line) for line in typed)


def _allow_any_length(connection: Connection, version: int) -> None:
    """Change the indexes of a step that PostgreSQL would fill with short values only."""
    if connection.dialect.name == "postgresql":
        for line in _OF_ANY_LENGTH[version]:
            connection.execute(text(line))


def first_tables(connection: Connection) -> None:
    """Version 1: originals, captures, articles, codings, accounts, claims, failures, and the log of runs."""
    for line in statements(_FIRST, connection.dialect.name):
        connection.execute(text(line))


def life_of_a_record(connection: Connection) -> None:
    """Version 2: when an input was read (not known of older readings), what people ruled, and what was taken down."""
    for line in statements(_SECOND, connection.dialect.name):
        connection.execute(text(line))
    _allow_any_length(connection, 2)


def index_of_fusion(connection: Connection) -> None:
    """Version 3: the index of fusion (``tidings.store.links``), which may be thrown away and made anew, and ways into the codings."""
    for line in statements(_THIRD, connection.dialect.name):
        connection.execute(text(line))
    _allow_any_length(connection, 3)


def index_of_control(connection: Connection) -> None:
    """Version 4: the index of control (``tidings.store.control_index``), which may be thrown away and made anew."""
    for line in statements(_FOURTH, connection.dialect.name):
        connection.execute(text(line))
    _allow_any_length(connection, 4)


def stamps_of_events(connection: Connection) -> None:
    """Version 5: a number and a moment for each event that is new or changed; those there are count as new now."""
    for line in statements(_FIFTH, connection.dialect.name):
        connection.execute(text(line))
    filled = "INSERT INTO event_stamp (id, digest, number, at) SELECT id, '', 1, :at FROM event"
    connection.execute(text(filled), {"at": clock.now()})


def people_and_their_deeds(connection: Connection) -> None:
    """Version 6: the audit log of the desk, passwords as hashes, and sessions (``tidings.store.desk_tables``)."""
    for line in statements(_SIXTH, connection.dialect.name):
        connection.execute(text(line))


MIGRATIONS: tuple[Migration, ...] = (
    first_tables, life_of_a_record, index_of_fusion, index_of_control, stamps_of_events, people_and_their_deeds,
)  # fmt: skip


def version_of(connection: Connection) -> int:
    """The schema version of an open record; 0 for an empty database. Another program's database raises StoreError."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        return int(connection.execute(text(f"SELECT COALESCE(MAX(version), 0) FROM {VERSION_TABLE}")).scalar_one())
    if tables:
        raise StoreError(
            f"the database holds no tidings record but the tables {', '.join(sorted(tables)[:5])}: give --db another file"
        )
    return 0


def check_version(version: int) -> None:
    """Raise StoreError for a record that a newer tidings has written."""
    if version > len(MIGRATIONS):
        raise StoreError(
            f"the record was written by a newer tidings (its tables are of version {version}, this tidings knows "
            f"{len(MIGRATIONS)}): upgrade tidings to open it"
        )


def migrate(connection: Connection) -> int:
    """Bring a record up to today's version, inside the caller's transaction; returns how many steps were taken."""
    version = version_of(connection)
    check_version(version)
    if version == 0:
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS {VERSION_TABLE} (version INTEGER PRIMARY KEY)"))
    for number, step in enumerate(MIGRATIONS[version:], version + 1):
        step(connection)
        connection.execute(text(f"INSERT INTO {VERSION_TABLE} (version) VALUES (:number)"), {"number": number})
    return len(MIGRATIONS) - version
