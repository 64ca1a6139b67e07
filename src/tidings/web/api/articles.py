"""``/api/v1/articles``: the articles of a record, and one of them with what was read in it, on its words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tidings.errors import UsageError
from tidings.web.answers import NotFoundError, answer_bytes, fresh, told, told_bytes
from tidings.web.api.asked import Cursor, Day, Limit, Words, only_known
from tidings.web.article_heads import Heads
from tidings.web.audit import comments_on, log_of
from tidings.web.guard import Asker, asker_of, text_alone
from tidings.web.records import DeskRecord, Snapshot, record_of, snapshot_of
from tidings.web.shapes import ArticlePage, ArticleTold
from tidings.web.told_article import coding_of, original_of, told_article

router = APIRouter(tags=["articles"])
Now = Annotated[Snapshot, Depends(snapshot_of)]
Record = Annotated[DeskRecord, Depends(record_of)]


def heads_of(request: Request) -> Heads:
    """The articles of the desk's record, as a dependency of routes."""
    state = request.app.state
    if getattr(state, "heads", None) is None:
        state.heads = Heads(record_of(request).store)
    found = state.heads
    assert isinstance(found, Heads)
    return found


@router.get(
    "/articles",
    responses=told(ArticlePage),
    dependencies=[Depends(only_known("outlet", "first", "last", "text", "cursor", "limit"))],
)
def page(
    request: Request, now: Now, heads: Annotated[Heads, Depends(heads_of)], outlet: Words = None, first: Day = None, last: Day = None,
    text: Words = None, cursor: Cursor = None, limit: Limit = 100,
) -> Response:  # fmt: skip
    """A page of articles by publication day and file. `text`: words of title, file, outlet or address."""
    if first and last and first > last:
        raise UsageError(f"the first day {first} lies after the last, {last}")

    def make() -> ArticlePage:
        return heads.page(
            now, outlet=outlet or None, first=first, last=last, text=text, after=cursor or None, limit=limit
        )

    return fresh(request, now.generation, make)


@router.get("/articles/{article}", responses=told(ArticleTold), dependencies=[Depends(only_known())])
def one(
    request: Request, now: Now, record: Record, heads: Annotated[Heads, Depends(heads_of)], asker: Annotated[Asker, Depends(asker_of)],
    article: str,
) -> Response:  # fmt: skip
    """One article: text, every value on its words, the events that tell it, its copies, its original as plain text."""

    def make() -> ArticleTold:
        found = comments_on(log_of(request).state(), (article,))
        return text_alone(told_article(record.store, now, heads, article, found), asker)

    return fresh(request, now.generation, make)


@router.get(
    "/articles/{article}/original",
    responses=told_bytes("application/octet-stream", "the bytes as they were found"),
    dependencies=[Depends(only_known())],
)
def original(request: Request, record: Record, article: str) -> Response:
    """The bytes behind an article as they were found: to be saved, never to be shown by a browser."""
    _, key = coding_of(record.store, article)
    found = original_of(record.store, key)
    if found is None:
        raise NotFoundError(f"the record holds no bytes behind {article}")
    name = f"article-{article.removeprefix('a1:')[:12]}.bin"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return answer_bytes(request, found.content, "application/octet-stream", headers=headers)
