"""What a record rests on: fates by outlet, language and day, silences, and sources that came in late."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from tests import standin
from tidings.model.coding import GATE, Failure
from tidings.model.tombstone import Tombstone
from tidings.pipeline.local import bare_coding
from tidings.review.coverage import coverage

DAY = dt.date(2026, 1, 1)


def read(outlet: str, day: int, text: str = "Nothing happened."):
    article = replace(standin.article(text, f"{outlet}-{day}.txt", outlet=outlet), published=DAY + dt.timedelta(day))
    return standin.coding(article)


def unread(step: str, text: str | None = "text", file: str = "x.txt"):
    return bare_coding(standin.article(text, file), (Failure(step=step, reason=f"because of {step}"),))


def test_every_input_has_its_fate():
    """Read, passed over, in another language, failed with no text or over a step; each that was not read with its reason."""
    found = coverage(
        [
            read("Herald", 0), unread(GATE, file="a"), unread("language", file="b"), unread("read", None, "c"),
            unread("worker", file="d"), unread("decode", file="e"),
        ]
    )  # fmt: skip
    assert found.totals == {"read": 2, "passed over": 1, "other language": 1, "failed": 2, "taken down": 0}
    assert [(one.file, one.fate) for one in found.unread] == [
        ("a", "passed over"), ("b", "other language"), ("c", "failed"), ("d", "failed"),
    ]  # fmt: skip
    assert all(one.reason for one in found.unread)
    assert {row.name: row.fates["read"] for row in found.outlets} == {"Herald": 1, "unknown": 1}


def test_what_was_taken_down_is_counted_until_it_is_restored():
    """By the outlet, language and day that its tombstone keeps."""
    grave = Tombstone(
        id="", at="", by="Ana", kind="article", target="a1:x", reason="asked", outlet="Herald", language="en", published="2026-01-03"
    )  # fmt: skip
    found = coverage([read("Herald", 0)], [grave])
    assert found.totals["taken down"] == 1
    assert [(row.name, row.fates["taken down"]) for row in found.days] == [("2026-01-01", 0), ("2026-01-03", 1)]
    assert coverage([], [grave, replace(grave, kind="restored")]).totals["taken down"] == 0


def test_the_longest_silence_is_told():
    """From the day after to the day before; none where every day is read, or only one."""
    assert coverage([read("Herald", day) for day in (0, 2, 9, 10)]).silent == (
        DAY + dt.timedelta(3),
        DAY + dt.timedelta(8),
    )
    assert coverage([read("Herald", day) for day in (0, 1)]).silent is None
    assert coverage([]).silent is None


def test_a_source_that_came_late_and_weighs_is_a_spike():
    """It is told with what the others did before and after; one that weighs little, or was there from the start, is not."""
    old = [read("Herald", day) for day in range(0, 90, 3)]
    late = [read("Mission", day) for day in range(60, 90)]
    small = [read("Leaflet", 70)]
    found = coverage([*old, *late, *small])
    (spike,) = found.spikes
    assert (spike.outlet, spike.since, spike.articles) == ("Mission", DAY + dt.timedelta(60), 30)
    assert spike.share == 30 / 41
    assert spike.others == (10 / 30, 11 / 30)
