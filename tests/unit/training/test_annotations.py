"""The markup of our own annotated sentences: what it reads, and what it refuses with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.annotations import MarkupError, event_types, is_test, read, read_all

GOOD = """# a comment
@ made-0001 2021-05-18 Sahel
{Gunmen|A.actor} {attacked|A:attack_on_civilians} {Sobane|A.place}, {killing|A} {12 farmers|A.killed,A.recipient}.

@ made-0002 - Sahel = made-0001
The {attack|-sport} on the title went on.
"""


def items_of(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    return list(read(path, event_types()))


def test_items_are_text_and_marks(tmp_path: Path) -> None:
    one, other = items_of(tmp_path, GOOD)
    assert one.text == "Gunmen attacked Sobane, killing 12 farmers."
    assert one.accounts["A"].type == "attack_on_civilians"
    assert {(one.text[mark.start : mark.end], mark.role) for mark in one.marks} == {
        ("Gunmen", "actor"), ("attacked", "trigger"), ("Sobane", "place"), ("killing", "trigger"),
        ("12 farmers", "killed"), ("12 farmers", "recipient"),
    }  # fmt: skip
    assert other.published is None
    assert other.swap == "made-0001"
    assert other.marks[0].why == "sport"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{shot|A:shooting}", "shooting is no event type"),
        ("{shot|A:killing/maybe}", "maybe is none of"),
        ("{men|A.doer} {shot|A:killing}", "doer is none of"),
        ("{men|B.actor} {shot|A:killing}", "account B has no trigger"),
        ("{shot|A:killing} and {shot|A:killing}", "two triggers with a type"),
        ("{game|-golf}", "-golf is none of"),
        ("{shot |A:killing}", "blank at its edge"),
        ("{a {shot|A:killing}", "spans do not nest"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(MarkupError, match=says) as found:
        items_of(tmp_path, f"@ made-0001 2021-05-18 Sahel\n{line}\n")
    assert "made.txt:1" in str(found.value)


def test_all_our_items_follow_the_markup_and_cover_every_type() -> None:
    items = read_all()
    assert len(items) >= 1_500
    types = {told.type for item in items for told in item.accounts.values()}
    assert types == set(event_types())
    assert 0.15 < sum(map(is_test, items)) / len(items) < 0.25


def test_twins_fall_into_the_same_part() -> None:
    items = {item.id: item for item in read_all()}
    assert [item.id for item in items.values() if item.swap and is_test(item) != is_test(items[item.swap])] == []
