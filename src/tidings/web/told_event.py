"""One event in full, as its page wants it: only the articles of that event are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import select

from tidings.export.airwars_style import conceded, proposed_grade, strike_status
from tidings.export.dossier import dossier
from tidings.export.events import figure
from tidings.export.sentence import Quotable, quotable
from tidings.export.sentence_words import worded
from tidings.fusion.cluster import Pair
from tidings.fusion.compare import Tie
from tidings.fusion.fuse import Ground, ground, members_of
from tidings.fusion.rules import DEFAULT_RULE, Rule
from tidings.fusion.why import why_apart, why_joined
from tidings.fusion.wire import WireTie
from tidings.model.article import Article
from tidings.model.coding import Coding, read_coding
from tidings.model.event import Event, Member, View
from tidings.model.values import PlacePrecision
from tidings.reference.export_tables import load_airwars
from tidings.review.fields import PLAIN, TOLLS, shown
from tidings.review.queue import Scored, doubts_of
from tidings.store import links, schema
from tidings.store.portions import portions
from tidings.store.store import Store
from tidings.web.answers import NotFoundError
from tidings.web.index_rows import lean
from tidings.web.index_source import HeldEvents
from tidings.web.judging import ruling
from tidings.web.one_desk import seen_as
from tidings.web.records import Snapshot
from tidings.web.shapes import ArticleRef, Comment, EventTold, FieldLight, Named, Note, Telling

_MOST_WHY: Final = 40  # accounts of an event up to which each is told why it is one with the first; of more, /why tells
_AROUND_DEGREES: Final = 12.0  # of the places that the map of a dossier may name
_MOST_AROUND: Final = 60
_HARMS: Final = ("killed", "injured")
_ONE_FIELD: Final = (*PLAIN, "date", "place", "actors", "recipients")
#: What a point on a map means when it is not the place itself.
_PLACE_WORDS: Final[Mapping[PlacePrecision, str]] = {
    "near": "Near {name}: the point is that of {name}, and the place itself is not named.",
    "admin2": "Known to the district {name} only: where in it is not told, and any point stands for the district.",
    "admin1": "Known to the province {name} only: where in it is not told, and any point stands for the province.",
    "region": "Known to the wider area {name} only: any point stands for the area.",
    "country": "Known to the country only: no point stands for it.",
    "unresolved": "Which place is meant is not settled.",
}


CommentsOn = Callable[[tuple[str, ...]], tuple[Comment, ...]]


class Opened(Struct, frozen=True, kw_only=True):
    """An event with the articles that tell it. ``raw``: the event before any ruling."""

    raw: Event
    event: Event
    view: View
    codings: tuple[Coding, ...] = ()


def opened(store: Store, now: Snapshot, name: str) -> Opened:
    """The event that an id names, with its articles. NotFoundError when there is none."""
    shown = now.shown(name)
    event = shown.event
    if isinstance(now.source, HeldEvents):
        return Opened(raw=shown.raw, event=event, view=View(events=(event,), members=now.source.view.members))
    codings = linked_codings(store, {ref.article for ref in event.accounts})
    members = members_of(codings, now.ruled.rulings)
    return Opened(raw=shown.raw, event=event, view=View(events=(event,), members=members), codings=tuple(codings))


def linked_codings(store: Store, articles: Iterable[str]) -> list[Coding]:
    """What the events of the record rest on of some articles, by article id."""
    with store.transaction(writing=False) as connection:
        known = links.linked(connection, articles)
        kept: dict[str, bytes] = {}
        for some in portions(known.values()):
            wanted = select(schema.coding.c.id, schema.coding.c.line).where(schema.coding.c.id.in_(some))
            kept |= {row.id: row.line for row in connection.execute(wanted)}
    return [read_coding(kept[known[article]]) for article in sorted(known) if known[article] in kept]


def told_event(store: Store, now: Snapshot, name: str, comments_on: CommentsOn) -> EventTold:
    """All that the page of an event shows. ``comments_on``: the comments on any of some ids."""
    found = opened(store, now, name)
    event, members = found.event, found.view.told(found.event)
    state, summary = now.ruled.state(event), now.index.summary(event.id)
    assert summary is not None
    said = quotable(event, found.view)
    status, grade, reasons, conceded_ = _strike(event, members)
    place = event.values.place
    words = _PLACE_WORDS.get(place.precision) if place is not None else None
    return EventTold(
        event=event, summary=summary, sentence=said.text, notes=tuple(notes_of(said, members)),
        tellings=tuple(_tellings(store, now, found)), fields=tuple(fields_of(now, found)), state=state.state,
        history=tuple(ruling(one, now.ruled.judgements) for one in now.ruled.speaking_of(event)),
        comments=comments_on(tuple(ref.account for ref in event.accounts)),
        episode=tuple(filter(None, (now.index.summary(link.event) for link in event.links))),
        place_words=words.format(name=place.name) if words and place is not None else None, strike_status=status, grade=grade,
        grade_reasons=reasons, conceded=conceded_, names=_shown_names(event, members), seen=seen_as(event, now.ruled),
    )  # fmt: skip


def _shown_names(event: Event, members: tuple[Member, ...]) -> dict[str, str]:
    """How actors are shown whose names are not shown as they are printed."""
    told = [*event.values.actors, *event.values.recipients]
    for one in members:
        told += [*one.account.actors, *one.account.recipients]
    names = sorted({actor.name for actor in told})
    return {name: as_told for name in names if (as_told := worded(name)) != name}


def sentence_of(store: Store, now: Snapshot, name: str, rule: Rule) -> tuple[Quotable, tuple[Member, ...]]:
    """The sentence of an event under a rule, and the accounts it is drawn from."""
    found = opened(store, now, name)
    return quotable(found.event, found.view, rule), found.view.told(found.event)


def notes_of(said: Quotable, members: tuple[Member, ...]) -> Iterator[Note]:
    """Footnotes with the ids of their articles."""
    by_file = {member.article.file: member.article.id for member in members}
    for note in said.footnotes:
        yield Note(**{name: getattr(note, name) for name in note.__struct_fields__}, article=by_file.get(note.file))


def ref_of(article: Article, accounts: int = 0) -> ArticleRef:
    """An article as lists show it; one without a title goes by its file."""
    return ArticleRef(
        id=article.id, title=article.title or article.file, file=article.file, outlet=article.outlet, url=article.url,
        published=article.published, accounts=accounts, language=article.language,
    )  # fmt: skip


def telling_of(store: Store, now: Snapshot, account: str) -> Telling:
    """One account of an event. NotFoundError when it is in none."""
    found = opened(store, now, account)
    for one in _tellings(store, now, found):
        if one.account.id == account:
            return one
    raise NotFoundError(f"no account is called {account}")


def originals_of(store: Store, found: Opened) -> dict[str, tuple[str, ...]]:
    """SHA-256 of the bytes behind each article of an event, by its id."""
    kept: dict[str, set[str]] = {}
    joined = schema.coding.join(schema.capture, schema.capture.c.id == schema.coding.c.capture)
    with store.transaction(writing=False) as connection:
        for some in portions(ref.article for ref in found.event.accounts):
            wanted = select(schema.coding.c.article, schema.capture.c.sha256).select_from(joined)
            for row in connection.execute(wanted.where(schema.coding.c.article.in_(some))):
                kept.setdefault(row.article, set()).add(row.sha256)
    return {article: tuple(sorted(hashes)) for article, hashes in sorted(kept.items())}


# --- tellings ---------------------------------------------------------------------------------------------------------------


def _tellings(store: Store, now: Snapshot, found: Opened) -> Iterator[Telling]:
    event, members = found.event, found.view.told(found.event)
    groups = {article: group.id for group in event.wire_groups for article in group.articles}
    reasons = _merged(store, now, found, members) if len(members) <= _MOST_WHY else {}
    beside: dict[str, int] = {}
    for one in members:
        beside[one.article.id] = beside.get(one.article.id, 0) + 1
    for one in members:
        yield Telling(
            account=one.account, article=ref_of(one.article, beside[one.article.id]), wire_group=groups.get(one.article.id, ""),
            why=reasons.get(one.account.id),
        )  # fmt: skip


def _merged(store: Store, now: Snapshot, found: Opened, members: tuple[Member, ...]) -> dict[str, str]:
    """Why each account but the first is one event with those before it."""
    if len(members) == 1:
        return {}
    on, first = ground_of(store, now, found), members[0].account.id
    rulings = now.ruled.rulings
    return {one.account.id: why_joined(on, rulings, found.event, first, one.account.id) for one in members[1:]}


def ground_of(store: Store, now: Snapshot, *found: Opened) -> Ground:
    """What some events are made from: their accounts, and how their articles are tied, as the record holds it."""
    codings = [coding for one in found for coding in one.codings]
    if isinstance(now.source, HeldEvents):
        held = {member.article.id: member.article for one in found for member in one.view.told(one.event)}
        again = [one for one in store.codings() if one.article.id in held]
        return ground(again, now.ruled.rulings)
    members = members_of(codings, now.ruled.rulings)
    with store.transaction(writing=False) as connection:
        rows = [row.line for row in links.ties_of(connection, {coding.article.id for coding in codings})]
    ties = [msgspec.json.decode(line, type=WireTie) for line in rows]
    tied: dict[Pair, Tie] = {(tie.left, tie.right): tie.relation for tie in ties}
    groups = {article: group.id for one in found for group in one.event.wire_groups for article in group.articles}
    return Ground(members=members, tied=tied, groups=groups)


def why_one(store: Store, now: Snapshot, one: str, other: str) -> str:
    """Why two accounts or events are one event, or why they are not, as ``tidings why`` says it."""
    left, right = opened(store, now, one), opened(store, now, other)
    first, second = (
        name if _is_account(found, name) else found.event.accounts[0].account
        for found, name in ((left, one), (right, other))
    )
    if left.event.id == right.event.id:
        return why_joined(ground_of(store, now, left), now.ruled.rulings, left.event, first, second)
    return why_apart(ground_of(store, now, left, right), now.ruled.rulings, left.event, right.event)


def _is_account(found: Opened, name: str) -> bool:
    return any(ref.account == name for ref in found.event.accounts)


def dossier_of(store: Store, now: Snapshot, name: str, rule: Rule) -> tuple[Event, str]:
    """The event and its dossier, the page of ``tidings dossier``. Its map names places that events around it are known to be at."""
    found = opened(store, now, name)
    around = now.index.around(found.event.id, _AROUND_DEGREES, _MOST_AROUND)
    near = [lean(line) for line in now.source.lines(around)]
    others = members_of(
        linked_codings(store, {ref.article for each in near for ref in each.accounts}), now.ruled.rulings
    )
    view = View(events=found.view.events, members=others | found.view.members)
    page = dossier(
        found.event, view, rule=rule, merged=joined_in_turn(store, now, found), originals=originals_of(store, found),
        manifests=sorted(store.manifests()),
    )  # fmt: skip
    return found.event, page


def joined_in_turn(store: Store, now: Snapshot, found: Opened) -> dict[tuple[str, str], str]:
    """Why each account of an event and the next are one, as the dossier has it."""
    told = [ref.account for ref in found.event.accounts]
    if len(told) == 1:
        return {}
    on = ground_of(store, now, found)
    return {two: why_joined(on, now.ruled.rulings, found.event, *two) for two in pairwise(told)}


# --- fields -----------------------------------------------------------------------------------------------------------------


def fields_of(now: Snapshot, found: Opened) -> Iterator[FieldLight]:
    """Every field of an event: what it shows, how it stands, and what to check of it."""
    event, raw, state = found.event, found.raw, now.ruled.state(found.event)
    by = {one.field: one.by for one in now.ruled.speaking_of(event) if one.field is not None}
    checks: dict[str, list[str]] = {}
    scored = [Scored(type=one.account.type, score=one.account.score) for one in found.view.told(event)]
    for field, told, _ in doubts_of(scored, event):
        checks.setdefault(field, []).append(told)
    for field in (*_ONE_FIELD, *_toll_fields(event, raw)):
        light = state.fields.get(field)
        machine = shown(raw, field)
        yield FieldLight(
            field=field, shown=shown(event, field), light=light, by=by.get(field) if light else None,
            machine=machine if light in ("set", "rejected") else None, check="; ".join(checks.get(field, ())) or None,
        )  # fmt: skip


def _toll_fields(event: Event, raw: Event) -> list[str]:
    return [
        f"{name}.{group}"
        for name in TOLLS
        for group in sorted({*getattr(event.values, name), *getattr(raw.values, name)})
    ]


# --- strikes ----------------------------------------------------------------------------------------------------------------

_Strike = tuple[str | None, str | None, tuple[str, ...], tuple[Named, ...]]


def _strike(event: Event, members: tuple[Member, ...]) -> _Strike:
    """Status, proposed grade with its reasons and what is conceded; nothing for what is no strike that is told as having happened."""
    table, standing = load_airwars(), event.standing
    if event.type not in table.strike_types or standing.polarity != "affirmed" or standing.reality != "actual":
        return None, None, (), ()
    grade, reasons = proposed_grade(event, members, table)
    return strike_status(event, members, table), grade, tuple(reasons), tuple(_conceded(event, members, table))


def _conceded(event: Event, members: tuple[Member, ...], table: Any) -> Iterator[Named]:
    for actor in event.values.actors:
        for harm in _HARMS:
            found = conceded(event, members, actor, harm, table)
            if found is not None:
                count = next((one for one in (found.low, found.best, found.high) if one is not None), 0)
                yield Named(id=actor.key, name=f"{actor.name}: {harm} {figure(found)}", count=count)


__all__ = [
    "DEFAULT_RULE",
    "Opened",
    "fields_of",
    "joined_in_turn",
    "opened",
    "ref_of",
    "sentence_of",
    "told_event",
    "why_one",
]
