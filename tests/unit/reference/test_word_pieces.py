"""Word pieces: BERT's rules, kept by an example each and by a comparison with the library that training uses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.reference.word_pieces import WordPieces

VOCABULARY = ["[PAD]", "[UNK]", "the", "army", "shell", "##ed", "##s", "al", "-", "bab", ".", "sao", "東", "京", "hom"]


@pytest.fixture
def pieces(tmp_path: Path) -> WordPieces:
    path = tmp_path / "vocab.txt"
    path.write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")
    return WordPieces(path)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The army SHELLED", ["The", "army", "SHELL", "ED"]),
        ("al-Bab.", ["al", "-", "Bab", "."]),
        ("São", ["São"]),
        ("東京", ["東", "京"]),
        ("the\tarmy\x00\nshells", ["the", "army", "shell", "s"]),
        ("Hom\u00ads", ["Hom", "s"]),
        ("unseen army", ["unseen", "army"]),
        ("x" * 101 + " the", ["x" * 101, "the"]),
        ("", []),
    ],
)
def test_pieces_stand_for_their_characters(pieces: WordPieces, text: str, cut: list[str]) -> None:
    found = pieces.cut(text)
    assert [text[start:end] for start, end in found.offsets] == cut


def test_pieces_that_begin_a_word_are_told(pieces: WordPieces) -> None:
    assert list(pieces.cut("shelled the").begins) == [True, False, True]


@given(st.text(max_size=60))
def test_offsets_rise_and_lie_in_the_text(text: str) -> None:
    cutter = WordPieces.__new__(WordPieces)
    cutter.ids, cutter.unknown = {"[UNK]": 0}, 0
    cutter._cut = cutter._cut_word
    found = cutter.cut(text)
    ends = [place for offset in found.offsets for place in offset]
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in found.offsets)
