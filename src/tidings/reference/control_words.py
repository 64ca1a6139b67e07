"""How a text says who holds a place: words, what must stand around them, and what that says (``data/control_words.yaml``)."""

from __future__ import annotations

from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal, get_args

from msgspec import Struct

from tidings.errors import DataError
from tidings.model.coding import ControlState

_FILE = files("tidings.reference") / "data" / "control_words.yaml"
_STATES: frozenset[str] = frozenset(get_args(ControlState))
_FRAME_KEYS = frozenset(
    "verb noun place holder previous state kind object particle after beside unless as needs named weak".split()
)
_NEEDS = frozenset({"holder", "previous", "rebels", "denial", "conflict"})

Path = tuple[str, ...]


class Frame(Struct, frozen=True, kw_only=True):
    """One way of saying who holds a place; the data file says what each part means. ``weak``: said also outside of conflicts."""

    words: frozenset[str]
    verb: bool
    state: ControlState
    kind: str
    place: tuple[Path, ...]
    holder: tuple[Path, ...]
    previous: tuple[Path, ...]
    object: frozenset[str]
    particle: frozenset[str]
    after: frozenset[str]
    beside: frozenset[str]
    unless: frozenset[str]
    used_as: frozenset[str]
    needs: frozenset[str]
    named: Literal["any", "thing"] | None
    weak: bool


class FightsInside(Struct, frozen=True, kw_only=True):
    """Words that say that a fight is inside a place: before the fight, in its sentence, and of where it is."""

    modifiers: frozenset[str]
    phrases: tuple[str, ...]
    prepositions: frozenset[str]
    nouns: frozenset[str]


class FireFrom(Struct, frozen=True, kw_only=True):
    """Words for fire that is taken from somebody in a building: the fire, who takes it, where it comes from."""

    nouns: frozenset[str]
    taken: frozenset[str]
    within: frozenset[str]


class OwnWords(Struct, frozen=True, kw_only=True):
    """Words by which who speaks speaks of himself: as the subject, and as the owner of forces."""

    subjects: frozenset[str]
    owners: frozenset[str]


class ControlWords(Struct, frozen=True, kw_only=True, dict=True):
    """All words of holding; every word is a lemma in lower case but for names of parties."""

    frames: tuple[Frame, ...]
    joined: dict[str, ControlState]
    parties: dict[str, str]
    states: frozenset[str]
    past: frozenset[str]
    no_more: tuple[str, ...]
    ended: frozenset[str]
    in_part: frozenset[str]
    nobody: frozenset[str]
    nobodies: frozenset[str]
    parts: frozenset[str]
    wholes: frozenset[str]
    settlements: frozenset[str]
    called: frozenset[str]
    sites: frozenset[str]
    plain_sites: frozenset[str]
    centres: frozenset[str]
    centred: frozenset[str]
    inside: frozenset[str]
    fights: frozenset[str]
    fights_inside: FightsInside
    deals: frozenset[str]
    all_of: frozenset[str]
    lifting: frozenset[str]
    spoken_of: frozenset[str]
    no_one: frozenset[str]
    announcing: frozenset[str]
    site_adjectives: frozenset[str]
    sides: frozenset[str]
    nearly: frozenset[str]
    doings: frozenset[str]
    fire: FireFrom
    own: OwnWords

    @cached_property
    def by_word(self) -> dict[str, tuple[Frame, ...]]:
        """The frames of a word, in the order of the file."""
        found: dict[str, list[Frame]] = {}
        for frame in self.frames:
            for word in sorted(frame.words):
                found.setdefault(word, []).append(frame)
        return {word: tuple(frames) for word, frames in found.items()}

    @cached_property
    def takings(self) -> dict[str, Literal["any", "thing"]]:
        """Verbs of which no other thing but a place is the object, or nobody either."""
        found: dict[str, Literal["any", "thing"]] = {}
        for frame in self.frames:
            if frame.verb and frame.named and ("object",) in frame.place:
                for word in frame.words:
                    found.setdefault(word, frame.named)
        return found


@cache
def load_control_words() -> ControlWords:
    """The shipped words of holding."""
    import yaml

    raw: dict[str, Any] = yaml.load(_FILE.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
    return build_control_words(raw)


def build_control_words(raw: dict[str, Any]) -> ControlWords:
    """The words from the plain content of the data file; DataError names the row that is malformed."""
    inside = raw["fights_inside"]
    return ControlWords(
        frames=tuple(_frame(row) for row in raw["frames"]),
        joined=dict(raw["joined"]),
        parties=dict(raw["parties"]),
        no_more=tuple(raw["no_more"]),
        fire=FireFrom(**{name: frozenset(words) for name, words in raw["fire"].items()}),
        own=OwnWords(**{name: frozenset(words) for name, words in raw["own"].items()}),
        fights_inside=FightsInside(
            modifiers=frozenset(inside["modifiers"]),
            phrases=tuple(inside["phrases"]),
            prepositions=frozenset(inside["prepositions"]),
            nouns=frozenset(inside["nouns"]),
        ),
        **{name: frozenset(raw[name]) for name in (
            "states", "past", "ended", "in_part", "centres", "centred", "nobody", "nobodies", "parts", "wholes", "settlements", "called", "sites", "plain_sites", "inside", "fights", "deals", "all_of", "lifting", "spoken_of", "no_one", "announcing", "site_adjectives", "sides", "nearly", "doings",
        )},
    )  # fmt: skip


def _frame(row: dict[str, Any]) -> Frame:
    words = row.get("verb") or row.get("noun")
    unknown = set(row) - _FRAME_KEYS
    needs = frozenset(row.get("needs", ()))
    if not words or unknown or row.get("state") not in _STATES or not row.get("kind") or not row.get("place"):
        raise DataError(
            f"control_words.yaml: a frame needs a verb or noun, a state, a kind and a place, and no other keys than {sorted(_FRAME_KEYS)}: {row}"
        )
    if not needs <= _NEEDS:
        raise DataError(f"control_words.yaml: a frame may need {sorted(_NEEDS)}, not {sorted(needs)}: {row}")
    return Frame(
        words=frozenset(words),
        verb="verb" in row,
        state=row["state"],
        kind=row["kind"],
        place=_paths(row["place"]),
        holder=_paths(row.get("holder", ())),
        previous=_paths(row.get("previous", ())),
        object=frozenset(row.get("object", ())),
        particle=frozenset(row.get("particle", ())),
        after=frozenset(row.get("after", ())),
        beside=frozenset(row.get("beside", ())),
        unless=frozenset(row.get("unless", ())),
        used_as=frozenset(row.get("as", ())),
        needs=needs,
        named=row.get("named"),
        weak=bool(row.get("weak")),
    )


def _paths(paths: list[str] | tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(tuple(path.split(".")) for path in paths)
