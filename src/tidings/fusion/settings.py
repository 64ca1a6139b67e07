"""At what time of day and at what kind of site an act was, as far as its words say."""

from __future__ import annotations

import re
from typing import Final

from tidings.model.coding import Account
from tidings.reference.sites import load_sites

_WORD: Final = re.compile(r"[a-z]+")
# "Early on Saturday" of one desk is "overnight" of the other; "noon" is of both halves of the day.
_HOURS: Final = {
    "dawn": ("night", "morning"), "early": ("night", "morning"), "predawn": ("night", "morning"), "morning": ("morning",),
    "noon": ("morning", "afternoon"), "midday": ("morning", "afternoon"), "lunchtime": ("morning", "afternoon"),
    "afternoon": ("afternoon", "evening"), "dusk": ("evening",), "evening": ("evening", "night"), "tonight": ("evening", "night"),
    "late": ("evening", "night"), "night": ("night", "evening"), "overnight": ("night", "evening", "morning"), "midnight": ("night",),
}  # fmt: skip


def hours(account: Account) -> frozenset[str]:
    """The parts of the day that the words of the date name, else those that tell the act; empty when none does.

    >>> sorted(_parts("late on Monday"))
    ['evening', 'night']
    """
    dated = _parts(account.date.words or "")
    return dated or frozenset(part for span in account.evidence for part in _parts(span.quote))


def _parts(words: str) -> frozenset[str]:
    return frozenset(part for word in _WORD.findall(words.lower()) for part in _HOURS.get(word, ()))


def sites(account: Account) -> frozenset[str]:
    """The kinds of sites that the telling names: a market, a checkpoint."""
    words = {word for span in account.evidence for word in _WORD.findall(span.quote.lower())}
    known = load_sites()
    return frozenset(known[word] for word in words if word in known)
