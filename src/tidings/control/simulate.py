"""A war of our own making, of which the truth is known: who holds which place on which day, and what is reported of it.

It is for tests, calibration and the documentation, and is made on purpose in another way than the chain of
:mod:`tidings.control.chain` supposes (docs/method/control_wars.md): offensives go from place to place, so that neighbours fall
together; contests and sieges last Gamma and not exponential times; parties differ in strength, and it drifts; some places
nobody holds. What is reported of it is in :mod:`tidings.control.simulate_reports`. The same rules and seed give the same war.
"""

from __future__ import annotations

import datetime as dt
import heapq
from typing import Final, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tidings.model.control import ControlEvidence, ControlPlace, Party

World = Literal["fit", "test"]
States = NDArray[np.int64]

FIRST_DAY: Final = dt.date(2021, 1, 1)
DENSITIES: Final = (2.0, 6.0, 18.0, 54.0)  # stories a place and year at which wars are looked at
_NEIGHBOURS: Final = 4
_PLACES: Final = (
    "Karsk", "Velin", "Orrun", "Tamsa", "Beldor", "Miravel", "Sunder", "Halvik", "Noresh", "Orsel Ford", "Pelmen", "Quarra",
    "Rosk", "Sarvan", "Tolm", "Ushar", "Vadrin", "Werrow", "Yarra Bridge", "Zemlin", "Arvad", "Brisk", "Corvale", "Dunmar",
)  # fmt: skip
_DISTRICTS: Final = ("North Marches", "Low Country", "Ridge", "Saltshore", "Upper Vale")
_PARTIES: Final = (
    Party(key="army", name="Norvian army", kind="state_forces"),
    Party(key="front", name="Kesra Front", kind="rebel_group"),
    Party(key="brigades", name="Vale Brigades", kind="rebel_group"),
    Party(key="guard", name="Sarun Guard", kind="political_militia"),
)
REBELS: Final = Party(key="rebels", name="rebels", kind="rebel_group", generic=True)
SOLDIERS: Final = Party(key="soldiers", name="government forces", kind="state_forces", generic=True)


class WarRules(Struct, frozen=True, kw_only=True):
    """How a war goes and how it is reported. Rates are a year; ``_days`` are means; shares are chances in [0, 1].

    Of the war: ``offensives``, the places one goes for (``wave_places``), days from one to the next (``wave_step_days``); the
    shape of Gamma times (``shape``; 1 is exponential); ``siege``: attacks that begin with one; ``skirmishes``,
    ``withdrawals`` and ``handovers`` of each place; ``vacant``: places nobody holds at first; ``uneven``: how far parties differ.
    Of reports: ``density``, stories of a place that people look at as of any other; ``spread`` of it between places (log);
    ``attention``: times as many stories where something happens; ``cutoffs`` of an area, ``delay_days`` to print; ``stale``
    statements that tell of ``stale_days`` ago; shares of voices; how often a party claims what is not so (``false_claims``),
    denies and admits losses; ``mistaken``: stories that take one place for another; ``copies`` of a story, those
    ``unnoticed`` as such; names that are ``generic``; statements on the ``area``, on a part (``extent``) or of ``vague`` date.
    """

    seed: int
    parties: int
    places: int
    days: int
    offensives: float
    wave_places: float
    wave_step_days: float
    contest_days: float
    shape: float
    siege: float
    siege_days: float
    skirmishes: float
    withdrawals: float
    handovers: float
    vacant: float
    uneven: float
    density: float
    spread: float
    attention: float
    cutoffs: float
    cutoff_days: float
    delay_days: float
    stale: float
    stale_days: float
    independent: float
    unnamed: float
    false_claims: float
    denials: float
    admissions: float
    mistaken: float
    copies: float
    unnoticed: float
    generic: float
    area: float
    extent: float
    vague: float


#: The least and most of each rule in the wars that points are fitted on, and in those they are tried on: these go further
#: out to both sides, so that most test wars are unlike any fit war in several rules at once.
_RANGES: Final[dict[str, tuple[tuple[float, float], tuple[float, float]]]] = {
    "offensives": ((7, 14), (3, 22)),
    "wave_places": ((2, 4), (1.5, 7)),
    "wave_step_days": ((5, 12), (2, 25)),
    "contest_days": ((12, 25), (6, 45)),
    "shape": ((1.2, 2), (0.7, 5)),
    "siege": ((0.08, 0.2), (0.02, 0.4)),
    "siege_days": ((40, 90), (20, 150)),
    "skirmishes": ((0.3, 0.7), (0.1, 1.2)),
    "withdrawals": ((0.04, 0.1), (0.01, 0.2)),
    "handovers": ((0.01, 0.04), (0.003, 0.1)),
    "vacant": ((0.05, 0.15), (0.02, 0.3)),
    "uneven": ((0.3, 0.5), (0.1, 0.9)),
    "density": ((2, 54), (2, 54)),
    "spread": ((0.5, 0.8), (0.2, 1.2)),
    "attention": ((4, 8), (2, 14)),
    "cutoffs": ((0.2, 0.5), (0.05, 1.2)),
    "cutoff_days": ((20, 50), (10, 100)),
    "delay_days": ((0.5, 1.5), (0.2, 4)),
    "stale": ((0.05, 0.12), (0.02, 0.25)),
    "stale_days": ((20, 50), (10, 100)),
    "independent": ((0.5, 0.65), (0.4, 0.8)),
    "unnamed": ((0.1, 0.15), (0.03, 0.2)),
    "false_claims": ((0.3, 0.5), (0.15, 0.8)),
    "denials": ((0.25, 0.45), (0.1, 0.7)),
    "admissions": ((0.2, 0.35), (0.08, 0.5)),
    "mistaken": ((0.03, 0.06), (0.01, 0.12)),
    "copies": ((0.5, 1.2), (0.1, 2.5)),
    "unnoticed": ((0.1, 0.25), (0.02, 0.5)),
    "generic": ((0.1, 0.2), (0.02, 0.4)),
    "area": ((0.08, 0.15), (0.02, 0.3)),
    "extent": ((0.02, 0.05), (0.005, 0.1)),
    "vague": ((0.05, 0.12), (0.02, 0.3)),
}


class Turn(Struct, frozen=True, kw_only=True):
    """Something that happened at a place at a time (days from the first, with fractions): its state before and after.

    ``by`` and ``against``: numbers of parties, -1 where there is none.
    """

    place: int
    time: float
    before: int
    after: int
    way: Literal["fight", "capture", "repelled", "withdrawal", "handover", "entry", "siege", "relief"]
    by: int
    against: int


class War(Struct, frozen=True, kw_only=True):
    """A war and the reports of it. ``truth``: (places, days), the state at the end of each day: the number of a party, then
    ``len(parties)`` for contested and one more for no armed control. ``besieger``: the number of a party, or -1.

    ``evidence`` is on places and on ``districts``, which are areas; :meth:`on` gives what bears on one place.
    """

    rules: WarRules
    places: tuple[ControlPlace, ...]
    districts: tuple[ControlPlace, ...]
    district_of: tuple[int, ...]
    neighbours: tuple[tuple[int, ...], ...]
    parties: tuple[Party, ...]
    truth: States
    besieger: States
    turns: tuple[Turn, ...]
    evidence: tuple[ControlEvidence, ...]

    def on(self, place: int) -> list[ControlEvidence]:
        """The evidence on a place and on the district it lies in."""
        keys = {self.places[place].key, self.districts[self.district_of[place]].key}
        return [piece for piece in self.evidence if piece.place.key in keys]


def draw_rules(seed: int, world: World, density: float | None = None) -> WarRules:
    """The rules of a war by its seed, each drawn evenly on a log scale between the least and the most of its world."""
    number = 1 if world == "test" else 0
    chance = np.random.default_rng([seed, 0, number])
    drawn = {name: float(np.exp(chance.uniform(*np.log(ranges[number])))) for name, ranges in _RANGES.items()}
    if density is not None:
        drawn["density"] = density
    parties = int(chance.integers(2, 5 if world == "test" else 4))
    return WarRules(seed=seed, parties=parties, places=14, days=730, **drawn)


def simulate(rules: WarRules) -> War:
    """The war of these rules, with its reports. What happens does not depend on the rules of reports."""
    from tidings.control.simulate_reports import reports_of

    war = _Course(rules).war()
    return War(
        rules=war.rules, places=war.places, districts=war.districts, district_of=war.district_of, neighbours=war.neighbours,
        parties=war.parties, truth=war.truth, besieger=war.besieger, turns=war.turns, evidence=reports_of(war),
    )  # fmt: skip


class _Course:
    """The course of a war: a queue of what comes next, by time."""

    def __init__(self, rules: WarRules) -> None:
        self._rules = rules
        self._chance = np.random.default_rng([rules.seed, 1])
        self._contested, self._none = rules.parties, rules.parties + 1
        self._points = self._chance.uniform(0, 100, (rules.places, 2))
        apart = np.linalg.norm(self._points[:, None] - self._points[None], axis=2)
        self._near = tuple(tuple(map(int, row[1 : _NEIGHBOURS + 1])) for row in np.argsort(apart, axis=1))
        self._strength = np.exp(self._chance.normal(0, rules.uneven, rules.parties))
        self._state = self._first_states()
        self._first = self._state.copy()
        self._sides: dict[int, tuple[int, int]] = {}  # of a contest: attacker, defender
        self._siege: dict[int, int] = {}
        self._queue: list[tuple[float, int, str, tuple[float, ...]]] = []
        self._turns: list[Turn] = []
        self._planned = 0

    def _first_states(self) -> States:
        homes = self._chance.uniform(0, 100, (self._rules.parties, 2))
        away = np.linalg.norm(self._points[:, None] - homes[None], axis=2) / self._strength[None]
        held = away.argmin(axis=1)
        vacant = self._chance.random(self._rules.places) < self._rules.vacant
        return np.where(vacant, self._none, held).astype(np.int64)

    def war(self) -> War:
        rules = self._rules
        self._plan_all()
        while self._queue and self._queue[0][0] < rules.days:
            time, _, what, given = heapq.heappop(self._queue)
            getattr(self, f"_{what}")(time, *given)
        places, districts, district_of = self._named_places()
        return War(
            rules=rules, places=places, districts=districts, district_of=district_of, neighbours=self._near,
            parties=_PARTIES[: rules.parties], truth=self._truth(), besieger=self._besieged(), turns=tuple(self._turns),
            evidence=(),
        )  # fmt: skip

    def _plan(self, time: float, what: str, *given: float) -> None:
        self._planned += 1
        heapq.heappush(self._queue, (time, self._planned, what, given))

    def _plan_all(self) -> None:
        rules = self._rules
        self._plan(self._wait(365 / rules.offensives), "offensive")
        for place in range(rules.places):
            for what, rate in (
                ("skirmish", rules.skirmishes),
                ("withdrawal", rules.withdrawals),
                ("handover", rules.handovers),
            ):
                self._plan(self._wait(365 / rate), what, place)
            if self._state[place] == self._none:
                self._plan(self._gamma(200), "entry", place)

    def _wait(self, mean: float) -> float:
        return float(self._chance.exponential(mean))

    def _gamma(self, mean: float) -> float:
        return float(self._chance.gamma(self._rules.shape, mean / self._rules.shape))

    def _turn(self, place: int, time: float, after: int, way: str, by: int, against: int) -> None:
        before = int(self._state[place])
        self._state[place] = after
        self._turns.append(
            Turn(place=place, time=time, before=before, after=after, way=way, by=by, against=against)  # type: ignore[arg-type]
        )

    def _offensive(self, time: float) -> None:
        """A wave of attacks of one party from one place of its front to the next; its luck is one for all of them."""
        rules, chance = self._rules, self._chance
        self._plan(time + self._wait(365 / rules.offensives), "offensive")
        self._strength *= np.exp(chance.normal(0, 0.15, rules.parties))
        attacker = int(chance.choice(rules.parties, p=self._strength / self._strength.sum()))
        front = [
            place
            for place in range(rules.places)
            if self._state[place] != attacker and any(self._state[near] == attacker for near in self._near[place])
        ]
        if not front:
            return
        goals = [int(chance.choice(front))]
        size = 1 + chance.poisson(rules.wave_places - 1)
        luck = float(chance.beta(2, 2))
        for place in goals:
            goals += [near for near in self._near[place] if near not in goals and self._state[near] != attacker]
        for place in goals[:size]:
            self._plan(time, "attack", place, attacker, luck)
            time += self._gamma(rules.wave_step_days)

    def _attack(self, time: float, place: float, attacker: float, luck: float) -> None:
        rules, chance = self._rules, self._chance
        place, attacker = int(place), int(attacker)
        holder = int(self._state[place])
        if holder in (attacker, self._contested) or place in self._siege:
            return
        if holder == self._none:
            self._turn(place, time, attacker, "entry", attacker, -1)
            return
        odds = self._strength[attacker] * luck / (self._strength[attacker] * luck + self._strength[holder] * (1 - luck))
        if chance.random() < rules.siege:
            self._siege[place] = attacker
            self._turn(place, time, holder, "siege", attacker, holder)
            self._plan(time + self._gamma(rules.siege_days), "siege_end", place, odds)
        elif chance.random() < 0.25 * odds:
            self._turn(place, time, attacker, "capture", attacker, holder)
        else:
            self._contest(time, place, attacker, holder, odds, rules.contest_days)

    def _contest(self, time: float, place: int, attacker: int, defender: int, odds: float, days: float) -> None:
        self._sides[place] = attacker, defender
        self._turn(place, time, self._contested, "fight", attacker, defender)
        self._plan(time + self._gamma(days), "contest_end", place, odds)

    def _contest_end(self, time: float, place: float, odds: float) -> None:
        place = int(place)
        attacker, defender = self._sides.pop(place)
        drawn = self._chance.random()
        if drawn < odds:
            self._turn(place, time, attacker, "capture", attacker, defender)
        elif drawn > 0.98:
            self._turn(place, time, self._none, "withdrawal", defender, attacker)
            self._plan(time + self._gamma(60), "entry", place)
        else:
            self._turn(place, time, defender, "repelled", defender, attacker)

    def _siege_end(self, time: float, place: float, odds: float) -> None:
        place = int(place)
        attacker, holder = self._siege.pop(place), int(self._state[place])
        if holder in (attacker, self._contested, self._none):
            return
        drawn = self._chance.random()
        if drawn < odds / 2:
            self._turn(place, time, attacker, "handover", attacker, holder)
        elif drawn < 0.5 + odds / 2:
            self._contest(time, place, attacker, holder, odds, self._rules.contest_days)
        else:
            self._turn(place, time, holder, "relief", holder, attacker)

    def _skirmish(self, time: float, place: float) -> None:
        """A fight in a place for some days that seldom changes its holder."""
        place = int(place)
        self._plan(time + self._wait(365 / self._rules.skirmishes), "skirmish", place)
        holder = int(self._state[place])
        rivals = [party for party in range(self._rules.parties) if party != holder]
        if holder < self._contested and place not in self._siege:
            attacker = int(self._chance.choice(rivals))
            self._contest(time, place, attacker, holder, 0.05, self._rules.contest_days / 4)

    def _withdrawal(self, time: float, place: float) -> None:
        place = int(place)
        self._plan(time + self._wait(365 / self._rules.withdrawals), "withdrawal", place)
        holder = int(self._state[place])
        if holder < self._contested:
            self._turn(place, time, self._none, "withdrawal", holder, -1)
            soon = self._chance.random() < 0.6
            self._plan(time + self._gamma(3 if soon else 90), "entry", place)

    def _handover(self, time: float, place: float) -> None:
        place = int(place)
        self._plan(time + self._wait(365 / self._rules.handovers), "handover", place)
        holder = int(self._state[place])
        others = self._around(place, holder)
        if holder < self._contested and others:
            receiver = int(self._chance.choice(others))
            self._turn(place, time, receiver, "handover", receiver, holder)

    def _entry(self, time: float, place: float) -> None:
        """A place that nobody holds is entered by a party from around it, or by any."""
        place = int(place)
        if self._state[place] == self._none:
            others = self._around(place, self._none) or list(range(self._rules.parties))
            self._turn(place, time, int(entering := self._chance.choice(others)), "entry", int(entering), -1)

    def _around(self, place: int, holder: int) -> list[int]:
        return [
            int(self._state[near])
            for near in self._near[place]
            if self._state[near] not in (holder, self._contested, self._none)
        ]

    def _truth(self) -> States:
        found = np.repeat(self._first[:, None], self._rules.days, axis=1)
        for turn in self._turns:
            found[turn.place, int(turn.time) :] = turn.after
        return found

    def _besieged(self) -> States:
        found = np.full((self._rules.places, self._rules.days), -1, dtype=np.int64)
        for turn in self._turns:
            found[turn.place, int(turn.time) :] = turn.by if turn.way == "siege" else -1
        return found

    def _named_places(self) -> tuple[tuple[ControlPlace, ...], tuple[ControlPlace, ...], tuple[int, ...]]:
        count = max(2, self._rules.places // 4)
        order = np.argsort(np.argsort(self._points[:, 0]))
        district_of = tuple(int(rank * count // self._rules.places) for rank in order)
        districts = tuple(
            _place(f"district-{number}", _DISTRICTS[number % len(_DISTRICTS)], None, 0.0, 0.0, area=True)
            for number in range(count)
        )
        places = tuple(
            _place(
                f"place-{number}",
                _PLACES[number % len(_PLACES)],
                districts[district_of[number]].name,
                *map(float, point / 50),
                area=False,
            )
            for number, point in enumerate(self._points)
        )
        return places, districts, district_of


def _place(key: str, name: str, district: str | None, lat: float, lon: float, *, area: bool) -> ControlPlace:
    return ControlPlace(
        key=key, name=name, lat=None if area else lat, lon=None if area else lon, country=None, admin1=district, admin2=None,
        precision="admin2" if area else "exact", radius_km=None if area else 5.0,
    )  # fmt: skip
