"""Names of sides are asked for in their country and on their day, and a list of names must be right as a whole."""

from __future__ import annotations

import datetime as dt
import json
import sys

import pytest

import evals.__main__ as command
from evals import sides
from evals.sides import Asked, aliases, blank, country_code, plain, predict, sides_of

DAY = dt.date(2016, 5, 3)


def asked(name: str, side: str | None = None, country: str | None = "SY") -> dict:
    return plain(Asked(name, side or name, country, DAY))


def test_a_side_that_lists_actors_is_several_names():
    """Commas part names, but not within a government's."""
    row = {"side_a": "Government of Bosnia, Herzegovina", "side_b": "Ahrar al-Sham, Jabhat Fateh al-Sham",
           "country": "Syria", "date_start": "2016-05-03 00:00:00.000"}  # fmt: skip
    first, second = sides_of(row)
    assert [one.name for one in first] == ["Government of Bosnia, Herzegovina"]
    assert [one.name for one in second] == ["Ahrar al-Sham", "Jabhat Fateh al-Sham"]
    assert {(one.country, one.on) for one in (*first, *second)} == {("SY", DAY)}


def test_countries_have_the_names_that_ucdp_gives_them():
    """With a former name in brackets, or a short one."""
    assert [country_code(name) for name in ("Yemen (North Yemen)", "Israel", "Atlantis")] == ["YE", "IL", None]


def test_a_row_is_right_when_each_of_its_names_is():
    """A name that leads elsewhere is shown with who was found."""
    good, bad = asked("PKK", country="TR"), asked("PKK", side="Fatah", country="TR")
    assert predict({"id": 1, "set": "ged", "asked": [good]}) == {"id": 1, "set": "ged", "wrong": []}
    [words] = predict({"id": 2, "set": "ged", "asked": [good, bad]})["wrong"]
    assert "pkk" in words
    assert "not 'Fatah'" in words
    assert blank({"id": 3, "set": "aec", "asked": [good]})["wrong"] == ["PKK"]


def test_an_accepted_name_is_asked_once_a_country():
    """The same side in the same country gives its names once; a side without a list none."""
    gold = {"side_a_name": "A", "side_b_name": "B", "location_root_name": "Israel", "start_date": "2016-05-03"}
    found = list(aliases([{"gold": gold}, {"gold": gold}], {"A": ["one", "two"]}))
    assert [(one.name, one.side, one.country) for one in found] == [("one", "A", "IL"), ("two", "A", "IL")]


def test_the_sets_give_their_rows(shared):
    """Both sets are read, and a row asks in plain values that another process can take."""
    rows = sides.rows(shared / "data")
    assert {row["set"] for row in rows} == {"ged", "aec"}
    assert all(row["asked"] for row in rows)
    assert json.dumps(rows[0], default=str)


@pytest.mark.parametrize("task", ["sides", "hard"])
def test_without_the_shared_sets_nothing_is_measured(task, tmp_path, monkeypatch, capsys):
    """It says so in a sentence, and that is no failure."""
    monkeypatch.setattr(command, "SHARED", tmp_path / "nothing")
    monkeypatch.setattr(sys, "argv", ["evals", "--only", task])
    assert command.main() == 0
    assert capsys.readouterr().out.startswith("skipped: the evaluation sets are not here")


def test_by_hand_it_skips_too(tmp_path, monkeypatch, capsys):
    """``python -m evals.sides`` needs the sets as well."""
    monkeypatch.setattr(sides, "SHARED", tmp_path / "nothing")
    sides.main()
    assert capsys.readouterr().out.startswith("skipped:")
