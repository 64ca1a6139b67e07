"""The atom: one value asserted by an account, with its words. Derived from accounts, never edited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from tidings.model.coding import Account
from tidings.model.ids import digest
from tidings.model.text import Evidence
from tidings.model.values import Polarity


class Claim(Struct, frozen=True, kw_only=True):
    """Article ``article`` says in ``account`` that ``field`` is ``value`` (canonical JSON), in these words.

    ``field`` is the path RECORD uses for ``covers``: ``type``, ``place``, ``date``, ``actors.0``, ``counts.1`` …
    """

    id: str
    article: str
    account: str
    field: str
    value: str
    polarity: Polarity
    speakers: tuple[str, ...]
    producer: str
    score: float
    evidence: tuple[Evidence, ...]


def claims(article: str, account: Account) -> Iterator[Claim]:
    """All claims of an account: its type, place, other places, date, actors, recipients, counts, means, attributions."""
    yield _claim(article, account, "type", account.type, account.evidence)
    if account.place is not None:
        yield _claim(article, account, "place", account.place, account.place.evidence)
    if account.date.evidence:
        yield _claim(article, account, "date", account.date, account.date.evidence)
    lists = ("actors", "recipients", "other_places", "counts", "means", "attribution")
    for name in lists:
        for index, value in enumerate(getattr(account, name)):
            yield _claim(article, account, f"{name}.{index}", value, value.evidence)


def _claim(article: str, account: Account, field: str, value: Any, spans: tuple[Evidence, ...]) -> Claim:
    printed = _canonical(value)
    speakers = [said.speaker for said in account.attribution if not said.covers or field in said.covers]
    if (speaker := getattr(value, "speaker", None)) and field.startswith("counts."):
        speakers = [speaker]
    return Claim(
        id=digest("v1", article, account.id, field.split(".")[0], printed, [[span.start, span.end] for span in spans]),
        article=article,
        account=account.id,
        field=field,
        value=printed,
        polarity=getattr(value, "polarity", account.polarity),
        speakers=tuple(speakers),
        producer=account.producer,
        score=account.score,
        evidence=spans,
    )


def _canonical(value: Any) -> str:
    """The value as JSON with sorted keys and without its evidence and candidates, which are how we know, not what."""
    plain = msgspec.to_builtins(value)
    if isinstance(plain, dict):
        plain = {key: plain[key] for key in sorted(plain) if key not in ("evidence", "candidates")}
    return msgspec.json.encode(plain).decode()
