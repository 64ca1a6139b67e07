"""Sentences in, speakers out: readable tables of attributions, quotations and gaps (``speech/*.yaml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tidings.annotate.cues import find_cues
from tidings.annotate.gaps import find_gaps
from tidings.annotate.quotes import find_quotes
from tidings.annotate.sentences import SpacyParser

TABLES = Path(__file__).parent / "speech"


def rows(name: str) -> list[tuple[str, list[str]]]:
    """Sentence and expected lines of each row of a table."""
    table: list[dict[str, Any]] = yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [(row["text"], row[name]) for row in table]


@pytest.mark.parametrize(("text", "expected"), rows("cues"))
def test_sentences_say_who_says_so(text: str, expected: list[str], parser: SpacyParser) -> None:
    """Speaker, kind, cue, stance and the words spoken for are read off the sentence alone."""
    parse = parser.parse(text)
    found = find_cues(parse, (), find_quotes(parse, ()))
    lines = [
        f"{one.speaker} | {one.speaker_kind} | {one.cue} | {one.stance} | {text[one.content_start : one.content_end]}"
        for one in found
    ]
    assert lines == expected


@pytest.mark.parametrize(("text", "expected"), rows("quotes"))
def test_quotations_have_their_speakers(text: str, expected: list[str], parser: SpacyParser) -> None:
    """Each quotation comes with speaker, role and cue, or is marked as words held at arm's length."""
    lines = [
        f"{one.content} | scare"
        if one.scare
        else f"{one.content} | {one.speaker or '-'} | {one.role or '-'} | {one.cue or '-'}"
        for one in find_quotes(parser.parse(text), ())
    ]
    assert lines == expected


@pytest.mark.parametrize(("text", "expected"), rows("gaps"))
def test_what_nobody_knows_is_a_gap(text: str, expected: list[str], parser: SpacyParser) -> None:
    """Open questions are gaps; what is hidden, unsaid, unclaimed or unchecked is none."""
    assert [f"{one.entity} | {one.property}" for one in find_gaps(parser.parse(text), ())] == expected


def test_the_tables_are_broad() -> None:
    """There are at least 60 sentences on attribution, and some of them attribute nothing."""
    table = rows("cues")
    assert len(table) >= 60
    assert sum(not expected for _, expected in table) >= 8
