"""The text of a PDF, page by page, as pypdf draws it out."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tidings.errors import InputError
from tidings.ingest.capture import MOST_TEXT, too_long

if TYPE_CHECKING:
    from pypdf import PdfReader

_LOCKED = "the PDF is locked with a password; save a copy without one"
_PICTURES = "the PDF holds pictures of pages and no text; it needs text recognition (OCR) first"
_DAMAGED = "the PDF is damaged and cannot be read"
_MOST_PAGES = 2000


def pdf_text(content: bytes) -> str:
    """The text of all pages, a blank line between two. Raises InputError when there is none to be had."""
    with _quiet():
        try:
            return _text(content)
        except InputError:
            raise
        except Exception as error:  # pypdf meets damage in a hundred ways, recursion and missing keys among them
            raise InputError(f"{_DAMAGED} ({type(error).__name__})") from error


def _text(content: bytes) -> str:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not _opens(reader):
        raise InputError(_LOCKED)
    pages: list[str] = []
    size = 0
    for page in reader.pages[:_MOST_PAGES]:
        pages.append(page.extract_text() or "")
        size += len(pages[-1])
        if size > MOST_TEXT:
            raise InputError(too_long(size))
    if not any(page.strip() for page in pages):
        raise InputError(_PICTURES if pages else "the PDF has no pages")
    return "\n\n".join(pages)


def _opens(reader: PdfReader) -> bool:
    """Whether an encrypted PDF opens with the empty password, as those do that only forbid printing."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # noqa: BLE001 - AES needs a package that is no part of tidings; locked is what it is for us
        return False


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf's remarks on broken files off the user's screen: what matters of them becomes a failure."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)
