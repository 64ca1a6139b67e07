"""News outlets by name."""

from __future__ import annotations

import pytest

from tidings.errors import DataError
from tidings.reference.outlets import build_outlets, load_outlets


def test_outlets_go_by_name_and_alias() -> None:
    """An outlet is found by its name, its short form, and with or without "the"."""
    outlets = load_outlets()
    assert {outlets.find(name).name for name in ("AFP", "the AFP", "Agence France-Presse")} == {"Agence France-Presse"}  # type: ignore[union-attr]
    assert outlets.find("Harbour Front") is None


def test_there_are_many_of_each_kind() -> None:
    """Agencies, broadcasters and papers, from all parts of the world."""
    known = {id(outlet): outlet for outlet in load_outlets().by_name.values()}.values()
    assert len(known) >= 150
    for kind in ("agency", "broadcaster", "newspaper"):
        assert sum(outlet.kind == kind for outlet in known) >= 40
    assert len({outlet.country for outlet in known}) >= 60


def test_a_mouthpiece_is_a_party() -> None:
    """An outlet that speaks for a side of a war says so."""
    assert load_outlets().find("Amaq").party  # type: ignore[union-attr]


def test_two_outlets_cannot_share_a_name() -> None:
    """A name that two rows claim is refused, and the error names both."""
    rows = [{"name": "Harbour News", "kind": "agency"}, {"name": "HN", "kind": "online", "aliases": ["Harbour News"]}]
    with pytest.raises(DataError, match="Harbour News"):
        build_outlets({"outlets": rows})
