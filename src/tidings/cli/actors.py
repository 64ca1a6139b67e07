"""``tidings actors``: actors by name."""

from __future__ import annotations

import datetime as dt

import click

from tidings.cli.options import Country, Day, actors_option


@click.group("actors")
def command() -> None:
    """Look up actors."""


@command.command("find")
@click.argument("name")
@click.option("--on", type=Day(), metavar="DATE", help="Who bore the name on this day.")
@click.option(
    "--country",
    type=Country(),
    metavar="CC",
    help='Where one reads the name: whose "the army" is, which of several JEMs.',
)
@actors_option
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def find(name: str, on: dt.date | None, country: str | None, actors: str | None, as_json: bool) -> None:
    """Actors called NAME, ranked, with the reasons."""
    from pathlib import Path

    import msgspec

    from tidings.cli.lookup import Found, print_found
    from tidings.reference.actor_lookup import find_actor, ucdp_names
    from tidings.reference.actors import ActorTable

    table = ActorTable.load(Path(actors) if actors else None)
    answers = [
        Found(
            cells=(one.row.id, one.row.name, one.row.kind.replace("_", " ")),
            value={**msgspec.to_builtins(one.row), "ucdp_names": ucdp_names(table, one.row, on)}, score=one.score, reasons=one.reasons,
        )
        for one in find_actor(table, name, on, country)
    ]  # fmt: skip
    print_found(answers, ("id", "name", "kind"), name, as_json=as_json)
