"""The grammar of English time expressions: rules over classes of words, each with the expression it makes.

A rule is a regular expression whose letters are word classes (:data:`tidings.annotate.date_words.CLASSES`) or sets of them
(``SETS``): ``month:MON DOT? day:DAY (COMMA? year:YR)?``. ``name:CLASS`` keeps the word for the maker. Repeats are bounded, so
a text is read in linear time. At each word the longest rule wins; among equals, the first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from tidings.annotate.calendar import Part, Unit
from tidings.annotate.date_meaning import (
    Calendar, Duration, Expression, Feast, Night, Offset, Range, Relative, Season, Since, Stretch, Trailing, Unclear, Vague, Weekday,
    Which,
)  # fmt: skip
from tidings.annotate.date_words import CLASSES, Lexeme, lexemes

Words = Mapping[str, Lexeme]
Maker = Callable[[Words], Expression | None]

SETS = {
    "MON": ("MONTH", "SOFT_MONTH", "SHORT_MONTH"),
    "ANY_MON": ("MONTH", "SOFT_MONTH", "SHORT_MONTH", "LOW_MONTH"),
    "DAY": ("DAY_NUM", "ORDINAL"),
    "YR": ("YEAR", "OLD_YEAR"),
    "WD": ("WEEKDAY", "SHORT_WEEKDAY"),
    "SEP": ("DASH", "TO", "AND"),
    "PARTWORD": ("EARLY", "LATE", "MID"),
    "PARTNOUN": ("START", "MIDDLE", "END"),
    "STRETCHWORD": ("EARLIER", "LATER"),
    "WHICH": ("LAST", "THIS", "NEXT", "PAST"),
    "TEXTWARD": ("NEXT", "FOLLOWING", "PREVIOUS", "SAME"),
    "SUB": ("DAY_UNIT", "DAYPART"),
    "ONE_UNIT": ("DAY_UNIT", "UNIT", "HOUR_UNIT"),
    "MANY_UNITS": ("DAY_UNITS", "UNITS", "HOUR_UNITS"),
    "ANY_UNIT": ("DAY_UNIT", "UNIT", "HOUR_UNIT", "DAY_UNITS", "UNITS", "HOUR_UNITS"),
    "BIG_UNIT": ("UNIT", "UNITS"),
    "N": ("DAY_NUM", "NUM", "NUM_WORD", "A", "YEAR", "OLD_YEAR"),
    "NTH": ("ORDINAL_WORD", "ORDINAL"),
    "BACK": ("EARLIER", "BEFORE", "PREVIOUSLY"),
    "FORTH": ("LATER", "AFTER", "AFTERWARDS"),
    # What may stand before a bare year or a month that is also another word.
    "VOUCHER": ("ON", "PREP", "TO", "FROM", "BETWEEN", "FOR", "BEFORE", "AFTER", "EARLY", "LATE", "MID", "INTO", "PARTNOUN_OF",
                "EARLIER", "LATER"),
}  # fmt: skip
SETS["VOUCHER"] = tuple(kind for kind in SETS["VOUCHER"] if kind != "PARTNOUN_OF")

_CODE = {kind: chr(0xE000 + number) for number, kind in enumerate(CLASSES)}


class Rule(Struct, frozen=True):
    """A pattern over word classes and what it makes; ``None`` from the maker lets a shorter rule try."""

    name: str
    pattern: re.Pattern[str]
    maker: Maker


class Found(Struct, frozen=True):
    """An expression at ``[start, end)`` of the text: lexemes ``[first, last)``, the rule that read it."""

    start: int
    end: int
    first: int
    last: int
    rule: str
    expression: Expression


def read_expressions(text: str) -> tuple[list[Lexeme], list[Found]]:
    """The words of a text and its time expressions, in text order, longest first at each word, never overlapping."""
    words = lexemes(text)
    codes = "".join([_CODE[word.kind] for word in words])
    found: list[Found] = []
    reached = 0
    for position in _starts(codes):
        if position >= reached and (best := _longest(words, codes, position)):
            found.append(best)
            reached = best.last
    return words, found


def _longest(words: list[Lexeme], codes: str, position: int) -> Found | None:
    best: Found | None = None
    for rule in _RULES_BY_CODE[codes[position]]:
        match = rule.pattern.match(codes, position)
        if match is None or match.end() <= (best.last if best else position):
            continue
        kept = {name: words[at] for name, at in _places(match)}
        if (expression := rule.maker(kept)) is not None:
            last = words[match.end() - 1]
            best = Found(words[position].start, last.end, position, match.end(), rule.name, expression)
    return best


def _places(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    for name in match.re.groupindex:
        if (at := match.start(name)) >= 0:
            yield name, at


def _starts(codes: str) -> Iterator[int]:
    """Positions where an expression may begin: near a word that can be its heart."""
    hearts = [match.start() for match in _HEART.finditer(codes)]
    for position, code in enumerate(codes):
        if code in _RULES_BY_CODE and (at := bisect_left(hearts, position)) < len(hearts) and hearts[at] - position <= _REACH:
            yield position


# Makers: from the words a rule kept to an expression


def _value(words: Words, name: str) -> int | None:
    return words[name].value if name in words else None


def _part(words: Words) -> Part | None:
    """Early, mid or late from "early", "the start of", "the end of" …"""
    word = words.get("part")
    if word is None:
        return None
    return {"EARLY": "early", "START": "early", "MID": "mid", "MIDDLE": "mid", "LATE": "late", "END": "late"}[word.kind]  # type: ignore[return-value]


def _stretch_of(words: Words) -> str | None:
    word = words.get("part")
    return {"EARLIER": "earlier", "LATER": "later"}.get(word.kind) if word else None


def _which(words: Words) -> Which | None:
    word = words.get("which")
    return {"LAST": "last", "PAST": "last", "NEXT": "next", "COMING": "next", "THIS": "this", "FOLLOWING": "next",
            "PREVIOUS": "last"}.get(word.kind) if word else None  # type: ignore[return-value]  # fmt: skip


def _unit(words: Words, name: str = "unit") -> Unit:
    return words[name].word  # type: ignore[return-value]


def _amount(words: Words) -> int | None:
    """How many: a number, "a" is one, "a few" and a bare plural are none; a fortnight is two weeks."""
    fold = words["unit"].value or 1 if "unit" in words else 1
    count = words.get("n")
    return None if count is None or count.kind == "FEW" else count.value * fold


def _date(words: Words) -> Calendar | None:
    """A calendar date from any of weekday, day, last, month, year, part, which, same, bc."""
    return Calendar(
        year=_value(words, "year"), month=_value(words, "month"), day=_value(words, "day"), last_day=_value(words, "until"),
        weekday=_value(words, "weekday"), part=_part(words), which=_which(words), same_year="same" in words,
        before_christ="bc" in words,
    )  # fmt: skip


def _numeric(words: Words) -> Expression | None:
    """Year first by ISO 8601; otherwise only where one part above 12, or two equal parts, leave one reading."""
    first, second, third = (int(piece) for piece in re.split(r"[-/.]", words["all"].word))
    if first > 31:
        return Calendar(year=first, month=second, day=third) if 1000 <= first and 1 <= second <= 12 and 1 <= third <= 31 else None
    year = third if third > 99 else 2000 + third if third < 70 else 1900 + third
    if not (1000 <= year <= 2099 and first and second) or (third < 100 and "." in words["all"].word):
        return None
    if first > 12 or second > 12 or first == second:
        day, month = (second, first) if second > 12 else (first, second)
        return Calendar(year=year, month=month, day=day) if month <= 12 and day <= 31 else None
    return Unclear("day and month cannot be told apart")


def _years(words: Words) -> Expression | None:
    """ "2014-15", "2014-2016"; a short second year must follow the first and be no month of it."""
    first, second = words["year"].value, words["until"].value
    if words["until"].kind == "DAY_NUM" or second < 100:
        if second <= first % 100:
            return Calendar(year=first, month=second) if 1 <= second <= 12 and words["until"].word == f"{second:02}" else None
        second += first // 100 * 100
    return Range(Calendar(year=first), Calendar(year=second)) if first < second else None


def _decade(words: Words) -> Expression:
    return Calendar(year=words["decade"].value, part=_part(words), grain="decade", before_christ="bc" in words)


def _century(words: Words) -> Expression:
    return Calendar(year=words["nth"].value, part=_part(words), grain="century", before_christ="bc" in words)


_SEASON = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


def _season(words: Words) -> Expression | None:
    if "bc" in words:
        return Calendar(year=_value(words, "year"), before_christ=True)
    return Season(
        name=_SEASON[words["season"].value], year=_value(words, "year"), part=_part(words), which=_which(words), same_year="same" in words
    )


def _feast(words: Words) -> Expression:
    if "new" in words:
        name = "new year eve" if "eve" in words else "new year"
    elif "christmas" in words:
        name = "christmas eve" if "eve" in words else "christmas"
    elif "friday" in words:
        name = "good friday" if words["friday"].value == 4 else ""
    else:
        name = {0: "easter monday", 6: "easter"}.get(words["weekday"].value, "easter") if "weekday" in words else "easter"
    return Feast(name=name, year=_value(words, "year")) if name else Vague(word="feast")


def _weekday(words: Words) -> Expression:
    weeks = None
    if "week" in words:
        weeks = {"LAST": -1, "PAST": -1, "THIS": 0, "NEXT": 1}[words["week"].kind]
    return Weekday(day=words["weekday"].value, which=_which(words), weeks=weeks, anaphoric="text" in words)


def _text_weekday(words: Words) -> Expression:
    return Weekday(day=words["weekday"].value, which=_which(words), anaphoric=True)


def _today(words: Words) -> Expression:
    return Relative(unit="day", amount=words["day"].value)


def _two_days_off(words: Words) -> Expression:
    return Relative(unit="day", amount=2 * words["day"].value)


def _this(words: Words) -> Expression:
    """Last, this, next week, month, year; earlier or late in it."""
    amount = {"LAST": -1, "PAST": -1, "THIS": 0, "NEXT": 1}[words["which"].kind]
    stretch = _stretch_of(words)
    part = None if stretch else _part(words)
    fold = words["unit"].value if words["unit"].word == "week" else 1
    if fold == 2:
        return Trailing(amount=2, unit="week", sign=amount or -1)
    return Relative(unit=_unit(words), amount=amount, part=part, stretch=stretch)  # type: ignore[arg-type]


def _that(words: Words) -> Expression:
    """The same, next, previous day, week, month, year of the text; a morning is its day, a night runs into the next."""
    shifts = {"NEXT": 1, "FOLLOWING": 1, "AFTER": 1, "PREVIOUS": -1, "BEFORE": -1}
    amount = shifts.get(words["shift"].kind, 0) if "shift" in words else 0
    stretch = _stretch_of(words)
    unit: Unit = "day" if words["unit"].kind in ("DAYPART", "DAY_UNIT") else _unit(words)
    part = None if stretch else _part(words)
    return Relative(unit=unit, amount=amount, part=None if unit == "day" else part, stretch=stretch, anaphoric=True)  # type: ignore[arg-type]


def _within(words: Words) -> Expression:
    """ "Earlier in the day", "the end of the month": of the text's day or month, else of publication's."""
    stretch = _stretch_of(words)
    unit = _unit(words)
    part = None if stretch or unit == "day" else _part(words)
    return Relative(unit=unit, part=part, stretch=stretch, anaphoric=True, fallback=True)  # type: ignore[arg-type]


def _ago(words: Words) -> Expression:
    return Offset(amount=_amount(words), unit=_unit(words), sign=words["way"].value)


def _hence(words: Words) -> Expression:
    return Offset(amount=_amount(words), unit=_unit(words), sign=1)


def _from_text(words: Words) -> Expression:
    way = words["way"]
    sign = {"EARLIER": -1, "BEFORE": -1, "PREVIOUSLY": -1}.get(way.kind, 1)
    return Offset(amount=_amount(words), unit=_unit(words), sign=sign, anaphoric=True)


def _trailing(words: Words) -> Expression:
    return Trailing(amount=_amount(words), unit=_unit(words), sign=1 if words["way"].kind in ("NEXT", "COMING") else -1)


def _recent(words: Words) -> Expression:
    return Trailing(amount=None, unit=_unit(words))


def _stretch(words: Words) -> Expression | None:
    """ "The first week of April", "the last ten days of 2018", "the second half of March"."""
    inner = _this(words | {"unit": words["whole"]}) if "which" in words and "whole" in words else _date(words)
    if not isinstance(inner, Calendar | Relative) or inner == Calendar():
        return None
    end = words.get("nth")
    nth = -1 if end is None or end.kind in ("LAST", "FINAL") else end.value
    if "half" in words:
        return Stretch(inner, nth if nth > 0 else 2, None)
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


def _span_of_dates(words: Words) -> Expression | None:
    """Two dates, each with its month: "March 3 - April 5, 2015"."""
    year = _value(words, "year")
    start = Calendar(year=_value(words, "year_a") or year, month=_value(words, "month_a"), day=_value(words, "day_a"))
    end = Calendar(year=year, month=_value(words, "month"), day=_value(words, "day"))
    if start.year and year and "year_a" not in words and (start.month or 0) > (end.month or 0):
        start = Calendar(year=year - 1, month=start.month, day=start.day)
    return Range(start, end)


_THAT_YEAR = "(OF? THAT SAME? same:UNIT | OF THE same:SAME UNIT)"
_PART = "(THE? part:PARTWORD DASH? ON? THE? | THE? part:PARTNOUN ON THE?)"
_PART_TWO = "(THE? part_b:PARTWORD DASH? ON? | THE? part_b:PARTNOUN ON)"

_TABLE: tuple[tuple[str, str, Maker], ...] = (
    # Calendar dates
    ("numeric", "all:NUMERIC", _numeric),
    ("nine-eleven", "NINEELEVEN", _attacks_of_2001),
    ("month-day", "(WD_PREFIX)? month:MON DOT? THE? day:DAY ((COMMA|ON)? year:YR bc:BC?)?", _date),
    ("month-day that year", f"month:MON DOT? THE? day:DAY COMMA? {_THAT_YEAR}", _date),
    ("day-month", "(WD_PREFIX)? THE? day:DAY ON? month:ANY_MON DOT? ((COMMA|ON)? year:YR bc:BC?)?", _date),
    ("low month-day-year", "month:LOW_MONTH DOT? day:DAY COMMA? year:YR", _date),
    ("day-month that year", f"THE? day:DAY ON? month:MON {_THAT_YEAR}", _date),
    ("weekday the nth", "weekday:WEEKDAY COMMA? THE? day:ORDINAL", _date),
    ("the nth", "(?<=ON)THE day:ORDINAL(?!OTHER|ANY_UNIT|ON|MON|CENTURY|HALF|DASH)", _date),
    ("month-year", f"{_PART}? month:ANY_MON DOT? (COMMA|ON)? year:YR bc:BC?", _date),
    ("month that year", f"{_PART}? month:MON {_THAT_YEAR}", _date),
    ("month", f"{_PART}? month:MONTH", _date),
    ("soft month", f"{_PART} month:MON", _date),
    ("soft month after a word", "(?<=VOUCHER)month:MON", _date),
    ("which month", f"{_PART}? which:WHICH month:MON", _date),
    ("year", f"{_PART} (THE? ONE_UNIT)? year:YR bc:BC?", _date),
    ("bare year", "(?<=VOUCHER)(THE ONE_UNIT)? year:YR bc:BC?", _date),
    ("year as modifier", "(?<=THE)year:YEAR(?=OTHER|SEASON)", _date),
    ("year as modifier", "(?<=A)year:YEAR(?=OTHER|SEASON)", _date),
    ("the year", "THE unit:UNIT year:YR bc:BC?", _date),
    ("year in brackets", "(?<=OPEN)year:YR(?=CLOSE|COMMA|DASH)", _date),
    ("next year of a list", "(?<=YR AND)year:YR(?!DASH)", _date),
    ("year of a list", "(?<=YR COMMA)year:YR(?=AND|COMMA)", _date),
    ("year before christ", "year:YR bc:BC", _date),
    ("year before christ", f"({_PART})? year:NUM bc:BC", _date),
    ("decade", f"{_PART}? THE? decade:DECADE bc:BC?", _decade),
    ("century", f"{_PART}? THE? nth:NTH DASH? UNIT bc:BC?", _century),
    # Seasons and feasts
    ("season-year", f"{_PART}? THE? season:SEASON (COMMA|ON)? year:YR bc:BC?", _season),
    ("which season", f"{_PART}? which:WHICH season:SEASON", _season),
    ("that season", f"{_PART}? same:THAT season:SEASON", _season),
    ("season that year", f"{_PART}? THE? season:SEASON {_THAT_YEAR}", _season),
    ("part of season", f"{_PART} season:SEASON(?!ON|OTHER)", _season),
    ("the season", "(?<=ON)THE? season:SEASON(?!ON|OTHER|SEASON)", _season),
    ("christmas", "christmas:CHRISTMAS (eve:EVE|DAY_UNIT)? (COMMA|ON)? year:YR?", _feast),
    ("new year", "new:NEW UNIT APOSTROPHE OTHER (eve:EVE|DAY_UNIT) (COMMA|ON)? year:YR?", _feast),
    ("easter", "EASTER weekday:WEEKDAY? (COMMA|ON)? year:YR?", _feast),
    ("good friday", "GOOD friday:WEEKDAY (COMMA|ON)? year:YR?", _feast),
    # Spans of dates
    ("month day-day", "(BETWEEN|FROM)? month:MON DOT? day:DAY SEP THE? until:DAY(?!MON|OTHER|UNITS|DAY_UNITS) ((COMMA|ON)? year:YR)?", _date),
    ("month day-day, dashed", "(BETWEEN|FROM)? month:MON DOT? day:DAY DASH until:DAY ((COMMA|ON)? year:YR)?", _date),
    ("day-day month", "(BETWEEN|FROM)? THE? day:DAY SEP THE? until:DAY ON? month:MON DOT? ((COMMA|ON)? year:YR)?", _date),
    ("month-month year", "(BETWEEN|FROM)? month_a:MON (DOT? year_a:YR)? SEP month:MON DOT? ON? year:YR", _span_of_dates),
    ("month-month", "BETWEEN month_a:MON AND month:MON", _span_of_dates),
    ("month day-month day",
     "(BETWEEN|FROM)? month_a:MON DOT? day_a:DAY (COMMA? year_a:YR)? SEP month:MON DOT? day:DAY (COMMA? year:YR)?", _span_of_dates),
    ("day month-day month",
     "(BETWEEN|FROM)? day_a:DAY month_a:MON DOT? (COMMA? year_a:YR)? SEP day:DAY month:MON DOT? (COMMA? year:YR)?", _span_of_dates),
    ("years", "(BETWEEN|FROM)? year:YR (DASH|TO|SLASH) until:(YR|DAY_NUM|NUM)", _years),
    ("years", "BETWEEN year:YR AND until:YR", _years),
    # Days counted from publication
    ("today", "((EARLY|LATE|EARLIER|LATER|MID) ON?)? day:TODAY (DAYPART)?", _today),
    ("day before yesterday", "THE DAY_UNIT (BEFORE|AFTER) day:TODAY", _two_days_off),
    ("this morning", "((EARLY|LATE|EARLIER|LATER|MID) ON?)? THIS DAYPART", lambda _: Relative(unit="day")),
    ("last night", "((EARLY|LATE) )? LAST DAYPART", lambda _: Relative(unit="day", night=True)),
    ("overnight", "OVERNIGHT", lambda _: Relative(unit="day", night=True)),
    ("overnight weekday", "OVERNIGHT (ON|FROM)? which:WHICH? weekday:WEEKDAY", _night_of),
    ("overnight to weekday", "OVERNIGHT (TO|INTO) weekday:WEEKDAY", _night_into),
    ("weekday into weekday", "OVERNIGHT? FROM? WEEKDAY DAYPART? (TO|INTO) weekday:WEEKDAY(?=OTHER|COMMA|DOT|DAYPART)", _night_into),
    ("weekday", "((PARTWORD|EARLIER|LATER) DASH? ON?)? which:WHICH? weekday:WEEKDAY DAYPART?", _weekday),
    ("weekday of a week", "weekday:WEEKDAY (DAYPART)? COMMA? (ON)? week:WHICH UNIT", _weekday),
    ("following weekday", "THE which:(NEXT|FOLLOWING|PREVIOUS) weekday:WEEKDAY DAYPART?", _text_weekday),
    ("weekday after", "THE weekday:WEEKDAY which:FOLLOWING", _text_weekday),
    ("weekdays", "(EVERY|A|NUM_WORD) weekday:WEEKDAY DAYPART?", _vague),
    ("weekdays", "weekday:WEEKDAYS", _vague),
    # Weeks, months, years counted from publication
    ("this week", "((part:(PARTWORD|EARLIER|LATER) ON?) | THE? part:PARTNOUN ON)? which:(LAST|THIS|NEXT) PAST? unit:(UNIT|WEEKEND)", _this),
    ("the weekend", "(?<!OTHER DASH)THE unit:WEEKEND", lambda _: Relative(unit="weekend")),
    ("earlier in the week", "part:(EARLY|MID|LATE|EARLIER|LATER) ON THE unit:(UNIT|DAY_UNIT|WEEKEND)", _within),
    ("the end of the month", "THE? part:PARTNOUN ON THE unit:(UNIT|DAY_UNIT)(?!ON|YR)", _within),
    ("month's end", "unit:UNIT APOSTROPHE OTHER part:END", _within),
    ("part of last year", f"{_PART} which:WHICH unit:UNIT", _this),
    ("ago", "(n:N|A? n:FEW ON?)? (AND A HALF)? unit:ANY_UNIT (AND A HALF)? way:AGO", _ago),
    ("from now", "(n:N|A? n:FEW ON?) unit:ANY_UNIT FROM NOW", _hence),
    ("past n", "(THE|THIS)? way:(PAST|LAST|PREVIOUS|NEXT|COMING) (n:N|n:FEW) unit:(ANY_UNIT|WEEKEND)(?!ON MON|ON YR|ON THE|ON WHICH)", _trailing),
    ("the past week", "(?<!FOR)THE way:PAST n:N? unit:(UNIT|DAY_UNIT|HOUR_UNIT)", lambda w: Trailing(amount=w["unit"].value or 1, unit=_unit(w))),
    ("for the past", "(?<=FOR)(MORE)? THE (PAST|LAST) (n:N|n:FEW)? unit:ANY_UNIT", _duration),
    ("recent days", "RECENT unit:MANY_UNITS", _recent),
    # Days counted from another date of the text
    ("that day", "((EARLY|LATE|EARLIER|LATER|MID) ON?)? (THAT SAME?|THE shift:TEXTWARD|THE VERY_NEXT) unit:SUB", _that),
    ("next day", "(EARLY|LATE)? shift:(NEXT|FOLLOWING) unit:SUB", _that),
    ("same day", "THE? shift:SAME unit:SUB", _that),
    ("the day before", "THE unit:SUB shift:(BEFORE|AFTER|FOLLOWING|PREVIOUS)", _that),
    ("that year", "((part:(EARLY|LATE|MID|EARLIER|LATER) ON?) | THE? part:PARTNOUN ON)? (THAT SAME?|THE shift:TEXTWARD) unit:(UNIT|WEEKEND)", _that),
    ("the year before", "THE unit:UNIT shift:(BEFORE|AFTER|FOLLOWING|PREVIOUS)", _that),
    ("a year later", "(n:N|A? n:FEW ON?)? (AND A HALF)? unit:ANY_UNIT way:(EARLIER|LATER|AFTERWARDS|PREVIOUSLY|BEFORE|AFTER)", _from_text),
    # Parts of longer dates
    ("week of month", f"THE? nth:(NTH|LAST|FINAL) n:N? unit:ANY_UNIT ON (month:MON (ON? year:YR)? | year:YR | which:WHICH whole:UNIT)", _stretch),
    ("half of year", "THE? nth:(ORDINAL_WORD|LAST) half:HALF ON (month:MON (ON? year:YR)? | year:YR | which:WHICH whole:UNIT)", _stretch),
    # No dates: how long, and times without bounds
    ("duration", "(n:N|A? n:FEW ON?|A? n:HALF A?) (AND A HALF|OTHER(?=OLD))? DASH? unit:MANY_UNITS(?!OLD|DASH OLD)", _duration),
    ("duration", "n:(NUM_WORD|DAY_NUM|NUM) DASH? unit:ONE_UNIT(?!OLD|DASH OLD)", _duration),
    ("duration", "(?<=FOR|PREP|ON|TO)n:A unit:ONE_UNIT(?!OLD)", _duration),
    ("duration", "(?<=FOR|PREP|ON|TO)unit:MANY_UNITS(?!OLD)", _duration),
    ("duration", "unit:MANY_UNITS(?=ON)", _duration),
    ("final weeks", "THE (FINAL|LAST|FIRST_WORD|EARLY|COMING|FOLLOWING|NEXT) (FEW)? way:MANY_UNITS", _vague),
    ("now", "way:(NOW|RECENTLY)", _vague),
)  # fmt: skip


# Compiling the table


_NAME = re.compile(r"(?:\b([a-z_]+):)?(\(?)\b([A-Z][A-Z_]*)\b")


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern over word codes: names become character classes, ``name:`` a named group."""
    pattern = pattern.replace("(WD_PREFIX)?", "(weekday:WD DOT? COMMA? THE?)?").replace("|THE VERY_NEXT", "").replace("FIRST_WORD|", "").replace("(MORE)?", "")
    return re.compile(_alternatives_named(pattern))


def _alternatives_named(pattern: str) -> str:
    """Named groups over one class, or over a bracketed choice of classes; white space is for the reader."""
    pattern = re.sub(r"([a-z_]+):\(([A-Z_|]+)\)", lambda m: f"(?P<{m[1]}>[{_codes(m[2])}])", pattern)
    counts: dict[str, int] = {}
    pattern = re.sub(r"([a-z_]+):([A-Z_]+)", lambda m: f"(?P<{m[1]}>[{_codes(m[2])}])", pattern)
    pattern = re.sub(r"(?<![A-Z_<a-z])[A-Z][A-Z_]*", lambda m: f"[{_codes(m[0])}]", pattern)
    pattern = re.sub(r"\s+", "", pattern)
    return re.sub(r"\(\?P<([a-z_]+)>", lambda m: _numbered(m[1], counts), pattern)


def _numbered(name: str, counts: dict[str, int]) -> str:
    """A group name may stand in several alternatives; the later ones get a number that the maker never sees."""
    counts[name] = counts.get(name, 0) + 1
    return f"(?P<{name}>" if counts[name] == 1 else f"(?P<{name}__{counts[name]}>"


def _codes(names: str) -> str:
    return "".join(_CODE[kind] for name in names.split("|") for kind in SETS.get(name, (name,)))
