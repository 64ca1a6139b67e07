"""The whole way as a user goes it: files in, a record out, in processes of their own with the real plan."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

import tidings
from tidings.cli.main import main

ENV = {**os.environ, "PYTHONPATH": str(Path(tidings.__file__).parents[1]), "COLUMNS": "160"}
STORY = (
    "Army retakes Qayyarah, spokesman says\n\n"
    "Iraqi forces captured the town of Qayyarah from Islamic State on Tuesday after three days of fighting, killing at least 20 militants, "
    "army spokesman Harith Jalil said.\n\n"
    "Four soldiers were killed when a roadside bomb exploded near Mosul on Monday, a police officer said.\n\n"
    "It is not known whether the group's commander is still alive.\n"
)


def tell(*words, code=0):
    """Standard output of a command that must end with this code."""
    command = [sys.executable, "-m", "tidings", *map(str, words)]
    result = subprocess.run(command, capture_output=True, env=ENV)
    assert result.returncode == code, result.stderr.decode()
    assert b"Traceback" not in result.stderr
    return result.stdout


def here(*words):
    """The same in this process, for commands that need no model: starting a process takes longer than they do."""
    result = CliRunner().invoke(main, list(map(str, words)))
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> Path:
    """Six inputs: stories, another language, broken ones."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "a-story.txt").write_text(STORY, encoding="utf-8")
    (folder / "b-story.txt").write_text(
        STORY.replace("Qayyarah", "Tikrit").replace("20 militants", "9 militants"), encoding="utf-8"
    )
    (folder / "c-arabic.txt").write_text(
        "سيطرت القوات على المدينة يوم السبت بعد معارك عنيفة استمرت عدة أيام في الشمال. " * 5, encoding="utf-8"
    )
    (folder / "d-empty.txt").write_text("")
    (folder / "e-noise.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "f-cut.jsonl").write_text(
        json.dumps({"text": STORY, "published": "2016-08-27"}) + '\n{"text": "cut o', encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def lines(reports):
    """What `tidings code` says of them."""
    return tell("code", reports, "--published", "2016-08-25", "--json", code=1).splitlines()


def test_every_input_has_a_valid_line_with_exact_quotes(lines):
    """In file order, valid against the schema; quotes reproduce; the unread say why."""
    schema = json.loads(here("schema"))
    found = [json.loads(line) for line in lines]
    for line in found:
        jsonschema.validate(line, schema)
        for value in spans(line):
            assert line["article"]["text"][value["start"] : value["end"]] == value["quote"]
    files = [line["article"]["file"] for line in found]
    assert files == sorted(files)
    assert len(files) == 7
    assert [bool(line["accounts"]) for line in found] == [True, True, False, False, False, True, False]
    assert all(line["failures"] for line in found if not line["accounts"])


def test_the_story_is_told(lines):
    """Who took what from whom, when, and how many died by whose word."""
    found = json.loads(lines[0])
    taken = next(account for account in found["accounts"] if account["type"] == "territory_taken")
    assert taken["place"]["name"] == "Qayyarah"
    assert (taken["date"]["start"], taken["date"]["words"]) == ("2016-08-23", "Tuesday")
    assert "Islamic State" in {actor["name"] for actor in taken["recipients"]}
    assert any(count["best"] == 4 for account in found["accounts"] for count in account["counts"])
    assert found["gaps"]


def test_workers_order_and_runs_do_not_show(reports, lines, tmp_path):
    """Two workers print the same bytes; records read in one go, and in two with two workers, export the same bytes."""
    assert tell("code", reports, "--published", "2016-08-25", "--workers", "2", code=1).splitlines() == lines
    dated = ("--published", "2016-08-25")
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    tell("read", reports, *dated, "--db", one, code=1)
    tell("read", reports / "b-story.txt", *dated, "--db", two)
    tell("read", reports, *dated, "--db", two, "--workers", "2", code=1)
    for form in ("jsonl", "csv", "geojson"):
        assert here("export", "--format", form, "--db", one) == here("export", "--format", form, "--db", two) != b""
    assert b"nothing wrong" in here("verify", "--db", two)
    assert b"territory taken" in here("show", "--db", two, "--place", "tikrit")


def test_annotate_prints_the_layers(reports):
    """The wanted layers, with exact quotes and values."""
    out = tell("annotate", reports / "a-story.txt", "--published", "2016-08-25", "--layers", "places,dates", "--json")
    found = json.loads(out)
    assert list(found["layers"]) == ["places", "dates"]
    text = found["article"]["text"]
    for marks in found["layers"].values():
        assert marks
        for mark in marks:
            assert set(mark) == {"start", "end", "quote", "value"}
            assert text[mark["start"] : mark["end"]] == mark["quote"]


def test_from_python(reports, tmp_path):
    """`tidings.read` gives the same record with and without a file, and from the file again."""
    loose = tidings.read(reports / "a-story.txt", published="2016-08-25")
    kept = tidings.read([reports / "a-story.txt"], published="2016-08-25", db=tmp_path / "r.db")
    assert loose.accounts() == kept.accounts() == tidings.open_record(tmp_path / "r.db").accounts()
    assert loose.events() == kept.events()
    assert "territory taken" in loose._repr_html_()
    with pytest.raises(Exception, match="is no date"):
        tidings.read(reports, published="last week")


def spans(value):
    """Every piece of evidence in a line."""
    if isinstance(value, dict):
        if set(value) == {"start", "end", "quote"}:
            yield value
        else:
            for inner in value.values():
                yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)
