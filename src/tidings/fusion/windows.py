"""The days on which an act can have been, as an account tells it, closed or open to one side."""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

from tidings.model.event import Member

_NEWS_DAYS: Final = 7  # RECORD §3: what is older than seven days is background
_LONG: Final = 31


class Window(Struct, frozen=True):
    """First and last possible day; ``None`` is open. ``told``: the text itself dates the act."""

    first: dt.date | None
    last: dt.date | None
    told: bool

    @property
    def days(self) -> int | None:
        """How many days it holds; ``None`` when a side is open."""
        return None if self.first is None or self.last is None else (self.last - self.first).days + 1

    @property
    def is_narrow(self) -> bool:
        """Closed, and no longer than a month."""
        return self.days is not None and self.days <= _LONG


def window(member: Member) -> Window:
    """The days of an account.

    News with no day is of the week up to publication. An earlier case with no day was over a week before publication
    (RECORD §3, "background").
    """
    when, published = member.account.date, member.article.published
    if when.start is not None:
        return Window(when.start, when.end, told=True)
    if member.account.background:
        before = published - dt.timedelta(days=_NEWS_DAYS + 1) if published else None
        return Window(None, before, told=False)
    last = when.end or published
    return Window(last - dt.timedelta(days=_NEWS_DAYS) if last else None, last, told=False)


def gap_days(left: Window, right: Window) -> int:
    """Days between two windows: 0 when they share a day, 1 when one ends the day before the other begins.

    >>> day = dt.date(2019, 3, 23)
    >>> gap_days(Window(day, day, told=True), Window(None, day - dt.timedelta(days=2), told=True))
    2
    """
    gaps = [
        (later.first - earlier.last).days
        for earlier, later in ((left, right), (right, left))
        if earlier.last is not None and later.first is not None
    ]
    return max(0, *gaps) if gaps else 0
