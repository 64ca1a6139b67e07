"""A record of one article of two megabytes: a piece is read, and what was read in it stands again behind itself as often as it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from evals.bench_article import long_text
from tests.end_to_end.invented import run
from tidings.export.redact import as_data
from tidings.model.article import Capture, article_id
from tidings.model.coding import Account, Coding, account_id
from tidings.model.ids import sha256
from tidings.store.rows import Entry
from tidings.store.store import open_store

PIECE = 20_000  # letters that are read: reading all of it takes minutes


def read_long(folder: Path, letters: int = 2_000_000) -> tuple[Path, Coding]:
    """The record and what it says of its article."""
    (folder / "piece.txt").write_text(long_text(PIECE, 35), encoding="utf-8")
    run("read", folder / "piece.txt", "--db", folder / "piece.db", "--published", "2024-05-05")
    with open_store(folder / "piece.db", create=False) as store:
        (piece,) = store.codings()
        manifests = store.manifests()
    made = lengthened(piece, letters)
    content = (made.article.text or "").encode()
    capture = Capture(
        sha256=sha256(content), file=made.article.file, part=None, media_type="text/plain", content=content
    )
    db = folder / "long.db"
    with open_store(db, create=True) as store:
        for key, manifest in manifests.items():
            store.add_manifest(key, manifest)
        store.add(Entry(coding=made, capture=capture, manifest=min(manifests), complete=True))
    return db, made


def lengthened(piece: Coding, letters: int) -> Coding:
    """A coding whose text is that of another over and over, each time with all that was read in it."""
    text = f"{piece.article.text}\n\n"
    times = -(-letters // len(text))
    whole = text * times
    key = article_id(whole, piece.article.outlet, piece.article.url, piece.article.published)
    accounts = [_at(account, key, time * len(text)) for time in range(times) for account in piece.accounts]
    return replace(
        piece, article=replace(piece.article, id=key, text=whole), accounts=tuple(accounts), suggested=(), control=(), quotes=(), gaps=(),
    )  # fmt: skip


def _at(account: Account, article: str, offset: int) -> Account:
    """An account whose words stand so much farther on in an article."""
    moved = msgspec.convert(_moved(as_data(account), offset), Account)
    return replace(moved, id=account_id(article, moved.type, moved.evidence))


def _moved(node: Any, offset: int) -> Any:
    if isinstance(node, list):
        return [_moved(each, offset) for each in node]
    if not isinstance(node, dict):
        return node
    if node.keys() == {"start", "end", "quote"}:
        return {**node, "start": node["start"] + offset, "end": node["end"] + offset}
    return {name: _moved(value, offset) for name, value in node.items()}
