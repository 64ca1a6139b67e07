"""Hard sentences of our own: what is wrong with what is read off one, in plain words.

    python -m evals.hard             each case that does not hold, and what is wrong with it (--only KIND for one kind)
    python -m evals.hard --sort      moves open cases that now hold to the golden ones

The cases were written to be right, not to be passed: those that hold are golden tests (``tests/golden/<folder of the kind>``), those
that do not yet hold stand in ``evals/open``. ``make eval`` counts both together. A golden case that no longer holds is a failing
test; nothing moves it back. What a case says is told by the module of its kind.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from anyascii import anyascii

from evals.common import ROOT, Row, code
from evals.hard import actors, control, counts, dates, places, reports, speakers, standing
from evals.hard.sheets import Block, read_sheet
from tidings.model.coding import Coding
from tidings.model.mentions import Annotations

Case = dict[str, Any]
KINDS = {
    "places": "places", "actors": "actor_roles", "dates": "act_dates", "counts": "tolls", "speakers": "speakers",
    "standing": "standing", "reports": "reports_whole", "control": "control",
}  # fmt: skip
_FAULTS: dict[str, Callable[[Case, Annotations, Coding], Iterator[str]]] = {
    "places": places.faults, "actors": actors.faults, "dates": dates.faults, "counts": counts.faults,
    "speakers": speakers.faults, "standing": standing.faults, "reports": reports.faults, "control": control.faults,
}  # fmt: skip
GOLDEN, OPEN = ROOT / "tests" / "golden", ROOT / "evals" / "open"


def golden_file(kind: str, golden: Path = GOLDEN) -> Path:
    """Where the cases of a kind stand that hold."""
    return golden / KINDS[kind] / "sentences.yaml"


def open_file(kind: str, still_open: Path = OPEN) -> Path:
    """Where the cases stand that do not hold yet."""
    return still_open / f"{kind}.yaml"


def read_cases(*files: Path) -> list[Case]:
    """The cases of some files, in order."""
    return [case for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8")) or []]


def golden_cases(kind: str) -> list[Case]:
    """The cases of a kind that hold."""
    return read_cases(*sorted((GOLDEN / KINDS[kind]).glob("*.yaml")))


def open_cases(kind: str) -> list[Case]:
    """The cases that do not hold yet."""
    return read_cases(open_file(kind))


def rows() -> list[Row]:
    """All cases of all kinds, golden ones first, each with where it stands."""
    return [
        {"id": f"{kind}: {case['text']}", "kind": kind, "golden": golden, "case": case}
        for kind in KINDS
        for golden, cases in ((True, golden_cases(kind)), (False, open_cases(kind)))
        for case in cases
    ]


def predict(row: Row) -> Row:
    """What is wrong with a row's case."""
    return {
        "id": row["id"], "kind": row["kind"], "golden": row["golden"], "faults": faults(row["kind"], row["case"])
    }  # fmt: skip


def blank(row: Row) -> Row:
    """The answer for a case whose sentence could not be coded: it does not hold."""
    return {"id": row["id"], "kind": row["kind"], "golden": row["golden"], "faults": ["not coded"]}


def digest() -> str:
    """One SHA-256 over all cases; the same whether a case is open or golden."""
    cases = sorted(json.dumps([row["kind"], row["case"]], sort_keys=True, default=str) for row in rows())
    return hashlib.sha256("\n".join(cases).encode()).hexdigest()


def slug(text: str) -> str:
    """A short name for a sentence, for the list of tests.

    >>> slug("Knife-wielding attackers killed 39 people at a market in Ürümqi.")
    'knife-wielding-attackers-killed-39-people-at-a'
    """
    words = re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower())
    return words if len(words) <= 48 else words[:48].rpartition("-")[0]


def faults(kind: str, case: Case) -> list[str]:
    """What is wrong with a case; empty when all is right."""
    return list(_FAULTS[kind](case, *code(case["text"], case.get("published"))))


def sort(kind: str, golden: Path = GOLDEN, still_open: Path = OPEN) -> list[Block]:
    """Move the open cases that now hold to the golden file, under their headings; what was moved."""
    source, target = open_file(kind, still_open), golden_file(kind, golden)
    sheet, holding = read_sheet(source), read_sheet(target)
    moved = [block for block in sheet.blocks if not faults(kind, block.case)]
    if moved:  # the golden file first: a run that is cut off leaves a case twice, never nowhere
        target.write_text(holding.with_more(moved).printed(), encoding="utf-8")
        source.write_text(sheet.without(moved).printed(), encoding="utf-8")
    return moved


def counted(kind: str, told: Iterable[Row]) -> str:
    """A line on how many cases of a kind hold, and where the others stand.

    >>> counted(
    ...     "places",
    ...     [
    ...         {"kind": "places", "golden": True, "faults": []},
    ...         {"kind": "places", "golden": False, "faults": ["missed 'Ber'"]},
    ...     ],
    ... )
    'places: 1 of 2 hold; 1 golden, of which 0 fail; 1 open'
    """
    found = [row for row in told if row["kind"] == kind]
    golden = [row for row in found if row["golden"]]
    return (
        f"{kind}: {sum(not row['faults'] for row in found)} of {len(found)} hold; {len(golden)} golden, "
        f"of which {sum(bool(row['faults']) for row in golden)} fail; {len(found) - len(golden)} open"
    )
