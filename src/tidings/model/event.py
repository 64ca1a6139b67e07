"""Events: clusters of accounts that tell the same happening, as views with a ledger (RECORD §6)."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from tidings.model.coding import Reality
from tidings.model.text import Evidence
from tidings.model.values import Actor, Place, Polarity, When


class Standing(Struct, frozen=True, kw_only=True):
    """Whether it happened, as told: polarity, reality, background."""

    polarity: Polarity
    reality: Reality
    background: bool


class Figures(Struct, frozen=True, kw_only=True):
    """Low, best and high of a toll under a named rule."""

    low: int | None
    best: int | None
    high: int | None
    rule: str


class Bounds(Struct, frozen=True, kw_only=True):
    """Low, best and high as one text gives them."""

    low: int | None
    best: int | None
    high: int | None


class EventValues(Struct, frozen=True, kw_only=True):
    """The values shown for an event; ``killed`` and ``injured`` by group."""

    place: Place | None
    date: When
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    killed: dict[str, Figures]
    injured: dict[str, Figures]


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """One claim in an event's ledger: what, in which words, by whom, in which article, asserted on which day."""

    field: str
    value: Bounds | str | None
    words: str
    speaker: str | None
    article: str
    wire_group: str
    asserted_on: dt.date | None
    superseded_by: str | None


class AccountRef(Struct, frozen=True, kw_only=True):
    """An account of an event with the words that tell it."""

    account: str
    article: str
    file: str
    evidence: tuple[Evidence, ...]


class WireGroup(Struct, frozen=True, kw_only=True):
    """Articles that are copies or rewrites of one text: one independent voice."""

    id: str
    articles: tuple[str, ...]


class Link(Struct, frozen=True, kw_only=True):
    """A tie to another event that is no merge (``episode``)."""

    event: str
    relation: str


class Event(Struct, frozen=True, kw_only=True):
    """One event, rebuilt at will from accounts; one line of ``tidings export --format jsonl``."""

    id: str
    former_ids: tuple[str, ...]
    type: str
    standing: Standing
    values: EventValues
    ledger: tuple[LedgerEntry, ...]
    accounts: tuple[AccountRef, ...]
    wire_groups: tuple[WireGroup, ...]
    voices: int
    links: tuple[Link, ...]
