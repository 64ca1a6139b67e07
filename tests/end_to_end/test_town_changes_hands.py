"""A town changes hands: who held it on which day, as known then and as known today, from the command line (scenario A7).

All of it is invented; the island is that of ``samples/``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tidings.cli.main import main

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SCENARIO = Path(__file__).parent / "scenarios" / "a7_town_changes_hands" / "reports.yaml"
ARMY, FRONT = "Merrowese Army", "Reach Liberation Front"


class Town:
    """A record of the reports, asked about the town."""

    def __init__(self, folder: Path) -> None:
        told = yaml.safe_load(SCENARIO.read_text("utf-8"))
        self.first = told["first_day"]
        self.db = folder / "town.db"
        (folder / "news").mkdir()
        for report in told["reports"]:
            row = {"text": report["text"], "published": str(self.day(report["day"])), "outlet": report["outlet"]}
            (folder / "news" / f"{report['file']}.json").write_text(json.dumps(row), "utf-8")
        known = (
            "--gazetteer",
            SAMPLES / "gazetteer.tsv",
            "--actors",
            SAMPLES / "actors.yaml",
            "--no-added-places",
            "--no-gate",
        )
        self.run("read", folder / "news", *known)

    def day(self, number: int) -> dt.date:
        return self.first + dt.timedelta(number - 1)

    def run(self, *words: object) -> str:
        result = CliRunner().invoke(main, [*map(str, words), "--db", str(self.db)])
        assert result.exit_code == 0, result.output
        return result.stdout

    def asked(self, on: int, as_known: int | None = None) -> dict:
        known = () if as_known is None else ("--as-known", self.day(as_known))
        return json.loads(self.run("control", "--place", "Skelmouth", "--on", self.day(on), *known, "--json"))

    def then(self, number: int) -> dict:
        return self.asked(number, number)


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Town:
    return Town(tmp_path_factory.mktemp("town"))


def said(answer: dict) -> str:
    return answer["holder"] or answer["state"]


def test_a_claim_alone_does_not_flip_it(town):
    """Army, contested, then the group: as known on each day."""
    assert [said(town.then(number)) for number in (1, 2, 4)] == [ARMY, "contested", FRONT]
    assert town.then(1)["reading"] == "filtered"


def test_every_answer_opens_its_words(town):
    first, fourth = town.then(1), town.then(4)
    claims = {(piece["named"][0], piece["voice"]) for piece in first["evidence"]}
    assert claims >= {(FRONT, "self"), (ARMY, "self")}
    independent = [
        piece for piece in fourth["evidence"] if piece["voice"] == "independent" and piece["kind"] == "explicit_control"
    ]
    assert len({piece["wire_group"] for piece in independent}) == 2
    for answer in (first, fourth):
        for piece in answer["evidence"]:
            article = next(
                row
                for row in yaml.safe_load(SCENARIO.read_text("utf-8"))["reports"]
                if piece["file"] == f"{row['file']}.json"
            )
            assert all(span["quote"] in article["text"] for span in piece["words"])
        assert sum(answer["shares"].values()) == pytest.approx(1, abs=0.001)


def test_a_background_phrase_supports_the_hold(town):
    before, after = town.asked(9, 8), town.then(9)
    assert said(after) == FRONT
    assert after["shares"][FRONT] > before["shares"][FRONT]
    assert "background_statement" in {piece["kind"] for piece in after["evidence"]}


def test_what_it_says_of_its_own_loss_is_believed(town):
    assert said(town.then(29)) == FRONT
    after = town.then(30)
    assert after["holder"] is None
    assert after["evidence"][0]["voice"] == "admission"


def test_after_silence_it_is_unknown_with_its_age(town):
    silent = town.asked(120, 120)
    assert silent["state"] == "unknown"
    assert silent["stale_days"] == 90
    assert "90 days old" in silent["why"]


def test_day_five_as_known_on_day_three_and_today(town):
    then, today = town.asked(5, 3), town.asked(5)
    assert (said(then), said(today)) == ("contested", FRONT)
    assert (then["reading"], today["reading"]) == ("filtered", "smoothed")
    assert then["why"] != today["why"]
    assert "as known on 2031-03-03" in then["why"]
    assert "all that is known today" in today["why"]


def test_the_answer_is_the_same_every_time(town):
    assert town.run("control", "--series") == town.run("control", "--series")


def test_spells_map_and_totals(town):
    rows = [
        json.loads(line)
        for line in town.run("control", "--series", "--until", town.day(120), "--format", "json").splitlines()
    ]
    states = [(row["state"], row["controller"]) for row in rows if row["place_name"] == "Skelmouth"]
    assert ("controlled", "reach-liberation-front") in states
    assert states[-1] == ("unknown", None)
    features = json.loads(town.run("control", "--series", "--format", "geojson"))["features"]
    assert all(feature["geometry"]["type"] == "Point" for feature in features)
    totals = json.loads(town.run("control", "--totals", "--every", "week", "--json"))
    assert {row["name"] for row in totals["parties"]} >= {FRONT}


def test_acled_style_tells_clashes_then_one_overtaking(town):
    """Armed clashes, then one "Non-state actor overtakes territory", and no transfer, for nobody took over."""
    table = csv.DictReader(io.StringIO(town.run("export", "--format", "acled-style")))
    assert [row["sub_event_type"] for row in table] == ["Armed clash", "Non-state actor overtakes territory"]
