"""The rise and fall of parties over places."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.unit.control.handmade import ARMY, FRONT, QADRA, RULES, TOLMEN, day, piece
from tidings.control.history import history
from tidings.control.totals import days_between, totals


def war():
    """The Front takes one of two towns that the army held; nobody tells of a third."""
    towns = {
        QADRA: [piece("explicit_control", ARMY, on=1), piece("capture", FRONT, on=20, against=(ARMY,))],
        TOLMEN: [piece("explicit_control", ARMY, on=10, place=TOLMEN)],
    }
    return [*(history(place.key, pieces, RULES) for place, pieces in towns.items()), history("td:silent", [], RULES)]


def of(found, key):
    return {row.day: row for row in found.parties if row.party == key}


def test_each_party_is_counted_where_it_is_reported():
    days = [day(1), day(12), day(25)]
    found = totals(war(), days, "filtered")
    assert [of(found, "merrow")[each].reported for each in days] == [1, 2, 1]
    assert [of(found, "front")[each].reported for each in days] == [0, 0, 1]
    assert [each.places for each in found.overall] == [1, 2, 2]


def test_expected_places_are_sums_of_chances_within_their_band():
    found = totals(war(), days_between(day(1), day(40), "day"), "smoothed")
    overall = {each.day: each for each in found.overall}
    for row in found.parties:
        assert 0 <= row.low <= row.expected <= row.high <= overall[row.day].places
        assert row.share == pytest.approx(row.expected / max(1, overall[row.day].places), abs=0.001)
    for when, whole in overall.items():
        assert sum(row.expected for row in found.parties if row.day == when) <= whole.places + 0.01
        assert 0 <= whole.contested_share <= 1


def test_a_place_counts_from_its_first_evidence_and_is_unknown_after_long_silence():
    late = day(20) + dt.timedelta(days=RULES.report.stale_days + 1)
    (whole,) = totals(war(), [late], "filtered").overall
    assert (whole.places, whole.unknown) == (2, 2)
    assert totals(war(), [day(1) - dt.timedelta(days=1)], "filtered").overall[0].places == 0


def test_no_history_no_totals():
    found = totals([], [day(1)], "smoothed")
    assert found.parties == ()
    assert found.overall[0].contested_share == 0


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("day", ["2031-01-30", "2031-01-31", "2031-02-01"]),
        ("week", ["2031-02-01"]),
        ("month", ["2031-01-31", "2031-02-01"]),
    ],
)
def test_days_end_with_the_last(every, days):
    """Whatever the step, the last day is there."""
    assert [str(each) for each in days_between(dt.date(2031, 1, 30), dt.date(2031, 2, 1), every)] == days
