"""Places, actors, outlines and towns over HTTP: what names may mean, and what a map draws."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.web.record import MANIFEST
from tidings.errors import DataError
from tidings.store.store import open_store
from tidings.web.app import make_app
from tidings.web.index_filters import box_of
from tidings.web.outlined import outline, outline_ids
from tidings.web.settings import DeskSettings
from tidings.web.towns import MapTowns

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
    fiji = MapTowns().within(box_of("170,-25,190,-10") or (0, 0, 0, 0), 8)
    assert {one.lon > 0 for one in fiji.items} <= {True, False}
    assert fiji.items


def test_names_of_ones_own_are_found_and_drawn(db: Path) -> None:
    """Places and actors of a user's tables, by name and by id, and towns on the map; a desk without them has none of them."""
    samples = Path(__file__).parents[3] / "samples"
    own = {"gazetteer": str(samples / "gazetteer.tsv"), "actors": str(samples / "actors.yaml")}
    app = make_app(DeskSettings(db=str(db), reviewer="Ana", **own))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as desk:
        for name in ("Skelmouth", "xm:skelmouth"):
            (found,) = desk.get("/api/v1/places", params={"name": name}).json()["items"]
            assert (found["id"], found["lat"]) == ("xm:skelmouth", -43.52)
        actors = desk.get("/api/v1/actors", params={"name": "RLF"})
        assert actors.json()["items"][0]["id"] == "reach-liberation-front"
        towns = desk.get("/api/v1/towns", params={"bbox": "-25,-45,-23,-43", "zoom": 8}).json()["items"]
        assert towns[0] == {
            "id": "xm:port-halden",
            "name": "Port Halden",
            "lat": -44.52,
            "lon": -23.95,
            "population": 210000,
        }
        assert "xm:oxley-bridge" not in {one["id"] for one in towns}  # too small for so wide a view
    app.state.record.close()
    plain = make_app(DeskSettings(db=str(db), reviewer="Ana"))
    with TestClient(plain, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as desk:
        known = {"If-None-Match": actors.headers["etag"]}
        again = desk.get("/api/v1/actors", params={"name": "RLF"}, headers=known)
        assert again.status_code == 200  # a browser that asked the other desk does not show what that one said
        assert "reach-liberation-front" not in {one["id"] for one in again.json()["items"]}
    plain.state.record.close()


def test_a_damaged_table_stops_the_desk_at_its_start(tmp_path: Path) -> None:
    """Not when somebody first types a name."""
    with open_store(tmp_path / "empty.db", create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
    damaged = tmp_path / "places.tsv"
    damaged.write_text("nothing of the kind\n", encoding="utf-8")
    with pytest.raises(DataError):
        make_app(DeskSettings(db=str(tmp_path / "empty.db"), reviewer="Ana", gazetteer=str(damaged)))


def test_a_table_may_go_while_the_desk_runs(tmp_path: Path) -> None:
    """It was read at the start."""
    with open_store(tmp_path / "empty.db", create=True) as store:
        store.add_manifest(MANIFEST, b"{}")
    own = tmp_path / "places.tsv"
    own.write_bytes((Path(__file__).parents[3] / "samples" / "gazetteer.tsv").read_bytes())
    app = make_app(DeskSettings(db=str(tmp_path / "empty.db"), reviewer="Ana", gazetteer=str(own)))
    own.unlink()
    desk = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))
    assert desk.get("/api/v1/places", params={"name": "Harrow Bay"}).json()["items"][0]["id"] == "xm:harrow-bay"
    app.state.record.close()
