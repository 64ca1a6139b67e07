"""``tidings verify``: is the record what it says it is?"""

from __future__ import annotations

import click

from tidings.cli.options import db_option
from tidings.cli.output import plural


@click.command("verify")
@db_option
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def command(ctx: click.Context, db: str, as_json: bool) -> None:
    """Hash every original again, hold every quote against its text, derive every id anew, judgements and tombstones too.

    Exit code 0 when all is well, 1 when something is wrong (each fault is named).
    """
    from tidings.store.store import open_store
    from tidings.store.verify import verify

    with open_store(db, create=False) as store:
        checked = verify(store)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(checked))
    else:
        for fault in checked.faults:
            click.echo(f"{fault.where}: {fault.what}")
        looked = f"{plural(checked.originals, 'original')}, {plural(checked.quotes, 'quote')} in {plural(checked.codings, 'coding')}"
        found = plural(len(checked.faults), "fault") if checked.faults else "nothing wrong"
        ruled = f", {plural(checked.judgements, 'judgement')}" * bool(checked.judgements)
        gone = f"; {plural(checked.tombstones, 'tombstone')} of what was taken down" * bool(checked.tombstones)
        click.echo(f"{looked} and {plural(checked.claims, 'claim')}{ruled} checked: {found}{gone}")
    ctx.exit(1 if checked.faults else 0)
