"""``tidings people``: who may work at the desk of a record, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tidings.cli.options import Said, by_option, db_option

if TYPE_CHECKING:
    from tidings.model.audit import Role
    from tidings.store.store import Store

_ROLES = ("reader", "coder", "lead", "admin")
name_argument = click.argument("name", type=Said(), metavar="NAME")


@click.group("people")
def command() -> None:
    """Who may work at the desk (`tidings serve`), and as what. While nobody is added, whoever sits at this machine may do everything.

    reader looks; coder rules on fields and events, and codes sets; lead makes and settles sets, releases, retracts, and takes back what
    others ruled; admin adds people and reads the audit log.
    """


@command.command("add")
@name_argument
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What they may do. The first one is an admin.")
@by_option
@db_option
def add(name: str, role: Role, by: str, db: str) -> None:
    """Add somebody; their password is asked for. From the first one on, everybody signs in."""
    _set(db, by, name, role, _asked())


@command.command("role")
@name_argument
@click.argument("role", type=click.Choice(_ROLES), metavar="ROLE")
@by_option
@db_option
def role_(name: str, role: Role, by: str, db: str) -> None:
    """Give NAME another ROLE: reader, coder, lead, admin. It holds at once."""
    _known(db, name)
    _set(db, by, name, role)


@command.command("password")
@name_argument
@by_option
@db_option
def password(name: str, by: str, db: str) -> None:
    """Give NAME another password, which is asked for. They are signed out everywhere."""
    from tidings.store.store import open_store
    from tidings.web.audit import DeskLog
    from tidings.web.people import set_password

    _known(db, name)
    words = _asked()
    with open_store(db, create=False) as store:
        set_password(DeskLog(store), by, name, words)
    click.echo(f"{name} has another password")


@command.command("remove")
@name_argument
@by_option
@db_option
def remove(name: str, by: str, db: str) -> None:
    """NAME works here no more: signed out, the password gone. What they did stays under their name."""
    _set(db, by, name, _known(db, name), active=False)


@command.command("list")
@db_option
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def list_(db: str, as_json: bool) -> None:
    """Everybody who works here, or once did."""
    import msgspec

    from tidings.cli.tables import print_table
    from tidings.store.store import open_store
    from tidings.web.audit import DeskLog
    from tidings.web.people import people

    with open_store(db, create=False) as store:
        found = people(DeskLog(store).state()).items
    if as_json:
        for one in found:
            click.echo(msgspec.json.encode(one))
    elif found:
        rows = [((one.name, one.role, one.since[:10], "" if one.active else "no more"), "") for one in found]
        print_table(("name", "role", "since", "left"), rows)
    else:
        click.echo("nobody: whoever sits at this machine may do everything", err=True)


def _asked() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _set(db: str, by: str, name: str, role: Role, words: str | None = None, *, active: bool = True) -> None:
    from tidings.model.audit import PersonSet
    from tidings.store.store import open_store
    from tidings.web.audit import DeskLog, told_act
    from tidings.web.people import set_person

    with open_store(db, create=False) as store:
        _may_write(store)
        made = set_person(DeskLog(store), by, PersonSet(name=name, role=role, active=active), words)
    click.echo(told_act(PersonSet(name=made.name, role=made.role, active=made.active)))


def _known(db: str, name: str) -> Role:
    """The role of somebody who works here; UsageError for anybody else."""
    from tidings.errors import UsageError
    from tidings.store.store import open_store
    from tidings.web.audit import DeskLog

    with open_store(db, create=False) as store:
        found = DeskLog(store).state().people.get(name)
    if found is None or not found.active:
        raise UsageError(f"nobody who works here is called {name!r}: `tidings people list` lists them")
    return found.role


def _may_write(store: Store) -> None:
    from tidings.errors import StoreError

    if not store.may_write:
        raise StoreError(f"{store.location}: the record may only be read")
