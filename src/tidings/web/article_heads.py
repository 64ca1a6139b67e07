"""The articles of a record by publication day and file, without their texts: read when first asked for, then only what is new."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, select

from tidings.store import links, schema
from tidings.store.portions import portions
from tidings.store.store import Store, current, speaking
from tidings.web.index_cursor import cursor, key_of
from tidings.web.index_rows import fold
from tidings.web.index_source import HeldEvents, Marks
from tidings.web.records import Snapshot
from tidings.web.shapes import ArticlePage, ArticleRef

_HEAD: Final = 4_000  # bytes of a coding's line in which what comes before the text stands, but for very long titles
_TEXT: Final = b',"published_basis":'  # cannot stand in a string, whose quotation marks are escaped
_FAR: Final = "9999-12-31"


class _Top(Struct, frozen=True, kw_only=True):
    id: str
    file: str
    title: str | None
    outlet: str | None
    url: str | None
    language: str | None
    published: dt.date | None


class _Whole(Struct, frozen=True, kw_only=True):
    article: _Top


class Head(Struct, frozen=True, kw_only=True, gc=False):
    """An article with the coding that tells it, and its names and its outlet folded."""

    ref: ArticleRef
    coding: str
    names: str
    outlet: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Where it stands in the list."""
        return str(self.ref.published or _FAR), self.ref.file, self.ref.id


class Heads:
    """All articles of one record."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._held: dict[str, Head] = {}
        self._ordered: tuple[Head, ...] = ()
        self._marks: Marks | None = None

    def all(self, now: Snapshot) -> tuple[Head, ...]:
        """By publication day and file; what has no day comes last."""
        with self._lock:
            before = self._marks
            if before is None or (before.readings, before.tombstones) != (now.marks.readings, now.marks.tombstones):
                self._read(now)
                self._marks = now.marks
            return self._ordered

    def some(self, articles: Iterable[str]) -> list[ArticleRef]:
        """Some articles by id, in the order of the list; only these are read."""
        wanted = set(articles)
        if not wanted:
            return []
        with self._store.transaction(writing=False) as connection:
            told = {key: coding for key, coding in speaking(connection, wanted).items() if key in wanted}
            found = list(_heads(connection, told.values()))
        return [head.ref for head in sorted(found, key=lambda head: head.key)]

    def page(
        self, now: Snapshot, *, outlet: str | None, first: dt.date | None, last: dt.date | None, text: str | None, after: str | None,
        limit: int,
    ) -> ArticlePage:  # fmt: skip
        """A page of articles; ``text``: words of title, file, outlet or address."""
        heads = self.all(now)
        found: Sequence[int] = range(len(heads))
        if outlet is not None:
            found = [row for row in found if heads[row].outlet == fold(outlet)]
        if first is not None or last is not None:
            found = [row for row in found if _in_days(heads[row].ref.published, first, last)]
        for word in fold(text or "").split()[:10]:
            found = [row for row in found if word in heads[row].names]
        begin = 0
        if after is not None:
            place = key_of(after, (str, str, str))
            begin = bisect_right(found, place, key=lambda row: heads[row].key)
        shown = [heads[row] for row in found[begin : begin + limit]]
        more = cursor(shown[-1].key) if begin + limit < len(found) else None
        return ArticlePage(total=len(found), next=more, items=tuple(head.ref for head in shown))

    def _read(self, now: Snapshot) -> None:
        with self._store.transaction(writing=False) as connection:
            told = _told(connection, now)
            new = [coding for article, coding in told.items() if self._held.get(article, _NONE).coding != coding]
            kept = {article: head for article, head in self._held.items() if told.get(article) == head.coding}
            kept |= {head.ref.id: head for head in _heads(connection, new)}
        self._held = kept
        self._ordered = tuple(sorted(kept.values(), key=lambda head: head.key))


_NONE: Final = Head(
    ref=ArticleRef(id="", title="", file="", outlet=None, url=None, published=None), coding="", names="", outlet=""
)


def _told(connection: Connection, now: Snapshot) -> dict[str, str]:
    """The coding that tells each article, also of those that could not be read."""
    told = speaking(connection) if isinstance(now.source, HeldEvents) else links.linked(connection)
    coding = schema.coding
    unread = connection.execute(
        current(coding.c.id, coding.c.article, coding.c.file, coding.c.part, coding.c.has_text).where(
            ~coding.c.has_text
        )
    ).all()
    files = {(row.file, row.part) for row in unread}
    read: set[tuple[str, int | None]] = set()
    for some in portions(file for file, _ in files):
        wanted = select(coding.c.id, coding.c.file, coding.c.part).where(coding.c.file.in_(some), coding.c.has_text)
        speaking_now = set(told.values())
        read |= {(row.file, row.part) for row in connection.execute(wanted) if row.id in speaking_now}
    return told | {
        row.article: row.id for row in unread if (row.file, row.part) not in read and row.article not in told
    }


def _heads(connection: Connection, codings: Iterable[str]) -> Iterator[Head]:
    coding, account = schema.coding, schema.account
    for some in portions(codings):
        counted = (
            select(account.c.coding, func.count().label("number"))
            .where(account.c.coding.in_(some))
            .group_by(account.c.coding)
        )
        numbers = {row.coding: row.number for row in connection.execute(counted)}
        wanted = select(coding.c.id, func.substr(coding.c.line, 1, _HEAD).label("head")).where(coding.c.id.in_(some))
        for row in connection.execute(wanted):
            top = _top(bytes(row.head))
            if top is None:
                line = connection.execute(select(coding.c.line).where(coding.c.id == row.id)).scalar_one()
                top = msgspec.json.decode(line, type=_Whole).article
            yield _head(top, row.id, numbers.get(row.id, 0))


def _top(head: bytes) -> _Top | None:
    """What stands before the text in the beginning of a coding's line; ``None`` where that is too short."""
    before, found, _ = head.partition(_TEXT)
    if not found:
        return None
    return msgspec.json.decode(before + b"}}", type=_Whole).article


def _head(top: _Top, coding: str, accounts: int) -> Head:
    names = "\n".join(filter(None, (top.title, top.file, top.outlet, top.url)))
    ref = ArticleRef(
        id=top.id, title=top.title or top.file, file=top.file, outlet=top.outlet, url=top.url, published=top.published,
        accounts=accounts, language=top.language,
    )  # fmt: skip
    return Head(ref=ref, coding=coding, names=fold(names), outlet=fold(top.outlet or ""))


def _in_days(day: dt.date | None, first: dt.date | None, last: dt.date | None) -> bool:
    """Whether an article is of some days; one without a day is of none."""
    return day is not None and (first is None or day >= first) and (last is None or day <= last)
