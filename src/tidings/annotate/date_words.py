"""The words of English time expressions, and the lexer that turns a text into classed lexemes.

The grammar (:mod:`tidings.annotate.date_grammar`) is written over the classes named here. One pass over the text, one
dictionary look-up a word: linear in the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_SHORT = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
                "nov": 11, "dec": 12}  # fmt: skip
_WEEKDAY_SHORT = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5,
                  "sun": 6}  # fmt: skip
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_UNITS = {"day": "DAY_UNIT", "week": "UNIT", "month": "UNIT", "year": "UNIT", "decade": "UNIT", "century": "CENTURY"}
_BELOW_A_DAY = ("hour", "minute", "second", "moment")

# Words by class. A word stands in one class; the grammar's sets put classes together.
_CLASSES = {
    "TODAY": {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1},
    "DAYPART": dict.fromkeys(("morning", "afternoon", "evening", "dawn", "daybreak", "noon", "midday", "dusk", "nightfall",
                              "daytime"), 0),
    "NIGHT": {"night": 1, "midnight": 1},
    "OVERNIGHT": {"overnight": 0},
    "SEASON": {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12},
    "EARLY": {"early": 0}, "LATE": {"late": 0}, "MID": {"mid": 0},
    "EARLIER": {"earlier": -1}, "LATER": {"later": 1}, "AFTERWARDS": {"afterwards": 1, "afterward": 1, "thereafter": 1},
    "BEFORE": {"before": -1}, "AFTER": {"after": 1}, "PREVIOUSLY": {"previously": -1, "beforehand": -1},
    "FOLLOWING": {"following": 1, "subsequent": 1, "ensuing": 1}, "PREVIOUS": {"previous": -1, "preceding": -1, "prior": -1},
    "START": {"start": 0, "beginning": 0, "outset": 0}, "MIDDLE": {"middle": 0}, "END": {"end": 0, "close": 0},
    "AGO": {"ago": -1}, "LAST": {"last": -1}, "PAST": {"past": -1}, "NEXT": {"next": 1}, "THIS": {"this": 0},
    "THAT": {"that": 0}, "SAME": {"same": 0}, "COMING": {"coming": 1}, "RECENT": {"recent": 0}, "FINAL": {"final": 0},
    "FEW": {"few": 0, "several": 0, "couple": 0, "many": 0}, "HALF": {"half": 0}, "SOME": {"some": 0},
    "NOW": {"now": 0, "currently": 0, "nowadays": 0}, "RECENTLY": {"recently": 0, "lately": 0},
    "A": {"a": 1, "an": 1}, "THE": {"the": 0}, "OLD": {"old": 0, "aged": 0, "age": 0}, "WEEKEND": {"weekend": 0},
    "IN": {"in": 0, "on": 0}, "OF": {"of": 0}, "INTO": {"into": 0}, "SINCE": {"since": 0}, "BY": {"by": 0, "till": 0},
    "PREP": dict.fromkeys(("during", "throughout", "within", "at", "over"), 0),
    "ABOUT": dict.fromkeys(("around", "about", "circa"), 0),
    "HEDGE": dict.fromkeys(("under", "than", "nearly", "almost", "least"), 0),
    "POSSESSIVE": dict.fromkeys(("his", "her", "its", "their", "our", "whose"), 0),
    "FOR": {"for": 0}, "FROM": {"from": 0}, "BETWEEN": {"between": 0}, "AND": {"and": 0, "or": 0},
    "TO": {"to": 0, "through": 0, "thru": 0, "until": 0},
    "EVERY": {"every": 0, "each": 0, "any": 0, "per": 0}, "ONWARD": {"onwards": 0, "onward": 0},
    "BC": {"bc": 0, "bce": 0}, "CLOCK": dict.fromkeys(("gmt", "utc", "hrs", "est", "edt"), 0),
    "EASTER": {"easter": 0}, "GOOD": {"good": 0}, "PALM": {"palm": 0}, "CHRISTMAS": {"christmas": 25}, "EVE": {"eve": 0},
    "NEW": {"new": 0}, "QUARTER": {"quarter": 0}, "ORTHODOX": {"orthodox": 0, "coptic": 0},
    "EID": {"eid": 0}, "AL": {"al": 0, "ul": 0, "el": 0}, "YOM": {"yom": 0}, "ROSH": {"rosh": 0}, "AH": {"ah": 0},
    "RABI": {"rabi": 3, "jumada": 5, "jumadi": 5}, "DHU": {"dhu": 0, "dhul": 0, "zul": 0, "zu": 0},
    "OF_TWO": {"awwal": 0, "awal": 0, "thani": 1, "sani": 1, "akhir": 1, "akhira": 1},
    "OF_DHU": {"hijjah": 12, "hijja": 12, "hija": 12, "qadah": 11, "qaadah": 11, "qidah": 11},
    "MOON_MONTH": {"muharram": 1, "moharram": 1, "safar": 2, "rajab": 7, "shaban": 8, "shaaban": 8, "shawwal": 10, "shawal": 10},
    "IRAN_MONTH": {"farvardin": 1, "ordibehesht": 2, "khordad": 3, "tir": 4, "mordad": 5, "shahrivar": 6, "mehr": 7, "aban": 8,
                   "azar": 9, "dey": 10, "bahman": 11, "esfand": 12},
}  # fmt: skip

# Feasts of one word, and the last words of those of two, by the names of :mod:`tidings.annotate.date_feasts`.
_FEASTS = {
    "FEAST": {
        "ramadan": "ramadan ramadhan ramazan ramzan", "ashura": "ashura ashoura", "arbaeen": "arbaeen arbain",
        "mawlid": "mawlid maulid", "nowruz": "nowruz nowrooz norouz norooz noruz newroz nawroz nauroz navroz", "passover": "passover pesach",
        "sukkot": "sukkot", "purim": "purim", "shavuot": "shavuot", "pentecost": "pentecost", "eid al-adha": "tabaski",
    },
    "EID_NAME": {"eid al-fitr": "fitr", "eid al-adha": "adha azha zuha kabir"},
    "KIPPUR": {"yom kippur": "kippur"}, "HASHANAH": {"rosh hashanah": "hashanah hashana"},
}  # fmt: skip


class Lexeme(Struct, frozen=True, gc=False):
    """A word or mark at ``[start, end)`` with its class; ``word`` lower-cased (units in the singular), ``value`` its
    number.
    """

    kind: str
    start: int
    end: int
    word: str
    value: int = 0


_LEXEME = re.compile(
    r"""
      (?P<numeric> (?<![\d/.-]) \d{1,4} ([-/.]) \d{1,2} \2 \d{2,4} (?![\d/-]) )   # 2016-12-06, 03/04/2019
    | (?P<nineeleven> (?<![\d/]) 9/11 (?![\d/]) )
    | (?P<clock> (?<!\d) \d{1,2} [:.] \d{2} (?: :\d{2} )? (?: \s? [ap]\.?m\b \.? | \s? (?:hrs|hours|h)\b )? (?!\d) | \d{1,2} \s? [ap]\.?m\b \.? )
    | (?P<ordinal> (?<!\d) \d{1,2} (?: st | nd | rd | th ) \b )
    | (?P<decade> \b \d{3} 0 ['’]? s \b | ['’] \d 0 s \b )
    | (?P<large> \d{1,3} (?: , \d{3} )+ (?!\d) | \d+ \. \d+ )
    | (?P<number> \d+ )
    | (?P<bc> B\.C\.? (?:E\b\.?)? )
    | (?P<word> [^\W\d_]+ )
    | (?P<break> \n [^\S\n]* \n | \A \n )
    | (?P<mark> [^\w\s] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKS = {",": "COMMA", ".": "DOT", "-": "DASH", "–": "DASH", "—": "DASH", "'": "APOSTROPHE", "’": "APOSTROPHE",
          "(": "OPEN", ")": "CLOSE", "/": "SLASH", "[": "OPEN", "]": "CLOSE",
          ";": "STOP", ":": "STOP", "!": "STOP", "?": "STOP", '"': "STOP", "”": "STOP"}  # fmt: skip


def lexemes(text: str) -> list[Lexeme]:
    """The text as classed lexemes, in order, with offsets into it; a word that means nothing here is ``OTHER``."""
    found: list[Lexeme] = []
    for match in _LEXEME.finditer(text):
        group = match.lastgroup or "mark"
        if group == "word":
            found.append(_word(match.group(), match.start(), match.end()))
        else:
            found.append(_number(text, match, found) if group == "number" else _other(match, group))
    return list(_compounds(found))


def _word(printed: str, start: int, end: int) -> Lexeme:
    word = printed.lower()
    kind, value, base = VOCABULARY.get(word, _UNKNOWN)
    if kind == "OTHER":
        return Lexeme(kind, start, end, word)
    if kind in _NEEDS_CAPITAL and not printed[0].isupper():
        kind = _NEEDS_CAPITAL[kind]
    return Lexeme(kind, start, end, base, value)


_UNKNOWN = ("OTHER", 0, "")
_NEEDS_CAPITAL = {
    "SOFT_MONTH": "LOW_MONTH",
    "SHORT_MONTH": "LOW_MONTH",
    "SHORT_WEEKDAY": "OTHER",
    "EASTER": "OTHER",
} | dict.fromkeys(("FEAST", "EID", "YOM", "ROSH", "MOON_MONTH", "IRAN_MONTH", "RABI", "DHU"), "OTHER")


def _number(text: str, match: re.Match[str], before: list[Lexeme]) -> Lexeme:
    """A bare number: a possible day of the month, year or count, by its size; part of a name ("F-16", "16mm") is
    OTHER.
    """
    start, end, printed = match.start(), match.end(), match.group()
    glued = (end < len(text) and text[end].isalpha()) or (start and text[start - 1].isalpha() and not _is_month(before))
    named = (
        len(before) > 1 and before[-1].kind == "DASH" and before[-1].end == start
        and before[-2].kind == "OTHER" and before[-2].end == before[-1].start
    )  # fmt: skip
    if (
        glued
        or named
        or len(printed) > 4
        or _IN_A_FIGURE.match(text, end)
        or text[max(0, start - 1) : start] in _BEFORE_A_COUNT
    ):
        return Lexeme("OTHER", start, end, printed)
    value = int(printed)
    if len(printed) == 4:
        kind = "YEAR" if 1900 <= value <= 2099 else "OLD_YEAR" if 1000 <= value < 1900 else "NUM"
        return Lexeme(kind, start, end, printed, value)
    return Lexeme("DAY_NUM" if 1 <= value <= 31 and len(printed) < 3 else "NUM", start, end, printed, value)


_IN_A_FIGURE = re.compile(r"[%°$€£]|:\d")
_BEFORE_A_COUNT = frozenset("$€£#:")


def _is_month(before: list[Lexeme]) -> bool:
    return bool(before) and before[-1].kind.endswith("MONTH")


def _other(match: re.Match[str], group: str) -> Lexeme:
    printed = match.group()
    kind, value = group.upper(), 0
    if group == "mark":
        kind = _MARKS.get(printed, "OTHER")
    elif group == "ordinal":
        value = int(printed[:-2])
        kind = "ORDINAL" if 1 <= value <= 31 else "OTHER"
    elif group == "decade":
        digits = int(re.sub(r"\D", "", printed))
        value = digits if digits >= 100 else 1900 + digits  # the '90s
    elif group == "large":
        kind = "OTHER"
    return Lexeme(kind, match.start(), match.end(), printed.lower(), value)


def _compounds(found: list[Lexeme]) -> Iterator[Lexeme]:
    """Join "twenty-five" and "new year" spellings of one number; everything else passes."""
    position = 0
    while position < len(found):
        here = found[position]
        if here.kind == "NUM_WORD" and here.value >= 20 and position + 2 < len(found):
            dash, unit = found[position + 1], found[position + 2]
            if dash.kind == "DASH" and unit.kind in ("NUM_WORD", "ORDINAL_WORD") and unit.value < 10:
                yield Lexeme(unit.kind, here.start, unit.end, here.word, here.value + unit.value)
                position += 3
                continue
        yield here
        position += 1


def _vocabulary() -> dict[str, tuple[str, int, str]]:
    """Each word with its class, its number and its base form."""
    table: dict[str, tuple[str, int, str]] = {}
    for number, month in enumerate(MONTHS, 1):
        table[month] = ("SOFT_MONTH" if month in ("march", "may", "august") else "MONTH", number, month)
    for number, weekday in enumerate(WEEKDAYS):
        table[weekday] = ("WEEKDAY", number, weekday)
        table[weekday + "s"] = ("WEEKDAYS", number, weekday)
    for short, number in _MONTH_SHORT.items():
        table[short] = ("SHORT_MONTH", number, short)
    for short, number in _WEEKDAY_SHORT.items():
        table[short] = ("SHORT_WEEKDAY", number, short)
    for word, number in [*((w, n) for n, w in enumerate(_NUMBERS)), *_TENS.items(), ("dozen", 12), ("hundred", 100)]:
        table[word] = ("NUM_WORD", number, word)
    table |= {word: ("ORDINAL_WORD", number, word) for number, word in enumerate(_ORDINALS)}
    for unit, kind in (_UNITS | dict.fromkeys(_BELOW_A_DAY, "HOUR_UNIT")).items():
        base = "hour" if kind == "HOUR_UNIT" else unit
        if unit != "second":  # the ordinal; "seconds" can only be time
            table[unit] = (kind, 1, base)
        plural, many = ("centuries", "CENTURIES") if unit == "century" else (unit + "s", kind + "S")
        table[plural] = (many, 1, base)
    table |= {"fortnight": ("UNIT", 2, "week"), "fortnights": ("UNITS", 2, "week")}
    for kind, words in _CLASSES.items():
        table |= {word: (kind, value, word) for word, value in words.items()}
    for kind, names in _FEASTS.items():
        table |= {word: (kind, 0, name) for name, words in names.items() for word in words.split()}
    return table


VOCABULARY = _vocabulary()
_LEXED = (
    "NUMERIC",
    "NINEELEVEN",
    "CLOCK",
    "ORDINAL",
    "DECADE",
    "DAY_NUM",
    "NUM",
    "YEAR",
    "OLD_YEAR",
    "LOW_MONTH",
    "BREAK",
    "BC",
    "OTHER",
)
CLASSES = tuple(sorted({kind for kind, _, _ in VOCABULARY.values()} | set(_MARKS.values()) | set(_LEXED)))
