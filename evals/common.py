"""What the adapters share: JSONL in and out, and a coder that is loaded once."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Coding
from tidings.model.mentions import Annotations
from tidings.pipeline.manifest import Settings
from tidings.pipeline.plan import Plan, whole_plan

SHARED = Path(__file__).resolve().parents[2] / "shared"
Row = dict[str, Any]


@cache
def plan() -> Plan:
    """The whole plan with shipped knowledge, loaded once."""
    return whole_plan(Settings())


def read_rows(path: Path) -> Iterator[Row]:
    """The objects of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """One object a line."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def day_of(value: object) -> dt.date | None:
    """The day at the head of a string such as ``2022-03-08 06:53``; None for anything else."""
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def article(text: str, published: dt.date | None, *, clean: bool = True) -> Article:
    """An article from a text that is handed over as it is (cleaned when asked), with no outlet or address."""
    if clean:
        from tidings.ingest.clean import clean_text

        text = clean_text(text).text
    return Article(
        id=article_id(text, None, None, published), file="input", title=None, outlet=None, url=None, language="en", published=published,
        published_basis="given" if published else "unknown", text=text, removed=(), reasons=ArticleReasons(),
    )  # fmt: skip


def code(text: str, published: dt.date | None, *, clean: bool = True) -> tuple[Annotations, Coding]:
    """The annotations and the coding of a text."""
    layers = plan().layers(article(text, published, clean=clean), ("annotations", "coding"))
    return layers["annotations"], layers["coding"]


def run(description: str, predict: Callable[[Row], Row]) -> None:
    """``INPUT.jsonl --out PRED.jsonl``: one line out for each line in."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("input", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    write_rows(options.out, map(predict, read_rows(options.input)))
