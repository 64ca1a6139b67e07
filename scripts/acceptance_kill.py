"""Whether a record survives being killed: ``make acceptance``, or ``python scripts/acceptance_kill.py --help``.

300 articles (those of ``make bench`` when ../shared is there, else variants of the sample reports) are read once without a
break. Then, with other record files:

- the run is killed with SIGKILL at 20 random moments, started again each time, and at last let through;
- some runs of their own are killed once anywhere between their first and last moment, and then let through;
- two processes read into one file at once;
- the articles are read in another order, by one worker, with another hash seed.

Each record must export the same bytes as the unbroken one, in every format, and ``tidings verify`` must find nothing wrong
with it, also right after each kill. ``tidings code --json`` must print the same bytes with one and two workers.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

ROOT: Final = Path(__file__).resolve().parents[1]
SHARED: Final = ROOT.parent / "shared"
FORMATS: Final = ("jsonl", "csv", "geojson")


class Bench:
    """A folder to work in, its articles, and the bytes that every record must export."""

    def __init__(self, folder: Path, texts: int, workers: int) -> None:
        self.folder, self.workers = folder, workers
        self.manifest = write_articles(folder / "articles", texts)
        self.wanted: tuple[bytes, ...] = ()
        self.faults: list[str] = []

    def reading(self, db: str, workers: int | None = None, paths: tuple[str, ...] = ()) -> list[str]:
        """The command that reads all articles into a record."""
        return [*tidings("read"), *paths, "--manifest", str(self.manifest), "--db", str(self.folder / db),
                "--workers", str(workers or self.workers)]  # fmt: skip

    def begin(self) -> None:
        """The unbroken run."""
        begun = time.monotonic()
        run(self.reading("whole.db"))
        seconds = time.monotonic() - begun
        self.wanted = self.exported("whole.db")
        checked = self.verified("whole.db", "unbroken")
        events = self.wanted[0].count(b"\n")
        say(f"unbroken run: {seconds:.1f} s, {checked['codings']} articles, {events} events, verify clean")

    def exported(self, db: str) -> tuple[bytes, ...]:
        """What a record exports in each format."""
        place = str(self.folder / db)
        return tuple(run([*tidings("export"), "--format", form, "--db", place]).stdout for form in FORMATS)

    def verified(self, db: str, when: str) -> dict[str, int]:
        """How much ``verify`` looked at; its faults are remembered. A file killed before it had tables holds nothing yet."""
        if not (self.folder / db).exists():
            return {"codings": 0}
        found = subprocess.run(
            [*tidings("verify"), "--json", "--db", str(self.folder / db)], check=False, capture_output=True
        )
        if found.returncode:
            self.faults.append(f"{when}: verify of {db} says {(found.stdout or found.stderr).decode()[:500]}")
            return {"codings": 0}
        checked: dict[str, int] = msgspec.json.decode(found.stdout)
        return checked

    def compare(self, db: str, what: str) -> None:
        """Say whether a record is the unbroken one's equal."""
        self.verified(db, what)
        same = self.exported(db) == self.wanted
        if not same:
            self.faults.append(f"{what}: the export of {db} differs from the unbroken run's")
        say(
            f"{what}: export {'equal' if same else 'DIFFERENT'} in {', '.join(FORMATS)}; verify clean: {not self.faults}"
        )


def tidings(command: str) -> list[str]:
    """The beginning of a command line, for the tidings that this interpreter has."""
    return [sys.executable, "-m", "tidings", command]


def run(command: list[str], **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command that must get through (exit code 0, or 1 when some inputs failed, as a text in Spanish does)."""
    done = subprocess.run(command, check=False, capture_output=True, env={**os.environ, **environment})
    if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()}")
    return done


def killed(command: list[str], after: int, seconds: float, *, whole_group: bool) -> None:
    """Start a reading and kill it some seconds after it has stored so many articles: it alone, or its workers with it."""
    command = [*command, "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    with process:
        for _, _ in zip(range(after), process.stdout or (), strict=False):
            pass
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if whole_group else os.kill)(process.pid, signal.SIGKILL)


def write_articles(folder: Path, number: int) -> Path:
    """So many real articles as text files with a manifest of their days; returns the manifest."""
    folder.mkdir(parents=True)
    manifest = folder / "manifest.csv"
    with manifest.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("file", "published"))
        for index, (text, day) in enumerate(articles(number)):
            name = f"article-{index:04}.txt"
            (folder / name).write_text(text, encoding="utf-8", newline="")
            table.writerow((name, day))
    return manifest


def articles(number: int) -> Iterator[tuple[str, str]]:
    """Texts with their days."""
    if SHARED.is_dir():
        from evals.bench_texts import names, text_of

        for name in names()[:number]:
            found = text_of(name)
            yield found.text, str(found.published or "")
        return
    samples = sorted((ROOT / "samples" / "reports").glob("*.txt"))
    for index in range(number):
        text = samples[index % len(samples)].read_text(encoding="utf-8")
        yield (
            f"{text}\nAt least {index + 2} soldiers were killed in the harbour on Monday, a spokesman said.\n",
            "2021-05-14",
        )


def many_kills(bench: Bench, texts: int, kills: int, chance: random.Random) -> None:
    """One record, killed and resumed, again and again, then let through."""
    stored = []
    for number in range(kills):
        after = chance.randint(0, int(1.7 * texts / (kills + 1)))
        killed(bench.reading("broken.db"), after, chance.uniform(0, 0.5), whole_group=number % 2 == 0)
        stored.append(bench.verified("broken.db", f"kill {number + 1}")["codings"])
    say(f"{kills} kills of one run; articles stored after each: {' '.join(map(str, stored))}")
    run(bench.reading("broken.db"))
    bench.compare("broken.db", f"after {kills} kills, resumed each time")


def single_kills(bench: Bench, texts: int, kills: int, chance: random.Random) -> None:
    """Records of their own, each killed once anywhere in the run, then let through."""
    for number in range(kills):
        db = f"once-{number}.db"
        killed(bench.reading(db), chance.randrange(texts), chance.uniform(0, 0.5), whole_group=number % 2 == 0)
        stored = bench.verified(db, f"single kill {number + 1}")["codings"]
        run(bench.reading(db))
        bench.compare(db, f"killed once with {stored} articles stored, then resumed")


def two_at_once(bench: Bench) -> None:
    """Two processes, one file."""
    both = [subprocess.Popen(bench.reading("both.db", 1), stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        _, told = process.communicate()
        if process.returncode not in (0, 1):
            bench.faults.append(f"two at once: one ended with {process.returncode}: {told.decode()[-300:]}")
    bench.compare("both.db", "two processes reading into one file at once")


def other_ways(bench: Bench, chance: random.Random) -> None:
    """Another order, one worker, another hash seed; and `code` with one worker and with two."""
    paths = [str(path) for path in bench.manifest.parent.glob("*.txt")]
    chance.shuffle(paths)
    run(bench.reading("shuffled.db", 1, tuple(paths)), PYTHONHASHSEED="4711")
    bench.compare("shuffled.db", "shuffled, one worker, another hash seed")
    code = [*tidings("code"), "--manifest", str(bench.manifest), "--json"]
    one = run([*code, "--workers", "1"], PYTHONHASHSEED="1").stdout
    two = run([*code, "--workers", "2"], PYTHONHASHSEED="2").stdout
    if one != two:
        bench.faults.append("code --json differs between one and two workers")
    say(f"code --json with one and two workers: {'equal' if one == two else 'DIFFERENT'}, {len(one):,} bytes")


def say(words: str) -> None:
    """One line, at once."""
    print(words, flush=True)


def main() -> None:
    """Run it all; exit code 1 when anything differs or is damaged."""
    parser = argparse.ArgumentParser(description="Kill `tidings read` at random moments and look at what is left.")
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--kills", type=int, default=20, help="kills of one run that is resumed each time")
    parser.add_argument("--single", type=int, default=2, help="runs that are killed once each")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    with tempfile.TemporaryDirectory(prefix="tidings-kill-") as folder:
        bench = Bench(Path(folder), wanted.texts, wanted.workers)
        bench.begin()
        many_kills(bench, wanted.texts, wanted.kills, chance)
        single_kills(bench, wanted.texts, wanted.single, chance)
        two_at_once(bench)
        other_ways(bench, chance)
    for fault in bench.faults:
        say(f"FAULT {fault}")
    say("all records are equal and clean" if not bench.faults else f"{len(bench.faults)} faults")
    sys.exit(bool(bench.faults))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
