"""Tolls with a place of their own: "killed nine people in Dembecha, 11 in Finote Selam and six in Bure"."""

from __future__ import annotations

from collections.abc import Iterable

from tidings.coding.scene import Scene
from tidings.model.mentions import CountMention, PlaceMention

_TOLLS = frozenset({"killed", "injured", "casualties"})
_FINE = frozenset({"exact", "near", "admin2"})
_PLACING = frozenset({"in", "near", "at", "outside"})
_REACH = 40  # characters from a figure to the name of its place


def toll_places(scene: Scene, counts: Iterable[CountMention]) -> dict[int, PlaceMention]:
    """By the start of a figure the place that its words give it, where one cue's tolls are told of several places; else nothing."""
    by_cue: dict[tuple[str | None, int | None], list[tuple[CountMention, PlaceMention]]] = {}
    for count in counts:
        place = place_behind(scene, count) if count.kind in _TOLLS and count.subset_of is None else None
        if place is not None:
            by_cue.setdefault((count.kind, count.governor), []).append((count, place))
    several = [told for told in by_cue.values() if len({place.place.name for _, place in told}) > 1]
    return {count.start: place for told in several for count, place in told}


def place_behind(scene: Scene, count: CountMention) -> PlaceMention | None:
    """The fine place right behind a figure: "11 in Finote Selam", "six near the town of Bure"."""
    behind = scene.parse.tokens_in(count.end, min(count.end + _REACH, len(scene.parse.text)))
    if not behind or behind[0].text.lower() not in _PLACING:
        return None
    for token in behind[1:]:
        if token.pos in ("NUM", "VERB", "PUNCT"):
            return None
        if (place := scene.place_at(token.index)) is not None:
            return place if place.use == "plain" and place.place.precision in _FINE else None
    return None
