"""The answer of RECORD §8: who, how sure, on what words, and what would change it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.control.handmade import ARMY, DISTRICT, FRONT, QADRA, REBELS, RULES, day, piece
from tests.unit.control.test_history import evidence
from tidings.control.answer import answer, reading_for
from tidings.model.text import Evidence

WAR = [
    piece("explicit_control", ARMY, on=1),
    piece("clash_inside", ARMY, FRONT, on=4),
    piece("capture", FRONT, on=6, known=8, against=(ARMY,), words=(Evidence(0, 19, "The Front took Qadra"[:19]),)),
]


def asked(on, *pieces, as_known=None):
    return answer(QADRA, pieces or WAR, day(on), None if as_known is None else day(as_known), RULES)


def test_the_reading_is_filtered_when_nothing_later_was_known():
    """What was known by the day is filtered; a look back from later, or from today, is smoothed."""
    assert reading_for(day(5), day(5)) == reading_for(day(5), day(3)) == "filtered"
    assert reading_for(day(5), day(6)) == reading_for(day(5), None) == "smoothed"


def test_then_and_today_differ_and_say_so():
    then, today = asked(6, as_known=6), asked(7)
    assert (then.holder, today.holder) == (None, "Northern Front")
    assert f"as known on {day(6)}" in then.why
    assert "all that is known today" in today.why


def test_shares_go_by_the_names_of_parties():
    found = asked(7)
    assert set(found.shares) == {"Northern Front", "Merrowese Army", "other", "contested", "none"}
    assert sum(found.shares.values()) == pytest.approx(1, abs=1e-9)
    assert found.probability == pytest.approx(found.shares["Northern Front"])


def test_what_weighs_most_comes_first_and_is_quoted():
    found = asked(7)
    assert [abs(each.moves) for each in found.evidence] == sorted(
        (abs(each.moves) for each in found.evidence), reverse=True
    )
    assert found.evidence[0].kind == "capture"
    assert "“The Front took Qadr" in found.why
    assert (found.evidence[0].named, found.evidence[0].against) == (("Northern Front",), ("Merrowese Army",))


def test_at_most_a_dozen_pieces_are_shown_and_some_where_none_moves():
    many = [piece("explicit_control", ARMY, on=number, speaker=f"s{number}") for number in range(1, 40)]
    assert 1 <= len(asked(40, *many).evidence) <= 12


def test_what_would_change_it_is_tried_and_does():
    """Each line names a report after which another answer is given."""
    found = asked(7)
    assert found.changes
    assert any("Merrowese Army took it" in line and "held by Merrowese Army" in line for line in found.changes)
    more = piece("capture", ARMY, on=7, article="what if")
    assert asked(7, *WAR, more).holder == "Merrowese Army"


def test_a_siege_laid_to_nobody_told_is_laid_to_the_holder():
    """ "The Front surrounded the town" does not say whom; the holder's own siege does not besiege him."""
    siege = piece("siege", on=2, against=(FRONT,))
    assert asked(5, piece("explicit_control", ARMY, on=1), siege).besieged_by == ("Northern Front",)
    assert asked(5, siege, piece("explicit_control", FRONT, on=4)).besieged_by == ()


def test_who_lies_before_it_is_an_overlay():
    """A siege is told beside the holder for ninety days, and only of the holder's place."""
    siege = piece("siege", ARMY, on=2, against=(FRONT,))
    assert asked(5, siege).besieged_by == ("Northern Front",)
    assert asked(95, siege, piece("explicit_control", ARMY, on=94)).besieged_by == ()
    assert (
        asked(
            9, siege, piece("capture", FRONT, on=8, article="b"), piece("capture", FRONT, on=8, article="c")
        ).besieged_by
        == ()
    )


def test_unknown_says_why():
    """No report; none until that day; too old; no state likely enough."""
    assert "no report tells" in answer(QADRA, [], day(1), None, RULES).why
    assert "nothing was told of it until that day" in asked(2, piece("capture", FRONT, on=3), as_known=2).why or (
        "no report tells" in asked(2, piece("capture", FRONT, on=3), as_known=2).why
    )
    old = asked(RULES.report.stale_days + 2, piece("capture", FRONT, on=1))
    assert f"{old.stale_days} days old" in old.why
    sides = [piece("capture", side, on=1, voice="self") for side in (ARMY, FRONT)]
    rules = replace(RULES, report=replace(RULES.report, least=0.99))
    assert "no state reaches 99%" in answer(QADRA, sides, day(1), None, rules).why
    nobody = asked(1, piece("siege", on=1, against=(FRONT,)))
    assert (nobody.state, nobody.probability > RULES.report.least) == ("unknown", True)
    assert "a party that no report names" in nobody.why
    assert "no state reaches" not in nobody.why


def test_an_area_is_named_as_such():
    found = asked(2, piece("explicit_control", ARMY, on=1, place=DISTRICT))
    assert found.evidence[0].around == "Upper East"


def test_a_contested_place_says_between_whom():
    """A colour for "contested" wants the sides."""
    found = asked(4, *WAR[:2])
    assert found.state == "contested"
    assert set(found.sides) == {"Northern Front", "Merrowese Army"}
    assert "between" in found.why
    assert asked(7).sides == ()


def test_two_parties_printed_alike_are_told_apart_by_their_keys():
    """No share is lost because two groups of one name fight over a town."""
    twin = replace(FRONT, key="front-2")
    found = asked(2, piece("capture", FRONT, on=1, against=(twin,)), piece("explicit_control", FRONT, on=2))
    assert {"Northern Front (front)", "Northern Front (front-2)"} < set(found.shares)
    assert found.holder == "Northern Front (front)"
    assert sum(found.shares.values()) == pytest.approx(1, abs=1e-9)


def test_words_for_no_party_in_particular_read_as_such():
    found = asked(2, piece("background_statement", REBELS, on=1))
    assert found.holder == "rebels"


@settings(max_examples=30, deadline=None)
@given(evidence(8), st.integers(1, 420), st.none() | st.integers(1, 420))
def test_every_answer_adds_up_and_can_be_read_back(pieces, on, as_known):
    """Shares sum to one, chances are chances, the holder is one of the shares, JSON comes back the same."""
    found = answer(QADRA, pieces, day(on), None if as_known is None else day(as_known), RULES)
    assert sum(found.shares.values()) == pytest.approx(1, abs=1e-9)
    assert all(0 <= share <= 1 for share in found.shares.values())
    assert (found.holder is None) == (found.state != "held")
    assert found.holder is None or found.holder in found.shares
    assert all(-1 <= each.moves <= 1 and 0 <= each.trust < 1 for each in found.evidence)
    assert found.why.endswith((".", "”"))
    assert msgspec.json.decode(msgspec.json.encode(found), type=type(found)) == found
