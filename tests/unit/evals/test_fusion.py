"""Which pairs of accounts are judged, and how they are counted."""

from __future__ import annotations

from evals.fusion import Judged, pair_counts, tellings, told_events
from tests import standin
from tidings.fusion.compare import Comparison

TEXT = "Rebels attacked soldiers in Qadra, killing 3, officials said."


def pair(chance: float, *, one_event: bool) -> Judged:
    found = Comparison(signs=frozenset(), bars=(), chance=chance)
    return Judged(left="a", right="b", one_event=one_event, found=found)


def test_pairs_are_counted_as_found_right_and_wanted() -> None:
    """One is joined rightly, one wrongly, one not that should be, one not that should not."""
    pairs = [
        pair(0.9, one_event=True),
        pair(0.6, one_event=False),
        pair(0.4, one_event=True),
        pair(0.1, one_event=False),
    ]
    assert pair_counts(pairs) == {"hit": 1, "pred": 2, "gold": 2}


def test_accounts_take_the_event_of_the_row_that_they_tell() -> None:
    """By the name of the file; the words of ``also`` count; an article without rows gives none."""
    read = [standin.coding(standin.article(TEXT, file=f"in/{name}.txt")) for name in ("x", "y")]
    rows = [{"article": "x", "quote": "not there", "also": ["attacked soldiers"], "event": "qadra"}]
    told = tellings(rows, {"x": TEXT, "y": TEXT})
    assert told_events(read, told) == {read[0].accounts[0].id: "qadra"}
