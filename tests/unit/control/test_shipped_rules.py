"""What the shipped figures make of cases that anybody who knows wars would judge alike, whatever they were fitted on."""

import datetime as dt

import pytest

from tests.unit.control.made import ARMY, DAY, FRONT, REBELS, piece
from tidings.control.history import history
from tidings.reference.control_rules import load_control_rules

RULES = load_control_rules()
HELD = piece("background_statement", -20, ARMY)
CLAIM = piece("capture", 1, FRONT, voice="self", speaker="Kesra Front", against=(ARMY,))
DENIAL = piece("denial", 1, ARMY, voice="self", speaker="Norvian army", against=(FRONT,))


def on(day, *pieces, reading="filtered"):
    when = DAY + dt.timedelta(days=day)
    told = history("karsk", pieces, RULES, as_known=when if reading == "filtered" else None)
    return told.on(when, reading)


@pytest.mark.parametrize("reading", ["filtered", "smoothed"])
def test_a_claim_alone_takes_no_place(reading):
    """The captor's word against what an outlet said of the holder: no more than an even chance."""
    assert on(1, HELD, CLAIM, reading=reading).shares["front"] < 0.5


@pytest.mark.parametrize("reading", ["filtered", "smoothed"])
def test_a_claim_that_is_denied_leaves_the_holder(reading):
    """The captor says one thing, the holder another: the holder is reported."""
    found = on(1, HELD, CLAIM, DENIAL, reading=reading)
    assert found.holder == ARMY
    assert found.probability > 0.6


@pytest.mark.parametrize("reading", ["filtered", "smoothed"])
def test_two_witnesses_do(reading):
    """Two outlets that tell of the capture on their own."""
    found = on(2, HELD, piece("capture", 1, FRONT), piece("capture", 2, FRONT), reading=reading)
    assert found.holder == FRONT
    assert found.probability > 0.8


@pytest.mark.parametrize("reading", ["filtered", "smoothed"])
@pytest.mark.parametrize("taken_later", [False, True])
def test_street_fighting_is_contested(reading, taken_later):
    """Told by an outlet, on that day, also where it is told later on that the place was taken after two days."""
    pieces = [HELD, piece("clash_inside", 2, FRONT, ARMY)]
    if taken_later:
        pieces += [
            CLAIM,
            DENIAL,
            piece("explicit_control", 4, FRONT),
            piece("explicit_control", 4, FRONT, article="b", wire_group="b"),
        ]
    assert on(2, *pieces, reading=reading).state == "contested"


def test_rebel_held_speaks_for_the_rebels_there_are():
    """ "Rebel-held" makes the front that was named before likelier."""
    before, after = (
        on(9, piece("capture", 1, FRONT)),
        on(9, piece("capture", 1, FRONT), piece("background_statement", 9, REBELS)),
    )
    assert after.shares["front"] > before.shares["front"]


def test_who_says_that_it_left_is_gone():
    """A withdrawal told by who withdrew, and the months of silence after it: nobody is reported in the end."""
    pieces = [
        HELD,
        piece("explicit_control", 4, FRONT),
        piece("withdrawal", 30, FRONT, voice="admission", speaker="Kesra Front"),
    ]
    assert on(30, *pieces).shares["front"] < 0.3
    assert on(120, *pieces).state == "unknown"
    assert max(on(120, *pieces).shares.values()) < 0.5


def test_shells_speak_against_who_fires_them():
    """Who shells a place does not hold it."""
    assert on(1, HELD, piece("remote_fire_on", 1, ARMY)).shares["army"] < on(1, HELD).shares["army"]


def test_half_a_year_of_silence_leaves_nothing_to_report():
    """However sure it was, what nobody speaks of is unknown."""
    assert on(RULES.report.stale_days + 5, piece("explicit_control", 0, ARMY)).state == "unknown"
