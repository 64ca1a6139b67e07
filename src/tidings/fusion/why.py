"""Why two accounts or events are one, or are not, in a sentence that a coder can check."""

from __future__ import annotations

from typing import Final

from tidings.fusion.cluster import LEAST_CHANCE, Pair, pair
from tidings.fusion.compare import Comparison, link_points
from tidings.fusion.fuse import RULED_APART, Ground, Rulings
from tidings.model.event import Event
from tidings.reference.points import shares

_SURE: Final = 0.95
_ENOUGH: Final = 0.3  # log odds: a sign worth less is not worth a word
_RULED: Final = "One event: a reviewer has ruled so."


def why(found: Comparison) -> str:
    """What speaks for one event and what against it, the weightiest first, with the chance that comes out.

    >>> why(Comparison(signs=frozenset(), bars=("the days lie apart",), chance=0.0))
    'Two events: the days lie apart.'
    """
    if found.bars:
        return f"Two events: {'; '.join(found.bars)}."
    weighed = [(name, points) for name, points in shares(link_points(), found.signs) if abs(points) >= _ENOUGH]
    speaks = [name for name, points in weighed if points > 0]
    against = [name for name, points in weighed if points < 0]
    verdict = "One event" if found.chance >= LEAST_CHANCE else "Two events"
    said = f"{verdict} ({_likely(found.chance)} one): {', '.join(speaks) or 'nothing speaks for one'}"
    return f"{said}; against it: {', '.join(against)}." if against else f"{said}."


def _likely(chance: float) -> str:
    """A chance as people say it: nothing is certain, and no more than whole tenths is known (docs/method/fusion-quality.md)."""
    if chance > _SURE:
        return "very likely"
    return "very unlikely to be" if chance < 1 - _SURE else f"about {round(10 * chance)} in 10 likely"


def why_joined(on: Ground, ruled: Rulings, event: Event, one: str, other: str) -> str:
    """Why two accounts stand in one event: by themselves, by a ruling, or through other accounts, each like the next."""
    if one == other:
        return f"Both are the account {one}, and so one event."
    if pair(one, other) in ruled.together:
        return _RULED
    direct = on.compare(one, other)
    if direct.chance >= LEAST_CHANCE and pair(one, other) not in ruled.apart:
        return why(direct)
    legs = _chain(on, ruled, [ref.account for ref in event.accounts], one, other)
    through = " and ".join(two[1] for two in legs[:-1])
    said = [
        f"{left} and {right}: {_RULED if pair(left, right) in ruled.together else why(on.compare(left, right))}"
        for left, right in legs
    ]
    return f"One event through {through}. {' '.join(said)}"


def _chain(on: Ground, ruled: Rulings, accounts: list[str], one: str, other: str) -> list[Pair]:
    """The way from one account to another of its event whose weakest step is the surest, and of such ways the shortest."""

    def step(left: str, right: str) -> float:
        two = pair(left, right)
        return 0.0 if two in ruled.apart else 1.0 if two in ruled.together else on.compare(left, right).chance

    best: dict[str, tuple[float, int, str]] = {one: (-1.0, 0, one)}  # weakest step (negated), steps, the account before
    ahead = set(accounts)
    while ahead:
        here = min(ahead & set(best), key=lambda each: (*best[each], each))
        ahead.discard(here)
        for each in ahead:
            way = max(best[here][0], -step(here, each)), best[here][1] + 1, here
            best[each] = min(way, best.get(each, way))
    legs: list[Pair] = []
    while other != one:
        legs.append((best[other][2], other))
        other = best[other][2]
    return legs[::-1]


def why_apart(on: Ground, ruled: Rulings, left: Event, right: Event) -> str:
    """Why two events are not one: what keeps their likest accounts apart, or who of the others cannot be of it."""
    pairs = [(one.account, other.account) for one in left.accounts for other in right.accounts]
    if any(pair(*each) in ruled.apart for each in pairs):
        return f"Two events: {RULED_APART}."
    likest = max(pairs, key=lambda each: (on.compare(*each).chance, each))
    found = on.compare(*likest)
    if found.chance < LEAST_CHANCE:
        return why(found)
    barred = next(((each, held) for each in pairs if (held := on.compare(*each)).bars), None)
    if barred is None:
        return f"Two events: the likest accounts are {_likely(found.chance)} one, and the others are too unlike them."
    (one, other), held = barred
    return f"Two events: {one} and {other} cannot be one ({'; '.join(held.bars)}), though other accounts of them are alike."
