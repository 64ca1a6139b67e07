"""An event as a flat row: the columns of the CSV table and of data frames, each with what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from tidings.model.event import Event, Figures
from tidings.model.values import Actor, Place

Cell = str | int | float | bool | None
_GROUPS: Final = {
    "civilians": "civilians", "children": "children", "women": "women", "combatants_actor": "comb_actor",
    "combatants_recipient": "comb_recipient", "combatants_unknown": "comb_unknown", "unknown": "unknown",
}  # fmt: skip


def _of_place(read: Callable[[Place], Cell]) -> Callable[[Event], Cell]:
    return lambda event: None if event.values.place is None else read(event.values.place)


def _of_figures(kind: str, group: str, bound: str) -> Callable[[Event], Cell]:
    def read(event: Event) -> Cell:
        figures: Figures | None = getattr(event.values, kind).get(group)
        return None if figures is None else getattr(figures, bound)

    return read


def _joined(values: Iterable[str | None]) -> str | None:
    return "; ".join(value for value in dict.fromkeys(values) if value) or None


def _names(actors: tuple[Actor, ...]) -> str | None:
    return _joined(actor.name for actor in actors)


def _day(day: object) -> str | None:
    return None if day is None else str(day)


COLUMNS: Final[dict[str, tuple[str, Callable[[Event], Cell]]]] = {
    "event_id": ("id of the event", lambda event: event.id),
    "type": ("event type (RECORD §3)", lambda event: event.type),
    "polarity": ("affirmed or denied", lambda event: event.standing.polarity),
    "reality": ("actual, ongoing, planned, threatened or hypothetical", lambda event: event.standing.reality),
    "background": ("true for history: told, but not the news", lambda event: event.standing.background),
    "date_start": ("first possible local day", lambda event: _day(event.values.date.start)),
    "date_end": ("last possible local day", lambda event: _day(event.values.date.end)),
    "date_precision": ("day, few_days, week, month, year, more, unresolved", lambda event: event.values.date.precision),
    "date_words": ("the words the date was read from", lambda event: event.values.date.words),
    "place_name": ("name of the place", _of_place(lambda place: place.name)),
    "place_id": ("gn:<geonameid> or td:<slug>", _of_place(lambda place: place.id)),
    "country": ("ISO 3166-1 alpha-2", _of_place(lambda place: place.country)),
    "admin1": ("first-level division", _of_place(lambda place: place.admin1)),
    "admin2": ("second-level division", _of_place(lambda place: place.admin2)),
    "lat": ("degrees north, WGS84", _of_place(lambda place: place.lat)),
    "lon": ("degrees east, WGS84", _of_place(lambda place: place.lon)),
    "place_precision": (
        "exact, near, admin2, admin1, region, country, unresolved",
        _of_place(lambda place: place.precision),
    ),
    "radius_km": ("the event lies within so many km of the point", _of_place(lambda place: place.radius_km)),
    "actors": ("who acted, names joined by '; '", lambda event: _names(event.values.actors)),
    "actor_kinds": ("their kinds", lambda event: _joined(actor.kind for actor in event.values.actors)),
    "actors_attributed_by": (
        "who names these actors, where the text does not do so itself",
        lambda event: _joined(name for actor in event.values.actors for name in actor.attributed_by),
    ),
    "recipients": ("on whom", lambda event: _names(event.values.recipients)),
    "recipient_kinds": ("their kinds", lambda event: _joined(actor.kind for actor in event.values.recipients)),
    **{
        f"{kind}_{short}_{bound}": (
            f"{kind}, {group.replace('_', ' ')}: {bound} printed figure",
            _of_figures(kind, group, bound),
        )
        for kind in ("killed", "injured")
        for group, short in _GROUPS.items()
        for bound in ("low", "best", "high")
    },
    "speakers": (
        "who says so, of all claims in the ledger",
        lambda event: _joined(entry.speaker for entry in event.ledger),
    ),
    "voices": ("independent voices", lambda event: event.voices),
    "articles": ("ids of the articles", lambda event: _joined(account.article for account in event.accounts)),
    "files": ("files of the articles", lambda event: _joined(account.file for account in event.accounts)),
    "published": (
        "publication days of the articles",
        lambda event: _joined(sorted({_day(entry.asserted_on) or "" for entry in event.ledger})),
    ),
    "quotes": (
        "the words that tell it, joined by ' [...] '",
        lambda event: " [...] ".join(span.quote for account in event.accounts for span in account.evidence),
    ),
    "quote_offsets": (
        "where they stand in each article's text, start-end in code points",
        lambda event: _joined(f"{span.start}-{span.end}" for account in event.accounts for span in account.evidence),
    ),
}


def flat_row(event: Event) -> dict[str, Cell]:
    """One event as a row of plain cells; ``None`` is unknown, never zero."""
    return {name: read(event) for name, (_, read) in COLUMNS.items()}
