"""What every store owes its reader, whatever database lies under it. PostgreSQL joins the list when a server is at hand."""

from __future__ import annotations

import random

import pytest

from tests import standin
from tidings.model.article import Capture
from tidings.model.ids import digest, sha256
from tidings.store.rows import Entry
from tidings.store.store import open_store
from tidings.store.verify import verify

MANIFEST = digest("m1", "{}")


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path):
    """Where an empty store can be made."""
    if request.param == "sqlite":
        return tmp_path / "record.db"
    return request.getfixturevalue("postgresql")


def entries() -> list[Entry]:
    """Ten articles, two of them with the same text."""
    made = []
    for number in range(10):
        text = f"Rebels attacked soldiers in Qadra, killing {max(number, 1)}, officials said."
        article = standin.article(text, f"{number}.txt")
        content = text.encode()
        capture = Capture(
            sha256=sha256(content), file=article.file, part=None, media_type="text/plain", content=content
        )
        made.append(Entry(coding=standin.coding(article), capture=capture, manifest=MANIFEST, complete=True))
    return made


def test_what_goes_in_comes_out_in_any_order_once(location):
    """Any order, any repetition, closed and opened in between: the same codings by file, each article once, and a clean bill."""
    shuffled = entries() * 2
    random.Random(3).shuffle(shuffled)
    with open_store(location, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        for entry in shuffled[:7]:
            store.add(entry)
    with open_store(location, create=True) as store:
        for entry in shuffled[7:]:
            store.add(entry)
        found = list(store.codings())
        assert found == [entry.coding for entry in entries() if entry.coding.article.file != "1.txt"]  # 0.txt tells it
        assert len(store.known(MANIFEST)) == 10
        assert verify(store).faults == ()
        assert list(store.manifests()) == [MANIFEST]


def test_a_transaction_is_whole_or_nothing(location, monkeypatch):
    """An error in the middle of an article leaves no row of it, and the article can be stored afterwards."""
    article = entries()[0]

    def pull_the_plug(coding):
        raise RuntimeError("pulled the plug")

    with open_store(location, create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
        with monkeypatch.context() as patch:
            patch.setattr("tidings.store.rows.claim_rows", pull_the_plug)
            with pytest.raises(RuntimeError):
                store.add(article)
        assert verify(store).originals == verify(store).codings == 0
        assert store.add(article)
