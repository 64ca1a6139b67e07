"""Incidents in Airwars' manner: min and max as printed, a grade proposed with reasons, what a party concedes beside it."""

from __future__ import annotations

import json

import pytest

from tests.unit.export.handmade import actor, count, event, exactly, place, report, said
from tidings.export.airwars_style import write
from tidings.export.losses import Losses
from tidings.model.event import View

ARMY = actor("Northern Army", "state_forces", id="northern-army")
FRONT = actor("Hill Front", "rebel_group", id="hill-front")
STATUS = {"declared-strike", "likely-strike", "contested-strike", "single-source-claim"}
GRADES = {"confirmed", "fair", "weak", "contested", "discounted", None}


def incidents(*reports):
    losses = Losses()
    shown = View(events=(event(*reports),), members={each.account.id: each for each in reports})
    return [json.loads(line) for line in write(shown, losses)], losses.all()


def incident(*reports):
    (found,), _ = incidents(*reports)
    return found


def strike(*counts, type="air_strike", number=0, where=None, **more):
    return report(type, counts=counts, where=where or place(), number=number, **more)


def accused(by, *, party=ARMY, number=0, counts=(), **more):
    """A report in which somebody blames a party."""
    return strike(*counts, actors=[{**party, "attributed_by": (by,)}], number=number, **more)


def proposal(found):
    return found["civilian_harm_status_proposal"]


def test_figures_are_the_lowest_and_the_highest_printed():
    """Children told as part of a toll have their own numbers; nothing is added up."""
    found = incident(
        strike(exactly(7, "civilians"), exactly(4, "children", scope="subset"), said_by=[said("monitor", "monitor")]),
        strike(exactly(11, "civilians"), number=1, outlet="EFE", said_by=[said("hospital", "medical")]),
    )
    assert found["killed_injured_civilian_non_combatants"] == {
        "killed_min": 7,
        "killed_max": 11,
        "injured_min": None,
        "injured_max": None,
    }
    assert found["killed_injured_children"]["killed_min"] == found["killed_injured_children"]["killed_max"] == 4
    assert found["killed_injured_men"]["killed_min"] is None
    assert found["victims"] == []


def test_losses_of_two_sides_are_not_added_up():
    """They are left blank, and the loss report says so; one side's are shown."""
    (both,), losses = incidents(strike(exactly(3, "combatants_actor"), exactly(5, "combatants_recipient")))
    assert both["killed_injured_belligerents"]["killed_min"] is None
    assert "losses of two sides are not added up" in {loss.rule for loss in losses}
    assert incident(strike(exactly(5, "combatants_recipient")))["killed_injured_belligerents"]["killed_max"] == 5


def a5(*more):
    """Residents blame A, a spokesman of A blames B, a monitor counts 7 to 11 dead with 4 children."""
    return (
        accused("residents", said_by=[said("residents", "witness")], outlet="Courier"),
        accused(
            "army spokesman", party=FRONT, number=1, outlet="EFE",
            said_by=[said("army spokesman", "party", id="northern-army")],
        ),
        strike(
            count("between seven and 11", 7, None, 11, group="civilians"), exactly(4, "children", scope="subset"), number=2, outlet="AFP",
            said_by=[said("island monitor", "monitor")],
        ),
        *more,
    )  # fmt: skip


def test_parties_named_against_each_other_are_contested():
    """A5, first half: a proposal with its reasons, and the status itself left to a person."""
    found = incident(*a5())
    assert found["civilian_harm_status"] is None
    assert proposal(found)["grade"] == "contested"
    assert proposal(found)["review"] == "not reviewed by a person"
    assert found["strike_status"] == "contested-strike"
    assert {each["type"] for each in found["belligerents"]} == {"Suspected"}


def test_a_party_that_concedes_confirms_and_its_figure_stands_beside():
    """A5, second half: A concedes 2; conceded is 2 to 2, reported stays 7 to 11."""
    admission = strike(
        exactly(2, "civilians", by="army spokesman"), actors=[ARMY], number=3, outlet="Reuters",
        said_by=[said("army spokesman", "party", id="northern-army", cue="admitted")],
    )  # fmt: skip
    found = incident(*a5(admission))
    assert proposal(found)["grade"] == "confirmed"
    assert "Northern Army" in proposal(found)["reasons"][1]
    army = next(each for each in found["belligerents"] if each["belligerent_id"] == "northern-army")
    assert (army["deaths_conceded_min"], army["deaths_conceded_max"]) == (2, 2)
    front = next(each for each in found["belligerents"] if each["belligerent_id"] == "hill-front")
    assert front["deaths_conceded_min"] is None
    civilians = found["killed_injured_civilian_non_combatants"]
    assert (civilians["killed_min"], civilians["killed_max"]) == (7, 11)
    assert found["strike_status"] == "declared-strike"


def test_a_party_that_counts_the_other_sides_dead_concedes_nothing():
    """ "The army says the Front's rocket killed 5" is no admission of the army's."""
    found = incident(
        strike(exactly(5, "civilians", by="army"), actors=[FRONT], said_by=[said("army", "party", id="northern-army")])
    )
    assert all(each["deaths_conceded_min"] is None for each in found["belligerents"])
    assert proposal(found)["grade"] is None


@pytest.mark.parametrize(
    ("reports", "grade"),
    [
        ([strike(exactly(3, "civilians"), said_by=[said("resident", "witness")])], "weak"),
        (
            [
                strike(exactly(3, "civilians"), actors=[ARMY], said_by=[said("resident", "witness")]),
                strike(
                    exactly(3, "civilians"),
                    actors=[ARMY],
                    number=1,
                    outlet="EFE",
                    said_by=[said("hospital", "medical")],
                ),
            ],
            "fair",
        ),
        (
            [
                strike(exactly(3, "civilians"), actors=[ARMY], said_by=[said("resident", "witness")]),
                strike(
                    exactly(3, "civilians"),
                    actors=[ARMY],
                    number=1,
                    outlet="EFE",
                    said_by=[said("resident", "witness")],
                ),
            ],
            "weak",
        ),
        ([strike(exactly(30, "civilians", by="front"), said_by=[said("front", "party", id="hill-front")])], None),
        ([strike()], None),
    ],
)
def test_the_grade_goes_by_independent_voices(reports, grade):
    """One voice is weak; two and a named party fair; two papers that cite one speaker are one; a party alone is none."""
    found = incident(*reports)
    assert proposal(found)["grade"] == grade
    assert proposal(found)["grade"] in GRADES
    assert found["strike_status"] in STATUS
    assert proposal(found)["reasons"]


def test_a_denial_by_the_accused_contests():
    """An army that says it did not strike."""
    found = incident(
        strike(
            exactly(3, "civilians"), actors=[ARMY],
            said_by=[said("resident", "witness", covers=["counts.0"]), said("army", "party", id="northern-army", stance="denies", covers=["type"])],
        )
    )  # fmt: skip
    assert found["strike_status"] == "contested-strike"
    assert proposal(found)["grade"] == "contested"


def test_who_counts_none_where_another_counts_some_contests():
    """ "No civilians were killed", an official says of a strike that a monitor counts ten dead of."""
    ten, none = exactly(10, by="monitor"), exactly(0, "civilians", by="official")
    found = incident(strike(ten, none, said_by=[said("monitor", "monitor"), said("official", "official")]))
    assert proposal(found)["grade"] == "contested"
    assert "says that nobody was harmed: official" in proposal(found)["reasons"]


def test_an_independent_denial_of_harm_discounts():
    """Somebody who is no party says that no civilians died."""
    found = incident(
        strike(exactly(3, "civilians"), said_by=[said("resident", "witness", covers=["counts.0"])]),
        strike(
            exactly(3, "civilians", polarity="denied", by="observer"),
            number=1,
            outlet="EFE",
            said_by=[said("observer", "monitor")],
        ),
    )
    assert proposal(found)["grade"] == "discounted"


@pytest.mark.parametrize(
    ("where", "rung", "notes"),
    [
        (place(radius_km=3.0), "town", 1),
        (place(radius_km=9.0), "city", 1),
        (place("Tor", "admin1"), "province_governorate", 1),
        (place("Tor", "admin2"), "district", 1),
        (place(precision="near", radius_km=3.0), "town", 2),
    ],
)
def test_the_ladder_and_its_standard_sentence(where, rung, notes):
    """A generic coordinate says that it is one; near says so too."""
    found = incident(strike(where=where))
    assert found["geolocations"][0]["geolocation_accuracy"] == rung
    assert found["geolocation_notes"].count(".") == notes
    assert found["geolocation_sign_off"] is None


def test_only_strikes_that_happened_at_a_place_are_incidents():
    """The rest is left out with its reason."""
    for other in (report("protest", where=place()), strike(reality="planned"), strike(where=place("Isla", "country"))):
        found, losses = incidents(other)
        assert not found
        assert [loss.how for loss in losses] == ["left out"]


def test_sources_claim_in_their_own_words_up_to_the_cap():
    """Address, publisher, language, day and quote; no archive address is made up."""
    (source,) = incident(strike(telling="it happened " * 60))["sources"]
    assert (source["source_author"], source["language"], source["source_archive_url"]) == ("Reuters", "en", None)
    assert len(source["source_claim"]) == 300
