"""Which names are one party on the map."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from tests.tellings import stating, telling
from tidings.control.parties import Parties, plain_name
from tidings.model.values import Relation
from tidings.reference.actors import ActorTable

TABLE = ActorTable.load()
DAY = dt.date(2015, 6, 1)


def parties(coding=None, day=DAY):
    return Parties(coding or stating("a"), TABLE, day)


def test_an_army_and_its_state_are_one_party():
    """Whoever writes "the Iraqi army", "Iraqi forces" or "Iraq" means one colour."""
    known = parties()
    named = {known.party(name, None).key for name in ("Iraqi army", "Iraqi Security Forces", "Golden Division")}
    assert named == {known.party("Iraq", "iraq").key} == {"iraq"}
    assert known.party("Iraqi army", None).kind == "state_forces"


@pytest.mark.parametrize("name", ["Grey Front fighters", "the Grey Front's fighters", "Grey Front militants"])
def test_the_fighters_of_a_party_that_no_table_has_are_that_party(name):
    """Of one word alone ("Kurdish fighters") nobody can say that it is a party."""
    known = parties()
    assert known.party(name, None).key == known.party("The Grey Front", None).key == "grey front"
    assert known.party("Kurdish fighters", None).key == "kurdish fighters"


def test_a_franchise_abroad_stands_for_itself():
    """What the Nigerian group holds is not held from Raqqa, though it had sworn allegiance."""
    known = parties()
    assert known.camp("iswap") == "iswap"
    assert known.camp("boko-haram") == "boko-haram"
    assert known.camp("islamic-state") == "islamic-state"


def test_a_unit_is_its_whole_from_the_day_it_joined():
    """The same militia is its own party before, and part of the whole after."""
    assert parties(day=dt.date(2015, 6, 1)).camp("ypg") == "ypg"
    assert parties(day=dt.date(2016, 6, 1)).camp("ypg") == "syrian-democratic-forces"
    assert parties(day=dt.date(2020, 6, 1)).camp("rapid-support-forces") == "sudan"
    assert parties(day=dt.date(2023, 6, 1)).camp("rapid-support-forces") == "rapid-support-forces"


def test_a_force_of_a_region_is_not_the_states():
    """Peshmerga and federal troops held different sides of Kirkuk."""
    assert parties().party("Peshmerga", None).key != parties().party("Iraqi army", None).key


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rebels", "rebel_group"),
        ("the army", "state_forces"),
        ("government troops", "state_forces"),
        ("militiamen", None),
    ],
)
def test_words_for_no_party_in_particular_are_generic(name, kind):
    """They stand for every party of their kind at the place."""
    party = parties().party(name, None)
    assert party.generic
    assert kind is None or party.kind == kind


def test_a_name_that_no_table_has_is_a_party_of_its_own():
    """Known by its name without the article, in any capitals."""
    one, other = parties().party("The Grey Front", None), parties().party("Grey Front", None)
    assert one.key == other.key == plain_name("the grey front")
    assert not one.generic


def test_an_actor_that_an_account_names_keeps_its_id():
    """ "The Front" of a statement is the actor of that mention in the article's accounts."""
    coding = telling("a", actors=[("Northern Front", "rebel_group")])
    party = parties(coding).party("Northern Front", None)
    assert (party.key, party.kind) == ("northern-front", "rebel_group")


def test_only_the_armed_are_parties():
    """Civilians and protesters hold no town; gunmen nobody knows may."""
    coding = telling("a", actors=[("Northern Front", "rebel_group"), ("farmers", "civilians"), ("gunmen", "unknown")])
    known = parties(coding)
    assert [party.name for party in known.of_actors(coding.accounts[0].actors)] == ["Northern Front", "gunmen"]
    assert len(known.of_actors(coding.accounts[0].actors * 2)) == 2


def test_ties_of_an_account_win_and_hold_in_their_days():
    """A reviewed or user-given tie is that of the account; one that has ended counts no more."""
    coding = telling("a", actors=[("Vale League", "rebel_group")])
    (account,) = coding.accounts
    tie = Relation(relation="part_of", to="iraq", start=dt.date(2015, 1, 1), end=dt.date(2015, 12, 31))
    tied = replace(coding, accounts=(replace(account, actors=(replace(account.actors[0], relations=(tie,)),)),))
    assert parties(tied).camp("vale-league") == "iraq"
    assert parties(tied, dt.date(2016, 1, 1)).camp("vale-league") == "vale-league"
    assert parties(tied, None).camp("vale-league") == "vale-league"  # no day: only what holds without end


def test_friends_are_allies_and_patrons_either_way():
    """Support and alliance run both ways between wholes; strangers are no friends."""
    known = parties()
    assert known.are_friends("hezbollah", "syria")
    assert known.are_friends("syria", "hezbollah")
    assert not known.are_friends("islamic-state", "iraq")


def test_a_circle_of_wholes_ends():
    """Two rows that name each other as their whole do not hang."""
    coding = telling("a", actors=[("One", "rebel_group"), ("Two", "rebel_group")])
    (account,) = coding.accounts
    tied = [
        replace(actor, relations=(Relation(relation="part_of", to=other, start=None, end=None),))
        for actor, other in zip(account.actors, ("two", "one"), strict=True)
    ]
    circle = replace(coding, accounts=(replace(account, actors=tuple(tied)),))
    assert parties(circle).camp("one") in {"one", "two"}
