"""Codings by hand, for tests of what stands above the coder: one article, one account or statement, the values a test asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from msgspec.structs import replace

from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Account, AccountReasons, Coding, ControlReasons, ControlStatement, account_id
from tidings.model.text import Evidence, evidence
from tidings.model.values import (
    Actor,
    ActorKind,
    Attribution,
    Count,
    Place,
    PlacePrecision,
    SpeakerKind,
    When,
    date_precision,
)

Toll = tuple[str, str, int | None, int | None, int | None]  # group, words, low, best, high


def telling(
    file: str,
    type: str = "explosion",
    *,
    published: str | None = "2031-05-10",
    day: str | tuple[str, str] | None = "2031-05-09",
    place: str | None = "Qadra",
    precision: PlacePrecision = "exact",
    point: tuple[float, float] | None = (-12.3, 45.7),
    actors: Sequence[tuple[str, ActorKind] | str] = (),
    recipients: Sequence[tuple[str, ActorKind] | str] = (),
    killed: Sequence[Toll] = (),
    counts: Sequence[tuple[str, *tuple[Any, ...]]] = (),
    speakers: Sequence[tuple[str, SpeakerKind] | tuple[str, SpeakerKind, str | None]] = (),
    toll_speaker: str | None = None,
    outlet: str | None = None,
    more: str = "",
    **standing: Any,
) -> Coding:
    """A coding of an article with one account. ``counts``: kind, group, words, low, best, high (then scope, polarity, speaker)."""
    words = [file, type, *([place] if place else []), *_names(actors), *_names(recipients)]
    words += [toll[1] for toll in killed] + [str(count[2]) for count in counts] + [speaker[0] for speaker in speakers]
    words += [str(day)] if day else []
    text = " , ".join(dict.fromkeys(words)) + f" . {more}"

    def at(quote: str) -> tuple[Evidence, ...]:
        start = text.index(quote)
        return (evidence(text, start, start + len(quote)),)

    source = _article(text, file, published, outlet)
    told = (evidence(text, 0, len(text.rstrip())),)
    tolls = [("killed", *toll, "this", "affirmed", toll_speaker) for toll in killed]
    tolls += [(*count, *("this", "affirmed", None)[len(count) - 6 :]) for count in counts]
    account = Account(
        id=account_id(source.id, type, told),
        type=type,
        polarity=standing.get("polarity", "affirmed"),
        reality=standing.get("reality", "actual"),
        background=standing.get("background", False),
        actors=tuple(_actor(each, at) for each in actors),
        recipients=tuple(_actor(each, at) for each in recipients),
        place=None if place is None else _place(place, precision, point, at(place)),
        other_places=(),
        date=_when(day, at),
        counts=tuple(_count(*each, at(each[2])) for each in tolls),
        means=(),
        attribution=tuple(
            Attribution(
                speaker=each[0],
                id=each[2] if len(each) > 2 else None,  # type: ignore[misc]
                kind=each[1],
                cue="said",
                stance="asserts",
                covers=(),
                evidence=at(each[0]),
            )
            for each in speakers
        ),
        evidence=told,
        reasons=AccountReasons(),
        score=0.9,
        producer="hand/1",
    )
    return Coding(article=source, accounts=(account,), control=(), quotes=(), gaps=(), failures=())


def stating(
    file: str,
    *statements: dict[str, Any],
    published: str | None = "2031-05-10",
    outlet: str | None = None,
    like: Coding | None = None,
    more: str = "",
) -> Coding:
    """A coding of an article with statements on control, each made by :func:`control`; it tells what ``like`` tells too."""
    words = [
        f"{each['holder'] or 'nobody'} {each['state']} {each['place'].name} ({number})"
        for number, each in enumerate(statements)
    ]
    accounts = () if like is None else like.accounts
    text = (f"{file} . " if like is None else f"{like.article.text} . ") + " . ".join(words) + f" . {more}"
    found = []
    for each, quote in zip(statements, words, strict=True):
        start = text.index(quote)
        spans = (evidence(text, start, start + len(quote)),)
        given = {**each, "place": replace(each["place"], evidence=spans)}
        found.append(ControlStatement(**given, evidence=spans, reasons=ControlReasons()))
    return Coding(
        article=_article(text, file, published, outlet), accounts=accounts, control=tuple(found), quotes=(), gaps=(),
        failures=(),
    )  # fmt: skip


def control(
    holder: str | None = None,
    kind: str = "explicit_control",
    place: str = "Qadra",
    *,
    state: Any = "held",
    on: str | tuple[str, str] | None = None,
    holder_id: str | None = None,
    previous: str | None = None,
    speaker: str | None = None,
    extent: str | None = None,
    **where: Any,
) -> dict[str, Any]:
    """A statement on control for :func:`stating`. ``where``: fields of its place; ``on``: a day or the first and last of some."""
    first, last = (on, on) if on is None or isinstance(on, str) else on
    named = _place(place, where.pop("precision", "exact"), where.pop("point", (-12.3, 45.7)), ())
    return {
        "place": replace(named, **where), "holder": holder, "holder_id": holder_id, "previous": previous, "state": state,
        "start": dt.date.fromisoformat(first) if first else None, "end": dt.date.fromisoformat(last) if last else None,
        "speaker": speaker, "extent": extent, "evidence_type": kind,
    }  # fmt: skip


def _article(text: str, file: str, published: str | None, outlet: str | None) -> Article:
    day = dt.date.fromisoformat(published) if published else None
    return Article(
        id=article_id(text, outlet, None, day), file=file, title=None, outlet=outlet, url=None, language="en", published=day,
        published_basis="given" if day else "unknown", text=text, removed=(), reasons=ArticleReasons(),
    )  # fmt: skip


def _names(actors: Iterable[tuple[str, ActorKind] | str]) -> list[str]:
    return [each if isinstance(each, str) else each[0] for each in actors]


def _actor(given: tuple[str, ActorKind] | str, at: Any) -> Actor:
    name, kind = (given, "unknown") if isinstance(given, str) else given
    assert kind in get_args(ActorKind)
    known = None if kind in ("unknown", "civilians") else name.lower().replace(" ", "-")
    return Actor(mention=name, name=name, id=known, kind=kind, attributed_by=(), relations=(), evidence=at(name))


def _place(
    name: str, precision: PlacePrecision, point: tuple[float, float] | None, words: tuple[Evidence, ...]
) -> Place:
    lat, lon = point or (None, None)
    return Place(
        id=f"td:{name.lower()}", name=name, geoname_id=None, lat=lat, lon=lon, country="XA", admin1=None, admin2=None,
        precision=precision, radius_km=5.0, candidates=(), evidence=words,
    )  # fmt: skip


def _when(day: str | tuple[str, str] | None, at: Any) -> When:
    if day is None:
        return When(start=None, end=None, precision="unresolved", words=None, evidence=())
    first, last = (day, day) if isinstance(day, str) else day
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return When(start=start, end=end, precision=date_precision(start, end), words=str(day), evidence=at(str(day)))


def _count(kind: Any, group: Any, words: str, low: Any, best: Any, high: Any, scope: Any, polarity: Any, speaker: Any,
           spans: tuple[Evidence, ...]) -> Count:  # fmt: skip
    return Count(
        kind=kind, group=group, low=low, best=best, high=high, words=words, scope=scope, polarity=polarity, speaker=speaker,
        evidence=spans,
    )  # fmt: skip
