"""Which articles are prints of one text: copies, updates, rewrites (RECORD §2, *wire group*).

An article leaves a :class:`WirePrint` with keys; only articles that share a key are compared, sentence by sentence, and the
comparison decides. How it decides, and how often it is right: ``docs/method/wire-groups.md``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from tidings.fusion.wire_groups import WireTie, wire_groups
from tidings.fusion.wire_print import PRINT_VERSION, VERBATIM, WirePrint, are_near, lookups, may_be_tied, print_of
from tidings.fusion.wire_text import WireText, read_text
from tidings.fusion.wire_verdict import compare
from tidings.model.article import Article

__all__ = [
    "PRINT_VERSION",
    "WireArticle",
    "WirePrint",
    "WireText",
    "WireTie",
    "lookups",
    "may_be_tied",
    "read_wire",
    "tie_between",
    "wire_article",
    "wire_groups",
    "wire_print",
    "wire_ties",
]


class WireArticle(Struct, frozen=True, kw_only=True):
    """What is looked at of an article. ``text`` may begin with the title, as the text of an article does (RECORD §5)."""

    id: str
    text: str
    title: str | None
    outlet: str | None
    published: dt.date | None


def wire_article(article: Article) -> WireArticle:
    """What is looked at of an article of the record."""
    return WireArticle(
        id=article.id, text=article.text or "", title=article.title, outlet=article.outlet, published=article.published
    )


def read_wire(article: WireArticle) -> WireText:
    """An article made ready for comparison, for whoever compares it more than once."""
    return read_text(article.id, article.text, article.title, article.outlet, article.published)


def wire_print(article: WireArticle | WireText) -> WirePrint:
    """The keys under which copies and rewrites of an article are found; 1 to 2 KB as JSON. They depend on nothing but the
    article, and on :data:`PRINT_VERSION`.
    """
    return print_of(_read(article))


def tie_between(left: WireArticle | WireText, right: WireArticle | WireText) -> WireTie | None:
    """What two articles are to each other, whichever is given first; ``None`` when each stands for itself."""
    one, other = sorted((_read(left), _read(right)), key=lambda text: text.id)
    found = None if one.id == other.id else compare(one, other)
    if found is None:
        return None
    return WireTie(left=one.id, right=other.id, relation=found.relation, share=found.share, why=found.why)


def wire_ties(articles: Iterable[WireArticle]) -> list[WireTie]:
    """All ties among articles, by ids; the same list in whatever order they come, or if they came one at a time."""
    texts = {text.id: text for text in map(read_wire, articles)}
    prints = {id: print_of(text) for id, text in texts.items()}
    ties = (tie_between(texts[left], texts[right]) for left, right in sorted(_candidates(prints)))
    return [tie for tie in ties if tie is not None]


def _read(article: WireArticle | WireText) -> WireText:
    return article if isinstance(article, WireText) else read_wire(article)


def _candidates(prints: dict[str, WirePrint]) -> set[tuple[str, str]]:
    """The pairs of which :func:`may_be_tied` holds, smaller id first: whoever looks for a key is also found by it."""
    holders: dict[str, list[str]] = defaultdict(list)
    for id, found in prints.items():
        for band in found.bands:
            holders[band].append(id)
    return {
        (id, other)
        for id, found in prints.items()
        for band in lookups(found)
        for other in holders.get(band, ())
        if id < other and (band[0] == VERBATIM or are_near(found, prints[other]))
    }
