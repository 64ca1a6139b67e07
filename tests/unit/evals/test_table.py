"""The figures stand in one table."""

from __future__ import annotations

from evals.baseline import compared
from evals.bench import Seconds, Target, passes_table, steps_table, targets_table
from evals.figures import Figure, Measured
from evals.table import Section, printed_table


def section(**changed) -> Section:
    figures = (
        Figure(name="f1", value=0.5, precision=0.4, recall=0.667, of="2/3"),
        Figure(name="clean", value=1.0, least=1.0),
    )
    found = Measured(n=3, figures=figures)
    given = {
        "task": "record", "set": "gold", "unit": "articles", "n": 3, "digest": "d", "measured": found,
        "lines": compared("record", found, "d", {}), "fault": None, "changed": False,
    }  # fmt: skip
    return Section(**{**given, **changed})


def test_a_task_is_named_once_and_columns_line_up():
    """Each figure is a line; only the first one names task, set and size."""
    lines = printed_table([section()]).splitlines()
    assert lines[0].split()[:3] == ["task", "set", "n"]
    assert lines[2].split() == [
        "record",
        "gold",
        "3",
        "articles",
        "f1",
        "0.500",
        "0.400",
        "0.667",
        "2/3",
        "no",
        "floor",
    ]
    assert lines[3].split() == ["clean", "1.000", "1.000", "ok"]
    assert lines[0].index("value") + 5 == lines[2].index("0.500") + 5


def test_a_task_that_failed_says_why():
    """Its fault stands where the figures would, and widens no column."""
    lines = printed_table([section(fault="the scorer ended with exit code 2 " + "x" * 90, lines=())]).splitlines()
    assert "not measured" in lines[2]
    assert lines[2].endswith("x" * 90)
    assert len(lines[0]) < 100


def test_targets_have_a_verdict():
    """At most and at least are both targets; a number without one is only shown."""
    shown = targets_table([
        Target(what="ratio", measured=1.2, unit="times", at_most=1.5), Target(what="gain", measured=1.2, unit="times", at_least=1.7),
        Target(what="pipe", measured=3, unit="s"),
    ])  # fmt: skip
    ratio, gain, pipe = shown.splitlines()[1:]
    assert ratio.endswith("ok")
    assert gain.endswith("MISSED")
    assert pipe.endswith("s")


def test_time_is_shown_by_pass_and_by_step():
    """Passes with their median, steps with their share."""
    passes = [Seconds(3.0, 2.0), Seconds(1.0, 1.0), Seconds(2.0, 1.5)]
    assert passes_table(passes, passes, passes[0]).splitlines()[1].split() == [
        "bare", "pass", "3.00", "1.00", "2.00", "2.00", "1.50",
    ]  # fmt: skip
    assert steps_table({"parse": 3.0, "names": 1.0}).splitlines()[1].split()[:4] == ["parse", "3.00", "75.0", "%"]
