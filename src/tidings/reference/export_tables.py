"""What our codes are called in other people's forms: the tables of ``data/export``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, cast

import msgspec
from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.actors import fold
from tidings.reference.ontology import load_ontology

_DATA = files("tidings.reference") / "data" / "export"


class ModeRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mode, and by which means or words of an event it is known; ``event``: another type in its place."""

    mode: str | None
    event: str | None = None
    means: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def fits(self, means: Iterable[str], said: str) -> bool:
        """Whether an event with these means, of which this is said (folded), has the mode."""
        return bool(set(self.means) & set(means)) or has_word(self.words, said)


class PloverType(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A type of ours in PLOVER: event type (``None``: it has none), mode, contexts, and modes known by means or words."""

    event: str | None
    mode: str | None
    contexts: tuple[str, ...]
    modes: tuple[ModeRow, ...] = ()
    instead: tuple[ModeRow, ...] = ()

    def coded(self, means: Iterable[str], said: str) -> tuple[str | None, str | None]:
        """Event type and mode of an event."""
        known = list(means)
        other = next((row for row in self.instead if row.fits(known, said)), None)
        if other is not None:
            return other.event, other.mode
        return self.event, next((row.mode for row in self.modes if row.fits(known, said)), self.mode)


class SectorRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sector of actors known by a word of their name."""

    sector: str
    words: tuple[str, ...]


class Plover(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The PLOVER table."""

    version: int
    quads: dict[str, int]
    types: dict[str, PloverType]
    auxiliary: dict[str, str]
    sectors: dict[str, str]
    sector_words: tuple[SectorRow, ...]
    resolution: dict[str, int]

    def sector(self, kind: str, name: str) -> str:
        """The sector of an actor.

        >>> load_plover().sector("state_forces", "Merrowese National Police")
        'COP'
        """
        said = fold(name)
        return next((row.sector for row in self.sector_words if has_word(row.words, said)), self.sectors[kind])


class Settlements(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rung of a settlement by the radius it is known with, in km."""

    town_upto_km: float
    town: str
    larger: str


class Airwars(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The Airwars table."""

    version: int
    strike_types: dict[str, str]
    strike_means: dict[str, str]
    ladder: dict[str, str]
    settlements: Settlements
    generic: frozenset[str]
    generic_note: str
    near_note: str
    civilian_groups: tuple[str, ...]
    belligerent_groups: tuple[str, ...]
    owning: frozenset[str]


class FollowTheMoney(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Schemas with their properties and the types of these; languages as ISO 639-3."""

    version: int
    dataset: str
    properties: dict[str, dict[str, str]]
    languages: dict[str, str]


@cache
def load_plover() -> Plover:
    """The shipped table; DataError where a type of ours is missing or an event type has no quad."""
    table = cast("Plover", _table("plover.yaml", Plover))
    if strange := sorted(set(load_ontology().types) ^ set(table.types)):
        raise DataError(f"export/plover.yaml: types that only one of it and event_types.yaml has: {', '.join(strange)}")
    used = {row.event for row in table.types.values()} | {
        each.event for row in table.types.values() for each in row.instead
    }
    if strange := sorted(event for event in used if event is not None and event not in table.quads):
        raise DataError(f"export/plover.yaml: no quad for {', '.join(strange)}")
    return table


@cache
def load_airwars() -> Airwars:
    """The shipped table."""
    return cast("Airwars", _table("airwars.yaml", Airwars))


@cache
def load_followthemoney() -> FollowTheMoney:
    """The shipped table."""
    return cast("FollowTheMoney", _table("followthemoney.yaml", FollowTheMoney))


def has_word(words: Iterable[str], said: str) -> bool:
    """Whether one of the words stands whole in folded text."""
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said) for word in words)


def _table(name: str, kind: type[Struct]) -> Any:
    import yaml

    try:
        return msgspec.convert(yaml.safe_load((_DATA / name).read_text(encoding="utf-8")), kind)
    except msgspec.ValidationError as error:
        raise DataError(f"export/{name}: {error}") from error
