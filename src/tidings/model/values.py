"""The values of an account (RECORD §4). Each carries evidence and keeps its doubt: bounds, first and last day, radius."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from msgspec import Struct

from tidings.errors import BadValueError
from tidings.model.text import Evidence

ActorKind = Literal[
    "state_forces", "rebel_group", "political_militia", "identity_militia", "private_security", "criminal_group",
    "international", "civilians", "protesters", "rioters", "unknown",
]  # fmt: skip
PlacePrecision = Literal["exact", "near", "admin2", "admin1", "region", "country", "unresolved"]
#: Kinds of actors that bear arms.
FIGHTING_KINDS: Final = frozenset(
    {"state_forces", "rebel_group", "political_militia", "identity_militia", "private_security", "criminal_group"}
)
DatePrecision = Literal["day", "few_days", "week", "month", "year", "more", "unresolved"]
CountKind = Literal[
    "killed", "injured", "casualties", "died", "missing", "abducted", "detained", "displaced", "surrendered", "released",
    "affected", "fighters", "strikes", "munitions", "destroyed",
]  # fmt: skip
#: Kinds that count people whom something has happened to, the gravest first.
PEOPLE: Final[tuple[CountKind, ...]] = (
    "killed", "injured", "casualties", "died", "missing", "abducted", "detained", "displaced", "surrendered", "released",
)  # fmt: skip
CountGroup = Literal[
    "civilians", "combatants_actor", "combatants_recipient", "combatants_unknown", "children", "women", "things", "unknown",
]  # fmt: skip
CountScope = Literal["this", "subset", "joint", "superseded"]
Polarity = Literal["affirmed", "denied"]
SpeakerKind = Literal["party", "official", "witness", "monitor", "medical", "media", "unnamed"]
Stance = Literal["asserts", "claims", "denies", "confirms", "doubts", "suspects"]
#: Stances of those who do not stand behind what they speak of.
DENYING: Final = frozenset({"denies", "doubts"})


class Relation(Struct, frozen=True, kw_only=True):
    """A dated tie of one actor to another (``led_by``, ``part_of``, ``ally_of``, ``successor_of``, ``supported_by`` …)."""

    relation: str
    to: str
    start: dt.date | None
    end: dt.date | None


class Actor(Struct, frozen=True, kw_only=True):
    """Who acts or on whom: the words printed (``mention``), the name across articles, and a table id where known.

    ``attributed_by`` names the speakers who say that this one did it; empty when the text asserts it.
    """

    mention: str
    name: str
    id: str | None
    kind: ActorKind
    attributed_by: tuple[str, ...]
    relations: tuple[Relation, ...]
    evidence: tuple[Evidence, ...]

    @property
    def key(self) -> str:
        """What tells this actor from the others of its account, as :attr:`tidings.model.mentions.ActorMention.key` does."""
        return self.id or self.name.lower()


class Candidate(Struct, frozen=True, kw_only=True):
    """A place that a toponym might mean, with its score in [0, 1] and the reasons for it, best first."""

    id: str
    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    score: float
    reasons: tuple[str, ...]


class Place(Struct, frozen=True, kw_only=True):
    """Where: degrees WGS84, ISO 3166-1 alpha-2 country, radius in km inside which the event lies."""

    id: str | None
    name: str
    geoname_id: int | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    admin2: str | None
    precision: PlacePrecision
    radius_km: float | None
    candidates: tuple[Candidate, ...]
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise BadValueError(f"place {self.name!r} has only one of lat and lon")
        if self.lat is not None and self.lon is not None and not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise BadValueError(f"place {self.name!r} lies off the globe: lat {self.lat}, lon {self.lon}")


class When(Struct, frozen=True, kw_only=True):
    """First and last possible local day of the act. ``words`` as printed; blank days when the text gives none."""

    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision
    words: str | None
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise BadValueError(f"a date cannot end ({self.end}) before it starts ({self.start}): {self.words!r}")
        if self.start is None and self.precision != "unresolved":
            raise BadValueError(f"a date with no first day is unresolved, not {self.precision!r}: {self.words!r}")


def date_precision(start: dt.date | None, end: dt.date | None) -> DatePrecision:
    """The smallest class that holds the span (RECORD §4): 2-6 days few_days, to 10 week, to 31 month, to 366 year.

    >>> date_precision(dt.date(2019, 3, 23), dt.date(2019, 3, 24))
    'few_days'
    """
    if start is None or end is None:
        return "unresolved"
    days = (end - start).days + 1
    steps: tuple[tuple[int, DatePrecision], ...] = (
        (1, "day"),
        (6, "few_days"),
        (10, "week"),
        (31, "month"),
        (366, "year"),
    )
    return next((name for limit, name in steps if days <= limit), "more")


class Count(Struct, frozen=True, kw_only=True):
    """How many, as bounds (RECORD §4): ``None`` is unknown and never zero. ``words`` as printed."""

    kind: CountKind
    group: CountGroup
    low: int | None
    best: int | None
    high: int | None
    words: str
    scope: CountScope
    polarity: Polarity
    speaker: str | None
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        figures = [figure for figure in (self.low, self.best, self.high) if figure is not None]
        if figures != sorted(figures) or any(figure < 0 for figure in figures):
            raise BadValueError(f"count bounds out of order: {self.low}, {self.best}, {self.high} for {self.words!r}")


class Means(Struct, frozen=True, kw_only=True):
    """What it was done with: a name of the means vocabulary (``aircraft``, ``car bomb`` …)."""

    name: str
    evidence: tuple[Evidence, ...]


class Attribution(Struct, frozen=True, kw_only=True):
    """Who says so, with which cue, and which values the speaker stands behind (``actors.0``; empty: the account)."""

    speaker: str
    id: str | None
    kind: SpeakerKind
    cue: str
    stance: Stance
    covers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
