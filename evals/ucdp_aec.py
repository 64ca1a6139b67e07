"""``python -m evals.ucdp_aec INPUT.jsonl --out PRED.jsonl``: {id, source_date, text} to UCDP's 14 fields of one event.

A text of the set tells one UCDP event, with deaths. Written mapping, after the UCDP codebook:

- **Which account**: one that happened; with deaths before without, the news before background, placed before not, told
  more often before less, earlier in the text.
- **Place**: the account's, else that of the next account of the news; the country is that of most places of the text where
  the account's place tells none.
- **Sides**: A acts, B is who is fought or hit, under UCDP's name where the actor table has one. Unarmed people are
  "Civilians". A side that the account leaves open is taken from the next account of the news that names an armed party.
- **Dates**: an act of the news period with no day printed takes the day of the next account of violence in the news that has one
  (a lead tells without, the body with its day), else its last possible day, the day of publication.
- **Deaths**: by side. Figures side by side in one clause are of different people and add up, as "another two" does; clauses
  are tellings of one toll (the largest of a group counts); a killing with no figure is one death. What the largest telling
  holds beyond the groups is unknown.
  What one side says of the other's dead is a claim: next to another's figure it counts for the upper bound alone.

A field we do not know is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from evals.common import Row, cleaned, code, day_of, run
from evals.sides import table
from tidings.model.coding import Account
from tidings.model.mentions import PlaceMention
from tidings.model.values import Actor, Count, When
from tidings.reference.actor_lookup import ucdp_names
from tidings.reference.gazetteer import Gazetteer

_SIDES = ("deaths_side_a", "deaths_side_b", "deaths_civilian", "deaths_unknown")
_VIOLENT = frozenset({
    "chemical_attack", "suicide_bombing", "air_strike", "shelling", "explosion", "attack_on_civilians", "armed_clash", "killing", "destruction",
})  # fmt: skip
_UNARMED = ("civilians", "protesters")
_PARTS_OF_CIVILIANS = ("children", "women")
_NEW_SENTENCE = re.compile(r"[.!?;]\s|\n")
_MORE = re.compile(r"\b(?:another|others?|more|further|additional)\b(?! than)")


def blank(row: Row) -> Row:
    """No answer."""
    return {"id": row["id"]}


def predict(row: Row) -> Row:
    """The 14 fields of the account that is most like a UCDP event."""
    annotations, coding = code(cleaned(row["text"]), day_of(row.get("source_date")))
    ranked = sorted(coding.accounts, key=likeness, reverse=True)
    ground = ground_of(annotations.places)
    if not ranked:
        return {**blank(row), **({"location_root_name": country_name(ground)} if ground else {})}
    return {"id": row["id"], **fields(ranked[0], ranked[1:], ground)}


def ground_of(places: Iterable[PlaceMention]) -> str | None:
    """The country that most of a text's places lie in."""
    tally = Counter(mention.place.country for mention in places if mention.place.country)
    return min(tally, key=lambda code: (-tally[code], code)) if tally else None


def likeness(account: Account) -> tuple[object, ...]:
    """How much an account is like the event that UCDP would record."""
    return (
        happened(account),
        any(figure(count) for count in tolls(account)) or _is_uncounted_killing(account),
        not account.background,
        account.place is not None,
        len(account.evidence),
        -account.evidence[0].start,
    )


def _is_uncounted_killing(account: Account) -> bool:
    """Whether somebody was killed and no words say how many: "the man killed by rebels was buried"."""
    return account.type == "killing" and all(count.kind != "killed" for count in account.counts)


def happened(account: Account) -> bool:
    """Affirmed and actual (RECORD §3)."""
    return account.polarity == "affirmed" and account.reality == "actual"


def tolls(account: Account) -> tuple[Count, ...]:
    """The figures of people killed in this account; parts of others, older figures and denied ones are not added."""
    return tuple(
        count
        for count in account.counts
        if count.kind == "killed" and count.scope == "this" and count.polarity == "affirmed"
    )


def figure(count: Count) -> int:
    """The figure that counts: as printed, else its lower bound, else its upper."""
    return next((value for value in (count.best, count.low, count.high) if value is not None), 0)


def fields(account: Account, others: Iterable[Account] = (), ground: str | None = None) -> Row:
    """UCDP fields of an account; blanks stay out. ``ground`` is the country of the text, for an account that names none."""
    others = tuple(others)
    side_a, side_b = sides(account, others)
    place = account.place or next((other.place for other in others if happened(other) and other.place), None)
    date = day_told(account, others)
    country = (place.country if place else None) or ground
    start = date.start or date.end
    dead = deaths(account, others)
    if side_b is None and dead.get("deaths_civilian"):
        side_b = "Civilians"
    found: Row = {
        "side_a_name": side_a,
        "side_b_name": side_b,
        "start_date": start.isoformat() if start else None,
        "end_date": date.end.isoformat() if date.end else None,
        "location_root_name": country_name(country) if country else None,
        "location_adm1_name": place.admin1 if place else None,
        "location_adm2_name": place.admin2 if place else None,
        "location_where_name": place.name if place else None,
        **dead,
    }
    return {name: value for name, value in found.items() if value is not None}


def day_told(account: Account, others: Iterable[Account]) -> When:
    """The date of an account; for one of the news with none printed, that of the next violent one with a day or two."""
    if account.date.start is not None or account.background:
        return account.date
    dated = (
        other.date
        for other in others
        if happened(other)
        and not other.background
        and other.type in _VIOLENT
        and other.date.precision in ("day", "few_days")
    )
    return next(dated, account.date)


def sides(account: Account, others: Iterable[Account] = ()) -> tuple[str | None, str | None]:
    """The names of the two sides."""
    day = account.date.end
    acting, hit = _names(account.actors, day), _names(account.recipients, day)
    side_a = next(iter(acting), None)
    side_b = next((name for name in hit if name != side_a), None) or next(
        (name for name in acting if name != side_a), None
    )
    if side_b is None and account.type == "attack_on_civilians":
        side_b = "Civilians"
    parties = _parties(others, day)
    side_a = side_a or next((name for name in parties if name != side_b), None)
    return side_a, side_b or next((name for name in parties if name != side_a), None)


def _parties(others: Iterable[Account], day: dt.date | None) -> list[str]:
    """Armed parties of other accounts that happened, those that the table knows first."""
    told = [actor for other in others if happened(other) for actor in (*other.actors, *other.recipients)]
    return [name for name in _names(told, day) if name != "Civilians"]


def _names(actors: Iterable[Actor], day: dt.date | None) -> list[str]:
    """Names of the parties, those of the actor table before others, unarmed people as one."""
    known = sorted(actors, key=lambda actor: actor.id is None)
    return list(dict.fromkeys("Civilians" if actor.kind in _UNARMED else side_name(actor, day) for actor in known))


def side_name(actor: Actor, day: dt.date | None) -> str:
    """What UCDP calls a side: armies and police are their government; ours where UCDP has no name for it."""
    row = table().by_id.get(actor.id or "")
    return next(iter(ucdp_names(table(), row, day)), actor.name) if row else actor.name


def deaths(account: Account, others: Iterable[Account] = ()) -> Row:
    """Deaths by side, and bounds of the whole; nothing when no figure is known."""
    killed = [count for count in (*tolls(account), *_told_apart(account, others)) if figure(count) or count.best == 0]
    if not killed:
        return _one_dead(account) if _is_uncounted_killing(account) else {}
    claimed = by_side(account, killed, claims=True)
    sure = claimed if all(is_claim(account, count) for count in killed) else by_side(account, killed, claims=False)
    low = sum(sure.values()) if any(count.low is not None for count in killed) else 0
    high = sum(max(sure[side], claimed[side]) for side in _SIDES)
    return {**sure, "deaths_low": low, "deaths_high": high}


def _one_dead(account: Account) -> Row:
    """A killing with no figure is one death, of the only side that was hit."""
    return {**dict.fromkeys(_SIDES, 0), _side_of_rest(account): 1, "deaths_low": 1, "deaths_high": 1}


def _told_apart(account: Account, others: Iterable[Account]) -> Iterator[Count]:
    """What other accounts of the place and time tell of dead who are nobody's fighters: the text has one event, told in parts."""
    for other in others:
        if other.place and account.place and other.place.name == account.place.name and _is_of_the_time(account, other):
            yield from (count for count in tolls(other) if not count.group.startswith("combatants"))


def _is_of_the_time(account: Account, other: Account) -> bool:
    days = [(one.date.start or one.date.end, one.date.end) for one in (account, other)]
    (first, last), (start, end) = days
    apart = first and last and start and end and (end < first or last < start)
    return happened(other) and other.background == account.background and not apart


def by_side(account: Account, killed: Iterable[Count], *, claims: bool) -> dict[str, int]:
    """The deaths of each side: the sure ones, or with ``claims`` the claimed ones too."""
    told = [count for count in killed if claims or not is_claim(account, count)]
    largest: dict[str, int] = {}
    whole = 0
    for telling in tellings(account, told):
        found = _by_group(telling)
        for group, number in found.items():
            largest[group] = max(largest.get(group, 0), number)
        whole = max(whole, sum(found.values()))
    largest.pop("unknown", 0)
    sides = dict.fromkeys(_SIDES, 0)
    sides["deaths_side_a"] = largest.get("combatants_actor", 0)
    sides["deaths_side_b"] = max(largest.get("combatants_recipient", 0), largest.get("combatants_unknown", 0))
    sides["deaths_civilian"] = max(
        largest.get("civilians", 0), sum(largest.get(group, 0) for group in _PARTS_OF_CIVILIANS)
    )
    sides[_side_of_rest(account)] += max(0, whole - sum(sides.values()))
    return sides


def tellings(account: Account, killed: Iterable[Count]) -> list[list[Count]]:
    """Figures of one speaker side by side in one clause are of different people and add up; other clauses tell the toll again.

    "Another two died" is told on top of what came before it.
    """
    found: list[list[Count]] = []
    for count in sorted(killed, key=lambda count: count.evidence[0].start):
        before = found[-1] if found else []
        if before and (_side_by_side(account, before[-1], count) or _is_on_top(before, count)):
            before.append(count)
        else:
            found.append([count])
    return found


def _side_by_side(account: Account, one: Count, other: Count) -> bool:
    start, end = one.evidence[0].end, other.evidence[0].start
    clause = next((span for span in account.evidence if span.start <= start <= end <= span.end), None)
    if clause is None or start >= end or one.speaker != other.speaker:
        return False
    between = clause.quote[start - clause.start : end - clause.start]
    return _NEW_SENTENCE.search(between) is None


def _is_on_top(before: Iterable[Count], count: Count) -> bool:
    """Whether the words add to a toll: "another two", "three more"; told again they add nothing."""
    figures = {(one.low, one.best, one.high) for one in before}
    return bool(_MORE.search(count.words.lower())) and (count.low, count.best, count.high) not in figures


def _by_group(telling: Iterable[Count]) -> dict[str, int]:
    """What one telling says of each group."""
    found: dict[str, int] = {}
    for count in telling:
        found[count.group] = found.get(count.group, 0) + figure(count)
    return found


def _side_of_rest(account: Account) -> str:
    """Where dead of no stated group belong: to the only side that was hit, else they stay unknown."""
    kinds = {actor.kind in _UNARMED for actor in account.recipients if actor.kind != "unknown"}
    if kinds == {True} or (not kinds and account.type == "attack_on_civilians"):
        return "deaths_civilian"
    return "deaths_side_b" if kinds == {False} and account.type != "armed_clash" else "deaths_unknown"


def is_claim(account: Account, count: Count) -> bool:
    """Whether the other side is who says that these fighters were killed."""
    enemies = {"combatants_recipient": account.actors, "combatants_actor": account.recipients}.get(count.group, ())
    speakers = (
        {count.speaker} if count.speaker else {said.speaker for said in account.attribution if said.kind == "party"}
    )
    ids = {said.id for said in account.attribution if said.speaker in speakers and said.id}
    return any(enemy.id in ids or enemy.name in speakers or enemy.mention in speakers for enemy in enemies)


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
