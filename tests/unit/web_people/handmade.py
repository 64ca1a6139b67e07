"""Reports of an island of our own, and somebody who asks the desk about them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi.testclient import TestClient
from msgspec.structs import replace

from tests import standin
from tidings.model.article import Capture, article_id
from tidings.model.coding import Coding, account_id
from tidings.model.ids import digest, sha256
from tidings.model.text import evidence
from tidings.model.values import When
from tidings.reference.gazetteer_place import GazetteerPlace
from tidings.store.rows import Entry

MANIFEST = digest("m1", "{}")
PASSWORD = "four plain words here"
PEOPLE = {"Rea": "reader", "Coe": "coder", "Cyd": "coder", "Lee": "lead", "Ada": "admin"}
TOWNS = ("Qadra", "Tolmen", "Peltane", "Dakora", "Dorne")


def report(file: str, where: str, toll: int = 7, day: int = 0) -> Coding:
    """One article on one clash."""
    happened = dt.date(2026, 3, 10) + dt.timedelta(day)
    text = f"Rebels attacked soldiers in {where}, killing {toll}, officials said. It was {happened}."
    outlet = file.split(".")[0].title()
    article = replace(
        standin.article(text, file, outlet=outlet), published=happened + dt.timedelta(1), published_basis="given",
        id=article_id(text, outlet, None, happened + dt.timedelta(1)),
    )  # fmt: skip
    made = standin.coding(article)
    start = text.index(str(happened))
    words = (evidence(text, start, start + 10),)
    when = When(start=happened, end=happened, precision="day", words=str(happened), evidence=words)
    accounts = tuple(
        replace(one, date=when, id=account_id(article.id, one.type, one.evidence)) for one in made.accounts
    )
    return replace(made, accounts=accounts)


def entry(coding: Coding) -> Entry:
    """A coding on its way into a record."""
    content = (coding.article.text or "").encode()
    capture = Capture(
        sha256=sha256(content), file=coding.article.file, part=None, media_type="text/plain", content=content
    )
    return Entry(coding=coding, capture=capture, manifest=MANIFEST, complete=True)


def place_of(key: str) -> GazetteerPlace | None:
    """The towns of the island as a gazetteer has them."""
    name = key.removeprefix("td:").title()
    if name not in TOWNS:
        return None
    return GazetteerPlace(
        id=key, name=name, kind="town", lat=-12.345678, lon=45.678912, country=None, countries=(), admin1=None, admin1_id=None,
        admin2=None, admin2_id=None, population=0, radius_km=2.0, accuracy_km=None, box=None, source="own",
    )  # fmt: skip


class Desk:
    """Somebody at the desk: asks with the token and the cookie that the desk has given them."""

    def __init__(self, app: Any, address: str = "127.0.0.1", host: str = "127.0.0.1") -> None:
        self.client = TestClient(app, base_url=f"http://{host}", client=(address, 50000), raise_server_exceptions=True)
        self.csrf = ""

    def ask(self, method: str, path: str, sent: Any = None, **headers: str) -> Any:
        named = {"X-CSRF-Token": self.csrf, **headers} if method != "GET" else headers
        return self.client.request(method, f"/api/v1{path}", json=sent, headers=named)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, sent: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, sent, **headers)

    def begin(self) -> Desk:
        """Learn the token of a desk without people."""
        self.csrf = self.get("/meta").json()["csrf"]
        return self

    def sign_in(self, name: str, password: str = PASSWORD) -> Desk:
        answer = self.post("/session", {"name": name, "password": password})
        assert answer.status_code == 200, answer.text
        self.csrf = answer.json()["csrf"]
        return self
