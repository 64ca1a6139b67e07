"""In whose interest a statement on control is: whether who says so speaks for a side, and for or against that side (RECORD §7).

A party that says it holds or took a place speaks for itself; one that says it lost or left it, or that the other side is there,
admits it. Outlets that belong to nobody, monitors and witnesses are independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tidings.control.parties import Parties, plain_name
from tidings.model.coding import Coding
from tidings.model.control import LEAVES, EvidenceKind, Party, Voice
from tidings.model.values import SpeakerKind
from tidings.reference.actor_lookup import find_actor
from tidings.reference.actors import ActorTable, singular_of
from tidings.reference.outlets import load_outlets
from tidings.reference.party_outlets import load_party_outlets
from tidings.reference.speech import load_speech

_AGAINST_NAMED: Final[frozenset[EvidenceKind]] = LEAVES | {"no_control"}
_INDEPENDENT: Final[frozenset[SpeakerKind]] = frozenset({"witness", "monitor", "media", "medical"})
_LEAST_SCORE: Final = 0.7  # of the actor table, for a speaker's name to be that actor


#: Words of the names of ministries and of ranks that name no country.
_PLAIN_WORDS: Final = frozenset(
    {"defence", "defense", "interior", "foreign", "of", "the", "source", "spokesman", "spokeswoman", "chief"}
)


#: What an article calls a party that it has named, when that party speaks.
_THE_GROUP: Final = frozenset({"group", "movement", "militia"})


class Voices:
    """Who speaks for whom in one article."""

    def __init__(self, coding: Coding, parties: Parties, table: ActorTable, country: str | None) -> None:
        self._parties, self._table, self._country = parties, table, country
        self._day = coding.article.published
        self._outlet = coding.article.outlet
        self._told = {said.speaker.casefold(): said for account in coding.accounts for said in account.attribution}

    def voice(self, kind: EvidenceKind, speaker: str | None, named: Sequence[Party], against: Sequence[Party]) -> Voice:
        """Whose voice says that, of those it is said of."""
        side = self._side_of(speaker, [*named, *against])
        if side is None:
            return self._bystander(speaker)
        for_named = any(self._is_side(side, party) for party in named)
        for_other = any(self._is_side(side, party) for party in against)
        if for_named:
            return "admission" if kind in _AGAINST_NAMED else "self"
        if for_other:
            return "self" if kind in _AGAINST_NAMED else "admission"
        if kind in LEAVES and not against and side == self._own_state():
            return "self"  # the state of a place that says who left it
        return "unnamed"  # a side of the war, but of neither of these

    def _side_of(self, speaker: str | None, parties: Sequence[Party]) -> str | None:
        """The party that a speaker, or the outlet where nobody is named, speaks for; ``None`` for bystanders."""
        if speaker is None:
            return self._outlets_side(self._outlet)
        plain = plain_name(speaker)
        for party in parties:
            if plain in (party.key, plain_name(party.name)):
                return party.key
        if load_outlets().find(speaker) is not None:  # before what it is told as: a party's agency is told as media
            return self._outlets_side(speaker)
        said = self._told.get(speaker.casefold())
        if said is not None and said.kind in _INDEPENDENT:
            return None
        if plain in _THE_GROUP and (named := _only_group(parties)) is not None:
            return named
        if said is not None and said.id is not None:
            return self._parties.camp(said.id)
        actor = self._parties.actor_called(speaker)
        if actor is not None:
            return self._parties.party(actor.name, actor.id).key
        if self._kind_of(speaker) in _INDEPENDENT:
            return None
        found = find_actor(self._table, speaker, self._day, self._country)
        if found and found[0].score >= _LEAST_SCORE and found[0].row.kind not in ("civilians", "international"):
            return self._parties.camp(found[0].row.id)
        state = self._state_speaking(speaker, parties)
        if state is not None:
            return state
        for party in parties:  # "the Front's spokesman", "rebel commander"
            if party.generic and set(map(singular_of, party.key.split())) & set(map(singular_of, plain.split())):
                return party.key
            if not party.generic and plain_name(party.name) in plain:
                return party.key
        return None

    def _outlets_side(self, name: str | None) -> str | None:
        """The party an outlet speaks for, or the state of an official one; a side that its name does not say is none here."""
        outlet = load_outlets().find(name) if name else None
        if outlet is None:
            return None
        if outlet.party:
            side = load_party_outlets().get(outlet.name)
            return None if side is None else self._parties.camp(side)
        if outlet.country is None or outlet.kind != "government":
            return None
        state = self._table.state_by_iso.get(outlet.country)
        return state.id if state is not None else None

    def _state_speaking(self, speaker: str, parties: Sequence[Party]) -> str | None:
        """The state that officials or an army speak for: the one they are called by ("Iraqi officials"), else the place's own.

        "Officials" in a town are those of its country; "Kurdish officials" and whoever else bears a name are not. Where the
        table has no such state, they speak for the one party that is a state's.
        """
        words = plain_name(speaker).split()
        nouns = {singular_of(word) for word in words}
        kinds = load_speech().kinds
        if not any(kinds.get(noun) == "official" or self._is_of_army(noun) for noun in nouns):
            return None
        for size in (3, 2, 1):
            runs = {" ".join(words[at : at + size]) for at in range(len(words))}
            meanings = [meaning for run in runs for meaning in self._table.meanings_of(run)]
            found = {each.state.id for each in meanings if each.state and each.sort in ("state", "adjective")}
            if found:
                own = self._own_state()
                return own if own in found else min(found) if len(found) == 1 else None
        is_plain = all(noun in kinds or noun in _PLAIN_WORDS or self._is_of_army(noun) for noun in nouns)
        if not is_plain and speaker != speaker.lower():
            return None
        of_states = [party.key for party in parties if party.kind == "state_forces"]
        return self._own_state() or (of_states[0] if len(of_states) == 1 else None)

    def _is_side(self, side: str, party: Party) -> bool:
        """Whether a party is the side that speaks, or its friend; "the army" is that of the place's state."""
        is_own_army = party.generic and party.kind == "state_forces" and side == self._own_state()
        return side == party.key or is_own_army or self._parties.are_friends(side, party.key)

    def _own_state(self) -> str | None:
        state = self._table.state_by_iso.get(self._country or "")
        return None if state is None else state.id

    def _is_of_army(self, noun: str) -> bool:
        nouns = self._table.nouns
        return noun in nouns.army or noun in nouns.government or noun in ("security", "regime")

    def _bystander(self, speaker: str | None) -> Voice:
        name = speaker or self._outlet
        outlet = load_outlets().find(name) if name else None
        if outlet is not None or speaker is None:
            return "unnamed" if outlet is not None and outlet.party else "independent"
        said = self._told.get(speaker.casefold())
        kind = said.kind if said is not None else self._kind_of(speaker)
        return "independent" if kind in _INDEPENDENT else "unnamed"

    def _kind_of(self, speaker: str) -> SpeakerKind | None:
        """The kind of speaker that a noun in a name says: "residents" are witnesses."""
        speech = load_speech()
        if (known := speech.names.get(speaker.casefold())) is not None:
            return known
        words = [singular_of(word) for word in plain_name(speaker).split()]
        if words[-1:] == ["group"]:  # "monitoring group": the word before it says of what kind
            return next((kind for kind in map(speech.modifiers.get, reversed(words[:-1])) if kind is not None), "party")
        return next((kind for kind in map(speech.kinds.get, words) if kind is not None), None)


def _only_group(parties: Sequence[Party]) -> str | None:
    """The one party among some that is a group and no state's: who "the group" is that speaks of itself."""
    groups = {
        party.key for party in parties if party.kind not in ("state_forces", "international") and not party.generic
    }
    return groups.pop() if len(groups) == 1 else None
