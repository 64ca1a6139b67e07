"""``python -m evals.ucdp_aec INPUT.jsonl --out PRED.jsonl``: {id, source_date, text} to UCDP's 14 fields of one event.

A document of the set tells one UCDP event. We give the account that a UCDP coder would take: affirmed, actual, with
deaths, nearest to the publication day, else the one with most evidence. A field we do not know is left out.
"""

from __future__ import annotations

from functools import cache

from evals.common import Row, cleaned, code, day_of, run
from tidings.model.coding import Account
from tidings.model.values import Actor, Count
from tidings.reference.gazetteer import Gazetteer

_GROUP_SIDES = {"combatants_actor": "deaths_side_a", "combatants_recipient": "deaths_side_b", "civilians": "deaths_civilian", "children": "deaths_civilian", "women": "deaths_civilian"}


def blank(row: Row) -> Row:
    """No answer."""
    return {"id": row["id"]}


def predict(row: Row) -> Row:
    """The 14 fields of the account that is most like a UCDP event."""
    _, coding = code(cleaned(row["text"]), day_of(row.get("source_date")))
    chosen = max(coding.accounts, key=_likeness, default=None)
    return {"id": row["id"], **({} if chosen is None else fields(chosen))}


def _likeness(account: Account) -> tuple[object, ...]:
    happened = account.polarity == "affirmed" and account.reality == "actual"
    deaths = sum(count.best or count.low or 0 for count in account.counts if count.kind == "killed")
    return happened, not account.background, deaths > 0, len(account.evidence), bool(account.actors), -account.evidence[0].start


def fields(account: Account) -> Row:
    """UCDP fields of an account; blanks stay out."""
    sides = [side_name(actor) for actor in (*account.actors, *account.recipients)]
    place = account.place
    found: Row = {
        "side_a_name": sides[0] if sides else None,
        "side_b_name": sides[1] if len(sides) > 1 else None,
        "start_date": account.date.start.isoformat() if account.date.start else None,
        "end_date": account.date.end.isoformat() if account.date.end else None,
        "location_root_name": country_name(place.country) if place and place.country else None,
        "location_adm1_name": place.admin1 if place else None,
        "location_adm2_name": place.admin2 if place else None,
        "location_where_name": place.name if place else None,
        **deaths(account),
    }
    return {name: value for name, value in found.items() if value is not None}


def side_name(actor: Actor) -> str:
    """UCDP calls unarmed people "Civilians" and a state's forces "Government of X" (the scorer knows its aliases)."""
    if actor.kind in ("civilians", "protesters"):
        return "Civilians"
    return actor.name


def deaths(account: Account) -> Row:
    """Deaths by side, and bounds of the whole; parts of another figure are not added to it."""
    killed = [count for count in account.counts if count.kind == "killed" and count.scope == "this" and count.polarity == "affirmed"]
    if not killed:
        return {}
    sides = dict.fromkeys(("deaths_side_a", "deaths_side_b", "deaths_civilian", "deaths_unknown"), 0)
    for count in killed:
        sides[_GROUP_SIDES.get(count.group, "deaths_unknown")] += _figure(count)
    low, high = (sum(getattr(count, bound) if getattr(count, bound) is not None else _figure(count) for count in killed) for bound in ("low", "high"))
    return {**sides, "deaths_low": low, "deaths_high": high}


def _figure(count: Count) -> int:
    return next((value for value in (count.best, count.low, count.high) if value is not None), 0)


@cache
def country_name(code: str) -> str:
    """The English name of a country code, from the shipped gazetteer."""
    country = _gazetteer().country(code)
    return country.name if country else code


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


if __name__ == "__main__":
    run(__doc__ or "", predict, blank)
