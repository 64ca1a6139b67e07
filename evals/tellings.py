"""Which account tells which row of a hand-made list: their words held against each other, one to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from scipy.optimize import linear_sum_assignment

from tidings.model.coding import Account

_LEAST = 0.5  # of the shorter of the two stretches, as tools/fusion_score.py has it
_PLACE, _TYPE, _TIGHT = 0.3, 0.2, 0.1  # they settle which of two acts in one sentence is meant


class Telling(Struct, frozen=True, kw_only=True):
    """One article's telling of one event, by hand: where the words stand in its text; type and place where they are given."""

    event: str
    spans: tuple[tuple[int, int], ...]
    type: str | None = None
    place: str | None = None


def located(text: str, quotes: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where quotes stand in a text; those that it does not have are left out."""
    places = ((text.find(quote), len(quote)) for quote in quotes)
    return tuple((start, start + length) for start, length in places if start >= 0)


def matched(accounts: Sequence[Account], tellings: Sequence[Telling]) -> dict[int, int]:
    """Numbers of accounts with the number of the telling that each gives: the matching with the greatest likeness in all.

    Accounts that tell none, or one that another account tells better, are not in it.
    """
    if not accounts or not tellings:
        return {}
    worth = [[likeness(account, telling) for telling in tellings] for account in accounts]
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True) if worth[row][column] > 0}


def likeness(account: Account, telling: Telling) -> float:
    """0 when an account has other words; else the share of words in common, more with the place, the type, tight words."""
    spans = [(span.start, span.end) for span in account.evidence]
    shares = [_share(one, other) for one in spans for other in telling.spans]
    best = max(shares, default=0.0)
    if best < _LEAST:
        return 0.0
    wide = sum(end - start for start, end in spans)
    said = sum(end - start for start, end in telling.spans)
    return (
        best
        + _PLACE * (telling.place is not None and _is_at(account, telling.place))
        + _TYPE * (telling.type == account.type)
        + _TIGHT * min(1.0, said / max(1, wide))
    )


def _share(one: tuple[int, int], other: tuple[int, int]) -> float:
    """What two stretches share, of the shorter."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / max(1, min(one[1] - one[0], other[1] - other[0]))


def _is_at(account: Account, name: str) -> bool:
    places = (account.place, *account.other_places)
    return any(place is not None and place.name.casefold() == name.casefold() for place in places)
