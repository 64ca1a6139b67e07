"""What changed between two days, and why: new, changed, deleted, each with its cause, and every old id accounted for."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from tidings.model.coding import account_id
from tidings.model.ids import digest
from tidings.review.changes import changes_between, changes_by
from tidings.review.desk import desk
from tidings.review.fields import written
from tidings.review.views import record_view, ruled_view
from tidings.store.judgements import add_judgement, judgements
from tidings.store.takedown import take_down_articles, take_down_person

OTHER = digest("m1", "{ }")


def at(store):
    codings, ruled = list(store.codings()), judgements(store)
    return desk(ruled_view(codings, ruled), codings, ruled)


def event_of(store, file):
    return next(one for one in record_view(store).events if any(ref.file == file for ref in one.accounts))


def causes(found):
    return {cause.why for cause in found.causes}


def all_accounted(store, day, found):
    """Every id of before is an id, a former id or deleted."""
    before = {event.id for event in record_view(store, as_stored=day).events}
    after = {each for event in record_view(store).events for each in (event.id, *event.former_ids)}
    assert before <= after | {gone.id for gone in found.changes.deleted}


def test_a_new_article_changes_one_event_and_brings_another(store, add, told, on):
    """The toll field by field, newly disputed; the other event is new; what was not touched is not told."""
    first = on(0)
    add(told("herald.txt", 7), told("mail.txt", 30, day=10, published=11))
    on(3)
    add(told("courier.txt", 9, said="police", published=2), told("gazette.txt", 4, day=20, published=21))
    found = changes_between(store, first + dt.timedelta(1))
    assert found.told() == "1 changes, 1 new, 1 conflict"
    (changed,) = found.changes.changed
    assert {change.field: (change.before, change.after) for change in changed.fields}["accounts"] == ("1", "2")
    tolls = {
        change.field: (change.before, change.after) for change in changed.fields if change.field == "killed.unknown"
    }
    assert tolls == {"killed.unknown": ("7", "7/7/9")}
    assert changed.newly_disputed == ("counts.killed.unknown",)
    assert [cause.told for cause in changed.causes] == ["new article Courier"]
    (new,) = found.changes.new
    assert causes(new) == {"new article"}
    all_accounted(store, first, found)


def test_until_a_day(store, add, told, on):
    """What came later is not told, and a stretch in which nothing came is empty."""
    add_at = {0: "herald.txt", 2: "mail.txt", 5: "gazette.txt"}
    for number, file in add_at.items():
        day = on(number)
        add(told(file, 4 + number, day=10 * number, published=10 * number + 1))
    assert changes_between(store, day - dt.timedelta(4), day - dt.timedelta(1)).new == 1
    assert changes_between(store, day - dt.timedelta(2), day - dt.timedelta(1)).told() == "0 change, 0 new, 0 conflicts"
    assert changes_between(store, day - dt.timedelta(9)).new == 3


def test_an_earlier_telling_takes_the_id_over(store, add, told, on):
    """The event goes on under the id of the earlier account, and the old id is said and resolves."""
    day = on(0)
    add(told("herald.txt", 7, published=3))
    old = event_of(store, "herald.txt").id
    on(1)
    add(told("courier.txt", 7, said="police", published=1))
    found = changes_between(store, day + dt.timedelta(1))
    (changed,) = found.changes.changed
    assert changed.former == old
    assert old in changed.event.former_ids
    assert found.changes.deleted == ()


def test_a_merge_leaves_a_tombstone_that_points_to_the_survivor(store, add, told, on):
    """The id that goes says by whom and into what; the survivor says why it has changed."""
    day = on(0)
    add(told("herald.txt", 7), told("mail.txt", 30, day=10, published=11))
    one, other = record_view(store).events
    on(2)
    ruled = add_judgement(store, at(store).merge(one.id, other.id, "Ana", "the same raid"))
    found = changes_between(store, day + dt.timedelta(1))
    (gone,) = found.changes.deleted
    (changed,) = found.changes.changed
    assert {gone.id, changed.event.id} == {one.id, other.id}
    assert (gone.how, gone.into) == ("merged", changed.event.id)
    assert gone.reason == f"merged into {changed.event.id} by Ana: the same raid"
    assert [cause.told for cause in changed.causes] == ["merged by Ana: the same raid"]
    all_accounted(store, day, found)
    on(4)
    add_judgement(store, at(store).undo(ruled.id, "Eva", "two villages"))
    found = changes_between(store, day + dt.timedelta(3))
    assert [cause.told for cause in found.changes.changed[0].causes] == ["Eva took back what Ana merged: two villages"]
    assert [new.event.id for new in found.changes.new] == [gone.id]


def test_set_and_reject_are_told_with_their_reviewer(store, add, told, on):
    """Before → after by whom and why; a rejected event is deleted with the reason."""
    day = on(0)
    add(told("herald.txt", 7), told("mail.txt", 30, day=10, published=11))
    on(1)
    kept, film = event_of(store, "herald.txt"), event_of(store, "mail.txt")
    add_judgement(store, at(store).set(kept.id, "killed.unknown", written("killed.unknown", "8"), "Ana", "recount"))
    add_judgement(store, at(store).rule("reject", film.id, "Eva", "a film"))
    found = changes_between(store, day + dt.timedelta(1))
    (changed,) = found.changes.changed
    assert [(one.field, one.before, one.after) for one in changed.fields] == [("killed.unknown", "7", "8")]
    assert [cause.told for cause in changed.causes] == ["set killed.unknown by Ana: recount"]
    (gone,) = found.changes.deleted
    assert (gone.id, gone.how, gone.reason, gone.into) == (film.id, "rejected", "rejected by Eva: a film", None)


def test_a_split_is_told(store, add, told, on):
    """The part that leaves is new and says from where; the event it leaves says why it has changed."""
    day = on(0)
    add(told("herald.txt", 7), told("courier.txt", 9, said="police", published=2))
    (event,) = record_view(store).events
    on(1)
    add_judgement(store, at(store).split(event.id, ["courier.txt"], "Ana", "the morning's"))
    found = changes_between(store, day + dt.timedelta(1))
    (new,) = found.changes.new
    assert f"split from {event.id}" in {cause.told for cause in new.causes}
    assert causes(found.changes.changed[0]) == {"judgement"}
    assert found.changes.deleted == ()


def test_another_coding_is_told_as_such(store, add, told, on):
    """Values changed, words changed (the id with them) and an account that is no longer coded: each says "coded anew"."""
    day = on(0)
    before = [
        told("herald.txt", 7),
        told("mail.txt", 30, day=10, published=11),
        told("gazette.txt", 4, day=20, published=21),
    ]
    add(*before)
    on(1)
    account = before[0].accounts[0]
    shorter = replace(account, evidence=(account.counts[0].evidence[0],))
    moved = replace(shorter, id=account_id(before[0].article.id, shorter.type, shorter.evidence))
    fewer = replace(before[1].accounts[0], counts=())
    anew = [
        replace(before[0], accounts=(moved,)), replace(before[1], accounts=(fewer,)), replace(before[2], accounts=()),
    ]  # fmt: skip
    dry = changes_by(store, before, anew)
    add(*anew, manifest=OTHER)
    found = changes_between(store, day + dt.timedelta(1))
    assert found.changes == dry.changes
    assert found.told() == "2 change, 0 new, 1 deleted, 0 conflicts"
    by_file = {one.event.accounts[0].file: one for one in found.changes.changed}
    assert by_file["herald.txt"].former == account.id
    assert by_file["herald.txt"].event.id == moved.id
    assert causes(by_file["herald.txt"]) == causes(by_file["mail.txt"]) == {"recoded"}
    (gone,) = found.changes.deleted
    assert gone.how == "recoded"
    assert "no longer coded so by tidings" in gone.reason


def test_two_accounts_that_are_coded_as_one_now(store, told):
    """The one that goes says that its words are told in the other."""
    coding = told("herald.txt", 7, extra="Rebels attacked farmers in Tolmen, killing 2, residents said.")
    first, second = coding.accounts
    whole = replace(first, evidence=(*first.evidence, *second.evidence))
    joined = replace(whole, id=account_id(coding.article.id, whole.type, whole.evidence))
    found = changes_by(store, [coding], [replace(coding, accounts=(joined,))])
    (changed,) = found.changes.changed
    (gone,) = found.changes.deleted
    assert {changed.former, gone.id} == {first.id, second.id}
    assert (gone.how, gone.into) == ("recoded", joined.id)
    assert "its words are told in" in gone.reason


def test_what_was_taken_down_is_told_without_its_content(store, add, told, on):
    """The id, who and why; of a masked name where the account is now."""
    day = on(0)
    add(told("herald.txt", 7), told("mail.txt", 30, day=10, published=11, said="Zoryana"))
    taken, masked = event_of(store, "herald.txt"), event_of(store, "mail.txt")
    on(1)
    take_down_articles(store, [taken.accounts[0].article], "Ana", "asked for")
    take_down_person(store, ["Zoryana"], "Ana", "her wish", lambda content: content.decode())
    found = changes_between(store, day + dt.timedelta(1))
    gone = {one.id: one for one in found.changes.deleted}
    assert gone[taken.id].reason == f"taken down by Ana on {day + dt.timedelta(1)}: asked for"
    assert gone[masked.id].into == event_of(store, "mail.txt").id


def test_a_total_for_a_period_is_no_new_event(store, add, told):
    """A figure for two months that fits several events is attributed to none of them and not counted as new."""
    known = [told(f"{number}.txt", 5 + number, day=10 * number, published=10 * number + 1) for number in range(3)]
    add(*known)
    total = told("report.txt", 90, day=0, published=60)
    when = replace(total.accounts[0].date, end=total.accounts[0].date.start + dt.timedelta(50), precision="year")
    place = replace(total.accounts[0].place, id="td:east", name="East", lat=-13.0, precision="admin1", radius_km=150.0)
    joint = replace(total, accounts=(replace(total.accounts[0], date=when, place=place, actors=(), recipients=()),))
    found = changes_by(store, known, [*known, joint])
    assert found.period_totals == (joint.accounts[0].id,)
    assert found.told() == "0 change, 0 new, 0 conflicts, 1 period total not attributed"
