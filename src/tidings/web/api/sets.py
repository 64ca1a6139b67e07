"""``/api/v1/sets``: events that several coders code apart, how far they agree, and what holds in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tidings.model.audit import CodedField
from tidings.reference.desk_rules import at_least, load_settling_reasons
from tidings.review.coding_sets import (
    MACHINE,
    Coded,
    Differing,
    coded_by,
    compared,
    differing,
    median_keys,
    pairs_of,
    unsettled,
    value_in,
)
from tidings.review.logbook import CodingSet
from tidings.web.answers import answer, told
from tidings.web.audit import DeskLog, log_of
from tidings.web.bodies import given, takes
from tidings.web.coding_sets import answer_event, articles_of, check_may_compare, close_set, make_set, set_for, settle
from tidings.web.guard import Asker, asker_of, is_blind
from tidings.web.known import known_of
from tidings.web.records import DeskRecord, record_of
from tidings.web.shapes import (
    AgreementTold,
    Disagreement,
    FieldAgreement,
    Named,
    Pairing,
    SetItem,
    Sets,
    SetSummary,
    SetTold,
    ToAnswer,
    ToMakeSet,
    ToSettle,
)

router = APIRouter(tags=["sets"])
Who = Annotated[Asker, Depends(asker_of)]
Log = Annotated[DeskLog, Depends(log_of)]
Record = Annotated[DeskRecord, Depends(record_of)]


@router.get("/sets", responses=told(Sets))
def sets(request: Request, asker: Who, log: Log) -> Response:
    """The sets that one codes oneself; a lead sees all. The newest first."""
    all_of_them = sorted(log.state().sets.values(), key=lambda one: (one.at, one.id), reverse=True)
    mine = [one for one in all_of_them if asker.name in one.coders or at_least(asker.role, "lead")]
    return answer(request, Sets(items=tuple(_summary(one, asker) for one in mine)))


@router.post("/sets", responses=told(SetSummary), openapi_extra=takes(ToMakeSet))
def make(
    request: Request, sent: Annotated[ToMakeSet, Depends(given(ToMakeSet))], asker: Who, log: Log, record: Record
) -> Response:
    """Make a set of events for some coders, who see nothing of each other's answers; those who are ``blind`` nothing of the machine's."""
    return answer(request, _summary(make_set(record, log, asker, sent), asker))


@router.get("/sets/{key}", responses=told(SetTold))
def one_set(request: Request, key: str, asker: Who, log: Log, record: Record) -> Response:
    """A set as whoever asks may see it: the articles, their own answers, and the machine's unless they are blind."""
    one = set_for(log.state(), key, asker)
    return answer(request, SetTold(summary=_summary(one, asker), items=_items(one, asker, record)))


@router.post("/sets/{key}/answers", responses=told(SetTold), openapi_extra=takes(ToAnswer))
def put_answer(
    request: Request,
    key: str,
    sent: Annotated[ToAnswer, Depends(given(ToAnswer))],
    asker: Who,
    log: Log,
    record: Record,
) -> Response:
    """Answer one event of one's set; what is not answered is unknown. The set as it is then."""
    answer_event(record, log, asker, key, sent, known_of(request))
    return one_set(request, key, asker, log, record)


@router.get("/sets/{key}/agreement", responses=told(AgreementTold))
def agreement(request: Request, key: str, asker: Who, log: Log) -> Response:
    """How far coders agree by field, the machine in the same table, and where they differ. For a coder once they have coded all."""
    one = set_for(log.state(), key, asker)
    check_may_compare(one, asker)
    return answer(request, _agreement(request, one))


@router.post("/sets/{key}/settle", responses=told(AgreementTold), openapi_extra=takes(ToSettle))
def put_settlement(
    request: Request,
    key: str,
    sent: Annotated[ToSettle, Depends(given(ToSettle))],
    asker: Who,
    log: Log,
    record: Record,
) -> Response:
    """Say what holds where coders differ, and why: a code of the list that ``agreement`` gives."""
    settle(record, log, asker, key, sent, known_of(request))
    return agreement(request, key, asker, log)


@router.post("/sets/{key}/close", responses=told(SetSummary))
def close(
    request: Request, key: str, asker: Who, log: Log, record: Record,
    give_up: Annotated[bool, Query(description="close it as it is, without rulings")] = False,
) -> Response:  # fmt: skip
    """Close a set on which nothing is left to settle: what holds becomes judgements of whoever closes it."""
    return answer(request, _summary(close_set(record, log, asker, key, known_of(request), give_up=give_up), asker))


# --- as they are shown ------------------------------------------------------------------------------------------------------


def _summary(one: CodingSet, asker: Asker) -> SetSummary:
    """A set in a list. How far the others are is no secret; how often they differ is, while one codes it."""
    done = {coder: len(one.answers.get(coder, {})) for coder in one.coders}
    settled = sum(len(fields) for fields in one.settled.values())
    return SetSummary(
        id=one.id, name=one.name, coders=one.coders, blind=one.blind, events=one.events, done=done,
        adjudicated=0 if is_blind(one, asker.name) else settled, closed=one.closed,
    )  # fmt: skip


def _items(one: CodingSet, asker: Asker, record: DeskRecord) -> tuple[SetItem, ...]:
    articles = articles_of(record.store, [key for item in one.items for key in item.articles])
    mine = one.answers.get(asker.who, {})
    sees_machine = not asker.blind
    return tuple(
        SetItem(
            event=item.event, articles=tuple(articles[key] for key in item.articles if key in articles),
            machine=item.machine if sees_machine else None, mine=mine[item.event].fields if item.event in mine else None,
            done=item.event in mine, is_event=mine[item.event].is_event if item.event in mine else True,
        )
        for item in one.items
    )  # fmt: skip


def _agreement(request: Request, one: CodingSet) -> AgreementTold:
    """Kept until the set changes: the bootstrap takes a moment."""
    state = request.app.state
    kept: dict[str, tuple[CodingSet, AgreementTold]] = getattr(state, "agreements", {})
    state.agreements = kept
    known = kept.get(one.id)
    if known is None or known[0] is not one:
        known = kept[one.id] = one, _agreement_told(one)
    return known[1]


def _agreement_told(one: CodingSet) -> AgreementTold:
    codings = {who: coded_by(one, who) for who in (*one.coders, MACHINE)}
    pairings = tuple(
        Pairing(
            one=mine, other=theirs,
            fields=tuple(
                FieldAgreement(
                    field=each.field, n=each.agreed.n, alpha=each.agreed.alpha, low=each.agreed.low, high=each.agreed.high,
                    equal=each.agreed.equal, span_f1=each.span_f1,
                )
                for each in compared(codings[mine], codings[theirs])
            ),
        )
        for mine, theirs in pairs_of(one)
    )  # fmt: skip
    open_ones = {(each.event, each.field) for each in unsettled(one)}
    disagreements = []
    for each in differing(one):
        settled = one.settled.get(each.event, {}).get(each.field)
        machine = value_in(codings[MACHINE][each.event], each.field)
        disagreements.append(
            Disagreement(
                event=each.event, field=each.field, answers={**each.answers, MACHINE: machine},
                words=_words(codings, each, (*each.answers, MACHINE)),
                settled=settled.value if settled else None, reason=settled.reason if settled else None,
                is_settled=(each.event, each.field) not in open_ones,
            )
        )  # fmt: skip
    reasons = tuple(Named(id=code, name=words) for code, words in load_settling_reasons().items())
    return AgreementTold(
        set=one.id, pairings=pairings, disagreements=tuple(disagreements), median_keys=median_keys(one), reasons=reasons
    )


def _words(codings: Mapping[str, Mapping[str, Coded]], at: Differing, who: Iterable[str]) -> dict[str, CodedField]:
    """The answers to a field that have words bound to them, by whose they are."""
    found = {each: codings[each][at.event].get(at.field) for each in who}
    return {each: answer for each, answer in found.items() if answer is not None and answer.start is not None}
