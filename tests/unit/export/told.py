"""Articles of running text with values that stand on its words, for forms and profiles that read around a value.

The island, its people, groups and outlets are invented. ``at`` finds a quote in the text, so every offset is true.
"""

from __future__ import annotations

import datetime as dt

from tidings.fusion.assemble import assemble
from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Account, AccountReasons, account_id
from tidings.model.event import Member, View
from tidings.model.text import evidence
from tidings.model.values import Actor, Attribution, Count, Means, Place, When, date_precision

MAY_9 = dt.date(2024, 5, 9)
MAY_10 = dt.date(2024, 5, 10)


class Text:
    """One article; its methods make values out of the words quoted."""

    def __init__(self, text, *, outlet="Halden Courier", url=None, title=None, published=MAY_10, file=None):
        self.text = text
        key = article_id(text, outlet, url, published)
        self.article = Article(
            id=key, file=file or f"{key[3:9]}.txt", title=title, outlet=outlet, url=url, language="en", published=published,
            published_basis="given", text=text, removed=(), reasons=ArticleReasons(),
        )  # fmt: skip

    def at(self, *quotes):
        return tuple(evidence(self.text, self.text.index(each), self.text.index(each) + len(each)) for each in quotes)

    def place(
        self, words, name=None, *, precision="exact", admin1="North Reach", admin2="Tarn", lat=-43.7412, lon=-24.3056
    ):
        return Place(
            id=f"xm:{words.lower().replace(' ', '-')}", name=name or words, geoname_id=None, lat=lat, lon=lon, country="XM",
            admin1=admin1, admin2=admin2, precision=precision, radius_km=0.4, candidates=(), evidence=self.at(words),
        )  # fmt: skip

    def actor(self, words, kind="civilians", *, id=None, name=None, by=()):
        return Actor(
            mention=words,
            name=name or words,
            id=id,
            kind=kind,
            attributed_by=tuple(by),
            relations=(),
            evidence=self.at(words),
        )

    def count(
        self, words, low, best, high, *, kind="killed", group="civilians", by=None, scope="this", polarity="affirmed"
    ):
        return Count(
            kind=kind, group=group, low=low, best=best, high=high, words=words, scope=scope, polarity=polarity, speaker=by,
            evidence=self.at(words),
        )  # fmt: skip

    def said(self, speaker, kind, *, id=None, stance="asserts", covers=(), words=None):
        return Attribution(
            speaker=speaker,
            id=id,
            kind=kind,
            cue="said",
            stance=stance,
            covers=tuple(covers),
            evidence=self.at(words or speaker),
        )

    def tells(
        self, type, quote, *, place=None, others=(), actors=(), recipients=(), counts=(), said=(), day=MAY_9, end=None,
        day_words=None, means=(), reality="actual", polarity="affirmed", background=False,
    ):  # fmt: skip
        told = self.at(quote)
        when = When(
            start=day, end=(end or day) if day else end, precision=date_precision(day, end or day), words=day_words,
            evidence=self.at(day_words) if day_words else told,
        )  # fmt: skip
        account = Account(
            id=account_id(self.article.id, type, told), type=type, polarity=polarity, reality=reality, background=background,
            actors=tuple(actors), recipients=tuple(recipients), place=place, other_places=tuple(others), date=when,
            counts=tuple(counts), means=tuple(Means(name=name, evidence=told) for name in means), attribution=tuple(said),
            evidence=told, reasons=AccountReasons(), score=0.9, producer="hand/1",
        )  # fmt: skip
        return Member(article=self.article, account=account)


def view(*events):
    """A view of events, each a list of tellings; each article is a wire group of its own."""
    members = [member for tellings in events for member in tellings]
    groups = {member.article.id: f"w1:{member.article.id[3:]}" for member in members}
    prints = {group: (article,) for article, group in groups.items()}
    made = tuple(assemble(tellings, groups, prints) for tellings in events)
    return View(events=made, members={member.account.id: member for member in members})
