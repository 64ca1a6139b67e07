"""Two articles laid side by side: which sentence of one tells what which sentence of the other tells, and what differs in them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from math import sqrt

from msgspec import Struct
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from tidings.fusion.wire_text import RUN, WireSentence, WireText

_ALIKE = 0.4  # share of the weight of the lighter sentence that stands in its partner
_LIGHT = 4.0  # a sentence with less to say than this is measured as if it had as much
_SAME_NAME = 80  # of 100: Dessin and Dessine, Halmi and Halmy
_SAME_FORM = 0.6  # share of words, names and figures apart, that stand in both in the same order


class Pair(Struct, frozen=True):
    """A sentence of the left and its partner on the right: their places, the share of what they say (0 to 1) and of words in order."""

    left: int
    right: int
    alike: float
    order: float


def partners(left: WireText, right: WireText) -> list[Pair]:
    """The best partner on the right of each sentence on the left that has one, in text order."""
    weights = _weights(left, right)
    homes: dict[str, list[int]] = defaultdict(list)
    for number, terms in enumerate(right.terms):
        for term in terms.keys() & weights.keys():
            homes[term].append(number)
    ours, theirs = _totals(left, weights), _totals(right, weights)
    found = []
    for at, terms in enumerate(left.terms):
        shared: dict[int, float] = defaultdict(float)
        for term in sorted(terms):
            for number in homes.get(term, ()):
                shared[number] += weights[term]
        alike = [(weight / max(min(ours[at], theirs[number]), _LIGHT), -number) for number, weight in shared.items()]
        best, other = max(alike, default=(0.0, 0))
        if best >= _ALIKE:
            found.append(Pair(at, -other, best, in_order(left.hashes[at], right.hashes[-other])))
    return found


def _weights(left: WireText, right: WireText) -> dict[str, float]:
    """The terms that both have; what stands in many sentences of one says little about which of them is meant."""
    terms = {term: weight for side in left.terms for term, weight in side.items() if term in right.counts}
    return {term: weight / sqrt(max(left.counts[term], right.counts[term])) for term, weight in terms.items()}


def _totals(text: WireText, weights: dict[str, float]) -> list[float]:
    """The weight of all that each sentence says; what the other text has nowhere counts as in its own."""
    return [
        sum(weights.get(term) or weight / sqrt(text.counts[term]) for term, weight in sorted(terms.items()))
        for terms in text.terms
    ]


def in_order(left: Sequence[Hashable], right: Sequence[Hashable]) -> float:
    """The share of the words of the shorter that stand in the other in the same order.

    >>> in_order("two men were killed".split(), "on Sunday two men were killed there".split())
    1.0
    """
    shorter = min(len(left), len(right))
    return LCSseq.similarity(left, right) / shorter if shorter else 0.0


class Carried(Struct, frozen=True):
    """Which words of a text stand in a run of words that another has too."""

    words: tuple[bool, ...]

    def share(self, of: int | None = None) -> float:
        """The share of the words, or of the first ``of``."""
        words = self.words[:of]
        return sum(words) / len(words) if words else 0.0


def carried(ours: WireText, theirs: WireText) -> Carried:
    """Which of our words are carried over: they stand in runs of five words (three where one is a brief) that both have."""
    length = min(ours.run, theirs.run)
    runs, others = (text.runs_of_five if length == RUN else text.runs_of_three for text in (ours, theirs))
    known = set(others)
    covered = [False] * len(ours.words)
    for at, run in enumerate(runs):
        if run in known:
            covered[at : at + length] = [True] * length
    return Carried(tuple(covered))


def ascending(pairs: Sequence[Pair]) -> int:
    """How many partners stand in the same order in both texts, in the longest such row."""
    tails: list[int] = []
    for pair in pairs:
        at = bisect_left(tails, pair.right + 1)
        tails[at : at + 1] = [pair.right + 1]
    return len(tails)


class Changes(Struct, frozen=True, kw_only=True):
    """What differs between partners of one form: sentences compared, and in how many names, figures, days were put in the place of others."""

    forms: int
    named: int
    names: int
    counted: int
    numbers: int
    dated: int
    days: int


def changes(left: WireText, right: WireText, pairs: Iterable[Pair]) -> Changes:
    """How many of the sentences of one form tell of other names, other figures, other days."""
    ours, theirs = _names(left), _names(right)
    gap = abs((left.published - right.published).days) if left.published and right.published else 0
    forms = named = names = counted = numbers = dated = days = 0
    for pair in pairs:
        one, other = left.sentences[pair.left], right.sentences[pair.right]
        if one.days and other.days:
            dated += 1
            days += _other_day(_resolved(one.days, left, gap), _resolved(other.days, right, gap))
        if in_order(_form(one), _form(other)) < _SAME_FORM:
            continue
        forms += 1
        if one.names and other.names:
            named += 1
            names += _differ(one.names, theirs) and _differ(other.names, ours)
        if one.numbers and other.numbers:
            counted += 1
            numbers += bool(one.numbers - other.numbers and other.numbers - one.numbers)
    return Changes(forms=forms, named=named, names=names, counted=counted, numbers=numbers, dated=dated, days=days)


def _form(sentence: WireSentence) -> list[str]:
    """The words without names, figures and days."""
    return [word for word in sentence.words if word not in sentence.names and not word[0].isdigit()]


def _names(text: WireText) -> frozenset[str]:
    return frozenset(name for one in text.sentences for name in one.names)


def _differ(names: frozenset[str], others: frozenset[str]) -> bool:
    """Whether a name stands here that the other text has nowhere, in no spelling."""
    return any(
        name not in others and not any(fuzz.ratio(name, other) >= _SAME_NAME for other in others) for name in names
    )


def _other_day(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences have no day in common, where both give days of one kind: dates, or names of days."""
    kinds = {day[0] for day in one} & {day[0] for day in other}
    return bool(kinds) and not one & other


def _resolved(days: frozenset[str], text: WireText, gap: int) -> frozenset[str]:
    """Days that can be compared: dates where publication says which, else the names of the days."""
    found = set(days) if gap < 6 else {day for day in days if day[0] == "d"}
    for day in days:
        if day[0] == "w" and text.published:
            back = (text.published.weekday() - int(day[1:])) % 7
            found.add(f"d{_before(text, back)}")
    return frozenset(found)


def _before(text: WireText, days: int) -> str:
    assert text.published is not None
    return (text.published - dt.timedelta(days=days)).strftime("%m-%d")
