"""Places and actors by name, and layers of one's own, as a user types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import tidings
from tests.geonames import row, write_zip
from tidings.cli.main import main

ENV = {**os.environ, "PYTHONPATH": str(Path(tidings.__file__).parents[1]), "COLUMNS": "160"}
ROWS = (
    row(170792, "Muhafazat Dayr az Zawr", "A.ADM1", second=""),
    row(99900001, "Tall Qadra Sharqi", "P.PPL", others="Hay Qadra"),
    row(99900003, "Hotel Zenobia", "S.HTL"),
)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("gazetteer", "layers")``: the result of a command, with no layer yet."""
    monkeypatch.setenv("TIDINGS_HOME", str(tmp_path / "home"))
    return lambda *words: CliRunner().invoke(main, list(map(str, words)))


def lines(result: Result) -> list[dict[str, Any]]:
    """What was printed, one JSON object a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_layer_is_added_found_listed_and_removed(run: Run, tmp_path: Path) -> None:
    """The way of a country's villages, from the zip to nothing."""
    assert lines(run("gazetteer", "find", "Hay Qadra")) == []
    added = run("gazetteer", "add", write_zip(tmp_path / "SY.zip", ROWS))
    assert added.exit_code == 0, added.stderr
    assert "SY: 2 places under" in added.stderr
    assert "GeoNames, CC BY 4.0" in added.stderr
    assert "1 rows left out on purpose: countries, former units, roads" in added.stderr
    found = run("gazetteer", "find", "Hay Qadra", "--country", "SY", "--json")
    assert [(one["id"], one["layer"], one["admin1"]) for one in lines(found)] == [("gn:99900001", "SY", "Deir ez-Zor")]
    assert "your layers SY (2 places, 2026-10-20)" in found.stderr
    assert lines(run("gazetteer", "find", "Hay Qadra", "--no-added-places", "--json")) == []
    (layer,) = lines(run("gazetteer", "layers", "--json"))
    assert (layer["name"], layer["places"], layer["newest"]) == ("SY", 2, "2026-10-20")
    assert Path(layer["path"]).is_file()
    assert run("gazetteer", "layers").stdout.startswith("SY\t2 places\tnewest row 2026-10-20\t")
    assert run("gazetteer", "remove", "IQ").exit_code == 2
    assert run("gazetteer", "remove", "SY").exit_code == 0
    assert "none in" in run("gazetteer", "layers").stderr


def test_malformed_rows_are_told_and_the_layer_is_made(run: Run, tmp_path: Path) -> None:
    """Ten with their line, the others by number; exit code 1."""
    bad = tuple(row(99900010 + number, "High", "P.PPL", lat=134) for number in range(12))
    added = run("gazetteer", "add", write_zip(tmp_path / "SY.zip", (*ROWS, *bad)))
    assert added.exit_code == 1
    assert "line 4: the latitude '134' is no number from -90 to 90; left out" in added.stderr
    assert "and 2 more malformed rows" in added.stderr
    assert [layer["places"] for layer in lines(run("gazetteer", "layers", "--json"))] == [2]


def test_a_broken_layer_stops_commands_with_a_way_out_that_works(run: Run, tmp_path: Path) -> None:
    """It is told by ``layers`` beside the sound ones, and ``remove`` takes it away."""
    run("gazetteer", "add", write_zip(tmp_path / "SY.zip", ROWS))
    run("gazetteer", "add", write_zip(tmp_path / "IQ.zip", ROWS, member="IQ.txt"))
    (path,) = (tmp_path / "home" / "places").glob("SY.*")
    path.write_bytes(b"[]")
    stopped = run("gazetteer", "find", "Mosul")
    assert stopped.exit_code == 2
    assert "add it again, or remove it with 'tidings gazetteer remove SY'" in " ".join(stopped.stderr.split())
    listed = run("gazetteer", "layers", "--json")
    assert (listed.exit_code, [layer["name"] for layer in lines(listed)]) == (1, ["IQ"])
    assert run("gazetteer", "remove", "SY").exit_code == 0
    assert run("gazetteer", "find", "Mosul").exit_code == 0


def test_two_processes_add_at_once(tmp_path: Path) -> None:
    """Both end well, and one whole layer is there."""
    env = {**ENV, "TIDINGS_HOME": str(tmp_path)}
    dumps = [write_zip(tmp_path / f"{number}.zip", ROWS[: 2 + number]) for number in range(2)]
    command = [sys.executable, "-m", "tidings", "gazetteer"]
    started = [subprocess.Popen([*command, "add", dump], env=env, stderr=subprocess.PIPE) for dump in dumps]
    told = [process.communicate()[1].decode() for process in started]
    assert [process.returncode for process in started] == [0, 0], told
    layers = subprocess.run([*command, "layers", "--json"], env=env, capture_output=True, check=True).stdout
    assert [json.loads(line)["name"] for line in layers.splitlines()] == ["SY"]


@pytest.mark.parametrize(("on", "expected"), [("2019-05-01", "afghanistan-forces"), ("2022-05-01", "taliban")])
def test_an_actor_is_found_by_country_and_day(run: Run, on: str, expected: str) -> None:
    """General words mean who held power in the country on the day, with UCDP's name and the reasons."""
    result = run("actors", "find", "the army", "--country", "af", "--on", on, "--json")
    best = lines(result)[0]
    assert (best["id"], best["ucdp_names"]) == (expected, ["Government of Afghanistan"])
    assert best["reasons"]
    assert 0 < best["score"] <= 1


def test_a_fault_in_a_file_of_actors_is_one_plain_sentence(run: Run, tmp_path: Path) -> None:
    """File, row and field; exit code 2."""
    mine = tmp_path / "mine.yaml"
    mine.write_text("- {id: a, name: A, kind: rebel_group, aliases: [{name: Foo, ende: 2001}]}", "utf-8")
    result = run("actors", "find", "Foo", "--actors", mine)
    assert result.exit_code == 2
    assert "mine.yaml, row 1 (a), aliases: unknown field 'ende'" in " ".join(result.stderr.split())
