"""The scorer of MUC-4's date and victim slots, on templates of our own making."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.common import SHARED, read_rows
from evals.muc4_slots import date_credit, document, key_rows, mention_credit, number_credit, perfect, score

DAY = {"form": "on", "start": "1990-01-15", "end": "1990-01-15"}
BY = {"form": "on_or_before", "start": None, "end": "1990-01-15"}
WEEK = {"form": "between", "start": "1990-01-10", "end": "1990-01-16"}


def number(low: int | None, high: int | None, *, approx: bool | None = False) -> dict[str, Any]:
    return {"raw": "", "low": low, "high": high, "approx": approx}


def entry(*values: str, ref: tuple[str, ...] = (), optional: bool = False, **more: Any) -> dict[str, Any]:
    return {"values": list(values), "ref": list(ref), "optional": optional, **more}


def key(kind: str = "ATTACK", *, optional: bool = False, date: dict[str, Any] = DAY) -> dict[str, Any]:
    """One template: a named mayor killed, six villagers hurt."""
    return {
        "optional": optional, "incident_type": [kind], "incident_date": {"raw": "", "readings": [date]},
        "hum_tgt_name": [entry("ANA PAZ")],
        "hum_tgt_description": [entry("MAYOR", ref=("ANA PAZ",)), entry("VILLAGERS")],
        "hum_tgt_number": [
            entry("1", ref=("ANA PAZ",), numbers=[number(1, 1)]), entry("6", ref=("VILLAGERS",), numbers=[number(6, 6)]),
        ],
        "hum_tgt_effect": [entry("DEATH", ref=("ANA PAZ",)), entry("INJURY", ref=("VILLAGERS",))],
    }  # fmt: skip


def answer(kind: str = "attack", victims: tuple[tuple[str, int, str], ...] = ()) -> dict[str, Any]:
    return {
        "incident_type": kind, "date": DAY,
        "victims": [{"mentions": [words], "number": number(count, count), "effect": effect} for words, count, effect in victims],
    }  # fmt: skip


def test_rows_of_a_key_join_a_description_to_its_name() -> None:
    mayor, villagers = key_rows(key())
    assert mayor["mentions"] == ["ANA PAZ", "MAYOR"]
    assert (villagers["number"][0]["low"], villagers["effect"]) == (6, ["INJURY"])


def test_an_effect_on_nobody_is_a_row_of_its_own() -> None:
    bare = {**key(), "hum_tgt_name": [], "hum_tgt_description": [], "hum_tgt_number": []}
    bare["hum_tgt_effect"] = [entry("NO INJURY OR DEATH")]
    assert [(row["mentions"], row["effect"]) for row in key_rows(bare)] == [([], ["NO INJURY OR DEATH"])]


def test_a_perfect_answer_gets_every_point() -> None:
    rows = [{"docid": "1", "templates": [key(), key("BOMBING")]}]
    for strict in (False, True):
        found = score(rows, [perfect(rows[0])], strict=strict)
        assert {slot: figures["f1"] for slot, figures in found.items()} == dict.fromkeys(found, 1.0)


@pytest.mark.parametrize("split", ["train", "dev"])
def test_gold_against_gold(split: str) -> None:
    path: Path = SHARED / "data" / "muc4" / f"{split}.rich.jsonl"
    if not path.exists():
        pytest.skip("the set is not here")
    rows = list(read_rows(path))
    for strict in (False, True):
        found = score(rows, map(perfect, rows), strict=strict)
        assert all(figures["f1"] == 1.0 for figures in found.values())


def test_missed_and_spurious_templates_count() -> None:
    found = document([key()], [])
    assert (found["date"].possible, found["victim"].possible, found["number"].actual) == (1, 2, 0)
    found = document([], [answer(victims=(("the mayor", 1, "DEATH"),))])
    assert (found["date"].actual, found["victim"].actual, found["effect"].possible) == (1, 1, 0)


def test_an_optional_template_counts_only_when_given() -> None:
    assert document([key(optional=True)], [])["type"].possible == 0
    assert document([key(optional=True)], [answer()])["type"].possible == 1


def test_the_mapping_takes_what_gains_most() -> None:
    other = {**key(), "hum_tgt_name": [], "hum_tgt_description": [], "hum_tgt_number": [], "hum_tgt_effect": []}
    found = document([other, key()], [answer(victims=(("Ana Paz", 1, "DEATH"), ("villagers", 6, "INJURY")))])
    assert (found["victim"].points, found["number"].points, found["effect"].points) == (2, 2, 2)


def test_a_general_type_is_half_right_of_a_special_one() -> None:
    assert document([key("BOMBING")], [answer("attack")])["type"].points == 0.5
    assert document([key("BOMBING")], [answer("attack")], strict=True)["type"].points == 0
    assert document([key("KIDNAPPING")], [answer("bombing")])["type"].points == 0


def test_a_wrong_row_takes_its_fills_along() -> None:
    found = document([key()], [answer(victims=(("a doctor", 1, "DEATH"),))])
    assert (found["victim"].points, found["number"].points, found["effect"].points) == (0, 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        (DAY, DAY, 1), (DAY, BY, 0.5), (DAY, WEEK, 0.5), (BY, {**BY, "end": "1990-01-16"}, 0),
        (DAY, {**DAY, "start": "1990-01-16", "end": "1990-01-16"}, 0),
    ],
)  # fmt: skip
def test_dates(one: dict[str, Any], other: dict[str, Any], points: float) -> None:
    assert date_credit(one, other) == points
    assert date_credit(one, other, strict=True) == (points == 1)


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        (number(6, 6), number(6, 6), 1), (number(6, 6), number(6, 6, approx=True), 0.5), (number(10, None), number(10, 10), 0.5),
        (number(6, 6), number(7, 7), 0), (number(None, None, approx=None), number(6, 6), 0),
        (number(None, None, approx=None), number(None, None, approx=None), 1), (number(5, 10), number(7, 7), 0.5),
    ],
)  # fmt: skip
def test_numbers(one: dict[str, Any], other: dict[str, Any], points: float) -> None:
    assert number_credit(one, other) == points


def test_mentions() -> None:
    assert mention_credit("MAYOR OF LIMA", "the mayor") == 1
    assert mention_credit("MAYOR OF LIMA", "the governor of Lima") == 0.5
    assert mention_credit("MAYOR", "mayor of Lima", strict=True) == 0
