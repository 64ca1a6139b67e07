"""The table of the gate: what its lines say, and what is refused."""

from __future__ import annotations

import pytest

from tidings.errors import DataError
from tidings.reference.gate_words import load_gate_words, read_gate_words


def test_the_shipped_table_is_well_formed() -> None:
    """Words that count in any case are in small letters, nothing weighs less than 0, and a threshold is there."""
    known = load_gate_words()
    assert all(word == word.lower() and " " not in word for word in {**known.words, **known.beside})
    assert all(name != name.lower() for name in known.names)
    assert min({**known.words, **known.beside, **known.names}.values()) >= 0
    assert known.least > 0


def test_no_word_of_the_table_is_a_country() -> None:
    """A war in a land that no training text knew passes as any other: names of countries weigh nothing."""
    known = load_gate_words()
    lands = "syria iraq ukraine sudan yemen israel gaza afghanistan colombia mali congo russia myanmar ethiopia kosovo salvador".split()
    assert not {*known.words, *known.beside}.intersection(lands)


@pytest.mark.parametrize(
    "content, told",
    [("shelling\t4", "no row"), ("*least*\t4\nshelling", "line 2"), ("*least*\t4\nshelling\tmuch", "line 2")],
)
def test_a_malformed_table_is_named(content: str, told: str) -> None:
    """A missing threshold, a missing weight, a weight that is no number."""
    with pytest.raises(DataError, match=told):
        read_gate_words(content)
