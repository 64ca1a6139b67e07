"""What counting needs to know beforehand: number words and hedges, who can be counted, what can happen to them.

Three data files, read once: ``number_words.yaml``, ``counted_nouns.yaml``, ``count_cues.yaml``. Each says what its keys mean.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct

from tidings.errors import DataError
from tidings.model.values import CountGroup, CountKind
from tidings.reference.factuality import load_factuality

Hedge = Literal["at_least", "at_most", "about", "nearly"]
CueRole = Literal["object", "subject", "state", "event"]
Countable = Literal["people", "fighters", "things"]
Phrase = tuple[str, ...]
T = TypeVar("T")

_DATA = files("tidings.reference") / "data"

# A word of the number grammar: figures with their separators, letters, one other sign or a line break. Its parts cannot overlap: linear time.
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|_|\n")


class NumberWords(Struct, frozen=True, kw_only=True):
    """Number words, hedges and what looks like a count and is none (``number_words.yaml``). Phrases are tuples of words."""

    version: int
    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    suffixes: dict[str, int]
    plurals: dict[str, int]
    quarters: dict[str, float]
    few: frozenset[str]
    fractions: frozenset[str]
    designators: frozenset[str]
    ages: frozenset[str]
    currency: frozenset[str]
    percent: frozenset[str]
    months: frozenset[str]
    before_year: frozenset[str]
    correction_verbs: frozenset[str]
    measures: frozenset[str]
    measure_fillers: frozenset[str]
    measure_names: frozenset[Phrase]
    hedges: dict[Phrase, Hedge | None]
    after: dict[Phrase, Hedge]
    forms: dict[Phrase, Literal["unknown", "about_two", "zero", "any", "both", "article"]]


class CountedNouns(Struct, frozen=True, kw_only=True):
    """Who and what can be counted (``counted_nouns.yaml``), by lemma: group, modifiers that decide it, kinds the noun itself says."""

    version: int
    groups: dict[str, CountGroup]
    modifiers: dict[str, CountGroup]
    things: frozenset[str]
    strong: dict[str, CountKind]
    weak: dict[str, CountKind]
    aerial: frozenset[str]
    aerial_nouns: frozenset[str]
    not_aerial: frozenset[str]
    rounds: frozenset[str]
    guns: frozenset[str]
    animals: frozenset[str]
    doers: frozenset[str]
    runaways: frozenset[str]


class Cue(Struct, frozen=True, kw_only=True):
    """One row of ``count_cues.yaml``: words that say what happened to the counted, and the part they play."""

    kind: CountKind
    role: CueRole
    lemmas: tuple[str, ...]
    of: Countable
    example: str
    near: frozenset[str] = frozenset()
    not_near: frozenset[str] = frozenset()


class CountCues(Struct, frozen=True, kw_only=True):
    """What can happen to the counted, and the words on the way to it (``count_cues.yaml``)."""

    version: int
    by_lemma: dict[str, tuple[Cue, ...]]
    unused: frozenset[str]
    munitions_destroyed: frozenset[str]
    causes: frozenset[str]
    cause_links: frozenset[str]
    combined: dict[frozenset[CountKind], CountKind]
    toll_nouns: frozenset[str]
    toll_of: dict[str, CountKind]
    toll_links: frozenset[str]
    bridges: frozenset[str]
    raising: frozenset[str]
    denials: frozenset[str]
    deniable: frozenset[str]
    inclusions: frozenset[str]
    degrees: frozenset[str]
    shares: frozenset[str]
    suffered: frozenset[str]
    averting: frozenset[str]
    not_reported: frozenset[str]


class CountLexicon(Struct, frozen=True, kw_only=True):
    """Everything the count annotator knows; ``digest`` goes into the run manifest."""

    numbers: NumberWords
    nouns: CountedNouns
    cues: CountCues
    digest: str


@cache
def counting() -> CountLexicon:
    """The shipped lexicon of counting, read once. Raises DataError on a damaged file."""
    raw = {name: (_DATA / name).read_bytes() for name in ("number_words.yaml", "counted_nouns.yaml", "count_cues.yaml")}
    tables = {name: _table(name, content) for name, content in raw.items()}
    return CountLexicon(
        numbers=_converted("number_words.yaml", _numbers(tables["number_words.yaml"]), NumberWords),
        nouns=_converted("counted_nouns.yaml", _nouns(tables["counted_nouns.yaml"]), CountedNouns),
        cues=_cues(tables["count_cues.yaml"]),
        digest=sha256(b"\0".join(raw[name] for name in sorted(raw))).hexdigest(),
    )


def words_of(phrase: str) -> Phrase:
    """A phrase as the words the number grammar sees: letters, figures, and each other sign by itself.

    >>> words_of("an estimated")
    ('an', 'estimated')
    """
    return tuple(found.group() for found in WORD.finditer(phrase.lower()))


def _table(name: str, content: bytes) -> dict[str, Any]:
    import yaml

    try:
        table = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader, in C where built
    except yaml.YAMLError as error:
        raise DataError(f"{name} is no YAML: {error}") from error
    if not isinstance(table, dict):
        raise DataError(f"{name} holds no table of keys")
    return table


def _converted(name: str, table: dict[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(table, kind)
    except (msgspec.ValidationError, TypeError) as error:
        raise DataError(f"{name}: {error}") from error


def _numbers(table: dict[str, Any]) -> dict[str, Any]:
    """The table with its phrases split into words and each turned to what it does."""
    forms = ("unknown", "about_two", "zero", "any", "both", "article")
    hedges: dict[Phrase, str | None] = {words_of(phrase): None for phrase in table["neutral"]}
    hedges |= _by_phrase(table["hedges"])
    kept = {key: value for key, value in table.items() if key not in (*forms, "neutral")}
    return kept | {
        "hedges": hedges,
        "after": _by_phrase(table["after"]),
        "measure_names": {words_of(phrase) for phrase in table["measure_names"]},
        "forms": {words_of(phrase): form for form in forms for phrase in table[form]},
    }


def _by_phrase(lists: dict[str, list[str]]) -> dict[Phrase, str]:
    return {words_of(phrase): key for key, phrases in lists.items() for phrase in phrases}


def _nouns(table: dict[str, Any]) -> dict[str, Any]:
    """The table with its lists turned round: lemma to group, lemma to kind. A lemma in two groups keeps the later one."""
    turned = {key: _by_member(table[key]) for key in ("groups", "modifiers", "strong", "weak")}
    return table | turned | {"things": [lemma for row in table["things"] for lemma in row]}


def _by_member(lists: dict[str, list[str]]) -> dict[str, str]:
    return {member: key for key, members in lists.items() for member in members}


def _cues(table: dict[str, Any]) -> CountCues:
    rows = _converted("count_cues.yaml", {"cues": table["cues"]}, _CueRows).cues
    by_lemma: dict[str, list[Cue]] = {}
    for row in rows:
        for lemma in row.lemmas:
            by_lemma.setdefault(lemma, []).append(row)
    words = load_factuality()
    rest = {key: value for key, value in table.items() if key not in ("cues", "combined")}
    rest |= {"denials": words.rejecting, "deniable": words.deniable}
    combined = {frozenset(row["kinds"]): row["kind"] for row in table["combined"]}
    return _converted("count_cues.yaml", rest | {"by_lemma": by_lemma, "combined": combined}, CountCues)


class _CueRows(Struct, frozen=True):
    cues: tuple[Cue, ...]
