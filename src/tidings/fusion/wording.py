"""How alike the words are in which two accounts are told, and which names both print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz

from tidings.model.coding import Account

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_STEPS: Final = (50, 65, 80, 95)
_OFTEN: Final = frozenset(
    "the and that was were with from for has had have been its their his her they who which after into said says more than"
    " when where also but not all are one two three four five six seven eight nine ten at least about over during near".split()
)


def wording_signs(left: Account, right: Account) -> Iterator[str]:
    """A rung for each step of likeness (token sets, 0-100), and a sign for names that neither place nor actors bring."""
    one, other = _told(left), _told(right)
    best = max((fuzz.token_set_ratio(a, b) for a in one for b in other), default=0.0)
    yield from (f"wording >= {step}" for step in _STEPS if best >= step)
    shared = (_names(left) & _names(right)) - _known(left) - _known(right)
    if shared:
        yield "share a further name"
    if len(_content(left) & _content(right)) >= 3:
        yield "share three telling words"


def _told(account: Account) -> list[str]:
    """The sentences in lower case without the commonest words."""
    return [" ".join(word for word in _words(span.quote) if word not in _OFTEN) for span in account.evidence]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _content(account: Account) -> set[str]:
    """Words of the telling that are no names of places or actors and not among the commonest."""
    words = {word for span in account.evidence for word in _words(span.quote) if len(word) > 4}
    return words - _OFTEN - _known(account)


def _names(account: Account) -> set[str]:
    """Words in capitals inside a sentence."""
    return {
        word.casefold()
        for span in account.evidence
        for found in re.finditer(r"(?<=[\w,] )[A-Z]\w{2,}", span.quote)
        for word in (found.group(),)
    }


def _known(account: Account) -> set[str]:
    """Words that place, actors and date have brought already."""
    values = [*account.actors, *account.recipients]
    names = [text for actor in values for text in (actor.mention, actor.name)]
    places = [place for place in (account.place, *account.other_places) if place is not None]
    names += [text for place in places for text in (place.name, place.admin1 or "", place.admin2 or "")]
    return {word for name in names for word in _words(name)}
