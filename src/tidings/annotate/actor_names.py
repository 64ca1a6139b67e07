"""Names of the actor table in a parsed text: which words name whom, and which country the text is about.

The table overrides the tagger, which splits "Islamic State" and misses "IS". A short or shared name counts only where
the text supports it: by the actor's country, by another of its names, by "X (ABBR)" (RECORD §4, Actor).
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from tidings.annotate.place_frames import dateline_spans
from tidings.annotate.quotation_marks import Quoted, find_quoted, outermost
from tidings.annotate.toponym_spans import tokens_within
from tidings.model.mentions import NameMention
from tidings.model.text import Parse, Token
from tidings.model.values import Relation
from tidings.reference.actor_rows import ActorRow, Alias, StateRow
from tidings.reference.actors import ActorTable, Meaning, is_abbreviation, singular_of
from tidings.reference.place_context import place_context

_INTERVENERS = frozenset({"US", "GB", "FR", "RU"})  # they act far from home: their name says little about where we are
_INSIDE = frozenset(
    {
        "in",
        "near",
        "across",
        "inside",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "northeast",
        "northwest",
    }
)
_AGE = re.compile(r"[1-9]\d?")
_NAMES_OF_ONE = 4
_CLEAR = 2.0  # votes that make a country the text's own: once "in X", or two mentions
_DATELINE_VOTE = 3.0
_ROAD = re.compile(r"[AEM]\d{1,3}")
_HYPHENS = frozenset({"-", "‑", "–"})
_DEFINITION = re.compile(r"\s?\((?:the |or |an? )?[\"“']?([A-Z][A-Za-z0-9/.-]{1,11})[\"”']?(?:\)|[,;])")


class Named(Struct, frozen=True, kw_only=True):
    """Tokens ``[first, last)`` that name an actor of the table (``row``) or a state (``state``, with ``sort``)."""

    first: int
    last: int
    sort: str
    row: ActorRow | None = None
    state: StateRow | None = None

    @property
    def owner_id(self) -> str:
        """The id of the actor or state."""
        return self.row.id if self.row else self.state.id if self.state else ""


class Reading(Struct, frozen=True, kw_only=True, dict=True):
    """A parse with the names found in it. ``bound`` are names in compounds such as "US-backed", with the tie they
    print; ``holders`` are names in compounds such as "ISIL-held", without the rest.
    """

    parse: Parse
    table: ActorTable
    published: dt.date | None
    named: tuple[Named, ...]
    bound: tuple[tuple[Named, str | None], ...]
    holders: tuple[Named, ...]
    votes: dict[str, float]
    persons: tuple[tuple[int, int], ...]

    @cached_property
    def _quoted(self) -> tuple[Quoted, ...]:
        return tuple(outermost(find_quoted(self.parse.text)))

    def quotation_of(self, token: int) -> Quoted | None:
        """The outermost quotation in which a token stands."""
        start = self.parse.tokens[token].start
        place = bisect_right(self._quoted, start, key=lambda each: each.start) - 1
        return self._quoted[place] if place >= 0 and start < self._quoted[place].end else None

    @cached_property
    def by_token(self) -> dict[int, Named]:
        """The name that covers a token."""
        return {index: name for name in self.named for index in range(name.first, name.last)}

    @cached_property
    def bound_tokens(self) -> dict[int, tuple[Named, str | None]]:
        """The compound that covers a token."""
        return {index: pair for pair in self.bound for index in range(pair[0].first, pair[0].last)}

    @cached_property
    def person_tokens(self) -> frozenset[int]:
        """Tokens that are part of a person's name."""
        return frozenset(index for first, last in self.persons for index in range(first, last))

    def before_person(self, index: int) -> bool:
        """Whether a person's name begins right after a token."""
        return index + 1 in self.person_tokens and index not in self.person_tokens

    def only_state(self, sentence: int) -> StateRow | None:
        """The state in focus where the text names no other by name, people or adjective: whose "soldiers" are is then clear."""
        focus = self.state_in_focus(sentence)
        return focus if focus is not None and self._told_of <= {focus.iso, None} else None

    @cached_property
    def _told_of(self) -> frozenset[str | None]:
        """The country codes of all states and groups named."""
        states = {name.state.iso for name in self.named if name.state is not None}
        return frozenset(states | {name.row.country for name in self.named if name.row is not None})

    def state_in_focus(self, sentence: int) -> StateRow | None:
        """The state a bare "government forces" belongs to: clearly foremost in the text, else so with the sentence's say.

        A state that is only mentioned ("had been to Pakistan") is nobody's: two votes and most of all votes are asked for.
        """
        local = {iso: float(weight) for iso, weight in self._sentence_votes.get(sentence, {}).items()}
        return _foremost(self.votes, self.table) or _foremost(
            {iso: vote + 2 * local.get(iso, 0.0) for iso, vote in self.votes.items()}, self.table
        )

    @cached_property
    def _sentence_votes(self) -> dict[int, Counter[str]]:
        found: dict[int, Counter[str]] = {}
        for name in self.named:
            before = _before(self.parse, name.first)
            if name.state and name.sort == "state" and before in _INSIDE:
                sentence = self.parse.tokens[name.first].sentence
                found.setdefault(sentence, Counter())[name.state.iso] += 1
        return found


def _foremost(votes: dict[str, float], table: ActorTable) -> StateRow | None:
    """The state with a clear majority: two votes, 1.5 times those of the next, and more than 2 in 5 of all."""
    ranked = sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][1] < max(_CLEAR, 0.4 * sum(votes.values())):
        return None
    if len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]:
        return None
    return table.state_by_iso.get(ranked[0][0])


class _Hit(Struct, frozen=True):
    """A match on whole tokens; ``compound`` is what follows its hyphen ("backed"), ``last`` then covers that too."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]
    compound: str | None


def read_names(
    parse: Parse,
    names: tuple[NameMention, ...],
    table: ActorTable,
    published: dt.date | None,
    grounds: Mapping[str, float],
) -> Reading:
    """The parse with its table names, resolved and without overlaps. ``grounds`` are the votes of the places named, by country code."""
    tagged = tuple(
        (tokens[0].index, tokens[-1].index + 1)
        for name in names if name.label == "PERSON" and (tokens := parse.tokens_in(name.start, name.end))
    )  # fmt: skip
    persons = tuple(sorted((*tagged, *_aged(parse, tagged))))
    hits = [hit for hit in _hits(parse, table) if not _inside_person(parse, hit, persons)]
    hits = _without_tails(parse, hits, table)
    defined = _definitions(parse, hits)
    hits = sorted((*hits, *_defined_hits(parse, table, defined, hits)), key=lambda hit: (hit.first, -hit.last))
    votes = _votes(parse, hits, table, grounds)
    said = Counter(hit.meanings[0].actor.id for hit in _outermost(hits) if _is_plain(hit) and hit.meanings[0].actor)
    resolved = _without_overlaps(_resolved(hit, votes, said, table, published, parse) for hit in hits)
    return Reading(
        parse=parse, table=table, published=published, votes=votes, persons=persons,
        named=tuple(name for name, hit in resolved if hit.compound is None),
        holders=tuple(
            Named(first=name.first, last=max(name.first + 1, name.last - 2), sort=name.sort, row=name.row)
            for name, hit in resolved if hit.compound in table.nouns.holds and name.row is not None
        ),
        bound=tuple((name, table.nouns.support_words[hit.compound]) for name, hit in resolved if hit.compound is not None),
    )  # fmt: skip


def _aged(parse: Parse, tagged: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """ "Tunde Adebare, 45, was killed", "Violet Obi (58)": two capitalised names with an age are a person, whatever the tagger makes of them."""
    tokens, known = parse.tokens, {index for first, last in tagged for index in range(first, last)}
    for opening, age, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (opening.text, closing.text) not in ((",", ","), ("(", ")")) or not _AGE.fullmatch(age.text):
            continue
        first = opening.index
        while first > 0 and opening.index - first < _NAMES_OF_ONE and _is_name_word(tokens[first - 1], opening):
            first -= 1
        if opening.index - first >= 2 and not known.intersection(range(first, opening.index)):
            yield first, opening.index


def _is_name_word(token: Token, end: Token) -> bool:
    """A capitalised proper noun of the same sentence, of no place."""
    return (
        token.pos == "PROPN"
        and token.sentence == end.sentence
        and token.text[:1].isupper()
        and token.entity[2:] not in ("GPE", "LOC", "FAC")
    )


def _hits(parse: Parse, table: ActorTable) -> list[_Hit]:
    starts = {token.start: token.index for token in parse.tokens}
    ends = {token.end: token.index + 1 for token in parse.tokens}
    words = {token.text for token in parse.tokens}
    found = []
    for match in table.matches(parse.text):
        first = starts.get(match.start)
        if first is None:
            continue
        last = ends.get(match.end)
        compound, last = _compound(parse, table, first, match.end, last)
        if last is not None and parse.tokens[first].sentence == parse.tokens[last - 1].sentence:
            meanings = tuple(
                m for m in match.meanings
                if not _common_word(parse, table, first, last, m) and not (m.state and words.intersection(m.state.not_with))
            )  # fmt: skip
            if meanings:
                found.append(_Hit(first, last, meanings, compound))
    return found


def _compound(parse: Parse, table: ActorTable, first: int, end: int, last: int | None) -> tuple[str | None, int | None]:
    """The word that a hyphen ties to a name ("US-backed"), and the token after it all."""
    words = table.nouns.support_words
    if last is None:
        token = parse.tokens[first]
        rest = parse.text[end + 1 : token.end].lower() if parse.text[end : end + 1] in _HYPHENS else ""
        return (rest, first + 1) if rest in words else (None, None)
    after = parse.tokens[last : last + 2]
    if len(after) == 2 and after[0].text in _HYPHENS and after[0].start == end and after[1].text.lower() in words:
        return after[1].text.lower(), last + 2
    return None, last


def _common_word(parse: Parse, table: ActorTable, first: int, last: int, meaning: Meaning) -> bool:
    """ "IS" and "WHO" are words in a shouted headline, after a pronoun, and at the head of a question."""
    token = parse.tokens[first]
    if _ROAD.fullmatch(token.text) and [other.text.lower() for other in parse.tokens[max(0, first - 2) : first]] == [
        "on",
        "the",
    ]:
        return True  # "a crash on the M23"
    if last - first > 1 or token.text.lower() not in table.nouns.common_word_abbreviations:
        return False
    if not is_abbreviation(meaning.alias.name):
        return False
    sentence = parse.sentences[token.sentence]
    if not token.text.isupper():
        return True  # a text without capitals: "who" is the pronoun
    words = [
        other.text
        for other in parse.tokens[max(sentence.first, first - 30) : min(sentence.last, first + 30)]
        if other.text.isalpha() and len(other.text) > 3
    ]
    if sum(word.isupper() for word in words) > 0.6 * max(1, len(words)):
        return True
    before = parse.tokens[first - 1] if first > sentence.first else None
    return (
        before is not None
        and before.pos == "PRON"
        and before.tag != "PRP$"
        and before.text.lower() not in ("that", "whom")
    )


def _inside_person(parse: Parse, hit: _Hit, persons: tuple[tuple[int, int], ...]) -> bool:
    """ "Jordan" in "Michael Jordan": one word of a longer person's name, and not a title's country."""
    if hit.last - hit.first > 1 or hit.compound or not persons:
        return False
    if all(m.sort == "adjective" for m in hit.meanings):
        return False
    place = bisect_right(persons, (hit.first, len(parse.tokens))) - 1
    first, last = persons[place] if place >= 0 else (0, 0)
    if not (first <= hit.first < last and last - first > 1):
        return False
    neighbours = [parse.tokens[i] for i in range(first, last) if i != hit.first]
    return all(other.pos == "PROPN" and other.text[:1].isupper() for other in neighbours if other.text.isalpha())


def _without_tails(parse: Parse, hits: list[_Hit], table: ActorTable) -> list[_Hit]:
    """The matches less those that are but the tail of a longer name: "Kalu Valley Resistance Front" is not "The Resistance Front"."""
    covered = {index for hit in hits for index in range(hit.first, hit.last)}

    def is_tail(hit: _Hit) -> bool:
        before = parse.tokens[hit.first - 1] if hit.first else None
        if before is None or hit.compound or hit.meanings[0].actor is None or hit.last - hit.first < 2:
            return False
        word = before.text
        opens = parse.sentences[before.sentence].first == before.index
        joined = before.dep in ("compound", "nmod") and hit.first <= before.head < hit.last
        title = word.lower() in table.nouns.titles or word in table.nouns.titles
        return (
            joined
            and before.pos == "PROPN"
            and word[:1].isupper()
            and not opens
            and before.index not in covered
            and not title
        )

    return [hit for hit in hits if not is_tail(hit)]


def _definitions(parse: Parse, hits: list[_Hit]) -> dict[str, Meaning]:
    """Abbreviations that the text itself defines for an actor of the table: "Arakan Army (AA)"."""
    found: dict[str, Meaning] = {}
    for hit in hits:
        meaning = hit.meanings[0]
        if hit.compound is None and meaning.actor is not None and len(hit.meanings) == 1:
            short = abbreviation_after(parse, hit.last)
            if short is not None and short != parse.tokens[hit.first].text:
                found.setdefault(short, meaning)
    return found


def abbreviation_after(parse: Parse, last: int) -> str | None:
    """The abbreviation in brackets right after the tokens before ``last``."""
    match = _DEFINITION.match(parse.text, parse.tokens[last - 1].end)
    return match[1] if match and is_abbreviation(match[1]) else None


def _defined_hits(parse: Parse, table: ActorTable, defined: dict[str, Meaning], hits: list[_Hit]) -> list[_Hit]:
    if not defined:
        return []
    return [
        _Hit(token.index, token.index + 1, (Meaning("actor", Alias(token.text), defined[token.text].actor),), None)
        for token in parse.tokens if token.text in defined
    ]  # fmt: skip


def _is_plain(hit: _Hit) -> bool:
    plain = [m for m in hit.meanings if m.sort == "actor" and m.alias.use == "plain"]
    return len(plain) == 1 and len({m.actor.id for m in hit.meanings if m.actor}) == 1


def _outermost(hits: list[_Hit]) -> list[_Hit]:
    """Matches that lie in no other: "Shabab" inside "Al-Shabab" speaks for nobody by itself. They come by beginning, the longest first."""
    found, reached = list[_Hit](), 0
    for hit in hits:
        if hit.last > reached:
            found.append(hit)
            reached = hit.last
    return found


def _votes(parse: Parse, hits: list[_Hit], table: ActorTable, grounds: Mapping[str, float]) -> dict[str, float]:
    """How much the text speaks of each state: by its places, 2 for its name after a preposition of place, 1 for other words."""
    votes = dict(grounds)
    in_dateline = tokens_within(parse, dateline_spans(parse.text, place_context().agencies))
    whole = set(map(id, _outermost(hits)))
    for hit in hits:
        if hit.meanings[0].sort == "actor" and (not _is_plain(hit) or id(hit) not in whole):
            continue
        for meaning in hit.meanings[:1]:
            iso = meaning.state.iso if meaning.state else meaning.actor.country if meaning.actor else None
            if iso is None:
                continue
            before = _before(parse, hit.first)
            weight = (
                _DATELINE_VOTE
                if hit.first in in_dateline
                else 2.0
                if meaning.sort == "state" and (before in _INSIDE or _part_of(parse, hit.first))
                else 0.3
                if before in ("with", "to")
                else 1.0
            )
            votes[iso] = votes.get(iso, 0) + weight * (0.3 if iso in _INTERVENERS and weight < 2 else 1.0)
    return votes


def _before(parse: Parse, first: int) -> str:
    """The word before a name, past "the"."""
    words = [token.text.lower() for token in parse.tokens[max(0, first - 2) : first]]
    return next((word for word in reversed(words) if word != "the"), "")


def _part_of(parse: Parse, first: int) -> bool:
    """ "the north of Burkina Faso"."""
    before = [token.text.lower() for token in parse.tokens[max(0, first - 2) : first]]
    return len(before) == 2 and before[1] == "of" and before[0] in place_context().directions


def _resolved(
    hit: _Hit, votes: dict[str, float], said: Counter[str], table: ActorTable, published: dt.date | None, parse: Parse
) -> tuple[Named, _Hit] | None:
    states = [m for m in hit.meanings if m.state]
    kinds = _kinds_after(parse, hit.last, table)
    actors = sorted(
        (
            (score, m.actor.id, m)
            for m in hit.meanings
            if m.actor and (score := _support(m, votes, said, published, kinds)) is not None
        ),
        key=lambda ranked: (-ranked[0], ranked[1]),
    )
    if actors and (not states or actors[0][2].alias.use == "plain"):
        if len(actors) > 1 and actors[0][0] == actors[1][0] and actors[0][2].alias.use != "loose":
            return None
        return Named(first=hit.first, last=hit.last, sort="actor", row=actors[0][2].actor), hit
    if states:
        return Named(first=hit.first, last=hit.last, sort=states[0].sort, state=states[0].state), hit
    return None


def _kinds_after(parse: Parse, last: int, table: ActorTable) -> tuple[str, ...]:
    """The kinds that the noun after a name speaks for: "SNA soldiers" are a state's, "PLA militants" are not."""
    if last >= len(parse.tokens):
        return ()
    noun, nouns = singular_of(parse.tokens[last].text.lower()), table.nouns
    if noun in nouns.machines or noun in ("soldier", "troop", "marine", "sailor", "warship", "jet"):
        return ("state_forces", "international")
    if noun in nouns.fighters or noun in nouns.attackers:
        return ("rebel_group", "political_militia", "identity_militia", "criminal_group")
    return ()


def _support(
    meaning: Meaning, votes: dict[str, float], said: Counter[str], published: dt.date | None, kinds: tuple[str, ...]
) -> float | None:
    """How well an actor fits the text, or ``None`` where its weak or loose name has no support in it."""
    row = meaning.actor
    assert row is not None
    where = {row.country, *row.areas} - {None}
    local = max((votes.get(iso, 0.0) for iso in sorted(filter(None, where))), default=0.0)
    if meaning.alias.use == "loose" and not said[row.id] and not any(said[other] for other in row.licensed_by):
        return None
    if meaning.alias.use == "weak" and where and not said[row.id] and not local:
        return None
    lived = 2.0 if row.alive_on(published) else 0.0
    fresh = 1.0 if row.end is None and published is None else 0.0
    at_home = 0.8 if local >= 1.0 else 0.0
    fits = 1.5 if row.kind_on(published) in kinds else 0.0
    return (
        lived
        + at_home
        + fits
        + fresh
        + 3.0 * min(1, said[row.id])
        + 0.1 * said[row.id]
        + min(local, 10) / 4
        + (meaning.alias.use == "plain")
    )


def _without_overlaps(found: Iterable[tuple[Named, _Hit] | None]) -> list[tuple[Named, _Hit]]:
    """The leftmost and, of those, the longest."""
    kept: list[tuple[Named, _Hit]] = []
    for pair in found:
        if pair is not None and (not kept or pair[0].first >= kept[-1][0].last):
            kept.append(pair)
    return kept


def ties_of(reading: Reading, indices: Iterable[int]) -> tuple[Relation, ...]:
    """The relations that compounds among these tokens print ("US-backed": supported_by united-states)."""
    pairs = {id(pair): pair for index in indices if (pair := reading.bound_tokens.get(index))}
    return tuple(Relation(relation=tie, to=name.owner_id, start=None, end=None) for name, tie in pairs.values() if tie)
