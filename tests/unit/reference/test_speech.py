"""The words of speech."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tidings.annotate.reporting import Reporting
from tidings.annotate.sentences import SpacyParser
from tidings.annotate.speakers import SpeakerReader
from tidings.errors import DataError
from tidings.reference import speech
from tidings.reference.speech import build_speech, load_speech

RAW: dict[str, Any] = yaml.safe_load((speech._DATA / "cues.yaml").read_text(encoding="utf-8"))
SPEAKERS: dict[str, Any] = yaml.safe_load((speech._DATA / "speakers.yaml").read_text(encoding="utf-8"))


def test_every_cue_comes_with_an_example_that_uses_it(parser: SpacyParser) -> None:
    """The example of each row holds its verb in use; a row nobody can picture has no place in the table."""
    missing = []
    for row in RAW["verbs"]:
        reporting = Reporting(SpeakerReader(parser.parse(row["example"]), ()))
        if row["verb"] not in {reporting.tokens[verb].lemma for verb in reporting.verbs}:
            missing.append(row["verb"])
    assert missing == []


def test_a_verb_may_have_two_entries() -> None:
    """ "concluded that" reports; "he concluded" after a quotation introduces words."""
    assert [cue.takes for cue in load_speech().cues["conclude"]] == [{"clause"}, {"words"}]


def test_an_unknown_stance_names_the_word() -> None:
    """A row with a stance that RECORD does not know is refused, and the error says which row."""
    broken = {**RAW, "verbs": [{"verb": "mumble", "stance": "mumbles", "takes": ["clause"]}]}
    with pytest.raises(DataError, match="mumble"):
        build_speech(broken, SPEAKERS)


def test_an_unknown_kind_names_the_noun() -> None:
    """A noun under a kind of speaker that RECORD does not know is refused."""
    with pytest.raises(DataError, match="ghost"):
        build_speech(RAW, {**SPEAKERS, "kinds": {"spirits": ["ghost"]}})
