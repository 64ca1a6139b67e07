"""The evidence on control of a record, by place: kept in step with the codings, found by name, and inferred anew where it changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from tidings.control.around import Areas, by_key
from tidings.control.gather import POINTS, evidence_of
from tidings.control.history import History, history
from tidings.control.sourced import KeptSpells, SourcedSpells, cut, kept_spells, spells_until
from tidings.fusion.fuse import Rulings, ground
from tidings.fusion.wire import WireTie, wire_groups
from tidings.model.coding import Coding
from tidings.model.control import ControlEvidence, ControlPlace
from tidings.pipeline.linking import link
from tidings.pipeline.made_with import made_with
from tidings.reference.actors import ActorTable
from tidings.reference.control_rules import ControlRules
from tidings.reference.placenames import loose_key, plain_key, skeleton_key
from tidings.store import control_index, links
from tidings.store.store import Store, speaking

if TYPE_CHECKING:
    from tidings.reference.gazetteer import Gazetteer

_INDEX_VERSION: Final = 1  # goes up when the tables change in meaning: the index is then made anew
_AT_ONCE: Final = 200
_ALIKE: Final = 60  # of 100, for a name to be offered for another


class ControlRecord:
    """The evidence of a record. ``places`` by key; areas (districts, provinces) are among them.

    A record that may be written keeps an index; of one that may not, or as it stood in the past, evidence is gathered anew.
    """

    def __init__(self, store: Store, ruled: Rulings, as_stored: dt.date | None = None) -> None:
        self._store = store
        self._out = ruled.out
        self._gathered: dict[str, list[ControlEvidence]] | None = None
        if as_stored is None and store.may_write:
            link(store, ruled)
            bring_up_to_date(store)
            with store.transaction(writing=False) as connection:
                told = [msgspec.json.decode(line, type=ControlPlace) for line in control_index.place_lines(connection)]
        else:
            self._gathered = _gather(list(store.codings(as_stored)), ruled)
            told = [piece.place for pieces in self._gathered.values() for piece in pieces]
        self._told = told
        self.places: dict[str, ControlPlace] = by_key(told)
        self._areas = Areas(self.places)

    def named(self, name: str) -> tuple[ControlPlace, ...]:
        """Places of the record with this id or name, best first: as printed, then as the gazetteer or another spelling has it."""
        if name in self.places:
            return (self.places[name],)
        for same in (_same_plain, self._same_in_gazetteer, _same_loose, _same_bones, _same_words):
            keys = {place.key for place in self._told if same(name, place)}
            if keys:
                return tuple(sorted((self.places[key] for key in keys), key=self._weight))
        return ()

    def _same_in_gazetteer(self, name: str, place: ControlPlace) -> bool:
        return place.key in _ids_of(name)

    def _weight(self, place: ControlPlace) -> tuple[bool, int, str]:
        points = place.precision not in ("exact", "near")
        return points, -len(self.on(place)), place.key

    def on(self, place: ControlPlace) -> tuple[ControlEvidence, ...]:
        """The evidence on a place and on the areas that it lies in, each with its wire group."""
        return next(iter(self._pieces([place])))[1]

    def everywhere(self) -> Iterator[tuple[ControlPlace, tuple[ControlEvidence, ...]]]:
        """Every place with its evidence, in the order of keys."""
        yield from self._pieces(list(self.places.values()))

    def _pieces(self, places: list[ControlPlace]) -> Iterator[tuple[ControlPlace, tuple[ControlEvidence, ...]]]:
        keys = {place.key: (place.key, *self._areas.around(place)) for place in places}
        wanted = None if len(places) == len(self.places) else {key for some in keys.values() for key in some}
        held = self._gathered if self._gathered is not None else self._read(wanted)
        for place in places:
            yield place, tuple(piece for key in keys[place.key] for piece in held.get(key, ()))

    def _read(self, wanted: Iterable[str] | None) -> dict[str, list[ControlEvidence]]:
        with self._store.transaction(writing=False) as connection:
            pieces = [
                msgspec.json.decode(line, type=ControlEvidence) for line in control_index.lines(connection, wanted)
            ]
            groups = _groups(connection, {piece.article for piece in pieces})
        found: dict[str, list[ControlEvidence]] = {}
        for piece in pieces:
            if piece.account not in self._out:
                grouped = replace(piece, wire_group=groups.get(piece.article, piece.article))
                found.setdefault(piece.place.key, []).append(grouped)
        return found

    @property
    def last_published(self) -> dt.date | None:
        """The last day on which anything was published that tells of control."""
        return max((piece.known for _, pieces in self.everywhere() for piece in pieces if piece.known), default=None)

    def nearest(self, name: str, most: int) -> tuple[str, ...]:
        """Names of places of the record that look like one, best first."""
        from rapidfuzz import process

        names = sorted({place.name for place in self._told})
        return tuple(str(found) for found, _, _ in process.extract(name, names, limit=most, score_cutoff=_ALIKE))

    def unheard_of(self, name: str) -> ControlPlace:
        """A place that no evidence tells of, as the gazetteer has it, else by its name alone."""
        numbered, found = _gazetteer().place(name), _gazetteer().find(name)
        if numbered is None and not found:
            return ControlPlace(
                key=f"name:{plain_key(name)}", name=name, lat=None, lon=None, country=None, admin1=None, admin2=None,
                precision="unresolved", radius_km=None,
            )  # fmt: skip
        best = numbered or found[0].place
        return ControlPlace(
            key=best.id, name=name if numbered is None else best.name, lat=best.lat, lon=best.lon, country=best.country, admin1=best.admin1, admin2=best.admin2,
            precision="exact", radius_km=None,
        )  # fmt: skip

    def histories(self, rules: ControlRules, as_known: dt.date | None = None) -> Iterator[History]:
        """The history of every town and site, in the order of keys; districts and provinces are no places to count."""
        for place, pieces in self.everywhere():
            if place.precision in POINTS:
                yield history(place.key, pieces, rules, as_known=as_known)

    def spells(
        self, rules: ControlRules, last: dt.date, *, as_known: dt.date | None = None, only: ControlPlace | None = None,
        step: Callable[[], None] = lambda: None,
    ) -> Iterator[SourcedSpells]:  # fmt: skip
        """The smoothed spells of every place (or ``only`` one) from its first evidence to a day, with what they rest on.

        Only places whose evidence or rules changed since they were last asked about are inferred anew. ``step`` is called once a place.
        """
        keeps = self._gathered is None and as_known is None
        with self._store.transaction(writing=False) as connection:
            known = control_index.spells(connection) if keeps else {}
        asked = self.everywhere() if only is None else [(only, self.on(only))]
        new: list[dict[str, Any]] = []
        for place, pieces in asked:
            if not keeps:
                yield spells_until(place, history(place.key, pieces, rules, as_known=as_known), last)
                step()
                continue
            made_of = _made_of(place, pieces, rules)
            if place.key in known and known[place.key][0] == made_of:
                kept = msgspec.json.decode(known[place.key][1], type=KeptSpells)
            else:
                kept = kept_spells(place, history(place.key, pieces, rules))
                new.append({"place": place.key, "made_of": made_of, "line": msgspec.json.encode(kept)})
            yield cut(kept, last) or spells_until(place, history(place.key, pieces, rules), last)
            step()
        if new:
            with self._store.transaction(writing=True) as connection:
                control_index.set_spells(connection, new)


def _made_of(place: ControlPlace, pieces: Iterable[ControlEvidence], rules: ControlRules) -> str:
    """What spells rest on, as a hash: every word of the evidence, its groups, the place as shown, the rules."""
    content = [msgspec.json.encode(each) for each in (place, *pieces)]
    return sha256(b"\n".join([rules.digest.encode(), *content])).hexdigest()


def bring_up_to_date(store: Store, table: ActorTable | None = None) -> int:
    """Gather the evidence of articles whose coding is new; gives how many. Broken off, the next call goes on from there."""
    with store.transaction(writing=True) as connection:
        current = made_with("tidings.control", _INDEX_VERSION)
        if control_index.made_with(connection) != current:
            control_index.clear(connection)
            control_index.set_made_with(connection, current)
        wanted, known = speaking(connection), control_index.indexed(connection)
        control_index.forget(connection, [article for article in known if wanted.get(article) != known[article]])
    new = sorted(article for article in wanted if known.get(article) != wanted[article])
    actors = table or (ActorTable.load() if new else None)
    for first in range(0, len(new), _AT_ONCE):
        codings = store.codings_of(new[first : first + _AT_ONCE])
        with store.transaction(writing=True) as connection:
            for coding in codings:
                if actors is not None:
                    _add(connection, coding, wanted[coding.article.id], actors)
    return len(new)


def _add(connection: Connection, coding: Coding, key: str, actors: ActorTable) -> None:
    control_index.forget(connection, [coding.article.id])  # another program may have been here since
    pieces = evidence_of(coding, coding.article.id, actors)
    rows = [{"id": piece.id, "place": piece.place.key, "line": msgspec.json.encode(piece)} for piece in pieces]
    lines = {msgspec.json.encode(piece.place): piece.place.key for piece in pieces}
    places = [{"id": sha256(line).hexdigest(), "place": place, "line": line} for line, place in lines.items()]
    control_index.add(connection, coding.article.id, key, rows, places)


def _gather(codings: list[Coding], ruled: Rulings) -> dict[str, list[ControlEvidence]]:
    groups, actors = ground(codings, ruled).groups, ActorTable.load()
    found: dict[str, list[ControlEvidence]] = {}
    for coding in codings:
        for piece in evidence_of(coding, groups.get(coding.article.id, coding.article.id), actors):
            if piece.account not in ruled.out:
                found.setdefault(piece.place.key, []).append(piece)
    return {key: sorted(pieces, key=lambda piece: piece.id) for key, pieces in found.items()}


def _groups(connection: Connection, articles: set[str]) -> Mapping[str, str]:
    """The wire groups of articles, from the ties that fusion holds."""
    found, ahead = set(articles), set(articles)
    ties: dict[tuple[str, str], WireTie] = {}
    while ahead:
        rows = list(links.ties_of(connection, ahead))
        ties |= {(row.one, row.other): msgspec.json.decode(row.line, type=WireTie) for row in rows}
        ahead = {each for row in rows for each in (row.one, row.other)} - found
        found |= ahead
    return wire_groups(found, ties.values())


def _same_plain(name: str, place: ControlPlace) -> bool:
    return plain_key(name) == plain_key(place.name) != ""


def _same_loose(name: str, place: ControlPlace) -> bool:
    return loose_key(name) == loose_key(place.name) != ""


def _same_words(name: str, place: ControlPlace) -> bool:
    """Whether the name is part of a longer one: "Ramousah" of "Ramousah bus garage"."""
    words = set(map(plain_key, name.split())) - {""}
    return bool(words) and words <= set(map(plain_key, place.name.split()))


def _same_bones(name: str, place: ControlPlace) -> bool:
    return skeleton_key(name) == skeleton_key(place.name) != ""


@cache
def _ids_of(name: str) -> frozenset[str]:
    return frozenset(ranked.place.id for ranked in _gazetteer().find(name))


@cache
def _gazetteer() -> Gazetteer:
    from tidings.reference.gazetteer import Gazetteer

    return Gazetteer.open()
