"""The lexicon of counting: its files are read whole, and agree with each other."""

from __future__ import annotations

from typing import get_args

import pytest

from tidings.annotate.quantities import find_counts
from tidings.annotate.sentences import SpacyParser
from tidings.model.values import CountKind
from tidings.reference.counting import Cue, counting, words_of

ROWS: list[Cue] = sorted(
    {row for rows in counting().cues.by_lemma.values() for row in rows}, key=lambda row: row.example
)


def test_words_of_splits_as_the_grammar_does() -> None:
    """Phrases of the data files are split into the words the number grammar sees."""
    assert words_of("an estimated") == ("an", "estimated")
    assert words_of("-plus") == ("-", "plus")


def test_every_kind_has_a_way_to_be_said() -> None:
    """Each kind of RECORD §4 is said by some cue or noun."""
    lexicon = counting()
    said = {row.kind for row in ROWS} | set(lexicon.nouns.strong.values()) | set(lexicon.nouns.weak.values())
    assert said == set(get_args(CountKind))


def test_the_lexicon_has_a_digest() -> None:
    """The digest of the data files is the same in every process."""
    assert len(counting().digest) == 64
    assert counting() is counting()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.example)
def test_examples_say_their_kind(parser: SpacyParser, row: Cue) -> None:
    """The example sentence of each cue gives a count of the cue's kind."""
    assert row.kind in {mention.kind for mention in find_counts(parser.parse(row.example))}
