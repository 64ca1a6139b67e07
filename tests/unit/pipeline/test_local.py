"""Sources coded on this machine: in order, whatever the number of workers, and whatever becomes of one article."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import standin
from tidings.errors import TidingsError
from tidings.pipeline.local import Coded, Job, run
from tidings.pipeline.manifest import Settings


def coded(folder: Path, workers: int) -> list[Coded]:
    """All files of a folder, by the stand-in plan."""
    return list(run(reversed(standin.sources(folder)), Job(recipe=standin.RECIPE), workers))


def test_workers_do_not_show(tmp_path):
    """One, two and three workers give the same lines in the same order, by file path."""
    folder = standin.write_reports(tmp_path / "reports", 25)
    lines = [[done.line for done in coded(folder, workers)] for workers in (1, 2, 3)]
    assert lines[0] == lines[1] == lines[2]
    files = [done.file for done in coded(folder, 1)]
    assert files == sorted(files)
    assert len(files) == 25


def test_one_bad_article_is_a_recorded_failure(tmp_path):
    """A step that raises, a text in another language, an empty file, a file that is gone: the others are coded."""
    folder = standin.write_reports(tmp_path / "reports", 2)
    (folder / "a-boom.txt").write_text("BOOM")
    (folder / "b-arabic.txt").write_text("عرب")
    (folder / "c-empty.txt").write_text("")
    sources = (*standin.sources(folder), standin.FakeSource(str(folder / "gone.txt"), "gone.txt"))
    done = list(run(sources, Job(recipe=standin.RECIPE), 1))
    assert [one.failed for one in done] == [
        "dates: broke off over this input, which is a fault of tidings, please report it (ValueError: no such day)",
        "the text is in Arabic, and only English is coded",
        "no text could be read",
        "no text could be read",
        None,
        None,
    ]
    boom, arabic, empty, gone = (one.coding() for one in done[:4])
    assert boom.article.text == "BOOM"
    assert boom.failures[0].step == "dates"
    assert arabic.article.text == "عرب"
    assert empty.article.text is None
    assert gone.failures[0].reason == "No such file or directory"
    assert [one.complete for one in done] == [False, True, True, False, True, True]


def test_a_worker_that_dies_costs_one_article(tmp_path):
    """An article that kills its process twice is a failure of its own; the rest are as without it."""
    folder = standin.write_reports(tmp_path / "reports", 6)
    wanted = [done.line for done in coded(folder, 1)]
    (folder / "report-0002-crash.txt").write_text("CRASH")
    done = coded(folder, 2)
    assert [one.line for one in done if one.failed is None] == wanted
    (crash,) = (one for one in done if one.failed)
    assert crash.file == "report-0002-crash.txt"
    assert "signal 9" in crash.failed
    assert not crash.complete


def test_a_worker_that_dies_once_is_forgiven(tmp_path):
    """An article whose process dies at the first try is coded at the second."""
    folder = standin.write_reports(tmp_path / "reports", 4)
    (folder / "stumble.txt").write_text(f"STUMBLE {tmp_path / 'marker'}")
    assert [one.failed for one in coded(folder, 2)] == [None] * 5


def test_knowledge_that_cannot_be_loaded_stops_the_run(tmp_path):
    """A worker that cannot start says why, once, and not once an article."""
    folder = standin.write_reports(tmp_path / "reports", 4)
    job = Job(settings=Settings(gazetteer="missing.tsv"), recipe="tests.standin:broken_recipe")
    for workers in (1, 2):
        with pytest.raises(TidingsError, match=r"cannot load missing\.tsv"):
            list(run(standin.sources(folder), job, workers))


def test_a_run_that_is_left_ends_its_workers(tmp_path):
    """Whoever stops asking leaves no process behind."""
    folder = standin.write_reports(tmp_path / "reports", 30, "SLOW")
    others = set(standin.children())  # a browser that other tests of this process have started
    results = run(standin.sources(folder), Job(recipe=standin.RECIPE), 2)
    next(results)
    results.close()
    assert set(standin.children()) <= others


def test_workers_are_only_so_far_ahead(tmp_path):
    """A slow reader does not let finished articles pile up in memory."""
    folder = standin.write_reports(tmp_path / "reports", 60)
    results = run(standin.sources(folder), Job(recipe=standin.RECIPE), 2)
    next(results)
    taken = results.gi_yieldfrom.gi_frame.f_locals["waiting"]
    assert len(taken) <= 16
    results.close()
