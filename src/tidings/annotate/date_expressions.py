"""What a time expression says, read off its words alone: calendar dates, weekdays, offsets, spans, durations.

Nothing is resolved here: :mod:`tidings.annotate.date_meaning` turns an expression into days.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tidings.annotate.calendar import Part, Unit

Tense = Literal["past", "future"]
Which = Literal["last", "this", "next"]
Kind = Literal["absolute", "deictic", "anaphoric", "duration", "since", "vague"]


class Calendar(Struct, frozen=True, kw_only=True):
    """A printed calendar date, whole or in part: day, month, year, decade or century, as far as given.

    ``years`` counts from the year of publication ("March last year": -1); ``about`` for a year that is only near.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    part: Part | None = None
    grain: Literal["date", "decade", "century"] = "date"
    which: Which | None = None
    same_year: bool = False
    before_christ: bool = False
    years: int | None = None
    about: bool = False


class Season(Struct, frozen=True, kw_only=True):
    """A season, with its year if printed; ``same_year`` for "that summer"."""

    name: str
    year: int | None = None
    part: Part | None = None
    which: Which | None = None
    same_year: bool = False
    before_christ: bool = False
    years: int | None = None


class Feast(Struct, frozen=True, kw_only=True):
    """A feast by its name in :mod:`tidings.annotate.date_feasts`, whole, its ``nth`` day (-1: its last) or its ``eve``."""

    name: str
    year: int | None = None
    nth: int | None = None
    eve: bool = False
    years: int | None = None


class OtherDate(Struct, frozen=True, kw_only=True):
    """A date printed in another calendar: "3 Muharram 1440", "27 Mehr 1398", "Ramadan 1445"."""

    calendar: Literal["islamic", "iranian"]
    month: int
    day: int | None = None
    year: int | None = None


class Weekday(Struct, frozen=True, kw_only=True):
    """A weekday. ``weeks`` counts from the week of publication ("Thursday of last week": -1); ``night`` runs into the
    next day.
    """

    day: int
    which: Which | None = None
    weeks: int | None = None
    night: bool = False
    anaphoric: bool = False


class Relative(Struct, frozen=True, kw_only=True):
    """A day, week, month … counted in whole ones from the running one: "last week" is (week, -1).

    ``stretch`` narrows the running one: earlier, up to its anchor; later, from it on. ``night`` begins on the day
    before.
    """

    unit: Unit
    amount: int = 0
    part: Part | None = None
    stretch: Literal["earlier", "later"] | None = None
    anaphoric: bool = False
    night: bool = False
    fallback: bool = False


class Offset(Struct, frozen=True, kw_only=True):
    """So many units before (negative ``sign``) or after the anchor; ``amount`` blank for "a few" or none."""

    amount: int | None
    unit: Unit
    sign: int
    anaphoric: bool = False
    from_event: bool = False


class Counted(Struct, frozen=True):
    """So many units before or after a date that is printed with them: "two days before Christmas"."""

    of: Expression
    offset: Offset


class Trailing(Struct, frozen=True, kw_only=True):
    """The stretch of so many units that ends at publication, or begins there with a positive sign."""

    amount: int | None
    unit: Unit
    sign: int = -1


class Stretch(Struct, frozen=True):
    """The first, second … or last (``which`` -1) run of ``amount`` units of a longer date; a half is (None, 1 or 2)."""

    of: Calendar | Relative
    which: int
    unit: Unit | None
    amount: int = 1


class Night(Struct, frozen=True):
    """The night that begins on the day of another expression, or, ``ends``, ends on it."""

    of: Weekday | Calendar | Relative
    ends: bool = False


class Duration(Struct, frozen=True):
    """How long, never when. ``amount`` blank when not printed."""

    amount: int | None
    unit: Unit


class Vague(Struct, frozen=True):
    """A time with no bounds: "now", "in the final weeks"."""

    word: str


class Unclear(Struct, frozen=True):
    """A date that can be read in more than one way or in none; the reason says how."""

    reason: str


class Range(Struct, frozen=True):
    """From one date to another."""

    start: Expression
    end: Expression


class Since(Struct, frozen=True):
    """From the first day of a date to publication."""

    of: Expression


Expression = (
    Calendar
    | Season
    | Feast
    | OtherDate
    | Weekday
    | Relative
    | Offset
    | Counted
    | Trailing
    | Stretch
    | Night
    | Duration
    | Vague
    | Unclear
    | Range
    | Since
)


def kind_of(expression: Expression) -> Kind:
    """The kind of :class:`tidings.model.mentions.DateMention` that an expression makes."""
    match expression:
        case Since():
            return "since"
        case Duration():
            return "duration"
        case (
            Vague() | Offset(amount=None, unit="week" | "month" | "year" | "decade" | "century") | Trailing(amount=None)
        ):
            return "deictic" if isinstance(expression, Trailing) and expression.unit in ("hour", "day") else "vague"
        case Weekday(anaphoric=True) | Relative(anaphoric=True) | Offset(anaphoric=True):
            return "anaphoric"
        case Calendar(same_year=True) | Season(same_year=True):
            return "anaphoric"
        case (
            Calendar(which=None, years=None)
            | Season(which=None, years=None)
            | Feast(years=None)
            | OtherDate()
            | Unclear()
        ):
            return "absolute"
        case Stretch(of=inner) | Night(of=inner) | Range(end=inner) | Counted(of=inner):
            return kind_of(inner)
        case _:
            return "deictic"
