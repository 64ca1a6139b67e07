"""What stays of something taken out of the record: that it was there, its hashes, who had it taken down, when and why."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tidings.model.ids import digest

Taken = Literal["article", "person", "restored"]


class Tombstone(Struct, frozen=True, kw_only=True):
    """One taking down. ``at`` is UTC as ``2026-11-22T08:30:00Z``.

    ``article``: ``target`` is its id, and ``outlet``, ``language`` and ``published`` stay for the coverage. ``person``:
    a name was masked, which is not told; ``renamed`` says what the ids of masked accounts are now. ``restored``: the
    article ``target`` was let in again. ``originals`` and ``texts`` are the SHA-256 of bytes and texts that are gone,
    ``accounts`` the ids of the accounts that are gone with them, ``judgements`` the SHA-256 of lines of judgements and
    of the audit log as they are after masking, by id.
    """

    id: str
    at: str
    by: str
    kind: Taken
    target: str
    reason: str
    outlet: str | None = None
    language: str | None = None
    published: str | None = None
    originals: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    renamed: dict[str, str] = {}
    judgements: dict[str, str] = {}


def with_id(tombstone: Tombstone) -> Tombstone:
    """The tombstone under the id that hashes all it says."""
    return replace(tombstone, id=tombstone_id(tombstone))


def tombstone_id(tombstone: Tombstone) -> str:
    """``t1:`` and a hash of all that the tombstone says."""
    return digest("t1", tombstone_json(replace(tombstone, id="")).decode())


def tombstone_json(tombstone: Tombstone) -> bytes:
    """A tombstone as it is stored."""
    return msgspec.json.encode(tombstone, order="deterministic")


def read_tombstone(line: bytes) -> Tombstone:
    """A stored tombstone."""
    return msgspec.json.decode(line, type=Tombstone)
