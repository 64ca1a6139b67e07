"""The gate: what passes, by which words, and what holds of it whatever the text."""

from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.annotate.gate import LONGEST, Gate, find_conflict, stretches
from tidings.reference.gate_words import GateWords, load_gate_words
from tidings.reference.ontology import load_ontology

QUIET = "The bakery opened at seven. Its owner, a former teacher, sells bread and honey to half the street.\n\n"
FEW_WORDS = (
    "The rebel-held town was quiet.",
    "Landmines keep farmers from their fields.",
    "The town of Daraya has been under siege since 2012.",
    "A truce took hold at noon.",
    "Police detained 12 activists on Monday.",
    "Thousands of people have been displaced since March.",
    "Government forces control the airport.",
    "The Taliban control most of the province.",
    "The village is controlled by the SDF.",
    "Three were killed in Homs.",
    "Nine bodies were found in a mass grave.",
    "A mine went off under a bus.",
    "Residents fled to the border.",
    "An aid convoy reached Madaya.",
)  # fmt: skip
OTHER_MATTERS = (
    "",
    " \n\n ",
    "2016 — !!! “”",
    "The central bank left its rate unchanged and the market rose by two per cent.",
    "Her third album, written on an island, is her quietest.",
    "Add the butter, stir for ten minutes and serve with rice.",
    "He had a heart attack in May and is back at his desk.",
)

texts = st.text() | st.lists(
    st.sampled_from(["Gunmen", "attack", "a", "heart attack", "ISIS", "men", "U.S.", "Gen.", ".", "\n", '"', "İ", "ǅ", "東京", "'"])
).map(" ".join)  # fmt: skip


def passes(text: str) -> bool:
    return find_conflict(text, load_gate_words()).passes


@pytest.mark.parametrize("text", FEW_WORDS)
def test_few_words_of_war_pass(text: str) -> None:
    """An act, a hold on a place, a truce or a flight told in one short sentence lets its text pass."""
    assert passes(text)


@pytest.mark.parametrize("name", load_ontology().types)
def test_the_examples_of_each_event_type_pass(name: str) -> None:
    """What the ontology gives as an example of a type is never held back."""
    assert all(map(passes, load_ontology().types[name].examples))


@pytest.mark.parametrize("text", OTHER_MATTERS)
def test_other_matters_do_not_pass(text: str) -> None:
    """Money, song, food, illness, and what has no words at all."""
    assert not passes(text)


def test_a_short_item_in_a_long_digest_passes() -> None:
    """One sentence of war among hundreds of others counts as much as alone, with the same score and the same words."""
    item = "Shelling killed two people in Avdiivka."
    alone, among = (
        find_conflict(text, load_gate_words()) for text in (item, QUIET * 200 + item + "\n\n" + QUIET * 200)
    )
    assert among.passes
    assert among.score == alone.score
    assert [word.evidence.quote for word in among.words] == [word.evidence.quote for word in alone.words]


def test_the_words_that_decided_are_named_where_they_stand() -> None:
    """The strongest word of war and the strongest of the others, with their weights, which add up to the score."""
    text = QUIET + "Army helicopters bombed a village near Kutum."
    found = find_conflict(text, load_gate_words())
    assert len(found.words) == 2
    assert all(text[word.evidence.start : word.evidence.end] == word.evidence.quote for word in found.words)
    assert found.score == pytest.approx(sum(word.weight for word in found.words), abs=0.01)


def test_a_word_counts_once_and_a_helper_only_beside_another() -> None:
    """Saying it three times adds nothing; words such as "men" say nothing by themselves."""
    known = GateWords(words={"attack": 2.5}, beside={"men": 2.3}, names={}, pairs={"heart": {"attack": 0.0}}, least=4)
    scores = {
        text: find_conflict(text, known).score
        for text in ("attack attack", "men men", "men attack", "A heart attack, men")
    }
    assert scores == {"attack attack": 2.5, "men men": 0.0, "men attack": 4.8, "A heart attack, men": 0.0}


def test_names_of_parties_count_as_printed() -> None:
    """FARC is a party; a farc is not, and nor is what merely begins like it."""
    known = GateWords(words={}, beside={}, names={"FARC": 4.5}, pairs={}, least=4)
    assert [find_conflict(text, known).passes for text in ("The FARC left.", "The farc left.", "FARCE")] == [
        True,
        False,
        False,
    ]


def test_sentences_end_at_stops_and_lines_and_not_at_short_forms() -> None:
    """Ranks, months and initials keep their sentence whole; a table without stops is read in parts."""
    text = "Lt. Gen. Aziz spoke on Dec. 3. U.S. troops left.\nMore to come"
    assert [part[-1].group() for part in stretches(text)] == ["left", "come"]
    assert [len(part) for part in stretches("war " * (2 * LONGEST + 1))] == [LONGEST, LONGEST, 1]


@given(texts)
def test_any_text_has_an_answer_with_its_words(text: str) -> None:
    """Whatever the letters: quotes are the text's own, the same text gives the same answer, and the answer is a value."""
    found = find_conflict(text, load_gate_words())
    assert isinstance(found, Gate)
    assert found == find_conflict(text, load_gate_words())
    assert pickle.loads(pickle.dumps(found)) == found
    assert all(text[word.evidence.start : word.evidence.end] == word.evidence.quote for word in found.words)
    assert (found.score > 0) == bool(found.words)


@given(texts, texts)
def test_nothing_beside_a_text_holds_it_back(first: str, second: str) -> None:
    """Two texts, one under the other, score as the stronger of them: more text never closes the gate."""
    apart = [find_conflict(text, load_gate_words()).score for text in (first, second)]
    assert find_conflict(f"{first}\n\n{second}", load_gate_words()).score == max(apart)


@pytest.mark.parametrize("piece", ["a", "a.", "Mr. ", '"”', "war on "])
def test_a_megabyte_of_anything_takes_a_moment(piece: str) -> None:
    """Time grows with the length of a text, whatever stands there."""
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    find_conflict(text, load_gate_words())
    assert time.process_time() - began < 10
