"""From codings to events: wire groups, pairs worth comparing, clusters, and each cluster as an event (RECORD §6).

Everything here is a pure function of the codings and the rulings: the same events in whatever order they come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Final

from msgspec import Struct

from tidings.fusion.assemble import assemble
from tidings.fusion.blocking import keys
from tidings.fusion.cluster import LEAST_CHANCE, Pair, clusters, components, pair
from tidings.fusion.compare import Comparison, Tie, compare
from tidings.fusion.episodes import with_episodes
from tidings.fusion.wire import wire_article, wire_groups, wire_ties
from tidings.model.coding import Account, Coding
from tidings.model.event import Event, Member, View
from tidings.model.values import When

RULED_APART: Final = "a reviewer has ruled that they are two"


class Rulings(Struct, frozen=True, kw_only=True):
    """What reviewers have ruled of accounts: pairs that are one event, pairs that are not, accounts that are no event.

    ``taken``: suggested accounts that somebody has accepted; they count as the others do.
    """

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    out: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


def members_of(codings: Iterable[Coding], ruled: Rulings) -> dict[str, Member]:
    """The accounts of codings by id, under rulings. An article that stands in several files is told by the first of them by name."""
    articles = told_once(codings)
    return {
        account.id: Member(article=articles[article].article, account=account)
        for article in sorted(articles)
        for account in accounts_under(articles[article], ruled)
    }


def told_once(codings: Iterable[Coding]) -> dict[str, Coding]:
    """The coding that tells each article, by its id: that of the first of its files by name."""
    articles: dict[str, Coding] = {}
    for coding in sorted(codings, key=lambda coding: coding.article.file):
        articles.setdefault(coding.article.id, coding)
    return articles


def accounts_under(coding: Coding, ruled: Rulings) -> Iterator[Account]:
    """The accounts of a coding that are not ruled out, and the suggested ones that are taken."""
    yield from (account for account in coding.accounts if account.id not in ruled.out)
    yield from (account for account in coding.suggested if account.id in ruled.taken - ruled.out)


class Ground(Struct, frozen=True, kw_only=True):
    """What events are made from: accounts by id, how articles are tied, and which wire group each article is of."""

    members: dict[str, Member]
    tied: dict[Pair, Tie]
    groups: dict[str, str]

    def compare(self, one: str, other: str) -> Comparison:
        """Two accounts held against each other, by their ids."""
        left, right = self.members[one], self.members[other]
        return compare(left, right, self.tied.get(pair(left.article.id, right.article.id)))


def ground(codings: Iterable[Coding], ruled: Rulings) -> Ground:
    """The ground of codings under rulings."""
    read = list(codings)
    members = members_of(read, ruled)
    articles = {one.article.id: one.article for one in read if one.article.text is not None}
    ties = wire_ties(map(wire_article, articles.values()))
    tied: dict[Pair, Tie] = {(tie.left, tie.right): tie.relation for tie in ties}
    return Ground(members=members, tied=tied, groups=wire_groups(articles, ties))


def fuse(codings: Iterable[Coding], rulings: Rulings | None = None) -> View:
    """The events of codings, by first possible day, then id."""
    ruled = rulings or Rulings()
    return view_of(ground(codings, ruled), ruled)


def view_of(on: Ground, ruled: Rulings) -> View:
    """The events that a ground gives under rulings."""
    events = events_of(on, group_accounts(on, ruled))
    return View(events=with_episodes(sorted(events, key=event_order)), members=on.members)


def events_of(on: Ground, clusters: Iterable[tuple[str, ...]]) -> Iterator[Event]:
    """The event of each cluster of accounts, in their order and without links."""
    prints: dict[str, list[str]] = {}
    for article in sorted(on.groups):
        prints.setdefault(on.groups[article], []).append(article)
    by_group = {group: tuple(found) for group, found in prints.items()}
    for cluster in clusters:
        yield assemble((on.members[each] for each in cluster), on.groups, by_group)


def group_accounts(on: Ground, ruled: Rulings) -> list[tuple[str, ...]]:
    """Accounts in clusters, each one event."""
    chances = {each: on.compare(*each).chance for each in candidates(on.members, on.tied)}
    return clusters_of(on, ruled, {each: chance for each, chance in chances.items() if chance >= LEAST_CHANCE})


def clusters_of(on: Ground, ruled: Rulings, drawn: Mapping[Pair, float]) -> list[tuple[str, ...]]:
    """Clusters of accounts, given the pairs that are drawn together with their chances."""
    joined = {each for each in ruled.together if each[0] in on.members and each[1] in on.members}
    apart = _apart(on, ruled, joined)

    @cache
    def held(one: str, other: str) -> Comparison:
        found = on.compare(one, other)
        if (one, other) in apart:
            return Comparison(signs=found.signs, bars=(RULED_APART,), chance=0.0)
        return found

    groups = components(on.members, [*drawn, *joined])
    where = {each: number for number, group in enumerate(groups) for each in group}
    inside: dict[int, dict[Pair, float]] = {}
    for each, chance in drawn.items():
        inside.setdefault(where[each[0]], {})[each] = chance
    put: dict[int, list[Pair]] = {}
    for each in sorted(joined):
        put.setdefault(where[each[0]], []).append(each)
    found: list[tuple[str, ...]] = []
    for number, group in enumerate(groups):
        single = len(group) == 1
        found += [group] if single else clusters(group, inside.get(number, {}), held, put.get(number, ()))
    return found


def _apart(on: Ground, ruled: Rulings, joined: Iterable[Pair]) -> set[Pair]:
    """Pairs that are ruled apart, and all pairs of what is ruled one with either."""
    apart = [each for each in ruled.apart if each[0] in on.members and each[1] in on.members]
    one_with = {each: group for group in components({*chain(*apart, *joined)}, joined) for each in group}
    return {pair(one, other) for left, right in apart for one in one_with[left] for other in one_with[right]}


def candidates(members: Mapping[str, Member], tied: Mapping[Pair, Tie]) -> set[Pair]:
    """Pairs of accounts of two articles that share a key, and all across two prints of one text."""
    blocks: dict[str, list[str]] = {}
    by_article: dict[str, list[str]] = {}
    for key, member in members.items():
        by_article.setdefault(member.article.id, []).append(key)
        for block in keys(member):
            blocks.setdefault(block, []).append(key)
    found = {
        pair(one, other)
        for block in blocks.values()
        for number, one in enumerate(block)
        for other in block[number + 1 :]
        if members[one].article.id != members[other].article.id
    }
    for left, right in tied:
        found |= {pair(one, other) for one in by_article.get(left, ()) for other in by_article.get(right, ())}
    return found


def event_order(event: Event) -> tuple[dt.date, dt.date, str]:
    """Where an event stands in time: by its first possible day, else the last, else at the end."""
    return *when_order(event.values.date), event.id


def when_order(when: When) -> tuple[dt.date, dt.date]:
    """Where a date stands in time; one with no day at all comes last."""
    first = when.start or when.end or dt.date.max
    return first, when.end or first
