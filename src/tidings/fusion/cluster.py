"""Accounts put together so that no two unlike ones meet through a third.

Pairs are taken surest first. Two groups become one only when no bar stands between any of their accounts and the mean of
the log odds over all pairs across them speaks for it. What comes out depends on the accounts alone and never on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from tidings.fusion.compare import Comparison
from tidings.reference.points import odds

Pair = tuple[str, str]
Compare = Callable[[str, str], Comparison]
LEAST_CHANCE: Final = 0.5  # a pair less likely than this draws no two groups together


def pair(one: str, other: str) -> Pair:
    """Two ids in order."""
    return (one, other) if one < other else (other, one)


def components(ids: Iterable[str], pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Ids connected by pairs, each group sorted, groups by their first id.

    >>> components("abcd", [("a", "c"), ("c", "d")])
    [('a', 'c', 'd'), ('b',)]
    """
    parent = {each: each for each in ids}

    def root(each: str) -> str:
        while parent[each] != each:
            parent[each] = parent[parent[each]]
            each = parent[each]
        return each

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    found: dict[str, list[str]] = {}
    for each in sorted(parent):
        found.setdefault(root(each), []).append(each)
    return sorted(tuple(group) for group in found.values())


def clusters(
    ids: Sequence[str], chances: Mapping[Pair, float], compare: Compare, joined: Iterable[Pair] = ()
) -> list[tuple[str, ...]]:
    """One component's accounts as events. ``chances``: the pairs drawn together; ``joined``: pairs somebody has put together.

    Accounts find their own group first, and groups that somebody has put together are one then. So who joins either joins
    both, and what bars the two from one another keeps nobody from his own.
    """
    held = {each: {each} for each in ids}
    for one, other in sorted(chances, key=lambda each: (-chances[each], each)):
        left, right = held[one], held[other]
        if left is right or chances[one, other] < LEAST_CHANCE or not _fit(left, right, compare):
            continue
        left |= right
        for each in right:
            held[each] = left
    return components(ids, [*((min(group), each) for each, group in held.items()), *joined])


def _fit(left: set[str], right: set[str], compare: Compare) -> bool:
    total = 0.0
    for one in sorted(left):
        for other in sorted(right):
            found = compare(*pair(one, other))
            if found.bars:
                return False
            total += odds(found.chance)
    return total >= 0
