"""What is kept of an article to find its copies and rewrites among many: keys for an index of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from msgspec import Struct

from tidings.fusion.shingles import bands, key, shingles, word_hash
from tidings.fusion.wire_text import BRIEF, RUN, WireText
from tidings.fusion.wire_verdict import LONGEST_GAP
from tidings.reference.wire_agencies import load_wire_words, outlet_key

PRINT_VERSION: Final = 1  # goes up when keys change: an index of another version is written anew

VERBATIM: Final = "x"  # the prefix of the one key that counts at any distance in time
_TOP = 4  # sentences that hold the news
_FEWEST = 3  # names and figures; two reports with one name in common are not for that one report
_MOST_QUOTES = 6
_MOST_NAMES = 6
_TURNED: Final = {"o": "c", "c": "o"}


class WirePrint(Struct, frozen=True, kw_only=True):
    """The keys of an article, some 80 short strings, for an index from key to articles.

    A new article is compared with those that hold one of its :func:`lookups`, as far as :func:`may_be_tied` says so.

    The first letter says what a key stands for: ``x`` all words, ``r`` runs of five words, ``l`` those of the first
    sentences, ``b`` the words of a brief, ``h`` the headline, ``q`` a quoted sentence, ``f`` names and figures, ``t`` those at the top, ``p`` pairs of
    them in one sentence; ``o`` the outlet with a name at the top, ``c`` an outlet that it may have its news from with such a name.
    """

    id: str
    published: dt.date | None
    version: int
    bands: tuple[str, ...]


def lookups(found: WirePrint) -> frozenset[str]:
    """The keys by which an index finds what an article may be tied to: its own, but who cites looks for who is cited."""
    return frozenset(_TURNED.get(one[0], one[0]) + one[1:] for one in found.bands)


def may_be_tied(left: WirePrint, right: WirePrint) -> bool:
    """Whether two articles are worth a comparison: one holds a key that the other looks for, and they were published within
    ten days of each other, where both days are known. Texts of the same words are compared at any distance.
    """
    shared = lookups(left) & set(right.bands)
    if not shared or left.id == right.id:
        return False
    return are_near(left, right) or any(one[0] == VERBATIM for one in shared)


def are_near(left: WirePrint, right: WirePrint) -> bool:
    """Whether two articles were published within ten days of each other, as far as is known."""
    if left.published is None or right.published is None:
        return True
    return abs((left.published - right.published).days) <= LONGEST_GAP


def print_of(text: WireText) -> WirePrint:
    """The keys of an article that is read."""
    return WirePrint(id=text.id, published=text.published, version=PRINT_VERSION, bands=_keys(text))


def _keys(text: WireText) -> tuple[str, ...]:
    if len(text.words) < RUN:
        return ()
    top = text.sentences[:_TOP]
    lead = [word for one in top[:2] for word in one.words]
    found = [
        key(VERBATIM, *text.words),
        *bands("r", set(text.runs_of_five), 16, 2),
        *bands("l", set(shingles(lead, 3)), 8, 3),
        *(key("q", *words[:RUN]) for words in sorted(text.quotes, key=len, reverse=True)[:_MOST_QUOTES]),
    ]
    if len(text.title) >= 4:
        found.append(key("h", *text.title))
    if len(text.words) < BRIEF:
        found += bands("b", {word_hash(stem) for one in text.sentences for stem in one.stems}, 16, 4)
    facts = frozenset(filter(_tells, text.facts))
    if len(facts) >= _FEWEST:
        found += bands("f", set(map(word_hash, facts)), 16, 3)
    news = frozenset(fact for one in top for fact in one.names | one.numbers if _tells(fact))
    if len(news) >= _FEWEST:
        found += bands("t", set(map(word_hash, news)), 16, 3)
    found += _chain(text, sorted({name for one in top for name in one.names})[:_MOST_NAMES])
    pairs = {
        word_hash(f"{one} {other}")
        for sentence in text.sentences
        for one, other in combinations(sorted(filter(_tells, sentence.names | sentence.numbers)), 2)
    }
    if len(pairs) >= _FEWEST:
        found += bands("p", pairs, 12, 2)
    return tuple(sorted(set(found)))


def _chain(text: WireText, names: list[str]) -> Iterator[str]:
    """Keys by which "X reported that" and what X reported find each other."""
    if text.outlet:
        yield from (key("o", outlet_key(text.outlet), name) for name in names)
    for outlet in load_wire_words().may_cite(text.text):
        yield from (key("c", outlet, name) for name in names)


def _tells(fact: str) -> bool:
    """Whether a name or a figure can tell reports apart: no figure below ten, no year of our time."""
    if not fact[0].isdigit():
        return True
    return not fact.isdigit() or (int(fact) >= 10 and not 1900 <= int(fact) <= 2100)
