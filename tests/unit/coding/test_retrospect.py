"""What goes on from an act told as old is old, until a day of the news is told; without a day of publication nothing is old by it."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from evals.common import code

DAY = dt.date(2021, 3, 9)
OLD = "In August 2014 the town was the scene of a massacre by Boko Haram. "


def _background(text: str, published: dt.date | None, words: str) -> set[bool]:
    _, coding = code(text, published)
    return {one.background for one in coding.accounts if any(words in span.quote for span in one.evidence)}


@pytest.mark.parametrize(
    ("text", "words", "old"),
    [
        (OLD + "They shot hundreds of men.", "shot", True),
        (OLD + "The group later burned the market.", "burned", True),
        (OLD + "The massacre shocked the country.", "The massacre", True),
        (OLD + "On Monday they shot two men.", "shot two", False),
        (OLD + "\nGunmen have shot two men.", "shot two", False),
        (
            "Troops fought Boko Haram, which took Gwoza in 2014.\nThe group shot six soldiers near Biu.",
            "shot six",
            False,
        ),
        ("The gunmen, who seized Bama in 2014, shot nine people in Mafa.", "shot nine", False),
        (
            "Gunmen killed nine people in Mafa. Boko Haram abducted girls from Chibok in April 2014.",
            "killed nine",
            False,
        ),
        (OLD + "Gunmen have now entered the town, where they shot six men.", "shot six", False),
        ("A bomb killed nine people in Kabul on Monday. The bombing was the third since 2014.", "The bombing", False),
    ],
)
def test_what_goes_on_from_an_old_act_is_old(text: str, words: str, *, old: bool) -> None:
    """ "They", "the group", a definite noun for it; not with a day of the news, in the perfect, or from what is only told of somebody by the way."""
    assert _background(text, DAY, words) == {old}


def test_without_a_day_of_publication_nothing_goes_on_from_an_old_day() -> None:
    """What is news is not known then."""
    assert True not in _background(OLD + "They shot hundreds of men.", None, "shot")


def test_a_long_text_of_old_acts_costs_what_it_is_long() -> None:
    """Four times the text takes no more than eight times the time."""
    story = OLD + "They shot hundreds of men. "

    def seconds(times: int) -> float:
        began = time.perf_counter()
        code(story * times, DAY)
        return time.perf_counter() - began

    seconds(5)
    assert seconds(80) < 8 * seconds(20) + 0.5
