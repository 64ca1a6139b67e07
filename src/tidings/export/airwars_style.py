"""Strikes as incidents in Airwars' manner, one JSON object a line: allegations side by side, with a grade *proposed* and its reasons.

Coded by tidings and not by Airwars. Figures are the lowest and highest that whoever is no party prints (rule ``min-max``); what a
party concedes of its own doing stands beside it and never in it. Victims are a table apart, and empty: tidings names none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

import msgspec

from tidings.export.geojson import DIGITS
from tidings.export.losses import Losses
from tidings.export.means import means_used
from tidings.fusion.rules import by_rule
from tidings.fusion.voices import voices
from tidings.model.coding import is_happening
from tidings.model.event import Bounds, Event, Figures, LedgerEntry, Member, View
from tidings.model.values import FIGHTING_KINDS, Actor, Attribution, Place
from tidings.reference.export_tables import Airwars, load_airwars
from tidings.reference.safety import load_safety

StrikeStatus = Literal["declared-strike", "likely-strike", "contested-strike", "single-source-claim"]
Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]
_HARMS: Final = ("killed", "injured")
_RULE: Final = "min-max"


def write(view: View, losses: Losses) -> Iterator[bytes]:
    """A line for each strike with an explosive weapon that is told as having happened, and whose place is closer than a country."""
    table = load_airwars()
    for event in view.events:
        why = _left_out(event, table)
        if why is None:
            yield msgspec.json.encode(_incident(event, view.told(event), table, losses)) + b"\n"
        else:
            losses.note(event.id, "event", "left out", why, event.type)


def _left_out(event: Event, table: Airwars) -> str | None:
    if event.type not in table.strike_types:
        return "an incident is a strike with an explosive weapon"
    standing = event.standing
    if standing.polarity != "affirmed" or standing.reality != "actual":
        return "not told as having happened"
    if event.values.place is None or event.values.place.precision in ("country", "unresolved"):
        return "an incident has a place closer than a country"
    return None


def _incident(event: Event, told: tuple[Member, ...], table: Airwars, losses: Losses) -> dict[str, Any]:
    place, date = event.values.place, event.values.date
    assert place is not None
    is_range = date.start != date.end
    status, grade = strike_status(event, told, table), proposed_grade(event, told, table)
    reported = [name for name in _HARMS for group in _harmed(table) if _range(event, name, group) is not None]
    return {
        "unique_reference_codes": [event.id, *event.former_ids],
        "incident_date": _day(date.start),
        "incident_date_end": _day(date.end) if is_range else None,
        "incident_date_type": "date_range" if is_range else "single",
        "location_name": place.name,
        "region": place.admin1,
        "country": place.country,
        "geolocations": _geolocations(event, place, table, losses),
        "geolocation_status": "unassigned",
        "geolocation_sign_off": None,
        "geolocation_notes": _geolocation_notes(place, table),
        "strike_status": status,
        "strike_type": _strike_types(event, told, table),
        "targeted_belligerents": [actor.name for actor in event.values.recipients if actor.kind in FIGHTING_KINDS],
        "civilian_harm_reported": "yes" if reported else "no",
        "civilian_harm_status": None,
        "civilian_harm_status_proposal": {"grade": grade[0], "reasons": grade[1], "review": "not reviewed by a person"},
        **{
            f"killed_injured_{name}": _four(event, group)
            for name, group in (
                ("civilian_non_combatants", "civilians"), ("children", "children"), ("women", "women"), ("men", None),
                ("undetermined", "unknown"),
            )
        },
        "killed_injured_belligerents": _belligerent_harm(event, table, losses),
        "disputed": list(event.disputed),
        "independent_voices": event.voices,
        "belligerents": [_belligerent(event, told, actor, status, table) for actor in event.values.actors],
        "sources": [_source(member) for member in told],
        "victims": [],
        "summary": None,
    }  # fmt: skip


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _harmed(table: Airwars) -> tuple[str, ...]:
    return (*table.civilian_groups, "unknown")


def _strike_types(event: Event, told: Iterable[Member], table: Airwars) -> list[str]:
    """By the means told, where they say more than the type."""
    means = set(means_used(told))
    return sorted(table.strike_means[name] for name in means & set(table.strike_means)) or [
        table.strike_types[event.type]
    ]


# --- place ------------------------------------------------------------------------------------------------------------


def accuracy(place: Place, table: Airwars) -> str:
    """The rung of the ladder."""
    known = table.ladder.get(place.precision)
    if known is not None:
        return known
    small = place.radius_km is not None and place.radius_km <= table.settlements.town_upto_km
    return table.settlements.town if small else table.settlements.larger


def _geolocations(event: Event, place: Place, table: Airwars, losses: Losses) -> list[dict[str, Any]]:
    if place.lat is None or place.lon is None:
        return []
    rung, digits = accuracy(place, table), DIGITS[place.precision]
    if place.precision in ("exact", "near"):
        losses.note(
            event.id, "place", "coarsened", "the rung goes by the radius of the settlement", place.precision, rung
        )
    return [
        {
            "latitude": round(place.lat, digits),
            "longitude": round(place.lon, digits),
            "primary_coordinate": True,
            "geolocation_accuracy": rung,
        }
    ]


def _geolocation_notes(place: Place, table: Airwars) -> str | None:
    rung = accuracy(place, table)
    notes = [table.near_note] if place.precision in ("near", "region") else []
    if rung in table.generic:
        notes.append(table.generic_note.format(accuracy=rung.replace("_", " or ")))
    return " ".join(notes) or None


# --- harm -------------------------------------------------------------------------------------------------------------


def _entries(event: Event, harm: str, group: str) -> list[LedgerEntry]:
    """Current figures of a group; where none stands by itself, those told as part of a larger toll ("incl. 4 children")."""
    field = f"counts.{harm}.{group}"
    for name in (field, f"{field}.subset"):
        found = [entry for entry in event.ledger if entry.field == name and entry.superseded_by is None]
        if found:
            return found
    return []


def _range(event: Event, harm: str, group: str | None) -> Figures | None:
    return None if group is None else by_rule(_entries(event, harm, group), _RULE)


def _four(event: Event, group: str | None) -> dict[str, int | None]:
    found = {harm: _range(event, harm, group) for harm in _HARMS}
    return {
        f"{harm}_{bound}": None if figures is None else getattr(figures, side)
        for harm, figures in found.items()
        for bound, side in (("min", "low"), ("max", "high"))
    }


def _belligerent_harm(event: Event, table: Airwars, losses: Losses) -> dict[str, int | None]:
    """Those who fight, of the one side whose losses are told; losses of two sides are not added up."""
    told = [group for group in table.belligerent_groups if any(_range(event, harm, group) for harm in _HARMS)]
    if len(told) > 1:
        losses.note(
            event.id, "killed_injured_belligerents", "dropped", "losses of two sides are not added up", ", ".join(told)
        )
    return _four(event, told[0] if len(told) == 1 else None)


# --- who did it -------------------------------------------------------------------------------------------------------


def strike_status(event: Event, told: tuple[Member, ...], table: Airwars) -> StrikeStatus:
    """Declared when an actor owns up to it, contested when actors are named against each other or deny it, else by voices."""
    if any(owns(actor, told, table) for actor in event.values.actors):
        return "declared-strike"
    if is_contested(event, told):
        return "contested-strike"
    return "likely-strike" if event.voices > 1 else "single-source-claim"


def owns(actor: Actor, told: Iterable[Member], table: Airwars) -> bool:
    """Whether an actor itself says that it did this: it speaks, affirms, and its own account names it as acting."""
    return any(
        actor.key in {other.key for other in member.account.actors} and said.stance in table.owning
        for member in told
        if is_happening(member.account)
        for said in _own_words(actor, member.account.attribution)
    )


def _own_words(actor: Actor, attribution: Iterable[Attribution]) -> Iterator[Attribution]:
    """What an actor says of the act itself."""
    for said in attribution:
        covers = not said.covers or any(value == "type" or value.startswith("actors.") for value in said.covers)
        if covers and (said.id == actor.id if actor.id else said.speaker.casefold() == actor.name.casefold()):
            yield said


def is_contested(event: Event, told: Iterable[Member]) -> bool:
    """Two alleged actors whom different speakers name, or one that denies that it did it."""
    alleged = [set(actor.attributed_by) for actor in event.values.actors if actor.attributed_by]
    if len(alleged) > 1 and not set.intersection(*alleged):
        return True
    members = tuple(told)
    return any(
        said.stance == "denies"
        for actor in event.values.actors
        for member in members
        for said in _own_words(actor, member.account.attribution)
    )


def conceded(event: Event, told: Iterable[Member], actor: Actor, harm: str, table: Airwars) -> Figures | None:
    """What a party itself says it did to civilians: figures in its own mouth, in an account that names it as acting."""
    own = {
        (member.account.id, said.speaker)
        for member in told
        if actor.key in {other.key for other in member.account.actors}
        for said in member.account.attribution
        if said.stance in table.owning
        and (said.id == actor.id if actor.id else said.speaker.casefold() == actor.name.casefold())
    }
    entries = [
        entry
        for group in _harmed(table)
        for entry in _entries(event, harm, group)
        if (entry.account, entry.speaker) in own
    ]
    return by_rule(entries, _RULE)


def _belligerent(
    event: Event, told: tuple[Member, ...], actor: Actor, status: StrikeStatus, table: Airwars
) -> dict[str, Any]:
    deaths, injuries = (conceded(event, told, actor, harm, table) for harm in _HARMS)
    return {
        "belligerent_id": actor.id,
        "belligerent_name": actor.name,
        "belligerent_slug": actor.name.casefold().replace(" ", "-"),
        "type": "Known" if status == "declared-strike" and owns(actor, told, table) else "Suspected",
        "named_by": list(actor.attributed_by),
        "assessment_name": None,
        "assessment_slug": None,
        "deaths_conceded_min": deaths and deaths.low,
        "deaths_conceded_max": deaths and deaths.high,
        "injuries_conceded_min": injuries and injuries.low,
        "injuries_conceded_max": injuries and injuries.high,
        "civcas_statements": [
            {"speaker": said.speaker, "stance": said.stance, "article": member.article.id}
            for member in told
            for said in member.account.attribution
            if actor.id is not None and said.id == actor.id
        ],
    }


# --- the grade --------------------------------------------------------------------------------------------------------


def proposed_grade(event: Event, told: tuple[Member, ...], table: Airwars) -> tuple[Grade | None, list[str]]:
    """A grade for a person to weigh, with its reasons. No independent source: none; one: weak; two and a named party: fair;
    the party accepts: confirmed; parties against each other, or one source that counts none where another counts some:
    contested; an independent source denies the harm: discounted.

    Independent are different wire groups *and* different speakers (RECORD §6).
    """
    accepting = [
        actor.name
        for actor in event.values.actors
        if any(conceded(event, told, actor, harm, table) is not None for harm in _HARMS)
    ]
    heard = _voices_for_harm(event, told, table)
    named = [actor.name for actor in event.values.actors if actor.kind != "unknown"]
    reasons = [f"independent voices for harm to civilians: {heard}"]
    if accepting:
        return "confirmed", [*reasons, f"accepts harm by its own doing: {', '.join(accepting)}"]
    if heard == 0:
        return None, [*reasons, "nobody but a party tells of harm to civilians"]
    if _denied_by_others(event, table):
        return "discounted", [*reasons, "somebody who is no party denies the harm to civilians"]
    if is_contested(event, told):
        return "contested", [*reasons, f"parties named against each other, or denying: {', '.join(named) or 'unknown'}"]
    if nobody := _counting_none(event, table):
        return "contested", [*reasons, f"says that nobody was harmed: {', '.join(nobody)}"]
    if heard > 1 and named:
        return "fair", [*reasons, f"named as acting: {', '.join(named)}"]
    return "weak", [*reasons, "one voice" if heard == 1 else "nobody is named as acting"]


def _voices_for_harm(event: Event, told: Iterable[Member], table: Airwars) -> int:
    groups = {entry.article: entry.wire_group for entry in event.ledger}
    telling = {
        entry.account
        for harm in _HARMS
        for group in _harmed(table)
        for entry in _entries(event, harm, group)
        if entry.interest != "party" and _is_some(entry)
    }
    return voices([member for member in told if member.account.id in telling], groups)


def _counting_none(event: Event, table: Airwars) -> list[str]:
    """Who says that no civilian was killed (or injured) where another says that some were."""
    found = dict[str, None]()
    for harm in _HARMS:
        entries = [entry for group in _harmed(table) for entry in _entries(event, harm, group)]
        if any(_is_some(entry) for entry in entries):
            found |= {
                entry.speaker or "one report": None
                for entry in entries
                if isinstance(entry.value, Bounds) and entry.value.high == 0
            }
    return list(found)


def _is_some(entry: LedgerEntry) -> bool:
    """A figure above none, or a word for some."""
    if not isinstance(entry.value, Bounds):
        return False
    printed = [figure for figure in (entry.value.low, entry.value.best, entry.value.high) if figure is not None]
    return not printed or max(printed) > 0


def _denied_by_others(event: Event, table: Airwars) -> bool:
    fields = {f"counts.{harm}.{group}.denied" for harm in _HARMS for group in table.civilian_groups}
    return any(entry.field in fields and entry.interest == "independent" for entry in event.ledger)


# --- sources ----------------------------------------------------------------------------------------------------------


def _source(member: Member) -> dict[str, Any]:
    """One article: address, who published, what it claims in its own words up to the quote cap."""
    article, claim = member.article, " [...] ".join(span.quote for span in member.account.evidence)
    return {
        "source_url": article.url,
        "source_archive_url": None,
        "source_media": "other",
        "source_claim": claim[: load_safety().quote_cap] or None,
        "language": article.language,
        "source_author": article.outlet,
        "source_date": _day(article.published),
        "article": article.id,
    }
