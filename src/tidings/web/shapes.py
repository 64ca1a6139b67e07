"""What the API says: immutable values, one for each kind of answer. The pages have their types from these (OpenAPI).

Values of the record itself (events, accounts, articles, places, control) are those of ``tidings.model``, as the exports have them.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from tidings.control.answer import Answer  # noqa: F401  (the answer of /control, beside the shapes)
from tidings.model.article import Article
from tidings.model.audit import CodedField, Role
from tidings.model.coding import Account, ControlStatement, Failure, Gap, Quote
from tidings.model.control import ControlEvidence, ControlPlace, ReportedState, Spell
from tidings.model.event import Event, LedgerEntry
from tidings.model.judgement import Verb
from tidings.model.values import PlacePrecision
from tidings.review.rulings import Light, State

SpanRole = Literal[
    "trigger", "actor", "recipient", "place", "date", "count", "means", "speaker", "control", "quote", "gap"
]


class Named(Struct, frozen=True, kw_only=True):
    """Something with an id and the name people read."""

    id: str
    name: str
    count: int = 0


class Meta(Struct, frozen=True, kw_only=True):
    """What a desk shows and who is asking.

    ``generation`` changes with whatever changes in the record. ``who`` is null while nobody is signed in; ``people``: whether one
    must be. ``csrf`` goes with every change as ``X-CSRF-Token``. ``types``: those of the codebook; ``first`` and ``last``: days of events.
    """

    version: str
    record: str
    generation: str
    who: str | None
    role: Role | None
    people: bool
    csrf: str | None
    may_write: bool
    events: int
    articles: int
    first: dt.date | None
    last: dt.date | None
    types: tuple[Named, ...]
    exports: tuple[Named, ...]
    network: Literal["off"] = "off"


class Toll(Struct, frozen=True, kw_only=True):
    """Bounds over all groups, as the event's figures give them; ``words``: as one writes them ("12–19 civilians, 3")."""

    low: int | None
    best: int | None
    high: int | None
    words: str


class EventSummary(Struct, frozen=True, kw_only=True):
    """An event in a list. ``kind``: its type with its standing ("shelling (planned)"); ``voices``: independent ones."""

    id: str
    type: str
    kind: str
    standing: str
    start: dt.date | None
    end: dt.date | None
    when: str
    actors: tuple[Named, ...]
    recipients: tuple[Named, ...]
    place_id: str | None
    place: str | None
    country: str | None
    admin1: str | None
    precision: PlacePrecision | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    killed: Toll | None
    injured: Toll | None
    voices: int
    articles: int
    disputed: bool
    state: State


class EventPage(Struct, frozen=True, kw_only=True):
    """Events that the filters let through, in order of time. ``next``: the cursor of the next page."""

    total: int
    next: str | None
    items: tuple[EventSummary, ...]


class MapPoints(Struct, frozen=True, kw_only=True):
    """Where the events are, for the map: a row for each place as exactly as it is known, in columns of one length.

    ``events``: how many are known to be there in this way; ``total`` counts all under the filters, ``unplaced`` those without a row.
    ``area``: the outline to draw instead of a point (of a district or province), for
    ``/outlines/{area}``. ``place``: the place's id, as the filter takes it.
    """

    total: int
    unplaced: int
    events: tuple[int, ...]
    lat: tuple[float, ...]
    lon: tuple[float, ...]
    radius_km: tuple[float | None, ...]
    precision: tuple[PlacePrecision, ...]
    area: tuple[str | None, ...]
    name: tuple[str, ...]
    place: tuple[str | None, ...]


class Bin(Struct, frozen=True, kw_only=True):
    """Events of a stretch of days: how many, and the sums of their lowest and highest figures of the killed where any is told."""

    start: dt.date
    end: dt.date
    events: int
    killed_low: int
    killed_high: int
    without_toll: int


class Timeline(Struct, frozen=True, kw_only=True):
    """Events over time. ``undated``: those without any day."""

    by: Literal["day", "week", "month", "year"]
    bins: tuple[Bin, ...]
    undated: int


class Facets(Struct, frozen=True, kw_only=True):
    """What the filters could be set to, with the number of events under the other filters, most first."""

    types: tuple[Named, ...]
    actors: tuple[Named, ...]
    places: tuple[Named, ...]
    countries: tuple[Named, ...]
    standings: tuple[Named, ...]
    states: tuple[Named, ...]


class ArticleRef(Struct, frozen=True, kw_only=True):
    """An article in a list."""

    id: str
    title: str
    file: str
    outlet: str | None
    url: str | None
    published: dt.date | None
    accounts: int = 0
    language: str | None = None


class ArticlePage(Struct, frozen=True, kw_only=True):
    """Articles of the record, by publication day and file."""

    total: int
    next: str | None
    items: tuple[ArticleRef, ...]


class FieldLight(Struct, frozen=True, kw_only=True):
    """One field of an event for review: what it shows, how it stands, and what to check of it.

    ``machine``: the automatic value, where a person has set another.
    """

    field: str
    shown: str | None
    light: Light | None
    by: str | None
    machine: str | None
    check: str | None


class Ruling(Struct, frozen=True, kw_only=True):
    """A judgement as it is shown. ``told``: in words; ``holds``: not taken back."""

    id: str
    at: str
    by: str
    verb: Verb
    field: str | None
    told: str
    value: str | None
    reason: str | None
    holds: bool


class Comment(Struct, frozen=True, kw_only=True):
    """What somebody has written to an event or to words of an article; ``id`` is that of its line in the audit log."""

    id: str
    at: str
    by: str
    target: str
    field: str | None
    article: str | None
    start: int | None
    end: int | None
    text: str


class Telling(Struct, frozen=True, kw_only=True):
    """One account of an event with its article, and the words it rests on by role."""

    account: Account
    article: ArticleRef
    wire_group: str
    why: str | None


class Note(Struct, frozen=True, kw_only=True):
    """A footnote of the sentence."""

    says: str | None
    quote: str
    title: str | None
    outlet: str | None
    published: dt.date | None
    file: str
    article: str | None


class SentenceTold(Struct, frozen=True, kw_only=True):
    """The sentence of an event under a rule for its figures, with its footnotes."""

    rule: str
    text: str
    notes: tuple[Note, ...]


class EventTold(Struct, frozen=True, kw_only=True):
    """One event in full: the record's own line, and what a page needs beside it.

    ``grade``, ``grade_reasons``, ``strike_status`` and ``conceded``: proposals in Airwars' manner where the event is a strike; never
    published without a person. ``names``: how actors are shown whose printed names judge ("terrorists"). ``seen``: what this event, and what was ruled on it, is known as; it goes back with a judgement.
    """

    event: Event
    summary: EventSummary
    sentence: str
    notes: tuple[Note, ...]
    tellings: tuple[Telling, ...]
    fields: tuple[FieldLight, ...]
    state: State
    history: tuple[Ruling, ...]
    comments: tuple[Comment, ...]
    episode: tuple[EventSummary, ...]
    place_words: str | None
    strike_status: str | None
    grade: str | None
    grade_reasons: tuple[str, ...]
    conceded: tuple[Named, ...]
    names: dict[str, str]
    seen: str = ""


class Claims(Struct, frozen=True, kw_only=True):
    """The ledger of an event."""

    event: str
    items: tuple[LedgerEntry, ...]


class Span(Struct, frozen=True, kw_only=True):
    """Words of an article with what they are words of. ``owner``: the account (or ``control.N``, ``quote.N``); ``field``: of it.

    ``rule``: why they were read so, in plain words.
    """

    start: int
    end: int
    role: SpanRole
    owner: str
    field: str
    value: str | None
    rule: str | None


class ArticleTold(Struct, frozen=True, kw_only=True):
    """One article: its clean text, what was read in it, and which events tell it. Text is plain and never markup.

    ``original``: its bytes as text, as far as they are text, with nothing of them run; ``removed``: stretches that cleaning took out.
    """

    article: Article
    spans: tuple[Span, ...]
    accounts: tuple[Account, ...]
    suggested: tuple[Account, ...]
    control: tuple[ControlStatement, ...]
    quotes: tuple[Quote, ...]
    gaps: tuple[Gap, ...]
    failures: tuple[Failure, ...]
    events: dict[str, str]
    copies: tuple[ArticleRef, ...]
    original: str | None
    original_cut: bool
    comments: tuple[Comment, ...]


class PlaceHit(Struct, frozen=True, kw_only=True):
    """A place that a name may mean."""

    id: str
    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    score: float
    reasons: tuple[str, ...]


class PlaceHits(Struct, frozen=True, kw_only=True):
    """Ranked answers."""

    items: tuple[PlaceHit, ...]


class ActorHits(Struct, frozen=True, kw_only=True):
    """Ranked answers; ``count`` is the score in hundredths."""

    items: tuple[Named, ...]


class HeldPlace(Struct, frozen=True, kw_only=True):
    """A place with its reported state on a day, for the map."""

    id: str
    name: str
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    state: ReportedState
    holder: str | None
    probability: float
    stale_days: int | None


class ControlDay(Struct, frozen=True, kw_only=True):
    """Who held what on a day. ``parties``: keys and names of all holders, those with most places first.

    ``holder`` of a place is a party's id. ``first`` and ``last``: the days that the evidence of the record speaks of.
    """

    on: dt.date
    as_known: dt.date | None
    parties: tuple[Named, ...]
    places: tuple[HeldPlace, ...]
    contested_share: float
    first: dt.date | None = None
    last: dt.date | None = None


class ControlSeries(Struct, frozen=True, kw_only=True):
    """A place's spells: ``spells`` smoothed (the best history), ``filtered`` as known on each day; ``evidence`` by day."""

    id: str
    name: str
    parties: tuple[Named, ...]
    spells: tuple[Spell, ...]
    filtered: tuple[Spell, ...] = ()
    evidence: tuple[ControlEvidence, ...] = ()
    place: ControlPlace | None = None


class QueueItem(Struct, frozen=True, kw_only=True):
    """One thing to look at. ``suggested``: an account too unsure to stand in the record."""

    id: str
    told: str
    state: State
    worth: float
    doubt: float
    weight: float
    check: tuple[str, ...]
    suggested: bool
    summary: EventSummary | None
    taken_by: str | None


class Queue(Struct, frozen=True, kw_only=True):
    """What to look at first; ``open``: how many there are."""

    open: int
    total: int
    next: str | None
    items: tuple[QueueItem, ...]


class ToRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A judgement to be made. ``value``: as typed (``tidings review set``); ``spans`` with ``article``: the words bound to it.

    ``others``: of a merge the other event, of a split the accounts or articles that leave. ``seen``: what the event was
    looked at as (``EventTold.seen``); when it has changed since, the answer is 409.
    """

    verb: Verb
    target: str
    field: str | None = None
    value: str | None = None
    others: tuple[str, ...] = ()
    article: str | None = None
    start: int | None = None
    end: int | None = None
    reason: str | None = None
    seen: str | None = None


class Ruled(Struct, frozen=True, kw_only=True):
    """The judgement made, and the event it left (null when it is none any more), with what that is now known as."""

    judgement: Ruling
    event: str | None
    generation: str
    seen: str | None = None


class ToComment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A comment to be made."""

    target: str
    text: str
    field: str | None = None
    article: str | None = None
    start: int | None = None
    end: int | None = None


class Comments(Struct, frozen=True, kw_only=True):
    """Comments, the oldest first."""

    items: tuple[Comment, ...]


class ToSignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Name and password."""

    name: str
    password: str


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who may sign in."""

    name: str
    role: Role
    active: bool
    since: str


class People(Struct, frozen=True, kw_only=True):
    """Everybody."""

    items: tuple[Person, ...]


class ToAddPerson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody new, or somebody's new role, password or leave."""

    name: str
    role: Role
    password: str | None = None
    active: bool = True


class AuditLine(Struct, frozen=True, kw_only=True):
    """One line of the audit log: only ever added, each tied to the one before it."""

    number: int
    id: str
    at: str
    by: str
    action: str
    target: str
    told: str


class AuditPage(Struct, frozen=True, kw_only=True):
    """Lines of the audit log, the newest first. ``whole``: whether the chain of its ids is unbroken."""

    total: int
    next: str | None
    whole: bool
    items: tuple[AuditLine, ...]


class SetSummary(Struct, frozen=True, kw_only=True):
    """A set of events that two coders code blind. ``blind``: coders who see no machine values; ``done``: answers by coder."""

    id: str
    name: str
    coders: tuple[str, ...]
    blind: tuple[str, ...]
    events: tuple[str, ...]
    done: dict[str, int]
    adjudicated: int
    closed: bool


class Sets(Struct, frozen=True, kw_only=True):
    """All sets that whoever asks may see."""

    items: tuple[SetSummary, ...]


class ToMakeSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A set to be made."""

    name: str
    coders: tuple[str, ...]
    blind: tuple[str, ...]
    events: tuple[str, ...]


class ToAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A coder's answers to one event of a set; ``keys``: how many keys it took."""

    event: str
    fields: tuple[CodedField, ...]
    is_event: bool = True
    keys: int = 0
    seconds: float = 0


class SetItem(Struct, frozen=True, kw_only=True):
    """One event of a set as one coder may see it: the articles, and the machine's fields unless the coder is blind.

    ``is_event``: of one's own answer.
    """

    event: str
    articles: tuple[ArticleRef, ...]
    machine: tuple[CodedField, ...] | None
    mine: tuple[CodedField, ...] | None
    done: bool
    is_event: bool = True


class SetTold(Struct, frozen=True, kw_only=True):
    """A set with its items, as whoever asks may see them."""

    summary: SetSummary
    items: tuple[SetItem, ...]


class FieldAgreement(Struct, frozen=True, kw_only=True):
    """Agreement on one field between two codings: Krippendorff's alpha with a 95% bootstrap interval, share equal, F1 of spans, n."""

    field: str
    n: int
    alpha: float | None
    low: float | None
    high: float | None
    equal: float
    span_f1: float | None


class Pairing(Struct, frozen=True, kw_only=True):
    """Two codings held against each other; the machine is one of them where ``machine`` is named."""

    one: str
    other: str
    fields: tuple[FieldAgreement, ...]


class Disagreement(Struct, frozen=True, kw_only=True):
    """A field of an event on which the coders differ; ``settled``: what the lead has chosen, with the reason code.

    ``words``: of each who has bound some to the field, the answer with these.
    """

    event: str
    field: str
    answers: dict[str, str | None]
    words: dict[str, CodedField]
    settled: str | None
    reason: str | None
    is_settled: bool


class AgreementTold(Struct, frozen=True, kw_only=True):
    """Agreement on a set, all pairs and each coder with the machine; what is left to adjudicate; keystrokes.

    ``reasons``: the codes of a lead's reasons with their words, in the order of the data file.
    """

    set: str
    pairings: tuple[Pairing, ...]
    disagreements: tuple[Disagreement, ...]
    median_keys: dict[str, float]
    reasons: tuple[Named, ...] = ()


class ToSettle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lead's choice on a disagreement."""

    event: str
    field: str
    value: str | None
    reason: str


class ChangeTold(Struct, frozen=True, kw_only=True):
    """An event that is new, changed or gone."""

    event: str
    what: Literal["new", "changed", "deleted"]
    told: str
    causes: tuple[str, ...]
    fields: tuple[str, ...]


class ChangesTold(Struct, frozen=True, kw_only=True):
    """What has changed since a day."""

    since: dt.date
    told: str
    items: tuple[ChangeTold, ...]


class Outlines(Struct, frozen=True, kw_only=True):
    """Rings of an area: (longitude, latitude) in degrees."""

    id: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


class Town(Struct, frozen=True, kw_only=True):
    """A name to print on the map; degrees WGS84."""

    id: str
    name: str
    lat: float
    lon: float
    population: int | None = None


class Towns(Struct, frozen=True, kw_only=True):
    """The largest towns of a view, at most as many as it holds."""

    items: tuple[Town, ...]


class WhyTold(Struct, frozen=True, kw_only=True):
    """Why two accounts or events are one, or are not."""

    told: str


class Done(Struct, frozen=True, kw_only=True):
    """It is done."""

    done: bool = True
