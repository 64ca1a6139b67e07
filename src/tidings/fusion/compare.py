"""Two accounts held against each other: signs that they tell one happening, and bars that say they cannot.

A sign is a few words, and what it is worth stands in ``link_points.yaml`` (log odds, fitted). A bar is decided by the
codebook (RECORD §6: same type family, compatible actors, place and date within their precisions): whatever the signs say,
two accounts with a bar between them are never one event. A comparison is a pure function of the two accounts and of how
their articles are tied, so it comes out the same in any order and on any day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from tidings.fusion.places import names_place, place_signs
from tidings.fusion.settings import hours, sites
from tidings.fusion.tolls import exceeds, toll_signs
from tidings.fusion.windows import Window, gap_days, window
from tidings.fusion.wording import wording_signs
from tidings.model.coding import Account
from tidings.model.event import Member
from tidings.model.values import DENYING, Actor
from tidings.reference.linking import Linking, load_linking
from tidings.reference.points import Table, load_points, probability

Tie = Literal["copy", "rewrite", "template"]
_TABLE: Final = "link_points"
_NEWS_DAYS: Final = 2
_FAR_APART: Final = "figures far apart"
_MONTH: Final = 31
_DECADE: Final = 10
_SLACK_DAYS: Final = 1  # "on Sunday" of one desk is "overnight" of the other
_REALITIES: Final = {"actual": "happened", "ongoing": "goes on"}


class Comparison(Struct, frozen=True, kw_only=True):
    """What speaks for one event and what forbids it. ``chance`` is 0 where there is a bar."""

    signs: frozenset[str]
    bars: tuple[str, ...]
    chance: float


def compare(left: Member, right: Member, tie: Tie | None) -> Comparison:
    """Hold two accounts against each other; the order of the two does not matter."""
    linking = load_linking()
    bars = tuple(sorted(_bars(left, right, tie, linking)))
    signs = frozenset(_signs(left, right, tie, linking))
    return Comparison(signs=signs, bars=bars, chance=0.0 if bars else probability(link_points(), signs))


def link_points() -> Table:
    """What each sign is worth (log odds)."""
    return load_points(_TABLE)


def _bars(left: Member, right: Member, tie: Tie | None, linking: Linking) -> Iterator[str]:
    one, other = left.account, right.account
    if linking.likeness(one.type, other.type) is None:
        yield f"{_spaced(one.type)} and {_spaced(other.type)} are acts of two kinds"
    if _reality(left) != _reality(right):
        yield f"one is told as {_reality_words(left)}, the other as {_reality_words(right)}"
    # Who denies an act mostly says in the same breath who did it instead: that is one happening with rival tellings.
    if left.article.id == right.article.id and one.polarity == other.polarity:
        yield "one article tells them as two"
    if tie == "template":
        yield "the articles are one form filled with different happenings"
    days, other_days = window(left), window(right)
    gap = gap_days(days, other_days)
    if gap > (_SLACK_DAYS if days.is_narrow and other_days.is_narrow else 0):
        yield f"the days lie apart: {_printed(days)} and {_printed(other_days)}"
    if _is_total(left, right) or _is_total(right, left):
        yield "one is a total over more than a month, the other an act of some days"
    yield from (each.text for each in place_signs(one.place, other.place) if each.is_bar)


def _is_total(long: Member, short: Member) -> bool:
    """Whether an account sums up what happened over months, more than the other tells of its days."""
    over, within = window(long), window(short)
    if not (over.told and within.told) or (over.days or 0) <= _MONTH or not within.days or within.days > _DECADE:
        return False
    return exceeds(long.account.counts, short.account.counts)


def _signs(left: Member, right: Member, tie: Tie | None, linking: Linking) -> Iterator[str]:
    one, other = left.account, right.account
    if (likeness := linking.likeness(one.type, other.type)) is not None:
        yield f"type {likeness}"
    if tie is not None and tie != "template":
        yield f"articles are {tie}"
    yield from _day_signs(left, right)
    yield from _news_signs(left, right)
    yield from (each.text for each in place_signs(one.place, other.place) if not each.is_bar)
    yield from _setting_signs(left, right)
    yield from _actor_signs("doer", one.actors, other.actors)
    is_claimed = _is_claimed(one) or _is_claimed(other)
    hit = _actor_signs("hit", one.recipients, other.recipients)
    yield from (sign for sign in hit if not (is_claimed and sign == "other hit"))
    figures = toll_signs(one.counts, other.counts)
    yield from ("a party's figures far apart" if is_claimed and sign == _FAR_APART else sign for sign in figures)
    yield from wording_signs(one, other)
    if one.background and other.background:
        yield "both told as history"


def _day_signs(one: Member, other: Member) -> Iterator[str]:
    left, right = window(one), window(other)
    if not (left.told and right.told):
        yield "neither has a day" if left.told == right.told else "one has no day"
    elif gap_days(left, right) > 0:
        by_night = "night" in hours(one.account) | hours(other.account)
        yield "two days running" if left.days == right.days == 1 and not by_night else "a day apart"
    elif left.days == right.days == 1:
        yield "same day"
    elif (left.days or 0) <= 10 and (right.days or 0) <= 10:
        yield "days overlap"
    elif (left.first, left.last) == (right.first, right.last):
        yield "same long stretch"
    else:
        yield "long stretches overlap"


def _news_signs(left: Member, right: Member) -> Iterator[str]:
    """News with no day is mostly of the day it is published or the one before: whether the other account fits that."""
    undated = [one for one in (left, right) if not window(one).told]
    if not undated or any(one.account.background for one in undated):
        return
    ends = [window(one).last for one in (left, right)]
    if ends[0] is not None and ends[1] is not None:
        apart = abs((ends[0] - ends[1]).days)
        yield "news of the same days" if apart <= _NEWS_DAYS else "news of other days"


def _setting_signs(left: Member, right: Member) -> Iterator[str]:
    """What tells two acts of one town and day apart, and brings together what is told without a place."""
    early, late = hours(left.account), hours(right.account)
    if early and late:
        yield "same time of day" if early & late else "other time of day"
    here, there = sites(left.account), sites(right.account)
    if here and there:
        yield "same kind of site" if here & there else "other kind of site"
    if names_place(left, right) or names_place(right, left):
        yield "its article names the place"


def _actor_signs(role: str, left: tuple[Actor, ...], right: tuple[Actor, ...]) -> Iterator[str]:
    """Whether the two name the same ones: by table id, else by name; kinds such as "civilians" say little.

    Nobody is another because one text knows him by name and the other does not: "gunmen" may be of the group that is named.
    """
    if not left or not right:
        yield f"{role} not named by both"
        return
    one, other = _named(left), _named(right)
    if one & other:
        yield f"same {role}"
    elif {actor.kind for actor in left} & {actor.kind for actor in right}:
        yield f"{role} of one kind"
    elif _are_known(left) and _are_known(right):
        yield f"other {role}"


def _is_claimed(account: Account) -> bool:
    """Whether a party tells it: whom it hit, and how many, is what parties say otherwise than others do."""
    return any(said.kind == "party" and said.stance not in DENYING for said in account.attribution)


def _are_known(actors: tuple[Actor, ...]) -> bool:
    """Whether any is more than "gunmen" or "men": one of the table, or of a kind that the words give."""
    return any(actor.id is not None or actor.kind != "unknown" for actor in actors)


def _named(actors: tuple[Actor, ...]) -> set[str]:
    """Keys of actors with those they belong to."""
    tied = {
        tie.to for actor in actors for tie in actor.relations if tie.relation in ("part_of", "led_by", "successor_of")
    }
    return {actor.key for actor in actors} | tied


def _reality(member: Member) -> str:
    return member.account.reality


def _reality_words(member: Member) -> str:
    return _REALITIES.get(member.account.reality, member.account.reality)


def _printed(found: Window) -> str:
    if found.first == found.last and found.first is not None:
        return _day(found.first)
    return f"{_day(found.first)} to {_day(found.last)}"


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else "any day"


def _spaced(event_type: str) -> str:
    return event_type.replace("_", " ")
