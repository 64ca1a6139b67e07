"""``tidings show``: the timeline of a record, one account in full, and the sections beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from tidings.cli.options import Day, db_option
from tidings.cli.output import plural

if TYPE_CHECKING:
    from tidings.export.timeline import Row
    from tidings.model.coding import Coding

_SECTIONS = ("control", "quotes", "gaps", "failures")
_STANDINGS = ["happened", "background", "denied", "planned", "ongoing", "threatened", "hypothetical", "all"]


@click.command("show")
@click.argument("account", required=False, metavar="[ACCOUNT]")
@db_option
@click.option("--type", "event_type", metavar="TYPE", help="Only this event type, as air_strike.")
@click.option("--place", metavar="NAME", help="Only where a place, division or country has this in its name.")
@click.option("--actor", metavar="NAME", help="Only where somebody with this in the name takes part.")
@click.option("--from", "first", type=Day(), metavar="DATE", help="Only what may have been on this day or later.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="Only what may have been on this day or earlier.")
@click.option("--standing", type=click.Choice(_STANDINGS), help="Only this standing; else happenings, background too.")
@click.option(
    "--all", "everything", is_flag=True, help="Also what is denied, planned, threatened, ongoing or hypothetical."
)
@click.option("--control", is_flag=True, help="Who is said to hold what.")
@click.option("--quotes", is_flag=True, help="Whose words are quoted.")
@click.option("--gaps", is_flag=True, help="What nobody knows.")
@click.option("--failures", is_flag=True, help="What could not be read or was passed over, and notes.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def command(
    account: str | None, db: str, event_type: str | None, place: str | None, actor: str | None, first: dt.date | None,
    last: dt.date | None, standing: Any, everything: bool, as_json: bool, **sections: bool,
) -> None:  # fmt: skip
    """Show a record: the timeline, or ACCOUNT (its number in the timeline, or its id) in full with its words."""
    from tidings.export.timeline import Filter, chosen, one_row, timeline
    from tidings.store.store import open_store

    _check_type(event_type)
    with open_store(db, create=False) as store:
        codings = tuple(store.codings())
    rows = timeline(codings)
    if any(sections.values()):
        for section in (name for name in _SECTIONS if sections[name]):
            _show_section(section, codings, as_json=as_json)
        return
    if account is not None:
        _show_account(one_row(rows, account), as_json=as_json)
        return
    wanted = Filter(type=event_type, place=place, actor=actor, first=first, last=last, standing=standing or "all")
    found = chosen(rows, wanted)
    shown = found if everything or standing is not None else tuple(row for row in found if _is_happening(row))
    _show_rows(shown, len(found) - len(shown), codings, as_json=as_json)


def _check_type(event_type: str | None) -> None:
    """An event type that there is not would look like one that nobody reports."""
    from tidings.errors import UsageError
    from tidings.reference.ontology import load_ontology

    if event_type is None:
        return
    types = load_ontology().types
    if event_type not in types:
        raise UsageError(f"there is no event type {event_type!r}: there are {', '.join(types)}")


def _is_happening(row: Row) -> bool:
    """Affirmed and actual, long ago or not (RECORD §3)."""
    return row.account.polarity == "affirmed" and row.account.reality == "actual"


def _show_rows(rows: Sequence[Row], hidden: int, codings: Sequence[Coding], *, as_json: bool) -> None:
    if as_json:
        for row in rows:
            click.echo(_row_json(row))
        return
    from tidings.cli.tables import print_timeline
    from tidings.model.coding import is_passed_over

    print_timeline(rows)
    unread = sum(coding.article.text is None for coding in codings)
    said = [f"{plural(len(rows), 'account')} from {plural(len(codings), 'input')}"]
    said += [f"{hidden} more that did not (yet) happen or are denied: --all"] * bool(hidden)
    said += [f"{plural(unread, 'input')} not read: --failures"] * bool(unread)
    passed_over = sum(map(is_passed_over, codings))
    said += [f"{plural(passed_over, 'input')} passed over as not about conflict: --failures"] * bool(passed_over)
    click.echo("; ".join(said), err=True)


def _show_account(row: Row, *, as_json: bool) -> None:
    if as_json:
        click.echo(_row_json(row))
        return
    from tidings.cli.lit import print_account

    print_account(row)


def _row_json(row: Row) -> bytes:
    import msgspec

    article = {name: getattr(row.article, name) for name in ("id", "file", "title", "outlet", "url", "published")}
    return msgspec.json.encode({"number": row.number, "article": article, "account": row.account})


def _show_section(section: str, codings: Iterable[Coding], *, as_json: bool) -> None:
    found = [(coding.article.file, item) for coding in codings for item in getattr(coding, section)]
    if as_json:
        import msgspec

        for file, item in found:
            click.echo(msgspec.json.encode({"section": section, "file": file, **msgspec.to_builtins(item)}))
        return
    from tidings.cli.tables import print_table

    headings, cells = _TABLES[section]
    if found:
        print_table((*headings, "file"), [((*cells(item), file), "") for file, item in found])
    click.echo(f"{section}: {len(found) or 'none'}", err=True)


def _control_cells(item: Any) -> tuple[str, ...]:
    from tidings.export.summary import UNKNOWN, where

    window = UNKNOWN if item.start is None and item.end is None else f"{item.start or '..'} – {item.end or '..'}"
    window = str(item.start) if item.start is not None and item.start == item.end else window
    return where(item.place), item.state, item.holder or UNKNOWN, window, item.speaker or "", item.evidence[0].quote


def _quote_cells(item: Any) -> tuple[str, ...]:
    return item.speaker or "?", item.role or "", item.cue or "", item.content


_TABLES = {
    "control": (("place", "state", "holder", "since or in", "said by", "words"), _control_cells),
    "quotes": (("speaker", "role", "cue", "words"), _quote_cells),
    "gaps": (("of", "not known", "words"), lambda item: (item.entity, item.property, item.evidence[0].quote)),
    "failures": (("step", "reason"), lambda item: (item.step, item.reason)),
}  # fmt: skip
