"""Stretches between places that have no name of their own: "the Syrian-Turkish border", "the border with Iraq", "the Mosul-Tal Afar road"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from tidings.annotate.place_frames import Frame
from tidings.model.text import Parse, Token
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.place_context import PlaceContext

_DASHES = frozenset("-–—/")
_GUARDS = frozenset(
    {
        "guard",
        "police",
        "patrol",
        "officer",
        "agent",
        "force",
        "troop",
        "official",
        "corp",
        "corps",
        "service",
        "agency",
    }
)
_LINKS = frozenset({"with", "between", "of", "into", "to"})


class Span(Struct, frozen=True, kw_only=True):
    """A border or road at characters ``[start, end)``; ``countries`` are those that its demonyms name."""

    start: int
    end: int
    kind: Literal["border", "road"]
    countries: tuple[str, ...] = ()
    relation: str | None = None


def border_spans(parse: Parse, found: tuple[Frame, ...], words: PlaceContext, gazetteer: Gazetteer) -> tuple[Span, ...]:
    """Borders named by what they part: demonyms or countries before the word, "with X" or "between X and Y" after it."""
    ends, starts = {frame.last: frame for frame in found}, {frame.first: frame for frame in found}
    spans = []
    for token in parse.tokens:
        if token.lemma.lower() in words.border_words and token.pos in ("NOUN", "PROPN") and not _guarded(parse, token):
            first, countries = _before(parse, token.index, ends, gazetteer)
            last = _after(parse, token.index + 1, starts)
            if first < token.index or last > token.index + 1:
                start, end = parse.tokens[first].start, parse.tokens[last - 1].end
                spans.append(
                    Span(
                        start=start,
                        end=end,
                        kind="border",
                        countries=countries,
                        relation=_preposition(parse, token.index),
                    )
                )
    return tuple(spans)


def _guarded(parse: Parse, token: Token) -> bool:
    """ "Tajik border guards": who stands there, not where."""
    after = parse.tokens[token.index + 1 : token.index + 2]
    return bool(after) and after[0].lemma.lower() in _GUARDS


def _before(parse: Parse, position: int, ends: dict[int, Frame], gazetteer: Gazetteer) -> tuple[int, tuple[str, ...]]:
    """Where the names before "border" begin, and the countries of demonyms among them."""
    first, codes = position, []
    while first > 0 and parse.tokens[first - 1].sentence == parse.tokens[position].sentence:
        word = parse.tokens[first - 1]
        if first in ends and ends[first].last == first:
            first = ends[first].first
        elif word.text[0].isupper() and (found := gazetteer.demonym(word.text)):
            codes.append(found[0])
            first -= 1
        elif (
            (word.text in _DASHES or word.text in ("'s", "’s"))
            and first - 1 > 0
            and (first - 1 in ends or gazetteer.demonym(parse.tokens[first - 2].text))
        ):
            first -= 1
        else:
            break
    return first, tuple(sorted(codes))


def _after(parse: Parse, position: int, starts: dict[int, Frame]) -> int:
    """Where "with X", "between X and Y" ends; the position itself when nothing follows."""
    tokens = parse.tokens
    if position >= len(tokens) or tokens[position].text.lower() not in _LINKS:
        return position
    name = position + (2 if position + 1 < len(tokens) and tokens[position + 1].text.lower() == "the" else 1)
    if name not in starts:
        return position
    last = starts[name].last
    if (
        tokens[position].text.lower() == "between"
        and last < len(tokens)
        and tokens[last].text.lower() == "and"
        and last + 1 in starts
    ):
        return starts[last + 1].last
    return last


def road_spans(parse: Parse, found: tuple[Frame, ...], words: PlaceContext) -> tuple[Span, ...]:
    """ "the A-B road" and "the road between A and B": the stretch between two named places."""
    return (*_dashed_roads(parse, found, words), *_roads_between(parse, found, words))


def _dashed_roads(parse: Parse, found: tuple[Frame, ...], words: PlaceContext) -> Iterator[Span]:
    tokens = parse.tokens
    for left, right in pairwise(found):
        joined = right.first == left.last + 1 and tokens[left.last].text in _DASHES
        if joined and right.last < len(tokens) and tokens[right.last].text.lower() in words.road_words:
            yield Span(
                start=tokens[left.first].start,
                end=tokens[right.last].end,
                kind="road",
                relation=_preposition(parse, right.last),
            )


def _roads_between(parse: Parse, found: tuple[Frame, ...], words: PlaceContext) -> Iterator[Span]:
    tokens = parse.tokens
    for left, right in pairwise(found):
        opening = left.opening - 2
        linked = tuple(token.text.lower() for token in tokens[left.last : right.first]) in (
            ("and",), ("to",), ("and", "the"),
        )  # fmt: skip
        if (
            opening >= 0
            and linked
            and tokens[opening].text.lower() in words.between_words
            and tokens[opening + 1].text.lower() in ("between", "from", "linking", "connecting")
        ):
            yield Span(
                start=tokens[opening].start,
                end=tokens[right.last - 1].end,
                kind="road",
                relation=_preposition(parse, opening),
            )


def _preposition(parse: Parse, position: int) -> str | None:
    token = parse.tokens[position]
    return parse.tokens[token.head].text.lower() if token.dep == "pobj" else None
