"""When an article was published: given, else stated by its page, else printed at its head, else unknown (RECORD §5).

Never the clock, never the file's date, never a date in a web address. A day is taken as it is printed, in whatever time zone.
"""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from tidings.ingest.lines import ends_sentence
from tidings.model.article import PublishedBasis

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september",
         "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{1,2})"
_DAY = r"(?P<{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>(?:18|19|20)\d\d)"
_WORDED = "|".join((
    rf"{_DAY.format('d1')},?\s(?:of\s)?{_MONTH.format('m1')},?\s{_YEAR.format('y1')}",
    rf"{_MONTH.format('m2')}\s{_DAY.format('d2')},?\s{_YEAR.format('y2')}",
    rf"{_DAY.format('d3')}[-/]{_MONTH.format('m3')}[-/]{_YEAR.format('y3')}",
))  # fmt: skip
_DATE = (
    rf"{_WEEKDAY}?(?:{_WORDED}|{_YEAR.format('y4')}[-/.](?P<m4>0?[1-9]|1[0-2])[-/.]{_DAY.format('d4')}(?=\D|$)"
    rf"|(?P<a5>\d{{1,2}})[./-](?P<b5>\d{{1,2}})[./-]{_YEAR.format('y5')})(?!\d)"
)
_ISO = re.compile(r"(?P<y>(?:1[6-9]|2[01])\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:$|[T ]\d\d:?\d\d)")
_ANY_DATE = re.compile(_DATE, re.IGNORECASE)
_LABEL = r"(?:(?:first |originally )?published|posted|publication date|date(?: published| posted)?|issued|released|created|dated)(?:\s(?:on|at))?\s?:?"
_CLOCK = r"(?:\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?)?)"
_AFTER = rf"(?:\s?[,|·•–—-]?\s?(?:at\s)?{_CLOCK}|\s?\(?(?:UTC|GMT|BST|CET|EST|EDT|EAT|[A-Z]{{2,4}}T)\)?|\s?[|·•–—,-])*"
_LABELLED = re.compile(rf"(?:.{{0,80}}[\s|·•])?{_LABEL}\s?(?:{_CLOCK},?\s)?(?P<date>{_DATE})", re.IGNORECASE)
DATE_LINE = re.compile(rf"(?:{_CLOCK},?\s(?:on\s)?)?(?P<date>{_DATE}){_AFTER}[.]?", re.IGNORECASE)
_BYLINE = re.compile(rf"by\s.{{2,80}}?[\s,|·•–—-]\s?(?P<date>{_DATE}){_AFTER}", re.IGNORECASE)
_UPDATED = re.compile(rf"(?:last )?(?:updated|modified)(?:\s(?:on|at))?\s?:?\s?(?P<date>{_DATE})", re.IGNORECASE)
_DATELINE = re.compile(
    rf"(?-i:[A-Z][\w’'. -]{{1,40}}(?:,\s[A-Z][\w’'. ]{{1,30}}){{0,2}}?)(?:\s?\([A-Z][\w/ ]{{1,20}}\))?,?\s(?P<date>{_DATE})\s?(?:\([A-Z][\w/. ]{{1,30}}\)|[A-Z]{{2,8}})?\s?[-–—:]",
    re.IGNORECASE,
)
_RUN_ON = re.compile(
    rf"(?:(?={_WEEKDAY})|(?=.{{8,24}}\d\s?[-–—|]))(?P<date>{_DATE})\s?(?:[-–—|]\s?)?(?=(?-i:[A-Z“\"‘(]))", re.IGNORECASE
)
_YEARLESS = re.compile(
    rf"(?-i:[A-Z][A-Z’'. -]{{2,30}}(?:,\s[\w’'. ]{{1,30}})?),\s(?:{_MONTH.format('m8')}\s{_DAY.format('d8')}|{_DAY.format('d9')}\s{_MONTH.format('m9')})\s?(?:\([A-Z][\w/. ]{{1,30}}\)\s?)?[-–—]",
    re.IGNORECASE,
)
_HEAD_LINES, _HEAD_LENGTH = 14, 300
_FOOT_LINES = 4
_UNKNOWN = "not given, not in the page's own data, and no date is printed at the head of the text"


class Published(Struct, frozen=True):
    """The day of publication, where it is known from, and the plain reason when it is not."""

    day: dt.date | None
    basis: PublishedBasis
    reason: str | None = None


def publication(given: dt.date | None, metadata: str | None, text: str) -> Published:
    """The day of publication of an article by the first of: given, the page's own data, a date printed at its head."""
    if given:
        return Published(given, "given")
    stated = parse_date(metadata) if metadata else None
    if stated:
        return Published(stated, "metadata")
    return printed_date(text)


def iso_day(words: str) -> dt.date | None:
    """The day of an ISO date or date and time, as printed; None when it is no such day, or none of the years 1600-2199."""
    found = _ISO.match(words.strip())
    return _day(found["y"], found["m"], found["d"]) if found else None


def parse_date(words: str) -> dt.date | None:
    """The day that some words give in full; None for no day, and for 03/04/2019, which may be two."""
    found = _ANY_DATE.search(words[:80])
    return iso_day(words) or (_read(found) if found else None)


def printed_date(text: str) -> Published:
    """The day printed at the head of a text: after "Published", alone on a line, in a by-line, in a dateline."""
    head = _head(text)
    for pattern in (_LABELLED, DATE_LINE, _BYLINE, _DATELINE, _RUN_ON, _UPDATED):
        for number, line in enumerate(head):
            if pattern in (_DATELINE, _RUN_ON) and number > 3:
                break
            found = _at_start(pattern, line)
            if not found:
                continue
            day = _read(found)
            if day:
                return Published(day, "printed")
            return Published(
                None,
                "unknown",
                f"the printed date {found['date'].strip()!r} is no single day: day and month may be either way round",
            )
    for line in text.split("\n")[-_FOOT_LINES:]:
        found = _LABELLED.match(line[:160]) if len(line) < 160 else None
        if found and (day := _read(found)):
            return Published(day, "printed")
    if any(_YEARLESS.match(line) for line in head[:4]):
        return Published(None, "unknown", "not given, and the dateline prints no year")
    return Published(None, "unknown", _UNKNOWN)


def _at_start(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """The pattern where a line begins; a date alone, or after a by-line, must fill a line that is no sentence."""
    if pattern in (DATE_LINE, _BYLINE):
        return pattern.fullmatch(line.strip()) if len(line) < 140 else None
    if pattern in (_LABELLED, _UPDATED) and (len(line) > 160 or ends_sentence(line)):
        return None
    return pattern.match(line)


def _head(text: str) -> list[str]:
    """The first lines of a text that hold anything, each cut after some hundred characters."""
    lines: list[str] = []
    for line in text[:20_000].split("\n"):
        if line.strip():
            lines.append(line[:_HEAD_LENGTH])
        if len(lines) == _HEAD_LINES:
            break
    return lines


def _read(found: re.Match[str]) -> dt.date | None:
    parts = found.groupdict()
    for number in "1234":
        if parts.get(f"y{number}"):
            return _day(parts[f"y{number}"], parts[f"m{number}"], parts[f"d{number}"])
    if parts.get("y5"):
        one, two = int(parts["a5"]), int(parts["b5"])
        if one == two or two > 12:
            return _day(parts["y5"], one, two)
        return _day(parts["y5"], two, one) if one > 12 else None
    return None


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    named = _MONTHS.get(str(month).lower().rstrip("."))
    try:
        return dt.date(int(year), named or int(month), int(day))
    except ValueError:
        return None
