"""Vague words and a total over days and towns: five reports read from the command line, exported in two shapes.

"Dozens", "several", "casualties", "hundreds feared dead", "twelve killed in two towns from Thursday to Saturday". All of it is
invented; the island is that of ``samples/``.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tidings.cli.main import main

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"
REPORTS = HERE / "scenarios" / "a3_vague_words" / "reports.yaml"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Rows and loss report of both shapes, by form."""
    folder = tmp_path_factory.mktemp("a3")
    source, record = folder / "reports.jsonl", folder / "record.db"
    reports = yaml.safe_load(REPORTS.read_text(encoding="utf-8"))
    lines = [json.dumps({**each, "published": str(each["published"])}) for each in reports]
    source.write_text("\n".join(lines), encoding="utf-8")
    layers = ["--gazetteer", str(SAMPLES / "gazetteer.tsv"), "--actors", str(SAMPLES / "actors.yaml")]
    _run("read", str(source), *layers, "--db", str(record))
    found = {}
    for form in ("acled-style", "ucdp-style"):
        out, losses = folder / f"{form}.csv", folder / f"{form}.md"
        _run("export", "--format", form, "--db", str(record), "--out", str(out), "--losses", str(losses))
        with out.open(encoding="utf-8", newline="") as file:
            found[form] = list(csv.DictReader(file)), losses.read_text(encoding="utf-8")
    return found


def _run(*arguments: str) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output


def by_place(rows, column):
    found = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def test_the_day_atomic_table(exported):
    """12 for dozens, 3 or 10 for several, 0 for casualties and for what is feared, 12 over six rows; each is noted."""
    rows, losses = exported["acled-style"]
    places = by_place(rows, "location")
    tolls = {name: [int(row["fatalities"]) for row in several] for name, several in places.items()}
    assert tolls == {
        "Skelmouth": [12], "Greywater": [3], "Tarn Ford": [0], "Oxley Bridge": [0], "Harrow Bay": [2, 2, 2], "Long Acre": [2, 2, 2],
    }  # fmt: skip
    assert [row["event_date"] for row in places["Harrow Bay"]] == ["2024-06-06", "2024-06-07", "2024-06-08"]
    assert "“dozens” (people; police)" in places["Skelmouth"][0]["notes"]
    assert "“Hundreds” (monitor)" in places["Oxley Bridge"][0]["notes"]
    assert "12 = 6 × 2 + 0" in places["Long Acre"][2]["notes"]
    assert all(row["notes"].startswith("Coded by tidings, not ACLED.") for row in rows)
    for rule in (
        "| fatalities | derived | house value: dozens → 12 | 1 |",
        "| fatalities | derived | house value: several → 3 (or 10 in an event of large scale) | 1 |",
        "| fatalities | collapsed | no figure of the dead told: 0 stands for not known | 2 |",
        "| event_date | split | went on over 3 days: one row a day | 1 |",
        "| location | split | an act in several places: one row a place | 1 |",
    ):
        assert rule in losses


def test_the_georeferenced_table(exported):
    """One row with a range of days for the total, the lower bound of "dozens" as the record has it, nothing for a mere fear."""
    rows, losses = exported["ucdp-style"]
    places = by_place(rows, "where_coordinates")
    assert set(places) == {"Harrow Bay", "Skelmouth"}
    (total,) = places["Harrow Bay"]
    assert (total["date_start"], total["date_end"], total["date_prec"]) == ("2024-06-06", "2024-06-08", "2")
    assert (total["low"], total["best"], total["high"], total["event_clarity"]) == ("12", "12", "12", "2")
    assert total["where_description"] == "Harrow Bay; also Long Acre"
    assert places["Skelmouth"][0]["low"] == "24"
    assert "| event | left out | no death in low, best or high | 3 |" in losses
    assert "Hundreds (only feared or presumed)" in losses
