"""Capitals for texts printed without any, or in nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.common import code
from tidings.annotate.casing import Lexicon, in_ordinary_case, lacks_case, recased

LEXICON = Lexicon.load()


@pytest.mark.parametrize(
    "printed",
    [
        "The FMLN killed two peasants in San Miguel on 3 March.",
        "Colonel Juan Perez said the army had left Bogota.",
        "Gunmen shot dead Hector Gomez, a mayor, in La Paz, police said.",
        "The rebels may attack again on 3 May 1989.",
        "Syrian troops entered Aleppo, the U.N. said. They met no resistance.",
    ],
)
def test_capitals_come_back(printed: str) -> None:
    assert in_ordinary_case(printed.upper(), LEXICON) == printed
    assert in_ordinary_case(printed.lower(), LEXICON) == printed


def test_ordinary_print_stays_as_it_is() -> None:
    text = "The army said on Friday that two soldiers died near Mosul. It gave no names. " * 3
    assert recased(text) is text


@given(st.text(max_size=300))
def test_no_letter_moves(text: str) -> None:
    for printed in (text, text.upper(), text.lower()):
        assert len(in_ordinary_case(printed, LEXICON)) == len(printed)
        assert recased(printed).casefold() == printed.casefold() or len(recased(printed)) == len(printed)


def test_a_long_text_takes_linear_time() -> None:
    text = "A B. C'D " * 40_000
    assert lacks_case(text)
    assert len(recased(text)) == len(text)


def test_every_quote_is_as_printed() -> None:
    text = (
        "THE FMLN KILLED TWO PEASANTS IN SAN MIGUEL ON 3 MARCH 1989, THE ARMY SAID. COLONEL JUAN PEREZ GAVE NO NAMES."
    )
    _, coding = code(text, None)
    (account,) = coding.accounts
    assert [hit.mention for hit in account.recipients] == ["PEASANTS"]
    assert account.place is not None
    assert account.place.name == "San Miguel"
    assert account.date.words == "3 MARCH 1989"
