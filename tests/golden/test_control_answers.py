"""Short reports of many wars in, who held a place on a day out: statements read, weighed and answered (``control/wars.yaml``)."""

from __future__ import annotations

from typing import Any

import pytest

from evals.common import code
from evals.hard import Case, golden_cases, slug
from tidings.control.answer import answer
from tidings.control.gather import evidence_of
from tidings.model.control import ControlPlace
from tidings.reference.actors import ActorTable
from tidings.reference.control_rules import load_control_rules

ASKED = [(case, asked) for case in golden_cases("control") for asked in case.get("asked", ())]
TABLE = ActorTable.load()


@pytest.mark.parametrize(
    ("case", "asked"), ASKED, ids=[f"{slug(case['text'])}-{asked['day']}" for case, asked in ASKED]
)
def test_a_report_answers_who_held_a_place(case: Case, asked: dict[str, Any]) -> None:
    """The holder, or contested, unknown or none, as a careful reader of the one report would say."""
    coding = code(case["text"], case["published"])[1]
    pieces = [piece for piece in evidence_of(coding, "g1", TABLE) if piece.place.name == asked["place"]]
    place = pieces[0].place if pieces else _unheard_of(asked["place"])
    given = answer(place, pieces, asked["day"], None, load_control_rules())
    assert (given.holder or given.state) == asked["answer"], given.why


def _unheard_of(name: str) -> ControlPlace:
    return ControlPlace(
        key=f"name:{name}", name=name, lat=None, lon=None, country=None, admin1=None, admin2=None, precision="unresolved",
        radius_km=None,
    )  # fmt: skip
