"""``python -m evals.record INPUT.jsonl --out PRED.jsonl``: {id, text, published} to a line of RECORD §5 with the input's id."""

from __future__ import annotations

import json

from evals.common import Row, code, day_of, run
from tidings.model.coding import coding_json


def predict(row: Row) -> Row:
    """The coding of one input as plain JSON."""
    _, coding = code(row["text"], day_of(row.get("published")))
    printed: Row = json.loads(coding_json(coding))
    printed["article"]["id"] = row["id"]
    return printed


if __name__ == "__main__":
    run(__doc__ or "", predict)
