"""The time of day and the kind of site tell two acts of one town apart, and an article's names bring in what has no place."""

from __future__ import annotations

import pytest

from tests.tellings import telling
from tidings.fusion.compare import compare
from tidings.fusion.fuse import Rulings, fuse, members_of


def signs(left, right):
    """The signs between the accounts of two codings."""
    one, other = members_of([left, right], Rulings()).values()
    return compare(one, other, None).signs


@pytest.mark.parametrize(
    ("left", "right", "sign"),
    [
        ("a bomb in the market", "a car bomb at a checkpoint", "other kind of site"),
        ("a bomb in the bazaar", "a bomb in the market", "same kind of site"),
        ("in the morning", "late in the evening", "other time of day"),
        ("early that day", "overnight", "same time of day"),
    ],
)
def test_settings(left, right, sign):
    """A bazaar is a market and no checkpoint; early is both night and morning."""
    assert sign in signs(_worded("a", left), _worded("b", right))


def _worded(file, words):
    """A telling whose evidence has these words."""
    return telling(file, recipients=[words])


def test_two_days_running_are_two_events():
    """The town shelled on Tuesday and on Wednesday; a night lies on two days."""
    first, second = telling("a", "shelling"), telling("b", "shelling", day="2031-05-10", published="2031-05-11")
    assert len(fuse([first, second]).events) == 2
    night = telling("c", "shelling", day="2031-05-10", published="2031-05-11", recipients=["people in the night"])
    assert len(fuse([first, night]).events) == 1


def test_an_article_names_the_place_that_its_account_lacks():
    """Said once, further up, the town is not said again where the act is told."""
    placeless = telling("a", place=None, more="Qadra lies in the north.")
    assert "its article names the place" in signs(placeless, telling("b"))
    assert "its article names the place" not in signs(telling("c", place=None), telling("b"))


def test_gunmen_may_be_of_the_group_that_another_names():
    """Nobody is another because one text knows his name and the other does not."""
    named = telling("a", actors=[("Grey Front", "rebel_group")])
    assert "other doer" not in signs(named, telling("b", actors=["gunmen"]))
    assert "other doer" in signs(named, telling("c", actors=[("Coast Army", "state_forces")]))


def test_whom_a_party_says_it_hit_keeps_nothing_apart():
    """ "We killed 30 soldiers", of a bomb that others say killed civilians."""
    boast = telling(
        "a",
        recipients=[("soldiers", "state_forces")],
        speakers=[("Grey Front", "party")],
        killed=[("unknown", "90", 90, 90, 90)],
    )
    found = signs(boast, telling("b", recipients=[("traders", "civilians")], killed=[("unknown", "nine", 9, 9, 9)]))
    assert "a party's figures far apart" in found
    assert not found & {"other hit", "figures far apart"}
