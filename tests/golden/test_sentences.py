"""The sentence that can be quoted, against what it had to say of hand-made events (``sentences/README.md``)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.events import event_of
from tidings.export.sentence import sentence

TABLES = Path(__file__).parent / "sentences"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(TABLES.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_the_sentence_says_what_is_known_and_no_more(case: dict[str, Any]) -> None:
    """Figures with their speakers, honest places and days, claims as claims, denials said."""
    event, view = event_of(case)
    assert sorted(event.disputed) == sorted(case.get("disputed", []))
    assert sentence(event, view, case.get("rule", "low-best-high")) == case["sentence"]


def test_no_number_that_no_article_printed() -> None:
    """Every figure of every sentence stands among the figures of its case (RECORD §6)."""
    import re

    for param in CASES:
        (case,) = param.values
        printed = {bound for row in case.get("figures", ()) for bound in row["bounds"] if bound is not None}
        days = {part for each in [*_days(case.get("date")), dt.date(2019, 5, 15)] for part in (each.day, each.year)}
        days |= {
            part
            for row in (*case.get("figures", ()), case)
            if "day" in row
            for part in (row["day"].day, row["day"].year)
        }
        found = {int(figure.replace(",", "")) for figure in re.findall(r"\d[\d,]*", case["sentence"])}
        found -= {int(n) for n in re.findall(r"and (\d+) others", case["sentence"])}
        assert found <= printed | days, case["name"]


def _days(date: Any) -> list[dt.date]:
    return [each for each in (date if isinstance(date, list) else [date]) if each is not None]
