"""A second opinion on time expressions: ours against Duckling's days, on expressions that real texts print.

    python -m evals.duckling --python DUCK/bin/python [--out FILE]

``DUCK`` is an environment of its own with ``pip install pyduckling-native-phihos==0.3.0`` (x86-64 Linux); nothing of ours depends on
it. The expressions come from the train sets of ``../shared/data``: those that either of the two finds, each once, at most two of one shape
("5 May 2014" and "9 June 2012" are one), 500 in the order of their digests. Sentences of others may not be kept, expressions are facts:
each is read in a sentence of our own, published on Sunday 2019-03-24; one that counts from the text follows on "On March 20 the hill fell.".

**Agreement**: the same first and last day, or no day by either (durations, "recently"). Of Duckling's values the first before publication is
taken where it gives one; a day is a day whatever its hours. ``why`` sorts the others by what stands between the two: see ``WHY``. Who is
right is read by hand and stands in ``tests/golden/dates/duckling.tsv``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import re
import subprocess  # nosec
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from evals.common import SHARED, read_rows
from tidings.annotate.date_grammar import join, read_expressions
from tidings.annotate.dates import find_dates
from tidings.model.text import Parse

PUBLISHED = dt.date(2019, 3, 24)
_SETS = ("wikievents/train", "muc4/train", "wikiwars/train", "famus/train", "re3d/train")
_ANCHOR = "On March 20 the hill fell. "
_PREPOSITIONS = frozenset(
    "on in at by since during from until till before after over for within around about through throughout".split()
)
_SIZE, _PER_SHAPE = 500, 2
_MONTH = r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_ASK = """
import datetime, json, sys
import duckling as d
zones = d.load_time_zones("/usr/share/zoneinfo")
day = datetime.datetime.fromisoformat(sys.argv[1] + "T12:00:00+00:00")
context = d.Context(d.parse_ref_time(zones, "UTC", int(day.timestamp())), d.parse_locale("EN_GB", d.default_locale_lang(d.parse_lang("EN"))))
dims = d.parse_dimensions(["time"])
for line in sys.stdin:
    found = d.parse(json.loads(line), context, dims, False)
    print(json.dumps([[one["start"], one["end"], one["value"]] for one in found], default=str), flush=True)
"""


WHY = {
    "forward": "Duckling looks ahead from publication: Saturday is the next one",
    "anchor": "it counts from the text, which Duckling does not know",
    "slack": "two months ago: ours leaves the slack of the unit, Duckling names the day or the calendar unit",
    "season": "seasons by the month against by the sun, evenings of the weekend",
    "open": "since, from, until: Duckling's stretch has one end",
    "running": "whole units before the running one against days before publication",
    "unread": "Duckling finds no time in it",
    "no time": "a number, a name, a time of day",
    "length": "a length of time, which Duckling counts from publication",
    "other": "something else",
}


class Case(Struct, frozen=True):
    """An expression in its sentence, what we say and what Duckling says; a blank reading is an expression not found."""

    text: str
    ours: str
    duckling: str

    @property
    def agrees(self) -> bool:
        """Whether both name the same days."""
        return self.days == (self.duckling.split(" ")[:2] or ["-", "-"]) or (
            self.days == ["-", "-"] and not self.duckling
        )

    @property
    def days(self) -> list[str]:
        """First and last day by us."""
        return self.ours.split(" ")[:2] if self.ours else ["-", "-"]

    @property
    def why(self) -> str:
        """What stands between the two readings."""
        words, theirs = self.text.lower(), self.duckling.split(" ")[:2]
        if not self.ours:
            return "no time"
        if not self.duckling:
            return "anchor" if "anaphoric" in self.ours else "unread"
        tests = (
            ("anchor", "anaphoric" in self.ours), ("length", self.days == ["-", "-"]), ("open", "-" in theirs),
            ("slack", " ago]" in words), ("running", re.search(r"\b(last|past|next|coming)\b", words) is not None),
            ("season", re.search(r"spring|summer|autumn|winter|weekend", words) is not None),
            ("forward", theirs[0] > PUBLISHED.isoformat() >= self.days[0] or theirs[1] > PUBLISHED.isoformat() >= self.days[1]),
        )  # fmt: skip
        return next((name for name, holds in tests if holds), "other")


def texts() -> Iterator[str]:
    """The texts of the train sets and of the articles for development."""
    for name in _SETS:
        for row in read_rows(SHARED / "data" / f"{name}.jsonl"):
            yield str(row.get("text") or row.get("report") or "")
    for path in sorted((SHARED / "data" / "news").glob("*.json")):
        yield str(json.loads(path.read_text(encoding="utf-8")).get("text") or "")


def sentences() -> Iterator[str]:
    """The texts cut at full stops and line ends, roughly."""
    for text in texts():
        yield from (piece for piece in re.split(r"(?<=[.!?])\s+|\n+", text) if 10 < len(piece) < 400)


def ask(python: str, asked: list[str]) -> list[list[list[Any]]]:
    """Duckling's readings of each sentence: start, end, value."""
    given = "".join(json.dumps(one) + "\n" for one in asked)
    done = subprocess.run(
        [python, "-c", _ASK, PUBLISHED.isoformat()], input=given, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def expressions(python: str) -> list[str]:
    """The expressions that either finds, with the preposition before them, each once, a few of each shape, as many as are asked for."""
    known = sorted(
        {piece for piece in sentences() if re.search(r"\d|day|week|month|year|night|morning|hour|ago|er\b", piece)}
    )
    known = sorted(known, key=_digest)[:6000]
    found: dict[str, None] = {}
    for sentence, theirs in zip(known, ask(python, known), strict=True):
        ours = [(one.start, one.end) for one in join(*read_expressions(sentence))]
        others = [
            (start, end) for start, end, _ in theirs if not any(start < last and first < end for first, last in ours)
        ]
        for start, end in [*ours, *others]:
            found.setdefault(_with_preposition(sentence, start, end))
    shapes: Counter[str] = Counter()
    kept = []
    for words in sorted(found, key=_digest):
        shapes[shape := _shape(words)] += 1
        if shapes[shape] <= _PER_SHAPE:
            kept.append(words)
    return kept[:_SIZE]


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _with_preposition(sentence: str, start: int, end: int) -> str:
    before = sentence[:start].rstrip().rpartition(" ")[2].lower()
    return f"{before} {sentence[start:end]}" if before in _PREPOSITIONS else sentence[start:end]


def _shape(words: str) -> str:
    """The words with numbers, months and weekdays made alike."""
    words = re.sub(rf"\b(?:{_MONTH})\b\.?", "M", words.lower())
    words = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", "W", words)
    return re.sub(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b", "9", re.sub(r"\d+", "9", words))


def framed(words: str) -> tuple[str, int]:
    """A sentence of our own around an expression, and where the expression begins."""
    found = find_dates(Parse(words, (), ()), PUBLISHED)
    counts_from_text = any(one.kind == "anaphoric" for one in found)
    frame = _ANCHOR if counts_from_text else ""
    if (
        words[:1].isupper()
        and not words.lower().startswith(tuple(_PREPOSITIONS))
        and not re.match(rf"(?i)(?:{_MONTH})\b|\w+day\b", words)
    ):
        words = words[0].lower() + words[1:]
    frame += "The village was shelled "
    return f"{frame}{words}.", len(frame)


def days_of(value: dict[str, Any]) -> str:
    """First and last day of a Duckling value: the last one before publication, else the first."""
    try:
        readings = [_span(one) for one in (value.get("values") or [value])]
    except (ValueError, OverflowError):  # years before Christ
        return "- -"
    past = [one for one in readings if one[0] <= PUBLISHED.isoformat()]
    first, last = (past or readings or [("-", "-")])[0]
    return f"{first} {last}"


def _span(value: dict[str, Any]) -> tuple[str, str]:
    if value.get("type") == "interval":
        start, end = value.get("from"), value.get("to")
        return (start["value"][:10] if start else "-", _before(end) if end else "-")
    first = dt.date.fromisoformat(value["value"][:10])
    grain = value.get("grain")
    months = {"month": 1, "quarter": 3, "year": 12}.get(str(grain))
    if months:
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        return first.isoformat(), (dt.date(year, month + 1, 1) - dt.timedelta(days=1)).isoformat()
    return first.isoformat(), (first + dt.timedelta(days=6 if grain == "week" else 0)).isoformat()


def _before(end: dict[str, Any]) -> str:
    """The last day of an interval whose end is not part of it."""
    at = dt.datetime.fromisoformat(end["value"])
    return (at - dt.timedelta(seconds=1)).date().isoformat()


def compare(python: str) -> list[Case]:
    """Every expression in its sentence with both readings."""
    frames = [framed(words) for words in expressions(python)]
    cases = []
    for (text, start), theirs in zip(frames, ask(python, [text for text, _ in frames]), strict=True):
        found = [one for one in find_dates(Parse(text, (), ()), PUBLISHED) if one.end > start]
        marked = text
        for one in reversed(find_dates(Parse(text, (), ()), PUBLISHED)):
            marked = f"{marked[: one.start]}[{marked[one.start : one.end]}]{marked[one.end :]}"
        ours = " ; ".join(f"{one.first or '-'} {one.last or '-'} {one.kind}" for one in found)
        cases.append(Case(marked, ours, " ; ".join(days_of(value) for _, end, value in theirs if end > start)))
    return cases


def main() -> None:
    """Print how often they agree; with ``--out`` write the disagreements."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.duckling", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", required=True, help="the Python that has Duckling")
    parser.add_argument("--out", type=Path, help="where the disagreements go, as tab-separated lines")
    options = parser.parse_args()
    cases = compare(options.python)
    apart = [case for case in cases if not case.agrees]
    print(f"{len(cases)} expressions, {len(cases) - len(apart)} with the same days or none")
    counted = Counter(case.why for case in apart)
    print("\n".join(f"{counted[why]:4d} {why}: {meaning}" for why, meaning in WHY.items() if counted[why]))
    if options.out:
        lines = (
            f"{one.why}\t{one.text}\t{one.ours}\t{one.duckling}\n"
            for one in sorted(apart, key=lambda one: (one.why, one.text))
        )
        options.out.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
