"""Which place a name means: all names of one text are resolved together by a linear score that anyone can read.

Parts of the score: stated parent, share of the text's country votes, nearness to places already sure, population, kind of place said
and usual, spelling. A stated parent is binding, and a small town in a country that the text never speaks of is refused where the text
speaks of others; what stays below the threshold is left without a point.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from tidings.annotate.country_votes import votes_of
from tidings.reference.distance import distance_km
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.gazetteer_place import GazetteerPlace, Match
from tidings.reference.placenames import PlaceClass, without_generic


class Name(Struct, frozen=True, kw_only=True):
    """A name to resolve, once a text for each way it is qualified.

    ``parent`` is the name that is said to hold it, ``beside`` one that it is said to be near; ``times`` how often it stands there by
    itself. ``hub``: it is a dateline of a place from which many report; ``inside``: something is said to be in or near it; ``the``: "the"
    stands before it; ``quarter``: it is called part of a town.
    """

    text: str
    hint: tuple[PlaceClass, ...] = ()
    parent: str | None = None
    beside: str | None = None
    times: int = 1
    dateline: bool = False
    hub: bool = False
    inside: bool = False
    the: bool = False
    quarter: bool = False


class Choice(Struct, frozen=True, kw_only=True):
    """A candidate with its score as parts in plain words, and its share of belief among the candidates.

    ``guessed``: it is only spelt much like the name, and no unit that the text states holds it alone; worth showing, never a place found.
    """

    place: GazetteerPlace
    score: float
    share: float
    reasons: tuple[str, ...]
    guessed: bool = False


class Weights(Struct, frozen=True, kw_only=True):
    """What each part of the score is worth (geo.md §5; tuned on the development set)."""

    parent: float = 6.0
    not_parent: float = -3.0
    country: float = 4.0
    near: float = 2.5
    near_km: float = 200.0
    same_unit: float = 0.7
    hint: float = 3.0
    wrong_hint: float = -2.0
    bare_water: float = -2.0
    own_name: float = 0.7
    loose: float = -2.5
    fuzzy: float = -3.0
    common: float = -1.0
    user: float = 10.0
    sure: float = 6.5
    threshold: float = 3.8


_PRIOR: dict[PlaceClass, tuple[float, str]] = {
    "country": (5.0, "a bare name that a country bears is the country"), "town": (1.0, "a bare name is more often the town"), "admin1": (0.6, ""),
    "admin2": (-0.7, "a bare name is seldom the district"), "region": (1.5, ""), "water": (1.5, ""), "mountain": (1.0, ""), "site": (1.5, ""),
}  # fmt: skip
_WORTH: dict[PlaceClass, float] = {
    "region": 5.5,
    "water": 5.5,
    "mountain": 4.5,
    "site": 4.0,
    "town": 2.0,
    "admin1": 4.0,
    "admin2": 3.0,
    "country": 4.0,
}
_KIND_WORDS: dict[PlaceClass, str] = {
    "country": "country", "town": "town", "admin1": "first-order unit", "admin2": "district", "region": "region", "water": "water", "mountain": "mountain", "site": "site",
}  # fmt: skip
_MOST = 5
_MOST_ANCHORS = 40
_LARGE = 100_000  # people of a town that needs no word of its country
_LARGE_ELSEWHERE = 500_000  # the same where the name is not its usual one
_SPOKEN = 0.03  # share of the country votes below which a text does not speak of a country
_SPOKEN_NEARBY = 0.25  # share from which a text may speak of a country's neighbours too
_QUARTER_KM = 30.0  # how far beyond a town its quarters and suburbs lie
_ENOUGH = 0.6  # votes of others from which a name's own vote is left out: one demonym
_BESIDE_KM = 80.0  # how far a place may lie from one that it is said to be near
_CLEAR = 0.9  # votes that make it clear where a text is: two demonyms, or one country
_BEYOND_KM = 25.0  # units have changed their borders: a town as near as this to a unit may be said to lie in it
_UNMISTAKABLE = 9  # letters
_FUZZY_SHARE = 0.2  # share of the country votes from which a country is searched for names that are only much alike
_FUZZY_LETTERS = 5
_ANCHOR_KM = 150.0  # an area as small as this says where a text is


def resolve_names(
    names: Iterable[Name], votes: dict[str, float], gazetteer: Gazetteer, weights: Weights | None = None
) -> dict[Name, tuple[Choice, ...]]:
    """Ranked choices for each name, best first, at most five; empty when nothing reaches the threshold.

    ``votes`` are country codes with the weight of demonyms and the like; the names add their own. Two rounds: what is sure after the
    first is an anchor and a vote for the second.
    """
    ordered = tuple(dict.fromkeys(names))
    scorer = _Scorer(gazetteer, weights or Weights())
    found = {name: scorer.candidates(name) for name in ordered}
    first = scorer.ballot(found, votes)
    rough = {name: scorer.ranked(name, matches, first, ()) for name, matches in found.items()}
    anchors = scorer.anchors(rough)
    kept = {name: scorer.kept(name, rough, found) for name in ordered}
    second = scorer.ballot(kept, votes)
    spoken_of = _Spoken({name: scorer.strong(name, rough, found) for name in ordered}, votes)
    final = {}
    for name, matches in found.items():
        spoken = spoken_of.without(name.text)
        allowed = scorer.allowed(name, matches, spoken) if matches else scorer.much_alike(name, second)
        near = scorer.beside_anchors(name, scorer.widened(name, allowed, second), anchors)
        final[name] = scorer.ranked(name, near, scorer.ballot_without(name, kept, votes, second), anchors)
    return {
        name: choices if choices and choices[0].score >= scorer.weights.threshold else ()
        for name, choices in final.items()
    }


class _Scorer:
    """The score of a candidate, part by part."""

    def __init__(self, gazetteer: Gazetteer, weights: Weights) -> None:
        self._gazetteer, self.weights = gazetteer, weights
        self._parents: dict[str, tuple[GazetteerPlace, ...]] = {}

    def candidates(self, name: Name) -> tuple[Match, ...]:
        """Places under the name, and under the name without its generic word; other spellings only when there is none."""
        bare, _ = without_generic(name.text)
        found = {match.place.id: match for match in self._gazetteer.matches(name.text)}
        if bare != name.text and name.hint:
            found |= {
                match.place.id: match
                for match in self._gazetteer.matches(bare)
                if match.place.id not in found and match.place.kind in (*name.hint, "town")
            }
        return tuple(found.values()) or self._gazetteer.loose_matches(bare if name.hint else name.text)

    def widened(self, name: Name, matches: tuple[Match, ...], votes: dict[str, float]) -> tuple[Match, ...]:
        """The candidates, with other spellings added when none lies in a country that the text speaks of."""
        if (
            not matches
            or any(votes.get(code, 0.0) >= 0.1 for match in matches for code in match.place.countries)
            or any(not match.place.countries for match in matches)
        ):
            return matches
        known = {match.place.id for match in matches}
        others = self._gazetteer.loose_matches(name.text)
        return (
            *matches,
            *(
                match
                for match in others
                if match.place.id not in known and any(votes.get(code, 0.0) >= 0.1 for code in match.place.countries)
            ),
        )

    def much_alike(self, name: Name, votes: dict[str, float]) -> tuple[Match, ...]:
        """For a name that nothing bears: places much alike in spelling, in the countries that the text mostly speaks of and in the stated parent."""
        spoken = [code for code, share in votes.items() if share >= _FUZZY_SHARE]
        bare = without_generic(name.text)[0] if name.hint else name.text
        alike = self._gazetteer.fuzzy_matches(bare, spoken) if len(bare) >= _FUZZY_LETTERS else ()
        if not name.parent or not self._above(name.parent):
            return alike
        return tuple(match for match in alike if self._holds(name.parent, match.place))

    def is_guess(self, name: Name, match: Match, matches: tuple[Match, ...]) -> bool:
        """Whether a match is only much alike: a misspelt name is sure where the text states a unit, and it holds one such place alone."""
        if match.how != "fuzzy":
            return False
        units = [above for above in self._above(name.parent) if above.kind != "country"] if name.parent else []
        return len(matches) > 1 or not any(holds(above, match.place) for above in units)

    def beside_anchors(
        self, name: Name, matches: tuple[Match, ...], anchors: tuple[tuple[str, GazetteerPlace], ...]
    ) -> tuple[Match, ...]:
        """For a quarter: the matches in or beside a town that the text names, since every city has its Zahraa; all where no town is named."""
        towns = [anchor for text, anchor in anchors if text != name.text and anchor.kind == "town"]
        if not name.quarter or not towns:
            return matches
        return tuple(match for match in matches if any(_within(town, match.place, _QUARTER_KM) for town in towns))

    def ballot(self, found: dict[Name, tuple[Match, ...]], votes: dict[str, float]) -> dict[str, float]:
        """The share of each country in the votes of the text: demonyms and outlets given, and the countries of its names."""
        tally: defaultdict[str, float] = defaultdict(float, votes)
        for name, matches in found.items():
            for code, part in _say(name, matches):
                tally[code] += part
        return _shares(tally)

    def ballot_without(
        self, own: Name, kept: dict[Name, tuple[Match, ...]], votes: dict[str, float], whole: dict[str, float]
    ) -> dict[str, float]:
        """The shares without a name's own say, so that it does not vote for itself; the whole ballot where that leaves too little."""
        if len(kept) > _MOST_ANCHORS:
            return whole  # among so many names one says little
        others = {name: matches for name, matches in kept.items() if name.text != own.text}
        tally: defaultdict[str, float] = defaultdict(float, votes)
        for name, matches in others.items():
            for code, part in _say(name, matches):
                tally[code] += part
        return _shares(tally) if sum(tally.values()) >= _ENOUGH else whole

    def strong(
        self, name: Name, rough: dict[Name, tuple[Choice, ...]], found: dict[Name, tuple[Match, ...]]
    ) -> tuple[Match, ...]:
        """What a name says for sure of where a text is: a country, a first-order unit or region, a large town under its own name."""
        best = rough[name][:1]
        if not best or best[0].score < self.weights.threshold or not name.times:
            return ()
        place = best[0].place
        large = place.kind in ("country", "admin1") or place.hand_picked or place.population > _LARGE
        return tuple(match for match in found[name] if match.place.id == place.id) if large else ()

    def allowed(self, name: Name, matches: tuple[Match, ...], spoken: dict[str, float]) -> tuple[Match, ...]:
        """The matches without small towns of countries that the text never speaks of; other spellings where none is left."""
        if name.parent and self._above(name.parent):
            return tuple(match for match in matches if self._holds(name.parent, match.place, _BEYOND_KM))
        if name.beside and (near := self._above(name.beside)):
            return tuple(match for match in matches if any(_within(place, match.place, _BESIDE_KM) for place in near))
        if not spoken or not matches:
            return matches
        kept = tuple(
            match
            for match in matches
            if _is_large(match) or any(spoken.get(code, 0.0) >= _SPOKEN for code in match.place.countries)
        )
        spelt = () if kept else self._gazetteer.loose_matches(name.text)
        kept = kept or tuple(
            match for match in spelt if any(spoken.get(code, 0.0) >= 0.2 for code in match.place.countries)
        )
        return kept or self._next_door(matches, spoken) or _unmistakable(name, matches)

    def _next_door(self, matches: tuple[Match, ...], spoken: dict[str, float]) -> tuple[Match, ...]:
        """The matches in countries that border those the text speaks of."""
        around = {
            code
            for spoke, share in spoken.items()
            if share >= _SPOKEN_NEARBY
            for code in self._gazetteer.neighbours(spoke)
        }
        return tuple(match for match in matches if around & set(match.place.countries))

    def kept(
        self, name: Name, rough: dict[Name, tuple[Choice, ...]], found: dict[Name, tuple[Match, ...]]
    ) -> tuple[Match, ...]:
        """For the second ballot: the best candidate alone where it is sure, else all."""
        best = rough[name][:1]
        if best and best[0].score >= self.weights.sure and best[0].share >= 0.6:
            return tuple(match for match in found[name] if match.place.id == best[0].place.id)
        return found[name]

    def anchors(self, rough: dict[Name, tuple[Choice, ...]]) -> tuple[tuple[str, GazetteerPlace], ...]:
        """Sure places with a point that says where in a country the text is; the first forty keep a gazetteer of a text linear."""
        found = (
            (name.text, choices[0].place)
            for name, choices in rough.items()
            if choices
            and choices[0].score >= self.weights.sure
            and choices[0].share >= 0.7
            and _is_anchor(choices[0].place)
        )
        return tuple(islice(found, _MOST_ANCHORS))

    def ranked(
        self,
        name: Name,
        matches: tuple[Match, ...],
        votes: dict[str, float],
        anchors: tuple[tuple[str, GazetteerPlace], ...],
    ) -> tuple[Choice, ...]:
        """The best candidates with score, share and reasons."""
        matches = tuple(
            match
            for match in matches
            if match.how not in ("loose", "fuzzy")
            or self._speaks_of(match.place, votes)
            or (name.parent and self._holds(name.parent, match.place))
        )
        if name.hint and not any(match.place.kind in name.hint for match in matches):
            name = replace(name, hint=())
        scored = sorted(
            ((self._parts(name, match, votes, anchors), match) for match in matches),
            key=lambda one: (-sum(part for part, _ in one[0]), one[1].place.id),
        )[:_MOST]
        if not scored:
            return ()
        totals = [sum(part for part, _ in parts) for parts, _ in scored]
        powers = [math.exp(min(total, 60.0) - min(totals[0], 60.0)) for total in totals]
        return tuple(
            Choice(
                place=match.place,
                score=round(total, 3),
                share=round(power / sum(powers), 3),
                reasons=_reasons(name, match, parts, alone=len(matches) == 1),
                guessed=self.is_guess(name, match, matches),
            )
            for (parts, match), total, power in zip(scored, totals, powers, strict=True)
        )

    def _speaks_of(self, place: GazetteerPlace, votes: dict[str, float]) -> bool:
        """Whether a place's country has a good part of the text's votes; a looser spelling is not looked for elsewhere."""
        least = max(0.05, 0.5 * max(votes.values(), default=0.0))
        return any(votes.get(code, 0.0) >= least for code in place.countries)

    def _parts(
        self, name: Name, match: Match, votes: dict[str, float], anchors: tuple[tuple[str, GazetteerPlace], ...]
    ) -> list[tuple[float, str]]:
        place, weights = match.place, self.weights
        parts = [self._kind(name, place), self._size(place), self._country(place, votes)]
        if match.how == "name":
            parts.append((weights.own_name, ""))
        if match.how == "loose":
            parts.append((weights.loose, f"another spelling of {place.name}"))
        if match.how == "fuzzy":
            parts.append((weights.fuzzy, ""))
        if match.common:
            parts.append((weights.common, "the name is an ordinary word too"))
        if place.source == "user":
            parts.append((weights.user, f"from your own table {place.layer}"))
        if name.parent:
            held = self._holds(name.parent, place)
            parts.append(
                (weights.parent, f"lies in {name.parent}, as the text says")
                if held
                else (weights.not_parent, f"does not lie in {name.parent}")
            )
        return [*parts, *self._nearness(name, place, anchors)]

    def _kind(self, name: Name, place: GazetteerPlace) -> tuple[float, str]:
        if name.hint:
            fits = place.kind in name.hint
            first = 0.5 if place.kind == name.hint[0] else 0.0
            return (
                (self.weights.hint + first, f"a {_KIND_WORDS[place.kind]}, as the text says")
                if fits
                else (self.weights.wrong_hint, f"a {_KIND_WORDS[place.kind]}")
            )
        if name.the and place.kind in ("region", "water", "mountain", "admin1", "admin2", "town"):
            worth, said = _PRIOR[place.kind]
            return worth + (1.0 if place.kind in ("region", "water", "mountain") else -1.0), said
        if place.kind == "water" and " " not in name.text:
            return _PRIOR["water"][0] + self.weights.bare_water, "rivers have an article"
        return _PRIOR[place.kind]

    def _size(self, place: GazetteerPlace) -> tuple[float, str]:
        """Half a point at least for what has no population: a known range or sea counts like a large town."""
        if place.population and place.kind in ("town", "admin1", "admin2", "country"):
            worth = max(1.5, math.log10(place.population + 1)) - (1.0 if place.kind in ("admin1", "admin2") else 0.0)
            return worth, f"{place.population:,} people"
        if place.weight:
            return math.log10(place.weight), ""
        return _WORTH[place.kind], ""

    def _country(self, place: GazetteerPlace, votes: dict[str, float]) -> tuple[float, str]:
        share = max((votes.get(code, 0.0) for code in place.countries), default=0.0)
        code = max(place.countries, key=lambda code: (votes.get(code, 0.0), code), default="")
        country = self._gazetteer.country(code)
        return self.weights.country * min(
            1.0, 1.5 * share
        ), f"the text speaks of {country.name if country else code}" if share >= 0.1 else ""

    def _nearness(
        self, name: Name, place: GazetteerPlace, anchors: tuple[tuple[str, GazetteerPlace], ...]
    ) -> list[tuple[float, str]]:
        if place.lat is None or place.lon is None or place.kind in ("country", "water"):
            return []
        others = [anchor for text, anchor in anchors if text != name.text and anchor.lat is not None]
        if not others:
            return []
        away, nearest = min(
            ((distance_km(place.lat, place.lon, anchor.lat or 0.0, anchor.lon or 0.0), anchor) for anchor in others),
            key=lambda one: (one[0], one[1].id),
        )
        parts = [
            (
                self.weights.near * math.exp(-away / self.weights.near_km),
                f"{away:.0f} km from {nearest.name}" if away < 300 else "",
            )
        ]
        if place.admin1_id and any(place.admin1_id in (anchor.admin1_id, anchor.id) for anchor in others):
            parts.append((self.weights.same_unit, f"in {place.admin1} like other places of the text"))
        return parts

    def _holds(self, parent: str, place: GazetteerPlace, more_km: float = 0.0) -> bool:
        """Whether any place called ``parent`` is the country or unit that holds a place, or is ``more_km`` from doing so."""
        return any(holds(above, place, more_km) for above in self._above(parent))

    def _above(self, parent: str) -> tuple[GazetteerPlace, ...]:
        if parent not in self._parents:
            names = dict.fromkeys((parent, without_generic(parent)[0]))
            self._parents[parent] = tuple(
                match.place
                for name in names
                for match in self._gazetteer.matches(name)
                if match.place.kind in ("country", "admin1", "admin2", "region", "town")
            )
        return self._parents[parent]


def _say(name: Name, matches: tuple[Match, ...]) -> list[tuple[str, float]]:
    """What a name says of where a text is."""
    weight = math.sqrt(name.times) * (2.0 if name.dateline else 1.0)
    return [(code, weight * part) for code, part in votes_of(matches)]


def _shares(tally: dict[str, float]) -> dict[str, float]:
    whole = sum(tally.values())
    return {code: value / whole for code, value in sorted(tally.items())} if whole else {}


class _Spoken:
    """The countries that demonyms and sure names speak for, for each name without its own say."""

    def __init__(self, known: dict[Name, tuple[Match, ...]], votes: dict[str, float]) -> None:
        self._all: defaultdict[str, float] = defaultdict(float, votes)
        self._own: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._sure = sum(votes.values()) + sum(1.0 for matches in known.values() if matches)
        self._sure_of: defaultdict[str, float] = defaultdict(float)
        for name, matches in known.items():
            self._sure_of[name.text] += 1.0 if matches else 0.0
            for code, part in votes_of(matches):
                weight = math.sqrt(name.times) * (2.0 if name.dateline else 1.0) * part
                self._all[code] += weight
                self._own[name.text][code] += weight

    def without(self, text: str) -> dict[str, float]:
        """Shares of the countries' votes without those of one name; empty where there is too little to go by."""
        own: dict[str, float] = self._own.get(text, {})
        left = {code: value - own.get(code, 0.0) for code, value in self._all.items()}
        whole = sum(left.values())
        return (
            {code: value / whole for code, value in sorted(left.items())}
            if self._sure - self._sure_of[text] >= _CLEAR and whole > 0
            else {}
        )


def _unmistakable(name: Name, matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """The matches of a long name that one country alone has, where the text says that something is there: "near Kaga-Bandoro"."""
    countries = {code for match in matches for code in match.place.countries}
    sure = name.inside and len(countries) == 1 and len(name.text) >= _UNMISTAKABLE
    return matches if sure and all(match.how == "name" and not match.common for match in matches) else ()


def _is_large(match: Match) -> bool:
    """Whether a place needs no word of its country: a large town or unit, or one of our own table."""
    place, least = match.place, _LARGE if match.how == "name" else _LARGE_ELSEWHERE
    return (
        place.hand_picked or place.kind in ("country", "water") or (place.population > least and match.how != "loose")
    )


def holds(above: GazetteerPlace, place: GazetteerPlace, more_km: float = 0.0) -> bool:
    """Whether one place is said by the gazetteer to lie in another: its country or unit, or within a region's radius.

    ``more_km`` beyond a unit's radius count as in it, of the same country.
    """
    if above.id == place.id:
        return False
    if above.kind == "town":
        return place.kind in ("town", "site") and _within(above, place, 10.0)
    if above.kind == "country":
        return above.country is not None and above.country in place.countries
    if above.kind in ("admin1", "admin2"):
        beside = more_km > 0 and above.country == place.country and _within(above, place, more_km)
        return above.id in (place.admin1_id, place.admin2_id) or beside
    return _within(above, place, 0.3 * above.radius_km + more_km)


def _within(above: GazetteerPlace, place: GazetteerPlace, more_km: float) -> bool:
    if above.lat is None or above.lon is None or place.lat is None or place.lon is None:
        return False
    return distance_km(above.lat, above.lon, place.lat, place.lon) <= above.radius_km + more_km


def _is_anchor(place: GazetteerPlace) -> bool:
    return place.is_placed and _says_where(place)


def _says_where(place: GazetteerPlace) -> bool:
    return place.kind in ("town", "admin2", "admin1", "site") or (
        place.kind != "country" and place.radius_km <= _ANCHOR_KM
    )


def _reasons(name: Name, match: Match, parts: list[tuple[float, str]], *, alone: bool) -> tuple[str, ...]:
    """What weighed most, after what a reader must know first: that there is no other or none at all, and that a layer of their own has it."""
    place = match.place
    told = [reason for _, reason in sorted(parts, key=lambda part: (-abs(part[0]), part[1])) if reason]
    only = "only place of that name" if alone else None
    spelt = f"no place is called {name.text}; {place.name} is much like it" if match.how == "fuzzy" else only
    layer = f"from your layer {place.layer}" if place.source == "layer" else None
    return tuple(reason for reason in (spelt, layer, *told[:4]) if reason)
