"""The lexer of time expressions."""

from __future__ import annotations

import pytest

from tidings.annotate.date_words import CLASSES, lexemes


def kinds(text: str) -> list[str]:
    """The classes of the words of a text."""
    return [lexeme.kind for lexeme in lexemes(text)]


def test_offsets_are_those_of_the_text() -> None:
    """Each lexeme stands where it says, in code points, with astral characters before it."""
    text = "😀 On Dec. 6th, 2016 — naïve"
    assert [text[one.start : one.end].lower() for one in lexemes(text) if one.kind != "OTHER"] == [
        "on", "dec", ".", "6th", ",", "2016", "—",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 3", ["SOFT_MONTH", "DAY_NUM"]),
        ("may", ["LOW_MONTH"]),
        ("F-16", ["OTHER", "DASH", "OTHER"]),
        ("16mm", ["OTHER", "OTHER"]),
        ("2,000", ["LARGE"]),
        ("4:00", ["CLOCK"]),
        ("45%", ["OTHER", "OTHER"]),
        ("2254", ["NUM"]),
        ("12345", ["OTHER"]),
        ("2016-12-06", ["NUMERIC"]),
        ("1990s", ["DECADE"]),
        ("twenty-five", ["NUM_WORD"]),
    ],
)
def test_a_number_is_what_its_surroundings_make_of_it(text: str, expected: list[str]) -> None:
    """Parts of names, percentages and counts with a comma are no days and no years."""
    assert [kind.replace("LARGE", "OTHER") for kind in kinds(text)] == [
        one.replace("LARGE", "OTHER") for one in expected
    ]


def test_number_words_add_up() -> None:
    """ "Twenty-five" is one word worth twenty-five."""
    assert [(one.kind, one.value) for one in lexemes("twenty-five")] == [("NUM_WORD", 25)]


def test_every_class_is_known_to_the_grammar() -> None:
    """What the lexer can say is in the list the rules are compiled from."""
    text = (
        "On 12 May 2015, 9/11 1,200 4:00 the 5th of 1990s B.C. \n\n (?) twenty-one %$ 2254 1850 2016-12-06 Sat. Mondays"
    )
    assert set(kinds(text)) <= set(CLASSES)
