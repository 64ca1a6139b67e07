"""The sample reports in PostgreSQL, from reading to the desk: every byte that leaves is the one that leaves a file of SQLite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from sqlalchemy import URL

import tidings
from tests import postgresql as servers
from tidings.cli.main import main
from tidings.export.forms import FORMS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
KNOWN = ("--gazetteer", SAMPLES / "gazetteer.tsv", "--actors", SAMPLES / "actors.yaml")
REPORTS = ("--manifest", SAMPLES / "reports" / "manifest.csv", *KNOWN)
ENV = {
    **os.environ, "PYTHONPATH": str(Path(tidings.__file__).parents[1]), "COLUMNS": "160", "PYTHONUNBUFFERED": "1",
    "SOURCE_DATE_EPOCH": "1700000000",
}  # fmt: skip


def told(*words: Any) -> bytes:
    """Standard output of a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tidings", *map(str, words)], capture_output=True, env=ENV, cwd=SAMPLES
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def here(*words: Any) -> bytes:
    """The same in this process, for what needs no model."""
    done = CliRunner().invoke(main, list(map(str, words)), env={"SOURCE_DATE_EPOCH": "1700000000", "COLUMNS": "160"})
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


@pytest.fixture(scope="module")
def records(postgresql_server: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The record as a file, and in PostgreSQL: there it was read in two runs, the second by two workers."""
    file = str(tmp_path_factory.mktemp("record") / "r.db")
    told("read", SAMPLES / "reports", *REPORTS, "--db", file)
    with servers.empty_database(postgresql_server) as address:
        told("read", SAMPLES / "reports" / "12-ipa-truce.txt", *REPORTS, "--db", address)
        told("read", SAMPLES / "reports", *REPORTS, "--db", address, "--workers", "2")
        yield file, address


@pytest.fixture
def same(records: tuple[str, str]) -> Any:
    """``same("events", "--json")``: what a command prints of either record, which must be the same."""

    def compared(*words: Any) -> bytes:
        file, address = (here(*words, "--db", each) for each in records)
        assert file == address
        assert file
        return file

    return compared


def test_reading_again_adds_nothing(records: tuple[str, str]) -> None:
    """The same reports once more, and the record is sound."""
    assert told("read", SAMPLES / "reports", *REPORTS, "--db", records[1], "--json") == b""
    assert json.loads(here("verify", "--json", "--db", records[1]))["faults"] == []


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if not form.is_folder])
def test_an_export_is_the_same_to_the_byte(same: Any, form: str) -> None:
    """Of every form."""
    same("export", "--format", form)


def test_so_are_the_tables_of_parquet(records: tuple[str, str], tmp_path: Path) -> None:
    """Which are written into a folder."""
    for name, db in zip("ab", records, strict=True):
        here("export", "--format", "parquet", "--out", tmp_path / name, "--db", db)
    written = [{file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in "ab"]
    assert written[0] == written[1] != {}


@pytest.mark.parametrize(
    "words",
    (
        ("show", "--json"),
        ("show", "--control", "--json"),
        ("events",),
        ("events", "--json", "--all"),
        ("coverage", "--json"),
        ("control", "--place", "Skelmouth", "--on", "2024-05-10", "--json"),
        ("control", "--series", "--format", "csv"),
        ("control", "--totals", "--every", "week", "--format", "csv"),
    ),
)
def test_what_is_shown_is_the_same(same: Any, words: tuple[str, ...]) -> None:
    """Accounts, events, who held what."""
    same(*words)


def test_a_desk_shows_it_and_what_is_ruled_beside_it(records: tuple[str, str]) -> None:
    """One answer from each desk; a ruling made in a terminal shows at once; the log tells the same again; nothing is lost."""
    answers = []
    for db in records:
        desk = subprocess.Popen(
            [sys.executable, "-m", "tidings", "serve", "--db", db, "--port", "0", "--by", "Ana"],
            stdout=subprocess.PIPE, text=True, env=ENV,
        )  # fmt: skip
        try:
            assert desk.stdout is not None
            address = desk.stdout.readline().split("/  (")[0].strip()
            asked = urlopen(f"{address}/api/v1/events?limit=100").read()
            answers.append(json.loads(asked)["items"])
            key = answers[-1][0]["id"]
            here("review", "accept", key, "--by", "Eva", "--reason", "two outlets", "--db", db)
            answers.append(json.loads(urlopen(f"{address}/api/v1/events/{key}").read()))
        finally:
            desk.terminate()
            desk.wait(timeout=30)
        answers.append(here("review", "log", "--json", "--db", db))
        answers.append(here("audit", "--json", "--db", db))
        assert b"holds what follows" in here("audit", "--replay", "--db", db)
        assert json.loads(here("verify", "--json", "--db", db))["faults"] == []
    half = len(answers) // 2
    assert answers[:half] == answers[half:]
    assert "Eva" in json.dumps(answers[1])


def test_recoding_and_taking_down_leave_the_same_record(records: tuple[str, str], same: Any) -> None:
    """The words of a person and an article gone from both, and what is left is the same."""
    for db in records:
        here(
            "takedown", "article", "--file", "14-courier-cup-final.txt", "--by", "Ana", "--reason", "asked", "--db", db
        )
        told("recode", *KNOWN, "--dry-run", "--workers", "2", "--db", db)
    same("export", "--format", "jsonl")
    same("show", "--json")
