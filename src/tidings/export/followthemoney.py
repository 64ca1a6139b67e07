"""Facts as FollowTheMoney statements, one JSON object a line: events, the organisations in them, and the articles.

Each statement carries the value as printed, and the first and last day on which somebody published it. A named person is no
entity unless that is asked for: a graph of persons is what a victim's family has to fear. The format is that of
``followthemoney`` 4 (``ftm aggregate-statements`` reads it); its package is not needed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from tidings import __version__
from tidings.export.losses import Losses
from tidings.export.private_names import Known
from tidings.model.article import Article
from tidings.model.event import Event, LedgerEntry, Member, View
from tidings.model.ids import digest
from tidings.model.values import Actor
from tidings.reference.export_tables import FollowTheMoney, load_followthemoney

_ID = "id"  # the property that says that an entity exists


class Statement(Struct, frozen=True, kw_only=True, order=True):
    """One value of one property of one entity, in the order of FollowTheMoney's columns."""

    canonical_id: str
    entity_id: str
    prop: str
    prop_type: str
    schema: str
    value: str
    original_value: str | None
    dataset: str
    lang: str | None
    external: bool
    first_seen: str | None
    last_seen: str | None
    origin: str
    id: str


class Entity(Struct, frozen=True, kw_only=True):
    """An entity of which statements are made, and the days between which it was told."""

    id: str
    schema: str
    first: dt.date | None
    last: dt.date | None


def write(view: View, losses: Losses, *, persons: bool = False) -> Iterator[bytes]:
    """The statements, sorted. ``persons``: write named persons too, which is for the house's own use."""
    table, known = load_followthemoney(), Known(view, ())
    found: set[Statement] = set()
    for event in view.events:
        found.update(_event(event, view.told(event), table, known, losses, persons=persons))
    for statement in _spanned(found):
        yield msgspec.json.encode(statement) + b"\n"


def _event(
    event: Event, told: tuple[Member, ...], table: FollowTheMoney, known: Known, losses: Losses, *, persons: bool
) -> Iterator[Statement]:
    days = [member.article.published for member in told if member.article.published]
    first, last = min(days, default=None), max(days, default=None)
    entity = Entity(id=entity_id(event.id), schema="Event", first=first, last=last)
    make = _maker(table)
    place, date = event.values.place, event.values.date
    where = None if place is None else ", ".join(dict.fromkeys(filter(None, (place.name, place.admin2, place.admin1))))
    name = " ".join(filter(None, (event.type.replace("_", " "), f"in {place.name}" if place else None)))
    yield make(entity, _ID, entity.id)
    yield make(entity, "name", name)
    yield make(entity, "recordId", event.id)
    if where:
        yield make(entity, "location", where, original=_words(event, "place"))
    if place is not None and place.country is not None:
        yield make(entity, "country", place.country.lower())
    if date.start is not None:
        yield make(entity, "startDate", str(date.start), original=date.words)
    if date.end is not None:
        yield make(entity, "endDate", str(date.end), original=date.words)
    for entry in event.ledger:
        if entry.field.startswith("counts."):
            yield _figure(make, entity, entry)
    for actor in (*event.values.actors, *event.values.recipients):
        yield from _actor(make, entity, actor, known, losses, persons=persons)
    for member in told:
        yield from _article(make, entity, member.article, table)


def _figure(make: Any, entity: Entity, entry: LedgerEntry) -> Statement:
    """A figure as one line of text, with who says so: FollowTheMoney has no tolls."""
    told = f"{entry.field.removeprefix('counts.').replace('.', ', ')}: {entry.words}"
    speaker = f" ({entry.speaker})" if entry.speaker else ""
    seen = Entity(id=entity.id, schema=entity.schema, first=entry.asserted_on, last=entry.asserted_on)
    statement: Statement = make(seen, "summary", told + speaker, original=entry.words)
    return statement


def _actor(
    make: Any, event: Entity, actor: Actor, known: Known, losses: Losses, *, persons: bool
) -> Iterator[Statement]:
    person = actor.id is None and next(known.named(actor.name), None) is not None
    named = (
        actor.id is not None
        or person
        or known.is_body(actor.name.casefold().split())
        and actor.name != actor.name.lower()
    )
    if person and not persons:
        losses.note(event.id, "actors", "left out", "persons are no entities outside the house", actor.kind)
        return
    if not named:
        losses.note(event.id, "actors", "left out", "no name to make an entity of", actor.mention)
        return
    key = entity_id(digest("f1", actor.id or actor.name.casefold()))
    entity = Entity(id=key, schema="Person" if person else "Organization", first=event.first, last=event.last)
    yield make(entity, _ID, key)
    yield make(entity, "name", actor.name, original=actor.mention)
    yield make(event, "involved", key)


def _article(make: Any, event: Entity, article: Article, table: FollowTheMoney) -> Iterator[Statement]:
    entity = Entity(id=entity_id(article.id), schema="Article", first=article.published, last=article.published)
    yield make(entity, _ID, entity.id)
    yield make(entity, "title", article.title or article.id)
    if article.outlet:
        yield make(entity, "publisher", article.outlet)
    if article.published:
        yield make(entity, "publishedAt", str(article.published))
    if article.url:
        yield make(entity, "sourceUrl", article.url)
    if article.language in table.languages:
        yield make(entity, "language", table.languages[article.language])
    yield make(event, "proof", entity.id)


def _words(event: Event, field: str) -> str | None:
    return next((entry.words for entry in event.ledger if entry.field == field), None)


def _maker(table: FollowTheMoney) -> Any:
    def make(entity: Entity, prop: str, value: str, *, original: str | None = None) -> Statement:
        kind = "id" if prop == _ID else table.properties[entity.schema][prop]
        return Statement(
            canonical_id=entity.id,
            entity_id=entity.id,
            prop=prop,
            prop_type=kind,
            schema=entity.schema,
            value=value,
            original_value=original if original != value else None,
            dataset=table.dataset,
            lang=None,
            external=False,
            first_seen=None if entity.first is None else str(entity.first),
            last_seen=None if entity.last is None else str(entity.last),
            origin=f"tidings {__version__}",
            id=statement_id(table.dataset, entity.id, prop, value),
        )

    return make


def entity_id(known: str) -> str:
    """An id of ours as FollowTheMoney allows them: letters, figures, hyphens.

    >>> entity_id("c1:3de373b6693f4600e940")
    'c1-3de373b6693f4600e940'
    """
    return known.replace(":", "-")


def statement_id(dataset: str, entity: str, prop: str, value: str) -> str:
    """The key that FollowTheMoney itself gives a statement: SHA-1 over data set, entity, property and value."""
    return hashlib.sha1(f"{dataset}.{entity}.{prop}.{value}".encode()).hexdigest()  # noqa: S324 their key, no secret


def _spanned(found: Iterable[Statement]) -> list[Statement]:
    """One statement an id, from the first day it was told to the last."""
    kept: dict[str, Statement] = {}
    for statement in sorted(found, key=lambda each: (each.id, each.original_value or "")):
        known = kept.get(statement.id, statement)
        days = [day for each in (known, statement) for day in (each.first_seen, each.last_seen) if day]
        kept[statement.id] = msgspec.structs.replace(
            known, first_seen=min(days, default=None), last_seen=max(days, default=None)
        )
    return sorted(kept.values(), key=lambda each: (each.canonical_id, each.prop, each.value))
