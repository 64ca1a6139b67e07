"""The originals that a record keeps as sources, so that they are coded anew by today's version and settings."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct
from sqlalchemy import select

from tidings.errors import InputError
from tidings.ingest.inputs import Kind, Source
from tidings.ingest.manifest import given
from tidings.ingest.read import read_source
from tidings.ingest.records import Part
from tidings.model.article import Article
from tidings.model.coding import Coding
from tidings.pipeline.local import ReadingLike
from tidings.pipeline.manifest import Settings
from tidings.pipeline.plan import Plan
from tidings.store import schema
from tidings.store.store import Store, open_store

RECIPE: Final = "tidings.review.recoding:stored_plan"
_KINDS: Final[dict[str, Kind]] = {"text/plain": "text", "text/html": "html", "application/pdf": "pdf"}


class Stored(Struct, frozen=True, kw_only=True):
    """An original in a record: where the record is, the hash of the bytes, and what is known of them."""

    location: str
    sha256: str
    source: Source

    @property
    def file(self) -> str:
        """The name it was read under."""
        return self.source.file


def stored_sources(store: Store, location: str) -> tuple[Stored, ...]:
    """The originals behind what the record says now; ``location`` is what the record is opened by.

    What was known of an article (outlet, address, title, and the day where it was given) is taken over.
    """
    found = []
    for capture, coding in store.captured():
        found.append(Stored(location=location, sha256=capture.sha256, source=_source(capture, coding.article)))
    return tuple(found)


def _source(capture: Any, article: Article) -> Source:
    part = None if capture.part is None else Part(capture.part, 0, capture.size)
    kind = _KINDS.get(capture.media_type) or ("json" if part is None else "jsonl")
    day = article.published if article.published_basis == "given" else None
    known = given(published=day, outlet=article.outlet, url=article.url, title=article.title)
    return Source(path="", file=capture.file, kind=kind, part=part, given=known)


class StoredPlan:
    """The plan, reading from a record instead of from files."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def read(self, source: Stored) -> ReadingLike:
        """The article, read anew from the bytes kept."""
        wanted = select(schema.original.c.content).where(schema.original.c.sha256 == source.sha256)
        with open_store(source.location, create=False) as store, store.transaction(writing=False) as connection:
            content = connection.execute(wanted).scalar()
        if content is None:
            raise InputError("its original is no longer in the record")
        return read_source(source.source, bytes(content))

    def code(self, article: Article) -> Coding:
        """Its coding."""
        return self._plan.code(article)


def stored_plan(settings: Settings) -> StoredPlan:
    """The recipe of a recoding."""
    from tidings.pipeline import plan

    return StoredPlan(plan.whole_plan(settings))
