"""Figures of displacement out of a record: each printed figure with its unit, flow or stock, role, from where and to where.

Rival figures stand side by side: of each event one flow and one stock figure is *recommended* and counts in totals, the
others are kept for *triangulation* and are never added to it. Households become persons only by a size that an
article states, with the arithmetic shown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tidings.export.losses import Losses
from tidings.model.event import Bounds, Event, LedgerEntry, Member, View
from tidings.model.text import Evidence
from tidings.model.values import Count, Place
from tidings.reference.actors import fold
from tidings.reference.displacement import DisplacementWords, load_displacement
from tidings.reference.safety import load_safety

Unit = Literal["PERSON", "HOUSEHOLD"]
Role = Literal["RECOMMENDED", "TRIANGULATION"]
Identifier = Literal["ORIGIN", "DESTINATION"]
_CLAUSE_END: Final = re.compile(r"(?<!\b[A-Z])\.(?!\w)|[;!?\n](?!\d)")  # not in "2.6", "U.N."
_BEFORE: Final = 40  # characters before a place in which a word says whether people left it or came to it
_TOLD_AS_SO: Final = ("actual", "ongoing")
_STANDING: Final = {"independent": 0, None: 1, "party": 2}


class Location(Struct, frozen=True, kw_only=True):
    """A place that people left or came to, with IDMC's accuracy (``None`` where the place is not known on a map)."""

    identifier: Identifier
    place: Place
    accuracy: str | None


class Figure(Struct, frozen=True, kw_only=True):
    """One printed figure. ``total``: persons, where they are printed or can be derived; ``calculation`` says how."""

    id: str
    event: str
    account: str
    article: str
    category: str
    flow_or_stock: Literal["FLOW", "STOCK"]
    unit: Unit
    quantifier: str
    reported: int
    household_size: float | None
    total: int | None
    role: Role
    term: str
    start: dt.date | None
    end: dt.date | None
    date_accuracy: str | None
    reported_on: dt.date | None
    locations: tuple[Location, ...]
    words: str
    excerpt: str | None
    speaker: str | None
    interest: str | None
    calculation: str
    superseded: bool


def figures(view: View, losses: Losses, full: View | None = None) -> Iterator[Figure]:
    """The figures of all events, in their order.

    A total over a whole war ("has displaced 2 million since 2009") is no new flow of a day: it is never recommended.

    ``full``: the record as it was before a profile took the articles out, to read the clauses around a figure in; nothing
    of it is written but what follows from them (flow or stock, a household's size).
    """
    for event in view.events:
        standing = event.standing
        if standing.polarity == "affirmed" and standing.reality in _TOLD_AS_SO:
            yield from _of_event(event, view, full or view, losses)
        elif any(entry.field.startswith("counts.displaced.") for entry in event.ledger):
            why = "nobody is said to have been displaced: only what is affirmed and happened, or goes on"
            losses.note(event.id, "event", "left out", why, f"{standing.polarity}, {standing.reality}")


def _of_event(event: Event, view: View, full: View, losses: Losses) -> list[Figure]:
    found: list[Figure] = []
    seen: set[tuple[object, ...]] = set()
    groups = {entry.article: entry.wire_group for entry in event.ledger}
    for member in view.told(event):
        for number, count in enumerate(member.account.counts):
            if count.kind != "displaced":
                continue
            figure = _figure(event, member, full.members.get(member.account.id, member), number, losses)
            if figure is None:
                continue
            key = (
                figure.category,
                figure.unit,
                figure.reported,
                figure.quantifier,
                figure.speaker,
                groups.get(figure.article),
            )
            if key in seen:
                losses.note(event.id, f"counts.{number}", "collapsed", "a copy of one text is one figure", count.words)
                continue
            seen.add(key)
            found.append(figure)
    return found if event.standing.reality == "ongoing" else _with_roles(found)


def _with_roles(found: list[Figure]) -> list[Figure]:
    """Of each category one is recommended: who is no party, the latest day, persons before households, then the first."""
    best: dict[str, Figure] = {}
    for figure in found:
        if not figure.superseded and (figure.category not in best or _rank(figure) < _rank(best[figure.category])):
            best[figure.category] = figure
    chosen = {figure.id for figure in best.values()}
    return [replace(figure, role="RECOMMENDED") if figure.id in chosen else figure for figure in found]


def _rank(figure: Figure) -> tuple[int, int, bool]:
    day = figure.reported_on or dt.date.min
    return _STANDING[figure.interest], -day.toordinal(), figure.unit == "HOUSEHOLD"


def _figure(event: Event, member: Member, full: Member, number: int, losses: Losses) -> Figure | None:
    words, count = load_displacement(), member.account.counts[number]
    field = f"counts.{number}"
    if count.polarity == "denied" or count.scope == "subset":
        why = "a denied figure is none" if count.polarity == "denied" else "part of another figure"
        losses.note(event.id, field, "left out", why, count.words)
        return None
    reported = next((each for each in (count.best, count.low, count.high) if each is not None), None)
    if reported is None:
        losses.note(event.id, field, "left out", "the words give no number", count.words)
        return None
    clause = clause_of(full, full.account.counts[number].evidence)
    stock = words.stock.search(fold(clause)) is not None
    if count.best is None and not any(char.isdigit() for char in count.words):
        losses.note(event.id, field, "derived", "a vague word's house value (RECORD §4)", count.words, reported)
    household = words.households.search(fold(count.words)) is not None
    quoted = member.article.text is not None
    size, stated = _household_size(event, full, losses, quoted=quoted) if household else (None, None)
    total, calculation = _total(reported, household, size, stated)
    if household and size is not None:
        losses.note(event.id, field, "derived", "households × stated size", count.words, calculation)
    entry = _entry(event, member, count)
    when, timed = member.account.date, not stock
    return Figure(
        id=f"{member.account.id}#{number}",
        event=event.id,
        account=member.account.id,
        article=member.article.id,
        category=_category(fold(clause), words, stock=stock),
        flow_or_stock="STOCK" if stock else "FLOW",
        unit="HOUSEHOLD" if household else "PERSON",
        quantifier=_quantifier(count, words),
        reported=reported,
        household_size=size,
        total=total,
        role="TRIANGULATION",
        term=words.term(clause, stock=stock),
        start=when.start if timed else None,
        end=when.end if timed else member.article.published,
        date_accuracy=words.date_accuracy.get(when.precision) if timed else "DAY" if member.article.published else None,
        reported_on=member.article.published,
        locations=tuple(_locations(member, full, words, stock=stock)),
        words=count.words,
        excerpt=excerpt_of(member, count),
        speaker=entry.speaker if entry else count.speaker,
        interest=entry.interest if entry else None,
        calculation=calculation,
        superseded=count.scope == "superseded" or (entry is not None and entry.superseded_by is not None),
    )


def _category(clause: str, words: DisplacementWords, *, stock: bool) -> str:
    if words.returns.search(clause):
        return "RETURNEES" if stock else "RETURN"
    if words.borders.search(clause):
        return "PEOPLE_DISPLACED_ACROSS_BORDERS" if stock else "CROSS_BORDER_FLIGHT"
    return "IDPS" if stock else "NEW_DISPLACEMENT"


def _quantifier(count: Count, words: DisplacementWords) -> str:
    """As printed; where no word says so, as the bounds do."""
    printed = fold(count.words)
    for name, pattern in words.quantifiers:
        if pattern.search(printed):
            return name
    if count.low == count.best == count.high:
        return "EXACT"
    if count.best is None:
        return "MORE_THAN" if count.low is not None else "LESS_THAN"
    return "APPROXIMATELY"


def _household_size(event: Event, full: Member, losses: Losses, *, quoted: bool) -> tuple[float | None, str | None]:
    """The one size that the article states, with its words where the article may be quoted; none where it states none or two."""
    texts = [full.article.text] if full.article.text else [span.quote for span in full.account.evidence]
    stated = [each for text in texts for each in load_displacement().household_sizes(text)]
    sizes = {size for size, _ in stated}
    printed = "; ".join(words for _, words in stated) if quoted else None
    if len(sizes) == 1:
        return stated[0][0], printed
    if len(sizes) > 1:
        losses.note(event.id, "household size", "dropped", "the article states more than one", printed)
    return None, None


def _total(reported: int, household: bool, size: float | None, stated: str | None) -> tuple[int | None, str]:
    if not household:
        return reported, "persons as printed"
    if size is None:
        return None, "households as printed; the article states no size, so there is no number of persons"
    total = int(reported * size + 0.5)
    basis = f"“{stated}”" if stated else "as the article states"
    return total, f"derived: {reported} households × {size:g} ({basis}) = {total} persons"


def _entry(event: Event, member: Member, count: Count) -> LedgerEntry | None:
    bounds = Bounds(low=count.low, best=count.best, high=count.high)
    return next(
        (
            entry
            for entry in event.ledger
            if entry.account == member.account.id
            and entry.field.startswith("counts.displaced.")
            and (entry.value, entry.words) == (bounds, count.words)
        ),
        None,
    )


def clause_of(member: Member, spans: Iterable[Evidence]) -> str:
    """The clause that a value stands in: from the stop before it to the stop after it; without the text its quotes."""
    text, first = member.article.text, min(spans, default=None)
    if first is None:
        return ""
    if text is None:
        around = [each.quote for each in member.account.evidence if each.start <= first.start < each.end]
        return around[0] if around else first.quote
    ends = [match.end() for match in _CLAUSE_END.finditer(text, 0, first.start)]
    after = _CLAUSE_END.search(text, first.end)
    return text[ends[-1] if ends else 0 : after.start() if after else len(text)]


def excerpt_of(member: Member, count: Count) -> str | None:
    """The passage that gives a figure, up to the quote cap; ``None`` where it may not be quoted."""
    first = min(count.evidence, default=None)
    if first is None:
        return None
    quotes = [each.quote for each in member.account.evidence if each.start <= first.start < each.end]
    if member.article.text is not None:
        quotes.append(clause_of(member, count.evidence).strip())
    return max([first.quote, *quotes], key=len)[: load_safety().quote_cap]


def _locations(member: Member, full: Member, words: DisplacementWords, *, stock: bool) -> Iterator[Location]:
    """The place of the account as origin unless a word before it says that people came there; others only where one does."""
    shown = (member.account.place, *member.account.other_places)
    told = (full.account.place, *full.account.other_places)
    if len(shown) != len(told):
        told = shown
    for number, (place, named) in enumerate(zip(shown, told, strict=True)):
        if place is None or named is None:
            continue
        sign = _sign(full, named, words)
        if sign is None and number == 0:
            sign = "DESTINATION" if stock else "ORIGIN"
        if sign is not None:
            yield Location(identifier=sign, place=place, accuracy=words.place_accuracy.get(place.precision))


def _sign(member: Member, place: Place, words: DisplacementWords) -> Identifier | None:
    text, first = member.article.text, min(place.evidence, default=None)
    if text is None or first is None:
        return None
    before = fold(text[max(0, first.start - _BEFORE) : first.start])
    before = _CLAUSE_END.split(before)[-1]
    signs: list[tuple[int, Identifier]] = [(match.end(), "ORIGIN") for match in words.origin.finditer(before)]
    signs += [(match.end(), "DESTINATION") for match in words.destination.finditer(before)]
    return max(signs)[1] if signs else None
