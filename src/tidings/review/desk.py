"""Judgements as somebody gives them: targets by any of their names, checked against the view, with all accounts named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from tidings.errors import UsageError
from tidings.model.coding import Coding
from tidings.model.event import Event, Member, View
from tidings.model.judgement import Judgement, Verb, standing
from tidings.model.text import Evidence, evidence
from tidings.review.fields import check_field


class Target(Struct, frozen=True, kw_only=True):
    """What a judgement speaks of: its id, the accounts it has, and the event itself where it is one."""

    id: str
    accounts: tuple[str, ...]
    event: Event | None


class Desk(Struct, frozen=True, kw_only=True):
    """A record laid out for review: its events, what was only suggested, what was ruled out, and the judgements so far."""

    view: View
    suggested: dict[str, Member]
    out: dict[str, Member]
    judgements: tuple[Judgement, ...]

    def target(self, key: str) -> Target:
        """The event, suggested account or rejected account of an id or the beginning of one. UsageError says what is wrong."""
        wanted = key.removeprefix("c1:")
        if key.isdecimal() and 1 <= int(key) <= len(self.view.events):
            raise UsageError(
                f"{key} is a place in a list that changes as articles are read: name the event by its id, which for number {key} "
                f"is {self.view.events[int(key) - 1].id} (an id that begins so is written c1:{key})"
            )
        found: dict[str, Target] = {}
        for event in self.view.events:
            if wanted and any(ref.account.removeprefix("c1:").startswith(wanted) for ref in event.accounts):
                accounts = tuple(ref.account for ref in event.accounts)
                found[event.id] = Target(id=event.id, accounts=accounts, event=event)
        for account in sorted({*self.suggested, *self.out}):
            if wanted and account.removeprefix("c1:").startswith(wanted) and account not in self.view.members:
                found[account] = Target(id=account, accounts=(account,), event=None)
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise UsageError(f"{key} begins {len(found)} ids: {', '.join(sorted(found)[:4])}; give more of it")
        raise UsageError(f"no event is called {key}: `tidings review list --all` lists those of the record")

    def event(self, key: str) -> Event:
        """The event of an id; a suggested or rejected account is none yet."""
        target = self.target(key)
        if target.event is None:
            raise UsageError(f"{target.id} is in no event: `tidings review accept {target.id}` puts it among them")
        return target.event

    # --- the judgements ---------------------------------------------------------------------------------------------

    def rule(self, verb: Verb, key: str, by: str, reason: str | None) -> Judgement:
        """An event accepted, rejected, released or retracted as a whole."""
        target = self.target(key)
        if target.event is None and verb in ("release", "retract"):
            raise UsageError(f"{target.id} is in no event: accept it before you {verb} it")
        accounts = self._rejected_with(target) if verb == "accept" and target.event is None else target.accounts
        return _draft(verb, target.id, by, reason, accounts=accounts)

    def rule_field(self, verb: Verb, key: str, field: str, by: str, reason: str | None) -> Judgement:
        """One field of an event accepted or rejected as it stands."""
        check_field(field)
        if verb == "reject" and field in ("type", "polarity", "reality", "background"):
            raise UsageError(
                f"{field} cannot be unknown: `tidings review set {key} {field} VALUE` gives it another value"
            )
        event = self.event(key)
        return _draft(verb, event.id, by, reason, field=field, accounts=_accounts(event))

    def set(self, key: str, field: str, value: str, by: str, reason: str | None, words: str | None = None) -> Judgement:
        """A field given a value (canonical JSON), perhaps with the words of one of the event's articles for it."""
        check_field(field)
        event = self.event(key)
        article, spans = self._cited(event, words) if words else (None, ())
        return _draft(
            "set",
            event.id,
            by,
            reason,
            field=field,
            value=value,
            accounts=_accounts(event),
            article=article,
            evidence=spans,
        )

    def merge(self, one: str, other: str, by: str, reason: str | None) -> Judgement:
        """Two events that are one."""
        left, right = self.event(one), self.event(other)
        if left.id == right.id:
            raise UsageError(f"{one} and {other} are one event already: {left.id}")
        return _draft("merge", left.id, by, reason, accounts=_accounts(left), others=_accounts(right))

    def split(self, key: str, parts: Sequence[str], by: str, reason: str | None) -> Judgement:
        """Accounts of an event (by id, or all those of an article by its id or file) that tell of another one."""
        event = self.event(key)
        taken = {account for part in parts for account in self._part(event, part)}
        rest = tuple(account for account in _accounts(event) if account not in taken)
        if not rest:
            raise UsageError(f"that is all of {event.id}: leave it at least one of its {len(taken)} accounts")
        return _draft("split", event.id, by, reason, accounts=tuple(sorted(taken)), others=rest)

    def undo(self, key: str, by: str, reason: str | None) -> Judgement:
        """A judgement taken back."""
        wanted = key.removeprefix("j1:")
        found = [one for one in self.judgements if wanted and one.id.removeprefix("j1:").startswith(wanted)]
        if not found:
            raise UsageError(f"no judgement is called {key}: `tidings review log` lists them")
        if len(found) > 1:
            raise UsageError(
                f"{key} begins {len(found)} ids: {', '.join(one.id for one in found[:4])}; give more of it"
            )
        holds = {one.id for one in standing(self.judgements)}
        undone = {one.target for one in self.judgements if one.verb == "undo"}
        if found[0].id not in holds and (found[0].verb != "undo" or found[0].id in undone):
            raise UsageError(f"{found[0].id} was taken back already: undo that undoing to have it again")
        return _draft("undo", found[0].id, by, reason)

    # --- parts ------------------------------------------------------------------------------------------------------

    def _rejected_with(self, target: Target) -> tuple[str, ...]:
        """A rejected event comes back whole: with all accounts that were rejected with this one."""
        for judgement in reversed(standing(self.judgements)):
            if judgement.verb in ("reject", "retract") and judgement.field is None and target.id in judgement.accounts:
                return judgement.accounts
        return target.accounts

    def _part(self, event: Event, part: str) -> Iterable[str]:
        wanted = part.removeprefix("c1:").removeprefix("a1:")
        found = {
            ref.account
            for ref in event.accounts
            if part == ref.file
            or (wanted and not part.startswith("a1:") and ref.account.removeprefix("c1:").startswith(wanted))
            or (wanted and not part.startswith("c1:") and ref.article.removeprefix("a1:").startswith(wanted))
        }
        if not found:
            has = ", ".join(f"{ref.account} ({ref.file})" for ref in event.accounts[:4])
            raise UsageError(f"{event.id} has no account or article called {part}: it has {has}")
        return found

    def _cited(self, event: Event, words: str) -> tuple[str, tuple[Evidence, ...]]:
        """Where words stand in the first article of the event that has them."""
        for ref in event.accounts:
            article = self.view.members[ref.account].article
            start = (article.text or "").find(words)
            if start >= 0:
                return article.id, (evidence(article.text or "", start, start + len(words)),)
        files = ", ".join(sorted({ref.file for ref in event.accounts}))
        raise UsageError(f"the words {words!r} stand in none of its articles ({files}): give them just as printed")


def desk(view: View, codings: Iterable[Coding], judgements: tuple[Judgement, ...]) -> Desk:
    """The desk of a record. ``codings``: those that the view was made from, before any judgement."""
    suggested: dict[str, Member] = {}
    out: dict[str, Member] = {}
    for coding in codings:
        for kept, accounts in ((suggested, coding.suggested), (out, coding.accounts)):
            for account in accounts:
                if account.id not in view.members:
                    kept[account.id] = Member(article=coding.article, account=account)
    return Desk(view=view, suggested=suggested, out=out, judgements=judgements)


def _accounts(event: Event) -> tuple[str, ...]:
    return tuple(ref.account for ref in event.accounts)


def _draft(
    verb: Verb,
    target: str,
    by: str,
    reason: str | None,
    *,
    field: str | None = None,
    value: str | None = None,
    accounts: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
    article: str | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Judgement:
    return Judgement(
        id="", at="", by=by, verb=verb, target=target, reason=reason, field=field, value=value, accounts=accounts, others=others,
        article=article, evidence=evidence,
    )  # fmt: skip
