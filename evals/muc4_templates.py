"""From accounts and readings to MUC-4 incidents: which types a text tells of, who and what belongs to each, on which day.

The tables of the mapping are in docs/method/muc4.md. Rules of the coder and the trained heads both have a say: each type, each
string that may fill a role and each group of people carries signs of both, weighed by points (``muc4_points.yaml``, fitted
on training texts by ``evals.muc4_fit``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from evals.common import Row
from evals.muc4_candidates import Candidate, candidates, found_by_rules, normal
from evals.muc4_groups import Member, joined, pair_signs
from evals.muc4_heads import TYPES, Reading
from evals.muc4_points import Points
from evals.muc4_signs import account_signs, people_signs, text_signs, type_signs, victim_signs
from evals.muc4_victims import UNHARMED, People, VictimReader, without_sums
from tidings.model.coding import Account
from tidings.model.mentions import Annotations

TYPE_OF = {
    "explosion": "bombing", "suicide_bombing": "bombing", "abduction": "kidnapping", "attack_on_civilians": "attack",
    "armed_clash": "attack", "killing": "attack", "shelling": "attack", "air_strike": "attack", "destruction": "attack",
}  # fmt: skip
ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_IN_BRACKETS = re.compile(r"((?:[\w'-]+\s+){2,8})\(\s*([^\W\d_]{2,8})\s*\)")
_SMALL = frozenset("of for and the de y del la".split())
_LONGEST_NAME = 80  # characters
_NIGHT = dt.timedelta(days=1)
_TOLLS = ("killed", "injured", "casualties")
_ALSO = 0.4  # chance from which a filler belongs to a second type too


class Incident(Struct, kw_only=True):
    """A template in the making: its type, the accounts that tell it, the people it hit, and its fillers by role."""

    type: str
    accounts: list[Account]
    people: list[People]
    roles: dict[str, list[Candidate]]
    places: list[int] = []


class Told:
    """What a text tells: its accounts that could be incidents, the people who were hit, and who belongs to which."""

    def __init__(
        self, annotations: Annotations, accounts: Sequence[Account], published: dt.date | None, reading: Reading
    ) -> None:
        self.annotations, self.parse, self.published, self.accounts, self.reading = (
            annotations,
            annotations.parse,
            published,
            accounts,
            reading,
        )
        self.people = VictimReader(annotations).people(reading.fillers)
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

    def worth(self, points: Points) -> list[tuple[People, float]]:
        """Everybody with the chance to be a victim of an incident."""
        return [(people, points.people(self.joint_signs_of(people, points))) for people in self.people]

    def joint_signs_of(self, people: People, points: Points) -> frozenset[str]:
        """The signs of people that join what the rules and the heads say."""
        by_rules = points.by_rules(self.signs_of(people))
        return victim_signs(people, by_rules, self.reading.types, len(self.people))

    def chances(self, points: Points) -> list[tuple[Account, float]]:
        """The accounts that may be incidents, with the chance that they are."""
        return [(account, points.account(self.signs[account.id])) for account in self.candidates]

    def signs_of_types(self, chances: Sequence[tuple[Account, float]]) -> dict[str, frozenset[str]]:
        """The signs of each type: whether the text tells an incident of it."""
        return {
            kind: self.text_signs
            | type_signs(self.reading, kind, [(type_of(account), chance) for account, chance in chances])
            for kind in TYPES
        }

    def member(self, candidate: Candidate) -> Member:
        """A string that fills a role, with the accounts in whose words it stands."""
        places = sorted(start for start, _ in candidate.spans)
        accounts = [
            account
            for account in self.candidates
            if any(span.start <= place < span.end for span in account.evidence for place in places)
        ]
        return Member(what=candidate, role=candidate.role, places=places, fillers=candidate.fillers, accounts=accounts)

    def member_of(self, people: People) -> Member:
        """People who were hit, with their accounts."""
        return Member(
            what=people, role="Victim" if people.name else "VictimDescription",
            places=[self.parse.tokens[head].start for head in people.heads], fillers=people.fillers,
            accounts=[account for account in self.owners[people.key] if account in self.candidates],
        )  # fmt: skip

    def fillers(
        self, chances: Sequence[tuple[Account, float]], people: Sequence[tuple[People, float]]
    ) -> list[Candidate]:
        """The candidates of all roles with their signs."""
        found = found_by_rules(self.annotations, chances, people)
        return candidates(self.annotations, self.reading, found, self.accounts)


def is_candidate(account: Account) -> bool:
    """Whether an account that happened is of a type that could be an incident; fights of armed sides only where civilians were hit."""
    fighting = account.type == "armed_clash" and not any(hit.kind == "civilians" for hit in account.recipients)
    return account.polarity == "affirmed" and account.reality == "actual" and account.type in TYPE_OF and not fighting


def type_of(account: Account) -> str:
    """The incident type of an account; what is destroyed by fire is arson."""
    burnt = account.type == "destruction" and any(means.name in ("fire", "arson") for means in account.means)
    return "arson" if burnt else TYPE_OF[account.type]


def incidents(told: Told, points: Points) -> list[Incident]:
    """The incidents of a text: of each type that it tells of one, or several that its members and accounts tell apart."""
    chances, worth = told.chances(points), told.worth(points)
    types = {kind: points.type(signs) for kind, signs in told.signs_of_types(chances).items()}
    kinds = [kind for kind, chance in types.items() if chance >= points.least["type"]]
    kept = entities(told.fillers(chances, worth), points, short_names(told.parse.text))
    members = [told.member(each) for each in kept]
    members += [told.member_of(people) for people, chance in worth if chance >= points.least["people"]]
    found: list[Incident] = []
    for kind in kinds:
        mine = [member for member in members if kind in kinds_of(member, kinds)]
        accounts = [(account, chance) for account, chance in chances if type_of(account) == kind]
        found += told_apart(kind, mine, accounts, told, points)
    told_of = [incident for incident in found if incident.accounts or incident.people or any(incident.roles.values())]
    return told_of or found[:1]


def kinds_of(member: Member, kinds: Sequence[str]) -> list[str]:
    """The types that something belongs to, of those told: by its accounts, else as the heads have it, else the first."""
    owned = {type_of(account) for account in member.accounts} if isinstance(member.what, People) else set()
    if owned.intersection(kinds):
        return [kind for kind in kinds if kind in owned]
    best = max(member.fillers, key=lambda filler: filler.chance, default=None)
    if best is None:
        return list(kinds[:1])
    of = {kind: best.types[TYPES.index(kind)] for kind in kinds}
    return [kind for kind in kinds if of[kind] >= min(max(of.values()), _ALSO)]


def told_apart(
    kind: str, members: Sequence[Member], chances: Sequence[tuple[Account, float]], told: Told, points: Points
) -> list[Incident]:
    """The incidents of a type: groups of members, each with the accounts nearest to it; likely accounts that fit none make their own."""
    odds_of = np.array(
        [[points.pair(pair_signs(told.annotations, one, other, on_other_days)) for other in members] for one in members]
    )  # fmt: skip
    groups = joined(odds_of, points.least["together"])
    found = [new_incident(kind) for _ in groups]
    for number in range(len(members)):
        for group, incident in zip(groups, found, strict=True):
            if number in group or odds_of[number, group].mean() > points.least["also"]:
                add(incident, members[number])
    for account, chance in sorted(chances, key=lambda each: -each[1]):
        if chance < points.least["second"] and found:
            continue
        near = [each for each in found if not any(are_apart(earlier, account, told) for earlier in each.accounts)]
        if near:
            min(near, key=lambda each: distance(each, account)).accounts.append(account)
        else:
            found.append(new_incident(kind, account))
    return found or [new_incident(kind)]


def new_incident(kind: str, *accounts: Account) -> Incident:
    """An incident that has nothing yet but the accounts that tell it."""
    return Incident(type=kind, accounts=list(accounts), people=[], roles={role: [] for role in ROLES})


def add(incident: Incident, member: Member) -> None:
    """Put a member into an incident."""
    if isinstance(member.what, People):
        incident.people.append(member.what)
    elif isinstance(member.what, Candidate):
        incident.roles[member.role].append(member.what)
    incident.places.extend(member.places)


def are_apart(one: Account, other: Account, told: Told) -> bool:
    """Whether two accounts tell two incidents: on other days, or with other named people in each."""
    if on_other_days(one, other):
        return True
    named = [people for people in told.people if people.name]
    mine, others = ([people for people in named if account in told.owners[people.key]] for account in (one, other))
    return bool(mine and others) and not any(people in others for people in mine)


def on_other_days(one: Account, other: Account) -> bool:
    """Both are dated to a day or a night, and the days do not meet."""
    (start, end), (first, last) = ((each.date.start, each.date.end) for each in (one, other))
    if start is None or end is None or first is None or last is None or max(end - start, last - first) > _NIGHT:
        return False
    return start > last or first > end


def distance(incident: Incident, account: Account) -> int:
    """Characters between an account and the nearest member of an incident."""
    return min(
        (max(span.start - place, place - span.end, 0) for span in account.evidence for place in incident.places),
        default=0,
    )


def entities(several: Iterable[Candidate], points: Points, short: Mapping[str, str]) -> list[Candidate]:
    """The fillers that are likely enough, the likeliest first; of those of a role that overlap, or name the same, only the likeliest.

    ``short``: the short names of the text (:func:`short_names`).
    """
    likely = sorted(
        ((points.filler(each.role, each.signs), each) for each in several if each.role in ROLES),
        key=lambda pair: -pair[0],
    )
    kept: list[Candidate] = []
    for chance, each in likely:
        if chance >= points.least[each.role] and not any(
            other.role == each.role and (overlap(other, each) or same_name(other, each, short)) for other in kept
        ):
            kept.append(each)
    return kept


def short_names(text: str) -> dict[str, str]:
    """Short names that a text gives in brackets, with the words before each, as :func:`normal` has them.

    >>> short_names("The Harbour Liberation Front (HLF) said so.")
    {'hlf': 'harbour liberation front'}
    """
    return {normal(found[2]): normal(found[1])[-_LONGEST_NAME:] for found in _IN_BRACKETS.finditer(text)}


def same_name(one: Candidate, other: Candidate, short: Mapping[str, str]) -> bool:
    """Whether one string is the end, the initials or the short name of the other: "Ellacuria", "FMLN"."""
    brief, long = sorted((normal(one.words).split(), normal(other.words).split()), key=len)
    if long[-len(brief) :] == brief:
        return True
    return len(brief) == 1 and (short.get(brief[0], "").endswith(" ".join(long)) or _is_acronym(brief[0], long))


def _is_acronym(short: str, words: Sequence[str]) -> bool:
    """Whether a word is made of the initials of others, all or all but one, in the order of any language: "FMLN", "MRTA"."""
    initials = Counter(word[0] for word in words if word not in _SMALL)
    letters = Counter(short)
    return len(short) > 2 and letters <= initials and (initials - letters).total() <= 1


def overlap(one: Candidate, other: Candidate) -> bool:
    """Whether two strings share a character somewhere in the text."""
    return any(start < end_ and start_ < end for start, end in one.spans for start_, end_ in other.spans)


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
