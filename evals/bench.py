"""``python -m evals.bench`` (``make bench``): speed and memory on 300 real texts, beside what issues 2 and 5 ask for.

**Bare pass**: the default English model with all its components, loaded and warm, one thread, ``nlp(text)`` text by text.
**Coding**: the same texts, cleaned beforehand, from text to coding through the whole plan, in the same process. Passes of both
take turns; the median of three counts, in processor time, which for one thread is the time on the clock of a machine that
does nothing else (both are shown). **Two workers**: bytes to JSON lines by ``pipeline.local``, the clock started once both
have loaded and done the warm-up texts, against one worker on the same; this is time on the clock and takes two idle cores.
**Gate**: the same cleaned texts, decided by the gate and not coded, against the coding of them; all the above is measured with the
gate off. **Stream**: bytes to JSON lines again, by two workers with the gate on: one text in twenty from the list, the others about
other matters (the articles with no event, quiet topics of ECB+ dev, held-out FAMuS, TUD-Loc), of 100 to 1,500 words.

``--strict``: exit code 1 when a target is missed. ``--quick``: every fifth text.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from evals import gate
from evals.bench_texts import Text, is_fit_length, names, smallest, text_of
from evals.common import SHARED, article, cleaned, plan, write_rows
from evals.predictions import one_thread
from evals.table import aligned
from tidings.model.article import Article
from tidings.pipeline.manifest import Settings

_UNGATED = Settings(gate=False)
_PASSES = 3
_WARM_UP = 24  # texts before the clock starts; enough that both workers have loaded everything
_HELP_RUNS = 10
_ONE_IN = 20  # of the articles of a day is about conflict
_BUSY = 0.5  # load average from which the clock measures the neighbours too


class Target(Struct, frozen=True, kw_only=True):
    """A measured number beside what it must be: at most, or at least."""

    what: str
    measured: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the target is reached."""
        return (self.at_most is None or self.measured <= self.at_most) and (
            self.at_least is None or self.measured >= self.at_least
        )


class Seconds(Struct, frozen=True):
    """What a pass took: on the clock, and of this process's own time."""

    wall: float
    cpu: float


def main() -> int:
    """Measure and print; the exit code."""
    options = _options()
    one_thread()
    if options.memory_of:
        return _print_peak(options.memory_of)
    if not (SHARED / "data").is_dir():
        print(f"skipped: the texts are not here ({SHARED} is no folder with data), so nothing was measured")
        return 0
    texts = [text_of(name) for name in names()[:: 5 if options.quick else 1]]
    words, load = sum(len(text.text.split()) for text in texts), os.getloadavg()[0]
    print(f"{len(texts)} texts, {words:,} words, {os.cpu_count()} cores, load {load:.1f} before the start")
    if load > _BUSY:
        print("others are at work on this machine: what the clock says, of two workers above all, says little")
    targets = [*_one_process(texts), *_workers(texts), _stream_target(texts), _help_target()]
    print("\n" + targets_table(targets))
    missed = [target.what for target in targets if not target.is_met]
    return 1 if missed and options.strict else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--strict", action="store_true", help="exit code 1 when a target is missed")
    parser.add_argument("--quick", action="store_true", help="60 of the texts")
    parser.add_argument("--memory-of", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def targets_table(targets: Iterable[Target]) -> str:
    """The targets for people."""
    rows: list[Sequence[str]] = [("what", "measured", "target", "verdict", "note")]
    for target in targets:
        bound = (
            f"≤ {target.at_most:g}"
            if target.at_most is not None
            else f"≥ {target.at_least:g}"
            if target.at_least is not None
            else ""
        )
        verdict = "" if not bound else "ok" if target.is_met else "MISSED"
        rows.append((target.what, f"{target.measured:.2f} {target.unit}".strip(), bound, verdict, target.note))
    return aligned(rows, frozenset({"measured"}))


# One process: the bare pass, coding, and where the time goes


def _one_process(texts: Sequence[Text]) -> list[Target]:
    import spacy

    from tidings.annotate.sentences import MODEL

    nlp, ungated = spacy.load(MODEL), replace(plan(), gate=None)
    articles = [article(cleaned(text.text), text.published) for text in texts]
    bodies = [each.text or "" for each in articles]
    _say("warming up")
    for body, each in zip(bodies[:_WARM_UP], articles[:_WARM_UP], strict=True):
        nlp(body)
        ungated.code(each)
    bare, coding, gated = [], [], []
    for number in range(1, _PASSES + 1):
        bare.append(clocked(nlp, bodies))
        coding.append(clocked(ungated.code, articles))
        gated.append(clocked(_gated, bodies))
        _say(f"pass {number}: bare {bare[-1].wall:.1f} s, coding {coding[-1].wall:.1f} s")
    piped = clocked(lambda every: sum(1 for _ in nlp.pipe(every)), [bodies])
    print("\n" + passes_table(bare, coding, piped))
    print("\n" + steps_table(step_seconds(articles)))
    ratio, on_clock = (median(_of(coding, kind)) / median(_of(bare, kind)) for kind in ("cpu", "wall"))
    of_gate = median(_of(gated, "cpu"))
    return [
        Target(
            what="coding / bare pass",
            measured=ratio,
            unit="times",
            at_most=2.5,
            note=f"of processor time; {on_clock:.2f} on the clock",
        ),
        Target(
            what="coding / gate",
            measured=median(_of(coding, "cpu")) / of_gate,
            unit="times",
            at_least=50,
            note=f"of processor time; the gate takes {1000 * of_gate / len(bodies):.2f} ms a text",
        ),
    ]


def _gated(text: str) -> bool:
    from tidings.annotate.gate import find_conflict
    from tidings.reference.gate_words import load_gate_words

    return find_conflict(text, load_gate_words()).passes


def clocked(function: Callable[[Any], object], items: Iterable[Any]) -> Seconds:
    """What a function takes for all items."""
    wall, cpu = time.perf_counter(), time.process_time()
    for item in items:
        function(item)
    return Seconds(time.perf_counter() - wall, time.process_time() - cpu)


def _of(passes: Iterable[Seconds], kind: str) -> list[float]:
    return [getattr(seconds, kind) for seconds in passes]


def passes_table(bare: Sequence[Seconds], coding: Sequence[Seconds], piped: Seconds) -> str:
    """All passes, their medians, and what batches would give the bare pass."""
    rows: list[Sequence[str]] = [
        ("on the clock, s", *(f"pass {number}" for number in range(1, len(bare) + 1)), "median", "of processor")
    ]
    for name, passes in (("bare pass", bare), ("coding", coding)):
        walls = _of(passes, "wall")
        rows.append(
            (name, *(f"{wall:.2f}" for wall in walls), f"{median(walls):.2f}", f"{median(_of(passes, 'cpu')):.2f}")
        )
    rows.append(("bare, nlp.pipe", f"{piped.wall:.2f}"))
    return aligned(rows, frozenset(rows[0][1:]))


def step_seconds(articles: Iterable[Article]) -> dict[str, float]:
    """Seconds of processor time of each step of the coding over all articles, in the order of the plan."""
    from tidings.pipeline.steps import steps_for

    steps = steps_for(plan().steps, ("coding",))
    spent = dict.fromkeys((step.provides for step in steps), 0.0)
    for each in articles:
        layers: dict[str, Any] = {"article": each, "text": each.text or "", "published": each.published}
        for step in steps:
            began = time.process_time()
            layers[step.provides] = step.run(*(layers[name] for name in step.requires))
            spent[step.provides] += time.process_time() - began
    return spent


def steps_table(spent: dict[str, float]) -> str:
    """Where the time goes; a bar a step."""
    total = sum(spent.values()) or 1.0
    rows: list[Sequence[str]] = [("step", "seconds", "share", "")]
    rows += [
        (name, f"{seconds:.2f}", f"{100 * seconds / total:.1f} %", "▇" * round(40 * seconds / total))
        for name, seconds in spent.items()
    ]
    return aligned(rows, frozenset({"seconds", "share"}))


# Workers


def _workers(texts: Sequence[Text]) -> list[Target]:
    """Steady throughput of one and two workers, bytes to JSON lines, and the peak memory of one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        write_rows(path, [_record(text) for text in (*texts[:_WARM_UP], *texts)])
        one, two = [], []
        for number in range(1, _PASSES + 1):
            one.append(_steady(path, 1))
            two.append(_steady(path, 2))
            _say(f"pass {number}: one worker {one[-1].wall:.1f} s, two {two[-1].wall:.1f} s")
        peak = _peak_mb(path)
    gain, of_cpu = (median(_of(one, kind)) / median(_of(two, kind)) for kind in ("wall", "cpu"))
    a_second = (f"{len(texts) / median(_of(each, 'wall')):.1f}" for each in (one, two))
    note = f"on the clock, {' and '.join(a_second)} texts a second; {of_cpu:.2f} by processor time of the busier one"
    return [
        Target(what="two workers / one", measured=gain, unit="times", at_least=1.7, note=note),
        Target(what="peak memory of one worker", measured=peak, unit="MB", at_most=1300),
    ]


def _stream_target(texts: Sequence[Text]) -> Target:
    """Articles a second of two workers over a day's news, bytes to JSON lines; the warm-up texts are of the list and not counted."""
    stream = day_of_news(texts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stream.jsonl"
        write_rows(path, [_record(text) for text in (*texts[:_WARM_UP], *stream)])
        passes = [_steady(path, 2, Settings()) for _ in range(_PASSES)]
    words = sum(len(text.text.split()) for text in stream) / len(stream)
    known = {text.name for text in texts}
    of_cpu = len(stream) / median(_of(passes, "cpu"))
    note = (
        f"on the clock, two workers; {of_cpu:.1f} by processor time of the busier one; {len(stream)} texts of {words:.0f} words, "
        f"{sum(text.name in known for text in stream)} from the list"
    )
    return Target(
        what="stream", measured=len(stream) / median(_of(passes, "wall")), unit="texts/s", at_least=12, note=note
    )


def day_of_news(texts: Sequence[Text]) -> list[Text]:
    """One text in twenty from those given, all others about other matters, mixed by the hash of their names."""
    quiet = {name: told for name, told in gate.others().items() if name != "muc4_other"}
    other = [Text(f"{name}#{number}", text, None) for name, told in quiet.items() for number, text in enumerate(told)]
    other = [text for text in other if is_fit_length(text.text)]
    about = {text.name: text for text in texts if not text.name.startswith(("data/news/neg-", "data/tudloc2013/"))}
    few = [about[name] for name in smallest(list(about), round(len(other) / (_ONE_IN - 1)))]
    every = {text.name: text for text in (*other, *few)}
    return [every[name] for name in smallest(list(every), len(every))]


def _record(text: Text) -> dict[str, str]:
    return {"text": text.text, **({"published": text.published.isoformat()} if text.published else {})}


def _steady(path: Path, workers: int, settings: Settings = _UNGATED) -> Seconds:
    """From the last warm-up text to the last text, so without loading; the processor time is that of the busiest process."""
    from tidings.ingest.inputs import list_sources
    from tidings.pipeline.local import Job, run

    sources, marks = list_sources([path]), []
    for number, _ in enumerate(run(sources, Job(settings=settings), workers), 1):
        if number in (_WARM_UP, len(sources)):
            marks.append((time.perf_counter(), processor_seconds()))
    (began, before), (ended, after) = marks
    return Seconds(ended - began, max(spent - before.get(process, 0.0) for process, spent in after.items()))


def processor_seconds() -> dict[int, float]:
    """Processor time of this process and, where there is a /proc, of those it has started, by process id."""
    spent, ticks = {os.getpid(): time.process_time()}, os.sysconf("SC_CLK_TCK")
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == os.getpid():
                spent[int(path.parent.name)] = (int(fields[11]) + int(fields[12])) / ticks
    return spent


def _peak_mb(path: Path) -> float:
    """Peak memory of a process that codes all texts, in MB of a million bytes."""
    command = [sys.executable, "-m", "evals.bench", "--memory-of", str(path)]
    return float(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def _print_peak(path: Path) -> int:
    _steady(path, 1)
    print(_peak_bytes() / 1e6)
    return 0


def _peak_bytes() -> int:
    """Peak memory of this process. On Linux from /proc: ``ru_maxrss`` there still holds the peak of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        peaks = [
            line.split()[1] for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:")
        ]
        return int(peaks[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


# The command line


def _help_target() -> Target:
    """How long a user waits for ``tidings --help``."""
    script = Path(sys.executable).with_name("tidings")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "tidings"]
    taken = []
    for _ in range(_HELP_RUNS):
        began = time.perf_counter()
        subprocess.run([*command, "--help"], capture_output=True, check=True)
        taken.append(time.perf_counter() - began)
    return Target(
        what="tidings --help",
        measured=median(taken),
        unit="s",
        at_most=0.3,
        note=f"median of {_HELP_RUNS}, {command[-1]}",
    )


def _say(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
