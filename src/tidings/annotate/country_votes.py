"""Which countries a text speaks of: by its demonyms, by groups that fight at home, by the places that it names."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from tidings.annotate.place_frames import dateline_spans
from tidings.annotate.toponym_spans import PLACE_LABELS, MarkedText
from tidings.annotate.toponyms_lower import is_lower_case
from tidings.model.mentions import ActorMention, NameMention
from tidings.model.text import Parse
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.gazetteer_place import Match
from tidings.reference.place_context import PlaceContext, place_context

_DEMONYM_VOTE = 0.7
_ACTOR_VOTE = 0.7  # "Boko Haram" speaks for Nigeria as "Nigerian" does
_AT_HOME = (
    "rebel_group",
    "political_militia",
    "identity_militia",
    "criminal_group",
)  # who mostly fights where it is from
_WHOLE = 0.8  # what a name that only one country bears is worth in votes_of
_OTHER_NAME = 0.05  # what a place says under another of its names: "Islamabad" is not Chittagong, however large that is
_OWN_WORTH = 1_000_000  # a river or region of our own table speaks for its countries like a large city


def spoken_votes(parse: Parse, actors: tuple[ActorMention, ...], gazetteer: Gazetteer) -> dict[str, float]:
    """Votes of demonyms and of groups that fight at home: "Sudanese" speaks for Sudan, once again weaker each time."""
    lower = is_lower_case(parse.text)
    tally: Counter[str] = Counter(
        token.text
        for token in parse.tokens
        if (lower or token.text[0].isupper()) and token.pos in ("ADJ", "PROPN", "NOUN")
    )
    votes: defaultdict[str, float] = defaultdict(float)
    for word, times in sorted(tally.items()):
        for code in (codes := gazetteer.demonym(word)):
            votes[code] += _DEMONYM_VOTE * math.sqrt(times) / len(codes)
    groups = Counter(actor.areas for actor in actors if actor.form == "name" and actor.areas and actor.kind in _AT_HOME)
    for areas, times in sorted(groups.items()):
        for code in areas:
            votes[code] += _ACTOR_VOTE * math.sqrt(times) / len(areas)
    return dict(votes)


def votes_of(matches: Iterable[Match]) -> list[tuple[str, float]]:
    """How a name's vote is split: all to a country that bears it, else by the weight of its candidates in each country."""
    known = tuple(matches)
    states = [match.place for match in known if match.place.kind == "country"]
    if states:
        return [(state.country or "", 1.0 / len(states)) for state in states]
    strength: defaultdict[str, float] = defaultdict(float)
    for match in known:
        for code in match.place.countries if match.how not in ("loose", "fuzzy") else ():
            worth = _OWN_WORTH // len(match.place.countries) if match.place.hand_picked else 1_000
            other = match.how == "alternate" and not match.place.hand_picked
            size = float(match.place.weight + worth) * (0.3 if match.common else 1.0) * (_OTHER_NAME if other else 1.0)
            strength[code] = max(strength[code], size)
    whole = sum(strength.values())
    return [(code, _WHOLE * (value / whole) ** 1.5) for code, value in sorted(strength.items())] if whole else []


def shares(votes: dict[str, float], named: Iterable[tuple[Match, ...]]) -> dict[str, float]:
    """The share of each country in the votes and in those of some names; empty without any vote."""
    tally: defaultdict[str, float] = defaultdict(float, votes)
    for matches in named:
        for code, part in votes_of(matches):
            tally[code] += part
    whole = sum(tally.values())
    return {code: value / whole for code, value in sorted(tally.items())} if whole else {}


def ground_votes(parse: Parse, names: tuple[NameMention, ...], gazetteer: Gazetteer) -> dict[str, float]:
    """Votes of the places that a text names, before its actors are read: 2 for a town "in" which something is, 1 for another, once a name.

    Countries named as such are left to the table of states. A dateline says a little, and nothing where it is a place from which many report.
    """
    words = place_context()
    text = MarkedText(parse, names, (), gazetteer, words, dateline_spans(parse.text, words.agencies))
    best: dict[str, tuple[float, tuple[Match, ...]]] = {}
    position = 0
    while position < len(parse.tokens):
        last = text.longest(position) if text.may_open(position) else None
        if last is None:
            position += 1
            continue
        name, weight = text.printed(position, last), _weight_of(text, position, words)
        matches = text.matches(name)
        if weight and not any(match.place.kind == "country" for match in matches):
            best[name] = max(best.get(name, (0.0, ())), (weight, matches), key=lambda pair: pair[0])
        position = last
    votes: defaultdict[str, float] = defaultdict(float)
    for _, (weight, matches) in sorted(best.items()):
        for code, part in votes_of(matches):
            votes[code] += weight * part / _WHOLE
    return dict(votes)


def _weight_of(text: MarkedText, first: int, words: PlaceContext) -> float:
    """What a name says of where the text is: most after "in", less by itself, nothing where the tagger sees somebody or something."""
    token = text.parse.tokens[first]
    if first in text.in_dateline:
        return 0.0 if token.text.lower() in words.hubs else 0.7
    before = text.word_before(first)
    if before in words.strong_prepositions:
        return 2.0
    if before in words.place_verbs:
        return 1.5
    placed = text.label.get(first) in PLACE_LABELS
    if before in words.weak_prepositions or (before == "of" and text.is_generic(first - 2)):
        return 1.5 if placed else 1.0
    return 1.0 if placed else 0.0
