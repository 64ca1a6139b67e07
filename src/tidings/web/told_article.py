"""One article as its page wants it: text, values on their words, the events that tell it, its copies, and its original as plain text."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import select

from tidings.errors import InputError
from tidings.fusion.wire import WireTie, wire_groups
from tidings.ingest.decode import decode
from tidings.model.coding import Coding, read_coding
from tidings.store import links, schema
from tidings.store.store import Store
from tidings.web.answers import NotFoundError
from tidings.web.article_heads import Heads
from tidings.web.index_source import HeldEvents
from tidings.web.records import Snapshot
from tidings.web.shapes import ArticleTold, Comment
from tidings.web.told_spans import spans_of

_MOST: Final = 2_000_000  # letters of an original that are shown
_MOST_BYTES: Final = 8_000_000


class Original(Struct, frozen=True, kw_only=True):
    """The bytes behind an article, and what they were taken for."""

    content: bytes
    media_type: str
    file: str


def told_article(store: Store, now: Snapshot, heads: Heads, name: str, comments: tuple[Comment, ...]) -> ArticleTold:
    """All that the page of an article shows. NotFoundError when there is none."""
    coding, key = coding_of(store, name)
    accounts = [account.id for account in (*coding.accounts, *coding.suggested)]
    events = {one: event for one, event in now.source.events_with(accounts).items() if event in now.index.rows}
    text, cut = shown_original(original_of(store, key))
    return ArticleTold(
        article=coding.article, spans=spans_of(coding), accounts=coding.accounts, suggested=coding.suggested, control=coding.control,
        quotes=coding.quotes, gaps=coding.gaps, failures=coding.failures, events=events,
        copies=tuple(heads.some(copies_of(store, now, name))), original=text, original_cut=cut, comments=comments,
    )  # fmt: skip


def coding_of(store: Store, article: str) -> tuple[Coding, str]:
    """What an article says now, and the id of that coding; also of one that could not be read."""
    found = store.codings_of([article])
    with store.transaction(writing=False) as connection:
        key = links.linked(connection, [article]).get(article)
        coding, reading = schema.coding, schema.reading
        if key is None or not found:
            wanted = select(coding.c.id, coding.c.line).join(reading, reading.c.coding == coding.c.id)
            wanted = wanted.where(coding.c.article == article).order_by(
                coding.c.has_text.desc(), reading.c.number.desc()
            )
            row = connection.execute(wanted.limit(1)).first()
            if row is None:
                raise NotFoundError(f"no article is called {article}")
            return (found[0] if found else read_coding(row.line)), row.id
    return found[0], key


def original_of(store: Store, coding: str) -> Original | None:
    """The bytes behind a coding; ``None`` where the record holds none."""
    joined = schema.coding.join(schema.capture, schema.capture.c.id == schema.coding.c.capture)
    joined = joined.join(schema.original, schema.original.c.sha256 == schema.capture.c.sha256)
    columns = (schema.original.c.content, schema.capture.c.media_type, schema.capture.c.file)
    with store.transaction(writing=False) as connection:
        row = connection.execute(select(*columns).select_from(joined).where(schema.coding.c.id == coding)).first()
    return None if row is None else Original(content=bytes(row.content), media_type=row.media_type, file=row.file)


def shown_original(original: Original | None) -> tuple[str | None, bool]:
    """The bytes decoded as they were when they were read, and whether the end is missing; ``None`` for what is no text."""
    if original is None or original.media_type == "application/pdf" or original.content.startswith(b"%PDF-"):
        return None, False
    content = original.content[:_MOST_BYTES]
    if len(content) < len(original.content):
        content = content.decode("utf-8", "ignore").encode() if _is_utf8(content) else content
    try:
        text = decode(content, html=original.media_type == "text/html").text
    except InputError:
        return None, False
    return text[:_MOST], len(text) > _MOST or len(content) < len(original.content)


def _is_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8 but for a letter cut in two at their end."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(content) - 4
    return True


def copies_of(store: Store, now: Snapshot, article: str) -> set[str]:
    """Other articles of the same wire text."""
    if isinstance(now.source, HeldEvents):
        groups = [group.articles for event in now.source.view.events for group in event.wire_groups]
        return {each for group in groups if article in group for each in group} - {article}
    found, ahead, ties = {article}, {article}, dict[tuple[str, str], WireTie]()
    with store.transaction(writing=False) as connection:
        while ahead:
            rows = list(links.ties_of(connection, ahead))
            ties |= {(row.one, row.other): msgspec.json.decode(row.line, type=WireTie) for row in rows}
            ahead = {each for row in rows for each in (row.one, row.other)} - found
            found |= ahead
    groups_of = wire_groups(found, ties.values())
    return {each for each in found if groups_of.get(each) == groups_of.get(article)} - {article}
