"""Time expressions of WikiWars: how well we find them and read their values.

    python -m evals.wikiwars ../shared/data/wikiwars/train.jsonl [--errors 40]

**Extent.** A gold expression and one of ours match when they overlap, one to one, the larger overlap first.
Precision, recall and F1 of these matches; "strict" asks for equal offsets.

**Value.** A match counts when our TIMEX2 VAL equals the gold one. Value F1 = 2 x right / (gold + ours), so a miss, a
false alarm and a wrong value all cost. Gold expressions with no VAL and those nested in another are neutral: not
asked for, and no false alarm for ours on them. MOD, SET and the anchor attributes are not scored.

**From days to VAL.** A DateMention holds first and last day; TIMEX2 names a grain. One day is ``1939-09-01``; within
a month ``1939-09`` (early, mid and late go into MOD); a season ``1943-SP``; a year or within one ``1939``; a decade
``193``; a century ``18``; part of a day by its word ``T`` + ``MO AF EV NI``. What has no days is read off the words:
durations (``P3D``, ``PXD``), years before Christ (``BC0480``), ``PRESENT_REF``, ``PAST_REF``, ``FUTURE_REF``. The
histories are read with the story as clock.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tidings.annotate.calendar import Days
from tidings.annotate.date_expressions import (
    Calendar,
    Duration,
    Expression,
    Night,
    Offset,
    Range,
    Relative,
    Season,
    Stretch,
    Trailing,
    Vague,
)
from tidings.annotate.dates import Resolved, resolved_dates
from tidings.annotate.sentences import Parser, SpacyParser
from tidings.model.text import Parse

_UNITS = {
    "hour": "H",
    "day": "D",
    "weekend": "WE",
    "week": "W",
    "month": "M",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
}
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
_DAYPARTS = {"morning": "MO", "dawn": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}


class Timex(Struct, frozen=True):
    """An expression with its TIMEX2 value; ``None`` where no value is given."""

    start: int
    end: int
    value: str | None


class Score(Struct, frozen=True):
    """Counts over all documents."""

    gold: int
    ours: int
    matched: int
    strict: int
    right: int

    def f1(self, hits: int) -> float:
        """F1 of a number of hits."""
        return 200 * hits / (self.gold + self.ours) if self.gold + self.ours else 0.0


def timexes(parse: Parse, published: dt.date) -> list[Timex]:
    """Our expressions of a history with TIMEX2 values; spans of dates are left as two."""
    found = resolved_dates(parse, published, narrative=True, joined=False)
    return [timex for one in found for timex in _ends(one, parse.text)]


_JOINT = re.compile(r"\s*(?:[-–—/]|\b(?:to|through|until|and|or)\b)\s*")


def _ends(one: Resolved, text: str) -> Iterator[Timex]:
    """One TIMEX2 for a date, two for a span of dates: what stands before and after its joining word."""
    found, days, expression = one.found, one.meaning.days, one.found.expression
    spans = isinstance(expression, Range) or (isinstance(expression, Calendar) and expression.last_day is not None)
    joint = _JOINT.search(text, found.start, found.end) if spans and days else None
    if joint is None or days is None:
        yield Timex(found.start, found.end, value_of(one, text))
        return
    first, last = (expression.start, expression.end) if isinstance(expression, Range) else (expression, expression)
    yield Timex(found.start, joint.start(), _from_days(first, Days(days.first, days.first), ""))
    yield Timex(joint.end(), found.end, _from_days(last, Days(days.last, days.last), ""))


def value_of(one: Resolved, text: str) -> str | None:
    """The TIMEX2 VAL of a resolved expression."""
    words = text[one.found.start : one.found.end].lower()
    expression = one.found.expression
    match expression:
        case Duration(amount=amount, unit=unit):
            return ("PT" if unit == "hour" else "P") + f"{'X' if amount is None else amount}{_UNITS[unit]}"
        case Vague():
            return "PAST_REF" if words in ("recently", "lately") else "PRESENT_REF"
        case Offset(amount=None, unit=unit, sign=sign) if unit != "hour":
            return "FUTURE_REF" if sign > 0 else "PAST_REF"
        case Trailing(amount=amount, unit=unit):
            return ("PT" if unit == "hour" else "P") + f"{'X' if amount is None else amount}{_UNITS[unit]}"
        case Stretch(unit=unit, amount=amount) if unit is not None and amount > 1:
            return f"P{amount}{_UNITS[unit]}"
        case Calendar(before_christ=True) | Season(before_christ=True):
            return _before_christ(expression)
    return _from_days(expression, one.meaning.days, words) if one.meaning.days else None


def _before_christ(date: Calendar | Season) -> str:
    year = f"BC{date.year or 0:04}"
    if isinstance(date, Season):
        return f"{year}-{_SEASONS[date.name]}"
    if date.grain == "century":
        return f"BC{(date.year or 1) - 1:02}"
    if date.grain == "decade":
        return f"BC{(date.year or 0) // 10:03}"
    return year + (f"-{date.month:02}" if date.month else "") + (f"-{date.day:02}" if date.day else "")


def _from_days(expression: Expression, days: Days, words: str) -> str:
    first = days.first
    match expression:
        case Season(name=name):
            return f"{first.year}-{_SEASONS[name]}"
        case Calendar(grain="decade"):
            return str(first.year // 10)
        case Calendar(grain="century"):
            return str(first.year // 100)
        case Offset(unit=unit) | Relative(unit=unit):
            return _by_unit(unit, _middle(days), words)
        case Night(of=inner):
            return _from_days(inner, days, words)
        case Calendar(month=int(), day=None):
            return f"{first:%Y-%m}"
        case Calendar(month=None, day=None):
            return str(first.year)
    return f"{first.isoformat()}" + _daypart(words)


def _by_unit(unit: str, day: dt.date, words: str) -> str:
    if unit == "week":
        return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
    return {
        "month": f"{day:%Y-%m}",
        "year": str(day.year),
        "decade": str(day.year // 10),
        "century": str(day.year // 100),
    }.get(unit, day.isoformat() + _daypart(words))


def _middle(days: Days) -> dt.date:
    return days.first + (days.last - days.first) / 2


def _daypart(words: str) -> str:
    return next((f"T{code}" for part, code in _DAYPARTS.items() if part in words.split()), "")


# Matching and counting


def pairs(gold: list[Timex], ours: list[Timex]) -> Iterator[tuple[Timex, Timex]]:
    """One-to-one matches, the larger overlap first, then the earlier."""
    overlaps = sorted(
        (max(g.start, o.start) - min(g.end, o.end), g.start, o.start, i, j)
        for i, g in enumerate(gold)
        for j, o in enumerate(ours)
        if g.start < o.end and o.start < g.end
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for _, _, _, i, j in overlaps:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            yield gold[i], ours[j]


def score(documents: list[tuple[list[Timex], list[Timex], list[Timex]]]) -> Score:
    """The counts over documents, each with its gold expressions, its neutral ones, and ours."""
    counts = [0, 0, 0, 0, 0]
    for gold, neutral, ours in documents:
        matched = list(pairs(gold, ours))
        taken = {o for _, o in matched}
        asked = [o for o in ours if o in taken or not any(n.start < o.end and o.start < n.end for n in neutral)]
        here = (
            len(gold), len(asked), len(matched), sum((g.start, g.end) == (o.start, o.end) for g, o in matched),
            sum(g.value == o.value for g, o in matched),
        )  # fmt: skip
        counts = [total + one for total, one in zip(counts, here, strict=True)]
    return Score(*counts)


def read(line: str) -> tuple[str, str, dt.date, list[Timex], list[Timex]]:
    """Id, text, document date, gold and neutral expressions of a line."""
    record = json.loads(line)
    gold: list[Timex] = []
    neutral: list[Timex] = []
    for timex in record["timex2"]:
        made = Timex(timex["start"], timex["end"], timex.get("val"))
        (gold if made.value and not timex["nested"] else neutral).append(made)
    return record["docid"], record["text"], dt.date.fromisoformat(record["dct"][:10]), gold, neutral


def evaluate(path: Path, parser: Parser) -> tuple[Score, list[str]]:
    """The score of a file, and one line for each error."""
    documents, errors = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, text, published, gold, neutral = read(line)
        ours = timexes(parser.parse(text), published)
        documents.append((gold, neutral, ours))
        errors += [f"{name} {error}" for error in _errors(text, gold, neutral, ours)]
    return score(documents), errors


def _errors(text: str, gold: list[Timex], neutral: list[Timex], ours: list[Timex]) -> Iterator[str]:
    matched = list(pairs(gold, ours))
    for g, o in matched:
        if g.value != o.value:
            near = text[max(0, o.start - 60) : o.end + 20]
            yield f"value  {text[g.start : g.end]!r} is {g.value}, ours {text[o.start : o.end]!r} {o.value}, in {near!r}"
    for g in gold:
        if g not in {m for m, _ in matched}:
            yield f"missed {text[g.start : g.end]!r} {g.value}"
    for o in ours:
        if o not in {m for _, m in matched} and not any(n.start < o.end and o.start < n.end for n in neutral):
            yield f"false  {text[o.start : o.end]!r} {o.value} in {text[max(0, o.start - 40) : o.end + 30]!r}"


def main() -> None:
    """Print the score, and with ``--errors N`` the first N errors."""
    options = argparse.ArgumentParser(description="Score our time expressions on WikiWars.")
    options.add_argument("path", type=Path)
    options.add_argument("--errors", type=int, default=0)
    given = options.parse_args()
    result, errors = evaluate(given.path, SpacyParser())
    print(f"gold {result.gold}  ours {result.ours}  matched {result.matched}")
    print(
        f"extent F1 {result.f1(result.matched):.1f}  strict {result.f1(result.strict):.1f}  "
        f"value F1 {result.f1(result.right):.1f}"
    )
    print("\n".join(errors[: given.errors]))


if __name__ == "__main__":
    main()
