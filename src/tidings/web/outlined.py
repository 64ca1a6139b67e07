"""Outlines of provinces for the map, by id; read when first asked for."""

from __future__ import annotations

from functools import cache

from tidings.reference.outlines import outlines, read_topology
from tidings.web.shapes import Outlines


@cache
def outline_ids() -> frozenset[str]:
    """Ids of all that can be drawn, without drawing any."""
    shapes = read_topology()["objects"]["units"]["geometries"]
    return frozenset(shape["properties"]["id"] for shape in shapes)


def outline(key: str) -> Outlines | None:
    """The rings of a province; one that Natural Earth draws in several parts has them all."""
    return _by_id().get(key)


@cache
def _by_id() -> dict[str, Outlines]:
    found: dict[str, Outlines] = {}
    for one in outlines():
        before = found[one.id].rings if one.id in found else ()
        found[one.id] = Outlines(id=one.id, name=one.name, rings=(*before, *one.rings))
    return found
