"""Predictions for a set: made by two processes, and kept under build/evals until tidings, the adapter or the set changes."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Self

from evals.common import ROOT, Row, predicted, write_rows
from tidings.pipeline.manifest import Settings, run_manifest

KEPT = ROOT / "build" / "evals"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS")
_CHUNK = 8  # rows handed to a process at a time


def one_thread() -> None:
    """Tell number libraries that are not loaded yet to keep to one thread."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))


def predict_rows(adapter: str, rows: list[Row]) -> list[Row]:
    """The predictions of an adapter for some rows; in a worker process."""
    predict, blank = _functions(adapter)
    return [predicted(row, predict, blank) for row in rows]


@cache
def _functions(adapter: str) -> tuple[Callable[[Row], Row], Callable[[Row], Row]]:
    """How an adapter predicts a row, and what stands for a row that failed."""
    module = import_module(f"evals.{adapter}")
    if adapter != "geo":
        return module.predict, module.blank
    from tidings.annotate.sentences import SpacyParser
    from tidings.reference.gazetteer import Gazetteer

    parser, gazetteer = SpacyParser(), Gazetteer.open()
    return (
        lambda row: dict(next(module.predictions([json.dumps(row)], parser, gazetteer))),
        lambda row: {"id": row["id"], "toponyms": []},
    )


class Predictor:
    """Makes predictions and remembers them. A context manager, because it may hold worker processes."""

    def __init__(self, workers: int, kept: Path = KEPT) -> None:
        self.workers, self._kept = workers, kept
        self._pool: ProcessPoolExecutor | None = None
        kept.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def of_rows(self, adapter: str, rows: list[Row]) -> Path:
        """The predictions of an adapter that works row by row."""
        return self.of(adapter, [repr(row) for row in rows], lambda: self._in_pool(adapter, rows))

    def of(self, adapter: str, given: Iterable[str], make: Callable[[], Iterable[Row]], name: str = "") -> Path:
        """The file of predictions that ``make`` gives for what is ``given``, made only when it is not there."""
        key = self._key(adapter, given)
        path = self._kept / f"{name or adapter}-{key}.jsonl"
        if path.exists():
            say("predictions are there from an earlier run of the same code")
            return path
        part = path.with_suffix(".part")
        write_rows(part, make())
        for old in self._kept.glob(f"{name or adapter}-*.jsonl"):
            old.unlink()
        return part.replace(path)

    def _key(self, adapter: str, given: Iterable[str]) -> str:
        total = hashlib.sha256(self._manifest.encode())
        family = adapter.split("_")[0]  # muc4 and muc4_rich rest on all of muc4_*.py and on their table
        for path in (ROOT / "evals" / "common.py", *sorted((ROOT / "evals").glob(f"{family}*.*"))):
            total.update(path.read_bytes())
        for piece in given:
            total.update(piece.encode())
        return total.hexdigest()[:16]

    @cached_property
    def _manifest(self) -> str:
        return run_manifest(Settings()).id

    def _in_pool(self, adapter: str, rows: list[Row]) -> Iterator[Row]:
        chunks = [rows[first : first + _CHUNK] for first in range(0, len(rows), _CHUNK)]
        if self._pool is None:  # started and not forked: the same on every system, and no state is inherited
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=one_thread)
        for done, found in enumerate(self._pool.map(predict_rows, [adapter] * len(chunks), chunks), 1):
            say(f"{min(done * _CHUNK, len(rows))} of {len(rows)}", passing=True)
            yield from found


def say(words: str, *, passing: bool = False) -> None:
    """A line of progress on standard error; one that is ``passing`` only where somebody watches."""
    watched = sys.stderr.isatty()
    if watched or not passing:
        print(
            f"\r\033[K  {words}" if watched else f"  {words}", end="" if passing else "\n", file=sys.stderr, flush=True
        )
