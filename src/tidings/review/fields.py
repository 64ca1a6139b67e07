"""The fields of an event that a reviewer may set, and how a value is written on the command line."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final, get_args

import msgspec

from tidings.errors import UsageError
from tidings.model.coding import Reality
from tidings.model.event import Bounds, Event
from tidings.model.values import Actor, ActorKind, CountGroup, Place, PlacePrecision, Polarity, When, date_precision
from tidings.reference.actor_lookup import find_actor
from tidings.reference.actors import ActorTable
from tidings.reference.gazetteer_place import GazetteerPlace
from tidings.reference.ontology import load_ontology

PLAIN: Final = ("type", "polarity", "reality", "background")
TOLLS: Final = ("killed", "injured")
FIELDS: Final = (*PLAIN, "date", "place", "actors", "recipients", "killed.GROUP", "injured.GROUP")
_GROUPS: Final[tuple[str, ...]] = get_args(CountGroup)
_UNKNOWN: Final = "unknown"
_SURE: Final = 0.9  # a name that the actor table knows less well than this is taken as it stands
_DAYS: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?")
_UNTIL: Final = re.compile(r"\.\./(\d{4}-\d\d-\d\d)")  # by that day
_FIGURES: Final = (
    (re.compile(r"(?P<low>\d+)"), ("low", "low", "low")),
    (re.compile(r"(?P<low>\d+)\+"), ("low", "low", None)),
    (re.compile(r"(?:<=|≤)(?P<high>\d+)"), (None, None, "high")),
    (re.compile(r"(?P<low>\d+)[-–](?P<high>\d+)"), ("low", None, "high")),
    (re.compile(r"(?P<low>\d+)/(?P<best>\d+)/(?P<high>\d+)"), ("low", "best", "high")),
)
_PLACE: Final = re.compile(
    r"(?P<name>[^,]+),\s*(?P<lat>-?\d+(?:\.\d+)?),\s*(?P<lon>-?\d+(?:\.\d+)?)(?:,\s*(?P<precision>\w+))?"
)
RADIUS: Final = {"exact": 2.0, "near": 25.0, "admin2": 50.0, "admin1": 150.0, "region": 300.0, "country": 500.0}


def check_field(field: str) -> None:
    """UsageError for what is no field of an event, with those there are."""
    name, _, group = field.partition(".")
    if (name in TOLLS and group in _GROUPS) or (field in FIELDS and name not in TOLLS):
        return
    if name in TOLLS:
        raise UsageError(f"{field!r} names no group: write {name}.GROUP with one of {', '.join(_GROUPS)}")
    raise UsageError(f"there is no field {field!r}: there are {', '.join(FIELDS)}")


def written(field: str, words: str) -> str:
    """A value as typed, as canonical JSON. UsageError says how it is written. Places of the gazetteer and known actors are looked up
    by the command; here a place is ``NAME, LAT, LON[, PRECISION]`` and an actor ``NAME: KIND``.

    >>> written("killed.civilians", "9-14")
    '{"low":9,"best":null,"high":14}'
    >>> written("date", "2019-03-22")
    '{"start":"2019-03-22","end":"2019-03-22","precision":"day","words":null,"evidence":[]}'
    """
    check_field(field)
    name = field.partition(".")[0]
    if name in TOLLS:
        return _json(None if words == _UNKNOWN else _bounds(field, words))
    if field == "date":
        return _json(_date(words))
    if field == "place":
        return _json(None if words == _UNKNOWN else _place(words))
    if field in ("actors", "recipients"):
        named = [] if words == _UNKNOWN else [part for part in words.split(";") if part.strip()]
        return _json([_actor(part) for part in named])
    return _json(_plain(field, words))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _bounds(field: str, words: str) -> Bounds:
    for form, (low, best, high) in _FIGURES:
        if found := form.fullmatch(words.replace(" ", "")):
            figures = {key: int(text) for key, text in found.groupdict().items()}
            made = [figures[key] if key else None for key in (low, best, high)]
            known = [figure for figure in made if figure is not None]
            if known == sorted(known):
                return Bounds(low=made[0], best=made[1], high=made[2])
    raise UsageError(f"{field}={words!r} is no figure: write 12, 12+, <=50, 9-14, 9/12/14 (low/best/high) or unknown")


def _date(words: str) -> When:
    if words == _UNKNOWN:
        return When(start=None, end=None, precision="unresolved", words=None, evidence=())
    if found := _UNTIL.fullmatch(words.strip()):
        last = _day(words, found[1])
        return When(start=None, end=last, precision="unresolved", words=None, evidence=())
    if found := _DAYS.fullmatch(words.strip()):
        start = _day(words, found[1])
        end = _day(words, found[2]) if found[2] else start
        if start <= end:
            return When(start=start, end=end, precision=date_precision(start, end), words=None, evidence=())
    raise UsageError(f"date={words!r} is no date: write 2019-03-22, 2019-03-22/2019-03-24, ../2019-03-24 or unknown")


def _day(words: str, day: str) -> dt.date:
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"date={words!r}: {error}") from error


def _place(words: str) -> Place:
    found = _PLACE.fullmatch(words.strip())
    precision: Any = (found["precision"] if found else None) or "exact"
    if found is None or precision not in RADIUS:
        raise UsageError(
            f"place={words!r} is no place: write its id from `tidings gazetteer find`, or NAME, LAT, LON and perhaps one of "
            f"{', '.join(RADIUS)}, or unknown"
        )
    return Place(
        id=None, name=found["name"].strip(), geoname_id=None, lat=float(found["lat"]), lon=float(found["lon"]), country=None,
        admin1=None, admin2=None, precision=precision, radius_km=RADIUS[precision], candidates=(), evidence=(),
    )  # fmt: skip


def _actor(words: str) -> Actor:
    name, _, kind = (part.strip() for part in words.partition(":"))
    if kind not in get_args(ActorKind):
        raise UsageError(
            f"{words.strip()!r} names no kind: write NAME: KIND with one of {', '.join(get_args(ActorKind))}"
        )
    made: Any = kind
    return Actor(mention=name, name=name, id=None, kind=made, attributed_by=(), relations=(), evidence=())


_PRECISIONS: Final[dict[str, PlacePrecision]] = {
    "admin1": "admin1", "admin2": "admin2", "country": "country", "region": "region", "water": "region",
}  # fmt: skip


def place_of(found: GazetteerPlace) -> Place:
    """A place of the gazetteer as the place of an event."""
    return Place(
        id=found.id, name=found.name, geoname_id=found.geoname_id, lat=found.lat, lon=found.lon, country=found.country,
        admin1=found.admin1, admin2=found.admin2, precision=_PRECISIONS.get(found.kind, "exact"),
        radius_km=found.radius_km, candidates=(), evidence=(),
    )  # fmt: skip


def named_actors(words: str, table: ActorTable) -> str:
    """Actors joined by ``;`` as canonical JSON: each an id or a name of the table, or ``NAME: KIND``."""
    return _json([_known_actor(part.strip(), table) for part in words.split(";") if part.strip()])


def _known_actor(name: str, table: ActorTable) -> Actor:
    row = table.by_id.get(name) or next(
        (answer.row for answer in find_actor(table, name) if answer.score >= _SURE), None
    )
    if row is None:
        return _actor(name)
    return Actor(mention=row.name, name=row.name, id=row.id, kind=row.kind, attributed_by=(), relations=(), evidence=())


def _plain(field: str, words: str) -> str | bool:
    allowed = {
        "type": tuple(load_ontology().types), "polarity": get_args(Polarity), "reality": get_args(Reality),
        "background": ("true", "false"),
    }[field]  # fmt: skip
    if words not in allowed:
        raise UsageError(f"{field}={words!r} is not known: there are {', '.join(allowed)}")
    return words == "true" if field == "background" else words


def shown(event: Event, field: str) -> str | None:
    """The value that an event shows for a field, in a few words; ``None`` when it is unknown."""
    values, (name, _, group) = event.values, field.partition(".")
    if name in TOLLS:
        found = getattr(values, name).get(group)
        return None if found is None else figure(found.low, found.best, found.high)
    if field == "type":
        return event.type
    if field in PLAIN:
        return str(getattr(event.standing, field)).lower()
    if field == "date":
        when = values.date
        return None if when.start is None and when.end is None else f"{when.start or '..'}/{when.end or '..'}"
    if field == "place":
        return None if values.place is None else f"{values.place.name} ({values.place.id or values.place.precision})"
    return "; ".join(actor.name for actor in getattr(values, name)) or None


def figure(low: int | None, best: int | None, high: int | None) -> str:
    """Bounds as one writes them: ``12``, ``12+``, ``<=50``, ``9-14``, ``9/12/14``."""
    if low == best == high:
        return str(low)
    if high is None:
        return f"{low if low is not None else best}+" if best in (None, low) else f"{low}/{best}/.."
    if low is None:
        return f"<={high}" if best in (None, high) else f"../{best}/{high}"
    return f"{low}-{high}" if best is None else f"{low}/{best}/{high}"
