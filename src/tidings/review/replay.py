"""The audit log played again from its first line: does it give the judgements and the people that the record holds?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from tidings.model.audit import Judged
from tidings.model.judgement import Judgement, judgement_json, read_judgement
from tidings.review.logbook import EMPTY, DeskState, fold
from tidings.store import desk_tables, schema
from tidings.store.judgements import stored_tombstones
from tidings.store.store import Store


class Replayed(Struct, frozen=True, kw_only=True):
    """What a log gives when it is played again. ``before``: judgements from before the record kept a log.

    ``faults``: where the record says something else, each in a sentence.
    """

    lines: int
    judgements: int
    before: int
    state: DeskState
    faults: tuple[str, ...]


def replay(store: Store) -> Replayed:
    """Play the whole log again, and hold what comes out against the record."""
    with store.transaction(writing=False) as connection:
        log = [line.entry for line in desk_tables.entries(connection)]
        stored = connection.execute(select(schema.judgement.c.line).order_by(schema.judgement.c.number)).scalars().all()
        masked = {key: line for grave in stored_tombstones(connection) for key, line in grave.judgements.items()}
        faults = list(desk_tables.chain_faults(connection, masked))
        state = fold(EMPTY, log)
        faults += _people_faults(connection, state)
    made = [entry.act.judgement for entry in log if isinstance(entry.act, Judged)]
    before = _before(made, stored)
    faults += _judgement_faults(made, stored[before:])
    return Replayed(lines=len(log), judgements=len(made), before=before, state=state, faults=tuple(faults))


def _before(made: Sequence[Judgement], stored: Sequence[bytes]) -> int:
    """How many judgements stand before the first of the log: that one names the last of them."""
    if not made:
        return len(stored)
    ids = [read_judgement(line).id for line in stored]
    return ids.index(made[0].after) + 1 if made[0].after in ids else 0


def _judgement_faults(made: Sequence[Judgement], stored: Sequence[bytes]) -> Iterator[str]:
    """Where the judgements of the log are not those of the record, byte for byte."""
    for number, (judgement, line) in enumerate(zip(made, stored, strict=False), 1):
        if judgement_json(judgement) != line:
            yield f"judgement {number} of the log is {judgement.id}, and the record holds another: {_id_of(line)}"
            return
    if len(made) != len(stored):
        yield f"the log has {len(made)} judgements, and the record {len(stored)}"


def _id_of(line: bytes) -> str:
    try:
        return read_judgement(line).id
    except msgspec.MsgspecError:
        return "one that cannot be read"


def _people_faults(connection: Connection, state: DeskState) -> Iterator[str]:
    """Passwords of people whom the log does not know, and people without one."""
    known = {name for name, person in state.people.items() if person.active}
    for name in sorted(known.symmetric_difference(desk_tables.people_with_secrets(connection))):
        if name in known:
            yield f"{name} works here and has no password"
        else:
            yield f"{name} has a password, and the log does not know that they work here"
