"""Every answer of the API is what its OpenAPI document says it is, whatever database lies under the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from tests.postgresql import empty_database
from tests.unit.web.record import MANIFEST, entries
from tidings.store.store import open_store
from tidings.web.app import API, make_app, openapi
from tidings.web.settings import DeskSettings


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a record can be made."""
    if request.param == "sqlite":
        yield str(tmp_path_factory.mktemp("record") / "r.db")
        return
    with empty_database(request.getfixturevalue("postgresql_server")) as address:
        yield address


@pytest.fixture(scope="module")
def client(db: str) -> Iterator[TestClient]:
    """A desk over a small record."""
    with open_store(db, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        for entry in entries():
            store.add(entry)
    app = make_app(DeskSettings(db=db, reviewer="Ana"))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as made:
        yield made
    app.state.record.close()


def addresses(client: TestClient) -> dict[str, list[str]]:
    """For each path of the document that is asked with GET and answers JSON, some addresses."""
    events = client.get(f"{API}/events?standing=all").json()["items"]
    articles = client.get(f"{API}/articles").json()["items"]
    lists = ["", "?standing=all&order=killed", "?limit=2", "?text=front"]
    return {
        "/meta": [""],
        "/events": lists,
        "/events/map": ["", "?standing=all"],
        "/events/timeline": ["", "?by=week&standing=all"],
        "/events/facets": ["", "?type=protest"],
        "/events/{event}": [f"/{one['id']}" for one in events],
        "/events/{event}/claims": [f"/{one['id']}/claims" for one in events],
        "/events/{event}/sentence": [f"/{one['id']}/sentence?rule=lowest" for one in events],
        "/accounts/{account}": [f"/{one['id']}" for one in events],
        "/articles": ["", "?outlet=Courier"],
        "/articles/{article}": [f"/{one['id']}" for one in articles],
        "/places": ["?name=Tikrit"],
        "/actors": ["?name=army"],
        "/outlines/{place}": ["/gn:91695", "/gn:0"],
        "/towns": ["?bbox=40,30,48,37&zoom=7"],
        "/control": ["?place=Tolmen&on=2031-06-02", "?place=Tolmen&on=2031-06-02&as_known=2031-05-02"],
        "/control/day": ["?on=2031-06-02"],
        "/control/series": ["?place=Tolmen"],
        "/changes": ["?since=2020-01-01"],
        "/why": [f"?one={events[0]['id']}&other={events[1]['id']}"],
        "/queue": ["", "?all=1"],
        "/comments": [f"?target={events[0]['id']}"],
        "/sets": [""],
        "/people": [""],
        "/audit": [""],
    }


#: Of files, and of sets: there is none before one is made.
BESIDES = {
    "/events/{event}/dossier",
    "/articles/{article}/original",
    "/exports/{form}",
    "/sets/{name}",
    "/sets/{name}/agreement",
}


def test_answers_are_of_their_schemas(client: TestClient) -> None:
    """Each address of each path, and each refusal."""
    document = client.get(f"{API}/openapi.json").json()
    known = addresses(client)
    asked = {path.removeprefix(API) for path, routes in document["paths"].items() if "get" in routes}
    assert {_plain(path) for path in asked} == {_plain(path) for path in (*known, *BESIDES)}
    for path, ends in known.items():
        (full,) = [each for each in document["paths"] if _plain(each) == _plain(f"{API}{path}")]
        for end in ends:
            address = API + path.partition("/{")[0] + end
            answer = client.get(address)
            assert answer.status_code in (200, 404), answer.text
            told = document["paths"][full]["get"]["responses"][str(answer.status_code)]
            schema = told["content"]["application/json"]["schema"]
            _check(answer.json(), {**schema, "components": document["components"]}, address)


def test_the_document_stands_without_a_record() -> None:
    """It is that of the running desk; every reference in it leads somewhere."""
    document = openapi()
    names = set(document["components"]["schemas"])
    assert _references(document) <= names


def _check(value: Any, schema: dict[str, Any], address: str) -> None:
    found = [*jsonschema.Draft202012Validator(schema).iter_errors(value)]
    assert not found, f"{address}: {found[0].message} at {list(found[0].absolute_path)}"


def _plain(path: str) -> str:
    """A path whatever its parameters are called."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(_references, node.values()))
    return set[str]().union(*map(_references, node)) if isinstance(node, list) else set()
