"""``tidings gazetteer``: places by name, and layers of the user's own."""

from __future__ import annotations

import click

from tidings.cli.options import Country, added_option, gazetteer_option


@click.group("gazetteer")
def command() -> None:
    """Look up places; add a country's villages."""


@command.command("find")
@click.argument("name")
@click.option("--country", type=Country(), metavar="CC", help="The country one expects, as ISO 3166-1 alpha-2.")
@gazetteer_option
@added_option
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def find(name: str, country: str | None, gazetteer: str | None, added_places: bool, as_json: bool) -> None:
    """Places called NAME, ranked, with the reasons and the layer that answered."""
    from pathlib import Path

    import msgspec

    from tidings.cli.lookup import Found, print_found
    from tidings.cli.options import added_layers
    from tidings.reference.gazetteer import Gazetteer

    extra = (Path(gazetteer),) if gazetteer else ()
    places = Gazetteer.open(extra=extra, layers=tuple(map(Path, added_layers(added_places))))
    answers = [
        Found(
            cells=(one.place.id, one.place.name, one.place.admin1 or "", one.place.country or "", one.layer or "shipped"),
            value={**msgspec.to_builtins(one.place), "layer": one.layer}, score=one.score, reasons=one.reasons,
        )
        for one in places.find(name, country)
    ]  # fmt: skip
    print_found(answers, ("id", "name", "in", "country", "layer"), name, as_json=as_json)


@command.command("add")
@click.argument("dump", type=click.Path())
@click.pass_context
def add(ctx: click.Context, dump: str) -> None:
    """Add a GeoNames country dump (SY.zip) as a layer of your own.

    From then on every command uses it, under the shipped gazetteer. Adding it again replaces it. Rows that are not of GeoNames' 19
    columns are told and left out (exit code 1).
    """
    from pathlib import Path

    from tidings.cli.output import reading_bar
    from tidings.reference.geonames_dump import add_dump, dump_member
    from tidings.reference.user_layers import layers_folder

    path = Path(dump)
    _, name, size = dump_member(path)
    with reading_bar(f"Reading {name}", 2 * size) as advance:
        added = add_dump(path, layers_folder(), advance)
    click.echo(
        f"{added.name}: {added.places:,} places under {added.names:,} names, newest row {added.newest or 'undated'}, in {added.path}. "
        "Data: GeoNames, CC BY 4.0.", err=True,
    )  # fmt: skip
    if added.left_out:
        click.echo(
            f"{added.left_out:,} rows left out on purpose: countries, former units, roads, hotels, shops, what lies under the sea",
            err=True,
        )
    for bad in added.bad:
        click.echo(f"line {bad.line}: {bad.reason}; left out", err=True)
    if added.bad_rows > len(added.bad):
        click.echo(f"and {added.bad_rows - len(added.bad):,} more malformed rows", err=True)
    ctx.exit(1 if added.bad_rows else 0)


@command.command("layers")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
@click.pass_context
def layers(ctx: click.Context, as_json: bool) -> None:
    """The layers that you have added. Broken ones are told on standard error (exit code 1)."""
    import msgspec

    from tidings.errors import DataError
    from tidings.reference.user_layers import layer_files, layers_folder, read_layer

    files, broken = layer_files(), 0
    for path in files.values():
        try:
            layer = read_layer(path)
        except DataError as error:
            click.echo(str(error), err=True)
            broken += 1
            continue
        if as_json:
            click.echo(msgspec.json.encode({**msgspec.structs.asdict(layer), "path": str(path)}))
        else:
            click.echo(f"{layer.name}\t{layer.places:,} places\tnewest row {layer.newest or 'undated'}\t{path}")
    if not files:
        click.echo(f"none in {layers_folder()}", err=True)
    ctx.exit(1 if broken else 0)


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Take an added layer away, also a broken one."""
    from tidings.reference.user_layers import remove_layer

    remove_layer(name)
    click.echo(f"{name} is gone", err=True)
