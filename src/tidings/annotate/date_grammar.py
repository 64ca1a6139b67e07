"""Reading time expressions off a text: the longest rule at each word, left to right, in linear time.

The text becomes one code per word, its class; the rules (:mod:`tidings.annotate.date_rules`) become regular
expressions over these codes, with bounded repeats, tried only near a word that can be an expression's heart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from tidings.annotate.date_expressions import (
    Calendar,
    Counted,
    Duration,
    Expression,
    Feast,
    Night,
    Offset,
    Range,
    Relative,
    Season,
    Since,
    Stretch,
    Vague,
    Weekday,
)
from tidings.annotate.date_patterns import CODES, codes, compiled, kept, openers
from tidings.annotate.date_rules import HEARTS, REACH, RULES, SETS, Maker
from tidings.annotate.date_words import Lexeme, lexemes


class Rule(Struct, frozen=True):
    """A pattern over word codes and what it makes; ``None`` from the maker lets a shorter rule try."""

    name: str
    pattern: re.Pattern[str]
    maker: Maker


class Found(Struct, frozen=True):
    """An expression at ``[start, end)`` of the text: lexemes ``[first, last)``, and the rule that read it."""

    start: int
    end: int
    first: int
    last: int
    rule: str
    expression: Expression


def read_expressions(text: str) -> tuple[list[Lexeme], list[Found]]:
    """The words of a text and its time expressions, in text order and without overlap; spans are not yet joined."""
    words = lexemes(text)
    coded = "".join([CODES[word.kind] for word in words])
    found: list[Found] = []
    reached = 0
    for position in _starts(coded):
        if position >= reached and (best := _longest(words, coded, position)):
            found.append(best)
            reached = best.last
    return words, found


def _starts(coded: str) -> Iterator[int]:
    """Positions where an expression may begin."""
    hearts = [match.start() for match in _HEART.finditer(coded)]
    for match in _OPENER.finditer(coded):
        heart = bisect_left(hearts, match.start())
        if heart < len(hearts) and hearts[heart] - match.start() <= REACH:
            yield match.start()


def _longest(words: list[Lexeme], coded: str, position: int) -> Found | None:
    best: Found | None = None
    for rule in _BY_CODE[coded[position]]:
        match = rule.pattern.match(coded, position)
        if match is None or match.end() <= (best.last if best else position):
            continue
        keeps = {kept(name): words[match.start(name)] for name, code in match.groupdict().items() if code}
        if (expression := rule.maker(keeps)) is not None:
            last = match.end() - (words[match.end() - 1].kind == "DOT")
            best = Found(words[position].start, words[last - 1].end, position, last, rule.name, expression)
    return best


def _by_code() -> dict[str, list[Rule]]:
    """The rules that can begin with each code."""
    table: dict[str, list[Rule]] = {}
    for name, pattern, maker in RULES:
        rule = Rule(name, compiled(pattern, SETS), maker)
        for code in openers(pattern, SETS):
            table.setdefault(code, []).append(rule)
    return table


_BY_CODE = _by_code()
_HEART = re.compile(f"[{codes(HEARTS, SETS)}]")
_OPENER = re.compile(f"[{''.join(sorted(_BY_CODE))}]")


# Joining: "since" and "from … to …"


def join(words: list[Lexeme], found: list[Found]) -> list[Found]:
    """The expressions with "from X to Y" made one span and "since X" one expression, the preposition included."""
    joined: list[Found] = []
    for here in found:
        if joined and (dated := _of_year(words, joined[-1], here) or _counted(joined[-1], here)):
            joined[-1] = dated
        elif joined and (span := _span(words, joined[-1], here)):
            joined[-1] = span
        elif joined and (days := _weekdays(words, joined[-1], here)):
            joined[-1] = days
            while len(joined) > 1 and (longer := _listed(words, joined[-2], joined[-1])):
                joined[-2:] = [longer]
        else:
            joined.append(here)
    return [_since(words, one) for one in joined]


def _of_year(words: list[Lexeme], left: Found, right: Found) -> Found | None:
    """ "5 March last year", "the spring of last year", "last year in March": the year that stands beside a date is its year."""
    between = [words[at].kind for at in range(left.last, min(right.first, left.last + 3))]
    if between not in ([], ["COMMA"], ["OF"], ["IN"], ["COMMA", "IN"]):
        return None
    date, year = (left, right) if _is_year(right.expression) else (right, left)
    if not _is_year(year.expression) or not isinstance(year.expression, Relative) or (date is right and not between):
        return None
    dated = _in_year(date.expression, year.expression.amount)
    return None if dated is None else Found(left.start, right.end, left.first, right.last, date.rule, dated)


def _is_year(expression: Expression) -> bool:
    plain = isinstance(expression, Relative) and expression.unit == "year" and not expression.anaphoric
    return plain and isinstance(expression, Relative) and expression.amount <= 0 and expression.part is None


def _in_year(expression: Expression, years: int) -> Expression | None:
    """The date in the year that is so many away from that of publication, if it has none of its own."""
    match expression:
        case Calendar(year=None, which=None, same_year=False) if expression.month is not None:
            return replace(expression, years=years)
        case Season(year=None, which=None, same_year=False) | Feast(year=None):
            return replace(expression, years=years)
        case Range(start=Calendar() as start, end=Calendar() as end):
            first, last = _in_year(start, years), _in_year(end, years)
            return None if first is None or last is None else Range(first, last)
    return None


def _counted(left: Found, right: Found) -> Found | None:
    """ "Two days before Christmas", "the day after 9 March"."""
    offset = left.expression
    if (
        not isinstance(offset, Offset)
        or not offset.from_event
        or right.first != left.last
        or not _joinable(right.expression)
    ):
        return None
    return Found(left.start, right.end, left.first, right.last, "counted", Counted(right.expression, offset))


def _span(words: list[Lexeme], left: Found, right: Found) -> Found | None:
    """ "X to Y", "between X and Y", "X-Y": two dates with one joining word between them."""
    if right.first - left.last != 1 or not _joinable(left.expression) or not _joinable(right.expression):
        return None
    joint = words[left.last].kind
    opening = words[left.first - 1].kind if left.first else ""
    alike = type(_without_night(left.expression)) is type(_without_night(right.expression))
    if (
        joint == "AND"
        and opening == "BETWEEN"
        or joint == "TO"
        and (opening == "FROM" or alike)
        or joint == "DASH"
        and alike
    ):
        first = left.first - 1 if opening in ("FROM", "BETWEEN") else left.first
        days = Range(_without_night(left.expression), _without_night(right.expression))
        return Found(words[first].start, right.end, first, right.last, "span", days)
    return None


def _without_night(expression: Expression) -> Expression:
    """ "Between Thursday night and Friday morning": from Thursday to Friday."""
    return expression.of if isinstance(expression, Night) else expression


def _weekdays(words: list[Lexeme], left: Found, right: Found) -> Found | None:
    """ "Thursday and Friday", "Monday, Tuesday, and Wednesday": from the first of them to the last."""
    between = [words[at].kind for at in range(left.last, min(right.first, left.last + 4)) if words[at].word != "again"]
    apart = between == ["AND", "IN"] and _pauses(
        words, right.last
    )  # "… on Monday and on Tuesday stormed it" are two acts
    if between not in (["AND"], ["COMMA", "AND"]) and not apart:
        return None
    if not (_is_plain_weekday(left.expression) and _is_plain_weekday(right.expression)):
        return None
    return Found(left.start, right.end, left.first, right.last, "span", Range(left.expression, right.expression))


def _pauses(words: list[Lexeme], at: int) -> bool:
    return at >= len(words) or words[at].kind in ("COMMA", "DOT", "STOP", "CLOSE", "BREAK", "DASH")


def _listed(words: list[Lexeme], left: Found, days: Found) -> Found | None:
    """The weekday that a list of weekdays goes back to, over a comma."""
    comma = days.first - left.last == 1 and words[left.last].kind == "COMMA"
    if not comma or not _is_plain_weekday(left.expression) or not isinstance(days.expression, Range):
        return None
    return Found(left.start, days.end, left.first, days.last, "span", Range(left.expression, days.expression.end))


def _is_plain_weekday(expression: Expression) -> bool:
    return isinstance(expression, Weekday) and not expression.anaphoric and expression.weeks is None


def _joinable(expression: Expression) -> bool:
    return isinstance(expression, (Calendar, Season, Feast, Weekday, Night, Relative, Offset, Stretch))


def _dates_a_clause(words: list[Lexeme], at: int) -> bool:
    """ "Since late September, when rebels shot down a jet": the date is that of the clause, not a stretch up to now."""
    at += at < len(words) and words[at].kind == "COMMA"
    return at < len(words) and words[at].word == "when"


def _since(words: list[Lexeme], found: Found) -> Found:
    """ "Since 2014", "since the end of March", "from 2014 onwards"; not "since the attack two days ago"."""
    before = [words[at].kind for at in range(max(0, found.first - 2), found.first)]
    back = (
        1
        if before[-1:] == ["SINCE"]
        else 2
        if before[:1] == ["SINCE"] and before[-1:] in (["PREP"], ["ABOUT"], ["THE"])
        else 0
    )
    if isinstance(found.expression, (Duration, Vague, Since, Range)):
        return found
    if back and _dates_a_clause(words, found.last):
        return found
    if back:
        first = found.first - back
        return Found(words[first].start, found.end, first, found.last, "since", Since(found.expression))
    after = words[found.last].kind if found.last < len(words) else ""
    if before[-1:] == ["FROM"] and after == "ONWARD":
        first, end = found.first - 1, words[found.last].end
        return Found(words[first].start, end, first, found.last + 1, "since", Since(found.expression))
    return found
