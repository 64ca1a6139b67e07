"""Time expressions of an article with the first and last day they can mean (RECORD §4 Date).

Finding is by grammar (:mod:`~tidings.annotate.date_grammar`), checked against the parse; resolving (:mod:`~tidings.annotate.date_meaning`,
whose table lists every rule) goes through the text in order, so that "a day earlier" can count from the date told before it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left

from msgspec import Struct

from tidings.annotate.calendar import Days
from tidings.annotate.date_expressions import Calendar, Duration, Expression, Season, Since, Tense, Vague, kind_of
from tidings.annotate.date_grammar import Found, join, read_expressions
from tidings.annotate.date_meaning import Context, Meaning, is_anchor, settle
from tidings.annotate.date_words import Lexeme
from tidings.model.mentions import DateMention
from tidings.model.text import Parse, Token
from tidings.model.values import DatePrecision, date_precision


class Resolved(Struct, frozen=True):
    """A found expression with its meaning in its place in the text."""

    found: Found
    meaning: Meaning


def find_dates(parse: Parse, published: dt.date | None) -> tuple[DateMention, ...]:
    """The time expressions of a text, in text order, never overlapping, resolved against its publication day.

    A mention's span holds the date words without the preposition before them, but "since" and a span's "from", "between".
    """
    view = _view(parse)
    return tuple(_mention(view, one) for one in resolved_dates(parse, published))


def resolved_dates(parse: Parse, published: dt.date | None, *, narrative: bool = False, joined: bool = True) -> list[Resolved]:
    """The expressions of a text with their meanings. ``narrative`` reads histories, whose clock is the story's own last date;
    without ``joined``, "from March to June" stays two dates."""
    words, found = read_expressions(parse.text)
    view = _view(parse)
    kept = [one for one in found if not _refuted(view, words, one)]
    kept = join(words, kept) if joined else kept
    story = _Story(published, narrative)
    return [story.read(view, one) for one in kept]


def resolve_date(
    words: str, published: dt.date | None, anchor: dt.date | None = None, tense: Tense = "past"
) -> tuple[dt.date | None, dt.date | None, DatePrecision, str | None] | None:
    """First and last possible day, precision, and the reason if unresolved or contradictory; ``None`` when no date is in the words.

    ``anchor`` is the day that "a day earlier" counts from. Of several dates the first counts.

    >>> resolve_date("late April", dt.date(2019, 3, 24))[:3]
    (datetime.date(2018, 4, 21), datetime.date(2018, 4, 30), 'month')
    """
    found = join(*read_expressions(words))
    if not found:
        found = join(*read_expressions(f"in {words}"))  # a bare "2015" needs a word that vouches for it
    if not found:
        return None
    period = Days(anchor, anchor) if anchor else None
    meaning = settle(found[0].expression, Context(published=published, tense=tense, day=anchor, period=period))
    first, last = (meaning.days.first, meaning.days.last) if meaning.days else (None, None)
    return first, last, date_precision(first, last), meaning.reason


# Going through the text


class _View(Struct, frozen=True):
    """A parse with its token starts, to look tokens up by offset in logarithmic time."""

    parse: Parse
    starts: tuple[int, ...]

    def token_at(self, offset: int) -> Token | None:
        """The first token that starts at or after an offset."""
        at = bisect_left(self.starts, offset)
        return self.parse.tokens[at] if at < len(self.starts) else None

    def tokens(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that start in a stretch."""
        return self.parse.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def head(self, start: int, end: int) -> Token | None:
        """The token that governs a stretch: the first whose own head lies outside."""
        inside = self.tokens(start, end)
        indices = range(inside[0].index, inside[-1].index + 1) if inside else range(0)
        return next((token for token in inside if token.head not in indices or token.head == token.index), None)


def _view(parse: Parse) -> _View:
    return _View(parse, tuple(token.start for token in parse.tokens))


class _Story:
    """What has been dated so far: the last single day, the last date of at most a year, the last printed year."""

    def __init__(self, published: dt.date | None, narrative: bool) -> None:
        self.published = published
        self.narrative = narrative
        self.day: dt.date | None = None
        self.period: Days | None = None
        self.year: tuple[int, int] | None = None

    def read(self, view: _View, found: Found) -> Resolved:
        """Resolve the next expression of the text and remember what later ones may count from."""
        sentence = view.parse.sentence_at(found.start)
        year = self.year[1] if self.year and self.year[0] == sentence else None
        context = Context(
            published=self.published, tense=_tense(view, found), day=self.day, period=self.period, year=year, narrative=self.narrative
        )
        meaning = settle(found.expression, context)
        self._remember(found.expression, meaning.days, sentence)
        return Resolved(found, meaning)

    def _remember(self, expression: Expression, days: Days | None, sentence: int) -> None:
        if days is None or not is_anchor(days) or isinstance(expression, (Since, Duration, Vague)):
            return
        self.period = days
        if days.length == 1:
            self.day = days.first
        if isinstance(expression, (Calendar, Season)) and expression.year is not None and sentence >= 0:
            self.year = (sentence, expression.year)


def _mention(view: _View, one: Resolved) -> DateMention:
    found, days = one.found, one.meaning.days
    head = view.head(found.start, found.end)
    first, last = (days.first, days.last) if days else (None, None)
    return DateMention(
        start=found.start, end=found.end, head=head.index if head else -1, kind=kind_of(found.expression),
        first=first, last=last, precision=date_precision(first, last), reason=one.meaning.reason,
    )  # fmt: skip


# The tense of the clause a date stands in

_FUTURE = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_COMING = frozenset(("plan", "expect", "schedule", "set", "due", "intend", "prepare", "vow", "hope", "slate", "go", "likely", "ready", "propose"))
_CLIMB = 6


def _tense(view: _View, found: Found) -> Tense:
    """Future where the verb above the date has "will", or is an infinitive that hangs from a word of planning."""
    token = view.head(found.start, found.end)
    for _ in range(_CLIMB):
        if token is None or token.head == token.index:
            break
        token = view.parse.tokens[token.head]
        if token.pos in ("VERB", "AUX"):
            return "future" if _looks_ahead(view.parse, token) else "past"
    return "future" if token is not None and token.pos in ("VERB", "AUX") and _looks_ahead(view.parse, token) else "past"


def _looks_ahead(parse: Parse, verb: Token) -> bool:
    below = [parse.tokens[child] for child in parse.children(verb.index)]
    if any(child.dep in ("aux", "auxpass") and child.lemma in _FUTURE or child.text.lower() in _FUTURE for child in below):
        return True
    above = parse.tokens[verb.head]
    planned = verb.lemma in _COMING and verb.tag == "VBN" or above.index != verb.index and above.lemma in _COMING
    return planned and any(child.tag == "TO" for child in below) or verb.lemma in ("schedule", "slate") and verb.tag == "VBN"


# What looks like a date and is none

_PAPERS = frozenset("times telegraph mail express mirror herald star post sun independent tribune gazette people".split())
_NAMED_AFTER_DAYS = frozenset(
    "movement brigade brigades alliance front bridge street square hospital city university organization organisation coalition avenue "
    "district neighborhood neighbourhood battalion stadium school group corps".split()
)
_RENOWNED = frozenset(("black", "bloody", "super", "ash", "holy", "cyber"))


def _refuted(view: _View, words: list[Lexeme], found: Found) -> bool:
    """Whether the parse or the words around it say that this is a name, a verb or a count."""
    after = words[found.last].word if found.last < len(words) else ""
    before = words[found.first - 1].word if found.first else ""
    token = view.token_at(words[found.last - 1 if found.rule == "season" else found.first].start)
    if token is None:
        return False
    if found.rule == "weekday":
        return after in _PAPERS or before in _RENOWNED
    if found.rule in ("today", "now"):
        return token.entity.endswith("ORG") and token.text[0].isupper()
    if found.rule == "season":
        return token.pos == "VERB" or token.dep in ("compound", "amod", "nmod") or token.entity.endswith(("ORG", "PERSON", "EVENT"))
    if found.rule in ("soft month vouched for", "month", "soft month", "which month"):
        return token.entity.endswith("PERSON") or token.pos in ("AUX", "VERB")
    if found.rule.startswith(("month day", "day month")) and after in _NAMED_AFTER_DAYS:
        return view.parse.text[words[found.last].start].isupper()
    if found.rule == "month day" and token.pos == "AUX":
        return True
    return _is_count(view, words, found, before)


_WEAK = frozenset(("of", "by", "from", "to", "about", "around", "over", "between", "and", "the", "a", "for", "with", "at"))


def _is_count(view: _View, words: list[Lexeme], found: Found, before: str) -> bool:
    """ "Of 2000 people": a year-like number counts the plural noun after it, unless the tagger calls it a date."""
    if not found.rule.startswith(("year", "part of year")) or found.last >= len(words):
        return False
    number, after = view.token_at(words[found.last - 1].start), view.token_at(words[found.last].start)
    if number is None or after is None or number.entity.endswith("DATE"):
        return False
    if words[found.last].kind == "CLOCK" or words[found.last].word in ("hours", "hour"):
        return True
    return before in _WEAK and after.tag == "NNS"


__all__ = ["find_dates", "resolve_date", "resolved_dates"]
