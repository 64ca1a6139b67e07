"""Arguments of RAMS in our roles: which are asked, and when one is right."""

from __future__ import annotations

import pytest

from evals import rams
from evals.wikievents import Argument

TEXT = "Rebels of the north shelled Daraya with mortars for hours"


def row(kind: str = "conflict.attack.airstrikemissilestrike") -> dict:
    def words(role: str, text: str) -> dict:
        return {"role": role, "text": text, "start": TEXT.index(text), "end": TEXT.index(text) + len(text)}

    arguments = [words("attacker", "Rebels"), words("place", "Daraya"), words("money", "hours")]
    return {"text": TEXT, "events": [{"type": kind, "trigger": words("", "shelled"), "arguments": arguments}]}


def told(role: str, text: str) -> Argument:
    return Argument(TEXT.index("shelled"), role, TEXT.index(text), TEXT.index(text) + len(text))


def test_roles_that_are_none_of_ours_are_not_asked() -> None:
    """An attacker is an actor; money is left out."""
    assert [each.role for each in rams.key(row())] == ["actor", "place"]


def test_the_last_word_and_the_role_make_an_argument_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """More words around it cost the span alone; another role is wrong; roles of other sets do not count."""
    found = [told("actor", "Rebels"), told("place", "shelled Daraya"), told("means", "mortars"), told("date", "hours")]
    monkeypatch.setattr(rams, "arguments", lambda text, of: found)
    said = rams.figures([row()])
    assert said["arguments"] == pytest.approx(2 * 2 / (3 + 2))
    assert said["span"] == pytest.approx(2 * 1 / (3 + 2))
    assert (said["actor"], said["place"], said["means"]) == (1, 1, 0)


def test_only_conflict_and_life_are_violent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rams, "arguments", lambda text, of: [told("actor", "Rebels")])
    said = rams.figures([row("movement.transportperson.evacuationrescue")])
    assert said["arguments"] > 0
    assert said["violent"] == 0
