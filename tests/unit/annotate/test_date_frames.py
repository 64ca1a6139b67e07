"""What stands around a date: times of day, a page's own date line."""

from __future__ import annotations

import datetime as dt

from tidings.annotate.dates import find_dates, print_date_line, resolved_dates
from tidings.model.text import Parse

PUBLISHED = dt.date(2017, 4, 19)


def spans(text: str) -> list[str]:
    """The printed words of each date of a text."""
    return [text[one.start : one.end] for one in find_dates(Parse(text, (), ()), PUBLISHED)]


def test_four_figures_can_be_a_time_of_day() -> None:
    """After "at", before a zone, and from one hour to another that is no year."""
    assert spans("The mill was hit at 1430 and again at 1550 local time.") == []
    assert spans("Shells fell between 1710 and 2250.") == []
    assert spans("The war lasted from 1914 to 1918.") == ["from 1914 to 1918"]


def test_histories_keep_their_old_years() -> None:
    """In a history "from 1710 to 1750" are years, as its figures cannot tell."""
    told = resolved_dates(Parse("The family ruled from 1710 to 1750.", (), ()), PUBLISHED, narrative=True)
    assert [one.meaning.first for one in told] == [dt.date(1710, 1, 1)]


def test_the_page_s_own_date_line_dates_no_act() -> None:
    """A whole date at the head of a text, before a headline or on its own line, is no mention."""
    assert spans("Saturday 15 April 2017\nA bomb hit a convoy.") == []
    assert print_date_line("Sun 16 Apr 2017 Death toll rises") == (0, 15)
    assert print_date_line("On 16 April 2017 a bomb hit a convoy.") is None


def test_a_diary_dates_its_acts_by_its_headings() -> None:
    """Where a later entry has a heading of the same make, the first one dates an act too."""
    text = "15 April 2017\nA bomb hit a convoy.\n16 April 2017\nThe road was closed."
    assert spans(text) == ["15 April 2017", "16 April 2017"]
