"""The timeline on a terminal: a table that fits the window, and plain columns when piped."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from tidings.export.summary import HEADINGS, cells
from tidings.export.timeline import Row, standing_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_PLAIN_WIDTH: Final = 200
_NARROW: Final = frozenset({"#", "day", "id"})


def console() -> Console:
    """Standard output for rich: as wide as the window, wide and without colours when piped."""
    from rich.console import Console

    return (
        Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=_PLAIN_WIDTH, no_color=True)
    )


def print_timeline(rows: Iterable[Row]) -> None:
    """The rows as a table; what did not happen, or long ago, is dim."""
    lines = [(cells(row), "" if standing_of(row.account) == "happened" else "dim") for row in rows]
    if lines:
        print_table(HEADINGS, lines)


def print_table(headings: Sequence[str], lines: Iterable[tuple[Sequence[str], str]]) -> None:
    """Lines of cells, each with a style, under headings."""
    console().print(_table(headings, lines))


def table_text(headings: Sequence[str], lines: Iterable[tuple[Sequence[str], str]]) -> bytes:
    """The same as plain text, to be written somewhere."""
    from rich.console import Console

    plain = Console(highlight=False, width=_PLAIN_WIDTH, no_color=True, file=io.StringIO())
    with plain.capture() as told:
        plain.print(_table(headings, lines))
    return told.get().encode()


def _table(headings: Sequence[str], lines: Iterable[tuple[Sequence[str], str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", show_lines=False)
    for name in headings:
        table.add_column(name, no_wrap=name in _NARROW, overflow="fold", justify="right" if name == "#" else "left")
    for line, style in lines:
        table.add_row(*(Text(cell, style=style) for cell in line))
    return table
