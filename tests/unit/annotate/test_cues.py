"""Attributions: who is said to say what."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.annotate.cues import find_cues
from tidings.annotate.gaps import find_gaps
from tidings.annotate.quotes import find_quotes
from tidings.annotate.sentences import SpacyParser
from tidings.annotate.speakers import SpeakerReader
from tidings.model.mentions import ActorMention, CueMention
from tidings.model.text import Parse, Sentence, Token


def cues(parser: SpacyParser, text: str, actors: tuple[ActorMention, ...] = ()) -> tuple[CueMention, ...]:
    """The attributions of a text."""
    parse = parser.parse(text)
    return find_cues(parse, actors, find_quotes(parse, actors))


def test_spans_are_the_printed_words(parser: SpacyParser) -> None:
    """Cue, speaker and content each stand where the mention says."""
    text = "The town fell on Monday, a local doctor told Reuters."
    told = next(one for one in cues(parser, text) if one.speaker == "local doctor")
    assert text[told.start : told.end] == "told" == told.cue
    assert text[told.speaker_start : told.speaker_end] == "local doctor"
    assert text[told.content_start : told.content_end] == "The town fell on Monday"
    assert (told.speaker_kind, told.stance) == ("medical", "asserts")


def test_an_actor_gives_id_and_kind(parser: SpacyParser) -> None:
    """A speaker that the actor layer knows carries its id and is a party."""
    text = "The Harbour Front claimed that it had sunk a patrol boat."
    actor = ActorMention(
        start=4, end=17, head=2, name="Harbour Front", id="harbour-front", kind="rebel_group", form="name"
    )
    (found,) = cues(parser, text, (actor,))
    assert (found.speaker, found.speaker_id, found.speaker_kind, found.stance) == (
        "Harbour Front", "harbour-front", "party", "claims",
    )  # fmt: skip


def test_the_group_is_who_it_stands_for(parser: SpacyParser) -> None:
    """An anaphor that the actor layer resolved speaks under the name it stands for."""
    text = "The group said it had left the valley."
    actor = ActorMention(
        start=0,
        end=9,
        head=1,
        name="Harbour Front",
        id="harbour-front",
        kind="rebel_group",
        form="anaphor",
        antecedent=0,
    )
    (found,) = cues(parser, text, (actor,))
    assert (found.speaker, found.speaker_id) == ("Harbour Front", "harbour-front")


def test_an_implied_speaker_is_unnamed(parser: SpacyParser) -> None:
    """A passive names nobody: no span, and a speaker called unnamed."""
    (found,) = cues(parser, "Nine men were reported to have drowned.")
    assert (found.speaker, found.speaker_kind, found.speaker_start) == ("unnamed", "unnamed", None)


def test_a_quotation_of_several_sentences_is_spoken_for_whole(parser: SpacyParser) -> None:
    """The stretch that a cue covers is widened over the whole quotation it introduces."""
    text = "The mayor said: “The bridge is gone. The mill is gone. The school still stands.”"
    found = cues(parser, text)
    assert text[found[0].content_start : found[0].content_end].rstrip("”").endswith("The school still stands.")


def test_we_inside_a_quotation_is_its_speaker(parser: SpacyParser) -> None:
    """ "we believe" in somebody's quotation is what that somebody believes."""
    text = "“We believe that two men laid the charge,” Inspector Mira Kovac said."
    assert {one.speaker for one in cues(parser, text)} == {"Mira Kovac"}


def test_one_reader_serves_quotes_cues_and_gaps(parser: SpacyParser) -> None:
    """A shared reader changes nothing in what is found."""
    parse = parser.parse("Police said it was not known who fired. “We heard two shots,” said Mira Kovac.")
    reader = SpeakerReader(parse, ())
    quotes = find_quotes(parse, (), reader)
    assert quotes == find_quotes(parse, ())
    assert find_cues(parse, (), quotes, reader) == find_cues(parse, (), quotes)
    assert find_gaps(parse, (), reader) == find_gaps(parse, ())


def test_an_empty_text_attributes_nothing() -> None:
    """No text, no cues."""
    assert find_cues(Parse("", (), ()), (), ()) == ()


@settings(max_examples=40, deadline=None)
@given(
    text=st.lists(
        st.one_of(
            st.sampled_from(["said", "police", '"', "according", "to", "who", "not", "clear", ",", "\n", "that"]),
            st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=4),
        )
    ).map(" ".join)
)
def test_any_unicode_is_read(parser: SpacyParser, text: str) -> None:
    """Nothing crashes, and every span lies in the text."""
    parse = parser.parse(text)
    for one in find_cues(parse, (), find_quotes(parse, ())):
        assert 0 <= one.start < one.end <= len(text)
        assert 0 <= one.content_start < one.content_end <= len(text)
        assert one.speaker.strip()
    for gap in find_gaps(parse, ()):
        assert 0 <= gap.start < gap.end <= len(text)


WORDS = {
    "said": ("say", "ccomp", "VBD", "VERB"), "police": ("police", "nsubj", "NNS", "NOUN"), '"': ('"', "punct", "''", "PUNCT"),
    "he": ("he", "nsubj", "PRP", "PRON"), "unclear": ("unclear", "acomp", "JJ", "ADJ"), "who": ("who", "nsubj", "WP", "PRON"),
    "Oda": ("oda", "appos", "NNP", "PROPN"), "claim": ("claim", "nsubj", "NN", "NOUN"), "statement": ("statement", "nsubj", "NN", "NOUN"),
}  # fmt: skip


def one_sentence(words: list[str], *, chain: bool) -> Parse:
    """A sentence of any words: all hang from the first one, or each from the one before."""
    tokens, at = [], 0
    for index, word in enumerate(words):
        lemma, dep, tag, pos = WORDS[word]
        head = max(0, index - 1) if chain else 0
        tokens.append(Token(index, at, at + len(word), word, lemma, pos, tag, dep if index else "ROOT", head, 0, ""))
        at += len(word) + 1
    text = " ".join(words)
    return Parse(text, tuple(tokens), (Sentence(0, len(text), 0, len(tokens)),))


@pytest.mark.parametrize("chain", [False, True])
@pytest.mark.parametrize(
    "unit",
    [["said", "police"], ['"', "said", "he", '"'], ["unclear", "who"], ["Oda"], ["statement", "said"], ["claim"]],
)
def test_hostile_parses_take_linear_time(unit: list[str], *, chain: bool) -> None:
    """A sentence of 40,000 words is read in seconds, however its words hang together."""
    parse = one_sentence(["said", *(unit * 40_000)[:40_000]], chain=chain)
    before = time.process_time()
    reader = SpeakerReader(parse, ())
    found = find_quotes(parse, (), reader)
    find_cues(parse, (), found, reader)
    find_gaps(parse, (), reader)
    assert time.process_time() - before < 10
