"""Dates of publication: what counts as printed, what never does."""

from __future__ import annotations

import datetime as dt

import pytest

from tidings.ingest.metadata import iso_day, parse_date, printed_date, publication

DAY = dt.date(2019, 3, 24)


@pytest.mark.parametrize(
    "head",
    [
        "BEIRUT, March 24, 2019 - Rebels took the town.", "BEIRUT, Lebanon, 24 March 2019 (WNS) — Rebels took the town.", "Beirut (WNS), March 24, 2019 — Rebels took it.",
        "Sunday 24 March 2019", "Sunday, March 24, 2019 ", "24th March 2019", "24-Mar-2019", "2019-03-24", "2019/03/24 18:30", "24.03.2019", "March 24, 2019 at 6:30 PM GMT",
        "Published: 24 March 2019", "Published 24th Mar 2019, 18:58 GMT", "Posted on March 24, 2019", "Date: 24/03/2019", "By Ann Example, 24 March 2019", "By The Courier 24 March 2019",
        "By Ann Example | March 24, 2019 | 5:15 pm", "Sun 24 Mar 2019 Death toll rises in Varn. Many were hurt.", "March 24, 2019 - Rebels took the town.", "24, March 2019",
        "Ann Example | Published 24 March 2019", "Last updated: 24 March 2019", "18:30, 24 March 2019", "Sept. 1, 2018: no\n24 March 2019",
    ],
)  # fmt: skip
def test_printed_dates(head: str) -> None:
    """A day after "Published", alone on a line, in a by-line, in a dateline or in front of a run-on text is the day of publication."""
    assert printed_date(f"Rebels take the town\n\n{head}\nThe rest of it.").day == DAY


@pytest.mark.parametrize(
    "head",
    [
        "On March 24, 2019 rebels took the town.", "March 24, 2019 was a day of mourning.", "March 24, 2019: rebels take the town.", "Rebels took the town on 24 March 2019.",
        "A soldier in Varn, March 24, 2019.", "BEIRUT, March 24 (WNS) - Rebels took the town.", "March 2019", "2019", "https://news.example/2019/03/24/town", "24 March",
        "The siege of 2019-03-24 ended.", "Deal reached 24 March 2019 collapses", "June 31, 2019", "Battle of Varn, 24 March 2019, remembered by its last veterans",
    ],
)  # fmt: skip
def test_what_is_no_date_of_publication(head: str) -> None:
    """A day in a sentence, a caption, a headline or an address, a day that is none, and one without a year resolve nothing."""
    found = printed_date(f"{head}\nThe rest of it.")
    assert (found.day, found.basis) == (None, "unknown")
    assert found.reason


def test_a_day_that_may_be_two_is_none() -> None:
    """03/04/2019 is named as unclear, since it is another day on either side of the Atlantic."""
    found = printed_date("Published: 03/04/2019\nRebels took the town.")
    assert found.day is None
    assert found.reason
    assert "03/04/2019" in found.reason
    assert parse_date("04/04/2019") == dt.date(2019, 4, 4)


def test_order_of_bases() -> None:
    """Given beats the page's own data beats what is printed; with none the reason says so."""
    text = "Sunday 24 March 2019\nRebels took the town."
    assert publication(dt.date(2020, 1, 1), "2021-01-01", text).basis == "given"
    assert publication(None, "2021-01-01T23:00:00Z", text).day == dt.date(2021, 1, 1)
    assert publication(None, "not a date", text).basis == "printed"
    assert "no date is printed" in (publication(None, None, "Rebels took the town.").reason or "")
    assert "no year" in (publication(None, None, "VARN, March 24 (WNS) - Rebels took the town.").reason or "")


def test_published_beats_updated() -> None:
    """Of two days printed, the first publication is taken."""
    assert printed_date("Updated 25 March 2019\nPublished 24 March 2019\nText.").day == DAY


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2019-03-24", DAY),
        ("2019-03-24T23:59:59+09:00", DAY),
        ("2019-13-45", None),
        ("24 March 2019", None),
        ("20190324", None),
        ("2019-03-240", None),
    ],
)
def test_iso_days(words: str, day: dt.date | None) -> None:
    """Given days are read as YYYY-MM-DD, with or without a time, and nothing else."""
    assert iso_day(words) == day
