"""Invented corpora of ``scenarios/``: read into a record from the command line, and their events by the names of their articles."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner
from msgspec import Struct

from tidings.cli.main import main

SCENARIOS = Path(__file__).resolve().parent / "scenarios"


def run(*words: object) -> str:
    """What a command prints; it must end well."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


def loaded(path: Path) -> Any:
    """The content of a YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class Corpus(Struct, frozen=True):
    """A record made of a scenario's articles, with its events as they were exported."""

    db: Path
    events: tuple[dict[str, Any], ...]

    def told_in(self, event: dict[str, Any]) -> set[str]:
        """The names of the articles that tell an event."""
        return {Path(ref["file"]).stem for ref in event["accounts"]}

    def news(self) -> list[dict[str, Any]]:
        """The events that happened and are no history."""
        return [
            event
            for event in self.events
            if event["standing"] == {"polarity": "affirmed", "reality": "actual", "background": False}
        ]

    def export(self) -> str:
        """The record as JSON lines, byte for byte."""
        return run("export", "--format", "jsonl", "--db", self.db)


def read_scenario(folder: Path, scenario: str, articles: Iterable[dict[str, Any]]) -> Corpus:
    """The corpus of a scenario: its articles (name, title, text, published, outlet) read with its own places and parties."""
    reports, db = folder / "reports", folder / "record.db"
    reports.mkdir()
    for each in articles:
        record = {key: str(each[key]) for key in ("title", "text", "published", "outlet")}
        (reports / f"{each['name']}.json").write_text(json.dumps(record), encoding="utf-8")
    known = SCENARIOS / scenario
    run("read", reports, "--gazetteer", known / "gazetteer.tsv", "--actors", known / "actors.yaml", "--db", db)
    lines = run("export", "--format", "jsonl", "--db", db).splitlines()
    return Corpus(db, tuple(json.loads(line) for line in lines))


def changed(text: str, swaps: Iterable[tuple[str, str]]) -> str:
    """A text with words changed, each of which must be there."""
    for old, new in swaps:
        assert old in text, f"no {old!r} in {text[:60]!r}"
        text = text.replace(old, new)
    return text
