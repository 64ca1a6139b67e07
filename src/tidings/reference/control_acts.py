"""What accounts of acts say of who holds a place, as the data file says (``control_acts.yaml``)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from msgspec import Struct

from tidings.errors import DataError
from tidings.model.control import EvidenceKind
from tidings.reference.ontology import load_ontology

_WORD: Final = re.compile(r"[a-z]+")


class ControlActs(Struct, frozen=True, kw_only=True):
    """``mutual``: words of two sides that fight; ``fight``: of a fight, if both are named; ``near``: around a place.

    ``since`` and ``no_more``: by which a state lasts, and by which it does not. The rest are event types.
    """

    mutual: frozenset[str]
    fight: frozenset[str]
    near: frozenset[str]
    remote: frozenset[str]
    raid: frozenset[str]
    siege: frozenset[str]
    since: frozenset[str]
    no_more: frozenset[str]

    def lasts(self, words: str) -> bool:
        """Whether what is told to be so from a day on is so still.

        >>> (
        ...     load_control_acts().lasts("have held the town since 2014"),
        ...     load_control_acts().lasts("had held it since 2014"),
        ... )
        (True, False)
        """
        said = set(_WORD.findall(words.lower()))
        return bool(said & self.since) and not said & self.no_more

    def kind_of(self, event_type: str, words: str, *, sides: int, is_point: bool) -> EvidenceKind | None:
        """The kind of evidence an affirmed act makes, told with so many armed sides named; ``None``: it says nothing.

        ``is_point``: it was in the place, not near it.

        >>> load_control_acts().kind_of("armed_clash", "Clashes continued in the town", sides=0, is_point=True)
        'clash_inside'
        >>> load_control_acts().kind_of("armed_clash", "fighting to retake the town", sides=2, is_point=True)
        'clash_near'
        """
        if event_type in self.remote:
            return "remote_fire_on"
        said = set(_WORD.findall(words.lower()))
        if event_type == "armed_clash" and said & (self.mutual | self.fight):
            inside = is_point and not said & self.near and (said & self.mutual or sides > 1)
            return "clash_inside" if inside else "clash_near"
        return "attack_by_ied_or_raid" if event_type in self.raid else None


@cache
def load_control_acts() -> ControlActs:
    """The shipped table; DataError names a type that the ontology does not have."""
    import yaml

    raw = yaml.safe_load((files("tidings.reference") / "data" / "control_acts.yaml").read_text(encoding="utf-8"))
    acts = ControlActs(
        mutual=frozenset(raw["clash"]["mutual"]), fight=frozenset(raw["clash"]["fight"]), near=frozenset(raw["clash"]["near"]), remote=frozenset(raw["remote"]),
        raid=frozenset(raw["raid"]), siege=frozenset(raw["siege"]), since=frozenset(raw["lasting"]["words"]), no_more=frozenset(raw["lasting"]["unless"]),
    )  # fmt: skip
    if strange := sorted((acts.remote | acts.raid | acts.siege) - set(load_ontology().types)):
        raise DataError(f"control_acts.yaml names {', '.join(strange)}: no such event type in event_types.yaml")
    return acts
