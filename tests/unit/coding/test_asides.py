"""What a sentence tells only to place or to name something else keeps its values to itself."""

from __future__ import annotations

import datetime as dt

import pytest

from tidings.annotate.sentences import SpacyParser
from tidings.coding.asides import aside_of


@pytest.mark.parametrize(
    ("text", "word", "opens"),
    [
        ("Gunmen killed six people in Herat, two days after a bombing in Kabul.", "bombing", "after"),
        ("The base was hit a week before rebels attacked the port.", "attacked", "attacked"),
        ("One of the men implicated in the bombings was killed by soldiers.", "bombings", "in"),
        ("The suspect in the Kabul bombing was arrested in Herat.", "bombing", "in"),
        ("One of the men implicated in the bombings was killed by soldiers.", "killed", None),
        ("Twelve people were killed after a car bomb exploded.", "exploded", None),
        ("They fought off an attack the following day before retreating.", "retreating", None),
    ],
)
def test_a_word_stands_in_an_aside_or_in_the_telling(
    parser: SpacyParser, text: str, word: str, opens: str | None
) -> None:
    """Only what time is counted from, and what somebody is tied to, is an aside."""
    parse = parser.parse(text)
    found = aside_of(parse, next(token.index for token in parse.tokens if token.text == word))
    assert (None if found is None else parse.tokens[found].text) == opens


def test_the_toll_of_the_telling_is_not_that_of_the_aside() -> None:
    """Who was killed on Wednesday was not killed in the bombing two days before."""
    from evals.common import code

    _, coding = code(
        "Gunmen killed six people in Herat on Wednesday, two days after a bombing in Kabul.", dt.date(2019, 3, 24)
    )
    told = {account.type: account for account in coding.accounts}
    assert told["attack_on_civilians"].place.name == "Herat"
    assert [count.best for count in told["attack_on_civilians"].counts] == [6]
    assert (told["explosion"].counts, told["explosion"].actors) == ((), ())
