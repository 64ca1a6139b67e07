"""What a list of events can be asked for, as whoever asks writes it, and which rows of the columns that lets through."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Final

import numpy as np
from msgspec import Struct

from tidings.errors import UsageError
from tidings.export.timeline import STANDINGS
from tidings.reference.ontology import load_ontology
from tidings.web.index_columns import UNKNOWN, Array, Columns, Vocabulary, Words
from tidings.web.index_rows import HAPPENED, NOWHERE, fold

Box = tuple[float, float, float, float]
AnyVocabulary = Vocabulary[tuple[str, str, str, str]] | Vocabulary[tuple[str, str]] | Vocabulary[str]
NEWS: Final = "news"
STATES: Final = ("suggested", "in review", "reviewed", "re-opened", "released", "retracted", "rejected")
SAID_STANDINGS: Final = (NEWS, *STANDINGS)
_MOST_WORDS: Final = 10
_TURNS: Final = 3600.0  # degrees
_LONGEST: Final = 300  # letters of a name asked for
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|\+00:00))?")


class Filters(Struct, frozen=True, kw_only=True):
    """What is asked for; ``None`` asks for nothing. ``box``: west, south, east, north in degrees; ``since``: a moment, UTC.

    ``standing``: ``news`` are happenings that are no background; ``all`` is everything.
    """

    type: str | None = None
    actor: str | None = None
    place: str | None = None
    country: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    standing: str = NEWS
    voices: int | None = None
    state: str | None = None
    killed: int | None = None
    disputed: bool = False
    text: str | None = None
    box: Box | None = None
    since: str | None = None


def checked(asked: Filters) -> Filters:
    """The filters when each of them can be; UsageError says what can be asked. A filter that lets nothing through by mistake looks like peace."""
    if asked.type is not None and asked.type not in load_ontology().types:
        raise UsageError(f"there is no event type {asked.type!r}: there are {', '.join(load_ontology().types)}")
    if asked.standing not in SAID_STANDINGS:
        raise UsageError(f"there is no standing {asked.standing!r}: there are {', '.join(SAID_STANDINGS)}")
    if asked.state is not None and asked.state not in STATES:
        raise UsageError(f"there is no state {asked.state!r}: there are {', '.join(STATES)}")
    if asked.first and asked.last and asked.first > asked.last:
        raise UsageError(f"the first day {asked.first} lies after the last, {asked.last}")
    if asked.since is not None and not _MOMENT.fullmatch(asked.since):
        raise UsageError(f"updated_since={asked.since[:40]!r} is no moment: write 2026-11-22T08:30:00Z or 2026-11-22")
    for words in (asked.actor, asked.place, asked.country, asked.text):
        if words is not None and len(words) > _LONGEST:
            raise UsageError(f"{words[:40]!r}… is too long to be the name of anything: {len(words)} letters")
    return asked


def box_of(written: str | None) -> Box | None:
    """``west,south,east,north`` in degrees; a box over the 180th meridian has its west east of its east.

    A map that was turned round further than once may ask for longitudes beyond 180.

    >>> box_of("34,31.5,43,37.5"), box_of("170,-10,190,10")
    ((34.0, 31.5, 43.0, 37.5), (170.0, -10.0, -170.0, 10.0))
    """
    if written is None:
        return None
    try:
        west, south, east, north = (float(part) for part in written.split(","))
    except ValueError:
        raise UsageError(f"bbox={written[:60]!r} is no box: write west,south,east,north in degrees") from None
    if not (-90 <= south <= north <= 90 and -_TURNS <= west <= _TURNS and -_TURNS <= east <= _TURNS):
        raise UsageError(
            f"bbox={written[:60]!r} lies off the globe: west,south,east,north in degrees, south below north"
        )
    if east - west >= 360:
        return -180.0, south, 180.0, north
    return _turned(west), south, _turned(east), north


def _turned(lon: float) -> float:
    """A longitude between -180 and 180."""
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def mask_of(columns: Columns, words: Words, asked: Filters) -> Array:
    """Which rows pass all filters."""
    return together(masks_of(columns, words, asked), len(columns))


def masks_of(columns: Columns, words: Words, asked: Filters) -> dict[str, Array]:
    """Which rows pass each filter that is set, by its name."""
    return {name: mask for name, mask in _masks(columns, words, asked) if mask is not None}


def together(masks: Mapping[str, Array], rows: int, besides: str = "") -> Array:
    """Which rows pass all masks, or all but one."""
    return reduce(np.logical_and, (mask for name, mask in masks.items() if name != besides), np.ones(rows, dtype=bool))


def _masks(columns: Columns, words: Words, asked: Filters) -> Iterator[tuple[str, Array | None]]:
    standing = HAPPENED if asked.standing == NEWS else asked.standing
    yield "standing", None if standing == "all" else columns.standing == words.standings.known(standing)
    yield "type", None if asked.type is None else columns.type == words.types.known(asked.type)
    yield "state", None if asked.state is None else columns.state == words.states.known(asked.state)
    yield "country", None if not asked.country else columns.country == words.countries.known(asked.country.upper())
    yield "voices", None if asked.voices is None else columns.voices >= asked.voices
    yield "killed", None if asked.killed is None else columns.killed >= max(asked.killed, 0)
    yield "disputed", columns.disputed if asked.disputed else None
    dated = asked.first is not None or asked.last is not None
    yield "days", _in_window(columns, asked.first, asked.last) if dated else None
    yield "since", None if asked.since is None else columns.updated >= _moment(asked.since)
    yield "box", None if asked.box is None else in_box(columns, asked.box)
    yield "actor", _with_actor(columns, _called(words.actors, asked.actor)) if asked.actor else None
    yield "place", _of(columns.place, _called(words.places, asked.place)) if asked.place else None
    for number, word in enumerate((fold(asked.text).split() if asked.text else [])[:_MOST_WORDS]):
        yield f"word {number}", _with_word(columns, words, word)


def _moment(written: str) -> np.bytes_:
    return np.bytes_(written.replace("+00:00", "Z").encode())


def _in_window(columns: Columns, first: dt.date | None, last: dt.date | None) -> Array:
    """Whether the possible days meet the window; an event with no day fits only an open one."""
    found = columns.first > 0
    if last is not None:
        found &= columns.first <= last.toordinal()
    if first is not None:
        found &= columns.last >= first.toordinal()
    return found


def in_box(columns: Columns, box: Box) -> Array:
    """Whether the point lies in a box; what has none does not."""
    west, south, east, north = box
    lon, lat = columns.lon, columns.lat
    beside = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    return beside & (lat >= south) & (lat <= north)


def _called(vocabulary: AnyVocabulary, wanted: str) -> Array:
    """Which values of a vocabulary have this id, or this as a part of one of their names."""
    part = fold(wanted)
    return np.fromiter((part in names for names in tuple(vocabulary.names)), dtype=bool)


def _with_actor(columns: Columns, known: Array) -> Array:
    found = np.zeros(len(columns), dtype=bool)
    found[columns.actor_event[known[columns.actor]]] = True
    return found


def _with_word(columns: Columns, words: Words, word: str) -> Array:
    """Whether a word stands in the name of anybody or anything of the event: who, where, what."""
    named = _of(columns.type, _called(words.types, word)) | _of(columns.place, _called(words.places, word))
    found: Array = named | _with_actor(columns, _called(words.actors, word))
    return found


def _of(column: Array, known: Array) -> Array:
    """Known values of a column; -1 is none."""
    found: Array = np.append(known, False)[column]
    return found


def is_placed(columns: Columns, words: Words) -> Array:
    """Whether an event stands anywhere on a map: its place is closer than a country, and its point is known."""
    nowhere = [words.precisions.known(name) for name in NOWHERE if name is not None]
    found: Array = ~np.isin(columns.precision, [*nowhere, UNKNOWN]) & ~np.isnan(columns.lat)
    return found
