"""The texts that speed is measured on are named in a list that anybody can make again."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from evals.bench_texts import WANTED, chosen, names, smallest, text_of
from tidings.errors import DataError


def test_the_list_holds_300_names_once():
    """As many as the issue says, each once, in order."""
    found = names()
    assert len(found) == len(set(found)) == WANTED
    assert list(found) == sorted(found)


def test_names_lead_to_texts(tmp_path):
    """A file of its own with the day of its manifest, or a row of a set by its id."""
    (tmp_path / "a.txt").write_text("Shells fell on Tarn Ford.")
    (tmp_path / "manifest.csv").write_text("file,published\na.txt,2031-05-06\n")
    (tmp_path / "set.jsonl").write_text(
        json.dumps({"id": 7, "text": "A truce.", "source_date": "2031-05-07 10:00"}) + "\n"
    )
    assert text_of("a.txt", tmp_path).published == dt.date(2031, 5, 6)
    assert text_of("set.jsonl#7", tmp_path).published == dt.date(2031, 5, 7)
    with pytest.raises(DataError, match="#8 of the list"):
        text_of("set.jsonl#8", tmp_path)


def test_a_choice_depends_on_names_alone():
    """The order in which names come does not matter."""
    given = [f"n{number}" for number in range(50)]
    assert smallest(given, 5) == smallest(given[::-1], 5)


def test_the_list_is_the_one_that_is_described(shared):
    """Choosing again gives the list that is kept."""
    assert chosen(shared) == names()
