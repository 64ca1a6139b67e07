"""Reports of a small war on an island of our own, a record of them, and a clock that stands where it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import standin
from tidings.model.article import Capture, article_id
from tidings.model.coding import Coding, account_id
from tidings.model.ids import digest, sha256
from tidings.model.text import evidence
from tidings.model.values import When
from tidings.store.rows import Entry
from tidings.store.store import Store, open_store

MANIFEST = digest("m1", "{}")
DAY = dt.date(2026, 3, 10)
Told = Callable[..., Coding]


def report(
    file: str,
    toll: int = 7,
    *,
    where: str = "Qadra",
    said: str = "officials",
    day: int = 0,
    published: int = 1,
    extra: str = "",
) -> Coding:
    """One article on one clash, ``day`` and ``published`` so many days after a day of ours."""
    happened, printed = DAY + dt.timedelta(day), DAY + dt.timedelta(published)
    text = f"Rebels attacked soldiers in {where}, killing {toll}, {said} said. It was {happened}. {extra}".strip()
    article = replace(
        standin.article(text, file, outlet=file.split(".")[0].title()), published=printed, published_basis="given",
        id=article_id(text, file.split(".")[0].title(), None, printed),
    )  # fmt: skip
    made = standin.coding(article)
    start = text.index(str(happened))
    when = When(
        start=happened,
        end=happened,
        precision="day",
        words=str(happened),
        evidence=(evidence(text, start, start + 10),),
    )
    accounts = tuple(
        replace(one, date=when, id=account_id(article.id, one.type, one.evidence)) for one in made.accounts
    )
    return replace(made, accounts=accounts)


def entry(coding: Coding, manifest: str = MANIFEST) -> Entry:
    """A coding on its way into a record."""
    content = (coding.article.text or "").encode()
    capture = Capture(
        sha256=sha256(content), file=coding.article.file, part=None, media_type="text/plain", content=content
    )
    return Entry(coding=coding, capture=capture, manifest=manifest, complete=True)


@pytest.fixture
def told() -> Told:
    """``told("herald.txt", 7, day=2)``: a report."""
    return report


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty record."""
    opened = open_store(tmp_path / "r.db", create=True)
    opened.add_manifest(MANIFEST, b"{}")
    return opened


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], dt.date]:
    """``on(3)``: let it be noon, so many days after a day of ours; the day."""

    def set_clock(days: int) -> dt.date:
        day = DAY + dt.timedelta(days)
        noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
        return day

    return set_clock


@pytest.fixture
def add(store: Store) -> Callable[..., None]:
    """``add(coding, ...)``: store codings."""

    def stored(*codings: Coding, manifest: str = MANIFEST) -> None:
        store.add_manifest(manifest, b"{}" if manifest == MANIFEST else b"{ }")
        for coding in codings:
            store.add(entry(coding, manifest))

    return stored
