"""What was done at the desk, by whom and when: one entry each, only ever added, each tied to the one before it.

People and roles, comments, who looks at what, sets and answers exist nowhere else: they are a fold over these entries
(``tidings.review.logbook``). Judgements stand here whole, and in a table of their own.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tidings.errors import BadValueError
from tidings.model.ids import digest
from tidings.model.judgement import Judgement

Role = Literal["reader", "coder", "lead", "admin"]


class CodedField(Struct, frozen=True, kw_only=True):
    """A coder's answer to a field, as typed; null: unknown. Spans are of the article, in code points."""

    field: str
    value: str | None
    article: str | None = None
    start: int | None = None
    end: int | None = None


# --- acts -------------------------------------------------------------------------------------------------------------------


class Act(Struct, frozen=True, kw_only=True, tag_field="action"):
    """Something done; ``action`` in the JSON says which kind."""


class PersonSet(Act, frozen=True, kw_only=True, tag="person"):
    """Somebody may work here in a role, or may no more. The password stands elsewhere, hashed."""

    name: str
    role: Role
    active: bool


class PasswordSet(Act, frozen=True, kw_only=True, tag="password"):
    """Somebody has another password."""

    name: str


class SignedIn(Act, frozen=True, kw_only=True, tag="sign in"):
    """A session has begun."""


class SignedOut(Act, frozen=True, kw_only=True, tag="sign out"):
    """A session was ended by whoever had it."""


class Judged(Act, frozen=True, kw_only=True, tag="judgement"):
    """A ruling, whole."""

    judgement: Judgement


class Commented(Act, frozen=True, kw_only=True, tag="comment"):
    """A comment on an event (``c1:…``), a field of it, or words of an article (``a1:…``)."""

    target: str
    text: str
    field: str | None = None
    article: str | None = None
    start: int | None = None
    end: int | None = None


class ItemTaken(Act, frozen=True, kw_only=True, tag="take"):
    """Somebody looks at an event or a suggested account of the queue now."""

    item: str


class SetItemMade(Struct, frozen=True, kw_only=True):
    """One event of a set as it was when the set was made: its articles and what the machine had read."""

    event: str
    articles: tuple[str, ...]
    machine: tuple[CodedField, ...]


class SetMade(Act, frozen=True, kw_only=True, tag="set"):
    """Events for several coders to code apart from each other. ``blind``: those who see nothing of the machine's."""

    name: str
    coders: tuple[str, ...]
    blind: tuple[str, ...]
    items: tuple[SetItemMade, ...]


class Answered(Act, frozen=True, kw_only=True, tag="answer"):
    """A coder's answers to one event of a set. A field that is not there is unknown."""

    set: str
    event: str
    fields: tuple[CodedField, ...]
    is_event: bool = True
    keys: int = 0
    seconds: float = 0


class Settled(Act, frozen=True, kw_only=True, tag="settle"):
    """What holds of a field on which coders differ. ``reason``: a code of ``settling_reasons.yaml``."""

    set: str
    event: str
    field: str
    value: str | None
    reason: str


class SetClosed(Act, frozen=True, kw_only=True, tag="close"):
    """A set is done, and its values are judgements now. ``left_out``: events that are none any more."""

    set: str
    left_out: tuple[str, ...] = ()


class Exported(Act, frozen=True, kw_only=True, tag="export"):
    """The record, or a part of it, left the house through the desk: in which form, under which filters, and the hash of the bytes."""

    form: str
    profile: str | None
    generation: str
    sha256: str
    asked: str = ""


AnyAct = (
    PersonSet | PasswordSet | SignedIn | SignedOut | Judged | Commented | ItemTaken | SetMade | Answered | Settled | SetClosed | Exported
)  # fmt: skip


# --- entries ----------------------------------------------------------------------------------------------------------------


class AuditEntry(Struct, frozen=True, kw_only=True):
    """One line of the audit log. ``at`` is UTC as ``2026-11-22T08:30:00Z``; ``after`` the id of the line before it."""

    id: str
    at: str
    by: str
    act: AnyAct
    after: str | None = None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise BadValueError("a line of the audit log needs a name: who has done so?")


def with_id(entry: AuditEntry) -> AuditEntry:
    """The entry under the id that hashes all it says."""
    return replace(entry, id=entry_id(entry))


def entry_id(entry: AuditEntry) -> str:
    """``l1:`` and a hash of all that the entry says, the id of the one before it included."""
    return digest("l1", entry_json(replace(entry, id="")).decode())


def entry_json(entry: AuditEntry) -> bytes:
    """An entry as it is stored."""
    return msgspec.json.encode(entry)


def read_entry(line: bytes) -> AuditEntry:
    """A stored entry."""
    return msgspec.json.decode(line, type=AuditEntry)


def action_of(act: AnyAct) -> str:
    """The word for a kind of act: ``judgement``, ``sign in``."""
    return str(act.__struct_config__.tag)


def target_of(act: AnyAct) -> str:
    """What an act was done to: a name, an event, a set, a form."""
    for name in ("judgement", "event", "target", "item", "set", "name", "form"):
        found = getattr(act, name, None)
        if found is not None:
            return found.target if isinstance(found, Judgement) else str(found)
    return ""
