"""Tolls for tables that want one whole number: which figures count, and how no two tolls of the same people are added.

Groups of people lie one inside the other: women and children among the civilians, the dead of each side among the
fighters, all of them among "12 people". A telling is what one speaker says in one account. Where any telling counts a
whole, the whole is chosen among those tellings and no part is added to it; only where nobody counts the whole is it the
sum of its parts, which is then `derived` (RECORD §6) and carries its arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct

from tidings.export.sides import Sides, speaks_for
from tidings.export.summary import counted
from tidings.export.vague import HouseValue, house_value, is_vague
from tidings.fusion.rules import is_current
from tidings.model.coding import Account
from tidings.model.event import Bounds, Event, LedgerEntry, View
from tidings.model.values import CountKind
from tidings.reference.export_rules import HouseValues, load_house_values

WHOLE: Final = "unknown"
_PARTS: Final = {
    "unknown": ("civilians", "combatants_unknown"),
    "civilians": ("women", "children"),
    "combatants_unknown": ("combatants_actor", "combatants_recipient"),
}
_CIVILIANS: Final = frozenset({"civilians", "women", "children"})
_RULING: Final = "j1:"  # the claim of a figure that a reviewer has set is the id of the judgement
_DOUBTING: Final = frozenset({"suspects", "doubts"})

Telling = tuple[str, str]
_Told = tuple[str, str, int | None, int | None, int | None]
Choose = Callable[[Iterable[int]], int]


class Heard(Struct, frozen=True, kw_only=True):
    """A figure of the dead that stands now: whose, in which words, and whether its speaker can be relied on for it.

    ``reliable``: told by whoever is no party, or by a party about its own dead. ``part``: of another figure.
    """

    group: str
    bounds: Bounds
    words: str
    speaker: str | None
    telling: Telling
    reliable: bool
    part: bool
    house: HouseValue | None

    @property
    def said(self) -> str:
        """The figure as told, with who tells it: ``12 or more civilians (police)``."""
        label = counted(self.group)
        party = "" if self.reliable else ", a party"
        by = f"{self.speaker or 'no speaker named'}{party}"
        return (
            f"“{self.house.word}” ({label}; {by})"
            if self.house
            else f"{printed(self.bounds, self.words)} {label} ({by})"
        )


class Figure(Struct, frozen=True, kw_only=True):
    """A whole number for a group: printed, or derived by ``rule``. ``rank`` 0 stands before 1: a numeral before a vague word."""

    group: str
    telling: Telling
    figure: int
    said: str
    rank: int = 0
    rule: str | None = None


class Ledger(Struct, frozen=True, kw_only=True):
    """What an event's ledger says of the dead, sorted by what a table may do with it."""

    heard: tuple[Heard, ...]
    not_asserted: tuple[LedgerEntry, ...]
    denied: tuple[LedgerEntry, ...]
    superseded: tuple[LedgerEntry, ...]
    joint: tuple[LedgerEntry, ...]
    disputed: bool

    @property
    def counted(self) -> tuple[Heard, ...]:
        """Plain figures that may be relied on; those of the parties where nobody else gives any."""
        plain = tuple(one for one in self.heard if not one.part)
        reliable = tuple(one for one in plain if one.reliable and has_number(one))
        return reliable or plain

    @property
    def parts(self) -> tuple[Heard, ...]:
        """Parts of other figures that may be relied on ("12, including 3 soldiers")."""
        return tuple(one for one in self.heard if one.part and one.reliable)


def the_dead(view: View, event: Event, sides: Sides, kind: CountKind = "killed") -> Ledger:
    """The figures of one kind in an event's ledger."""
    accounts = {member.account.id: member.account for member in view.told(event)}
    feared = {key: _doubted(account) for key, account in accounts.items()}
    house = load_house_values()
    largest = _largest(event, kind)
    of_kind = [entry for entry in event.ledger if entry.field.startswith(f"counts.{kind}.")]
    numbered = [
        entry for entry in of_kind if isinstance(entry.value, Bounds)
    ]  # a figure that a reviewer rejects has none
    plain = [entry for entry in numbered if is_current(entry, kind)]
    part = [entry for entry in numbered if entry.field.endswith(".subset") and entry.superseded_by is None]
    doubted = [
        entry
        for entry in (*plain, *part)
        if not entry.claim.startswith(_RULING) and _told(entry) in feared[entry.account]
    ]
    heard = [
        _heard(entry, accounts[entry.account], sides, house, largest)
        for entry in (*plain, *part)
        if entry not in doubted
    ]
    return Ledger(
        heard=tuple(heard),
        not_asserted=tuple(doubted),
        denied=tuple(entry for entry in of_kind if entry.field.endswith(".denied")),
        superseded=tuple(entry for entry in of_kind if entry.superseded_by or entry.field.endswith(".superseded")),
        joint=tuple(entry for entry in of_kind if entry.field.endswith(".joint")),
        disputed=any(field.startswith(f"counts.{kind}.") for field in event.disputed),
    )


def _doubted(account: Account) -> frozenset[_Told]:
    """Counts of an account that their speaker only fears, presumes or doubts: no deaths that anybody asserts."""
    doubting = [said for said in account.attribution if said.stance in _DOUBTING]
    if not doubting:
        return frozenset()
    fears = load_house_values().fears
    every = any(not said.covers and said.cue.casefold() in fears for said in doubting)
    covered = {field for said in doubting for field in said.covers}
    return frozenset(
        (count.kind, count.group, count.low, count.best, count.high)
        for number, count in enumerate(account.counts)
        if every or f"counts.{number}" in covered
    )


def _told(entry: LedgerEntry) -> _Told:
    """What a count in the ledger counts, as its account has it; ids of claims may be those of another profile."""
    assert isinstance(entry.value, Bounds)
    kind, group = entry.field.split(".")[1:3]
    return kind, group, entry.value.low, entry.value.best, entry.value.high


def _heard(entry: LedgerEntry, account: Account, sides: Sides, house: HouseValues, largest: int) -> Heard:
    assert isinstance(entry.value, Bounds)
    by_hand = entry.claim.startswith(_RULING)
    group = entry.field.split(".")[2] if by_hand else sides.group(entry.field.split(".")[2])
    own = {"combatants_actor": sides.actors, "combatants_recipient": sides.recipients}.get(group, ())
    bounds = entry.value
    vague = bounds.best is None and bounds.high is None and (bounds.low is None or is_vague(entry.words, house))
    return Heard(
        group=group,
        bounds=bounds,
        words=entry.words,
        speaker=f"set by {entry.speaker}" if by_hand else entry.speaker,
        telling=(account.id, entry.speaker or ""),
        reliable=entry.interest != "party" or speaks_for(account, entry.speaker, own),
        part=entry.field.endswith(".subset"),
        house=house_value(entry.words, house, largest=largest) if vague else None,
    )


def _largest(event: Event, kind: str) -> int:
    """The largest figure of people that the event has beside those of this kind: what its scale is read from."""
    others = [
        entry.value for entry in event.ledger if entry.field.startswith("counts.") and f".{kind}." not in entry.field
    ]
    figures = [
        figure
        for value in others
        if isinstance(value, Bounds)
        for figure in (value.low, value.best, value.high)
        if figure is not None
    ]
    return max(figures, default=0)


def has_number(one: Heard) -> bool:
    """Whether a figure is a number, or a word that has a house value."""
    return one.house is not None or any(
        figure is not None for figure in (one.bounds.low, one.bounds.best, one.bounds.high)
    )


def printed(bounds: Bounds, words: str) -> str:
    """Bounds as one reads them: ``12``, ``12 or more``, ``12 to 13``, ``about 18``, ``up to 50``; else the words."""
    low, best, high = bounds.low, bounds.best, bounds.high
    if low is not None and low == high:
        return str(low)
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None and best is not None:
        return f"{low} or more"
    if best is not None:
        return f"about {best}"
    if high is not None:
        return f"up to {high}"
    return f"“{words}”"


# --- one number out of many -------------------------------------------------------------------------------------------------


def total(found: Sequence[Figure], choose: Choose, group: str = WHOLE) -> Figure | None:
    """The number of a group: the chosen one of the tellings that count it whole, else the sum of its parts.

    Within a telling that counts both, parts that come to more than the whole are other people than it counts, at least
    some of them; which, nobody says, so that the larger of the two stands and nothing is added.
    """
    whole = []
    for telling in dict.fromkeys(one.telling for one in found):
        here = [one for one in found if one.telling == telling]
        own = _chosen([one for one in here if one.group == group], choose)
        if own is not None:
            parts = _sum(here, choose, group)
            whole.append(parts if parts is not None and parts.rank <= own.rank and parts.figure > own.figure else own)
    return _chosen(whole, choose) or _sum(found, choose, group)


def _sum(found: Sequence[Figure], choose: Choose, group: str) -> Figure | None:
    parts = [part for child in _PARTS.get(group, ()) if (part := total(found, choose, child)) is not None]
    if len(parts) < 2:
        return parts[0] if parts else None
    arithmetic = " + ".join(part.said if " + " not in part.said else f"({part.said})" for part in parts)
    figure = sum(part.figure for part in parts)
    house = [part.rule for part in parts if part.rule and not part.rule.startswith("sum")]
    rule = "; ".join(["sum of groups that nobody counts together", *dict.fromkeys(house)])
    return Figure(
        group=group,
        telling=parts[0].telling,
        figure=figure,
        said=f"{arithmetic} = {figure}",
        rank=max(part.rank for part in parts),
        rule=rule,
    )


def _chosen(figures: Sequence[Figure], choose: Choose) -> Figure | None:
    """The chosen figure of rivals: numerals before vague words, of equals the one told first."""
    if not figures:
        return None
    rank = min(one.rank for one in figures)
    rivals = [one for one in figures if one.rank == rank]
    wanted = choose(one.figure for one in rivals)
    return next(one for one in rivals if one.figure == wanted)


# --- readings of a claim ------------------------------------------------------------------------------------------------------


def lowest(found: Iterable[Heard]) -> list[Figure]:
    """The lowest figure of each claim: its lower bound or its best figure; of a vague word the house value."""
    figures = []
    for one in found:
        known = [figure for figure in (one.bounds.low, one.bounds.best) if figure is not None]
        if one.house is not None:
            figures.append(_figure(one, one.house.figure, rank=1, rule=one.house.rule))
        elif known:
            figures.append(_figure(one, min(known)))
    return figures


def lows(found: Iterable[Heard]) -> list[Figure]:
    """The lower bound of each claim as it is told ("dozens": 24, RECORD §4)."""
    read = ((one, min((x for x in (one.bounds.low, one.bounds.best) if x is not None), default=None)) for one in found)
    return [_figure(one, figure) for one, figure in read if figure is not None]


def bests(found: Iterable[Heard]) -> list[Figure]:
    """The best figure of each claim; of one that has none its lower bound, behind those that have."""
    figures = []
    for one in found:
        if one.bounds.best is not None:
            figures.append(_figure(one, one.bounds.best))
        elif one.bounds.low is not None:
            figures.append(_figure(one, one.bounds.low, rank=1, rule="no best figure told: the lower bound"))
    return figures


def highs(found: Iterable[Heard]) -> list[Figure]:
    """The upper bound of each claim; of one that has none its best figure or lower bound, which the rule says."""
    figures = []
    for one in found:
        known = [figure for figure in (one.bounds.best, one.bounds.low) if figure is not None]
        if one.bounds.high is not None:
            figures.append(_figure(one, one.bounds.high))
        elif known:
            figures.append(_figure(one, max(known), rule="no upper bound told: the highest figure there is"))
    return figures


def _figure(one: Heard, figure: int, *, rank: int = 0, rule: str | None = None) -> Figure:
    return Figure(group=one.group, telling=one.telling, figure=figure, said=one.said, rank=rank, rule=rule)
