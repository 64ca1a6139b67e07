"""Words of factuality: what a modal, a governing word or a modifier makes of the act that hangs from it."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal, get_args

from msgspec import Struct

from tidings.errors import DataError

_FILE = files("tidings.reference") / "data" / "factuality.yaml"

Effect = Literal[
    "done", "said", "believed", "able", "failed", "prevented", "tried", "planned", "wanted", "threatened", "feared",
    "doubted", "denied", "ended", "staged", "factive",
]  # fmt: skip
Modal = Literal["future", "would", "possible", "obliged"]
_EFFECTS: frozenset[str] = frozenset(get_args(Effect))


class Factuality(Struct, frozen=True, kw_only=True):
    """The lexicon: ``governors`` say what becomes of their complement, ``modifiers`` what becomes of the noun they stand before.

    ``modals`` are words as printed; all others are lemmas. ``existing``: verbs by which the act as their subject comes about.
    """

    version: int
    modals: dict[str, Modal]
    abilities: frozenset[str]
    negators: frozenset[str]
    nobodies: frozenset[str]
    groups: frozenset[str]
    governors: dict[str, Effect]
    clausal: frozenset[str]
    announced: frozenset[str]
    mistaken: frozenset[str]
    untrue: frozenset[str]
    dreading: frozenset[str]
    again: frozenset[str]
    making: frozenset[str]
    rejecting: frozenset[str]
    deniable: frozenset[str]
    scorning: frozenset[str]
    untruths: frozenset[str]
    modifiers: dict[str, str]
    existing: frozenset[str]
    circumstances: frozenset[str]
    digest: str


@cache
def load_factuality() -> Factuality:
    """The shipped words of factuality."""
    import yaml

    content = _FILE.read_bytes()
    raw = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
    return build_factuality(raw, sha256(content).hexdigest())


def build_factuality(raw: dict[str, Any], digest: str = "") -> Factuality:
    """The lexicon from the plain content of its data file; DataError names a word that stands in two rows."""
    if unknown := sorted(raw["governors"].keys() - _EFFECTS):
        raise DataError(f"factuality.yaml has governors of the unknown effects {unknown}; known are {sorted(_EFFECTS)}")
    return Factuality(
        version=raw["version"],
        modals=_by_word(raw["modals"]),
        governors=_by_word(raw["governors"]),
        modifiers=_by_word(raw["modifiers"]),
        digest=digest,
        **{name: frozenset(map(str, raw[name])) for name in _LISTS},
    )


_LISTS = (
    "abilities",
    "negators",
    "nobodies",
    "groups",
    "clausal",
    "announced",
    "mistaken",
    "untrue",
    "dreading",
    "again",
    "making",
    "rejecting",
    "deniable",
    "scorning",
    "untruths",
    "existing",
    "circumstances",
)


def _by_word(rows: dict[str, list[str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for effect, words in rows.items():
        for word in words:
            if word in found:
                raise DataError(f"factuality.yaml has {word!r} under {found[word]!r} and under {effect!r}")
            found[word] = effect
    return found
