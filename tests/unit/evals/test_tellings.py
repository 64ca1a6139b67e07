"""Accounts are given to the rows of a hand-made list by the words they share."""

from __future__ import annotations

from evals.tellings import Telling, likeness, located, matched
from tests import standin

TEXT = "Rebels attacked soldiers in Qadra, killing 3, officials said. Guards attacked farmers in Sobe, killing 5, nurses said."
CODED = standin.coding(standin.article(TEXT))
FIRST, SECOND = CODED.accounts


def telling(event: str, *quotes: str, place: str | None = None) -> Telling:
    return Telling(event=event, spans=located(TEXT, quotes), place=place)


def test_quotes_are_found_and_what_is_not_there_is_left_out() -> None:
    assert located(TEXT, ("Guards", "nobody")) == ((TEXT.index("Guards"), TEXT.index("Guards") + 6),)


def test_an_account_has_the_words_of_its_row_or_is_nothing_to_it() -> None:
    """Half of the shorter stretch is asked for."""
    row = telling("sobe", "Guards attacked farmers")
    assert likeness(SECOND, row) >= 1
    assert likeness(FIRST, row) == 0


def test_rows_and_accounts_pair_one_to_one() -> None:
    """In whatever order the rows stand; a row of other words has none."""
    rows = [telling("sobe", "farmers in Sobe"), telling("none", "nobody"), telling("qadra", "soldiers in Qadra")]
    assert matched(CODED.accounts, rows) == {0: 2, 1: 0}


def test_the_place_settles_which_of_two_in_one_sentence_is_meant() -> None:
    """Both rows have the same words, and only one the account's place."""
    rows = [telling("other", "soldiers in Qadra", place="Sobe"), telling("qadra", "soldiers in Qadra", place="Qadra")]
    assert matched([FIRST], rows) == {0: 1}


def test_nothing_is_matched_to_nothing() -> None:
    assert matched([], [telling("sobe", "Guards")]) == {}
