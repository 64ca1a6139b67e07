"""The record as Parquet: a folder with one file a table, typed, each column with what it holds in its metadata.

Needs pyarrow (``pip install 'tidings[tables]'``). The same record gives the same bytes with the same pyarrow.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from tidings.errors import UsageError
from tidings.export.losses import Losses
from tidings.export.tables import TABLES, VERSION, ColumnType, Table
from tidings.model.event import View

if TYPE_CHECKING:
    import pyarrow as pa

_CREDIT: Final = "Places: GeoNames (https://www.geonames.org), CC BY 4.0, and tidings' own rows"


def write_files(view: View, losses: Losses) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of the folder by name, in the order of :data:`tidings.export.tables.TABLES`."""
    for event in view.events:
        texts = sorted({member.article.id for member in view.told(event)})
        losses.note(event.id, "article.text", "dropped", "tables hold quotes, not texts", "; ".join(texts))
    for table in TABLES:
        yield f"{table.name}.parquet", _file(table, view)


def _file(table: Table, view: View) -> Iterator[bytes]:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow: pip install 'tidings[tables]'") from error
    content = io.BytesIO()
    # Version and codec are named, so that another default of another pyarrow moves no byte.
    pq.write_table(arrow_table(table, view), content, compression="zstd", version="2.6", store_schema=True)
    yield content.getvalue()


def arrow_table(table: Table, view: View) -> pa.Table:
    """A table of a view in Arrow's memory, with types and notes."""
    import pyarrow as pa

    types: dict[ColumnType, Any] = {
        "text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(),
    }  # fmt: skip
    fields = [
        pa.field(each.name, types[each.type], nullable=not each.required, metadata={"about": each.about})
        for each in table.columns
    ]
    about = {"about": table.about, "form": "parquet", "schema_version": VERSION, "attribution": _CREDIT}
    rows = table.rows(view)
    columns = [
        [_cell(row[number], each.type) for row in rows] for number, each in enumerate(table.columns)
    ]  # fmt: skip
    return pa.table(columns, schema=pa.schema(fields, metadata=about))


def _cell(cell: Any, kind: ColumnType) -> Any:
    if kind == "date" and cell is not None:
        return dt.date.fromisoformat(cell)
    return float(cell) if kind == "number" and cell is not None else cell
