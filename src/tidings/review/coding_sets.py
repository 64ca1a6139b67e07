"""Sets that several coders code apart: what the machine had read, where coders differ, how far they agree, and what holds in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Final, get_args

from msgspec import Struct

from tidings.model.audit import Answered, CodedField, SetItemMade
from tidings.model.event import Event
from tidings.model.text import Evidence
from tidings.model.values import CountGroup
from tidings.review.agreement import Agreed, agreed, span_f1
from tidings.review.fields import PLAIN, TOLLS
from tidings.review.logbook import CodingSet
from tidings.review.typed import typed_of

EVENT: Final = "event"  # the field that asks whether it is one at all
YES: Final = "yes"
NO: Final = "no"
MACHINE: Final = "machine"
_ORDER: Final = (
    EVENT, *PLAIN, "date", "place", "actors", "recipients", *(f"{name}.{group}" for name in TOLLS for group in get_args(CountGroup)),
)  # fmt: skip

Coded = Mapping[str, CodedField]  # by field; one that is not there is unknown


# --- what the machine had read ----------------------------------------------------------------------------------------------


def item_of(event: Event) -> SetItemMade:
    """An event as it goes into a set: its articles, and what it shows now, field by field with words for it."""
    articles = tuple(dict.fromkeys(ref.article for ref in event.accounts))
    return SetItemMade(event=event.id, articles=articles, machine=tuple(_shown(event)))


def _shown(event: Event) -> Iterator[CodedField]:
    values = event.values
    fields = (*PLAIN, "date", "place", "actors", "recipients")
    tolls = [f"{name}.{group}" for name in TOLLS for group in getattr(values, name)]
    for field in (*fields, *tolls):
        value = typed_of(event, field)
        if value is None:
            continue
        article, span = _words(event, field)
        if span is None:
            yield CodedField(field=field, value=value)
        else:
            yield CodedField(field=field, value=value, article=article, start=span.start, end=span.end)


def _words(event: Event, field: str) -> tuple[str | None, Evidence | None]:
    """The first words that a value rests on, and their article."""
    name = field.partition(".")[0]
    if name in TOLLS:
        claims = [one for one in event.ledger if one.field == f"counts.{field}" and one.evidence]
        current = [one for one in claims if one.superseded_by is None] or claims
        return (current[0].article, current[0].evidence[0]) if current else (None, None)
    if field in PLAIN:
        first = event.accounts[0]
        return (first.article, first.evidence[0]) if first.evidence else (None, None)
    found = getattr(event.values, field)
    told = found[0] if isinstance(found, tuple) and found else found
    spans = getattr(told, "evidence", ())
    by = next((account for key, account in event.values.told_by.items() if key.partition(".")[0] == name), None)
    article = next((ref.article for ref in event.accounts if ref.account == by), None)
    return (article, spans[0]) if spans and article else (None, None)


# --- codings as fields ------------------------------------------------------------------------------------------------------


def coded_by(one: CodingSet, who: str) -> dict[str, Coded]:
    """What somebody, or the machine, has coded: by event, then field. ``event`` is a field of each."""
    if who == MACHINE:
        return {item.event: _by_field(item.machine, is_event=True) for item in one.items}
    return {event: _of_answer(answer) for event, answer in one.answers.get(who, {}).items()}


def _of_answer(answer: Answered) -> Coded:
    return _by_field(answer.fields if answer.is_event else (), is_event=answer.is_event)


def _by_field(fields: Iterable[CodedField], *, is_event: bool) -> Coded:
    return {EVENT: CodedField(field=EVENT, value=YES if is_event else NO)} | {one.field: one for one in fields}


def value_in(coded: Coded, field: str) -> str | None:
    """The value that a coding has for a field; ``None``: unknown."""
    found = coded.get(field)
    return None if found is None else found.value


def _fields_of(codings: Iterable[Coded]) -> list[str]:
    """All fields of some codings, in the order of the codebook."""
    return sorted({field for coded in codings for field in coded}, key=_ORDER.index)


# --- agreement --------------------------------------------------------------------------------------------------------------


class FieldAgreed(Struct, frozen=True, kw_only=True):
    """How far two codings agree on a field, in values and in words."""

    field: str
    agreed: Agreed
    span_f1: float | None


def compared(one: dict[str, Coded], other: dict[str, Coded]) -> tuple[FieldAgreed, ...]:
    """Two codings of a set held against each other on the events that both have coded.

    Whether it is an event at all is compared on all of these, everything else where both say it is one. A figure is
    compared where one of them gives any: else what nobody was killed in would make every figure look agreed.
    """
    both = [event for event in one if event in other]
    real = [event for event in both if value_in(one[event], EVENT) == value_in(other[event], EVENT) == YES]
    found = []
    for field in _fields_of([*(one[event] for event in both), *(other[event] for event in both)]):
        events = both if field == EVENT else real
        if "." in field:
            events = [event for event in events if field in one[event] or field in other[event]]
        if not events:
            continue
        mine, theirs = [one[event] for event in events], [other[event] for event in events]
        words = span_f1((a.get(field), b.get(field)) for a, b in zip(mine, theirs, strict=True))
        values = agreed(field, [value_in(each, field) for each in mine], [value_in(each, field) for each in theirs])
        found.append(FieldAgreed(field=field, agreed=values, span_f1=words))
    return tuple(found)


def pairs_of(one: CodingSet) -> list[tuple[str, str]]:
    """Every two coders, then each coder and the machine."""
    coders = one.coders
    pairs = [(mine, theirs) for at, mine in enumerate(coders) for theirs in coders[at + 1 :]]
    return pairs + [(coder, MACHINE) for coder in coders]


def median_keys(one: CodingSet) -> dict[str, float]:
    """Of each coder, how many keys an event has taken: as many took more as took less."""
    keys = {coder: [answer.keys for answer in one.answers.get(coder, {}).values()] for coder in one.coders}
    return {coder: float(median(taken)) for coder, taken in keys.items() if taken}


# --- where coders differ ----------------------------------------------------------------------------------------------------


class Differing(Struct, frozen=True, kw_only=True):
    """A field on which coders differ, with the answer of each."""

    event: str
    field: str
    answers: dict[str, str | None]


def differing(one: CodingSet) -> tuple[Differing, ...]:
    """Where coders differ, on the events that all of them have coded, in the order of the set and of the codebook.

    Where they differ on whether it is an event, that is settled first; the values of what is none are not asked for.
    """
    codings = {coder: coded_by(one, coder) for coder in one.coders}
    return tuple(each for item in one.items for each in _differing_on(one, item.event, codings))


def _differing_on(one: CodingSet, event: str, codings: dict[str, dict[str, Coded]]) -> Iterator[Differing]:
    if any(event not in coded for coded in codings.values()):
        return
    mine = {coder: coded[event] for coder, coded in codings.items()}
    said = {coder: value_in(coded, EVENT) for coder, coded in mine.items()}
    if len(set(said.values())) > 1:
        yield Differing(event=event, field=EVENT, answers=said)
    if final_value(one, event, EVENT, mine) != YES:
        return
    real = {coder: coded for coder, coded in mine.items() if said[coder] == YES}
    for field in _fields_of(real.values()):
        values = {coder: value_in(coded, field) for coder, coded in real.items()}
        if field != EVENT and len(set(values.values())) > 1:
            yield Differing(event=event, field=field, answers=values)


def unsettled(one: CodingSet) -> tuple[Differing, ...]:
    """Those that the lead has still to settle."""
    return tuple(each for each in differing(one) if each.field not in one.settled.get(each.event, {}))


# --- what holds -------------------------------------------------------------------------------------------------------------


class Outcome(Struct, frozen=True, kw_only=True):
    """What holds of a field in the end, the reason code where a lead has settled it, and words of a coder who says so."""

    field: str
    value: str | None
    reason: str | None
    words: CodedField | None


def final_value(one: CodingSet, event: str, field: str, codings: Mapping[str, Coded]) -> str | None:
    """What the lead has settled, else what the coders agree on; ``None`` also while they differ."""
    settled = one.settled.get(event, {}).get(field)
    if settled is not None:
        return settled.value
    values = {value_in(coded, field) for coded in codings.values()}
    return next(iter(values)) if len(values) == 1 else None


def finals(one: CodingSet, event: str) -> tuple[Outcome, ...]:
    """All that holds of an event that all coders have coded and on which nothing is unsettled: ``event`` first.

    Where it is none, nothing else. Fields that the machine has and no coder gives are unknown.
    """
    codings = {coder: coded[event] for coder in one.coders if event in (coded := coded_by(one, coder))}
    machine = coded_by(one, MACHINE)[event]
    is_event = final_value(one, event, EVENT, codings)
    first = _final(one, event, EVENT, codings)
    if is_event != YES:
        return (first,)
    real = {coder: coded for coder, coded in codings.items() if value_in(coded, EVENT) == YES} or {MACHINE: machine}
    fields = [field for field in _fields_of([*real.values(), machine]) if field != EVENT]
    return (first, *(_final(one, event, field, real) for field in fields))


def _final(one: CodingSet, event: str, field: str, codings: Mapping[str, Coded]) -> Outcome:
    settled = one.settled.get(event, {}).get(field)
    value = final_value(one, event, field, codings)
    said = [coded[field] for coded in codings.values() if field in coded and coded[field].value == value]
    words = next((each for each in said if each.article is not None), None)
    return Outcome(field=field, value=value, reason=settled.reason if settled else None, words=words)
