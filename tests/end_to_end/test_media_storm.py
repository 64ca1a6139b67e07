"""The media storm: sixty articles about one mass kidnapping are one event, and what is only said about it is none.

31 prints of two agency stories, 20 rewrites with other counts, four that remember an older kidnapping, three opinions, a film
review and a fear. All of it is invented (``scenarios/a1_media_storm``). Scenario A1 of the issue on fusion.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.end_to_end.invented import SCENARIOS, changed, loaded, read_scenario, run

HERE = SCENARIOS / "a1_media_storm"
WIRE = loaded(HERE / "wire_stories.yaml")
REWRITES = {each["name"]: each for each in loaded(HERE / "rewrites.yaml")}
OTHERS = loaded(HERE / "others.yaml")
PRINTS = [{each["name"] for each in story["prints"]} for story in WIRE]
STORM = set().union(*PRINTS, REWRITES)
COUNTS = {200, 234, 276}


def articles():
    """The sixty, made of what is written in the scenario's files."""
    for story in WIRE:
        for each in story["prints"]:
            kept = [
                story["paragraphs"][number - 1] for number in each.get("keep", range(1, len(story["paragraphs"]) + 1))
            ]
            text = "\n\n".join(filter(None, [each.get("before"), *kept, each.get("after")]))
            yield {"title": story["title"], **each, "text": changed(text, each.get("swaps", ()))}
    for each in REWRITES.values():
        yield each if "text" in each else {**each, "text": changed(REWRITES[each["like"]]["text"], each["swaps"])}
    yield from OTHERS


@pytest.fixture(scope="module")
def storm(tmp_path_factory):
    """The record of the sixty."""
    return read_scenario(tmp_path_factory.mktemp("a1"), "a1_media_storm", articles())


@pytest.fixture(scope="module")
def kidnapping(storm):
    """The one event."""
    (event,) = storm.news()
    return event


def test_the_corpus_is_the_one_asked_for():
    """Two stories printed 31 times, twenty rewrites of which fourteen are written one by one, nine others."""
    kinds = Counter(each["kind"] for each in OTHERS)
    assert sum(map(len, PRINTS)) == 31
    assert (len(REWRITES), sum("text" in each for each in REWRITES.values())) == (20, 14)
    assert kinds == {"older": 4, "opinion": 3, "film": 1, "hypothetical": 1}
    assert len(list(articles())) == 60


def test_one_new_event_that_every_article_of_the_storm_tells(storm, kidnapping):
    """The abduction of Dakora on Monday night, with all 51 articles and no other under it."""
    assert kidnapping["type"] == "abduction"
    assert kidnapping["values"]["place"]["name"] == "Dakora"
    assert kidnapping["values"]["date"]["start"] == "2017-03-13"
    assert storm.told_in(kidnapping) == STORM


def test_the_older_one_is_history(storm):
    """Peltane, 2009: one background event, which the four that remember it tell, and those that mention it by the way."""
    old = [event for event in storm.events if event["standing"]["background"] and event["type"] == "abduction"]
    assert len(old) == 1
    told = storm.told_in(old[0])
    assert {each["name"] for each in OTHERS if each["kind"] == "older"} <= told
    assert old[0]["values"]["place"]["name"] == "Peltane"
    assert old[0]["values"]["date"]["start"] == "2009-10-02"


def test_opinion_film_and_fear_are_no_events(storm):
    """Nothing happened in a comment, in a thriller, or in what teachers fear."""
    unreal = {each["name"] for each in OTHERS if each["kind"] in ("opinion", "film", "hypothetical")}
    happened = [event for event in storm.events if event["standing"]["reality"] == "actual"]
    assert not [event["id"] for event in happened if storm.told_in(event) & unreal]


def test_two_to_four_voices(kidnapping):
    """Police, commissioner, head teacher and parents: fifty-one articles say it, four at most know it."""
    assert 2 <= kidnapping["voices"] <= 4


def test_prints_of_one_story_are_one_wire_group(storm, kidnapping):
    """Whatever was cut, credited or brought up to date; and no rewrite of another desk stands with either."""
    named = {ref["article"]: next(iter(storm.told_in({"accounts": [ref]}))) for ref in kidnapping["accounts"]}
    groups = [
        {named[article] for article in group["articles"] if article in named} for group in kidnapping["wire_groups"]
    ]
    for prints in PRINTS:
        assert prints in groups


def test_the_counts_are_a_ledger(kidnapping):
    """About 200, 234 and 276, with who says so and on which day; the police figure of the first day has given way."""
    entries = [each for each in kidnapping["ledger"] if each["field"].startswith("counts.abducted.")]
    best = {each["value"]["best"] or each["value"]["high"] for each in entries if each["value"]}
    assert best == COUNTS
    assert all(each["asserted_on"] for each in entries)
    police = [each for each in entries if each["speaker"] == "police" and each["value"]["best"] == 200]
    assert police
    assert all(each["superseded_by"] for each in police if each["words"].startswith("about"))
    parents = {each["speaker"] for each in entries if each["value"]["best"] == 276}
    assert any(one and "arents" in one for one in parents)


def test_every_join_is_explained(storm, kidnapping):
    """`tidings why` says of each account what joins it with the first."""
    first, *others = kidnapping["accounts"]
    for ref in others[:: len(others) // 8]:
        said = run("why", first["account"], ref["account"], "--db", storm.db)
        assert said.startswith("One event"), said


def test_splitting_one_article_out_and_undoing_it_changes_nothing(storm, kidnapping):
    """One article more or less under the event, and the same bytes as before."""
    before = storm.export()
    out = next(ref for ref in kidnapping["accounts"] if ref["file"].endswith("desk-06.json"))
    run("review", "split", kidnapping["id"], out["account"], "--by", "R. Fenn", "--db", storm.db)
    split = [json.loads(line) for line in storm.export().splitlines()]
    assert [storm.told_in(event) for event in split if "desk-06" in storm.told_in(event)] == [{"desk-06"}]
    assert any(storm.told_in(event) == STORM - {"desk-06"} for event in split)
    ruling = json.loads(run("review", "log", "--json", "--db", storm.db).splitlines()[-1])
    run("review", "undo", ruling["id"], "--by", "R. Fenn", "--db", storm.db)
    assert storm.export() == before
