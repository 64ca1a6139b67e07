"""Evidence on who holds a place, and what follows from it (RECORD §7): immutable values of ``tidings.control``."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from msgspec import Struct

from tidings.errors import BadValueError
from tidings.model.text import Evidence
from tidings.model.values import ActorKind, PlacePrecision

#: ``schemas/territorial_control.json`` names them; ``loss`` (a party lost the place, to whom is not told) and ``no_control``
#: (nobody armed holds it) are the codebook's states ``lost`` and ``none``.
EvidenceKind = Literal[
    "explicit_control", "background_statement", "capture", "negotiated_transfer", "withdrawal", "loss", "denial", "siege",
    "clash_inside", "clash_near", "remote_fire_on", "attack_by_ied_or_raid", "no_control",
]  # fmt: skip

#: Kinds that tell who came to hold a place, who is gone from it, that sides fight for it, and acts of whoever need not be there.
TAKES: Final[frozenset[EvidenceKind]] = frozenset({"capture", "negotiated_transfer"})
LEAVES: Final[frozenset[EvidenceKind]] = frozenset({"withdrawal", "loss"})
FIGHTS: Final[frozenset[EvidenceKind]] = frozenset({"clash_inside", "clash_near"})
PASSES_BY: Final[frozenset[EvidenceKind]] = frozenset({"remote_fire_on", "attack_by_ied_or_raid"})

#: In whose interest a statement is: of a party in its own favour, of one against its own interest (it admits a loss), of
#: nobody's (an outlet that is no party's, a monitor, a witness), or of somebody unnamed.
Voice = Literal["self", "admission", "independent", "unnamed"]

ReportedState = Literal["held", "contested", "none", "unknown"]
Reading = Literal["filtered", "smoothed"]


class Party(Struct, frozen=True, kw_only=True):
    """A side that may hold places: ``key`` is one for all names and units of it, ``name`` as the texts print it.

    ``generic``: "rebels", "the army" where no table says which; it stands for every party of its ``kind`` at the place.
    """

    key: str
    name: str
    kind: ActorKind
    generic: bool = False


class ControlPlace(Struct, frozen=True, kw_only=True):
    """A place that may be held. ``key``: the gazetteer's id, else its name and where it lies. Degrees WGS84, radius in km."""

    key: str
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    admin2: str | None
    precision: PlacePrecision
    radius_km: float | None


class ControlEvidence(Struct, frozen=True, kw_only=True):
    """One statement of one article on who holds a place: what, for or against whom, of which day, who says so and when.

    ``named``: whom the kind speaks of (the captor, the holder, who withdrew, who denies, the besieged, who shells);
    ``against``: whom it names as the other side. It speaks of ``day``, which is the last of the days on which it may have
    been so, ``first`` the first of them where that is known. ``known``: the day of publication. ``undated``: the text dates
    nothing and the day is that of the article. ``file``: the article's. ``account``: the account it was taken from, where it is no control statement.
    """

    id: str
    place: ControlPlace
    kind: EvidenceKind
    named: tuple[Party, ...]
    against: tuple[Party, ...]
    first: dt.date | None
    day: dt.date
    known: dt.date | None
    voice: Voice
    speaker: str | None
    article: str
    file: str
    outlet: str | None
    wire_group: str
    extent: str | None
    undated: bool
    account: str | None
    words: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if self.first is not None and self.first > self.day:
            raise BadValueError(f"evidence on {self.place.name} cannot be of days from {self.first} to {self.day}")


class Spell(Struct, frozen=True, kw_only=True):
    """Days from ``start`` to ``end``, both included, on which one state is reported; ``end`` of the last one is the last day asked for.

    ``probability``: the mean posterior of the state over the days (of the likeliest one where the state is unknown).
    """

    start: dt.date
    end: dt.date
    state: ReportedState
    holder: str | None
    probability: float


class PlaceSpells(Struct, frozen=True, kw_only=True):
    """A place with its spells. ``names``: of its parties, by key; ``evidence``: how many pieces count."""

    place: ControlPlace
    spells: tuple[Spell, ...]
    names: dict[str, str]
    evidence: int
