"""What one coded input becomes in the tables, and the ids that say whether it is there already."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from tidings.model.article import Article, Capture
from tidings.model.claim import Claim, claims
from tidings.model.coding import Account, Coding, coding_json
from tidings.model.ids import digest, sha256

Row = dict[str, Any]


class Entry(Struct, frozen=True, kw_only=True):
    """One coded input on its way into the record.

    ``capture`` is ``None`` when there were no bytes to keep (a path that is not there). ``complete`` is false when
    something failed that might go well another time; such an input is coded anew by the next run.
    """

    coding: Coding
    capture: Capture | None
    manifest: str
    complete: bool


def capture_id(found: Capture) -> str:
    """The id of bytes under a name."""
    return digest("b1", found.sha256, found.file, found.part)


def input_id(article: Article, found: Capture | None) -> str:
    """The id of an input: a name, the bytes found there, and the outlet and address they are said to come from."""
    part, content = (found.part, found.sha256) if found else (None, None)
    return digest("i1", article.file, part, content, article.outlet, article.url)


def coding_id(manifest: str, article: Article, found: Capture | None, *, complete: bool) -> str:
    """The id of a coding: all that the coder is given, and whether it got through.

    It can be told before the article is coded, so a run that was broken off skips what it has done.
    """
    read = msgspec.json.encode(article).decode()
    return digest("k1", manifest, input_id(article, found), read, complete)


def original_row(found: Capture) -> Row:
    """The row of the bytes."""
    return {"sha256": found.sha256, "size": len(found.content), "content": found.content}


def capture_row(found: Capture) -> Row:
    """The row of the bytes under a name."""
    return {
        "id": capture_id(found), "sha256": found.sha256, "file": found.file, "part": found.part,
        "media_type": found.media_type,
    }  # fmt: skip


def article_row(article: Article) -> Row:
    """The row of an article: just what its id is made of. An input with no text goes by its file where it has no address."""
    return {
        "id": article.id,
        "outlet": article.outlet,
        "url": article.url or (article.file if article.text is None else None),
        "published": article.published.isoformat() if article.published else None,
        "text": article.text,
    }


def coding_row(entry: Entry) -> Row:
    """The row of a coding with its JSON line."""
    article, found, line = entry.coding.article, entry.capture, coding_json(entry.coding)
    return {
        "id": coding_id(entry.manifest, article, found, complete=entry.complete), "input": input_id(article, found),
        "file": article.file, "part": found.part if found else None, "capture": capture_id(found) if found else None,
        "article": article.id, "manifest": entry.manifest, "complete": entry.complete,
        "has_text": article.text is not None, "line": line, "line_sha256": sha256(line),
    }  # fmt: skip


def account_rows(coding: str, accounts: tuple[Account, ...]) -> list[Row]:
    """One row an account, with what one sorts and asks by."""
    return [
        {
            "coding": coding, "id": one.id, "type": one.type, "polarity": one.polarity, "reality": one.reality,
            "background": one.background, "date_start": one.date.start.isoformat() if one.date.start else None,
            "date_end": one.date.end.isoformat() if one.date.end else None,
            "place_id": one.place.id if one.place else None, "place_name": one.place.name if one.place else None,
        }
        for one in accounts
    ]  # fmt: skip


def claim_rows(coding: Coding) -> list[Row]:
    """One row a claim of every account."""
    return [_claim_row(claim) for account in coding.accounts for claim in claims(coding.article.id, account)]


def _claim_row(claim: Claim) -> Row:
    return {
        "id": claim.id, "article": claim.article, "account": claim.account, "field": claim.field, "value": claim.value,
        "polarity": claim.polarity, "speakers": msgspec.json.encode(claim.speakers).decode(),
        "producer": claim.producer, "score": claim.score, "evidence": msgspec.json.encode(claim.evidence).decode(),
    }  # fmt: skip


def failure_rows(coding: str, found: Coding) -> list[Row]:
    """One row a failure or note, numbered as in the line."""
    return [
        {"coding": coding, "number": number, "step": failure.step, "reason": failure.reason}
        for number, failure in enumerate(found.failures)
    ]
