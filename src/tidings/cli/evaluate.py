"""``tidings evaluate``: a record against answers made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tidings.cli.options import db_option

if TYPE_CHECKING:
    from tidings.export.agreement import Agreement, Share
    from tidings.model.coding import Coding


@click.command("evaluate")
@click.argument("gold", type=click.Path(exists=True))
@db_option
@click.option(
    "--pred",
    type=click.Path(exists=True, dir_okay=False),
    metavar="JSONL",
    help="Score this output of `tidings code --json`, not a record file.",
)
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def command(gold: str, db: str, pred: str | None, as_json: bool) -> None:
    """Compare with GOLD, a JSON file an article or a folder of them: {"id", "accounts": [{"type", "polarity", "reality", "place", "date", "evidence"}]}.

    An answer belongs to the article whose file has its id as name.
    """
    from tidings.export.agreement import agreement

    found = agreement(_codings(db, pred), _answers(gold))
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found))
        return
    _print(found)


def _codings(db: str, pred: str | None) -> list[Coding]:
    if pred is None:
        from tidings.store.store import open_store

        with open_store(db, create=False) as store:
            return list(store.codings())
    from pathlib import Path

    import msgspec

    from tidings.errors import TidingsError, UsageError
    from tidings.model.coding import read_coding

    try:
        return [read_coding(line) for line in Path(pred).read_bytes().splitlines() if line.strip()]
    except (msgspec.MsgspecError, TidingsError) as error:
        raise UsageError(f"{pred} is no output of `tidings code --json`: {error}") from error


def _answers(gold: str) -> dict[str, Any]:
    """The answers by id. Files that hold no accounts are left aside in a folder, and wrong usage by themselves."""
    import json
    from pathlib import Path

    from tidings.errors import UsageError

    path, answers = Path(gold), {}
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        try:
            content = json.loads(file.read_text("utf-8"))
        except ValueError as error:
            raise UsageError(f"{file} is no JSON: {error}") from error
        if isinstance(content, dict) and "accounts" in content:
            answers[content.get("id", file.stem)] = content
    if not answers:
        raise UsageError(f"{gold} has no answers: a JSON object with id and accounts is wanted")
    return answers


def _print(found: Agreement) -> None:
    def line(name: str, share: Share, what: str) -> None:
        rate = f"{share.right / share.of:6.1%}" if share.of else "     -"
        click.echo(f"{name:10}{rate}  {share.right:4} of {share.of:4}  {what}")

    line("recall", found.found, "happenings in the answers that were found")
    line("precision", found.precise, "happenings in the record that are in the answers")
    line("type", found.type, "of those found have the right type")
    line("place", found.place, "... the right place, or rightly none")
    line("day", found.day, "... the right first day, or rightly none")
    click.echo(f"{found.articles} articles; without a coding: {', '.join(found.missing) or 'none'}")
