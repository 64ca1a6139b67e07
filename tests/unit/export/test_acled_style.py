"""The day-atomic table: one row a day and place, the lowest figure that can be relied on, and a note of all that is not so."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
from collections import defaultdict

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.export.handmade import SUNDAY, actor, count, exactly, place, report, said, view
from tests.unit.export.random_views import printed_figures, views
from tidings.export.acled_style import rows, write
from tidings.export.acled_types import CONDITIONS
from tidings.export.losses import Losses
from tidings.model.judgement import Judgement, with_id
from tidings.reference.export_rules import columns, load_countries, load_day_atomic, load_schema
from tidings.reference.ontology import load_ontology
from tidings.review.apply import apply
from tidings.review.fields import written

REBELS, SOLDIERS = actor("rebels"), actor("soldiers", "state_forces")
FRONT, VILLAGERS = actor("Northern Front"), actor("villagers", "civilians")
POLICE, HOSPITAL = said("police"), said("hospital", "medical")


def table(*reports):
    """The rows of one event with the losses noted of it."""
    losses = Losses()
    return rows(view(reports), losses), losses.all()


def row(*reports):
    """The only row of one event."""
    (found,), _ = table(*reports)
    return found


def noted(losses, field, how=None):
    """What is noted of a field: rules and what the form says."""
    return [(loss.rule, loss.written) for loss in losses if loss.field == field and how in (None, loss.how)]


def clash(**more):
    return report(**{"actors": [FRONT], "recipients": [SOLDIERS], "where": place()} | more)


def test_a_row_has_the_columns_and_says_who_coded_it():
    """31 columns in their order, one header row, an id that is ours, and a statement in the notes of every row."""
    content = b"".join(write(view([clash(counts=[exactly(3)])]), Losses())).decode()
    lines = list(csv.reader(io.StringIO(content)))
    assert tuple(lines[0]) == columns("acled-style")
    assert len(lines[0]) == 31
    assert all(len(name) <= 32 for name in lines[0])
    found = dict(zip(*lines, strict=True))
    assert found["event_id_cnty"].startswith("TDG-")
    assert found["notes"].startswith("Coded by tidings, not ACLED. On 5 May 2024: Armed clash in Qadra (Tor).")
    assert (found["fatalities"], found["event_date"], found["admin3"]) == ("3", "2024-05-05", "")


# --- A3: vague words, and totals over days and places ---------------------------------------------------------------------------


def test_dozens_is_twelve_and_says_so():
    """A house value carries the printed word and the rule, in the row and in the losses."""
    found, losses = table(clash(counts=[count("Dozens of people", 24, by="police")], said_by=[POLICE]))
    assert found[0]["fatalities"] == 12
    assert "“dozens” (people; police)" in found[0]["notes"]
    assert noted(losses, "fatalities", "derived") == [("house value: dozens → 12", "12")]


@pytest.mark.parametrize(("injured", "figure"), [(4, 3), (60, 10)])
def test_several_is_three_or_ten_by_scale(injured, figure):
    """The other choice is named, so that a coder can take it."""
    counts = [count("Several villagers", group="civilians"), exactly(injured, kind="injured")]
    found, losses = table(clash(counts=counts))
    assert found[0]["fatalities"] == figure
    ((rule, written),) = noted(losses, "fatalities", "derived")
    assert written == str(figure)
    assert {"3", "10"} <= set(re.findall(r"\d+", rule))


def test_casualties_are_no_deaths():
    """0 is written because the form wants a number, and the losses say that nobody told one."""
    found, losses = table(clash(counts=[count("casualties", kind="casualties")]))
    assert found[0]["fatalities"] == 0
    assert "0 stands for not known" in found[0]["notes"]
    ((rule, written),) = noted(losses, "fatalities", "collapsed")
    assert "0 stands for not known" in rule
    assert written == "0"


def test_a_printed_zero_is_a_zero():
    """ "No casualties" is a figure, and nothing is noted of it."""
    found, losses = table(clash(counts=[count("no casualties", 0, 0, 0)]))
    assert found[0]["fatalities"] == 0
    assert noted(losses, "fatalities") == []


def test_hundreds_feared_dead_are_not_asserted():
    """What somebody only fears is told in the notes, and is no figure."""
    fear = said("unnamed", "unnamed", stance="suspects", cue="feared")
    counts = [count("Hundreds", 200, by="monitor")]
    found, losses = table(
        report("air_strike", where=place(), counts=counts, said_by=[fear, said("monitor", "monitor")])
    )
    assert found[0]["fatalities"] == 0
    assert "Feared or presumed only: 200 or more" not in found[0]["notes"]
    assert "Feared or presumed only: “Hundreds” (monitor)." in found[0]["notes"]
    assert noted(losses, "fatalities") == [("no figure of the dead told: 0 stands for not known", "0")]


def test_whoever_is_suspected_is_not_a_doubted_toll():
    """ "Police suspect the Front" covers the doers and leaves the figure as it is."""
    suspicion = said("police", stance="suspects", cue="suspected", covers=["actors.0"])
    assert row(clash(counts=[exactly(7)], said_by=[suspicion]))["fatalities"] == 7


def three_days(toll, **more):
    span = {"start": dt.date(2024, 5, 2), "end": dt.date(2024, 5, 4), "words": "three days of fighting"}
    return clash(counts=[exactly(toll)], **span, **more)


def test_twelve_killed_in_three_days_in_two_towns():
    """Six rows, two dead each; every row tells the total, the arithmetic and its place in the division."""
    found, losses = table(three_days(12, others=[place("Tolmen", lat=64.5)]))
    assert [(each["event_date"][-2:], each["location"], each["fatalities"]) for each in found] == [
        ("02", "Qadra", 2), ("02", "Tolmen", 2), ("03", "Qadra", 2), ("03", "Tolmen", 2), ("04", "Qadra", 2), ("04", "Tolmen", 2),
    ]  # fmt: skip
    assert {each["time_precision"] for each in found} == {1}
    assert len({each["event_id_cnty"] for each in found}) == 6
    assert "12 divided over 3 days and 2 places: 12 = 6 × 2 + 0" in found[0]["notes"]
    assert found[3]["notes"].endswith("this is row 4 of 6.")
    assert noted(losses, "event_date", "split")
    assert noted(losses, "location", "split")
    assert [written for _, written in noted(losses, "fatalities", "split")] == ["2"]


def test_the_remainder_goes_to_the_first_day():
    """14 over three days is 6, 4, 4."""
    found, losses = table(three_days(14))
    assert [each["fatalities"] for each in found] == [6, 4, 4]
    assert [written for _, written in noted(losses, "fatalities", "split")] == ["4", "6"]


@pytest.mark.parametrize(
    ("words", "last", "type", "days", "precision"),
    [
        ("overnight", 5, "armed_clash", ["2024-05-04"], 2),
        ("in recent days", 8, "armed_clash", ["2024-05-06"], 2),
        ("last week", 10, "armed_clash", ["2024-05-07"], 2),
        ("early May", 24, "armed_clash", ["2024-05-14"], 3),
        ("from Saturday to Monday", 6, "armed_clash", ["2024-05-04", "2024-05-05", "2024-05-06"], 1),
        ("from Saturday to Monday", 6, "suicide_bombing", ["2024-05-05"], 2),
    ],
)
def test_one_act_on_an_unknown_day_is_one_row(words, last, type, days, precision):
    """Only what went on over a span is split; an act of a moment stands in the middle of it."""
    found, _ = table(clash(type=type, start=dt.date(2024, 5, 4), end=dt.date(2024, 5, last), words=words))
    assert [each["event_date"] for each in found] == days
    assert {each["time_precision"] for each in found} == {precision}


def test_the_telling_may_say_that_it_lasted():
    """ "Three days of fighting" in the words of the event, with its days dated elsewhere."""
    span = {"start": dt.date(2024, 5, 2), "end": dt.date(2024, 5, 4), "words": "by Saturday"}
    assert len(table(clash(telling="killed in three days of fighting", **span))[0]) == 3


# --- A2: rival tolls ------------------------------------------------------------------------------------------------------------


def rival_reports():
    """Police 9, hospital 14, the group's boast of 30 soldiers, police correcting to 12, a ministry's denial."""
    later = {"published": dt.date(2024, 5, 7)}
    denial = said("defence ministry", "party", stance="denies")
    return (
        clash(counts=[exactly(9, by="police")], said_by=[POLICE], number=1),
        clash(counts=[exactly(14, by="hospital")], said_by=[HOSPITAL], number=2),
        clash(counts=[exactly(30, "combatants_recipient", by="Northern Front")], said_by=[said("Northern Front", "party")], number=3),
        clash(counts=[exactly(12, by="police")], said_by=[POLICE], number=4, **later),
        clash(
            counts=[count("civilian deaths", group="civilians", polarity="denied", by="defence ministry")],
            said_by=[denial], number=5, **later,
        ),
    )  # fmt: skip


def test_the_lowest_current_figure_with_the_dispute_in_the_notes():
    """12: the 9 was replaced by the police themselves, 14 is higher, 30 is a party's boast; each is told."""
    found, losses = table(*rival_reports())
    assert [each["fatalities"] for each in found] == [12]
    notes = found[0]["notes"]
    assert "Fatalities: 12 people (police)." in notes
    assert "14 people (hospital)" in notes
    assert "30 fighters of the other side (Northern Front, a party)" in notes
    assert "Denied: “civilian deaths” (defence ministry)." in notes
    assert "Earlier, and since replaced: 9 (police)." in notes
    assert noted(losses, "fatalities", "collapsed") == [("lowest", "12")]


def test_any_order_of_reports_gives_the_same_rows():
    """What came first in does not show."""
    told = rival_reports()
    assert rows(view(told), Losses()) == rows(view(told[::-1]), Losses())


def test_a_boast_neither_lowers_nor_raises():
    """A party's figure counts only where nobody else gives any, but for its own dead."""
    front = said("Northern Front", "party", covers=["counts.1"])
    assert row(clash(counts=[exactly(14), exactly(2, by="Northern Front")], said_by=[front]))["fatalities"] == 14
    assert row(clash(counts=[exactly(14), exactly(40, by="Northern Front")], said_by=[front]))["fatalities"] == 14
    alone = said("Northern Front", "party")
    assert row(clash(counts=[exactly(30, by="Northern Front")], said_by=[alone]))["fatalities"] == 30
    own = [exactly(5, "civilians"), exactly(3, "combatants_actor", by="Northern Front")]
    assert row(clash(counts=own, said_by=[front]))["fatalities"] == 8


# --- no two tolls of the same people --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "figure", "is_derived"),
    [
        ([exactly(12), exactly(5, "civilians")], 12, False),
        ([exactly(5, "civilians"), exactly(2, "children"), exactly(1, "women")], 5, False),
        ([exactly(2, "women"), exactly(3, "children")], 5, True),
        ([exactly(3, "combatants_recipient"), exactly(1, "children")], 4, True),
        ([exactly(4, "combatants_unknown"), exactly(3, "combatants_recipient")], 4, False),
        ([exactly(12), exactly(3, "combatants_recipient", scope="subset")], 12, False),
        ([exactly(12), exactly(80, scope="joint")], 12, False),
        ([exactly(1), exactly(5, "combatants_recipient")], 5, False),
        ([count("at least 12", 12, 12), count("dozens", 24)], 12, False),
        ([count("up to 50", high=50)], 0, True),
        ([count("12 or 13", 12, 12, 13)], 12, False),
        ([count("about 18", best=18)], 18, False),
    ],
)
def test_a_whole_is_never_added_to_its_parts(counts, figure, is_derived):
    """A sum is made only of groups that share nobody, and it carries its arithmetic."""
    found, losses = table(clash(counts=counts))
    assert found[0]["fatalities"] == figure
    derived = noted(losses, "fatalities", "derived") + noted(losses, "fatalities", "collapsed")
    if is_derived:
        assert (derived[0][1]) == str(figure)
    else:
        assert noted(losses, "fatalities", "derived") == []


def test_a_sum_over_two_reports_carries_its_arithmetic():
    """Civilians told by one, soldiers by another: nobody printed 8, and the row says how it came about."""
    reports = [
        clash(counts=[exactly(5, "civilians")], said_by=[HOSPITAL], number=1),
        clash(counts=[exactly(3, "combatants_recipient")], said_by=[POLICE], number=2),
    ]
    found, losses = table(*reports)
    assert found[0]["fatalities"] == 8
    assert "5 civilians (hospital) + 3 fighters of the other side (police) = 8" in found[0]["notes"]
    assert noted(losses, "fatalities", "derived") == [("sum of groups that nobody counts together", "8")]


def test_an_account_from_the_other_end_is_turned():
    """The soldiers killed are the same soldiers, whichever side a report names first."""
    reports = [
        clash(counts=[exactly(3, "combatants_recipient")], said_by=[POLICE], number=1),
        clash(
            actors=[SOLDIERS], recipients=[FRONT], counts=[exactly(4, "combatants_actor")], said_by=[HOSPITAL], number=2,
            published=dt.date(2024, 5, 8),
        ),
    ]  # fmt: skip
    found = row(*reports)
    assert (found["fatalities"], found["actor1"], found["actor2"]) == (3, "Northern Front", "Soldiers (Iceland)")


# --- what a reviewer has set ------------------------------------------------------------------------------------------------------


def ruled(told, **values):
    """The only row of an event, and what is noted, after a reviewer has set or (``None``) rejected fields."""
    known = view(told)
    judgements = [
        with_id(
            Judgement(
                id="", at=f"2024-06-0{number}T08:00:00Z", by="A. Reviewer", verb="set" if words else "reject",
                target=known.events[0].id, field=field.replace("__", "."), value=written(field.replace("__", "."), words or "unknown"),
            )
        )
        for number, (field, words) in enumerate(values.items(), 1)
    ]  # fmt: skip
    losses = Losses()
    (found,) = rows(apply(known, judgements), losses)
    return found, losses.all()


def test_a_figure_that_a_reviewer_sets_stands():
    """In place of those told for the same people, and the notes say whose it is."""
    found, _ = ruled(rival_reports(), killed__unknown="11")
    assert found["fatalities"] == 11
    assert "Fatalities: 11 people (set by A. Reviewer)." in found["notes"]


def test_a_figure_that_a_reviewer_rejects_is_unknown():
    """What was told stands in the notes as replaced, and the loss report says that 0 is no figure."""
    found, losses = ruled([clash(counts=[exactly(9)])], killed__unknown=None)
    assert found["fatalities"] == 0
    assert "Earlier, and since replaced: 9 (no speaker named)." in found["notes"]
    assert noted(losses, "fatalities", "collapsed")


def test_actors_that_a_reviewer_sets_stand_where_they_were_set():
    """Also where the accounts name nobody, or name them the other way round."""
    found, _ = ruled([clash(actors=[], recipients=[])], actors="Vale League: identity_militia")
    assert (found["actor1"], found["inter1"]) == ("Vale League", "Identity militia")
    told = [clash(counts=[exactly(3, "combatants_recipient")])]
    turned, _ = ruled(told, actors="soldiers: state_forces", recipients="Northern Front: rebel_group")
    assert (turned["actor1"], turned["actor2"]) == ("Soldiers (Iceland)", "Northern Front")
    assert "3 fighters of the acting side" in turned["notes"]


# --- what has no row ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"polarity": "denied"}, "affirmed"),
        ({"reality": "planned"}, "affirmed"),
        ({"type": "threat"}, "does not code"),
        ({"start": None}, "publication date"),
        ({"start": dt.date(2024, 1, 1), "end": dt.date(2024, 12, 31), "words": "in 2024"}, "year only"),
        ({"where": place("Iceland", "country")}, "below the country"),
        ({"where": None}, "below the country"),
    ],
)
def test_what_is_left_out_is_noted(told, why):
    """No date from the clock, no point for a country, no row for what did not happen."""
    found, losses = table(clash(**told))
    assert found == []
    assert any(why in rule for rule, _ in noted(losses, "event", "left out"))


def test_a_place_that_cannot_be_coded_takes_no_share():
    """Of two places one is a country: the whole toll stands at the other."""
    found, losses = table(three_days(12, others=[place("Iceland", "country")]))
    assert [each["fatalities"] for each in found] == [4, 4, 4]
    assert noted(losses, "place", "left out") == [("country: not coded", None)]


# --- who, what and where ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "sub_event", "event_type"),
    [
        ({"type": "killing", "recipients": [VILLAGERS]}, "Attack", "Violence against civilians"),
        ({"type": "killing", "recipients": [SOLDIERS]}, "Armed clash", "Battles"),
        ({"type": "killing", "recipients": [], "counts": [exactly(2, "combatants_unknown")]}, "Armed clash", "Battles"),
        ({"type": "killing", "recipients": []}, "Attack", "Violence against civilians"),
        ({"type": "territory_taken"}, "Non-state actor overtakes territory", "Battles"),
        ({"type": "territory_taken", "actors": [SOLDIERS]}, "Government regains territory", "Battles"),
        ({"type": "territory_taken", "actors": [actor("US forces", "state_forces", id="united-states")]},
         "Non-state actor overtakes territory", "Battles"),
        ({"type": "territory_taken", "actors": []}, "Armed clash", "Battles"),
        ({"type": "territory_ceded"}, "Non-violent transfer of territory", "Strategic developments"),
        ({"type": "territory_ceded", "recipients": []}, "Change to group/activity", "Strategic developments"),
        ({"type": "explosion", "means": ["grenade"]}, "Grenade", "Explosions/Remote violence"),
        ({"type": "explosion", "means": ["mine"]}, "Remote explosive/landmine/IED", "Explosions/Remote violence"),
        ({"type": "detention", "actors": [SOLDIERS]}, "Arrests", "Strategic developments"),
        ({"type": "detention"}, "Abduction/forced disappearance", "Violence against civilians"),
        ({"type": "attack_on_civilians", "recipients": [actor("crowds", "protesters")]},
         "Excessive force against protesters", "Protests"),
        ({"type": "protest", "actors": [actor("crowds", "protesters")]}, "Peaceful protest", "Protests"),
        ({"type": "protest", "counts": [exactly(4, kind="detained")]}, "Protest with intervention", "Protests"),
        ({"type": "protest", "counts": [exactly(4, kind="injured")]}, "Excessive force against protesters", "Protests"),
        ({"type": "riot", "recipients": [VILLAGERS]}, "Mob violence", "Riots"),
        ({"type": "riot", "recipients": []}, "Violent demonstration", "Riots"),
        ({"type": "deployment", "telling": "set up a base"}, "Headquarters or base established", "Strategic developments"),
        ({"type": "deployment"}, "Change to group/activity", "Strategic developments"),
    ],
)  # fmt: skip
def test_the_sub_event_follows_type_and_actors(told, sub_event, event_type):
    """The mapping is data; its conditions look at who acts, on whom, with what, and who was counted."""
    found = row(clash(**told))
    assert (found["sub_event_type"], found["event_type"]) == (sub_event, event_type)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("Northern Front", "Rebel group", "Soldiers (Iceland)", "State forces", "State forces-Rebel group", None)),
        ({"type": "air_strike", "actors": [], "recipients": [VILLAGERS]},
         ("Unidentified Armed Group (Iceland)", "Political militia", "Civilians (Iceland)", "Civilians",
          "Political militia-Civilians", "Civilians targeted")),
        ({"type": "attack_on_civilians", "recipients": []},
         ("Northern Front", "Rebel group", "Civilians (Iceland)", "Civilians", "Rebel group-Civilians", "Civilians targeted")),
        ({"recipients": [SOLDIERS, VILLAGERS]},
         ("Northern Front", "Rebel group", "Soldiers (Iceland)", "State forces", "State forces-Rebel group", None)),
        ({"type": "air_strike", "actors": [actor("US forces", "state_forces", id="united-states")]},
         ("US forces", "External/Other forces", "Soldiers (Iceland)", "State forces", "State forces-External/Other forces", None)),
        ({"type": "agreement", "recipients": []}, ("Northern Front", "Rebel group", None, None, "Rebel group only", None)),
    ],
)  # fmt: skip
def test_names_are_neutral_and_pairs_have_no_order(told, expected):
    """Unnamed people go by kind and country, victims never by name, a state's forces abroad are external."""
    found = row(clash(**told))
    names = ("actor1", "inter1", "actor2", "inter2", "interaction", "civilian_targeting")
    assert tuple(found[name] for name in names) == expected


def test_victims_go_by_kind_whoever_names_them():
    """A name of a victim stands in no cell, also where a speaker gives it."""
    victim = actor("Maren Ruiz", "civilians", by=["police"])
    for told in ({"recipients": [victim]}, {"recipients": [SOLDIERS, victim]}, {"actors": [victim], "recipients": []}):
        for type in ("attack_on_civilians", "armed_clash", "air_strike", "killing"):
            losses = Losses()
            found = rows(view([clash(type=type, counts=[exactly(1, "civilians")], **told)]), losses)
            assert "Ruiz" not in str(found)
            assert "Ruiz" not in str(losses.all())


def test_allies_stand_beside_the_actor():
    """Others of a side are associated actors."""
    allied = [FRONT, actor("Vale League", "identity_militia"), actor("Hill Guard")]
    told = [clash(actors=allied), clash(actors=[SOLDIERS], recipients=allied, published=dt.date(2024, 5, 9))]
    found = row(*told)
    assert (found["actor1"], found["assoc_actor_1"]) == ("Northern Front", "Vale League; Hill Guard")
    assert (found["actor2"], found["assoc_actor_2"]) == ("Soldiers (Iceland)", None)


def test_actor2_is_never_alone():
    """People who flee, and nobody who drives them out: they are the only actor."""
    found, losses = table(clash(type="displacement", actors=[], recipients=[VILLAGERS]))
    names = ("actor1", "inter1", "actor2", "inter2", "interaction")
    assert [found[0][name] for name in names] == ["Civilians (Iceland)", "Civilians", None, None, "Civilians only"]
    assert noted(losses, "actor1", "derived")


def test_civilians_are_no_associates_of_civilians():
    """Whoever is called by the same name as the actor is not named again beside it."""
    found = row(clash(type="abduction", recipients=[VILLAGERS, actor("pupils", "civilians")]))
    assert (found["actor2"], found["assoc_actor_2"]) == ("Civilians (Iceland)", None)


def test_the_same_figure_of_another_is_not_told_otherwise():
    """Police and hospital agree; the note says so."""
    both = [
        clash(counts=[exactly(9, by="police")], said_by=[POLICE], number=1),
        clash(counts=[exactly(9, by="hospital")], said_by=[HOSPITAL], number=2),
    ]
    notes = row(*both)["notes"]
    assert "Told also: 9 people (" in notes
    assert "otherwise" not in notes


def test_who_owns_up_is_said_to_name_itself():
    """No "Northern Front by Northern Front"."""
    assert "Northern Front by itself." in row(clash(actors=[actor("Northern Front", by=["Northern Front"])]))["notes"]


def test_rival_perpetrators_are_not_chosen_between():
    """Residents blame one, a spokesman another: an unidentified group, and both in the notes."""
    actors = [actor("Northern Front", by=["residents"]), actor("Vale League", "identity_militia", by=["spokesman"])]
    found, losses = table(clash(type="shelling", actors=actors, recipients=[VILLAGERS]))
    assert found[0]["actor1"] == "Unidentified Armed Group (Iceland)"
    assert "Northern Front by residents; Vale League by spokesman" in found[0]["notes"]
    assert ("speakers name rival perpetrators: none is taken", None) in noted(losses, "actor1")


@pytest.mark.parametrize(
    ("precision", "radius_km", "geo", "latitude"),
    [("exact", 2.0, 1, 64.1235), ("near", 25.0, 2, 64.12), ("admin2", 20.0, 2, 64.12), ("admin2", 60.0, 3, 64.12),
     ("admin1", 90.0, 3, 64.1), ("region", 200.0, 3, 64.1)],
)  # fmt: skip
def test_precision_is_told_and_digits_follow_it(precision, radius_km, geo, latitude):
    """Nobody can take a province for a street corner."""
    found = row(clash(where=place(precision=precision, radius_km=radius_km)))
    assert (found["geo_precision"], found["latitude"]) == (geo, latitude)


def test_sources_have_a_reach():
    """An agency of another country is international; an outlet that nobody knows is other."""
    assert row(clash(outlet="Reuters"))["source_scale"] == "International"
    assert row(clash(outlet="The Vale Courier"))["source_scale"] == "Other"
    assert row(clash(outlet=None))["source"] is None
    assert row(clash(outlet="Reuters"))["timestamp"] == 1714953600


# --- the data and the shape -------------------------------------------------------------------------------------------------------


def test_the_mapping_is_whole():
    """Every event type is mapped, every sub-event is known, every condition is asked by somebody and answered."""
    rules, schema = load_day_atomic(), load_schema("acled-style")["properties"]
    assert set(rules.types) == set(load_ontology().types)
    asked = [rule for several in rules.types.values() for rule in several]
    assert {rule.then for rule in asked} == set(rules.sub_events)
    assert {rule.when for rule in asked} - {None} == set(CONDITIONS)
    assert all(several[-1].when is None for several in rules.types.values() if several)
    assert schema["sub_event_type"]["enum"] == list(rules.sub_events)
    assert (
        set(rules.inter.values()) | {rules.abroad} == set(rules.inter_order) == set(schema["inter1"]["enum"]) - {None}
    )
    assert rules.interaction("Civilians", "External/Other forces") == "External/Other forces-Civilians"
    assert len({country.iso for country in load_countries().values() if country.iso}) == len(load_countries()) - 1


def test_pandas_reads_it_without_a_warning():
    """Types are those of the columns, and an empty cell is missing, not a word."""
    pandas = pytest.importorskip("pandas")
    content = b"".join(write(view([three_days(14)], list(rival_reports())), Losses()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = pandas.read_csv(io.BytesIO(content), parse_dates=["event_date"])
    assert len(frame) == 4
    kinds = {name: frame[name].dtype.kind for name in ("fatalities", "year", "latitude", "timestamp", "event_date")}
    assert kinds == {"fatalities": "i", "year": "i", "latitude": "f", "timestamp": "i", "event_date": "M"}
    assert frame["admin3"].isna().all()
    assert frame["assoc_actor_1"].isna().all()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(views())
def test_every_row_is_valid_and_every_figure_was_printed_or_noted(drawn):
    """Whatever the record holds: rows fit the schema, a division loses nobody, no number comes from nowhere."""
    losses = Losses()
    found = rows(drawn, losses)
    validator = jsonschema.Draft202012Validator(load_schema("acled-style"))
    by_event = {f"TDG-{event.id[3:]}": event for event in drawn.events}
    sums = defaultdict(int)
    for each in found:
        validator.validate(each)
        event = by_event[each["event_id_cnty"][:24]]
        sums[event.id] += each["fatalities"]
        written = {loss.written for loss in losses.all() if (loss.event, loss.field) == (event.id, "fatalities")}
        assert each["fatalities"] in printed_figures(event) or str(each["fatalities"]) in written
    for event, total in sums.items():
        written = {loss.written for loss in losses.all() if (loss.event, loss.field) == (event, "fatalities")}
        printed = printed_figures(next(each for each in drawn.events if each.id == event))
        assert total in printed or str(total) in written
    assert len({each["event_id_cnty"] for each in found}) == len(found)
    rowless = {loss.event for loss in losses.all() if (loss.field, loss.how) == ("event", "left out")}
    assert rowless | set(sums) == {event.id for event in drawn.events}
    assert SUNDAY.isoformat() not in {each["event_date"] for each in found}
