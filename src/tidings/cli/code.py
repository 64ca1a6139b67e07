"""``tidings code``: files or folders in, JSON lines of RECORD §5 out, nothing stored."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tidings.cli.options import gate_option, reading_options, settings_of, sources_of
from tidings.cli.output import Tally, plural, with_progress

if TYPE_CHECKING:
    from tidings.pipeline.local import Coded


@click.command("code")
@reading_options
@gate_option
@click.option("--json", "as_json", is_flag=True, help="JSON lines, also on a terminal (piped output always is).")
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[str, ...], published: dt.date | None, outlet: str | None, manifest: str | None,
    workers: int, gazetteer: str | None, added_places: bool, actors: str | None, gate: bool, as_json: bool,
) -> None:  # fmt: skip
    """Say what articles tell, without storing anything.

    PATH is a .txt, .html, .pdf, .json or .jsonl file or a folder of them. One line of JSON an input, by file path.
    """
    from tidings.pipeline.local import Job, run

    sources = sources_of(paths, published, outlet, manifest)
    tally = Tally()
    results = with_progress(
        run(sources, Job(settings=settings_of(gazetteer, actors, added_places, gate)), workers), len(sources), tally
    )
    accounts = _print_lines(results) if as_json or not sys.stdout.isatty() else _print_table(results)
    tally.report(plural(accounts, "account"))
    ctx.exit(tally.exit_code())


def _print_lines(results: Iterator[Coded]) -> int:
    accounts = 0
    out = sys.stdout.buffer
    for done in results:
        accounts += done.accounts
        out.write((done.line or b"") + b"\n")
        out.flush()
    return accounts


def _print_table(results: Iterator[Coded]) -> int:
    from tidings.cli.tables import print_timeline
    from tidings.export.timeline import timeline

    rows = timeline(done.coding() for done in results)
    print_timeline(rows)
    return len(rows)
