"""The georeferenced event table: one row an event, low ≤ best ≤ high, the best figure divided among the sides."""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.export.handmade import actor, count, exactly, place, report, said, view
from tests.unit.export.random_views import printed_figures, views
from tidings.export.losses import Losses
from tidings.export.profiles import Safety, release
from tidings.export.ucdp_style import priogrid, rows, write
from tidings.reference.export_rules import columns, load_georeferenced, load_schema
from tidings.reference.ontology import load_ontology

REBELS, SOLDIERS = actor("rebels"), actor("soldiers", "state_forces")
FRONT, VILLAGERS = actor("Northern Front"), actor("villagers", "civilians")
POLICE, HOSPITAL = said("police"), said("hospital", "medical")
DEATHS = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def clash(**more):
    return report(**{"actors": [FRONT], "recipients": [SOLDIERS], "where": place()} | more)


def table(*reports, inclusion="ucdp"):
    """The rows of one event with the losses noted of it."""
    losses = Losses()
    return rows(view(reports), losses, inclusion), losses.all()


def row(*reports, inclusion="ucdp"):
    """The only row of one event."""
    (found,), _ = table(*reports, inclusion=inclusion)
    return found


def deaths(*reports):
    found = row(*reports)
    return tuple(found[name] for name in DEATHS)


def test_a_row_has_the_columns_and_is_nobody_elses():
    """49 columns in their order, an id that is ours, no claim to be 'Clear', and nothing in the columns of UCDP's lists."""
    content = b"".join(write(view([clash(counts=[exactly(3)])]), Losses())).decode()
    lines = list(csv.reader(io.StringIO(content)))
    assert tuple(lines[0]) == columns("ucdp-style")
    assert len(lines[0]) == 49
    assert all(len(name) <= 32 for name in lines[0])
    found = dict(zip(*lines, strict=True))
    assert found["id"].startswith("TDG-")
    assert found["code_status"] == "Coded by tidings, not UCDP; not reviewed"
    assert {found[name] for name in ("relid", "conflict_name", "dyad_new_id", "gwnoa", "country_id")} == {""}


def test_twelve_killed_in_three_days_in_two_towns_is_one_row():
    """A date range with date_prec 2, less clear than one clear event, the other town told in words."""
    span = {"start": dt.date(2024, 5, 2), "end": dt.date(2024, 5, 4), "words": "three days of fighting"}
    found, losses = table(clash(counts=[exactly(12)], others=[place("Tolmen")], **span))
    (only,) = found
    assert (only["date_start"], only["date_end"], only["date_prec"]) == ("2024-05-02", "2024-05-04", 2)
    assert (only["best"], only["event_clarity"], only["where_description"]) == (12, 2, "Qadra; also Tolmen")
    assert ("where_coordinates", "collapsed") in {(loss.field, loss.how) for loss in losses}


# --- figures --------------------------------------------------------------------------------------------------------------------


def test_rival_tolls_are_low_best_and_high():
    """Police 9, then 12; hospital 14; a boast of 30 soldiers raises high alone, and no civilian."""
    later = {"published": dt.date(2024, 5, 7)}
    front = said("Northern Front", "party")
    told = [
        clash(counts=[exactly(9, by="police")], said_by=[POLICE], number=1),
        clash(counts=[exactly(14, by="hospital")], said_by=[HOSPITAL], number=2),
        clash(counts=[exactly(30, "combatants_recipient", by="Northern Front")], said_by=[front], number=3),
        clash(counts=[exactly(12, by="police")], said_by=[POLICE], number=4, **later),
    ]
    assert deaths(*told) == (12, 12, 30, 0, 0, 0, 12)
    found = row(*told)
    assert found["source_original"] == "Northern Front; hospital; police"
    assert (found["number_of_sources"], found["source_date"]) == (4, "2024-05-06; 2024-05-07")


def test_a_boast_about_civilians_raises_nothing():
    """What a party says of civilian dead stands in the notes of others; here it moves no figure."""
    front = said("Northern Front", "party")
    told = [
        clash(counts=[exactly(5, "civilians")], said_by=[HOSPITAL], number=1),
        clash(counts=[exactly(90, "civilians", by="Northern Front")], said_by=[front], number=2),
        clash(counts=[exactly(0, "civilians", by="Northern Front")], said_by=[front], number=3),
    ]
    assert deaths(*told) == (5, 5, 5, 0, 0, 5, 0)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([exactly(3, "combatants_recipient"), exactly(1, "combatants_actor"), exactly(2, "civilians")], (6, 6, 6, 3, 1, 2, 0)),
        ([exactly(12), exactly(3, "combatants_recipient", scope="subset")], (12, 12, 12, 3, 0, 0, 9)),
        ([exactly(12), exactly(5, "civilians")], (12, 12, 12, 0, 0, 5, 7)),
        ([exactly(5, "civilians"), exactly(2, "children", scope="subset")], (5, 5, 5, 0, 0, 5, 0)),
        ([count("at least 12", 12, 12)], (12, 12, 12, 0, 0, 0, 12)),
        ([count("up to 50", high=50)], (0, 0, 50, 0, 0, 0, 0)),
        ([count("12 or 13", 12, 12, 13)], (12, 12, 13, 0, 0, 0, 12)),
        ([count("dozens", 24)], (24, 24, 24, 0, 0, 0, 24)),
        ([count("nearly 1,500", best=1500, high=1500)], (1500, 1500, 1500, 0, 0, 0, 1500)),
        ([exactly(4, "combatants_unknown")], (4, 4, 4, 0, 0, 0, 4)),
    ],
)  # fmt: skip
def test_the_best_figure_is_divided_among_the_sides(counts, expected):
    """Side A is the government whoever attacked; what nobody gives to a side is unknown; the parts make the best."""
    assert deaths(clash(counts=counts)) == expected


def test_parts_that_exceed_a_rival_total_are_not_written():
    """9 in all by one, 14 civilians by another: best is 9, of unknown status, and the losses tell the 14."""
    told = [
        clash(counts=[exactly(9)], said_by=[POLICE], number=1),
        clash(counts=[exactly(14, "civilians")], said_by=[HOSPITAL], number=2),
    ]
    found, losses = table(*told)
    assert tuple(found[0][name] for name in DEATHS) == (9, 9, 14, 0, 0, 0, 9)
    assert ("deaths_unknown", "civilians 14", "9") in {(loss.field, loss.printed, loss.written) for loss in losses}


def test_a_derived_figure_is_noted_with_its_arithmetic():
    """12 less 5 civilians is 7 that nobody printed; a bound that nobody told is said to be another."""
    _, losses = table(clash(counts=[count("at least 12", 12, 12), exactly(5, "civilians")]))
    derived = {(loss.field, loss.rule, loss.written) for loss in losses if loss.how == "derived"}
    assert ("deaths_unknown", "12 - 5 whose side is told = 7", "7") in derived
    assert ("high", "no upper bound told: the highest figure there is", "12") in derived


# --- sides ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actors", "recipients", "expected"),
    [
        ([FRONT], [SOLDIERS], (1, "soldiers", "Northern Front")),
        ([SOLDIERS], [FRONT], (1, "soldiers", "Northern Front")),
        ([FRONT], [actor("Vale League", "identity_militia")], (2, "Northern Front", "Vale League")),
        ([FRONT], [VILLAGERS], (3, "Northern Front", "Civilians")),
        ([SOLDIERS], [actor("crowds", "protesters")], (3, "soldiers", "Civilians")),
        ([actor("US forces", "state_forces", id="united-states")], [FRONT],
         (1, "Government of United States of America", "Northern Front")),
        ([FRONT], [], (3, "Northern Front", "Civilians")),
    ],
)  # fmt: skip
def test_the_type_of_violence_follows_the_kinds_of_actors(actors, recipients, expected):
    """State-based, non-state, one-sided; a government by the name of its state, civilians on side B."""
    group = "combatants_actor" if recipients else "civilians"
    found = row(clash(actors=actors, recipients=recipients, counts=[exactly(2, group)]))
    assert (found["type_of_violence"], found["side_a"], found["side_b"]) == expected
    assert found["dyad_name"] == f"{expected[1]} - {expected[2]}"


@pytest.mark.parametrize(
    ("actors", "rule"),
    [
        ([actor("Northern Front", by=["police"])], "named by speakers"),
        ([actor("Northern Front", by=["residents"]), actor("Vale League", "identity_militia", by=["army"])], "rival"),
    ],
)
def test_an_allegation_is_noted(actors, rule):
    """The form has no column for who names a perpetrator; the losses have."""
    _, losses = table(clash(actors=actors, recipients=[VILLAGERS], counts=[exactly(2)]))
    assert any(rule in loss.rule and "Northern Front (says " in str(loss.printed) for loss in losses)


# --- inclusion ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "included"),
    [
        ({"counts": [exactly(1)]}, {"ucdp", "deaths", "all"}),
        ({"counts": [count("up to 50", high=50)]}, {"ucdp", "deaths", "all"}),
        ({"counts": []}, {"all"}),
        ({"counts": [count("no casualties", 0, 0, 0)]}, {"all"}),
        ({"counts": [count("several")]}, {"all"}),
        ({"counts": [exactly(1)], "actors": [actor("gunmen", "unknown")]}, {"deaths", "all"}),
        ({"counts": [exactly(1)], "type": "agreement"}, set()),
        ({"counts": [exactly(1)], "polarity": "denied"}, set()),
        ({"counts": [exactly(1)], "start": None}, set()),
        ({"counts": [exactly(1)], "where": None}, set()),
        ({"counts": [exactly(1)], "where": place("Iceland", "country")}, {"ucdp", "deaths", "all"}),
    ],
)
def test_three_rules_of_inclusion(told, included):
    """What is not included is noted with its reason."""
    for inclusion in ("ucdp", "deaths", "all"):
        found, losses = table(clash(**told), inclusion=inclusion)
        assert bool(found) == (inclusion in included), inclusion
        assert bool(found) != any((loss.field, loss.how) == ("event", "left out") for loss in losses)


# --- place and time ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (place(), 1), (place(precision="near"), 2), (place(precision="admin2"), 3), (place(precision="admin1"), 4),
        (place(precision="region"), 5), (place(precision="country"), 6),
        (place("Amber Sea", "region", country=None), 7), (place("Amber Sea", "region"), 5),
    ],
)  # fmt: skip
def test_where_prec_has_seven_classes(where, expected):
    """From the named settlement to the open sea."""
    assert row(clash(counts=[exactly(1)], where=where))["where_prec"] == expected


@pytest.mark.parametrize(("last", "expected"), [(1, 1), (3, 2), (8, 3), (25, 4)])
def test_date_prec_follows_the_span(last, expected):
    """A day, some days, a week, a month."""
    found = row(clash(counts=[exactly(1)], start=dt.date(2024, 5, 1), end=dt.date(2024, 5, last)))
    assert found["date_prec"] == expected


def test_points_and_cells():
    """Longitude first in WKT, digits by precision, and the cell of half a degree."""
    found = row(clash(counts=[exactly(1)], where=place(precision="admin1")))
    assert (found["latitude"], found["longitude"], found["geom_wkt"]) == (64.1, -20.0, "POINT (-20.0 64.1)")
    assert found["priogrid_gid"] == priogrid(64.1, -20.0)
    assert (priogrid(-90, -180), priogrid(90, 180)) == (1, 259200)


def test_a_public_view_is_written_too():
    """Where a profile has taken quotes, files and articles out, a toll that was only feared is not asserted after all."""
    fear = said("unnamed", "unnamed", stance="suspects", cue="feared")
    told = view(
        [clash(counts=[exactly(3)])], [clash(counts=[count("Hundreds", 200, by="a monitor")], said_by=[fear], number=2)]
    )
    public = release("public", told, Safety(today=dt.date(2024, 6, 1))).view
    (only,) = rows(public, Losses())
    assert only["best"] == 3
    jsonschema.validate(only, load_schema("ucdp-style"))


# --- shape ------------------------------------------------------------------------------------------------------------------------


def test_the_rules_name_what_there_is():
    """Types of events are known, every kind of actor is some party."""
    rules = load_georeferenced()
    assert rules.armed_force <= set(load_ontology().types)
    kinds = {
        "state_forces", "rebel_group", "political_militia", "identity_militia", "private_security", "criminal_group",
        "international", "civilians", "protesters", "rioters", "unknown",
    }  # fmt: skip
    assert set(rules.parties) == kinds


def test_pandas_reads_it_without_a_warning():
    """Whole numbers stay whole numbers, days are days."""
    pandas = pytest.importorskip("pandas")
    content = b"".join(write(view([clash(counts=[exactly(3)])], [clash(counts=[exactly(4)], number=7)]), Losses()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = pandas.read_csv(io.BytesIO(content), parse_dates=["date_start", "date_end"])
    kinds = {name: frame[name].dtype.kind for name in ("best", "year", "where_prec", "latitude", "date_start")}
    assert kinds == {"best": "i", "year": "i", "where_prec": "i", "latitude": "f", "date_start": "M"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(views())
def test_every_row_is_valid_and_every_figure_was_printed_or_noted(drawn):
    """Low ≤ best ≤ high, the parts make the best, and no number comes from nowhere."""
    validator = jsonschema.Draft202012Validator(load_schema("ucdp-style"))
    by_id = {f"TDG-{event.id[3:]}": event for event in drawn.events}
    for inclusion in ("ucdp", "deaths", "all"):
        losses = Losses()
        found = rows(drawn, losses, inclusion)
        for each in found:
            validator.validate(each)
            assert each["low"] <= each["best"] <= each["high"]
            assert (
                each["deaths_a"] + each["deaths_b"] + each["deaths_civilians"] + each["deaths_unknown"] == each["best"]
            )
            assert inclusion == "all" or each["high"] > 0
            assert inclusion != "ucdp" or each["type_of_violence"] is not None
            event = by_id[each["id"]]
            written = {loss.written for loss in losses.all() if loss.event == event.id}
            allowed = printed_figures(event) | {0}
            assert all(each[name] in allowed or str(each[name]) in written for name in DEATHS)
        rowless = {loss.event for loss in losses.all() if (loss.field, loss.how) == ("event", "left out")}
        assert rowless | {by_id[each["id"]].id for each in found} == {event.id for event in drawn.events}
