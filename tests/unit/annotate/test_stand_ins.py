"""One word for each side before the parser reads: what is taken for a side, and what the parse still holds."""

from __future__ import annotations

import re

import pytest

from tidings.annotate.sentences import SpacyParser
from tidings.annotate.stand_ins import Sides
from tidings.reference.actors import ActorTable

SIDES = Sides(ActorTable.load())


def _sides(text: str) -> list[str]:
    found = list(re.finditer(r"\w+|[^\w\s]", text))
    words = [word.group() for word in found]
    sides = SIDES.find(text, [word.start() for word in found], words)
    return [text[found[side.first].start() : found[side.last - 1].end()] for side in sides]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Malian soldiers killed 12 JNIM fighters.", ["Malian soldiers", "JNIM fighters"]),
        ("The Malian army accused the Taliban.", ["The Malian army", "the Taliban"]),
        ("Two policemen and a rebel commander died.", []),
        ("Rebels killed 12 policemen.", ["policemen"]),
        ("Gang members fought border guards.", ["Gang members", "border guards"]),
        ("US-backed rebels left.", ["rebels"]),
        ("Who is it? The fact is plain.", []),
        ("A farmer saw a bridge.", []),
    ],
)
def test_names_forces_and_fighters_are_sides(text: str, sides: list[str]) -> None:
    """A name of the table, a state's forces, common words for fighters; no words that only look like one."""
    assert _sides(text) == sides


def test_the_tree_of_a_sentence_does_not_depend_on_who_the_sides_are(parser: SpacyParser) -> None:
    """The words between the sides hang from the same words, and the text is as it was."""
    one, other = (
        "Ansarul Islam attacked the VDP near Djibo on Monday.",
        "The VDP attacked Ansarul Islam near Djibo on Monday.",
    )
    left, right = parser.parse(one), parser.parse(other)
    assert "".join(left.text[token.start : token.end] for token in left.tokens) == one.replace(" ", "")
    assert _outside(left) == _outside(right)


def _outside(parse: object) -> list[tuple[str, str, str]]:
    words = ("attacked", "near", "Djibo", "on", "Monday", ".")
    return [
        (token.text, token.dep, parse.tokens[token.head].text)
        for token in parse.tokens
        if token.text in words  # type: ignore[attr-defined]
    ]


def test_white_space_within_a_side_leaves_it_as_it_is(parser: SpacyParser) -> None:
    """A name that runs over a line end, or has two spaces in it, is read word by word."""
    for text in ("He joined the Islamic\nState group.", "The  Malian  army left.", "Malian   soldiers\n\nleft."):
        assert "".join(token.text for token in parser.parse(text).tokens) == "".join(text.split())


def test_the_words_of_a_side_keep_their_own_form(parser: SpacyParser) -> None:
    """Lemma, tag and entity are those of the words, whatever stood for them."""
    tokens = {token.text: token for token in parser.parse("Malian soldiers killed 12 JNIM fighters.").tokens}
    assert (tokens["soldiers"].lemma, tokens["soldiers"].tag, tokens["soldiers"].dep) == ("soldier", "NNS", "nsubj")
    assert (tokens["Malian"].tag, tokens["Malian"].entity) == ("JJ", "B-NORP")
    assert (tokens["JNIM"].tag, tokens["JNIM"].entity, tokens["fighters"].dep) == ("NNP", "B-ORG", "dobj")
