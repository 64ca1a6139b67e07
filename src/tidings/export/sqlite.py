"""The record as one SQLite file for Datasette, DB Browser and QGIS: plain tables, views, and what each column holds.

It is no tidings database (that is the record itself) but a copy to read: no texts of articles, no binary cells. The map
layer is ``events``: its ``geometry`` is text (WKT, WGS84) as GDAL's SQLite driver knows it. The same record gives the
same bytes with the same SQLite library.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from tidings.export.flat import Cell
from tidings.export.geojson import CREDIT, DIGITS
from tidings.export.losses import Losses
from tidings.export.tables import TABLES, VERSION, ColumnType, Table
from tidings.model.event import Event, View

_TYPES: Final[dict[ColumnType, str]] = {
    "text": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT",
}  # fmt: skip
_GEOMETRY: Final = "geometry"
_ABOUT_GEOMETRY: Final = "the point as text (WKT, WGS84), with no more digits than the precision of the place bears"
_WGS84: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_REFERENCES: Final = {
    "ledger": {"event_id": "events", "account_id": "accounts", "article_id": "articles"},
    "accounts": {"event_id": "events", "article_id": "articles"},
    "links": {"event_id": "events"},
}
# By name: what one row is, and the query.
_VIEWS: Final = {
    "tolls": (
        "every figure told of an event, newest last, with who says so",
        """
SELECT l.event_id, e.place_name, e.date_start, l.count_kind, l.count_group, l.count_scope, l.low, l.best, l.high, l.words,
  l.speaker, l.interest, l.asserted_on, l.superseded_by IS NOT NULL AS superseded, a.outlet, a.url
FROM ledger l JOIN events e USING (event_id) JOIN articles a USING (article_id)
WHERE l.count_kind IS NOT NULL
ORDER BY l.event_id, l.count_kind, l.asserted_on, l.number""",
    ),
    "event_sources": (
        "every article of an event",
        """
SELECT DISTINCT c.event_id, a.outlet, a.published, a.title, a.url, w.wire_group, a.article_id
FROM accounts c JOIN articles a USING (article_id) LEFT JOIN wire_groups w USING (article_id)
ORDER BY c.event_id, a.published, a.article_id""",
    ),
    "speakers": (
        "how often each speaker is heard, and on how many events",
        """
SELECT speaker, speaker_kind, interest, count(*) AS claims, count(DISTINCT event_id) AS events
FROM ledger
WHERE speaker IS NOT NULL
GROUP BY speaker, speaker_kind, interest
ORDER BY claims DESC, speaker""",
    ),
}


def write(view: View, losses: Losses) -> Iterator[bytes]:
    """The bytes of the file."""
    for event in view.events:
        texts = sorted({member.article.id for member in view.told(event)})
        losses.note(event.id, "article.text", "dropped", "tables hold quotes, not texts", "; ".join(texts))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("PRAGMA page_size = 4096")
        made.execute("BEGIN")
        _describe(made)
        for table in TABLES:
            _fill(made, table, view)
        for name, (_, query) in _VIEWS.items():
            made.execute(f"CREATE VIEW {name} AS {query}")
        made.execute("COMMIT")
        made.execute("VACUUM")
        yield made.serialize()


def _describe(made: sqlite3.Connection) -> None:
    """What the file is, what its columns hold, and the two tables by which GDAL finds the map layer."""
    made.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    facts = {"form": "sqlite", "schema_version": VERSION, "made_by": "tidings", "attribution": CREDIT}
    made.executemany("INSERT INTO about VALUES (?, ?)", facts.items())
    made.execute(
        "CREATE TABLE column_notes (table_name TEXT, number INTEGER, column_name TEXT, type TEXT, about TEXT NOT NULL, "
        "PRIMARY KEY (table_name, number))"
    )
    notes: list[tuple[str, int, str | None, str | None, str]] = [
        (each.name, 0, None, None, each.about) for each in TABLES
    ]
    notes += [(name, 0, None, None, about) for name, (about, _) in _VIEWS.items()]
    for table in TABLES:
        notes += [
            (table.name, number, each.name, each.type, each.about) for number, each in enumerate(table.columns, 1)
        ]
    notes.append(("events", len(TABLES[0].columns) + 1, _GEOMETRY, "text", _ABOUT_GEOMETRY))
    notes.sort(key=lambda note: note[:2])
    made.executemany("INSERT INTO column_notes VALUES (?, ?, ?, ?, ?)", notes)
    made.execute(
        "CREATE TABLE spatial_ref_sys (srid INTEGER PRIMARY KEY, auth_name TEXT, auth_srid INTEGER, srtext TEXT)"
    )
    made.execute("INSERT INTO spatial_ref_sys VALUES (4326, 'EPSG', 4326, ?)", (_WGS84,))
    made.execute(
        "CREATE TABLE geometry_columns (f_table_name TEXT, f_geometry_column TEXT, geometry_type INTEGER, "
        "coord_dimension INTEGER, srid INTEGER, geometry_format TEXT)"
    )
    made.execute("INSERT INTO geometry_columns VALUES ('events', ?, 1, 2, 4326, 'WKT')", (_GEOMETRY,))
    # GDAL lists what stands here and nothing else: tables without geometry are named, with none.
    others = [(name,) for name in (*(table.name for table in TABLES[1:]), *_VIEWS)]
    made.executemany("INSERT INTO geometry_columns (f_table_name) VALUES (?)", others)


def _fill(made: sqlite3.Connection, table: Table, view: View) -> None:
    references = _REFERENCES.get(table.name, {})
    lines = []
    for each in table.columns:
        needed = " NOT NULL" if each.required else ""
        other = f" REFERENCES {references[each.name]} ({each.name})" if each.name in references else ""
        lines.append(f"  {each.name} {_TYPES[each.type]}{needed}{other}")
    if table.name == "events":
        lines.append(f"  {_GEOMETRY} TEXT")
    lines.append(f"  PRIMARY KEY ({', '.join(table.key)})")
    made.execute(f"CREATE TABLE {table.name} (\n" + ",\n".join(lines) + "\n)")
    rows: list[tuple[Cell, ...]] = table.rows(view)
    if table.name == "events":
        rows = [(*row, _point(event)) for row, event in zip(rows, view.events, strict=True)]
    marks = ", ".join("?" * (len(lines) - 1))
    made.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608 the names are ours


def _point(event: Event) -> str | None:
    place = event.values.place
    if place is None or place.lat is None or place.lon is None:
        return None
    digits = DIGITS[place.precision]
    return f"POINT ({place.lon:.{digits}f} {place.lat:.{digits}f})"
