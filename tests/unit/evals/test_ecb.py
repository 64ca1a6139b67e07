"""Mentions of ECB+ are compared in the manner of accounts and put together in the way of the product."""

from __future__ import annotations

import numpy as np
import pytest

from evals import ecb
from evals.ecb import Mention, Signs, Told, Weights
from evals.tasks import TASKS
from tidings.fusion.cluster import pair


def mention(name: str, head: str, *, text: str = "x", topic: int = 1, chain: str = "a", near: str = "") -> Mention:
    """A mention of a sentence of its own, in the gold subtopic of its topic."""
    return Mention(
        id=name, text=text, topic=topic, subtopic=f"{topic}_ecb", chain=chain, head=head, is_verb=True, sentence=(text, len(name)),
        words=f"{head} {near}", names=frozenset(), figures=frozenset(), days=frozenset(), near=frozenset(near.split()),
        vector=np.ones(4, np.float32) / 2,
    )  # fmt: skip


def told(*mentions: Mention, likeness: float = 0.0, ties: dict | None = None) -> Told:
    texts = sorted({each.text for each in mentions})
    pairs = {pair(one, other): likeness for one in texts for other in texts if one < other}
    return Told(mentions=mentions, likeness=pairs, ties=ties or {})


ONE, OTHER = mention("m1", "quake", text="x", near="ground"), mention("m22", "quake", text="y", near="ground")


def test_a_pair_has_the_same_signs_from_either_side() -> None:
    of = Signs(told(ONE, OTHER, likeness=0.35, ties={("x", "y"): "copy"}), frozenset())
    assert of.of(ONE, OTHER) == of.of(OTHER, ONE)
    assert {
        "same word",
        "same argument",
        "texts are copy",
        "texts >= 0.3",
        "same word, texts >= 0.3",
    } <= of.of(ONE, OTHER)


@pytest.mark.parametrize(
    ("head", "sign"),
    [("attack", "same word"), ("attackers", "one stem"), ("raid", "known pair of words"), ("say", "other word")],
)
def test_words_are_one_of_a_stem_a_known_pair_or_other(head: str, sign: str) -> None:
    assert sign in Signs(told(ONE), frozenset({("attack", "raid")})).of(mention("m2", "attack"), mention("m3", head))


def test_two_words_are_a_pair_when_they_tell_one_event_in_two_topics() -> None:
    """Without the topic that is fitted, one of the two is missing."""
    mentions = [mention(f"{topic} {head}", head, topic=topic) for topic in (1, 2) for head in ("die", "death")]
    assert ecb.word_pairs(told(*mentions)) == {("death", "die")}
    assert ecb.word_pairs(told(*mentions), apart_from=2) == frozenset()


def test_mentions_are_put_together_within_a_place_only() -> None:
    """The same word is one event by these weights, the cut can ask for more, and another place is another event."""
    weights = Weights(points={"always": -1.0, "same word": 3.0}, words=frozenset(), cut=0.0, train_cut=0.0)
    third = mention("m333", "say", text="y")
    assert ecb.put_together(told(ONE, OTHER, third), weights, {"x": "p", "y": "p"}) == [("m1", "m22"), ("m333",)]
    strict = Weights(points=weights.points, words=frozenset(), cut=2.5, train_cut=0.0)
    assert len(ecb.put_together(told(ONE, OTHER), strict, {"x": "p", "y": "p"})) == 2
    assert len(ecb.put_together(told(ONE, OTHER), weights, {"x": "p", "y": "q"})) == 2


@pytest.mark.parametrize(("likeness", "stories"), [(0.1, 2), (0.3, 1)])
def test_like_texts_of_a_topic_are_one_story(likeness: float, stories: int) -> None:
    assert len(set(ecb.found_stories(told(ONE, OTHER, likeness=likeness)).values())) == stories


def test_the_baseline_takes_a_lemma_in_a_place_for_an_event() -> None:
    mentions = told(ONE, OTHER, mention("m4", "say"))
    assert ecb.lemma_clusters(mentions, {"x": "p", "y": "p"}) == [["m1", "m22"], ["m4"]]


def test_the_shipped_weights_can_be_read_and_the_task_is_there() -> None:
    weights = ecb.load_weights()
    assert "same word" in weights.points
    assert all(one < other for one, other in weights.words)
    assert {"ecb", "fusion"} <= {task.name for task in TASKS}
