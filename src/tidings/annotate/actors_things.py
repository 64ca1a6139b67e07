"""Parties told by their things: "army planes", "coalition jets", "a rebel convoy", "two Armenian positions".

Who owns an aircraft or a gun acts with it; who holds a post or travels in a column is hit with it. Only an owner that stands
before the thing counts: a base "in Kenya" says nothing of whose it is.
"""

from __future__ import annotations

from tidings.annotate.actor_groups import state_forces
from tidings.annotate.actor_names import Reading
from tidings.annotate.actor_phrases import Draft, Phrase, Refers, in_mid_sentence, phrase, singular
from tidings.model.text import Token
from tidings.model.values import ActorKind

_GUNS = frozenset({"gun", "battery", "airforce", "uav", "chopper"})
_POSTS = frozenset(
    {"position", "post", "outpost", "checkpoint", "checkpost", "roadblock", "convoy", "patrol", "column", "barracks", "hideout", "stronghold",
     "base", "garrison", "camp", "headquarters", "bunker", "trench"}
)  # fmt: skip
_CIVIL = frozenset(
    {"camp", "headquarters", "column", "convoy", "station"}
)  # a state's may be anybody's: "a Kenyan camp"
_STATE = frozenset({"army", "military", "government", "regime", "junta", "navy", "marine", "police", "federal"})


def thing_drafts(reading: Reading, taken: set[int]) -> list[Draft]:
    """Drafts for things with an owner before them, where no other phrase has their words; in text order."""
    found: list[Draft] = []
    for token in reading.parse.tokens:
        if (
            token.pos != "NOUN"
            or token.index in taken
            or token.index in reading.bound_tokens
            or _qualifies(reading, token)
        ):
            continue
        word = singular(token)
        machine = word in reading.table.nouns.machines or word in _GUNS
        if not machine and word not in _POSTS:
            continue
        whole = phrase(reading, token.index, word, 1)
        draft = _of_machine(reading, whole) if machine else _of_post(reading, whole)
        if draft is not None and not taken & set(range(draft.first, draft.last)):
            found.append(draft)
    return found


def _qualifies(reading: Reading, token: Token) -> bool:
    """Whether a noun stands before another: "gun battle", "base camp"."""
    head = reading.parse.tokens[token.head]
    return token.dep in ("compound", "amod", "nmod") and head.index > token.index


def _of_machine(reading: Reading, found: Phrase) -> Draft | None:
    if "coalition" in found.words:
        refers = Refers(("state_forces", "international", "rebel_group"), "coalition", True, None, False)
        return _draft(reading, found, "unknown", refers)
    if found.words & reading.table.nouns.rebel_modifiers:
        return _draft(reading, found, "rebel_group")
    if found.state is not None and found.state.state is not None:
        return state_forces(reading, found, found.state.state)
    if found.words & _STATE or {"air", "force"} <= found.words:
        state = reading.state_in_focus(reading.parse.tokens[found.head].sentence)
        return state_forces(reading, found, state) if state is not None else _draft(reading, found, "state_forces")
    return None


def _of_post(reading: Reading, found: Phrase) -> Draft | None:
    if found.words & reading.table.nouns.rebel_modifiers:
        return _draft(reading, found, "rebel_group")
    owner = found.state
    if (
        owner is None
        or owner.state is None
        or owner.sort != "adjective"
        or found.noun in _CIVIL
        or owner.first > found.head
    ):
        return None
    return state_forces(reading, found, owner.state)


def _draft(reading: Reading, found: Phrase, kind: ActorKind, refers: Refers | None = None) -> Draft:
    return Draft(
        first=found.first, last=found.head + 1, head=found.head, name=in_mid_sentence(reading, found.first, found.head + 1), id=None,
        kind=kind, form="force", relations=found.ties, refers=refers, noun=found.noun,
    )  # fmt: skip
