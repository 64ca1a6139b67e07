"""Keeps the index of fusion in step with the record: what is new is compared with what shares a key, and only the events it touches are made anew.

What comes out is what :func:`tidings.fusion.fuse.fuse` makes of all codings at once, whatever the order of reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from tidings.fusion.blocking import keys
from tidings.fusion.cluster import LEAST_CHANCE, Pair, pair
from tidings.fusion.compare import Tie
from tidings.fusion.fuse import Ground, Rulings, accounts_under, clusters_of, events_of
from tidings.fusion.wire import (
    PRINT_VERSION,
    WirePrint,
    WireText,
    WireTie,
    may_be_tied,
    read_wire,
    tie_between,
    wire_article,
    wire_groups,
    wire_print,
)
from tidings.fusion.wire_print import lookups
from tidings.model.coding import Coding, read_coding
from tidings.model.event import Event, Member
from tidings.pipeline.made_with import made_with
from tidings.store import links, schema
from tidings.store.portions import portions
from tidings.store.store import Store, speaking

_INDEX_VERSION: Final = 3  # goes up when keys or tables change in meaning: the index is then made anew
_ONE_AT_A_TIME: Final = 50  # articles in one transaction


def link(
    store: Store, ruled: Rulings, articles: Iterable[str] | None = None, step: Callable[[], None] = lambda: None
) -> None:
    """Bring the index up to date; ``articles``: only these may have changed (all, when none are named). ``step`` is called once an article.

    Broken off at any moment, the next call goes on from there.
    """
    with store.transaction(writing=True) as connection:
        current = made_with("tidings.fusion", _INDEX_VERSION, PRINT_VERSION)
        if links.state(connection).get("made with") != current:
            links.clear(connection)
            links.set_state(connection, "made with", current)
            articles = None
        wanted = speaking(connection, articles)
        known = links.linked(connection, None if articles is None else {*articles, *wanted})
        gone = [article for article in known if wanted.get(article) != known[article]]
        _Linker(connection, ruled).remove(gone)
        new = sorted(article for article in wanted if known.get(article) != wanted[article])
    for first in range(0, len(new), _ONE_AT_A_TIME):
        some = new[first : first + _ONE_AT_A_TIME]
        with store.transaction(writing=True) as connection:
            # Another program may have been here since.
            wanted, known = speaking(connection, some), links.linked(connection, some)
            linker = _Linker(connection, ruled)
            linker.remove([article for article in some if known.get(article) not in (None, wanted.get(article))])
            for article in some:
                if article in wanted and known.get(article) != wanted[article]:
                    linker.add(article, wanted[article])
                step()
            linker.settle()
    with store.transaction(writing=True) as connection:
        _Linker(connection, ruled).rule()


def linked_events(store: Store) -> Iterator[Event]:
    """The events as the index holds them, in order of time, without links to episodes."""
    with store.transaction(writing=False) as connection:
        for line in links.event_lines(connection):
            yield msgspec.json.decode(line, type=Event)


class _Linker:
    """The work of one transaction. ``touched``: accounts whose events are to be made anew."""

    def __init__(self, connection: Connection, ruled: Rulings) -> None:
        self._connection, self._ruled = connection, ruled
        self._touched: set[str] = set()
        self._coding = cache(self._read_coding)
        self._text = cache(lambda article: read_wire(wire_article(self._coding(article).article)))

    def remove(self, articles: list[str]) -> None:
        """Take articles out and make the events anew that they were in."""
        if not articles:
            return
        tied = self._tied_articles(articles) - set(articles)
        self._touched |= links.forget(self._connection, articles) | links.accounts_in(self._connection, tied)
        self.settle()

    def add(self, article: str, coding: str) -> None:
        """Put an article in: its keys, its ties, and the pairs its accounts are drawn into."""
        read = self._decode(coding)
        text = read_wire(wire_article(read.article))
        printed = wire_print(text)
        links.put(self._connection, links.link_article, [
            {"article": article, "coding": coding, "print": msgspec.json.encode(printed)}
        ])  # fmt: skip
        ties = list(self._tie(text, printed))
        everything = (*read.accounts, *read.suggested)  # what is taken or ruled out may be so only today
        mine = {account.id: Member(article=read.article, account=account) for account in everything}
        found = {key: keys(member) for key, member in sorted(mine.items())}
        near = self._near(found, ties, article)
        links.put(self._connection, links.link_key, [
            {"key": key, "account": account, "article": article} for account, held in found.items() for key in sorted(held)
        ])  # fmt: skip
        links.put(self._connection, links.event_account, [
            {"account": account, "article": article, "event": None} for account in sorted(mine)
        ])  # fmt: skip
        if ties:  # another wire group changes voices, whatever it joins
            self._touched |= links.accounts_in(self._connection, self._tied_articles([article]))
        self._draw(mine, near, ties, article)
        self._touched |= set(mine)

    def _tie(self, article: WireText, printed: WirePrint) -> Iterator[WireTie]:
        """The ties of an article to those that share a key with it; both are written down."""
        others = {holder for _, holder in links.sharing(self._connection, links.wire_key, lookups(printed))}
        links.put(self._connection, links.wire_key, [{"key": key, "article": article.id} for key in printed.bands])
        for other, print_ in sorted(self._prints(others - {article.id}).items()):
            if not may_be_tied(printed, print_):
                continue
            tie = tie_between(article, self._text(other))
            if tie is not None:
                row = {"one": tie.left, "other": tie.right, "line": msgspec.json.encode(tie)}
                links.put(self._connection, links.wire_tie, [row])
                yield tie

    def _prints(self, articles: set[str]) -> dict[str, WirePrint]:
        return {
            row.article: msgspec.json.decode(row.print, type=WirePrint)
            for some in portions(articles)
            for row in self._connection.execute(
                select(links.link_article).where(links.link_article.c.article.in_(some))
            )
        }

    def _near(self, found: Mapping[str, frozenset[str]], ties: list[WireTie], article: str) -> set[Pair]:
        """Pairs of an account of the article and one of another that share a key, or stand in tied articles."""
        held: dict[str, list[str]] = {}
        for account, mine in found.items():
            for key in mine:
                held.setdefault(key, []).append(account)
        near = {
            pair(account, other)
            for key, other in links.sharing(self._connection, links.link_key, held)
            for account in held[key]
        }
        tied = {tie.right if tie.left == article else tie.left for tie in ties}
        near |= {pair(account, other) for other in links.accounts_in(self._connection, tied) for account in found}
        return near

    def _draw(self, mine: dict[str, Member], near: set[Pair], ties: list[WireTie], article: str) -> None:
        """Write down the pairs that are drawn together."""
        others = {each for two in near for each in two if each not in mine}
        members = mine | self._members(others, Rulings(taken=frozenset(others)))
        tied: dict[Pair, Tie] = {(tie.left, tie.right): tie.relation for tie in ties}
        on = Ground(members=members, tied=tied, groups={})
        drawn = [(two, on.compare(*two).chance) for two in sorted(near) if two[0] in members and two[1] in members]
        kept = [(two, chance) for two, chance in drawn if chance >= LEAST_CHANCE]
        rows = [{"one": one, "other": other, "chance": chance} for (one, other), chance in kept]
        links.put(self._connection, links.link_pair, rows)
        self._touched |= {each for two, _ in kept for each in two}

    def rule(self) -> None:
        """Take up rulings that are new, and let go of those that are no more."""
        now = {("together", *two) for two in self._ruled.together} | {("apart", *two) for two in self._ruled.apart}
        now |= {("out", each, "") for each in self._ruled.out} | {("taken", each, "") for each in self._ruled.taken}
        before = links.rulings(self._connection)
        changed = before ^ now
        links.set_rulings(self._connection, before - now, now - before)
        self._touched |= {each for _, *two in changed for each in two if each}
        self.settle()

    def settle(self) -> None:
        """Make the events anew of all accounts that were touched, and of those that hang together with them."""
        if not self._touched:
            return
        group, before = self._touched, set[str]()
        while group != before:
            before = group
            group = links.drop_events(self._connection, self._hanging_together(group))
        self._touched = set()
        members = self._members(group, self._ruled)
        articles = {member.article.id for member in members.values()}
        around = self._tied_articles(articles) | articles
        ties = [msgspec.json.decode(row.line, type=WireTie) for row in links.ties_of(self._connection, around)]
        groups = wire_groups(around, ties)
        tied: dict[Pair, Tie] = {(tie.left, tie.right): tie.relation for tie in ties}
        chances: dict[Pair, float] = {
            (row.one, row.other): row.chance
            for row in links.pairs_of(self._connection, members)
            if row.one in members and row.other in members
        }
        self._write(Ground(members=members, tied=tied, groups=groups), chances)

    def _write(self, on: Ground, chances: dict[Pair, float]) -> None:
        made = list(events_of(on, clusters_of(on, self._ruled, chances)))
        rows = [
            {
                "id": event.id, "line": msgspec.json.encode(event),
                "first": str(event.values.date.start) if event.values.date.start else None,
                "last": str(event.values.date.end) if event.values.date.end else None,
            }
            for event in made
        ]  # fmt: skip
        placed = [{"account": ref.account, "event": event.id} for event in made for ref in event.accounts]
        links.put_events(self._connection, rows, placed)

    def _hanging_together(self, accounts: set[str]) -> set[str]:
        """The accounts with all that they are drawn or ruled to, through any number of others."""
        ruled: dict[str, set[str]] = {}
        for one, other in self._ruled.together:
            ruled.setdefault(one, set()).add(other)
            ruled.setdefault(other, set()).add(one)
        found, ahead = set(accounts), set(accounts)
        while ahead:
            drawn = {each for row in links.pairs_of(self._connection, ahead) for each in (row.one, row.other)}
            drawn |= {each for one in ahead for each in ruled.get(one, ())}
            ahead = drawn - found
            found |= ahead
        return found

    def _tied_articles(self, articles: Iterable[str]) -> set[str]:
        """The articles with all that they are tied to, through any number of others."""
        found, ahead = set(articles), set(articles)
        while ahead:
            ends = {each for row in links.ties_of(self._connection, ahead) for each in (row.one, row.other)}
            ahead = ends - found
            found |= ahead
        return found

    def _members(self, accounts: Iterable[str], ruled: Rulings) -> dict[str, Member]:
        """Those of the accounts that count under the rulings, with their articles; unknown ids are passed over."""
        wanted = links.articles_of(self._connection, accounts)
        found = {}
        for each in sorted(wanted):
            coding = self._coding(wanted[each])
            account = next((one for one in accounts_under(coding, ruled) if one.id == each), None)
            if account is not None:
                found[each] = Member(article=coding.article, account=account)
        return found

    def _read_coding(self, article: str) -> Coding:
        """What the index holds of an article."""
        return self._decode(links.linked(self._connection, [article])[article])

    def _decode(self, coding: str) -> Coding:
        line = self._connection.execute(select(schema.coding.c.line).where(schema.coding.c.id == coding)).scalar_one()
        return read_coding(line)
