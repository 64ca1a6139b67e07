"""Every value that was read in an article, on its words: what it is, whose it is, and why it was read so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tidings.export.sentence_words import worded
from tidings.export.summary import counted, day, kind
from tidings.export.summary import figure as count_figure
from tidings.model.article import Article
from tidings.model.coding import Account, Coding, ControlStatement
from tidings.model.text import Evidence
from tidings.model.values import Actor, Attribution, Count, Place, When
from tidings.reference.ontology import load_ontology
from tidings.web.shapes import Span, SpanRole


def spans_of(coding: Coding) -> tuple[Span, ...]:
    """All spans of a coding in text order, the longer first where two begin together."""
    found: list[Span] = []
    for account in (*coding.accounts, *coding.suggested):
        found += _of_account(account, coding.article)
    for number, statement in enumerate(coding.control):
        found += _of_control(statement, f"control.{number}")
    for number, quote in enumerate(coding.quotes):
        who = f"{quote.speaker or 'somebody unnamed'}{f', {quote.role}' if quote.role else ''}"
        rule = f"words quoted, by “{quote.cue}”" if quote.cue else "words quoted"
        found += _spans(quote.evidence, "quote", f"quote.{number}", "content", who, rule)
    for number, gap in enumerate(coding.gaps):
        value, rule = f"{gap.property} of {gap.entity}", "the article itself says that this is not known"
        found += _spans(gap.evidence, "gap", f"gap.{number}", gap.property, value, rule)
    return tuple(sorted(found, key=lambda one: (one.start, -one.end, one.owner, one.field)))


def _spans(
    evidence: Iterable[Evidence], role: SpanRole, owner: str, field: str, value: str | None, rule: str | None
) -> Iterator[Span]:
    for span in evidence:
        yield Span(start=span.start, end=span.end, role=role, owner=owner, field=field, value=value, rule=rule)


def _of_account(account: Account, article: Article) -> Iterator[Span]:
    owner = account.id
    yield from _spans(account.evidence, "trigger", owner, "type", kind(account), _telling(account))
    for name, role in _SIDES:
        for number, actor in enumerate(getattr(account, name)):
            yield from _spans(actor.evidence, role, owner, f"{name}.{number}", worded(actor.name), _naming(actor))
    if account.place is not None:
        yield from _spans(
            account.place.evidence, "place", owner, "place", _where(account.place), _placing(account.place)
        )
    for number, place in enumerate(account.other_places):
        yield from _spans(place.evidence, "place", owner, f"other_places.{number}", _where(place), _placing(place))
    date = account.date
    if date.evidence:
        yield from _spans(date.evidence, "date", owner, "date", day(date), _dating(date, article))
    for number, count in enumerate(account.counts):
        yield from _spans(count.evidence, "count", owner, f"counts.{number}", _toll(count), _counting(count))
    for number, means in enumerate(account.means):
        rule = "done with it, as the words say"
        yield from _spans(means.evidence, "means", owner, f"means.{number}", means.name, rule)
    for number, said in enumerate(account.attribution):
        yield from _spans(said.evidence, "speaker", owner, f"attribution.{number}", said.speaker, _saying(said))


_SIDES: tuple[tuple[str, SpanRole], ...] = (("actors", "actor"), ("recipients", "recipient"))


def _of_control(statement: ControlStatement, owner: str) -> Iterator[Span]:
    who = f" by {statement.holder}" if statement.holder else ""
    window = f", from {statement.start or '?'} to {statement.end or '?'}" if statement.start or statement.end else ""
    rule = f"{statement.evidence_type.replace('_', ' ')}{window}{f', as {statement.speaker} says' if statement.speaker else ''}"
    yield from _spans(statement.evidence, "control", owner, "state", f"{statement.state}{who}", rule)
    yield from _spans(
        statement.place.evidence, "place", owner, "place", _where(statement.place), _placing(statement.place)
    )


# --- why it was read so -----------------------------------------------------------------------------------------------------


def _telling(account: Account) -> str:
    known = load_ontology().types.get(account.type)
    meaning = f"{account.type.replace('_', ' ')}: {known.definition}. " if known else ""
    words = (account.polarity, account.reality, "background" if account.background else "actual")
    standing = [word for word in words if word not in ("affirmed", "actual")]
    told = f"Told as {', '.join(standing)}. " if standing else ""
    why = f" {account.reasons.score}." if account.reasons.score else ""
    return f"{meaning}{told}Read by {account.producer}, score {account.score:.2f}.{why}"


def _naming(actor: Actor) -> str:
    named = f"{actor.name} of the table of actors ({actor.id})" if actor.id else "as printed; no table lists the name"
    by = f"; named by {', '.join(actor.attributed_by)}, not by the text itself" if actor.attributed_by else ""
    return f"{actor.kind.replace('_', ' ')}: {named}{by}"


def _where(place: Place) -> str:
    return ", ".join(filter(None, (place.name, place.admin1, place.country)))


def _placing(place: Place) -> str:
    reasons = "; ".join(place.candidates[0].reasons) if place.candidates else ""
    rivals = f"; {len(place.candidates) - 1} more of the name were weighed" if len(place.candidates) > 1 else ""
    known = {"exact": "the place itself", "near": "near it", "unresolved": "not settled"}.get(
        place.precision, f"known to the {place.precision}"
    )
    return f"{known}{f': {reasons}' if reasons else ''}{rivals}"


def _dating(date: When, article: Article) -> str:
    printed = f"“{date.words}”" if date.words else "the words"
    base = f", in an article of {article.published}" if article.published else ", in an article without a day"
    return f"{printed}{base} ({date.precision.replace('_', ' ')})"


def _toll(count: Count) -> str:
    return f"{count.kind} {count_figure(count)}, {counted(count.group)}"


def _counting(count: Count) -> str:
    low, best, high = (("unknown" if one is None else str(one)) for one in (count.low, count.best, count.high))
    scope = {
        "this": "",
        "subset": "; a part of a larger figure",
        "joint": "; of several events together",
        "superseded": "; taken back in the text itself",
    }[count.scope]
    denied = "; denied" if count.polarity == "denied" else ""
    said = f"; said by {count.speaker}" if count.speaker else ""
    return f"“{count.words}” read as low {low}, best {best}, high {high}{scope}{denied}{said}"


def _saying(said: Attribution) -> str:
    covers = f", of {', '.join(said.covers)}" if said.covers else ""
    return f"{said.stance} it{covers}, by “{said.cue}” ({said.kind})"
