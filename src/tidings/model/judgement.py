"""What a named person ruled on the record, and when: one line each, only ever added, each tied to the one before it.

A judgement speaks of account ids. An event's id is the id of one of its accounts, so a judgement finds its event again
whatever has joined or left it since.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tidings.errors import BadValueError
from tidings.model.ids import digest
from tidings.model.text import Evidence

Verb = Literal["accept", "set", "reject", "merge", "split", "undo", "release", "retract"]


class Judgement(Struct, frozen=True, kw_only=True):
    """One ruling. ``at`` is UTC as ``2026-11-22T08:30:00Z``, ``by`` the reviewer's name.

    ``target`` is the id of an event, of an undo the id of the judgement taken back. ``accounts`` are those of the event
    as it was then, and of a split those taken out; ``others`` are, of a merge, the accounts of the second event, and of
    a split those left. ``field`` and ``value`` (canonical JSON) are what was accepted, set or rejected; ``evidence`` the
    words for it in ``article``. ``after`` is the judgement before this one, so that none can be lost unseen.
    """

    id: str
    at: str
    by: str
    verb: Verb
    target: str
    field: str | None = None
    value: str | None = None
    accounts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    article: str | None = None
    evidence: tuple[Evidence, ...] = ()
    reason: str | None = None
    after: str | None = None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise BadValueError("a judgement needs a name: who has ruled so?")


def with_id(judgement: Judgement) -> Judgement:
    """The judgement under the id that hashes all it says."""
    return replace(judgement, id=judgement_id(judgement))


def judgement_id(judgement: Judgement) -> str:
    """``j1:`` and a hash of all that the judgement says, the id of the one before it included."""
    return digest("j1", judgement_json(replace(judgement, id="")).decode())


def judgement_json(judgement: Judgement) -> bytes:
    """A judgement as it is stored."""
    return msgspec.json.encode(judgement)


def read_judgement(line: bytes) -> Judgement:
    """A stored judgement."""
    return msgspec.json.decode(line, type=Judgement)


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that hold, in order: without those taken back and without the undoings themselves.

    An undo may be undone, and then what it took back holds again.
    """
    gone: set[str] = set()
    kept: list[Judgement] = []
    for judgement in reversed(tuple(judgements)):
        if judgement.id in gone:
            continue
        if judgement.verb == "undo":
            gone.add(judgement.target)
        else:
            kept.append(judgement)
    return tuple(reversed(kept))
