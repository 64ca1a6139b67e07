"""People and the audit log from the command line: passwords asked for, never typed as words; a log that replays."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete

from tests.unit.web_people.handmade import PASSWORD, Desk
from tidings.cli.main import main
from tidings.store import desk_tables, schema
from tidings.store.store import open_store
from tidings.web.app import make_app
from tidings.web.settings import DeskSettings

Run = Callable[..., Result]


@pytest.fixture
def run(db: str) -> Run:
    """``run("people", "list")``: the command on the record, with what is typed when it asks."""

    def called(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, [*words, "--db", db], input=typed, env={"TIDINGS_REVIEWER": "Ada"})

    return called


def test_people_come_and_go(run: Run, db: str) -> None:
    """Added with a password asked for twice, given another role, another password, taken leave of."""
    twice = f"{PASSWORD}\n{PASSWORD}\n"
    assert "nobody" in run("people", "list").stderr
    assert run("people", "add", "Coe", "--role", "coder", typed=twice).exit_code == 2
    added = run("people", "add", "Ada", "--role", "admin", typed=twice)
    assert (added.exit_code, "Ada works here as admin" in added.stdout) == (0, True)
    assert PASSWORD not in added.output
    assert run("people", "add", "Coe", "--role", "coder", typed=twice).exit_code == 0
    assert run("people", "role", "Coe", "lead").exit_code == 0
    assert run("people", "role", "Noe", "lead").exit_code == 2
    assert run("people", "remove", "Ada").exit_code == 2
    new = "four other words now\nfour other words now\n"
    assert run("people", "password", "Coe", typed=new).exit_code == 0
    app = make_app(DeskSettings(db=db, reviewer="Solo"))
    assert Desk(app).sign_in("Coe", "four other words now").get("/meta").json()["role"] == "lead"
    app.state.record.close()
    assert run("people", "remove", "Coe").exit_code == 0
    rows = [json.loads(line) for line in run("people", "list", "--json").stdout.splitlines()]
    assert [(row["name"], row["role"], row["active"]) for row in rows] == [
        ("Ada", "admin", True),
        ("Coe", "lead", False),
    ]
    assert "no more" in run("people", "list").stdout
    assert "person" in run("audit").stdout
    assert run("audit", "--replay").exit_code == 0


def test_the_log_replays(run: Run, solo: Desk, events: dict[str, str]) -> None:
    """What was done at the desk and on the command line, in one log; the record holds what follows from it."""
    solo.post("/judgements", {"verb": "accept", "target": events["Qadra"]})
    assert run("review", "accept", events["Tolmen"]).exit_code == 0
    solo.post("/comments", {"target": events["Qadra"], "text": "Which?"})
    played = run("audit", "--replay")
    assert played.exit_code == 0
    assert played.stdout.startswith("3 lines, 2 judgements, 0 people, 1 comment, 0 sets: the record holds what follows")
    lines = [json.loads(line) for line in run("audit", "--json").stdout.splitlines()]
    assert [line["act"]["action"] for line in lines] == ["judgement", "judgement", "comment"]
    assert [line["by"] for line in lines] == ["Solo", "Ada", "Solo"]


def _lose_a_judgement(connection: Any) -> None:
    connection.execute(delete(schema.judgement).where(schema.judgement.c.number == 2))


def _lose_a_line(connection: Any) -> None:
    connection.execute(delete(desk_tables.audit).where(desk_tables.audit.c.number == 2))


def _slip_in_a_password(connection: Any) -> None:
    desk_tables.set_secret(connection, "Eve", "x")


@pytest.mark.parametrize("spoil", (_lose_a_judgement, _lose_a_line, _slip_in_a_password))
def test_what_does_not_follow_is_found(run: Run, db: str, events: dict[str, str], spoil: Callable[[Any], None]) -> None:
    """A judgement that is gone, a line that is gone, somebody let in by the back door."""
    for town in ("Qadra", "Tolmen", "Dorne"):
        assert run("review", "accept", events[town]).exit_code == 0
    with open_store(db, create=False) as store, store.transaction(writing=True) as connection:
        spoil(connection)
    played = run("audit", "--replay")
    assert played.exit_code == 1
    assert "something else" in played.stdout
    assert played.stderr


def test_judgements_from_before_the_log_are_counted(run: Run, db: str, events: dict[str, str]) -> None:
    """A record of an older tidings has rulings without lines."""
    for town in ("Qadra", "Tolmen"):
        assert run("review", "accept", events[town]).exit_code == 0
    with open_store(db, create=False) as store, store.transaction(writing=True) as connection:
        connection.execute(delete(desk_tables.audit))
    assert "2 judgements from before the log" in run("audit", "--replay").stdout
    assert run("review", "accept", events["Dorne"]).exit_code == 0
    played = run("audit", "--replay")
    assert (played.exit_code, "2 judgements from before the log" in played.stdout) == (0, True)
