"""``python -m training.control_points [--write]``: the figures of ``control_rules.yaml``, from wars of which the truth is known.

The wars are those of ``tidings.control.simulate`` with the rules of its *fit* world. Rates and priors are counted. What a kind
of evidence says, and how far each voice is believed, is what makes the true state of the day likeliest, given what the model
held likely just before it heard the piece: so what evidence has in common (all of a siege, say) is not counted over and over.
Figures are drawn to those that stand in the file, the more so the less a kind was seen. A few scalars are then searched by the
log score of both readings. ``report`` is people's choice and stays.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Final, get_args

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from scipy.optimize import minimize

from evals.control_wars import READINGS, Asked, asked_of, log_score, right_state
from tidings.control.history import history
from tidings.control.simulate import DENSITIES, FIRST_DAY, War, draw_rules, simulate
from tidings.control.weigh import OTHER, roles
from tidings.model.control import EvidenceKind, Voice
from tidings.reference.control_rules import ROLES, Change, ControlRules, Rates, load_control_rules

FILE: Final = Path(__file__).resolve().parents[1] / "src/tidings/reference/data/control_rules.yaml"
WARS: Final = 120
_VOICES: Final[tuple[Voice, ...]] = get_args(Voice)
_DRAWN: Final = 4.0  # how strongly figures are drawn to those of the file: in pieces of evidence, about
_ROUNDS: Final = 2
_MOST_SELF: Final = 0.7  # for a word in one's own favour: how often real parties lie is known to nobody
_SERVE_ONESELF: Final[frozenset[EvidenceKind]] = frozenset(
    {
        "explicit_control",
        "background_statement",
        "capture",
        "negotiated_transfer",
        "withdrawal",
        "loss",
        "denial",
        "no_control",
    }
)
_LEAST_GAIN: Final = 4e-4  # of the log score, for a figure to be moved at all
_LEAST_PRIOR: Final = (
    0.1  # of a party, for one that no report names and for states that are rare: real wars have more of both
)
_STATES: Final = 8
Floats = NDArray[np.float64]
_wars: list[War] = []  # what worker processes find when they are forked


class Seen(Struct, frozen=True, kw_only=True):
    """One piece of evidence in its place: chances of the states ``before`` it was heard, the role of each, the true one.

    ``share``: what of the trust in its voice is left after echoes and vagueness.
    """

    kind: EvidenceKind
    voice: Voice
    before: Floats
    roles: tuple[int, ...]
    right: int
    share: float


def seen_in(number: int, rules: ControlRules) -> list[Seen]:
    """All pieces of a war."""
    war, found = _wars[number], []
    for place in range(war.rules.places):
        told = history(war.places[place].key, war.on(place), rules)
        if not told.evidence:
            continue
        before = told.before()
        for each, chances in zip(told.evidence, before, strict=True):
            day = (each.piece.day - FIRST_DAY).days
            if not 0 <= day < war.rules.days:
                continue
            names = roles(each.piece, told.parties)
            found.append(
                Seen(
                    kind=each.piece.kind, voice=each.piece.voice, before=chances, roles=tuple(ROLES.index(name) for name in names),
                    right=right_state(war, told.parties, Asked(place=place, day=day)),
                    share=each.trust / rules.trust[each.piece.kind][each.piece.voice],
                )
            )  # fmt: skip
    return found


class _Many(Struct, frozen=True):
    """Pieces of one kind side by side; states that are not there have the role -1."""

    before: Floats
    roles: NDArray[np.int64]
    right: NDArray[np.int64]
    share: Floats
    voice: NDArray[np.int64]


def _side_by_side(pieces: Sequence[Seen]) -> _Many:
    width = max(len(piece.roles) for piece in pieces)
    before, kinds = np.zeros((len(pieces), width)), np.full((len(pieces), width), -1)
    for row, piece in enumerate(pieces):
        before[row, : len(piece.roles)] = piece.before
        kinds[row, : len(piece.roles)] = piece.roles
    return _Many(
        before, kinds, np.array([piece.right for piece in pieces]), np.array([piece.share for piece in pieces]),
        np.array([_VOICES.index(piece.voice) for piece in pieces]),
    )  # fmt: skip


def _by_role(row: Floats, many: _Many) -> Floats:
    return np.where(many.roles >= 0, row[many.roles], 0.0)


def _after_statement(row: Floats, trust: Floats, many: _Many, temper: float) -> Floats:
    said = _by_role(row, many)
    mean = said.sum(axis=1) / (many.roles >= 0).sum(axis=1)
    believed = (trust * many.share[:])[:, None] * said + (1 - trust * many.share)[:, None] * mean[:, None]
    return many.before * np.where(many.roles >= 0, believed, 0.0) ** temper


def _after_change(to: Floats, was: Floats, moves: Floats, trust: Floats, many: _Many) -> Floats:
    counts = np.stack([(many.roles == role).sum(axis=1) for role in range(len(ROLES))], axis=1)
    goal = _by_role(to, many) / np.maximum(1, np.take_along_axis(counts, np.maximum(many.roles, 0), axis=1))
    total = goal.sum(axis=1, keepdims=True)
    goal = goal / np.where(total > 0, total, 1)
    fits = _by_role(was, many) * many.before
    ends = _by_role(moves, many)
    moved = (fits * ends).sum(axis=1, keepdims=True) * goal + fits * (1 - ends)
    moved = np.where(total > 0, moved, many.before)
    believed = (trust * many.share)[:, None]
    return believed * moved + (1 - believed) * many.before


def _logit(chance: Floats) -> Floats:
    kept = np.clip(chance, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(kept / (1 - kept)))


def _likeliest(start: Floats, after: Callable[[Floats], Floats], many: _Many) -> Floats:
    """The figures in (0, 1), drawn to those at the start, that make the true states likeliest."""
    centre = _logit(start)

    def loss(given: Floats) -> float:
        chances = after(1 / (1 + np.exp(-given)))
        right = chances[np.arange(len(many.right)), many.right] / chances.sum(axis=1)
        return float(-np.log(np.maximum(right, 1e-6)).sum() + _DRAWN / 2 * ((given - centre) ** 2).sum())

    found = minimize(loss, centre, method="L-BFGS-B", bounds=[(-4.6, 3.9)] * len(centre), options={"maxiter": 60})
    return np.asarray(1 / (1 + np.exp(-found.x)))


def fitted_kind(kind: EvidenceKind, pieces: Sequence[Seen], rules: ControlRules) -> ControlRules:
    """The rules with the figures of one kind fitted."""
    many = _side_by_side(pieces)
    trust = np.array([rules.trust[kind][voice] for voice in _VOICES])
    size = len(_VOICES)
    if (change := rules.changes.get(kind)) is None:
        row = np.array([rules.statements[kind][role] for role in ROLES])
        found = _likeliest(
            np.concatenate([trust, row]),
            lambda x: _after_statement(x[size:], x[:size][many.voice], many, rules.temper),
            many,
        )
        believed = found[size:] / found[size:].max()
        rules = replace(rules, statements={**rules.statements, kind: _named(ROLES, believed)})
    else:
        was = np.array([change.was[role] for role in ROLES])
        to = np.array([change.to.get(role, 0.0) for role in ROLES])
        moves = np.array([float(role in change.moves) for role in ROLES])
        several = np.flatnonzero(to) if (to > 0).sum() > 1 else np.array([], dtype=int)

        def whole(given: Floats) -> Floats:
            goal = to.copy()
            goal[several] = given
            return goal

        def after(x: Floats) -> Floats:
            return _after_change(whole(x[size + 5 :]), x[size : size + 5], moves, x[:size][many.voice], many)

        found = _likeliest(np.concatenate([trust, was, to[several]]), after, many)
        was, goal = found[size : size + 5], whole(found[size + 5 :])
        led = {role: float(value) for role, value in zip(ROLES, goal / goal.max(), strict=True) if role in change.to}
        rules = replace(
            rules,
            changes={**rules.changes, kind: Change(to=led, moves=change.moves, was=_named(ROLES, was / was.max()))},
        )
    voices = _named(_VOICES, found[:size])
    if kind in _SERVE_ONESELF:
        voices["self"] = min(voices["self"], _MOST_SELF)
    voices["admission"] = max(voices["admission"], voices["independent"])  # RECORD §7: an admission counts more
    return replace(rules, trust={**rules.trust, kind: voices})


def _named(
    names: Iterable[str], values: Floats
) -> dict[str, float]:  # the keys are of a narrower type where it matters
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def counted_rates(wars: Sequence[War]) -> Rates:
    """Moves a day between states in the truth of wars."""
    days: dict[str, float] = defaultdict(float)
    moves: dict[tuple[str, str], float] = defaultdict(float)
    for war in wars:
        contested = len(war.parties)
        for row in war.truth:
            holder = -1
            for before, after in pairwise(row):
                holder = int(before) if before < contested else holder
                one = _kind_of(int(before), contested)
                days[one] += 1
                if before != after:
                    other = _kind_of(int(after), contested)
                    if other == "held" and one != "none":
                        other = "back" if after == holder else "taken"
                    moves[one, other] += 1
    ways = {
        "held": ("contested", "taken", "none"),
        "contested": ("back", "taken", "none"),
        "none": ("held", "contested"),
    }
    found = {one: {other: max(2e-4, moves[one, other] / days[one]) for other in others} for one, others in ways.items()}
    return Rates(held=found["held"], contested=found["contested"], none=found["none"])


def _kind_of(state: int, contested: int) -> str:
    return "held" if state < contested else "contested" if state == contested else "none"


def counted_prior(wars: Sequence[War], rules: ControlRules) -> dict[str, float]:
    """Weights of the states of a place on which something is said, by the truth of all days: a party's is 1."""
    held: dict[str, float] = defaultdict(float)
    there: dict[str, float] = defaultdict(float)
    for war in wars:
        for place in range(war.rules.places):
            told = history(war.places[place].key, war.on(place), rules)
            names = [
                "other" if party is OTHER else "state_forces" if party.kind == "state_forces" else "party"
                for party in told.parties
            ]
            for name in (*names, "contested", "none"):
                there[name] += 1
            for day in range(0, war.rules.days, 30):
                right = right_state(war, told.parties, Asked(place=place, day=day))
                held[(*names, "contested", "none")[right]] += 30 / war.rules.days
    weights = {name: held[name] / there[name] for name in rules.prior}
    return {name: max(weight / weights["party"], _LEAST_PRIOR) for name, weight in weights.items()}


def score_of(number: int, rules: ControlRules) -> tuple[float, int]:
    """The sum of log scores of both readings over places and days of a war, and how many they are."""
    war, total, count = _wars[number], 0.0, 0
    for asked in asked_of(war, 16):
        day = FIRST_DAY + dt.timedelta(days=asked.day)
        key, pieces = war.places[asked.place].key, war.on(asked.place)
        for reading in READINGS:
            told = history(key, pieces, rules, as_known=day if reading == "filtered" else None)
            total += log_score(told.shares(day, day, reading)[0], right_state(war, told.parties, asked))
            count += 1
    return total, count


#: What is searched: each changes the rules by a figure that is 0 where they stay as they are.
_SCALARS: Final[dict[str, Callable[[ControlRules, float], ControlRules]]] = {
    "temper": lambda rules, by: replace(rules, temper=min(1.0, rules.temper * float(np.exp(by)))),
    "held": lambda rules, by: replace(rules, rates=replace(rules.rates, held=_scaled(rules.rates.held, by))),
    "contested": lambda rules, by: replace(rules, rates=replace(rules.rates, contested=_scaled(rules.rates.contested, by))),
    "none": lambda rules, by: replace(rules, rates=replace(rules.rates, none=_scaled(rules.rates.none, by))),
    "takings": lambda rules, by: _trusting(rules, rules.changes, _VOICES, by),
    "statements": lambda rules, by: _trusting(rules, rules.statements, _VOICES, by),
    "next": lambda rules, by: replace(rules, again=replace(rules.again, next=_shifted(rules.again.next, by))),
    "area": lambda rules, by: replace(rules, weaker=replace(rules.weaker, area=_shifted(rules.weaker.area, by))),
    "undated": lambda rules, by: replace(rules, weaker=replace(rules.weaker, undated=_shifted(rules.weaker.undated, by))),
}  # fmt: skip


def _scaled(rates: Mapping[str, float], by: float) -> dict[str, float]:
    return {name: rate * float(np.exp(by)) for name, rate in rates.items()}


def _shifted(chance: float, by: float) -> float:
    return float(1 / (1 + np.exp(-(_logit(np.array(chance)) + by))))


def _trusting(rules: ControlRules, kinds: Iterable[EvidenceKind], voices: Iterable[Voice], by: float) -> ControlRules:
    trust = {
        kind: {
            voice: min(0.98, _shifted(value, by)) if kind in set(kinds) and voice in set(voices) else value
            for voice, value in row.items()
        }
        for kind, row in rules.trust.items()
    }
    return replace(rules, trust=trust)


def searched(rules: ControlRules, pool: ProcessPoolExecutor, steps: Sequence[float] = (0.5, 0.25)) -> ControlRules:
    """The rules after a search of one scalar after another, step by step, for the least log score."""
    best = mean_score(rules, pool)
    print(f"log score {best:.4f}", flush=True)
    for step in steps:
        for name, changed in _SCALARS.items():
            for sign in (1, -1):
                better = False
                while (score := mean_score(tried := changed(rules, sign * step), pool)) < best - _LEAST_GAIN:
                    rules, best, better = tried, score, True
                if better:
                    print(f"log score {best:.4f} by {name} {sign * step:+}", flush=True)
                    break
    return rules


def mean_score(rules: ControlRules, pool: ProcessPoolExecutor) -> float:
    """The mean log score over the wars."""
    found = list(pool.map(partial(score_of, rules=rules), range(len(_wars)), chunksize=4))
    return sum(total for total, _ in found) / sum(count for _, count in found)


def fitted(rules: ControlRules, pool: ProcessPoolExecutor) -> ControlRules:
    """The rules, fitted."""
    rules = replace(rules, rates=counted_rates(_wars), prior=counted_prior(_wars, rules))
    for _ in range(_ROUNDS):
        by_kind: dict[EvidenceKind, list[Seen]] = defaultdict(list)
        for pieces in pool.map(partial(seen_in, rules=rules), range(len(_wars)), chunksize=4):
            for piece in pieces:
                by_kind[piece.kind].append(piece)
        for kind in sorted(by_kind):
            rules = fitted_kind(kind, by_kind[kind][:40_000], rules)
        print(f"log score {mean_score(rules, pool):.4f} after {sum(map(len, by_kind.values()))} pieces", flush=True)
    return searched(rules, pool)


def written(text: str, rules: ControlRules) -> str:
    """The file with the figures of the rules in place of its own; comments, order and ``report`` stay."""
    lines, section = [], ""
    for line in text.splitlines():
        if found := re.match(r"(\w+):", line):
            section = found[1]
        key = (re.match(r"\s*(\w+):", line) or [None, ""])[1]
        lines.append(_line(line, section, str(key), rules))
    return "\n".join(lines) + "\n"


def _line(line: str, section: str, key: str, rules: ControlRules) -> str:
    plain, hash_sign, comment = line.partition("#")
    tables: dict[str, Mapping[str, float] | None] = {
        "rates": getattr(rules.rates, key, None),
        "prior": rules.prior,
        "trust": rules.trust.get(key),  # type: ignore[call-overload]
        "statements": rules.statements.get(key),  # type: ignore[call-overload]
        "again": {"next": rules.again.next},
        "weaker": {"area": rules.weaker.area, "extent": rules.weaker.extent, "undated": rules.weaker.undated},
        "temper": {"temper": rules.temper},
    }
    if section == "changes" and key in rules.changes:
        change: Change = rules.changes[key]  # type: ignore[index]
        plain = re.sub(r"to: \{[^}]*\}", lambda each: _figures(each[0], change.to), plain)
        plain = re.sub(r"was: \{[^}]*\}", lambda each: _figures(each[0], change.was), plain)
    elif table := tables.get(section):
        plain = _figures(plain, table)
    return plain + hash_sign + comment


def _figures(plain: str, table: Mapping[str, float]) -> str:
    return re.sub(
        r"(\w+): ([\d.]+)",
        lambda each: f"{each[1]}: {readable(table[each[1]])}" if each[1] in table else each[0],
        plain,
    )


def readable(value: float) -> str:
    """A figure to two digits that count, three from a tenth of the way to 1 on: 0.0043, 0.35, 0.97."""
    rounded = float(f"{value:.2g}")
    return f"{rounded:f}".rstrip("0").rstrip(".") if rounded != int(rounded) else f"{rounded:.1f}"


def main() -> None:
    """Fit and print, or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wars", type=int, default=WARS)
    parser.add_argument("--from", type=Path, dest="start", help="begin with the figures of this file")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}; else print it")
    options = parser.parse_args()
    _wars.extend(
        simulate(draw_rules(seed, "fit", DENSITIES[seed % len(DENSITIES)]))
        for seed in range(1_000, 1_000 + options.wars)
    )
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        rules = fitted(load_control_rules(options.start), pool)
    text = written((options.start or FILE).read_text(encoding="utf-8"), rules)
    if options.write:
        FILE.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
