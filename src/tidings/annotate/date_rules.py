"""The rules of English time expressions: a pattern over word classes, and the expression it makes.

A pattern is a regular expression whose letters are word classes (:data:`tidings.annotate.date_words.CLASSES`) or
``SETS`` of them: ``month:MON DOT? day:DAY (COMMA? year:YR)?``. ``name:CLASS`` keeps the word for the maker, which may
refuse it. To add an expression, add a row and a line to ``tests/golden/dates``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, cast

from msgspec.structs import replace

from tidings.annotate.calendar import Part, Unit
from tidings.annotate.date_expressions import (
    Calendar,
    Duration,
    Expression,
    Feast,
    Night,
    Offset,
    OtherDate,
    Range,
    Relative,
    Season,
    Stretch,
    Trailing,
    Unclear,
    Vague,
    Weekday,
    Which,
)
from tidings.annotate.date_words import Lexeme

Words = dict[str, Lexeme]
Maker = Callable[[Words], Expression | None]

SETS: dict[str, tuple[str, ...]] = {
    "MON": ("MONTH", "SOFT_MONTH", "SHORT_MONTH"),
    "DAY": ("DAY_NUM", "ORDINAL"),
    "YR": ("YEAR", "OLD_YEAR"),
    "WD": ("WEEKDAY", "SHORT_WEEKDAY"),
    "SEP": ("DASH", "TO", "AND"),
    "ON": ("IN", "OF"),
    "PARTWORD": ("EARLY", "LATE", "MID"),
    "PARTNOUN": ("START", "MIDDLE", "END"),
    "WHEN_IN": ("EARLY", "LATE", "MID", "EARLIER", "LATER"),
    "WHICH": ("LAST", "THIS", "NEXT"),
    "SHIFT": ("NEXT", "FOLLOWING", "PREVIOUS", "SAME"),
    "TIME": ("DAYPART", "NIGHT"),
    "SUB": ("DAY_UNIT", "DAYPART", "NIGHT"),
    "LONG_UNIT": ("UNIT", "CENTURY"),
    "ONE_UNIT": ("DAY_UNIT", "UNIT", "HOUR_UNIT", "CENTURY"),
    "MANY_UNITS": ("DAY_UNITS", "UNITS", "HOUR_UNITS", "CENTURIES"),
    "ANY_UNIT": ("DAY_UNIT", "UNIT", "HOUR_UNIT", "CENTURY", "DAY_UNITS", "UNITS", "HOUR_UNITS", "CENTURIES"),
    "N": ("DAY_NUM", "NUM", "NUM_WORD", "A", "YEAR", "OLD_YEAR"),
    "NTH": ("ORDINAL_WORD", "ORDINAL"),
    "PAUSE": ("COMMA", "DOT", "CLOSE", "STOP", "BREAK", "DASH", "AND"),
    # What vouches for a bare year, or for a month that is also another word.
    "VOUCHER": ("IN", "OF", "PREP", "ABOUT", "SINCE", "BY", "TO", "FROM", "BETWEEN", "BEFORE", "AFTER", "EARLY", "LATE", "MID", "INTO"),
}  # fmt: skip
HEARTS = (
    "MON", "LOW_MONTH", "YR", "WD", "WEEKDAYS", "TODAY", "DAYPART", "NIGHT", "FEAST", "EID_NAME", "KIPPUR", "HASHANAH", "MOON_MONTH",
    "RABI", "DHU", "IRAN_MONTH", "OVERNIGHT", "SEASON", "ANY_UNIT", "WEEKEND", "NUMERIC",
    "NINEELEVEN", "DECADE", "ORDINAL", "BC", "CHRISTMAS", "EASTER", "GOOD", "NEW", "NOW", "RECENTLY",
)  # fmt: skip
REACH = 8  # how many words before its heart an expression may begin


def _value(words: Words, name: str) -> int | None:
    return words[name].value if name in words else None


def _part(words: Words) -> Part | None:
    """Early, mid or late from "early", "the start of", "the end of" …"""
    word = words.get("part")
    if word is None:
        return None
    return _PARTS.get(word.kind)


_PARTS: dict[str, Part] = {
    "EARLY": "early",
    "START": "early",
    "MID": "mid",
    "MIDDLE": "mid",
    "LATE": "late",
    "END": "late",
}


def _stretch_of(words: Words) -> Literal["earlier", "later"] | None:
    kind = words["part"].kind if "part" in words else ""
    return "earlier" if kind == "EARLIER" else "later" if kind == "LATER" else None


_WHICH: dict[str, Which] = {
    "LAST": "last", "NEXT": "next", "THIS": "this", "FOLLOWING": "next", "PREVIOUS": "last", "BEFORE": "last", "AFTER": "next",
}  # fmt: skip


def _which(words: Words) -> Which | None:
    return _WHICH[words["which"].kind] if "which" in words else None


def _unit(words: Words, name: str = "unit") -> Unit:
    return cast("Unit", words[name].word)


def _amount(words: Words) -> int | None:
    """How many: a number, "a" is one, "a few" and a bare plural are none; a fortnight is two weeks."""
    fold = words["unit"].value or 1 if "unit" in words else 1
    count = words.get("n")
    return None if count is None or count.kind in ("FEW", "HALF") else count.value * fold


def _date(words: Words) -> Calendar | None:
    """A calendar date from any of weekday, day, last, month, year, part, which, same, bc."""
    return Calendar(
        year=_value(words, "year"), month=_value(words, "month"), day=_value(words, "day"), last_day=_value(words, "until"),
        weekday=_value(words, "weekday"), part=_part(words), which=_which(words), same_year="same" in words,
        before_christ="bc" in words,
    )  # fmt: skip


def _night(words: Words, date: Weekday | Calendar | None) -> Expression | None:
    """ "Saturday night" runs into the next day; "the night of 3 to 4 May" is printed whole."""
    ends = isinstance(date, Calendar) and (date.last_day is not None or date.day is None)
    return date if date is None or ends or "night" not in words else Night(date)


def _dated(words: Words) -> Expression | None:
    return _night(words, _date(words))


def _about_year(words: Words) -> Expression:
    return Calendar(year=words["year"].value, about=True)


def _dashed(words: Words) -> Expression | None:
    """ "3-May-2018"."""
    return Calendar(year=words["year"].value, month=words["month"].value, day=words["day"].value)


def _islamic(words: Words) -> Expression | None:
    """A day or month of the Islamic calendar; of its months only Ramadan goes by feasts when it has no day."""
    moon = words["moon"]
    if moon.kind == "FEAST" and (moon.word != "ramadan" or "day" not in words):
        return None
    month = 9 if moon.kind == "FEAST" else moon.value + _second_of_two(words)
    return OtherDate(calendar="islamic", month=month, day=_value(words, "day"), year=_value(words, "year"))


def _second_of_two(words: Words) -> int:
    return words["which"].value if "which" in words else 0


def _iranian(words: Words) -> Expression | None:
    year = words["year"].value
    if not 1250 <= year <= 1500:
        return None
    return OtherDate(calendar="iranian", month=words["moon"].value, day=_value(words, "day"), year=year)


def _lower_month(words: Words) -> Expression | None:
    """ "Last march", in texts without capitals; "at last may" is none."""
    return None if words["month"].word == "may" else _date(words)


def _short_year(words: Words) -> Expression | None:
    """ "12 Jan 90", as in datelines of the last century."""
    if len(words["short"].word) != 2:
        return None
    return Calendar(year=1900 + words["short"].value, month=words["month"].value, day=words["day"].value)


def _numeric(words: Words) -> Expression | None:
    """Year first by ISO 8601; dots are day first (nobody writes months so); else only where one reading is left."""
    first, second, third = (int(piece) for piece in re.split(r"[-/.]", words["all"].word))
    if first > 31:
        return (
            Calendar(year=first, month=second, day=third)
            if 1000 <= first and 1 <= second <= 12 and 1 <= third <= 31
            else None
        )
    year = third if third > 99 else 2000 + third if third < 70 else 1900 + third
    if not (1000 <= year <= 2099 and first and second) or (third < 100 and "." in words["all"].word):
        return None
    if first > 12 or second > 12 or first == second or "." in words["all"].word:
        day, month = (second, first) if second > 12 else (first, second)
        return Calendar(year=year, month=month, day=day) if month <= 12 and day <= 31 else None
    return Unclear("day and month cannot be told apart")


def _years(words: Words) -> Expression | None:
    """ "2014-15", "2014-2016"; a short second year must follow the first and be no month of it."""
    first, second = words["year"].value, words["until"].value
    if words["until"].kind == "DAY_NUM" or second < 100:
        if second <= first % 100:
            return (
                Calendar(year=first, month=second)
                if 1 <= second <= 12 and words["until"].word == f"{second:02}"
                else None
            )
        second += first // 100 * 100
    return Range(Calendar(year=first), Calendar(year=second)) if first < second else None


def _decade(words: Words) -> Expression:
    return Calendar(year=words["decade"].value, part=_part(words), grain="decade", before_christ="bc" in words)


def _century(words: Words) -> Expression:
    return Calendar(year=words["nth"].value, part=_part(words), grain="century", before_christ="bc" in words)


_SEASON = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


def _season(words: Words) -> Expression:
    return Season(
        name=_SEASON[words["season"].value], year=_value(words, "year"), part=_part(words), which=_which(words),
        same_year="same" in words, before_christ="bc" in words,
    )  # fmt: skip


def _season_of_year(words: Words) -> Expression | None:
    """ "The spring of last year"."""
    if _unit(words) != "year":
        return None
    return Season(name=_SEASON[words["season"].value], part=_part(words), years=_STEPS[words["which"].kind])


def _feast(words: Words) -> Expression | None:
    """A feast, its eve or its nth day; a weekday that is none of the feast's makes it none."""
    name = _feast_name(words)
    nth = words.get("nth")
    day = None if nth is None else -1 if nth.kind in ("LAST", "FINAL") else nth.value
    eve = "eve" in words or "eve_of" in words
    if eve and name in ("new year", "christmas"):
        name, eve = f"{name} eve", False
    return Feast(name=name, year=_value(words, "year"), nth=day, eve=eve) if name else None


def _feast_name(words: Words) -> str | None:
    church = "orthodox " if "church" in words else ""
    if "feast" in words:
        return words["feast"].word
    if "new" in words:
        return "new year"
    if "christmas" in words:
        return f"{church}christmas"
    weekday = words["weekday"].value if "weekday" in words else 6
    if "named" in words:
        return {("GOOD", 4): f"{church}good friday", ("PALM", 6): f"{church}palm sunday"}.get(
            (words["named"].kind, weekday)
        )
    return {0: f"{church}easter monday", 6: f"{church}easter"}.get(weekday)


_STEPS = {"LAST": -1, "THIS": 0, "NEXT": 1}


def _weekday(words: Words) -> Expression:
    weeks = None
    if "week" in words:
        weeks = _STEPS[words["week"].kind]
    date = Weekday(day=words["weekday"].value, which=_which(words), weeks=weeks, anaphoric="text" in words)
    return _night(words, date) or date


def _text_weekday(words: Words) -> Expression:
    date = Weekday(day=words["weekday"].value, which=_which(words), anaphoric=True)
    return _night(words, date) or date


def _today(words: Words) -> Expression:
    return Relative(unit="day", amount=words["day"].value)


def _two_days_off(words: Words) -> Expression:
    return Relative(unit="day", amount=2 * words["day"].value)


def _this(words: Words) -> Expression:
    """Last, this, next week, month, year; earlier or late in it."""
    amount = _STEPS[words["which"].kind]
    stretch = _stretch_of(words)
    part = None if stretch else _part(words)
    return Relative(unit=_unit(words), amount=amount, part=part, stretch=stretch)


def _that(words: Words) -> Expression:
    """The same, next, previous day, week, month, year of the text; a morning is its day, a night runs into the next."""
    shifts = {"NEXT": 1, "FOLLOWING": 1, "AFTER": 1, "PREVIOUS": -1, "BEFORE": -1}
    amount = shifts.get(words["shift"].kind, 0) if "shift" in words else 0
    stretch = _stretch_of(words)
    night = words["unit"].kind == "NIGHT"
    unit: Unit = "day" if night or words["unit"].kind in ("DAYPART", "DAY_UNIT") else _unit(words)
    part = None if stretch or unit == "day" else _part(words)
    return Relative(
        unit=unit, amount=amount, part=part, stretch=None if night else stretch, anaphoric=True, night=night
    )


def _within(words: Words) -> Expression:
    """ "Earlier in the day", "the end of the month": of the text's day or month, else of publication's."""
    stretch = _stretch_of(words)
    unit = _unit(words)
    part = None if stretch or unit == "day" else _part(words)
    return Relative(unit=unit, part=part, stretch=stretch, anaphoric=True, fallback=True)


def _ago(words: Words) -> Expression:
    amount, unit = _with_half(words)
    return Offset(amount=amount, unit=unit, sign=words["way"].value)


def _with_half(words: Words) -> tuple[int | None, Unit]:
    """ "Two and a half years" is thirty months; of other units the half is below the slack and dropped."""
    amount, unit = _amount(words), _unit(words)
    return (amount * 12 + 6, "month") if amount is not None and unit == "year" and "half" in words else (amount, unit)


def _past(words: Words) -> Expression:
    """ "The past week", with no number: one."""
    return Trailing(amount=words["unit"].value or 1, unit=_unit(words))


def _hence(words: Words) -> Expression:
    return Offset(amount=_amount(words), unit=_unit(words), sign=1)


def _from_text(words: Words) -> Expression:
    amount, unit = _with_half(words)
    return Offset(amount=amount, unit=unit, sign=words["way"].value, anaphoric=True)


def _from_event(words: Words) -> Expression:
    amount = 1 if "n" not in words and words["unit"].kind in ("DAY_UNIT", "UNIT") else _amount(words)
    return Offset(amount=amount, unit=_unit(words), sign=words["way"].value, anaphoric=True, from_event=True)


def _trailing(words: Words) -> Expression:
    return Trailing(amount=_amount(words), unit=_unit(words), sign=1 if words["way"].kind in ("NEXT", "COMING") else -1)


def _recent(words: Words) -> Expression:
    return Trailing(amount=None, unit=_unit(words))


def _stretch(words: Words) -> Expression | None:
    """ "The first week of April", "the last ten days of 2018", "the second half of March"."""
    inner = _this({**words, "unit": words["whole"]}) if "which" in words and "whole" in words else _date(words)
    if not isinstance(inner, (Calendar, Relative)) or inner == Calendar():
        return None
    end = words.get("nth")
    nth = -1 if end is None or end.kind in ("LAST", "FINAL") else end.value
    if "half" in words:
        return Stretch(inner, nth if nth > 0 else 2, None)
    if "unit" in words and words["unit"].kind in ("DAY_UNITS", "UNITS") and "n" not in words and nth in (1, -1):
        return replace(inner, part="early" if nth == 1 else "late")  # "the last days of January"
    if "quarter" in words:
        return Stretch(inner, nth, "month", 3)
    return Stretch(inner, nth, _unit(words), _amount(words) or 1)


def _duration(words: Words) -> Expression:
    return Duration(_amount(words), _unit(words))


def _vague(words: Words) -> Expression:
    return Vague(next(iter(words.values())).word if words else "")


def _night_of(words: Words) -> Expression:
    return Night(Weekday(day=words["weekday"].value, which=_which(words)))


def _night_into(words: Words) -> Expression:
    return Night(Weekday(day=words["weekday"].value), ends=True)


def _attacks_of_2001(words: Words) -> Expression:
    return Calendar(year=2001, month=9, day=11)


def _two_dates(words: Words) -> Expression | None:
    """Two dates, each with its month: "March 3 - April 5, 2015"."""
    year = _value(words, "year")
    start = Calendar(
        year=_value(words, "from_year") or year, month=_value(words, "from_month"), day=_value(words, "from_day")
    )
    end = Calendar(year=year, month=_value(words, "month"), day=_value(words, "day"))
    if start.year and year and "from_year" not in words and (start.month or 0) > (end.month or 0):
        start = Calendar(year=year - 1, month=start.month, day=start.day)
    return Range(start, end)


_WHEN_IN = "(WHEN_IN IN?)?"
_OF_DAY = "(THE? WHEN_IN? (DAYPART | night:NIGHT | DAYPART? HOUR_UNITS) OF | WHEN_IN DASH? IN?)?"
_TIME = "(DAYPART | night:NIGHT)?"
_THAT_YEAR = "(OF? THAT SAME? same:UNIT | OF THE same:SAME UNIT)"
_PART = "(THE? part:PARTWORD DASH? IN? THE? | THE? part:PARTNOUN OF THE?)"
_WEEKDAY = "(weekday:WD DOT? COMMA? THE?)?"
_YEAR = "(year:YR bc:BC? | year:(NUM | DAY_NUM) bc:BC)"
_IN_YEAR = f"((COMMA | OF)? {_YEAR})?"
_LONGER = "OF (month:MON (OF? year:YR)? | year:YR | which:WHICH whole:LONG_UNIT)"
_FEAST = (
    "(church:ORTHODOX? (christmas:CHRISTMAS DAY_UNIT? | named:(GOOD | PALM) weekday:WEEKDAY | EASTER weekday:WEEKDAY?)"
    " | feast:FEAST WEEKDAY? | EID DASH? AL? DASH? feast:EID_NAME | YOM feast:KIPPUR | ROSH feast:HASHANAH)"
)
_FESTIVAL = "(THE (OTHER | ORTHODOX)? OTHER? (UNIT | OTHER) OF)?"
_FEAST_YEAR = "((COMMA | OF | IN)? year:YR)?"
_MOON = "(moon:(MOON_MONTH | FEAST) | moon:RABI APOSTROPHE? AL? DASH? which:OF_TWO | DHU AL? DASH? moon:OF_DHU)"
_COUNT = "(n:N | A? n:FEW OF?)"

RULES: tuple[tuple[str, str, Maker], ...] = (
    # Calendar dates
    ("numeric", "all:NUMERIC", _numeric),
    ("nine-eleven", "NINEELEVEN", _attacks_of_2001),
    ("month day", f"{_OF_DAY} {_WEEKDAY} month:MON DOT? THE? day:DAY {_IN_YEAR}", _dated),
    ("month day that year", f"month:MON DOT? THE? day:DAY COMMA? {_THAT_YEAR}", _date),
    ("day month", f"{_OF_DAY} {_WEEKDAY} THE? day:DAY OF? month:MON DOT? {_IN_YEAR}", _dated),
    ("day month", "day:DAY COMMA month:MON DOT? year:YR", _date),
    ("day month", "day:DAY_NUM DASH month:MON DASH year:YR", _dashed),
    ("day month, short year", "day:DAY_NUM month:(MON | LOW_MONTH) DOT? short:NUM (?= OPEN | CLOSE | STOP | BREAK | DASH | $)", _short_year),
    ("day month that year", f"THE? day:DAY OF? month:MON {_THAT_YEAR}", _date),
    ("lower-case month", "(day:DAY month:LOW_MONTH | month:LOW_MONTH day:DAY COMMA?) year:YR", _date),
    ("lower-case day", "(?<=IN | PREP | SINCE | FROM | BY | TO | AFTER | BEFORE) THE? day:DAY OF? month:LOW_MONTH", _date),
    ("lower-case day", "(?<=IN | SINCE | FROM | BY | TO | AFTER | BEFORE) month:LOW_MONTH day:DAY (?! ANY_UNIT | OTHER)", _date),
    ("weekday the nth", "weekday:WEEKDAY COMMA? THE? day:ORDINAL", _date),
    ("the nth", "THE (DAYPART | night:NIGHT) OF THE day:ORDINAL (?! OTHER | ANY_UNIT | OF | MON | DASH | HALF | MOON_MONTH)", _dated),
    ("the nth", "(?<=IN) THE day:ORDINAL (?! OTHER | ANY_UNIT | OF | MON | DASH | HALF)", _date),
    ("month year", f"{_PART}? (month:MON DOT? | month:LOW_MONTH) (COMMA | OF)? {_YEAR}", _date),
    ("month that year", f"{_PART}? month:MON {_THAT_YEAR}", _date),
    ("month", f"{_PART}? month:MONTH", _date),
    ("soft month", f"{_PART} month:MON", _date),
    ("soft month vouched for", "(?<=VOUCHER) month:MON", _date),
    ("which month", f"{_PART}? which:WHICH month:MON (?! DOT? DAY COMMA? YR)", _date),
    ("which month", "which:LAST month:LOW_MONTH", _lower_month),
    ("part of year", f"{_PART} year:YR bc:BC?", _date),
    ("year vouched for", "(?<=VOUCHER) year:YR bc:BC?", _date),
    ("year, about", "ABOUT year:YR", _about_year),
    ("the year", "THE UNIT year:YR bc:BC?", _date),
    ("year as modifier", "(?<=THE | A | POSSESSIVE) year:YEAR (?= OTHER | SEASON)", _date),
    ("year as modifier", "(?<=APOSTROPHE OTHER) year:YEAR (?= OTHER | SEASON)", _date),
    ("year in brackets", "(?<=OPEN) year:YR (?= CLOSE | COMMA)", _date),
    ("year as heading", "(?<=BREAK) year:YR (?= BREAK)", _date),
    ("year of a list", "(?<=YEAR AND) year:YEAR (?! DASH)", _date),
    ("year of a list", "(?<=YEAR COMMA) year:YEAR (?= AND | COMMA)", _date),
    ("year before christ", f"{_PART}? year:(NUM | DAY_NUM | YEAR | OLD_YEAR) bc:BC", _date),
    ("decade", f"{_PART}? THE? decade:DECADE bc:BC?", _decade),
    ("century", f"{_PART}? THE? nth:NTH DASH? CENTURY bc:BC?", _century),
    # Seasons and feasts
    ("season year", f"{_PART}? THE? season:SEASON (COMMA | OF)? {_YEAR}", _season),
    ("which season", f"{_PART}? which:WHICH season:SEASON", _season),
    ("that season", f"{_PART}? same:THAT season:SEASON", _season),
    ("season last year", f"{_PART}? THE? season:SEASON OF? which:(LAST | THIS) unit:UNIT", _season_of_year),
    ("season that year", f"{_PART}? THE? season:SEASON {_THAT_YEAR}", _season),
    ("season", f"(?<=VOUCHER) ({_PART} | THE)? season:SEASON (?! ON | DASH)", _season),
    ("new year", f"new:NEW UNIT APOSTROPHE OTHER (eve:EVE | DAY_UNIT) {_FEAST_YEAR}", _feast),
    ("feast", f"(THE? nth:(NTH | LAST | FINAL) DAY_UNIT OF | THE? eve_of:EVE OF)? ({_FESTIVAL} | THE) {_FEAST} eve:EVE? {_FEAST_YEAR}", _feast),
    # Other calendars
    ("islamic date", f"THE? day:(DAY | ORDINAL_WORD) OF? {_MOON} (COMMA? year:YR AH?)?", _islamic),
    ("islamic date", f"{_MOON} day:DAY COMMA? year:YR AH?", _islamic),
    ("islamic month", f"(?<=IN | OF | PREP | SINCE) {_MOON} year:YR AH?", _islamic),
    ("iranian date", "(day:DAY OF?)? moon:IRAN_MONTH COMMA? year:OLD_YEAR", _iranian),
    # Spans of dates
    ("month day-day", f"{_OF_DAY} (BETWEEN | FROM)? month:MON DOT? day:DAY DASH until:DAY (?! DASH | ANY_UNIT) {_IN_YEAR}", _date),
    ("month day to day", f"(BETWEEN | FROM)? month:MON DOT? day:DAY (COMMA DAY)? (COMMA DAY)? COMMA? (TO | AND) THE? until:DAY (?! MON | OTHER | ANY_UNIT) {_IN_YEAR}", _date),
    ("day-day month", f"(BETWEEN | FROM)? THE? day:DAY (COMMA DAY)? (COMMA DAY)? COMMA? SEP THE? until:DAY OF? month:MON DOT? {_IN_YEAR}", _date),
    ("month-month year", "(BETWEEN | FROM)? from_month:MON (DOT? from_year:YR)? (SEP | SLASH) month:MON DOT? OF? year:YR", _two_dates),
    ("month-month", "(BETWEEN | FROM) from_month:MON DOT? SEP month:MON", _two_dates),
    ("month day-month day", f"(BETWEEN | FROM)? from_month:MON DOT? from_day:DAY (COMMA? from_year:YR)? COMMA? SEP month:MON DOT? day:DAY {_IN_YEAR}", _two_dates),
    ("day month-day month", f"(BETWEEN | FROM)? from_day:DAY from_month:MON DOT? (COMMA? from_year:YR)? SEP day:DAY month:MON DOT? {_IN_YEAR}", _two_dates),
    ("years", "(BETWEEN | FROM)? year:YR (DASH | SLASH) until:(YEAR | OLD_YEAR | DAY_NUM | NUM) (?! DASH | SLASH)", _years),
    ("years", "(BETWEEN | FROM)? year:YR TO until:YR", _years),
    ("years", "BETWEEN year:YR AND until:YR", _years),
    # Days counted from publication
    ("today", f"{_WHEN_IN} day:TODAY TIME?", _today),
    ("day before yesterday", "THE DAY_UNIT (BEFORE | AFTER) day:TODAY", _two_days_off),
    ("this morning", f"{_WHEN_IN} THIS TIME", lambda _: Relative(unit="day")),
    ("last night", f"{_WHEN_IN} LAST TIME", lambda _: Relative(unit="day", night=True)),
    ("overnight", "OVERNIGHT", lambda _: Relative(unit="day", night=True)),
    ("overnight on weekday", "OVERNIGHT (IN | FROM)? which:WHICH? weekday:WEEKDAY", _night_of),
    ("overnight to weekday", "OVERNIGHT (TO | INTO) weekday:WEEKDAY", _night_into),
    ("weekday to weekday", "OVERNIGHT (FROM | BETWEEN)? WEEKDAY TIME? (TO | INTO | AND) weekday:WEEKDAY", _night_into),
    ("weekday to weekday", "WEEKDAY TIME (TO | INTO) weekday:WEEKDAY", _night_into),
    ("weekday", f"{_OF_DAY} which:WHICH? PAST? weekday:WEEKDAY {_TIME}", _weekday),
    ("weekday of a week", f"weekday:WEEKDAY {_TIME} COMMA? OF? week:WHICH UNIT", _weekday),
    ("next weekday", f"{_WHEN_IN} THE which:(NEXT | FOLLOWING | PREVIOUS) weekday:WEEKDAY {_TIME}", _text_weekday),
    ("the weekday before", f"THE weekday:WEEKDAY {_TIME} which:(BEFORE | AFTER | FOLLOWING) (?= PAUSE | $)", _text_weekday),
    ("weekdays", "EVERY weekday:WEEKDAY TIME?", _vague),
    ("weekdays", "A weekday:WEEKDAY TIME? (?! OTHER | TIME)", _vague),
    ("weekday as modifier", f"(?<=A) weekday:WEEKDAY {_TIME} (?= OTHER)", _weekday),
    ("weekday's, mark lost", "(?<!IN) weekday:WEEKDAYS (?= OTHER)", _weekday),
    ("weekdays", "weekday:WEEKDAYS", _vague),
    # Weeks, months, years counted from publication
    ("this week", "(part:WHEN_IN IN? | THE? part:PARTNOUN OF)? which:WHICH unit:(UNIT | WEEKEND | CENTURY)", _this),
    ("the weekend", "(THE | THIS PAST) unit:WEEKEND", lambda _: Relative(unit="weekend")),
    ("earlier in the week", "part:WHEN_IN IN THE unit:(UNIT | DAY_UNIT | WEEKEND)", _within),
    ("the end of the month", "THE? part:PARTNOUN OF THE unit:(UNIT | DAY_UNIT) (?! OF | YR)", _within),
    ("month's end", "unit:UNIT APOSTROPHE OTHER part:END", _within),
    ("ago", f"({_COUNT} (AND A half:HALF)?)? unit:ANY_UNIT (AND A half:HALF)? way:AGO", _ago),
    ("from now", f"{_COUNT} unit:ANY_UNIT FROM NOW", _hence),
    ("for the past", "(?<=FOR) THE (PAST | LAST) (n:N | n:FEW)? unit:ANY_UNIT", _duration),
    ("the past two weeks", "(THE | THIS)? way:(PAST | LAST | NEXT | COMING) (n:N | n:FEW OF?) unit:(MANY_UNITS | HOUR_UNIT) (?! OF)", _trailing),
    ("the past week", "(THE | THIS) (PAST | LAST) unit:(UNIT | DAY_UNIT | HOUR_UNIT) (?! OF)", _past),
    ("recent days", "THE? RECENT unit:MANY_UNITS", _recent),
    # Days counted from another date of the text
    ("that day", f"{_WHEN_IN} (THAT SAME? | THE? shift:SHIFT) unit:SUB", _that),
    ("the day before", "THE unit:SUB (shift:FOLLOWING | shift:(BEFORE | AFTER | PREVIOUS)) (?= PAUSE | $)", _that),
    ("that year", "(part:WHEN_IN IN? | THE? part:PARTNOUN OF)? (THAT SAME? | THE shift:SHIFT) unit:(UNIT | WEEKEND | CENTURY)", _that),
    ("the year before", "THE unit:UNIT shift:(BEFORE | AFTER | FOLLOWING) (?= PAUSE | $)", _that),
    ("a year later", f"({_COUNT} (AND A half:HALF)?)? unit:ANY_UNIT way:(EARLIER | LATER | AFTERWARDS | PREVIOUSLY)", _from_text),
    ("a year before", f"({_COUNT} (AND A half:HALF)?)? unit:ANY_UNIT way:(BEFORE | AFTER) (?= PAUSE | $)", _from_text),
    ("a year before it", f"(THE | {_COUNT} (AND A half:HALF)?)? unit:ANY_UNIT way:(BEFORE | AFTER)", _from_event),
    # Parts of longer dates
    ("week of month", f"THE? nth:(NTH | LAST | FINAL) n:N? unit:ANY_UNIT {_LONGER}", _stretch),
    ("half of year", f"THE? nth:(NTH | LAST) half:HALF {_LONGER}", _stretch),
    ("quarter of year", f"THE? nth:(NTH | LAST) quarter:QUARTER {_LONGER}", _stretch),
    # No dates: how long, and times without bounds
    ("duration", f"(?<!OLD) {_COUNT} (AND A half:HALF)? DASH? unit:MANY_UNITS (?! DASH? OLD | OF OLD)", _duration),
    ("duration", "n:(NUM_WORD | DAY_NUM | NUM) DASH? unit:ONE_UNIT (?! DASH? OLD)", _duration),
    ("duration", "(?<=FOR | PREP | IN | HEDGE) n:A unit:ONE_UNIT (?! OLD)", _duration),
    ("duration", "(?<=FOR | PREP | IN) unit:MANY_UNITS", _duration),
    ("duration", "unit:MANY_UNITS (?=OF)", _duration),
    ("final weeks", "THE (FINAL | LAST | EARLY | COMING | FOLLOWING | NEXT) FEW? way:MANY_UNITS", _vague),
    ("now", "way:(NOW | RECENTLY)", _vague),
)  # fmt: skip
