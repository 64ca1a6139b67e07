"""Judgements as rulings: what holds, what an undo gives back, and how far each event is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tidings.errors import UsageError
from tidings.export.jsonl import event_lines
from tidings.model.event import Event, Figures
from tidings.model.judgement import Judgement
from tidings.review.desk import Desk, desk
from tidings.review.fields import written
from tidings.review.queue import queue
from tidings.review.rulings import rulings, state_of, states
from tidings.review.views import record_view, ruled_view
from tidings.store.judgements import add_judgement, judgements
from tidings.store.store import Store
from tidings.store.takedown import take_down_articles


def at(store: Store) -> Desk:
    """The record laid out for review."""
    codings, ruled = list(store.codings()), judgements(store)
    return desk(ruled_view(codings, ruled), codings, ruled)


def shown(store: Store) -> bytes:
    """The export of events."""
    return b"".join(event_lines(record_view(store).events))


def event_of(store: Store, file: str) -> Event:
    """The event that a file tells."""
    return next(one for one in record_view(store).events if any(ref.file == file for ref in one.accounts))


@pytest.fixture
def two(store, add, told) -> Store:
    """A record of two events: one told by two papers that differ on the toll, one told by a third ten days later."""
    add(told("herald.txt", 7), told("courier.txt", 9, said="police"), told("mail.txt", 30, day=10, published=11))
    assert len(record_view(store).events) == 2
    return store


def test_merge_and_split_and_back(two):
    """Two events become one under the earlier id and both ids lead there; undone, the bytes are what they were."""
    before = shown(two)
    one, other = record_view(two).events
    ruled = add_judgement(two, at(two).merge(one.id[:9], other.id, "Ana", "the same raid"))
    (merged,) = record_view(two).events
    assert {one.id, other.id} <= {merged.id, *merged.former_ids}
    apart = add_judgement(two, at(two).split(merged.id, ["courier.txt"], "Eva", None))
    assert sorted(len(event.accounts) for event in record_view(two).events) == [1, 2]
    for judgement in (apart, ruled):
        add_judgement(two, at(two).undo(judgement.id, "Ana", None))
    assert shown(two) == before


def test_split_holds_when_others_join(two, add, told):
    """What was ruled apart stays apart, whatever is read later."""
    event = event_of(two, "courier.txt")
    add_judgement(two, at(two).split(event.id, ["courier.txt"], "Ana", None))
    add(told("gazette.txt", 9, said="police", published=2))
    assert event_of(two, "courier.txt").id != event_of(two, "herald.txt").id


def test_the_later_ruling_on_a_pair_holds(two):
    """Merged, then split, then merged again: together."""
    one, other = (event.accounts[0].account for event in record_view(two).events)

    def ruled(verb: str, number: int) -> Judgement:
        return Judgement(id=f"j1:{number}", at="", by="Ana", verb=verb, target=one, accounts=(one,), others=(other,))

    merge, split, again = ruled("merge", 1), ruled("split", 2), ruled("merge", 3)
    pair = tuple(sorted((one, other)))
    assert rulings([merge, split]).apart == {pair}
    assert rulings([merge, split]).together == frozenset()
    assert rulings([merge, split, again]).together == {pair}


def test_set_shows_the_reviewer_s_value_and_keeps_the_other(two):
    """The toll is the reviewer's by the rule manual; the ledger has it with speaker, reason and words, and the automatic ones, superseded."""
    event = event_of(two, "herald.txt")
    assert event.disputed == ("counts.killed.unknown",)
    value = written("killed.unknown", "9")
    words = "killing 9, police said"
    ruled = add_judgement(two, at(two).set(event.id, "killed.unknown", value, "Ana", "the police were there", words))
    after = event_of(two, "herald.txt")
    assert after.values.killed == {"unknown": Figures(low=9, best=9, high=9, rule="manual")}
    assert after.disputed == ()
    entries = [entry for entry in after.ledger if entry.field == "counts.killed.unknown"]
    assert sorted(entry.superseded_by or "" for entry in entries) == ["", ruled.id, ruled.id]
    (manual,) = [entry for entry in entries if entry.claim == ruled.id]
    assert (manual.speaker, manual.words) == ("Ana", words)
    assert [span.quote for span in manual.evidence] == [words]
    assert {entry.value.best for entry in entries} == {7, 9}


def test_a_ruling_outlives_the_article_that_told_its_event_first(two):
    """The event has another id when that article is taken down, and still the value that was set."""
    event = event_of(two, "herald.txt")
    first, *others = event.accounts
    add_judgement(two, at(two).set(event.id, "killed.unknown", written("killed.unknown", "9"), "Ana", None))
    take_down_articles(two, [first.article], "Ana", "asked to")
    (after,) = (one for one in record_view(two).events if one.id in {ref.account for ref in others})
    assert after.values.killed == {"unknown": Figures(low=9, best=9, high=9, rule="manual")}


def test_words_cited_of_an_article_that_is_no_longer_of_the_event_are_no_evidence_in_it(two):
    """The ruling holds and gives its reason; its words are not shown as another article's."""
    event = event_of(two, "herald.txt")
    value, words = written("killed.unknown", "9"), "killing 9, police said"
    ruled = add_judgement(two, at(two).set(event.id, "killed.unknown", value, "Ana", "the police were there", words))
    add_judgement(two, at(two).split(event.id, ["courier.txt"], "Ana", None))
    (manual,) = [entry for entry in event_of(two, "herald.txt").ledger if entry.claim == ruled.id]
    assert (manual.words, manual.evidence) == ("the police were there", ())


def test_what_is_reported_after_a_ruling_disputes_it(two, add, told):
    """The reviewer's value is still shown, and a later figure that contradicts it makes the field disputed, until it is set again."""
    event = event_of(two, "herald.txt")
    add_judgement(two, at(two).set(event.id, "killed.unknown", written("killed.unknown", "9"), "Ana", None))
    add(told("gazette.txt", 14, said="medics", published=2))
    after = event_of(two, "herald.txt")
    assert after.values.killed["unknown"].best == 9
    assert after.disputed == ("counts.killed.unknown",)
    add_judgement(two, at(two).set(event.id, "killed.unknown", written("killed.unknown", "14"), "Ana", None))
    again = event_of(two, "herald.txt")
    assert again.values.killed["unknown"].best == 14
    assert again.disputed == ()


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("type", "shelling", "shelling"),
        ("date", "2026-03-09/2026-03-11", "2026-03-09/2026-03-11"),
        ("date", "unknown", None),
        ("place", "Old Mill, -12.5, 45.5, admin2", "Old Mill (admin2)"),
        ("place", "unknown", None),
        ("actors", "River Front: rebel_group; Hill Guard: political_militia", "River Front; Hill Guard"),
        ("recipients", "unknown", None),
        ("killed.unknown", "<=12", "<=12"),
        ("killed.civilians", "9/12/14", "9/12/14"),
        ("background", "true", "true"),
        ("polarity", "denied", "denied"),
        ("reality", "planned", "planned"),
    ],
)
def test_every_field_can_be_set(two, field, typed, value):
    """Each is shown as set, and undone without a trace."""
    from tidings.review.fields import shown as value_of

    before = shown(two)
    event = event_of(two, "mail.txt")
    ruled = add_judgement(two, at(two).set(event.id, field, written(field, typed), "Ana", None))
    assert value_of(event_of(two, "mail.txt"), field) == value
    add_judgement(two, at(two).undo(ruled.id, "Ana", None))
    assert shown(two) == before


def test_a_rejected_value_is_unknown_and_a_rejected_event_is_gone(two):
    """The place is blank, its claims stay; the event leaves the view, and can be had back by accepting it."""
    event = event_of(two, "mail.txt")
    add_judgement(two, at(two).rule_field("reject", event.id, "place", "Ana", "not there"))
    after = event_of(two, "mail.txt")
    assert after.values.place is None
    assert "place" not in after.values.told_by
    assert any(entry.field == "place" and entry.value == "Qadra" for entry in after.ledger)
    add_judgement(two, at(two).rule("reject", event.id, "Ana", "a film"))
    assert len(record_view(two).events) == 1
    add_judgement(two, at(two).rule("accept", event.id, "Eva", "no film"))
    assert len(record_view(two).events) == 2


def test_a_suggested_account_becomes_an_event(store, add, told):
    """What was too unsure to stand in the record stands there once somebody accepts it."""
    coding = told("herald.txt")
    add(replace(coding, accounts=(), suggested=coding.accounts))
    assert record_view(store).events == ()
    assert [look.id for look in queue(at(store).view, at(store).suggested, {})] == [coding.accounts[0].id]
    add_judgement(store, at(store).rule("accept", coding.accounts[0].id, "Ana", None))
    assert [event.id for event in record_view(store).events] == [coding.accounts[0].id]


def test_states(two, add, told):
    """Suggested, in review, reviewed, released, re-opened by a value set or an account that joins, retracted."""
    event = event_of(two, "herald.txt")

    def state() -> str:
        return state_of(event_of(two, "herald.txt"), states(judgements(two))).state

    assert state() == "suggested"
    add_judgement(two, at(two).rule_field("accept", event.id, "place", "Ana", None))
    assert state() == "in review"
    add_judgement(two, at(two).rule("accept", event.id, "Ana", None))
    assert state() == "reviewed"
    add_judgement(two, at(two).rule("release", event.id, "Ana", None))
    assert state() == "released"
    add_judgement(two, at(two).set(event.id, "killed.unknown", written("killed.unknown", "9"), "Ana", None))
    assert state() == "re-opened"
    add_judgement(two, at(two).rule("release", event.id, "Ana", None))
    assert state() == "released"
    add(told("gazette.txt", 9, said="police", published=2))
    assert len(event_of(two, "herald.txt").accounts) == 3
    assert state() == "re-opened"
    add_judgement(two, at(two).rule("retract", event.id, "Ana", None))
    assert states(judgements(two))[event.id].state == "retracted"
    assert states(judgements(two))[event.id].fields == {"place": "accepted", "killed.unknown": "set"}
    assert len(record_view(two).events) == 1


def test_the_queue_puts_the_uncertain_and_consequential_first(two):
    """The high toll of one voice before; what is reviewed leaves; what to check is said."""
    looks = queue(record_view(two), {}, states(judgements(two)))
    assert [look.worth for look in looks] == sorted((look.worth for look in looks), reverse=True)
    disputed = next(look for look in looks if look.event is not None and look.event.disputed)
    assert any("cannot all be right" in each for each in disputed.check)
    assert any("one voice" in each for look in looks for each in look.check)
    add_judgement(two, at(two).rule("accept", disputed.id, "Ana", None))
    left = queue(record_view(two), {}, states(judgements(two)))
    assert disputed.id not in {look.id for look in left}
    assert len(queue(record_view(two), {}, states(judgements(two)), everything=True)) == 2


def test_what_cannot_be_ruled_says_why(two):
    """Wrong ids, fields, values and targets name the way out."""
    laid = at(two)
    one, other = record_view(two).events
    ruled = add_judgement(two, laid.rule("accept", one.id, "Ana", None))
    add_judgement(two, at(two).undo(ruled.id, "Ana", None))
    wrong = [
        (lambda: laid.event("c1:zz"), "review list"),
        (lambda: laid.event("c1:"), "no event is called"),
        (lambda: laid.event("2"), f"which for number 2 is {other.id}"),
        (lambda: laid.merge(one.id, one.accounts[0].account, "Ana", None), "one event already"),
        (lambda: laid.split(other.id, ["mail.txt"], "Ana", None), "leave it at least one"),
        (lambda: laid.split(one.id, ["mail.txt"], "Ana", None), "no account or article called mail.txt"),
        (lambda: laid.undo("j1:zz", "Ana", None), "review log"),
        (lambda: at(two).undo(ruled.id, "Ana", None), "taken back already"),
        (lambda: laid.set(one.id, "place", "null", "Ana", None, "no such words"), "just as printed"),
        (lambda: laid.rule_field("reject", one.id, "type", "Ana", None), "review set"),
        (lambda: laid.rule_field("accept", one.id, "weather", "Ana", None), "there are type, polarity"),
        (lambda: written("killed.men", "3"), "names no group"),
        (lambda: written("killed.civilians", "14-9"), "is no figure"),
        (lambda: written("killed.civilians", "many"), "is no figure"),
        (lambda: written("date", "Tuesday"), "is no date"),
        (lambda: written("date", "2026-03-11/2026-03-09"), "is no date"),
        (lambda: written("date", "2026-02-30"), "date="),
        (lambda: written("place", "somewhere"), "gazetteer find"),
        (lambda: written("type", "quarrel"), "not known"),
        (lambda: written("actors", "River Front"), "NAME: KIND"),
    ]
    for attempt, told in wrong:
        with pytest.raises(UsageError, match=told):
            attempt()
