"""Reports by hand: what each says in values, its text made of the words that say it, so that every offset is true.

The country, its places, groups and outlets are invented. ``event(report, report …)`` makes them one event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tidings.fusion.assemble import assemble
from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Account, AccountReasons, account_id
from tidings.model.event import Event, Member, View
from tidings.model.text import Evidence
from tidings.model.values import Actor, Attribution, Count, Means, Place, When, date_precision

SUNDAY = dt.date(2024, 5, 5)


class Words:
    """A text that grows by the words that values rest on."""

    def __init__(self) -> None:
        self.text = ""

    def __call__(self, words: str) -> tuple[Evidence, ...]:
        start = len(self.text)
        self.text += f"{words}. "
        return (Evidence(start=start, end=start + len(words), quote=words),)


def place(name="Qadra", precision="exact", *, country="IS", lat=64.123456, lon=-19.987654, radius_km=2.0, admin1="Tor"):
    return {
        "id": f"td:{name.lower()}", "name": name, "geoname_id": None, "lat": lat, "lon": lon, "country": country,
        "admin1": admin1, "admin2": None, "precision": precision, "radius_km": radius_km, "candidates": (),
    }  # fmt: skip


def actor(name, kind="rebel_group", *, id=None, by=()):
    return {"name": name, "kind": kind, "id": id, "attributed_by": tuple(by)}


def count(
    words, low=None, best=None, high=None, *, kind="killed", group="unknown", scope="this", polarity="affirmed", by=None
):
    return {
        "words": words, "low": low, "best": best, "high": high, "kind": kind, "group": group, "scope": scope,
        "polarity": polarity, "speaker": by,
    }  # fmt: skip


def exactly(figure, group="unknown", **more):
    return count(str(figure), figure, figure, figure, group=group, **more)


def said(speaker, kind="official", *, stance="asserts", cue="said", covers=(), id=None):
    return {"speaker": speaker, "kind": kind, "stance": stance, "cue": cue, "covers": tuple(covers), "id": id}


def report(
    type="armed_clash", *, counts=(), actors=(), recipients=(), where=None, others=(), start=SUNDAY, end=None,
    words="Sunday", said_by=(), published=dt.date(2024, 5, 6), outlet="Reuters", telling="it happened", title=None,
    polarity="affirmed", reality="actual", means=(), number=0,
):  # fmt: skip
    """One article with one account."""
    text = Words()
    told = text(f"{telling} (report {number} of {outlet})")

    def actors_of(side):
        return tuple(Actor(mention=each["name"], relations=(), evidence=text(each["name"]), **each) for each in side)

    when = When(
        start=start, end=(end or start) if start else end, words=words if start else None,
        precision=date_precision(start, (end or start) if start else end), evidence=text(words) if start else (),
    )  # fmt: skip
    values = {
        "actors": actors_of(actors),
        "recipients": actors_of(recipients),
        "place": Place(evidence=text(where["name"]), **where) if where else None,
        "other_places": tuple(Place(evidence=text(each["name"]), **each) for each in others),
        "counts": tuple(Count(evidence=text(each["words"]), **each) for each in counts),
        "means": tuple(Means(name=name, evidence=text(name)) for name in means),
        "attribution": tuple(Attribution(evidence=text(each["speaker"]), **each) for each in said_by),
    }
    key = article_id(text.text, outlet, None, published)
    article = Article(
        id=key, file=f"{key[3:9]}.txt", title=title, outlet=outlet, url=None, language="en", published=published,
        published_basis="given", text=text.text, removed=(), reasons=ArticleReasons(),
    )  # fmt: skip
    account = Account(
        id=account_id(key, type, told), type=type, polarity=polarity, reality=reality, background=False, date=when,
        evidence=told, reasons=AccountReasons(), score=0.9, producer="hand/1", **values,
    )  # fmt: skip
    return Member(article=article, account=account)


def event(*members: Member) -> Event:
    """Reports as one event, each text a voice of its own."""
    groups = {member.article.id: f"w1:{member.article.id[3:]}" for member in members}
    return assemble(members, groups, {group: (article,) for article, group in groups.items()})


def view(*events: Iterable[Member]) -> View:
    """Events, each given by its reports."""
    made = tuple(event(*reports) for reports in events)
    return View(events=made, members={one.account.id: one for reports in events for one in reports})
