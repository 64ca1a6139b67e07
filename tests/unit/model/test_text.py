"""Evidence and parses: quotes that reproduce from their offsets, trees that can be walked."""

from __future__ import annotations

import pickle

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.errors import BadEvidenceError
from tidings.model.text import Evidence, Parse, Sentence, Token, check_evidence, evidence

TEXT = "Two soldiers were killed in Örnsk."


def token(index: int, start: int, text: str, head: int, dep: str) -> Token:
    return Token(
        index=index,
        start=start,
        end=start + len(text),
        text=text,
        lemma=text.lower(),
        pos="X",
        tag="X",
        dep=dep,
        head=head,
        sentence=0,
        entity="",
    )


@pytest.fixture
def parse() -> Parse:
    words = [
        ("Two", 1, "nummod"),
        ("soldiers", 3, "nsubjpass"),
        ("were", 3, "auxpass"),
        ("killed", 3, "ROOT"),
        ("in", 3, "prep"),
        ("Örnsk", 4, "pobj"),
    ]
    tokens, at = [], 0
    for index, (word, head, dep) in enumerate(words):
        at = TEXT.index(word, at)
        tokens.append(token(index, at, word, head, dep))
    return Parse(TEXT, tuple(tokens), (Sentence(0, len(TEXT), 0, 6),))


def test_a_quote_is_read_off_the_text() -> None:
    """Evidence made from offsets holds exactly the words that stand there, in code points."""
    assert evidence(TEXT, 28, 33).quote == "Örnsk"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (5, 4), (30, 99)])
def test_evidence_outside_the_text_cannot_be_made(start: int, end: int) -> None:
    """Offsets that hold no words are refused."""
    with pytest.raises(BadEvidenceError):
        evidence(TEXT, start, end)


def test_a_quote_of_another_length_cannot_be_made() -> None:
    """A quote that cannot fit between its offsets is refused even without the text."""
    with pytest.raises(BadEvidenceError, match="cannot hold"):
        Evidence(0, 3, "Four")


def test_a_quote_that_is_not_the_text_is_refused() -> None:
    """The right length is not enough: the words must be the same."""
    with pytest.raises(BadEvidenceError, match="is not the text"):
        check_evidence(TEXT, Evidence(0, 3, "Six"))


@given(st.text(min_size=1), st.data())
def test_evidence_always_reproduces_from_its_offsets(text: str, data: st.DataObject) -> None:
    """For any text and any range in it, the quote is the slice, also after a round trip through a pickle."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = pickle.loads(pickle.dumps(evidence(text, start, end)))
    check_evidence(text, found)
    assert text[found.start : found.end] == found.quote


def test_evidence_survives_json() -> None:
    """JSON keeps offsets and quote."""
    found = evidence(TEXT, 28, 33)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Evidence) == found


def test_the_head_of_a_stretch_is_the_word_governed_from_outside(parse: Parse) -> None:
    """ "Two soldiers" is governed through "soldiers"."""
    assert parse.head_of(0, 12) == 1


def test_tokens_in_gives_what_overlaps(parse: Parse) -> None:
    """A range that begins inside a word still gives that word."""
    assert [each.text for each in parse.tokens_in(6, 14)] == ["soldiers", "were"]


def test_the_subtree_is_in_text_order(parse: Parse) -> None:
    """All that hangs from the verb, left to right."""
    assert parse.subtree(3) == (0, 1, 2, 3, 4, 5)


def test_a_sentence_is_found_by_offset(parse: Parse) -> None:
    """An offset inside the text gives its sentence."""
    assert parse.sentence_at(20) == 0
