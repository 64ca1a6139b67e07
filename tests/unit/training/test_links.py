"""Groups of reports: what their markup reads, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.annotations import MarkupError
from training.links import FOLDER, part, read_groups

GOOD = """# a comment
@ made-05 same town, the next day
2021-03-16 Coast Radio: {A bomb went off|one} in Halmet; {it|one} killed two.
2021-03-17 Herald: {Another|two} did, after {the first|one}.
"""


def groups_of(folder: Path, text: str):  # type: ignore[no-untyped-def]
    (folder / "made.txt").write_text(text, encoding="utf-8")
    return read_groups(folder)


def test_reports_are_text_and_what_they_tell(tmp_path: Path) -> None:
    """Marks leave the text; an event marked twice is told once, with both stretches; names are the group's."""
    (group,) = groups_of(tmp_path, GOOD)
    first, second = group.reports
    assert first.text == "A bomb went off in Halmet; it killed two."
    assert [(one.event, [first.text[start:end] for start, end in one.spans]) for one in first.told] == [
        ("made-05/one", ["A bomb went off", "it"])
    ]
    assert [one.event for one in second.told] == ["made-05/two", "made-05/one"]
    assert (group.is_test, part([group], "train"), part([group], "test")) == (True, [], [group])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("@ made 1\n2021-03-16 A: {x|a}\n2021-03-16 A: {x|a}\n", "is no head"),
        ("2021-03-16 A: {x|a}\n", "before any head"),
        ("@ made-01 w\n16 March, A: {x|a}\n", "is no report"),
        ("@ made-01 w\n2021-03-16 A: {x {y|a}|b}\n", "left over"),
        ("@ made-01 w\n2021-03-16 A: nothing\n", "tells of no event"),
        ("@ made-01 w\n2021-03-16 A: {x|a}\n", "has 1 reports"),
        (GOOD + "\n" + GOOD, "ids used twice"),
    ],
)
def test_what_is_not_the_markup_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(MarkupError, match=says):
        groups_of(tmp_path, text)


def test_our_own_groups_can_be_read() -> None:
    """Every report is of two or more, and a good part tells an event that another tells too."""
    groups = read_groups()
    assert len(groups) >= 100
    assert {path.name for path in FOLDER.glob("*.txt")} == {"attacks.txt", "close.txt", "war.txt"}
    told = [one.event for group in groups for report in group.reports for one in report.told]
    assert sum(told.count(event) > 1 for event in set(told)) >= 100
