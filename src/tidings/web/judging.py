"""Judgements that come over HTTP: drafted on a desk of one event, checked as the command line checks them, written once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from threading import Lock
from typing import Final

from msgspec.structs import replace

from tidings.errors import UsageError
from tidings.model.event import Event, View
from tidings.model.judgement import Judgement, standing
from tidings.model.text import evidence
from tidings.review.desk import Desk
from tidings.review.diff import in_words
from tidings.review.logbook import DeskState
from tidings.review.typed import Known, as_typed, read_typed
from tidings.store.judgements import newest_judgement, put_judgement
from tidings.store.store import Store
from tidings.web.answers import ConflictError, NotFoundError
from tidings.web.guard import Asker
from tidings.web.one_desk import desk_of, seen_as
from tidings.web.records import DeskRecord, Snapshot
from tidings.web.roles import check_verb
from tidings.web.shapes import Ruled, Ruling, ToRule

_ID: Final = re.compile(r"[acj]1:[0-9a-f]{20}")
_LONGEST: Final = 2000  # letters of a reason or a value
_NOTHING: Final = View(events=(), members={})
#: Who rules holds it: of two at the same moment the second sees what the first has ruled.
RULING: Final = Lock()
_TRIES: Final = 5  # when somebody rules at the very same moment


def rule(record: DeskRecord, state: DeskState, asker: Asker, asked: ToRule, known: Known) -> Ruled:
    """Make the judgement that somebody asks for, and say what it left.

    ConflictError when the event is not what they have looked at any more, or is of a set that they code: what they say of it there
    is not to be seen by the others before its time. UsageError says what is wrong with what they ask.
    """
    _check_form(asked)
    with RULING:
        return ruled(record, _made(record, state, asker, asked, known))


def _made(record: DeskRecord, state: DeskState, asker: Asker, asked: ToRule, known: Known) -> Judgement:
    """The judgement as written, behind whatever another program has written meanwhile."""
    for _ in range(_TRIES):
        now = record.now
        _check_sets(state, now, asker, (asked.target, *asked.others))
        draft = _draft(record, now, asker, asked, known)
        made = _put(record.store, now, draft)
        if made is not None:
            return made
    raise ConflictError("another program rules so fast that this could not be written: try again")


def _put(store: Store, now: Snapshot, draft: Judgement) -> Judgement | None:
    """The judgement as written; ``None`` when another was written since the draft was made."""
    last = now.ruled.judgements[-1].id if now.ruled.judgements else None
    with store.transaction(writing=True) as connection:
        return put_judgement(connection, draft) if newest_judgement(connection) == last else None


# --- drafts -----------------------------------------------------------------------------------------------------------------


def _draft(record: DeskRecord, now: Snapshot, asker: Asker, asked: ToRule, known: Known) -> Judgement:
    if asked.verb == "undo":
        return _undo(now, asker, asked)
    check_verb(asker.role, asked.verb)
    keys = (asked.target, *asked.others) if asked.verb == "merge" else (asked.target,)
    at = desk_of(record.store, now, keys)
    for key in keys:
        _check_there(at, key)
    target = at.target(asked.target)
    if asked.seen is not None and target.event is not None and asked.seen != seen_as(target.event, now.ruled):
        raise ConflictError(f"{target.id} has changed since you looked at it: look again")
    return _bound(_of_verb(at, asker.who, asked, known), target.event, at, asked)


def _of_verb(at: Desk, by: str, asked: ToRule, known: Known) -> Judgement:
    key, reason, field = asked.target, asked.reason, asked.field
    match asked.verb:
        case "set":
            assert field is not None
            assert asked.value is not None
            return at.set(key, field, read_typed(field, asked.value, known, at.event(key)), by, reason)
        case "merge":
            return at.merge(key, asked.others[0], by, reason)
        case "split":
            return at.split(key, asked.others, by, reason)
        case _ if field is not None:
            return at.rule_field(asked.verb, key, field, by, reason)
        case _:
            return at.rule(asked.verb, key, by, reason)


def _bound(draft: Judgement, event: Event | None, at: Desk, asked: ToRule) -> Judgement:
    """The judgement with the words that were bound to it, of one of the event's articles."""
    if asked.article is None or asked.start is None or asked.end is None:
        return draft
    told = () if event is None else at.view.told(event)
    article = next((member.article for member in told if member.article.id == asked.article), None)
    if article is None or article.text is None:
        raise UsageError(f"{asked.article} is no article of {asked.target}")
    if not 0 <= asked.start < asked.end <= len(article.text):
        raise UsageError(f"{asked.start}-{asked.end} lies outside the text of {asked.article}")
    return replace(draft, article=article.id, evidence=(evidence(article.text, asked.start, asked.end),))


def _undo(now: Snapshot, asker: Asker, asked: ToRule) -> Judgement:
    found = next((one for one in now.ruled.judgements if one.id == asked.target), None)
    if found is None:
        raise NotFoundError(f"no judgement is called {asked.target}")
    check_verb(asker.role, "undo", is_own=found.by == asker.name)
    at = Desk(view=_NOTHING, suggested={}, out={}, judgements=now.ruled.judgements)
    return at.undo(found.id, asker.who, asked.reason)


def _check_there(at: Desk, key: str) -> None:
    told = any(key == ref.account for event in at.view.events for ref in event.accounts)
    if not (told or key in at.suggested or key in at.out):
        raise NotFoundError(f"no event is called {key}")


def _check_sets(state: DeskState, now: Snapshot, asker: Asker, keys: tuple[str, ...]) -> None:
    mine = [one for one in state.sets.values() if asker.name in one.coders and not one.closed]
    if not mine:
        return
    asked = {*keys, *now.source.events_with(keys).values()}
    for one in mine:
        if not asked.isdisjoint({*one.events, *now.source.events_with(one.events).values()}):
            raise ConflictError(f"you code this event in the set {one.name!r}: answer there")


def _check_form(asked: ToRule) -> None:
    """What a verb wants, and does not want, said in plain words."""
    for key in (
        asked.target,
        *((asked.article,) if asked.article else ()),
        *(asked.others if asked.verb == "merge" else ()),
    ):
        if not _ID.fullmatch(key):
            raise UsageError(f"{key[:100]!r} is no id: give it whole")
    if any(len(words or "") > _LONGEST for words in (asked.reason, asked.value)):
        raise UsageError(f"a reason or a value has at most {_LONGEST} letters")
    wants_field = asked.verb == "set"
    if wants_field and (asked.field is None or asked.value is None):
        raise UsageError("set wants a field and a value")
    if asked.value is not None and not wants_field:
        raise UsageError(f"{asked.verb} takes no value")
    if asked.field is not None and asked.verb not in ("accept", "set", "reject"):
        raise UsageError(f"{asked.verb} is of an event, not of a field")
    if asked.verb == "merge" and len(asked.others) != 1:
        raise UsageError("merge wants one other event in others")
    if asked.verb == "split" and not asked.others:
        raise UsageError("split wants the accounts or articles that leave in others")
    if asked.others and asked.verb not in ("merge", "split"):
        raise UsageError(f"{asked.verb} takes no others")
    bound = [part is not None for part in (asked.article, asked.start, asked.end)]
    if any(bound) and (not all(bound) or asked.field is None):
        raise UsageError("words are bound to a field with article, start and end")


# --- as they are shown ------------------------------------------------------------------------------------------------------


def ruled(record: DeskRecord, made: Judgement) -> Ruled:
    """A judgement made, with the event it left."""
    now = record.now
    spoken = _spoken_of(made, {one.id: one for one in now.ruled.judgements})
    event = _event_left(record, now, spoken)
    return Ruled(
        judgement=ruling(made, now.ruled.judgements), event=event.id if event else None, generation=now.generation,
        seen=seen_as(event, now.ruled) if event else None,
    )  # fmt: skip


def ruling(made: Judgement, all_of_them: Sequence[Judgement]) -> Ruling:
    """A judgement as the API has it."""
    known = {one.id: one for one in all_of_them}
    holds = made.verb == "undo" or made.id in {one.id for one in standing(all_of_them)}
    shown = as_typed(made.field, made.value) if made.field and made.verb == "set" else None
    return Ruling(
        id=made.id, at=made.at, by=made.by, verb=made.verb, field=made.field, told=in_words(made, known.get(made.target)),
        value=(shown or "unknown") if made.verb == "set" else None, reason=made.reason, holds=holds,
    )  # fmt: skip


def _event_left(record: DeskRecord, now: Snapshot, spoken: Judgement) -> Event | None:
    """The event that has the target now, or the first of the accounts that is in any."""
    for key in (spoken.target, *spoken.accounts):
        found = now.source.events_with([key]).get(key)
        if found is not None and found in now.index.rows:
            return now.event(found)
    return None


def _spoken_of(made: Judgement, known: dict[str, Judgement]) -> Judgement:
    """Of an undoing, what it takes back; of that likewise."""
    while made.verb == "undo" and made.target in known:
        made = known[made.target]
    return made
