"""Ranked answers to "what is this name?", printed alike for places and actors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click
from msgspec import Struct


class Found(Struct, frozen=True, kw_only=True):
    """One answer: its cells for a reader, all of it for a program, and why it is ranked so."""

    cells: Sequence[str]
    value: dict[str, Any]
    score: float
    reasons: tuple[str, ...]


def print_found(answers: Iterable[Found], headings: Sequence[str], name: str, *, as_json: bool) -> None:
    """The answers, best first; one line of JSON each when asked for or piped."""
    import sys

    ranked = list(answers)
    if as_json or not sys.stdout.isatty():
        import msgspec

        for found in ranked:
            click.echo(msgspec.json.encode({**found.value, "score": round(found.score, 4), "reasons": found.reasons}))
    elif ranked:
        from tidings.cli.tables import print_table

        rows = [((*found.cells, f"{found.score:.2f}", "; ".join(found.reasons)), "") for found in ranked]
        print_table((*headings, "score", "why"), rows)
    if not ranked:
        click.echo(f"nothing is called {name!r}", err=True)
