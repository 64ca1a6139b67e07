"""Time expressions in, days out: a readable table of sentences (``dates/README.md``)."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from tidings.annotate.dates import find_dates
from tidings.annotate.sentences import SpacyParser
from tidings.model.mentions import DateMention
from tidings.model.text import Parse

TABLES = Path(__file__).parent / "dates"
Row = tuple[str, dt.date | None, str]


def rows(name: str) -> list[Row]:
    """Marked sentence, publication day and expected reading of each line of a table."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()[1:]
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(text, None if day == "-" else dt.date.fromisoformat(day), expected) for text, day, expected in cells]


def marked(text: str, mentions: tuple[DateMention, ...]) -> str:
    """The text with its mentions in brackets."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}[{text[mention.start : mention.end]}]{text[mention.end :]}"
    return text


def reading(mentions: tuple[DateMention, ...]) -> str:
    """The mentions as the tables write them."""
    return " ; ".join(
        f"{one.first or '-'} {one.last or '-'} {one.precision} {one.kind}" + (f" ({one.reason})" if one.reason else "")
        for one in mentions
    )


@pytest.mark.parametrize(("text", "published", "expected"), rows("expressions.tsv"))
def test_words_alone_give_these_days(text: str, published: dt.date | None, expected: str) -> None:
    """Each bracketed expression is found with these very words and means these days."""
    plain = re.sub(r"[\[\]]", "", text)
    found = find_dates(Parse(plain, (), ()), published)
    assert (marked(plain, found), reading(found)) == (text, expected)


@pytest.mark.parametrize(("text", "published", "expected"), rows("parsed.tsv"))
def test_the_parse_decides_tense_names_and_counts(
    text: str, published: dt.date | None, expected: str, parser: SpacyParser
) -> None:
    """Tense turns a weekday forward; names, verbs and counts that look like dates are none."""
    plain = re.sub(r"[\[\]]", "", text)
    found = find_dates(parser.parse(plain), published)
    assert (marked(plain, found), reading(found)) == (text, expected)


def disagreements() -> list[tuple[str, str, str, str]]:
    """Marked sentence, expected reading, who is right, and Duckling's days, of each line where Duckling says other days."""
    lines = (TABLES / "duckling.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [line.split("\t") for line in lines]
    return [(text, expected, right, theirs) for text, _, expected, theirs, right, _ in cells]


@pytest.mark.parametrize(("text", "expected", "right", "theirs"), disagreements())
def test_where_duckling_says_other_days_ours_stay(text: str, expected: str, right: str, theirs: str) -> None:
    """Where Duckling is right, ours is a gap that is known: a line that no longer holds is read over by hand."""
    plain = re.sub(r"[\[\]]", "", text)
    found = find_dates(Parse(plain, (), ()), dt.date(2019, 3, 24))
    assert (marked(plain, found), reading(found)) == (text, expected)
    assert right in ("ours", "both", "neither", "duckling")
    assert theirs != "-" or right == "ours"


def test_the_tables_are_broad() -> None:
    """At least eighty expressions are pinned, of every kind."""
    kinds = [kind for name in ("expressions.tsv", "parsed.tsv") for row in rows(name) for kind in re.findall(
        r"\b(absolute|deictic|anaphoric|duration|since|vague)\b", row[2])]  # fmt: skip
    assert len(kinds) >= 80
    assert set(kinds) == {"absolute", "deictic", "anaphoric", "duration", "since", "vague"}
