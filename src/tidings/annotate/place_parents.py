"""Which names only say where another lies: the unit after a comma, the town that a village is near, the state before "'s"."""

from __future__ import annotations

from itertools import pairwise

from tidings.annotate.place_frames import QUARTERS, Frame, parents
from tidings.annotate.resolve_places import Choice, holds
from tidings.model.text import Parse
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.gazetteer_place import GazetteerPlace, Match
from tidings.reference.placenames import loose_key, without_generic

_BEFORE_LOCATORS = frozenset("on the at about some just a".split())
_BORDER_KM = 30.0  # a place as near as this to a unit may well lie in it
_ABOVE = (
    "country",
    "admin1",
    "admin2",
    "region",
)  # what a stated parent can be; for an unknown name or a site also a town


def told_parents(parse: Parse, found: tuple[Frame, ...], gazetteer: Gazetteer) -> dict[int, int]:
    """What the words make the parent of what, whatever the gazetteer knows (by number of the frame)."""
    return parents(parse, found, lambda word: bool(gazetteer.demonym(word)))


def stated_parents(parse: Parse, found: tuple[Frame, ...], gazetteer: Gazetteer) -> dict[int, int]:
    """Frames whose stated parent can hold them by the gazetteer, or are unknown to it beside a country or unit."""
    result: dict[int, int] = {}
    said = told_parents(parse, found, gazetteer)
    for child, told in said.items():
        parent = _first_known(told, said, found, gazetteer)
        exact = [match.place for match in matches_of(gazetteer, found[child].query)]
        lowers = exact or [match.place for match in gazetteer.loose_matches(found[child].query)]
        quarter = _is_quarter_of(parse, found[child], found[parent])
        site = any(place.kind == "site" for place in lowers)
        kinds = (*_ABOVE, "town") if quarter or site or not exact else _ABOVE
        uppers = [match.place for match in matches_of(gazetteer, found[parent].query) if match.place.kind in kinds]
        like = _of_like_rank(found[child], found[parent], gazetteer)
        told_apart = core_of(found[parent].query) != core_of(found[child].query) and found[parent].use not in (
            "modifier",
            "part_of_name",
        )
        if any(place.kind == "country" for place in lowers) or not uppers or not told_apart:
            continue
        if (
            any(
                holds(upper, lower, _BORDER_KM if lower.kind == "site" else 0.0) for upper in uppers for lower in lowers
            )
            or not exact
            or quarter
            or (parent > child and _is_binding(found, child, parent) and not like)
        ) and not (like and _goes_on(parse, found, parent, gazetteer)):
            result[child] = parent
    return result


def _of_like_rank(child: Frame, parent: Frame, gazetteer: Gazetteer) -> bool:
    """Whether two names are best known as first-order units, and not of each other: "Idlib, Hama Governorate", "Indiana, Pennsylvania"."""
    one, other = _largest_unit(child, gazetteer), _largest_unit(parent, gazetteer)
    return one is not None and other is not None and one.kind == other.kind == "admin1" and one.id != other.id


def _largest_unit(frame: Frame, gazetteer: Gazetteer) -> GazetteerPlace | None:
    """The most populous country or unit of a name."""
    units = [
        match.place
        for match in matches_of(gazetteer, frame.query)
        if match.place.kind in ("country", "admin1", "admin2")
    ]
    return max(units, key=lambda place: (place.kind == "country", place.population), default=None)


def _goes_on(parse: Parse, found: tuple[Frame, ...], parent: int, gazetteer: Gazetteer) -> bool:
    """Whether a list goes on after what would be a parent, with a name that is no country to hold both: "A, B and C", "A, B, C"."""
    if parent + 1 >= len(found) or _is_state(found[parent + 1], gazetteer):
        return False
    gap = {token.text.lower() for token in parse.tokens[found[parent].last : found[parent + 1].first]}
    return bool(gap) and gap <= {",", "and", "or", "the"}


def _first_known(parent: int, said: dict[int, int], found: tuple[Frame, ...], gazetteer: Gazetteer) -> int:
    """The first of a chain of parents that the gazetteer knows ("X, Unknown district, Kharkiv region")."""
    while (
        not (matches_of(gazetteer, found[parent].query) or gazetteer.loose_matches(found[parent].query))
        and said.get(parent, -1) > parent
    ):
        parent = said[parent]
    return parent


def _is_quarter_of(parse: Parse, child: Frame, parent: Frame) -> bool:
    """ "X, a quarter of Y": a town called X elsewhere is another one."""
    gap = [token.text.lower() for token in parse.tokens[child.last : parent.first]]
    if gap == ["of"]:
        return parse.tokens[child.last - 1].text.lower() in QUARTERS  # "the Saladin quarter of Aleppo"
    return len(gap) > 1 and gap[-1] == "of" and bool(QUARTERS.intersection(gap))


def _is_binding(found: tuple[Frame, ...], child: int, parent: int) -> bool:
    """Whether the text calls the parent a higher unit than the child ("Kharkiv region", "Pale Township"): a town elsewhere is another one."""
    upper, lower = found[parent].hint, found[child].hint
    return ("admin1" in upper and "admin1" not in lower) or (
        "admin2" in upper and not {"admin1", "admin2"}.intersection(lower)
    )


def qualifiers(parse: Parse, found: tuple[Frame, ...], above: dict[int, int], gazetteer: Gazetteer) -> set[int]:
    """Frames that only say where another lies: the parents told, all between, and what follows them in the same chain."""
    said = told_parents(parse, found, gazetteer)
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
            and not _of_like_rank(found[child], found[parent], gazetteer)
        ):
            result.add(parent)
    return result


def _is_state(frame: Frame, gazetteer: Gazetteer) -> bool:
    return any(match.place.kind == "country" for match in matches_of(gazetteer, frame.query))


def locators(parse: Parse, found: tuple[Frame, ...]) -> dict[int, int]:
    """Frames that only say where the name before them lies, with that name's number: "Bunagana, 60 miles north of Bukavu", "Ber, near Timbuktu"."""
    return {
        number + 1: number
        for number, (left, right) in enumerate(pairwise(found))
        if (right.away_km is not None or right.near)
        and not right.offshore
        and parse.tokens[left.last].text == ","
        and all(token.text.lower() in _BEFORE_LOCATORS for token in parse.tokens[left.last + 1 : right.opening])
        and left.use == "plain"
    }


def holder_of(
    child: tuple[Choice, ...], parent: tuple[Choice, ...], frame: Frame, gazetteer: Gazetteer
) -> tuple[Choice, ...]:
    """The choices of a stated parent, led by the place of that name which holds what the child is: "Columbus, Georgia" is in the state."""
    if not child or child[0].guessed or any(holds(choice.place, child[0].place, _BORDER_KM) for choice in parent[:1]):
        return parent
    for choice in parent:
        if holds(choice.place, child[0].place):
            return (choice, *(other for other in parent if other is not choice))
    for match in matches_of(gazetteer, frame.query):
        if holds(match.place, child[0].place):
            reason = f"holds {child[0].place.name}, as the text says"
            return (Choice(place=match.place, score=child[0].score, share=child[0].share, reasons=(reason,)), *parent)
    return parent


def matches_of(gazetteer: Gazetteer, query: str) -> tuple[Match, ...]:
    """Places under a name, else under the name without its generic word."""
    return gazetteer.matches(query) or gazetteer.matches(without_generic(query)[0])


def core_of(query: str) -> str:
    """A name without its generic word and article, spelt loosely: "al-Zahraa" and "Zahraa" are one name in a text."""
    bare = without_generic(query)[0]
    return loose_key(bare) or bare.lower()
