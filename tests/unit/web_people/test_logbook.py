"""The fold over the audit log: whole or bit by bit, the same state; every kind of act; nothing from what is not known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.web_people.handmade import place_of
from tidings.model.audit import (
    Answered,
    AnyAct,
    AuditEntry,
    CodedField,
    Commented,
    Exported,
    ItemTaken,
    Judged,
    PasswordSet,
    PersonSet,
    SetClosed,
    SetItemMade,
    SetMade,
    Settled,
    SignedIn,
    SignedOut,
    entry_json,
    read_entry,
    with_id,
)
from tidings.model.judgement import Judgement
from tidings.review.logbook import EMPTY, DeskState, fold, judged

NAMES = ("Ada", "Coe", "Lee")
EVENTS = ("c1:a", "c1:b", "c1:c")
FIELDS = ("date", "place", "killed.civilians")

names, events, fields = st.sampled_from(NAMES), st.sampled_from(EVENTS), st.sampled_from(FIELDS)
coded = st.builds(CodedField, field=fields, value=st.none() | st.just("x"))


numbers = st.sampled_from(("0", "1", "never"))  # which of the sets made so far an act speaks of
item = st.builds(SetItemMade, event=events, articles=st.just(("a1:x",)), machine=st.just(()))
ruled = st.builds(
    Judgement, id=st.just("j1:x"), at=st.just(""), by=names, verb=st.sampled_from(("accept", "set")), target=events,
    field=st.none() | fields,
)  # fmt: skip
acts = st.one_of(
    st.builds(PersonSet, name=names, role=st.sampled_from(("reader", "coder", "lead", "admin")), active=st.booleans()),
    st.builds(PasswordSet, name=names), st.builds(SignedIn), st.builds(SignedOut),
    st.builds(Judged, judgement=ruled), st.builds(Commented, target=events, text=st.just("why?"), field=st.none() | fields),
    st.builds(ItemTaken, item=events),
    st.builds(SetMade, name=st.just("pilot"), coders=st.just(NAMES), blind=st.just(NAMES[:1]), items=st.tuples(item)),
    st.builds(Answered, set=numbers, event=events, fields=st.tuples(coded), is_event=st.booleans(), keys=st.just(3)),
    st.builds(Settled, set=numbers, event=events, field=fields, value=st.none() | st.just("y"), reason=st.just("slip")),
    st.builds(SetClosed, set=numbers),
    st.builds(Exported, form=st.just("csv"), profile=st.none(), generation=st.just("g"), sha256=st.just("0")),
)  # fmt: skip


def log_of(done: list[tuple[str, AnyAct]]) -> list[AuditEntry]:
    """A log, each entry tied to the one before it."""
    found: list[AuditEntry] = []
    for number, (by, act) in enumerate(done):
        made = [entry.id for entry in found if isinstance(entry.act, SetMade)]
        if isinstance(act, Answered | Settled | SetClosed) and act.set.isdecimal() and int(act.set) < len(made):
            act = replace(act, set=made[int(act.set)])  # noqa: PLW2901  (the same act, of a set that is there)
        at = (dt.datetime(2026, 3, 1) + dt.timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
        found.append(with_id(AuditEntry(id="", at=at, by=by, act=act, after=found[-1].id if found else None)))
    return found


logs = st.lists(st.tuples(names, acts), max_size=25).map(log_of)


@given(logs, st.data())
def test_in_one_go_or_bit_by_bit(log: list[AuditEntry], data: Any) -> None:
    """Cut anywhere, also after a round through JSON; what was folded before is not touched by what comes after."""
    whole = fold(EMPTY, log)
    again = [read_entry(entry_json(entry)) for entry in log]
    assert again == log
    cut = data.draw(st.integers(0, len(log)))
    first = fold(EMPTY, again[:cut])
    kept = fold(EMPTY, again[:cut])
    assert fold(first, again[cut:]) == whole
    assert first == kept
    step = EMPTY
    for entry in again:
        step = fold(step, [entry])
    assert step == whole


@given(logs)
def test_what_the_state_promises(log: list[AuditEntry]) -> None:
    """An item has one head and a head one item; who has left has none; every ruling is counted; sets have their own answers only."""
    state = fold(EMPTY, log)
    items = [hold.item for hold in state.holds.values()]
    assert len(items) == len(set(items))
    assert all(name == hold.by for name, hold in state.holds.items())
    assert state.judged == len(judged(log))
    assert sum(map(len, state.remarks.values())) == sum(isinstance(entry.act, Commented) for entry in log)
    assert "never" not in state.sets
    for key, one in state.sets.items():
        assert all(answer.set == key for mine in one.answers.values() for answer in mine.values())


def entries(*acts_: AnyAct, by: str = "Ada") -> DeskState:
    return fold(EMPTY, [with_id(AuditEntry(id="", at="2026-03-01T00:00:00Z", by=by, act=act)) for act in acts_])


def test_the_later_word_counts() -> None:
    """Of roles, answers and settlements; somebody who comes back is here since they first came."""
    state = entries(PersonSet(name="Coe", role="reader", active=True), PersonSet(name="Coe", role="lead", active=False))
    assert (state.people["Coe"].role, state.people["Coe"].active) == ("lead", False)
    assert state.knows_people
    assert place_of("td:nowhere") is None
