"""What must not leave the house and by which words it is known: the files of ``data/safety``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from msgspec import Struct

from tidings.errors import DataError

_DATA = files("tidings.reference") / "data" / "safety"
_FILES: Final = ("places", "held", "names", "contacts", "limits")


class SafetyWords(Struct, frozen=True, kw_only=True):
    """The words and limits of safe release, ready for use; patterns read folded text (:func:`tidings.reference.actors.fold`).

    ``sites``: clinics, schools, camps and the like; ``sexual`` and ``children``: what is held for a person to release, with
    the event types and count groups that say so by themselves. ``contacts`` reads text as printed. ``delay_days``: from
    an event's last day; ``quote_cap``: characters; ``digits``: of degrees.
    """

    sites: re.Pattern[str]
    held_types: frozenset[str]
    held_groups: frozenset[str]
    sexual: re.Pattern[str]
    children: re.Pattern[str]
    particles: frozenset[str]
    bodies: frozenset[str]
    site_names: frozenset[str]
    before_sites: frozenset[str]
    plain: frozenset[str]
    openers: frozenset[str]
    private_actors: frozenset[str]
    public_speakers: frozenset[str]
    contacts: re.Pattern[str]
    delay_days: int
    quote_cap: int
    digits: int
    digest: str


@cache
def load_safety() -> SafetyWords:
    """The shipped words and limits.

    >>> (
    ...     bool(load_safety().sites.search("a shell hit the health centre")),
    ...     bool(load_safety().sites.search("a training camp")),
    ... )
    (True, False)
    """
    contents = {name: (_DATA / f"{name}.yaml").read_bytes() for name in _FILES}
    return build_safety(
        {name: _yaml(content) for name, content in contents.items()}, sha256(b"".join(contents.values())).hexdigest()
    )


def build_safety(raw: dict[str, Any], digest: str = "") -> SafetyWords:
    """The words from the plain content of the files; DataError names the file with a row that is missing or no pattern."""
    name = ""
    try:
        name = "places"
        before = "".join(f"(?<!{re.escape(word)} )" for word in raw[name]["unless_before"])
        sites = re.compile(before + _words(raw[name]["sites"]))
        name = "held"
        held = raw[name]
        sexual, children = (
            re.compile(_words(held["sexual"])),
            re.compile("|".join([_words(held["children"]), *held["ages"]])),
        )
        types, groups = frozenset(held["types"]), frozenset(held["groups"])
        name = "contacts"
        contacts = re.compile("|".join(raw[name]["patterns"]))
        name = "names"
        words = {key: frozenset(map(_word, found)) for key, found in raw[name].items() if key != "version"}
        name = "limits"
        limits = raw[name]
        return SafetyWords(
            sites=sites,
            held_types=types,
            held_groups=groups,
            sexual=sexual,
            children=children,
            contacts=contacts,
            delay_days=int(limits["delay_days"]),
            quote_cap=int(limits["quote_cap"]),
            digits=int(limits["digits"]),
            digest=digest,
            **words,
        )
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise DataError(f"safety/{name}.yaml cannot be read: {type(error).__name__}: {error}") from error


def _word(word: object) -> str:
    if not isinstance(word, str):
        raise TypeError(f"{word!r} is no word: write it in quotes")  # YAML takes on and no for true and false
    return word


def _words(words: Iterable[str]) -> str:
    ordered = sorted({word.replace("-", " ") for word in words}, key=lambda word: (-len(word), word))
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)"


def _yaml(content: bytes) -> Any:
    import yaml

    return yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
