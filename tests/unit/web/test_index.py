"""The index of the desk says of every event what the record says, whatever is asked of it and whatever comes to the record."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.tellings import telling
from tests.unit.web.record import codings, entry
from tidings.errors import UsageError
from tidings.model.event import Event, Figures
from tidings.model.judgement import Judgement
from tidings.review.rulings import state_of, states
from tidings.review.views import record_view
from tidings.store.judgements import add_judgement, judgements
from tidings.store.store import open_store
from tidings.store.takedown import take_down_articles
from tidings.web import records
from tidings.web.index_filters import Filters, box_of, checked
from tidings.web.index_rows import lean, summary_of, toll
from tidings.web.records import DeskRecord
from tidings.web.settings import DeskSettings

ALL = Filters(standing="all")


def same_as_the_record(record: DeskRecord) -> None:
    """Events, their order, their states and summaries are those of the record as a whole."""
    view, known = record_view(record.store), states(judgements(record.store))
    now = record.now
    assert now.index.ids(ALL) == [event.id for event in view.events]
    for event in view.events:
        assert now.event(event.id) == event
        found = lean(msgspec.json.encode(event))
        wanted = summary_of(found, state_of(event, known).state, toll(event.values.killed))
        assert now.index.summary(event.id) == wanted


def kinds(record: DeskRecord, **asked: Any) -> list[str]:
    """Types of the events under filters, in order."""
    return [record.now.index.summary(key).type for key in record.now.index.ids(Filters(**asked))]  # type: ignore[union-attr]


def draft(event: Event, verb: Any, field: str | None = None, value: Any = None, **more: Any) -> Judgement:
    accounts = tuple(ref.account for ref in event.accounts)
    written = None if value is None else msgspec.json.encode(value).decode()
    return Judgement(
        id="", at="", by="Ana", verb=verb, target=event.id, field=field, value=written, accounts=accounts, **more
    )


def test_an_index_is_the_record(record: DeskRecord) -> None:
    """Nothing ruled: each event as fusion made it."""
    same_as_the_record(record)
    assert record.meta().articles == 13


def test_each_filter_lets_through_what_it_names(record: DeskRecord) -> None:
    """One filter at a time, and two together."""
    assert kinds(record) == ["air_strike", "explosion", "suicide_bombing", "protest", "shelling", "agreement"]
    assert kinds(record, standing="background") == ["armed_clash"]
    assert kinds(record, standing="denied") == ["shelling"]
    assert kinds(record, standing="planned") == ["protest"]
    assert kinds(record, type="protest") == ["protest"]
    assert kinds(record, actor="river") == ["explosion", "suicide_bombing"]
    assert kinds(record, actor="qadran-army") == ["air_strike", "suicide_bombing"]
    assert kinds(record, place="tolm") == ["air_strike", "suicide_bombing"]
    assert kinds(record, place="td:north coast") == ["shelling"]
    assert kinds(record, country="xa", type="explosion") == ["explosion"]
    assert kinds(record, killed=14) == ["explosion"]
    assert kinds(record, killed=3) == ["air_strike", "explosion"]
    assert kinds(record, voices=2) == ["explosion"]
    assert kinds(record, disputed=True) == kinds(record, killed=14)
    assert kinds(record, text="front tolmen") == ["suicide_bombing"]
    assert kinds(record, text="air strike") == ["air_strike"]
    assert kinds(record, text="nothing of that") == []
    assert kinds(record, first=dt.date(2031, 6, 1)) == ["protest", "shelling"]
    assert kinds(record, last=dt.date(2031, 5, 9)) == ["air_strike", "explosion"]
    assert kinds(record, box=(46, -15, 47, -14)) == ["air_strike", "suicide_bombing"]
    assert kinds(record, state="suggested") == kinds(record)
    assert kinds(record, state="reviewed") == []


def test_pages_hold_every_event_once(record: DeskRecord) -> None:
    """In each order, two at a time, until there is no next."""
    for order in ("time", "killed", "voices"):
        found, after = [], None
        while True:
            page = record.now.index.page(ALL, after, 2, order)  # type: ignore[arg-type]
            found += [msgspec.json.decode(item)["id"] for item in page.items]
            after = page.next
            if after is None:
                break
        assert sorted(found) == sorted(record.now.index.ids(ALL)), order
        assert len(found) == page.total
    assert found[0] == record.now.index.ids(Filters(voices=2))[0]


def test_a_cursor_holds_when_events_come_and_go(record: DeskRecord) -> None:
    """What is new before the cursor does not shift the page behind it, and the event at the cursor may be gone."""
    first = record.now.index.page(ALL, None, 3)
    rest = [msgspec.json.decode(item)["id"] for item in record.now.index.page(ALL, first.next, 50).items]
    record.store.add(entry(telling("early.txt", type="riot", day="2018-02-03", place="Tolmen", point=(-14.3, 46.9))))
    last = msgspec.json.decode(first.items[-1])["id"]
    add_judgement(record.store, draft(record.now.event(last), "reject"))
    again = [msgspec.json.decode(item)["id"] for item in record.now.index.page(ALL, first.next, 50).items]
    assert again == rest


def test_what_is_no_cursor_is_refused(record: DeskRecord) -> None:
    """A made-up one, one of another order, one of the articles."""
    of_killed = record.now.index.page(ALL, None, 1, "killed").next
    for written in ("abc", "", "%%%", of_killed, "W10", "WzEsMl0"):
        with pytest.raises(UsageError, match="none of this list"):
            record.now.index.page(ALL, str(written), 1)


def test_the_map_has_no_pin_for_what_has_no_point(record: DeskRecord) -> None:
    """An event without a place is counted as unplaced; a province has its outline named beside its point."""
    points = record.now.index.points(ALL, lambda place: place == "td:north coast")
    assert (points.total, points.unplaced) == (9, 1)
    assert [name for name, area in zip(points.name, points.area, strict=True) if area] == ["North Coast"]
    assert sum(points.events) == points.total - points.unplaced
    assert points.events[points.name.index("Tolmen")] > 1
    assert all(len(getattr(points, name)) == len(points.events) for name in points.__struct_fields__[2:])


def test_time_is_counted_by_first_days(record: DeskRecord) -> None:
    """Sums of lows and highs; what tells no toll apart; undated events apart."""
    timeline = record.now.index.timeline(Filters(), "month")
    may = timeline.bins[0]
    assert (may.start, may.end, may.events) == (dt.date(2031, 5, 1), dt.date(2031, 5, 31), 3)
    assert (may.killed_low, may.killed_high, may.without_toll, timeline.undated) == (17, 20, 1, 1)
    for by, start, end in (("day", 8, 8), ("week", 5, 11)):
        first = record.now.index.timeline(Filters(), by).bins[0]  # type: ignore[arg-type]
        assert (first.start.day, first.end.day) == (start, end)
    year = record.now.index.timeline(Filters(), "year").bins[0]
    assert (year.start, year.end) == (dt.date(2031, 1, 1), dt.date(2031, 12, 31))


def test_facets_count_under_the_other_filters(record: DeskRecord) -> None:
    """The own filter of a facet is set aside, or nothing else could be chosen."""
    facets = record.now.index.facets(Filters(type="protest"))
    assert {one.id: one.count for one in facets.types}["air_strike"] == 1
    assert [one.id for one in facets.places] == ["td:qadra"]
    assert {one.id for one in facets.standings} == {"happened", "planned"}


def test_wrong_filters_are_refused(record: DeskRecord) -> None:
    """With a sentence that says what there is."""
    for asked in (
        Filters(type="picnic"), Filters(standing="maybe"), Filters(state="done"), Filters(since="now"),
        Filters(first=dt.date(2031, 1, 2), last=dt.date(2031, 1, 1)), Filters(text="x" * 999),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            checked(asked)
    for box in ("1,2,3", "a,b,c,d", "0,50,10,40", "nan,0,1,1", "0,-91,1,1", "inf,0,1,1"):
        with pytest.raises(UsageError, match="bbox"):
            box_of(box)


def test_a_ruling_shows_at_once(record: DeskRecord) -> None:
    """Set, merge, split, undo, reject: after each the index is what one made anew is."""
    chance = random.Random(5)
    for step in range(24):
        view = record_view(record.store)
        event, other = chance.sample(view.events, 2)
        held = [one for one in judgements(record.store) if one.verb != "undo"]
        verb = chance.choice(("set", "set", "merge", "split", "undo", "accept", "reject"))
        if verb == "set":
            add_judgement(
                record.store, draft(event, "set", "killed.civilians", {"low": step, "best": step, "high": step})
            )
        elif verb == "merge":
            add_judgement(record.store, draft(event, "merge", others=tuple(ref.account for ref in other.accounts)))
        elif verb == "split" and len(event.accounts) > 1:
            one, *rest = (ref.account for ref in event.accounts)
            add_judgement(
                record.store, msgspec.structs.replace(draft(event, "split"), accounts=(one,), others=tuple(rest))
            )
        elif verb == "undo" and held:
            taken = chance.choice(held)
            add_judgement(record.store, Judgement(id="", at="", by="Ana", verb="undo", target=taken.id))
        elif verb in ("accept", "reject"):
            add_judgement(record.store, draft(event, verb, chance.choice((None, "date"))))
        same_as_the_record(record)


def test_one_event_gone_and_another_back_at_once(record: DeskRecord) -> None:
    """There are as many events as before, and none has a new number: it is noticed all the same."""
    one, other = (one for one in record_view(record.store).events if one.type in ("air_strike", "agreement"))
    out = add_judgement(record.store, draft(one, "reject"))
    before = record.now
    add_judgement(record.store, draft(other, "reject"))
    add_judgement(record.store, Judgement(id="", at="", by="Ana", verb="undo", target=out.id))
    same_as_the_record(record)
    assert len(record.now.index) == len(before.index)


def test_readers_never_see_half(record: DeskRecord) -> None:
    """While somebody rules, each reader's snapshot holds together: its pages, points and counts are of the same events."""
    wrong: list[str] = []
    until = threading.Event()

    def read() -> None:
        while not until.is_set():
            index = record.now.index
            page, points = index.page(ALL, None, 500), index.points(ALL, lambda _: False)
            ids = [msgspec.json.decode(item)["id"] for item in page.items]
            if not (len(ids) == page.total == points.total == len(index) and ids == index.ids(ALL)):
                wrong.append(f"{len(ids)} {page.total} {points.total}")

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for _ in range(6):
        one, other = record_view(record.store).events[:2]
        made = add_judgement(record.store, draft(one, "merge", others=tuple(ref.account for ref in other.accounts)))
        assert other.id not in record.now.index.rows or one.id not in record.now.index.rows
        add_judgement(record.store, Judgement(id="", at="", by="Ana", verb="undo", target=made.id))
    until.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    same_as_the_record(record)


def test_what_another_program_reads_in_shows_within_moments(
    record: DeskRecord, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second connection adds an article; the desk has it without being told."""
    before = record.now
    with open_store(db, create=False) as other:
        other.add(
            entry(
                telling(
                    "late.txt",
                    killed=[("civilians", "19", 19, 19, 19)],
                    actors=["River Front"],
                    published="2031-05-14",
                    outlet="Post",
                )
            )
        )
    assert record.now.generation == before.generation  # not at every article of a long run
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    assert record.now.generation != before.generation
    same_as_the_record(record)
    assert len(record.now.index) >= len(before.index)


def test_a_takedown_leaves_nothing(record: DeskRecord, db: Path) -> None:
    """The article's event is gone from the index, by whomever it was taken down."""
    gone = next(
        one for one in record_view(record.store).events if one.type == "protest" and one.standing.reality == "actual"
    )
    with open_store(db, create=False) as other:
        take_down_articles(other, [ref.article for ref in gone.accounts], "Ana", "asked")
    assert gone.id not in record.now.index.rows
    same_as_the_record(record)


def test_updated_since_is_what_changed_since(record: DeskRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new event and one that was ruled on, also one whose ruling was taken back; no other."""
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) + 1000))
    moment = dt.datetime.fromtimestamp(time.time() + 900, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    event = next(one for one in record_view(record.store).events if one.type == "air_strike")
    assert kinds(record, since=moment) == []
    made = add_judgement(record.store, draft(event, "set", "background", value=True))
    assert kinds(record, since=moment, standing="all") == ["air_strike"]
    add_judgement(record.store, Judgement(id="", at="", by="Ana", verb="undo", target=made.id))
    assert kinds(record, since=moment) == ["air_strike"]
    record.store.add(entry(telling("riot.txt", type="riot", day="2031-08-03", place="Tolmen", point=(-14.3, 46.9))))
    assert kinds(record, since=moment) == ["air_strike", "riot"]


def test_a_record_that_may_only_be_read_is_shown_all_the_same(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No index of fusion can be kept there, and none is needed."""
    with open_store(db, create=False) as store:
        event = record_view(store).events[0]
        add_judgement(store, draft(event, "set", "killed.civilians", {"low": 1, "best": 1, "high": 2}))
        connection = store.raw_connection()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    monkeypatch.setattr("tidings.store.store._may_write", lambda path: False)
    record = DeskRecord(DeskSettings(db=str(db), reviewer="Ana"))
    assert not record.store.may_write
    same_as_the_record(record)
    record.close()


def test_bounds_over_groups() -> None:
    """Parts of disjoint groups add up; a whole and its parts are held together; what is not known stays so."""

    def over(**groups: tuple[int | None, int | None, int | None]) -> tuple[int | None, int | None, int | None]:
        found = toll(
            {name: Figures(low=low, best=best, high=high, rule="x") for name, (low, best, high) in groups.items()}
        )
        assert found is not None
        return found.low, found.best, found.high

    assert toll({}) is None
    assert over(civilians=(12, 12, 19)) == (12, 12, 19)
    assert over(civilians=(12, 12, 12), combatants_actor=(3, None, 5)) == (15, None, 17)
    assert over(civilians=(12, 12, 12), children=(4, 4, 4)) == (12, 12, 12)
    assert over(unknown=(10, 10, 10), civilians=(12, 12, 14)) == (12, None, 14)
    assert over(unknown=(30, 30, None), civilians=(12, 12, 12)) == (30, 30, None)
    assert over(women=(None, None, 5)) == (None, None, 5)
    assert over(women=(None, None, 5), children=(2, 2, 2)) == (2, None, 7)


def test_the_corpus_is_what_the_tests_think(record: DeskRecord) -> None:
    """The copies and the later toll are one event of two voices."""
    market = record.now.event(record.now.index.ids(Filters(voices=2))[0])
    assert len(market.accounts) == 3
    assert {ref.article for ref in market.accounts} == {one.article.id for one in codings()[:3]}
