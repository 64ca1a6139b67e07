"""Incidents of one type told apart: signs of pairs, and groups from them."""

from __future__ import annotations

import numpy as np

from evals.common import article, plan
from evals.muc4_groups import Member, joined, pair_signs

TEXT = "A bomb destroyed the town hall in Arrunda on Monday. Meanwhile, another bomb hit a bank in Belmora on Tuesday."


def member(words: str, role: str) -> Member:
    return Member(what=words, role=role, places=[TEXT.index(words)], fillers=(), accounts=())


def signs(one: Member, other: Member) -> frozenset[str]:
    annotations = plan().layers(article(TEXT, None), ("annotations",))["annotations"]
    return pair_signs(annotations, one, other, lambda left, right: False)


def test_signs_say_how_far_apart_and_what_stands_between() -> None:
    found = signs(member("town hall", "Target"), member("bank", "Target"))
    assert {"Target and Target", "1 sentences apart", "meanwhile between", "another between"} <= found


def test_members_of_one_sentence_have_nothing_between() -> None:
    found = signs(member("town hall", "Target"), member("bomb", "Weapon"))
    assert {"Target and Weapon", "0 sentences apart"} <= found
    assert not any(sign.endswith("between") for sign in found)


def test_signs_do_not_depend_on_the_order() -> None:
    one, other = member("town hall", "Target"), member("bank", "Target")
    assert signs(one, other) == signs(other, one)


def test_groups_are_joined_by_the_mean_and_keep_everybody() -> None:
    odds = np.array([[0, 3, -1, -2], [3, 0, -1, -2], [-1, -1, 0, 1], [-2, -2, 1, 0.0]])
    assert joined(odds, 0.0) == [[0, 1], [2, 3]]
    assert joined(odds, -5.0) == [[0, 1, 2, 3]]
    assert joined(odds, 5.0) == [[0], [1], [2], [3]]
    assert joined(np.zeros((0, 0)), 0.0) == []
