"""``tidings control`` from the command line: every form of the question, and every way to ask it wrongly."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from tests.tellings import control, stating, telling
from tidings.model.judgement import Judgement
from tidings.store.judgements import add_judgement
from tidings.store.rows import Entry
from tidings.store.store import open_store

FRONT, ARMY = "Northern Front", "Grey Army"
HERE = {"admin1": "East", "admin2": "Upper East"}


def fill(path, codings):
    with open_store(path, create=True) as store:
        store.add_manifest("m1:test", b"{}")
        for coding in codings:
            store.add(Entry(coding=coding, capture=None, manifest="m1:test", complete=True))


def fight():
    sides = {"actors": [(FRONT, "rebel_group")], "recipients": [(ARMY, "state_forces")]}
    return telling(
        "d",
        "armed_clash",
        day="2031-05-04",
        published="2031-05-05",
        place="Tolmen",
        point=(-14.31234, 46.98765),
        more="Clashes.",
        **sides,
    )


@pytest.fixture
def record(run, tmp_path):
    """A town that changes hands, another, a clinic; in the current folder."""
    codings = [
        stating("a", control(ARMY, on="2031-05-01", **HERE), published="2031-05-02", outlet="Courier"),
        stating(
            "b",
            control(FRONT, "capture", on="2031-05-11", previous=ARMY, **HERE),
            published="2031-05-14",
            outlet="Herald",
        ),
        stating("c", control(FRONT, on="2031-05-13", **HERE), published="2031-05-15", outlet="Courier"),
        stating(
            "e",
            control(ARMY, place="Tolmen", point=(-14.31234, 46.98765), on="2031-05-03", **HERE),
            published="2031-05-04",
        ),
        stating("f", control(ARMY, place="Tolmen field hospital", on="2031-05-03", **HERE), published="2031-05-04"),
        fight(),
    ]
    fill(tmp_path / "tidings.db", codings)
    return tmp_path / "tidings.db"


def asked(run, *words):
    result = run("control", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def said(answer):
    return answer["holder"] or answer["state"]


def test_who_held_it_then_and_as_known_then(run, record):
    """The capture of the 11th was published on the 14th."""
    words = ("--place", "Qadra", "--on", "2031-05-12")
    assert said(asked(run, *words)) == FRONT
    then = asked(run, *words, "--as-known", "2031-05-12")
    assert (said(then), then["reading"], then["as_known"]) == (ARMY, "filtered", "2031-05-12")
    assert sum(then["shares"].values()) == pytest.approx(1, abs=0.001)


def test_people_get_the_answer_its_reason_and_a_table(run, record):
    told = run("control", "--place", "Qadra", "--on", "2031-05-12").stdout
    assert told.startswith(f"Qadra on 2031-05-12: {FRONT}\nHeld by {FRONT} with ")
    for part in ("shares", "last word", "would change", "with rates halved", "moves", "Herald (independent)", "“"):
        assert part in told


def test_a_place_nobody_tells_of_is_unknown_and_no_error(run, record):
    """Exit code 0; standard error says that no report tells, and which places there are."""
    result = run("control", "--place", "Qadretta", "--on", "2031-05-12")
    assert result.exit_code == 0
    assert "it tells of Qadra" in result.stderr
    result = run("control", "--place", "Nowhere at All", "--on", "2031-05-12")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "Nowhere at All on 2031-05-12: unknown")
    assert "no report tells" in result.stdout
    assert "%" not in result.stdout
    silent = asked(run, "--place", "Nowhere at All", "--on", "2031-05-12")
    assert (silent["state"], silent["holder"], silent["evidence"]) == ("unknown", None, [])


def test_of_two_places_of_one_name_the_other_is_named(run, tmp_path):
    rows = [
        stating(str(no), control(FRONT, place="Harrow", id=f"gn:{no}", admin1=name))
        for no, name in enumerate(("East", "West"))
    ]
    fill(tmp_path / "tidings.db", rows)
    result = run("control", "--place", "Harrow", "--on", "2031-05-10")
    assert "gn:0 is meant; also called so: Harrow (gn:1, West)" in result.stderr


def test_series_of_one_place_and_of_all(run, record):
    everything = [json.loads(line) for line in run("control", "--series", "--format", "json").stdout.splitlines()]
    one = [json.loads(line) for line in run("control", "--series", "--place", "Qadra", "--json").stdout.splitlines()]
    assert one == [row for row in everything if row["place_id"] == "td:qadra"]
    assert {row["place_name"] for row in everything} == {"Qadra", "Tolmen", "Tolmen field hospital"}
    assert {row["date_to"] for row in everything} >= {"2031-05-15"}  # the last day anything was published
    later = run("control", "--series", "--until", "2031-06-01", "--format", "csv").stdout
    assert {row["as_of"] for row in csv.DictReader(io.StringIO(later))} == {"2031-06-01"}
    assert "Grey Army" in run("control", "--series").stdout


def test_series_as_known_uses_nothing_later(run, record):
    rows = [
        json.loads(line)
        for line in run("control", "--series", "--as-known", "2031-05-13", "--json").stdout.splitlines()
    ]
    assert {row["date_to"] for row in rows} >= {"2031-05-13"}
    assert "northern front" not in {row["controller"] for row in rows}


def test_a_map_goes_to_a_file_whole(run, record, tmp_path):
    result = run("control", "--series", "--format", "geojson", "--out", "map.geojson")
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads((tmp_path / "map.geojson").read_text())["type"] == "FeatureCollection"


def test_totals_for_people_machines_and_one_party(run, record):
    told = json.loads(run("control", "--totals", "--every", "day", "--json").stdout)
    assert {row["name"] for row in told["parties"]} == {FRONT, ARMY}
    assert {row["places"] for row in told["overall"]} <= {1, 2, 3}
    alone = list(
        csv.DictReader(io.StringIO(run("control", "--totals", "--actor", "northern front", "--format", "csv").stdout))
    )
    assert {row["name"] for row in alone} == {FRONT}
    assert "contested share" in run("control", "--totals").stdout
    result = run("control", "--totals", "--actor", "Nobody Known")
    assert result.exit_code == 2
    assert FRONT in result.stderr


def test_the_public_profile_delays_rounds_and_leaves_sites_out(run, record):
    """On the 16th the public is told nothing later than the 9th, and of no hospital."""
    result = run("control", "--series", "--profile", "public", "--today", "2031-05-16", "--format", "json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {row["place_name"] for row in rows} == {"Qadra", "Tolmen"}
    assert {row["controller_name"] for row in rows} - {None} == {ARMY}
    assert max(row["date_to"] for row in rows) == max(row["as_of"] for row in rows) == "2031-05-09"
    assert {row["longitude"] for row in rows} == {45.7, 46.99}
    assert {row["words"] for row in rows} == {None}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say what is asked"),
        (("--on", "2031-05-12"), "--place NAME"),
        (("--on", "2031-05-12", "--series", "--place", "Qadra"), "say what is asked"),
        (("--place", "Qadra", "--on", "12 May"), "is no date"),
        (("--place", "Qadra", "--on", "2031-05-12", "--format", "csv"), "--format csv"),
        (("--place", "Qadra", "--on", "2031-05-12", "--out", "x"), "--out"),
        (("--place", "Qadra", "--on", "2031-05-12", "--until", "2031-06-01"), "--until"),
        (("--place", "Qadra", "--on", "2031-05-12", "--actor", FRONT), "--actor"),
        (("--place", "Qadra", "--on", "2031-05-12", "--every", "week"), "--every"),
        (("--series", "--every", "month"), "--every"),
        (("--place", " ", "--on", "2031-05-12"), "it is empty"),
        (
            ("--place", "Qadra", "--on", "2031-05-12", "--profile", "public", "--today", "2031-06-01"),
            "not for the public",
        ),
        (("--series", "--profile", "public"), "--today"),
        (("--series", "--actor", FRONT), "--actor"),
        (("--totals", "--place", "Qadra"), "--place"),
        (("--totals", "--format", "geojson"), "--format geojson"),
        (("--series", "--rules", "none.yaml"), "none.yaml"),
        (("--series", "--db", "none.db"), "none.db"),
    ],
)
def test_a_question_that_makes_no_sense_is_wrong_usage(run, record, words, said):
    """One plain line on standard error, nothing on standard output."""
    result = run("control", *words)
    assert result.exit_code in (2, 3)
    assert result.stdout == ""
    assert said in result.stderr


def test_rules_of_your_own_count_and_faults_are_named(run, record, tmp_path):
    from importlib.resources import files

    shipped = (files("tidings.reference") / "data" / "control_rules.yaml").read_text(encoding="utf-8")
    rules = tmp_path / "mine.yaml"
    rules.write_text(shipped.replace("least: 0.5", "least: 0.999"), encoding="utf-8")
    assert said(asked(run, "--place", "Qadra", "--on", "2031-05-12", "--rules", rules)) == "unknown"
    rules.write_text(shipped.replace("least: 0.5", "least: 7"), encoding="utf-8")
    result = run("control", "--place", "Qadra", "--on", "2031-05-12", "--rules", rules)
    assert result.exit_code != 0
    assert "report.least is 7" in result.stderr


def test_a_record_without_a_day_of_publication_wants_an_end(run, tmp_path):
    fill(tmp_path / "tidings.db", [stating("u", control(FRONT, on="2031-05-11"), published=None)])
    result = run("control", "--series")
    assert result.exit_code == 2
    assert "--until" in result.stderr
    assert "Qadra" in run("control", "--series", "--until", "2031-06-01").stdout


def test_an_empty_record_answers_in_every_form(run, tmp_path):
    fill(tmp_path / "tidings.db", [])
    assert run("control", "--place", "Qadra", "--on", "2031-05-12").exit_code == 0
    assert (
        json.loads(run("control", "--series", "--until", "2031-06-01", "--format", "geojson").stdout)["features"] == []
    )
    assert run("control", "--totals", "--until", "2031-06-01").exit_code == 0
    assert run("control", "--totals", "--until", "2031-06-01", "--format", "csv").stdout.startswith("day")


def test_a_ruling_counts_at_once_and_as_stored_looks_back(run, record, monkeypatch):
    """The account of the fight is rejected a day later: it is no evidence any more, and was before."""
    (account,) = fight().accounts

    def of_accounts(*words):
        found = asked(run, "--place", "Tolmen", "--on", "2031-05-05", *words)
        return "clash_inside" in {piece["kind"] for piece in found["evidence"]}

    assert of_accounts()
    after = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(after.timestamp())))
    with open_store(record, create=False) as store:
        add_judgement(
            store,
            Judgement(
                id="", at="", by="Ana", verb="reject", target=account.id, accounts=(account.id,), reason="another town",
            ),
        )  # fmt: skip
    assert not of_accounts()
    assert of_accounts("--as-stored", str((after - dt.timedelta(days=1)).date()))


def test_the_record_is_found_where_it_says(run, record, tmp_path):
    Path(record).rename(tmp_path / "other.db")
    assert run("control", "--series", "--db", "other.db").exit_code == 0
