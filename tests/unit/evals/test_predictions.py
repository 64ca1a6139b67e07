"""Predictions are made once for the same code, adapter and set, and one bad row stops nothing."""

from __future__ import annotations

from evals.common import predicted
from evals.predictions import Predictor
from evals.record import with_id


def test_predictions_are_kept_until_what_is_given_changes(tmp_path):
    """The second time nothing is made; another input is made anew and the old file goes."""
    made = []

    def make() -> list:
        made.append(1)
        return [{"id": len(made)}]

    with Predictor(workers=1, kept=tmp_path) as predictor:
        first = predictor.of("places", ["a"], make)
        assert predictor.of("places", ["a"], make) == first
        assert len(made) == 1
        second = predictor.of("places", ["b"], make)
    assert [path.name for path in tmp_path.iterdir()] == [second.name]
    assert second.read_text() == '{"id": 2}\n'


def test_a_row_that_fails_gets_a_blank_line(capsys):
    """It is named on standard error, with the reason."""
    found = predicted({"id": 3}, lambda row: row["missing"], lambda row: {"id": row["id"]})
    assert found == {"id": 3}
    assert "3: not coded: KeyError" in capsys.readouterr().err


def test_a_coding_gets_the_id_of_its_input():
    """Nothing else of it changes."""
    assert with_id({"id": "x9"}, {"article": {"id": "a1:1", "text": "t"}, "accounts": []}) == {
        "article": {"id": "x9", "text": "t"}, "accounts": [],
    }  # fmt: skip
