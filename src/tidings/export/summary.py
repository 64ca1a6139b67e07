"""An account in one line: the cells of the timeline, in words a tired reader takes in at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tidings.export.sentence_words import worded
from tidings.export.timeline import Row, standing_of
from tidings.model.coding import Account
from tidings.model.values import PEOPLE, Actor, Count, Place, When

HEADINGS: Final = ("#", "day", "type", "who → whom", "where", "toll", "said by", "source")
UNKNOWN: Final = "?"
_GROUPS: Final = {
    "unknown": "people", "combatants_actor": "fighters of the acting side", "combatants_recipient": "fighters of the other side",
    "combatants_unknown": "fighters",
}  # fmt: skip


def cells(row: Row) -> tuple[str, ...]:
    """The cells under :data:`HEADINGS`."""
    account = row.account
    return (
        str(row.number), day(account.date), kind(account), who(account), where(account.place), toll(account.counts),
        said_by(account), row.article.outlet or row.article.file,
    )  # fmt: skip


def day(when: When) -> str:
    """A day, a span of days, or what is known of it: ``2019-03-22``, ``2019-03-11 – 03-17``, ``by 2019-03-24``."""
    if when.start is None:
        return f"by {when.end}" if when.end else UNKNOWN
    if when.end is None or when.end == when.start:
        return str(when.start)
    end = str(when.end)
    return f"{when.start} – {end[5:] if when.end.year == when.start.year else end}"


def kind(account: Account) -> str:
    """The type, and its standing when it is no plain happening: ``shelling (planned)``."""
    standing = standing_of(account)
    named = account.type.replace("_", " ")
    return named if standing == "happened" else f"{named} ({standing})"


def who(account: Account) -> str:
    """Who acts and on whom; an actor that the text does not itself name has "(says X)" behind it."""
    return f"{people(account.actors)} → {people(account.recipients)}" if account.recipients else people(account.actors)


def where(place: Place | None) -> str:
    """The place with its country, and how exact it is unless it is a settlement."""
    if place is None:
        return UNKNOWN
    named = f"{place.name}, {place.country}" if place.country and place.precision != "country" else place.name
    return named if place.precision in ("exact", "country") else f"{named} ({place.precision})"


def counted(group: str) -> str:
    """Who is counted in a group, in words that take no side: ``fighters of the other side`` for ``combatants_recipient``."""
    return _GROUPS.get(group, group)


def toll(counts: Iterable[Count]) -> str:
    """People counts of this event as figures: ``killed 12+, injured 40``; a denied one says so."""
    shown = [count for count in counts if count.kind in PEOPLE and count.scope in ("this", "joint")]
    shown.sort(key=lambda count: PEOPLE.index(count.kind))
    return ", ".join(dict.fromkeys(_count(count) for count in shown))


def figure(count: Count) -> str:
    """Bounds as one figure: ``12``, ``12+``, ``≤50``, ``12–13``, ``~18``; words that give none as printed."""
    low, best, high = count.low, count.best, count.high
    if low is None and best is None and high is None:
        return f"“{count.words}”"
    if low is not None and low == high:
        return str(low)
    if low is not None:
        return f"{low}+" if high is None else f"{low}–{high}"
    if best is not None:
        return f"~{best}"
    return f"≤{high}"


def said_by(account: Account) -> str:
    """Whoever stands behind the account or one of its values, in the order of the text."""
    speakers = [said.speaker for said in account.attribution]
    speakers += [count.speaker for count in account.counts if count.speaker]
    return ", ".join(dict.fromkeys(speakers))


def _count(count: Count) -> str:
    marks = "".join(f" ({mark})" for mark in (count.scope, count.polarity) if mark not in ("this", "affirmed"))
    return f"{count.kind} {figure(count)}{marks}"


def people(actors: tuple[Actor, ...]) -> str:
    """Names joined, those that judge in quotation marks; an actor that no text names itself has "(says X)" behind it."""
    named = dict.fromkeys(
        f"{worded(actor.name)} (says {', '.join(actor.attributed_by)})" if actor.attributed_by else worded(actor.name)
        for actor in actors
    )
    return ", ".join(named) or UNKNOWN
