"""A war of our own making: the same from the same seed, its truth whole, its reports of the kinds there are."""

import datetime as dt
import itertools
from collections import Counter
from typing import get_args

import numpy as np
import pytest

from tidings.control.simulate import DENSITIES, FIRST_DAY, WarRules, draw_rules, simulate
from tidings.control.simulate_articles import articles, sentence
from tidings.model.control import EvidenceKind

WARS = [simulate(draw_rules(seed, world, 30.0)) for seed in range(6) for world in ("fit", "test")]
ALL = [piece for war in WARS for piece in war.evidence]


def test_the_same_rules_give_the_same_war():
    """Truth, reports and articles are the same on a second run."""
    rules = draw_rules(4, "test", 18.0)
    one, other = simulate(rules), simulate(rules)
    assert np.array_equal(one.truth, other.truth)
    assert one.evidence == other.evidence
    assert articles(one) == articles(other)


def test_another_seed_gives_another():
    """Two seeds share neither rules nor truth."""
    one, other = (simulate(draw_rules(seed, "fit")) for seed in (1, 2))
    assert one.rules != other.rules
    assert not np.array_equal(one.truth, other.truth)


def test_what_happens_does_not_depend_on_what_is_reported():
    """One war at all densities: the truth is one, the reports are more and more."""
    wars = [simulate(draw_rules(5, "test", density)) for density in DENSITIES]
    assert all(np.array_equal(war.truth, wars[0].truth) for war in wars)
    counts = [len(war.evidence) for war in wars]
    assert counts == sorted(counts)


def test_test_wars_go_further_out_than_fit_wars():
    """Of every rule that is drawn, test wars have less and more than fit wars have."""
    fit, test = ([draw_rules(seed, world) for seed in range(300)] for world in ("fit", "test"))
    fixed = {"seed", "parties", "places", "days", "density"}
    for name in set(WarRules.__struct_fields__) - fixed:
        ours, others = ([getattr(rules, name) for rules in world] for world in (fit, test))
        assert min(others) < min(ours), name
        assert max(others) > max(ours), name


@pytest.mark.parametrize("war", WARS)
def test_the_truth_is_whole(war):
    """A state for every place and day, in the order of its turns: each begins where the one before ended."""
    assert war.truth.shape == (war.rules.places, war.rules.days)
    assert war.truth.min() >= 0
    assert war.truth.max() <= len(war.parties) + 1
    for place in range(war.rules.places):
        turns = [turn for turn in war.turns if turn.place == place]
        assert [turn.time for turn in turns] == sorted(turn.time for turn in turns)
        for before, after in itertools.pairwise(turns):
            assert after.before == before.after
        if turns:
            assert war.truth[place, -1] == turns[-1].after


@pytest.mark.parametrize("war", WARS)
def test_reports_are_of_days_of_the_war_and_known_no_earlier(war):
    """Nothing is told before the day it happened; a window ends on the day or later."""
    for piece in war.evidence:
        assert piece.known >= piece.day
        assert piece.day >= FIRST_DAY
        assert piece.first is None or piece.first <= piece.day
    assert [piece.known for piece in war.evidence] == sorted(piece.known for piece in war.evidence)


def test_all_kinds_and_voices_are_told():
    """Every kind of evidence comes up, and each voice."""
    assert {piece.kind for piece in ALL} == set(get_args(EvidenceKind))
    assert {piece.voice for piece in ALL} == {"self", "admission", "independent", "unnamed"}


def test_there_are_copies_districts_parts_and_windows():
    """What makes reports hard is there, in all wars together."""
    groups = Counter((index, piece.wire_group) for index, war in enumerate(WARS) for piece in war.evidence)
    assert max(groups.values()) > 1
    assert any(piece.place.precision == "admin2" for piece in ALL)
    assert any(piece.extent for piece in ALL)
    assert any(piece.first is not None and piece.first < piece.day for piece in ALL)
    assert any(party.generic for piece in ALL for party in piece.named)


def test_parties_claim_more_than_is_so():
    """Of captures that the captor alone tells fewer are so than of those that others tell; admissions are so."""
    true = {voice: [right(war, piece) for war in WARS for piece in war.evidence if piece.kind == "capture" and piece.voice == voice and plain(piece)] for voice in ("self", "independent")}  # fmt: skip
    assert np.mean(true["self"]) < np.mean(true["independent"]) - 0.1
    assert np.mean(true["independent"]) > 0.85


def plain(piece):
    return piece.place.precision == "exact" and not piece.named[0].generic


def right(war, piece):
    day = min((piece.day - FIRST_DAY).days, war.rules.days - 1)
    place = [each.key for each in war.places].index(piece.place.key)
    state = war.truth[place, day]
    return state < len(war.parties) and war.parties[state].key == piece.named[0].key


def test_an_area_may_be_cut_off():
    """In wars with many cut-offs there are districts of which nothing is published for weeks that have much to tell."""
    war = next(war for war in WARS if war.rules.cutoffs > 0.3)
    longest = dt.timedelta(0)
    for district in range(len(war.districts)):
        keys = {war.places[place].key for place in range(war.rules.places) if war.district_of[place] == district}
        days = [piece.known for piece in war.evidence if piece.place.key in keys]
        longest = max(longest, *(after - before for before, after in itertools.pairwise(days)))
    assert longest > dt.timedelta(days=8)


def test_articles_hold_all_that_is_reported():
    """Each piece of evidence is in one article, in a sentence that names its place and parties."""
    war = WARS[0]
    made = articles(war)
    pieces = {piece.id: piece for piece in war.evidence}
    assert sorted(about for article in made for about in article.about) == sorted(pieces)
    for article in made:
        for about in article.about:
            piece = pieces[about]
            assert sentence(piece) in article.text
            assert piece.place.name in article.text
            assert piece.known == article.published
            if piece.named:
                assert piece.named[0].name.lower() in article.text.lower()
