"""``python -m evals.bench_control``: how long it takes to infer who held what, and what one report more costs.

Ten thousand places of which 20 statements each are made in ten years: both readings, as spells, by two processes. Asked
(issue 7): under 60 s on two cores, and a report more re-infers only what it touches, so its cost is that of one place.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from typing import Final

import numpy as np
from rich.progress import track

from tidings.control.history import history
from tidings.model.control import ControlEvidence, ControlPlace, EvidenceKind, Party, Spell, Voice
from tidings.reference.control_rules import load_control_rules

_FIRST: Final = dt.date(2012, 1, 1)
_DAYS: Final = 3_652
_PROBES: Final = 200
_KINDS: Final[tuple[EvidenceKind, ...]] = (
    "explicit_control", "background_statement", "background_statement", "capture", "withdrawal", "clash_inside", "clash_near",
    "remote_fire_on", "siege", "denial",
)  # fmt: skip
_VOICES: Final[tuple[Voice, ...]] = ("independent", "independent", "self", "unnamed")
_PARTIES: Final = tuple(
    Party(key=f"party-{number}", name=f"Party {number}", kind="state_forces" if number == 0 else "rebel_group")
    for number in range(12)
)
_made: dict[str, list[ControlEvidence]] = {}  # what worker processes find when they are forked


def evidence_on(number: int, statements: int) -> list[ControlEvidence]:
    """Statements on one place by two or three parties of its region."""
    chance = np.random.default_rng([5, number])
    place = ControlPlace(
        key=f"place-{number}", name=f"Place {number}", lat=float(number % 80), lon=float(number % 170), country=None, admin1=None,
        admin2=None, precision="exact", radius_km=5.0,
    )  # fmt: skip
    region = [_PARTIES[0], *(_PARTIES[1 + (number // 900 + each) % 11] for each in range(2))]
    return [_statement(f"{number}-{each}", place, region, chance) for each in range(statements)]


def _statement(name: str, place: ControlPlace, region: Sequence[Party], chance: np.random.Generator) -> ControlEvidence:
    kind, voice = _KINDS[int(chance.integers(len(_KINDS)))], _VOICES[int(chance.integers(len(_VOICES)))]
    one, other = chance.permutation(len(region))[:2]
    day = _FIRST + dt.timedelta(days=int(chance.integers(_DAYS)))
    return ControlEvidence(
        id=name, place=place, kind=kind, named=(region[one],), against=(region[other],) if chance.random() < 0.5 else (),
        first=None, day=day, known=day + dt.timedelta(days=1), voice=voice, speaker=region[one].name if voice == "self" else None,
        article=name, file=name, outlet=None, wire_group=name, extent=None, undated=False, account=None, words=(),
    )  # fmt: skip


def inferred(place: str) -> tuple[tuple[Spell, ...], tuple[Spell, ...]]:
    """The spells of a place in both readings."""
    told = history(place, _made[place], load_control_rules())
    last = _FIRST + dt.timedelta(days=_DAYS - 1)
    return told.spells(_FIRST, last, "filtered"), told.spells(_FIRST, last, "smoothed")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=10_000)
    parser.add_argument("--statements", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    for number in range(options.places):
        _made[f"place-{number}"] = evidence_on(number, options.statements)
    start = time.perf_counter()
    with ProcessPoolExecutor(options.workers, mp_context=get_context("fork")) as pool:
        found = list(track(pool.map(inferred, _made, chunksize=100), "places", options.places))
    took = time.perf_counter() - start
    spells = sum(len(both[0]) + len(both[1]) for both in found)
    print(
        f"{options.places} places, {_DAYS} days, {options.statements} statements each: {spells} spells in {took:.1f} s by {options.workers} processes"
    )
    print(f"one report more on one place: {1000 * one_more(options.statements):.2f} ms")


def one_more(statements: int) -> float:
    """Seconds to infer a place anew, both readings, after a report more: the median of some."""
    took = []
    for number in range(min(_PROBES, len(_made))):
        key = f"place-{number}"
        _made[key] += evidence_on(number, statements + 1)[-1:]
        start = time.perf_counter()
        inferred(key)
        took.append(time.perf_counter() - start)
    return median(took)


if __name__ == "__main__":
    main()
