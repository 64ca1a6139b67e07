"""Events: clusters of accounts that tell the same happening, as views with a ledger (RECORD §6)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from tidings.model.article import Article
from tidings.model.coding import Account, Reality
from tidings.model.text import Evidence
from tidings.model.values import Actor, Place, Polarity, SpeakerKind, When

Interest = Literal["party", "independent"]


class Member(Struct, frozen=True, kw_only=True):
    """An account with the article it stands in."""

    article: Article
    account: Account


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
    """The values shown for an event; ``killed`` and ``injured`` by group.

    Place, date and each actor are one account's words: ``told_by`` says whose (``place`` → the account's id), so that
    their evidence can be opened.
    """

    place: Place | None
    date: When
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    killed: dict[str, Figures]
    injured: dict[str, Figures]
    told_by: dict[str, str]


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """One claim in an event's ledger: what, in which words, by whom, in which article, asserted on which day.

    ``superseded_by`` is the id of the claim that took its place (a later toll of the same speaker, a correction).
    ``interest``: whether who says so is a party to the conflict or independent of it; ``None`` where that is not known.
    """

    field: str
    value: Bounds | str | None
    words: str
    speaker: str | None
    article: str
    wire_group: str
    asserted_on: dt.date | None
    superseded_by: str | None
    claim: str
    account: str
    speaker_kind: SpeakerKind | None
    interest: Interest | None
    evidence: tuple[Evidence, ...]


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
    """One event, rebuilt at will from accounts; one line of ``tidings export --format jsonl``.

    ``disputed`` names the ledger's fields on which those who speak now cannot all be right.
    """

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
    disputed: tuple[str, ...]


class View(Struct, frozen=True, kw_only=True):
    """Events with the accounts they were made of, by account id: all that an export may draw on."""

    events: tuple[Event, ...]
    members: dict[str, Member]

    def told(self, event: Event) -> tuple[Member, ...]:
        """The accounts of an event with their articles, in the order of the event."""
        return tuple(self.members[ref.account] for ref in event.accounts)
