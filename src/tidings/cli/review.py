"""``tidings review``: look at events, and rule on them by name; every ruling can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import click

from tidings.cli.options import Said, actors_option, added_option, by_option, db_option, gazetteer_option
from tidings.cli.output import plural

if TYPE_CHECKING:
    from tidings.model.judgement import Judgement
    from tidings.review.desk import Desk
    from tidings.review.queue import Look
    from tidings.review.typed import Known
    from tidings.store.store import Store

# The backspace tells click to keep the lines of a paragraph as they are.
_SET_HELP: Final = """Give FIELD of EVENT another value; the automatic one stays in the ledger.

\b
date        2019-03-22, 2019-03-22/2019-03-24, ../2019-03-24 (by that day)
killed.X    12, 12+, <=50, 9-14, 9/12/14 (low/best/high)
place       an id of the gazetteer, #2 (its second candidate), or "NAME, LAT, LON[, PRECISION]"
actors      ids or names of the actor table, or "NAME: KIND"; joined by ;
any         unknown
"""
Function = TypeVar("Function", bound=Callable[..., Any])


@click.group("review")
def command() -> None:
    """Rule on events, by name. Nothing is overwritten, and `undo` takes any ruling back.

    EVENT is the id of an event or of one of its accounts, or the beginning of one. FIELD is type, polarity, reality, background, date,
    place, actors, recipients, killed.GROUP or injured.GROUP.
    """


def by_options(function: Function) -> Function:
    """Who rules, and why."""
    for option in reversed((
        by_option,
        click.option("--reason", type=Said(), metavar="TEXT", help="Why."),
        db_option,
    )):  # fmt: skip
        function = option(function)
    return function


@command.command("list")
@db_option
@click.option("--all", "everything", is_flag=True, help="Also what has been reviewed.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="So many at most."
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def list_(db: str, everything: bool, limit: int, as_json: bool) -> None:
    """What to look at first: uncertain and consequential events before others, and what to check in each."""
    from tidings.review.queue import kept_open, queue
    from tidings.review.rulings import states
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        at = _desk(store)
    looks = queue(at.view, at.suggested, states(at.judgements), everything=everything)
    if as_json:
        for look in looks[:limit]:
            click.echo(_look_json(look))
        return
    from tidings.cli.tables import print_table

    if looks:
        print_table(("worth", "id", "state", "what", "check"), [(_look_cells(look), "") for look in looks[:limit]])
    click.echo(f"{plural(kept_open(looks), 'event')} to look at; {len(looks[:limit])} shown", err=True)


def _look_cells(look: Look) -> tuple[str, ...]:
    return f"{look.worth:.2f}", look.id, look.state, _told(look), "; ".join(look.check)


def _told(look: Look) -> str:
    from tidings.cli.changes import told_event
    from tidings.export.summary import day, where

    if look.event is not None:
        return told_event(look.event)
    assert look.member is not None
    account = look.member.account
    return (
        f"{day(account.date)} {account.type.replace('_', ' ')}, {where(account.place)}: “{account.evidence[0].quote}”"
    )


def _look_json(look: Look) -> bytes:
    import msgspec

    facts = {name: getattr(look, name) for name in ("id", "state", "worth", "doubt", "weight", "check")}
    return msgspec.json.encode({**facts, "told": _told(look), "suggested": look.event is None})


# --- rulings ----------------------------------------------------------------------------------------------------------------


@command.command("accept")
@click.argument("event")
@click.argument("field", required=False)
@by_options
def accept(event: str, field: str | None, by: str, reason: str | None, db: str) -> None:
    """EVENT is right as it stands, or its FIELD is. A suggested or rejected account becomes an event."""
    _rule_on("accept", event, field, by, reason, db)


@command.command("reject")
@click.argument("event")
@click.argument("field", required=False)
@by_options
def reject(event: str, field: str | None, by: str, reason: str | None, db: str) -> None:
    """EVENT is no event (it leaves the exports), or the value of its FIELD is wrong (and then unknown)."""
    _rule_on("reject", event, field, by, reason, db)


@command.command("set", help=_SET_HELP)
@click.argument("event")
@click.argument("field")
@click.argument("value", metavar="VALUE...", nargs=-1, required=True)
@by_options
@click.option("--words", metavar="QUOTE", help="The words of an article that say so, just as printed.")
@gazetteer_option
@added_option
@actors_option
def set_(
    event: str, field: str, value: tuple[str, ...], by: str, reason: str | None, db: str, words: str | None,
    gazetteer: str | None, added_places: bool, actors: str | None,
) -> None:  # fmt: skip
    """Give FIELD of EVENT another value; the automatic one stays in the ledger."""
    typed = " ".join(value)

    def ruled(at: Desk) -> Judgement:
        from tidings.review.fields import check_field
        from tidings.review.typed import read_typed

        check_field(field)
        shown = at.event(event) if field == "place" else None
        made = read_typed(field, typed, _known(gazetteer, added_places, actors), shown)
        return at.set(event, field, made, by, reason, words)

    _rule(db, ruled)


@command.command("merge")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@by_options
def merge(one: str, other: str, by: str, reason: str | None, db: str) -> None:
    """Events A and B are one."""
    _rule(db, lambda at: at.merge(one, other, by, reason))


@command.command("split")
@click.argument("event")
@click.argument("parts", metavar="ACCOUNT|ARTICLE...", nargs=-1, required=True)
@by_options
def split(event: str, parts: tuple[str, ...], by: str, reason: str | None, db: str) -> None:
    """These accounts of EVENT, or those of these articles (by id or file), tell of another event."""
    _rule(db, lambda at: at.split(event, parts, by, reason))


@command.command("release")
@click.argument("event")
@by_options
def release(event: str, by: str, reason: str | None, db: str) -> None:
    """EVENT was published as it stands."""
    _rule(db, lambda at: at.rule("release", event, by, reason))


@command.command("retract")
@click.argument("event")
@by_options
def retract(event: str, by: str, reason: str | None, db: str) -> None:
    """EVENT, once published, is withdrawn: it leaves the exports and is told among the changes."""
    _rule(db, lambda at: at.rule("retract", event, by, reason))


@command.command("undo")
@click.argument("judgement")
@by_options
def undo(judgement: str, by: str, reason: str | None, db: str) -> None:
    """Take JUDGEMENT back; exports are then, byte for byte, what they were without it."""
    _rule(db, lambda at: at.undo(judgement, by, reason))


@command.command("log")
@db_option
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def log(db: str, as_json: bool) -> None:
    """All rulings, oldest first; those taken back, and those on accounts that are told no more, are marked."""
    from tidings.model.judgement import judgement_json, standing
    from tidings.review.diff import in_words
    from tidings.store.judgements import judgements
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        ruled = judgements(store)
        told = {each.id for coding in store.codings() for each in (*coding.accounts, *coding.suggested)}
    known = {one.id: one for one in ruled}
    holds = {one.id for one in standing(ruled)}
    for one in ruled:
        if as_json:
            click.echo(judgement_json(one))
            continue
        value = f" = {one.value}" if one.value is not None else ""
        gone = "" if one.id in holds or one.verb == "undo" else "  (taken back)"
        if one.id in holds and any(side and told.isdisjoint(side) for side in (one.accounts, one.others)):
            gone = "  (its accounts are told no more: rule anew)"
        click.echo(f"{one.at}  {one.id}  {one.target}  {in_words(one, known.get(one.target))}{value}{gone}")
    click.echo(f"{plural(len(ruled), 'judgement')}, {len(holds)} of which hold", err=True)


def _rule_on(
    verb: Literal["accept", "reject"], event: str, field: str | None, by: str, reason: str | None, db: str
) -> None:
    """Rule on an event, or on one field of it where one is named."""
    _rule(db, lambda at: at.rule_field(verb, event, field, by, reason) if field else at.rule(verb, event, by, reason))


def _rule(db: str, draft: Callable[[Desk], Judgement]) -> None:
    from tidings.review.diff import in_words
    from tidings.store.judgements import add_judgement
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        at = _desk(store)
        ruled = add_judgement(store, draft(at))
    known = {one.id: one for one in at.judgements}
    click.echo(f"{ruled.id}  {ruled.target}  {in_words(ruled, known.get(ruled.target))}")


def _desk(store: Store) -> Desk:
    from tidings.review.desk import desk
    from tidings.review.views import ruled_view
    from tidings.store.judgements import judgements

    codings, ruled = list(store.codings()), judgements(store)
    return desk(ruled_view(codings, ruled), codings, ruled)


# --- values that are looked up ----------------------------------------------------------------------------------------------


def _known(gazetteer: str | None, added_places: bool, actors: str | None) -> Known:
    """What typed names are looked up in, with what the user has added; opened when it is asked for."""
    from functools import cache
    from pathlib import Path

    from tidings.cli.options import added_layers
    from tidings.reference.actors import ActorTable
    from tidings.reference.gazetteer import Gazetteer
    from tidings.review.typed import Known

    @cache
    def places() -> Gazetteer:
        own = (Path(gazetteer),) if gazetteer else ()
        return Gazetteer.open(extra=own, layers=tuple(map(Path, added_layers(added_places))))

    return Known(lambda key: places().place(key), lambda: ActorTable.load(Path(actors) if actors else None))
