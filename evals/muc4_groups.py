"""Which fillers of a type belong to one incident, and which to another of the same type (MUC-4: two bombings in one text).

Pairs of members (strings that fill a role, people who were hit) carry signs: how far apart they stand and what stands between, what
is named beside each, whether the rules tell them in one account or in accounts of different days. A table of points (``pairs`` in
``muc4_points.yaml``) weighs them; members are then joined from the surest pair on, as long as two groups belong together on average.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from evals.muc4_heads import Filler
from tidings.model.coding import Account
from tidings.model.mentions import Annotations
from tidings.model.text import Parse
from tidings.reference.encoder import Array

_ANOTHER = re.compile(
    r"\b(?:another|others?|meanwhile|separate(?:ly)?|second|third|also|later|earlier|simultaneous(?:ly)?)\b",
    re.IGNORECASE,
)
Apart = Callable[[Account, Account], bool]


class Member(Struct, frozen=True, kw_only=True, eq=False):
    """Something that belongs to an incident: what it is, its role, where it stands, how the heads read it, the accounts that tell it."""

    what: object
    role: str
    places: Sequence[int]
    fillers: Sequence[Filler]
    accounts: Sequence[Account]


def pair_signs(annotations: Annotations, one: Member, other: Member, apart: Apart) -> frozenset[str]:
    """The signs of a pair of members; ``apart`` says whether two accounts are of different days."""
    return frozenset(_signs(annotations, one, other, apart))


def _signs(annotations: Annotations, one: Member, other: Member, apart: Apart) -> Iterator[str]:
    yield " and ".join(sorted((one.role, other.role)))
    if {account.id for account in one.accounts} & {account.id for account in other.accounts}:
        yield "in one account"
    elif one.accounts and other.accounts:
        different = all(apart(left, right) for left in one.accounts for right in other.accounts)
        yield "in accounts of other days" if different else "in other accounts"
    yield from _of_text(annotations, one, other)


def _of_text(annotations: Annotations, one: Member, other: Member) -> Iterator[str]:
    """How far apart the nearest places of two members are, what stands between them, and what is named beside each."""
    parse = annotations.parse
    first, last = min(
        (sorted((left, right)) for left in one.places for right in other.places), key=lambda pair: pair[1] - pair[0]
    )
    sentences = parse.sentence_at(first), parse.sentence_at(last)
    far = sentences[1] - sentences[0]
    yield f"{far if far < 3 else '3 to 5' if far < 6 else '6 to 10' if far < 11 else 'over 10'} sentences apart"
    between = parse.text[first:last]
    yield from (f"{word.lower()} between" for word in _ANOTHER.findall(between))
    if "\n\n" in between:
        yield "in other paragraphs"
    yield from _beside(
        "place", sentences, [(each.place.name, each.start) for each in annotations.places if each.use == "plain"], parse
    )
    yield from _beside(
        "day", sentences, [(str(each.first), each.start) for each in annotations.dates if each.first], parse
    )


def _beside(what: str, sentences: tuple[int, int], named: Sequence[tuple[str, int]], parse: Parse) -> Iterator[str]:
    """Whether the sentences of two members name one and the same thing, or different ones."""
    one, other = ({name for name, start in named if parse.sentence_at(start) == at} for at in sentences)
    if sentences[0] != sentences[1] and one and other:
        yield f"one {what}" if one & other else f"another {what}"


def joined(odds_of: Array, least: float) -> list[list[int]]:
    """Groups of members, by number: from the surest pair on, while two groups belong together by more than ``least`` on average.

    >>> joined(np.array([[0, 2, -3], [2, 0, -1], [-3, -1, 0.0]]), 0.0)
    [[0, 1], [2]]
    """
    groups = [[number] for number in range(len(odds_of))]
    sums = np.array(odds_of, np.float64)
    while len(groups) > 1:
        sizes = np.array([len(group) for group in groups])
        means = sums / np.outer(sizes, sizes)
        np.fill_diagonal(means, -np.inf)
        first, second = sorted(map(int, np.unravel_index(int(means.argmax()), means.shape)))
        if means[first, second] <= least:
            break
        groups[first] += groups.pop(second)
        sums[first] += sums[second]
        sums[:, first] += sums[:, second]
        sums = np.delete(np.delete(sums, second, 0), second, 1)
    return [sorted(group) for group in groups]
