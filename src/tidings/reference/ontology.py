"""The event types of RECORD §3 with their patterns, and the word classes the patterns ask for."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.factuality import Factuality, load_factuality

_DATA = files("tidings.reference") / "data"


class Pattern(Struct, frozen=True, kw_only=True):
    """One way of telling an event: a word by lemma and what must stand around it. The data file says what each key means."""

    type: str
    rank: int
    verb: frozenset[str] = frozenset()
    noun: frozenset[str] = frozenset()
    adj: frozenset[str] = frozenset()
    particle: frozenset[str] = frozenset()
    object: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    prep: tuple[tuple[str, str], ...] = ()
    mod: frozenset[str] = frozenset()
    companion: str | None = None
    means: str | None = None
    article_means: str | None = None
    passive: bool = False
    does: bool = False
    effect: bool = False
    weak: bool = False
    by_target: tuple[tuple[str, str], ...] = ()
    past: bool = False

    @property
    def constraints(self) -> int:
        """How many things the pattern asks for: the more, the more specific it is."""
        asked = (self.particle, self.object, self.subject, self.prep, self.mod, self.companion, self.means)
        return sum(map(bool, asked)) + self.passive + self.does


class EventType(Struct, frozen=True, kw_only=True):
    """An event type: what it means, its names in other codebooks, its family, and whether it is verbal (RECORD §3)."""

    name: str
    definition: str
    acled: str
    plover: str
    family: str
    verbal: bool
    rank: int
    patterns: tuple[Pattern, ...]
    examples: tuple[str, ...]


class Ontology(Struct, frozen=True, dict=True):
    """All event types in precedence order (rank 0 beats rank 1), the patterns by word, the word classes, and the words of factuality."""

    version: int
    types: dict[str, EventType]
    by_lemma: dict[str, tuple[Pattern, ...]]
    classes: dict[str, frozenset[str]]
    means: dict[str, str]
    groups: dict[str, frozenset[str]]
    factuality: Factuality
    digest: str

    def rank(self, event_type: str) -> int:
        """Place in the order of precedence; verbal types stand behind all material ones."""
        known = self.types[event_type]
        return known.rank + (len(self.types) if known.verbal else 0)

    def in_class(self, lemma: str, name: str) -> bool:
        """Whether a common noun belongs to a class of the word list; ``people`` is fighters and civilians."""
        if name == "people":
            return lemma in self.classes["civilians"] or lemma in self.classes["fighters"]
        return lemma in self.classes.get(name, frozenset())


@cache
def load_ontology() -> Ontology:
    """The shipped ontology."""
    types_bytes = (_DATA / "event_types.yaml").read_bytes()
    words_bytes = (_DATA / "word_classes.yaml").read_bytes()
    known = sha256(types_bytes + words_bytes + load_factuality().digest.encode())
    return build_ontology(_yaml(types_bytes), _yaml(words_bytes), known.hexdigest())


def build_ontology(raw: dict[str, Any], words: dict[str, Any], digest: str = "") -> Ontology:
    """An ontology from the plain content of the two data files; DataError names the row that is malformed."""
    types = {}
    for rank, row in enumerate(raw["types"]):
        name = row.get("type", f"row {rank}")
        try:
            types[name] = _event_type(rank, row)
        except (TypeError, ValueError, KeyError) as error:
            raise DataError(f"event type {name!r}: {error}") from error
    by_lemma: dict[str, list[Pattern]] = {}
    for known in types.values():
        for pattern in known.patterns:
            for lemma in sorted(pattern.verb | pattern.noun | pattern.adj):
                by_lemma.setdefault(lemma, []).append(pattern)
    return Ontology(
        version=raw["version"],
        types=types,
        by_lemma={lemma: tuple(patterns) for lemma, patterns in by_lemma.items()},
        classes={name: frozenset(lemmas) for name, lemmas in words["classes"].items()},
        means={lemma: name for name, lemmas in words["means"].items() for lemma in lemmas},
        groups={name: frozenset(lemmas) for name, lemmas in words["groups"].items()},
        factuality=load_factuality(),
        digest=digest,
    )


def _event_type(rank: int, row: dict[str, Any]) -> EventType:
    return EventType(
        name=row["type"],
        definition=row["definition"],
        acled=row["acled"],
        plover=row["plover"],
        family=row["family"],
        verbal=row.get("verbal", False),
        rank=rank,
        patterns=tuple(_pattern(row["type"], rank, raw) for raw in row["patterns"]),
        examples=tuple(row["examples"]),
    )


def _pattern(event_type: str, rank: int, raw: dict[str, Any]) -> Pattern:
    known = {
        "verb",
        "noun",
        "adj",
        "particle",
        "object",
        "subject",
        "prep",
        "mod",
        "with",
        "means",
        "article_means",
        "passive",
        "does",
        "effect",
        "weak",
        "by_target",
        "past",
    }
    if unknown := sorted(raw.keys() - known):
        raise ValueError(f"pattern {raw} has the unknown keys {unknown}")
    return Pattern(
        type=event_type,
        rank=rank,
        verb=frozenset(_several(raw.get("verb"))),
        noun=frozenset(_several(raw.get("noun"))),
        adj=frozenset(_several(raw.get("adj"))),
        particle=frozenset(_several(raw.get("particle"))),
        object=_several(raw.get("object")),
        subject=_several(raw.get("subject")),
        prep=_preps(raw.get("prep")),
        mod=frozenset(_several(raw.get("mod"))),
        companion=raw.get("with"),
        means=raw.get("means"),
        article_means=raw.get("article_means"),
        passive=raw.get("passive", False),
        does=raw.get("does", False),
        effect=raw.get("effect", False),
        weak=raw.get("weak", False),
        by_target=tuple((raw.get("by_target") or {}).items()),
        past=raw.get("past", False),
    )


def _several(value: str | list[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _preps(value: str | None) -> tuple[tuple[str, str], ...]:
    """``"of|from:place|=pocket"`` as pairs (preposition, class)."""
    if value is None:
        return ()
    prepositions, classes = value.split(":")
    return tuple((preposition, name) for preposition in prepositions.split("|") for name in classes.split("|"))


def _yaml(content: bytes) -> Any:
    import yaml

    return yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader, in C where built
