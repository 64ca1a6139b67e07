"""What annotators find in a text: the layers of ``tidings annotate`` and the coder's raw material.

Every mention stands at ``[start, end)`` of the article's text (code points). ``head`` is the index of the token that
governs the mention in the parse (:meth:`tidings.model.text.Parse.head_of`).
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from tidings.model.text import Parse
from tidings.model.values import (
    ActorKind,
    CountGroup,
    CountKind,
    DatePrecision,
    Place,
    Polarity,
    Relation,
    SpeakerKind,
    Stance,
)


class NameMention(Struct, frozen=True, kw_only=True):
    """A name and its type (OntoNotes label); ``layer`` says who found it: ``tagger``, ``actors``, ``places``."""

    start: int
    end: int
    head: int
    label: str
    layer: str


class ActorMention(Struct, frozen=True, kw_only=True):
    """Somebody who can act or be acted on: a named group, a force, a person, a nominal, civilians.

    ``name`` is what the actor is called across articles (canonical when the table knows it, else the words without
    determiners and numbers); ``id`` the table id. ``form``: ``name`` (in the table), ``force`` (demonym or country with
    a force word), ``country`` (a state named as such), ``person``, ``group`` (a common noun for people: "civilians",
    "journalists"), ``anaphor`` ("the group", "they": ``antecedent`` holds the offset it stands for), ``unnamed``
    ("gunmen", "attackers"). ``areas``: codes of the countries where an actor of the table is at home.
    """

    start: int
    end: int
    head: int
    name: str
    id: str | None
    kind: ActorKind
    form: Literal["name", "force", "country", "person", "group", "anaphor", "unnamed"]
    relations: tuple[Relation, ...] = ()
    antecedent: int | None = None
    role: str | None = None
    side: str | None = None
    areas: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells this actor from the others of its text: the table's id, else the name without regard to capitals."""
        return self.id or self.name.lower()


class PlaceMention(Struct, frozen=True, kw_only=True):
    """A toponym resolved with its candidates.

    ``use``: ``plain`` can be where something happens; ``dateline``, ``modifier`` ("Baghdad officials") and
    ``part_of_name`` ("Aleppo University") cannot, ``parent`` only qualifies the toponym before it ("Baghouz, Syria").
    ``relation`` is the printed relation to the name: ``in``, ``near``, ``from``, ``to`` …
    """

    start: int
    end: int
    head: int
    place: Place
    use: Literal["plain", "dateline", "modifier", "part_of_name", "parent"]
    relation: str | None = None


class DateMention(Struct, frozen=True, kw_only=True):
    """A time expression, with its first and last possible day.

    ``kind``: ``absolute``, ``deictic`` (from the publication day), ``anaphoric`` (from another date of the text),
    ``duration``, ``since``, ``vague``. ``first`` and ``last`` are blank when unresolved: ``reason`` says why.
    """

    start: int
    end: int
    head: int
    kind: Literal["absolute", "deictic", "anaphoric", "duration", "since", "vague"]
    first: dt.date | None
    last: dt.date | None
    precision: DatePrecision
    reason: str | None = None


class CountMention(Struct, frozen=True, kw_only=True):
    """A number of people or things with its hedges ("at least 12 civilians" is one mention).

    ``noun`` is the lemma of what is counted and ``noun_token`` its index; ``kind`` is what the words around say happened
    to them and ``governor`` the token that says so (``None`` when nothing does); ``subset_of`` the start offset of the
    count it is part of. ``group`` knows no sides: fighters are ``combatants_unknown`` until the coder sees whose they are.
    ``tally``: ``earlier`` for a figure that the text calls old ("rose from 9"), ``running`` for a total that goes beyond what
    is told with it ("taking the toll to four").
    """

    start: int
    end: int
    head: int
    low: int | None
    best: int | None
    high: int | None
    noun: str | None
    noun_token: int | None
    kind: CountKind | None
    governor: int | None
    group: CountGroup
    polarity: Polarity = "affirmed"
    subset_of: int | None = None
    approximate: bool = False
    tally: Literal["own", "earlier", "running"] = "own"


class CueMention(Struct, frozen=True, kw_only=True):
    """An attribution: the cue's own span, its speaker's span and name, and the stretch of text spoken for.

    ``speaker`` is the printed name without titles and articles; ``speaker_start`` is ``None`` for an implied speaker
    (passive "was reported"). ``cue_token`` is the index of the cue word.
    """

    start: int
    end: int
    cue_token: int
    cue: str
    stance: Stance
    speaker: str
    speaker_kind: SpeakerKind
    speaker_id: str | None
    speaker_start: int | None
    speaker_end: int | None
    content_start: int
    content_end: int


class QuoteMention(Struct, frozen=True, kw_only=True):
    """A quotation: ``[start, end)`` with its quotation marks, ``content`` without them, and whose words they are."""

    start: int
    end: int
    content: str
    speaker: str | None
    role: str | None
    side: str | None
    cue: str | None
    cue_start: int | None
    speaker_start: int | None
    speaker_end: int | None
    scare: bool = False


class GapMention(Struct, frozen=True, kw_only=True):
    """A clause that says something is not known, of which entity and which property."""

    start: int
    end: int
    entity: str
    property: str


class ActMention(Struct, frozen=True, kw_only=True):
    """A word that may tell an act, as the trained heads read it; chances in [0, 1], to hundredths.

    ``chance``: that it tells an act at all. ``types``: the likeliest event types, best first. ``standing``: for each kind of
    standing (denied, planned …) that the act has it.
    """

    start: int
    end: int
    token: int
    chance: float
    types: tuple[tuple[str, float], ...]
    standing: tuple[tuple[str, float], ...]


class Annotations(Struct, frozen=True, kw_only=True):
    """All layers over one text, in text order."""

    parse: Parse
    names: tuple[NameMention, ...]
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    counts: tuple[CountMention, ...]
    quotes: tuple[QuoteMention, ...]
    cues: tuple[CueMention, ...]
    gaps: tuple[GapMention, ...]
    acts: tuple[ActMention, ...] = ()
