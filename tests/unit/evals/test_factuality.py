"""The mapping of two sets of factuality to three classes, and the figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.factuality import Item, Model, Score, fit, load_model, meantime_class, meantime_items, read_class, uds_items
from tidings.annotate.sentences import SpacyParser

_UDS = (
    '{"id": "a", "text": "Rebels shelled the town but failed to take it .", "targets": ['
    '{"text": "shelled", "start": 7, "end": 14, "factuality": 2.6}, '
    '{"text": "take", "start": 36, "end": 40, "factuality": -1.5}]}\n'
)
_MEANTIME = (
    '{"docid": "a", "sentence": 0, "text": "The firm will not cut jobs .", "events": ['
    '{"text": "cut", "start": 18, "end": 21, "certainty": "CERTAIN", "polarity": "NEG", "time": "FUTURE"}]}\n'
)


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


@pytest.mark.parametrize(
    ("certainty", "polarity", "time", "wanted"),
    [
        ("CERTAIN", "POS", "NON_FUTURE", "happened"),
        ("CERTAIN", "POS", "UNDERSPECIFIED", "happened"),
        ("CERTAIN", "POS", "FUTURE", "uncertain"),
        ("POSSIBLE", "POS", "NON_FUTURE", "uncertain"),
        ("UNDERSPECIFIED", "UNDERSPECIFIED", "FUTURE", "uncertain"),
        ("CERTAIN", "NEG", "FUTURE", "did not"),
    ],
)
def test_meantime_attributes_are_three_classes(certainty: str, polarity: str, time: str, wanted: str) -> None:
    """Only what is certain, affirmed and not to come has happened."""
    assert meantime_class({"certainty": certainty, "polarity": polarity, "time": time}) == wanted


def test_uds_numbers_are_thirds_of_their_scale(tmp_path: Path, parser: SpacyParser) -> None:
    """Above 1 it happened, below -1 it did not; ours sees the failure too."""
    file = tmp_path / "uds.jsonl"
    file.write_text(_UDS, encoding="utf-8")
    items = list(uds_items(file, parser))
    assert [item.gold for item in items] == ["happened", "did not"]
    assert [read_class(item.standing) for item in items] == ["happened", "did not"]
    model = load_model()
    assert model.value(items[0]) > model.value(items[1])


def test_meantime_events_are_read(tmp_path: Path, parser: SpacyParser) -> None:
    """A negated future is "did not" on both sides."""
    file = tmp_path / "meantime.jsonl"
    file.write_text(_MEANTIME, encoding="utf-8")
    (item,) = meantime_items(file, parser)
    assert (item.gold, read_class(item.standing)) == ("did not", "did not")


def test_macro_f1_weighs_the_classes_alike() -> None:
    """The mean of the three F1, however rare a class is."""
    told = Score(
        Counter({("happened", "happened"): 8, ("did not", "happened"): 1, ("did not", "did not"): 1, ("uncertain", "happened"): 1})
    )  # fmt: skip
    assert told.f1("did not") == pytest.approx(2 / 3)
    assert told.f1("uncertain") == 0.0
    assert told.macro == pytest.approx((16 / 18 + 2 / 3) / 3)
    assert (told.right, told.asked) == (9, 11)


def test_weights_are_fitted_on_what_is_often_seen() -> None:
    """A feature seen less than twenty times has no weight; the cuts lie in order."""
    told = [Item("", "", "happened", 3.0, (), ("always", "tense past"))] * 30
    bare = [Item("", "", "did not", -3.0, (), ("always", "tense bare"))] * 30
    rare = [Item("", "", "uncertain", 0.0, (), ("always", "rare"))]
    model = fit([*told, *bare, *rare])
    assert "rare" not in model.weights
    assert model.weights["tense past"] > 0 > model.weights["tense bare"]
    assert model.low < model.high
    assert isinstance(model, Model)
