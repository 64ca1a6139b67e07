"""Places of hard sentences: found and no others, where they lie, and the one of the act.

A case: ``text``, ``country`` (code of where it happens; null: at sea, between countries), ``published``, ``places`` (words, and any
of name, country, admin1, precision, use, lat, lon, within_km), ``event_place`` (of the account; null: none), ``not_places`` (words
that must not be a place by themselves).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tidings.model.coding import Account, Coding
from tidings.model.mentions import Annotations, PlaceMention
from tidings.model.values import Place
from tidings.reference.distance import distance_km
from tidings.reference.placenames import loose_key, without_generic

Case = dict[str, Any]


def faults(case: Case, annotations: Annotations, coding: Coding) -> Iterator[str]:
    """What is wrong with the places of a case, in words."""
    yield from place_faults(case, annotations.places)
    yield from event_faults(case, coding.accounts)


def place_faults(case: Case, found: Iterable[PlaceMention]) -> Iterator[str]:
    """Places missed, wrongly read, or found where there is none."""
    text, left = case["text"], list(found)
    for wanted in case.get("places", ()):
        mention = next((one for one in left if text[one.start : one.end] == wanted["words"]), None) or next(
            (one for one in left if _spans(text, one, wanted["words"])), None
        )
        if mention is None:
            if wanted.get("use", "plain") == "plain":
                yield f"missed {wanted['words']!r}"
            continue
        left.remove(mention)
        yield from _place_differences(wanted, mention)
    banned: Counter[str] = Counter(case.get("not_places", ()))
    for mention in left:
        words = text[mention.start : mention.end]
        if mention.use == "plain":
            yield (
                f"{words!r} is no place here"
                if words in banned
                else f"{words!r} found too, as {mention.place.name} {mention.place.country}"
            )


def _spans(text: str, mention: PlaceMention, words: str) -> bool:
    """Whether a mention is these words but for "near", an article, or a class word at an end; what it is evidence for counts too."""
    printed = text[mention.start : mention.end]
    quotes = [each.quote for each in mention.place.evidence]
    return bool(printed) and (printed in words or words in printed or words in quotes)


def _place_differences(wanted: Case, mention: PlaceMention) -> Iterator[str]:
    place, words = mention.place, wanted["words"]
    if (use := wanted.get("use", "plain")) != mention.use and "plain" in (use, mention.use):
        yield f"{words!r} is {mention.use}, not {use}"
    if use not in {"plain", "parent"}:
        return
    if "country" in wanted and wanted["country"] != place.country:
        yield f"{words!r} lies in {place.country}, not {wanted['country']}"
    if wanted.get("admin1") and _key(wanted["admin1"]) != _key(place.admin1 or ""):
        yield f"{words!r} lies in {place.admin1}, not {wanted['admin1']}"
    if use == "plain" and wanted.get("precision", place.precision) != place.precision:
        yield f"{words!r} is {place.precision}, not {wanted['precision']}"
    if "within_km" in wanted:
        yield from _off(wanted, place)


def _off(wanted: Case, place: Place) -> Iterator[str]:
    if place.lat is None or place.lon is None:
        yield f"{wanted['words']!r} has no point"
    elif (away := distance_km(place.lat, place.lon, wanted["lat"], wanted["lon"])) > wanted["within_km"]:
        yield f"{wanted['words']!r} is {away:.0f} km off ({place.id})"


def _key(name: str) -> str:
    return loose_key(without_generic(name)[0])


def event_faults(case: Case, accounts: Iterable[Account]) -> Iterator[str]:
    """The place of the act, where the case says it: some account has it, or none has a place at all."""
    if "event_place" not in case:
        return
    told = list(accounts)
    if not told:
        return  # whether there is one is for the coder's own tests
    elif case["event_place"] is None:
        if placed := [one.place.name for one in told if one.place]:
            yield f"the act has no place, not {placed[0]}"
    elif not any(_is_at(case, one.place) for one in told if one.place):
        yield f"the act is in {case['event_place']}, not {[one.place.name if one.place else None for one in told]}"


def _is_at(case: Case, place: Place) -> bool:
    if _key(place.name) == _key(case["event_place"]):
        return True
    names = {each.quote for each in place.evidence} | {place.name} | {one.name for one in place.candidates[:1]}
    for wanted in case.get("places", ()):
        if wanted.get("name") == case["event_place"] and wanted["words"] in names:
            return True
    return any(_key(name) == _key(case["event_place"]) for name in names)
