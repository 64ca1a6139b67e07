"""Hard sentences of our own in; days, counts, speakers, standing and whole reports out (``act_dates``, ``tolls``, ``speakers``, ``standing``,
``reports_whole``).
"""

from __future__ import annotations

import pytest

from evals.hard import Case, faults, golden_cases, slug

KINDS = ("dates", "counts", "speakers", "standing", "reports")
CASES = [(kind, case) for kind in KINDS for case in golden_cases(kind)]


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}-{slug(case['text'])}" for kind, case in CASES])
def test_a_hard_sentence_is_read_as_an_expert_would(kind: str, case: Case) -> None:
    """What the case says is in the record, and nothing that it forbids."""
    assert faults(kind, case) == []
