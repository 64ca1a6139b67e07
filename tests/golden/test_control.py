"""Who is said to hold what: captures and clauses of holding give statements, attempts and plans none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.golden.test_coding import coded
from tidings.pipeline.manifest import Settings
from tidings.pipeline.plan import Plan, whole_plan

CASES = yaml.safe_load((Path(__file__).parent / "coding" / "control.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The whole plan with shipped knowledge."""
    return whole_plan(Settings())


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_a_sentence_says_who_holds_what(plan: Plan, case: dict[str, Any]) -> None:
    """Place, state, holder and first day are as the sentence has them."""
    found = [[row.place.name, row.state, row.holder, row.start] for row in coded(plan, case).control]
    assert found == case["control"]
