"""``python -m evals.control_wars``: who held what in 200 wars of our own making, against two plain rules.

The wars are those of ``tidings.control.simulate`` with the rules of its *test* world (fitting has seen the *fit* world alone:
``training.control_points``), each at four densities of reports. Of every war places and days are drawn by chance; asked is
the state at the end of that day, as known then (*filtered*) and as known today (*smoothed*). Two rules get the same evidence:
the last statement wins; the majority of the last 30 days (where there is none, the last). Both are told which prints are copies,
spread a share ε over all other states, and may leave out what parties say in their own favour, or what is said of districts:
ε and what is left out are the best on fit wars, for each reading (``evals/control_rules_of_thumb.json``).
Log score: minus the log of the chance given to the true state. Brier: squared errors, summed over states. Lower is better for both.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final, get_args

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evals.baseline import set_digest
from evals.common import ROOT
from evals.figures import Figure, Measured
from tidings.control.counted import in_order, voice_of
from tidings.control.history import History, history
from tidings.control.simulate import DENSITIES, FIRST_DAY, War, World, draw_rules, simulate
from tidings.control.weigh import prior, stands_for
from tidings.model.control import ControlEvidence, EvidenceKind, Party, Reading
from tidings.reference.control_rules import ControlRules, load_control_rules

WARS: Final = 200
FIT_WARS: Final = 60
_ASKED: Final = 24  # place-days a war and density
_FIRST_ASKED: Final = 60
_MONTH: Final = 30
_CHANGED: Final = 60  # days
_THUMB: Final = Path(__file__).with_name("control_rules_of_thumb.json")
_MAKES_WARS: Final = ("src/tidings/control/simulate.py", "src/tidings/control/simulate_reports.py")
_EPSILONS: Final = (0.02, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
_NAMES_HOLDER: Final[frozenset[EvidenceKind]] = frozenset(
    {"explicit_control", "background_statement", "capture", "negotiated_transfer", "siege"}
)
READINGS: Final[tuple[Reading, ...]] = get_args(Reading)
SYSTEMS: Final = ("model", "last", "majority")
Floats = NDArray[np.float64]


class Thumb(Struct, frozen=True, kw_only=True):
    """A rule of thumb: what it does without, and the share it spreads over the states that it does not name."""

    epsilon: float
    own_claims: bool
    areas: bool


class Answer(Struct, frozen=True, kw_only=True):
    """One state of one place and day as three systems give it. ``right``: number of the true state; ``changed`` in the 60 days before or after."""

    war: int
    density: float
    reading: Reading
    right: int
    changed: bool
    chances: dict[str, Floats]


class Asked(Struct, frozen=True, kw_only=True):
    """A place and day (from the war's first) of which the state is asked."""

    place: int
    day: int


def asked_of(war: War, count: int = _ASKED) -> list[Asked]:
    """Places and days drawn evenly by the war's seed."""
    chance = np.random.default_rng([war.rules.seed, 3])
    places = chance.integers(0, war.rules.places, count)
    days = chance.integers(_FIRST_ASKED, war.rules.days, count)
    return [Asked(place=int(place), day=int(day)) for place, day in zip(places, days, strict=True)]


def right_state(war: War, parties: Sequence[Party], asked: Asked) -> int:
    """The number of the true state among those that an answer tells apart: parties, contested, none."""
    state = int(war.truth[asked.place, asked.day])
    if state >= len(war.parties):
        return len(parties) + state - len(war.parties)
    holder = war.parties[state]
    for match in (lambda party: party.key == holder.key, lambda party: stands_for(party, holder)):
        found = [number for number, party in enumerate(parties) if match(party)]
        if found:
            return found[0]
    return len(parties) - 1


def is_changed(war: War, asked: Asked) -> bool:
    """Whether the place changed its state within 60 days before or after."""
    near = war.truth[asked.place, max(0, asked.day - _CHANGED) : asked.day + _CHANGED]
    return bool((near != near[0]).any())


class Named(Struct, frozen=True, kw_only=True):
    """A statement as a rule of thumb takes it: the state that it names, and what may be left out."""

    state: int
    day: dt.date
    own_claim: bool
    area: bool


class Question(Struct, frozen=True, kw_only=True):
    """One place and day in one reading, with what a rule of thumb needs; ``before``: chances of the states before anything is told."""

    asked: Asked
    reading: Reading
    day: dt.date
    told: History
    named: list[Named]
    before: Floats
    right: int


def questions(war: War, rules: ControlRules, asked: Iterable[Asked]) -> Iterator[Question]:
    """Each place and day in both readings."""
    for each in sorted(asked, key=lambda each: (each.place, each.day)):
        pieces, key = war.on(each.place), war.places[each.place].key
        day = FIRST_DAY + dt.timedelta(days=each.day)
        known = [piece for piece in pieces if piece.known is not None and piece.known <= day]
        for reading in READINGS:
            heard = known if reading == "filtered" else pieces
            told = history(key, heard, rules)
            until = (piece for piece in heard if piece.day <= day)
            yield Question(
                asked=each, reading=reading, day=day, told=told, named=named_states(until, told.parties, key),
                before=prior(told.parties, rules), right=right_state(war, told.parties, each),
            )  # fmt: skip


def answers(war: War, rules: ControlRules, thumbs: Mapping[str, Thumb], asked: Iterable[Asked]) -> Iterator[Answer]:
    """What model and rules of thumb say of each place and day asked for, in both readings."""
    for each in questions(war, rules, asked):
        chances = {"model": each.told.shares(each.day, each.day, each.reading)[0]}
        for rule in SYSTEMS[1:]:
            chances[rule] = by_thumb(rule, each.named, each.day, each.before, thumbs[f"{rule} {each.reading}"])
        yield Answer(
            war=war.rules.seed, density=war.rules.density, reading=each.reading, right=each.right,
            changed=is_changed(war, each.asked), chances=chances,
        )  # fmt: skip


def named_states(pieces: Iterable[ControlEvidence], parties: Sequence[Party], place: str) -> list[Named]:
    """The statements that name a holder, a contest or nobody, by day; copies of one text, and a speaker on one day, once."""
    found: list[Named] = []
    heard: set[tuple[str, EvidenceKind, dt.date]] = set()
    for piece in in_order(pieces):
        once = voice_of(piece), piece.kind, piece.day
        state = _named_state(piece, parties)
        if state is not None and once not in heard:
            heard.add(once)
            found.append(
                Named(state=state, day=piece.day, own_claim=piece.voice == "self", area=piece.place.key != place)
            )
    return found


def _named_state(piece: ControlEvidence, parties: Sequence[Party]) -> int | None:
    if piece.kind == "clash_inside":
        return len(parties)
    if piece.kind == "no_control":
        return len(parties) + 1
    if piece.kind not in _NAMES_HOLDER:
        return None
    fitting = [number for number, party in enumerate(parties) if any(stands_for(named, party) for named in piece.named)]
    return fitting[0] if fitting else None


def by_thumb(rule: str, named: Sequence[Named], day: dt.date, before: Floats, thumb: Thumb) -> Floats:
    """The chances that a rule of thumb gives; with nothing to go by, those ``before`` anything is told."""
    kept = [each for each in named if (thumb.own_claims or not each.own_claim) and (thumb.areas or not each.area)]
    if not kept:
        return before
    chosen = kept[-1].state
    recent = [each.state for each in kept if (day - each.day).days < _MONTH]
    if rule == "majority" and recent:
        count = Counter(recent)
        chosen = max(reversed(recent), key=lambda state: count[state])
    found = np.full(len(before), thumb.epsilon / (len(before) - 1))
    found[chosen] = 1 - thumb.epsilon
    return found


def log_score(chances: Floats, right: int) -> float:
    """Minus the log of the chance of the true state, which is taken to be at least one in a thousand."""
    return -float(np.log(max(chances[right], 1e-3)))


def brier(chances: Floats, right: int) -> float:
    """Squared errors, summed over states: 0 to 2."""
    return float(((chances - np.eye(len(chances))[right]) ** 2).sum())


def war_answers(
    seed: int, world: World, densities: Sequence[float], rules: ControlRules, thumbs: Mapping[str, Thumb]
) -> list[Answer]:
    """The answers on one war at each density."""
    wars = (simulate(draw_rules(seed, world, density)) for density in densities)
    return [answer for war in wars for answer in answers(war, rules, thumbs, asked_of(war))]


def all_answers(
    world: World, seeds: Iterable[int], rules: ControlRules, thumbs: Mapping[str, Thumb], workers: int = 2
) -> list[Answer]:
    """The answers on many wars, by two processes, in the order of seeds."""
    one = partial(war_answers, world=world, densities=DENSITIES, rules=rules, thumbs=thumbs)
    with ProcessPoolExecutor(workers) as pool:
        return [answer for found in pool.map(one, seeds, chunksize=5) for answer in found]


def load_thumbs(file: Path = _THUMB) -> dict[str, Thumb]:
    """The rules of thumb as fitted."""
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Thumb])


def fitted_thumbs(seeds: Iterable[int], rules: ControlRules) -> dict[str, Thumb]:
    """The best of each rule of thumb on fit wars, by log score, for each reading."""
    losses: dict[tuple[str, Thumb], float] = defaultdict(float)
    for seed in seeds:
        war = simulate(draw_rules(seed, "fit", DENSITIES[seed % len(DENSITIES)]))
        for question in questions(war, rules, asked_of(war)):
            for rule, epsilon, own_claims, areas in product(SYSTEMS[1:], _EPSILONS, (False, True), (False, True)):
                thumb = Thumb(epsilon=epsilon, own_claims=own_claims, areas=areas)
                chances = by_thumb(rule, question.named, question.day, question.before, thumb)
                losses[f"{rule} {question.reading}", thumb] += log_score(chances, question.right)
    names = sorted({name for name, _ in losses})
    return {
        name: min((thumb for each, thumb in losses if each == name), key=lambda thumb: losses[name, thumb])
        for name in names
    }


class Scores(Struct, frozen=True, kw_only=True):
    """Mean log and Brier scores of a system over ``n`` answers."""

    n: int
    log: float
    brier: float


def scores(told: Sequence[Answer], system: str) -> Scores:
    """The scores of a system."""
    return Scores(
        n=len(told),
        log=float(np.mean([log_score(each.chances[system], each.right) for each in told])),
        brier=float(np.mean([brier(each.chances[system], each.right) for each in told])),
    )


class Band(Struct, frozen=True, kw_only=True):
    """Of ``n`` states given a chance from ``low`` to ``high``, how many were true, with a bootstrap interval by war (90%)."""

    low: float
    high: float
    n: int
    given: float
    true: float
    least: float
    most: float


def band(told: Sequence[Answer], low: float, high: float, draws: int = 500) -> Band:
    """How far the chances of the model between two bounds are kept."""
    by_war: dict[int, list[int]] = {}
    given: list[float] = []
    for each in told:
        chances = each.chances["model"]
        for state in np.flatnonzero((chances >= low) & (chances < high + 1e-9 * (high == 1))):
            given.append(float(chances[state]))
            by_war.setdefault(each.war, []).append(int(state == each.right))
    counts = np.array([(sum(hits), len(hits)) for hits in by_war.values()], dtype=float).reshape(-1, 2)
    if not len(counts):
        return Band(low=low, high=high, n=0, given=0.0, true=0.0, least=0.0, most=1.0)
    drawn = np.random.default_rng(1).integers(0, len(counts), (draws, len(counts)))
    shares = counts[drawn, 0].sum(axis=1) / counts[drawn, 1].sum(axis=1)
    return Band(
        low=low, high=high, n=int(counts[:, 1].sum()), given=float(np.mean(given)), true=float(counts[:, 0].sum() / counts[:, 1].sum()),
        least=float(np.quantile(shares, 0.05)), most=float(np.quantile(shares, 0.95)),
    )  # fmt: skip


def printed(told: Sequence[Answer]) -> str:
    """The tables of scores and of calibration."""
    lines = ["reading   density  part       n   " + "  ".join(f"{system:>8} log  brier" for system in SYSTEMS)]
    for reading, density, part in product(READINGS, (*DENSITIES, 0.0), ("all", "changed", "steady")):
        mine = [
            each for each in told
            if each.reading == reading and density in (0.0, each.density) and part in ("all", "changed" if each.changed else "steady")
        ]  # fmt: skip
        if mine:
            row = "  ".join(f"{(found := scores(mine, system)).log:12.3f}  {found.brier:.3f}" for system in SYSTEMS)
            lines.append(f"{reading:9} {density or 'all':>7}  {part:8} {len(mine):5} {row}")
    bands = ((0.75, 0.85), *((number / 10, (number + 1) / 10) for number in range(10)))
    for reading in READINGS:
        mine = [each for each in told if each.reading == reading]
        lines.append(f"{reading}: of states given a chance so high, share true (90% interval by war)")
        lines += [f"  {_printed_band(band(mine, low, high))}" for low, high in bands]
    for reading, density in product(READINGS, DENSITIES):
        mine = [each for each in told if each.reading == reading and each.density == density]
        lines.append(f"{reading}, density {density:g}: {_printed_band(band(mine, 0.75, 0.85))}")
    return "\n".join(lines)


def _printed_band(found: Band) -> str:
    bounds = f"({found.least:.3f} to {found.most:.3f})"
    return (
        f"{found.low:.2f} to {found.high:.2f}  n {found.n:6}  given {found.given:.3f}  true {found.true:.3f} {bounds}"
    )


def digest() -> str:
    """A digest of what makes the wars and of the rules of thumb: where it changes, these are other wars."""
    return set_digest(ROOT, (*_MAKES_WARS, _THUMB.relative_to(ROOT).as_posix()))


def measure(workers: int = 2) -> Measured:
    """The figures of the 200 test wars. ``least`` is what issue 7 asks for."""
    told = all_answers("test", range(WARS), load_control_rules(), load_thumbs(), workers)
    return Measured(n=WARS, figures=tuple(figures(told)))


def figures(told: Sequence[Answer]) -> Iterator[Figure]:
    """Probability scores as gains over the better rule of thumb; how many of eight cells are won; calibration."""
    for reading in READINGS:
        mine = [each for each in told if each.reading == reading]
        won, gains = 0, []
        for density in DENSITIES:
            here = [each for each in mine if each.density == density]
            model, *others = (scores(here, system) for system in SYSTEMS)
            won += model.log < min(each.log for each in others)
            won += model.brier < min(each.brier for each in others)
            gains.append((density, model, min(each.log for each in others), min(each.brier for each in others)))
        cells = 2 * len(DENSITIES)
        yield Figure(name=f"{reading}_better", value=won / cells, of=f"{won}/{cells}", least=1.0)
        for density, model, log, squared in gains:
            yield Figure(
                name=f"{reading}_{density:g}_log",
                value=float(np.exp(-model.log)),
                of=f"{model.log:.3f}, else {log:.3f}",
            )
            yield Figure(
                name=f"{reading}_{density:g}_brier",
                value=1 - model.brier / 2,
                of=f"{model.brier:.3f}, else {squared:.3f}",
            )
        found = band(mine, 0.75, 0.85)
        yield Figure(
            name=f"{reading}_calibrated",
            value=1 - abs(found.true - 0.8),
            of=f"{found.true:.3f} of {found.n}",
            least=0.95,
        )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", choices=get_args(World), default="test")
    parser.add_argument("--wars", type=int, default=WARS)
    parser.add_argument("--first", type=int, default=0, help="seed of the first war")
    parser.add_argument("--rules", type=Path, help="other rules than those shipped")
    parser.add_argument("--fit-thumbs", action="store_true", help="fit the rules of thumb anew on fit wars")
    options = parser.parse_args()
    rules = load_control_rules(options.rules)
    if options.fit_thumbs:
        _THUMB.write_bytes(
            msgspec.json.format(msgspec.json.encode(fitted_thumbs(range(FIT_WARS), rules), order="sorted")) + b"\n"
        )
    print(printed(all_answers(options.world, range(options.first, options.first + options.wars), rules, load_thumbs())))


if __name__ == "__main__":
    main()
