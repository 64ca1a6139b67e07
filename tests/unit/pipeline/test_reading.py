"""Reading into a record: broken off anywhere, by two at once, in any order, it ends as one unbroken run."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests import standin
from tidings.export.jsonl import event_lines
from tidings.fusion.fuse import fuse
from tidings.pipeline.manifest import Settings
from tidings.pipeline.reading import read_into
from tidings.store.store import open_store
from tidings.store.verify import verify

ROOT = Path(__file__).resolve().parents[3]


def read(db: Path, folder: Path, workers: int = 1) -> list[bool]:
    """A run in this process; says of each input whether it was coded anew."""
    with open_store(db, create=True) as store:
        sources = standin.sources(folder)
        return [done.line is not None for done in read_into(store, sources, Settings(), workers, recipe=standin.RECIPE)]


def exported(db: Path) -> bytes:
    """The events of a record as JSON lines, once verify has found nothing."""
    with open_store(db, create=False) as store:
        assert verify(store).faults == ()
        return b"".join(event_lines(fuse(store.codings()).events)) + b"".join(store.lines())


def start(db: Path, folder: Path, workers: int = 1) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    command = [sys.executable, "-m", "tests.reading_process", str(db), str(folder), str(workers)]
    return subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"})


def test_reading_again_codes_nothing(tmp_path):
    """The second run knows every input, and what could not be done is tried again."""
    folder = standin.write_reports(tmp_path / "reports", 5)
    (folder / "boom.txt").write_text("BOOM")
    assert read(tmp_path / "r.db", folder) == [True] * 6
    before = exported(tmp_path / "r.db")
    assert read(tmp_path / "r.db", folder) == [True] + [False] * 5
    assert exported(tmp_path / "r.db") == before


def test_order_and_workers_do_not_show(tmp_path):
    """One run, two runs over halves in the wrong order, and two workers export the same bytes."""
    folder = standin.write_reports(tmp_path / "reports", 12)
    halves = tmp_path / "half"
    halves.mkdir()
    for path in sorted(folder.glob("*.txt"))[6:]:
        shutil.copy(path, halves)
    read(tmp_path / "one.db", folder)
    read(tmp_path / "two.db", halves)
    read(tmp_path / "two.db", folder)
    read(tmp_path / "three.db", folder, workers=2)
    assert exported(tmp_path / "one.db") == exported(tmp_path / "two.db") == exported(tmp_path / "three.db")


def test_killed_at_any_moment_the_next_run_completes_the_record(tmp_path):
    """Kill -9 at random moments, again and again on one file, leaves whole articles; then a run ends as an unbroken one."""
    folder = standin.write_reports(tmp_path / "reports", 60, "SLOW")
    read(tmp_path / "whole.db", folder)
    moments = random.Random(7)
    for workers in (1, 2, 1, 1):
        running = start(tmp_path / "killed.db", folder, workers)
        time.sleep(moments.uniform(0.3, 2.0))
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert start(tmp_path / "killed.db", folder).wait() == 0
    assert exported(tmp_path / "killed.db") == exported(tmp_path / "whole.db")


def test_two_at_once_lose_nothing(tmp_path):
    """Two processes that read into one new file at the same time, overlapping, end as one that reads all."""
    folder = standin.write_reports(tmp_path / "reports", 40)
    halves = [tmp_path / name for name in ("left", "right")]
    for half, part in zip(halves, (slice(0, 25), slice(15, 40)), strict=True):
        half.mkdir()
        for path in sorted(folder.glob("*.txt"))[part]:
            shutil.copy(path, half)
    read(tmp_path / "whole.db", folder)
    running = [start(tmp_path / "shared.db", half) for half in halves]
    assert [process.wait() for process in running] == [0, 0]
    assert exported(tmp_path / "shared.db") == exported(tmp_path / "whole.db")


def test_an_article_takes_little_time_to_store(tmp_path):
    """Coding with nothing to do and storing takes a few milliseconds of the processor an article (the clock is shared with others)."""
    folder = standin.write_reports(tmp_path / "reports", 50)
    began = time.process_time()
    read(tmp_path / "r.db", folder)
    assert (time.process_time() - began) / 50 < 0.05
