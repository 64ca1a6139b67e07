"""The ledger of an event: every claim of its accounts, with who makes it, when, and what took its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from tidings.model.claim import Claim, claims
from tidings.model.event import Bounds, Interest, LedgerEntry, Member
from tidings.model.values import Attribution, Count, SpeakerKind, When

_INDEPENDENT: Final = frozenset({"monitor", "medical", "witness", "media"})
_DENYING: Final = frozenset({"denies", "doubts"})


def ledger(members: Iterable[Member], groups: dict[str, str]) -> tuple[LedgerEntry, ...]:
    """The claims of an event's accounts by field, then day, then id. ``groups``: wire group by article id."""
    told = tuple(members)
    sides = {actor.id for one in told for actor in (*one.account.actors, *one.account.recipients) if actor.id}
    found = [entry for one in told for entry in _entries(one, groups[one.article.id], sides)]
    found.sort(key=lambda each: (each.field, each.asserted_on or dt.date.max, each.claim, each.evidence))
    return _superseded(found)


def _entries(member: Member, group: str, sides: set[str]) -> Iterator[LedgerEntry]:
    article, account = member.article, member.account
    for claim in claims(article.id, account):
        name, _, number = claim.field.partition(".")
        if name in ("means", "attribution", "other_places"):
            continue
        value = getattr(account, name)[int(number)] if number else getattr(account, name)
        speakers = _speakers(account.attribution, claim, value)
        kinds: list[SpeakerKind] = [said.kind for said in speakers]
        speaker = value.speaker if name == "counts" and value.speaker else "; ".join(said.speaker for said in speakers)
        yield LedgerEntry(
            field=_count_field(value) if name == "counts" else name,
            value=_value(name, value),
            words=_words(name, value, claim),
            speaker=speaker or None,
            article=article.id,
            wire_group=group,
            asserted_on=article.published,
            superseded_by=None,
            claim=claim.id,
            account=account.id,
            speaker_kind=kinds[0] if kinds else None,
            interest=_interest(speakers, sides),
            evidence=claim.evidence,
        )


def _speakers(attribution: tuple[Attribution, ...], claim: Claim, value: object) -> list[Attribution]:
    """Who stands behind a value: of a figure with a speaker of its own, that one; who denies it does not."""
    own = getattr(value, "speaker", None)
    if own is not None:
        return [said for said in attribution if said.speaker == own][:1]
    return [
        said for said in attribution if (not said.covers or claim.field in said.covers) and said.stance not in _DENYING
    ]


def _interest(speakers: list[Attribution], sides: set[str]) -> Interest | None:
    """A party when any of them is a party or belongs to a side of the event; independent when all are bystanders."""
    if any(said.kind == "party" or (said.id is not None and said.id in sides) for said in speakers):
        return "party"
    if speakers and all(said.kind in _INDEPENDENT for said in speakers):
        return "independent"
    return None


def _value(name: str, value: object) -> Bounds | str | None:
    if isinstance(value, Count):
        return Bounds(low=value.low, best=value.best, high=value.high)
    if isinstance(value, When):
        return None if value.start is None and value.end is None else f"{value.start or '..'}/{value.end or '..'}"
    return value if isinstance(value, str) else str(value.name)  # type: ignore[attr-defined]


def _words(name: str, value: object, claim: Claim) -> str:
    printed = getattr(value, "words", None) if name in ("counts", "date") else None
    return printed or claim.evidence[0].quote


def _count_field(count: Count) -> str:
    """``counts.killed.civilians``; a count that is no plain figure of this event says so behind that: ``….joint``, ``….denied``."""
    marks = [mark for mark in (count.scope, count.polarity) if mark not in ("this", "affirmed")]
    return ".".join(["counts", count.kind, count.group, *marks])


# --- what took the place of what --------------------------------------------------------------------------------------------


def _superseded(entries: list[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Earlier figures of one speaker, or of one wire text, give way to the later day's; a text's own "revised from" too."""
    later: dict[str, str] = {}
    for number, entry in enumerate(entries):
        if not entry.field.startswith("counts."):
            continue
        if entry.field.endswith(".superseded"):
            plain = entry.field.removesuffix(".superseded")
            heirs = [each for each in entries if each.field == plain and each.account == entry.account]
            if heirs:
                later[entry.claim] = heirs[-1].claim
            continue
        for heir in entries[number + 1 :]:
            if heir.field == entry.field and _replaces(heir, entry):
                later[entry.claim] = heir.claim
    return tuple(replace(each, superseded_by=later.get(each.claim)) for each in entries)


def _replaces(heir: LedgerEntry, entry: LedgerEntry) -> bool:
    if heir.asserted_on is None or entry.asserted_on is None or heir.asserted_on <= entry.asserted_on:
        return False
    if heir.speaker is None or entry.speaker is None:
        return heir.wire_group == entry.wire_group and heir.speaker == entry.speaker
    return heir.speaker.casefold() == entry.speaker.casefold()
