"""Values keep their doubt and refuse what cannot be: bounds out of order, dates that end before they start."""

from __future__ import annotations

import datetime as dt

import pytest

from tidings.errors import BadValueError
from tidings.model.text import Evidence
from tidings.model.values import Count, Place, When, date_precision

WORDS = (Evidence(0, 6, "twelve"),)


def count(low: int | None, best: int | None, high: int | None) -> Count:
    return Count(
        kind="killed",
        group="civilians",
        low=low,
        best=best,
        high=high,
        words="twelve",
        scope="this",
        polarity="affirmed",
        speaker=None,
        evidence=WORDS,
    )


@pytest.mark.parametrize("bounds", [(3, 2, None), (5, None, 4), (None, 7, 6), (-1, None, None)])
def test_bounds_out_of_order_cannot_be_made(bounds: tuple[int | None, int | None, int | None]) -> None:
    """Low <= best <= high, and never below zero."""
    with pytest.raises(BadValueError, match="out of order"):
        count(*bounds)


def test_unknown_bounds_are_not_zero() -> None:
    """A count of "casualties" holds no figure at all."""
    assert (count(None, None, None).low, count(0, 0, 0).low) == (None, 0)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, "day"),
        (2, "few_days"),
        (6, "few_days"),
        (7, "week"),
        (10, "week"),
        (11, "month"),
        (31, "month"),
        (32, "year"),
        (366, "year"),
        (367, "more"),
    ],
)
def test_precision_is_the_smallest_class_that_holds_the_span(days: int, expected: str) -> None:
    """RECORD §4: 2-6 days few_days, to 10 week, to 31 month, to 366 year, else more."""
    start = dt.date(2019, 1, 1)
    assert date_precision(start, start + dt.timedelta(days=days - 1)) == expected


def test_half_a_span_is_unresolved() -> None:
    """Without a first day there is no precision."""
    assert date_precision(None, dt.date(2019, 3, 24)) == "unresolved"


def test_a_date_cannot_end_before_it_starts() -> None:
    """The last possible day comes after the first."""
    with pytest.raises(BadValueError, match="before it starts"):
        When(start=dt.date(2019, 3, 24), end=dt.date(2019, 3, 23), precision="day", words="Sunday", evidence=WORDS)


def test_a_date_without_a_first_day_is_unresolved() -> None:
    """No precision is claimed for a blank."""
    with pytest.raises(BadValueError, match="unresolved"):
        When(start=None, end=dt.date(2019, 3, 24), precision="day", words=None, evidence=())


def test_a_place_lies_on_the_globe() -> None:
    """Latitudes beyond the poles are refused: usually swapped coordinates."""
    with pytest.raises(BadValueError, match="globe"):
        Place(
            id=None,
            name="X",
            geoname_id=None,
            lat=120.0,
            lon=34.0,
            country=None,
            admin1=None,
            admin2=None,
            precision="exact",
            radius_km=None,
            candidates=(),
            evidence=WORDS,
        )
