"""People and the audit log over HTTP: who may be added, that an admin always stays, and that every change leaves a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.web_people.handmade import PASSWORD, Desk
from tidings.model.audit import SignedIn

At = Callable[[str], Desk]


def test_the_first_is_an_admin_and_then_one_signs_in(solo: Desk) -> None:
    """From then on nobody works here without a name."""
    assert solo.post("/people", {"name": "Coe", "role": "coder", "password": PASSWORD}).status_code == 422
    assert solo.post("/people", {"name": "Ada", "role": "admin"}).status_code == 422
    assert solo.post("/people", {"name": "Ada", "role": "admin", "password": PASSWORD}).status_code == 200
    assert solo.get("/queue").status_code == 401
    told = solo.get("/meta").json()
    assert (told["who"], told["people"], told["csrf"]) == (None, True, None)
    solo.sign_in("Ada")
    added = solo.post("/people", {"name": " Coe  Dor ", "role": "coder", "password": PASSWORD}).json()
    assert (added["name"], added["role"], added["active"]) == ("Coe Dor", "coder", True)
    assert [one["name"] for one in solo.get("/people").json()["items"]] == ["Ada", "Coe Dor"]


@pytest.mark.parametrize(
    ("sent", "status"),
    (
        ({"name": "Eva", "role": "coder"}, 422), ({"name": "Eva", "role": "coder", "password": "short"}, 422),
        ({"name": "coe", "role": "coder", "password": PASSWORD}, 409), ({"name": " ", "role": "coder", "password": PASSWORD}, 422),
        ({"name": "E\u202eva", "role": "coder", "password": PASSWORD}, 422), ({"name": "x" * 61, "role": "coder", "password": PASSWORD}, 422),
        ({"name": "Machine", "role": "coder", "password": PASSWORD}, 422), ({"name": "Eva", "role": "king", "password": PASSWORD}, 422),
        ({"name": "Ada", "role": "lead"}, 409), ({"name": "Ada", "role": "admin", "active": False}, 409),
    ),
)  # fmt: skip
def test_who_may_not_be_added(at: At, sent: dict[str, Any], status: int) -> None:
    """Without a password, under a name that looks like another's or cannot be seen; and the last admin stays."""
    assert at("Ada").post("/people", sent).status_code == status


def test_another_password_signs_out_everywhere(at: At) -> None:
    """And the old one is none any more."""
    coder, admin = at("Coe"), at("Ada")
    assert (
        admin.post("/people", {"name": "Coe", "role": "coder", "password": "four other words now"}).status_code == 200
    )
    assert coder.get("/queue").status_code == 401
    assert coder.post("/session", {"name": "Coe", "password": PASSWORD}).status_code == 401
    coder.sign_in("Coe", "four other words now")


def test_every_change_leaves_a_line(at: At, events: dict[str, str]) -> None:
    """Newest first, page by page, with who did what to what; the chain is whole."""
    coder, admin = at("Coe"), at("Ada")
    coder.post("/comments", {"target": events["Qadra"], "text": "Which Qadra?"})
    coder.post("/judgements", {"verb": "accept", "target": events["Qadra"], "reason": "as told"})
    coder.post(f"/queue/{events['Tolmen']}/take")
    page = admin.get("/audit?limit=3").json()
    assert [(one["by"], one["action"], one["target"]) for one in page["items"]] == [
        ("Coe", "take", events["Tolmen"]), ("Coe", "judgement", events["Qadra"]), ("Coe", "comment", events["Qadra"]),
    ]  # fmt: skip
    assert page["whole"] is True
    assert page["items"][1]["told"] == "accepted by Coe: as told"
    rest = admin.get(f"/audit?limit=500&cursor={page['next']}").json()
    assert len(rest["items"]) + 3 == page["total"]
    assert rest["next"] is None
    assert {one["action"] for one in rest["items"]} == {"person", "sign in"}
    assert admin.get("/audit?cursor=x").status_code == 422


def test_a_line_changed_in_the_file_is_seen(app: Any, at: At) -> None:
    """At once, and by whoever opens the record next."""
    from tidings.store import desk_tables
    from tidings.web.audit import DeskLog

    admin = at("Ada")
    assert admin.get("/audit").json()["whole"]
    store = app.state.record.store
    with store.transaction(writing=True) as connection:
        first = desk_tables.audit.c.number == 1
        line = connection.execute(desk_tables.audit.select().where(first)).one().line
        changed = line.replace(b'"admin"', b'"coder"')
        connection.execute(desk_tables.audit.update().where(first).values(line=changed))
    assert not admin.get("/audit").json()["whole"]
    assert not admin.get("/audit?limit=1&cursor=3").json()["whole"]
    log = DeskLog(store)
    log.state()
    assert not log.is_whole


def test_newest_lines_that_are_gone_are_missed(app: Any, at: At) -> None:
    """Though each that is left names the one before it; also when others have come in their stead."""
    from tidings.store import desk_tables

    admin, store = at("Ada"), app.state.record.store
    assert admin.get("/audit").json()["whole"]
    with store.transaction(writing=True) as connection:
        gone = desk_tables.audit.c.number == desk_tables.last_number(connection)
        connection.execute(desk_tables.audit.delete().where(gone))
    assert not admin.get("/audit").json()["whole"]
    with store.transaction(writing=True) as connection:
        desk_tables.add_entry(connection, "Eva", SignedIn())
    assert not admin.get("/audit").json()["whole"]


def test_a_line_that_cannot_be_read_is_told_in_a_sentence(app: Any, at: At) -> None:
    """Not as a failure of the desk."""
    from tidings.store import desk_tables

    admin = at("Ada")
    row = {"id": "l1:x", "at": "x", "person": "x", "action": "x", "target": "x", "line": b'{"x": 1}'}
    with app.state.record.store.transaction(writing=True) as connection:
        connection.execute(desk_tables.audit.insert(), row)
    answer = admin.get("/meta")
    assert answer.status_code == 503
    assert "of the audit log cannot be read" in answer.json()["error"]
