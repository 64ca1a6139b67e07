"""The guard of the routes: every route by every role, other sites, tokens, sizes, and how often one may ask."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.web_people.handmade import PEOPLE, Desk
from tidings.reference.desk_rules import at_least, load_desk_rules, route_name
from tidings.web.app import openapi
from tidings.web.bodies import LARGEST, BodyLimits
from tidings.web.limits import Limits

At = Callable[[str], Desk]
NOT_REFUSED = 0  # by the guard; the route itself may find that there is no such thing


def routes() -> list[tuple[str, str]]:
    """Method and path of every route in the OpenAPI document, without ``/api/v1``."""
    found = [
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in openapi()["paths"].items()
        for method in methods
    ]
    assert len(found) >= 16
    return found


def refused(desk: Desk, method: str, path: str) -> int:
    """401 or 403 where the guard refuses a route, 0 where it lets it through."""
    answer = desk.ask(method, re.sub(r"{[^}]*}", "c1:" + "0" * 20, path), None if method in ("GET", "DELETE") else {})
    return int(answer.status_code) if answer.status_code in (401, 403) else NOT_REFUSED


@pytest.mark.parametrize(("method", "path"), routes())
def test_every_route_is_in_the_table_and_asks_for_its_role(app: Any, at: At, method: str, path: str) -> None:
    """Somebody of each role, and nobody, at every route there is: let through, 401 or 403 as the table says."""
    least = load_desk_rules().routes[route_name(method, path)]
    assert refused(Desk(app), method, path) == (NOT_REFUSED if least == "nobody" else 401)
    for name, role in PEOPLE.items():
        wanted = NOT_REFUSED if at_least(role, least) else 403
        found = refused(at(name), method, path)
        assert found == wanted, f"{role} at {method} {path}: {found}"


def test_a_route_that_no_table_knows_is_refused(app: Any, solo: Desk) -> None:
    """Whoever adds one has to say who may have it."""
    from fastapi import APIRouter, Depends

    from tidings.web.guard import guard

    router = APIRouter()
    router.add_api_route("/secrets", lambda: "x", methods=["GET"])
    app.include_router(router, prefix="/api/v1", dependencies=[Depends(guard)])
    assert solo.get("/secrets").status_code == 403


@pytest.mark.parametrize(
    "headers",
    (
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://example.org"}, {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": "ö"},
    ),
)  # fmt: skip
@pytest.mark.parametrize("who", ("Solo", "Lee"))
def test_another_site_changes_nothing(
    app: Any, request: pytest.FixtureRequest, headers: dict[str, str], who: str
) -> None:
    """Neither with people nor without: another origin, or no token."""
    desk = request.getfixturevalue("solo") if who == "Solo" else request.getfixturevalue("at")("Lee")
    named = {name: value.encode() for name, value in headers.items()}
    assert desk.post("/comments", {"target": "c1:x", "text": "x"}, **named).status_code == 403  # type: ignore[arg-type]


def test_another_site_signs_nobody_in(nobody: Desk) -> None:
    """Else it could have somebody work under a name that is not theirs."""
    sent = {"name": "Coe", "password": "x"}
    assert nobody.post("/session", sent, Origin="https://example.org").status_code == 403


def test_our_own_pages_may(solo: Desk, events: dict[str, str]) -> None:
    """Same origin, with the token."""
    sent = {"target": events["Qadra"], "text": "Which Qadra?"}
    headers = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert solo.post("/comments", sent, **headers).status_code == 200


def test_what_is_sent_is_json_of_its_shape_and_not_too_large(solo: Desk) -> None:
    """Forms, other shapes, what is no JSON, what is too large or of no length: told in a sentence."""
    headers = {"X-CSRF-Token": solo.csrf}
    asked = solo.client.post
    where = "/api/v1/comments"
    assert asked(where, data={"target": "x", "text": "y"}, headers=headers).status_code == 422
    typed = {**headers, "Content-Type": "application/json"}
    for content in (
        b"",
        b"{",
        b"[]",
        b'{"target": 1}',
        b'{"target": "x", "text": "y", "more": 1}',
        b'"\xff"',
        b"[" * 90_000,
    ):
        answer = asked(where, content=content, headers=typed)
        assert answer.status_code == 422, content[:40]
        assert answer.json()["error"]
    assert asked(where, content=b" " * (LARGEST + 1), headers=typed).status_code == 413
    assert asked(where, content=iter([b" " * LARGEST, b" "]), headers=typed).status_code == 413


def test_one_may_ask_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes are fewer than readings, and each person has their own."""
    limits = Limits()
    for _ in range(900):
        limits.use("Coe", changes=True)
    with pytest.raises(Exception, match="too many requests"):
        limits.use("Coe", changes=True)
    limits.use("Coe", changes=False)
    limits.use("Cyd", changes=True)


def test_who_sends_too_slowly_is_not_waited_for() -> None:
    """A body of which nothing comes ties nothing up: 408."""
    sent: list[Any] = []

    async def forever() -> Any:
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        sent.append(message)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("never reached")

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-length", b"10")]}
    asyncio.run(BodyLimits(app, slowest=0.05)(scope, forever, send))
    assert sent[0]["status"] == 408


def test_a_fault_of_the_desk_has_its_headers_too(app: Any, solo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says nothing of what went wrong inside."""

    def broken(_: Any) -> Any:
        raise ValueError("a secret of the house")

    monkeypatch.setattr("tidings.web.api.people.people", broken)
    client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1), raise_server_exceptions=False)
    answer = client.get("/api/v1/people")
    assert answer.status_code == 500
    assert list(answer.json()) == ["error"]
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
