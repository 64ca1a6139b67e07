"""Counts in sentences of our own: the golden table of ``tests/golden/counts``, and what holds for any text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidings.annotate.quantities import find_counts
from tidings.annotate.sentences import SpacyParser
from tidings.model.mentions import CountMention, DateMention, NameMention
from tidings.model.text import Parse, Sentence, Token

TABLE = Path(__file__).parents[2] / "golden" / "counts" / "sentences.yaml"
CASES = [case for section in yaml.safe_load(TABLE.read_text(encoding="utf-8")) for case in section["cases"]]


def row_of(text: str, mention: CountMention, mentions: tuple[CountMention, ...]) -> list[Any]:
    """A mention in the form of the golden table."""
    row: list[Any] = [
        text[mention.start : mention.end], mention.low, mention.best, mention.high, mention.kind, mention.group,
    ]  # fmt: skip
    if mention.subset_of is not None:
        whole = next(other for other in mentions if other.start == mention.subset_of)
        row.append({"of": text[whole.start : whole.end]})
    if mention.tally != "own":
        row.append(mention.tally)
    return [*row, "denied"] if mention.polarity == "denied" else row


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_golden_sentences(parser: SpacyParser, case: dict[str, Any]) -> None:
    """Each sentence of the table gives exactly its counts."""
    parse = parser.parse(case["text"])
    found = find_counts(parse)
    assert [row_of(case["text"], mention, found) for mention in found] == case["counts"]


def test_table_is_broad() -> None:
    """The golden table holds at least 80 sentences."""
    assert len(CASES) >= 80
    assert len({case["text"] for case in CASES}) == len(CASES)


def test_dates_keep_their_figures(parser: SpacyParser) -> None:
    """A figure inside a date mention counts nobody."""
    parse = parser.parse("The 12 dead were named.")
    date = DateMention(start=4, end=6, head=1, kind="absolute", first=None, last=None, precision="unresolved")
    assert find_counts(parse, dates=(date,)) == ()


def test_names_keep_their_figures(parser: SpacyParser) -> None:
    """A figure behind the first word of a name counts nobody; one that opens it does."""
    parse = parser.parse("Group Seven fighters were killed.")
    name = NameMention(start=0, end=11, head=1, label="ORG", layer="tagger")
    assert find_counts(parse, names=(name,)) == ()


def test_governor_and_noun_are_tokens_of_the_text(parser: SpacyParser) -> None:
    """The governor is the word that says what happened, the noun token the word that is counted."""
    parse = parser.parse("At least 12 civilians were reported killed.")
    (mention,) = find_counts(parse)
    assert mention.governor is not None
    assert mention.noun_token is not None
    assert parse.tokens[mention.governor].text == "killed"
    assert parse.tokens[mention.noun_token].text == "civilians"
    assert mention.noun == "civilian"


def flat_parse(text: str) -> Parse:
    """A parse with no grammar: white-space words, each its own head, one sentence a line."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    offset = 0
    for line in text.split("\n"):
        first, at = len(tokens), offset
        for word in line.split(" "):
            if word.strip():
                index = len(tokens)
                tokens.append(
                    Token(
                        index, at, at + len(word), word, word.lower(), "NOUN", "NNS", "ROOT", index, len(sentences), ""
                    )
                )
            at += len(word) + 1
        if len(tokens) > first:
            sentences.append(Sentence(tokens[first].start, tokens[-1].end, first, len(tokens)))
        offset += len(line) + 1
    return Parse(text, tuple(tokens), tuple(sentences))


WORDS = st.sampled_from(
    ["at", "least", "12", "1,500", "killed", "people", "of", "the", "dozens", "hundred", "and", "a", "half", "million", "to", "or",
     "between", "no", "none", "several", ",", "(", ")", "-", "wounded", "including", "from", "were", "injured", "three", "them", "\n"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_bounds_inside_it(text: str) -> None:
    """On any Unicode text: no crash, bounds in order and not below zero, spans inside the text and in text order."""
    found = find_counts(flat_parse(text))
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        figures = [figure for figure in (mention.low, mention.best, mention.high) if figure is not None]
        assert figures == sorted(figures)
        assert all(figure >= 0 for figure in figures)


@given(st.lists(WORDS, max_size=20).map(" ".join))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_real_parses_of_nonsense_do_not_crash(parser: SpacyParser, text: str) -> None:
    """Number words in any order, parsed as the parser will, give counts whose figures stand inside the text."""
    for mention in find_counts(parser.parse(text)):
        assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000,
        "12 people killed " * 20_000,
        "killed and wounded " * 20_000,
        "12, " * 40_000,
        "( " * 60_000,
        "of the 12 " * 20_000,
    ],
    ids=["digits", "tolls", "cues", "figures", "brackets", "wholes"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    """A megabyte of digits or tens of thousands of figures are read in seconds, not hours."""
    parse = flat_parse(text)
    begun = time.process_time()
    find_counts(parse)
    assert time.process_time() - begun < 20
