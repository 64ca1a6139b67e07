"""The places of a text: toponyms found, read with the words around them, resolved together, and told with precision and radius (RECORD §4 Place)."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from itertools import pairwise

from msgspec.structs import replace

from tidings.annotate.border_places import Span, border_spans, road_spans
from tidings.annotate.place_frames import QUARTERS, Frame, dateline_spans, frames, parents
from tidings.annotate.resolve_places import Choice, Name, holds, resolve_names
from tidings.annotate.toponyms import find_toponyms
from tidings.annotate.toponyms_lower import is_lower_case
from tidings.model.mentions import ActorMention, NameMention, PlaceMention
from tidings.model.text import Parse, evidence
from tidings.model.values import Candidate, Place, PlacePrecision
from tidings.reference.gazetteer import Gazetteer, GazetteerPlace, Match
from tidings.reference.place_context import place_context
from tidings.reference.placenames import without_generic

NEAR_KM = 25.0  # RECORD §4: near is within about 25 km of a named point
FAR_KM = 60.0  # a distance beyond this from the named point says a region, not a neighbourhood
_ABOVE = ("country", "admin1", "admin2", "region")  # what a stated parent can be; for an unknown name also a town
_DEMONYM_VOTE = 0.7
_KM_PER_DEGREE = 111.2


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
    found = frames(parse, find_toponyms(parse, names, actors, gazetteer, words, datelines), words, datelines)
    above = _stated_parents(parse, found, gazetteer)
    asked = _names(found, above)
    choices = resolve_names(_counted(asked, found), _votes(parse, gazetteer), gazetteer)
    by_text = {_bare(name): chosen for name, chosen in choices.items()}
    told = [
        _mention(parse, frame, by_text.get(_bare(name), ()), _parent_choice(number, above, asked, by_text), gazetteer)
        for number, (frame, name) in enumerate(zip(found, asked, strict=True))
    ]
    qualifying = {*_qualifiers(parse, found, above, gazetteer), *_distances_of_others(parse, found)}
    told = [
        replace(mention, use="parent") if number in qualifying and mention.use == "plain" else mention
        for number, mention in enumerate(told)
    ]
    spans = (*border_spans(parse, found, words, gazetteer), *road_spans(parse, found, words))
    return _with_spans(parse, told, spans, gazetteer)


def _stated_parents(parse: Parse, found: tuple[Frame, ...], gazetteer: Gazetteer) -> dict[int, int]:
    """Frames whose stated parent can hold them by the gazetteer, or are unknown to it beside a country or unit."""
    result: dict[int, int] = {}
    said = parents(parse, found)
    for child, told in said.items():
        parent = _first_known(told, said, found, gazetteer)
        exact = [match.place for match in _matches(gazetteer, found[child].query)]
        lowers = exact or [match.place for match in gazetteer.loose_matches(found[child].query)]
        quarter = _is_quarter_of(parse, found[child], found[parent])
        kinds = (*_ABOVE, "town") if quarter or not exact else _ABOVE
        uppers = [match.place for match in _matches(gazetteer, found[parent].query) if match.place.kind in kinds]
        told_apart = _core(found[parent].query) != _core(found[child].query) and found[parent].use not in (
            "modifier",
            "part_of_name",
        )
        if any(place.kind == "country" for place in lowers) or not uppers or not told_apart:
            continue
        if (
            any(holds(upper, lower) for upper in uppers for lower in lowers)
            or not exact
            or quarter
            or (parent > child and _is_binding(found, child, parent))
        ):
            result[child] = parent
    return result


def _first_known(parent: int, said: dict[int, int], found: tuple[Frame, ...], gazetteer: Gazetteer) -> int:
    """The first of a chain of parents that the gazetteer knows ("X, Unknown district, Kharkiv region")."""
    while not _matches(gazetteer, found[parent].query) and said.get(parent, -1) > parent:
        parent = said[parent]
    return parent


def _is_quarter_of(parse: Parse, child: Frame, parent: Frame) -> bool:
    """ "X, a quarter of Y": a town called X elsewhere is another one."""
    gap = [token.text.lower() for token in parse.tokens[child.last : parent.first]]
    return len(gap) > 1 and gap[-1] == "of" and bool(QUARTERS.intersection(gap))


def _is_binding(found: tuple[Frame, ...], child: int, parent: int) -> bool:
    """Whether the text calls the parent a unit ("Kharkiv region") and the child none: then a town elsewhere is another one."""
    units = {"admin1", "admin2"}
    return bool(units & set(found[parent].hint)) and not units & set(found[child].hint)


def _qualifiers(parse: Parse, found: tuple[Frame, ...], above: dict[int, int], gazetteer: Gazetteer) -> set[int]:
    """Frames that only say where another lies: the parents told, all between, and what follows them in the same chain."""
    said = parents(parse, found)
    result = set(above.values())
    for child, parent in sorted(said.items()):
        if parent < child:
            continue
        unit = bool({"admin1", "admin2"} & set(found[parent].hint))
        within = child in above or (child in result and parent in above.values())
        if (
            within
            or unit
            and (found[child].query.lower() != found[parent].query.lower())
            and not _is_state(found[child], gazetteer)
        ):
            result.add(parent)
    return result


def _is_state(frame: Frame, gazetteer: Gazetteer) -> bool:
    return any(match.place.kind == "country" for match in _matches(gazetteer, frame.query))


def _distances_of_others(parse: Parse, found: tuple[Frame, ...]) -> set[int]:
    """Frames that only say where the name before them lies ("Bunagana, 60 miles north of Bukavu")."""
    return {
        number + 1
        for number, (left, right) in enumerate(pairwise(found))
        if right.away_km is not None and right.opening == left.last + 1 and parse.tokens[left.last].text == ","
    }


def _matches(gazetteer: Gazetteer, query: str) -> tuple[Match, ...]:
    """Places under a name, else under the name without its generic word."""
    return gazetteer.matches(query) or gazetteer.matches(without_generic(query)[0])


def _names(found: tuple[Frame, ...], above: dict[int, int]) -> list[Name]:
    """The name that each frame asks for; a bare name takes the parent that the same name has elsewhere (one sense a text)."""
    stated: defaultdict[str, list[str]] = defaultdict(list)
    for child, parent in above.items():
        stated[_core(found[child].query)].append(found[parent].query)
    names = []
    for number, frame in enumerate(found):
        own = (
            found[above[number]].query if number in above else next(iter(sorted(set(stated[_core(frame.query)]))), None)
        )
        names.append(Name(text=frame.query, hint=frame.hint, parent=own, dateline=frame.use == "dateline"))
    return names


def _core(query: str) -> str:
    return without_generic(query)[0].lower()


def _bare(name: Name) -> Name:
    return replace(name, times=1, dateline=False)


def _counted(asked: list[Name], found: tuple[Frame, ...]) -> list[Name]:
    """Each name once with how often it stands in the text; names inside larger names count for less than a mention."""
    times: Counter[Name] = Counter()
    dateline = {_bare(name) for name in asked if name.dateline}
    for name, frame in zip(asked, found, strict=True):
        times[_bare(name)] += 0 if frame.use == "part_of_name" else 1
    return [replace(name, times=max(1, count), dateline=name in dateline) for name, count in times.items()]


def _votes(parse: Parse, gazetteer: Gazetteer) -> dict[str, float]:
    """Votes of demonyms: "Sudanese" speaks for Sudan, once again weaker each time."""
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
    return dict(votes)


def _parent_choice(
    number: int, above: dict[int, int], asked: list[Name], chosen: dict[Name, tuple[Choice, ...]]
) -> GazetteerPlace | None:
    """The place that the stated parent of a frame resolved to."""
    choices = chosen.get(_bare(asked[above[number]]), ()) if number in above else ()
    return choices[0].place if choices else None


def _mention(
    parse: Parse, frame: Frame, choices: tuple[Choice, ...], parent: GazetteerPlace | None, gazetteer: Gazetteer
) -> PlaceMention:
    """A frame and its choices as a mention."""
    tokens = parse.tokens
    start, end = tokens[frame.first].start, tokens[frame.last - 1].end
    quoted = evidence(parse.text, tokens[frame.opening].start, end)
    name = quoted.quote if frame.away_km is not None else parse.text[start:end]
    blank = Place(
        id=None,
        name=name,
        geoname_id=None,
        lat=None,
        lon=None,
        country=None,
        admin1=None,
        admin2=None,
        precision="unresolved",
        radius_km=None,
        candidates=(),
        evidence=(quoted,),
    )
    place = _placed(blank, frame, choices, gazetteer) if choices else _beneath(blank, parent)
    return PlaceMention(
        start=start, end=end, head=parse.head_of(start, end), place=place, use=frame.use, relation=frame.relation
    )


def _beneath(blank: Place, parent: GazetteerPlace | None) -> Place:
    """An unresolved place with the country and unit that the text states for it; a quarter of a town is placed in the town."""
    if parent is None:
        return blank
    if parent.kind == "town":
        return replace(
            blank,
            lat=parent.lat,
            lon=parent.lon,
            country=parent.country,
            admin1=parent.admin1,
            admin2=parent.admin2,
            precision="exact",
            radius_km=parent.radius_km,
        )
    return replace(
        blank,
        country=parent.country,
        admin1=parent.name if parent.kind == "admin1" else parent.admin1,
        admin2=parent.name if parent.kind == "admin2" else None,
    )


def _placed(blank: Place, frame: Frame, choices: tuple[Choice, ...], gazetteer: Gazetteer) -> Place:
    """The place of the best choice, moved and widened by the words around it."""
    best = choices[0].place
    precision, radius, lat, lon = _extent(frame, best)
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


def _extent(frame: Frame, place: GazetteerPlace) -> tuple[PlacePrecision, float, float | None, float | None]:
    """Precision, radius in km and point of a framed place (RECORD §4: exact, near, admin2, admin1, region, country)."""
    if frame.away_km is not None:
        return _away(frame, place)
    if frame.near and place.kind in ("town", "site", "mountain", "admin2"):
        return "near", max(NEAR_KM, place.radius_km), place.lat, place.lon
    if place.kind == "country":
        return (
            _part_of_country(frame, place)
            if frame.step is not None and frame.step != ()
            else ("country", place.radius_km, place.lat, place.lon)
        )
    if place.kind == "admin1" and frame.step:
        lat, lon, radius = _part(place, frame.step)
        return "admin1", radius, lat, lon
    if place.kind == "town":
        return _town(frame, place)
    precision: PlacePrecision = {"admin1": "admin1", "admin2": "admin2", "site": "exact"}.get(place.kind, "region")  # type: ignore[assignment]
    return precision, place.radius_km, place.lat, place.lon


def _town(frame: Frame, place: GazetteerPlace) -> tuple[PlacePrecision, float, float | None, float | None]:
    """A town, or what is called after it: its district where the text says so, a base beside it."""
    if frame.site:
        return "near", 15.0, place.lat, place.lon
    if frame.hint and "town" not in frame.hint and set(frame.hint) & {"admin2", "region"}:
        return "admin2", 30.0, place.lat, place.lon
    if frame.hint and "town" not in frame.hint and "admin1" in frame.hint:
        return "admin1", 100.0, place.lat, place.lon
    return "exact", place.radius_km, place.lat, place.lon


def _away(frame: Frame, place: GazetteerPlace) -> tuple[PlacePrecision, float, float | None, float | None]:
    """A point so many km off the named one in the direction told; without a direction, all around it."""
    away = frame.away_km or 0.0
    precision: PlacePrecision = (
        "near" if away <= FAR_KM and place.kind not in ("country", "admin1", "region", "water") else "region"
    )
    if not frame.step or place.lat is None or place.lon is None:
        return precision, max(5.0, round(away, 1)), place.lat, place.lon
    lat, lon = _moved(place.lat, place.lon, frame.step, away)
    return precision, max(5.0, round(0.3 * away, 1)), lat, lon


def _moved(lat: float, lon: float, step: tuple[int, ...], km: float) -> tuple[float, float]:
    """The point ``km`` off in a direction (east and north steps), rounded to 1e-4 degrees."""
    length = math.hypot(*step) or 1.0
    north, east = km * step[1] / length, km * step[0] / length
    moved_lat = max(-90.0, min(90.0, lat + north / _KM_PER_DEGREE))
    moved_lon = lon + east / (_KM_PER_DEGREE * max(0.05, math.cos(math.radians(lat))))
    return round(moved_lat, 4), round((moved_lon + 180) % 360 - 180, 4)


def _part_of_country(frame: Frame, place: GazetteerPlace) -> tuple[PlacePrecision, float, float | None, float | None]:
    lat, lon, radius = _part(place, frame.step or ())
    return "region", radius, lat, lon


def _part(place: GazetteerPlace, step: tuple[int, ...]) -> tuple[float | None, float | None, float]:
    """Middle and radius of a third of a box ("northern Syria": its northern third); half the radius where no box is known."""
    box = place.box
    if box is None:
        return place.lat, place.lon, round(place.radius_km / 2, 1)
    tall, wide = box.north - box.south, box.east - box.west
    lat, lon = (box.south + box.north) / 2 + step[1] * tall / 3, (box.west + box.east) / 2 + step[0] * wide / 3
    high_km = tall * _KM_PER_DEGREE / (3 if step[1] else 1) / (3 if step == (0, 0) else 1)
    wide_km = wide * _KM_PER_DEGREE * math.cos(math.radians(lat)) / (3 if step[0] else 1) / (3 if step == (0, 0) else 1)
    return round(lat, 4), round(lon, 4), round(math.hypot(high_km, wide_km) / 2, 1)


def _with_spans(
    parse: Parse, told: list[PlaceMention], spans: tuple[Span, ...], gazetteer: Gazetteer
) -> tuple[PlaceMention, ...]:
    """Borders and roads as mentions of their own; the names inside them no longer stand for themselves."""
    made = []
    for span in spans:
        inside = [
            number for number, mention in enumerate(told) if span.start <= mention.start and mention.end <= span.end
        ]
        ends = [told[number].place for number in inside]
        for number in inside:
            told[number] = replace(told[number], use="modifier" if told[number].use == "plain" else told[number].use)
        made.append(
            PlaceMention(
                start=span.start,
                end=span.end,
                head=parse.head_of(span.start, span.end),
                place=_between(parse, span, ends, gazetteer),
                use="plain",
                relation=span.relation,
            )
        )
    return tuple(sorted((*told, *made), key=lambda mention: (mention.start, mention.end)))


def _between(parse: Parse, span: Span, ends: list[Place], gazetteer: Gazetteer) -> Place:
    """A region without a name of its own: a road has the middle of its two ends, a border no point."""
    del gazetteer
    codes = sorted({*span.countries, *(end.country for end in ends if end.country)})
    points = [(end.lat, end.lon) for end in ends if end.lat is not None and end.lon is not None]
    lat = lon = radius = None
    if span.kind == "road" and len(points) == 2:
        lat, lon = round((points[0][0] + points[1][0]) / 2, 4), round((points[0][1] + points[1][1]) / 2, 4)
        radius = round(
            max(
                5.0,
                math.hypot((points[0][0] - points[1][0]), (points[0][1] - points[1][1]) * math.cos(math.radians(lat)))
                * _KM_PER_DEGREE
                / 2,
            ),
            1,
        )
    return Place(id=None, name=parse.text[span.start : span.end], geoname_id=None, lat=lat, lon=lon, country=codes[0] if len(codes) == 1 else None, admin1=None, admin2=None,
                 precision="region", radius_km=radius, candidates=(), evidence=(evidence(parse.text, span.start, span.end),))  # fmt: skip
