"""Pages that we wrote the way sites and scrapers leave them: what is kept, what is taken out and why, what is known of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from tidings.ingest.inputs import list_sources
from tidings.ingest.read import read_source

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(page.name for page in PAGES.iterdir() if page.suffix in (".txt", ".html"))


def as_golden(name: str) -> str:
    """A page's article and failures as readable JSON."""
    reading = read_source(list_sources([PAGES / name])[0])
    article = reading.article
    found = {
        **{
            field: getattr(article, field)
            for field in ("title", "outlet", "url", "language", "published", "published_basis")
        },
        "text": (article.text or "").split("\n"),
        "removed": [f"{taken.why}: {taken.quote}" for taken in article.removed],
        "failures": [f"{failure.step}: {failure.reason}" for failure in reading.failures],
    }
    return json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_page(name: str) -> None:
    """A page gives what was agreed for it; after a wanted change, TIDINGS_GOLDEN=write writes it anew."""
    wanted = PAGES / f"{name}.json"
    if os.environ.get("TIDINGS_GOLDEN") == "write":
        wanted.write_text(as_golden(name), encoding="utf-8")
    assert as_golden(name) == wanted.read_text(encoding="utf-8")
