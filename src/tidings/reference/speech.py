"""Words of speech: reporting cues with their stance, nouns for those who speak, titles, and how an article says "unknown"."""

from __future__ import annotations

from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from typing import Any, get_args

from msgspec import Struct

from tidings.errors import DataError
from tidings.model.values import SpeakerKind, Stance

_DATA = files("tidings.reference") / "data"
_TAKES = frozenset({"clause", "object", "infinitive", "gerund", "blame", "toll", "about", "plea", "words"})
_KINDS: frozenset[str] = frozenset(get_args(SpeakerKind))
_STANCES: frozenset[str] = frozenset(get_args(Stance))


class Cue(Struct, frozen=True, kw_only=True):
    """A reporting verb: its stance, what the speaker stands behind (``takes``), and how passive and negation change it.

    ``hearer``: its object is who is told. ``finite``: only a finite clause is reported ("found that he fled", not
    "found him dead"). ``unless``/``only``: objects with which it reports nothing, or alone something. ``of``:
    prepositions whose object it reports. ``beside``: words of which one must follow in the sentence.
    """

    verb: str
    stance: Stance
    takes: frozenset[str]
    hearer: bool = False
    finite: bool = False
    passive: Stance | None = None
    negated: Stance | None = None
    unless: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    example: str = ""


class AskRule(Struct, frozen=True, kw_only=True):
    """What a dependent question is about: how it asks, and one of the lemmas in it (any when empty)."""

    property: str
    ask: frozenset[str]
    words: frozenset[str]
    ask_person: bool = False


class Unknowns(Struct, frozen=True, kw_only=True):
    """How an article says that something is not known (RECORD §4, Gap)."""

    adjectives: frozenset[str]
    negated_adjectives: frozenset[str]
    negated_participles: frozenset[str]
    nouns: frozenset[str]
    mysteries: frozenset[str]
    knowers: frozenset[str]
    asking: frozenset[str]
    rules: tuple[AskRule, ...]
    subjects: dict[str, str]


class Speech(Struct, frozen=True, kw_only=True, dict=True):
    """Everything we know of saying. ``kinds`` and ``modifiers`` map a noun to a kind of speaker, ``speaks_for`` a noun
    that speaks for somebody else to its kind when nobody is named; ``names`` are casefolded names of bodies.
    """

    cues: dict[str, tuple[Cue, ...]]
    citing: frozenset[str]
    nouns: dict[str, Stance]
    adverbs: dict[str, Stance]
    distancing: frozenset[str]
    unknowns: Unknowns
    kinds: dict[str, SpeakerKind]
    speaks_for: dict[str, SpeakerKind]
    modifiers: dict[str, SpeakerKind]
    names: dict[str, SpeakerKind]
    titles: frozenset[str]
    documents: frozenset[str]
    mute: frozenset[str]
    bodies: frozenset[str]
    platforms: frozenset[str]
    digest: str

    @cached_property
    def roles(self) -> frozenset[str]:
        """Nouns that can stand before or beside a person's name and say what the person is."""
        return frozenset(self.kinds) | frozenset(self.speaks_for)

    @cached_property
    def sayings(self) -> frozenset[str]:
        """Verbs that report by themselves, not only beside a word ("took responsibility")."""
        return frozenset(verb for verb, rows in self.cues.items() if not all(row.beside for row in rows))


@cache
def load_speech() -> Speech:
    """The shipped words of speech."""
    cues, speakers = (_DATA / "cues.yaml").read_bytes(), (_DATA / "speakers.yaml").read_bytes()
    return build_speech(_yaml(cues), _yaml(speakers), sha256(cues + speakers).hexdigest())


def _yaml(content: bytes) -> dict[str, Any]:
    import yaml

    raw: dict[str, Any] = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
    return raw


def build_speech(cues: dict[str, Any], speakers: dict[str, Any], digest: str = "") -> Speech:
    """The words of speech from the plain content of the two data files; DataError names the row that is malformed."""
    by_verb: dict[str, list[Cue]] = {}
    for row in cues["verbs"]:
        known = _cue(row)
        by_verb.setdefault(known.verb, []).append(known)
    return Speech(
        cues={verb: tuple(found) for verb, found in by_verb.items()},
        citing=frozenset(cues["citing"]),
        nouns={row["noun"]: _stance(row["stance"], row["noun"]) for row in cues["nouns"]},
        adverbs={row["adverb"]: _stance(row["stance"], row["adverb"]) for row in cues["adverbs"]},
        distancing=frozenset(cues["distancing"]),
        unknowns=_unknowns(cues["unknowns"]),
        kinds=_by_word(speakers["kinds"]),
        speaks_for={word: _kind(kind, word) for word, kind in speakers["speaks_for"].items()},
        modifiers=_by_word(speakers["modifiers"]),
        names=_by_word(speakers["names"]),
        titles=frozenset(speakers["titles"]),
        documents=frozenset(speakers["documents"]),
        mute=frozenset(speakers["mute"]),
        bodies=frozenset(speakers["bodies"]),
        platforms=frozenset(speakers["platforms"]),
        digest=digest,
    )


def _cue(row: dict[str, Any]) -> Cue:
    verb, takes = str(row.get("verb")), frozenset(row.get("takes", ()))
    if not takes or not takes <= _TAKES:
        raise DataError(f"cue {verb!r} takes {sorted(takes)}; known are {sorted(_TAKES)}")
    return Cue(
        verb=verb,
        stance=_stance(row["stance"], verb),
        takes=takes,
        hearer=bool(row.get("hearer")),
        finite=bool(row.get("finite")),
        passive=_stance(row["passive"], verb) if "passive" in row else None,
        negated=_stance(row["negated"], verb) if "negated" in row else None,
        unless=frozenset(row.get("unless", ())),
        only=frozenset(row.get("only", ())),
        of=frozenset(row.get("of", ())),
        beside=frozenset(row.get("beside", ())),
        example=row.get("example", ""),
    )


def _unknowns(raw: dict[str, Any]) -> Unknowns:
    rules = tuple(
        AskRule(
            property=row["property"],
            ask=frozenset(row["ask"]),
            words=frozenset(row["words"]),
            ask_person=bool(row.get("ask_person")),
        )
        for row in raw["properties"]
    )
    lists = {name: frozenset(raw[name]) for name in Unknowns.__struct_fields__ if name not in ("rules", "subjects")}
    return Unknowns(rules=rules, subjects=dict(raw["subjects"]), **lists)


def _by_word(table: dict[str, list[str]]) -> dict[str, SpeakerKind]:
    """Word -> kind; a word that stands under two kinds keeps the first."""
    found: dict[str, SpeakerKind] = {}
    for kind, words in table.items():
        for word in words:
            found.setdefault(str(word).casefold(), _kind(kind, word))
    return found


def _kind(kind: str, word: str) -> SpeakerKind:
    if kind not in _KINDS:
        raise DataError(f"speaker noun {word!r} has the kind {kind!r}; known are {sorted(_KINDS)}")
    return kind  # type: ignore[return-value]


def _stance(stance: str, word: str) -> Stance:
    if stance not in _STANCES:
        raise DataError(f"cue {word!r} has the stance {stance!r}; known are {sorted(_STANCES)}")
    return stance  # type: ignore[return-value]
