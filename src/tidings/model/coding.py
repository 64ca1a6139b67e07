"""What one article says: accounts, control statements, quotes, gaps, and what went wrong (RECORD §5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, Literal

import msgspec
from msgspec import Struct

from tidings.errors import BadEvidenceError, BadValueError
from tidings.model.article import Article
from tidings.model.ids import digest
from tidings.model.text import Evidence, check_evidence
from tidings.model.values import Actor, Attribution, Count, Means, Place, Polarity, When

GATE: Final = "gate"  # the step of a failure that says that an article was passed over, not being about conflict

Reality = Literal["actual", "ongoing", "planned", "threatened", "hypothetical"]
ControlState = Literal["held", "contested", "besieged", "lost", "none", "unknown"]


class AccountReasons(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a value of an account is blank, one plain sentence each, absent when it is not; and what its score rests on."""

    place: str | None = None
    date: str | None = None
    actors: str | None = None
    recipients: str | None = None
    score: str | None = None


class ControlReasons(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a control statement names no holder."""

    holder: str | None = None


class Account(Struct, frozen=True, kw_only=True):
    """One article's telling of one event. ``score`` is in [0, 1]; ``producer`` names the layer that made it."""

    id: str
    type: str
    polarity: Polarity
    reality: Reality
    background: bool
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: Place | None
    other_places: tuple[Place, ...]
    date: When
    counts: tuple[Count, ...]
    means: tuple[Means, ...]
    attribution: tuple[Attribution, ...]
    evidence: tuple[Evidence, ...]
    reasons: AccountReasons
    score: float
    producer: str

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise BadValueError(f"account {self.id} has the score {self.score}, which is no probability")


def is_happening(account: Account) -> bool:
    """Only affirmed and actual accounts count as happenings (RECORD §3); the rest are kept and shown as what they are."""
    return account.polarity == "affirmed" and account.reality == "actual"


def account_id(article: str, event_type: str, evidence: tuple[Evidence, ...]) -> str:
    """The id of an account: hash of article, type and evidence spans (RECORD §5)."""
    return digest("c1", article, event_type, [[span.start, span.end] for span in evidence])


class ControlStatement(Struct, frozen=True, kw_only=True):
    """The text says that somebody holds, contests, loses or besieges a place in the window ``[start, end]`` (RECORD §4)."""

    place: Place
    holder: str | None
    holder_id: str | None
    previous: str | None
    state: ControlState
    start: dt.date | None
    end: dt.date | None
    speaker: str | None
    extent: str | None
    evidence_type: str
    evidence: tuple[Evidence, ...]
    reasons: ControlReasons


class Quote(Struct, frozen=True, kw_only=True):
    """Words somebody is quoted with; ``role`` and ``side`` as far as the text gives them."""

    speaker: str | None
    role: str | None
    side: str | None
    cue: str | None
    content: str
    evidence: tuple[Evidence, ...]


class Gap(Struct, frozen=True, kw_only=True):
    """What the article itself says nobody knows, about which entity."""

    entity: str
    property: str
    evidence: tuple[Evidence, ...]


class Failure(Struct, frozen=True, kw_only=True):
    """A step that could not do its work on this input, or a note in plain words on how it was read."""

    step: str
    reason: str


class Coding(Struct, frozen=True, kw_only=True):
    """Everything one input says: a line of ``tidings code --json``. It refuses evidence that the text does not bear out.

    ``suggested``: accounts too unsure to stand in the record (docs/method/quality.md); they wait for somebody to look.
    """

    article: Article
    accounts: tuple[Account, ...]
    control: tuple[ControlStatement, ...]
    quotes: tuple[Quote, ...]
    gaps: tuple[Gap, ...]
    failures: tuple[Failure, ...]
    suggested: tuple[Account, ...] = ()

    def __post_init__(self) -> None:
        text = self.article.text or ""
        for owner, found in self.valued_evidence():
            if not found:
                raise BadEvidenceError(f"{owner} of {self.article.file} has no words to support it")
            for span in found:
                check_evidence(text, span)

    def valued_evidence(self) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
        """Each value that needs words, named, with its evidence. A date with neither first nor last day needs none."""
        for account in (*self.accounts, *self.suggested):
            yield f"account {account.id}", account.evidence
            yield from _account_evidence(account)
        for statement in self.control:
            yield f"control of {statement.place.name}", statement.evidence
            yield f"place {statement.place.name}", statement.place.evidence
        for quote in self.quotes:
            yield f"quote of {quote.speaker}", quote.evidence
        for gap in self.gaps:
            yield f"gap on {gap.entity}", gap.evidence


def is_passed_over(coding: Coding) -> bool:
    """Whether the gate stopped the article, so that nothing of it was coded."""
    return any(failure.step == GATE for failure in coding.failures)


def _account_evidence(account: Account) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    where = f"of account {account.id}"
    for actor in account.actors + account.recipients:
        yield f"actor {actor.name} {where}", actor.evidence
    for place in (*filter(None, [account.place]), *account.other_places):
        yield f"place {place.name} {where}", place.evidence
    if account.date.words is not None or account.date.start is not None or account.date.end is not None:
        yield f"date {account.date.words} {where}", account.date.evidence
    for count in account.counts:
        yield f"count {count.words} {where}", count.evidence
    for means in account.means:
        yield f"means {means.name} {where}", means.evidence
    for attribution in account.attribution:
        yield f"attribution to {attribution.speaker} {where}", attribution.evidence


def coding_json(coding: Coding) -> bytes:
    """One line of JSON (no line feed), keys in the order of RECORD §5, UTF-8."""
    return msgspec.json.encode(coding)


def read_coding(line: bytes) -> Coding:
    """A coding read back from JSON; every quote is compared with the text again."""
    return msgspec.json.decode(line, type=Coding)
