"""Place names in a text: the tagger's spans and the gazetteer's longest matches, joined and filtered.

A span of the gazetteer alone must look like a place: after "in" or "near", before ", Syria", with "province" beside it, said to be
one elsewhere in the text, or known everywhere and no ordinary word. Names of actors and persons are not searched.
"""

from __future__ import annotations

from collections.abc import Iterator

from tidings.annotate.country_votes import shares
from tidings.annotate.toponym_signs import MISTAKEN, Signs
from tidings.annotate.toponym_spans import Candidates, MarkedText, Toponym
from tidings.annotate.toponyms_lower import LowerCaseReader, is_lower_case
from tidings.model.mentions import ActorMention, NameMention, PlaceMention
from tidings.model.text import Parse
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.place_context import PlaceContext


def find_toponyms(
    parse: Parse, names: tuple[NameMention, ...], actors: tuple[ActorMention, ...], gazetteer: Gazetteer, words: PlaceContext,
    datelines: tuple[tuple[int, int], ...] = (), votes: dict[str, float] | None = None,
) -> tuple[Toponym, ...]:  # fmt: skip
    """The place names of a text, left to right, none inside another; what stands in a dateline needs no other sign.

    ``votes``: countries that the text speaks of by other words; a town there needs less of a sign than one elsewhere.
    """
    text = MarkedText(parse, names, actors, gazetteer, words, datelines)
    if is_lower_case(parse.text):
        return tuple(LowerCaseReader(text).lower_case())
    candidates, choice = Candidates(text), _Choice(text)
    tagged, known = candidates.tagged(), candidates.known()
    known = [*known, *candidates.spelt_otherwise(known)]
    sure = {text.key(span) for span in (*tagged, *(span for span in known if choice.is_sure(span)))}
    accepted = [
        span
        for span in known
        if (span.part_of and choice.is_worth_keeping(span))
        or choice.is_sure(span)
        or (text.key(span) in sure and choice.may_be(span))
    ]
    accepted += choice.listed_with(known, accepted)
    accepted += [span for span in tagged if choice.is_name(span)]
    spoken = shares(votes or {}, {span.name: text.matches(span.name) for span in accepted if not span.part_of}.values())
    taken = frozenset(accepted)
    accepted += [span for span in known if span not in taken and choice.is_where(span, spoken)]
    return tuple(_without_overlap([*accepted, *candidates.units(), *candidates.told_inside()], text))


def without_places(actors: tuple[ActorMention, ...], places: tuple[PlaceMention, ...]) -> tuple[ActorMention, ...]:
    """The actors without those "persons" that turned out to be places of the gazetteer."""
    taken = [(place.start, place.end) for place in places if place.place.id is not None]
    return tuple(
        actor for actor in actors
        if actor.form != "person" or actor.role is not None or actor.side is not None or actor.id is not None
        or not any(start <= actor.start and actor.end <= end for start, end in taken)
    )  # fmt: skip


def _without_overlap(spans: list[Toponym], text: MarkedText) -> Iterator[Toponym]:
    """The best of each group of overlapping spans: known ones first, then the longer, then the tagger's."""
    taken: set[int] = set()
    kept = []
    for span in sorted(
        spans, key=lambda span: (not text.is_known(span), span.first - span.last, not span.label, span.first)
    ):
        if not taken.intersection(range(span.first, span.last)):
            taken.update(range(span.first, span.last))
            kept.append(span)
    return iter(sorted(kept, key=lambda span: span.first))


_SPOKEN = 0.25  # share of the country votes from which a text speaks of a country
_SOME_PEOPLE = 2_000  # a smaller place needs a sign of its own


class _Choice:
    """Which candidates of one text are taken for places."""

    def __init__(self, text: MarkedText) -> None:
        self.text, self.words, self.gazetteer, self.signs = text, text.words, text.gazetteer, Signs(text)

    def is_name(self, span: Toponym) -> bool:
        """Whether a tagged span can be a place name: capitals, not an acronym that no place bears, not a people, not an ordinary word."""
        name = span.name
        if self.signs.is_no_settlement(span):
            return False
        if not name[0].isupper() and not name.lower().startswith(
            ("al-", "el-", "ad-", "as-", "ash-", "ar-", "at-", "an-", "az-")
        ):
            return False
        if self.text.is_known(span):
            ordinary = all(match.common for match in self.text.matches(name)) or (
                self.signs.is_ordinary(span) and not self.signs.only_places(span)
            )
            if (span.last == span.first + 1 and name in self.text.in_persons) or self.signs.in_title(span):
                ordinary = ordinary or not self.signs.is_large(span)
            return not ordinary or self.signs.has_cue(span, common=True)
        if name.isupper() and len(name) <= 6 and " " not in name:
            return False
        if self.text.counts[name, "PERSON"] > self.text.counts[name, "place"] or name in self.text.surnames:
            return False
        if self.signs.in_title(span) and self.text.counts[name, "place"] < 2 or not self.signs.stands_anywhere(span):
            return False
        return (
            not self.gazetteer.demonym(name)
            and any(character.isalpha() for character in name)
            and name.lower() not in self.words.not_names
        )

    def is_sure(self, span: Toponym) -> bool:
        """Whether a span of the gazetteer alone is taken for a place by itself."""
        if span.first in self.text.in_dateline:
            return span.name.lower() not in self.words.agencies
        if span.part_of or self.signs.is_fragment(span) or self.signs.is_no_settlement(span):
            return False
        common = all(match.common for match in self.text.matches(span.name)) or self.signs.is_ordinary(span)
        return self.signs.has_cue(span, common) or (not common and self.signs.is_famous(span))

    def is_where(self, span: Toponym, spoken: dict[str, float]) -> bool:
        """Whether a name that has no sign of its own is a town or unit of a country that the text speaks of, and nobody's name."""
        matches = [
            match
            for match in self.text.matches(span.name)
            if any(spoken.get(code, 0.0) >= _SPOKEN for code in match.place.countries)
            and (match.place.weight >= _SOME_PEOPLE or match.place.hand_picked)
        ]
        if not matches or span.part_of or self.signs.is_fragment(span) or self.signs.is_no_settlement(span):
            return False
        if span.name in self.text.surnames or self.signs.in_title(span) or self.gazetteer.demonym(span.name):
            return False
        if all(match.common for match in matches) or self.signs.is_ordinary(span):
            return self.signs.is_governed(span)
        return self.signs.may_be_town(span)

    def may_be(self, span: Toponym) -> bool:
        """Whether a name that is a place elsewhere in the text can be one here: it is nobody's surname, and the tagger calls it a place at least once."""
        if (
            span.part_of
            or span.name in self.text.surnames
            or self.signs.is_fragment(span)
            or self.signs.is_no_settlement(span)
        ):
            return False
        return self.text.label.get(span.first) not in ("PERSON", "NORP") or self.text.counts[span.name, "place"] > 0

    def is_worth_keeping(self, span: Toponym) -> bool:
        """Whether a place inside a longer name is worth telling: a country, a unit, a town of some size, and not in a person's name."""
        if self.text.label.get(span.first) == "PERSON":
            return False
        matches = self.text.matches(span.name)
        large = any(
            (match.place.kind in ("country", "admin1") or match.place.population >= 100_000) and match.how == "name"
            for match in matches
        )
        return large and not any(match.common for match in matches)

    def listed_with(self, known: list[Toponym], accepted: list[Toponym]) -> list[Toponym]:
        """Names that "and" or a comma joins to an accepted place, if they are all of what the tagger takes for a person or organisation."""
        ends = {span.last for span in accepted if not span.part_of}
        found = []
        for span in known:
            joined = span.first - 1 in ends and self.text.word_at(span.first - 1) in ("and", ",", "-", "–")
            fits = self.text.label.get(span.first, "") in MISTAKEN or (
                self.text.word_at(span.first - 1) in ("-", "–")
                and self.text.word_at(span.last) in self.words.road_words
            )
            if (
                joined
                and fits
                and self.signs.is_whole(span)
                and not self.signs.is_fragment(span)
                and span.name not in self.text.surnames
            ):
                found.append(span)
                ends.add(span.last)
        return found
