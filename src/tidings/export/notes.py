"""Sentences that several tables say of an event: its span of days, tolls told otherwise, counts that have no column."""

from __future__ import annotations

from tidings.export.losses import Losses
from tidings.export.tolls import Figure, Ledger, printed
from tidings.model.event import Bounds, Event, LedgerEntry
from tidings.model.values import When


def span_in_words(when: When) -> str:
    """``2024-05-02 to 2024-05-04, “overnight”``."""
    days = str(when.start) if when.start == when.end else f"{when.start} to {when.end}"
    return f"{days}, “{when.words}”" if when.words else days


def rival_tolls(dead: Ledger, toll: Figure | None) -> list[str]:
    """Sentences on what else is told of the dead: by whom the same, other figures, denials, figures replaced, figures only feared."""
    mine = toll.said.casefold() if toll else None  # "army" and "Army" are one speaker
    others = dict.fromkeys(one.said for one in dead.heard if not one.part and one.said.casefold() != mine)
    parts = dict.fromkeys(one.said for one in dead.heard if one.part)
    same = [one for one in others if toll is not None and _without_speaker(one) == _without_speaker(toll.said)]
    others = dict.fromkeys(one for one in others if one not in same)
    said = []
    if same:
        said.append(f"Told also: {'; '.join(same)}.")
    if others:
        said.append(f"{'Disputed; told' if dead.disputed else 'Told'} otherwise: {'; '.join(others)}.")
    if parts:
        said.append(f"Of these: {'; '.join(parts)}.")
    for title, entries in (
        ("Denied", dead.denied),
        ("Earlier, and since replaced", dead.superseded),
        ("Feared or presumed only", dead.not_asserted),
        ("Counted together with other events", dead.joint),
    ):
        if entries:
            said.append(f"{title}: {'; '.join(dict.fromkeys(map(_said, entries)))}.")
    return said


def in_place_of_figures(event: Event, dead: Ledger) -> str | None:
    """What is told in place of a figure: "casualties", a toll only feared, an upper bound alone."""
    told = [f"{entry.words} (only feared or presumed)" for entry in dead.not_asserted]
    told += [one.said for one in dead.heard]
    told += [entry.words for entry in event.ledger if entry.field.startswith("counts.casualties.")]
    return "; ".join(dict.fromkeys(told)) or None


def dropped_counts(event: Event, losses: Losses, kept: tuple[str, ...]) -> None:
    """Note counts of other kinds (injured, abducted …), which a table has no column for."""
    for entry in event.ledger:
        field, _, kind = entry.field.partition(".")
        if field == "counts" and kind.split(".")[0] not in kept:
            losses.note(event.id, entry.field, "dropped", "no column for it", entry.words)
        elif entry.field.endswith(".joint"):
            losses.note(event.id, entry.field, "dropped", "a figure that covers other events too", entry.words)


def _without_speaker(said: str) -> str:
    return said.rpartition(" (")[0]


def _said(entry: LedgerEntry) -> str:
    shown = printed(entry.value, entry.words) if isinstance(entry.value, Bounds) else f"“{entry.words}”"
    return f"{shown} ({entry.speaker or 'no speaker named'})"
