"""Codings to events (RECORD §6). Until fusion is built one account is one event, and each article its own wire group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from tidings.model.article import Article
from tidings.model.coding import Account, Coding
from tidings.model.event import (
    AccountRef,
    Bounds,
    Event,
    EventValues,
    Figures,
    LedgerEntry,
    Standing,
    WireGroup,
)  # fmt: skip
from tidings.model.ids import digest
from tidings.model.values import Count, CountKind, When

RULE: Final = "low-best-high"


def derive_events(codings: Iterable[Coding]) -> list[Event]:
    """The events of codings, by first possible day, then id: the same list in whatever order the codings come.

    An article that stands in several files is told by the first of them by name.
    """
    articles: dict[str, Coding] = {}
    for coding in sorted(codings, key=lambda coding: coding.article.file):
        articles.setdefault(coding.article.id, coding)
    events = {
        account.id: _event(coding.article, account) for coding in articles.values() for account in coding.accounts
    }
    return sorted(events.values(), key=event_order)


def event_order(event: Event) -> tuple[dt.date, dt.date, str]:
    """Where an event stands in time: by its first possible day, else the last, else at the end."""
    return *when_order(event.values.date), event.id


def when_order(when: When) -> tuple[dt.date, dt.date]:
    """Where a date stands in time; one with no day at all comes last."""
    first = when.start or when.end or dt.date.max
    return first, when.end or first


def wire_group_id(article: str) -> str:
    """The id of the wire group of an article that stands for itself."""
    return digest("w1", article)


def _event(article: Article, account: Account) -> Event:
    group = WireGroup(id=wire_group_id(article.id), articles=(article.id,))
    return Event(
        id=account.id,
        former_ids=(),
        type=account.type,
        standing=Standing(polarity=account.polarity, reality=account.reality, background=account.background),
        values=EventValues(
            place=account.place, date=account.date, actors=account.actors, recipients=account.recipients,
            killed=figures(account.counts, "killed"), injured=figures(account.counts, "injured"),
        ),
        ledger=tuple(_ledger(article, account)),
        accounts=(AccountRef(account=account.id, article=article.id, file=article.file, evidence=account.evidence),),
        wire_groups=(group,),
        voices=1,
        links=(),
    )  # fmt: skip


def _ledger(article: Article, account: Account) -> Iterator[LedgerEntry]:
    """What is claimed of type, place, date and each count, as printed, with who says so."""
    yield _entry(article, account, "type", account.type, account.evidence[0].quote, None)
    if account.place is not None:
        words = account.place.evidence[0].quote
        yield _entry(article, account, "place", account.place.name, words, None)
    if account.date.words is not None:
        yield _entry(article, account, "date", _days(account.date), account.date.words, None)
    for index, count in enumerate(account.counts):
        bounds = Bounds(low=count.low, best=count.best, high=count.high)
        yield _entry(article, account, _count_field(count), bounds, count.words, count.speaker, f"counts.{index}")


def _entry(
    article: Article, account: Account, field: str, value: Bounds | str | None, words: str, speaker: str | None,
    covered: str | None = None,
) -> LedgerEntry:  # fmt: skip
    behind = {said.speaker for said in account.attribution if not said.covers or (covered or field) in said.covers}
    speakers = [speaker] if speaker else sorted(behind)
    return LedgerEntry(
        field=field, value=value, words=words, speaker="; ".join(speakers) or None, article=article.id,
        wire_group=wire_group_id(article.id), asserted_on=article.published, superseded_by=None,
    )  # fmt: skip


def _count_field(count: Count) -> str:
    """``counts.killed.civilians``; a count that is no plain figure of this event says so behind that: ``….joint``, ``….denied``."""
    marks = [mark for mark in (count.scope, count.polarity) if mark not in ("this", "affirmed")]
    return ".".join(["counts", count.kind, count.group, *marks])


def _days(when: When) -> str | None:
    """An ISO 8601 interval of days, an open end as two dots; ``None`` when the words resolve to no day."""
    if when.start is None and when.end is None:
        return None
    return f"{when.start or '..'}/{when.end or '..'}"


def figures(counts: Iterable[Count], kind: CountKind) -> dict[str, Figures]:
    """Low, best and high by group, from printed figures only: of scope ``this``, affirmed, never added up.

    Where tolls of one group rival, low is the lowest figure, high the highest, and best the lowest of the best (UCDP
    manner: the careful figure). A bound that nobody prints stays blank: after "at least 12" there is no high.
    """
    groups: dict[str, list[Count]] = {}
    for count in counts:
        if count.kind == kind and count.scope == "this" and count.polarity == "affirmed":
            groups.setdefault(count.group, []).append(count)
    found = {group: _low_best_high(rivals) for group, rivals in sorted(groups.items())}
    return {group: figure for group, figure in found.items() if figure is not None}


def _low_best_high(rivals: list[Count]) -> Figures | None:
    best = min((count.best for count in rivals if count.best is not None), default=None)
    lows = [figure for count in rivals for figure in (count.low, count.best) if figure is not None]
    highs = [count.high for count in rivals if count.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    if high is not None and lows and high < max(lows):
        high = None
    return None if low is None and best is None and high is None else Figures(low=low, best=best, high=high, rule=RULE)
