"""A place that is spoken of as held, with its words: a town of a list, a site near its town, or a name that no list has."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding.assemble import with_evidence
from tidings.coding.scene import Scene
from tidings.model.mentions import PlaceMention
from tidings.model.text import Token, evidence
from tidings.model.values import Place

SETTLED: Final = ("exact", "near")
_DIRECTIONS = frozenset("north south east west northeast northwest southeast southwest".split())
_DEFAULT_KM = 10.0

#: Where a name stands, no other ``thing`` but a place can, or nobody either (``any``): then any name is a place's.
Named = Literal["any", "thing"] | None


class Spot(Struct, frozen=True, kw_only=True):
    """A place that is spoken of as held, and the words for the part of it, if only a part is."""

    place: Place
    start: int
    extent: str | None = None


def spot_of(scene: Scene, mention: PlaceMention) -> Spot:
    """The place of a mention; "east of the river" is the land beside it, not the river."""
    text = scene.parse.text
    place, side = with_evidence(text, mention), _side_of(scene, mention)
    if side is not None and mention.place.precision in ("region", "unresolved"):
        printed = evidence(text, side, mention.end)
        place = replace(
            place, id=None, geoname_id=None, name=printed.quote, precision="region", candidates=(), evidence=(printed,)
        )
    return Spot(place=place, start=mention.start)


def unresolved(text: str, start: int, end: int) -> Place:
    """A place with nothing but the name that stands at ``[start, end)``."""
    printed = evidence(text, start, end)
    return Place(
        id=None, name=printed.quote, geoname_id=None, lat=None, lon=None, country=None, admin1=None, admin2=None,
        precision="unresolved", radius_km=None, candidates=(), evidence=(printed,),
    )  # fmt: skip


def in_town(text: str, start: int, end: int, town: Place) -> Place:
    """A site that is called as printed at ``[start, end)``, with the point of the town it is in; with none where that is an area."""
    printed, near = evidence(text, start, end), town.lat is not None and town.precision in SETTLED
    return Place(
        id=None, name=printed.quote, geoname_id=None, lat=town.lat if near else None, lon=town.lon if near else None, country=town.country, admin1=town.admin1,
        admin2=town.admin2, precision="near" if near else "unresolved", radius_km=(town.radius_km or _DEFAULT_KM) if near else None,
        candidates=(), evidence=(printed,),
    )  # fmt: skip


def is_noun(token: Token) -> bool:
    """Whether a token may name something: nouns, names, numbers ("25%"), pronouns."""
    tagged = token.tag.startswith("NN") or token.tag in ("CD", "DT", "WDT")
    return tagged or token.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X")


def _side_of(scene: Scene, mention: PlaceMention) -> int | None:
    """Where "east of the" begins before a place; ``None`` where it does not stand there."""
    tokens = scene.parse.tokens
    first = scene.parse.tokens_in(mention.start, mention.end)[0].index - 1
    if first >= 0 and tokens[first].text.lower() == "the":
        first -= 1
    if first >= 1 and tokens[first].text.lower() == "of" and tokens[first - 1].text.lower() in _DIRECTIONS:
        return tokens[first - 1].start
    return None
