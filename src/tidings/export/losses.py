"""What a form cannot hold: a report of every value that an export drops, collapses, coarsens or derives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

How = Literal["dropped", "collapsed", "coarsened", "derived", "split", "left out"]


class Loss(Struct, frozen=True, kw_only=True, order=True):
    """One thing that a row of a form says otherwise than the record does.

    ``printed``: what the record holds, in the article's words where there are any; ``written``: what the form says in
    its place; ``rule``: the written rule by its name, with its arithmetic where figures are derived (RECORD §6).
    """

    event: str
    field: str
    how: How
    rule: str
    printed: str | None
    written: str | None


class Losses:
    """Collects losses while a form is written; in order whatever the order of writing."""

    def __init__(self) -> None:
        self._found: set[Loss] = set()

    def note(self, event: str, field: str, how: How, rule: str, printed: object = None, written: object = None) -> None:
        """Note one; numbers and texts are kept as printed, ``None`` as unknown."""
        self._found.add(
            Loss(
                event=event,
                field=field,
                how=how,
                rule=rule,
                printed=None if printed is None else str(printed),
                written=None if written is None else str(written),
            )
        )

    def all(self) -> list[Loss]:
        """All of them by event, field and rule."""
        return sorted(self._found, key=_order)


def _order(loss: Loss) -> tuple[str, ...]:
    return loss.event, loss.field, loss.how, loss.rule, loss.printed or "", loss.written or ""


def loss_report(form: str, schema_version: str, losses: Iterable[Loss]) -> str:
    """A page in Markdown: how often each rule was applied, then every case."""
    found = list(losses)
    counted: dict[tuple[str, str, str], int] = {}
    for loss in found:
        key = loss.field, loss.how, loss.rule
        counted[key] = counted.get(key, 0) + 1
    lines = [f"# What `{form}` (schema {schema_version}) does not say", ""]
    lines += ["| field | how | rule | times |", "| --- | --- | --- | ---: |"]
    lines += [
        f"| {_cell(field)} | {how} | {_cell(rule)} | {times} |" for (field, how, rule), times in sorted(counted.items())
    ]
    lines += ["", "| event | field | how | the record | the form |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {loss.event} | {_cell(loss.field)} | {loss.how} | {_cell(loss.printed)} | {_cell(loss.written)} |"
        for loss in found
    ]
    return "\n".join(lines) + "\n"


def _cell(value: str | None) -> str:
    return "unknown" if value is None else " ".join(value.replace("|", "\\|").split())
