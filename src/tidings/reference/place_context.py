"""Words that stand around place names and what they say: prepositions, directions, units, nouns."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from msgspec import Struct


class PlaceContext(Struct, frozen=True, kw_only=True):
    """The lists of ``data/place_context.yaml``; the file says what each is for. Directions are east and north steps; none for "rural"."""

    strong_prepositions: frozenset[str]
    weak_prepositions: frozenset[str]
    place_verbs: frozenset[str]
    near_words: frozenset[str]
    directions: dict[str, tuple[int, ...]]
    units_km: dict[str, float]
    road_words: frozenset[str]
    people_nouns: frozenset[str]
    hyphen_words: frozenset[str]
    name_nouns: frozenset[str]
    border_words: frozenset[str]
    not_names: frozenset[str]
    particles: frozenset[str]
    agencies: frozenset[str]
    the_words: frozenset[str]
    ordinary_names: frozenset[str]
    ethnic_nouns: frozenset[str]
    street_words: frozenset[str]
    unit_words: frozenset[str]
    between_words: frozenset[str]
    addressing_verbs: frozenset[str]
    initials: frozenset[str]
    vessel_words: frozenset[str]
    hubs: frozenset[str]


@cache
def place_context() -> PlaceContext:
    """The shipped lists, read once."""
    import yaml

    raw = yaml.safe_load((files("tidings.reference") / "data" / "place_context.yaml").read_text("utf-8"))
    lists = {name: frozenset(map(str, words)) for name, words in raw.items() if isinstance(words, list)}
    directions = {word: tuple(steps) for word, steps in raw["directions"].items()}
    return PlaceContext(directions=directions, units_km=raw["units_km"], **lists)
