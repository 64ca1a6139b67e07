"""The happenings of short reports, and which values belong to which: tolls, days, places, doers and speakers told in several sentences.

A case: ``text``, ``published``, ``happenings`` (what each line says stands at the head of ``tests/golden/reports_whole/sentences.yaml``).
Accounts that did not happen or are denied are free, unless a row asks for one; every other account must answer to a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evals.hard import counts
from evals.hard.dates import days_of
from tidings.model.coding import Account, Coding
from tidings.model.mentions import Annotations
from tidings.model.values import Actor

Case = dict[str, Any]


def faults(case: Case, annotations: Annotations, coding: Coding) -> Iterator[str]:
    """What is wrong with the happenings of a report, in words."""
    left = list(coding.accounts)
    rows = sorted(case["happenings"], key=lambda row: bool(row.get("optional")))
    while rows and left:
        row, account = min(
            ((row, account) for row in rows for account in left), key=lambda pair: (pair[0].get("optional", False), *_unlike(*pair))
        )  # fmt: skip
        if row.get("optional") and _unlike(row, account)[0]:
            rows.remove(row)  # the likest account is none of this sort, so that no account is
            continue
        yield from _differences(row, account)
        rows.remove(row)
        left.remove(account)
    yield from (f"no account {_listed(row['type'])}" for row in rows if not row.get("optional"))
    yield from (f"a happening too many: {_shown(account)}" for account in left if _is_happening(account))


def _unlike(row: Case, account: Account) -> tuple[bool, int]:
    """How far an account is from a row: whether of another type or standing, and in how many values it differs."""
    other = account.type not in _listed(row["type"]) or _standing(row) != _told_standing(account)
    return other, len(list(_differences(row, account)))


def _standing(row: Case) -> tuple[str, str, bool]:
    return row.get("polarity", "affirmed"), row.get("reality", "actual"), row.get("background", False)


def _told_standing(account: Account) -> tuple[str, str, bool]:
    return account.polarity, account.reality, account.background


def _differences(row: Case, account: Account) -> Iterator[str]:
    if account.type not in _listed(row["type"]) or _standing(row) != _told_standing(account):
        yield f"no {' or '.join(_listed(row['type']))} {_standing(row)}, told: {_shown(account)}"
    if "place" in row and not _is_at(account, row["place"]):
        yield f"{account.type} is at {account.place and account.place.name}, not {row['place']}"
    if "admin1" in row and (account.place is None or row["admin1"] not in (account.place.admin1 or "")):
        yield f"{account.type} is in {account.place and account.place.admin1}, not {row['admin1']}"
    if ("day" in row or "days" in row) and (account.date.start, account.date.end) != days_of(row):
        yield f"{account.type} is of {account.date.start} to {account.date.end}, not {days_of(row)}"
    for side in ("actors", "recipients"):
        if side in row:
            yield from _side_faults(account, side, row[side])
    if "counts" in row:
        yield from counts.count_faults(row, (account,))


def _is_at(account: Account, wanted: str | list[str]) -> bool:
    return account.place is not None and any(name in account.place.name for name in _listed(wanted))


def _side_faults(account: Account, side: str, wanted: list[str]) -> Iterator[str]:
    told: tuple[Actor, ...] = getattr(account, side)
    for name in wanted:
        if not any(name.lower() in f"{actor.name} {actor.mention}".lower() for actor in told):
            yield f"{account.type} lacks {name} among {side}; told: {[actor.name for actor in told]}"
    if not wanted and told:
        yield f"{account.type} has {side} {[actor.name for actor in told]}"


def _is_happening(account: Account) -> bool:
    return account.polarity == "affirmed" and account.reality == "actual"


def _shown(account: Account) -> str:
    old = ", background" * account.background
    return f"{account.type} ({account.polarity}, {account.reality}{old}) {account.evidence[0].quote!r}"


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
