"""``/api/v1/comments``: what people have written to events and to words of articles."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from tidings.errors import UsageError
from tidings.model.article import Article
from tidings.model.audit import Commented
from tidings.review.fields import check_field
from tidings.web.answers import NotFoundError, answer, told
from tidings.web.audit import DeskLog, comment_of, comments_on, log_of
from tidings.web.bodies import given, takes
from tidings.web.guard import Asker, asker_of
from tidings.web.one_desk import desk_of
from tidings.web.records import DeskRecord, record_of
from tidings.web.shapes import Comment, Comments, ToComment

router = APIRouter(tags=["comments"])
_LONGEST: Final = 10_000


@router.get("/comments", responses=told(Comments))
def comments(
    request: Request,
    asker: Annotated[Asker, Depends(asker_of)],
    record: Annotated[DeskRecord, Depends(record_of)],
    log: Annotated[DeskLog, Depends(log_of)],
    target: Annotated[str, Query(max_length=100)],
) -> Response:
    """Comments on an event, under any of its ids, or on an article, the oldest first. Who codes blind sees their own."""
    targets = (target, *_ids_of(record, target)) if target.startswith("c1:") else (target,)
    return answer(request, Comments(items=comments_on(log.state(), targets, asker.name if asker.blind else None)))


@router.post("/comments", responses=told(Comment), openapi_extra=takes(ToComment))
def comment(
    request: Request,
    sent: Annotated[ToComment, Depends(given(ToComment))],
    asker: Annotated[Asker, Depends(asker_of)],
    record: Annotated[DeskRecord, Depends(record_of)],
    log: Annotated[DeskLog, Depends(log_of)],
) -> Response:
    """Comment on an event, one of its fields, or words of an article."""
    act = _checked(record, sent)
    entry = log.add(asker.who, act)
    remark = next(one for one in log.state().remarks[act.target] if one.id == entry.id)
    return answer(request, comment_of(remark))


def _ids_of(record: DeskRecord, target: str) -> tuple[str, ...]:
    try:
        event = record.now.event(target)
    except NotFoundError:
        return ()
    return (event.id, *event.former_ids, *(ref.account for ref in event.accounts))


def _checked(record: DeskRecord, sent: ToComment) -> Commented:
    text = sent.text.strip()
    if not text or len(text) > _LONGEST:
        raise UsageError(f"a comment has 1 to {_LONGEST} letters")
    if sent.field is not None:
        check_field(sent.field)
    article: Article | None
    if sent.target.startswith("a1:"):
        article = _article(record, sent.target)
        if sent.article not in (None, sent.target):
            raise UsageError("article is the target already")
    else:
        at = desk_of(record.store, record.now, (sent.target,))
        known = (*at.view.members, *at.suggested, *at.out)
        if sent.target not in known:
            raise NotFoundError(f"no event is called {sent.target[:100]}")
        article = _article(record, sent.article) if sent.article is not None else None
    bound = sent.start is not None or sent.end is not None
    if bound:
        _check_words(article, sent.start, sent.end)
    return Commented(
        target=sent.target, text=text, field=sent.field, article=article.id if article is not None and bound else sent.article,
        start=sent.start, end=sent.end,
    )  # fmt: skip


def _article(record: DeskRecord, key: str) -> Article:
    found = record.store.codings_of([key])
    if not found:
        raise NotFoundError(f"no article is called {key[:100]}")
    return found[0].article


def _check_words(article: Article | None, start: int | None, end: int | None) -> None:
    if article is None or start is None or end is None:
        raise UsageError("words are of an article, from a start to an end")
    if not 0 <= start < end <= len(article.text or ""):
        raise UsageError(f"{start}-{end} lies outside the text of {article.id}")
