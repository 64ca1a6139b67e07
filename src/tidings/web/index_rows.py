"""An event as a row of the index: the facts that filters and lists want, read off its JSON line without the rest of it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from msgspec import Struct

from tidings.export.events import tolls
from tidings.export.sentence_words import worded
from tidings.export.summary import day
from tidings.export.timeline import STANDINGS
from tidings.model.event import AccountRef, Event, Figures, Standing
from tidings.model.values import DatePrecision, PlacePrecision, When
from tidings.review.rulings import State
from tidings.web.shapes import EventSummary, Named, Toll

#: What :class:`Row` says of an event that is no plain happening, as ``tidings show --standing`` has it.
HAPPENED: Final = STANDINGS[0]
#: Precisions of a place at which a point stands for it; a wider one is an area, and a country is no place on a map.
POINTS: Final[frozenset[PlacePrecision | None]] = frozenset({"exact", "near"})
NOWHERE: Final[frozenset[PlacePrecision | None]] = frozenset({"country", "unresolved", None})
_PARTS: Final = (
    ("civilians", ("women", "children")),
    ("combatants_unknown", ("combatants_actor", "combatants_recipient")),
)
_WHOLE: Final = "unknown"
_MOST: Final = 2**40  # what a column holds of a figure; sums of them must fit too


class LeanActor(Struct, frozen=True, kw_only=True, gc=False):
    """An actor of an event."""

    name: str
    id: str | None

    @property
    def key(self) -> str:
        """As :attr:`tidings.model.values.Actor.key`."""
        return self.id or self.name.lower()


class LeanPlace(Struct, frozen=True, kw_only=True, gc=False):
    """The place of an event without its words and rivals."""

    id: str | None
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    precision: PlacePrecision
    radius_km: float | None


class LeanWhen(Struct, frozen=True, kw_only=True, gc=False):
    """The days of an event."""

    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision


class LeanValues(Struct, frozen=True, kw_only=True):
    """The values of an event that a list shows."""

    place: LeanPlace | None
    date: LeanWhen
    actors: tuple[LeanActor, ...]
    recipients: tuple[LeanActor, ...]
    killed: dict[str, Figures]
    injured: dict[str, Figures]


class LeanRef(Struct, frozen=True, kw_only=True, gc=False):
    """An account of an event, by its id and its article's."""

    account: str
    article: str


class LeanEvent(Struct, frozen=True, kw_only=True):
    """What a list says of an event: the same line as :class:`tidings.model.event.Event`, without ledger and evidence."""

    id: str
    type: str
    standing: Standing
    values: LeanValues
    accounts: tuple[LeanRef, ...]
    voices: int
    disputed: tuple[str, ...]


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """One event of the index. Days are ordinals (0: unknown); ``summary``: its :class:`EventSummary` as JSON.

    ``fight``: the place under which it may be of an episode (as ``tidings.fusion.episodes`` names it), ``None`` where it cannot be.
    ``killed``: the figure that lists order by; ``area``: the outline to draw for a province.
    """

    id: str
    type: str
    standing: str
    first: int
    last: int
    state: State
    place: tuple[str, str, str, str] | None
    actors: tuple[tuple[str, str], ...]
    precision: str
    lat: float | None
    lon: float | None
    radius_km: float | None
    killed: int | None
    killed_low: int
    killed_high: int
    voices: int
    disputed: bool
    fight: tuple[str, int, int] | None
    number: int
    updated: str
    summary: bytes


_decoder: Final = msgspec.json.Decoder(LeanEvent)
_encode: Final = msgspec.json.Encoder().encode


def lean(line: bytes) -> LeanEvent:
    """The event of a JSON line, as far as lists want it."""
    return _decoder.decode(line)


def row_of(found: LeanEvent, state: State, stamp: tuple[int, str], raw: LeanEvent | None = None) -> Row:
    """The row of an event as it is shown. ``raw``: the event before any ruling, where it was ruled on. ``stamp``: number and moment."""
    values, date = found.values, found.values.date
    place, killed = values.place, toll(values.killed)
    everybody = dict.fromkeys((actor.key, worded(actor.name)) for actor in (*values.actors, *values.recipients))
    return Row(
        id=found.id, type=found.type, standing=standing_of(found.standing), first=_ordinal(date.start or date.end),
        last=_ordinal(date.end or date.start), state=state, actors=tuple(everybody), voices=found.voices, disputed=bool(found.disputed),
        place=None if place is None else (place.id or place.name, place.name, place.admin1 or "", place.country or ""),
        precision="" if place is None else place.precision, lat=None if place is None else place.lat,
        lon=None if place is None else place.lon, radius_km=None if place is None else place.radius_km, killed=_rank(killed),
        killed_low=_known(killed, "low", "best"), killed_high=_known(killed, "high", "best", "low"), fight=_fight(raw or found),
        number=stamp[0], updated=stamp[1], summary=_encode(summary_of(found, state, killed)),
    )  # fmt: skip


def summary_of(found: LeanEvent, state: State, killed: Toll | None) -> EventSummary:
    """The event as lists show it."""
    values, date, place = found.values, found.values.date, found.values.place
    placed = place if place is not None else _NO_PLACE
    return EventSummary(
        id=found.id, type=found.type, kind=kind(found), standing=standing_of(found.standing), start=date.start, end=date.end,
        when=day(When(start=date.start, end=date.end, precision=date.precision, words=None, evidence=())),
        actors=_named(values.actors), recipients=_named(values.recipients), place_id=placed.id,
        place=None if place is None else place.name, country=placed.country, admin1=placed.admin1,
        precision=None if place is None else place.precision, lat=placed.lat, lon=placed.lon, radius_km=placed.radius_km,
        killed=killed, injured=toll(values.injured), voices=found.voices,
        articles=len({ref.article for ref in found.accounts}), disputed=bool(found.disputed), state=state,
    )  # fmt: skip


_NO_PLACE: Final = LeanPlace(
    id=None, name="", lat=None, lon=None, country=None, admin1=None, precision="unresolved", radius_km=None
)


def standing_of(standing: Standing) -> str:
    """What an event is, as :func:`tidings.export.timeline.standing_of` says of an account."""
    if standing.polarity == "denied":
        return "denied"
    if standing.reality != "actual":
        return standing.reality
    return "background" if standing.background else HAPPENED


def kind(found: LeanEvent | Event) -> str:
    """The type with its standing when it is no plain happening: ``shelling (planned)``."""
    named, standing = found.type.replace("_", " "), standing_of(found.standing)
    return named if standing == HAPPENED else f"{named} ({standing})"


def _named(actors: Iterable[LeanActor]) -> tuple[Named, ...]:
    return tuple(Named(id=actor.key, name=worded(actor.name)) for actor in actors)


def _ordinal(known: dt.date | None) -> int:
    return 0 if known is None else known.toordinal()


def _fight(found: LeanEvent) -> tuple[str, int, int] | None:
    place, date, standing = found.values.place, found.values.date, found.standing
    if place is None or place.precision not in POINTS or date.start is None or date.end is None:
        return None
    if standing.polarity != "affirmed" or standing.reality != "actual":
        return None
    return place.id or place.name.casefold(), date.start.toordinal(), date.end.toordinal()


# --- tolls ------------------------------------------------------------------------------------------------------------------


def toll(groups: Mapping[str, Figures]) -> Toll | None:
    """Bounds over all groups: of those counted as a whole, else of civilians and fighters together; ``None`` without a figure.

    Groups lie one inside the other (``tidings.export.tolls``): women and children among the civilians, the dead of each side among
    the fighters. Where a whole and its parts are told, the bounds hold both.
    """
    if not groups:
        return None
    if len(groups) == 1:
        (only,) = groups.values()
        return Toll(low=only.low, best=only.best, high=only.high, words=tolls(groups))  # type: ignore[arg-type]
    parts = [found for whole, inner in _PARTS if (found := _held(groups.get(whole), _added(groups, inner))) is not None]
    low, best, high = _held(groups.get(_WHOLE), _sum(parts)) or (None, None, None)
    return Toll(low=low, best=best, high=high, words=tolls(groups))  # type: ignore[arg-type]


_Bounds = tuple[int | None, int | None, int | None]


def _added(groups: Mapping[str, Figures], names: Iterable[str]) -> _Bounds | None:
    return _sum([(one.low, one.best, one.high) for one in (groups.get(name) for name in names) if one is not None])


def _sum(parts: list[_Bounds]) -> _Bounds | None:
    """Bounds of disjoint groups together: what is not known below counts nothing, what is not known above has no end."""
    if not parts:
        return None
    lows, bests, highs = zip(*parts, strict=True)
    low = None if all(one is None for one in lows) else sum(filter(None, lows))
    best = None if None in bests else sum(bests)
    return low, best, None if None in highs else sum(highs)


def _held(whole: Figures | None, parts: _Bounds | None) -> _Bounds | None:
    """Bounds that hold a whole and its parts: at least as many as either says."""
    if whole is None:
        return parts
    if parts is None:
        return whole.low, whole.best, whole.high
    low = max((one for one in (whole.low, parts[0]) if one is not None), default=None)
    high = None if whole.high is None or parts[2] is None else max(whole.high, parts[2])
    best = whole.best
    if best is not None and ((low is not None and best < low) or (high is not None and best > high)):
        best = None
    return low, best, high


def _rank(killed: Toll | None) -> int | None:
    """The figure that lists order and filter by: at least so many, else about, else at most."""
    if killed is None:
        return None
    known = next((one for one in (killed.low, killed.best, killed.high) if one is not None), None)
    return None if known is None else min(known, _MOST)


def _known(killed: Toll | None, *names: str) -> int:
    """The first of some bounds that is known, else 0."""
    return min(next((one for name in names if (one := getattr(killed, name, None)) is not None), 0), _MOST)


def fold(name: str) -> str:
    """A name without regard to case, accents and hyphens, for finding a part of it.

    >>> fold("Deir-ez-Zôr")
    'deir ez zor'
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("-", " ").replace("_", " ")


__all__ = ["AccountRef", "LeanEvent", "Row", "fold", "kind", "lean", "row_of", "summary_of", "toll"]
