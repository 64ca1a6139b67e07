"""``tidings evaluate``: a record against answers made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tidings.cli.options import db_option

if TYPE_CHECKING:
    from tidings.export.agreement import Agreement, Share
    from tidings.model.coding import Coding


@click.command("evaluate")
@click.argument("gold", required=False, type=click.Path(exists=True))
@db_option
@click.option(
    "--reference",
    type=click.Path(exists=True, dir_okay=False),
    metavar="CSV",
    help="Compare the record's events with this table of your own, and not with GOLD.",
)
@click.option(
    "--columns",
    metavar="WHAT=COLUMN,...",
    help="Its columns, where they have other names: date=event_date,place=location.",
)
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    metavar="N",
    help="Days that a row and an event may lie apart.",
)
@click.option(
    "--km", type=click.FloatRange(min=0), default=30.0, show_default=True, metavar="N", help="And kilometres."
)
@click.option(
    "--pairs", type=click.Path(dir_okay=False), metavar="PATH", help="Write all pairs here, with reasons, as CSV."
)
@click.option(
    "--pred",
    type=click.Path(exists=True, dir_okay=False),
    metavar="JSONL",
    help="Score this output of `tidings code --json`, not a record file.",
)
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def command(
    gold: str | None, db: str, reference: str | None, columns: str | None, days: int, km: float, pairs: str | None,
    pred: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Compare with GOLD, a JSON file an article or a folder of them: {"id", "accounts": [{"type", "polarity", "reality", "place", "date", "evidence"}]}.

    An answer belongs to the article whose file has its id as name. With --reference: compare the events with a table of your own.
    """
    from tidings.errors import UsageError

    if (gold is None) == (reference is None) or (reference is not None and pred is not None):
        raise UsageError("give GOLD (perhaps with --pred) or --reference, one of them")
    if reference is not None:
        _compare(db, reference, columns, days, km, pairs, as_json=as_json)
        return
    assert gold is not None
    from tidings.export.agreement import agreement

    found = agreement(_codings(db, pred), _answers(gold))
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found))
        return
    _print(found)


def _compare(
    db: str, reference: str, columns: str | None, days: int, km: float, pairs: str | None, *, as_json: bool
) -> None:
    """The record's events against a table."""
    from pathlib import Path

    import msgspec

    from tidings.cli.output import counting_bar
    from tidings.ingest.decode import decode
    from tidings.review.reference_table import Windows, compare_with, pairs_table, read_table
    from tidings.review.views import record_view
    from tidings.store.store import open_store

    entries, refused = read_table(decode(Path(reference).read_bytes()).text, columns)
    with open_store(db, create=False) as store:
        view = record_view(store)
    with counting_bar("comparing", len(entries)) as advance:
        found = compare_with(view, entries, Windows(days=days, km=km), advance)
    if pairs is not None:
        with Path(pairs).open("w", encoding="utf-8", newline="") as file:
            file.writelines(pairs_table(found.rows))
    numbers = {verdict: found.number(verdict) for verdict in ("match", "conflict", "miss", "extra")}
    if as_json:
        click.echo(msgspec.json.encode({**numbers, "unknown_types": found.unknown_types, "refused": refused}))
        return
    of = len(entries)
    click.echo(f"match     {numbers['match']:5} of {of:5}  rows that an event of the record bears out")
    click.echo(f"conflict  {numbers['conflict']:5} of {of:5}  rows with an event that contradicts them")
    click.echo(f"miss      {numbers['miss']:5} of {of:5}  rows with no event near them")
    click.echo(
        f"extra     {numbers['extra']:5}           events of the record, in the table's days, that no row is near"
    )
    for row in found.rows:
        if row.verdict == "conflict" and row.entry is not None and row.event is not None:
            click.echo(f"{row.entry.id} and {row.event.id}: {'; '.join(row.reasons)}")
    for name, times in found.unknown_types.items():
        click.echo(f"type {name!r} is not known and was not compared ({times})", err=True)
    for reason in refused:
        click.echo(f"{reference}: {reason}; left out", err=True)


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
