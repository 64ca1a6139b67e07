"""The control statements of hard sentences: who is said to hold, contest, besiege or lose a place, when, and on what kind of evidence.

A case: ``text``, ``published``, ``control``: rows with ``place``, ``state``, ``holder``, ``previous``, ``start``, ``end``, ``evidence_type``,
``speaker``, ``extent``. What a row leaves out is free; a list is a choice. ``holder`` and ``previous`` are names or the table's ids, or words
of the name; ``optional`` rows may be left out. Every statement must answer to a row, and each row to one statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tidings.model.coding import Coding, ControlStatement
from tidings.model.mentions import Annotations

Case = dict[str, Any]
_EXACT = ("state", "start", "end", "evidence_type")
_WORDS = ("holder", "previous", "speaker", "extent")


def faults(case: Case, annotations: Annotations, coding: Coding) -> Iterator[str]:
    """What is wrong with the control statements of a case, in words."""
    left, told = list(coding.control), "; ".join(map(_shown, coding.control)) or "none"
    for row in sorted(case["control"], key=lambda row: bool(row.get("optional"))):
        match = next((statement for statement in left if _answers(statement, row)), None)
        if match is not None:
            left.remove(match)
        elif not row.get("optional"):
            yield f"no statement {row}; told: {told}"
    yield from (f"a statement too many: {_shown(one)}" for one in left)


def _answers(statement: ControlStatement, row: Case) -> bool:
    printed = {statement.place.name.casefold(), *(span.quote.casefold() for span in statement.place.evidence)}
    return (
        any(str(name).casefold() in printed for name in _listed(row["place"]))
        and all(getattr(statement, field) in _listed(row[field]) for field in _EXACT if field in row)
        and all(any(_names(statement, field, name) for name in _listed(row[field])) for field in _WORDS if field in row)
    )


def _names(statement: ControlStatement, field: str, wanted: str | None) -> bool:
    """Whether a field holds a name, or words of it; blank only where blank is wanted."""
    value: str | None = getattr(statement, field)
    if value is None or wanted is None:
        return value is wanted
    if field == "holder" and statement.holder_id == wanted:
        return True
    words = wanted.casefold().replace("-", " ").split()
    return set(words) <= set(value.casefold().replace("-", " ").split()) or wanted.casefold() in value.casefold()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _shown(statement: ControlStatement) -> str:
    who = f"{statement.holder} ({statement.holder_id})" + f", before {statement.previous}" * bool(statement.previous)
    when = f"{statement.start}..{statement.end}"
    return (
        f"{statement.place.name} {statement.state} {who} {when} {statement.evidence_type}"
        f"{f' by {statement.speaker}' * bool(statement.speaker)}{f' [{statement.extent}]' * bool(statement.extent)}"
        f" {[span.quote for span in statement.evidence]}"
    )
