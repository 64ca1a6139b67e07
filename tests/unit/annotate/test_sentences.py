"""Parses: what is remembered between texts gives what spaCy gives."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from tidings.annotate.sentences import MODEL, SpacyParser

TEXTS = (
    "There were two. All of them, both men and all the women, left but for one.",
    "There's a truce; that is what he said that day.\n\nLet's go, ain't he gonna stay?",
    "  \n Who had been there? Only she, though, and no one else's car\tor bus.",
    "Nobody knew whether it was his. Its owner has had one, as have others, more than ever.",
)


@pytest.fixture(scope="module")
def whole() -> Language:
    """The pipeline with its attribute ruler."""
    return spacy.load(MODEL, disable=["lemmatizer"])


@pytest.mark.parametrize("text", [*TEXTS, *reversed(TEXTS)])
def test_parts_of_speech_are_those_of_the_attribute_ruler(parser: SpacyParser, whole: Language, text: str) -> None:
    """A word class remembered from one word is given only to words between which the ruler's patterns do not tell."""
    assert [token.pos for token in parser.parse(text).tokens] == [
        word.pos_ for word in whole(text) if not word.is_space
    ]
