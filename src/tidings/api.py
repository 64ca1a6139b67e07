"""The Python interface: ``tidings.read("reports/")`` gives a :class:`Record` to look at, filter and turn into a data frame."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tidings.errors import UsageError
from tidings.model.coding import Account, Coding, ControlStatement, Gap, Quote, is_passed_over

if TYPE_CHECKING:
    from tidings.export.timeline import Row
    from tidings.model.event import Event

_ROWS_IN_A_NOTEBOOK = 50


class Record:
    """What a set of articles says. It never changes: to read more is to get another record.

    >>> record = Record([])
    >>> len(record), record.accounts()
    (0, ())
    """

    def __init__(self, codings: Iterable[Coding]) -> None:
        self._codings = tuple(sorted(codings, key=lambda coding: coding.article.file))
        self._rows: tuple[Row, ...] | None = None

    def __len__(self) -> int:
        """How many inputs there are, read or not."""
        return len(self._codings)

    def __iter__(self) -> Iterator[Coding]:
        """The coding of each input, by file path."""
        return iter(self._codings)

    def __getitem__(self, key: str | int) -> Account | Coding:
        """The coding of a file (by its path or name), or an account by its id, the beginning of one, or its number."""
        named = [
            coding
            for coding in self._codings
            if key in (coding.article.file, Path(coding.article.file).name, coding.article.id)
        ]
        if len(named) == 1:
            return named[0]
        from tidings.export.timeline import one_row

        try:
            return one_row(self.rows(), str(key)).account
        except UsageError as error:
            raise KeyError(str(error)) from None

    def rows(self) -> tuple[Row, ...]:
        """All accounts in order of time, numbered as ``tidings show`` numbers them, each with its article."""
        if self._rows is None:
            from tidings.export.timeline import timeline

            self._rows = timeline(self._codings)
        return self._rows

    def accounts(self) -> tuple[Account, ...]:
        """All accounts in order of time, those that did not happen too."""
        return tuple(row.account for row in self.rows())

    def events(self) -> tuple[Event, ...]:
        """The events with their ledgers, in order of time: each happening once, however many articles tell it (RECORD §6)."""
        from tidings.fusion.fuse import fuse

        return fuse(self._codings).events

    def control(self) -> tuple[ControlStatement, ...]:
        """Who is said to hold what, by place and day."""
        found = [statement for coding in self._codings for statement in coding.control]
        return tuple(sorted(found, key=lambda one: (one.place.name, one.start or dt.date.max, one.end or dt.date.max)))

    def quotes(self) -> tuple[Quote, ...]:
        """Everybody's words, by file and place in the text."""
        return tuple(quote for coding in self._codings for quote in coding.quotes)

    def gaps(self) -> tuple[Gap, ...]:
        """What the articles say nobody knows."""
        return tuple(gap for coding in self._codings for gap in coding.gaps)

    @property
    def failures(self) -> tuple[tuple[str, str, str], ...]:
        """What could not be read or coded, and notes on how things were read: file, step, reason."""
        return tuple(
            (coding.article.file, failure.step, failure.reason)
            for coding in self._codings
            for failure in coding.failures
        )

    def frame(self, kind: Literal["pandas", "polars"] = "pandas") -> Any:
        """A data frame, one row an event, the columns of the CSV export. pandas or polars must be installed."""
        from tidings.export.flat import COLUMNS, flat_row

        rows = [flat_row(event) for event in self.events()]
        columns = {name: [row[name] for row in rows] for name in COLUMNS}
        try:
            if kind == "pandas":
                import pandas

                return pandas.DataFrame(columns)
            if kind == "polars":
                import polars

                return polars.DataFrame(columns, strict=False)
        except ImportError as error:
            raise UsageError(f"a {kind} frame needs the package {kind}: pip install {kind}") from error
        raise UsageError(f"there is no frame of kind {kind!r}: say 'pandas' or 'polars'")

    def __repr__(self) -> str:
        failed = sum(coding.article.text is None for coding in self._codings)
        passed_over = sum(map(is_passed_over, self._codings))
        unread = f", {failed} not read" if failed else ""
        unread += f", {passed_over} passed over" if passed_over else ""
        inputs, accounts = (
            f"{number} {noun}{'s' * (number != 1)}"
            for number, noun in ((len(self), "input"), (len(self.rows()), "account"))
        )
        return f"<tidings record: {inputs}{unread}, {accounts}>"

    def _repr_html_(self) -> str:
        """The timeline as a notebook shows it."""
        from tidings.export.summary import HEADINGS, cells

        head = "".join(f"<th>{html.escape(name)}</th>" for name in HEADINGS)
        body = "".join(
            f'<tr title="{html.escape(row.account.evidence[0].quote, quote=True)}">'
            + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells(row))
            + "</tr>"
            for row in self.rows()[:_ROWS_IN_A_NOTEBOOK]
        )
        more = len(self.rows()) - _ROWS_IN_A_NOTEBOOK
        rest = f"<p>and {more} more</p>" if more > 0 else ""
        return f"<p>{html.escape(repr(self)[1:-1])}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    published: dt.date | str | None = None,
    outlet: str | None = None,
    manifest: str | Path | None = None,
    gazetteer: str | Path | None = None,
    actors: str | Path | None = None,
    added_places: bool = True,
    gate: bool = True,
    db: str | Path | None = None,
    workers: int = 1,
) -> Record:
    """Read files and folders; the record says what they tell.

    Without ``db`` nothing is stored and the record holds just these inputs; with ``db`` they go into that file, and
    the record is all that the file holds. ``published`` (a date, or ``YYYY-MM-DD``) and ``outlet`` hold for all inputs;
    ``manifest`` is a CSV file with a row a file. ``added_places``: use the layers of places added with ``tidings gazetteer add``.
    ``gate``: articles that are not about conflict are passed over; ``False`` codes them too.
    """
    from tidings.ingest.inputs import list_sources
    from tidings.pipeline.local import code_sources
    from tidings.pipeline.manifest import Settings
    from tidings.reference.user_layers import installed_layers

    wanted = [paths] if isinstance(paths, str | Path) else list(paths)
    layers = tuple(str(layer.path) for layer in installed_layers()) if added_places else ()
    settings = Settings(gazetteer=_name(gazetteer), actors=_name(actors), layers=layers, gate=gate)
    day = _day(published)
    sources = list_sources(
        wanted,
        manifest=None if manifest is None else Path(manifest),
        published=day,
        outlet=outlet,
    )
    if db is None:
        return Record(code_sources(sources, settings, workers))
    from tidings.pipeline.reading import read_into
    from tidings.store.store import open_store

    with open_store(db, create=True) as store:
        for _ in read_into(store, sources, settings, workers):
            pass
        return Record(store.codings())


def open_record(db: str | Path = "tidings.db") -> Record:
    """The record in a file that ``tidings read`` made."""
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        return Record(store.codings())


def _name(path: str | Path | None) -> str | None:
    return None if path is None else str(path)


def _day(published: dt.date | str | None) -> dt.date | None:
    if not isinstance(published, str):
        return published
    from tidings.ingest.metadata import iso_day

    if day := iso_day(published):
        return day
    raise UsageError(f"published={published!r} is no date: write it as 2019-03-24")
