"""The page on the API names every route, and every address in it can be asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tidings.web.app import API, openapi
from tidings.web.index_filters import Filters, box_of

PAGE = (Path(__file__).resolve().parents[3] / "docs/reference/api.md").read_text(encoding="utf-8")
ADDRESSES = sorted(set(re.findall(r'curl [^\n]*"\$API([^"]+)"', PAGE)))


def test_every_route_stands_in_the_table() -> None:
    """And no other."""
    told = set(re.findall(r"^\| `((?:GET|POST|DELETE) [^`]+)` \|", PAGE, re.MULTILINE))
    made = {
        f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path.removeprefix(API))}"
        for path, routes in openapi()["paths"].items()
        for method in routes
    }
    assert told == made


def test_every_filter_stands_in_the_table() -> None:
    """By the name it has in an address."""
    rows = re.findall(
        r"^\| (`[^|]*`) \| ", PAGE[PAGE.index("| Filter |") : PAGE.index("`/events` is in order")], re.MULTILINE
    )
    names = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert names == {{"box": "bbox", "since": "updated_since"}.get(name, name) for name in Filters.__struct_fields__}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers(client: TestClient, address: str) -> None:
    """With the ids of a record in the place of the variables."""
    events = client.get(f"{API}/events").json()["items"]
    article = client.get(f"{API}/articles").json()["items"][0]["id"]
    for name, value in (("EVENT", events[0]["id"]), ("OTHER", events[1]["id"]), ("ARTICLE", article)):
        address = address.replace(f"${name}", value)
    answer = client.get(f"{API}{address}")
    assert answer.status_code == 200, answer.text


def test_a_box_is_as_the_page_writes_it() -> None:
    """West, south, east, north."""
    assert box_of("40,30,48,37") == (40.0, 30.0, 48.0, 37.0)
