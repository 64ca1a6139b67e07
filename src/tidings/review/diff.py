"""What one view of a record says otherwise than another: events that are new, changed or gone, and why each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from tidings.model.event import Event, Member, View
from tidings.model.judgement import Judgement
from tidings.model.tombstone import Tombstone
from tidings.model.values import PEOPLE
from tidings.review.fields import TOLLS, shown

Why = Literal["new article", "judgement", "recoded", "taken down", "linked anew"]
How = Literal["merged", "split", "rejected", "taken down", "recoded", "linked anew"]


class Cause(Struct, frozen=True, kw_only=True, order=True):
    """One reason for a change, in a sentence; ``id`` is that of the article, judgement or tombstone behind it."""

    why: Why
    told: str
    id: str | None = None


class FieldChange(Struct, frozen=True, kw_only=True):
    """One field's value before and after; ``None`` is unknown."""

    field: str
    before: str | None
    after: str | None


class New(Struct, frozen=True, kw_only=True):
    """An event that was not there."""

    event: Event
    causes: tuple[Cause, ...]


class Changed(Struct, frozen=True, kw_only=True):
    """An event that says something else; ``former`` is its id before, where that has moved to ``former_ids``."""

    event: Event
    former: str | None
    fields: tuple[FieldChange, ...]
    causes: tuple[Cause, ...]
    newly_disputed: tuple[str, ...]


class Deleted(Struct, frozen=True, kw_only=True):
    """A tombstone: an event that is no more, how that came, the reason in a sentence, and the event it went into, if any."""

    id: str
    how: How
    reason: str
    into: str | None


class Changes(Struct, frozen=True, kw_only=True):
    """All changes, each list by id. Every id of the view before is in the view after, or leads there, or is in ``deleted``."""

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    deleted: tuple[Deleted, ...]


class Occasion(Struct, frozen=True, kw_only=True):
    """What happened between two views: judgements and takedowns made, articles that the record knew before, the version now."""

    judgements: tuple[Judgement, ...] = ()
    earlier: tuple[Judgement, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    known: frozenset[str] = frozenset()
    version: str = ""


def diff(before: View, after: View, occasion: Occasion) -> Changes:
    """The changes between two views of one record."""
    work = _Diff(before, after, occasion)
    return Changes(
        new=tuple(sorted(work.new(), key=lambda one: one.event.id)),
        changed=tuple(sorted(work.changed(), key=lambda one: one.event.id)),
        deleted=tuple(sorted(work.deleted(), key=lambda one: one.id)),
    )


class _Diff:
    """Where each event of before went, and what follows from it."""

    def __init__(self, before: View, after: View, occasion: Occasion) -> None:
        self._before, self._after, self._occasion = before, after, occasion
        self._old = {event.id: event for event in before.events}
        self._place = {ref.account: event for event in after.events for ref in event.accounts}
        self._was = {ref.account: event for event in before.events for ref in event.accounts}
        self._heirs = _heirs(before, after)
        went = {event.id: self._went(event) for event in before.events}
        heirs: dict[str, list[Event]] = {}
        for event in before.events:
            into = went[event.id]
            if into is not None:
                heirs.setdefault(into.id, []).append(event)
        self._parent = {into: _foremost(into, events) for into, events in heirs.items()}
        self._into = went

    def _went(self, event: Event) -> Event | None:
        """The event that an earlier one is now: where its id is, or the account that is told in its words now."""
        found = self._place.get(event.id)
        if found is None and event.id in self._heirs:
            found = self._place.get(self._heirs[event.id])
        return found

    def new(self) -> Iterator[New]:
        for event in self._after.events:
            if event.id not in self._parent:
                yield New(event=event, causes=self._causes(None, event))

    def changed(self) -> Iterator[Changed]:
        for event in self._after.events:
            parent = self._parent.get(event.id)
            if parent is None:
                continue
            fields = tuple(_field_changes(parent, event))
            if fields or parent.id != event.id or parent.ledger != event.ledger:
                yield Changed(
                    event=event,
                    former=None if parent.id == event.id else parent.id,
                    fields=fields,
                    causes=self._causes(parent, event),
                    newly_disputed=tuple(sorted(set(event.disputed) - set(parent.disputed))),
                )

    def deleted(self) -> Iterator[Deleted]:
        told: set[str] = set()
        for event in self._before.events:
            into = self._into[event.id]
            if into is None:
                told.add(event.id)
                yield self._gone(event)
            elif self._parent[into.id] is not event:
                told.add(event.id)
                yield self._joined(event, into)
        for grave in self._occasion.tombstones:
            moved = {old: self._place.get(new) for old, new in grave.renamed.items()}
            reason = f"{'taken down' if grave.kind == 'article' else 'a name was masked'} by {grave.by} on {grave.at[:10]}: {grave.reason}"
            for account in (*grave.accounts, *grave.renamed):
                if account not in told and account not in self._place:
                    told.add(account)
                    into = moved.get(account)
                    yield Deleted(id=account, how="taken down", reason=reason, into=into.id if into else None)

    def _gone(self, event: Event) -> Deleted:
        """An event whose id leads nowhere: rejected, or no longer coded so."""
        for judgement in reversed(self._occasion.judgements):
            if judgement.field is None and judgement.verb in ("reject", "retract") and event.id in judgement.accounts:
                said = f"{'rejected' if judgement.verb == 'reject' else 'retracted'} by {judgement.by}{_because(judgement)}"
                return Deleted(id=event.id, how="rejected", reason=said, into=None)
        rest = next((self._place[ref.account] for ref in event.accounts if ref.account in self._place), None)
        said = f"no longer coded so by tidings {self._occasion.version}"
        if undone := self._undone(event.id):
            said = f"{undone.by} took back a judgement{_because(undone)}"
        return Deleted(id=event.id, how="recoded", reason=said, into=rest.id if rest else None)

    def _joined(self, event: Event, into: Event) -> Deleted:
        for judgement in reversed(self._occasion.judgements):
            if judgement.verb == "merge" and event.id in (*judgement.accounts, *judgement.others):
                said = f"merged into {into.id} by {judgement.by}{_because(judgement)}"
                return Deleted(id=event.id, how="merged", reason=said, into=into.id)
        if undone := self._undone(event.id):
            said = f"one with {into.id} again, as {undone.by} took back a judgement{_because(undone)}"
            return Deleted(id=event.id, how="merged", reason=said, into=into.id)
        if event.id not in self._after.members:
            said = f"no longer coded by itself by tidings {self._occasion.version}: its words are told in {into.id}"
            return Deleted(id=event.id, how="recoded", reason=said, into=into.id)
        said = f"the same happening as {into.id}, as what has been read since shows"
        return Deleted(id=event.id, how="merged", reason=said, into=into.id)

    def _undone(self, account: str) -> Judgement | None:
        """The undoing of a judgement that spoke of an account."""
        everything = {one.id: one for one in (*self._occasion.earlier, *self._occasion.judgements)}
        for judgement in reversed(self._occasion.judgements):
            ruled = everything.get(judgement.target) if judgement.verb == "undo" else None
            if ruled is not None and account in {ruled.target, *ruled.accounts, *ruled.others}:
                return judgement
        return None

    # --- why ---------------------------------------------------------------------------------------------------------

    def _causes(self, parent: Event | None, event: Event) -> tuple[Cause, ...]:
        """New articles, judgements, another coding, or, where nothing else did, new neighbours."""
        had = set() if parent is None else {ref.account for ref in parent.accounts}
        has = {ref.account for ref in event.accounts}
        found = {*self._of_articles(has - had), *self._of_judgements(had | has)}
        found |= self._of_codings(had - has if parent else set(), has)
        if parent is None and (split := self._split(event)) is not None:
            found.add(split)
        if not found and parent is not None and has - had:
            found.add(Cause(why="linked anew", told="told together now with what was another event"))
        return tuple(sorted(found)) or (Cause(why="linked anew", told="what it stands beside has changed"),)

    def _of_articles(self, accounts: Collection[str]) -> Iterator[Cause]:
        for account in sorted(accounts):
            article = self._after.members[account].article
            if article.id not in self._occasion.known:
                yield Cause(why="new article", told=f"new article {article.outlet or article.file}", id=article.id)
            elif account not in self._before.members and account not in self._allowed():
                yield Cause(why="recoded", told=f"coded anew by tidings {self._occasion.version}", id=article.id)

    def _allowed(self) -> set[str]:
        """Accounts that are in by a judgement or its undoing alone, and so were not coded anew."""
        everything = (*self._occasion.earlier, *self._occasion.judgements)
        return {account for one in everything for account in one.accounts if one.field is None}

    def _of_codings(self, lost: Collection[str], has: Collection[str]) -> set[Cause]:
        """Accounts whose words are the same and whose values are not, and accounts that are no longer told."""
        found = set()
        for account in sorted(has):
            before, after = self._before.members.get(account), self._after.members[account]
            if before is not None and before.account != after.account:
                found.add(self._recoded(after))
        for account in sorted(lost):
            if account not in self._after.members and account not in self._allowed():
                found.add(self._recoded(self._before.members[account]))
        return found

    def _recoded(self, member: Member) -> Cause:
        return Cause(why="recoded", told=f"coded anew by tidings {self._occasion.version}", id=member.article.id)

    def _of_judgements(self, accounts: Collection[str]) -> Iterator[Cause]:
        everything = {one.id: one for one in (*self._occasion.earlier, *self._occasion.judgements)}
        for judgement in self._occasion.judgements:
            ruled = everything.get(judgement.target, judgement) if judgement.verb == "undo" else judgement
            if not {ruled.target, *ruled.accounts, *ruled.others}.isdisjoint(accounts):
                yield Cause(why="judgement", told=in_words(judgement, ruled), id=judgement.id)

    def _split(self, event: Event) -> Cause | None:
        """Where a new event was part of another before."""
        origin = next((self._was[ref.account] for ref in event.accounts if ref.account in self._was), None)
        if origin is None:
            return None
        return Cause(why="linked anew", told=f"split from {origin.id}", id=origin.id)


def _heirs(before: View, after: View) -> dict[str, str]:
    """For accounts that are told no more, the account of the same article that is told in most of their words now."""
    fresh: dict[str, list[Member]] = {}
    for key, member in after.members.items():
        if key not in before.members:
            fresh.setdefault(member.article.id, []).append(member)
    found: dict[str, str] = {}
    for key, member in before.members.items():
        if key in after.members:
            continue
        rivals = fresh.get(member.article.id, [])
        shared = {one.account.id: _shared(member, one) for one in rivals}
        best = min(shared, key=lambda each: (-shared[each], each), default=None)
        if best is not None and shared[best]:
            found[key] = best
    return found


def _shared(one: Member, other: Member) -> int:
    """How many characters both rest on."""
    return sum(
        max(0, min(left.end, right.end) - max(left.start, right.start))
        for left in one.account.evidence
        for right in other.account.evidence
    )


def _foremost(into: str, events: list[Event]) -> Event:
    """Of several events that are one now, the one that goes on: the one whose id it has, else the one with most accounts."""
    return min(events, key=lambda event: (event.id != into, -len(event.accounts), event.id))


def _field_changes(before: Event, after: Event) -> Iterator[FieldChange]:
    tolls = sorted(
        {f"{name}.{group}" for one in (before, after) for name in TOLLS for group in getattr(one.values, name)}
    )
    for field in ("type", "polarity", "reality", "background", "date", "place", "actors", "recipients", *tolls):
        left, right = shown(before, field), shown(after, field)
        if left != right:
            yield FieldChange(field=field, before=left, after=right)
    for field, left, right in (
        ("disputed", ", ".join(before.disputed), ", ".join(after.disputed)),
        ("voices", str(before.voices), str(after.voices)),
        ("accounts", str(len(before.accounts)), str(len(after.accounts))),
    ):
        if left != right:
            yield FieldChange(field=field, before=left or None, after=right or None)


_DID = {
    "accept": "accepted", "set": "set", "reject": "rejected", "merge": "merged", "split": "split", "release": "released",
    "retract": "retracted",
}  # fmt: skip


def in_words(judgement: Judgement, ruled: Judgement | None = None) -> str:
    """A judgement in a sentence: who did what and why. ``ruled`` is what an undo took back."""
    if judgement.verb == "undo":
        what = (
            "a judgement" if ruled is None or ruled is judgement else f"what {ruled.by} {_DID.get(ruled.verb, 'undid')}"
        )
        return f"{judgement.by} took back {what}{_because(judgement)}"
    field = f" {judgement.field}" if judgement.field else ""
    return f"{_DID[judgement.verb]}{field} by {judgement.by}{_because(judgement)}"


def _because(judgement: Judgement) -> str:
    return f": {judgement.reason}" if judgement.reason else ""


def period_totals(view: View, accounts: Iterable[str]) -> tuple[str, ...]:
    """Which accounts give a total for a period and fit several events, so that none of these is given it (scenario A6).

    A count of people that is ``joint``, or told of more than 31 days, where two or more other events lie inside its days,
    in an account that is one with none of them.
    """
    found = []
    alone = {event.accounts[0].account for event in view.events if len(event.accounts) == 1}
    for key in sorted(alone.intersection(accounts)):
        member = view.members[key]
        when = member.account.date
        people = [count for count in member.account.counts if count.kind in PEOPLE]
        long = when.start is not None and when.end is not None and (when.end - when.start).days >= 31
        if not people or not (long or any(count.scope == "joint" for count in people)):
            continue
        inside = [event for event in view.events if _lies_in(event, member)]
        if len(inside) >= 2:
            found.append(key)
    return tuple(found)


def _lies_in(event: Event, total: Member) -> bool:
    when, outer = event.values.date, total.account.date
    if any(ref.account == total.account.id for ref in event.accounts) or None in (when.start, outer.start, outer.end):
        return False
    assert when.start is not None
    assert outer.start is not None
    assert outer.end is not None
    place, around = event.values.place, total.account.place
    same_country = place is None or around is None or place.country == around.country
    return same_country and outer.start <= when.start and (when.end or when.start) <= outer.end
