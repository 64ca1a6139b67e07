"""The rise and fall of parties: on how many places each holds over time, how sure that is, and what share of places is contested."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct

from tidings.control.history import History
from tidings.control.weigh import OTHER
from tidings.model.control import Reading

_NINETY: float = 1.645  # standard deviations on either side that hold nine in ten


class Total(Struct, frozen=True, kw_only=True):
    """One party on one day. ``reported``: places it is reported to hold; ``expected``: the sum of its posteriors.

    ``low`` and ``high`` hold nine in ten, the places taken as independent of each other (offensives make them less so: read the
    band as too narrow). ``share``: ``expected`` of all places that any evidence tells of by then, in [0, 1].
    """

    day: dt.date
    party: str
    name: str
    reported: int
    expected: float
    low: float
    high: float
    share: float


class Overall(Struct, frozen=True, kw_only=True):
    """All places on one day: how many are told of by then, how many are known, and the expected share that is contested."""

    day: dt.date
    places: int
    unknown: int
    contested: int
    contested_share: float


class Totals(Struct, frozen=True, kw_only=True):
    """Parties by day, and the whole by day."""

    parties: tuple[Total, ...]
    overall: tuple[Overall, ...]


def days_between(first: dt.date, last: dt.date, every: str) -> tuple[dt.date, ...]:
    """The days asked about: each ``day``, every seventh (``week``) or each last of a ``month``, and the last day.

    >>> [str(day) for day in days_between(dt.date(2024, 1, 15), dt.date(2024, 3, 2), "month")]
    ['2024-01-31', '2024-02-29', '2024-03-02']
    """
    days = [dt.date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    if every == "week":
        return tuple(days[number] for number in range(len(days)) if (len(days) - 1 - number) % 7 == 0)
    if every == "month":
        return tuple(day for day in days if day == last or (day + dt.timedelta(days=1)).day == 1)
    return tuple(days)


def totals(histories: Iterable[History], days: Sequence[dt.date], reading: Reading) -> Totals:
    """How many places each party holds on some days, from the histories of all places. A place counts from its first evidence on."""
    size = len(days)
    expected: dict[str, np.ndarray] = {}
    doubt: dict[str, np.ndarray] = {}
    reported: dict[str, np.ndarray] = {}
    names: dict[str, str] = {}
    told, unknown, contested, contested_expected = (np.zeros(size) for _ in range(4))
    for place in histories:
        if place.first_day is None:
            continue
        for number, day in enumerate(days):
            if day < place.first_day:
                continue
            state = place.on(day, reading)
            told[number] += 1
            unknown[number] += state.state == "unknown"
            contested[number] += state.state == "contested"
            contested_expected[number] += state.shares["contested"]
            for party in place.parties:
                if party is OTHER:
                    continue
                names.setdefault(party.key, party.name)
                share = state.shares[party.key]
                expected.setdefault(party.key, np.zeros(size))[number] += share
                doubt.setdefault(party.key, np.zeros(size))[number] += share * (1 - share)
                holds = state.holder is not None and state.holder.key == party.key
                reported.setdefault(party.key, np.zeros(size))[number] += holds
    rows = [
        Total(
            day=day, party=key, name=names[key], reported=int(reported[key][number]),
            expected=round(float(expected[key][number]), 3), low=round(max(0.0, mean - band), 3), high=round(min(float(told[number]), mean + band), 3),
            share=round(mean / max(1.0, float(told[number])), 4),
        )
        for key in sorted(expected, key=lambda key: (-expected[key].max(), key))
        for number, day in enumerate(days)
        for mean, band in [(float(expected[key][number]), _NINETY * math.sqrt(float(doubt[key][number])))]
    ]  # fmt: skip
    overall = [
        Overall(
            day=day, places=int(told[number]), unknown=int(unknown[number]), contested=int(contested[number]),
            contested_share=round(float(contested_expected[number]) / max(1.0, float(told[number])), 4),
        )
        for number, day in enumerate(days)
    ]  # fmt: skip
    return Totals(parties=tuple(rows), overall=tuple(overall))
