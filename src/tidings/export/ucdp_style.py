"""A georeferenced event table with the 49 columns of UCDP GED, from tidings' own coding: one row an event, low ≤ best ≤ high.

Three rules of inclusion: ``ucdp`` (armed force between organised actors or against civilians, with at least one death in
low, best or high), ``deaths`` (at least one death, whoever they are) and ``all`` (every use of armed force).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from msgspec import Struct

from tidings.export.csv import table
from tidings.export.flat import Cell
from tidings.export.geojson import DIGITS
from tidings.export.losses import Losses
from tidings.export.notes import dropped_counts, in_place_of_figures, span_in_words
from tidings.export.sides import Sides, sides_of
from tidings.export.tolls import Figure, Heard, Ledger, bests, has_number, highs, lows, the_dead, total
from tidings.export.units import places_of
from tidings.model.event import Event, View
from tidings.model.values import Actor, Place
from tidings.reference.actors import ActorTable
from tidings.reference.export_rules import (
    Georeferenced,
    columns,
    load_countries,
    load_georeferenced,
    load_schema,
    load_spans,
)

NAME: Final = "ucdp-style"
ALL: Final = "*"
Inclusion = Literal["ucdp", "deaths", "all"]
_CIVILIANS: Final = frozenset({"civilians", "women", "children"})
_FIGHTERS: Final = frozenset({"combatants_actor", "combatants_recipient", "combatants_unknown"})
_FIGHTING: Final = ("state", "group")


class Dyad(Struct, frozen=True, kw_only=True):
    """The two sides by name, the type of violence, and whether side A is the side acted on."""

    a: str | None
    b: str | None
    type: int | None
    turned: bool


class Deaths(Struct, frozen=True, kw_only=True):
    """The figures of a row: ``a + b + civilians + unknown == best`` and ``low <= best <= high``."""

    a: int = 0
    b: int = 0
    civilians: int = 0
    unknown: int = 0
    low: int = 0
    best: int = 0
    high: int = 0


def write(view: View, losses: Losses) -> Iterator[bytes]:
    """The table as CSV: UTF-8, one header row, CRLF, an empty cell for what is not known."""
    return table(columns(NAME), rows(view, losses))


def rows(view: View, losses: Losses, inclusion: Inclusion = "ucdp") -> list[dict[str, Cell]]:
    """The rows by first day, then id. Whatever a row says otherwise than the record is noted."""
    for column, schema in load_schema(NAME)["properties"].items():
        if schema.get("type") == "null":
            losses.note(ALL, column, "dropped", schema["description"])
    found = [row for event in view.events if (row := _row(view, event, losses, inclusion)) is not None]
    return sorted(found, key=lambda row: (str(row["date_start"]), str(row["id"])))


def _row(view: View, event: Event, losses: Losses, inclusion: Inclusion) -> dict[str, Cell] | None:
    rules = load_georeferenced()
    sides = sides_of(view, event)
    dead = the_dead(view, event, sides)
    dyad = _dyad(event, sides, dead, rules)
    noted = Losses()
    deaths = _deaths(event, dead, dyad, noted)
    if (why := _left_out(event, dyad, deaths, rules, inclusion)) is not None:
        losses.note(event.id, "event", "left out", why, in_place_of_figures(event, dead))
        return None
    for loss in noted.all():
        losses.note(loss.event, loss.field, loss.how, loss.rule, loss.printed, loss.written)
    dropped_counts(event, losses, kept=("killed",))
    _note_allegations(event, sides, losses)
    place = event.values.place
    when = event.values.date
    span = load_spans().is_lasting(when.words, tuple(one.quote for ref in event.accounts for one in ref.evidence))
    others = places_of(view, event)[1:]
    if others:
        losses.note(
            event.id, "where_coordinates", "collapsed", "one row an event", _names_of(others), place and place.name
        )
    return {
        **dict.fromkeys(columns(NAME)),
        "id": f"{rules.prefix}{event.id.partition(':')[2]}",
        "year": when.start.year if when.start else None,
        "code_status": rules.code_status,
        "type_of_violence": dyad.type,
        "dyad_name": f"{dyad.a} - {dyad.b}" if dyad.a and dyad.b else None,
        "side_a": dyad.a,
        "side_b": dyad.b,
        **_sources(view, event, dead),
        **_where(place, others, rules),
        "event_clarity": 2 if others or (span and when.start != when.end) else 1,
        "date_prec": rules.date_prec.get(when.precision),
        "date_start": when.start.isoformat() if when.start else None,
        "date_end": when.end.isoformat() if when.end else None,
        "deaths_a": deaths.a,
        "deaths_b": deaths.b,
        "deaths_civilians": deaths.civilians,
        "deaths_unknown": deaths.unknown,
        "best": deaths.best,
        "high": deaths.high,
        "low": deaths.low,
    }


def _left_out(event: Event, dyad: Dyad, deaths: Deaths, rules: Georeferenced, inclusion: Inclusion) -> str | None:
    """Why an event has no row, in a sentence; ``None`` when it has one."""
    standing, when, place = event.standing, event.values.date, event.values.place
    if (standing.polarity, standing.reality) != ("affirmed", "actual"):
        return f"only what is affirmed and happened: this is {standing.polarity}, {standing.reality}"
    if event.type not in rules.armed_force:
        return f"no use of armed force: {event.type}"
    if when.precision not in rules.date_prec:
        return f"no day, or more than a year: {span_in_words(when) if when.start else 'a publication date is no date'}"
    if place is None or place.precision not in rules.where_prec:
        return "no place, not even a country"
    if inclusion != "all" and not deaths.high:
        return "no death in low, best or high"
    if inclusion == "ucdp" and dyad.type is None:
        return f"no two organised sides, nor one against civilians: {dyad.a or '?'} and {dyad.b or '?'}"
    return None


def _note_allegations(event: Event, sides: Sides, losses: Losses) -> None:
    """Note perpetrators whom speakers name and not the reports themselves: the form has no column for that."""
    parties = load_georeferenced().parties
    alleged = [actor for actor in sides.actors if actor.attributed_by and parties[actor.kind] != "civilians"]
    if alleged:
        rule = (
            "speakers name rival perpetrators: the first is written"
            if sides.are_rivals()
            else ("named by speakers, not by the reports themselves")
        )
        names = "; ".join(f"{actor.name} (says {', '.join(actor.attributed_by)})" for actor in alleged)
        losses.note(event.id, "side_a, side_b", "collapsed", rule, names)


# --- sides ------------------------------------------------------------------------------------------------------------------


def _dyad(event: Event, sides: Sides, dead: Ledger, rules: Georeferenced) -> Dyad:
    """Who against whom: the government first in state-based violence, "Civilians" second in one-sided violence."""
    actor, acting = _chief(sides.actors, rules)
    target, hit = _chief(sides.recipients, rules)
    groups = {one.group for one in dead.heard}
    if hit in (None, "unknown") and groups and groups <= _CIVILIANS:
        target, hit = None, "civilians"
    number = rules.violence(acting, hit)
    names = [_name(event, actor, acting, rules), _name(event, target, hit, rules)]
    turned = (acting, hit) == ("group", "state")
    if turned:
        names.reverse()
    return Dyad(a=names[0], b=names[1], type=number, turned=turned)


def _chief(side: tuple[Actor, ...], rules: Georeferenced) -> tuple[Actor | None, str | None]:
    """The actor that stands for a side: who fights before who does not; and what it is."""
    ranked = sorted(side, key=lambda actor: rules.parties[actor.kind] not in _FIGHTING)
    return (ranked[0], rules.parties[ranked[0].kind]) if ranked else (None, None)


def _name(event: Event, actor: Actor | None, party: str | None, rules: Georeferenced) -> str | None:
    if party == "civilians":
        return rules.civilians
    if actor is None:
        return None
    known = ActorTable.load()
    row = known.by_id.get(actor.id or "") or known.state_rows.get(actor.id or "")
    if row is None:
        return actor.name
    if (state := known.state_of_forces(row)) is not None:
        return rules.government.format(state=state.ucdp or state.name)
    return next(iter(row.ucdp_on(event.values.date.start)), row.name)


# --- the dead ---------------------------------------------------------------------------------------------------------------


def _deaths(event: Event, dead: Ledger, dyad: Dyad, losses: Losses) -> Deaths:
    """Low, best and high of all, and the best divided among the sides; a party's boast raises nothing but high."""
    counted = [one for one in dead.counted if has_number(one)]
    low, best = total(lows(counted), min), total(bests(counted), min)
    high = _high(counted, dead.heard)
    if low is None and best is None and high is None:
        return Deaths()
    for name, figure in (("low", low), ("best", best), ("high", high)):
        if figure is None:
            losses.note(event.id, name, "collapsed", "no such bound told: 0", None, 0)
        elif figure.rule:
            losses.note(event.id, name, "derived", figure.rule, figure.said, figure.figure)
    least, likely = (figure.figure if figure else 0 for figure in (low, best))
    most = max(high.figure if high else 0, likely, least)
    told = list(dict.fromkeys(one.said for one in dead.heard))
    if len(told) > 1:
        losses.note(event.id, "best", "collapsed", "low-best-high", "; ".join(told), f"{least} {likely} {most}")
    parts = _parts(dead, counted, likely, event, losses)
    a, b = parts["combatants_actor"], parts["combatants_recipient"]
    if dyad.turned:
        a, b = b, a
    civilians = parts["civilians"]
    unknown = likely - a - b - civilians
    if 0 < unknown < likely:
        arithmetic = f"{likely} - {a + b + civilians} whose side is told = {unknown}"
        losses.note(event.id, "deaths_unknown", "derived", arithmetic, best.said if best else None, unknown)
    return Deaths(a=a, b=b, civilians=civilians, unknown=unknown, low=least, best=likely, high=most)


def _high(counted: list[Heard], heard: Iterable[Heard]) -> Figure | None:
    """The highest figure of any telling; a party's own count raises it, but not on civilians."""
    everybody = [one for one in heard if not one.part and (one in counted or one.group not in _CIVILIANS)]
    rivals = [total(highs(counted), max)]
    for telling in dict.fromkeys(one.telling for one in everybody):
        rivals.append(total(highs([one for one in everybody if one.telling == telling]), max))
    known = [rival for rival in rivals if rival is not None]
    return max(known, key=lambda rival: rival.figure, default=None)


def _parts(dead: Ledger, counted: list[Heard], best: int, event: Event, losses: Losses) -> dict[str, int]:
    """How many of the best figure belong to each side and to civilians; nobody where their sum does not fit into it."""
    groups = ("civilians", "combatants_actor", "combatants_recipient")
    found: dict[str, int] = {}
    for group in groups:
        figure = total(bests(counted), min, group) or total(bests(dead.parts), min, group)
        found[group] = figure.figure if figure else 0
        if figure is not None and figure.rule:
            column = "deaths_civilians" if group == "civilians" else "deaths_a, deaths_b"
            losses.note(event.id, column, "derived", figure.rule, figure.said, figure.figure)
    if sum(found.values()) > best:
        printed = "; ".join(f"{group} {figure}" for group, figure in found.items() if figure)
        losses.note(
            event.id, "deaths_unknown", "collapsed", "rival tolls: the parts exceed the lower total", printed, best
        )
        return dict.fromkeys(groups, 0)
    return found


# --- sources and places -------------------------------------------------------------------------------------------------------


def _sources(view: View, event: Event, dead: Ledger) -> dict[str, Cell]:
    articles = list({member.article.id: member.article for member in view.told(event)}.values())
    described = [
        ", ".join(
            filter(None, [article.outlet or article.file or article.id, str(article.published or ""), article.title])
        )
        for article in articles
    ]
    speakers = [one.speaker for one in dead.heard]
    speakers += [said.speaker for member in view.told(event) for said in member.account.attribution]
    return {
        "number_of_sources": len(articles),
        "source_article": "; ".join(described),
        "source_office": _joined(article.outlet for article in articles),
        "source_date": _joined(sorted(str(article.published) for article in articles if article.published)),
        "source_headline": _joined(article.title for article in articles),
        "source_original": _joined(speakers),
    }


def _where(place: Place | None, others: tuple[Place, ...], rules: Georeferenced) -> dict[str, Cell]:
    if place is None:
        return {}
    country = load_countries().get(place.country or "")
    state = ActorTable.load().state_by_iso.get(place.country or "")
    words = [*(span.quote for span in place.evidence[:1]), *(f"also {other.name}" for other in others)]
    found: dict[str, Cell] = {
        "where_prec": _where_prec(place, rules),
        "where_coordinates": place.name,
        "where_description": _joined(words),
        "adm_1": place.admin1,
        "adm_2": place.admin2,
        "country": (state.ucdp if state else None) or (country.name if country else place.country),
        "region": country.ucdp_region if country else None,
    }
    if place.lat is not None and place.lon is not None:
        digits = DIGITS[place.precision]
        lat, lon = round(place.lat, digits), round(place.lon, digits)
        wkt = f"POINT ({lon:.{digits}f} {lat:.{digits}f})"
        found |= {"latitude": lat, "longitude": lon, "geom_wkt": wkt, "priogrid_gid": priogrid(lat, lon)}
    return found


def _where_prec(place: Place, rules: Georeferenced) -> int | None:
    """UCDP's class; 7 at sea or in the air: a wide area without a country, by its name."""
    at_sea = place.country is None and bool(rules.sea_words & set(re.findall(r"\w+", place.name.casefold())))
    return rules.at_sea if at_sea and place.precision == "region" else rules.where_prec.get(place.precision)


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell of half a degree that holds a point, counted from the south-west in rows of 720.

    >>> priogrid(-55.75, -69.25)
    49182
    """
    row, column = min(int((lat + 90) // 0.5), 359), min(int((lon + 180) // 0.5), 719)
    return row * 720 + column + 1


def _names_of(places: tuple[Place, ...]) -> str:
    return "; ".join(place.name for place in places)


def _joined(values: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(" ".join(value.split()) for value in values if value)) or None
