"""Words of holding: what is shipped is sound, and a malformed frame is refused with its row."""

from __future__ import annotations

import re

import pytest

from tidings.errors import DataError
from tidings.reference.control_words import build_control_words, load_control_words

_STEPS = frozenset(
    "itself announcer object subject doer owner owned told governed complement free from of to in into under out by over at on above atop for inside across through with".split()
)


def test_every_path_is_made_of_steps_that_are_known() -> None:
    """A step that nobody takes would never find anything."""
    words = load_control_words()
    steps = {step for frame in words.frames for path in (*frame.place, *frame.holder, *frame.previous) for step in path}
    assert steps <= _STEPS


def test_words_are_in_lower_case() -> None:
    """They are compared with lemmas."""
    words = load_control_words()
    every = {word for frame in words.frames for word in frame.words | frame.object | frame.beside}
    assert all(word == word.lower() for word in every | words.sites | words.settlements | words.parts)


def test_frames_of_a_word_keep_the_order_of_the_file() -> None:
    """The first that fits is taken."""
    words = load_control_words()
    assert [frame for frame in words.frames if "take" in frame.words] == list(words.by_word["take"])


@pytest.mark.parametrize(
    "row",
    [
        {"verb": ["hold"], "state": "owned", "kind": "explicit_control", "place": ["object"]},
        {"verb": ["hold"], "state": "held", "kind": "explicit_control"},
        {"verb": ["hold"], "state": "held", "kind": "explicit_control", "place": ["object"], "colour": "red"},
        {"verb": ["hold"], "state": "held", "kind": "explicit_control", "place": ["object"], "needs": ["luck"]},
        {"state": "held", "kind": "explicit_control", "place": ["object"]},
    ],
)
def test_a_malformed_frame_is_refused(row: dict) -> None:
    """The message has the row."""
    with pytest.raises(DataError, match=re.escape(str(row))):
        build_control_words(
            {"frames": [row], "fights_inside": {}, "joined": {}, "parties": {}, "fire": {}, "no_more": []}
        )
