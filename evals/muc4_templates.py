"""From accounts to MUC-4 incidents: which accounts are incidents, of which type, on which day, with which victims.

The tables of the mapping are in docs/method/muc4.md. Two things are weighed by points (``muc4_points.yaml``, fitted on the
training texts by ``evals.muc4_fit``): whether an account is an incident of the kind, and whether somebody is a victim of one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from evals.common import Row
from evals.muc4_points import Points
from evals.muc4_signs import account_signs, people_signs, text_signs
from evals.muc4_victims import UNHARMED, People, VictimReader, without_sums
from tidings.model.coding import Account
from tidings.model.mentions import Annotations

TYPES = {
    "explosion": "bombing", "suicide_bombing": "bombing", "abduction": "kidnapping", "attack_on_civilians": "attack",
    "armed_clash": "attack", "killing": "attack", "shelling": "attack", "air_strike": "attack", "destruction": "attack",
}  # fmt: skip
_TYPE_OF_WORD = {
    "kidnap": "kidnapping", "abduct": "kidnapping", "kidnapping": "kidnapping", "abduction": "kidnapping",
    "hostage": "kidnapping", "disappearance": "kidnapping", "dynamite": "bombing", "bomb": "bombing",
}  # fmt: skip
_NIGHT = dt.timedelta(days=1)
_TOLLS = ("killed", "injured", "casualties")


class Incident(Struct, kw_only=True):
    """A template in the making: the accounts that tell it and the people it hit."""

    type: str
    accounts: list[Account]
    people: list[People]


def incidents(told: Told, points: Points) -> list[Incident]:
    """The incidents of a text, each once."""
    kept = [account for account in told.candidates if points.account(told.signs[account.id]) >= points.least_account]
    found: list[Incident] = []
    for account in kept:
        join(found, type_of(account), account, told)
    for people in told.people:
        worth = points.people(told.signs_of(people))
        if worth >= points.least_people:
            place(found, people, told, alone=worth >= points.least_alone)
    return found


class Told:
    """What a text tells: its accounts that could be incidents, the people who were hit, and who belongs to which."""

    def __init__(self, annotations: Annotations, accounts: Sequence[Account], published: dt.date | None) -> None:
        self.annotations, self.parse, self.published, self.accounts = (
            annotations,
            annotations.parse,
            published,
            accounts,
        )
        self.people = VictimReader(annotations).people()
        self.candidates = [account for account in accounts if is_candidate(account)]
        self.owners = {people.key: self._owners(people) for people in self.people}
        self.text_signs = text_signs(annotations)
        self.signs = {
            account.id: self.text_signs
            | account_signs(
                annotations,
                account,
                [people for people in self.people if account in self.owners[people.key]],
                published,
            )
            for account in accounts
        }

    def _owners(self, people: People) -> list[Account]:
        """The accounts whose words tell what befell these people."""
        places = [self.parse.tokens[word].start for word in people.words]
        return [
            account
            for account in self.accounts
            if any(span.start <= at < span.end for at in places for span in account.evidence)
        ]

    def signs_of(self, people: People) -> frozenset[str]:
        """The signs of people and of the accounts that they belong to."""
        owners = self.owners[people.key]
        return people_signs(
            self.annotations, people, [(account, self.signs[account.id]) for account in owners], len(self.people),
            incident=any(account in self.candidates for account in owners),
        )  # fmt: skip


def is_candidate(account: Account) -> bool:
    """Whether an account that happened is of a type that could be an incident; fights of armed sides only where civilians were hit."""
    fighting = account.type == "armed_clash" and not any(hit.kind == "civilians" for hit in account.recipients)
    return account.polarity == "affirmed" and account.reality == "actual" and account.type in TYPES and not fighting


def type_of(account: Account) -> str:
    """The incident type of an account; what is destroyed by fire is arson."""
    burnt = account.type == "destruction" and any(means.name in ("fire", "arson") for means in account.means)
    return "arson" if burnt else TYPES[account.type]


def join(found: list[Incident], kind: str, account: Account, told: Told) -> None:
    """Put an account to the incident of its type that it may tell again, else make it a new one."""
    same = next(
        (incident for incident in found if incident.type == kind and not are_apart(incident, account, told)), None
    )
    if same is None:
        found.append(Incident(type=kind, accounts=[account], people=[]))
    else:
        same.accounts.append(account)


def are_apart(incident: Incident, account: Account, told: Told) -> bool:
    """Whether an account tells another incident of the type: on other days, or with other named people in it."""
    if any(_on_other_days(account, earlier) for earlier in incident.accounts):
        return True
    named = [people for people in told.people if people.name]
    mine = [people for people in named if account in told.owners[people.key]]
    others = [people for people in named if any(earlier in told.owners[people.key] for earlier in incident.accounts)]
    return bool(mine and others) and not any(people in others for people in mine)


def _on_other_days(one: Account, other: Account) -> bool:
    """Both are dated to a day or a night, and the days do not meet."""
    (start, end), (first, last) = ((each.date.start, each.date.end) for each in (one, other))
    if start is None or end is None or first is None or last is None or max(end - start, last - first) > _NIGHT:
        return False
    return start > last or first > end


def place(found: list[Incident], people: People, told: Told, *, alone: bool) -> None:
    """Put people to the incident of an account that tells of them, else of the type that their word of harm names, else the first."""
    owners = told.owners[people.key]
    by_account = [incident for incident in found if any(account in incident.accounts for account in owners)]
    kinds = [_TYPE_OF_WORD[lemma] for word in people.words if (lemma := told.parse.tokens[word].lemma) in _TYPE_OF_WORD]
    kinds += [type_of(account) for account in owners if account.type in TYPES]
    by_kind = [incident for kind in kinds for incident in found if incident.type == kind]
    if by_account:
        for incident in by_account:
            incident.people.append(people)
    elif by_kind or found:
        (by_kind or found)[0].people.append(people)
    elif alone:
        found.append(Incident(type=(kinds or ["attack"])[0], accounts=owners[:1], people=[people]))


def template(incident: Incident, told: Told) -> Row:
    """An incident in the form of :mod:`evals.muc4_slots`."""
    rows = [people.row() for people in without_sums(incident.people)]
    spared = any(count.high == 0 and count.kind in _TOLLS for account in incident.accounts for count in account.counts)
    if not rows and spared:
        rows = [{"mentions": [], "number": None, "effect": UNHARMED}]
    return {"incident_type": incident.type, "date": date_of(incident, told.published), "victims": rows}


def date_of(incident: Incident, published: dt.date | None) -> Row | None:
    """``on`` a day, ``between`` two, ``on_or_before`` the day of the report where no first day is known."""
    dated = [account.date for account in incident.accounts if account.date.words is not None]
    start, end = (dated[0].start, dated[0].end) if dated else (None, None)
    end = end or published
    if end is None:
        return None
    if published is not None:
        end = min(end, published)
    start = None if start is None or start > end else start
    form = "on_or_before" if start is None else "on" if start == end else "between"
    return {"form": form, "start": start and start.isoformat(), "end": end.isoformat()}
