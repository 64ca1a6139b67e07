"""Texts of any length and form are parsed in bounded time and memory, with offsets that are those of the whole."""

from __future__ import annotations

import time

import pytest

from tidings.model.text import Parse, Sentence, Token
from tidings.pipeline import bounds
from tidings.pipeline.bounds import BoundedParser, passed_over, pieces, with_short_sentences

STORY = "Rebels attacked soldiers in Qadra on Monday. Two people were killed there, officials said.\n"


class Words:
    """A parser for tests: a word is what stands between spaces, a sentence ends at a full stop, its first word is its head."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def parse(self, text: str) -> Parse:
        self.given.append(text)
        tokens, sentences, first, offset = [], [], 0, 0
        for word in text.split():
            offset = text.index(word, offset)
            index = len(tokens)
            tokens.append(token(index, offset, word, first, len(sentences)))
            offset += len(word)
            if word.endswith("."):
                sentences.append(Sentence(tokens[first].start, offset, first, index + 1))
                first = index + 1
        if first < len(tokens):
            sentences.append(Sentence(tokens[first].start, offset, first, len(tokens)))
        return Parse(text, tuple(tokens), tuple(sentences))


def token(index: int, start: int, word: str, head: int, sentence: int) -> Token:
    return Token(
        index=index, start=start, end=start + len(word), text=word, lemma=word, pos="X", tag="X", head=head,
        dep="ROOT" if head == index else "dep", sentence=sentence, entity="",
    )  # fmt: skip


def whole(parse: Parse) -> None:
    """Each word stands where it says, in the sentence it names, below a root of that sentence."""
    assert [one.index for one in parse.tokens] == list(range(len(parse.tokens)))
    for number, sentence in enumerate(parse.sentences):
        inside = parse.tokens[sentence.first : sentence.last]
        assert {one.sentence for one in inside} == {number}
        assert all(sentence.first <= one.head < sentence.last for one in inside)
        assert sum(one.head == one.index for one in inside) == 1
        assert (sentence.start, sentence.end) == (inside[0].start, inside[-1].end)
    assert all(parse.text[one.start : one.end] == one.text for one in parse.tokens)
    assert sum(sentence.last - sentence.first for sentence in parse.sentences) == len(parse.tokens)


def test_an_ordinary_text_goes_through_whole():
    """What is not long is handed on as it is, and comes back as it is."""
    words = Words()
    assert BoundedParser(words).parse(STORY) == Words().parse(STORY)
    assert words.given == [STORY]
    assert BoundedParser(words).parse("") == Parse("", (), ())


@pytest.mark.parametrize("break_", ["\n", " "])
def test_a_long_text_says_the_same_in_pieces(monkeypatch, break_):
    """Cut at line ends, or ends of sentences where there is no line end, a text parses as it does whole."""
    monkeypatch.setattr(bounds, "LONGEST_PIECE", 200)
    text = STORY.replace("\n", break_) * 20
    words = Words()
    parse = BoundedParser(words).parse(text)
    assert parse == Words().parse(text)
    assert len(words.given) >= 10
    assert max(map(len, words.given)) <= 200
    whole(parse)


@pytest.mark.parametrize(
    "text", ["word " * 3000, "w" * 499 + " " + "x" * 20_000, ". . " * 5000, "\n" * 10_000 + "end", " " * 9000]
)
def test_pieces_cover_all_but_the_runs_in_order(monkeypatch, text):
    """Nothing is parsed twice, nothing is left out but what has no space in it, and no piece is too long."""
    monkeypatch.setattr(bounds, "LONGEST_PIECE", 1000)
    last, left = 0, ""
    for start, end in pieces(text):
        assert last <= start < end <= start + 1000
        left += text[last:start]
        last = end
    left += text[last:]
    assert set(left) <= {"x"}


@pytest.mark.parametrize("run", ["1" * 1_000_000, '"' * 100_000, "(" * 100_000, "“" * 100_000, "a," * 50_000])
def test_a_run_without_a_space_is_passed_over_and_told(run):
    """A million digits, a hundred thousand marks: no word, at once, and a note that says how many."""
    words, begun = Words(), time.process_time()
    parse = BoundedParser(words).parse(f"{STORY}{run} {STORY}")
    assert words.given == [STORY, f" {STORY}"]
    whole(parse)
    assert [one.text for one in parse.tokens if one.start > 100][:2] == ["Rebels", "attacked"]
    (note,) = passed_over(f"{STORY}{run} {STORY}")
    assert (note.step, f"{len(run):,} characters" in note.reason) == ("parse", True)
    assert passed_over(STORY + "https://news.example/" + "long-title-" * 30) == ()
    assert time.process_time() - begun < 5


def test_an_endless_sentence_is_cut():
    """No sentence has more words than the bound, and each is one tree with one root."""
    text = "killed " * 1000 + "there. Two soldiers fled."
    parse = with_short_sentences(Words().parse(text))
    whole(parse)
    assert [sentence.last - sentence.first for sentence in parse.sentences] == [400, 400, 201, 3]


def test_the_real_parser_in_pieces(parser, monkeypatch):
    """Words and offsets of spaCy are those of the whole text when it is parsed line by line."""
    monkeypatch.setattr(bounds, "LONGEST_PIECE", 100)
    text = STORY * 3 + '"' * 600 + "\n" + STORY
    parse = BoundedParser(parser).parse(text)
    whole(parse)
    assert [one.lemma for one in parse.tokens].count("attack") == 4
    assert not any('"' in one.text for one in parse.tokens)
