"""Events as one flat CSV table: UTF-8, one header row, columns of :data:`tidings.export.flat.COLUMNS`.

A text cell that a spreadsheet would run as a formula (it begins with ``= + - @``, a tab or a carriage return) gets an
apostrophe in front, which spreadsheets take as "this is text". Numbers are left as they are. An empty cell is unknown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tidings.export.flat import COLUMNS, Cell, flat_row
from tidings.export.losses import Losses
from tidings.model.event import Event, View

_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def write(view: View, losses: Losses) -> Iterator[bytes]:
    """The table of all events; several values of a cell are joined, and each event has one row."""
    for event in view.events:
        if len(event.ledger) > 1:
            losses.note(event.id, "ledger", "dropped", "one row an event: the ledger is in jsonl", len(event.ledger))
    return event_table(view.events)


def event_table(events: Iterable[Event]) -> Iterator[bytes]:
    """The table line by line, header first, CRLF as RFC 4180 has it."""
    return table(COLUMNS, map(flat_row, events))


def table(columns: Iterable[str], rows: Iterable[Mapping[str, Cell]]) -> Iterator[bytes]:
    """Any table line by line: a header of these columns, then the rows."""
    header = list(columns)
    yield _line(header)
    for row in rows:
        yield _line([cell_text(row[column]) for column in header])


def cell_text(cell: Cell) -> str:
    """A cell as printed; text that could run as a formula is made plain text.

    >>> cell_text("=HYPERLINK(1)"), cell_text(-3.5), cell_text(None), cell_text(True)
    ("'=HYPERLINK(1)", '-3.5', '', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
    return str(cell)


def _line(cells: list[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
