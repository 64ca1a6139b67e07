"""One form for every training set: a text with marked words, and which layers of marks are complete in it."""

from __future__ import annotations

from msgspec import Struct

#: Roles that a word can have in an account, in the order of the head that tells them.
ARGUMENT_ROLES = ("actor", "recipient", "place", "date", "means", "speaker", "killed", "injured", "people")
STANDINGS = ("denied", "planned", "threatened", "hypothetical", "ongoing", "background")


class Trigger(Struct, frozen=True, kw_only=True):
    """Words that tell an act, ``[start, end)``.

    ``types``: the RECORD types it may be (several where the set's own type is coarser; empty: no conflict act).
    ``own``: the type in the set's ontology. ``standing``: None where the set does not say. ``happened``: -3 (did not) to 3.
    ``chain``: triggers of one text with the same chain tell the same act; None where the set does not say.
    """

    start: int
    end: int
    types: tuple[str, ...] = ()
    own: str | None = None
    standing: tuple[str, ...] | None = None
    happened: float | None = None
    chain: str | None = None


class Argument(Struct, frozen=True, kw_only=True):
    """Words with a role in the act of a trigger (its place in the list)."""

    trigger: int
    start: int
    end: int
    role: str


class Example(Struct, frozen=True, kw_only=True):
    """A text with its marks.

    ``complete`` names the layers in which a word without a mark is known to be none: ``types`` (RECORD triggers), ``own``
    (the set's triggers), ``arguments`` (of the triggers that are marked).
    """

    id: str
    set: str
    text: str
    triggers: tuple[Trigger, ...]
    arguments: tuple[Argument, ...] = ()
    complete: frozenset[str] = frozenset()
