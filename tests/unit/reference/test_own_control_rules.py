"""A user's own rules: what may be edited works, what is wrong is named in one line with its place and value."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from tidings.errors import DataError
from tidings.reference.control_rules import load_control_rules
from tidings.reference.own_control_rules import faults, own_control_rules

SHIPPED = (files("tidings.reference") / "data" / "control_rules.yaml").read_text(encoding="utf-8")


def edited(path, value):
    """The shipped table with one place changed; ``...`` takes it out."""
    raw = yaml.safe_load(SHIPPED)
    *way, last = path.split(".")
    part = raw
    for name in way:
        part = part[name]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return raw


def file_with(folder, raw):
    path = folder / "my_rules.yaml"
    path.write_text(raw if isinstance(raw, str) else yaml.safe_dump(raw), encoding="utf-8")
    return path


def test_the_shipped_table_has_no_fault_and_is_what_is_used_without_a_file():
    assert list(faults(yaml.safe_load(SHIPPED))) == []
    assert own_control_rules(None) == load_control_rules()


def test_a_copy_of_the_shipped_table_reads_the_same(tmp_path):
    assert own_control_rules(file_with(tmp_path, SHIPPED)) == load_control_rules()


def test_what_is_edited_counts(tmp_path):
    """A careful desk reports from 0.8 on and forgets after a month."""
    raw = edited("report.least", 0.8)
    raw["report"]["stale_days"] = 30
    raw["changes"]["withdrawal"]["to"] = {"none": 1}
    rules = own_control_rules(file_with(tmp_path, raw))
    assert (rules.report.least, rules.report.stale_days) == (0.8, 30)
    assert rules.digest != load_control_rules().digest


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("version", 2),
        ("rates.held.taken", -0.1),
        ("rates.held.taken", 0),
        ("rates.none.held", float("nan")),
        ("rates.none.held", float("inf")),
        ("rates.none.held", 60),
        ("prior.party", 0),
        ("prior.party", "much"),
        ("trust.capture.self", 1.0),
        ("trust.capture.self", -0.2),
        ("trust.capture.self", True),
        ("trust.capture.self", None),
        ("statements.siege.named", 0),
        ("statements.siege.named", 1.2),
        ("changes.capture.was.against", 0),
        ("changes.capture.to.named", 2),
        ("again.days", -1),
        ("again.days", 1.5),
        ("again.next", 1.1),
        ("weaker.area", 3),
        ("temper", 0),
        ("report.least", 0),
        ("report.least", 1.5),
        ("report.stale_days", 0),
        ("report.stale_days", "a year"),
    ],
)
def test_a_figure_that_makes_no_sense_is_named_with_its_place(tmp_path, path, value):
    """One line: the file, where in it, what stands there, what is wanted."""
    with pytest.raises(DataError) as told:
        own_control_rules(file_with(tmp_path, edited(path, value)))
    said = str(told.value)
    assert "my_rules.yaml" in said
    assert f"{path} is {value!r}" in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("rates", ..., "the file says nothing of rates"),
        ("rates.held.taken", ..., "rates.held says nothing of taken"),
        ("trust.siege", ..., "trust says nothing of siege"),
        ("trust.siege.unnamed", ..., "trust.siege says nothing of unnamed"),
        ("statements.siege", ..., "statements says nothing of siege"),
        ("report", 0.5, "report is 0.5: a table of least, stale_days, back_days is wanted"),
        ("trust.siege", [0.5], "trust.siege is [0.5]: a table of"),
        ("rates.held.takn", 0.1, "rates.held has 'takn', which nothing reads"),
        ("raport", {}, "the file has 'raport', which nothing reads"),
        ("statements.rumour", {}, "statements has 'rumour', which nothing reads"),
        ("changes.capture.to", {}, "changes.capture.to leads nowhere"),
        ("changes.capture.to", {"victor": 1}, "changes.capture.to has 'victor'"),
        ("changes.capture.moves", ["victor"], "changes.capture.moves is ['victor']"),
        ("changes.capture.moves", "named", "changes.capture.moves is 'named'"),
        ("changes.capture.moves", [], "changes.capture.moves is []"),
    ],
)
def test_what_is_missing_or_not_known_is_named(tmp_path, path, value, said):
    with pytest.raises(DataError) as told:
        own_control_rules(file_with(tmp_path, edited(path, value)))
    assert said in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("content", ["", "just words", "- a\n- list", "rates: {held: [", "\x00"])
def test_a_file_that_is_no_table_says_so_in_a_line(tmp_path, content):
    with pytest.raises(DataError) as told:
        own_control_rules(file_with(tmp_path, content))
    assert "my_rules.yaml" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_cannot_be_read_says_so(tmp_path):
    (tmp_path / "latin.yaml").write_bytes(b"version: 1 # caf\xe9")
    for path in (tmp_path / "latin.yaml", tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(DataError, match=path.name):
            own_control_rules(path)


def test_several_faults_are_told_one_a_line():
    """The command names the first; whoever asks for all gets all."""
    raw = edited("report.least", 2)
    raw["temper"] = -1
    assert len(list(faults(raw))) == 2


def test_a_file_of_another_kind_is_shown_by_its_beginning():
    (fault,) = faults("word " * 1000)
    assert fault.startswith("the file is 'word word")
    assert len(fault) < 200
