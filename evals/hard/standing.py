"""The standing of hard sentences: what happened, what did not, what is only planned, threatened, feared, played or old.

A case: ``text``, ``published``, ``accounts`` (rows with ``type`` or a list of types, ``polarity``, ``reality`` or a list, ``background``,
``optional``), or ``clean: true``. Every happening (affirmed and actual) must answer to a row; accounts that are none are free.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tidings.model.coding import Account, Coding
from tidings.model.mentions import Annotations

Case = dict[str, Any]


def faults(case: Case, annotations: Annotations, coding: Coding) -> Iterator[str]:
    """What is wrong with the standing of a case, in words."""
    yield from account_faults(case, list(coding.accounts))


def account_faults(case: Case, left: list[Account]) -> Iterator[str]:
    """Rows that no account answers to, and happenings that answer to no row."""
    told = ", ".join(map(_shown, left)) or "none"
    for row in sorted(case.get("accounts", ()), key=_freedom):
        match = next((account for account in left if _answers(account, row)), None)
        if match is not None:
            left.remove(match)
        elif not row.get("optional"):
            yield f"no account {_wanted(row)}; told: {told}"
    yield from (f"a happening too many: {_shown(one)}" for one in left if _is_happening(one))


def _freedom(row: Case) -> tuple[bool, int]:
    """Required rows choose first, those that take few types before those that take many."""
    return bool(row.get("optional")), len(_listed(row["type"]))


def _answers(account: Account, row: Case) -> bool:
    if account.type not in _listed(row["type"]) or account.reality not in _listed(row.get("reality", "actual")):
        return False
    if account.polarity != row.get("polarity", "affirmed"):
        return False
    wanted = row.get("background", False if _is_happening(account) else account.background)
    return bool(account.background == wanted)


def _is_happening(account: Account) -> bool:
    return account.polarity == "affirmed" and account.reality == "actual"


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _wanted(row: Case) -> str:
    standing = [row.get("polarity", "affirmed"), " or ".join(_listed(row.get("reality", "actual")))]
    return f"{' or '.join(_listed(row['type']))} ({', '.join(standing + ['background'] * bool(row.get('background')))})"


def _shown(account: Account) -> str:
    return f"{account.type} ({account.polarity}, {account.reality}{', background' * account.background})"
