"""Clusters are scored as the papers that gave the measures do it."""

from __future__ import annotations

import pytest

from evals.coreference import b_cubed, ceaf_e, conll, muc, scores
from tidings.errors import DataError

GOLD = ["abc", "de", "f"]


def test_the_gold_is_right_in_every_measure() -> None:
    """In whatever order the clusters come."""
    assert [score.f1 for score in scores(GOLD[::-1], GOLD).values()] == [1, 1, 1]
    assert conll(GOLD, GOLD) == 1


def test_vilain_counts_links() -> None:
    """Two of the three links of abc and de are kept; nothing is linked that should not be."""
    found = muc(["ab", "c", "de", "f"], GOLD)
    assert (found.precision, found.recall) == (1, pytest.approx(2 / 3))


def test_bagga_and_baldwin_count_mentions() -> None:
    """Their own example: twelve mentions in three entities, of which a response joins two."""
    gold = [range(1, 6), [6, 7], range(8, 13)]
    assert b_cubed([range(1, 6), range(6, 13)], gold).precision == pytest.approx(16 / 21, abs=1e-4)
    assert b_cubed([[*range(1, 6), *range(8, 13)], [6, 7]], gold).precision == pytest.approx(7 / 12, abs=1e-4)
    assert b_cubed([[*range(1, 6), *range(8, 13)], [6, 7]], gold).recall == 1


def test_luo_pairs_entities_one_to_one() -> None:
    """Abc takes ab with likeness 4/5, and c is left over."""
    found = ceaf_e(["ab", "c", "de", "f"], GOLD)
    assert found.precision == pytest.approx((0.8 + 1 + 1) / 4)
    assert found.recall == pytest.approx((0.8 + 1 + 1) / 3)


def test_all_alone_and_all_in_one_have_a_side_each() -> None:
    """No link is wrong where there is none; all in one finds every mention's event."""
    alone, one = [[each] for each in "abcdef"], ["abcdef"]
    assert muc(alone, GOLD).f1 == 0
    assert b_cubed(alone, GOLD).precision == b_cubed(one, GOLD).recall == 1


@pytest.mark.parametrize("found", [["abc", "de"], ["abc", "def", "f"], ["abc", "de", "g"]])
def test_both_sides_must_have_the_same_mentions(found: list[str]) -> None:
    with pytest.raises(DataError, match="one set"):
        b_cubed(found, GOLD)
