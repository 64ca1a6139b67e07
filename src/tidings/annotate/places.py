"""The places of a text: toponyms found, read with the words around them, resolved together, and told with precision and radius (RECORD §4 Place)."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import pairwise

from msgspec.structs import replace

from tidings.annotate.border_places import Span, border_spans, road_spans
from tidings.annotate.country_votes import spoken_votes
from tidings.annotate.place_extents import NEAR_KM, between, extent
from tidings.annotate.place_frames import Frame, dateline_spans, frames
from tidings.annotate.place_parents import core_of, holder_of, locators, qualifiers, stated_parents
from tidings.annotate.resolve_places import Choice, Name, resolve_names
from tidings.annotate.toponyms import find_toponyms
from tidings.model.mentions import ActorMention, NameMention, PlaceMention
from tidings.model.text import Parse, evidence
from tidings.model.values import Candidate, Place, PlacePrecision
from tidings.reference.distance import distance_km
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.place_context import PlaceContext, place_context
from tidings.reference.placenames import PlaceClass

_CITATION = re.compile(
    r"\([A-Z][^()\[\]\n]{1,60}\[[^\[\]()\n]{2,40}\][^()\n]{0,120}\)"
)  # linear: every part is bounded
_BESIDE: tuple[PlaceClass, ...] = (
    "town",
    "site",
    "country",
    "water",
    "mountain",
    "region",
)  # what something is near to or off: no unit
_LOCATING = frozenset("near the on at along by close to a an just from town village city small remote".split())
_TIED = 0.02  # of belief: two places as alike as this are not told apart
_TIED_KM = 30.0
_NO_PLACE_ROLES = frozenset({"nsubj", "nsubjpass", "poss", "agent", "iobj", "dative"})


def find_places(
    parse: Parse,
    names: tuple[NameMention, ...],
    gazetteer: Gazetteer,
    *,
    actors: tuple[ActorMention, ...] = (),
    published: dt.date | None = None,
) -> tuple[PlaceMention, ...]:
    """The place mentions of a text in order; what cannot be resolved keeps its name and has no point. ``published`` is not used yet."""
    del published
    words = place_context()
    datelines = dateline_spans(parse.text, words.agencies)
    votes = spoken_votes(parse, actors, gazetteer)
    toponyms = find_toponyms(parse, names, actors, gazetteer, words, datelines, votes)
    found = frames(parse, toponyms, words, datelines)
    above, beside = stated_parents(parse, found, gazetteer), locators(parse, found)
    asked = _names(found, above, {child: locator for locator, child in beside.items()}, words)
    choices = resolve_names(_counted(asked, found), votes, gazetteer)
    by_text = {_bare(name): chosen for name, chosen in choices.items()}
    chosen = _chosen(found, asked, above, by_text, gazetteer)
    told = [
        _mention(parse, frame, chosen[number], chosen[above[number]] if number in above else ())
        for number, frame in enumerate(found)
    ]
    qualifying = {*qualifiers(parse, found, above, gazetteer), *beside}
    told = [
        replace(mention, use="parent") if number in qualifying and mention.use == "plain" else mention
        for number, mention in enumerate(told)
    ]
    told = _without_citations(parse.text, _without_repeats(parse.text, told))
    told = _without_governments(parse, told, actors, words)
    spans = (*border_spans(parse, found, words, gazetteer), *road_spans(parse, found, words))
    return _with_spans(parse, told, spans, gazetteer)


def _chosen(
    found: tuple[Frame, ...], asked: list[Name], above: dict[int, int], by_text: dict[Name, tuple[Choice, ...]], gazetteer: Gazetteer
) -> list[tuple[Choice, ...]]:  # fmt: skip
    """The choices of each frame; a stated parent is the one of its name that holds the child."""
    chosen = [by_text.get(_bare(name), ()) for name in asked]
    for child, parent in sorted(above.items()):
        chosen[parent] = holder_of(chosen[child], chosen[parent], found[parent], gazetteer)
    return chosen


def _without_repeats(text: str, told: list[PlaceMention]) -> list[PlaceMention]:
    """ "Avdiivka (Авдіївка)": the name in brackets is the same place once more."""
    again = {
        number + 1
        for number, (left, right) in enumerate(pairwise(told))
        if left.place.id is not None and left.place.id == right.place.id and text[left.end : right.start].strip() == "("
    }
    return [replace(mention, use="parent") if number in again else mention for number, mention in enumerate(told)]


def _without_citations(text: str, told: list[PlaceMention]) -> list[PlaceMention]:
    """ "(Dawn [Karachi], July 20)": the town of a newspaper that is cited is no place where something happens."""
    cited = [found.span() for found in _CITATION.finditer(text)]
    starts = [start for start, _ in cited]

    def is_cited(mention: PlaceMention) -> bool:
        before = bisect_left(starts, mention.start) - 1
        return before >= 0 and mention.end <= cited[before][1]

    return [replace(mention, use="modifier") if is_cited(mention) else mention for mention in told]


def _without_governments(
    parse: Parse, told: list[PlaceMention], actors: tuple[ActorMention, ...], words: PlaceContext
) -> list[PlaceMention]:
    """ "Moscow said", "blamed Iran": a state that acts or is spoken to is no place where something happens."""
    states = {index for actor in actors if actor.form == "country" for index in range(actor.start, actor.end)}
    return [
        replace(mention, use="modifier")
        if mention.use == "plain" and _is_party(parse, mention, words, acts=mention.start in states)
        else mention
        for mention in told
    ]


def _is_party(parse: Parse, mention: PlaceMention, words: PlaceContext, *, acts: bool) -> bool:
    token = parse.tokens[mention.head]
    while token.dep == "conj" and token.head != token.index:
        token = parse.tokens[token.head]
    above = parse.tokens[token.head]
    if token.dep in ("dobj", "nsubj") and above.lemma.lower() in words.addressing_verbs:
        return acts or token.dep == "dobj" or above.tag == "VBG"
    return (
        (acts and token.dep in _NO_PLACE_ROLES)
        or token.dep in ("dative", "iobj")
        or (token.dep == "pobj" and above.dep == "agent")
    )


def _names(found: tuple[Frame, ...], above: dict[int, int], beside: dict[int, int], words: PlaceContext) -> list[Name]:
    """The name that each frame asks for; a bare name takes the parent that the same name has elsewhere (one sense a text)."""
    stated: defaultdict[str, list[str]] = defaultdict(list)
    for child, parent in above.items():
        stated[core_of(found[child].query)].append(found[parent].query)
    names = []
    for number, frame in enumerate(found):
        own = (
            found[above[number]].query
            if number in above
            else next(iter(sorted(set(stated[core_of(frame.query)]))), None)
        )
        near = found[beside[number]].query if number in beside and own is None else None
        dateline, hub = frame.use == "dateline", frame.query.lower() in words.hubs
        hint = frame.hint or (_BESIDE if frame.near else ())
        names.append(Name(
            text=frame.query, hint=hint, parent=own, beside=near, dateline=dateline, hub=dateline and hub, inside=frame.relation in words.strong_prepositions,
            the=frame.the, quarter=frame.quarter,
        ))  # fmt: skip
    return names


def _bare(name: Name) -> Name:
    return replace(name, times=1, dateline=False, hub=False, inside=False)


def _counted(asked: list[Name], found: tuple[Frame, ...]) -> list[Name]:
    """Each name once with how often it stands in the text; inside larger names, and tied to what they describe, they say nothing."""
    times: Counter[Name] = Counter()
    dateline = {_bare(name) for name in asked if name.dateline}
    hubs = {_bare(name) for name in asked if name.hub}
    inside = {_bare(name) for name in asked if name.inside}
    for name, frame in zip(asked, found, strict=True):
        times[_bare(name)] += 0 if frame.use == "part_of_name" or frame.tied or name.hub else 1
    return [
        replace(name, times=count, dateline=name in dateline, hub=name in hubs, inside=name in inside)
        for name, count in times.items()
    ]


def _mention(parse: Parse, frame: Frame, choices: tuple[Choice, ...], parent: tuple[Choice, ...]) -> PlaceMention:
    """A frame and its choices as a mention."""
    tokens = parse.tokens
    start, end = tokens[frame.first].start, tokens[frame.last - 1].end
    quoted = evidence(parse.text, tokens[frame.opening].start, end)
    name = quoted.quote if frame.away_km is not None else parse.text[start:end]
    blank = Place(
        id=None, name=name, geoname_id=None, lat=None, lon=None, country=None, admin1=None, admin2=None, precision="unresolved", radius_km=None, candidates=(),
        evidence=(quoted,),
    )  # fmt: skip
    if not choices or choices[0].guessed:
        place = _guessed(_beneath(blank, parent, quarter=frame.quarter), choices)
    elif _are_tied(choices):
        place = _between(blank, choices)
    else:
        place = _placed(blank, frame, choices)
    return PlaceMention(
        start=start, end=end, head=parse.head_of(start, end), place=place, use=frame.use, relation=frame.relation
    )


def _are_tied(choices: tuple[Choice, ...]) -> bool:
    """Whether nothing tells the best choice from another place of the name, far from it."""
    if len(choices) < 2 or choices[0].share - choices[1].share > _TIED:
        return False
    one, other = choices[0].place, choices[1].place
    if (
        one.lat is None
        or one.lon is None
        or other.lat is None
        or other.lon is None
        or "country" in (one.kind, other.kind)
    ):
        return False
    return distance_km(one.lat, one.lon, other.lat, other.lon) > _TIED_KM


def _between(blank: Place, choices: tuple[Choice, ...]) -> Place:
    """One of several places of a name, and no word says which: unknown is an answer (promise 2); what all of them lie in is told."""
    tied = [choice.place for choice in choices if choices[0].share - choice.share <= _TIED]
    countries, units = {place.country for place in tied}, {place.admin1 for place in tied}
    country = countries.pop() if len(countries) == 1 else None
    admin1 = units.pop() if country is not None and len(units) == 1 else None
    return replace(blank, country=country, admin1=admin1, candidates=tuple(map(_candidate, choices)))


def _guessed(place: Place, choices: tuple[Choice, ...]) -> Place:
    """A place that no gazetteer has, with those much like it in spelling as candidates for a reader."""
    return replace(place, candidates=(*place.candidates, *map(_candidate, choices)))


def _beneath(blank: Place, parents: tuple[Choice, ...], *, quarter: bool) -> Place:
    """A place that no gazetteer has, in what the text says holds it: its unit, with that one's point and precision; near its town at best.

    Only what is called a quarter of a town lies in it for sure (RECORD §4: exact is a settlement or a site in it). A country lends no point: its middle is nobody's village (RECORD, promise 2).
    """
    if not parents:
        return blank
    parent = parents[0].place
    inside = replace(
        blank, country=parent.country, admin1=parent.name if parent.kind == "admin1" else parent.admin1,
        admin2=parent.name if parent.kind == "admin2" else parent.admin2,
    )  # fmt: skip
    if parent.kind not in ("town", "admin1", "admin2"):
        return inside
    reason = f"{blank.name} is in no gazetteer here; the text says it lies in {parent.name}"
    precision: PlacePrecision = parent.kind if parent.kind != "town" else "exact" if quarter else "near"
    radius = max(NEAR_KM, parent.radius_km) if precision == "near" else parent.radius_km
    return replace(
        inside, lat=parent.lat, lon=parent.lon, precision=precision, radius_km=radius,
        candidates=(replace(_candidate(parents[0]), reasons=(reason, *parents[0].reasons)),),
    )  # fmt: skip


def _placed(blank: Place, frame: Frame, choices: tuple[Choice, ...]) -> Place:
    """The place of the best choice, moved and widened by the words around it."""
    best = choices[0].place
    precision, radius, lat, lon = extent(frame, best)
    itself = precision not in ("region", "near") or (frame.step is None and frame.away_km is None)
    return replace(
        blank, id=best.id if itself else None, geoname_id=best.geoname_id if itself else None, lat=lat, lon=lon, country=best.country,
        admin1=best.name if best.kind == "admin1" else best.admin1, admin2=best.name if best.kind == "admin2" else best.admin2,
        precision=precision, radius_km=radius, candidates=tuple(map(_candidate, choices)),
    )  # fmt: skip


def _candidate(choice: Choice) -> Candidate:
    place = choice.place
    return Candidate(id=place.id, name=place.name, country=place.country, admin1=place.name if place.kind == "admin1" else place.admin1, lat=place.lat, lon=place.lon,
                     score=min(1.0, choice.share), reasons=choice.reasons)  # fmt: skip


def _with_spans(
    parse: Parse, told: list[PlaceMention], spans: tuple[Span, ...], gazetteer: Gazetteer
) -> tuple[PlaceMention, ...]:
    """Borders and roads as mentions of their own; the names inside them no longer stand for themselves."""
    seen = Counter(mention.place.country for mention in told if mention.place.country and mention.use != "dateline")
    spoken = tuple(code for code, _ in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0])))
    beside = _countries_by_sentence(parse, told)
    inner = _Inside(told)
    inside = [inner.numbers(span) for span in spans]
    within = {number for numbers in inside for number in numbers}
    told = [
        replace(mention, use="modifier") if number in within and mention.use == "plain" else mention
        for number, mention in enumerate(told)
    ]
    plain_ends = frozenset(mention.end for mention in told if mention.use == "plain")
    made = [
        PlaceMention(
            start=span.start,
            end=span.end,
            head=parse.head_of(span.start, span.end),
            place=between(
                parse,
                span,
                [told[number].place for number in numbers],
                beside.get(parse.sentence_at(span.start), ()),
                spoken,
                gazetteer,
            ),
            use="parent" if _locates(parse, span, plain_ends, gazetteer) else "plain",
            relation=span.relation,
        )
        for span, numbers in zip(spans, inside, strict=True)
    ]
    return tuple(sorted((*told, *made), key=lambda mention: (mention.start, mention.end)))


class _Inside:
    """Which mentions lie in a stretch of text, found by bisection: a text of borders alone is read in linear time."""

    def __init__(self, told: list[PlaceMention]) -> None:
        self._ordered = sorted(range(len(told)), key=lambda number: told[number].start)
        self._starts = [told[number].start for number in self._ordered]
        self._ends = [told[number].end for number in range(len(told))]

    def numbers(self, span: Span) -> list[int]:
        """The numbers of the mentions inside a span, in order."""
        low, high = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return sorted(number for number in self._ordered[low:high] if self._ends[number] <= span.end)


def _countries_by_sentence(parse: Parse, told: list[PlaceMention]) -> dict[int, tuple[str, ...]]:
    """The countries of the places that stand for themselves in each sentence, or say where another lies."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for mention in told:
        if mention.place.country and mention.use in ("plain", "parent"):
            found[parse.sentence_at(mention.start)].add(mention.place.country)
    return {sentence: tuple(sorted(codes)) for sentence, codes in found.items()}


def _locates(parse: Parse, span: Span, plain_ends: frozenset[int], gazetteer: Gazetteer) -> bool:
    """Whether a border only says where the place before it lies: "Suruç, near the border with Syria"."""
    first = parse.tokens_in(span.start, span.end)[0].index
    position = first - 1
    while position >= 0 and (
        parse.tokens[position].text.lower() in _LOCATING or gazetteer.demonym(parse.tokens[position].text)
    ):
        position -= 1
    comma = position > 0 and parse.tokens[position].text == ","
    end = parse.tokens[position].start
    return comma and end in plain_ends
