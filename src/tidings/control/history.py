"""The history of one place: its parties, the chances of each state on any day, and the spells that come of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from tidings.control import chain
from tidings.control.counted import Counted, counted
from tidings.control.weigh import OTHER, matrix, prior, stands_for
from tidings.model.control import (
    FIGHTS,
    LEAVES,
    PASSES_BY,
    TAKES,
    ControlEvidence,
    EvidenceKind,
    Party,
    Reading,
    ReportedState,
    Spell,
)
from tidings.reference.control_rules import ControlRules

_MOST_PARTIES: Final = 8
#: Evidence that tells that the party it names holds the place, or held it until then; fights and fire name parties without it.
_TELLS_HOLDER: Final[frozenset[EvidenceKind]] = frozenset(
    {
        "explicit_control",
        "background_statement",
        "capture",
        "negotiated_transfer",
        "denial",
        "siege",
        "withdrawal",
        "loss",
    }
)
_TELLS_CONTEST: Final[frozenset[EvidenceKind]] = FIGHTS | {"denial"}
_TELLS_NOBODY: Final[frozenset[EvidenceKind]] = LEAVES | {"no_control"}


class State(Struct, frozen=True, kw_only=True):
    """What is reported of a place on a day. ``shares``: posterior of every state, parties by key.

    ``stale_days``: since the last day that any counted evidence speaks of; ``None`` where none does until then.
    """

    state: ReportedState
    holder: Party | None
    probability: float
    shares: dict[str, float]
    stale_days: int | None


class History(Struct, frozen=True, kw_only=True, dict=True):
    """One place under one set of evidence. ``parties`` ends with the one that no report names."""

    place: str
    parties: tuple[Party, ...]
    evidence: tuple[Counted, ...]
    rules: ControlRules
    pace: float = 1.0

    @cached_property
    def _days(self) -> chain.Days:
        return np.array([each.piece.day.toordinal() for each in self.evidence], dtype=np.int64)

    @cached_property
    def _over(self) -> chain.Moves:
        return chain.moves_of(self._prior[: len(self.parties)], self.rules.rates, self.pace)

    @cached_property
    def _prior(self) -> chain.Floats:
        return prior(self.parties, self.rules)

    @cached_property
    def _start(self) -> chain.Floats:
        return self._over.spread(self._prior)

    @cached_property
    def _seen(self) -> chain.Floats:
        seen = [matrix(each.piece, self.parties, each.trust, self.rules) for each in self.evidence]
        return self._over.spread_seen(np.stack(seen))

    @cached_property
    def _ahead(self) -> chain.Floats:
        return chain.forward(self._start, self._days, self._seen, self._over)

    @cached_property
    def _behind(self) -> chain.Floats:
        return chain.backward(self._days, self._seen, self._over)

    @cached_property
    def _tellable(self) -> np.ndarray:
        """Which states may be reported, (states,): those that some evidence names, and never the party that no report names.

        That somebody fights there makes a state likelier, but nobody is said to hold a place of whom no report says so.
        """
        kinds = {each.piece.kind for each in self.evidence}
        told = [each.piece for each in self.evidence if each.piece.kind in _TELLS_HOLDER]
        named = [party for piece in told for party in (*piece.named, *_others_told(piece))]
        held = [party is not OTHER and any(stands_for(each, party) for each in named) for party in self.parties]
        return np.array([*held, bool(kinds & _TELLS_CONTEST), bool(kinds & _TELLS_NOBODY)])

    def may_be_told(self, key: str) -> bool:
        """Whether some evidence says that a party holds the place, or that it is ``contested`` or held by ``none``."""
        keys = (*(party.key for party in self.parties), "contested", "none")
        return bool(self.evidence) and bool(self._tellable[keys.index(key)])

    @property
    def first_day(self) -> dt.date | None:
        """The first day that any counted evidence speaks of."""
        return self.evidence[0].piece.day if self.evidence else None

    def shares(self, first: dt.date, last: dt.date, reading: Reading) -> chain.Floats:
        """Posteriors of the states at the end of every day from ``first`` to ``last``: (days, states), rows sum to 1."""
        asked = np.arange(first.toordinal(), last.toordinal() + 1, dtype=np.int64)
        if not self.evidence:
            return np.repeat(self._prior[None], len(asked), axis=0)
        behind = self._behind if reading == "smoothed" else None
        return chain.folded(chain.on_days(asked, self._start, self._days, self._ahead, behind, self._over))

    def before(self) -> chain.Floats:
        """Chances of the states on the day of each counted piece, before it is heard: (pieces, states)."""
        gaps = self._over.over(np.diff(self._days, prepend=self._days[:1]))
        held = np.concatenate([self._start[None], self._ahead[:-1]])
        return chain.folded(np.einsum("ns,nst->nt", held, gaps))

    def on(self, day: dt.date, reading: Reading) -> State:
        """What is reported of one day."""
        shares = self.shares(day, day, reading)[0]
        asked = np.array([day.toordinal()])
        told = self._told(asked, reading)
        stale = int(day.toordinal() - self._days[self._days <= day.toordinal()].max()) if told.any_before[0] else None
        top = int(shares.argmax())
        sure = not self._unsure(shares[None], asked, reading)[0]
        return State(
            state=self._state(top) if sure else "unknown",
            holder=self.parties[top] if sure and top < len(self.parties) else None,
            probability=float(shares[top]),
            shares=dict(
                zip((*(party.key for party in self.parties), "contested", "none"), map(float, shares), strict=True)
            ),
            stale_days=stale,
        )

    def is_silent(self, day: dt.date, reading: Reading) -> bool:
        """Whether no evidence is near enough to a day."""
        return bool(self._told(np.array([day.toordinal()]), reading).stale[0])

    def spells(self, first: dt.date, last: dt.date, reading: Reading) -> tuple[Spell, ...]:
        """The days from ``first`` to ``last`` in spells of one reported state."""
        shares = self.shares(first, last, reading)
        asked = np.arange(first.toordinal(), last.toordinal() + 1, dtype=np.int64)
        top = shares.argmax(axis=1)
        best = shares.max(axis=1)
        code = np.where(self._unsure(shares, asked, reading), -1, top)
        breaks = [0, *(np.flatnonzero(np.diff(code)) + 1).tolist(), len(code)]
        return tuple(
            Spell(
                start=dt.date.fromordinal(int(asked[start])),
                end=dt.date.fromordinal(int(asked[end - 1])),
                state="unknown" if code[start] < 0 else self._state(int(code[start])),
                holder=self.parties[code[start]].key if 0 <= code[start] < len(self.parties) else None,
                probability=float(best[start:end].mean()),
            )
            for start, end in pairwise(breaks)
        )

    def _state(self, number: int) -> ReportedState:
        if number < len(self.parties):
            return "held"
        return "contested" if number == len(self.parties) else "none"

    def _unsure(self, shares: chain.Floats, asked: chain.Days, reading: Reading) -> np.ndarray:
        """Whether nothing is reported of each day: no state likely enough, or told of, or the evidence too old; or drift alone."""
        weak = self._weak(shares) | self._told(asked, reading).stale
        return np.asarray(weak | self._drifted(shares, asked, reading) if self.evidence else weak)

    def _weak(self, shares: chain.Floats) -> np.ndarray:
        return np.asarray((shares.max(axis=1) < self.rules.report.least) | ~self._tellable[shares.argmax(axis=1)])

    def _drifted(self, shares: chain.Floats, asked: chain.Days, reading: Reading) -> np.ndarray:
        """Whether a state was not yet reported on the last day that is told of: in silence a report fades, and none begins.

        What was contested does not turn into somebody's by the days that pass. Between two reports, looking back, it may.
        """
        last = np.searchsorted(self._days, asked, side="right") - 1
        settled = chain.folded(self._ahead)
        known = np.where(self._weak(settled), -1, settled.argmax(axis=1))
        silent = last >= 0 if reading == "filtered" else last == len(self._days) - 1
        return np.asarray(silent & (shares.argmax(axis=1) != known[np.maximum(last, 0)]))

    def _told(self, asked: chain.Days, reading: Reading) -> _Told:
        """Whether evidence is near enough to each day: before it, or, looking back, soon after it.

        Of a place that is silent, the next word tells little of long ago, and that somebody took it tells nothing of who had it.
        """
        if not len(self._days):
            nothing = np.zeros(len(asked), dtype=bool)
            return _Told(any_before=nothing, stale=~nothing)
        last = np.searchsorted(self._days, asked, side="right") - 1
        before = last >= 0
        since = asked - self._days[np.maximum(last, 0)]
        fresh = before & (since <= self.rules.report.stale_days)
        if reading == "smoothed":
            following = np.minimum(last + 1, len(self._days) - 1)
            until = np.where(last + 1 < len(self._days), self._days[following] - asked, np.iinfo(np.int64).max)
            taken = np.array([each.piece.kind in TAKES for each in self.evidence])
            fresh |= until <= np.where(taken[following], 0, self.rules.report.back_days)
        return _Told(any_before=before, stale=~fresh)


class _Told(Struct, frozen=True):
    any_before: np.ndarray
    stale: np.ndarray


def history(
    place: str,
    pieces: Iterable[ControlEvidence],
    rules: ControlRules,
    *,
    as_known: dt.date | None = None,
    pace: float = 1.0,
) -> History:
    """The history of a place (by its key) from evidence on it and on areas around it; ``as_known``: as known at the end of a day.

    What was published on an unknown day is not known on any day before today. ``pace``: all rates so many times faster.
    """
    known = [piece for piece in pieces if as_known is None or (piece.known is not None and piece.known <= as_known)]
    heard = counted(known, rules, place)
    parties = parties_of([each.piece for each in heard])
    speaking = tuple(each for each in heard if _speaks_of(each.piece, parties))
    return History(place=place, parties=parties, evidence=speaking, rules=rules, pace=pace)


def parties_of(pieces: Sequence[ControlEvidence]) -> tuple[Party, ...]:
    """The parties that evidence names, those named most first, at most eight, and the one that no report names.

    "Rebels" are a party of their own only where no party that they may be is named.
    """
    count: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {}
    by_key: dict[str, Party] = {}
    for piece in pieces:
        for party in (*piece.named, *piece.against) if piece.kind not in PASSES_BY else ():
            count[party.key] += 1
            names.setdefault(party.key, Counter())[party.name] += 1
            by_key.setdefault(party.key, party)
    by_key = {key: replace(party, name=_usual(names[key])) for key, party in by_key.items()}
    ranked = sorted(by_key.values(), key=lambda party: (-count[party.key], party.key))
    proper = [party for party in ranked if not party.generic]
    nameless = [party for party in ranked if party.generic and not any(stands_for(party, each) for each in proper)]
    kept = sorted((*proper, *nameless), key=lambda party: (-count[party.key], party.key))[:_MOST_PARTIES]
    return (*kept, OTHER)


def _usual(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _others_told(piece: ControlEvidence) -> tuple[Party, ...]:
    """The other side, where a piece tells that it holds the place or held it; of a siege it is who lies before it."""
    return () if piece.kind == "siege" else piece.against


def _speaks_of(piece: ControlEvidence, parties: Sequence[Party]) -> bool:
    """Whether a piece says something of a party that counts, or of nobody (a fight, no armed control)."""
    named = (*piece.named, *piece.against)
    return not named or any(stands_for(each, party) for each in named for party in parties)
