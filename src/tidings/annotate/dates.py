"""Time expressions of an article with the first and last day they can mean (RECORD §4 Date).

Finding is by grammar (:mod:`~tidings.annotate.date_grammar`), checked against the parse; resolving
(:mod:`~tidings.annotate.date_meaning`, whose table lists every rule) goes through the text in order, so that "a day
earlier" can count from the date told before it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left

from msgspec import Struct
from msgspec.structs import replace

from tidings.annotate.calendar import Days
from tidings.annotate.date_context import Context, Meaning
from tidings.annotate.date_expressions import (
    Calendar,
    Counted,
    Duration,
    Expression,
    Night,
    Offset,
    Season,
    Since,
    Tense,
    Vague,
    kind_of,
)
from tidings.annotate.date_frames import is_clock_time, looks_back_at_day, own_day, print_dates
from tidings.annotate.date_grammar import Found, join, read_expressions
from tidings.annotate.date_meaning import is_anchor, settle
from tidings.annotate.date_nights import nights_before
from tidings.annotate.date_words import Lexeme
from tidings.model.mentions import DateMention
from tidings.model.text import Parse, Token
from tidings.model.values import DatePrecision, date_precision

_HEAD = 400  # characters that a page's own date line stands in, with the line after it


class Resolved(Struct, frozen=True):
    """A found expression with its meaning in its place in the text."""

    found: Found
    meaning: Meaning


def find_dates(parse: Parse, published: dt.date | None) -> tuple[DateMention, ...]:
    """The time expressions of a text, in text order, never overlapping, resolved against its publication day.

    A mention's span holds the date words without the preposition before them, but "since" and a span's "from",
    "between".
    """
    view = _view(parse)
    dated = resolved_dates(parse, published)
    return tuple(_mention(view, one) for one in dated[print_dates(parse.text, [one.found for one in dated]) :])


def print_date_line(text: str) -> tuple[int, int] | None:
    """Where the page's own date stands at the head of a text; its figures date no act and count nobody."""
    head = text[:_HEAD]
    words, found = read_expressions(head)
    found = join(words, found)
    if not print_dates(head, found):
        return None
    return found[0].start, found[0].end


def resolved_dates(
    parse: Parse, published: dt.date | None, *, narrative: bool = False, joined: bool = True
) -> list[Resolved]:
    """The expressions of a text with their meanings. ``narrative`` reads histories, whose clock is the story's own
    last date; without ``joined``, "from March to June" stays two dates.
    """
    words, found = read_expressions(parse.text)
    view = _view(parse)
    timed = (one for one in found if not is_clock_time(words, one, narrative=narrative))
    kept = [_narrowed(words, one) for one in timed if not _refuted(view, words, one)]
    kept = nights_before(parse, join(words, kept) if joined else kept)
    if published is None and not narrative:
        published = own_day(parse.text, kept)
    story = _Story(published, narrative)
    return [story.read(view, one) for one in kept]


def resolve_date(
    words: str, published: dt.date | None, anchor: dt.date | None = None, tense: Tense = "past"
) -> tuple[dt.date | None, dt.date | None, DatePrecision, str | None] | None:
    """First and last possible day, precision, and the reason if unresolved or contradictory; ``None`` when no date is
    in the words.

    ``anchor`` is the day that "a day earlier" counts from. Of several dates the first counts.

    >>> resolve_date("late April", dt.date(2019, 3, 24))[:3]
    (datetime.date(2018, 4, 21), datetime.date(2018, 4, 30), 'week')
    """
    found = join(*read_expressions(words))
    if not found:
        found = join(*read_expressions(f"in {words}"))  # a bare "2015" needs a word that vouches for it
    if not found:
        return None
    period = Days(anchor, anchor) if anchor else None
    meaning = settle(found[0].expression, Context(published=published, tense=tense, day=anchor, period=period))
    return meaning.first, meaning.last, date_precision(meaning.first, meaning.last), meaning.reason


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
    """What has been dated so far: the last single day, the last date of at most a year, the last one printed with its
    year in the running sentence.
    """

    def __init__(self, published: dt.date | None, narrative: bool) -> None:
        self.published = published
        self.narrative = narrative
        self.day: dt.date | None = None
        self.period: Days | None = None
        self.printed: Days | None = None
        self.sentence = -1
        self.told: Found | None = None

    def read(self, view: _View, found: Found) -> Resolved:
        """Resolve the next expression of the text and remember what later ones may count from."""
        sentence = view.parse.sentence_at(found.start)
        if sentence != self.sentence or sentence < 0:
            self.printed, self.sentence = None, sentence
        context = Context(
            published=self.published, tense=_tense(view, found), day=self.day, period=self.period, printed=self.printed,
            narrative=self.narrative,
        )  # fmt: skip
        meaning = settle(_of_the_act_before(view, self.told, found) or found.expression, context)
        self.told = found
        if self.narrative or self.day is None or not _looks_back(view, found):
            self._remember(found.expression, meaning.days)
        return Resolved(found, meaning)

    def _remember(self, expression: Expression, days: Days | None) -> None:
        if days is None or not is_anchor(days) or isinstance(expression, (Since, Duration, Vague)):
            return
        self.period = days
        if days.length == 1 or (isinstance(expression, Night) and days.length == 2):
            self.day = days.first
        if isinstance(expression, (Calendar, Season)) and expression.year is not None:
            self.printed = days


def _of_the_act_before(view: _View, told: Found | None, found: Found) -> Counted | None:
    """ "On Friday, a day after rebels seized the town, …": the words date what the rebels did, a day before Friday."""
    offset = found.expression
    if told is None or not isinstance(offset, Offset) or not offset.from_event or offset.amount is None:
        return None
    head = view.head(found.start, found.end)
    beside = view.parse.text[told.end : found.start].strip(" ,") == "" and told.start >= 0
    if head is None or not beside or view.parse.tokens[head.head].dep != "advcl":
        return None
    return Counted(told.expression, replace(offset, sign=-offset.sign, from_event=False))


def _mention(view: _View, one: Resolved) -> DateMention:
    found, first, last = one.found, one.meaning.first, one.meaning.last
    head = view.head(found.start, found.end)
    return DateMention(
        start=found.start, end=found.end, head=head.index if head else -1, kind=kind_of(found.expression),
        first=first, last=last, precision=date_precision(first, last), reason=one.meaning.reason,
    )  # fmt: skip


# The tense of the clause a date stands in


def _looks_back(view: _View, found: Found) -> bool:
    """In news a day in an aside of the past perfect ("whom gunmen had seized on 12 May") is not the story's running day."""
    token = view.head(found.start, found.end)
    for _ in range(_CLIMB):
        if token is None or token.head == token.index:
            return False
        token = view.parse.tokens[token.head]
        if token.pos == "VERB":
            helpers = {view.parse.tokens[child].text.lower() for child in view.parse.children(token.index)}
            return token.dep in ("relcl", "advcl", "acl") and "had" in helpers
    return False


_FUTURE = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_OPEN = frozenset(("would", "may", "might", "must", "should", "can"))
_COMING = frozenset(
    (
        "plan",
        "expect",
        "schedule",
        "set",
        "due",
        "intend",
        "prepare",
        "vow",
        "hope",
        "slate",
        "go",
        "likely",
        "ready",
        "propose",
    )
)
_PLANNED = frozenset(("schedule", "slate", "plan", "expect"))
_CLIMB = 6


def _tense(view: _View, found: Found) -> Tense:
    """Future where the verb above the date has "will" or "would", or is an infinitive that hangs from a word of planning."""
    if looks_back_at_day(view.parse.text, found):
        return "past"
    token = view.head(found.start, found.end)
    if token is not None and _follows_past(view.parse, token):
        return "past"
    for _ in range(_CLIMB):
        if token is None or token.head == token.index:
            break
        token = view.parse.tokens[token.head]
        if token.pos in ("VERB", "AUX"):
            return "future" if _looks_ahead(view.parse, token) else "past"
    return (
        "future" if token is not None and token.pos in ("VERB", "AUX") and _looks_ahead(view.parse, token) else "past"
    )


def _follows_past(parse: Parse, token: Token) -> bool:
    """ "He said on Monday the army would withdraw": the day of a verb right before it, whatever the parser hangs it from."""
    before = parse.tokens[max(0, token.index - 2) : token.index]
    return len(before) == 2 and before[1].text.lower() == "on" and before[0].tag == "VBD" and before[0].pos == "VERB"


def _looks_ahead(parse: Parse, verb: Token) -> bool:
    below = [parse.tokens[child] for child in parse.children(verb.index)]
    helpers = {child.lemma for child in below if child.dep in ("aux", "auxpass")}
    if helpers & _FUTURE or (helpers & _OPEN and "have" not in helpers):
        return True
    above = parse.tokens[verb.head]
    planned = (verb.lemma in _COMING and verb.tag == "VBN") or (above.index != verb.index and above.lemma in _COMING)
    return (planned and any(child.tag == "TO" for child in below)) or (verb.lemma in _PLANNED and verb.tag == "VBN")


# What looks like a date and is none

_PAPERS = frozenset(
    "times telegraph mail express mirror herald star post sun independent tribune gazette people".split()
)
_NAMED_AFTER_DAYS = frozenset(
    "movement brigade brigades alliance front bridge street square hospital city university organization organisation "
    "coalition avenue district neighborhood neighbourhood battalion stadium school group corps".split()
)
_NAMED_IN_SMALL = frozenset(("group", "organization", "organisation"))
_RENOWNED = frozenset(("black", "bloody", "super", "ash", "holy", "cyber"))


def _refuted(view: _View, words: list[Lexeme], found: Found) -> bool:
    """Whether the words around it or the parse say that this is a name, a verb or a count."""
    if _named(view.parse.text, words, found):
        return True
    seasonal = found.rule == "season"
    token = view.token_at(words[found.last - 1 if seasonal else found.first].start)
    if token is None:
        return False
    if seasonal:
        in_name = token.dep in ("compound", "amod", "nmod") or token.entity.endswith(("ORG", "PERSON", "EVENT"))
        return in_name or token.pos == "VERB"
    if found.rule in ("today", "now"):
        return token.entity.endswith("ORG") and token.text[0].isupper()
    if found.rule.startswith(("feast", "islamic", "iranian")):
        after = view.token_at(words[found.last - 1].end)
        return token.entity == "I-PERSON" or (after is not None and after.entity == "I-PERSON")
    if found.rule in ("soft month vouched for", "month", "soft month", "which month"):
        return token.entity.endswith("PERSON") or token.pos in ("AUX", "VERB")
    return (found.rule in ("month day", "lower-case day") and _is_helper(view, words, found)) or _is_count(
        view, words, found
    )


def _is_helper(view: _View, words: list[Lexeme], found: Found) -> bool:
    """ "15 may have died", "May 12 be the day": the month is the helping verb."""
    months = (word for word in words[found.first : found.last] if word.word == "may")
    return any((token := view.token_at(word.start)) is not None and token.pos in ("AUX", "VERB") for word in months)


def _named(text: str, words: list[Lexeme], found: Found) -> bool:
    """The Sunday Times, Black Friday, the July 26 Movement; "2015 GMT" is a time of day."""
    after = words[found.last] if found.last < len(words) else None
    if found.rule == "weekday":
        before = words[found.first - 1].word if found.first else ""
        return before in _RENOWNED or (after is not None and after.word in _PAPERS and text[after.start].isupper())
    if after is None or not isinstance(found.expression, Calendar):
        return False
    if found.expression.year is not None:
        return found.rule.startswith("year") and after.kind in ("CLOCK", "HOUR_UNITS")
    return after.word in _NAMED_IN_SMALL or (after.word in _NAMED_AFTER_DAYS and text[after.start].isupper())


def _narrowed(words: list[Lexeme], found: Found) -> Found:
    """ "In April 12 people were killed": nothing happens in a day of April, so the number is no day."""
    date = found.expression
    if found.rule != "month day" or not isinstance(date, Calendar) or date.year is not None or date.weekday is not None:
        return found
    last = found.last - 1
    if (
        not words[found.first].kind.endswith("MONTH")  # "in the early morning of September 18" has its day
        or words[found.first - 1 if found.first else 0].word != "in"
        or words[last].kind != "DAY_NUM"
        or last <= found.first
    ):
        return found
    return Found(found.start, words[last - 1].end, found.first, last, "month", Calendar(month=date.month))


_BEFORE_COUNTS = frozenset(
    ("of", "by", "from", "to", "about", "around", "over", "between", "for", "with", "at", "than")
)


def _is_count(view: _View, words: list[Lexeme], found: Found) -> bool:
    """ "Of 2000 people": a year-like number counts the plural noun after it; "the 2014 elections" are dated by the tagger."""
    if not found.rule.startswith(("year", "part of year")) or found.last >= len(words):
        return False
    counted = words[found.first].kind == "ABOUT"
    before = words[found.first].word if counted else words[found.first - 1].word if found.first else ""
    number, after = view.token_at(words[found.last - 1].start), view.token_at(words[found.last].start)
    if number is None or after is None or after.tag != "NNS":
        return False
    return before in _BEFORE_COUNTS or (before in ("the", "a", "and") and not number.entity.endswith("DATE"))


__all__ = ["find_dates", "print_date_line", "resolve_date", "resolved_dates"]
