"""Releases from the command line: a folder a profile, lists from files, what a reviewer has released, and the check afterwards."""

from __future__ import annotations

import json

import pytest

from tidings.cli import safety
from tidings.export import profiles

TODAY = ("--today", "2031-06-01")


@pytest.fixture
def record(run, reports):
    """The three reports, read with a publication day."""
    assert run("read", reports, "--published", "2031-05-10").exit_code == 0


def events(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_folder_for_each_profile(run, record, tmp_path):
    """Several profiles are several releases, one is the folder itself; each verifies."""
    done = run("bundle", "out", "--profile", "public", "--profile", "internal", *TODAY)
    assert done.exit_code == 0, done.output
    for name in ("public", "internal"):
        assert run("verify-bundle", f"out/{name}").exit_code == 0
        assert len(events(tmp_path / f"out/{name}/data/jsonl/events.jsonl")) == 2
    assert "3 inputs: 3 read" in (tmp_path / "out/public/COVERAGE.md").read_text(encoding="utf-8")
    assert run("bundle", "one", *TODAY, "--format", "idmc-hxl").exit_code == 0
    assert (tmp_path / "one/data/idmc-hxl/events.csv").is_file()


def test_the_day_is_asked_for_and_a_folder_is_never_written_over(run, record):
    """Wrong usage ends with 2 and says what to do."""
    undated = run("bundle", "out")
    assert undated.exit_code == 2
    assert "--today" in undated.output
    assert run("bundle", "out", *TODAY).exit_code == 0
    again = run("bundle", "out", *TODAY)
    assert again.exit_code == 2
    assert "not empty" in again.output


def test_lists_come_from_files(run, record, tmp_path):
    """Names to withhold and protected sources, one a line, with comments."""
    (tmp_path / "names.txt").write_text("# a list\nTolmen\n\n", encoding="utf-8")
    (tmp_path / "protected.txt").write_text("residents\n", encoding="utf-8")
    done = run("bundle", "out", *TODAY, "--names", "names.txt", "--protected", "protected.txt")
    assert done.exit_code == 0, done.output
    said = (tmp_path / "out/data/jsonl/events.jsonl").read_text(encoding="utf-8")
    assert "Tolmen" not in said
    assert "residents" not in said


def test_a_page_with_a_withheld_name_stops_all(run, record, tmp_path):
    """Exit code 3, the page named, and nothing written, of no profile."""
    (tmp_path / "names.txt").write_text("Amal Haddad\n", encoding="utf-8")
    (tmp_path / "new.md").write_text("Taken down for Amal Haddad.", encoding="utf-8")
    done = run(
        "bundle",
        "out",
        *TODAY,
        "--names",
        "names.txt",
        "--changes",
        "new.md",
        "--profile",
        "internal",
        "--profile",
        "public",
    )
    assert done.exit_code == 3
    assert "CHANGES.md" in done.output
    assert not (tmp_path / "out").exists()


def test_what_a_reviewer_has_released_is_released(run, tmp_path):
    """A report of children is held until somebody rules ``release``, by name."""
    (tmp_path / "a.txt").write_text(
        "In the morning Rebels attacked children in Qadra, killing 7, officials said.", encoding="utf-8"
    )
    assert run("read", tmp_path / "a.txt", "--published", "2031-05-10").exit_code == 0
    assert run("bundle", "held", *TODAY).exit_code == 0
    assert events(tmp_path / "held/data/jsonl/events.jsonl") == []
    (event,) = json.loads("[" + run("export", "--format", "jsonl").stdout.strip() + "]")
    assert run("review", "release", event["id"], "--by", "Ana").exit_code == 0
    assert run("bundle", "out", *TODAY).exit_code == 0
    assert len(events(tmp_path / "out/data/jsonl/events.jsonl")) == 1


def test_a_changed_byte_is_named(run, record, tmp_path):
    """Exit code 1 and the file; as JSON too."""
    assert run("bundle", "out", *TODAY).exit_code == 0
    path = tmp_path / "out/README.md"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    checked = run("verify-bundle", "out")
    assert checked.exit_code == 1
    assert checked.output.startswith("README.md: it was changed")
    assert json.loads(run("verify-bundle", "out", "--json").output)["faults"][0]["path"] == "README.md"
    assert run("verify-bundle", ".").exit_code == 2


def test_a_dry_run_says_what_would_go_and_writes_no_release(run, tmp_path):
    """The log on standard output; on request the names themselves, for the eyes of whoever publishes."""
    (tmp_path / "a.txt").write_text(
        "At dawn Rebels attacked Karimov in Qadra, killing 7, officials said.", encoding="utf-8"
    )
    assert run("read", tmp_path / "a.txt", "--published", "2031-05-10").exit_code == 0
    told = run("bundle", "out", *TODAY, "--dry-run", "--withheld", "withheld.txt")
    assert told.exit_code == 0, told.output
    assert "private name" in told.stdout
    assert "Karimov" not in told.output
    assert (tmp_path / "withheld.txt").read_text(encoding="utf-8") == "Karimov\n"
    assert not (tmp_path / "out").exists()
    (tmp_path / "keep.txt").write_text("Karimov\n", encoding="utf-8")
    assert run("bundle", "out", *TODAY, "--keep", "keep.txt").exit_code == 0
    assert "Karimov" in (tmp_path / "out/data/jsonl/events.jsonl").read_text(encoding="utf-8")


def test_the_profiles_of_the_command_line_are_those_there_are():
    """Told twice, so that ``--help`` loads nothing."""
    assert set(safety.PROFILES) == set(profiles.PROFILES)
