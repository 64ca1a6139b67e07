"""The sentence: what is known of an event in one line that can be quoted, with who says so and as of which day.

    At least 12 and as many as 19 people were killed (police; two hospital sources) in Qadra on 14 May 2019, as of 15 May.

Figures follow a named rule (RECORD §6) and stand in some article; what is not known is left out; what a party claims is
given as its claim; what is denied, planned, threatened or going on is never told as having happened.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

from tidings.export.dossier_passages import sentence_around
from tidings.export.sentence_line import Line
from tidings.export.sentence_tolls import is_ruling
from tidings.export.sentence_words import named, plain
from tidings.fusion.rules import DEFAULT_RULE, Rule
from tidings.model.article import Article
from tidings.model.event import Event, LedgerEntry, Member, View
from tidings.model.text import Evidence
from tidings.model.values import Attribution

_LONGEST_QUOTE: Final = 300  # code points of an article in a footnote


class Footnote(Struct, frozen=True, kw_only=True):
    """Where one thing of the sentence stands: who says it, in which words, in which article of which day."""

    says: str | None
    quote: str
    title: str | None
    outlet: str | None
    published: dt.date | None
    file: str


class Quotable(Struct, frozen=True, kw_only=True):
    """The sentence with its footnotes, in the order in which the sentence says things."""

    text: str
    footnotes: tuple[Footnote, ...]


def sentence(event: Event, view: View, rule: Rule = DEFAULT_RULE) -> str:
    """The one line of an event under a rule."""
    return Line(event, view, rule).text()


def quotable(event: Event, view: View, rule: Rule = DEFAULT_RULE) -> Quotable:
    """The line of an event under a rule, and where each of its figures and claims stands."""
    line = Line(event, view, rule)
    notes = dict.fromkeys(_footnote(entry, view) for entry in line.printed())
    notes |= dict.fromkeys(_opposing(member, said) for member, said in line.opposed())
    return Quotable(text=line.text(), footnotes=tuple(notes))


def _footnote(entry: LedgerEntry, view: View) -> Footnote:
    """Where an entry stands; of a ruling, the reviewer's reason or the words that the reviewer cites."""
    says = f"{entry.speaker}, on review" if is_ruling(entry) else entry.speaker and named(entry.speaker)
    return _note(view.members[entry.account].article, says, _quote(entry, view))


def _opposing(member: Member, said: Attribution) -> Footnote:
    """Where somebody denies or doubts it."""
    return _note(member.article, named(said.speaker), _around(member, said.evidence))


def _note(article: Article, says: str | None, quote: str) -> Footnote:
    return Footnote(
        says=says, quote=quote, title=article.title and plain(article.title), outlet=article.outlet and plain(article.outlet),
        published=article.published, file=article.file,
    )  # fmt: skip


def _quote(entry: LedgerEntry, view: View) -> str:
    """The words of the account that hold the entry's, else the entry's own."""
    if not entry.evidence or is_ruling(entry):
        return plain_quote(entry.words, entry.words)
    return _around(view.members[entry.account], entry.evidence)


def _around(member: Member, evidence: tuple[Evidence, ...]) -> str:
    """The act's words that hold the first of the evidence, else its sentence, else (where the text is gone) the evidence."""
    first, text = evidence[0], member.article.text
    for span in member.account.evidence:
        if span.start <= first.start and first.end <= span.end:
            return plain_quote(span.quote, first.quote)
    if text is not None:
        return plain_quote(sentence_around(text, first.start, first.end), first.quote)
    return plain_quote(" … ".join(dict.fromkeys(span.quote for span in sorted(evidence))), first.quote)


def plain_quote(told: str, inner: str) -> str:
    """The words that tell it on one line, cut around ``inner`` where they are long."""
    if len(told) > _LONGEST_QUOTE:
        at = max(0, told.find(inner) - _LONGEST_QUOTE // 3)
        told = f"{'…' if at else ''}{told[at : at + _LONGEST_QUOTE]}{'…' if at + _LONGEST_QUOTE < len(told) else ''}"
    return " ".join("".join(sign if sign.isprintable() else " " for sign in told).split())
