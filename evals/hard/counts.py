"""The counts of hard sentences: every figure of every account, whose, in which bounds, who says it, and what is no figure at all.

A case: ``text``, ``published``, ``counts`` (words, kind, group, low, best, high, and what else is said of it), ``also`` (words that may be
a count or not), ``none`` (words that are no count of any account). Every count that neither list holds is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from tidings.model.coding import Account, Coding
from tidings.model.mentions import Annotations
from tidings.model.values import Count

Case = dict[str, Any]
_WORD = re.compile(r"[\w.,%-]*[\w%]")


class Told(Struct, frozen=True):
    """A count and the account that holds it."""

    count: Count
    account: Account


def faults(case: Case, annotations: Annotations, coding: Coding) -> Iterator[str]:
    """What is wrong with the counts of a case, in words."""
    yield from count_faults(case, coding.accounts)


def count_faults(case: Case, accounts: Iterable[Account]) -> Iterator[str]:
    """What is wrong with the counts of some accounts, all of which the case tells."""
    left = [Told(count, account) for account in accounts for count in account.counts]
    for wanted in case.get("counts", ()):
        words, kind, group, low, best, high, *more = wanted
        rest = more[0] if more else {}
        named = [one for one in left if _is_of(one, words, kind, rest.get("polarity"))]
        if not named:
            yield f"missed {words!r}; told: {_shown(left)}"
            continue
        right = [one for one in named if not [*_differences(one, group, (low, best, high), rest)]]
        if right:
            left = _without(left, right, rest)
        else:
            differences: list[list[str]] = [list(_differences(one, group, (low, best, high), rest)) for one in named]
            fewest = min(differences, key=len)
            yield f"{words!r}: {'; '.join(fewest)}"
            left = [one for one in left if one not in named]
    yield from _too_many(case, left)


def _is_of(told: Told, words: str, kind: str, polarity: str | None) -> bool:
    return _same_words(told.count.words, words) and told.count.kind == kind and polarity in {None, told.count.polarity}


def _same_words(printed: str, words: str) -> bool:
    """Whether one holds the other, word by word."""
    short, long = sorted((_WORD.findall(printed.lower()), _WORD.findall(words.lower())), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _differences(
    told: Told, group: str, bounds: tuple[int | None, int | None, int | None], rest: Case
) -> Iterator[str]:
    count, account = told.count, told.account
    if rest.get("bounds") != "any" and (count.low, count.best, count.high) != bounds:
        yield f"is {count.low}, {count.best}, {count.high}, not {bounds}"
    if group not in {"any", count.group}:
        yield f"group is {count.group}, not {group}"
    if (scope := rest.get("scope", "this")) not in {"any", count.scope}:
        yield f"scope is {count.scope}, not {scope}"
    if (polarity := rest.get("polarity", "affirmed")) != count.polarity:
        yield f"is {count.polarity}, not {polarity}"
    if "speaker" in rest and not _is_speaker(count.speaker, rest["speaker"]):
        yield f"speaker is {count.speaker}, not {rest['speaker']}"
    if "type" in rest and account.type != rest["type"]:
        yield f"belongs to {account.type}, not {rest['type']}"
    if "at" in rest and (account.place is None or rest["at"] not in account.place.name):
        yield f"belongs to {account.place and account.place.name}, not {rest['at']}"


def _is_speaker(told: str | None, wanted: str | None) -> bool:
    if told is None or wanted is None:
        return told is wanted
    return wanted.lower() in told.lower() or told.lower() in wanted.lower()


def _without(left: Iterable[Told], found: list[Told], rest: Case) -> list[Told]:
    """A joint figure stands in each account it covers; any other in one, and with one polarity."""
    taken = found if rest.get("scope") == "joint" else found[:1]
    return [one for one in left if all(one is not other for other in taken)]


def _too_many(case: Case, left: Iterable[Told]) -> Iterator[str]:
    for told in left:
        count = told.count
        if any(_same_words(count.words, words) for words in case.get("also", ())):
            continue
        banned = any(_same_words(count.words, str(words)) for words in case.get("none", ()))
        yield f"{_shown([told])} {'is no count' if banned else 'told too'}"


def _shown(told: Iterable[Told]) -> str:
    return (
        ", ".join(
            f"{count.words!r} ({count.kind}, {count.group}, {count.low}/{count.best}/{count.high}, {count.scope}, {count.polarity}, by {count.speaker}, in {account.type})"
            for count, account in ((one.count, one.account) for one in told)
        )
        or "none"
    )
