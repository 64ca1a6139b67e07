"""The figures as one table for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from evals.baseline import Line
from evals.figures import Measured

_HEADINGS = ("task", "set", "n", "figure", "value", "P", "R", "counted", "floor", "verdict")
_RIGHT = frozenset({"value", "P", "R", "counted", "floor"})


class Section(Struct, frozen=True, kw_only=True):
    """A task's part of the table. ``fault`` says why it could not be measured; ``changed``: its floors are of another set."""

    task: str
    set: str
    unit: str
    n: int
    digest: str
    measured: Measured
    lines: tuple[Line, ...]
    fault: str | None
    changed: bool


def printed_table(sections: Iterable[Section]) -> str:
    """All sections under one heading, a blank line between them; a task and its set are named once."""
    rows: list[Sequence[str]] = [_HEADINGS]
    for section in sections:
        rows += [(), *_rows(section)]
    return aligned(rows, _RIGHT)


def _rows(section: Section) -> Iterator[Sequence[str]]:
    first = (section.task, section.set, f"{section.n} {section.unit}")
    if section.fault:
        yield (*first[:2], "", "not measured", section.fault)
    for number, line in enumerate(section.lines):
        found = line.figure
        value = "–" if line.verdict == "gone" else number_of(found.value)
        cells = (
            found.name,
            value,
            number_of(found.precision),
            number_of(found.recall),
            found.of,
            number_of(line.floor),
            line.verdict,
        )
        yield (*(("", "", "") if number else first), *cells)


def number_of(value: float | None) -> str:
    """A figure to three places; nothing for none.

    >>> number_of(0.5), number_of(None)
    ('0.500', '')
    """
    return "" if value is None else f"{value:.3f}"


def aligned(rows: Sequence[Sequence[str]], right: frozenset[str]) -> str:
    """Rows under the headings of the first one, in columns; the last cell of a row may be as long as it likes."""
    headings = rows[0]
    widths = [
        max(len(row[column]) for row in rows if column < len(row) - (len(row) < len(headings)))
        for column in range(len(headings))
    ]

    def cell(text: str, column: int) -> str:
        return text.rjust(widths[column]) if headings[column] in right and text else text.ljust(widths[column])

    return "\n".join("  ".join(cell(text, column) for column, text in enumerate(row)).rstrip() for row in rows)
