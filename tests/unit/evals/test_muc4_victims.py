"""Who was hit, read off sentences of our own."""

from __future__ import annotations

import pytest

from evals.common import article, plan
from evals.muc4_heads import Filler
from evals.muc4_texts import prepared
from evals.muc4_victims import VictimReader

CASES = [
    ("Gunmen murdered Judge Ana Paz and two bodyguards.", {("Ana Paz", 1, "DEATH"), ("bodyguards", 2, "DEATH")}),
    (
        "Also injured were Lucio Mora and a street vendor.",
        {("Lucio Mora", 1, "INJURY"), ("street vendor", 1, "INJURY")},
    ),
    ("The assassination of Bishop Tomas Vega was condemned.", {("Tomas Vega", 1, "DEATH")}),
    ("Rebels kidnapped three engineers on Monday.", {("engineers", 3, None)}),
    ("The attacks claimed the lives of two nuns.", {("nuns", 2, "DEATH")}),
    (
        "Those who were kidnapped are Jose Vega, 55, and Luis Mora, 40.",
        {("Jose Vega", 1, None), ("Luis Mora", 1, None)},
    ),
    ("Ten other people were also injured.", {("other people", 10, "INJURY")}),
    ("The soldiers fired on the position.", set()),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_people(text: str, expected: set[tuple[str, int, str | None]]) -> None:
    annotations = plan().layers(article(text, None), ("annotations",))["annotations"]
    found = {
        (people.mentions[0], (people.number or {}).get("low"), people.effect)
        for people in VictimReader(annotations).people(())
    }
    assert found == expected


def test_whom_only_the_heads_take_for_victims_is_counted_too() -> None:
    """No word of harm is said of them: the heads' word is enough, and how many they are is read off their words."""
    text = "The dead man's wife and three drivers were in the bus when it was hit."
    annotations = plan().layers(article(text, None), ("annotations",))["annotations"]
    start = text.index("drivers")
    seen = Filler(
        role="VictimDescription", start=start, end=start + 7, chance=0.6, types=(0.9,) * 6, effects=(0.1, 0.8, 0.0, 0.1)
    )
    assert not [each for each in VictimReader(annotations).people(()) if "drivers" in each.mentions]
    (found,) = [each for each in VictimReader(annotations).people((seen,)) if "drivers" in each.mentions]
    assert found.number is not None
    assert found.number["low"] == 3
    assert found.fillers == [seen]


def test_a_prepared_text_is_as_long_as_before() -> None:
    text = "   LIMA, 3 MAY 90 (X) -- [REPORT] [TEXT] THE FMLN [FRONT] SAID\nSO.  [WORDS INDISTINCT] END.\n\n   NEXT."
    found = prepared(text, 20)
    assert len(found) == len(text)
    assert " ".join(found.split()) == "THE FMLN (FRONT) SAID SO. END. NEXT."
