"""What a command says while it works and when it is done: a progress bar, a summary, and the exit code that follows."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tidings.pipeline.local import Coded

_LISTED = 20


class Tally:
    """Counts the inputs that go by and remembers the ones that failed."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self.inputs = self.known = self.unread = self.passed_over = 0
        self.failed: list[tuple[str, str]] = []
        self.noted: list[tuple[str, str]] = []

    def count(self, done: Coded) -> None:
        """Take one input into account."""
        self.inputs += 1
        self.known += done.line is None
        self.unread += not done.has_text
        self.passed_over += done.passed_over
        if done.failed is not None:
            self.failed.append((done.file, done.failed))
        self.noted.extend((done.file, note) for note in done.notes)

    def report(self, told: str) -> None:
        """Say on standard error what was noted, what failed and why, and the sum of it. ``told`` says what came of it."""
        _list(self.noted, "note: ", "more notes")
        _list(self.failed, "", "more that failed")
        known = f" ({self.known} known already)" if self.known else ""
        failed = f"{len(self.failed)} failed" if self.failed else "none failed"
        gated = f"{self.passed_over} passed over as not about conflict, " if self.passed_over else ""
        seconds = time.monotonic() - self._began
        click.echo(f"{plural(self.inputs, 'input')}{known}, {failed}, {gated}{told}, {seconds:.1f} s", err=True)

    def exit_code(self) -> int:
        """0 all read, 1 some failed, 3 nothing could be read."""
        if self.unread == self.inputs:
            return 3
        return 1 if self.failed else 0


def _list(found: list[tuple[str, str]], mark: str, rest: str) -> None:
    for file, reason in found[:_LISTED]:
        click.echo(f"{file}: {mark}{reason}", err=True)
    if len(found) > _LISTED:
        click.echo(f"and {len(found) - _LISTED} {rest}", err=True)


def plural(number: int, noun: str) -> str:
    """A number with its noun.

    >>> plural(1, "article"), plural(0, "account")
    ('1 article', '0 accounts')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def with_progress(results: Iterable[Coded], total: int, tally: Tally) -> Iterator[Coded]:
    """The results as they come, counted, with a bar on standard error when somebody looks at it."""
    if not sys.stderr.isatty():
        for done in results:
            tally.count(done)
            yield done
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        for done in results:
            tally.count(done)
            bar.update(task, advance=1, description=done.file[-40:])
            yield done


@contextmanager
def reading_bar(told: str, size: int) -> Iterator[Callable[[int], None]]:
    """A bar for one long file, moved on by what is read of it; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn(told), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=size)
        yield lambda read: bar.update(task, advance=read)


@contextmanager
def counting_bar(told: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar that is moved on by one at a time; nothing where nobody looks."""
    with reading_bar(told, total) as advance:
        yield lambda: advance(1)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears when it is complete; one that fails leaves what was there before. StoreError says why."""
    from tidings.errors import StoreError

    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(f"{path}: {error.strerror or error}") from error
    print(f"wrote {path}", file=sys.stderr)
