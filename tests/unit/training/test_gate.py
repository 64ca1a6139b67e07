"""How the words of the gate get their weights."""

from __future__ import annotations

import pytest

from tidings.reference.gate_words import read_gate_words
from training.gate import Sentence, alone, counted, forms, lexicon, parties, table


def made(words: str, *, conflict: bool, times: int, name: str) -> list[Sentence]:
    return [Sentence(name, tuple(words.split()), conflict)] * times


@pytest.mark.parametrize(
    "lemma, verb, wanted",
    [
        ("seize", True, "seize seizes seized seizing"),
        ("flee", True, "flee flees fled fleed fleing"),
        ("gunman", False, "gunman gunmen"),
        ("militia", False, "militia militias"),
        ("march", False, "march marches"),
    ],
)
def test_forms_of_a_lemma(lemma: str, verb: bool, wanted: str) -> None:
    """Regular forms by rule, irregular ones from a list; a form that nobody writes does no harm."""
    assert forms(lemma, verb=verb) == set(wanted.split())


def test_a_weight_is_the_log_odds_of_the_sentences_with_the_word() -> None:
    """A word of conflict weighs, one of both kinds weighs little, a form that is not there leans on its lemma."""
    known = made("gunmen attacked the village", conflict=True, times=20, name="a")
    known += made("the village attacked nobody", conflict=False, times=20, name="b")
    found = counted(known)
    assert found["gunmen"] > 1.5 > abs(found["attacked"])
    assert found["gunman"] > 1.5


def test_a_pair_that_says_less_than_its_word_takes_its_place() -> None:
    """The attack of a heart is none."""
    known = made("a sudden attack came", conflict=True, times=30, name="a")
    known += made("a heart attack came", conflict=False, times=30, name="b")
    found = counted(known)
    assert found["heart attack"] < found["attack"]


def test_the_table_is_read_back_as_it_was_made() -> None:
    """Words of war, words that count beside them, pairs of no weight; what says little is left out."""
    known = read_gate_words(table({"shelling": 5.04, "bakery": 2.0, "heart attack": -3.0, "quiet": 0.1}, 4.2))
    assert (known.words, known.beside, known.pairs) == ({"shelling": 5.0}, {"bakery": 2.0}, {"heart": {"attack": 0.0}})
    assert known.least == 4.2


def test_no_english_word_is_a_party() -> None:
    """Names of parties that mean something else too would let everything pass."""
    assert not parties() & {"movement", "resistance", "front", "toronto", "is", "army"}
    assert {"ISIS", "hezbollah", "FARC"} <= parties()
    assert alone() >= parties()
    assert lexicon()["shelled"] == ("shell", "act")
