"""Acts as the heads read them: what of a text is given to the encoder, and where its words are found again. No weights take part."""

from __future__ import annotations

import re
from typing import Any, cast

import numpy as np
import pytest

from tidings.annotate.actors import find_actors
from tidings.annotate.acts import find_acts
from tidings.annotate.names import tagged_names
from tidings.annotate.sentences import SpacyParser
from tidings.model.mentions import ActMention
from tidings.reference.actors import ActorTable
from tidings.reference.encoder import Encoder, Pieces
from tidings.reference.gate_words import load_gate_words

QUIET = "The bakery opened at seven. It sells bread. The owner likes honey. Her third album is quiet. "
WAR = "The M23 shelled Daraya. "


class Spy:
    """Keeps the texts it is given, and takes every word for an act."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.manifest = {"types": ["assault"], "standing": ["denied"]}
        self.heads = {
            "types.weight": np.zeros((2, 1)), "types.bias": np.array([1.0, 0.0]),
            "standing.weight": np.zeros((1, 1)), "standing.bias": np.zeros(1),
        }  # fmt: skip

    def read(self, text: str) -> Pieces:
        """One piece a word."""
        self.texts.append(text)
        offsets = [word.span() for word in re.finditer(r"\w+", text)]
        return Pieces(offsets=offsets, begins=[True] * len(offsets), vectors=np.zeros((len(offsets), 1), np.float32))


def read(parser: SpacyParser, text: str, **how: Any) -> tuple[list[str], tuple[ActMention, ...]]:
    parse, spy = parser.parse(text), Spy()
    actors = find_actors(parse, tagged_names(parse), ActorTable.load(), published=None)
    return spy.texts, find_acts(parse, actors, cast("Encoder", spy), **how)


def test_nothing_of_a_text_about_other_matters_is_read(parser: SpacyParser) -> None:
    """Where no sentence would pass the gate, the encoder does not run."""
    assert read(parser, QUIET, known=load_gate_words()) == ([], ())


def test_what_is_near_a_sentence_of_conflict_is_read(parser: SpacyParser) -> None:
    """Two sentences before and two after it are its context; what is farther off is left out."""
    texts, _ = read(parser, QUIET + WAR + QUIET, known=load_gate_words())
    assert [text.strip() for text in texts] == [
        "The owner likes honey. Her third album is quiet. fighters shelled Daraya. The bakery opened at seven. It sells bread."
    ]


def test_sentences_far_apart_are_read_together(parser: SpacyParser) -> None:
    """Parts of an article that are left over are one text to the encoder, without what stood between them."""
    texts, _ = read(parser, WAR + QUIET + QUIET + WAR, known=load_gate_words())
    assert len(texts) == 1
    assert texts[0].count("shelled") == 2
    assert texts[0].count("The bakery") == texts[0].count("The owner") == 1


@pytest.mark.parametrize("gated", [True, False])
def test_each_word_is_found_again(parser: SpacyParser, gated: bool) -> None:
    """A mention stands where its word stands in the article, also behind parts that were left out and behind a side."""
    text = QUIET + WAR + QUIET + QUIET + WAR
    _, acts = read(parser, text, known=load_gate_words() if gated else None)
    words = [text[act.start : act.end] for act in acts]
    assert words.count("shelled") == 2
    assert words.count("M23") == 0
    assert all(act.start == parser.parse(text).tokens[act.token].start for act in acts)
    assert [act.token for act in acts] == sorted({act.token for act in acts})


def test_a_long_text_is_read_in_several_stretches(parser: SpacyParser) -> None:
    """Memory is bounded: no more than 40,000 characters go to the encoder at once, and each word once."""
    texts, acts = read(parser, "Shells hit Daraya. " * 3_000)
    assert len(texts) == 2
    assert max(map(len, texts)) <= 40_000
    assert len(acts) == len({act.token for act in acts}) == 3 * 3_000
