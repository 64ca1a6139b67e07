"""``tidings control``: who held a place on a day, how places changed hands, how parties rose and fell."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tidings.cli.options import Day, Said, db_option, past_options
from tidings.cli.output import counting_bar, plural, write_whole

if TYPE_CHECKING:
    from tidings.control.answer import Answer, Deciding
    from tidings.control.sourced import SourcedSpells
    from tidings.control.totals import Totals
    from tidings.export.control import Row
    from tidings.model.control import ControlPlace
    from tidings.pipeline.controlling import ControlRecord
    from tidings.reference.control_rules import ControlRules

_SHARES = {"other": "a party no report names", "none": "nobody armed"}
_NEAREST = 5  # names of the record shown for one it does not tell of
_LEAST_EXPECTED = 0.05  # places; rows of parties with fewer are left out of a table
_QUOTED = 160  # characters of a quote in a table; --json has all


@click.command("control")
@click.option("--place", type=Said(), metavar="NAME", help="A place by name, or by its id (gn:90150).")
@click.option("--on", "on", type=Day(), metavar="DATE", help="The day asked about.")
@click.option("--series", is_flag=True, help="The spells of the place, or of all places.")
@click.option(
    "--totals", is_flag=True, help="How many places each party holds over time, and the share that is contested."
)
@click.option("--actor", type=Said(), metavar="NAME", help="With --totals: this party alone.")
@click.option(
    "--every",
    type=click.Choice(["day", "week", "month"]),
    default="month",
    show_default=True,
    help="With --totals: how often.",
)
@click.option(
    "--until", type=Day(), metavar="DATE", help="The last day of a series (the last one published, if not given)."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "geojson"]), default="table", show_default=True,
    help="With --series and --totals (no map of totals).",
)  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False), metavar="FILE", help="Write here and not to standard output.")
@click.option(
    "--profile", type=click.Choice(["internal", "public"]), default="internal", show_default=True,
    help="public: nothing of the last seven days, no clinics, camps and shelters, rounded points.",
)  # fmt: skip
@click.option("--today", type=Day(), metavar="DATE", help="The day of release, which the public profile needs.")
@click.option(
    "--rules", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Your own rates, trust and likelihoods, in the form of control_rules.yaml.",
)  # fmt: skip
@past_options
@db_option
@click.option("--json", "as_json", is_flag=True, help="The answer as one JSON object.")
def command(
    place: str | None, on: dt.date | None, series: bool, totals: bool, actor: str | None, every: str, until: dt.date | None,
    form: str, out: str | None, profile: str, today: dt.date | None, rules: Path | None, as_stored: dt.date | None,
    as_known: dt.date | None, db: str, as_json: bool,
) -> None:  # fmt: skip
    r"""Say who held a place on a day, from what articles say of it, with the words that decided it.

    \b
    tidings control --place Tikrit --on 2015-03-12
    tidings control --place Tikrit --on 2015-03-12 --as-known 2015-03-10
    tidings control --series --place Tikrit
    tidings control --series --format geojson --out control.geojson
    tidings control --totals --every week

    Without --as-known all that is known today is used, also what was published later. A place is unknown where no state is
    likely enough or the last word on it is old: nobody is taken to hold what no report tells of.
    """
    from tidings.errors import UsageError
    from tidings.reference.own_control_rules import own_control_rules
    from tidings.store.store import open_store

    if sum((on is not None, series, totals)) != 1:
        raise UsageError("say what is asked: --on DATE (with --place), --series, or --totals")
    if on is not None and place is None:
        raise UsageError("--on wants --place NAME; all places over time: --series")
    if on is not None:
        _refuse(
            "--on",
            form in ("csv", "geojson") and f"--format {form}",
            until is not None and "--until",
            out is not None and "--out",
        )
        if profile == "public":
            raise UsageError(
                "an answer quotes its evidence and is not for the public: --series and --totals have --profile public"
            )
    if totals:
        _refuse("--totals", place is not None and "--place", form == "geojson" and "--format geojson")
    else:
        _refuse("--on and --series", actor is not None and "--actor", _is_given("every") and "--every")
    if profile == "public" and today is None:
        raise UsageError("the public profile holds back the last seven days: say which day it is with --today DATE")
    loaded = own_control_rules(rules)
    with open_store(db, create=False) as store:
        record = _record(store, as_stored)
        if place is not None and on is not None:
            _answer(record, place, on, as_known, loaded, as_json=as_json or form == "json")
            return
        if profile == "public" and today is not None:
            from tidings.export.control import last_public_day

            as_known = min(filter(None, (as_known, last_public_day(today))))
            until = min(filter(None, (until, as_known)))
        last = until or as_known or record.last_published
        if last is None:
            raise UsageError(
                "no article of the record has a day of publication: say the last day of the series with --until"
            )
        form = "json" if as_json else form
        if series:
            told = _spells(record, place, loaded, last, as_known)
            if not any(each.told.spells for each in told):
                click.echo(
                    "no report tells who holds it" if place else "no report of this record tells who holds a place",
                    err=True,
                )
            content = _series(told, form, str(as_known or last), profile)
        else:
            content = _totals(record, actor, every, loaded, last, as_known, form)
    if out is not None:
        write_whole(Path(out), content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _is_given(option: str) -> bool:
    """Whether an option with a value of its own was given one all the same."""
    source = click.get_current_context().get_parameter_source(option)
    return source is click.core.ParameterSource.COMMANDLINE


def _refuse(form: str, *given: str | bool | None) -> None:
    """An option that a form of the question has no use for is wrong usage, and not passed over in silence."""
    from tidings.errors import UsageError

    for option in given:
        if option:
            raise UsageError(f"{option} is of no use with {form}")


def _record(store: Any, as_stored: dt.date | None) -> ControlRecord:
    from tidings.pipeline.controlling import ControlRecord
    from tidings.review.rulings import rulings
    from tidings.store.judgements import judgements

    return ControlRecord(store, rulings(judgements(store, as_stored)), as_stored)


def _answer(
    record: ControlRecord, name: str, on: dt.date, as_known: dt.date | None, rules: ControlRules, *, as_json: bool
) -> None:
    import msgspec

    from tidings.control.answer import answer

    place = _place(record, name)
    found = answer(place, record.on(place), on, as_known, rules)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        _print(found)


def _place(record: ControlRecord, name: str) -> ControlPlace:
    """The place meant; one that no report tells of is asked about all the same, and standard error says so."""
    found = record.named(name)
    if len(found) > 1:
        others = ", ".join(f"{place.name} ({place.key}, {place.admin1 or place.country or '?'})" for place in found[1:])
        click.echo(f"{found[0].key} is meant; also called so: {others}. Ask by id for another.", err=True)
    if found:
        return found[0]
    near = record.nearest(name, _NEAREST)
    hint = f"; it tells of {', '.join(near)}" if near else ""
    click.echo(f"no report of this record tells who holds a place called {name}{hint}", err=True)
    return record.unheard_of(name)


def _print(found: Answer) -> None:
    from tidings.cli.tables import print_table

    click.echo(f"{found.place} on {found.on}: {found.holder or found.state}")
    click.echo(found.why)
    if not found.evidence:
        return
    shares = ", ".join(
        f"{_SHARES.get(name, name)} {share:.0%}"
        for name, share in sorted(found.shares.items(), key=lambda each: -each[1])
    )
    click.echo(f"\n{'shares':13} {shares}")
    click.echo(f"{'last word':13} {_age(found.stale_days)}")
    if found.besieged_by:
        click.echo(f"{'besieged by':13} {', '.join(found.besieged_by)}")
    click.echo(
        f"{'reading':13} {found.reading}; with rates halved: {found.at_half_pace}; doubled: {found.at_double_pace}"
    )
    for number, change in enumerate(found.changes):
        click.echo(f"{'' if number else 'would change':13} {change}")
    click.echo()
    headings = ("moves", "day", "published", "what", "of whom", "said by", "file", "words")
    print_table(headings, [(_cells(each), "") for each in found.evidence])


def _age(days: int | None) -> str:
    if days is None:
        return "none until that day"
    return "of that day" if days == 0 else f"{plural(days, 'day')} before"


def _cells(each: Deciding) -> tuple[str, ...]:
    quote = " [...] ".join(span.quote for span in each.words)
    shown = quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED].rsplit(' ', 1)[0]} [...]"
    whom = ", ".join(each.named) + (f" against {', '.join(each.against)}" if each.against else "")
    where = f" (of {each.around})" if each.around else ""
    return (
        f"{each.moves:+.2f}", str(each.day), str(each.known or "?"), each.kind.replace("_", " ") + where, whom,
        f"{each.speaker or each.outlet or 'the article'} ({each.voice})", each.file, f"“{shown}”",
    )  # fmt: skip


# --- series and totals -----------------------------------------------------------------------------------------------------------


def _spells(
    record: ControlRecord, place: str | None, rules: ControlRules, last: dt.date, as_known: dt.date | None
) -> list[SourcedSpells]:
    only = None if place is None else _place(record, place)
    with counting_bar("inferring", 1 if only is not None else len(record.places)) as step:
        return list(record.spells(rules, last, as_known=as_known, only=only, step=step))


def _series(told: list[SourcedSpells], form: str, as_of: str, profile: str) -> bytes:
    import msgspec

    from tidings.export.control import control_csv, control_geojson, control_rows

    rows = list(control_rows(told, as_of, public=profile == "public"))
    if form == "csv":
        return control_csv(rows)
    if form == "geojson":
        return control_geojson(rows, as_of, profile)
    if form == "json":
        return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
    return _table(
        ("place", "from", "to", "state", "of whom", "p", "basis", "sources", "in"), list(map(_spell_cells, rows))
    )


def _spell_cells(row: Row) -> tuple[str, ...]:
    """A spell as printed; an absent value is an empty cell."""
    cells = {name: "" if value is None else str(value) for name, value in row.items()}
    return (
        cells["place_name"], cells["date_from"], cells["date_to"], cells["state"].replace("_", " "),
        cells["controller_name"] or cells["parties"], "" if row["p"] is None else f"{row['p']:.2f}",
        cells["basis"].replace("_", " "), cells["sources"], ", ".join(filter(None, (cells["admin1"], cells["country"]))),
    )  # fmt: skip


def _totals(
    record: ControlRecord,
    actor: str | None,
    every: str,
    rules: ControlRules,
    last: dt.date,
    as_known: dt.date | None,
    form: str,
) -> bytes:
    import msgspec

    from tidings.control.totals import days_between, totals
    from tidings.export.csv import table

    histories = [
        one for one in record.histories(rules, as_known) if one.first_day is not None and one.first_day <= last
    ]
    first = min((one.first_day for one in histories if one.first_day is not None), default=last)
    found = totals(histories, days_between(first, last, every), "smoothed")
    kept = found.parties if actor is None else _of(actor, found)
    rows = [msgspec.to_builtins(row) for row in kept]
    if form == "csv":
        return b"".join(table(rows[0] if rows else ("day",), rows))
    if form == "json":
        return msgspec.json.encode({"parties": rows, "overall": msgspec.to_builtins(found.overall)}) + b"\n"
    parties = _table(
        ("day", "party", "places reported", "expected", "nine in ten", "share"),
        [
            (row["day"], row["name"], str(row["reported"]), f"{row['expected']:.1f}", f"{row['low']:.1f} to {row['high']:.1f}", f"{row['share']:.0%}")
            for row in rows
            if row["reported"] or row["expected"] >= _LEAST_EXPECTED
        ],
    )  # fmt: skip
    overall = _table(
        ("day", "places told of", "unknown", "contested", "contested share"),
        [(str(each.day), str(each.places), str(each.unknown), str(each.contested), f"{each.contested_share:.0%}") for each in found.overall],
    )  # fmt: skip
    return parties + b"\n" + overall


def _of(actor: str, found: Totals) -> list[Any]:
    from tidings.errors import UsageError
    from tidings.reference.actor_lookup import find_actor
    from tidings.reference.actors import ActorTable

    names = {row.party: row.name for row in found.parties}
    ids = {answer.row.id for answer in find_actor(ActorTable.load(), actor)[:3]}
    keys = {key for key, name in names.items() if actor.casefold() in (name.casefold(), key)} or set(names) & ids
    if not keys:
        raise UsageError(
            f"no report tells of a place that {actor} holds: there are {', '.join(sorted(names.values())) or 'no parties'}"
        )
    return [row for row in found.parties if row.party in keys]


def _table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    from tidings.cli.tables import table_text

    return table_text(headings, [(row, "") for row in rows])
