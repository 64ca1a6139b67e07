"""Whatever is sent to the API, it answers in the way its OpenAPI document says, and never with a fault of its own (5xx)."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.unit.web.record import MANIFEST, entries
from tidings.store.store import open_store
from tidings.web.app import API, make_app
from tidings.web.limits import Limits
from tidings.web.settings import DeskSettings

EXAMPLES = 12  # of each route; all routes together take some 40 seconds


class AtTheMachine:
    """An application asked by somebody at the machine itself, with the token that changes want."""

    def __init__(self, app: Any, csrf: str) -> None:
        self.app, self.csrf = app, csrf

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            kept = [(name, value) for name, value in scope["headers"] if name not in (b"host", b"x-csrf-token")]
            headers = [*kept, (b"host", b"127.0.0.1"), (b"x-csrf-token", self.csrf.encode())]
            scope = {**scope, "client": ("127.0.0.1", 50000), "headers": headers}
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The document of a desk over a small record."""
    path = tmp_path_factory.mktemp("record") / "r.db"
    with open_store(path, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        for entry in entries():
            store.add(entry)
    app = make_app(DeskSettings(db=str(path), reviewer="Ana"))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as client:
        csrf = client.get(f"{API}/meta").json()["csrf"]
    return schemathesis.openapi.from_asgi(f"{API}/openapi.json", AtTheMachine(app, csrf))


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_no_request_is_answered_with_a_fault(asked: Any, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any values in any place: an answer of its schema, or a refusal of one of the kinds that are told of."""
    monkeypatch.setattr(Limits, "use", lambda *_, **__: None)
    routes = [found.ok() for found in asked.get_all_operations()]
    mine = [route for route in routes if route.method.upper() == method]
    assert mine
    for route in mine:
        _ask(route)


def _ask(route: Any) -> None:
    """Ask one route many things."""

    @given(case=route.as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        case.validate_response(
            case.call(), checks=[not_a_server_error, response_schema_conformance, status_code_conformance]
        )

    ask()
