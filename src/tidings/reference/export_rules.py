"""What other people's table shapes ask for: house values, mappings of types and kinds, precision classes, countries, schemas.

All of it is data under ``data/export``; a schema under ``data/export/schemas`` says, column by column, what a form writes.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from tidings.errors import DataError

_DATA = files("tidings.reference") / "data" / "export"
_Rules = TypeVar("_Rules", bound=Struct)


class HouseValues(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Vague words and the whole numbers that a table writes for them; ``fears``: cues of those who only fear a toll."""

    version: int
    fixed: dict[str, int]
    heads: dict[str, int]
    by_scale: frozenset[str]
    small: int
    large: int
    large_from: int
    no_deaths: frozenset[str]
    fears: frozenset[str]


class Spans(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which spans of days are acts that went on, to be split over their days."""

    version: int
    in_date: tuple[str, ...]
    anywhere: tuple[str, ...]
    moments: frozenset[str]
    longest_split_days: int

    def is_lasting(self, words: str | None, told: tuple[str, ...]) -> bool:
        """Whether the words of a date, or those that tell the event, say that it went on over days."""
        everything = (words or "", *told)
        return any(re.search(form, words or "", re.IGNORECASE) for form in self.in_date) or any(
            re.search(form, text, re.IGNORECASE) for form in self.anywhere for text in everything
        )


class SubEventRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sub-event and the condition it asks for (``None``: always), with the reason where a reader would ask."""

    then: str
    when: str | None = None
    note: str | None = None


class DayAtomic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of the day-atomic table (``acled-style``)."""

    version: int
    prefix: str
    statement: str
    sub_events: dict[str, tuple[str, str]]
    types: dict[str, tuple[SubEventRule, ...]]
    base_words: frozenset[str]
    target_is_civilians: frozenset[str]
    needs_actor: frozenset[str]
    generic: dict[str, str]
    inter: dict[str, str]
    abroad: str
    inter_order: tuple[str, ...]
    interaction_exceptions: dict[str, str]
    alone: str
    geo_precision: dict[str, int]
    small_division_km: float
    time_precision: dict[str, int]
    source_scale: dict[str, str]

    def interaction(self, one: str | None, other: str | None) -> str | None:
        """The order-free pair of two inter codes, lower code first.

        >>> load_day_atomic().interaction("Rebel group", "State forces")
        'State forces-Rebel group'
        """
        known = sorted((code for code in (one, other) if code), key=self.inter_order.index)
        if not known:
            return None
        if len(known) == 1:
            return self.alone.format(inter=known[0])
        pair = "-".join(known)
        return self.interaction_exceptions.get(pair, pair)


class Pair(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who acts on whom, and the type of violence that this is."""

    pair: tuple[str, str]
    type: int


class Georeferenced(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of the georeferenced event table (``ucdp-style``)."""

    version: int
    prefix: str
    code_status: str
    civilians: str
    government: str
    armed_force: frozenset[str]
    parties: dict[str, str]
    type_of_violence: tuple[Pair, ...]
    where_prec: dict[str, int]
    at_sea: int
    sea_words: frozenset[str]
    date_prec: dict[str, int]

    def violence(self, acting: str | None, hit: str | None) -> int | None:
        """The type of violence by what the two sides are; ``None`` for a pair that has none."""
        return next((row.type for row in self.type_of_violence if row.pair == (acting, hit)), None)


class Country(Struct, frozen=True):
    """A country as tables name it: ISO 3166-1 alpha-2 code, English name, numeric code, and its region in two schemes."""

    code: str
    name: str
    iso: int | None
    acled_region: str | None
    ucdp_region: str | None


@cache
def load_house_values() -> HouseValues:
    """The shipped house values."""
    return _rules("vague.yaml", HouseValues)


@cache
def load_spans() -> Spans:
    """The shipped rules on spans of days."""
    return _rules("units.yaml", Spans)


@cache
def load_day_atomic() -> DayAtomic:
    """The shipped rules of ``acled-style``."""
    return _rules("acled_style.yaml", DayAtomic)


@cache
def load_georeferenced() -> Georeferenced:
    """The shipped rules of ``ucdp-style``."""
    return _rules("ucdp_style.yaml", Georeferenced)


@cache
def load_countries() -> dict[str, Country]:
    """Countries by ISO 3166-1 alpha-2 code."""
    lines = (_DATA / "countries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {
        code: Country(code, name, int(iso) if iso else None, acled or None, ucdp or None)
        for code, name, iso, acled, ucdp in rows
    }


@cache
def load_schema(name: str) -> dict[str, Any]:
    """The schema of a form, by its name (``acled-style``): JSON Schema of one row, columns in their order."""
    path = _DATA / "schemas" / f"{name.replace('-', '_')}.json"
    if not path.is_file():
        known = sorted(each.name.removesuffix(".json") for each in (_DATA / "schemas").iterdir())
        raise DataError(f"no schema is called {name!r}: there are {', '.join(known)}")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def columns(name: str) -> tuple[str, ...]:
    """The columns of a form, in their order."""
    return tuple(load_schema(name)["properties"])


def _rules(name: str, kind: type[_Rules]) -> _Rules:
    """The rules of a data file; DataError names the file, the key and what is wrong with it."""
    import yaml

    content = (_DATA / name).read_bytes()
    raw = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise DataError(f"{name}: {error}") from error
