"""What one piece of evidence says of each state: roles, trust, and what a matrix of it does to chances."""

import numpy as np
import pytest

from tests.unit.control.made import ARMY, FRONT, GUARD, REBELS, piece
from tidings.control.weigh import OTHER, matrix, order_in_day, prior, roles, stands_for, trust_in
from tidings.reference.control_rules import load_control_rules

RULES = load_control_rules()
PARTIES = (ARMY, FRONT, OTHER)


def after(one, before=(0.5, 0.2, 0.1, 0.1, 0.1), trust=None):
    """Chances of army, front, other, contested and none after a piece is heard."""
    seen = matrix(one, PARTIES, trust_in(one, RULES, around=False) if trust is None else trust, RULES)
    found = np.array(before) @ seen
    return found / found.sum()


def test_each_state_has_a_role():
    """Who is named, who is against, others, and the two states of nobody."""
    told = piece("capture", 0, FRONT, against=(ARMY,))
    assert roles(told, PARTIES) == ("against", "named", "others", "contested", "none")


def test_whom_a_siege_is_laid_to_is_anybody_but_the_besieger():
    """Where the text does not say who is besieged, the besieger is no likelier to hold the place than before."""
    told = piece("siege", 0, against=(ARMY,))
    assert roles(told, PARTIES) == ("against", "named", "named", "contested", "none")
    assert after(told)[0] < 0.2
    named = piece("siege", 0, FRONT, against=(ARMY,))
    assert roles(named, PARTIES) == ("against", "named", "others", "contested", "none")


def test_rebels_may_be_any_that_is_no_states():
    """A generic name stands for every party of its side, never for one that no report names."""
    assert stands_for(REBELS, FRONT)
    assert stands_for(REBELS, GUARD)
    assert not stands_for(REBELS, ARMY)
    assert not stands_for(REBELS, OTHER)
    assert not stands_for(FRONT, GUARD)


def test_vague_statements_are_trusted_less():
    """On an area, on a part, without a date: each takes from the trust."""
    plain, part, undated = (
        piece("explicit_control", 0, ARMY, extent=extent, undated=late)
        for extent, late in ((None, False), ("half of", False), (None, True))
    )
    whole = trust_in(plain, RULES, around=False)
    assert trust_in(part, RULES, around=False) < whole
    assert trust_in(undated, RULES, around=False) < whole
    assert trust_in(plain, RULES, around=True) < whole


def test_an_interested_voice_is_trusted_less_and_an_admission_not():
    """Of a capture: the captor's word weighs least, the loser's and a witness's alike."""
    trust = RULES.trust["capture"]
    assert trust["self"] < 0.5 < trust["independent"]
    assert trust["self"] < trust["unnamed"] < trust["admission"]


@pytest.mark.parametrize(
    "kind", ["explicit_control", "background_statement", "capture", "negotiated_transfer", "siege"]
)
def test_what_names_a_holder_speaks_for_it(kind):
    """After each of these the named party is likelier than before."""
    assert after(piece(kind, 0, FRONT))[1] > 0.2


@pytest.mark.parametrize("kind", ["withdrawal", "loss", "remote_fire_on"])
def test_what_tells_that_a_party_is_gone_or_outside_speaks_against_it(kind):
    """After each of these the named party is less likely than before."""
    assert after(piece(kind, 0, ARMY))[0] < 0.5


def test_a_raid_says_little_of_who_holds_a_place():
    """Whoever sets off a bomb may be of the holder's side or of the other."""
    raided = after(piece("attack_by_ied_or_raid", 0, ARMY))
    assert abs(raided[0] - raided[1]) < 0.4


def test_fights_speak_for_contested():
    """Inside a place much, near it a little."""
    inside, near = after(piece("clash_inside", 0, ARMY, FRONT)), after(piece("clash_near", 0, ARMY, FRONT))
    assert inside[3] > 0.5
    assert 0.1 < near[3] < inside[3]


def test_what_is_not_believed_moves_nothing():
    """With no trust in it, a piece leaves chances as they were."""
    for kind in ("capture", "explicit_control", "withdrawal"):
        assert np.allclose(after(piece(kind, 0, FRONT), trust=0.0), (0.5, 0.2, 0.1, 0.1, 0.1))


def test_a_claim_moves_no_more_than_its_trust():
    """However sure all is, a capture believed by half takes a party to half at most."""
    found = after(piece("capture", 0, FRONT), (0.999, 0.0, 0.0005, 0.0, 0.0005), trust=0.5)
    assert found[1] <= 0.5 + 1e-9


def test_a_change_of_those_who_are_not_here_says_nothing():
    """A capture by a party that is not among the states leaves them as they are."""
    assert np.allclose(matrix(piece("withdrawal", 0, GUARD), (ARMY, OTHER), 0.9, RULES).sum(axis=1) > 0, True)
    assert np.allclose(matrix(piece("capture", 0, GUARD), (ARMY, OTHER), 0.9, RULES), np.eye(4))


def test_chances_before_anything_is_told_sum_to_one():
    """And a party that a report names is likelier than one that none does."""
    chances = prior(PARTIES, RULES)
    assert chances.sum() == pytest.approx(1)
    assert chances[1] > chances[2]


def test_fights_of_a_day_come_before_its_changes():
    """A place fought for and taken on one day is held at its end; a denial is heard last."""
    assert order_in_day("clash_inside") < order_in_day("capture") < order_in_day("denial")
