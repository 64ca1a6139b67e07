"""Places, actors, outlines and towns over HTTP: what names may mean, and what a map draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tidings.web.index_filters import box_of
from tidings.web.outlined import outline, outline_ids
from tidings.web.towns import towns_in

Ask = Callable[..., Any]


def test_places_are_ranked_with_reasons(ask: Ask) -> None:
    """As `tidings gazetteer find` has them; a country asked for comes first."""
    told = ask("/places", name="Tripoli", country="LB")["items"]
    assert (told[0]["country"], told[0]["precision"]) == ("LB", "exact")
    assert told[0]["reasons"]
    assert ask("/places", name="Qqqqzzzz")["items"] == []


def test_actors_are_ranked(ask: Ask) -> None:
    """With the score in hundredths."""
    told = ask("/actors", name="Hezbollah")["items"]
    assert told[0]["count"] > 50
    assert told == sorted(told, key=lambda one: -one["count"])


def test_every_outline_that_is_named_can_be_drawn(ask: Ask) -> None:
    """Closed rings in degrees."""
    assert outline_ids()
    key = min(outline_ids())
    told = ask(f"/outlines/{key}")
    assert all(ring[0] == ring[-1] for ring in told["rings"])
    assert outline("gn:0") is None


def test_towns_are_the_largest_of_a_view(ask: Ask) -> None:
    """Spread over it, none outside, more of them further in; a view over the 180th meridian has its own."""
    told = ask("/towns", bbox="36,33,40,37", zoom=7)["items"]
    assert "Aleppo" in {one["name"] for one in told}
    assert len(told) <= 60
    assert all(36 <= one["lon"] <= 40 and 33 <= one["lat"] <= 37 for one in told)
    assert {one["id"] for one in ask("/towns", bbox="36,33,40,37", zoom=3)["items"]} <= {one["id"] for one in told}
    fiji = towns_in(box_of("170,-25,190,-10") or (0, 0, 0, 0), 8)
    assert {one.lon > 0 for one in fiji.items} <= {True, False}
    assert fiji.items
