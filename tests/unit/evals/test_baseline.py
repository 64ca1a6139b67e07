"""Floors: a drop is noticed, and a changed set is told apart from a changed tidings."""

from __future__ import annotations

import pytest

from evals.baseline import SLACK, Baseline, compared, pinned, read_baseline, set_digest, write_baseline
from evals.figures import Figure, Measured
from tidings.errors import DataError


def measured(**values: float) -> Measured:
    return Measured(n=7, figures=tuple(Figure(name=name, value=value) for name, value in values.items()))


def verdicts(found, digest, floors) -> dict[str, str]:
    return {line.figure.name: line.verdict for line in compared("task", found, digest, floors)}


def test_a_floor_lies_a_slack_below_what_was_measured():
    """And never below zero, nor below what an issue asks for."""
    asked = Measured(n=1, figures=(Figure(name="quotes", value=1.0, least=1.0), Figure(name="low", value=0.01)))
    assert pinned(measured(f1=0.5), "d").floors == {"f1": 0.5 - SLACK}
    assert pinned(asked, "d").floors == {"quotes": 1.0, "low": 0.0}


def test_a_drop_is_missed_and_a_small_one_is_not():
    """Within the slack is ok, below it is missed, a new figure has no floor, one that is not measured any more is gone."""
    floors = {"task": pinned(measured(a=0.5, b=0.5, c=0.5), "d")}
    assert verdicts(measured(a=0.48, b=0.479, new=0.1), "d", floors) == {
        "a": "ok", "b": "missed", "new": "no floor", "c": "gone",
    }  # fmt: skip


def test_a_changed_set_says_nothing_about_tidings():
    """Floors of another set are not held; what an issue asks for is."""
    floors = {"task": pinned(measured(a=0.9), "old")}
    assert verdicts(measured(a=0.1), "new", floors) == {"a": "other set"}
    asked = Measured(n=1, figures=(Figure(name="a", value=0.1, least=0.5),))
    assert verdicts(asked, "new", floors) == {"a": "missed"}


def test_a_digest_sees_names_and_bytes(tmp_path):
    """The same files give the same digest; a changed byte, another name or another file give another."""
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "one.txt").write_text("one")
    first = set_digest(tmp_path, ("set",))
    assert set_digest(tmp_path, ("set/one.txt",)) == first
    (tmp_path / "set" / "two.txt").write_text("two")
    second = set_digest(tmp_path, ("set",))
    (tmp_path / "set" / "two.txt").write_text("tow")
    assert len({first, second, set_digest(tmp_path, ("set",))}) == 3


def test_a_baseline_is_read_back(tmp_path):
    """What was written is read; no file is no floors; a damaged file says how to make it anew."""
    path = tmp_path / "baseline.json"
    assert read_baseline(path).tasks == {}
    baseline = Baseline(slack=SLACK, tasks={"task": pinned(measured(a=0.5), "d")})
    write_baseline(path, baseline)
    assert read_baseline(path) == baseline
    path.write_text("{")
    with pytest.raises(DataError, match="--update"):
        read_baseline(path)
