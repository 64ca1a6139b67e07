"""Pairs of accounts become examples, and a table of points is judged by the events that it gives."""

from __future__ import annotations

import pytest
import yaml

from tests import standin
from tidings.fusion.compare import link_points
from training.link_points import PRIOR, Told, found_with, log_loss, samples, told_in

LINE = "Rebels attacked soldiers in {}, killing {}, officials said."
JOINS, PARTS = {"always": 9.0}, {"always": -9.0}


def told(**events: str) -> Told:
    """Articles of an account each, no copies, by outlet: place and toll of the account, then the event that it tells."""
    read, known = [], {}
    for outlet, said in events.items():
        place, toll, event = said.split()
        text = " ".join((LINE.format(place, toll), *(f"{outlet}{number}" for number in range(40))))
        coding = standin.coding(standin.article(text, file=f"{outlet}.txt", outlet=outlet))
        read.append(coding)
        known[coding.accounts[0].id] = event
    return told_in(read, known)


TWO = told(herald="Qadra 30 g/qadra", radio="Qadra 30 g/qadra", post="Qadra 4 g/other")


def test_pairs_of_a_group_are_examples() -> None:
    """One of the three pairs tells one event."""
    assert sorted(one for _, one in samples(TWO)) == [False, False, True]


def test_pairs_of_two_groups_are_examples_where_they_share_a_key() -> None:
    """A place and a large figure is a key, a place alone is none."""
    assert len(samples(told(herald="Qadra 30 g/one", radio="Qadra 30 h/one"))) == 1
    assert samples(told(herald="Qadra 4 g/one", radio="Qadra 5 h/one")) == []


@pytest.mark.parametrize(("points", "mixed", "split"), [(JOINS, 1, 0), (PARTS, 0, 1)])
def test_a_table_is_judged_by_mixed_and_split_events(points: dict[str, float], mixed: int, split: int) -> None:
    """What joins all mixes, what joins nothing splits."""
    found = found_with(points, told(herald="Qadra 30 g/qadra", radio="Qadra 30 g/qadra", post="Qadra 30 g/other"))
    assert (found.mixed, found.split) == (mixed, split)
    assert found.pairs["gold"] == 1


def test_surprise_is_greater_at_what_was_held_unlikely() -> None:
    of = [(frozenset({"sign"}), True)]
    assert log_loss(JOINS, of) < 0.001
    assert log_loss(PARTS, of) > 5


def test_each_sign_of_the_shipped_table_was_first_given_a_worth_by_hand() -> None:
    """What stands in one stands in the other: a sign goes into link_prior.yaml, then ``training.link_points --write``."""
    assert set(yaml.safe_load(PRIOR.read_text(encoding="utf-8"))) == set(link_points())
