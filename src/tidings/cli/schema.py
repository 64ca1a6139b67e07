"""``tidings schema``: the JSON Schema of a line of ``tidings code``."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of one line of `tidings code --json`."""
    import json

    from tidings.export.schema import coding_schema

    click.echo(json.dumps(coding_schema(), indent=2, ensure_ascii=False))
