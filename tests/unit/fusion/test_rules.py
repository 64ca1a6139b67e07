"""Figures under named rules: each is one that somebody printed; a party's boast moves nobody's civilian dead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tellings import telling
from tidings.fusion.fuse import fuse
from tidings.fusion.rules import RULES, figures
from tidings.fusion.voices import voices
from tidings.model.event import Bounds

POLICE, HOSPITAL, ARMY, MONITOR = (
    ("police", "official"),
    ("hospital", "medical"),
    ("army", "party"),
    ("monitor", "monitor"),
)


def event_of(*tellings):
    """The one event of several accounts."""
    (event,) = fuse(tellings).events
    return event


def shown(event, rule, group="unknown"):
    """Low, best and high of the killed."""
    found = figures(event.ledger, "killed", rule)[group]
    return found.low, found.best, found.high


@pytest.mark.parametrize(
    ("tolls", "expected"),
    [
        ([("68", 68, 68, 68)], (68, 68, 68)),
        ([("at least 12", 12, 12, None)], (12, 12, None)),
        ([("about 18", None, 18, None)], (18, 18, None)),
        ([("up to 50", None, None, 50)], (None, None, 50)),
        ([("nearly 1,500", None, 1500, 1500)], (1500, 1500, 1500)),
        ([("7", 7, 7, 7), ("11", 11, 11, 11)], (7, 7, 11)),
        ([("at least 12", 12, 12, None), ("10", 10, 10, 10)], (10, 10, None)),
        ([("dozens", 24, None, None)], (24, None, None)),
    ],
)
def test_figures_are_printed_ones(tolls, expected):
    """Low, best and high of rival tolls are each some printed figure, and never a sum."""
    event = event_of(telling("a", killed=[("unknown", *toll) for toll in tolls]))
    assert shown(event, "low-best-high") == expected


def test_figures_leave_out_what_is_no_toll_of_this_event():
    """Denied counts, subsets, joint and superseded tolls, other kinds, and words that give no figure."""
    event = event_of(
        telling(
            "a",
            counts=[
                ("killed", "unknown", "9 denied", 9, 9, 9, "this", "denied"),
                ("killed", "unknown", "3 of them", 3, 3, 3, "subset"),
                ("killed", "unknown", "40 in all", 40, 40, 40, "joint"),
                ("killed", "unknown", "5 first", 5, 5, 5, "superseded"),
                ("injured", "unknown", "8 hurt", 8, 8, 8),
                ("killed", "unknown", "many", None, None, None),
            ],
        )
    )
    assert figures(event.ledger, "killed") == {}
    assert list(figures(event.ledger, "injured")) == ["unknown"]


def test_rival_tolls_under_three_rules():
    """Police say 9, a hospital 14; the next day police say 12; the army's figure counts only where nobody else has one."""
    event = event_of(
        telling("a", killed=[("civilians", "9 dead", 9, 9, 9)], speakers=[POLICE], toll_speaker="police"),
        telling("b", killed=[("civilians", "14 dead", 14, 14, 14)], speakers=[HOSPITAL], toll_speaker="hospital"),
        telling("c", killed=[("civilians", "2 dead", 2, 2, 2)], speakers=[ARMY], toll_speaker="army"),
        telling("d", killed=[("civilians", "12 dead", 12, 12, 12)], speakers=[POLICE], toll_speaker="police",
                published="2031-05-11"),
    )  # fmt: skip
    assert shown(event, "lowest", "civilians") == (12, 12, None)
    assert shown(event, "low-best-high", "civilians") == (12, 12, 14)
    assert shown(event, "min-max", "civilians") == (12, None, 14)
    assert event.disputed == ("counts.killed.civilians",)
    gone = [entry.words for entry in event.ledger if entry.superseded_by]
    assert gone == ["9 dead"]
    assert {entry.interest for entry in event.ledger if entry.speaker == "army"} == {"party"}


def test_a_boast_alone_is_all_there_is():
    """Where only a party gives a figure it is shown, and the ledger says whose it is."""
    event = event_of(
        telling("a", killed=[("combatants_recipient", "30", 30, 30, 30)], speakers=[ARMY], toll_speaker="army")
    )
    assert shown(event, "low-best-high", "combatants_recipient") == (30, 30, 30)


def test_voices_are_wire_groups_with_speakers_of_their_own():
    """Two papers that have it from the police are one voice; a hospital is a second; a paper that names nobody speaks itself."""
    told = [
        telling("a", speakers=[POLICE]),
        telling("b", speakers=[POLICE]),
        telling("c", speakers=[HOSPITAL]),
        telling("d"),
    ]
    members = list(fuse(told).members.values())
    assert voices(members, {one.article.id: one.article.id for one in members}) == 3
    assert voices(members, {one.article.id: "one text" for one in members}) == 1


NUMBER = st.integers(0, 400)


@given(
    st.lists(st.tuples(NUMBER, st.sampled_from([POLICE, ARMY, MONITOR])), min_size=1, max_size=4),
    st.sampled_from(RULES),
)
def test_no_rule_prints_what_nobody_printed(tolls, rule):
    """Low, best and high each stand in the ledger, in order."""
    told = [
        telling(
            f"f{number}",
            killed=[("civilians", f"{toll} killed", toll, toll, toll)],
            speakers=[who],
            toll_speaker=who[0],
        )
        for number, (toll, who) in enumerate(tolls)
    ]
    for event in fuse(told).events:
        printed = {entry.value.best for entry in event.ledger if isinstance(entry.value, Bounds)}
        for found in figures(event.ledger, "killed", rule).values():
            shown = [figure for figure in (found.low, found.best, found.high) if figure is not None]
            assert set(shown) <= printed
            assert shown == sorted(shown)
