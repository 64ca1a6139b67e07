"""How far a record agrees with answers made by hand: happenings found, and type, place and day right on those found.

A small, plain scorer for a user's own answers. Accounts pair one to one by the words they rest on, most words first;
only affirmed, actual accounts count. An answer marked ``optional`` is neither missed nor wrong.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from tidings.model.coding import Account, Coding

Span = tuple[int, int]


class Share(Struct, frozen=True, kw_only=True):
    """So many right of so many."""

    right: int
    of: int


class Agreement(Struct, frozen=True, kw_only=True):
    """``found``: answers found, of all; ``precise``: accounts that answer one, of all; the rest on the pairs."""

    articles: int
    missing: tuple[str, ...]
    found: Share
    precise: Share
    type: Share
    place: Share
    day: Share


def agreement(codings: Iterable[Coding], answers: Mapping[str, Any]) -> Agreement:
    """Score codings against answers by article name (the file name without its ending)."""
    coded = {PurePosixPath(coding.article.file).stem: coding for coding in codings if coding.article.text}
    sums = {name: [0, 0] for name in ("found", "precise", "type", "place", "day")}
    names = sorted(set(answers) & set(coded))
    for name in names:
        _score(coded[name], answers[name]["accounts"], sums)
    shares = {name: Share(right=right, of=total) for name, (right, total) in sums.items()}
    return Agreement(articles=len(names), missing=tuple(sorted(set(answers) - set(coded))), **shares)


def _score(coding: Coding, answers: list[dict[str, Any]], sums: dict[str, list[int]]) -> None:
    text = coding.article.text or ""
    wanted = [answer for answer in answers if answer["polarity"] == "affirmed" and answer["reality"] == "actual"]
    happened = [one for one in coding.accounts if one.polarity == "affirmed" and one.reality == "actual"]
    pairs = _pairs(wanted, happened, text)
    required = [index for index, answer in enumerate(wanted) if not answer.get("optional")]
    paired = dict(pairs)
    sums["found"][0] += sum(index in paired for index in required)
    sums["found"][1] += len(required)
    free = sum(gold not in required for gold in paired)
    sums["precise"][0] += len(pairs) - free
    sums["precise"][1] += len(happened) - free
    for gold, made in pairs:
        for name, right in _compared(wanted[gold], happened[made]).items():
            sums[name][0] += right
            sums[name][1] += 1


def _pairs(wanted: list[dict[str, Any]], happened: list[Account], text: str) -> list[tuple[int, int]]:
    """One to one by shared words, most first; of equals the one of the right type, then the earlier."""
    ranked = []
    for gold, answer in enumerate(wanted):
        spans = [span for quote in answer["evidence"] if (span := _span(text, quote))]
        for made, account in enumerate(happened):
            if shared := _shared(spans, [(one.start, one.end) for one in account.evidence]):
                ranked.append((not _type_right(answer, account), -shared, gold, made))
    pairs, used_gold, used_made = [], set(), set()
    for _, _, gold, made in sorted(ranked):
        if gold not in used_gold and made not in used_made:
            used_gold.add(gold)
            used_made.add(made)
            pairs.append((gold, made))
    return pairs


def _span(text: str, quote: str) -> Span | None:
    start = text.find(quote)
    return None if start < 0 else (start, start + len(quote))


def _shared(left: list[Span], right: list[Span]) -> int:
    """Characters in common, where they are a third of the shorter span or more."""
    total = 0
    for first, last in left:
        for start, end in right:
            common = min(last, end) - max(first, start)
            if common * 3 >= min(last - first, end - start):
                total += max(common, 0)
    return total


def _compared(answer: dict[str, Any], account: Account) -> dict[str, bool]:
    place, names = account.place, _names(answer.get("place"))
    start = account.date.start.isoformat() if account.date.start else None
    return {
        "type": _type_right(answer, account),
        "place": _folded(place.name) in names if place else not names,
        "day": start == answer["date"]["start"],
    }


def _type_right(answer: dict[str, Any], account: Account) -> bool:
    return account.type in (answer["type"], *answer.get("alt_types", ()))


def _names(place: dict[str, Any] | None) -> set[str]:
    return {_folded(name) for name in (place["name"], *place.get("aliases", ())) if name} if place else set()


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("-", " ")
    return "".join(sign for sign in plain if sign.isalnum() or sign == " ").strip()
