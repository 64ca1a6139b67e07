"""A user's table against the record: match, conflict, miss and extra, each pair once, with its reasons."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from msgspec.structs import replace

from tidings.errors import UsageError
from tidings.fusion.fuse import fuse
from tidings.review.reference_table import Entry, Windows, columns_named, compare_with, pairs_table, read_table

DAY = dt.date(2026, 3, 10)
WINDOWS = Windows(days=2, km=30)


def row(number: int = 1, day: int = 0, place: str | None = "Qadra", **more: object) -> Entry:
    when = DAY + dt.timedelta(day)
    facts = {"lat": None, "lon": None, "type": None, "killed": None, "start": when, "end": when, **more}
    return Entry(id=f"row {number}", place=place, **facts)


def verdicts(view, *entries):
    return [(one.verdict, one.entry.id if one.entry else None) for one in compare_with(view, entries, WINDOWS).rows]


def test_match_conflict_miss_extra(told):
    """A row borne out, one with another toll, one with nothing near; and an event inside the table's days without a row."""
    codings = [
        told("a.txt", 7),
        told("b.txt", 4, day=10, published=11),
        told("c.txt", 3, day=15, published=16),
        told("d.txt", 9, day=90),
    ]
    rows = (row(1, 1, killed=7), row(2, 10, killed=40), row(3, 30))
    found = compare_with(fuse(codings), rows, WINDOWS)
    assert [one.verdict for one in found.rows] == ["match", "conflict", "miss", "extra"]
    assert found.rows[0].days == 1
    assert found.rows[1].reasons == ("killed: 40 in the table, unknown 4 in the record",)
    assert found.rows[3].event.values.date.start == DAY + dt.timedelta(15)


def test_each_once_and_the_nearest_first(told):
    """Of two rows near one event the nearer has it; the other is a miss, or has another event."""
    one = fuse([told("a.txt", 7)])
    assert verdicts(one, row(1, 2), row(2, 0)) == [("miss", "row 1"), ("match", "row 2")]
    two = fuse([told("a.txt", 7), told("b.txt", 40, day=2, published=3, where="Qadra")])
    found = compare_with(two, [row(1, 1, killed=40), row(2, 1, killed=7)], WINDOWS)
    assert {one.entry.killed: one.event.values.killed["unknown"].best for one in found.rows} == {40: 40, 7: 7}


def test_an_event_of_the_month_takes_no_row_from_one_of_the_day(told):
    """A toll that contradicts the event of the very day is a conflict, and no match with one told of the whole month."""
    view = fuse([told("a.txt", 7)])
    (event,) = view.events
    month = replace(event.values.date, start=DAY.replace(day=1), end=DAY.replace(day=31), precision="month")
    vague = replace(event, id="c1:0", values=replace(event.values, date=month, killed={}))
    found = compare_with(replace(view, events=(vague, event)), [row(killed=9)], WINDOWS)
    assert [(one.verdict, one.event.id) for one in found.rows] == [("conflict", event.id)]


def test_places_by_point_or_name(told):
    """Within the kilometres, or under one name where a point is missing; a district reaches further than a village."""
    view = fuse([told("a.txt", 7)])
    event = view.events[0]
    near, far = {"lat": -12.4, "lon": 45.7}, {"lat": -13.4, "lon": 45.7}
    assert verdicts(view, row(place=None, **near)) == [("match", "row 1")]
    assert verdicts(view, row(place=None, **far))[0] == ("miss", "row 1")
    assert verdicts(view, row(place="QADRÁ")) == [("match", "row 1")]
    assert verdicts(view, row(place="Tolmen"))[0] == ("miss", "row 1")
    wide = replace(event.values.place, precision="admin1", radius_km=200.0)
    district = replace(view, events=(replace(event, values=replace(event.values, place=wide)),))
    assert verdicts(district, row(place=None, **far)) == [("match", "row 1")]


def test_types_of_other_codebooks(told):
    """Compared by family; a word that nobody knows is listed and not compared; 0 killed may mean unknown."""
    view = fuse([told("a.txt", 7)])
    assert verdicts(view, row(type="Armed clash", killed=0)) == [("match", "row 1")]
    assert verdicts(view, row(type="armed_clash")) == [("match", "row 1")]
    assert verdicts(view, row(type="Air/drone strike")) == [("conflict", "row 1")]
    found = compare_with(view, [row(type="skirmish")], WINDOWS)
    assert [one.verdict for one in found.rows] == ["match"]
    assert found.unknown_types == {"skirmish": 1}


def test_only_happenings_with_a_day_and_a_place_count(told):
    """A threat is no happening, and what has no day is near nothing."""
    coding = told("a.txt", 7)
    planned = replace(coding, accounts=tuple(replace(one, reality="planned") for one in coding.accounts))
    assert verdicts(fuse([planned]), row()) == [("miss", "row 1")]
    nowhere = replace(coding, accounts=tuple(replace(one, place=None) for one in coding.accounts))
    assert verdicts(fuse([nowhere]), row())[0] == ("miss", "row 1")


def test_reading_a_table():
    """Usual names in any case, other delimiters, days as people write them; rows that cannot be read say why."""
    text = "\ufeffEvent_Date;Location;Fatalities\n2026-03-10;Qadra;7\n10 March 2026;Qadra;\n;Qadra;1\n2026-03-10;;1\n2026-03-10;Qadra;many\n"
    entries, refused = read_table(text)
    assert [(one.id, one.start, one.place, one.killed) for one in entries] == [
        ("row 2", DAY, "Qadra", 7), ("row 3", DAY, "Qadra", None),
    ]  # fmt: skip
    assert refused == [
        "row 4: it has no date",
        "row 5: it has no place",
        "row 6: killed is 'many', which is no whole number",
    ]
    entries, refused = read_table("when,y,x\n2026-03-10,-12.3,45.6\n2026-03-10,95,45.6\n", "date=when,lat=y,lon=x")
    assert [(one.lat, one.lon) for one in entries] == [(-12.3, 45.6)]
    assert refused == ["row 3: lat 95 lies off the globe"]


@pytest.mark.parametrize(
    ("header", "given", "told"),
    [
        (["when", "where"], None, "no column for the date"),
        (["date", "town"], None, "no column for the place"),
        (["date", "place"], "toll=x", "there is no 'toll'"),
        (["date", "place"], "killed=dead", "no column 'dead'"),
        ([], None, "no column for the date"),
    ],
)
def test_columns_that_are_not_there(header, given, told):
    """The message names what is wanted and what the table has."""
    with pytest.raises(UsageError, match=told):
        columns_named(header, given)


def test_the_pairs_as_a_table(told):
    """Readable by anything that reads CSV, with commas in places and reasons."""
    found = compare_with(
        fuse([told("a.txt", 7)]), [row(killed=40, end=DAY + dt.timedelta(1)), row(2, 3, place="A, B")], WINDOWS
    )
    (first, second) = csv.DictReader("".join(pairs_table(found.rows)).splitlines())
    assert (first["verdict"], first["row_date"], first["event_killed"]) == (
        "conflict",
        "2026-03-10/2026-03-11",
        "unknown 7",
    )
    assert (second["verdict"], second["row_place"], second["event"]) == ("miss", "A, B", "")
