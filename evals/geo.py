"""Toponyms with points, for ``tools/geo_score.py``: ``python -m evals.geo INPUT.jsonl --out PRED.jsonl`` (RECORD §8).

Reads ``{id, text}``, writes ``{id, toponyms: [{start, end, text, lat, lon}]}`` with offsets into the text given; nothing else is read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tidings.annotate.names import tagged_names
from tidings.annotate.places import find_places
from tidings.annotate.sentences import Parser, SpacyParser
from tidings.model.mentions import PlaceMention
from tidings.reference.gazetteer import Gazetteer


def predictions(lines: Iterable[str], parser: Parser, gazetteer: Gazetteer) -> Iterator[dict[str, object]]:
    """One prediction a line; roads and borders are left out, for they hold names that are told themselves."""
    for line in lines:
        if line.strip():
            document = json.loads(line)
            text = str(document["text"])
            parse = parser.parse(text)
            mentions = find_places(parse, tagged_names(parse), gazetteer)
            yield {"id": document["id"], "toponyms": [_toponym(text, mention) for mention in _names_only(mentions)]}


def _names_only(mentions: tuple[PlaceMention, ...]) -> Iterator[PlaceMention]:
    for mention in mentions:
        inside = any(
            other is not mention and mention.start <= other.start and other.end <= mention.end for other in mentions
        )
        if mention.use != "part_of_name" and not inside:
            yield mention


def _toponym(text: str, mention: PlaceMention) -> dict[str, object]:
    """The point of what the name itself means: for "northern Syria" that of Syria, as the published sets mark it."""
    known = mention.place.candidates[:1] or (mention.place,)
    return {
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "lat": known[0].lat,
        "lon": known[0].lon,
    }


def main() -> None:
    """Read, predict, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("input", type=Path)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument(
        "--gazetteer", type=Path, action="append", default=[], help="a place table of your own; may be given twice"
    )
    given = options.parse_args()
    gazetteer = Gazetteer.open(extra=tuple(given.gazetteer))
    with given.input.open(encoding="utf-8") as lines, given.out.open("w", encoding="utf-8") as out:
        for prediction in predictions(lines, SpacyParser(), gazetteer):
            out.write(json.dumps(prediction, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
