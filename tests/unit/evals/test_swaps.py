"""Pairs with exchanged sides: how they are made, and how two codings are compared."""

from __future__ import annotations

from collections import Counter

from evals.swaps import Sentence, Slot, differences, rows


def test_pairs_are_the_same_for_one_seed_and_never_come_twice() -> None:
    """Every frame stands as often as every other, and no sentence is a copy of another."""
    made = rows()
    assert made == rows()
    assert made != rows(seed=2)
    assert len(made) == len({row["left"]["text"] for row in made}) == 500
    frames = Counter(row["id"].split(": ", 1)[1] for row in made)
    assert max(frames.values()) - min(frames.values()) <= 1


def test_the_right_sentence_is_the_left_one_with_the_sides_exchanged() -> None:
    """What stands in the slots changes place, what stands between them does not."""
    for row in rows(100):
        left, right = row["left"], row["right"]
        assert [slot["side"] for slot in left["slots"]] == [slot["side"] for slot in right["slots"]]
        assert _between(left) == _between(right)


def _between(sentence: dict) -> list[str]:
    ends = [0, *(slot["end"] for slot in sentence["slots"])]
    starts = [*(slot["start"] for slot in sentence["slots"]), len(sentence["text"])]
    return [sentence["text"][end:start] for end, start in zip(ends, starts, strict=True)]


def test_offsets_are_told_in_the_frame() -> None:
    """All of a side is one point, and what follows it is counted from its end."""
    slots = (Slot(side="X", number=0, start=0, end=4), Slot(side="Y", number=1, start=12, end=20))
    sentence = Sentence(text="JNIM shelled soldiers", slots=slots)
    assert sentence.at(0) == (0, -1) == sentence.at(2)
    assert sentence.at(4, end=True) == (1, 0)
    assert sentence.at(5) == (1, 1)
    assert sentence.side(0, 4) == "X"
    assert sentence.side(0, 20) is None


def test_a_difference_says_which_field_and_both_values() -> None:
    """Two codings with the same accounts are compared field by field."""
    one = {"accounts": [{"type": "shelling", "actors": ["X"]}], "control": []}
    other = {"accounts": [{"type": "shelling", "actors": []}], "control": []}
    assert differences(one, one) == []
    assert differences(one, other) == ["accounts actors: ['X'] or []"]
