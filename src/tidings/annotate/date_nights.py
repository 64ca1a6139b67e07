"""Whose night "overnight" is: that of the running day, or the one before an act or a statement that the sentence dates.

"Troops retook the port on Thursday after rebels withdrew overnight", "On Wednesday rescuers said that shells had hit the market overnight":
the night that ended on that day.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tidings.annotate.date_expressions import Calendar, Expression, Night, Relative, Weekday
from tidings.annotate.date_grammar import Found
from tidings.model.text import Parse, Token

_BEFORE = frozenset({"after", "once", "following"})
_OVERNIGHT = Relative(unit="day", night=True)


def nights_before(parse: Parse, found: list[Found]) -> list[Found]:
    """The expressions, each bare "overnight" that another dates made the night ending on the day of that one."""
    return [_dated(parse, one, found) if one.expression == _OVERNIGHT else one for one in found]


def _dated(parse: Parse, night: Found, found: list[Found]) -> Found:
    followed = _what_followed(parse, night)
    for other in found if followed is not None else ():
        day = _day(other.expression)
        if day is not None and followed == next(_verbs(_up_from(parse, other)), None):
            return replace(night, expression=Night(day, ends=True))
    return night


def _day(expression: Expression) -> Weekday | Calendar | Relative | None:
    match expression:
        case Weekday() | Calendar(day=int()) | Relative(unit="day", night=False):
            return expression
        case _:
            return None


def _what_followed(parse: Parse, night: Found) -> int | None:
    """The verb of what came after the night's act, or that tells it: the one above an "after" or a clause of speech."""
    way = _up_from(parse, night)
    for token in way:
        words = {parse.tokens[child].text.lower() for child in parse.children(token.index)}
        told = token.dep == "ccomp" and token.head < token.index
        if told or token.text.lower() in _BEFORE or (token.dep == "advcl" and words & _BEFORE):
            return next(_verbs(way), None)
    return None


def _verbs(way: Iterator[Token]) -> Iterator[int]:
    return (token.index for token in way if token.pos in ("VERB", "AUX"))


def _up_from(parse: Parse, found: Found) -> Iterator[Token]:
    """The word that governs an expression and what stands over it, up to the root."""
    index = parse.head_of(found.start, found.end)
    while index >= 0:
        token = parse.tokens[index]
        yield token
        index = token.head if token.head != index else -1
