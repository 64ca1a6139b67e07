"""Conflicting tolls: who counts how many dead, what gave way to what, and which figure each rule prints; ten short stories.

Scenario A2 of the issue on fusion is ``bus_station``; the others vary what may go wrong: two bombs in one town, two towns on one
day, a day or a place named otherwise, a late report, a falling toll, the figures of two sides. All of it is invented
(``scenarios/a2_conflicting_tolls``); all stories are read into one record.
"""

from __future__ import annotations

import csv
import io
import json

import pytest
from msgspec import convert

from tests.end_to_end.invented import SCENARIOS, loaded, read_scenario, run
from tidings.fusion.rules import RULES, figures
from tidings.model.event import LedgerEntry

STORIES = {path.stem: loaded(path) for path in sorted((SCENARIOS / "a2_conflicting_tolls" / "stories").glob("*.yaml"))}
EXPECTED = [
    pytest.param(story, event, id=f"{story}-{event['name'].replace(' ', '-')}")
    for story, content in STORIES.items()
    for event in content["events"]
]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """All stories in one record."""
    articles = [each for content in STORIES.values() for each in content["articles"]]
    return read_scenario(tmp_path_factory.mktemp("a2"), "a2_conflicting_tolls", articles)


def found(record, expected):
    """The event of the record that an expected one is, by the articles that tell it and its type."""
    told = set(expected["told_in"])
    likely = [event for event in record.news() if event["type"] in expected["types"] and told & record.told_in(event)]
    return max(likely, key=lambda event: len(told & record.told_in(event)), default=None)


@pytest.mark.parametrize(("story", "expected"), EXPECTED)
def test_each_happening_is_one_event(record, story, expected):
    """Told by its articles and no others, at its place and on its day."""
    event = found(record, expected)
    assert event is not None
    told, may = set(expected["told_in"]), set(expected.get("may_be_told_in", ()))
    assert told <= record.told_in(event) <= told | may
    if "place" in expected:
        assert event["values"]["place"]["name"] == expected["place"]
    days = [event["values"]["date"][end] for end in ("start", "end")]
    assert str(expected["date"][0]) <= days[0] <= days[1] <= str(expected["date"][1])


@pytest.mark.parametrize("story", STORIES)
def test_no_happening_is_told_twice(record, story):
    """The news events of a story are those that are expected, each once."""
    names = {each["name"] for each in STORIES[story]["articles"]}
    news = [event for event in record.news() if names & record.told_in(event)]
    assert len(news) == len(STORIES[story]["events"]), [(event["type"], record.told_in(event)) for event in news]


@pytest.mark.parametrize(("story", "expected"), EXPECTED)
def test_tolls_are_printed_ones(record, story, expected):
    """What stands now is what was told, between the bounds; what gave way is marked and not lost; no rule makes a figure up."""
    event = found(record, expected)
    ledger = [convert(each, LedgerEntry) for each in event["ledger"]]
    printed = {
        figure for entry in ledger if entry.field.startswith("counts.") and entry.value is not None
        for figure in (entry.value.low, entry.value.best, entry.value.high)
    }  # fmt: skip
    for rule in RULES:
        for one in figures(ledger, "killed", rule).values():
            assert {one.low, one.best, one.high} <= printed | {None}
    for kind in ("killed", "abducted"):
        now = {
            entry.value.best for entry in ledger
            if entry.field.startswith(f"counts.{kind}.") and len(entry.field.split(".")) == 3 and not entry.superseded_by
            and entry.value is not None and entry.value.best is not None
        }  # fmt: skip
        for wanted in expected.get(kind, ()):
            assert now == set(wanted)
    gone = {entry.value.best for entry in ledger if entry.superseded_by}
    assert set(expected.get("gave_way", ())) <= gone


# --- the bus station: scenario A2 -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bus_station(record):
    """The car bomb of Brennick."""
    return found(record, STORIES["bus_station"]["events"][0])


def test_five_claims_with_speaker_side_and_day(bus_station):
    """9 and 12 of the police, 14 of the hospital, 30 soldiers of those who did it, none of the ministry."""
    kept = {}
    for each in bus_station["ledger"]:
        kind, *rest = each["field"].split(".")[1:] or [""]
        if kind == "killed" and rest[0] in ("civilians", "combatants_recipient"):
            value = each["value"]["best"] if each["value"] else None
            kept[(value, ".".join(rest))] = (each["speaker"].casefold(), each["interest"], each["asserted_on"])
    assert kept[9, "civilians"] == ("police", None, "2018-05-08")
    assert kept[12, "civilians"] == ("police", None, "2018-05-09")
    assert kept[14, "civilians"] == ("town's hospital", "independent", "2018-05-08")
    assert kept[30, "combatants_recipient"] == ("lorne defence league", "party", "2018-05-08")
    denial = next(value for (_, group), value in kept.items() if group == "civilians.denied")
    assert "ministry" in denial[0]
    assert denial[2] == "2018-05-10"
    assert len(kept) == 5


def test_the_revised_figure_is_marked(bus_station):
    """Nine gave way to the twelve of the same police; the hospital's fourteen stands."""
    civilians = {
        each["value"]["best"]: each for each in bus_station["ledger"] if each["field"] == "counts.killed.civilians"
    }
    assert civilians[9]["superseded_by"] == civilians[12]["claim"]
    assert civilians[12]["superseded_by"] is None
    assert civilians[14]["superseded_by"] is None


@pytest.mark.parametrize(
    ("rule", "low", "best", "high"),
    [("lowest", 12, 12, None), ("low-best-high", 12, 12, 14), ("min-max", 12, None, 14)],
)
def test_each_rule_prints_what_it_is_for(bus_station, rule, low, best, high):
    """Of the civilians, whom the boast of soldiers and the denial leave as they are."""
    ledger = [convert(each, LedgerEntry) for each in bus_station["ledger"]]
    figure = figures(ledger, "killed", rule)["civilians"]
    assert (figure.low, figure.best, figure.high) == (low, best, high)


def test_what_is_disputed_is_said(bus_station):
    """Twelve and fourteen cannot both be right, and a ministry says none."""
    assert "counts.killed.civilians" in bus_station["disputed"]


def test_the_boast_names_its_author_and_no_more(bus_station):
    """Who is only said, by himself, to have done it stands as alleged."""
    actors = bus_station["values"]["actors"]
    assert [actor["id"] for actor in actors] == ["lorne-defence-league"]
    assert bus_station["values"]["killed"]["combatants_recipient"]["high"] == 30


def test_a_line_to_quote(record, bus_station):
    """The sentence has the figures of its rule with their speakers, and the boast only as what the League says."""
    said = run("sentence", bus_station["id"], "--rule", "lowest", "--db", record.db).splitlines()[0]
    assert "12" in said
    assert "Brennick" in said
    assert "9" not in said.replace("2018-05-09", "").replace("9 May", "")


def test_the_acled_manner(record):
    """The day-atomic table prints the lowest figure that stands, with the dispute in its notes."""
    rows = csv.DictReader(io.StringIO(run("export", "--format", "acled-style", "--db", record.db)))
    (row,) = [row for row in rows if row["location"] == "Brennick" and row["event_date"].startswith("2018-05-08")]
    assert row["fatalities"] == "12"
    assert "14" in row["notes"]


def test_the_airwars_manner(record, bus_station):
    """Civilians from the lowest to the highest of whoever is no party; the dispute is marked."""
    lines = [json.loads(line) for line in run("export", "--format", "airwars-style", "--db", record.db).splitlines()]
    (incident,) = [line for line in lines if bus_station["id"] in line["unique_reference_codes"]]
    civilians = incident["killed_injured_civilian_non_combatants"]
    assert (civilians["killed_min"], civilians["killed_max"]) == (12, 14)
    assert incident["killed_injured_belligerents"]["killed_max"] == 30
    assert "counts.killed.civilians" in incident["disputed"]


def test_the_ucdp_manner(record, bus_station):
    """One row with low, best and high; the boast raises the high of all and no civilian number."""
    rows = csv.DictReader(io.StringIO(run("export", "--format", "ucdp-style", "--db", record.db)))
    (row,) = [row for row in rows if row["id"].endswith(bus_station["id"].removeprefix("c1:"))]
    assert (row["low"], row["best"], row["high"], row["deaths_civilians"]) == ("12", "12", "30", "12")


# --- the battle of Skerrow: two sides' figures for themselves and for each other ---------------------------------------------------


def test_each_side_has_its_own_dead(record):
    """Whoever counts, and whichever side he names first: the soldiers are in one row of the ledger, the rebels in the other."""
    battle = found(record, STORIES["two_sides"]["events"][0])
    rows = {"soldiers": set(), "rebels": set(), "fighters": set()}
    for entry in battle["ledger"]:
        noun = entry["words"].split()[-1]
        if entry["field"].startswith("counts.killed.combatants") and noun in rows:
            rows[noun].add((entry["field"].split(".")[2], entry["value"]["low"]))
    sides = {noun: {group for group, _ in found} for noun, found in rows.items()}
    assert len(sides["soldiers"]) == 1
    assert sides["rebels"] == sides["fighters"] != sides["soldiers"]
    assert {figure for _, figure in rows["soldiers"]} == {3, 9, 40}
    assert {figure for _, figure in rows["rebels"]} == {16, 21}
    (soldiers,) = sides["soldiers"]
    monitor = figures([convert(each, LedgerEntry) for each in battle["ledger"]], "killed", "lowest")
    assert monitor[soldiers].low == 9
