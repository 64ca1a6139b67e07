"""``python -m evals`` (``make eval``): all figures in one table, held against ``evals/baseline.json``.

Exit code 0 when every floor is reached (or ../shared is not there), 1 when one is missed or a task failed. A set that
changed is told apart by its digest: its floors then say nothing, and only what an issue asks for is held.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from evals.baseline import SLACK, Baseline, Line, Pinned, compared, pinned, read_baseline, set_digest, write_baseline
from evals.common import ROOT, SHARED
from evals.figures import Measured
from evals.predictions import Predictor, one_thread, say
from evals.table import Section, printed_table
from evals.tasks import TASKS, Task
from tidings.errors import TidingsError

BASELINE = ROOT / "evals" / "baseline.json"
_BAD = ("missed", "gone")


def main() -> int:
    """Measure, print, compare; the exit code."""
    options = _options()
    if not (SHARED / "tools").is_dir():
        print(f"skipped: the evaluation sets are not here ({SHARED} is no folder with tools), so nothing was measured")
        return 0
    one_thread()
    chosen = [task for task in TASKS if not options.only or task.name in options.only]
    with Predictor(options.workers) as predictor:
        sections = [_section(task, predictor, read_baseline(BASELINE)) for task in chosen]
    print(printed_table(sections))
    if options.json:
        options.json.write_text(
            json.dumps([_plain(section) for section in sections], indent=1) + "\n", encoding="utf-8"
        )
    if options.update:
        _update(sections)
    return _exit_code(sections, updated=options.update)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [task.name for task in TASKS]
    parser.add_argument(
        "--only",
        action="append",
        choices=names,
        metavar="NAME",
        help=f"this task alone (may be given again): {', '.join(names)}",
    )
    parser.add_argument(
        "--update", action="store_true", help=f"write the baseline anew: the measured figures less {SLACK}"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write all figures as JSON")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes that code (default 2)")
    return parser.parse_args()


def _section(task: Task, predictor: Predictor, baseline: Baseline) -> Section:
    """A task, measured; one that cannot be is a section with its fault."""
    began = time.monotonic()
    print(f"{task.name}: {task.set}", file=sys.stderr)
    try:
        measured, fault = task.measure(predictor), None
    except (TidingsError, OSError, ImportError, KeyError) as error:
        measured, fault = Measured(n=0, figures=()), f"{type(error).__name__}: {error}"
    digest = task.digest() if task.digest else set_digest(SHARED, task.files)
    lines = () if fault else compared(task.name, measured, digest, baseline.tasks)
    say(f"{fault or 'measured'}, {time.monotonic() - began:.1f} s")
    known = baseline.tasks.get(task.name)
    return Section(
        task=task.name, set=task.set, unit=task.unit, n=measured.n, digest=digest, measured=measured, lines=lines,
        fault=fault, changed=known is not None and known.digest != digest,
    )  # fmt: skip


def _plain(section: Section) -> dict[str, object]:
    return {
        "task": section.task, "set": section.set, "n": section.n, "digest": section.digest, "fault": section.fault,
        "figures": [_plain_line(line) for line in section.lines],
    }  # fmt: skip


def _plain_line(line: Line) -> dict[str, object]:
    figure = line.figure
    return {
        "name": figure.name, "value": figure.value, "precision": figure.precision, "recall": figure.recall, "of": figure.of,
        "floor": line.floor, "verdict": line.verdict,
    }  # fmt: skip


def _update(sections: list[Section]) -> None:
    """Pin what was measured; tasks that were not keep their floors."""
    made: dict[str, Pinned] = {
        section.task: pinned(section.measured, section.digest) for section in sections if not section.fault
    }
    known = {name: floors for name, floors in read_baseline(BASELINE).tasks.items() if name not in made}
    write_baseline(BASELINE, Baseline(slack=SLACK, tasks={**known, **made}))
    print(
        f"{BASELINE.relative_to(ROOT)} holds the floors of {', '.join(made)}, {SLACK} below what was measured",
        file=sys.stderr,
    )


def _exit_code(sections: list[Section], *, updated: bool) -> int:
    failed = [section.task for section in sections if section.fault]
    missed = [
        f"{line.task} {line.figure.name}" for section in sections for line in section.lines if line.verdict in _BAD
    ]
    changed = [section.task for section in sections if section.changed and not updated]
    if changed:
        print(
            f"set changed since the floors were pinned: {', '.join(changed)}; look at the figures, then --update",
            file=sys.stderr,
        )
    if failed or missed:
        print(
            f"not good enough: {', '.join([f'{task} could not be measured' for task in failed] + missed)}",
            file=sys.stderr,
        )
    return 1 if failed or (missed and not updated) else 0


if __name__ == "__main__":
    sys.exit(main())
