"""Places and actors of one's own at the desk: typed in review, found, ruled on, and shown on the map (the sample reports of ``make demo``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.end_to_end.desk.coded_events import events
from tests.end_to_end.desk.test_review import Reviewer, found
from tests.end_to_end.invented import run

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
OWN = ("--gazetteer", SAMPLES / "gazetteer.tsv", "--actors", SAMPLES / "actors.yaml")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The record of ``make demo``."""
    db = tmp_path / "demo.db"
    run("read", SAMPLES / "reports", "--manifest", SAMPLES / "reports" / "manifest.csv", *OWN, "--db", db)
    return db


def _choose(coder: Reviewer, field: str, typed: str, shown: str) -> None:
    """Type a name into a field and take the first that is found."""
    coder.go_to(field)
    coder.press("e")
    coder.press("Control+A")
    coder.type(typed)
    expect(coder.page.locator(".editor [role=option]").first).to_contain_text(shown)
    coder.press("Enter")
    expect(coder.page.locator(".editor")).to_have_count(0)
    coder.saved()
    expect(coder.row(field)).to_contain_text(shown)


def test_own_places_and_actors_are_typed_and_shown(record: Path, window: Any) -> None:
    """A town and a party that no shipped table knows: the ruling has their ids, and the map shows the event where the table has it."""
    told = found(record, "killing", "Greywater")
    coder = Reviewer(window(record, options=OWN))
    coder.open(told["id"])
    _choose(coder, "place", "Harrow Bay", "Harrow Bay")
    _choose(coder, "actors", "RLF", "Reach Liberation Front")
    values = next(one for one in events(record) if one["id"] == told["id"])["values"]
    assert (values["place"]["id"], values["place"]["lat"], values["place"]["lon"]) == ("xm:harrow-bay", -44.1, -23.6)
    assert [one["id"] for one in values["actors"]] == ["reach-liberation-front"]
    seen = window(record, options=OWN)
    with seen.page.expect_response("**/api/v1/towns*") as drawn:
        seen.open("/?map=10_-44.1_-23.6")
    assert "Harrow Bay" in {one["name"] for one in drawn.value.json()["items"]}
    page = seen.page
    page.locator(".map[data-drawn]").wait_for()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    box = page.locator(".map canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#here-heading")).to_contain_text("Harrow Bay")
    expect(page.locator(".event-list a")).to_have_count(1)
    assert coder.seen.troubles + seen.troubles == []
