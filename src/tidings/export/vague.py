"""House values: the whole number that a table writes for "dozens" or "several", with the word and the rule it came by."""

from __future__ import annotations

import re

from msgspec import Struct

from tidings.reference.export_rules import HouseValues


class HouseValue(Struct, frozen=True, kw_only=True):
    """A number for a vague word: ``rule`` says which, and what the other choice would have been."""

    figure: int
    word: str
    rule: str


def house_value(words: str, values: HouseValues, *, largest: int) -> HouseValue | None:
    """The house value of printed words; ``None`` for words that do not say that anybody died ("casualties").

    ``largest``: the largest other figure of people that the event has, which tells its scale.

    >>> from tidings.reference.export_rules import load_house_values
    >>> house_value("Dozens of people", load_house_values(), largest=0).figure
    12
    >>> house_value("several villagers", load_house_values(), largest=4).figure
    3
    """
    printed = re.findall(r"\w+", words.casefold())
    for word in printed:
        if (figure := values.fixed.get(word, values.heads.get(word))) is not None:
            return HouseValue(figure=figure, word=word, rule=f"house value: {word} → {figure}")
    if values.no_deaths & set(printed):
        return None
    word = next((word for word in printed if word in values.by_scale), words.strip())
    if largest >= values.large_from:
        rule = f"house value: {word} → {values.large}, another figure of the event being {largest} (or {values.small} in one of small scale)"
        return HouseValue(figure=values.large, word=word, rule=rule)
    rule = f"house value: {word} → {values.small} (or {values.large} in an event of large scale)"
    return HouseValue(figure=values.small, word=word, rule=rule)


def is_vague(words: str, values: HouseValues) -> bool:
    """Whether words that have a lower bound alone have it from a vague plural: "hundreds", not "more than 130"."""
    return any(word in values.fixed or word in values.heads for word in re.findall(r"\w+", words.casefold()))
