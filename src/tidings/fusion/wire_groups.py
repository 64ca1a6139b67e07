"""Articles to wire groups: the ties joined, strongest first, as far as nothing speaks against it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from tidings.model.ids import digest

_RANK: Final = {"copy": 0, "rewrite": 1}
_THIRD: Final = 3


class WireTie(Struct, frozen=True, kw_only=True):
    """What two articles are to each other; ``left`` is the smaller id.

    ``copy`` two prints of one text, ``rewrite`` one report told in other words, ``template`` one form filled with different
    happenings. ``share`` in [0, 1]: of the shorter text, the words carried over (of a rewrite: told again).
    """

    left: str
    right: str
    relation: Literal["copy", "rewrite", "template"]
    share: float
    why: str


def wire_groups(articles: Iterable[str], ties: Iterable[WireTie]) -> dict[str, str]:
    """The wire group of each article: one independent voice (RECORD §6). An article without ties is a group of its own.

    Ties are taken copies first, then rewrites, each from the strongest down, by ids where equal; so neither the order of
    articles nor that of ties matters. A tie joins the groups of its two articles when

    - no article of one is a ``template`` of one of the other: B, a rewrite of C, does not bring A into a group with C when A is a
      form filled with another day;
    - at least a third of the pairs across the two groups are tied, as copies or rewrites. Versions of a running story are each
      like the next; a chain of them ends where its ends have nothing in common any more.

    The id is a digest of the smallest article id, as for a lone article. All ties of the articles must be given: a group
    depends on every tie that its articles are connected by, and on no other.
    """
    groups: dict[str, list[str]] = {article: [article] for article in articles}
    chosen = sorted({(tie.left, tie.right): tie for tie in ties}.values(), key=_strength)
    tied: dict[str, set[str]] = {article: set() for article in groups}
    forms: dict[str, set[str]] = {article: set() for article in groups}
    for tie in chosen:
        if tie.left in groups and tie.right in groups:
            kind = forms if tie.relation == "template" else tied
            kind[tie.left].add(tie.right)
            kind[tie.right].add(tie.left)
    for tie in chosen:
        one, other = groups.get(tie.left), groups.get(tie.right)
        if tie.relation == "template" or one is None or other is None or one is other:
            continue
        if _across(one, other, forms) or _across(one, other, tied) * _THIRD < len(one) * len(other):
            continue
        small, large = sorted((one, other), key=len)
        large.extend(small)
        groups.update(dict.fromkeys(small, large))
    firsts = {id(members): digest("w1", min(members)) for members in groups.values()}
    return {article: firsts[id(members)] for article, members in sorted(groups.items())}


def _strength(tie: WireTie) -> tuple[int, float, str, str]:
    return _RANK.get(tie.relation, 2), -tie.share, tie.left, tie.right


def _across(one: list[str], other: list[str], ties: dict[str, set[str]]) -> int:
    """How many pairs of the two groups are tied."""
    small, large = sorted((one, other), key=len)
    members = set(large)
    return sum(len(ties[article] & members) for article in small)
