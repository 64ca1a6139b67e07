"""What reviewers have set, laid over a view: the value shown is theirs, and the automatic one stays in the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from tidings.fusion.fuse import event_order
from tidings.fusion.rules import disputed
from tidings.model.event import Bounds, Event, Figures, LedgerEntry, View
from tidings.model.judgement import Judgement, standing
from tidings.model.values import Actor, Place, When
from tidings.review.fields import PLAIN, TOLLS

RULE: Final = "manual"
RULING: Final = "j1:"  # what the claim of a ledger entry begins with when it is a judgement


def apply(view: View, judgements: Iterable[Judgement]) -> View:
    """The view with every field that a judgement sets or rejects, in the order of the judgements.

    The ledger gets an entry with the reviewer as speaker and the reason as words (or the words of the article that the
    reviewer cites); what it takes the place of is marked as superseded by it and stays. A rejected value is unknown.
    What accounts say that have joined since is not superseded: where it contradicts, the field is disputed again.
    """
    events = list(view.events)
    where = {ref.account: number for number, event in enumerate(events) for ref in event.accounts}
    for judgement in standing(judgements):
        number = _number(judgement, where)
        if judgement.field is not None and judgement.verb in ("set", "reject") and number is not None:
            events[number] = _ruled(events[number], judgement)
    return replace(view, events=tuple(sorted(events, key=event_order)))


def _number(judgement: Judgement, where: Mapping[str, int]) -> int | None:
    """Which event a judgement speaks of: where its target is, and where that is told no more, where most of its accounts are.

    So a ruling outlives the article that told its event first.
    """
    if judgement.target in where:
        return where[judgement.target]
    held = [where[each] for each in judgement.accounts if each in where]
    return max(held, key=held.count, default=None)


def _ruled(event: Event, judgement: Judgement) -> Event:
    assert judgement.field is not None
    value = None if judgement.value is None else msgspec.json.decode(judgement.value)
    ledger = _ledger(event, judgement, judgement.field, value)
    changed = _shown(event, judgement, judgement.field, value)
    return replace(changed, ledger=ledger, disputed=disputed(ledger))


def _shown(event: Event, judgement: Judgement, field: str, value: Any) -> Event:
    """The event showing the value; ``told_by`` names an account only where the reviewer cites its article."""
    name, _, group = field.partition(".")
    if field == "type":
        return event if value is None else replace(event, type=value)
    if field in PLAIN:
        return event if value is None else replace(event, standing=replace(event.standing, **{field: value}))
    values = event.values
    if name in TOLLS:
        figures = {key: found for key, found in getattr(values, name).items() if key != group}
        if value is not None:
            figures[group] = Figures(**value, rule=RULE)
        return replace(event, values=replace(values, **{name: dict(sorted(figures.items()))}))
    told_by = {key: account for key, account in values.told_by.items() if key.partition(".")[0] != name}
    cited = next((ref.account for ref in event.accounts if ref.article == judgement.article), None)
    if judgement.evidence and cited is not None and name in ("place", "date"):
        told_by[name] = cited
    made = _value(name, value)
    if judgement.evidence and cited is not None and isinstance(made, Place | When):
        made = replace(made, evidence=judgement.evidence)
    return replace(event, values=replace(values, **{name: made}, told_by=dict(sorted(told_by.items()))))


def _value(name: str, value: Any) -> Any:
    if name == "place":
        return None if value is None else msgspec.convert(value, Place)
    if name == "date":
        unknown = {"start": None, "end": None, "precision": "unresolved", "words": None, "evidence": ()}
        return msgspec.convert(value or unknown, When)
    return msgspec.convert(value or [], tuple[Actor, ...])


def _ledger(event: Event, judgement: Judgement, field: str, value: Any) -> tuple[LedgerEntry, ...]:
    name, _, group = field.partition(".")
    kept = f"counts.{name}.{group}" if name in TOLLS else field
    entries = [
        replace(entry, superseded_by=judgement.id) if entry.field == kept and _gives_way(entry, judgement) else entry
        for entry in event.ledger
    ]
    entries.append(_entry(event, judgement, kept, _in_short(name, value)))
    return tuple(sorted(entries, key=lambda one: (one.field, one.asserted_on or dt.date.max, one.claim, one.evidence)))


def _gives_way(entry: LedgerEntry, judgement: Judgement) -> bool:
    """Whether a current claim was there when the reviewer ruled, or is an earlier ruling."""
    return entry.superseded_by is None and (
        entry.account in judgement.accounts or entry.claim.startswith(RULING) or not judgement.accounts
    )


def _entry(event: Event, judgement: Judgement, field: str, value: Bounds | str | None) -> LedgerEntry:
    """A ruling as claim. Words of an article that is not of the event (now, or as known on a day) are nobody's evidence in it."""
    found = next((ref for ref in event.accounts if ref.article == judgement.article), None)
    spans = judgement.evidence if found is not None else ()
    cited = found or event.accounts[0]
    group = next((group.id for group in event.wire_groups if cited.article in group.articles), "")
    quoted = " [...] ".join(span.quote for span in spans)
    return LedgerEntry(
        field=field, value=value, words=quoted or judgement.reason or "no reason given", speaker=judgement.by,
        article=cited.article, wire_group=group, asserted_on=dt.date.fromisoformat(judgement.at[:10]), superseded_by=None,
        claim=judgement.id, account=cited.account, speaker_kind=None, interest=None, evidence=spans,
    )  # fmt: skip


def _in_short(name: str, value: Any) -> Bounds | str | None:
    if value is None:
        return None
    if name in TOLLS:
        return Bounds(**value)
    if name == "place":
        return str(value["name"])
    if name == "date":
        return f"{value['start'] or '..'}/{value['end'] or '..'}" if value["start"] or value["end"] else None
    if isinstance(value, list):
        return "; ".join(each["name"] for each in value) or None
    return str(value).lower()
