"""The scorer of time expressions, on made-up expressions."""

from __future__ import annotations

import datetime as dt
import json

from evals.wikiwars import Score, Timex, pairs, read, score, timexes
from tidings.model.text import Parse


def test_values_are_named_by_their_grain() -> None:
    """A day, a month, a year, a season, a decade, a duration and a year before Christ."""
    text = "On 3 May 1940 it fell; in June, in 1941, in the summer of 1942, the 1990s, for three days, in 480 BC."
    found = timexes(Parse(text, (), ()), dt.date(2009, 12, 19))
    assert [one.value for one in found] == ["1940-05-03", "1940-06", "1941", "1942-SU", "199", "P3D", "BC0480"]


def test_a_span_of_dates_is_two_expressions() -> None:
    """TIMEX2 marks both ends."""
    text = "The siege of 1870-1871 ended."
    found = timexes(Parse(text, (), ()), dt.date(2009, 12, 19))
    assert [(text[one.start : one.end], one.value) for one in found] == [("1870", "1870"), ("1871", "1871")]


def test_matching_is_one_to_one_by_overlap() -> None:
    """A gold expression is matched once, by the larger overlap."""
    gold = [Timex(0, 10, "1940")]
    assert list(pairs(gold, [Timex(0, 2, "a"), Timex(3, 10, "b")])) == [(gold[0], Timex(3, 10, "b"))]


def test_misses_false_alarms_and_neutral_ones_count_as_written() -> None:
    """Ours on a neutral expression is no false alarm; a wrong value is a match and no hit."""
    gold = [Timex(0, 4, "1940"), Timex(10, 14, "1941"), Timex(20, 24, "1942")]
    ours = [Timex(0, 4, "1940"), Timex(9, 14, "1999"), Timex(30, 34, "1943"), Timex(40, 44, "1944")]
    assert score([(gold, [Timex(30, 34, None)], ours)]) == Score(gold=3, ours=3, matched=2, strict=1, right=1)


def test_a_line_is_read_with_its_neutral_expressions() -> None:
    """No value, or nested: neutral."""
    timex = [
        {"val": "1940", "start": 0, "end": 4, "nested": False},
        {"start": 5, "end": 9, "nested": False},
        {"val": "1941", "start": 10, "end": 12, "nested": True},
    ]
    line = json.dumps({"docid": "x", "dct": "2009-12-19T17:00:00", "text": "1940 then so", "timex2": timex})
    _, _, published, gold, neutral = read(line)
    assert (published, len(gold), len(neutral)) == (dt.date(2009, 12, 19), 1, 2)
