"""``tidings changes``: what the record says now and did not say then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tidings.cli.options import Day, db_option

if TYPE_CHECKING:
    from tidings.model.event import Event
    from tidings.review.changes import Impact


@click.command("changes")
@db_option
@click.option(
    "--since", type=Day(), required=True, metavar="DAY", help="What was stored or ruled on this day or later (UTC)."
)
@click.option("--until", type=Day(), metavar="DAY", help="And on this day or earlier.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def command(db: str, since: dt.date, until: dt.date | None, as_json: bool) -> None:
    """New, changed and deleted events, field by field, and why each."""
    from tidings.errors import UsageError
    from tidings.review.changes import changes_between
    from tidings.store.store import open_store

    if until is not None and until < since:
        raise UsageError(f"--until {until} lies before --since {since}")
    with open_store(db, create=False) as store:
        found = changes_between(store, since, until)
    print_impact(found, as_json=as_json)


def print_impact(found: Impact, *, as_json: bool) -> None:
    """The changes, a line or two each; the sum on standard error."""
    for line in _json_lines(found) if as_json else _lines(found):
        click.echo(line)
    click.echo(found.told(), err=True)


def _lines(found: Impact) -> Iterator[str]:
    totals = set(found.period_totals)
    for new in found.changes.new:
        mark = "total" if all(ref.account in totals for ref in new.event.accounts) else "new"
        yield f"{mark:8} {new.event.id}  {told_event(new.event)}"
        yield from (f"           {cause.told}" for cause in new.causes)
    for changed in found.changes.changed:
        former = f" (was {changed.former})" if changed.former else ""
        yield f"changed  {changed.event.id}{former}  {told_event(changed.event)}"
        for field in changed.fields:
            yield f"           {field.field}: {field.before or '?'} → {field.after or '?'}"
        yield from (f"           {cause.told}" for cause in changed.causes)
    for gone in found.changes.deleted:
        yield f"deleted  {gone.id}  {gone.reason}" + (f"; now {gone.into}" if gone.into else "")


def _json_lines(found: Impact) -> Iterator[bytes]:
    import msgspec

    totals = set(found.period_totals)
    for new in found.changes.new:
        is_total = all(ref.account in totals for ref in new.event.accounts)
        facts = {"id": new.event.id, "causes": new.causes, "period_total": is_total, "told": told_event(new.event)}
        yield msgspec.json.encode({"change": "new", **facts})
    for changed in found.changes.changed:
        yield msgspec.json.encode(
            {
                "change": "changed", "id": changed.event.id, "former": changed.former, "fields": changed.fields,
                "causes": changed.causes, "newly_disputed": changed.newly_disputed, "told": told_event(changed.event),
            }
        )  # fmt: skip
    for gone in found.changes.deleted:
        yield msgspec.json.encode({"change": "deleted", **msgspec.structs.asdict(gone)})


def told_event(event: Event) -> str:
    """An event in a few words: day, type, place, who and the killed."""
    from tidings.export.events import cells

    _, when, kind, who, place, killed, *_ = cells(0, event)
    return f"{when} {kind}, {place}, {who}" + (f", killed {killed}" if killed else "")
