"""What stands around a date and changes what it is: times of day in four figures, a page's own date line, possessive weekdays."""

from __future__ import annotations

import datetime as dt
import re

from tidings.annotate.date_context import Context
from tidings.annotate.date_expressions import Calendar, Expression, Range, Weekday
from tidings.annotate.date_grammar import Found
from tidings.annotate.date_meaning import settle
from tidings.annotate.date_words import Lexeme

_CLOCKS = frozenset(("CLOCK", "HOUR_UNITS"))
_ZONED = frozenset(("local", "zulu", "z"))
_AMOUNTS = frozenset(("prices", "levels", "rates", "dollars", "borders", "lines"))  # "at 2014 prices"
_OLDEST_YEAR_IN_NEWS = 1800
_INDENT = 20  # characters before a date on a line of its own
_OPENERS = frozenset(("FROM", "BETWEEN"))
_LINKS = frozenset(("TO", "AND", "DASH", "BY"))

# What is set for a day beforehand: "Sunday's vote will be close" looks ahead, "Sunday's bombing will be debated" back.
_SET_BEFOREHAND = frozenset(
    "election elections vote votes poll polls referendum ballot runoff run-off meeting meetings talks summit conference ceremony "
    "match game final session rally march protest protests demonstration deadline visit hearing trial funeral burial handover launch "
    "parade swap exchange truce ceasefire cease-fire debate speech inauguration anniversary holiday exercise exercises".split()
)
_POSSESSIVE = re.compile(r"['’]s?\s+(?:[^\W\d_]+-)?([^\W\d_]+(?:-[^\W\d_]+)?)(?:\s+([^\W\d_]+))?")
_HEADLINE_FOLLOWS = re.compile(r"[^\S\n]*(?:\n|[|•·]|[–—-]+\s|(?:at\s|,\s*)?\d{1,2}[:.]\d\d|[^\S\n]+[\"“‘'(]?[A-Z0-9])")
_DATELINE_PLACE = re.compile(
    r"\s*(?:\[[^\]\n]{1,30}\]\s*)?(?!(?:on|in|by|at|since|after|before|from|until|as|last|late|early|this)\b)"
    r"(?:[^\W\d_][^\W\d_.’'/() -]*(?:[.’'/() -]{1,2}[^\W\d_.’'/() -]+)*[.)]?,\s){1,3}\Z",
    re.IGNORECASE,
)
_DATELINE_DASH = re.compile(r"\s*(?:[(\[][^)\]\n]{1,60}[)\]]\s*)?(?:--|[—–]|-\s)")
_DATELINE_PLACES = 120  # characters
_LINE_ENDS = re.compile(r"[^\S\n]*(?:\n|\Z)")


def is_clock_time(words: list[Lexeme], found: Found, *, narrative: bool) -> bool:
    """Whether four figures are an hour and minute: "at 1710", "1130 GMT", "1430 local time", "from 1710 to 2250".

    A ``narrative`` tells of centuries, so there only the words around decide, not the figures.
    """
    if not found.rule.startswith("year"):
        return False
    if not isinstance(found.expression, (Calendar, Range)) or not _can_be_time(words[found.last - 1]):
        return False
    after = words[found.last] if found.last < len(words) else None
    if after is not None and (after.kind in _CLOCKS or _is_zone(words, found.last)):
        return True
    before = words[found.first - 1] if found.first else None
    if before is not None and before.word == "at":
        return not (after is not None and after.word in _AMOUNTS)
    return not narrative and (_in_span(words, found.first, found.last) or _between_years(words, found))


def _is_zone(words: list[Lexeme], at: int) -> bool:
    """ "1430 local time"; "the 2014 local elections" are none."""
    return words[at].word in _ZONED and at + 1 < len(words) and words[at + 1].word in ("time", "hours")


def _can_be_time(word: Lexeme) -> bool:
    """Whether a figure is written as a time of day is: 0000 to 2359."""
    return len(word.word) == 4 and word.word.isdigit() and word.value // 100 < 24 and word.value % 100 < 60


def _is_no_year(word: Lexeme) -> bool:
    return word.value < _OLDEST_YEAR_IN_NEWS or word.kind == "NUM"


def _in_span(words: list[Lexeme], first: int, last: int) -> bool:
    """One end of "from 1710 to 2250", "between 0400 and 1830", whose other end is a time and cannot be a year."""
    before = words[first - 1].kind if first else ""
    if before in _OPENERS and last + 1 < len(words) and words[last].kind in _LINKS:
        other, far = words[last + 1], words[first]
        return _can_be_time(other) and _can_be_time(far) and (_is_no_year(other) or other.value > 2099)
    if before in _LINKS and first > 2 and words[first - 3].kind in _OPENERS:
        return _can_be_time(words[first - 2]) and (words[first - 2].kind == "NUM" or words[first - 2].value < 1000)
    return False


def _between_years(words: list[Lexeme], found: Found) -> bool:
    """A whole span read as years, both of them times of day, of which one can be no year that news tell of."""
    inside = [word for word in words[found.first : found.last] if word.word.isdigit()]
    if not isinstance(found.expression, Range) or len(inside) < 2 or not all(map(_can_be_time, inside)):
        return False
    return any(_is_no_year(word) for word in inside) or inside[-1].value > inside[0].value + 300


def print_dates(text: str, found: list[Found]) -> int:
    """How many expressions at the very head of a text are its page's own date, no date of an act: one or none.

    A whole date with nothing before it that a line break or a headline follows, or that of a dateline. A diary, whose
    later entries are headed by lines of the same make, dates its acts so.
    """
    if found and is_dateline(text, found[0]):
        return 1
    if not found or text[: found[0].start].strip() or not _is_whole(found[0].expression):
        return 0
    rest = text[found[0].end :]
    if not rest.strip() or not _HEADLINE_FOLLOWS.match(rest):
        return 0
    heads = [one for one in found[1:] if _is_whole(one.expression) and _on_its_own(text, one)]
    return 0 if heads else 1


def is_dateline(text: str, first: Found) -> bool:
    """ "KABUL, Oct. 23 (Xinhua) --", "San Salvador, 14 Apr 89 (ACAN-EFE) --": where and when it was written, at the head of a text."""
    if not isinstance(first.expression, Calendar) or first.expression.day is None or first.start > _DATELINE_PLACES:
        return False
    return bool(_DATELINE_PLACE.match(text[: first.start])) and bool(_DATELINE_DASH.match(text, first.end))


def own_day(text: str, found: list[Found]) -> dt.date | None:
    """The day of a page's own date or of a dateline, where it is printed whole: what "yesterday" counts from, if nothing better is known."""
    if not print_dates(text, found) or not _is_whole(found[0].expression):
        return None
    meaning = settle(found[0].expression, Context(published=None))
    return meaning.first if meaning.first == meaning.last else None


def _is_whole(expression: Expression) -> bool:
    return isinstance(expression, Calendar) and None not in (expression.year, expression.month, expression.day)


def _on_its_own(text: str, one: Found) -> bool:
    before = text[max(0, one.start - _INDENT) : one.start]
    return "\n" in before and not before[before.rfind("\n") :].strip() and _LINE_ENDS.match(text, one.end) is not None


def looks_back_at_day(text: str, found: Found) -> bool:
    """Whether a weekday owns what happened on it: "Sunday's bombing" is past, whatever will be said of it."""
    if not isinstance(found.expression, Weekday) or found.expression.which == "next":
        return False
    match = _POSSESSIVE.match(text, found.end)
    return match is not None and not {(match[1] or "").lower(), (match[2] or "").lower()} & _SET_BEFOREHAND


__all__ = ["is_clock_time", "is_dateline", "looks_back_at_day", "own_day", "print_dates"]
