"""Named rules that read a ledger's figures (RECORD §6). No rule prints a number that no article printed, and none adds up.

``lowest``         the lowest current figure of whoever is no party (ACLED manner)
``low-best-high``  low the lowest, best the lowest of the best, high the highest (UCDP manner); a party's figure only raises high
``min-max``        the lowest and the highest of whoever is no party, with no best (Airwars manner)
``manual``         what a named reviewer has set

A party's figure counts as the others do where nobody else gives one. Superseded figures, subsets and denied ones never count.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, get_args

from tidings.model.event import Bounds, Figures, LedgerEntry
from tidings.model.values import CountKind

Rule = Literal["lowest", "low-best-high", "min-max"]
RULES: Final[tuple[Rule, ...]] = get_args(Rule)
DEFAULT_RULE: Final[Rule] = "low-best-high"


def figures(ledger: Iterable[LedgerEntry], kind: CountKind, rule: Rule = DEFAULT_RULE) -> dict[str, Figures]:
    """Low, best and high by group under a rule; groups with no figure are left out."""
    groups: dict[str, list[LedgerEntry]] = {}
    for entry in ledger:
        if is_current(entry, kind):
            groups.setdefault(entry.field.split(".")[2], []).append(entry)
    found = {group: by_rule(entries, rule) for group, entries in sorted(groups.items())}
    return {group: figure for group, figure in found.items() if figure is not None}


def is_current(entry: LedgerEntry, kind: CountKind) -> bool:
    """Whether an entry is a plain figure of a kind that nothing has replaced: ``counts.KIND.GROUP`` and no more."""
    parts = entry.field.split(".")
    return len(parts) == 3 and parts[:2] == ["counts", kind] and entry.superseded_by is None


def by_rule(entries: Iterable[LedgerEntry], rule: Rule) -> Figures | None:
    """The figures that rival entries of one field come to; ``None`` when none of them gives a number."""
    rivals = [entry for entry in entries if isinstance(entry.value, Bounds)]
    others = [_bounds(entry) for entry in rivals if entry.interest != "party"]
    everybody = [_bounds(entry) for entry in rivals]
    heard = others if any(map(_printed, others)) else everybody
    if not any(map(_printed, heard)):
        return None
    low = min((figure for one in heard for figure in (one.low, one.best) if figure is not None), default=None)
    best = min((one.best for one in heard if one.best is not None), default=None)
    if rule == "lowest":
        figure = best if best is not None and (low is None or best <= low) else low
        return None if figure is None else Figures(low=figure, best=figure, high=None, rule=rule)
    high = _highest(everybody if rule == "low-best-high" else heard)
    return Figures(low=low, best=best if rule == "low-best-high" else None, high=high, rule=rule)


def _highest(rivals: list[Bounds]) -> int | None:
    """The highest printed upper bound; blank where somebody says "at least" more than any bound."""
    highs = [one.high for one in rivals if one.high is not None]
    lows = [figure for one in rivals for figure in (one.low, one.best) if figure is not None]
    high = max(highs, default=None)
    return None if high is not None and lows and high < max(lows) else high


def _bounds(entry: LedgerEntry) -> Bounds:
    assert isinstance(entry.value, Bounds)
    return entry.value


def _printed(bounds: Bounds) -> bool:
    return any(figure is not None for figure in (bounds.low, bounds.best, bounds.high))


def disputed(ledger: Iterable[LedgerEntry]) -> tuple[str, ...]:
    """Fields on which those who speak now cannot all be right: figures that exclude each other, or a denial."""
    fields: dict[str, list[LedgerEntry]] = {}
    denied = set()
    for entry in ledger:
        if entry.superseded_by is not None or not entry.field.startswith("counts."):
            continue
        if entry.field.endswith(".denied"):
            denied.add(entry.field.removesuffix(".denied"))
        else:
            fields.setdefault(entry.field, []).append(entry)
    apart = {field for field, entries in fields.items() if _exclude(entries)}
    return tuple(sorted(apart | denied))


def _exclude(entries: list[LedgerEntry]) -> bool:
    bounds = [_bounds(entry) for entry in entries if isinstance(entry.value, Bounds)]
    lows = [one.low for one in bounds if one.low is not None]
    highs = [one.high for one in bounds if one.high is not None]
    return bool(lows and highs) and max(lows) > min(highs)
