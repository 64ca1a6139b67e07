"""One input read: its article, the bytes it came from, and what went wrong or was noted on the way. Bad input never raises."""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from tidings.errors import InputError
from tidings.ingest.capture import MOST_TEXT, Found, read_bytes, too_long
from tidings.ingest.clean import Cleaned, clean, printed_title, with_title
from tidings.ingest.debris import load_debris
from tidings.ingest.decode import decode
from tidings.ingest.html import has_tags, looks_like_html, read_page
from tidings.ingest.inputs import Source
from tidings.ingest.language import language_name, language_of
from tidings.ingest.metadata import publication
from tidings.ingest.pdf import pdf_text
from tidings.ingest.records import read_record
from tidings.model.article import Article, ArticleReasons, Capture, article_id
from tidings.model.coding import Failure
from tidings.model.ids import sha256

_MEDIA = {
    "text": "text/plain",
    "html": "text/html",
    "pdf": "application/pdf",
    "json": "application/json",
    "jsonl": "application/json",
}
_LETTER = re.compile(r"[^\W\d_]")
_NOT_GIVEN = "not given, not on the page"


class Reading(Struct, frozen=True, kw_only=True):
    """An article with its original. ``article.text`` is None when nothing could be read; ``failures`` then says why.

    With a text, failures are notes (``decode``, ``capture``, ``manifest``, ``json``) or ``language``, which says that it is not to be coded.
    """

    article: Article
    capture: Capture | None
    failures: tuple[Failure, ...]


class _Draft(Struct, kw_only=True):
    """What is known of an input so far; filled step by step by :func:`_fill` and its helpers, and never seen outside."""

    source: Source
    failures: list[Failure]
    capture: Capture | None = None
    original: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: dt.date | None = None
    metadata_date: str | None = None


def read_source(source: Source, stored: bytes | None = None) -> Reading:
    """The article of one input. Facts come from its manifest row, else its own record, else the run's options, else the page.

    ``stored``: its bytes, where a record keeps them; else they are read from its path.
    """
    draft = _Draft(source=source, failures=list(source.faults))
    if not source.unreadable:
        _fill(draft, stored)
    _give(draft)
    if draft.original is None:
        return _unread(draft)
    cleaned = clean(draft.original, load_debris(), draft.title)
    if not _LETTER.search(cleaned.text):
        draft.failures.append(Failure(step="clean", reason=_nothing_left(cleaned)))
        return _unread(draft)
    return _article(draft, cleaned)


def _fill(draft: _Draft, stored: bytes | None) -> None:
    """Read and take apart the original; whatever cannot be done becomes a failure."""
    step = "read"
    source = draft.source
    try:
        part = source.part
        if stored is not None:
            found = Found(stored)
        else:
            found = read_bytes(source.path, source.kind, part.offset if part else 0, part.length if part else None)
        draft.failures.extend(found.notes)
        draft.capture = Capture(
            sha256=sha256(found.content),
            file=source.file,
            part=part.number if part else None,
            media_type=_MEDIA[source.kind],
            content=found.content,
        )
        if not found.content.strip():
            raise InputError("empty: the file holds nothing")
        kind = "pdf" if found.content.startswith(b"%PDF-") else source.kind
        step = kind if kind in ("pdf", "html") else "json" if kind in ("json", "jsonl") else "decode"
        _STEPS[kind](draft, found.content)
    except InputError as error:
        draft.failures.append(Failure(step=step, reason=str(error)))
        draft.original = None


def _fill_text(draft: _Draft, content: bytes) -> None:
    decoded = decode(content)
    draft.failures.extend(decoded.notes)
    if looks_like_html(decoded.text):
        draft.failures.append(Failure(step="decode", reason="the file holds an HTML page, and was read as one"))
        _fill_html(draft, content)
        return
    _set_text(draft, decoded.text)


def _fill_html(draft: _Draft, content: bytes) -> None:
    decoded = decode(content, html=True)
    if decoded.notes and decoded.notes[0] not in draft.failures:
        draft.failures.extend(decoded.notes)
    if not has_tags(decoded.text):
        draft.failures.append(Failure(step="decode", reason="the file holds no markup, and was read as plain text"))
        _set_text(draft, decoded.text)
        return
    _set_page(draft, decoded.text)


def _fill_pdf(draft: _Draft, content: bytes) -> None:
    _set_text(draft, pdf_text(content))


def _fill_json(draft: _Draft, content: bytes) -> None:
    decoded = decode(content)
    draft.failures.extend(decoded.notes)
    record = read_record(decoded.text)
    draft.failures.extend(record.notes)
    draft.title, draft.outlet, draft.url, draft.published = record.title, record.outlet, record.url, record.published
    if record.text is not None:
        _set_text(draft, record.text)
    else:
        _set_page(draft, record.html or "")


_STEPS = {"text": _fill_text, "html": _fill_html, "pdf": _fill_pdf, "json": _fill_json, "jsonl": _fill_json}


def _set_text(draft: _Draft, text: str) -> None:
    if not text.strip():
        raise InputError("empty: there is no text in it")
    if len(text) > MOST_TEXT // 4 and (size := len(text.encode("utf-8", "replace"))) > MOST_TEXT:
        raise InputError(too_long(size))
    draft.original = text


def _set_page(draft: _Draft, html: str) -> None:
    page = read_page(html)
    _set_text(draft, page.text)
    draft.title = draft.title or page.title
    draft.outlet = draft.outlet or page.outlet
    draft.url = draft.url or page.url
    draft.metadata_date = page.published


def _give(draft: _Draft) -> None:
    """Lay over it what the user gave: the manifest's row beats all, the run's options beat what a page says of itself.

    A record's own day and outlet are given for it alone, so they beat the options too.
    """
    row, usual = draft.source.given, draft.source.usual
    own = draft.source.kind in ("json", "jsonl")
    draft.published = row.published or draft.published or usual.published
    draft.outlet = row.outlet or (draft.outlet if own else None) or usual.outlet or draft.outlet
    draft.url = row.url or draft.url
    draft.title = row.title or draft.title


def _article(draft: _Draft, cleaned: Cleaned) -> Reading:
    published = publication(draft.published, draft.metadata_date, cleaned.text)
    title = draft.title or printed_title(cleaned.text)
    text = with_title(cleaned.text, title)
    language = language_of(text)
    if language.foreign:
        name = language_name(language.code or "")
        draft.failures.append(Failure(step="language", reason=f"the text is in {name}, and only English is coded"))
    reasons = ArticleReasons(
        title=None if title else _NOT_GIVEN,
        outlet=None if draft.outlet else _NOT_GIVEN,
        published=published.reason,
        language=language.reason,
    )
    article = Article(
        id=article_id(text, draft.outlet, draft.url, published.day), file=draft.source.file, title=title, outlet=draft.outlet, url=draft.url,
        language=language.code, published=published.day, published_basis=published.basis, text=text, removed=cleaned.removed, reasons=reasons,
    )  # fmt: skip
    return Reading(article=article, capture=draft.capture, failures=tuple(draft.failures))


def _unread(draft: _Draft) -> Reading:
    """An input with no text. Its id takes the file's name where the address is missing, or all such inputs would be one."""
    why = "; ".join(failure.reason for failure in draft.failures) or "nothing could be read"
    article = Article(
        id=article_id(None, draft.outlet, draft.url or draft.source.file, draft.published), file=draft.source.file, title=draft.title,
        outlet=draft.outlet, url=draft.url, language=None, published=draft.published, published_basis="given" if draft.published else "unknown",
        text=None, removed=(),
        reasons=ArticleReasons(
            title=None if draft.title else "the input could not be read", outlet=None if draft.outlet else "the input could not be read",
            published=None if draft.published else "the input could not be read", language="there is no text", text=why,
        ),
    )  # fmt: skip
    return Reading(article=article, capture=draft.capture, failures=tuple(draft.failures))


def _nothing_left(cleaned: Cleaned) -> str:
    if cleaned.removed and not cleaned.text:
        return "no article: all that stands there is page debris"
    return "no article: the text holds no words"
