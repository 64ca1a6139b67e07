"""A day-atomic event table with the 31 columns of ACLED's codebook, from tidings' own coding: one row a day and place.

Only what is affirmed and happened has rows. A cell is empty where nothing is known, but for ``fatalities``, where the
form wants a whole number: there 0 stands for "not known" too, and the loss report says of each which it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from tidings.export.acled_types import Case, is_abroad, sub_event
from tidings.export.csv import table
from tidings.export.flat import Cell
from tidings.export.geojson import DIGITS
from tidings.export.losses import How, Losses
from tidings.export.notes import dropped_counts, in_place_of_figures, rival_tolls, span_in_words
from tidings.export.sides import Sides, sides_of
from tidings.export.tolls import Figure, Ledger, lowest, the_dead, total
from tidings.export.units import Unit, days_of, places_of, units
from tidings.model.event import Event, View
from tidings.model.values import FIGHTING_KINDS, Actor, Place
from tidings.reference.export_rules import DayAtomic, SubEventRule, columns, load_countries, load_day_atomic, load_spans
from tidings.reference.outlets import load_outlets

NAME: Final = "acled-style"
ALL: Final = "*"
_UNARMED: Final = ("civilians", "protesters", "rioters")
_TARGETED: Final = "Civilians targeted"


def write(view: View, losses: Losses) -> Iterator[bytes]:
    """The table as CSV: UTF-8, one header row, CRLF, an empty cell for what is not known."""
    return table(columns(NAME), rows(view, losses))


def rows(view: View, losses: Losses) -> list[dict[str, Cell]]:
    """The rows by day, then id. Whatever a row says otherwise than the record is noted."""
    losses.note(ALL, "admin3", "dropped", "the record has no third division")
    losses.note(ALL, "timestamp", "derived", "midnight UTC of the last publication day, since the record has no clock")
    found = [row for event in view.events for row in _event_rows(view, event, losses)]
    return sorted(found, key=lambda row: (str(row["event_date"]), str(row["event_id_cnty"])))


def _event_rows(view: View, event: Event, losses: Losses) -> Iterator[dict[str, Cell]]:
    rules = load_day_atomic()
    standing = event.standing
    if (standing.polarity, standing.reality) != ("affirmed", "actual"):
        losses.note(event.id, "event", "left out", "only what is affirmed and happened", _standing(event))
        return
    sides = sides_of(view, event)
    dead = the_dead(view, event, sides)
    rule = sub_event(Case(view=view, event=event, sides=sides, dead=dead, rules=rules))
    if rule is None:
        losses.note(event.id, "event", "left out", "a type that this table does not code", event.type)
        return
    days = days_of(view, event, rules, load_spans())
    if isinstance(days, str):
        losses.note(event.id, "event", "left out", days, event.values.date.words)
        return
    places = [place for place in places_of(view, event) if _geo_precision(place, rules) is not None]
    for place in places_of(view, event):
        if place not in places:
            losses.note(event.id, "place", "left out", f"{place.precision}: not coded", place.name)
    if not places:
        losses.note(event.id, "event", "left out", "no place below the country", _place_name(event))
        return
    toll = total(lowest(dead.counted), min)
    made = units(days.days, places, None if toll is None else toll.figure)
    for place in places:
        if place.lat is None:
            losses.note(event.id, "latitude, longitude", "dropped", "a place without coordinates", place.name)
    _note_type(event, rule, losses)
    _note_dates(event, days.rule, made, losses)
    _note_toll(event, dead, toll, made, losses)
    dropped_counts(event, losses, kept=("killed",))
    for unit in made:
        yield _row(view, event, sides, dead, rule, days.precision, toll, unit, made, losses)


def _row(
    view: View, event: Event, sides: Sides, dead: Ledger, rule: SubEventRule, precision: int, toll: Figure | None,
    unit: Unit, made: list[Unit], losses: Losses,
) -> dict[str, Cell]:  # fmt: skip
    rules = load_day_atomic()
    event_type, disorder = rules.sub_events[rule.then]
    place = unit.place
    country = load_countries().get(place.country or "")
    named = country.name if country else place.country
    first, second = _parties(event, sides, event_type, place, named, losses)
    inters = [_inter(side[0] if side else None, place, rules) for side in (first, second)]
    lat, lon = _point(place)
    published = [member.article.published for member in view.told(event) if member.article.published]
    outlets = sorted({member.article.outlet for member in view.told(event) if member.article.outlet})
    if not outlets:
        losses.note(event.id, "source", "dropped", "no outlet is known of its articles", len(event.accounts))
    return {
        "event_id_cnty": _row_id(event, unit, made, rules),
        "event_date": unit.day.isoformat(),
        "year": unit.day.year,
        "time_precision": precision,
        "disorder_type": disorder,
        "event_type": event_type,
        "sub_event_type": rule.then,
        "actor1": _names(first[:1], named, rules),
        "assoc_actor_1": _names(first[1:], named, rules, but=first[:1]),
        "inter1": inters[0],
        "actor2": _names(second[:1], named, rules),
        "assoc_actor_2": _names(second[1:], named, rules, but=second[:1]),
        "inter2": inters[1],
        "interaction": rules.interaction(*inters),
        "civilian_targeting": _TARGETED if _is_targeting(event_type, rule, second) else None,
        "iso": country.iso if country else None,
        "region": country.acled_region if country else None,
        "country": named,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "admin3": None,
        "location": place.name,
        "latitude": lat,
        "longitude": lon,
        "geo_precision": _geo_precision(place, rules),
        "source": "; ".join(outlets) or None,
        "source_scale": _scale(outlets, place.country, rules),
        "notes": _notes(event, sides, dead, rule, toll, unit, made, rules),
        "fatalities": unit.share or 0,
        "tags": f"coder: tidings; event: {event.id}",
        "timestamp": _timestamp(max(published)) if published else None,
    }


# --- when and where ---------------------------------------------------------------------------------------------------------


def _row_id(event: Event, unit: Unit, made: list[Unit], rules: DayAtomic) -> str:
    """Our own id: that of the event, with day and place where it has several rows, so that a new day renames none."""
    bare = f"{rules.prefix}{event.id.partition(':')[2]}"
    if len(made) == 1:
        return bare
    places = list(dict.fromkeys(each.place.name for each in made))
    number = f"-{places.index(unit.place.name) + 1}" if len(places) > 1 else ""
    return f"{bare}-{unit.day:%Y%m%d}{number}"


def _geo_precision(place: Place, rules: DayAtomic) -> int | None:
    """1 a named settlement, 2 near one or a small division, 3 a larger area; ``None``: not coded."""
    if place.precision == "admin2" and place.radius_km is not None and place.radius_km <= rules.small_division_km:
        return 2
    return rules.geo_precision.get(place.precision)


def _point(place: Place) -> tuple[float | None, float | None]:
    if place.lat is None or place.lon is None:
        return None, None
    digits = DIGITS[place.precision]
    return round(place.lat, digits), round(place.lon, digits)


def _timestamp(day: dt.date) -> int:
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone.utc).timestamp())  # noqa: UP017 3.11 has both


def _place_name(event: Event) -> str | None:
    return event.values.place.name if event.values.place else None


def _standing(event: Event) -> str:
    return f"{event.standing.polarity}, {event.standing.reality}"


# --- who --------------------------------------------------------------------------------------------------------------------


def _parties(
    event: Event, sides: Sides, event_type: str, place: Place, country: str | None, losses: Losses
) -> tuple[list[Actor], list[Actor]]:
    """The actors of both sides, the one that stands for its side first; targets of violence against civilians second."""
    rules = load_day_atomic()
    first, second = list(sides.actors), list(sides.recipients)
    if sides.are_rivals():
        names = "; ".join(f"{actor.name} (says {', '.join(actor.attributed_by)})" for actor in first)
        losses.note(event.id, "actor1", "collapsed", "speakers name rival perpetrators: none is taken", names)
        first = []
    if event_type == "Battles":
        unarmed = [actor for actor in (*first, *second) if actor.kind in _UNARMED]
        armed = [[actor for actor in side if actor.kind not in _UNARMED] for side in (first, second)]
        if unarmed and all(armed):
            losses.note(event.id, "actor2", "dropped", "civilians hit in a battle are no side of it", _listed(unarmed))
            first, second = armed
    if event_type in rules.needs_actor and not first:
        losses.note(event.id, "actor1", "derived", "nobody is named: an unidentified armed group", None, "unidentified")
        first = [_unnamed("unknown")]
    if event_type in rules.target_is_civilians:
        armed = [[actor for actor in second if actor.kind not in _UNARMED]]
        second = [actor for actor in second if actor.kind in _UNARMED]
        if armed[0]:
            losses.note(event.id, "actor2", "dropped", "the target of this type is civilians", _listed(armed[0]))
        if not second:
            losses.note(event.id, "actor2", "derived", "the target of this type is civilians", None, "civilians")
            second = [_unnamed("civilians")]
    if event_type == "Strategic developments" and second and not first:
        why = "nobody acts: whom it concerns stands first, since actor1 is never empty where actor2 is not"
        losses.note(event.id, "actor1", "derived", why, None, _listed(second))
        first, second = second, []
    if event_type == "Battles" and not second:
        losses.note(event.id, "actor2", "dropped", "the other side of the fight is not told")
    return _ranked(first), _ranked(second)


def _ranked(side: list[Actor]) -> list[Actor]:
    """Who fights stands before who does not, else as told."""
    return sorted(side, key=lambda actor: actor.kind not in FIGHTING_KINDS and actor.kind != "international")


def _unnamed(kind: str) -> Actor:
    return Actor(mention="", name="", id=None, kind=kind, attributed_by=(), relations=(), evidence=())  # type: ignore[arg-type]


def _names(side: list[Actor], country: str | None, rules: DayAtomic, but: Iterable[Actor] = ()) -> str | None:
    """Each name once, without those of ``but``: "civilians" is one name whether the report says girls or pupils."""
    known = {_name(actor, country, rules) for actor in but}
    names = dict.fromkeys(_name(actor, country, rules) for actor in side)
    return "; ".join(name for name in names if name not in known) or None


def _name(actor: Actor, country: str | None, rules: DayAtomic) -> str:
    """A neutral name: people and unnamed fighters by their kind and country; a group by its name."""
    if (form := rules.generic.get(actor.kind)) is not None:
        return form.format(country=country) if country else form.replace(" ({country})", "")
    is_named = actor.id is not None or actor.name != actor.name.lower()
    return actor.name if is_named or country is None else f"{actor.name[:1].upper()}{actor.name[1:]} ({country})"


def _inter(actor: Actor | None, place: Place, rules: DayAtomic) -> str | None:
    if actor is None:
        return None
    if actor.kind == "state_forces" and is_abroad(actor, place.country):
        return rules.abroad
    return rules.inter[actor.kind]


def _is_targeting(event_type: str, rule: SubEventRule, second: list[Actor]) -> bool:
    """Whether civilians are the main or only target."""
    if event_type in load_day_atomic().target_is_civilians or rule.then == "Excessive force against protesters":
        return True
    return event_type == "Explosions/Remote violence" and bool(second) and all(one.kind in _UNARMED for one in second)


def _listed(actors: Iterable[Actor]) -> str:
    return "; ".join(actor.kind if actor.kind in _UNARMED else actor.name for actor in actors)


def _scale(outlets: list[str], country: str | None, rules: DayAtomic) -> str | None:
    """The reach of the sources, of two kinds joined: an outlet of the country is national, one of another international."""
    scales = set()
    for name in outlets:
        outlet = load_outlets().find(name)
        if outlet is None:
            scales.add(rules.source_scale["unknown"])
        else:
            scales.add(rules.source_scale["home" if outlet.country == country else "abroad"])
    order = [scale for scale in rules.source_scale.values() if scale in scales]
    known = [scale for scale in order if scale != rules.source_scale["unknown"]] or order
    return "-".join(known[:2]) or None


# --- notes and losses ---------------------------------------------------------------------------------------------------------


def _notes(
    event: Event, sides: Sides, dead: Ledger, rule: SubEventRule, toll: Figure | None, unit: Unit, made: list[Unit],
    rules: DayAtomic,
) -> str:  # fmt: skip
    """What happened in one plain sentence, then the toll with who tells it, rival tolls, and how it was divided."""
    place = unit.place
    area = ", ".join(name for name in (place.admin2, place.admin1) if name and name != place.name)
    when = unit.day.strftime("%-d %B %Y")
    if len({each.day for each in made}) == 1 and event.values.date.start != event.values.date.end:
        when = f"{when} (told: {span_in_words(event.values.date)})"
    parts = [rules.statement, f"On {when}: {rule.then} in {place.name}{f' ({area})' if area else ''}."]
    alleged = [actor for actor in sides.actors if actor.attributed_by and actor.kind not in _UNARMED]
    if alleged:
        blamed = "; ".join(f"{actor.name} by {_tellers(actor)}" for actor in alleged)
        parts.append(f"Named by speakers, not by the reports themselves: {blamed}.")
    parts.append(f"Fatalities: {toll.said if toll else 'no figure told, so that 0 stands for not known'}.")
    if toll is not None and toll.rule:
        parts.append(f"Derived: {toll.rule}.")
    parts += rival_tolls(dead, toll)
    if toll is not None and len(made) > 1:
        parts.append(f"{_split(toll, made)}; this is row {unit.number + 1} of {len(made)}.")
    return " ".join(" ".join(parts).split())


def _tellers(actor: Actor) -> str:
    """Who names an actor; of one that owns up to it, "itself"."""
    own = {actor.name.casefold(), actor.mention.casefold()}
    return ", ".join(dict.fromkeys("itself" if said.casefold() in own else said for said in actor.attributed_by))


def _split(toll: Figure, made: list[Unit]) -> str:
    days, places = len({unit.day for unit in made}), len(made) // len({unit.day for unit in made})
    each, rest = divmod(toll.figure, len(made))
    return (
        f"The total of {toll.figure} divided over {days} {'days' if days > 1 else 'day'} "
        f"and {places} {'places' if places > 1 else 'place'}: "
        f"{toll.figure} = {len(made)} × {each} + {rest}, the remainder on the first row"
    )


def _note_type(event: Event, rule: SubEventRule, losses: Losses) -> None:
    if rule.note:
        losses.note(event.id, "sub_event_type", "coarsened", rule.note, event.type, rule.then)


def _note_dates(event: Event, rule: str | None, made: list[Unit], losses: Losses) -> None:
    if rule is not None:
        written = ", ".join(dict.fromkeys(unit.day.isoformat() for unit in made))
        how: How = "split" if len({unit.day for unit in made}) > 1 else "coarsened"
        losses.note(event.id, "event_date", how, rule, span_in_words(event.values.date), written)
    if len({unit.place.name for unit in made}) > 1:
        named = "; ".join(dict.fromkeys(unit.place.name for unit in made))
        losses.note(event.id, "location", "split", "an act in several places: one row a place", named, len(made))


def _note_toll(event: Event, dead: Ledger, toll: Figure | None, made: list[Unit], losses: Losses) -> None:
    if toll is None:
        why = "no figure of the dead told: 0 stands for not known"
        losses.note(event.id, "fatalities", "collapsed", why, in_place_of_figures(event, dead), 0)
        return
    if toll.rule:
        losses.note(event.id, "fatalities", "derived", toll.rule, toll.said, toll.figure)
    told = [one.said for one in dead.heard]
    if len(set(told)) > 1:
        losses.note(event.id, "fatalities", "collapsed", "lowest", "; ".join(dict.fromkeys(told)), toll.figure)
    if len(made) > 1:
        for share in sorted({unit.share for unit in made if unit.share is not None}):
            losses.note(event.id, "fatalities", "split", _split(toll, made), toll.said, share)
