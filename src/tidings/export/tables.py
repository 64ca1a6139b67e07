"""The record as plain tables that join by id: events, ledger, accounts, articles (without their text), wire groups, links.

Each column says what it holds and of which type; Parquet, SQLite and the schemas read the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Literal

from msgspec import Struct

from tidings.export.flat import COLUMNS, Cell, flat_row
from tidings.model.event import Bounds, Event, LedgerEntry, Member, View
from tidings.model.text import Evidence
from tidings.model.values import Actor, Place, When

VERSION: Final = "1"
ColumnType = Literal["text", "integer", "number", "boolean", "date"]
_JSON_TYPES: Final[dict[ColumnType, str]] = {
    "text": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "string",
}  # fmt: skip
_NUMBERS: Final = frozenset({"lat", "lon", "radius_km"})
_DATES: Final = frozenset({"date_start", "date_end"})


class Column(Struct, frozen=True, kw_only=True):
    """A column: its name (32 characters at most), type, and what it holds. ``required``: never unknown."""

    name: str
    type: ColumnType
    about: str
    required: bool = False


class Table(Struct, frozen=True, kw_only=True):
    """A table: what one row is, its columns, those that tell its rows apart, and how its rows are read off a view."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    read: Callable[[View], Iterator[tuple[Cell, ...]]]

    def rows(self, view: View) -> list[tuple[Cell, ...]]:
        """The rows of a view, in the order of its events; each key once."""
        names = [column.name for column in self.columns]
        places = [names.index(name) for name in self.key]
        found: dict[tuple[Cell, ...], tuple[Cell, ...]] = {}
        for row in self.read(view):
            found.setdefault(tuple(row[place] for place in places), row)
        return list(found.values())

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of a row, read as an object by column."""
        properties = {column.name: _property(column) for column in self.columns}
        return {
            "title": self.name,
            "description": self.about,
            "type": "object",
            "additionalProperties": False,
            "required": list(properties),
            "properties": properties,
        }


def _property(column: Column) -> dict[str, Any]:
    kind = _JSON_TYPES[column.type]
    found: dict[str, Any] = {"type": kind if column.required else [kind, "null"], "description": column.about}
    return found | {"format": "date"} if column.type == "date" else found


def _text(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name=name, type="text", about=about, required=required)


def _of(kind: ColumnType, name: str, about: str, *, required: bool = False) -> Column:
    return Column(name=name, type=kind, about=about, required=required)


# --- events -----------------------------------------------------------------------------------------------------------------

_EVENT_REQUIRED: Final = frozenset(
    {"event_id", "type", "polarity", "reality", "background", "date_precision", "voices"}
)


def _event_type(name: str) -> ColumnType:
    if name in _NUMBERS:
        return "number"
    if name in _DATES:
        return "date"
    if name == "background":
        return "boolean"
    return "integer" if name == "voices" or name.endswith(("_low", "_best", "_high")) else "text"


_EVENTS: Final = (
    *(
        _of(_event_type(name), name, about, required=name in _EVENT_REQUIRED)
        for name, (about, _) in COLUMNS.items()
    ),
    _text("former_ids", "ids that the event had, or that an account of it had; each still leads here"),
    _text("disputed", "fields of the ledger on which those who speak now cannot all be right"),
)  # fmt: skip


def _events(view: View) -> Iterator[tuple[Cell, ...]]:
    for event in view.events:
        yield *flat_row(event).values(), _joined(event.former_ids), _joined(event.disputed)


# --- ledger -----------------------------------------------------------------------------------------------------------------

_LEDGER: Final = (
    _text("event_id", "the event", required=True),
    _of("integer", "number", "place in the event's ledger, from 1", required=True),
    _text("field", "what is claimed: type, place, date, actors, recipients or counts.KIND.GROUP", required=True),
    _text("count_kind", "of a count: killed, injured, displaced …"),
    _text("count_group", "of a count: civilians, combatants_actor, unknown …"),
    _text("count_scope", "of a count that is no plain figure of this event: subset, joint, superseded, denied"),
    _of("integer", "low", "of a count: the lower bound told"),
    _of("integer", "best", "of a count: the best figure told"),
    _of("integer", "high", "of a count: the upper bound told"),
    _text("value", "of all else: what is claimed"),
    _text("words", "as printed", required=True),
    _text("speaker", "who says so; empty where the article does"),
    _text("speaker_kind", "party, official, witness, monitor, medical, media or unnamed"),
    _text("interest", "party or independent; empty where not known"),
    _of("date", "asserted_on", "publication day of the article"),
    _text("superseded_by", "the claim that took its place"),
    _text("claim_id", "the claim", required=True),
    _text("account_id", "the account that makes it", required=True),
    _text("article_id", "the article it stands in", required=True),
    _text("wire_group", "the articles that are one text with it", required=True),
    _text("quotes", "the words that support it, joined by ' [...] '", required=True),
    _text("quote_offsets", "where they stand in the article's text, start-end in code points", required=True),
)


def _ledger(view: View) -> Iterator[tuple[Cell, ...]]:
    for event in view.events:
        for number, entry in enumerate(event.ledger, 1):
            yield _ledger_row(event, number, entry)


def _ledger_row(event: Event, number: int, entry: LedgerEntry) -> tuple[Cell, ...]:
    kind = group = scope = None
    if entry.field.startswith("counts."):
        _, kind, group, *marks = entry.field.split(".")
        scope = ".".join(marks) or None
    bounds = entry.value if isinstance(entry.value, Bounds) else Bounds(low=None, best=None, high=None)
    value = None if isinstance(entry.value, Bounds) else entry.value
    return (
        event.id, number, entry.field, kind, group, scope, bounds.low, bounds.best, bounds.high, value, entry.words,
        entry.speaker, entry.speaker_kind, entry.interest, _day(entry.asserted_on), entry.superseded_by, entry.claim,
        entry.account, entry.article, entry.wire_group, *_evidence(entry.evidence),
    )  # fmt: skip


# --- accounts, articles, groups, links ----------------------------------------------------------------------------------------

_ACCOUNTS: Final = (
    _text("account_id", "the account", required=True),
    _text("event_id", "the event it tells", required=True),
    _text("article_id", "the article it stands in", required=True),
    _text("type", "event type (RECORD §3)", required=True),
    _text("polarity", "affirmed or denied", required=True),
    _text("reality", "actual, ongoing, planned, threatened or hypothetical", required=True),
    _of("boolean", "background", "true for history: told, but not the news", required=True),
    _of("date", "date_start", "first possible local day"),
    _of("date", "date_end", "last possible local day"),
    _text("date_precision", "day, few_days, week, month, year, more, unresolved", required=True),
    _text("date_words", "the words the date was read from"),
    _text("place_name", "name of the place"),
    _text("place_id", "gn:<geonameid> or td:<slug>"),
    _text("country", "ISO 3166-1 alpha-2"),
    _of("number", "lat", "degrees north, WGS84"),
    _of("number", "lon", "degrees east, WGS84"),
    _text("place_precision", "exact, near, admin2, admin1, region, country, unresolved"),
    _text("other_places", "other places of the same act, joined by '; '"),
    _text("actors", "who acted, joined by '; '"),
    _text("recipients", "on whom, joined by '; '"),
    _text("means", "what it was done with, joined by '; '"),
    _text("speakers", "who says so, joined by '; '"),
    _of("number", "score", "calibrated chance that this is an account, 0 to 1", required=True),
    _text("producer", "what made it", required=True),
    _text("quotes", "the words that tell it, joined by ' [...] '", required=True),
    _text("quote_offsets", "where they stand in the article's text, start-end in code points", required=True),
)


def _accounts(view: View) -> Iterator[tuple[Cell, ...]]:
    for event in view.events:
        for member in view.told(event):
            yield _account_row(event, member)


def _account_row(event: Event, member: Member) -> tuple[Cell, ...]:
    account = member.account
    place = account.place
    when: When = account.date
    return (
        account.id, event.id, member.article.id, account.type, account.polarity, account.reality, account.background,
        _day(when.start), _day(when.end), when.precision, when.words,
        *_place(place), _joined(other.name for other in account.other_places),
        _names(account.actors), _names(account.recipients), _joined(means.name for means in account.means),
        _joined(said.speaker for said in account.attribution), account.score, account.producer,
        *_evidence(account.evidence),
    )  # fmt: skip


def _place(place: Place | None) -> tuple[Cell, ...]:
    if place is None:
        return (None,) * 6
    return place.name, place.id, place.country, place.lat, place.lon, place.precision


_ARTICLES: Final = (
    _text("article_id", "the article", required=True),
    _text("file", "the file it was read from", required=True),
    _text("title", "its title"),
    _text("outlet", "who published it"),
    _text("url", "where"),
    _text("language", "ISO 639-1"),
    _of("date", "published", "on which day"),
    _text("published_basis", "how the day is known: given, metadata, printed, unknown", required=True),
    _of("integer", "characters", "length of its text, which is not part of this table", required=True),
)


def _articles(view: View) -> Iterator[tuple[Cell, ...]]:
    for event in view.events:
        for member in view.told(event):
            one = member.article
            yield (
                one.id, one.file, one.title, one.outlet, one.url, one.language, _day(one.published), one.published_basis,
                len(one.text or ""),
            )  # fmt: skip


_WIRE_GROUPS: Final = (
    _text("wire_group", "articles that are copies or rewrites of one text: one voice", required=True),
    _text("article_id", "one of them", required=True),
)


def _wire_groups(view: View) -> Iterator[tuple[Cell, ...]]:
    for event in view.events:
        for group in event.wire_groups:
            for article in group.articles:
                yield group.id, article


_LINKS: Final = (
    _text("event_id", "an event", required=True),
    _text("other_event_id", "another that it is tied to without being the same", required=True),
    _text("relation", "how", required=True),
)


def _links(view: View) -> Iterator[tuple[Cell, ...]]:
    for event in view.events:
        for link in event.links:
            yield event.id, link.event, link.relation


TABLES: Final[tuple[Table, ...]] = (
    Table(name="events", about="one row an event", key=("event_id",), columns=_EVENTS, read=_events),
    Table(name="ledger", about="one row a claim of an event", key=("event_id", "number"), columns=_LEDGER, read=_ledger),
    Table(
        name="accounts", about="one row an account: one article's telling of one event", key=("account_id",),
        columns=_ACCOUNTS, read=_accounts,
    ),
    Table(name="articles", about="one row an article, without its text", key=("article_id",), columns=_ARTICLES, read=_articles),
    Table(
        name="wire_groups", about="which articles are one text", key=("wire_group", "article_id"), columns=_WIRE_GROUPS,
        read=_wire_groups,
    ),
    Table(name="links", about="ties between events that are no merge", key=("event_id", "other_event_id", "relation"), columns=_LINKS, read=_links),
)  # fmt: skip


def schema() -> dict[str, Any]:
    """The JSON Schema of all tables, one definition a table."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The tables of parquet and sqlite",
        "description": "Each definition is a row of one table. Dates are ISO 8601 in SQLite and days in Parquet.",
        "version": VERSION,
        "$defs": {table.name: table.schema() for table in TABLES},
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _joined(values: Iterable[str | None]) -> str | None:
    return "; ".join(value for value in dict.fromkeys(values) if value) or None


def _names(actors: tuple[Actor, ...]) -> str | None:
    return _joined(actor.name for actor in actors)


def _evidence(spans: tuple[Evidence, ...]) -> tuple[str, str]:
    return " [...] ".join(span.quote for span in spans), "; ".join(f"{span.start}-{span.end}" for span in spans)
