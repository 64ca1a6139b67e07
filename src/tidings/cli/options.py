"""Options that several commands share, in the words of RECORD §8."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from tidings.pipeline.manifest import Settings

Function = TypeVar("Function", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """A day as ``2019-03-24``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day; anything else is wrong usage."""
        from tidings.ingest.metadata import iso_day

        day = value if isinstance(value, dt.date) else iso_day(value)
        return day or self.fail(f"{value!r} is no date: write it as 2019-03-24", param, ctx)


class Words(click.ParamType[str]):
    """A text of whole letters: what a terminal passes on may be in another encoding than the system's."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; one that cannot be written down is wrong usage."""
        words = str(value)
        if not words.isprintable():
            self.fail(f"{words!r} holds what is no letter: write it in UTF-8", param, ctx)
        return words


class Said(Words):
    """A text of whole letters that says something."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; an empty one is wrong usage."""
        return super().convert(value, param, ctx).strip() or self.fail("it is empty", param, ctx)


class Record(click.ParamType[str]):
    """A record file, or the address of a database."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as it stands; an empty one is wrong usage."""
        return str(value) or self.fail("the name is empty: give a file, such as tidings.db", param, ctx)


class Country(click.ParamType[str]):
    """A country as two letters."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code in capitals; anything else is wrong usage."""
        code = str(value).upper()
        if len(code) != 2 or not code.isalpha() or not code.isascii():
            self.fail(f"{value!r} is no ISO 3166-1 alpha-2 code: write Iraq as IQ", param, ctx)
        return code


_OWN_FILE = click.Path(exists=True, dir_okay=False)
gazetteer_option = click.option(
    "--gazetteer", type=_OWN_FILE, metavar="FILE", help="Places of your own, added to the gazetteer."
)
added_option = click.option(
    "--added-places/--no-added-places",
    default=True,
    show_default=True,
    help="Use the layers added with 'tidings gazetteer add'.",
)
actors_option = click.option("--actors", type=_OWN_FILE, metavar="FILE", help="Actors of your own, added to the table.")

workers_option = click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Processes that read."
)
by_option = click.option(
    "--by",
    type=Said(),
    required=True,
    envvar="TIDINGS_REVIEWER",
    metavar="NAME",
    help="Who does it (or set TIDINGS_REVIEWER).",
)
gate_option = click.option(
    "--gate/--no-gate", default=True, show_default=True, help="Pass over articles that are not about conflict."
)


def reading_options(function: Function) -> Function:
    """PATH… and what may be said of the articles, their number of workers and the knowledge added."""
    for option in reversed((
        click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path()),
        click.option("--published", type=Day(), metavar="DATE", help="Publication day of all articles, as 2019-03-24."),
        click.option("--outlet", type=Words(), metavar="NAME", help="Publisher of all articles."),
        click.option("--manifest", type=click.Path(), metavar="CSV", help="Table with the columns file,published,outlet,url,title."),
        workers_option,
        gazetteer_option,
        added_option,
        actors_option,
    )):  # fmt: skip
        function = option(function)
    return function


def db_option(function: Function) -> Function:
    """Which record file."""
    option = click.option(
        "--db",
        type=Record(),
        default="tidings.db",
        show_default=True,
        metavar="FILE",
        help="The record: a file, or postgresql://...",
    )
    return option(function)


def past_options(function: Function) -> Function:
    """The record as it stood, or as it was known, on a past day."""
    for option in (
        click.option("--as-known", type=Day(), metavar="DATE", help="Only from what was published by that day."),
        click.option(
            "--as-stored", type=Day(), metavar="DATE", help="As the record stood at the end of that day (UTC)."
        ),
    ):
        function = option(function)
    return function


def sources_of(
    paths: tuple[str, ...], published: dt.date | None, outlet: str | None, manifest: str | None
) -> tuple[Any, ...]:
    """The inputs that the paths name, with what the options and the manifest say of them."""
    from pathlib import Path

    from tidings.ingest.inputs import list_sources

    table = None if manifest is None else Path(manifest)
    return tuple(list_sources(paths, manifest=table, published=published, outlet=outlet))


def settings_of(gazetteer: str | None, actors: str | None, added_places: bool, gate: bool = True) -> Settings:
    """The settings of a run; what the user has added is told on standard error."""
    from tidings.pipeline.manifest import Settings

    return Settings(gazetteer=gazetteer, actors=actors, layers=added_layers(added_places), gate=gate)


def added_layers(wanted: bool) -> tuple[str, ...]:
    """The files of the layers that the user has added, told on standard error."""
    from tidings.reference.user_layers import installed_layers

    found = installed_layers() if wanted else ()
    if found:
        told = ", ".join(f"{layer.name} ({layer.places:,} places, {layer.newest})" for layer in found)
        click.echo(f"places: the shipped gazetteer and your layers {told}", err=True)
    return tuple(str(layer.path) for layer in found)
