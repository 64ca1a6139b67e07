"""Sets of events for several coders at the desk: made, answered, settled and closed, each checked against the state it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, select

from tidings.errors import UsageError
from tidings.model.article import Article
from tidings.model.audit import Answered, AnyAct, CodedField, SetClosed, SetMade, Settled
from tidings.model.event import Event
from tidings.model.judgement import Judgement
from tidings.model.text import evidence
from tidings.reference.desk_rules import at_least, load_settling_reasons
from tidings.review.coding_sets import EVENT, NO, YES, Outcome, differing, finals, item_of, unsettled
from tidings.review.desk import Desk
from tidings.review.fields import PLAIN, check_field
from tidings.review.logbook import CodingSet, DeskState
from tidings.review.typed import UNKNOWN, Known, as_typed, read_typed, typed_of
from tidings.store import schema
from tidings.store.judgements import newest_judgement, put_judgement
from tidings.store.portions import portions
from tidings.store.store import Store, speaking
from tidings.web.answers import ConflictError, ForbiddenError, NotFoundError
from tidings.web.audit import DeskLog
from tidings.web.guard import Asker
from tidings.web.judging import RULING
from tidings.web.one_desk import desk_of
from tidings.web.people import clean_name
from tidings.web.records import DeskRecord, Snapshot
from tidings.web.shapes import ArticleRef, ToAnswer, ToMakeSet, ToSettle

_MOST: Final = 1000  # events of a set, and fields of an answer
_LONGEST: Final = 2000  # letters of a value
_TRIES: Final = 5


# --- made -------------------------------------------------------------------------------------------------------------------


def make_set(record: DeskRecord, log: DeskLog, asker: Asker, asked: ToMakeSet) -> CodingSet:
    """A set as somebody asks for it, with what the machine reads now, so that later readings do not change what is compared."""
    name, now = clean_name(asked.name), record.now
    coders, blind = tuple(dict.fromkeys(asked.coders)), tuple(dict.fromkeys(asked.blind))
    if not coders or not set(blind) <= set(coders):
        raise UsageError("a set wants coders, and only these can be blind")
    if asker.name in blind:
        raise UsageError(
            "whoever makes a set settles it, and cannot do so without seeing: let somebody else code it blind"
        )
    if not 1 <= len(asked.events) <= _MOST:
        raise UsageError(f"a set has 1 to {_MOST} events")
    ids = tuple(dict.fromkeys(now.key(event) for event in asked.events))
    shown = now.ruled.shown(now.source, ids)
    act = SetMade(name=name, coders=coders, blind=blind, items=tuple(item_of(shown[key].event) for key in ids))

    def check(state: DeskState) -> None:
        for coder in coders:
            _check_coder(state, coder, asker)
        if any(one.name == name for one in state.sets.values()):
            raise ConflictError(f"there is a set called {name!r} already")

    entry = log.add(asker.who, act, check)
    return log.state().sets[entry.id]


def _check_coder(state: DeskState, coder: str, asker: Asker) -> None:
    person = state.people.get(coder)
    if person is None and not state.knows_people and coder == asker.name:
        return
    if person is None or not person.active or not at_least(person.role, "coder"):
        raise UsageError(f"{coder[:100]!r} is nobody who may code here")


# --- seen -------------------------------------------------------------------------------------------------------------------


def set_for(state: DeskState, key: str, asker: Asker) -> CodingSet:
    """A set that somebody may see: their own, or any where they lead."""
    found = state.sets.get(key)
    if found is None:
        raise NotFoundError(f"no set is called {key[:100]}")
    if asker.name not in found.coders and not at_least(asker.role, "lead"):
        raise ForbiddenError("this set is coded by others")
    return found


def check_may_compare(one: CodingSet, asker: Asker) -> None:
    """Refuse the answers of others to a coder who has not given all of their own."""
    if asker.name in one.coders and not one.closed and not one.is_answered_by(asker.who):
        raise ForbiddenError("first code all of it yourself: what the others have coded is closed to you until then")


class _Named(Struct, frozen=True):
    title: str | None
    file: str
    outlet: str | None
    language: str | None


class _Head(Struct, frozen=True):
    """A coding, as far as its article's name goes."""

    article: _Named


def articles_of(store: Store, keys: Iterable[str]) -> dict[str, ArticleRef]:
    """Articles by id, without what the machine has read in them; one that was taken down is left out."""
    wanted = set(keys)
    with store.transaction(writing=False) as connection:
        told = {article: coding for article, coding in speaking(connection, wanted).items() if article in wanted}
        return {ref.id: ref for ref in _refs(connection, told)}


def _refs(connection: Connection, told: dict[str, str]) -> Iterator[ArticleRef]:
    coding, article = schema.coding.c, schema.article.c
    joined = schema.coding.join(schema.article, article.id == coding.article)
    for some in portions(told.values()):
        wanted = select(article.id, article.url, article.published, coding.line).select_from(joined)
        for row in connection.execute(wanted.where(coding.id.in_(some))):
            head = msgspec.json.decode(row.line, type=_Head).article
            yield msgspec.convert(
                {
                    "id": row.id, "title": head.title or "", "file": head.file, "outlet": head.outlet, "url": row.url,
                    "published": row.published, "language": head.language,
                },
                ArticleRef,
            )  # fmt: skip


# --- answered ---------------------------------------------------------------------------------------------------------------


def answer_event(record: DeskRecord, log: DeskLog, asker: Asker, key: str, sent: ToAnswer, known: Known) -> None:
    """A coder's answers to one event of their set; a later one takes the place of an earlier one until it is settled."""
    one = set_for(log.state(), key, asker)
    item = next((each for each in one.items if each.event == sent.event), None)
    if item is None:
        raise NotFoundError(f"{sent.event[:100]} is no event of this set")
    if not 0 <= sent.keys <= 1_000_000 or not 0 <= sent.seconds <= 1_000_000:
        raise UsageError("keys and seconds are counted from 0")
    texts = {coding.article.id: coding.article for coding in record.store.codings_of(item.articles)}
    event = None if asker.blind else _event_of(record, sent.event)
    fields = tuple(_answered(field, texts, known, event) for field in sent.fields) if sent.is_event else ()
    if len({field.field for field in fields}) < len(fields) or len(fields) > _MOST:
        raise UsageError("each field is answered once")
    act = Answered(
        set=key, event=sent.event, fields=fields, is_event=sent.is_event, keys=sent.keys, seconds=sent.seconds
    )

    def check(state: DeskState) -> None:
        at = set_for(state, key, asker)
        if asker.name not in at.coders:
            raise ForbiddenError("this set is coded by others")
        if at.closed or at.settled.get(sent.event):
            raise ConflictError("this is settled already")

    log.add(asker.who, act, check)


def _event_of(record: DeskRecord, key: str) -> Event | None:
    """The event of a set as it is now; ``None`` where it is none any more."""
    try:
        return record.now.event(key)
    except NotFoundError:
        return None


def _answered(sent: CodedField, texts: dict[str, Article], known: Known, event: Event | None) -> CodedField:
    """An answer in the one form that its value has."""
    check_field(sent.field)
    if sent.value is not None and len(sent.value) > _LONGEST:
        raise UsageError(f"a value has at most {_LONGEST} letters")
    value = (
        None
        if sent.value in (None, UNKNOWN)
        else as_typed(sent.field, read_typed(sent.field, str(sent.value), known, event))
    )
    bound = [part is not None for part in (sent.article, sent.start, sent.end)]
    if not any(bound):
        return CodedField(field=sent.field, value=value)
    article = texts.get(sent.article or "")
    if article is None or sent.start is None or sent.end is None:
        raise UsageError("words are bound to a field with article, start and end, of an article of the event")
    if not 0 <= sent.start < sent.end <= len(article.text or ""):
        raise UsageError(f"{sent.start}-{sent.end} lies outside the text of {article.id}")
    return replace(sent, value=value)


# --- settled ----------------------------------------------------------------------------------------------------------------


def settle(record: DeskRecord, log: DeskLog, asker: Asker, key: str, sent: ToSettle, known: Known) -> None:
    """What holds where coders differ, as the lead says; settled anew, the later holds."""
    if sent.reason not in load_settling_reasons():
        raise UsageError(f"{sent.reason[:100]!r} is no reason: there are {', '.join(load_settling_reasons())}")
    value = _settled_value(sent, known, _event_of(record, sent.event))

    def check(state: DeskState) -> None:
        one = set_for(state, key, asker)
        check_may_compare(one, asker)
        if one.closed:
            raise ConflictError("this set is closed")
        if not any((each.event, each.field) == (sent.event, sent.field) for each in differing(one)):
            raise ConflictError("the coders do not differ in this, or have not all coded it")

    log.add(asker.who, Settled(set=key, event=sent.event, field=sent.field, value=value, reason=sent.reason), check)


def _settled_value(sent: ToSettle, known: Known, event: Event | None) -> str | None:
    if sent.field == EVENT:
        if sent.value not in (YES, NO):
            raise UsageError(f"whether it is an event is {YES} or {NO}")
        return sent.value
    check_field(sent.field)
    if sent.value in (None, UNKNOWN):
        if sent.field in PLAIN:
            raise UsageError(f"{sent.field} cannot be unknown")
        return None
    return as_typed(sent.field, read_typed(sent.field, str(sent.value)[:_LONGEST], known, event))


# --- closed -----------------------------------------------------------------------------------------------------------------


def close_set(
    record: DeskRecord, log: DeskLog, asker: Asker, key: str, known: Known, *, give_up: bool = False
) -> CodingSet:
    """Close a set: what holds of its events becomes judgements of the lead, all in one transaction.

    ConflictError while an event is not coded by all, or a disagreement is not settled. An event that is none any more is
    left out and named. ``give_up``: close it as it is, without a judgement (a coder has left).
    """
    if give_up:
        return _given_up(log, asker, key)
    with RULING:
        return _closed(record, log, asker, key, known)


def _closed(record: DeskRecord, log: DeskLog, asker: Asker, key: str, known: Known) -> CodingSet:
    for _ in range(_TRIES):
        now = record.now
        one = set_for(log.state(), key, asker)
        _check_ready(one)
        drafts, left_out = _judgements(record.store, now, one, asker.who, known)
        last = now.ruled.judgements[-1].id if now.ruled.judgements else None
        try:
            log.within(asker.who, _closing(one, drafts, left_out, last))
        except _RuledMeanwhileError:
            continue
        return log.state().sets[key]
    raise ConflictError("others rule so fast that this could not be written: try again")


def _given_up(log: DeskLog, asker: Asker, key: str) -> CodingSet:
    one = set_for(log.state(), key, asker)

    def check(state: DeskState) -> None:
        if state.sets[key].closed:
            raise ConflictError("this set is closed already")

    log.add(asker.who, SetClosed(set=key, left_out=one.events), check)
    return log.state().sets[key]


class _RuledMeanwhileError(ConflictError):
    """Somebody has ruled since the drafts were made."""


def _closing(
    one: CodingSet, drafts: list[Judgement], left_out: tuple[str, ...], last: str | None
) -> Callable[[Connection, DeskState], AnyAct]:
    def make(connection: Connection, state: DeskState) -> AnyAct:
        if state.sets[one.id] != one:
            raise ConflictError("the set has changed in between: look again")
        if newest_judgement(connection) != last:
            raise _RuledMeanwhileError
        for draft in drafts:
            put_judgement(connection, draft)
        return SetClosed(set=one.id, left_out=left_out)

    return make


def _check_ready(one: CodingSet) -> None:
    if one.closed:
        raise ConflictError("this set is closed already")
    waiting = [coder for coder in one.coders if not one.is_answered_by(coder)]
    if waiting:
        raise ConflictError(f"{', '.join(waiting)} has not coded all of it")
    rest = unsettled(one)
    if rest:
        raise ConflictError(
            f"{len(rest)} disagreements are not settled, the first on {rest[0].field} of {rest[0].event}"
        )


def _judgements(
    store: Store, now: Snapshot, one: CodingSet, by: str, known: Known
) -> tuple[list[Judgement], tuple[str, ...]]:
    at = desk_of(store, now, one.events)
    place = {ref.account: event for event in at.view.events for ref in event.accounts}
    drafts: list[Judgement] = []
    left_out: list[str] = []
    for item in one.items:
        event = place.get(item.event)
        if event is None:
            left_out.append(item.event)
        else:
            drafts += _of_event(at, event, one, item.event, by, known)
    return drafts, tuple(left_out)


def _of_event(at: Desk, event: Event, one: CodingSet, key: str, by: str, known: Known) -> Iterator[Judgement]:
    """What holds of one event as judgements: values that differ from what is shown, then the event as a whole."""
    first, *others = finals(one, key)
    if first.value == NO:
        yield at.rule("reject", event.id, by, _reason(one, first))
        return
    for outcome in others:
        if outcome.value == typed_of(event, outcome.field) or (outcome.value is None and outcome.field in PLAIN):
            continue
        if outcome.value is None:
            yield at.rule_field("reject", event.id, outcome.field, by, _reason(one, outcome))
            continue
        made = read_typed(outcome.field, outcome.value, known, event)
        yield _cited(at, event, at.set(event.id, outcome.field, made, by, _reason(one, outcome)), outcome.words)
    yield at.rule("accept", event.id, by, f"set {one.name}")


def _reason(one: CodingSet, outcome: Outcome) -> str:
    why = "all coders agree" if outcome.reason is None else load_settling_reasons().get(outcome.reason, outcome.reason)
    return f"set {one.name}: {why}"


def _cited(at: Desk, event: Event, draft: Judgement, words: CodedField | None) -> Judgement:
    """The judgement with the words that a coder gave for the value."""
    if words is None or words.start is None or words.end is None:
        return draft
    text = next((each.article.text for each in at.view.told(event) if each.article.id == words.article), None)
    if text is None:
        return draft
    return replace(draft, article=words.article, evidence=(evidence(text, words.start, words.end),))
