"""The days of hard sentences: when the act was, as the record has it.

A case: ``text``, ``published``, ``acts`` (act: words of the account's evidence; day, or days: first and last, null for a blank;
words: those that date it; reason: a word of the reason given with it).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tidings.model.coding import Account, Coding
from tidings.model.mentions import Annotations
from tidings.model.values import date_precision

Case = dict[str, Any]
Days = tuple[dt.date | None, dt.date | None]


def faults(case: Case, annotations: Annotations, coding: Coding) -> Iterator[str]:
    """What is wrong with the days of a case, in words."""
    left = list(coding.accounts)
    for wanted in case["acts"]:
        telling = [one for one in left if any(wanted["act"] in each.quote for each in one.evidence)]
        if not telling:
            yield f"no account tells {wanted['act']!r}"
            continue
        differences, best = min(
            (([*_differences(wanted, one)], one) for one in telling), key=lambda each: (len(each[0]), _told(each[1]))
        )
        left.remove(best)
        yield from (f"{wanted['act']!r}: {difference}" for difference in differences)


def _told(account: Account) -> int:
    """How many characters tell an account: of two that are right, the one told by these words alone."""
    return sum(each.end - each.start for each in account.evidence)


def _differences(wanted: Case, account: Account) -> Iterator[str]:
    date, days = account.date, days_of(wanted)
    if (date.start, date.end) != days:
        yield f"is {_span(date.start, date.end)} ({date.words}), not {_span(*days)}"
    elif date.precision != date_precision(*days):
        yield f"is {date.precision}, not {date_precision(*days)}"
    if "words" in wanted and wanted["words"].lower() != (date.words or "").lower():
        yield f"dated by {date.words!r}, not {wanted['words']!r}"
    if "reason" in wanted and wanted["reason"] not in (account.reasons.date or ""):
        yield f"no word of {wanted['reason']!r} in {account.reasons.date!r}"


def days_of(wanted: Case) -> Days:
    """First and last day that a case wants."""
    first, last = (wanted["day"], wanted["day"]) if "day" in wanted else wanted["days"]
    return first, last


def _span(*days: dt.date | None) -> str:
    return " to ".join(str(day or "-") for day in days)
