"""Commands run in this process with the stand-in coder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import standin
from tidings.cli.main import main

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """``run("code", path)``: the result of a command, in an empty folder."""
    monkeypatch.setattr("tidings.pipeline.plan.whole_plan", standin.reading_recipe)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Three reports of a small war."""
    folder = tmp_path / "reports"
    folder.mkdir()
    told = (
        "The day began quietly in the hills above the town. Rebels attacked soldiers in Qadra, killing 7, officials said. "
        "It was not clear who was leading. “We will hold the bridge,” a commander told reporters there."
    )
    (folder / "a.txt").write_text(told, encoding="utf-8")
    (folder / "b.txt").write_text(
        "Militias attacked farmers in Tolmen, killing 2, residents said. Rebels holds Qadra.", encoding="utf-8"
    )
    (folder / "c.txt").write_text(
        "Nothing happened today in the quiet harbour town, and the council met as planned.", encoding="utf-8"
    )
    return folder
