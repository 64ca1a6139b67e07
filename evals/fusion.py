"""``python -m evals.fusion [--pairs]``: which accounts of the news texts are taken for one event, and how surely.

The texts are read as a user's folder and coded, then fused (``tidings.fusion.fuse``) and written as ``tidings export --format
jsonl`` writes them; ``tools/fusion_score.py`` counts. *Pairs* are all pairs of accounts of two articles that both tell a
row of ``events.jsonl``: whether ``tidings.fusion.compare`` by itself, before anything is put together, takes the two for one
event. ``--pairs`` prints those on which it errs, with why.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from msgspec import Struct

from evals.common import SHARED, Row, read_rows
from evals.figures import Measured, fusion_figures
from evals.scorers import json_written
from evals.tellings import Telling, located, matched
from tidings.export.jsonl import event_lines
from tidings.fusion.cluster import LEAST_CHANCE
from tidings.fusion.compare import Comparison
from tidings.fusion.fuse import Ground, Rulings, ground, view_of
from tidings.fusion.why import why
from tidings.model.coding import Coding, read_coding

NEWS = SHARED / "data" / "news"


class Judged(Struct, frozen=True, kw_only=True):
    """A pair of accounts of two articles, by id, with whether they tell one event by the gold and what ``compare`` says."""

    left: str
    right: str
    one_event: bool
    found: Comparison

    @property
    def is_joined(self) -> bool:
        """Whether the comparison takes them for one event."""
        return self.found.chance >= LEAST_CHANCE


def codings(path: Path) -> list[Coding]:
    """The codings of a file of RECORD §5."""
    return [read_coding(line) for line in path.read_bytes().splitlines() if line.strip()]


def tellings(rows: Iterable[Row], texts: Mapping[str, str]) -> dict[str, list[Telling]]:
    """The rows of ``events.jsonl`` by article, found in the texts by the name of their file."""
    found: dict[str, list[Telling]] = defaultdict(list)
    for row in rows:
        spans = located(texts.get(row["article"], ""), (row["quote"], *row.get("also", ())))
        found[row["article"]].append(
            Telling(event=row["event"], spans=spans, type=row.get("type"), place=row.get("place"))
        )
    return found


def told_events(read: Iterable[Coding], told: Mapping[str, list[Telling]]) -> dict[str, str]:
    """Account ids with the event of the gold that each tells; those that tell none of them are not in it."""
    found: dict[str, str] = {}
    for coding in read:
        rows = told.get(Path(coding.article.file).stem, [])
        for number, row in matched(coding.accounts, rows).items():
            found[coding.accounts[number].id] = rows[row].event
    return found


def judged(on: Ground, events: Mapping[str, str]) -> Iterator[Judged]:
    """All pairs of accounts of two articles that tell an event of the gold, by id."""
    for left, right in combinations(sorted(events), 2):
        if on.members[left].article.id != on.members[right].article.id:
            same = events[left] == events[right]
            yield Judged(left=left, right=right, one_event=same, found=on.compare(left, right))


def pair_counts(pairs: Iterable[Judged]) -> dict[str, int]:
    """Pairs joined and rightly so (``hit``), joined (``pred``), to be joined (``gold``)."""
    told = list(pairs)
    return {
        "hit": sum(each.is_joined and each.one_event for each in told),
        "pred": sum(each.is_joined for each in told),
        "gold": sum(each.one_event for each in told),
    }


def scored(on: Ground, folder: Path = NEWS) -> Any:
    """What ``tools/fusion_score.py`` says of the events that a ground gives."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "events.jsonl"
        path.write_bytes(b"".join(event_lines(view_of(on, Rulings()).events)))
        return json_written("fusion_score.py", path, "--news", folder)


def gold_events(read: Iterable[Coding]) -> dict[str, str]:
    """Accounts of the news texts with the event of ``events.jsonl`` that each tells."""
    known = list(read)
    texts = {Path(coding.article.file).stem: coding.article.text or "" for coding in known}
    return told_events(known, tellings(read_rows(NEWS / "events.jsonl"), texts))


def measure(path: Path) -> Measured:
    """The figures of the codings in a file."""
    read = codings(path)
    on = ground(read, Rulings())
    return fusion_figures(scored(on), pair_counts(judged(on, gold_events(read))), len(read))


def main() -> None:
    """Print what the scorer counts, and the pairs."""
    from evals.predictions import Predictor, one_thread
    from evals.tasks import news_codings

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", action="store_true", help="print the pairs on which the comparison errs")
    options = parser.parse_args()
    one_thread()
    with Predictor(2) as predictor:
        read = codings(news_codings(predictor))
    on = ground(read, Rulings())
    print(json.dumps(scored(on), indent=1))
    pairs = list(judged(on, gold_events(read)))
    print(pair_counts(pairs))
    for each in pairs if options.pairs else ():
        if each.is_joined != each.one_event:
            print(_printed(on, each))


def _printed(on: Ground, each: Judged) -> str:
    words = [
        f"  {on.members[key].article.file}: {on.members[key].account.evidence[0].quote}"
        for key in (each.left, each.right)
    ]
    return "\n".join(
        ("one event in the gold" if each.one_event else "two events in the gold", *words, f"  {why(each.found)}")
    )


if __name__ == "__main__":
    main()
