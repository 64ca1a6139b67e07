"""Who may work at a desk: added, given a role or a password, taken leave of; each change a line of the audit log."""

from __future__ import annotations

import unicodedata
from typing import Final, get_args

from sqlalchemy import Connection

from tidings.errors import UsageError
from tidings.model.audit import AnyAct, PasswordSet, PersonSet, Role
from tidings.review.coding_sets import MACHINE
from tidings.review.logbook import DeskState
from tidings.store import desk_tables
from tidings.web.answers import ConflictError, NotFoundError
from tidings.web.audit import DeskLog
from tidings.web.passwords import hashed
from tidings.web.shapes import People, Person

ROLES: Final[tuple[Role, ...]] = get_args(Role)
_LONGEST: Final = 60


def people(state: DeskState) -> People:
    """Everybody who works here or has worked here, by name."""
    return People(
        items=tuple(
            Person(name=one.name, role=one.role, active=one.active, since=one.since)
            for _, one in sorted(state.people.items())
        )
    )


def set_person(log: DeskLog, by: str, person: PersonSet, password: str | None) -> Person:
    """Add somebody, or change their role, password or leave.

    Who is added needs a password. The first one is an admin, and one admin always stays: else nobody could add another.
    Whoever leaves, or gets another password, is signed out everywhere.
    """
    name = clean_name(person.name)
    secret = None if password is None else hashed(password)

    def make(connection: Connection, state: DeskState) -> AnyAct:
        act = PersonSet(name=name, role=person.role, active=person.active)
        _check_person(state, act, has_password=secret is not None)
        if secret is not None:
            desk_tables.set_secret(connection, name, secret)
        if not act.active:
            desk_tables.forget_secret(connection, name)
        if secret is not None or not act.active:
            desk_tables.end_sessions(connection, name)
        return act

    made = log.within(by, make)
    known = log.state().people[name]
    assert isinstance(made.act, PersonSet)
    return Person(name=known.name, role=known.role, active=known.active, since=known.since)


def set_password(log: DeskLog, by: str, name: str, password: str) -> None:
    """Give somebody who works here another password; they are signed out everywhere."""
    name, secret = clean_name(name), hashed(password)

    def make(connection: Connection, state: DeskState) -> AnyAct:
        if name not in state.people or not state.people[name].active:
            raise NotFoundError(f"nobody who works here is called {name!r}")
        desk_tables.set_secret(connection, name, secret)
        desk_tables.end_sessions(connection, name)
        return PasswordSet(name=name)

    log.within(by, make)


def plain_name(name: str) -> str:
    """One form for one name, however the keyboard composes it and whatever blanks stand around it."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def clean_name(name: str) -> str:
    """A name in one form. UsageError for one that is empty, too long, or holds what cannot be seen."""
    plain = plain_name(name)
    if not plain or len(plain) > _LONGEST or not plain.isprintable() or any(map(_is_unseen, plain)):
        raise UsageError(f"{name!r} is no name: give 1 to {_LONGEST} letters that one can see")
    if plain.casefold() == MACHINE:
        raise UsageError(f"{plain!r} is how the machine is called in tables of agreement")
    return plain


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Cc", "Co", "Cn", "Cs")


def _check_person(state: DeskState, act: PersonSet, *, has_password: bool) -> None:
    known = state.people.get(act.name)
    if known is None:
        alike = [name for name in state.people if name.casefold() == act.name.casefold()]
        if alike:
            raise ConflictError(f"{alike[0]!r} is here already, and {act.name!r} would look the same")
        if not state.knows_people and act.role != "admin":
            raise UsageError("the first one to be added is an admin, who can then add the others")
    if act.active and not has_password and (known is None or not known.active):
        raise UsageError(f"{act.name} needs a password to sign in")
    admins = {one.name for one in state.people.values() if one.role == "admin" and one.active}
    if admins == {act.name} and (act.role != "admin" or not act.active):
        raise ConflictError(f"{act.name} is the only admin: make somebody else one first")
