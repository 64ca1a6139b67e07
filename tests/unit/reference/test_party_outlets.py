"""Outlets that speak for a side of a war, and for which."""

from __future__ import annotations

from importlib.resources import files

import yaml

from tidings.reference.actors import ActorTable
from tidings.reference.outlets import load_outlets
from tidings.reference.party_outlets import load_party_outlets


def test_every_outlet_of_a_party_has_its_side_or_is_said_to_be_unclear():
    """And none is here that is not an outlet of a party."""
    raw = yaml.safe_load((files("tidings.reference") / "data" / "party_outlets.yaml").read_text(encoding="utf-8"))
    partisan = {outlet.name for outlet in load_outlets().by_name.values() if outlet.party}
    assert set(load_party_outlets()) | set(raw["unclear"]) == partisan
    assert not set(load_party_outlets()) & set(raw["unclear"])


def test_every_side_is_an_actor_or_a_state_of_the_table():
    table = ActorTable.load()
    assert set(load_party_outlets().values()) <= set(table.by_id) | set(table.state_by_id)
