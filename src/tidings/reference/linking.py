"""Which event types may be two tellings of one act, as the data file says (``linking.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.ontology import load_ontology

Likeness = Literal["same", "near", "general"]


class Linking(Struct, frozen=True, kw_only=True):
    """``near``: pairs of types told for each other; ``general``: types that tell of harm and leave the act open.

    ``harmful``: acts that do harm; ``fight``: with these, the acts that a fight is made of.
    """

    near: frozenset[frozenset[str]]
    general: frozenset[str]
    harmful: frozenset[str]
    fight: frozenset[str]

    def may_be_one_fight(self, left: str, right: str) -> bool:
        """Whether acts of these types may belong to one fight or campaign: both of a fight, or of one type."""
        return left == right or {left, right} <= self.fight

    def likeness(self, left: str, right: str) -> Likeness | None:
        """How one type may stand for another: ``None`` when two accounts of these types never tell one act.

        >>> load_linking().likeness("explosion", "killing")
        'general'
        """
        if left == right:
            return "same"
        if frozenset((left, right)) in self.near:
            return "near"
        pair = {left, right}
        if pair & self.general and pair <= self.harmful | self.general:
            return "general"
        return None


@cache
def load_linking() -> Linking:
    """The shipped table; DataError names a type that the ontology does not have."""
    import yaml

    raw = yaml.safe_load((files("tidings.reference") / "data" / "linking.yaml").read_text(encoding="utf-8"))
    groups, general, harmful = raw["near"], frozenset(raw["general"]), frozenset(raw["harmful"])
    fight = frozenset(raw["fight"]) | harmful | general
    named = {name for group in groups for name in group} | general | fight
    if strange := sorted(named - set(load_ontology().types)):
        raise DataError(f"linking.yaml names {', '.join(strange)}: no such event type in event_types.yaml")
    near = {frozenset((one, other)) for group in groups for one in group for other in group if one != other}
    return Linking(near=frozenset(near), general=general, harmful=harmful, fight=fight)
