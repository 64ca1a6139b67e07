"""``python -m evals.control [--show]``: who held what on a day, as ``control_dev.jsonl`` has it, asked of a record of its articles.

Each statement is asked twice: of a record of all articles that the file names, and of one of its own article alone. *Right*: the
holder by any of its names, or the state (also the one given as ``or``). *Decided*: a piece of evidence in the answer shares words
with the quote that the gold gives as the reason. ``--show`` prints each answer.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from evals.common import SHARED, Row, day_of, read_rows
from evals.figures import Figure, Measured
from tidings.control.answer import Answer, answer
from tidings.fusion.fuse import Rulings
from tidings.ingest.inputs import list_sources
from tidings.pipeline.controlling import ControlRecord
from tidings.pipeline.manifest import Settings
from tidings.pipeline.reading import read_into
from tidings.reference.actors import fold
from tidings.reference.control_rules import load_control_rules
from tidings.store.store import open_store

GOLD = SHARED / "gold" / "control_dev.jsonl"


class Asked(Struct, frozen=True, kw_only=True):
    """A statement of the gold with the answer to it."""

    row: Row
    answer: Answer
    right: bool
    decided: bool


def articles(rows: Iterable[Row]) -> dict[str, Row]:
    """The articles that the gold names, by name: their text with what is known of their publication, no label beside it."""
    wanted = sorted({row["article"] for row in rows})
    dates = {Path(row["file"]).stem: row for row in _manifest(SHARED / "reports" / "manifest.csv")}
    found: dict[str, Row] = {}
    for name in wanted:
        news = SHARED / "data" / "news" / f"{name}.json"
        if news.exists():
            raw = json.loads(news.read_text(encoding="utf-8"))
            found[name] = {key: raw[key] for key in ("text", "published", "title", "outlet", "url") if raw.get(key)}
        else:
            text = (SHARED / "reports" / f"{name}.txt").read_text(encoding="utf-8")
            known = dates[name]
            found[name] = {
                "text": text,
                **{key: known[key] for key in ("published", "title", "outlet", "url") if known.get(key)},
            }
    return found


def _manifest(path: Path) -> list[dict[str, str]]:
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asked(rows: list[Row], texts: dict[str, Row]) -> list[Asked]:
    """The statements, asked of one record of these articles."""
    rules = load_control_rules()
    with tempfile.TemporaryDirectory() as place:
        for name, content in texts.items():
            (Path(place) / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        with open_store(str(Path(place) / "control.db"), create=True) as store:
            for _ in read_into(store, tuple(list_sources([place])), Settings()):
                pass
            record = ControlRecord(store, Rulings())
            found = []
            for row in rows:
                named = record.named(row["place"])
                where = named[0] if named else record.unheard_of(row["place"])
                on = day_of(row["on"])
                if on is None:
                    raise ValueError(f"{row['place']}: {row['on']} is no day")
                given = answer(where, record.on(where), on, None, rules)
                found.append(Asked(row=row, answer=given, right=is_right(row, given), decided=is_decided(row, given)))
    return found


def is_right(row: Row, given: Answer) -> bool:
    """Whether an answer is the gold's, by any name of the holder, or the state."""
    wanted = {fold(name) for name in (row["holder"], row.get("or"), *row.get("aliases", ())) if name}
    return fold(given.holder or given.state).removeprefix("the ") in wanted


def is_decided(row: Row, given: Answer) -> bool:
    """Whether the sentence that the gold gives is among those that decided; an unknown place needs none."""
    return row["holder"] == "unknown" or any(
        _overlap(span.quote, row["quote"]) for piece in given.evidence for span in piece.words
    )


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one or len(set(one.split()) & set(other.split())) >= min(4, len(other.split()))


def measure() -> Measured:
    """The figures of both ways of asking."""
    rows = list(read_rows(GOLD))
    texts = articles(rows)
    whole = asked(rows, texts)
    alone = [
        each for name in texts for each in asked([row for row in rows if row["article"] == name], {name: texts[name]})
    ]
    return Measured(
        n=len(rows),
        figures=(
            _share("together", [each.right for each in whole]), _share("alone", [each.right for each in alone]),
            _share("decided", [each.decided for each in whole]),
        ),
    )  # fmt: skip


def _share(name: str, found: list[bool]) -> Figure:
    return Figure(
        name=name, value=sum(found) / max(1, len(found)), precision=None, recall=None, of=f"{sum(found)}/{len(found)}"
    )


def main() -> None:
    """Print each answer, or the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print each answer")
    if not parser.parse_args().show:
        for figure in measure().figures:
            print(figure.name, figure.of)
        return
    rows = list(read_rows(GOLD))
    texts = articles(rows)
    for told, found in (
        ("together", asked(rows, texts)),
        (
            "alone",
            [
                each
                for name in texts
                for each in asked([row for row in rows if row["article"] == name], {name: texts[name]})
            ],
        ),
    ):
        print(
            f"== {told}: {sum(each.right for each in found)} of {len(found)}, decided {sum(each.decided for each in found)}"
        )
        for each in found:
            print(
                "  " if each.right else "✗ ",
                each.row["place"],
                each.row["on"],
                "want",
                each.row["holder"],
                "| got",
                _told(each.answer),
                "" if each.decided else "(other words)",
            )


def _told(given: Answer) -> Any:
    shares = {name: round(share, 2) for name, share in given.shares.items() if share >= 0.05}
    return (
        given.holder or given.state,
        shares,
        [(piece.kind, piece.named, str(piece.day), piece.moves) for piece in given.evidence[:4]],
    )


if __name__ == "__main__":
    main()
