"""One account is one event, with a ledger of what is claimed, and figures that somebody printed."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from tests import standin
from tidings.export.derive import derive_events, figures
from tidings.export.jsonl import event_lines
from tidings.model.text import evidence
from tidings.model.values import Count


def count(words, low, best, high, *, group="civilians", scope="this", polarity="affirmed", kind="killed"):
    spans = (evidence(words, 0, len(words)),)
    return Count(
        kind=kind,
        group=group,
        low=low,
        best=best,
        high=high,
        words=words,
        scope=scope,
        polarity=polarity,
        speaker=None,
        evidence=spans,
    )


def test_an_event_has_the_form_of_the_record(events):
    """All keys of RECORD §6, in its order, and the account's id."""
    line = msgspec.json.decode(next(event_lines(events)))
    assert list(line) == [
        "id",
        "former_ids",
        "type",
        "standing",
        "values",
        "ledger",
        "accounts",
        "wire_groups",
        "voices",
        "links",
    ]
    assert list(line["values"]) == ["place", "date", "actors", "recipients", "killed", "injured"]
    assert line["id"] == line["accounts"][0]["account"]
    assert line["voices"] == 1
    assert line["wire_groups"][0]["articles"] == [line["accounts"][0]["article"]]


def test_the_ledger_says_who_says_what(events):
    """Type, place and toll with words, speaker and article."""
    entries = {entry.field: entry for entry in events[0].ledger}
    toll = entries["counts.killed.unknown"]
    assert toll.words in {"7", "2"}
    assert toll.speaker in {"officials", "residents"}
    assert entries["place"].words == entries["place"].value
    assert entries["type"].speaker == toll.speaker


def test_any_order_gives_the_same_events(codings):
    """The order of the codings does not show, nor does an article that comes twice under two names."""
    twice = [*codings, standin.coding(standin.article(codings[0].article.text, "z.txt"))]
    made = {b"".join(event_lines(derive_events(order))) for order in itertools.permutations(twice)}
    assert made == {b"".join(event_lines(derive_events(codings)))}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([count("68", 68, 68, 68)], (68, 68, 68)),
        ([count("at least 12", 12, 12, None)], (12, 12, None)),
        ([count("about 18", None, 18, None)], (18, 18, None)),
        ([count("up to 50", None, None, 50)], (None, None, 50)),
        ([count("nearly 1,500", None, 1500, 1500)], (1500, 1500, 1500)),
        ([count("7", 7, 7, 7), count("11", 11, 11, 11)], (7, 7, 11)),
        ([count("at least 12", 12, 12, None), count("10", 10, 10, 10)], (10, 10, None)),
        ([count("dozens", 24, None, None)], (24, None, None)),
    ],
)
def test_figures_are_printed_ones(counts, expected):
    """Low, best and high of rival tolls are each some printed figure, and never a sum."""
    found = figures(counts, "killed")["civilians"]
    assert (found.low, found.best, found.high) == expected
    assert found.rule == "low-best-high"


def test_figures_leave_out_what_is_no_toll_of_this_event():
    """Denied counts, subsets, joint and superseded tolls, other kinds, and words that give no figure."""
    counts = [
        count("9", 9, 9, 9, polarity="denied"),
        count("3", 3, 3, 3, scope="subset"),
        count("40", 40, 40, 40, scope="joint"),
        count("5", 5, 5, 5, scope="superseded"),
        count("8", 8, 8, 8, kind="injured"),
        count("many", None, None, None),
    ]
    assert figures(counts, "killed") == {}
    assert list(figures(counts, "injured")) == ["civilians"]
    by_group = figures([count("4", 4, 4, 4), count("2", 2, 2, 2, group="children")], "killed")
    assert [(group, found.best) for group, found in by_group.items()] == [("children", 2), ("civilians", 4)]
