"""``tidings annotate``: what is found in the text, layer by layer."""

from __future__ import annotations

import datetime as dt
import sys

import click

from tidings.cli.options import reading_options, settings_of, sources_of
from tidings.cli.output import plural

_ALL = "sentences,names,actors,places,dates,counts,quotes,cues,triggers"


@click.command("annotate")
@reading_options
@click.option("--layers", default=_ALL, show_default=True, metavar="L,...", help="Which layers, by comma.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, also on a terminal (piped output always is).")
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[str, ...], published: dt.date | None, outlet: str | None, manifest: str | None,
    workers: int, gazetteer: str | None, added_places: bool, actors: str | None, layers: str, as_json: bool,
) -> None:  # fmt: skip
    """Print what is found in each text, with its offsets (code points).

    Workers are not used here: one process reads all.
    """
    from tidings.pipeline.layers import annotated
    from tidings.pipeline.plan import whole_plan

    sources = sources_of(paths, published, outlet, manifest)
    wanted = tuple(name.strip() for name in layers.split(",") if name.strip())
    unread = failed = 0
    lines = as_json or not sys.stdout.isatty()
    for found in annotated(sources, whole_plan(settings_of(gazetteer, actors, added_places)), wanted):
        unread += found.article.text is None
        if found.failed is not None:
            failed += 1
            click.echo(f"{found.article.file}: {found.failed}", err=True)
        click.echo(found.line() if lines else found.text())
    click.echo(f"{plural(len(sources), 'input')}, {failed or 'none'} failed", err=True)
    ctx.exit(3 if unread == len(sources) else min(failed, 1))
