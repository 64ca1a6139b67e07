"""A slice of the test with exchanged sides (``python -m evals.swaps`` runs all): no side is coded otherwise than the other."""

from __future__ import annotations

from evals.swaps import SEED, predict, rows

SLICE = 60


def test_a_sentence_with_its_sides_exchanged_is_coded_the_same_with_the_sides_exchanged() -> None:
    """Of sixty pairs at most three differ in type, standing, place, day, counts, parties, speakers or control (what the heads add is not blind to names)."""
    told = [predict(row) for row in rows(SLICE, SEED)]
    differ = {f"{row['left']} | {row['right']}": row["differences"] for row in told if row["differences"]}
    assert len(differ) <= 3, differ
