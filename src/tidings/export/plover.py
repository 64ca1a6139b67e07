"""Events as PLOVER records, one JSON object a line: event type, mode, context, actors with sector, place, size.

Coded by tidings. The text itself is never written; ``event_text`` is quotes. What the text denies, plans or recalls has one
of PLOVER's auxiliary modes and ``has_event`` false. ``size`` holds a figure that is printed for all the dead; tolls by
group are not added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from tidings import __version__
from tidings.export.coarsen import words_of
from tidings.export.geojson import DIGITS
from tidings.export.losses import Losses
from tidings.export.means import means_used
from tidings.fusion.rules import figures
from tidings.model.event import Event, Figures, Member, View
from tidings.model.values import Actor, CountKind, Place
from tidings.reference.export_tables import Plover, load_plover
from tidings.reference.ontology import load_ontology
from tidings.reference.safety import load_safety

_SIZES: Final[dict[str, CountKind]] = {"dead": "killed", "injured": "injured", "arrested": "detained"}


def write(view: View, losses: Losses) -> Iterator[bytes]:
    """A line for each event that PLOVER has a type for and whose day is known at one end."""
    table = load_plover()
    for event in view.events:
        record = _record(event, view.told(event), table, losses)
        if record is not None:
            yield msgspec.json.encode(record) + b"\n"


def _record(event: Event, told: tuple[Member, ...], table: Plover, losses: Losses) -> dict[str, Any] | None:
    said = words_of(event, told)
    means = list(means_used(told))
    kind, mode = table.types[event.type].coded(means, said)
    if kind is None:
        losses.note(event.id, "type", "left out", "PLOVER has no such event", event.type)
        return None
    date = event.values.date
    day = date.start or date.end
    if day is None:
        losses.note(event.id, "date", "left out", "PLOVER asks for a day", date.words)
        return None
    if date.start is None:
        losses.note(
            event.id, "date", "coarsened", "the last possible day stands for an unresolved one", date.words, day
        )
    if event.ledger:
        losses.note(event.id, "ledger", "dropped", "one record an event", len(event.ledger))
    auxiliary = _auxiliary(event, table)
    actors = [_entity(actor, table) for actor in event.values.actors]
    return {
        "id": event.id,
        "has_event": not auxiliary,
        "date": str(day),
        "enddate": str(date.end) if date.end and date.end != day else None,
        "actor": actors or [_nobody()],
        "recipient": [_entity(actor, table) for actor in event.values.recipients],
        "event": [kind],
        "mode": [each for each in (mode, *auxiliary) if each],
        "context": list(table.types[event.type].contexts),
        "quad_code": table.quads[kind],
        "event_scale": None,
        "event_loc": _location(event.values.place, table),
        "event_text": [span.quote for ref in event.accounts for span in ref.evidence],
        "size": {name: _size(event, name, counted, losses) for name, counted in _SIZES.items()},
        "link": next((member.article.url for member in told if member.article.url), None),
        "text_info": [
            {"article": ref.article, "start": span.start, "end": span.end}
            for ref in event.accounts
            for span in ref.evidence
        ],
        "cite_info": [_citation(member) for member in told],
        "coder": f"tidings {__version__}",
        "comment": f"{event.type}; independent voices: {event.voices}",
    }


def _auxiliary(event: Event, table: Plover) -> list[str]:
    standing = event.standing
    found = [standing.polarity, standing.reality, "background" if standing.background else ""]
    return [table.auxiliary[name] for name in found if name in table.auxiliary]


def _entity(actor: Actor, table: Plover) -> dict[str, Any]:
    return {
        "code": None,
        "sector": table.sector(actor.kind, f"{actor.name} {actor.mention}"),
        "entity_text": actor.mention,
        "identifier_id": actor.id,
        "identifier_text": actor.name,
        "attributed_by": list(actor.attributed_by),
    }


def _nobody() -> dict[str, Any]:
    """PLOVER asks for an actor; where the text names none, none is made up."""
    return {
        "code": None,
        "sector": "UNK",
        "entity_text": None,
        "identifier_id": None,
        "identifier_text": None,
        "attributed_by": [],
    }


def _location(place: Place | None, table: Plover) -> dict[str, Any] | None:
    if place is None:
        return None
    digits = DIGITS[place.precision]
    point = None if place.lat is None or place.lon is None else (round(place.lat, digits), round(place.lon, digits))
    return {
        "extracted_place": place.evidence[0].quote if place.evidence else None,
        "resolved_place": place.name,
        "geonameid": place.geoname_id,
        "lat": point and point[0],
        "lon": point and point[1],
        "city": place.name if place.precision in ("exact", "near") else None,
        "district": place.admin2,
        "province": place.admin1,
        "country_code": place.country,
        "resolution": table.resolution.get(place.precision),
    }


def _size(event: Event, name: str, counted: CountKind, losses: Losses) -> int | None:
    found = figures(event.ledger, counted)
    total = whole(found)
    if total is not None and total.best is not None:
        return total.best
    if found:
        printed = "; ".join(f"{group}: {each.low}/{each.best}/{each.high}" for group, each in found.items())
        why = "no best figure is printed" if total is not None else "tolls by group are not added up"
        losses.note(event.id, f"size.{name}", "dropped", why, printed)
    return None


def whole(found: Mapping[str, Figures]) -> Figures | None:
    """The figures of all people: those of no stated group, else those of the only group that is no part of another."""
    if "unknown" in found:
        return found["unknown"]
    apart = [each for group, each in found.items() if group not in ("children", "women")]
    return apart[0] if len(apart) == 1 else None


def _citation(member: Member) -> dict[str, Any]:
    article = member.article
    return {
        "corpus": "tidings",
        "citation": article.id,
        "url": article.url,
        "title": _capped(article.title),
        "language": article.language,
        "publication": article.outlet,
        "date": str(article.published) if article.published else None,
        "codebook": "tidings event types",
        "version": str(load_ontology().version),
    }


def _capped(text: str | None) -> str | None:
    return None if text is None else text[: load_safety().quote_cap]
