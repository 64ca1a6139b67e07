"""Signing in: who is alone needs it not, who is wrong learns nothing, a token is new each time and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.web_people.handmade import PASSWORD, Desk
from tidings.model.audit import PersonSet
from tidings.store import clock, desk_tables
from tidings.web import sessions
from tidings.web.app import make_app
from tidings.web.audit import DeskLog
from tidings.web.passwords import hashed, is_right
from tidings.web.people import set_person
from tidings.web.settings import DeskSettings

At = Callable[[str], Desk]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """``later(hours)``: let so much time pass."""
    begun = dt.datetime.strptime(clock.now(), clock.FORM)
    return lambda by: monkeypatch.setattr(clock, "now", lambda: (begun + by).strftime(clock.FORM))


def test_who_is_alone_may_do_everything(solo: Desk) -> None:
    """While the record knows no people, whoever sits at this machine is the reviewer of the settings."""
    told = solo.get("/meta").json()
    assert (told["who"], told["role"], told["people"]) == ("Solo", "admin", False)
    assert told["events"] == 5
    assert solo.get("/people").json() == {"items": []}
    assert solo.post("/session", {"name": "Solo", "password": "x"}).status_code == 422


@pytest.mark.parametrize(("address", "host"), (("10.0.0.7", "127.0.0.1"), ("127.0.0.1", "desk.example")))
def test_nobody_from_elsewhere_is_alone(db: str, address: str, host: str) -> None:
    """Neither another machine that calls itself this one, nor what comes through a proxy by another name."""
    app = make_app(DeskSettings(db=db, reviewer="Solo", hosts=("127.0.0.1", "desk.example")))
    elsewhere = Desk(app, address, host)
    told = elsewhere.get("/meta").json()
    assert (told["who"], told["csrf"], told["events"], told["record"]) == (None, None, 0, "")
    assert elsewhere.get("/queue").status_code == 401


@pytest.mark.parametrize("mark", ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"))
def test_what_a_proxy_passes_on_is_not_from_here(solo: Desk, mark: str) -> None:
    """Even where it does not pass on by which name it was asked."""
    assert solo.get("/queue").status_code == 200
    assert solo.get("/queue", **{mark: "x"}).status_code == 401


def test_behind_https_nobody_is_alone(db: str) -> None:
    """The proxy before it may give its own address and name, and say nothing of whom it lets in."""
    app = make_app(DeskSettings(db=db, reviewer="Solo", secure=True))
    proxied = Desk(app)
    assert proxied.get("/meta").json()["who"] is None
    assert proxied.get("/events").status_code == 401
    app.state.record.close()


def test_a_record_that_may_only_be_read_is_read(
    db: str, people: None, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No session can be noted in it, and who sits at the machine can read the file anyway; nothing is changed."""
    app.state.record.close()
    monkeypatch.setattr("tidings.store.store._may_write", lambda path: False)
    closed = make_app(DeskSettings(db=db, reviewer="Solo"))
    here = Desk(closed).begin()
    told = here.get("/meta").json()
    assert (told["who"], told["role"], told["may_write"]) == ("Solo", "reader", False)
    assert here.get("/events").json()["total"] == 5
    assert here.get("/people").status_code == 403
    assert here.post("/session", {"name": "Coe", "password": PASSWORD}).status_code == 503
    assert Desk(closed, "10.0.0.7").get("/events").status_code == 401
    closed.state.record.close()


def test_the_cookie_is_for_the_browser_alone(nobody: Desk) -> None:
    """No script reads it and no other site sends it; the record keeps its hash, and the answer holds neither."""
    answer = nobody.post("/session", {"name": "Coe", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert part in cookie
    token = answer.cookies["tidings"]
    assert token not in answer.text
    with nobody.client.app.state.record.store.transaction(writing=False) as connection:  # type: ignore[attr-defined]
        assert desk_tables.session_of(connection, token) is None
        assert desk_tables.session_of(connection, sessions.hashed_token(token)).person == "Coe"


def test_over_https_it_is_marked_so(db: str, people: None) -> None:
    """Secure, and under a name that browsers take from this host only."""
    app = make_app(DeskSettings(db=db, reviewer="Solo", secure=True))
    answer = Desk(app).post("/session", {"name": "Coe", "password": PASSWORD})
    assert answer.headers["set-cookie"].startswith("__Host-tidings=")
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("sent", ({"name": "Coe", "password": "wrong"}, {"name": "Noe", "password": PASSWORD}))
def test_a_wrong_name_and_a_wrong_password_look_alike(nobody: Desk, sent: dict[str, str]) -> None:
    """One sentence for both."""
    answer = nobody.post("/session", sent)
    assert answer.status_code == 401
    assert answer.json() == {"error": "the name or the password is wrong"}


def test_an_unknown_name_costs_a_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """So nobody can tell by the time it takes who works here."""
    asked: list[str] = []

    class Slow:
        def verify(self, known: str, words: str) -> bool:
            asked.append(known)
            return True

        def hash(self, words: str) -> str:
            return "h"

    monkeypatch.setattr("tidings.web.passwords._HASHER", Slow())
    assert not is_right("x", None)
    assert is_right("x", "h2")
    assert asked == ["h", "h2"]


def test_a_password_is_a_few_words() -> None:
    """Short ones are refused; composed and decomposed letters are one password."""
    with pytest.raises(Exception, match="12 to 1024 letters"):
        hashed("short")
    assert is_right("cafe\u0301 au lait noir", hashed("caf\u00e9 au lait noir"))


def test_a_name_is_one_however_it_is_typed(app: Any, people: None) -> None:
    """Composed or not, and with blanks around it; and tries under all of these are counted together."""
    set_person(DeskLog(app.state.record.store), "Ada", PersonSet(name="Zo\u00eb", role="coder", active=True), PASSWORD)
    typed = ("Zo\u00eb", "Zoe\u0308", " Zo\u00eb ")
    assert [Desk(app).sign_in(name).get("/meta").json()["who"] for name in typed] == ["Zo\u00eb"] * 3
    tries = [Desk(app).post("/session", {"name": name, "password": "wrong"}).status_code for name in typed * 2]
    assert tries == [401] * 5 + [429]


def test_guessing_is_slow(nobody: Desk) -> None:
    """The sixth wrong try within a minute is not even looked at, nor is a right one after it."""
    tries = [nobody.post("/session", {"name": "Coe", "password": "wrong"}).status_code for _ in range(6)]
    assert tries == [401] * 5 + [429]
    assert nobody.post("/session", {"name": "Coe", "password": PASSWORD}).status_code == 429
    assert Desk(nobody.client.app).sign_in("Lee").csrf


def test_nobody_is_shut_out_by_others(app: Any, people: None) -> None:
    """However often others knock under a name: from one address that costs the name little, and where one has been one stays known."""
    Desk(app, address="10.0.0.1", host="localhost").sign_in("Coe")
    knocking = Desk(app, address="10.0.0.2", host="localhost")
    wrong = {"name": "Coe", "password": "wrong"}
    assert [knocking.post("/session", wrong).status_code for _ in range(80)] == [401] * 5 + [429] * 75
    assert Desk(app, address="10.0.0.3", host="localhost").sign_in("Coe").csrf
    for number in range(4, 18):
        for _ in range(5):
            Desk(app, address=f"10.0.0.{number}", host="localhost").post("/session", wrong)
    assert Desk(app, address="10.0.0.9", host="localhost").post("/session", wrong).status_code == 429
    assert Desk(app, address="10.0.0.1", host="localhost").sign_in("Coe").csrf


def test_a_token_is_never_carried_over_a_sign_in(at: At) -> None:
    """Signing in again gives another one, and the one before is dead."""
    coder = at("Coe")
    old = coder.client.cookies["tidings"]
    coder.sign_in("Coe")
    assert coder.client.cookies["tidings"] != old
    other = Desk(coder.client.app)
    other.client.cookies.set("tidings", old)
    assert other.get("/queue").status_code == 401


def test_signing_out_ends_it(at: At) -> None:
    """Also for whoever has kept the cookie."""
    coder = at("Coe")
    token = coder.client.cookies["tidings"]
    assert coder.ask("DELETE", "/session").status_code == 200
    coder.client.cookies.set("tidings", token)
    assert coder.get("/queue").status_code == 401


def test_it_ends_by_itself(at: At, later: Callable[[dt.timedelta], None]) -> None:
    """After two hours without a request, and after twelve whatever one does."""
    coder = at("Coe")
    later(dt.timedelta(hours=1, minutes=59))
    assert coder.get("/queue").status_code == 200
    for hours in range(3, 12):
        later(dt.timedelta(hours=hours))
        assert coder.get("/queue").status_code == 200
    later(dt.timedelta(hours=12))
    assert coder.get("/queue").status_code == 401
    idle = at("Coe")
    later(dt.timedelta(hours=14, minutes=1))
    assert idle.get("/queue").status_code == 401


def test_a_role_changes_at_once_and_a_leave_ends_the_session(at: At) -> None:
    """No session keeps a role that was taken away."""
    coder, admin = at("Coe"), at("Ada")
    assert admin.post("/people", {"name": "Coe", "role": "reader"}).status_code == 200
    assert coder.get("/queue").status_code == 403
    assert admin.post("/people", {"name": "Coe", "role": "reader", "active": False}).status_code == 200
    assert coder.get("/articles/x").status_code in (401, 404)
    assert coder.get("/comments?target=x").status_code == 401
    assert Desk(admin.client.app).post("/session", {"name": "Coe", "password": PASSWORD}).status_code == 401


def test_no_secret_stands_in_the_log_or_the_file(at: At, db: str) -> None:
    """Neither password nor token, in no table."""
    coder = at("Coe")
    content = b"".join(path.read_bytes() for path in Path(db).parent.iterdir())
    assert PASSWORD.encode() not in content
    assert coder.client.cookies["tidings"].encode() not in content
    log: Any = at("Ada").get("/audit").text
    assert PASSWORD not in log
    assert "argon2" not in log
