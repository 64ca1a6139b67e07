"""What a time expression is resolved against, and what comes of it."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from tidings.annotate.calendar import Days, shift_days
from tidings.annotate.date_expressions import Tense

NO_PUBLICATION = "no publication date is known"
NO_YEAR = "no year is printed and no publication date is known"
NO_ANCHOR = "no earlier date in the text for it to count from"
NO_NUMBER = "the words give no bounds"
FROM_EVENT = "it counts from an event, not from a date"
NO_ALMANAC = "it lies outside the years of the almanac"
OFF_CALENDAR = "it lies outside the years 1 to 9999"
GRACE_DAYS = 1  # time zones: an act of the 24th in the reporter's town, on a page of the 23rd


class Context(Struct, frozen=True, kw_only=True):
    """What an expression is resolved against.

    ``day``: the last single day told before it; ``period``: the last date told before it of at most a year;
    ``printed``: the last one in the same sentence that was printed with its year. In a ``narrative`` the story itself
    is the clock: a date without its year goes on from ``period`` instead of going back from the publication day.
    """

    published: dt.date | None
    tense: Tense = "past"
    day: dt.date | None = None
    period: Days | None = None
    printed: Days | None = None
    narrative: bool = False


class Meaning(Struct, frozen=True):
    """The days an expression names, or why it names none; a reason beside days is a contradiction found.

    ``since`` is the first day of a stretch whose last day, that of publication, is not known.
    """

    days: Days | None
    reason: str | None = None
    since: dt.date | None = None

    @property
    def first(self) -> dt.date | None:
        """First possible day."""
        return self.days.first if self.days else self.since

    @property
    def last(self) -> dt.date | None:
        """Last possible day."""
        return self.days.last if self.days else None


def ended(meaning: Meaning, published: dt.date) -> Meaning:
    """Cut off at publication: what has happened lies before it."""
    if meaning.days and meaning.days.first <= published < meaning.days.last:
        return Meaning(Days(meaning.days.first, published), meaning.reason)
    return meaning


def not_after(days: Days, published: dt.date) -> bool:
    """Whether a span begins on or before publication, with the grace of time zones."""
    return days.first <= shift_days(published, GRACE_DAYS)
