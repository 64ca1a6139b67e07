"""What holds of quotations and attributions whatever the text: words stand where they are said to stand, and hostile texts take no time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.annotate.cues import find_cues
from tidings.annotate.gaps import find_gaps
from tidings.annotate.quotation_marks import find_quoted
from tidings.annotate.quotes import find_quotes
from tidings.annotate.sentences import SpacyParser
from tidings.annotate.speakers import SpeakerReader
from tidings.model.mentions import CueMention, QuoteMention
from tidings.model.text import Parse, Sentence, Token

WHO = (
    "police",
    "Rebels",
    "The army",
    "a nurse",
    "Col. Tarek Odeh",
    "She",
    "It",
    "two officials",
    "The Harbour Front",
    "no one",
)
SAYS = (
    "said",
    "told Reuters",
    "denied",
    "claimed",
    "confirmed that",
    "blamed the rebels for",
    "according to",
    "was quoted as saying",
)
WHAT = (
    "ten people had died",
    "the raid",
    "that shells hit a school",
    "killing two",
    "it",
    "nothing",
    "on Monday the town fell",
)
MARKS = (".", ",", ":", "\n", "\n\n", "“", "”", '"', "‘", "’", "«", "»", "(", ")", " - ", "?", "while", "and")

texts = st.lists(st.sampled_from((*WHO, *SAYS, *WHAT, *MARKS)), max_size=24).map(" ".join)
any_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)


def spoken(parser: SpacyParser, text: str) -> tuple[Parse, tuple[QuoteMention, ...], tuple[CueMention, ...]]:
    """The parse of a text, its quotations and its attributions."""
    parse = parser.parse(text)
    reader = SpeakerReader(parse, ())
    quotes = find_quotes(parse, (), reader)
    return parse, quotes, find_cues(parse, (), quotes, reader)


@settings(max_examples=80, deadline=None)
@given(text=st.one_of(texts, any_text))
def test_every_span_is_in_the_text(parser: SpacyParser, text: str) -> None:
    """Bounds are ordered, a quotation's content is the text between its marks, a speaker's words are printed at its span."""
    _, quotes, cues = spoken(parser, text)
    for quote in quotes:
        assert 0 <= quote.start < quote.end <= len(text)
        assert quote.content in text[quote.start : quote.end]
        assert (quote.speaker is None) == (quote.speaker_start is None)
    for cue in cues:
        assert 0 <= cue.start < cue.end <= len(text)
        assert 0 <= cue.content_start < cue.content_end <= len(text)
        assert text[cue.content_start : cue.content_end].strip()
        assert (cue.speaker_start is None) == (cue.speaker_end is None)
        if cue.speaker_start is not None and cue.speaker_end is not None:
            assert 0 <= cue.speaker_start < cue.speaker_end <= len(text)


@settings(max_examples=80, deadline=None)
@given(text=texts)
def test_what_is_said_stands_in_the_sentence_or_the_quotation(parser: SpacyParser, text: str) -> None:
    """A speaker stands behind words of the cue's own sentence or line, of the one before it, or of a quotation."""
    parse, quotes, cues = spoken(parser, text)
    for cue in cues:
        sentence = parse.sentences[parse.tokens[cue.cue_token].sentence]
        begin = min([sentence.start, text.rfind("\n", 0, cue.start) + 1])
        line_end = text.find("\n", cue.end)
        end = max(sentence.end, len(text) if line_end < 0 else line_end)
        for quote in quotes:
            if quote.start < cue.content_end and cue.content_start < quote.end:
                begin, end = min(begin, quote.start), max(end, quote.end)
        assert begin <= cue.content_start < cue.content_end <= end


@settings(max_examples=30, deadline=None)
@given(text=texts)
def test_the_same_text_is_read_in_the_same_way(parser: SpacyParser, text: str) -> None:
    """A second reading gives the same, and a reader shared by the layers changes nothing."""
    parse, quotes, cues = spoken(parser, text)
    assert find_quotes(parse, ()) == quotes
    assert find_cues(parse, (), quotes) == cues


MARK_UNITS = [
    '"',
    "“",
    "”",
    "‘",
    "’",
    "'",
    "«",
    "»",
    "„",
    "``",
    "''",
    "“”",
    '"a" ',
    "“a‘b’c” ",
    "a' 'b",
    '"\n',
    "“\n\n",
]


@pytest.mark.parametrize("unit", MARK_UNITS)
def test_a_hundred_thousand_marks_of_any_kind_take_no_time(unit: str) -> None:
    """Linear in the text: 100,000 of any mark, alone, paired, nested or at line ends."""
    before = time.process_time()
    find_quoted(unit * 100_000)
    assert time.process_time() - before < 5


WORDS = {
    "said": ("say", "ccomp", "VBD", "VERB"), "says": ("say", "parataxis", "VBZ", "VERB"), "police": ("police", "nsubj", "NNS", "NOUN"),
    '"': ('"', "punct", "''", "PUNCT"), "“": ("“", "punct", "``", "PUNCT"), "”": ("”", "punct", "''", "PUNCT"),
    ",": (",", "punct", ",", "PUNCT"), "they": ("they", "nsubj", "PRP", "PRON"), "it": ("it", "nsubj", "PRP", "PRON"),
    "sources": ("source", "nsubj", "NNS", "NOUN"), "the": ("the", "det", "DT", "DET"), "group": ("group", "nsubj", "NN", "NOUN"),
    "according": ("accord", "prep", "VBG", "VERB"), "to": ("to", "prep", "IN", "ADP"), "blamed": ("blame", "conj", "VBD", "VERB"),
    "in": ("in", "prep", "IN", "ADP"), "words": ("word", "pobj", "NNS", "NOUN"), "of": ("of", "prep", "IN", "ADP"),
    "reports": ("report", "appos", "NNS", "NOUN"), "Omar": ("omar", "appos", "NNP", "PROPN"), "called": ("call", "acl", "VBN", "VERB"),
}  # fmt: skip
UNITS = [["said"], ["police", "said", ","], ["“", "said", "”"], ["the", "group", "said"], ["sources", "said", "they", "said"],
         ["it", "said"], ["according", "to", "police"], ["in", "words", "of"], ["group", "called", "Omar"], [",", "reports"],
         ["police", "blamed", "police"], ["says", "police", ","]]  # fmt: skip


LONG = (["said"], ["“", "said", "”"])


def hostile(words: list[str], *, chain: bool, cut: bool) -> Parse:
    """A parse of any words: all hang from the first of their sentence or each from the one before; one sentence, or one each eight words."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    at = first = 0
    for index, word in enumerate(words):
        if cut and index and index % 8 == 0:
            sentences.append(Sentence(tokens[first].start, at, first, index))
            first = index
        lemma, dep, tag, pos = WORDS[word]
        head = max(first, index - 1) if chain else first
        number = len(sentences)
        tokens.append(
            Token(index, at, at + len(word), word, lemma, pos, tag, dep if index > first else "ROOT", head, number, "")
        )
        at += len(word) + 1
    sentences.append(Sentence(tokens[first].start, at - 1, first, len(tokens)))
    return Parse(" ".join(words), tuple(tokens), tuple(sentences))


@pytest.mark.parametrize("cut", [False, True], ids=["one sentence", "many sentences"])
@pytest.mark.parametrize("chain", [False, True], ids=["flat", "chained"])
@pytest.mark.parametrize("unit", UNITS, ids=" ".join)
def test_a_hundred_thousand_words_of_saying_take_seconds(unit: list[str], *, chain: bool, cut: bool) -> None:
    """Words that say, quote or lead back, with no full stop or with many: time grows with the text and not with its square."""
    size = 100_000 if unit in LONG else 20_000
    parse = hostile((unit * size)[:size], chain=chain, cut=cut)
    before = time.process_time()
    reader = SpeakerReader(parse, ())
    quotes = find_quotes(parse, (), reader)
    find_cues(parse, (), quotes, reader)
    find_gaps(parse, (), reader)
    assert time.process_time() - before < size / 5_000
