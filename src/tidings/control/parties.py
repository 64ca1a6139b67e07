"""Which names are one party: an army and its state, a militia and whom it is part of, "the Front" and "Front fighters"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from tidings.model.coding import Coding
from tidings.model.control import Party
from tidings.model.values import FIGHTING_KINDS, Actor, ActorKind, Relation
from tidings.reference.actor_lookup import find_actor
from tidings.reference.actors import ActorTable, fold, singular_of

_ONE_WITH: Final = frozenset({"part_of", "merged_into"})
_FRIENDS: Final = frozenset({"ally_of", "supported_by", "led_by", "part_of"})
_LEADS: Final = ("the ", "a ", "an ")
_MOST_STEPS: Final = 6
_SURE: Final = 0.85  # score of the table for a name to be that actor


class Parties:
    """The parties of one article: names and ids to :class:`~tidings.model.control.Party`, and who is whose friend.

    Of an actor that the article's accounts name, its kind and ties are those; else those of the table.
    """

    def __init__(self, coding: Coding, table: ActorTable, day: dt.date | None) -> None:
        self._table, self._day = table, day
        named = [actor for account in coding.accounts for actor in (*account.actors, *account.recipients)]
        self._actors: dict[str, Actor] = {}
        for actor in named:
            self._actors.setdefault(actor.key, actor)
            self._actors.setdefault(actor.name.lower(), actor)
            self._actors.setdefault(actor.mention.lower(), actor)

    def party(self, name: str, id: str | None) -> Party:
        """The party that a holder, captor or shelling actor belongs to."""
        actor = self._actors.get(id or name.lower())
        found = id or (actor.id if actor is not None else self._id_in_table(name))
        kind = self._kind(name, found, actor)
        if found is not None:
            return Party(key=self.camp(found), name=actor.name if actor is not None else name, kind=kind)
        key = plain_name(_without_fighters(self._table, name))
        return Party(key=key, name=name, kind=kind, generic=name == name.lower())

    def as_shown(self, party: Party, country: str | None) -> Party:
        """A party under the name of the whole: a state at home by its government, abroad by its own name; others as they are.

        Whether the text says army, police or "joint forces", who holds the place is the state's side.
        """
        state = self._table.state_by_id.get(party.key)
        if state is None:
            return party
        at_home = country == state.iso and state.adjectives
        return replace(party, name=f"{state.adjectives[0]} government" if at_home else state.name)

    def of_actors(self, actors: Iterable[Actor]) -> tuple[Party, ...]:
        """The armed among actors as parties, each once."""
        armed = [
            self.party(actor.name, actor.id)
            for actor in actors
            if actor.kind in FIGHTING_KINDS or actor.kind == "unknown"
        ]
        return tuple({party.key: party for party in armed}.values())

    def actor_called(self, name: str) -> Actor | None:
        """The actor of the article's accounts that is printed or called so."""
        return self._actors.get(name.lower()) or self._actors.get(name)

    def camp(self, id: str) -> str:
        """The id of the whole that an actor is part of on the day, up to a state; a franchise abroad stands for itself."""
        for _ in range(_MOST_STEPS):
            above = next(
                (tie.to for tie in self._ties(id) if tie.relation in _ONE_WITH and self._is_whole_of(tie.to, id)), None
            )
            if above is None:
                return id
            id = above
        return id

    def are_friends(self, one: str, other: str) -> bool:
        """Whether a tie of alliance, support or command runs between two actors or their wholes, either way."""
        return other in self._friends(one) or one in self._friends(other)

    def _friends(self, id: str) -> set[str]:
        ties = [*self._ties(id), *self._ties(self.camp(id))]
        return {self.camp(tie.to) for tie in ties if tie.relation in _FRIENDS}

    def _ties(self, id: str) -> tuple[Relation, ...]:
        actor = self._actors.get(id)
        if actor is not None and actor.relations:
            return tuple(tie for tie in actor.relations if _holds(tie, self._day))
        row = self._table.by_id.get(id)
        return row.relations_on(self._day) if row is not None else ()

    def _is_whole_of(self, above: str, id: str) -> bool:
        if above in self._table.state_by_id:
            return True
        whole, part = self._table.by_id.get(above), self._table.by_id.get(id)
        return whole is None or part is None or (whole.country is not None and whole.country == part.country)

    def _id_in_table(self, name: str) -> str | None:
        """The id of the table's one actor that bears a proper name."""
        if name == name.lower():
            return None
        found = find_actor(self._table, name, self._day)
        return found[0].row.id if found and found[0].score >= _SURE else None

    def _kind(self, name: str, id: str | None, actor: Actor | None) -> ActorKind:
        if actor is not None and (actor.kind in FIGHTING_KINDS or (id is None and actor.kind == "unknown")):
            return actor.kind
        row = self._table.by_id.get(id or "")
        if row is not None:
            return row.kind_on(self._day)
        if id in self._table.state_by_id:
            return "state_forces"
        return _kind_by_noun(self._table, name)


def _holds(tie: Relation, day: dt.date | None) -> bool:
    if day is None:
        return tie.end is None
    return (tie.start is None or tie.start <= day) and (tie.end is None or day <= tie.end)


def plain_name(name: str) -> str:
    """A name for comparing: small letters, no article.

    >>> plain_name("The Grey Front")
    'grey front'
    """
    folded = fold(name)
    for lead in _LEADS:
        folded = folded.removeprefix(lead)
    return folded


def _without_fighters(table: ActorTable, name: str) -> str:
    """ "Grey Front fighters" without the fighters: the party whose they are. Of "Kurdish fighters" a word alone is no party."""
    *lead, last = name.split()
    named = [word for word in lead if word[:1].isupper() and word.lower() != "the"]
    is_theirs = last == last.lower() and singular_of(last) in table.nouns.fighters and lead[-1:] == named[-1:]
    return " ".join(lead).removesuffix("'s") if is_theirs and len(named) > 1 else name


def _kind_by_noun(table: ActorTable, name: str) -> ActorKind:
    """The kind that a noun in a name says: "army" a state's forces, "rebels" rebels, "militia" a militia."""
    nouns = table.nouns
    words = [singular_of(word) for word in plain_name(name).split()]
    for word in words:
        if word in nouns.army or word in nouns.government or word in nouns.state_modifiers:
            return "state_forces"
    return next((kind for kind in map(nouns.fighters.get, reversed(words)) if kind is not None), "rebel_group")
