"""``tidings gazetteer``: places by name."""

from __future__ import annotations

import click

from tidings.cli.options import Country, gazetteer_option


@click.group("gazetteer")
def command() -> None:
    """Look up places."""


@command.command("find")
@click.argument("name")
@click.option("--country", type=Country(), metavar="CC", help="The country one expects, as ISO 3166-1 alpha-2.")
@gazetteer_option
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def find(name: str, country: str | None, gazetteer: str | None, as_json: bool) -> None:
    """Places called NAME, ranked, with the reasons."""
    from pathlib import Path

    import msgspec

    from tidings.cli.lookup import Found, print_found
    from tidings.reference.gazetteer import Gazetteer

    places = Gazetteer.open(extra=(Path(gazetteer),) if gazetteer else ())
    answers = [
        Found(
            cells=(one.place.id, one.place.name, one.place.admin1 or "", one.place.country or ""),
            value=msgspec.to_builtins(one.place), score=one.score, reasons=one.reasons,
        )
        for one in places.find(name, country)
    ]  # fmt: skip
    print_found(answers, ("id", "name", "in", "country"), name, as_json=as_json)
