"""``tidings sentence`` and ``tidings dossier``: one event by any of its names, in a line and in a page."""

from __future__ import annotations

import hashlib
import json


def read(run, reports) -> str:
    """A record of the reports, and the id of the event in Qadra."""
    assert run("read", reports, "--published", "2019-03-24", "--outlet", "Halden Courier").exit_code == 0
    events = [json.loads(line) for line in run("events", "--all", "--json").stdout.splitlines()]
    return next(event["id"] for event in events if event["values"]["place"]["name"] == "Qadra")


def test_a_sentence_has_its_speaker_its_day_and_its_footnote(run, reports):
    """By id or the beginning of it; the footnote gives words, article, outlet and day."""
    event = read(run, reports)
    said = run("sentence", event)
    assert said.exit_code == 0, said.stderr
    line, _, note = said.stdout.splitlines()
    assert line == (
        "7 people were killed (officials) in an armed clash between rebels and soldiers in Qadra, as of 24 March 2019."
    )
    assert note.startswith("[1] officials: “Rebels attacked soldiers in Qadra, killing 7, officials said.” (")
    assert "Halden Courier, 2019-03-24)" in note
    assert run("sentence", event[3:10]).stdout == said.stdout
    found = json.loads(run("sentence", event, "--rule", "lowest", "--json").stdout)
    assert (found["event"], found["rule"]) == (event, "lowest")
    assert found["footnotes"][0]["file"] == "a.txt"


def test_a_dossier_is_one_whole_file(run, reports, tmp_path):
    """Printed or written, the same bytes; the hash is that of the file that was read."""
    event = read(run, reports)
    assert run("dossier", event, "--out", tmp_path / "page.html").exit_code == 0
    page = (tmp_path / "page.html").read_bytes()
    assert page == run("dossier", event).stdout_bytes
    assert hashlib.sha256((reports / "a.txt").read_bytes()).hexdigest().encode() in page
    assert b"<script" not in page
    failed = run("dossier", event, "--out", tmp_path / "no" / "page.html")
    assert failed.exit_code == 3
    assert "Traceback" not in failed.stderr


def test_an_event_that_there_is_not_is_wrong_usage(run, reports):
    """The error says how to find the events there are."""
    read(run, reports)
    for command in ("sentence", "dossier"):
        wrong = run(command, "c1:ffff")
        assert wrong.exit_code == 2
        assert "tidings events" in wrong.stderr
