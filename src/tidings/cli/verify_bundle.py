"""``tidings verify-bundle``: is a release what it was when it was made?"""

from __future__ import annotations

from pathlib import Path

import click


@click.command("verify-bundle")
@click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The faults as JSON.")
@click.pass_context
def command(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Hash every file of a release again.

    Exit code 0 when all is as its manifest says, 1 when not (each file is named).
    """
    from tidings.export.bundle import verify_bundle

    faults = verify_bundle(folder)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode({"folder": str(folder), "faults": faults}))
    else:
        for fault in faults:
            click.echo(f"{fault.path}: {fault.what}")
        if not faults:
            click.echo(f"{folder}: every file is what it was")
    ctx.exit(1 if faults else 0)
