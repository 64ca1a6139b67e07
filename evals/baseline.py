"""Floors that CI watches: what each figure must reach, pinned with a digest of the set it was measured on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from evals.figures import Figure, Measured
from tidings.errors import DataError

SLACK = 0.02  # how far below the measured figure a new floor lies: trade-offs between figures pass, losses do not
Verdict = Literal["ok", "missed", "other set", "no floor", "gone"]


class Pinned(Struct, frozen=True, kw_only=True):
    """The floors of one task, by figure, on the set with this digest."""

    digest: str
    n: int
    floors: dict[str, float]


class Baseline(Struct, frozen=True, kw_only=True):
    """All that is pinned. ``slack`` is what was taken off the measured figures."""

    slack: float
    tasks: dict[str, Pinned]


class Line(Struct, frozen=True, kw_only=True):
    """A figure beside its floor. ``gone``: there is a floor, and the figure was not measured at all."""

    task: str
    figure: Figure
    floor: float | None
    verdict: Verdict


def set_digest(folder: Path, names: Iterable[str]) -> str:
    """One SHA-256 over the files of a set, by their names below ``folder`` and their bytes; folders count with all in them."""
    total = hashlib.sha256()
    for path in sorted(file for name in names for file in _files(folder / name)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def _files(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]


def read_baseline(path: Path) -> Baseline:
    """The pinned floors; none when there is no file yet. A damaged file raises DataError."""
    if not path.exists():
        return Baseline(slack=SLACK, tasks={})
    try:
        return msgspec.json.decode(path.read_bytes(), type=Baseline)
    except msgspec.MsgspecError as error:
        raise DataError(f"{path} is no baseline: {error}; make it anew with python -m evals --update") from error


def write_baseline(path: Path, baseline: Baseline) -> None:
    """The baseline as readable JSON."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(baseline, order="sorted"), indent=1) + b"\n")


def pinned(measured: Measured, digest: str) -> Pinned:
    """Floors a slack below what was measured, and never below what an issue asks for."""
    return Pinned(digest=digest, n=measured.n, floors={figure.name: floor_of(figure) for figure in measured.figures})


def floor_of(figure: Figure) -> float:
    """The floor that a figure leaves behind, to three places."""
    return round(max(0.0, figure.value - SLACK, figure.least or 0.0), 3)


def compared(task: str, measured: Measured, digest: str, floors: Mapping[str, Pinned]) -> tuple[Line, ...]:
    """Each figure beside its floor, then floors whose figure is gone.

    What an issue asks for holds on any set; other floors say nothing once the set has changed.
    """
    known = floors.get(task)
    same = known is not None and known.digest == digest
    lines = [
        _line(task, figure, known.floors.get(figure.name) if known else None, same=same) for figure in measured.figures
    ]
    there = {figure.name for figure in measured.figures}
    gone = sorted(set(known.floors) - there) if known and same else []
    return (
        *lines,
        *(
            Line(task=task, figure=Figure(name=name, value=0.0), floor=known.floors[name], verdict="gone")
            for name in gone
            if known
        ),
    )


def _line(task: str, figure: Figure, floor: float | None, *, same: bool) -> Line:
    asked = [bound for bound in (floor if same else None, figure.least) if bound is not None]
    least = max(asked, default=None)
    if least is None:
        return Line(task=task, figure=figure, floor=None, verdict="no floor" if floor is None else "other set")
    # Floors have three places, so the figure is looked at with as many.
    return Line(task=task, figure=figure, floor=least, verdict="ok" if round(figure.value, 3) >= least else "missed")
