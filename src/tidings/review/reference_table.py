"""A user's own coded table held against the events of a record: match, conflict, miss, and what the table has not.

In the manner of matching event data by location, time and type (MELTT; Donnay et al. 2019): windows of days and
kilometres, pairs one to one, nearest first. The scoring is our own.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from tidings.errors import UsageError
from tidings.model.event import Event, View
from tidings.model.values import Place
from tidings.reference.distance import distance_km
from tidings.reference.ontology import load_ontology
from tidings.review.fields import figure

Verdict = Literal["match", "conflict", "miss", "extra"]
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "event_id", "event_id_cnty"),
    "date": ("date", "event_date", "date_start", "day"),
    "end": ("end", "date_end", "end_date"),
    "place": ("place", "location", "place_name", "where"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "longitude"),
    "type": ("type", "event_type", "sub_event_type"),
    "killed": ("killed", "fatalities", "deaths", "best"),
}
_FAR: Final = 10**6


class Entry(Struct, frozen=True, kw_only=True):
    """One row of the table: days, place name and point (degrees WGS84), type and toll as far as it gives them."""

    id: str
    start: dt.date
    end: dt.date
    place: str | None
    lat: float | None
    lon: float | None
    type: str | None
    killed: int | None


class Compared(Struct, frozen=True, kw_only=True):
    """One verdict: a row with its event, a row alone, or an event alone; how far apart, and the reasons in words.

    ``days`` is the gap between the windows of the two, 0 where they meet; ``km`` between their points.
    """

    verdict: Verdict
    entry: Entry | None
    event: Event | None
    days: int | None
    km: float | None
    reasons: tuple[str, ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """All verdicts in the order of the table, then of the record; ``unknown_types`` were not compared."""

    rows: tuple[Compared, ...]
    unknown_types: dict[str, int]

    def number(self, verdict: Verdict) -> int:
        """How many have a verdict."""
        return sum(one.verdict == verdict for one in self.rows)


class Windows(Struct, frozen=True, kw_only=True):
    """How far a row and an event may be apart to be one."""

    days: int = 2
    km: float = 30.0


# --- reading the table ------------------------------------------------------------------------------------------------------


def columns_named(header: Sequence[str], given: str | None) -> dict[str, str]:
    """Which column of a table says what: as given (``date=event_date,place=location``), else by the usual names.

    UsageError where a column is not there, or no date or place is.
    """
    found = {
        what: next(column for column in header for name in names if column.strip().casefold() == name)
        for what, names in NAMES.items()
        if any(column.strip().casefold() in names for column in header)
    }
    for part in filter(None, (given or "").split(",")):
        what, _, column = (each.strip() for each in part.partition("="))
        if what not in NAMES:
            raise UsageError(f"--columns {part}: there is no {what!r}: there are {', '.join(NAMES)}")
        if column not in header:
            raise UsageError(f"--columns {part}: the table has no column {column!r}: it has {', '.join(header)}")
        found[what] = column
    if "date" not in found:
        raise UsageError(
            f"the table has no column for the date: name it with --columns date=...; it has {', '.join(header)}"
        )
    if "place" not in found and not {"lat", "lon"} <= set(found):
        raise UsageError(
            f"the table has no column for the place: name one with --columns place=...; it has {', '.join(header)}"
        )
    return found


def read_table(text: str, given: str | None = None) -> tuple[list[Entry], list[str]]:
    """The rows of a table, and why others could not be read. Commas, semicolons or tabs stand between its cells."""
    head = text.removeprefix("\ufeff")
    first = head.splitlines()[0] if head.strip() else ""
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(head, newline=""), delimiter=delimiter)
    columns = columns_named(list(rows.fieldnames or ()), given)
    entries: list[Entry] = []
    refused: list[str] = []
    for number, row in enumerate(rows, 2):
        cells = {what: (row.get(column) or "").strip() or None for what, column in columns.items()}
        try:
            entries.append(_entry(number, cells))
        except ValueError as error:
            refused.append(f"row {number}: {error}")
    return entries, refused


def _entry(number: int, cells: Mapping[str, str | None]) -> Entry:
    start = _day(cells.get("date"))
    if start is None:
        raise ValueError("it has no date")
    lat, lon = _number(cells, "lat", 90), _number(cells, "lon", 180)
    if cells.get("place") is None and None in (lat, lon):
        raise ValueError("it has no place")
    end = _day(cells.get("end")) or start
    killed = cells.get("killed")
    if killed is not None and not killed.isdecimal():
        raise ValueError(f"killed is {killed!r}, which is no whole number")
    return Entry(
        id=cells.get("id") or f"row {number}", start=min(start, end), end=max(start, end), place=cells.get("place"),
        lat=lat if lon is not None else None, lon=lon if lat is not None else None, type=cells.get("type"),
        killed=None if killed is None else int(killed),
    )  # fmt: skip


def _day(cell: str | None) -> dt.date | None:
    if cell is None:
        return None
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%Y/%m/%d"):
        try:
            return dt.datetime.strptime(cell[:10] if form == "%Y-%m-%d" else cell, form).date()
        except ValueError:
            continue
    raise ValueError(f"{cell!r} is no date: write 2019-03-24")


def _number(cells: Mapping[str, str | None], name: str, most: float) -> float | None:
    cell = cells.get(name)
    if cell is None:
        return None
    value = float(cell.replace(",", "."))
    if not -most <= value <= most:
        raise ValueError(f"{name} {cell} lies off the globe")
    return value


# --- comparing --------------------------------------------------------------------------------------------------------------


def compare_with(
    view: View, entries: Sequence[Entry], windows: Windows, step: Callable[[], None] = lambda: None
) -> Comparison:
    """Every row and every happening of the view with its verdict; ``step`` is called once a row."""
    events = [event for event in view.events if _happened(event)]
    by_month: dict[tuple[int, int], list[int]] = {}
    for number, event in enumerate(events):
        start, end = event.values.date.start, event.values.date.end
        for month in _months(start, end or start, windows.days):
            by_month.setdefault(month, []).append(number)
    near: list[tuple[float, int, int, int, float | None]] = []
    for row, entry in enumerate(entries):
        months = list(_months(entry.start, entry.end, 0))
        for number in sorted({each for month in months for each in by_month.get(month, ())}):
            gap, km = _apart(entry, events[number], windows)
            if gap is not None:
                cost = _days_off(entry, events[number], gap, windows) + (km or 0.0) / max(windows.km, 1e-9)
                cost += _unlike(entry, events[number])
                near.append((cost, row, number, gap, km))
        step()
    pairs: dict[int, tuple[int, int, float | None]] = {}
    taken: set[int] = set()
    for _, row, number, gap, km in sorted(near, key=lambda one: one[:3]):
        if row not in pairs and number not in taken:
            pairs[row] = number, gap, km
            taken.add(number)
    rivals = {number for _, _, number, _, _ in near}
    found = [_verdict(entry, events, pairs.get(row), windows) for row, entry in enumerate(entries)]
    found += [
        _extra(event, number in rivals)
        for number, event in enumerate(events)
        if number not in taken and _inside(event, entries)
    ]
    unknown: dict[str, int] = {}
    for entry in entries:
        if entry.type is not None and not _types(entry.type):
            unknown[entry.type] = unknown.get(entry.type, 0) + 1
    return Comparison(rows=tuple(found), unknown_types=dict(sorted(unknown.items())))


def _happened(event: Event) -> bool:
    return event.standing.polarity == "affirmed" and event.standing.reality == "actual"


def _months(start: dt.date | None, end: dt.date | None, days: int) -> Iterator[tuple[int, int]]:
    """The months that a window touches, widened by some days; none without a day."""
    if start is None or end is None:
        return
    last = end + dt.timedelta(days)
    month = (start - dt.timedelta(days)).replace(day=1)
    while month <= last:
        yield month.year, month.month
        month = (month + dt.timedelta(32)).replace(day=1)


def _apart(entry: Entry, event: Event, windows: Windows) -> tuple[int | None, float | None]:
    """Days and km between a row and an event; no days where they lie too far apart in either."""
    start, end = event.values.date.start, event.values.date.end
    place = event.values.place
    if start is None or place is None:
        return None, None
    gap = max(0, (entry.start - (end or start)).days, (start - entry.end).days)
    if gap > windows.days:
        return None, None
    km = _km(entry, place)
    if km is None:
        return (gap, None) if entry.place is not None and _folded(entry.place) == _folded(place.name) else (None, None)
    reach = windows.km + (place.radius_km or 0.0 if place.precision not in ("exact", "near") else 0.0)
    return (gap, km) if km <= reach or (entry.place and _folded(entry.place) == _folded(place.name)) else (None, None)


def _km(entry: Entry, place: Place) -> float | None:
    if entry.lat is None or entry.lon is None or place.lat is None or place.lon is None:
        return None
    return distance_km(entry.lat, entry.lon, place.lat, place.lon)


def _days_off(entry: Entry, event: Event, gap: int, windows: Windows) -> float:
    """What days add to the distance of a pair: the gap, and half the days that the event is vaguer than the row, at most the window.

    So "this month" takes no row from an event of that very day.
    """
    start, end = event.values.date.start, event.values.date.end
    length = (end - start).days if start and end else 0
    vaguer = max(0, length - (entry.end - entry.start).days)
    return gap / max(windows.days, 1) + min(vaguer / 2 / max(windows.days, 1), 1.0)


def _unlike(entry: Entry, event: Event) -> float:
    """What type and toll add to the distance of a pair, so that of two near events the likelier is taken."""
    types = _types(entry.type) if entry.type else frozenset()
    cost = 0.5 if types and event.type not in types else 0.0
    if entry.killed is not None and not _within(entry.killed, event):
        cost += 0.25
    return cost


def _verdict(
    entry: Entry, events: Sequence[Event], pair: tuple[int, int, float | None] | None, windows: Windows
) -> Compared:
    if pair is None:
        told = f"no event within {windows.days} days and {windows.km:g} km that no other row is nearer to"
        return Compared(verdict="miss", entry=entry, event=None, days=None, km=None, reasons=(told,))
    number, gap, km = pair
    event = events[number]
    against = tuple(_contradictions(entry, event))
    return Compared(
        verdict="conflict" if against else "match", entry=entry, event=event, days=gap, km=km, reasons=against
    )


def _contradictions(entry: Entry, event: Event) -> Iterator[str]:
    types = _types(entry.type) if entry.type else frozenset()
    families = {load_ontology().types[name].family for name in types}
    if types and load_ontology().types[event.type].family not in families:
        yield f"type: {entry.type} in the table, {event.type} in the record"
    if entry.killed is not None and not _within(entry.killed, event):
        told = "; ".join(f"{group} {figure(one.low, one.best, one.high)}" for group, one in event.values.killed.items())
        yield f"killed: {entry.killed} in the table, {told} in the record"


def _within(killed: int, event: Event) -> bool:
    """Whether a toll may be the record's: it lies in the bounds of a group, or is at most what they say together.

    A record without a figure contradicts nothing. 0 in a table may mean that nothing is known, so it contradicts nothing either.
    """
    figures = list(event.values.killed.values())
    if not figures or killed == 0:
        return True
    lows = [one.low if one.low is not None else one.best or 0 for one in figures]
    highs = [one.high if one.high is not None else _FAR for one in figures]
    return min(lows) <= killed <= sum(highs)


def _extra(event: Event, had_rivals: bool) -> Compared:
    told = "rows near it are nearer to other events" if had_rivals else "no row is near it"
    return Compared(verdict="extra", entry=None, event=event, days=None, km=None, reasons=(told,))


def _inside(event: Event, entries: Sequence[Entry]) -> bool:
    """Whether the table could have had an event: it lies within the table's days."""
    start = event.values.date.start
    return (
        bool(entries)
        and start is not None
        and min(one.start for one in entries) <= start <= max(one.end for one in entries)
    )


def _types(name: str) -> frozenset[str]:
    """The types of tidings that a codebook's word means: our own name, or the ACLED-style sub-event."""
    wanted = _folded(name)
    return frozenset(
        key
        for key, known in load_ontology().types.items()
        if wanted == _folded(key) or wanted in {_folded(part) for part in re.split(";| or | by ", known.acled)}
    )


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


# --- the pairs as a table ---------------------------------------------------------------------------------------------------

PAIR_COLUMNS: Final = (
    "verdict", "row", "row_date", "row_place", "row_type", "row_killed", "event", "event_date", "event_place", "event_type",
    "event_killed", "days_apart", "km_apart", "reasons",
)  # fmt: skip


def pairs_table(rows: Iterable[Compared]) -> Iterator[str]:
    """The verdicts as CSV, a line at a time."""
    yield ",".join(PAIR_COLUMNS) + "\r\n"
    for row in rows:
        kept = io.StringIO(newline="")
        csv.writer(kept).writerow(_cells(row))
        yield kept.getvalue()


def _cells(row: Compared) -> list[str]:
    entry, event = row.entry, row.event
    left = ["", "", "", "", ""]
    if entry is not None:
        days = str(entry.start) if entry.start == entry.end else f"{entry.start}/{entry.end}"
        killed = "" if entry.killed is None else str(entry.killed)
        left = [entry.id, days, entry.place or f"{entry.lat}, {entry.lon}", entry.type or "", killed]
    right = ["", "", "", "", ""]
    if event is not None:
        when, place = event.values.date, event.values.place
        tolls = "; ".join(
            f"{group} {figure(one.low, one.best, one.high)}" for group, one in event.values.killed.items()
        )
        days = str(when.start or "") if when.start == when.end else f"{when.start or '..'}/{when.end or '..'}"
        right = [event.id, days, place.name if place else "", event.type, tolls]
    apart = ["" if row.days is None else str(row.days), "" if row.km is None else f"{row.km:.1f}"]
    return [row.verdict, *left, *right, *apart, "; ".join(row.reasons)]
