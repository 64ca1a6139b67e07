"""A published text, and the bytes it came from."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from tidings.model.ids import digest
from tidings.model.text import Evidence

PublishedBasis = Literal["given", "metadata", "printed", "unknown"]


class Capture(Struct, frozen=True, kw_only=True):
    """Bytes as they were found: the original that is kept for ever. ``file`` is the name the user gave, as POSIX path.

    ``part`` numbers the records of a JSONL file (from 0) and is ``None`` for a whole file.
    """

    sha256: str
    file: str
    part: int | None
    media_type: str
    content: bytes


class Removed(Struct, frozen=True):
    """A stretch that cleaning took out, with offsets into the original decoded text (code points)."""

    start: int
    end: int
    quote: str
    why: str


class ArticleReasons(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a fact about an article is blank, one plain sentence each; absent when it is not."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    text: str | None = None


class Article(Struct, frozen=True, kw_only=True):
    """Clean text and what is known of its publication (RECORD §5). ``text`` is ``None`` when nothing could be read."""

    id: str
    file: str
    title: str | None
    outlet: str | None
    url: str | None
    language: str | None
    published: dt.date | None
    published_basis: PublishedBasis
    text: str | None
    removed: tuple[Removed, ...]
    reasons: ArticleReasons


def article_id(text: str | None, outlet: str | None, url: str | None, published: dt.date | None) -> str:
    """The id of an article: the same wire text in two outlets is two articles (RECORD §5)."""
    return digest("a1", text, outlet, url, published.isoformat() if published else None)


__all__ = ["Article", "ArticleReasons", "Capture", "Evidence", "PublishedBasis", "Removed", "article_id"]
