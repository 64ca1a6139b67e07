"""The commands of RECORD §8: what they print, and with which code they end."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import tidings
from tidings.cli.main import COMMANDS

ENV = {**os.environ, "PYTHONPATH": str(Path(tidings.__file__).parents[1])}


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_code_prints_one_line_an_input_in_file_order(run, reports):
    """Every input has its line, valid against the schema that `tidings schema` prints."""
    result = run("code", reports, "--published", "2019-03-24", "--json")
    assert result.exit_code == 0, result.stderr
    found = lines(result)
    assert [line["article"]["file"] for line in found] == ["a.txt", "b.txt", "c.txt"]
    assert found[0]["article"]["published"] == "2019-03-24"
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    for line in found:
        jsonschema.validate(line, schema)
    assert list(found[0]) == ["article", "accounts", "control", "quotes", "gaps", "failures", "suggested"]
    assert "3 inputs, none failed, 2 accounts" in result.stderr


def test_the_schema_refuses_what_the_record_forbids(run, reports):
    """A missing key, a value without words and an id of another form are not valid."""
    schema = json.loads(run("schema").stdout)
    good = lines(run("code", reports / "a.txt", "--json"))[0]
    jsonschema.validate(good, schema)
    for path, value in ((("gaps",), None), (("accounts", 0, "actors", 0, "evidence"), []), (("article", "id"), "17")):
        bad = json.loads(json.dumps(good))
        place = bad
        for step in path[:-1]:
            place = place[step]
        if value is None:
            del place[path[-1]]
        else:
            place[path[-1]] = value
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


def test_exit_codes(run, reports):
    """0 all read, 1 some failed, 2 wrong usage, 3 nothing read or stored."""
    assert run("code", reports).exit_code == 0
    some = run("code", reports, "missing.txt")
    assert some.exit_code == 1
    assert "missing.txt: there is no file" in some.stderr
    assert len(lines(some)) == 4
    assert run("code", "missing.txt").exit_code == 3
    assert run("code").exit_code == 2
    assert run("code", reports, "--published", "last week").exit_code == 2
    assert run("code", reports, "--published", "0001-01-01").exit_code == 2
    assert run("code", "").exit_code == 2
    assert run("code", reports, "--outlet", "\udcff").exit_code == 2
    assert run("code", reports, "--gazetteer", "none.tsv").exit_code == 2
    assert run("annotate", reports, "--layers", ",").exit_code == 2
    assert run("read", reports, "--db", "").exit_code == 2
    assert run("read", reports, "--db", "nonsense://x").exit_code == 3
    assert run("show", "--type", "nonsense").exit_code == 2
    assert run("gazetteer", "find", "Mosul", "--country", "Iraq").exit_code == 2
    assert run("code", reports, "--manifest", "none.csv").exit_code == 2
    assert run("show").exit_code == 3
    assert run("export", "--format", "shapefile").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_notes_are_said_on_the_screen(run, reports):
    """How an odd file was read is told beside what failed, and is no failure."""
    (reports / "d.txt").write_bytes(
        "Militias attacked farmers in Tolmen, killing 2, residents said – twice.".encode("cp1252")
    )
    result = run("read", reports)
    assert "d.txt: note: decoded as cp1252" in result.stderr
    assert "4 inputs, none failed" in result.stderr
    assert result.exit_code == 0


def test_help_keeps_its_lines(run):
    """The first lines a user reads stand as they were written."""
    told = run("--help").stdout
    assert "Start with:  tidings read reports/\n               tidings show\n" in told
    assert "\\b" not in told


def test_an_empty_folder_is_nothing_read(run, tmp_path):
    """No input at all ends with 3 and says which folder holds none."""
    (tmp_path / "empty").mkdir()
    result = run("read", tmp_path / "empty")
    assert result.exit_code == 3
    assert "empty' holds no file of a kind that is read here" in result.stderr


def test_no_traceback_for_a_record_that_cannot_be_had(run, reports, tmp_path):
    """A file that is no record, and a folder that is not there, are said in one line."""
    (tmp_path / "notes.db").write_text("only words " * 500)
    for db in ("notes.db", "no/such/folder.db"):
        result = run("read", reports, "--db", db)
        assert result.exit_code == 3
        assert result.stderr.startswith(f"Error: {db}: ")
        assert "Traceback" not in result.stderr


def test_reading_twice_adds_nothing(run, reports):
    """The second run says what it knew, and the export stays the same byte for byte."""
    assert run("read", reports).exit_code == 0
    first = run("export", "--format", "jsonl").stdout_bytes
    again = run("read", reports)
    assert again.exit_code == 0
    assert "3 known already" in again.stderr
    assert run("export", "--format", "jsonl").stdout_bytes == first
    assert len(first.splitlines()) == 2


def test_a_failed_input_is_in_the_record(run, reports):
    """It is listed on standard error and by `show --failures`, and fails again when read again."""
    for _ in range(2):
        result = run("read", reports, "missing.txt")
        assert result.exit_code == 1
    shown = run("show", "--failures").stdout
    assert "there is no file" in shown
    assert shown.count("missing.txt") == 2  # once in the reason, once as the file


def test_show_gives_the_timeline_and_filters_keep_the_numbers(run, reports):
    """A row keeps its number whatever is filtered, and text output is plain when piped."""
    run("read", reports)
    everything = run("show").stdout
    assert "Rebels → soldiers" in everything
    assert "killed 7" in everything
    assert "\x1b[" not in everything
    only = run("show", "--place", "tolmen").stdout.splitlines()
    assert len(only) == 2
    assert only[1].split()[0] == "2"
    assert run("show", "--actor", "rebels", "--type", "armed_clash", "--json").stdout.count("\n") == 1
    assert run("show", "--from", "2019-01-01").stdout == ""
    assert run("show", "--standing", "denied").stdout == ""


def test_show_gives_one_account_in_full(run, reports):
    """By number or beginning of the id: values, offsets, blanks with reasons, and the words in their text."""
    run("read", reports)
    row = lines(run("show", "--json"))[0]
    for key in ("1", row["account"]["id"], row["account"]["id"][3:9]):
        full = run("show", key)
        assert full.exit_code == 0
        assert "“soldiers” [67, 75)" in full.stdout
        assert "the text gives no day" in full.stdout
        assert "The day began quietly" in full.stdout
    assert run("show", "99").exit_code == 2


@pytest.mark.parametrize(
    ("section", "words"), [("control", "held"), ("quotes", "We will hold the bridge,"), ("gaps", "leading")]
)
def test_show_gives_the_sections(run, reports, section, words):
    """Control, quotes and gaps each on request, as a table or as JSON."""
    run("read", reports)
    assert words in run("show", f"--{section}").stdout
    assert lines(run("show", f"--{section}", "--json"))[0]["section"] == section


def test_verify_ends_with_1_when_something_is_wrong(run, reports, tmp_path):
    """A clean record ends with 0; a changed original is named."""
    run("read", reports)
    clean = run("verify")
    assert clean.exit_code == 0
    assert "nothing wrong" in clean.stdout
    with sqlite3.connect(tmp_path / "tidings.db") as connection:
        connection.execute("UPDATE original SET content = X'00' WHERE sha256 = (SELECT min(sha256) FROM original)")
    wrong = run("verify", "--json")
    assert wrong.exit_code == 1
    assert len(lines(wrong)[0]["faults"]) == 1


def test_export_to_a_file_is_whole_or_not_there(run, reports, tmp_path):
    """A path that cannot be written is said plainly; what is written equals what is printed."""
    run("read", reports)
    for form in ("jsonl", "csv", "geojson"):
        assert run("export", "--format", form, "--out", tmp_path / form).exit_code == 0
        assert (tmp_path / form).read_bytes() == run("export", "--format", form).stdout_bytes
    failed = run("export", "--format", "csv", "--out", tmp_path / "no" / "file.csv")
    assert failed.exit_code == 3
    assert "Traceback" not in failed.stderr


def test_evaluate_scores_against_answers(run, reports, tmp_path):
    """One of two answers found, with the right type and place."""
    answer = {
        "type": "armed_clash",
        "polarity": "affirmed",
        "reality": "actual",
        "place": {"name": "Qadra"},
        "date": {"start": None},
    }
    gold = {
        "id": "a",
        "accounts": [
            {**answer, "evidence": ["Rebels attacked soldiers in Qadra"]},
            {**answer, "evidence": ["The day began quietly"]},
        ],
    }
    (tmp_path / "gold.json").write_text(json.dumps(gold))
    run("read", reports)
    found = lines(run("evaluate", tmp_path / "gold.json", "--json"))[0]
    assert found["found"] == {"right": 1, "of": 2}
    assert found["precise"] == {"right": 1, "of": 1}
    assert found["place"] == found["type"] == found["day"] == {"right": 1, "of": 1}
    (tmp_path / "pred.jsonl").write_text(run("code", reports, "--json").stdout)
    assert lines(run("evaluate", tmp_path / "gold.json", "--pred", tmp_path / "pred.jsonl", "--json"))[0] == found
    (tmp_path / "empty.json").write_text("{}")
    assert run("evaluate", tmp_path / "empty.json").exit_code == 2


def test_help_is_quick_and_names_every_command():
    """`tidings --help` takes less than 0.3 s of processor time (the machine is shared) and imports nothing heavy."""
    command = [sys.executable, "-X", "importtime", "-m", "tidings", "--help"]
    took = []
    for _ in range(5):
        began = os.times()
        result = subprocess.run(command, capture_output=True, text=True, check=True, env=ENV)
        ended = os.times()
        took.append(ended.children_user + ended.children_system - began.children_user - began.children_system)
    assert all(name in result.stdout for name in COMMANDS)
    loaded = {line.split("|")[-1].strip() for line in result.stderr.splitlines()}
    assert not loaded & {"spacy", "numpy", "sqlalchemy", "rich", "trafilatura", "msgspec", "lxml"}
    assert min(took) < 0.3


def test_output_to_a_full_disk_is_said_plainly(run, reports):
    """`tidings export > /dev/full` ends with 3 and one line."""
    run("read", reports)
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "tidings", "export", "--format", "csv"]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=reports.parent, env=ENV)
    assert result.returncode == 3
    assert result.stderr == "Error: No space left on device\n"


def test_a_reader_that_goes_away_is_no_error(run, reports):
    """`tidings show | head -1` ends without a traceback."""
    run("read", reports)
    piped = f"{sys.executable} -m tidings show --json | head -c 1"
    result = subprocess.run(["bash", "-c", piped], capture_output=True, text=True, cwd=reports.parent, env=ENV)
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr
