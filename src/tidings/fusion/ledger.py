"""The ledger of an event: every claim of its accounts, with who makes it, when, and what took its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from tidings.fusion.sides import facing
from tidings.fusion.speakers import speaker_names
from tidings.model.claim import Claim, claims
from tidings.model.event import Bounds, Interest, LedgerEntry, Member
from tidings.model.values import DENYING, Attribution, Count, SpeakerKind, When

_INDEPENDENT: Final = frozenset({"monitor", "medical", "witness", "media"})
_PLAIN_NOUNS: Final = frozenset({"people", "men", "dead", "bodies", "others", "casualties"})
_Saying = tuple[str, str, int | None]


def ledger(
    members: Iterable[Member], groups: dict[str, str], turned: frozenset[str] = frozenset()
) -> tuple[LedgerEntry, ...]:
    """The claims of an event's accounts by field, then day, then id.

    ``groups``: wire group by article id; ``turned``: accounts that name the sides the other way round.
    """
    told = tuple(members)
    sides = {actor.id for one in told for actor in (*one.account.actors, *one.account.recipients) if actor.id}
    names = speaker_names(told)
    found = [entry for one in told for entry in _entries(one, groups[one.article.id], sides, turned, names)]
    found.sort(key=lambda each: (each.field, each.asserted_on or dt.date.max, each.claim, each.evidence))
    return _superseded(list(_by_headline(found)), names)


def _entries(
    member: Member, group: str, sides: set[str], turned: frozenset[str], names: dict[str, str]
) -> Iterator[LedgerEntry]:
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
            field=_count_field(value, facing(value.group, account.id, turned))
            if name == "counts"
            else facing(name, account.id, turned),
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
            interest=_interest(speakers, sides, names),
            evidence=claim.evidence,
        )


def _speakers(attribution: tuple[Attribution, ...], claim: Claim, value: object) -> list[Attribution]:
    """Who stands behind a value: of a figure with a speaker of its own, that one; who denies it does not."""
    own = getattr(value, "speaker", None)
    if own is not None:
        return [said for said in attribution if said.speaker.casefold() == own.casefold()][:1]
    return [
        said for said in attribution if (not said.covers or claim.field in said.covers) and said.stance not in DENYING
    ]


def _interest(speakers: list[Attribution], sides: set[str], names: dict[str, str]) -> Interest | None:
    """A party when any of them is a party or belongs to a side of the event; independent when all are bystanders."""
    known = {said.id or names[said.speaker.casefold()].removeprefix("id ") for said in speakers}
    if known & sides or any(said.kind == "party" for said in speakers):
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


def _count_field(count: Count, group: str) -> str:
    """``counts.killed.civilians``; a count that is no plain figure of this event says so behind that: ``….joint``, ``….denied``."""
    marks = [mark for mark in (count.scope, count.polarity) if mark not in ("this", "affirmed")]
    return ".".join(["counts", count.kind, group, *marks])


# --- what took the place of what --------------------------------------------------------------------------------------------


def _by_headline(entries: list[LedgerEntry]) -> Iterator[LedgerEntry]:
    """A figure with no speaker that the account has again with one, as a headline's in the lead, is that speaker's."""
    said = {(each.account, each.field, each.value): each for each in reversed(entries) if each.speaker is not None}
    for entry in entries:
        same = said.get((entry.account, entry.field, entry.value))
        if entry.speaker is None and same is not None and entry.field.startswith("counts."):
            yield replace(entry, speaker=same.speaker, speaker_kind=same.speaker_kind, interest=same.interest)
        else:
            yield entry


def _superseded(entries: list[LedgerEntry], names: dict[str, str]) -> tuple[LedgerEntry, ...]:
    """Earlier figures of one speaker, or of one wire text, give way to the later day's; a text's own "revised from" too."""
    figures = [each for each in entries if each.field.startswith("counts.")]
    first = _first_said(figures, names)
    later: dict[str, str] = {}
    for entry in figures:
        if entry.field.endswith(".superseded"):
            plain = entry.field.removesuffix(".superseded")
            heirs = [each for each in figures if each.field == plain and each.account == entry.account]
        else:
            heirs = [each for each in figures if _replaces(each, entry, names, first)]
            heirs.sort(key=lambda each: first[_saying(each, names)])
        if heirs:
            later[entry.claim] = heirs[-1].claim
    return tuple(replace(each, superseded_by=later.get(each.claim)) for each in entries)


def _first_said(entries: Iterable[LedgerEntry], names: dict[str, str]) -> dict[_Saying, dt.date]:
    """The day on which each figure was first given by whoever gives it: a late reprint does not make it new."""
    first: dict[_Saying, dt.date] = {}
    for entry in entries:
        day, saying = entry.asserted_on or dt.date.max, _saying(entry, names)
        first[saying] = min(day, first.get(saying, day))
    return first


def _saying(entry: LedgerEntry, names: dict[str, str]) -> _Saying:
    return entry.field, _whose(entry, names), _figure(entry)


def _whose(entry: LedgerEntry, names: dict[str, str]) -> str:
    """Whose figure it is: the speaker's, else that of the wire text."""
    if entry.speaker is None:
        return entry.wire_group
    return names.get(entry.speaker.casefold(), entry.speaker.casefold())


def _replaces(heir: LedgerEntry, entry: LedgerEntry, names: dict[str, str], first: dict[_Saying, dt.date]) -> bool:
    """Whether a figure takes the place of another: of one speaker, for the same people, another number, first said on a later day."""
    if heir.field != entry.field or _figure(heir) in (None, _figure(entry)):
        return False
    if _whose(heir, names) != _whose(entry, names) or not _of_one_side(heir, entry):
        return False
    earlier, later = (first[_saying(each, names)] for each in (entry, heir))
    return earlier < later < dt.date.max


def _figure(entry: LedgerEntry) -> int | None:
    """The number printed, with whatever words around it: the 234 of "at least 234"."""
    value = entry.value
    bounds = (value.best, value.low, value.high) if isinstance(value, Bounds) else ()
    return next((one for one in bounds if one is not None), None)


def _of_one_side(heir: LedgerEntry, entry: LedgerEntry) -> bool:
    """ "21 rebels" and "three soldiers" of one clash are no two figures of the same dead."""
    one, other = (each.words.rsplit(None, 1)[-1].casefold() for each in (heir, entry))
    alike = one == other or not (one.isalpha() and other.isalpha())
    return alike or ".combatants_" not in entry.field or not _PLAIN_NOUNS.isdisjoint((one, other))
