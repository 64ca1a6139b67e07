"""Why two accounts or events are one, or are not, in a sentence that a coder can check."""

from __future__ import annotations

from typing import Final

from tidings.fusion.cluster import LEAST_CHANCE, pair
from tidings.fusion.compare import Comparison, link_points
from tidings.fusion.fuse import RULED_APART, Ground, Rulings
from tidings.model.event import Event
from tidings.reference.points import shares

_ENOUGH: Final = 0.3  # log odds: a sign worth less is not worth a word


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
    said = f"{verdict} ({found.chance:.0%} likely one): {', '.join(speaks) or 'nothing speaks for one'}"
    return f"{said}; against it: {', '.join(against)}." if against else f"{said}."


def why_joined(on: Ground, ruled: Rulings, event: Event, one: str, other: str) -> str:
    """Why two accounts stand in one event: by themselves, by a ruling, or through a third account that is like both."""
    if pair(one, other) in ruled.together:
        return "One event: a reviewer has ruled so."
    direct = on.compare(one, other)
    if direct.chance >= LEAST_CHANCE:
        return why(direct)
    through = max(
        (ref.account for ref in event.accounts if ref.account not in (one, other)),
        key=lambda third: (min(on.compare(one, third).chance, on.compare(third, other).chance), third),
        default=None,
    )
    if through is None or {pair(one, through), pair(through, other)} & ruled.together:
        return "One event: a reviewer has put accounts together that they belong to."
    legs = [why(on.compare(each, through)) for each in (one, other)]
    return f"One event through the account {through}. The first: {legs[0]} The second: {legs[1]}"


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
        return f"Two events: the likest accounts are {found.chance:.0%} likely one, and the others are too unlike them."
    (one, other), held = barred
    return f"Two events: {one} and {other} cannot be one ({'; '.join(held.bars)}), though other accounts of them are alike."
