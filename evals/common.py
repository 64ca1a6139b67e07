"""What the adapters share: JSONL in and out, and a coder that is loaded once."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Coding
from tidings.model.mentions import Annotations
from tidings.pipeline.manifest import Settings
from tidings.pipeline.plan import Plan, whole_plan

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
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


def cleaned(text: str) -> str:
    """A text without page debris, as ingest hands it on."""
    from tidings.ingest.clean import clean, printed_title, with_title
    from tidings.ingest.debris import load_debris

    found = clean(text, load_debris()).text
    return with_title(found, printed_title(found))


def article(text: str, published: dt.date | None) -> Article:
    """An article from a text that is handed over as it is, with no outlet or address."""
    return Article(
        id=article_id(text, None, None, published), file="input", title=None, outlet=None, url=None, language="en",
        published=published, published_basis="given" if published else "unknown", text=text, removed=(),
        reasons=ArticleReasons(published=None if published else "not given"),
    )  # fmt: skip


def code(text: str, published: dt.date | None) -> tuple[Annotations, Coding]:
    """The annotations and the coding of a text as it stands; clean it before where it comes from a page."""
    layers = plan().layers(article(text, published), ("annotations", "coding"))
    return layers["annotations"], layers["coding"]


def run(description: str, predict: Callable[[Row], Row], blank: Callable[[Row], Row]) -> None:
    """``INPUT.jsonl --out PRED.jsonl``: one line out for each line in, a ``blank`` one where the coding failed."""
    options = arguments(description)
    write_rows(options.out, (predicted(row, predict, blank) for row in read_rows(options.input)))


def arguments(description: str) -> argparse.Namespace:
    """``input`` and ``out`` of an adapter's command line."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def predicted(row: Row, predict: Callable[[Row], Row], blank: Callable[[Row], Row]) -> Row:
    """The prediction for a row; one that fails is named on standard error and gets a blank line, and the run goes on."""
    try:
        return predict(row)
    except Exception as error:  # noqa: BLE001 - one bad row is one blank line, whatever went wrong with it
        name = row.get("id", row.get("docid"))
        print(f"{name}: not coded: {type(error).__name__}: {error}", file=sys.stderr)
        return blank(row)
